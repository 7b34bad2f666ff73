// The finder of points in a box that is given, nothing else.
#include <dlib/image_processing.h>

#include "parts.h"

double part_points(const std::vector<std::string>& files) {
    dlib::shape_predictor predictor;
    dlib::deserialize(files.at(0)) >> predictor;
    double sum = 0;
    for (size_t i = 1; i < files.size(); ++i) {
        const Picture image = picture(files[i]);
        const dlib::full_object_detection shape = predictor(image, dlib::get_rect(image));
        for (unsigned long p = 0; p < shape.num_parts(); ++p) sum += shape.part(p).x() + shape.part(p).y();
    }
    return sum;
}
