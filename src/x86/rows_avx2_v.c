/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_avx2.h"

#include <immintrin.h>

/* The vertical sums of 8 bit samples, 32 at a time; the last 32 of a row that is no multiple of them are made from its
 * end, some a second time. Shorter rows go to the plain C rows. */

#define STEP 32

static RszRows below;

/* Where the step after the one at i starts; len where there is none. */
STEP_INLINE int
next_step (int i, int len)
{
  if (i + STEP >= len)
    return len;
  return i + 2 * STEP <= len ? i + STEP : len - STEP;
}

STEP_INLINE __m256i
load (const uint8_t *src)
{
  return _mm256_loadu_si256 ((const __m256i *) src);
}

STEP_INLINE void
store (uint8_t *dst, __m256i samples)
{
  _mm256_storeu_si256 ((__m256i *) dst, samples);
}

/* (3 near + far + 2) >> 2 is the mean, rounded up, of near and of their mean rounded down. */
STEP_INLINE void
vdouble_step (uint8_t *dst, const uint8_t *near, const uint8_t *far)
{
  const __m256i a = load (near), b = load (far);
  const __m256i odd = _mm256_and_si256 (_mm256_xor_si256 (a, b), _mm256_set1_epi8 (1));

  store (dst, _mm256_avg_epu8 (a, _mm256_sub_epi8 (_mm256_avg_epu8 (a, b), odd)));
}

static void
vdouble_u8_avx2 (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  const uint8_t *near = src[weights[1] > weights[0]], *far = src[weights[1] <= weights[0]];

  if (len < STEP)
    below.vscale[RSZ_SUM_DOUBLING](dst, src, weights, n_taps, shift, len);
  else
    for (int i = 0; i < len; i = next_step (i, len))
      vdouble_step (dst + i, near + i, far + i);
}

/* Two weights that add up to 2^shift, shift <= 15. With d = b - a and w = wb << (15 - shift)
 *   (a wa + b wb + 2^(shift - 1)) >> shift = a + ((d w + 2^14) >> 15) = a + mulhrs (d, w),
 * which lies between a and b: 16 bit lanes and nothing to clamp. */
STEP_INLINE void
vlerp_step (uint8_t *dst, const uint8_t *src_a, const uint8_t *src_b, __m256i w)
{
  const __m256i a = load (src_a), b = load (src_b);
  const __m256i minus_plus = _mm256_set1_epi16 (0x01ff), bytes = _mm256_set1_epi16 (0x00ff);
  __m256i low = _mm256_maddubs_epi16 (_mm256_unpacklo_epi8 (a, b), minus_plus);
  __m256i high = _mm256_maddubs_epi16 (_mm256_unpackhi_epi8 (a, b), minus_plus);

  low = _mm256_and_si256 (_mm256_mulhrs_epi16 (low, w), bytes);
  high = _mm256_and_si256 (_mm256_mulhrs_epi16 (high, w), bytes);
  store (dst, _mm256_add_epi8 (a, _mm256_packus_epi16 (low, high)));
}

static void
vlerp_u8 (uint8_t *dst, const uint8_t *a, const uint8_t *b, int weight, int len)
{
  const __m256i w = _mm256_set1_epi16 ((int16_t) weight);

  for (int i = 0; i < len; i = next_step (i, len))
    vlerp_step (dst + i, a + i, b + i, w);
}

/* 32 sums: lane L of a holds samples 16 L to 16 L + 3, of b the next four, and so on. Four names
 * and no array, because gcc keeps arrays of vectors in memory when there is a loop around them. */
typedef struct {
  __m256i a, b, c, d;
} Sums;

STEP_INLINE void
store_sums (uint8_t *dst, Sums s, int shift)
{
  const __m128i count = _mm_cvtsi32_si128 (shift);
  const __m256i a = _mm256_sra_epi32 (s.a, count), b = _mm256_sra_epi32 (s.b, count);
  const __m256i c = _mm256_sra_epi32 (s.c, count), d = _mm256_sra_epi32 (s.d, count);

  store (dst, _mm256_packus_epi16 (_mm256_packs_epi32 (a, b), _mm256_packs_epi32 (c, d)));
}

STEP_INLINE __m256i
add_products (__m256i sum, __m256i samples, __m256i weights)
{
  return _mm256_add_epi32 (sum, _mm256_madd_epi16 (samples, weights));
}

/* Rows two at a time, as 16 bit lanes. */
STEP_INLINE Sums
add_pair (Sums s, const uint8_t *src_a, const uint8_t *src_b, int wa, int wb)
{
  const __m256i w = _mm256_set1_epi32 ((int) ((uint32_t) wb << 16 | (uint16_t) wa));
  const __m256i a = load (src_a), b = load (src_b), zero = _mm256_setzero_si256 ();
  const __m256i low = _mm256_unpacklo_epi8 (a, b), high = _mm256_unpackhi_epi8 (a, b);

  s.a = add_products (s.a, _mm256_unpacklo_epi8 (low, zero), w);
  s.b = add_products (s.b, _mm256_unpackhi_epi8 (low, zero), w);
  s.c = add_products (s.c, _mm256_unpacklo_epi8 (high, zero), w);
  s.d = add_products (s.d, _mm256_unpackhi_epi8 (high, zero), w);
  return s;
}

STEP_INLINE void
vscale_step (
    uint8_t *dst, const uint8_t *const *src, int i, const int16_t *weights, int n_taps, int shift)
{
  const __m256i half = _mm256_set1_epi32 (1 << (shift - 1));
  Sums s = { half, half, half, half };
  int k = 0;

  for (; k <= n_taps - 2; k += 2)
    s = add_pair (s, src[k] + i, src[k + 1] + i, weights[k], weights[k + 1]);
  if (k < n_taps)
    s = add_pair (s, src[k] + i, src[k] + i, weights[k], 0);
  store_sums (dst + i, s, shift);
}

STEP_INLINE void
vscale (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  if (len < STEP)
    below.vscale[RSZ_SUM_MANY](dst, src, weights, n_taps, shift, len);
  else
    for (int i = 0; i < len; i = next_step (i, len))
      vscale_step (dst, src, i, weights, n_taps, shift);
}

static void
vscale4_u8_avx2 (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  (void) n_taps;
  vscale (dst, src, weights, 4, shift, len);
}

static void
vscalen_u8_avx2 (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  vscale (dst, src, weights, n_taps, shift, len);
}

static void
vscale2_u8_avx2 (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  const int one = 1 << shift;
  const bool add_up = weights[0] + weights[1] == one && weights[0] >= 0 && weights[1] >= 0;

  (void) n_taps;
  /* a weight of one does not fit the lerp; all of b is none of a */
  if (!add_up || shift > 15 || len < STEP)
    vscale (dst, src, weights, 2, shift, len);
  else if (weights[1] < one)
    vlerp_u8 (dst, src[0], src[1], weights[1] << (15 - shift), len);
  else
    vlerp_u8 (dst, src[1], src[1], 0, len);
}

void
rsz_rows_fill_avx2_v (RszRows *rows)
{
  below = *rows;
  rows->vscale[RSZ_SUM_DOUBLING] = vdouble_u8_avx2;
  rows->vscale[RSZ_SUM_PAIR] = vscale2_u8_avx2;
  rows->vscale[RSZ_SUM_QUAD] = vscale4_u8_avx2;
  rows->vscale[RSZ_SUM_MANY] = vscalen_u8_avx2;
}
