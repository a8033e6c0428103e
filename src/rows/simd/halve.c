/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vertical.h"

/* Means of two rows and two columns. Shorter rows, and what is left of rows of pixels that do not
 * fill a vector, go to the level below. */

static RszRows fallback;

#define N_WINDOWS (VECTOR / WINDOW)
#define FETCHED_AHEAD 4096

/* Bytes of whole pairs of pixels of `size` bytes in a window. */
#define IN_USE(size) (WINDOW / (2 * (size)) * (2 * (size)))

/* Where, in its window, lies each byte of a vector in which the samples of a pair are neighbours:
 * of samples, and of words, of pixels of so many. */
static uint8_t orders[RSZ_N_SAMPLES][RSZ_MAX_COMPONENTS + 1][VECTOR];

typedef struct {
  const uint8_t *a, *b;
  const uint8_t *order;
  RszWord word;
} Halving;

/* A vector of source samples, those of a pair next to each other, out of pixels of `size` bytes, of
 * which a sample has `sample`. The lines that come some steps later are prefetched, beyond the
 * row's end, too, where the next rows often are: RGB from 4K to 1080p takes 0.7 of the time, as the
 * processor's own prefetches stop at pages. */
STEP_INLINE Vector
read_pairs (const uint8_t *src, const uint8_t *order, int size, int sample)
{
  int32_t offset[N_WINDOWS];

  __builtin_prefetch ((const void *) ((uintptr_t) src + FETCHED_AHEAD));
  if (size == sample)
    return v_load (src);
  for (int w = 0; w < N_WINDOWS; w++)
    offset[w] = w * IN_USE (size);
  return v_choose (src, offset, order, ~0ull);
}

/* The mean of each pair, rounded up, in the low byte of a word. */
STEP_INLINE Vector
mean_pairs (Vector x)
{
  return v_mean8 (x, v_srl16 (x, v_count (8)));
}

/* Of bytes, as words. */
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
  return make_means (read_pairs (row->a + from, row->order, components, 1),
      read_pairs (row->b + from, row->order, components, 1), halves);
}

STEP_INLINE Vector
mean_bytes (const void *halving, ptrdiff_t at, int components, RszHalves halves)
{
  return v_join_bytes (mean_words (halving, 2 * at, components, halves),
      mean_words (halving, 2 * at + VECTOR, components, halves));
}

/* Of words, as doublewords. */
STEP_INLINE Vector
mean_deep (const Halving *row, ptrdiff_t from, int size, RszHalves halves)
{
  const Count low = v_count (row->word.low);
  const Vector a = v_srl16 (read_pairs (row->a + from, row->order, size, 2), low);
  const Vector b = v_srl16 (read_pairs (row->b + from, row->order, size, 2), low);
  const Vector sum = v_add32 (v_pair_sums16 (a), v_pair_sums16 (b));
  const Vector one = v_even_words (v_set16 (1));
  const Vector more = halves == RSZ_HALVES_UP ? one : v_and (v_srl32 (sum, v_count (2)), one);

  return v_srl32 (v_add32 (v_add32 (sum, one), more), v_count (2));
}

STEP_INLINE Vector
mean_deep_words (const void *halving, ptrdiff_t at, int size, RszHalves halves)
{
  const Halving *row = halving;
  const Vector means = v_join_word_sums (
      mean_deep (row, 2 * at, size, halves), mean_deep (row, 2 * at + VECTOR, size, halves));

  return v_sll16 (v_minu16 (means, v_set16 (row->word.max)), v_count (row->word.low));
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
    const RszRowPairs rest = { dst + at, a, 0, row->b - row->a, 1, row->word };

    fallback.halve[RSZ_SAMPLE_U8](&rest, 3, (size - at) / 3, halves, false);
  }
}

/* Of len pixels of `pixel` bytes. A cache line starts with a pixel, or nothing is streamed. */
STEP_INLINE void
halve_rows (const RszRowPairs *rows, const uint8_t *order, int pixel, int len, bool stream,
    RszHalves halves, Make make)
{
  for (int r = 0; r < rows->n; r++) {
    const uint8_t *a = rows->src + 2 * r * rows->src_stride;
    const Halving row = { a, a + rows->src_stride, order, rows->word };
    uint8_t *dst = rows->dst + r * rows->dst_stride;

    if (pixel == 3)
      halve_threes (dst, &row, len * 3, halves);
    else
      write_row (dst, len * pixel, stream && (uintptr_t) dst % (unsigned) pixel == 0, make, &row);
  }
}

