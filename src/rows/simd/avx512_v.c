/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "avx512.h"

#include <immintrin.h>
#include <string.h>

/* The vertical sums of 8 bit samples, 64 at a time. */

#define STEP 64
#define ALL (~0ull)

/* Samples of a step: ALL, or what is left of a row after its last whole step. */
typedef __mmask64 Mask;

STEP_INLINE Mask
first_of (int len)
{
  return _bzhi_u64 (ALL, (unsigned) len);
}

/* How whole steps are written. */
typedef enum { CACHED, STREAMED } Way;

/* Samples before the first whole step: streamed ones start at a multiple of their size. */
STEP_INLINE int
head_of (const uint8_t *dst, int len, Way way)
{
  const int head = way == STREAMED ? (int) (-(uintptr_t) dst % STEP) : 0;

  return head < len ? head : len;
}

/* Samples that are not in the mask are not touched. The whole step is worth its own instruction: a masked
 * store takes several times as long. */
STEP_INLINE __m512i
load (const uint8_t *src, Mask mask)
{
  return mask == ALL ? _mm512_loadu_si512 (src) : _mm512_maskz_loadu_epi8 (mask, src);
}

STEP_INLINE void
store (uint8_t *dst, __m512i samples, Mask mask, Way way)
{
  if (mask != ALL)
    _mm512_mask_storeu_epi8 (dst, mask, samples);
  else if (way == STREAMED)
    _mm512_stream_si512 ((__m512i *) dst, samples);
  else
    _mm512_storeu_si512 (dst, samples);
}

STEP_INLINE void
copy (uint8_t *dst, const uint8_t *src, int len, Way way)
{
  int i = head_of (dst, len, way);

  if (i)
    store (dst, load (src, first_of (i)), first_of (i), way);
  for (; i <= len - STEP; i += STEP)
    store (dst + i, load (src + i, ALL), ALL, way);
  if (i < len)
    store (dst + i, load (src + i, first_of (len - i)), first_of (len - i), way);
}

/* (3 near + far + 2) >> 2 is the mean, rounded up, of near and of their mean rounded down. Half the
 * instructions of a lerp. */
STEP_INLINE void
vdouble_step (uint8_t *dst, const uint8_t *near, const uint8_t *far, Mask mask, Way way)
{
  const __m512i a = load (near, mask), b = load (far, mask);
  const __m512i odd = _mm512_and_si512 (_mm512_xor_si512 (a, b), _mm512_set1_epi8 (1));

  store (dst, _mm512_avg_epu8 (a, _mm512_sub_epi8 (_mm512_avg_epu8 (a, b), odd)), mask, way);
}

STEP_INLINE void
vdouble (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int len, Way way)
{
  const uint8_t *near = src[weights[1] > weights[0]], *far = src[weights[1] <= weights[0]];
  int i = head_of (dst, len, way);

  if (i)
    vdouble_step (dst, near, far, first_of (i), way);
  for (; i <= len - STEP; i += STEP)
    vdouble_step (dst + i, near + i, far + i, ALL, way);
  if (i < len)
    vdouble_step (dst + i, near + i, far + i, first_of (len - i), way);
}

/* Two weights that add up to 2^shift, shift <= 15. With d = b - a and w = wb << (15 - shift)
 *   (a wa + b wb + 2^(shift - 1)) >> shift = a + ((d w + 2^14) >> 15) = a + mulhrs (d, w),
 * which lies between a and b: 16 bit lanes and nothing to clamp. Half the time of a sum of products. */
