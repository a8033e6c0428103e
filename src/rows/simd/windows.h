/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_WINDOWS_H
#define RSZ_ROWS_WINDOWS_H

#include "rows/rows.h"

/* Tables of the rows that take means. Output samples (pixels times components) are made a
 * block at a time, in 16 bit lanes: each step of a block adds what one byte shuffle brings
 * there out of a row of sums. A few dozen steps do for any ratio, because windows of
 * neighbours lie side by side. */

#define MAX_LANES 2

/* A shuffle reads bytes of a window in each of the vector's lanes. */
typedef struct {
  int32_t offset[MAX_LANES]; /* of the windows, from the block's base, bytes */
  uint64_t mask;             /* the bytes that are given; the others are to be zero */
} Step;

/* The index of each byte in its window, ABSENT for zero. One vector per step. */
#define ABSENT 0x80

typedef struct {
  int32_t base;    /* byte of the row of sums */
  int32_t n_steps; /* >= 1 */
  int32_t step;    /* the first; blocks share them */
} WindowBlock;

typedef struct {
  const WindowBlock *blocks;
  const Step *steps;
  const uint8_t *indices; /* [steps][vector], at multiples of 64 bytes, if a vector is */
  /* Widths of windows and their reciprocals, [blocks][samples]: those of a block's samples 0,
   * 2, 4 ..., then those of 1, 3, 5 .... */
  const float *columns, *reciprocals;
} PackedWindows;

/* RszWpack for vectors of so many bytes whose lanes have windows of `window` bytes. NULL also
 * for rows shorter than a window and where there would be too many steps. */
PackedWindows *rsz_rows_pack_windows (
    const RszWindows *windows, int vector, int window, size_t *size);

/* Windows of at most so many samples, rows times columns, need not be divided as the contract
 * says. Where N is their number and samples are at most M, N (M + 1) <= 2^22, a mean s / N <= M
 * that is no tie is 1 / 2N or more from the nearest one, and a tie k + 1/2 is a float32. The
 * contract's two roundings change a mean by less than (M + 1) (2^-24 + 2^-25) < 1 / 2N, and a tie
 * not at all, because s / rows is exact then. So any quotient that gives ties exactly and the rest
 * within that does. One is q = s y, q + (s - q N) y,  y about 1 / N with the bracket and the last
 * sum fused: y is off by at most 2^-22 of itself, the bracket is exact, being a multiple of q's
 * last bit that takes fewer than 24 of them, so what is rounded is s / N but for 2^-42 of it. */
static inline bool
mean_is_quick (int n, int max)
{
  return (int64_t) n * (max + 1) <= 1 << 22;
}

/* What makes means of sums where they are multiplied. Half up is half to even of a quarter of a
 * quarter more. */
typedef struct {
  float factor, bias;
} Scale;

static inline Scale
scale_of (const RszWindows *windows, int rows)
{
  const int n = rows * windows->n_max;

  return (Scale){ 1.0f / (float) n, windows->half_up && rows == 2 && n == 4 ? 0.0625f : 0.0f };
}

#endif