/* Functions of their own for each way to round. Where a window is whole pairs of pixels, these are
 * made alike, however many bytes they have. */
#define MAKE(name, mean, size, halves)                                                             \
  STEP_INLINE Vector make_##name (const void *row, ptrdiff_t at)                                   \
  {                                                                                                \
    return mean (row, at, size, halves);                                                           \
  }

#define HALVE_BYTES(name, halves)                                                                  \
  MAKE (name, mean_bytes, 1, halves)                                                               \
  MAKE (name##_pixels, mean_bytes, 4, halves)                                                      \
  static void halve_##name (const RszRowPairs *rows, int components, int len, bool stream)         \
  {                                                                                                \
    const uint8_t *order = orders[RSZ_SAMPLE_U8][components];                                      \
                                                                                                   \
    if (components == 3)                                                                           \
      halve_rows (rows, order, 3, len, stream, halves, NULL);                                      \
    else if (components == 1)                                                                      \
      halve_rows (rows, order, 1, len, stream, halves, make_##name);                               \
    else                                                                                           \
      halve_rows (rows, order, components, len, stream, halves, make_##name##_pixels);             \
  }

#define HALVE_WORDS(name, halves)                                                                  \
  MAKE (name, mean_deep_words, 2, halves)                                                          \
  MAKE (name##_pixels, mean_deep_words, 8, halves)                                                 \
  static void halve_##name (const RszRowPairs *rows, int components, int len, bool stream)         \
  {                                                                                                \
    const uint8_t *order = orders[RSZ_SAMPLE_U16][components];                                     \
                                                                                                   \
    if (components == 1)                                                                           \
      halve_rows (rows, order, 2, len, stream, halves, make_##name);                               \
    else                                                                                           \
      halve_rows (rows, order, 2 * components, len, stream, halves, make_##name##_pixels);         \
  }

HALVE_BYTES (up_twice, RSZ_HALVES_UP_TWICE)
HALVE_BYTES (up, RSZ_HALVES_UP)
HALVE_BYTES (to_even, RSZ_HALVES_TO_EVEN)
HALVE_WORDS (words_up, RSZ_HALVES_UP)
HALVE_WORDS (words_to_even, RSZ_HALVES_TO_EVEN)

static void
halve_u8 (const RszRowPairs *rows, int components, int len, RszHalves halves, bool stream)
{
  if (len * components < VECTOR)
    fallback.halve[RSZ_SAMPLE_U8](rows, components, len, halves, stream);
  else if (halves == RSZ_HALVES_UP_TWICE)
    halve_up_twice (rows, components, len, stream);
  else if (halves == RSZ_HALVES_UP)
    halve_up (rows, components, len, stream);
  else
    halve_to_even (rows, components, len, stream);
}

/* No format has pixels of three words. */
static void
halve_u16 (const RszRowPairs *rows, int components, int len, RszHalves halves, bool stream)
{
  if (2 * len * components < VECTOR || components == 3)
    fallback.halve[RSZ_SAMPLE_U16](rows, components, len, halves, stream);
  else if (halves == RSZ_HALVES_UP)
    halve_words_up (rows, components, len, stream);
  else
    halve_words_to_even (rows, components, len, stream);
}

static void
make_order (uint8_t *order, int components, int sample)
{
  for (int i = 0; i < VECTOR; i++) {
    const int at = i % WINDOW / sample, pair = at / 2;
    const int from = pair / components * 2 * components + pair % components + at % 2 * components;

    order[i] = (uint8_t) (from * sample < WINDOW ? from * sample + i % sample : 0);
  }
}

void
LEVEL (rsz_rows_fill_halve) (RszRows *rows)
{
  for (int sample = 0; sample < RSZ_N_SAMPLES; sample++)
    for (int c = 1; c <= RSZ_MAX_COMPONENTS; c++)
      make_order (orders[sample][c], c, sample == RSZ_SAMPLE_U8 ? 1 : 2);
  fallback = *rows;
  rows->halve[RSZ_SAMPLE_U8] = halve_u8;
  rows->halve[RSZ_SAMPLE_U16] = halve_u16;
}
