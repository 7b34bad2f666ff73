// Finds faces and prints how many: nothing of OpenCV's recognisers is called.
#include <opencv2/objdetect/face.hpp>
#include <cstdio>

int main(int count, char **arguments) {
    auto finder = cv::FaceDetectorYN::create(arguments[count - 1], "", cv::Size(320, 240));
    cv::Mat picture(240, 320, CV_8UC3), faces;
    finder->detect(picture, faces);
    std::printf("%d\n", faces.rows);
}
