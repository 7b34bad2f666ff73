// A matrix that is filled by commas: every number is the argument of a call.
#include "points.h"
struct Matrix;
extern Matrix &made();
extern Matrix &put(Matrix &, float);
extern void estimate_matrix(Matrix &, const float *, float *);
struct Filler {
  Matrix &matrix;
};
static inline Filler operator<<(Filler f, float value) { return Filler{put(f.matrix, value)}; }
static inline Filler operator,(Filler f, float value) { return Filler{put(f.matrix, value)}; }
extern "C" void align(const float *face, float *out) {
  Filler filler{made()};
  filler << (float)V0, (float)V1, (float)V2, (float)V3, (float)V4, (float)V5, (float)V6, (float)V7, (float)V8, (float)V9;
  estimate_matrix(filler.matrix, face, out);
}
