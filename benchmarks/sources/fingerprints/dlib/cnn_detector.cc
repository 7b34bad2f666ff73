// The detector network: faces, cars or anything else, as the file says that it loads.
#include <dlib/dnn.h>

#include "parts.h"

namespace {
using namespace dlib;
template <long N, typename BELOW> using half = con<N, 5, 5, 2, 2, BELOW>;
template <long N, typename BELOW> using same = con<N, 5, 5, 1, 1, BELOW>;
template <typename BELOW> using smaller = relu<affine<half<32, relu<affine<half<32, relu<affine<half<16, BELOW>>>>>>>>>;
template <typename BELOW> using level = relu<affine<same<45, BELOW>>>;
using network = loss_mmod<con<1, 9, 9, 1, 1, level<level<level<smaller<input_rgb_image_pyramid<pyramid_down<6>>>>>>>>;
}  // namespace

double part_cnn_detector(const std::vector<std::string>& files) {
    network net;
    dlib::deserialize(files.at(0)) >> net;
    double sum = 0;
    for (size_t i = 1; i < files.size(); ++i)
        for (const auto& box : net(picture(files[i]))) sum += box.rect.area();
    return sum;
}
