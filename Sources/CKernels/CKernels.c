#include "CKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

int kernels_are_available(void) {
    static int answer = -1;
    if (answer < 0) answer = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    return answer;
}

#define NATIVE __attribute__((target("avx2,fma")))
// A tile's extents are constants where it is called, so that its sums live in registers.
#define TILE static inline __attribute__((always_inline)) NATIVE
#define UNROLLED _Pragma("clang loop unroll(full)")

/// The first `count` lanes, up to 8.
TILE __m256i lanes(long count) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

/// R rows and V vectors of C; the last vector holds only the lanes of `mask`, if that is wanted.
TILE void outer_tile(const int R, const int V, const int masked, __m256i mask, const float *a, long rowStep,
                     long innerStep, const float *b, float *c, long columns, long inner, __m256 scale) {
    __m256 sum[6][2];
    UNROLLED for (int r = 0; r < R; r++)
        UNROLLED for (int v = 0; v < V; v++) sum[r][v] = _mm256_setzero_ps();
    for (long step = 0; step < inner; step++) {
        __m256 row[2];
        UNROLLED for (int v = 0; v < V; v++)
            row[v] = masked && v == V - 1 ? _mm256_maskload_ps(b + 8 * v, mask) : _mm256_loadu_ps(b + 8 * v);
        UNROLLED for (int r = 0; r < R; r++) {
            __m256 factor = _mm256_broadcast_ss(a + r * rowStep);
            UNROLLED for (int v = 0; v < V; v++) sum[r][v] = _mm256_fmadd_ps(factor, row[v], sum[r][v]);
        }
        a += innerStep;
        b += columns;
    }
    UNROLLED for (int r = 0; r < R; r++)
        UNROLLED for (int v = 0; v < V; v++) {
            float *place = c + r * columns + 8 * v;
            if (masked && v == V - 1)
                _mm256_maskstore_ps(
                    place, mask, _mm256_fmadd_ps(scale, sum[r][v], _mm256_maskload_ps(place, mask)));
            else
                _mm256_storeu_ps(place, _mm256_fmadd_ps(scale, sum[r][v], _mm256_loadu_ps(place)));
        }
}

/// R rows of C from one end to the other.
TILE void outer_rows(const int R, const float *a, long rowStep, long innerStep, const float *b, float *c, long columns,
                     long inner, __m256 scale) {
    __m256i mask = lanes(columns % 8);
    long column = 0;
    for (; column + 16 <= columns; column += 16)
        outer_tile(R, 2, 0, mask, a, rowStep, innerStep, b + column, c + column, columns, inner, scale);
    for (; column + 8 <= columns; column += 8)
        outer_tile(R, 1, 0, mask, a, rowStep, innerStep, b + column, c + column, columns, inner, scale);
    if (column < columns)
        outer_tile(R, 1, 1, mask, a, rowStep, innerStep, b + column, c + column, columns, inner, scale);
}

NATIVE void kernels_add_product(const float *a, long rowStep, long innerStep, const float *b, float *c, long rows,
                                long columns, long inner, float scale) {
    __m256 factor = _mm256_set1_ps(scale);
    while (rows > 0) {
        // Six rows fill the registers; eight are better halved than left with two.
        long taken = rows == 7 || rows == 8 ? 4 : rows < 6 ? rows : 6;
        switch (taken) {
            case 6: outer_rows(6, a, rowStep, innerStep, b, c, columns, inner, factor); break;
            case 5: outer_rows(5, a, rowStep, innerStep, b, c, columns, inner, factor); break;
            case 4: outer_rows(4, a, rowStep, innerStep, b, c, columns, inner, factor); break;
            case 3: outer_rows(3, a, rowStep, innerStep, b, c, columns, inner, factor); break;
            case 2: outer_rows(2, a, rowStep, innerStep, b, c, columns, inner, factor); break;
            default: outer_rows(1, a, rowStep, innerStep, b, c, columns, inner, factor);
        }
        rows -= taken;
        a += taken * rowStep;
        c += taken * columns;
    }
}

TILE float total(__m256 v) {
    __m128 half = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    half = _mm_add_ps(half, _mm_movehl_ps(half, half));
    return _mm_cvtss_f32(_mm_add_ss(half, _mm_movehdup_ps(half)));
}

