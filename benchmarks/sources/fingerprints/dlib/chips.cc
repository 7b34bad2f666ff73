// Points and the cut of an upright picture of each face; no network.
#include <dlib/image_processing.h>
#include <dlib/image_transforms.h>

#include "parts.h"

double part_chips(const std::vector<std::string>& files) {
    dlib::shape_predictor predictor;
    dlib::deserialize(files.at(0)) >> predictor;
    double sum = 0;
    for (size_t i = 1; i < files.size(); ++i) {
        const Picture image = picture(files[i]);
        const dlib::full_object_detection shape = predictor(image, dlib::get_rect(image));
        Picture chip;
        dlib::extract_image_chip(image, dlib::get_face_chip_details(shape, 150, 0.25), chip);
        sum += chip(0, 0).red + chip(149, 149).blue;
    }
    return sum;
}
