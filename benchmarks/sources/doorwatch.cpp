// A small program that tells whether two faces belong to one person, with dlib's recognition network.
// Built for the accuracy table; it is never run and carries no model.
#include <dlib/dnn.h>
#include <dlib/image_processing.h>
#include <dlib/image_processing/frontal_face_detector.h>
#include <iostream>

using namespace dlib;

template <template <int, template <typename> class, int, typename> class block, int N,
          template <typename> class BN, typename SUBNET>
using residual = add_prev1<block<N, BN, 1, tag1<SUBNET>>>;
template <template <int, template <typename> class, int, typename> class block, int N,
          template <typename> class BN, typename SUBNET>
using residual_down = add_prev2<avg_pool<2, 2, 2, 2, skip1<tag2<block<N, BN, 2, tag1<SUBNET>>>>>>;
template <int N, template <typename> class BN, int stride, typename SUBNET>
using block = BN<con<N, 3, 3, 1, 1, relu<BN<con<N, 3, 3, stride, stride, SUBNET>>>>>;
template <int N, typename SUBNET> using ares = relu<residual<block, N, affine, SUBNET>>;
template <int N, typename SUBNET> using ares_down = relu<residual_down<block, N, affine, SUBNET>>;

using net_type = loss_metric<fc_no_bias<128, avg_pool_everything<
    ares_down<256, ares<256, ares_down<128, ares_down<64, ares<32,
    max_pool<3, 3, 2, 2, relu<affine<con<32, 7, 7, 2, 2, input_rgb_image_sized<150>>>>>>>>>>>>>;

int main(int argc, char **argv)
{
    if (argc < 3)
        return 2;
    frontal_face_detector detector = get_frontal_face_detector();
    shape_predictor shape;
    net_type net;
    deserialize(argv[1]) >> shape;
    deserialize(argv[2]) >> net;
    matrix<rgb_pixel> picture(480, 640);
    std::vector<matrix<rgb_pixel>> faces;
    for (const auto &place : detector(picture)) {
        matrix<rgb_pixel> face;
        extract_image_chip(picture, get_face_chip_details(shape(picture, place), 150, 0.25), face);
        faces.push_back(face);
    }
    const std::vector<matrix<float, 0, 1>> descriptors = net(faces);
    for (size_t i = 1; i < descriptors.size(); ++i)
        std::cout << length(descriptors[0] - descriptors[i]) << '\n';
    return 0;
}
