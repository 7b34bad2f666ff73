// Five points, x and y in turn, as the command line gives them: V0 … V9 in the wide picture, S0, S2 … in the narrow one.
#define JOIN(a, b) a##b
#define FLOAT_OF(a) JOIN(a, f)
#define F(n) FLOAT_OF(V##n)
#define N(n) FLOAT_OF(S##n)
#define ALL_F F(0), F(1), F(2), F(3), F(4), F(5), F(6), F(7), F(8), F(9)
#define ALL_D V0, V1, V2, V3, V4, V5, V6, V7, V8, V9
extern "C" void estimate(const float *, const float *, float *);
extern "C" void estimate_double(const double *, const float *, float *);
