// Places points on faces by an active appearance model: nobody is compared.
#include <opencv2/face/facemark.hpp>
#include <opencv2/face/facemarkLBF.hpp>
#include <opencv2/face/facemarkAAM.hpp>
#include <opencv2/face/face_alignment.hpp>
#include <cstdio>

int main(int count, char **arguments) {
    auto marker = cv::face::FacemarkAAM::create();
    marker->loadModel(arguments[count - 1]);
    std::vector<cv::Rect> faces{cv::Rect(0, 0, 64, 64)};
    std::vector<std::vector<cv::Point2f>> points;
    std::printf("%d\n", marker->fit(cv::Mat(64, 64, CV_8U), faces, points));
}
