// A residual network that names what a picture shows: the same engine and the same layers, no measure between pictures.
#include <dlib/dnn.h>

#include "parts.h"

namespace {
using namespace dlib;
template <int N, int STRIDE, typename BELOW>
using two = affine<con<N, 3, 3, 1, 1, relu<affine<con<N, 3, 3, STRIDE, STRIDE, BELOW>>>>>;
template <int N, typename BELOW>
using step = relu<add_prev1<two<N, 1, tag1<BELOW>>>>;
template <int N, typename BELOW>
using step_down = relu<add_prev2<avg_pool<2, 2, 2, 2, skip1<tag2<two<N, 2, tag1<BELOW>>>>>>>;
using network = loss_multiclass_log<fc<1000, avg_pool_everything<step_down<128, step<64, step_down<64,
    max_pool<3, 3, 2, 2, relu<affine<con<32, 7, 7, 2, 2, input_rgb_image_sized<227>>>>>>>>>>>;
}  // namespace

double part_classes(const std::vector<std::string>& files) {
    network net;
    std::vector<std::string> names;
    dlib::deserialize(files.at(0)) >> net >> names;
    double sum = 0;
    for (size_t i = 1; i < files.size(); ++i) sum += names.at(net(picture(files[i]))).size();
    return sum;
}