/// The products of R rows of A with Q rows of B.
TILE void inner_tile(const int R, const int Q, const float *a, const float *b, float *c, long columns, long inner,
                     float scale) {
    __m256 sum[4][3];
    UNROLLED for (int r = 0; r < R; r++)
        UNROLLED for (int q = 0; q < Q; q++) sum[r][q] = _mm256_setzero_ps();
    long step = 0;
    for (; step + 8 <= inner; step += 8) {
        __m256 row[3];
        UNROLLED for (int q = 0; q < Q; q++) row[q] = _mm256_loadu_ps(b + q * inner + step);
        UNROLLED for (int r = 0; r < R; r++) {
            __m256 x = _mm256_loadu_ps(a + r * inner + step);
            UNROLLED for (int q = 0; q < Q; q++) sum[r][q] = _mm256_fmadd_ps(x, row[q], sum[r][q]);
        }
    }
    if (step < inner) {
        __m256i mask = lanes(inner - step);
        UNROLLED for (int r = 0; r < R; r++)
            UNROLLED for (int q = 0; q < Q; q++)
                sum[r][q] = _mm256_fmadd_ps(_mm256_maskload_ps(a + r * inner + step, mask),
                                            _mm256_maskload_ps(b + q * inner + step, mask), sum[r][q]);
    }
    UNROLLED for (int r = 0; r < R; r++)
        UNROLLED for (int q = 0; q < Q; q++) c[r * columns + q] += scale * total(sum[r][q]);
}

/// All rows of A with Q rows of B, which stay in the first cache meanwhile.
TILE void inner_columns(const int Q, const float *a, const float *b, float *c, long rows, long columns, long inner,
                        float scale) {
    long row = 0;
    for (; row + 4 <= rows; row += 4) inner_tile(4, Q, a + row * inner, b, c + row * columns, columns, inner, scale);
    a += row * inner;
    c += row * columns;
    if (rows - row == 3) inner_tile(3, Q, a, b, c, columns, inner, scale);
    if (rows - row == 2) inner_tile(2, Q, a, b, c, columns, inner, scale);
    if (rows - row == 1) inner_tile(1, Q, a, b, c, columns, inner, scale);
}

NATIVE void kernels_add_product_transposed(const float *a, const float *b, float *c, long rows, long columns, long inner,
                                           float scale) {
    long column = 0;
    for (; column + 3 <= columns; column += 3)
        inner_columns(3, a, b + column * inner, c + column, rows, columns, inner, scale);
    b += column * inner;
    c += column;
    if (columns - column == 2) inner_columns(2, a, b, c, rows, columns, inner, scale);
    if (columns - column == 1) inner_columns(1, a, b, c, rows, columns, inner, scale);
}

/// eˣ = 2ⁿ·eʳ, with n the integer closest to x / log 2 and eʳ by its Taylor polynomial of degree 7, |r| ≤ 0.35. Beyond
/// −87 and 88 it stays as it is there; a NaN stays one.
TILE float exponential(float x) {
    x = x < -87 ? -87 : x;
    x = x > 88 ? 88 : x;
    // Adding 1.5·2²³ leaves no bits for a fraction: the last bits are then n.
    float shifted = x * 1.44269504f + 12582912, n = shifted - 12582912;
    // log 2 in two parts, the first with few enough bits that n times it is exact.
    float r = x - n * 0.693359375f + n * 2.1219444e-4f;
    float power = 1 + r * (1.0f / 7);
    power = 1 + r * power * (1.0f / 6);
    power = 1 + r * power * (1.0f / 5);
    power = 1 + r * power * (1.0f / 4);
    power = 1 + r * power * (1.0f / 3);
    power = 1 + r * power * (1.0f / 2);
    power = 1 + r * power;
    unsigned bits, shift;
    memcpy(&bits, &power, 4);
    memcpy(&shift, &shifted, 4);
    bits += shift << 23;
    memcpy(&power, &bits, 4);
    return power;
}

NATIVE void kernels_logistic(float *numbers, long count) {
    for (long i = 0; i < count; i++) numbers[i] = 1 / (1 + exponential(-numbers[i]));
}

NATIVE void kernels_tanh(float *numbers, long count) {
    for (long i = 0; i < count; i++) numbers[i] = 1 - 2 / (1 + exponential(2 * numbers[i]));
}

#else

int kernels_are_available(void) { return 0; }
void kernels_add_product(const float *a, long rowStep, long innerStep, const float *b, float *c, long rows, long columns,
                         long inner, float scale) {}
void kernels_add_product_transposed(const float *a, const float *b, float *c, long rows, long columns, long inner,
                                    float scale) {}
void kernels_logistic(float *numbers, long count) {}
void kernels_tanh(float *numbers, long count) {}

#endif
