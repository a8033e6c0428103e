/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vertical.h"

#include <string.h>

/* The vertical sums of 8 bit samples. Rows that are shorter than a vector go to the level below. */

static RszRows fallback;

STEP_INLINE Vector
make_copy (const void *row, ptrdiff_t at)
{
  return v_load ((const uint8_t *) row + at);
}

static void
copy (void *dst, const void *src, size_t size, bool stream)
{
  if (stream && size >= VECTOR)
    write_row (dst, (int) size, true, make_copy, src);
  else
    memcpy (dst, src, size);
}

static void
drain (void)
{
  v_drain ();
}

typedef struct {
  const uint8_t *near, *far;
} Doubling;

/* (3 near + far + 2) >> 2 is the mean, rounded up, of near and of their mean rounded down. Half the
 * instructions of a lerp. */
STEP_INLINE Vector
make_doubling (const void *row, ptrdiff_t at)
{
  const Doubling *doubling = row;
  const Vector a = v_load (doubling->near + at), b = v_load (doubling->far + at);
  const Vector odd = v_and (v_xor (a, b), v_set8 (1));

  return v_mean8 (a, v_sub8 (v_mean8 (a, b), odd));
}

typedef struct {
  const uint8_t *a, *b;
  Vector weights;
} Lerp;

/* Two weights that add up to 2^shift, shift <= 15. With d = b - a and w = wb << (15 - shift)
 *   (a wa + b wb + 2^(shift - 1)) >> shift = a + ((d w + 2^14) >> 15) = a + mulhrs (d, w),
 * which lies between a and b: 16 bit lanes and nothing to clamp. Half the time of a sum of
 * products. */
STEP_INLINE Vector
make_lerp (const void *row, ptrdiff_t at)
{
  const Lerp *lerp = row;
  const Vector a = v_load (lerp->a + at), b = v_load (lerp->b + at);
  const Vector minus_plus = v_set16 (0x01ff), bytes = v_set16 (0x00ff);
  const Vector low = v_maddubs (v_low8 (a, b), minus_plus);
  const Vector high = v_maddubs (v_high8 (a, b), minus_plus);

  return v_add8 (a, v_packu16 (v_and (v_mulhrs (low, lerp->weights), bytes),
                        v_and (v_mulhrs (high, lerp->weights), bytes)));
}

/* A vector's sums: lane L of a holds samples 16 L to 16 L + 3, of b the next four, and so on.
 * Four names and no array, because gcc keeps arrays of vectors in memory when there is a loop
 * around them. */
typedef struct {
  Vector a, b, c, d;
} Sums;

/* Rows two at a time, as 16 bit lanes. With AVX-512, rows four at a time as bytes, with the
 * weights' bytes apart, need fewer instructions but no less time below 8 taps; at 12 they gain
 * 10 %. */
STEP_INLINE Sums
add_pair (Sums s, const uint8_t *src_a, const uint8_t *src_b, int32_t weights)
{
  const Vector w = v_set32 (weights), zero = v_zero ();
  const Vector a = v_load (src_a), b = v_load (src_b);
  const Vector low = v_low8 (a, b), high = v_high8 (a, b);

  s.a = v_add_products (s.a, v_low8 (low, zero), w);
  s.b = v_add_products (s.b, v_high8 (low, zero), w);
  s.c = v_add_products (s.c, v_low8 (high, zero), w);
  s.d = v_add_products (s.d, v_high8 (high, zero), w);
  return s;
}

STEP_INLINE Vector
make_sums (const void *row, ptrdiff_t at)
{
  const Taps *taps = row;
  const Vector half = v_set32 (1 << (taps->shift - 1));
  const Count count = v_count (taps->shift);
  Sums s = { half, half, half, half };

  for (int k = 0; k < taps->n; k++)
    s = add_pair (s, taps->a[k] + at, taps->b[k] + at, taps->both[k]);
  for (int k = taps->n_paired; k < taps->n_taps; k++) {
    const uint8_t *src = (const uint8_t *) taps->src[k] + at;

    s = add_pair (s, src, src, both_weights (taps->weights[k], 0));
  }
  return v_packu16 (v_pack32 (v_sra32 (s.a, count), v_sra32 (s.b, count)),
      v_pack32 (v_sra32 (s.c, count), v_sra32 (s.d, count)));
}

static void
vdouble_u8 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  const int near = weights[1] > weights[0];
  const Doubling doubling = { src[near], src[!near] };

  if (len < VECTOR)
    fallback.vscale[RSZ_SUM_DOUBLING](dst, src, weights, n_taps, shift, len, stream);
  else
    write_row (dst, len, stream, make_doubling, &doubling);
}

STEP_INLINE void
vsums (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  Taps taps;

  pair_taps (&taps, (const void *const *) src, weights, n_taps, shift);
  write_row (dst, len, stream, make_sums, &taps);
}

STEP_INLINE void
vscale (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  if (len < VECTOR)
    fallback.vscale[RSZ_SUM_MANY](dst, src, weights, n_taps, shift, len, stream);
  else
    vsums (dst, src, weights, n_taps, shift, len, stream);
}

static void
vscale4_u8 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  (void) n_taps;
  vscale (dst, src, weights, 4, shift, len, stream);
}

static void
vscalen_u8 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  vscale (dst, src, weights, n_taps, shift, len, stream);
}

static void
vscale2_u8 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  const int one = 1 << shift;
  const bool add_up = weights[0] + weights[1] == one && weights[0] >= 0 && weights[1] >= 0;
  const bool lerps = add_up && shift <= 15;
  const bool all_b = weights[1] == one; /* does not fit the lerp; all of b is none of a */
  const int weight = lerps && !all_b ? weights[1] << (15 - shift) : 0;
  const Lerp lerp = { src[all_b], src[1], v_set16 (weight) };

  if (len < VECTOR)
    fallback.vscale[RSZ_SUM_PAIR](dst, src, weights, n_taps, shift, len, stream);
  else if (!lerps)
    vscalen_u8 (dst, src, weights, n_taps, shift, len, stream);
  else
    write_row (dst, len, stream, make_lerp, &lerp);
}

void
LEVEL (rsz_rows_fill_v) (RszRows *rows)
{
  fallback = *rows;
  rows->vscale[RSZ_SUM_DOUBLING] = vdouble_u8;
  rows->vscale[RSZ_SUM_PAIR] = vscale2_u8;
  rows->vscale[RSZ_SUM_QUAD] = vscale4_u8;
  rows->vscale[RSZ_SUM_MANY] = vscalen_u8;
  rows->copy = copy;
  rows->drain = drain;
}
