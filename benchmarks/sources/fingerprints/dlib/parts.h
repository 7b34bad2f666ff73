// What the small programs are put together from: each part uses one piece of dlib and nothing else of it.
#pragma once
#include <fstream>

#include <dlib/matrix.h>
#include <dlib/pixel.h>

#include "calls.h"

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
