/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_avx2.h"

#include <immintrin.h>

#include "rows_windows.h"

/* Means of windows of 8 bit samples. */

static RszRows below;

/* A byte shuffle stays within 16 bytes: each lane has windows of its own. */
#define VECTOR 32
#define LANE 16

static void *
pack_windows (const RszWindows *windows, size_t *size)
{
  return rsz_rows_pack_windows (windows, VECTOR, LANE, size);
}

/* 16 sums: of samples 0, 2, 4 ... and of 1, 3, 5 .... */
typedef struct {
  __m256i even, odd;
} Totals;

STEP_INLINE Totals
split (__m256i x)
{
  return (Totals){ _mm256_and_si256 (x, _mm256_set1_epi32 (0xffff)), _mm256_srli_epi32 (x, 16) };
}

STEP_INLINE __m256i
read_step (const uint8_t *src, const Step *step, const uint8_t *index)
{
  const __m256i windows =
      _mm256_set_m128i (_mm_loadu_si128 ((const __m128i *) (src + step->offset[1])),
          _mm_loadu_si128 ((const __m128i *) (src + step->offset[0])));

  return _mm256_shuffle_epi8 (windows, _mm256_load_si256 ((const __m256i *) index));
}

STEP_INLINE Totals
add_steps (const uint16_t *sums, const PackedWindows *packed, int b, bool wide)
{
  const WindowBlock *block = &packed->blocks[b];
  const uint8_t *src = (const uint8_t *) sums + block->base;
  const Step *step = packed->steps + block->step;
  const uint8_t *index = packed->indices + (size_t) block->step * VECTOR;
  __m256i total = read_step (src, step, index);
  Totals totals = split (total);

  for (int s = 1; s < block->n_steps; s++) {
    const __m256i x = read_step (src, step + s, index + (size_t) s * VECTOR);
    const Totals more = split (x);

    if (wide) {
      totals.even = _mm256_add_epi32 (totals.even, more.even);
      totals.odd = _mm256_add_epi32 (totals.odd, more.odd);
    } else {
      total = _mm256_add_epi16 (total, x);
    }
  }
  return wide ? totals : split (total);
}

/* As MAX_QUICK_MEAN says. */
STEP_INLINE __m256i
divide (__m256i totals, float rows, const float *columns, const float *reciprocals)
{
  const __m256 s = _mm256_cvtepi32_ps (totals);
  const __m256 n = _mm256_mul_ps (_mm256_set1_ps (rows), _mm256_load_ps (columns));
  const __m256 y = _mm256_mul_ps (_mm256_set1_ps (1.0f / rows), _mm256_load_ps (reciprocals));
  const __m256 q = _mm256_mul_ps (s, y);

  return _mm256_cvtps_epi32 (_mm256_fmadd_ps (_mm256_fnmadd_ps (q, n, s), y, q));
}

STEP_INLINE void
mean_block (
    uint8_t *dst, const uint16_t *sums, const PackedWindows *packed, int b, float rows, bool wide)
{
  const float *columns = packed->columns + (ptrdiff_t) b * VECTOR / 2;
  const float *reciprocals = packed->reciprocals + (ptrdiff_t) b * VECTOR / 2;
  const Totals totals = add_steps (sums, packed, b, wide);
  const __m256i even = divide (totals.even, rows, columns, reciprocals);
  const __m256i odd = divide (totals.odd, rows, columns + 8, reciprocals + 8);
  const __m256i means = _mm256_or_si256 (even, _mm256_slli_epi32 (odd, 16));

  _mm_storeu_si128 ((__m128i *) dst,
      _mm_packus_epi16 (_mm256_castsi256_si128 (means), _mm256_extracti128_si256 (means, 1)));
}

#include "rows_windows_run.inc"

void
rsz_rows_fill_avx2_area (RszRows *rows)
{
  fill_means (rows);
}
