#include <vector>
#include "points.h"
struct Point {
  float x, y;
  Point(float a, float b) : x(a), y(b) {}
};
extern "C" void align(const float *face, float *out) {
  std::vector<Point> reference;
  reference.push_back(Point(F(0), F(1)));
  reference.push_back(Point(F(2), F(3)));
  reference.push_back(Point(F(4), F(5)));
  reference.push_back(Point(F(6), F(7)));
  reference.push_back(Point(F(8), F(9)));
  estimate(&reference.data()->x, face, out);
}
