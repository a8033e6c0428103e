/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pack.h"
#include "vertical.h"

/* The vertical sums of other libraries than torch. Rows that are shorter than a vector go to the
 * level below. */

static RszRows fallback;

/* Weights of 32 bits are multiplied in two halves, as those of the horizontal sums. */

typedef struct {
  const uint8_t *a, *b;
  int32_t high, low; /* of both weights, those of b in the upper half */
} Pair32;

typedef struct {
  int n; /* of pairs */
  Pair32 pairs[MAX_PAIRS];
  int n_taps; /* those behind the pairs are read where they are */
  const uint8_t *const *src;
  const int32_t *weights;
} Taps32;

STEP_INLINE Pair32
pair_of (const uint8_t *src_a, const uint8_t *src_b, int32_t a, int32_t b)
{
  const uint32_t mask = (1 << SPLIT_BITS) - 1;
  const uint32_t high = (uint32_t) (b >> SPLIT_BITS) << 16 | (uint16_t) (a >> SPLIT_BITS);
  const uint32_t low = ((uint32_t) b & mask) << 16 | ((uint32_t) a & mask);

  return (Pair32){ src_a, src_b, (int32_t) high, (int32_t) low };
}

STEP_INLINE void
pair_taps32 (Taps32 *taps, const uint8_t *const *src, const int32_t *weights, int n_taps)
{
  taps->n = n_taps < 2 * MAX_PAIRS ? n_taps / 2 : MAX_PAIRS;
  taps->n_taps = n_taps;
  taps->src = src;
  taps->weights = weights;
  for (int k = 0; k < taps->n; k++)
    taps->pairs[k] = pair_of (src[2 * k], src[2 * k + 1], weights[2 * k], weights[2 * k + 1]);
}

typedef struct {
  ByteSums high, low;
} SplitSums;

STEP_INLINE SplitSums
add_pair (SplitSums s, const Pair32 *pair, ptrdiff_t at)
{
  const Vector a = v_load (pair->a + at), b = v_load (pair->b + at);

  s.high = v_add_rows8 (s.high, a, b, pair->high);
  s.low = v_add_rows8 (s.low, a, b, pair->low);
  return s;
}

STEP_INLINE Vector
join_split (Vector high, Vector low)
{
  return v_sra32 (v_add32 (v_sll32 (high, v_count (SPLIT_BITS)), low), v_count (RSZ_PILLOW_SHIFT));
}

STEP_INLINE Vector
make_sums32 (const void *row, ptrdiff_t at)
{
  const Taps32 *taps = row;
  const Vector zero = v_zero (), half = v_set32 (1 << (RSZ_PILLOW_SHIFT - 1));
  SplitSums s = { { zero, zero, zero, zero }, { half, half, half, half } };

  for (int k = 0; k < taps->n; k++)
    s = add_pair (s, &taps->pairs[k], at);
  for (int k = 2 * taps->n; k < taps->n_taps; k++) {
    const Pair32 one = pair_of (taps->src[k], taps->src[k], taps->weights[k], 0);

    s = add_pair (s, &one, at);
  }
  return v_packu16 (v_pack32 (join_split (s.high.a, s.low.a), join_split (s.high.b, s.low.b)),
      v_pack32 (join_split (s.high.c, s.low.c), join_split (s.high.d, s.low.d)));
}

STEP_INLINE void
vsums32 (uint8_t *dst, const uint8_t *const *src, const int32_t *weights, int n_taps, int len,
    bool stream)
{
  Taps32 taps;

  pair_taps32 (&taps, src, weights, n_taps);
  write_row (dst, len, stream, make_sums32, &taps);
}

static void
vscale32_u8 (uint8_t *dst, const uint8_t *const *src, const int32_t *weights, int n_taps, int len,
    bool stream)
{
  if (len < VECTOR)
    fallback.vscale32 (dst, src, weights, n_taps, len, stream);
  else if (n_taps == 2)
    vsums32 (dst, src, weights, 2, len, stream);
  else if (n_taps == 4)
    vsums32 (dst, src, weights, 4, len, stream);
  else
    vsums32 (dst, src, weights, n_taps, len, stream);
}

typedef struct {
  const int16_t *a, *b;
  Vector wa, wb;
} Linear;

STEP_INLINE Vector
linear_words (const Linear *linear, ptrdiff_t at)
{
  return v_linear (v_load (linear->a + at), v_load (linear->b + at), linear->wa, linear->wb);
}

STEP_INLINE Vector
make_linear (const void *row, ptrdiff_t at)
{
  return v_join_bytes (linear_words (row, at), linear_words (row, at + VECTOR / 2));
}

