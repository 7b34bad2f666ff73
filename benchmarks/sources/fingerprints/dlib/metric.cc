// The network that makes 128 numbers of an upright face (layers as the file of its weights demands them).
#include <dlib/dnn.h>

#include "parts.h"

namespace {
using namespace dlib;

template <template <int, template <typename> class, int, typename> class BLOCK, int N, template <typename> class BN, typename BELOW>
using plus = add_prev1<BLOCK<N, BN, 1, tag1<BELOW>>>;

template <template <int, template <typename> class, int, typename> class BLOCK, int N, template <typename> class BN, typename BELOW>
using plus_down = add_prev2<avg_pool<2, 2, 2, 2, skip1<tag2<BLOCK<N, BN, 2, tag1<BELOW>>>>>>;

template <int N, template <typename> class BN, int STRIDE, typename BELOW>
using two = BN<con<N, 3, 3, 1, 1, relu<BN<con<N, 3, 3, STRIDE, STRIDE, BELOW>>>>>;

template <int N, typename BELOW>
using step = relu<plus<two, N, affine, BELOW>>;
template <int N, typename BELOW>
using step_down = relu<plus_down<two, N, affine, BELOW>>;

template <typename BELOW>
using floor4 = step<32, step<32, step<32, max_pool<3, 3, 2, 2, relu<affine<con<32, 7, 7, 2, 2, BELOW>>>>>>>;
template <typename BELOW>
using floor3 = step<64, step<64, step<64, step_down<64, BELOW>>>>;
template <typename BELOW>
using floor2 = step<128, step<128, step_down<128, BELOW>>>;
template <typename BELOW>
using floor1 = step<256, step<256, step_down<256, BELOW>>>;

using network = loss_metric<fc_no_bias<128, avg_pool_everything<step_down<256, floor1<floor2<floor3<floor4<input_rgb_image_sized<150>>>>>>>>>;
}  // namespace

double part_metric(const std::vector<std::string>& files) {
    network net;
    dlib::deserialize(files.at(0)) >> net;
    double sum = 0;
    for (size_t i = 1; i < files.size(); ++i) {
        const dlib::matrix<float, 0, 1> numbers = net(picture(files[i]));
        sum += dlib::length(numbers);
    }
    return sum;
}
