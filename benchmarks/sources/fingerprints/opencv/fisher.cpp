// Learns people and says who a face is, by fisherfaces.
#include <opencv2/face/facerec.hpp>
#include <cstdio>

int main(int count, char **arguments) {
    auto who = cv::face::FisherFaceRecognizer::create();
    std::vector<cv::Mat> faces(2, cv::Mat(64, 64, CV_8U));
    who->train(faces, std::vector<int>{1, count});
    who->write(std::string(arguments[0]) + ".yml");
    std::printf("%d\n", who->predict(faces[0]));
}
