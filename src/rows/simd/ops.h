/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_OPS_H
#define RSZ_ROWS_OPS_H

#include "rows/levels.h"

/* The levels share their rows: area.c, deep.c, float.c, h.c, v.c and level.c are compiled once
 * for each of them, with its flags and its operations on vectors. LEVEL () makes names that are
 * the level's own.
 *
 * The lists of operations look alike on purpose: nearly every one is the level's name of the same
 * instruction. ops_avx2.h and ops_x86.inc say what they do. */

#if defined(__aarch64__)
#include "ops_neon.h"
#elif defined(__AVX512VBMI__)
#include "ops_avx512.h"
#elif defined(__AVX2__)
#include "ops_avx2.h"
#else
#include "ops_sse41.h"
#endif
#if !defined(__aarch64__)
#include "ops_x86.inc"
#endif

#if !HAS_BYTE_PERMUTE
#include <string.h>

/* Bytes from .. to - 1 of x to where those of a whole vector at dst would be; nothing else is
 * touched. */
STEP_INLINE void
v_store_part (uint8_t *dst, Vector x, int from, int to)
{
  uint8_t block[VECTOR];

  v_store (block, x);
  memcpy (dst + from, block + from, to - from);
}
#endif

/* Each fills in the rows of its file. */
void LEVEL (rsz_rows_fill_area) (RszRows *rows);  /* sums of rows and means of windows */
void LEVEL (rsz_rows_fill_bytes) (RszRows *rows); /* horizontal float sums of samples as they lie */
void LEVEL (rsz_rows_fill_colour) (RszRows *rows);    /* Y'CbCr to R'G'B' in float32 */
void LEVEL (rsz_rows_fill_deep) (RszRows *rows);      /* vertical sums of deep samples */
void LEVEL (rsz_rows_fill_float) (RszRows *rows);     /* horizontal float sums */
void LEVEL (rsz_rows_fill_h) (RszRows *rows);         /* horizontal sums, gathers, enlarging */
void LEVEL (rsz_rows_fill_halve) (RszRows *rows);     /* means of two rows and two columns */
void LEVEL (rsz_rows_fill_lanes) (RszRows *rows);     /* horizontal float sums, rows side by side */
void LEVEL (rsz_rows_fill_libraries) (RszRows *rows); /* vertical sums of Pillow and OpenCV */
void LEVEL (rsz_rows_fill_round) (RszRows *rows);     /* vertical float sums as samples */
void LEVEL (rsz_rows_fill_v) (RszRows *rows);         /* vertical sums of samples of 8 bits */

#endif
