// A gallery of numbers that is searched with Annoy's headers, as products use them: filled, kept, read, asked.
#include <cstdint>
#include <cstdio>
#include <vector>

#include <kissrandom.h>

#include <annoylib.h>

namespace Annoy {}  // older versions have no namespace
using namespace Annoy;

template <class Distance>
static int asked(const char* file, int width) {
    typedef AnnoyIndex<int32_t, float, Distance, Kiss64Random, AnnoyIndexSingleThreadedBuildPolicy> Gallery;
    std::vector<float> numbers(width);
    {
        Gallery gallery(width);
        for (int person = 0; person < 50; ++person) {
            for (int place = 0; place < width; ++place) numbers[place] = float(person * place % 17);
            gallery.add_item(person, numbers.data());
        }
        gallery.build(5);
        gallery.save(file);
    }
    Gallery kept(width);
    AnnoyIndexInterface<int32_t, float>* reading = &kept;
    std::vector<int32_t> found;
    std::vector<float> far;
    if (!reading->load(file)) return -1;
    reading->get_nns_by_vector(numbers.data(), 3, -1, &found, &far);
    return found.empty() ? -1 : found[0];
}

int main(int count, char** words) {
    const char* file = count > 1 ? words[1] : "gallery.ann";
    std::printf("%d %d\n", asked<Angular>(file, 128), asked<Euclidean>(file, 64));
}
