/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_avx512.h"

#include <immintrin.h>

/* The vertical sums of 8 bit samples, 64 at a time. */

#define STEP 64
#define ALL (~0ull)

/* Samples of a step: ALL, or what is left of a row after its last whole step. */
typedef __mmask64 Mask;

STEP_INLINE Mask
rest_of (int len)
{
  return _bzhi_u64 (ALL, (unsigned) len % STEP);
}

/* Samples that are not in the mask are not touched. The whole step is worth its own instruction: a masked store
 * takes several times as long. */
STEP_INLINE __m512i
load (const uint8_t *src, Mask mask)
{
  return mask == ALL ? _mm512_loadu_si512 (src) : _mm512_maskz_loadu_epi8 (mask, src);
}

STEP_INLINE void
store (uint8_t *dst, __m512i samples, Mask mask)
{
  if (mask == ALL)
    _mm512_storeu_si512 (dst, samples);
  else
    _mm512_mask_storeu_epi8 (dst, mask, samples);
}

/* (3 near + far + 2) >> 2 is the mean, rounded up, of near and of their mean rounded down. Half the
 * instructions of a lerp. */
STEP_INLINE void
vdouble_step (uint8_t *dst, const uint8_t *near, const uint8_t *far, Mask mask)
{
  const __m512i a = load (near, mask), b = load (far, mask);
  const __m512i odd = _mm512_and_si512 (_mm512_xor_si512 (a, b), _mm512_set1_epi8 (1));

  store (dst, _mm512_avg_epu8 (a, _mm512_sub_epi8 (_mm512_avg_epu8 (a, b), odd)), mask);
}

static void
vdouble_u8_avx512 (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  const uint8_t *near = src[weights[1] > weights[0]], *far = src[weights[1] <= weights[0]];
  int i = 0;

  (void) n_taps, (void) shift;
  for (; i <= len - STEP; i += STEP)
    vdouble_step (dst + i, near + i, far + i, ALL);
  if (i < len)
    vdouble_step (dst + i, near + i, far + i, rest_of (len));
}

/* Two weights that add up to 2^shift, shift <= 15. With d = b - a and w = wb << (15 - shift)
 *   (a wa + b wb + 2^(shift - 1)) >> shift = a + ((d w + 2^14) >> 15) = a + mulhrs (d, w),
 * which lies between a and b: 16 bit lanes and nothing to clamp. Half the time of a sum of products. */
STEP_INLINE void
vlerp_step (uint8_t *dst, const uint8_t *src_a, const uint8_t *src_b, __m512i w, Mask mask)
{
  const __m512i a = load (src_a, mask), b = load (src_b, mask);
  const __m512i minus_plus = _mm512_set1_epi16 (0x01ff), bytes = _mm512_set1_epi16 (0x00ff);
  __m512i low = _mm512_maddubs_epi16 (_mm512_unpacklo_epi8 (a, b), minus_plus);
  __m512i high = _mm512_maddubs_epi16 (_mm512_unpackhi_epi8 (a, b), minus_plus);

  low = _mm512_and_si512 (_mm512_mulhrs_epi16 (low, w), bytes);
  high = _mm512_and_si512 (_mm512_mulhrs_epi16 (high, w), bytes);
  store (dst, _mm512_add_epi8 (a, _mm512_packus_epi16 (low, high)), mask);
}

static void
vlerp_u8 (uint8_t *dst, const uint8_t *a, const uint8_t *b, int weight, int len)
{
  const __m512i w = _mm512_set1_epi16 ((int16_t) weight);
  int i = 0;

  for (; i <= len - STEP; i += STEP)
    vlerp_step (dst + i, a + i, b + i, w, ALL);
  if (i < len)
    vlerp_step (dst + i, a + i, b + i, w, rest_of (len));
}

/* 64 sums: lane L of a holds samples 16 L to 16 L + 3, of b the next four, and so on. Four names
 * and no array, because gcc keeps arrays of vectors in memory when there is a loop around them. */
typedef struct {
  __m512i a, b, c, d;
} Sums;

STEP_INLINE Sums
sums_of (int32_t value)
{
  const __m512i x = _mm512_set1_epi32 (value);

  return (Sums){ x, x, x, x };
}

