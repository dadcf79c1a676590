// What Training uses of OpenBLAS, declared here with the values of the CBLAS standard. The library's own header stands
// in another folder on each system, and whoever imports Training would have to find it: the compiler of cells too.
#ifndef COPENBLAS_H
#define COPENBLAS_H

typedef enum { CblasRowMajor = 101, CblasColMajor = 102 } CBLAS_ORDER;
typedef enum { CblasNoTrans = 111, CblasTrans = 112 } CBLAS_TRANSPOSE;

void cblas_sgemm(CBLAS_ORDER order, CBLAS_TRANSPOSE transposeA, CBLAS_TRANSPOSE transposeB, int m, int n, int k,
                 float alpha, const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);
void openblas_set_num_threads(int count);

#endif
