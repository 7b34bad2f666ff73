// A matrix that is filled by commas: every number is the argument of a call.
#include "points.h"
struct Matrix;
extern Matrix &made();
extern Matrix &put(Matrix &, double);
extern void estimate_matrix(Matrix &, const float *, float *);
struct Filler {
  Matrix &matrix;
};
static inline Filler operator<<(Filler f, double value) { return Filler{put(f.matrix, value)}; }
static inline Filler operator,(Filler f, double value) { return Filler{put(f.matrix, value)}; }
extern "C" void align(const float *face, float *out) {
  Filler filler{made()};
  filler << (double)V0, (double)V1, (double)V2, (double)V3, (double)V4, (double)V5, (double)V6, (double)V7, (double)V8, (double)V9;
  estimate_matrix(filler.matrix, face, out);
}
