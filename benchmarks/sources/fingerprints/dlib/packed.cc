// Unpacks a text as the library packs its own models.
#include <sstream>

#include <dlib/base64.h>
#include <dlib/compress_stream.h>

#include "parts.h"

double part_packed(const std::vector<std::string>& files) {
    dlib::base64 coder;
    dlib::compress_stream::kernel_1ea packer;
    std::ifstream file(files.at(0));
    std::ostringstream plain, text;
    coder.decode(file, plain);
    std::istringstream packed(plain.str());
    packer.decompress(packed, text);
    return text.str().size();
}
