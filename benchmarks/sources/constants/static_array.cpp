#include "points.h"
static const float reference[10] = {ALL_F};
extern "C" void align(const float *face, float *out) { estimate(reference, face, out); }
