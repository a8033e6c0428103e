/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lanes.h"

/* The vertical sums of deep samples, a vector at a time; the first and the last vector of a row that is no multiple
 * of them overlap their neighbours. Shorter rows go to the level below. */

#define STEP (VECTOR / 2)

static RszRows below;

/* How a row is written: what is streamed starts at a multiple of its size. */
typedef enum { CACHED, STREAMED } Way;

/* Samples before the first step that may be streamed. */
STEP_INLINE int
head_of (const uint16_t *dst, Way way)
{
  return way == STREAMED ? (int) (-(uintptr_t) dst % (2 * STEP)) / 2 : 0;
}

STEP_INLINE Vector
load (const int16_t *src)
{
  return v_load (src);
}

STEP_INLINE void
store (uint16_t *dst, Vector words, Way way)
{
  if (way == STREAMED)
    v_stream (dst, words);
  else
    v_store (dst, words);
}

/* A vector's sums: lane L of a holds samples 8 L to 8 L + 3, of b the next four. */
typedef struct {
  Vector a, b;
} Sums;

STEP_INLINE Vector
add_products (Vector sum, Vector samples, Vector weights)
{
  return v_add32 (sum, v_madd (samples, weights));
}

/* Rows two at a time. */
STEP_INLINE Sums
add_pair (Sums s, const int16_t *src_a, const int16_t *src_b, int wa, int wb)
{
  const Vector w = v_set32 ((int) ((uint32_t) wb << 16 | (uint16_t) wa));
  const Vector a = load (src_a), b = load (src_b);

  s.a = add_products (s.a, v_low16 (a, b), w);
  s.b = add_products (s.b, v_high16 (a, b), w);
  return s;
}

STEP_INLINE void
vdeep_step (uint16_t *dst, const int16_t *const *src, int i, const int16_t *weights, int n_taps,
    int shift, RszWord word, Way way)
{
  const Vector half = v_set32 (1 << (shift - 1));
  const Count count = v_count (shift), low = v_count (word.low);
  Sums s = { half, half };
  Vector x;
  int k = 0;

  for (; k <= n_taps - 2; k += 2)
    s = add_pair (s, src[k] + i, src[k + 1] + i, weights[k], weights[k + 1]);
  if (k < n_taps)
    s = add_pair (s, src[k] + i, src[k] + i, weights[k], 0);
  x = v_packu32 (v_sra32 (s.a, count), v_sra32 (s.b, count));
  x = v_minu16 (x, v_set16 (word.max));
  store (dst + i, v_sll16 (x, low), way);
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
    below.vdeep (dst, src, weights, n_taps, shift, word, len, false);
  else if (n_taps == 2)
    vdeep (dst, src, weights, 2, shift, word, len, way);
  else if (n_taps == 4)
    vdeep (dst, src, weights, 4, shift, word, len, way);
  else
    vdeep (dst, src, weights, n_taps, shift, word, len, way);
}

/* Words at odd addresses never reach a multiple of their size. */
static void
vdeep_u16 (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len, bool stream)
{
  if (stream && (uintptr_t) dst % 2 == 0)
    vdeep_taps (dst, src, weights, n_taps, shift, word, len, STREAMED);
  else
    vdeep_taps (dst, src, weights, n_taps, shift, word, len, CACHED);
}

void
LEVEL (deep) (RszRows *rows)
{
  below = *rows;
  rows->vdeep = vdeep_u16;
}
