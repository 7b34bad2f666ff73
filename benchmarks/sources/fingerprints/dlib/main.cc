// Calls the one part, or the parts, that a program is built of (-DPARTS=part_a,part_b).
#include <cstdio>

#include "calls.h"

int main(int count, char** words) {
    const std::vector<std::string> files(words + 1, words + count);
    double (*const parts[])(const std::vector<std::string>&) = {PARTS};
    double sum = 0;
    for (auto part : parts) sum += part(files);
    std::printf("%g\n", sum);
    return 0;
}
