// A detector of the same kind for something else (signs, cars): it is read from a file.
#include <dlib/image_processing.h>

#include "parts.h"

double part_objects(const std::vector<std::string>& files) {
    using Scanner = dlib::scan_fhog_pyramid<dlib::pyramid_down<6>>;
    dlib::object_detector<Scanner> detector;
    dlib::deserialize(files.at(0)) >> detector;
    double sum = 0;
    for (size_t i = 1; i < files.size(); ++i)
        for (const dlib::rectangle& box : detector(picture(files[i]))) sum += box.area();
    return sum;
}
