// Finds what a cascade file describes, faces or not.
#include <opencv2/objdetect.hpp>
#include <cstdio>

int main(int count, char **arguments) {
    cv::CascadeClassifier finder(arguments[count - 1]);
    std::vector<cv::Rect> found;
    finder.detectMultiScale(cv::Mat(64, 64, CV_8U), found);
    std::printf("%zu\n", found.size());
}
