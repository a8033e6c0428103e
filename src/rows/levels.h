/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_LEVELS_H
#define RSZ_ROWS_LEVELS_H

#include "rows.h"

/* The one symbol each level exports, for rsz_levels and nobody else. A fill function overwrites the
 * entries it does better and sets `level`. */

void rsz_rows_fill_c (RszRows *rows);   /* fills every entry */
void rsz_rows_fill_orc (RszRows *rows); /* HAVE_ORC; compiles the programs on its first call */
/* simd/ */
void rsz_rows_fill_sse41 (RszRows *rows);
void rsz_rows_fill_avx2 (RszRows *rows);
void rsz_rows_fill_avx512 (RszRows *rows);
void rsz_rows_fill_neon (RszRows *rows);

#endif
