/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "avx512.h"

#include <immintrin.h>

/* The vertical sums of deep samples, 32 at a time. */

#define STEP 32
#define ALL (~0u)

/* Samples of a step: ALL, or what is left of a row after its last whole step. */
typedef __mmask32 Mask;

STEP_INLINE Mask
first_of (int len)
{
  return _bzhi_u32 (ALL, (unsigned) len);
}

/* How whole steps are written. */
typedef enum { CACHED, STREAMED } Way;

/* Samples before the first whole step: streamed ones start at a multiple of their size. */
STEP_INLINE int
head_of (const uint16_t *dst, int len, Way way)
{
  const int head = way == STREAMED ? (int) (-(uintptr_t) dst % (2 * STEP)) / 2 : 0;

  return head < len ? head : len;
}

STEP_INLINE __m512i
load (const int16_t *src, Mask mask)
{
  return mask == ALL ? _mm512_loadu_si512 (src) : _mm512_maskz_loadu_epi16 (mask, src);
}

STEP_INLINE void
store (uint16_t *dst, __m512i words, Mask mask, Way way)
{
  if (mask != ALL)
    _mm512_mask_storeu_epi16 (dst, mask, words);
  else if (way == STREAMED)
    _mm512_stream_si512 ((__m512i *) dst, words);
  else
    _mm512_storeu_si512 (dst, words);
}

/* 32 sums: lane L of a holds samples 8 L to 8 L + 3, of b the next four. */
typedef struct {
  __m512i a, b;
} Sums;

/* Rows two at a time. */
STEP_INLINE Sums
add_pair (Sums s, const int16_t *src_a, const int16_t *src_b, int wa, int wb, Mask mask)
{
  const __m512i w = _mm512_set1_epi32 ((int) ((uint32_t) wb << 16 | (uint16_t) wa));
  const __m512i a = load (src_a, mask), b = load (src_b, mask);

  s.a = _mm512_dpwssd_epi32 (s.a, _mm512_unpacklo_epi16 (a, b), w);
  s.b = _mm512_dpwssd_epi32 (s.b, _mm512_unpackhi_epi16 (a, b), w);
  return s;
}

STEP_INLINE void
vdeep_step (uint16_t *dst, const int16_t *const *src, int i, const int16_t *weights, int n_taps,
    int shift, RszWord word, Mask mask, Way way)
{
  const __m512i half = _mm512_set1_epi32 (1 << (shift - 1));
  const __m128i count = _mm_cvtsi32_si128 (shift), low = _mm_cvtsi32_si128 (word.low);
  Sums s = { half, half };
  __m512i x;
  int k = 0;

  for (; k <= n_taps - 2; k += 2)
    s = add_pair (s, src[k] + i, src[k + 1] + i, weights[k], weights[k + 1], mask);
  if (k < n_taps)
    s = add_pair (s, src[k] + i, src[k] + i, weights[k], 0, mask);
  x = _mm512_packus_epi32 (_mm512_sra_epi32 (s.a, count), _mm512_sra_epi32 (s.b, count));
  x = _mm512_min_epu16 (x, _mm512_set1_epi16 ((int16_t) word.max));
  store (dst + i, _mm512_sll_epi16 (x, low), mask, way);
}

STEP_INLINE void
vdeep (uint16_t *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len, Way way)
{
  int i = head_of (dst, len, way);

  if (i)
    vdeep_step (dst, src, 0, weights, n_taps, shift, word, first_of (i), way);
  for (; i <= len - STEP; i += STEP)
    vdeep_step (dst, src, i, weights, n_taps, shift, word, ALL, way);
  if (i < len)
    vdeep_step (dst, src, i, weights, n_taps, shift, word, first_of (len - i), way);
}

STEP_INLINE void
vdeep_taps (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len, Way way)
{
  if (n_taps == 2)
    vdeep (dst, src, weights, 2, shift, word, len, way);
  else if (n_taps == 4)
    vdeep (dst, src, weights, 4, shift, word, len, way);
  else
    vdeep (dst, src, weights, n_taps, shift, word, len, way);
}

/* Words at odd addresses never reach a multiple of their size. */
static void
vdeep_u16_avx512 (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps,
    int shift, RszWord word, int len, bool stream)
{
  if (stream && (uintptr_t) dst % 2 == 0)
    vdeep_taps (dst, src, weights, n_taps, shift, word, len, STREAMED);
  else
    vdeep_taps (dst, src, weights, n_taps, shift, word, len, CACHED);
}

void
rsz_rows_fill_avx512_deep (RszRows *rows)
{
  rows->vdeep = vdeep_u16_avx512;
}
