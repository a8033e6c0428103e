/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_avx2.h"

#include <immintrin.h>

/* The vertical sums of deep samples, 16 at a time; the first and the last 16 of a row that is no multiple
 * of them overlap their neighbours. Shorter rows go to the plain C rows. */

#define STEP 16

static RszRows below;

/* How a row is written: what is streamed starts at a multiple of its size. */
typedef enum { CACHED, STREAMED } Way;

/* Samples before the first step that may be streamed. */
STEP_INLINE int
head_of (const uint16_t *dst, Way way)
{
  return way == STREAMED ? (int) (-(uintptr_t) dst % (2 * STEP)) / 2 : 0;
}

STEP_INLINE __m256i
load (const int16_t *src)
{
  return _mm256_loadu_si256 ((const __m256i *) src);
}

STEP_INLINE void
store (uint16_t *dst, __m256i words, Way way)
{
  if (way == STREAMED)
    _mm256_stream_si256 ((__m256i *) dst, words);
  else
    _mm256_storeu_si256 ((__m256i *) dst, words);
}

/* 16 sums: lane L of a holds samples 8 L to 8 L + 3, of b the next four. */
typedef struct {
  __m256i a, b;
} Sums;

STEP_INLINE __m256i
add_products (__m256i sum, __m256i samples, __m256i weights)
{
  return _mm256_add_epi32 (sum, _mm256_madd_epi16 (samples, weights));
}

/* Rows two at a time. */
STEP_INLINE Sums
add_pair (Sums s, const int16_t *src_a, const int16_t *src_b, int wa, int wb)
{
  const __m256i w = _mm256_set1_epi32 ((int) ((uint32_t) wb << 16 | (uint16_t) wa));
  const __m256i a = load (src_a), b = load (src_b);

  s.a = add_products (s.a, _mm256_unpacklo_epi16 (a, b), w);
  s.b = add_products (s.b, _mm256_unpackhi_epi16 (a, b), w);
  return s;
}

STEP_INLINE void
vdeep_step (uint16_t *dst, const int16_t *const *src, int i, const int16_t *weights, int n_taps,
    int shift, RszWord word, Way way)
{
  const __m256i half = _mm256_set1_epi32 (1 << (shift - 1));
  const __m128i count = _mm_cvtsi32_si128 (shift), low = _mm_cvtsi32_si128 (word.low);
  Sums s = { half, half };
  __m256i x;
  int k = 0;

  for (; k <= n_taps - 2; k += 2)
    s = add_pair (s, src[k] + i, src[k + 1] + i, weights[k], weights[k + 1]);
  if (k < n_taps)
    s = add_pair (s, src[k] + i, src[k] + i, weights[k], 0);
  x = _mm256_packus_epi32 (_mm256_sra_epi32 (s.a, count), _mm256_sra_epi32 (s.b, count));
  x = _mm256_min_epu16 (x, _mm256_set1_epi16 ((int16_t) word.max));
  store (dst + i, _mm256_sll_epi16 (x, low), way);
}

STEP_INLINE void
vdeep (uint16_t *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len, Way way)
{
  int i = head_of (dst, way);

  if (i)
    vdeep_step (dst, src, 0, weights, n_taps, shift, word, CACHED);
  for (; i <= len - STEP; i += STEP)
    vdeep_step (dst, src, i, weights, n_taps, shift, word, way);
  if (i < len)
    vdeep_step (dst, src, len - STEP, weights, n_taps, shift, word, CACHED);
}

STEP_INLINE void
vdeep_taps (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len, Way way)
{
  if (len < STEP + head_of (dst, way))
    below.vdeep (dst, src, weights, n_taps, shift, word, len);
  else if (n_taps == 2)
    vdeep (dst, src, weights, 2, shift, word, len, way);
  else if (n_taps == 4)
    vdeep (dst, src, weights, 4, shift, word, len, way);
  else
    vdeep (dst, src, weights, n_taps, shift, word, len, way);
}

static void
vdeep_u16_avx2 (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len)
{
  vdeep_taps (dst, src, weights, n_taps, shift, word, len, CACHED);
}

/* Words at odd addresses never reach a multiple of their size. */
static void
vdeep_u16_streamed_avx2 (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps,
    int shift, RszWord word, int len)
{
  if ((uintptr_t) dst % 2)
    vdeep_taps (dst, src, weights, n_taps, shift, word, len, CACHED);
  else
    vdeep_taps (dst, src, weights, n_taps, shift, word, len, STREAMED);
}

void
rsz_rows_fill_avx2_deep (RszRows *rows)
{
  below = *rows;
  rows->vdeep = vdeep_u16_avx2;
  rows->vdeep_stream = vdeep_u16_streamed_avx2;
}