static void
vlinear_u8 (uint8_t *dst, const int16_t *const *src, const int16_t *weights, int len, bool stream)
{
  const Linear linear = { src[0], src[1], v_set16 (weights[0]), v_set16 (weights[1]) };

  if (len < VECTOR)
    fallback.vlinear (dst, src, weights, len, stream);
  else
    write_row (dst, len, stream, make_linear, &linear);
}

/* OpenCV's exact sums, a vector of bytes out of four of int32. */

typedef struct {
  int n_taps;
  const int32_t *rows[RSZ_MAX_SUMS];
  Vector weights[RSZ_MAX_SUMS];
  Floats shares[RSZ_MAX_SUMS]; /* the same in units of one */
} ExactTaps;

STEP_INLINE ExactTaps
exact_taps (const int32_t *const *src, const int16_t *weights, int n_taps)
{
  ExactTaps taps = { .n_taps = n_taps };

  for (int k = 0; k < n_taps; k++) {
    taps.rows[k] = src[k];
    taps.weights[k] = v_set32 (weights[k]);
    taps.shares[k] = f_set ((float) weights[k] / (1 << 2 * RSZ_OPENCV_SHIFT));
  }
  return taps;
}

STEP_INLINE Vector
exact_sums (const ExactTaps *taps, ptrdiff_t at)
{
  Vector sum = v_set32 (1 << (2 * RSZ_OPENCV_SHIFT - 1));

  for (int k = 0; k < taps->n_taps; k++)
    sum = v_add32 (sum, v_mullo32 (v_load (taps->rows[k] + at), taps->weights[k]));
  return v_sra32 (sum, v_count (2 * RSZ_OPENCV_SHIFT));
}

STEP_INLINE Vector
make_exact (const void *row, ptrdiff_t at)
{
  return v_join_sums (exact_sums (row, at), exact_sums (row, at + VECTOR / 4),
      exact_sums (row, at + VECTOR / 2), exact_sums (row, at + 3 * VECTOR / 4));
}

STEP_INLINE Vector
chained_sums (const ExactTaps *taps, ptrdiff_t at)
{
  const int last = taps->n_taps - 1;
  Floats sum = f_mul (f_from_ints (v_load (taps->rows[last] + at)), taps->shares[last]);

  for (int k = last - 1; k >= 0; k--)
    sum = f_add (f_mul (f_from_ints (v_load (taps->rows[k] + at)), taps->shares[k]), sum);
  return f_to_ints (sum);
}

STEP_INLINE Vector
make_chained (const void *row, ptrdiff_t at)
{
  return v_join_sums (chained_sums (row, at), chained_sums (row, at + VECTOR / 4),
      chained_sums (row, at + VECTOR / 2), chained_sums (row, at + 3 * VECTOR / 4));
}

STEP_INLINE void
vsums (uint8_t *dst, const int32_t *const *src, const int16_t *weights, int len, bool stream,
    Make make, int n_taps)
{
  const ExactTaps taps = exact_taps (src, weights, n_taps);

  write_row (dst, len, stream, make, &taps);
}

STEP_INLINE void
vsums_by_taps (uint8_t *dst, const int32_t *const *src, const int16_t *weights, int n_taps, int len,
    bool stream, Make make)
{
  if (n_taps == 4)
    vsums (dst, src, weights, len, stream, make, 4);
  else if (n_taps == 2)
    vsums (dst, src, weights, len, stream, make, 2);
  else if (n_taps == 1)
    vsums (dst, src, weights, len, stream, make, 1);
  else
    vsums (dst, src, weights, len, stream, make, RSZ_MAX_SUMS);
}

static void
vexact_u8 (uint8_t *dst, const int32_t *const *src, const int16_t *weights, int n_taps, int len,
    bool stream)
{
  if (len < VECTOR)
    fallback.vexact (dst, src, weights, n_taps, len, stream);
  else
    vsums_by_taps (dst, src, weights, n_taps, len, stream, make_exact);
}

static void
vchain_u8 (uint8_t *dst, const int32_t *const *src, const int16_t *weights, int n_taps, int len,
    bool stream)
{
  if (len < VECTOR)
    fallback.vchain (dst, src, weights, n_taps, len, stream);
  else
    vsums_by_taps (dst, src, weights, n_taps, len, stream, make_chained);
}

void
LEVEL (rsz_rows_fill_libraries) (RszRows *rows)
{
  fallback = *rows;
  rows->vscale32 = vscale32_u8;
  rows->vlinear = vlinear_u8;
  rows->vexact = vexact_u8;
  rows->vchain = vchain_u8;
}