STEP_INLINE void
store_sums (uint8_t *dst, Sums s, int shift, Mask mask)
{
  const __m128i count = _mm_cvtsi32_si128 (shift);
  const __m512i a = _mm512_sra_epi32 (s.a, count), b = _mm512_sra_epi32 (s.b, count);
  const __m512i c = _mm512_sra_epi32 (s.c, count), d = _mm512_sra_epi32 (s.d, count);

  store (dst, _mm512_packus_epi16 (_mm512_packs_epi32 (a, b), _mm512_packs_epi32 (c, d)), mask);
}

/* Rows two at a time, as 16 bit lanes. Rows four at a time as bytes, with the weights' bytes apart, need
 * fewer instructions but no less time below 8 taps; at 12 they gain 10 %. */
STEP_INLINE Sums
add_pair (Sums s, const uint8_t *src_a, const uint8_t *src_b, int wa, int wb, Mask mask)
{
  const __m512i w = _mm512_set1_epi32 ((int) ((uint32_t) wb << 16 | (uint16_t) wa));
  const __m512i a = load (src_a, mask), b = load (src_b, mask), zero = _mm512_setzero_si512 ();
  const __m512i low = _mm512_unpacklo_epi8 (a, b), high = _mm512_unpackhi_epi8 (a, b);

  s.a = _mm512_dpwssd_epi32 (s.a, _mm512_unpacklo_epi8 (low, zero), w);
  s.b = _mm512_dpwssd_epi32 (s.b, _mm512_unpackhi_epi8 (low, zero), w);
  s.c = _mm512_dpwssd_epi32 (s.c, _mm512_unpacklo_epi8 (high, zero), w);
  s.d = _mm512_dpwssd_epi32 (s.d, _mm512_unpackhi_epi8 (high, zero), w);
  return s;
}

STEP_INLINE Sums
add_pairs (Sums s, const uint8_t *const *src, int i, const int16_t *weights, int n, Mask mask)
{
  int k = 0;

  for (; k <= n - 2; k += 2)
    s = add_pair (s, src[k] + i, src[k + 1] + i, weights[k], weights[k + 1], mask);
  if (k < n)
    s = add_pair (s, src[k] + i, src[k] + i, weights[k], 0, mask);
  return s;
}

STEP_INLINE void
vscale_step (uint8_t *dst, const uint8_t *const *src, int i, const int16_t *weights, int n_taps,
    int shift, Mask mask)
{
  const Sums half = sums_of (1 << (shift - 1));

  store_sums (dst + i, add_pairs (half, src, i, weights, n_taps, mask), shift, mask);
}

STEP_INLINE void
vscale (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  int i = 0;

  for (; i <= len - STEP; i += STEP)
    vscale_step (dst, src, i, weights, n_taps, shift, ALL);
  if (i < len)
    vscale_step (dst, src, i, weights, n_taps, shift, rest_of (len));
}

static void
vscale4_u8_avx512 (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  (void) n_taps;
  vscale (dst, src, weights, 4, shift, len);
}

static void
vscalen_u8_avx512 (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  vscale (dst, src, weights, n_taps, shift, len);
}

static void
vscale2_u8_avx512 (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  const int one = 1 << shift;
  const bool add_up = weights[0] + weights[1] == one && weights[0] >= 0 && weights[1] >= 0;

  (void) n_taps;
  /* a weight of one does not fit the lerp; all of b is none of a */
  if (add_up && shift <= 15 && weights[1] < one)
    vlerp_u8 (dst, src[0], src[1], weights[1] << (15 - shift), len);
  else if (add_up && shift <= 15)
    vlerp_u8 (dst, src[1], src[1], 0, len);
  else
    vscale (dst, src, weights, 2, shift, len);
}

void
rsz_rows_fill_avx512_v (RszRows *rows)
{
  rows->vscale[RSZ_SUM_DOUBLING] = vdouble_u8_avx512;
  rows->vscale[RSZ_SUM_PAIR] = vscale2_u8_avx512;
  rows->vscale[RSZ_SUM_QUAD] = vscale4_u8_avx512;
  rows->vscale[RSZ_SUM_MANY] = vscalen_u8_avx512;
}
