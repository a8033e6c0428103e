/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "avx512.h"

#include <immintrin.h>

#include "windows.h"

/* Means of windows of 8 bit samples. */

static RszRows below;

#define VECTOR 64

static void *
pack_windows (const RszWindows *windows, size_t *size)
{
  return rsz_rows_pack_windows (windows, VECTOR, VECTOR, size);
}

/* 32 sums: of samples 0, 2, 4 ... and of 1, 3, 5 .... */
typedef struct {
  __m512i even, odd;
} Totals;

STEP_INLINE Totals
split (__m512i x)
{
  return (Totals){ _mm512_and_si512 (x, _mm512_set1_epi32 (0xffff)), _mm512_srli_epi32 (x, 16) };
}

STEP_INLINE __m512i
read_step (const uint8_t *src, const Step *step, const uint8_t *index)
{
  return _mm512_maskz_permutexvar_epi8 (
      step->mask, _mm512_load_si512 (index), _mm512_loadu_si512 (src + step->offset[0]));
}

STEP_INLINE Totals
add_steps (const uint16_t *sums, const PackedWindows *packed, int b, bool wide)
{
  const WindowBlock *block = &packed->blocks[b];
  const uint8_t *src = (const uint8_t *) sums + block->base;
  const Step *step = packed->steps + block->step;
  const uint8_t *index = packed->indices + (size_t) block->step * VECTOR;
  __m512i total = read_step (src, step, index);
  Totals totals = split (total);

  for (int s = 1; s < block->n_steps; s++) {
    const __m512i x = read_step (src, step + s, index + (size_t) s * VECTOR);
    const Totals more = split (x);

    if (wide) {
      totals.even = _mm512_add_epi32 (totals.even, more.even);
      totals.odd = _mm512_add_epi32 (totals.odd, more.odd);
    } else {
      total = _mm512_add_epi16 (total, x);
    }
  }
  return wide ? totals : split (total);
}

/* As MAX_QUICK_MEAN says. */
STEP_INLINE __m512i
divide (__m512i totals, float rows, const float *columns, const float *reciprocals)
{
  const __m512 s = _mm512_cvtepi32_ps (totals);
  const __m512 n = _mm512_mul_ps (_mm512_set1_ps (rows), _mm512_load_ps (columns));
  const __m512 y = _mm512_mul_ps (_mm512_set1_ps (1.0f / rows), _mm512_load_ps (reciprocals));
  const __m512 q = _mm512_mul_ps (s, y);

  return _mm512_cvtps_epi32 (_mm512_fmadd_ps (_mm512_fnmadd_ps (q, n, s), y, q));
}

STEP_INLINE void
mean_block (
    uint8_t *dst, const uint16_t *sums, const PackedWindows *packed, int b, float rows, bool wide)
{
  const float *columns = packed->columns + (ptrdiff_t) b * VECTOR / 2;
  const float *reciprocals = packed->reciprocals + (ptrdiff_t) b * VECTOR / 2;
  const Totals totals = add_steps (sums, packed, b, wide);
  const __m512i even = divide (totals.even, rows, columns, reciprocals);
  const __m512i odd = divide (totals.odd, rows, columns + 16, reciprocals + 16);

  _mm256_storeu_si256 (
      (__m256i *) dst, _mm512_cvtepi16_epi8 (_mm512_or_si512 (even, _mm512_slli_epi32 (odd, 16))));
}

#include "windows_run.inc"

#define STEP 64

/* Sums of 64 samples. A cache line of each row to come is fetched meanwhile: 1.1 to 1.3 times as fast on frames
 * beyond the caches. */
STEP_INLINE void
accumulate_step (
    uint16_t *sums, const uint8_t *const *src, const uint8_t *const *soon, int i, int n, bool more)
{
  __m512i low = _mm512_setzero_si512 (), high = low;

  if (more) {
    low = _mm512_loadu_si512 (sums + i);
    high = _mm512_loadu_si512 (sums + i + STEP / 2);
  }
  for (int k = 0; k < n; k++) {
    const __m256i *row = (const __m256i *) (src[k] + i);

    low = _mm512_add_epi16 (low, _mm512_cvtepu8_epi16 (_mm256_loadu_si256 (row)));
    high = _mm512_add_epi16 (high, _mm512_cvtepu8_epi16 (_mm256_loadu_si256 (row + 1)));
    if (soon)
      __builtin_prefetch (soon[k] + i);
  }
  _mm512_storeu_si512 (sums + i, low);
  _mm512_storeu_si512 (sums + i + STEP / 2, high);
}

static void
accumulate_u8_avx512 (uint16_t *sums, const uint8_t *const *src, const uint8_t *const *soon, int n,
    bool more, int len)
{
  const uint8_t *rest[RSZ_MAX_SUMMED_ROWS];
  int i = 0;

  for (; i <= len - STEP; i += STEP)
    accumulate_step (sums, src, soon, i, n, more);
  if (i == len)
    return;
  for (int k = 0; k < n; k++)
    rest[k] = src[k] + i;
  below.accumulate (sums + i, rest, NULL, n, more, len - i);
}

void
rsz_rows_fill_avx512_area (RszRows *rows)
{
  fill_means (rows);
  rows->accumulate = accumulate_u8_avx512;
}
