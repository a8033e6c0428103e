/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lanes.h"

#include <string.h>

/* The vertical sums of 8 bit samples, a vector at a time; the first and the last vector of a row that is no
 * multiple of them overlap their neighbours. Shorter rows go to the level below. */

#define STEP VECTOR

static RszRows below;

/* How a row is written: what is streamed starts at a multiple of its size. */
typedef enum { CACHED, STREAMED } Way;

/* Samples before the first step that may be streamed. */
STEP_INLINE int
head_of (const uint8_t *dst, Way way)
{
  return way == STREAMED ? (int) (-(uintptr_t) dst % STEP) : 0;
}

STEP_INLINE Vector
load (const uint8_t *src)
{
  return v_load (src);
}

STEP_INLINE void
store (uint8_t *dst, Vector samples, Way way)
{
  if (way == STREAMED)
    v_stream (dst, samples);
  else
    v_store (dst, samples);
}

static void
stream_row (void *dst, const void *src, size_t size)
{
  const int len = (int) size;
  int i = head_of (dst, STREAMED);

  if (len < STEP + i) {
    memcpy (dst, src, size);
    return;
  }
  if (i)
    store (dst, load (src), CACHED);
  for (; i <= len - STEP; i += STEP)
    store ((uint8_t *) dst + i, load ((const uint8_t *) src + i), STREAMED);
  store ((uint8_t *) dst + len - STEP, load ((const uint8_t *) src + len - STEP), CACHED);
}

/* (3 near + far + 2) >> 2 is the mean, rounded up, of near and of their mean rounded down. */
STEP_INLINE void
vdouble_step (uint8_t *dst, const uint8_t *near, const uint8_t *far, Way way)
{
  const Vector a = load (near), b = load (far);
  const Vector odd = v_and (v_xor (a, b), v_set8 (1));

  store (dst, v_mean8 (a, v_sub8 (v_mean8 (a, b), odd)), way);
}

STEP_INLINE void
vdouble (uint8_t *dst, const uint8_t *near, const uint8_t *far, int len, Way way)
{
  int i = head_of (dst, way);

  if (i)
    vdouble_step (dst, near, far, CACHED);
  for (; i <= len - STEP; i += STEP)
    vdouble_step (dst + i, near + i, far + i, way);
  if (i < len)
    vdouble_step (dst + len - STEP, near + len - STEP, far + len - STEP, CACHED);
}

/* Two weights that add up to 2^shift, shift <= 15. With d = b - a and w = wb << (15 - shift)
 *   (a wa + b wb + 2^(shift - 1)) >> shift = a + ((d w + 2^14) >> 15) = a + mulhrs (d, w),
 * which lies between a and b: 16 bit lanes and nothing to clamp. */
STEP_INLINE void
vlerp_step (uint8_t *dst, const uint8_t *src_a, const uint8_t *src_b, Vector w, Way way)
{
  const Vector a = load (src_a), b = load (src_b);
  const Vector minus_plus = v_set16 (0x01ff), bytes = v_set16 (0x00ff);
  Vector low = v_maddubs (v_low8 (a, b), minus_plus);
  Vector high = v_maddubs (v_high8 (a, b), minus_plus);

  low = v_and (v_mulhrs (low, w), bytes);
  high = v_and (v_mulhrs (high, w), bytes);
  store (dst, v_add8 (a, v_packu16 (low, high)), way);
}

STEP_INLINE void
vlerp (uint8_t *dst, const uint8_t *a, const uint8_t *b, int weight, int len, Way way)
{
  const Vector w = v_set16 ((int16_t) weight);
  int i = head_of (dst, way);

  if (i)
    vlerp_step (dst, a, b, w, CACHED);
  for (; i <= len - STEP; i += STEP)
    vlerp_step (dst + i, a + i, b + i, w, way);
  if (i < len)
    vlerp_step (dst + len - STEP, a + len - STEP, b + len - STEP, w, CACHED);
}

/* A vector's sums: lane L of a holds samples 16 L to 16 L + 3, of b the next four, and so on. Four names
 * and no array, because gcc keeps arrays of vectors in memory when there is a loop around them. */
typedef struct {
  Vector a, b, c, d;
} Sums;

STEP_INLINE void
store_sums (uint8_t *dst, Sums s, int shift, Way way)
{
  const Count count = v_count (shift);
  const Vector a = v_sra32 (s.a, count), b = v_sra32 (s.b, count);
  const Vector c = v_sra32 (s.c, count), d = v_sra32 (s.d, count);

  store (dst, v_packu16 (v_pack32 (a, b), v_pack32 (c, d)), way);
}

