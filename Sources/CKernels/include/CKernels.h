// Products of matrices for mini-batches, quicker than a BLAS where one factor is small, because nothing is rearranged
// first; and the functions of gates. They are C because Swift cannot compile one function for a newer processor than the
// rest of the program.
#ifndef CKERNELS_H
#define CKERNELS_H

#include "SecondThread.h"

/// Whether this processor can run them; else they must not be called.
int kernels_are_available(void);

/// C ← C + scale·A·B, with B `inner × columns` and C `rows × columns` row by row. Element (row, step) of A stands at
/// a[row·rowStep + step·innerStep], so that A may be stored in either order.
void kernels_add_product(const float *a, long rowStep, long innerStep, const float *b, float *c, long rows, long columns,
                         long inner, float scale);

/// C ← C + scale·A·Bᵀ, with A `rows × inner`, B `columns × inner` and C `rows × columns`, all row by row.
void kernels_add_product_transposed(const float *a, const float *b, float *c, long rows, long columns, long inner,
                                    float scale);

/// Replaces each number x by 1 / (1 + e⁻ˣ), exact to about 10⁻⁷.
void kernels_logistic(float *numbers, long count);

/// Replaces each number by its hyperbolic tangent, exact to about 10⁻⁷.
void kernels_tanh(float *numbers, long count);

#endif
