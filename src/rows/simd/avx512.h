/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_AVX512_H
#define RSZ_ROWS_AVX512_H

#include "rows/levels.h"

/* For what a step of a row is made of: gcc leaves calls with many callers out of line, at twice
 * the time. */
#define STEP_INLINE static inline __attribute__ ((always_inline))

/* What the files of this level share, and nobody else. Each fills in the rows of its file. */
void rsz_rows_fill_avx512_area (RszRows *rows);
void rsz_rows_fill_avx512_deep (RszRows *rows);
void rsz_rows_fill_avx512_float (RszRows *rows);
void rsz_rows_fill_avx512_h (RszRows *rows);
void rsz_rows_fill_avx512_v (RszRows *rows);

#endif
