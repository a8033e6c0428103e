/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_FLOATS_H
#define RSZ_ROWS_FLOATS_H

#include "rows/rows.h"

/* Tables of the horizontal float sums. Output samples (pixels times components) are made a
 * block at a time, as many as a vector has lanes. Tap k of all of a block lies k pixels behind
 * tap 0, so one vector of indices serves all taps: only the place they count from moves.
 * Weights are those of pixels, as many as there are lanes, and serve the `components` blocks
 * of these. */

typedef struct {
  int span;      /* floats that tap 0 of any block spans */
  int n_windows; /* consecutive vectors of source that hold a tap of any block: 1, 2, 4 or 8 */
  const int32_t *bases;   /* [blocks + 1]: float of the source row that indices count from at tap
                             0; behind the last one the same again */
  const int32_t *indices; /* [blocks][lanes], >= 0 */
  const float *weights;   /* [blocks / components][n_taps][lanes] */
  int first_exact; /* from these weights on pairs of integers stand for those of tap 0: bytes */
  const int32_t *pixels; /* [components][lanes]: a lane's pixel among those that share weights */
} PackedFloats;

/* RszHpackf for vectors of so many lanes that can be looked up in at most max_windows at a
 * time. NULL also for WIDE, and where that does not do: gathering takes up to three times as
 * long as plain C. */
PackedFloats *rsz_rows_pack_floats (
    const RszHtapsf *taps, int lanes, int max_windows, size_t *size);

/* Weights of two taps are often multiples of 2^-15: positions behind pixel 256 have no more bits.
 * Products and sums of bytes are then exact, in whatever order, and so are those of int16. Puts
 * -2^15 times both weights, the second in the upper half, in the place of those of tap 0, for all
 * groups of pixels from the first on behind which every group is such, a multiple of four; and
 * indices of the second tap in the upper halves of all. */
#define PAIR_SHIFT 15

void rsz_rows_pack_float_pairs (PackedFloats *packed, const RszHtapsf *taps, int lanes);

#endif
