/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_NEON_H
#define RSZ_ROWS_NEON_H

#include "rows/levels.h"

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
