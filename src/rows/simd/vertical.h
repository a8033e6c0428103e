/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_VERTICAL_H
#define RSZ_ROWS_VERTICAL_H

#include "ops.h"

/* What the vertical sums of samples of 8 bits (v.c) and of deep ones (deep.c) share. */

/* Makes the vector of a row that lies `at` bytes behind its start, all of it inside the row. */
typedef Vector (*Make) (const void *row, ptrdiff_t at);

/* Bytes from .. to - 1 of a row of `size` bytes, through the caches. */
STEP_INLINE void
write_part (uint8_t *dst, int size, int from, int to, Make make, const void *row)
{
  for (int at = from; at < to; at += VECTOR) {
    const int place = at < size - VECTOR ? at : size - VECTOR;
    const int end = at + VECTOR < to ? at + VECTOR : to;

    v_store_part (dst + place, make (row, place), at - place, end - place);
  }
}

/* Past the caches go whole lines alone, and nothing else is written to these: a line that has just
 * been written to memory would be read back, which takes 0.4 to 0.9 us (Zen 4), more than the rest
 * of the row. Rows of nothing but aligned vectors have no ends to be written in another way. */
STEP_INLINE void
stream_row (uint8_t *dst, int size, Make make, const void *row)
{
  int begin = 0;
  const int step = ((uintptr_t) dst | (unsigned) size) % VECTOR ? CACHE_LINE : VECTOR;
  const int head = (int) (-(uintptr_t) dst % step);
  const int end = head + (size - head) / step * step;

  /* or gcc makes the first vector of any row before it asks for `stream` */
  __asm__("" : "+r"(begin));
  write_part (dst, size, begin, head, make, row);
  for (int at = head; at < end; at += VECTOR)
    v_stream (dst + at, make (row, at));
  write_part (dst, size, end, size, make, row);
}

/* Writes a row of at least VECTOR bytes. The last vector overlaps the one before it. */
STEP_INLINE void
write_row (uint8_t *dst, int size, bool stream, Make make, const void *row)
{
  int at = 0;

  if (HAS_STREAM && stream && size >= 2 * CACHE_LINE) {
    stream_row (dst, size, make, row);
    return;
  }
  for (; at <= size - VECTOR; at += VECTOR)
    v_store (dst + at, make (row, at));
  if (at < size)
    v_store (dst + size - VECTOR, make (row, size - VECTOR));
}

/* The rows of an output two by two, and their weights as vectors want them. Read out of the
 * caller's memory they would be read again after every store, which may change whatever is in
 * memory. */
#define MAX_PAIRS 32

typedef struct {
  const uint8_t *a, *b;
  int32_t weights; /* that of b in the upper half */
} Pair;

typedef struct {
  int n; /* of pairs */
  Pair pairs[MAX_PAIRS];
  int n_taps; /* those behind the pairs are read where they are */
  const void *const *src;
  const int16_t *weights;
  int shift;
} Taps;

STEP_INLINE void
pair_taps (Taps *taps, const void *const *src, const int16_t *weights, int n_taps, int shift)
{
  taps->n = n_taps < 2 * MAX_PAIRS ? n_taps / 2 : MAX_PAIRS;
  taps->n_taps = n_taps;
  taps->src = src;
  taps->weights = weights;
  taps->shift = shift;
  for (int k = 0; k < taps->n; k++) {
    taps->pairs[k].a = src[2 * k];
    taps->pairs[k].b = src[2 * k + 1];
    taps->pairs[k].weights =
        (int32_t) ((uint32_t) weights[2 * k + 1] << 16 | (uint16_t) weights[2 * k]);
  }
}

#endif