STEP_INLINE void
vlerp_step (uint8_t *dst, const uint8_t *src_a, const uint8_t *src_b, __m512i w, Mask mask, Way way)
{
  const __m512i a = load (src_a, mask), b = load (src_b, mask);
  const __m512i minus_plus = _mm512_set1_epi16 (0x01ff), bytes = _mm512_set1_epi16 (0x00ff);
  __m512i low = _mm512_maddubs_epi16 (_mm512_unpacklo_epi8 (a, b), minus_plus);
  __m512i high = _mm512_maddubs_epi16 (_mm512_unpackhi_epi8 (a, b), minus_plus);

  low = _mm512_and_si512 (_mm512_mulhrs_epi16 (low, w), bytes);
  high = _mm512_and_si512 (_mm512_mulhrs_epi16 (high, w), bytes);
  store (dst, _mm512_add_epi8 (a, _mm512_packus_epi16 (low, high)), mask, way);
}

STEP_INLINE void
vlerp (uint8_t *dst, const uint8_t *a, const uint8_t *b, int weight, int len, Way way)
{
  const __m512i w = _mm512_set1_epi16 ((int16_t) weight);
  int i = head_of (dst, len, way);

  if (i)
    vlerp_step (dst, a, b, w, first_of (i), way);
  for (; i <= len - STEP; i += STEP)
    vlerp_step (dst + i, a + i, b + i, w, ALL, way);
  if (i < len)
    vlerp_step (dst + i, a + i, b + i, w, first_of (len - i), way);
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
store_sums (uint8_t *dst, Sums s, int shift, Mask mask, Way way)
{
  const __m128i count = _mm_cvtsi32_si128 (shift);
  const __m512i a = _mm512_sra_epi32 (s.a, count), b = _mm512_sra_epi32 (s.b, count);
  const __m512i c = _mm512_sra_epi32 (s.c, count), d = _mm512_sra_epi32 (s.d, count);

  store (
      dst, _mm512_packus_epi16 (_mm512_packs_epi32 (a, b), _mm512_packs_epi32 (c, d)), mask, way);
}

/* The rows of an output two by two, and their weights as vectors want them. Read out of the caller's memory they would be read
 * again after every store of bytes, which may change whatever is in memory. */
#define MAX_PAIRS 32

typedef struct {
  int n, n_taps; /* pairs here, at most MAX_PAIRS, and taps of those */
  const uint8_t *a[MAX_PAIRS], *b[MAX_PAIRS];
  int32_t weights[MAX_PAIRS];
} Pairs;

STEP_INLINE int32_t
both_weights (int a, int b)
{
  return (int32_t) ((uint32_t) b << 16 | (uint16_t) a);
}

STEP_INLINE Pairs
pairs_of (const uint8_t *const *src, const int16_t *weights, int n_taps)
{
  Pairs pairs;

  pairs.n_taps = n_taps < 2 * MAX_PAIRS ? n_taps : 2 * MAX_PAIRS;
  pairs.n = (pairs.n_taps + 1) / 2;
  for (int k = 0; k < pairs.n; k++) {
    const bool whole = 2 * k + 1 < n_taps;

    pairs.a[k] = src[2 * k];
    pairs.b[k] = src[2 * k + whole];
    pairs.weights[k] = both_weights (weights[2 * k], whole ? weights[2 * k + 1] : 0);
  }
  return pairs;
}

/* Rows two at a time, as 16 bit lanes. Rows four at a time as bytes, with the weights' bytes apart, need
 * fewer instructions but no less time below 8 taps; at 12 they gain 10 %. */
STEP_INLINE Sums
add_pair (Sums s, const uint8_t *src_a, const uint8_t *src_b, int32_t weights, Mask mask)
{
  const __m512i w = _mm512_set1_epi32 (weights);
  const __m512i a = load (src_a, mask), b = load (src_b, mask), zero = _mm512_setzero_si512 ();
  const __m512i low = _mm512_unpacklo_epi8 (a, b), high = _mm512_unpackhi_epi8 (a, b);

  s.a = _mm512_dpwssd_epi32 (s.a, _mm512_unpacklo_epi8 (low, zero), w);
  s.b = _mm512_dpwssd_epi32 (s.b, _mm512_unpackhi_epi8 (low, zero), w);
  s.c = _mm512_dpwssd_epi32 (s.c, _mm512_unpacklo_epi8 (high, zero), w);
  s.d = _mm512_dpwssd_epi32 (s.d, _mm512_unpackhi_epi8 (high, zero), w);
  return s;
}

/* Taps that are more than fit into the pairs are read where they are. */
STEP_INLINE void
vscale_step (uint8_t *dst, const Pairs *pairs, const uint8_t *const *src, int i,
    const int16_t *weights, int n_taps, int shift, Mask mask, Way way)
{
  Sums s = sums_of (1 << (shift - 1));

  for (int k = 0; k < pairs->n; k++)
    s = add_pair (s, pairs->a[k] + i, pairs->b[k] + i, pairs->weights[k], mask);
  for (int k = pairs->n_taps; k < n_taps; k++)
    s = add_pair (s, src[k] + i, src[k] + i, both_weights (weights[k], 0), mask);
  store_sums (dst + i, s, shift, mask, way);
}

STEP_INLINE void
vscale (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, Way way)
{
  const Pairs pairs = pairs_of (src, weights, n_taps);
  int i = head_of (dst, len, way);

  if (i)
    vscale_step (dst, &pairs, src, 0, weights, n_taps, shift, first_of (i), way);
  for (; i <= len - STEP; i += STEP)
    vscale_step (dst, &pairs, src, i, weights, n_taps, shift, ALL, way);
  if (i < len)
    vscale_step (dst, &pairs, src, i, weights, n_taps, shift, first_of (len - i), way);
}

STEP_INLINE void
vscale2 (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int shift, int len, Way way)
{
  const int one = 1 << shift;
  const bool add_up = weights[0] + weights[1] == one && weights[0] >= 0 && weights[1] >= 0;

  /* a weight of one does not fit the lerp; all of b is none of a */
  if (add_up && shift <= 15 && weights[1] < one)
    vlerp (dst, src[0], src[1], weights[1] << (15 - shift), len, way);
  else if (add_up && shift <= 15)
    vlerp (dst, src[1], src[1], 0, len, way);
  else
    vscale (dst, src, weights, 2, shift, len, way);
}

static void
drain_avx512 (void)
{
  _mm_sfence ();
}

/* The rows, both ways. */

static void
vdouble_u8_avx512 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  (void) n_taps, (void) shift;
  if (stream)
    vdouble (dst, src, weights, len, STREAMED);
  else
    vdouble (dst, src, weights, len, CACHED);
}

