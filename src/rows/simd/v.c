/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vertical.h"

#include <string.h>

/* The vertical sums of 8 bit samples. Rows that are shorter than a vector go to the level below. */

static RszRows fallback;

#if HAS_STREAM

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

#endif

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

  return v_mean8 (a, v_floor_mean8 (a, b));
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
  const Vector low = v_mulhrs (v_low_difference (a, b), lerp->weights);
  const Vector high = v_mulhrs (v_high_difference (a, b), lerp->weights);

  return v_add8 (a, v_pack_low_bytes (low, high));
}

STEP_INLINE Vector
make_sums (const void *row, ptrdiff_t at)
{
  const Taps *taps = row;
  const Sums32 half = v_half (taps->shift);
  const Count count = v_count (taps->shift);
  ByteSums s = { half, half, half, half };

  for (int k = 0; k < taps->n; k++) {
    const Pair *pair = &taps->pairs[k];

    s = v_add_rows8 (s, v_load (pair->a + at), v_load (pair->b + at), pair->weights);
  }
  for (int k = 2 * taps->n; k < taps->n_taps; k++)
    s = v_add_row8 (s, v_load ((const uint8_t *) taps->src[k] + at), taps->weights[k]);
  return v_packu16 (v_pack32 (v_round32 (s.a, count), v_round32 (s.b, count)),
      v_pack32 (v_round32 (s.c, count), v_round32 (s.d, count)));
}

/* Streamed rows of vectors that the stack has to be aligned for are functions of their own, or
 * cached ones would align it, too (64 samples with AVX-512: 3.5 ns instead of 3.0). */
static __attribute__ ((noinline)) void
stream_doubling (uint8_t *dst, const uint8_t *near, const uint8_t *far, int len)
{
  const Doubling doubling = { near, far };

  write_row (dst, len, true, make_doubling, &doubling);
}

static void
vdouble_u8 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int len, bool stream)
{
  const int near = weights[1] > weights[0];
  const Doubling doubling = { src[near], src[!near] };

  if (len < VECTOR)
    fallback.vscale[RSZ_SUM_DOUBLING](dst, src, weights, n_taps, shift, len, stream);
  else if (VECTOR > 16 && stream)
    stream_doubling (dst, doubling.near, doubling.far, len);
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

static __attribute__ ((noinline)) void
stream_lerp (uint8_t *dst, const uint8_t *a, const uint8_t *b, int weight, int len)
{
  const Lerp lerp = { a, b, v_set16 (weight) };

  write_row (dst, len, true, make_lerp, &lerp);
}

static __attribute__ ((noinline)) void
vsums2 (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int shift, int len,
    bool stream)
{
  vsums (dst, src, weights, 2, shift, len, stream);
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
    vsums2 (dst, src, weights, shift, len, stream);
  else if (VECTOR > 16 && stream)
    stream_lerp (dst, lerp.a, lerp.b, weight, len);
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
#if HAS_STREAM
  rows->copy = copy;
  rows->drain = drain;
#endif
}
