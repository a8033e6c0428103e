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

STEP_INLINE void
vdouble (uint8_t *dst, const RszVtaps *taps, int len, bool stream)
{
  const int near = taps->weights[1] > taps->weights[0];
  const Doubling doubling = { taps->src[near], taps->src[!near] };

  if (VECTOR > 16 && stream)
    stream_doubling (dst, doubling.near, doubling.far, len);
  else
    write_row (dst, len, stream, make_doubling, &doubling);
}

static __attribute__ ((noinline)) void
stream_lerp (uint8_t *dst, const uint8_t *a, const uint8_t *b, int weight, int len)
{
  const Lerp lerp = { a, b, v_set16 (weight) };

  write_row (dst, len, true, make_lerp, &lerp);
}

STEP_INLINE void
vlerp (uint8_t *dst, const RszVtaps *taps, int len, bool stream)
{
  const int share = taps->weights[1];
  const bool all_b = share == 1 << taps->shift; /* does not fit; all of b is none of a */
  const int weight = all_b ? 0 : share << (15 - taps->shift);
  const Lerp lerp = { taps->src[all_b], taps->src[1], v_set16 (weight) };

  if (VECTOR > 16 && stream)
    stream_lerp (dst, lerp.a, lerp.b, weight, len);
  else
    write_row (dst, len, stream, make_lerp, &lerp);
}

STEP_INLINE void
sum_rows (uint8_t *dst, const RszVtaps *from, int n_taps, int len, bool stream)
{
  Taps taps;

  pair_taps (&taps, (const void *const *) from->src, from->weights, n_taps, from->shift);
  write_row (dst, len, stream, make_sums, &taps);
}

/* As those, for the pairs, and each on its own: together gcc 12 reads rows twice. */
static __attribute__ ((noinline)) void
vquad (uint8_t *dst, const RszVtaps *taps, int len, bool stream)
{
  sum_rows (dst, taps, 4, len, stream);
}

static __attribute__ ((noinline)) void
vmany (uint8_t *dst, const RszVtaps *taps, int len, bool stream)
{
  if (taps->n_taps == 2)
    sum_rows (dst, taps, 2, len, stream);
  else
    sum_rows (dst, taps, taps->n_taps, len, stream);
}

static void
vscale_u8 (uint8_t *dst, const RszVtaps *taps, int len, bool stream)
{
  if (len < VECTOR)
    fallback.vscale (dst, taps, len, stream);
  else if (taps->sum == RSZ_SUM_DOUBLING)
    vdouble (dst, taps, len, stream);
  else if (rsz_rows_only_lerp (taps->weights, taps->n_taps, 1, taps->shift))
    vlerp (dst, taps, len, stream);
  else if (taps->n_taps == 4)
    vquad (dst, taps, len, stream);
  else
    vmany (dst, taps, len, stream);
}

void
LEVEL (rsz_rows_fill_v) (RszRows *rows)
{
  fallback = *rows;
  rows->vscale = vscale_u8;
#if HAS_STREAM
  rows->copy = copy;
  rows->drain = drain;
#endif
}
