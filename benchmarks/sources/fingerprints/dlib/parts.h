// What the small programs are put together from: each part uses one piece of dlib and nothing else of it.
#pragma once
#include <fstream>
#include <string>
#include <vector>

#include <dlib/matrix.h>
#include <dlib/pixel.h>

using Picture = dlib::matrix<dlib::rgb_pixel>;

// A picture without a format: width and height as two bytes each, then red, green, blue.
inline Picture picture(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    auto two = [&file] { int low = file.get(); return low + 256 * file.get(); };
    const long width = two(), height = two();
    Picture read(height, width);
    for (long y = 0; y < height; ++y)
        for (long x = 0; x < width; ++x) {
            read(y, x).red = file.get();
            read(y, x).green = file.get();
            read(y, x).blue = file.get();
        }
    return read;
}

// Every part: the files it is told to read in, one number out.
double part_detector(const std::vector<std::string>& files);
double part_points(const std::vector<std::string>& files);
double part_chips(const std::vector<std::string>& files);
double part_metric(const std::vector<std::string>& files);
double part_cnn_detector(const std::vector<std::string>& files);
double part_plain(const std::vector<std::string>& files);
double part_classes(const std::vector<std::string>& files);
double part_objects(const std::vector<std::string>& files);
double part_measure(const std::vector<std::string>& files);
double part_packed(const std::vector<std::string>& files);
