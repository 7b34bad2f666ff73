// Reads a QR code: the same library as the face detector, and no face.
#include <opencv2/objdetect.hpp>
#include <cstdio>

int main(int count, char **) {
    std::vector<cv::Point> corners;
    std::printf("%s\n", cv::QRCodeDetector().detectAndDecode(cv::Mat(64, 64 * count, CV_8U), corners).c_str());
}