STEP_INLINE Vector
add_products (Vector sum, Vector samples, Vector weights)
{
  return v_add32 (sum, v_madd (samples, weights));
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

/* Rows two at a time, as 16 bit lanes. */
STEP_INLINE Sums
add_pair (Sums s, const uint8_t *src_a, const uint8_t *src_b, int32_t weights)
{
  const Vector w = v_set32 (weights);
  const Vector a = load (src_a), b = load (src_b), zero = v_zero ();
  const Vector low = v_low8 (a, b), high = v_high8 (a, b);

  s.a = add_products (s.a, v_low8 (low, zero), w);
  s.b = add_products (s.b, v_high8 (low, zero), w);
  s.c = add_products (s.c, v_low8 (high, zero), w);
  s.d = add_products (s.d, v_high8 (high, zero), w);
  return s;
}

/* Taps that are more than fit into the pairs are read where they are. */
STEP_INLINE void
vscale_step (uint8_t *dst, const Pairs *pairs, const uint8_t *const *src, int i,
    const int16_t *weights, int n_taps, int shift, Way way)
{
  const Vector half = v_set32 (1 << (shift - 1));
  Sums s = { half, half, half, half };

  for (int k = 0; k < pairs->n; k++)
    s = add_pair (s, pairs->a[k] + i, pairs->b[k] + i, pairs->weights[k]);
  for (int k = pairs->n_taps; k < n_taps; k++)
    s = add_pair (s, src[k] + i, src[k] + i, both_weights (weights[k], 0));
  store_sums (dst + i, s, shift, way);
}

STEP_INLINE void
vsums (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, Way way)
{
  const Pairs pairs = pairs_of (src, weights, n_taps);
  int i = head_of (dst, way);

  if (i)
    vscale_step (dst, &pairs, src, 0, weights, n_taps, shift, CACHED);
  for (; i <= len - STEP; i += STEP)
    vscale_step (dst, &pairs, src, i, weights, n_taps, shift, way);
  if (i < len)
    vscale_step (dst, &pairs, src, len - STEP, weights, n_taps, shift, CACHED);
}

/* Rows that have no whole step after the head are too short. */
STEP_INLINE bool
is_short (const uint8_t *dst, int len, Way way)
{
  return len < STEP + head_of (dst, way);
}

STEP_INLINE void
vscale (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, Way way)
{
  if (is_short (dst, len, way))
    below.vscale[RSZ_SUM_MANY](dst, src, weights, n_taps, shift, len, false);
  else
    vsums (dst, src, weights, n_taps, shift, len, way);
}

STEP_INLINE void
vdoubling (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, Way way)
{
  const int near = weights[1] > weights[0];

  if (is_short (dst, len, way))
    below.vscale[RSZ_SUM_DOUBLING](dst, src, weights, n_taps, shift, len, false);
  else
    vdouble (dst, src[near], src[!near], len, way);
}

STEP_INLINE void
vlerp_or_sums (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int shift, int len, Way way)
{
  const int one = 1 << shift;
  const bool add_up = weights[0] + weights[1] == one && weights[0] >= 0 && weights[1] >= 0;

  /* a weight of one does not fit the lerp; all of b is none of a */
  if (!add_up || shift > 15 || is_short (dst, len, way))
    vscale (dst, src, weights, 2, shift, len, way);
  else if (weights[1] < one)
    vlerp (dst, src[0], src[1], weights[1] << (15 - shift), len, way);
  else
    vlerp (dst, src[1], src[1], 0, len, way);
}

static void
drain (void)
{
  v_drain ();
}

/* The rows, both ways. */

static void
vdouble_u8 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  if (stream)
    vdoubling (dst, src, weights, n_taps, shift, len, STREAMED);
  else
    vdoubling (dst, src, weights, n_taps, shift, len, CACHED);
}

static void
vscale2_u8 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  (void) n_taps;
  if (stream)
    vlerp_or_sums (dst, src, weights, shift, len, STREAMED);
  else
    vlerp_or_sums (dst, src, weights, shift, len, CACHED);
}

static void
vscale4_u8 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  (void) n_taps;
  if (stream)
    vscale (dst, src, weights, 4, shift, len, STREAMED);
  else
    vscale (dst, src, weights, 4, shift, len, CACHED);
}

static void
vscalen_u8 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  if (stream)
    vscale (dst, src, weights, n_taps, shift, len, STREAMED);
  else
    vscale (dst, src, weights, n_taps, shift, len, CACHED);
}

static void
copy_row (void *dst, const void *src, size_t size, bool stream)
{
  if (stream)
    stream_row (dst, src, size);
  else
    memcpy (dst, src, size);
}

void
LEVEL (v) (RszRows *rows)
{
  below = *rows;
  rows->vscale[RSZ_SUM_DOUBLING] = vdouble_u8;
  rows->vscale[RSZ_SUM_PAIR] = vscale2_u8;
  rows->vscale[RSZ_SUM_QUAD] = vscale4_u8;
  rows->vscale[RSZ_SUM_MANY] = vscalen_u8;
  rows->copy = copy_row;
  rows->drain = drain;
}
