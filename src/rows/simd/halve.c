/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vertical.h"

/* Means of two rows and two columns. Shorter rows, and what is left of rows of pixels that do not
 * fill a vector, go to the level below. */

static RszRows fallback;

#define N_WINDOWS (VECTOR / WINDOW)
#define FETCHED_AHEAD 4096

/* Bytes of whole pairs of pixels in a window. */
#define IN_USE(components) (WINDOW / (2 * (components)) * (2 * (components)))

/* Where, in its window, lies each byte of a vector in which the samples of a pair are neighbours.
 */
static uint8_t orders[RSZ_MAX_COMPONENTS + 1][VECTOR];

typedef struct {
  const uint8_t *a, *b;
  const uint8_t *order;
} Halving;

/* A vector of source samples, those of a pair next to each other. The lines that come some steps
 * later are prefetched, beyond the row's end, too, where the next rows often are: RGB from 4K to
 * 1080p takes 0.7 of the time, as the processor's own prefetches stop at pages. */
STEP_INLINE Vector
read_pairs (const uint8_t *src, const uint8_t *order, int components)
{
  int32_t offset[N_WINDOWS];

  __builtin_prefetch ((const void *) ((uintptr_t) src + FETCHED_AHEAD));
  if (components == 1)
    return v_load (src);
  for (int w = 0; w < N_WINDOWS; w++)
    offset[w] = w * IN_USE (components);
  return v_choose (src, offset, order, ~0ull);
}

/* The mean of each pair, rounded up, in the low byte of a word. */
STEP_INLINE Vector
mean_pairs (Vector x)
{
  return v_mean8 (x, v_srl16 (x, v_count (8)));
}

/* As words. */
STEP_INLINE Vector
make_means (Vector a, Vector b, RszHalves halves)
{
  const Vector one = v_set16 (1);
  Vector sum;

  if (halves == RSZ_HALVES_UP_TWICE)
    return v_and (v_mean8 (mean_pairs (a), mean_pairs (b)), v_set16 (0xff));
  sum = v_add16 (v_pair_sums (a), v_pair_sums (b));
  if (halves == RSZ_HALVES_UP)
    return v_srl16 (v_add16 (sum, v_set16 (2)), v_count (2));
  return v_srl16 (
      v_add16 (v_add16 (sum, one), v_and (v_srl16 (sum, v_count (2)), one)), v_count (2));
}

STEP_INLINE Vector
mean_words (const Halving *row, ptrdiff_t from, int components, RszHalves halves)
{
  return make_means (read_pairs (row->a + from, row->order, components),
      read_pairs (row->b + from, row->order, components), halves);
}

STEP_INLINE Vector
mean_bytes (const void *halving, ptrdiff_t at, int components, RszHalves halves)
{
  return v_join_bytes (mean_words (halving, 2 * at, components, halves),
      mean_words (halving, 2 * at + VECTOR, components, halves));
}

/* Pixels of three bytes: what is stored behind those that a vector has is stored over. */
STEP_INLINE void
halve_threes (uint8_t *dst, const Halving *row, int size, RszHalves halves)
{
  const int step = N_WINDOWS * IN_USE (3) / 2;
  int at = 0;

  for (; at <= size - VECTOR / 2; at += step)
    v_store_low_bytes_apart (
        dst + at, mean_words (row, 2 * (ptrdiff_t) at, 3, halves), IN_USE (3) / 2);
  if (at < size) {
    const uint8_t *a = row->a + 2 * (ptrdiff_t) at;
    const RszRowPairs rest = { dst + at, a, 0, row->b - row->a, 1 };

    fallback.halve (&rest, 3, (size - at) / 3, halves, false);
  }
}

STEP_INLINE void
halve_rows (
    const RszRowPairs *rows, int components, int size, bool stream, RszHalves halves, Make make)
{
  for (int r = 0; r < rows->n; r++) {
    const uint8_t *a = rows->src + 2 * r * rows->src_stride;
    const Halving row = { a, a + rows->src_stride, orders[components] };
    uint8_t *dst = rows->dst + r * rows->dst_stride;

    if (components == 3)
      halve_threes (dst, &row, size, halves);
    else
      write_row (dst, size, stream && (uintptr_t) dst % (unsigned) components == 0, make, &row);
  }
}

/* Functions of their own for each way to round; pixels of two bytes are made as those of four: in
 * use is all of a window. */
#define HALVE(name, halves)                                                                        \
  STEP_INLINE Vector make_##name (const void *row, ptrdiff_t at)                                   \
  {                                                                                                \
    return mean_bytes (row, at, 1, halves);                                                        \
  }                                                                                                \
  STEP_INLINE Vector make_pixels_##name (const void *row, ptrdiff_t at)                            \
  {                                                                                                \
    return mean_bytes (row, at, 4, halves);                                                        \
  }                                                                                                \
  static void halve_##name (const RszRowPairs *rows, int components, int size, bool stream)        \
  {                                                                                                \
    if (components == 3)                                                                           \
      halve_rows (rows, 3, size, stream, halves, NULL);                                            \
    else if (components == 1)                                                                      \
      halve_rows (rows, 1, size, stream, halves, make_##name);                                     \
    else                                                                                           \
      halve_rows (rows, components, size, stream, halves, make_pixels_##name);                     \
  }

HALVE (up_twice, RSZ_HALVES_UP_TWICE)
HALVE (up, RSZ_HALVES_UP)
HALVE (to_even, RSZ_HALVES_TO_EVEN)

static void
halve_u8 (const RszRowPairs *rows, int components, int len, RszHalves halves, bool stream)
{
  const int size = len * components;

  if (size < VECTOR)
    fallback.halve (rows, components, len, halves, stream);
  else if (halves == RSZ_HALVES_UP_TWICE)
    halve_up_twice (rows, components, size, stream);
  else if (halves == RSZ_HALVES_UP)
    halve_up (rows, components, size, stream);
  else
    halve_to_even (rows, components, size, stream);
}

void
LEVEL (rsz_rows_fill_halve) (RszRows *rows)
{
  for (int c = 1; c <= RSZ_MAX_COMPONENTS; c++)
    for (int i = 0; i < VECTOR; i++) {
      const int word = i % WINDOW / 2, from = word / c * 2 * c + word % c + i % 2 * c;

      orders[c][i] = (uint8_t) (from < WINDOW ? from : 0);
    }
  fallback = *rows;
  rows->halve = halve_u8;
}
