// A similarity transform of its own: both sets of points lose their mean, the reference's is known beforehand.
#include "points.h"
extern "C" void decompose(const float *, float *);
extern "C" void align(const float face[5][2], float *out) {
  float reference[5][2] = {{F(0), F(1)}, {F(2), F(3)}, {F(4), F(5)}, {F(6), F(7)}, {F(8), F(9)}};
  float mean[2] = {FLOAT_OF(MX), FLOAT_OF(MY)}, middle[2] = {0, 0}, sums[4] = {0, 0, 0, 0};
  for (int i = 0; i < 5; i++)
    for (int k = 0; k < 2; k++) middle[k] += face[i][k] / 5;
  for (int i = 0; i < 5; i++) {
    reference[i][0] -= mean[0];
    reference[i][1] -= mean[1];
    sums[0] += reference[i][0] * (face[i][0] - middle[0]);
    sums[1] += reference[i][0] * (face[i][1] - middle[1]);
    sums[2] += reference[i][1] * (face[i][0] - middle[0]);
    sums[3] += reference[i][1] * (face[i][1] - middle[1]);
  }
  decompose(sums, out);
  out[4] = mean[0] - out[0] * middle[0] - out[1] * middle[1];
  out[5] = mean[1] - out[2] * middle[0] - out[3] * middle[1];
}
