/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_NEON_H
#define RSZ_ROWS_NEON_H

#include "rows/levels.h"

/* NEON has rows of its own, because what those for x86 are made of (ops.h) is what it lacks, a
 * multiply-add of neighbours, and it has what they do without: products of halves of registers
 * that become whole ones, shifts that round, lookups in several registers, interleaving loads.
 * Written with two products and a pairwise addition for each multiply-add, a vertical sum is
 * 12 instructions for 16 samples of a tap; it is 7 here. What else differs is told in
 * docs/rows.md; the counts of instructions, row by row, are in docs/performance.md. */

/* For what a step of a row is made of: gcc leaves calls with many callers out of line. */
#define STEP_INLINE static inline __attribute__ ((always_inline))

/* What the files of this level share, and nobody else. Each fills in the rows of its file. */
void rsz_rows_fill_neon_h (RszRows *rows);
void rsz_rows_fill_neon_double (RszRows *rows); /* after _h, which doubles as it scales */
void rsz_rows_fill_neon_v (RszRows *rows);
void rsz_rows_fill_neon_area (RszRows *rows);
void rsz_rows_fill_neon_deep (RszRows *rows);
void rsz_rows_fill_neon_float (RszRows *rows);
void rsz_rows_fill_neon_memory (RszRows *rows);

#endif
