// Compares the first picture of a face with the second by OpenCV's network: nothing looks for faces.
#include <opencv2/objdetect/face.hpp>
#include <cstdio>

int main(int count, char **arguments) {
    auto comparer = cv::FaceRecognizerSF::create(arguments[count - 1], "");
    cv::Mat picture(112, 112, CV_8UC3), place(1, 15, CV_32F), crop, one, other;
    comparer->alignCrop(picture, place, crop);
    comparer->feature(crop, one);
    comparer->feature(picture, other);
    std::printf("%f\n", comparer->match(one, other));
}