static void
vscale2_u8_avx512 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  (void) n_taps;
  if (stream)
    vscale2 (dst, src, weights, shift, len, STREAMED);
  else
    vscale2 (dst, src, weights, shift, len, CACHED);
}

static void
vscale4_u8_avx512 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  (void) n_taps;
  if (stream)
    vscale (dst, src, weights, 4, shift, len, STREAMED);
  else
    vscale (dst, src, weights, 4, shift, len, CACHED);
}

static void
vscalen_u8_avx512 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  if (stream)
    vscale (dst, src, weights, n_taps, shift, len, STREAMED);
  else
    vscale (dst, src, weights, n_taps, shift, len, CACHED);
}

static void
copy_avx512 (void *dst, const void *src, size_t size, bool stream)
{
  if (stream)
    copy (dst, src, (int) size, STREAMED);
  else
    memcpy (dst, src, size);
}

void
rsz_rows_fill_avx512_v (RszRows *rows)
{
  rows->vscale[RSZ_SUM_DOUBLING] = vdouble_u8_avx512;
  rows->vscale[RSZ_SUM_PAIR] = vscale2_u8_avx512;
  rows->vscale[RSZ_SUM_QUAD] = vscale4_u8_avx512;
  rows->vscale[RSZ_SUM_MANY] = vscalen_u8_avx512;
  rows->copy = copy_avx512;
  rows->drain = drain_avx512;
}
