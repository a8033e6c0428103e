/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_LANES_H
#define RSZ_ROWS_LANES_H

#include "rows/levels.h"

/* The levels whose vectors are made of lanes of 16 bytes share their rows. rows_lanes_*.c are compiled once for each,
 * with its flags and its operations, and LEVEL () gives what they export its name. */
#ifdef __AVX2__
#include "ops_avx2.h"
#else
#include "ops_sse41.h"
#endif

/* Each fills in the rows of its file: means; deep vertical sums; horizontal sums, gathers and enlarging in
 * registers; vertical sums. */
void LEVEL (area) (RszRows *rows);
void LEVEL (deep) (RszRows *rows);
void LEVEL (h) (RszRows *rows);
void LEVEL (v) (RszRows *rows);

/* Horizontal float sums. AVX2 alone has them: they are fused, and a register is looked up by floats. */
void rsz_rows_fill_avx2_float (RszRows *rows);

#endif
