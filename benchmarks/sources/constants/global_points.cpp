#include <vector>
#include "points.h"
struct Point {
  float x, y;
  Point(float a, float b) : x(a), y(b) {}
};
static std::vector<Point> reference = {
    Point(F(0), F(1)), Point(F(2), F(3)), Point(F(4), F(5)), Point(F(6), F(7)), Point(F(8), F(9))};
extern "C" void align(const float *face, float *out) { estimate(&reference.data()->x, face, out); }
