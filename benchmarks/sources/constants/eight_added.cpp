#include "points.h"
static const float narrow[10] = {N(0), N(1), N(2), N(3), N(4), N(5), N(6), N(7), N(8), N(9)};
extern "C" void align(const float *face, float *out) {
  float reference[10];
  for (int i = 0; i < 10; i++) reference[i] = narrow[i] + ((i & 1) ? 0.0f : 8.0f);
  estimate(reference, face, out);
}
