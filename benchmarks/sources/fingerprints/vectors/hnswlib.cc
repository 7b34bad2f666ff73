// A gallery of numbers that is searched with hnswlib's headers, as products use them: filled, kept, read, asked.
#include <cstddef>
#include <cstdio>
#include <string>
#include <vector>

#include <hnswlib/hnswlib.h>

static int asked(hnswlib::SpaceInterface<float>* space, const std::string& file, std::size_t width) {
    std::vector<float> numbers(width);
    {
        hnswlib::HierarchicalNSW<float> gallery(space, 100);
        for (std::size_t person = 0; person < 50; ++person) {
            for (std::size_t place = 0; place < width; ++place) numbers[place] = float(person * place % 17);
            gallery.addPoint(numbers.data(), person);
        }
        gallery.saveIndex(file);
    }
    hnswlib::HierarchicalNSW<float> kept(space, file, false, 100);
    return int(kept.searchKnn(numbers.data(), 3).top().second);
}

int main(int count, char** words) {
    const std::string file = count > 1 ? words[1] : "gallery.bin";
    hnswlib::InnerProductSpace products(128);
    hnswlib::L2Space distances(64);
    std::printf("%d %d\n", asked(&products, file, 128), asked(&distances, file, 64));
}
