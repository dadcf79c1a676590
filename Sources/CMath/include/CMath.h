// The C mathematics that Training and Figures use, declared here so that they compile where there is no
// Foundation and no Glibc (Embedded Swift, WebAssembly).
#ifndef CMATH_H
#define CMATH_H

float expf(float), logf(float), log1pf(float), expm1f(float), sqrtf(float), tanhf(float), powf(float, float), erff(float);
float sinf(float), cosf(float);
double exp(double), log(double), log10(double), log2(double), log1p(double), expm1(double), sqrt(double), tanh(double);
double pow(double, double), sin(double), cos(double), atan2(double, double), erf(double);

// The square root as the processor's instruction. Unlike sqrtf it does not report errors, so that the compiler can take
// several elements of a loop at once.
static inline float square_root(float x) { return __builtin_elementwise_sqrt(x); }

#endif
