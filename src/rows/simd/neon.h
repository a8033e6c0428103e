/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_NEON_H
#define RSZ_ROWS_NEON_H

#include "inline.h"
#include "rows/levels.h"

/* The rows that NEON alone has. Each file says what it spares. */
void rsz_rows_fill_neon_double (RszRows *rows); /* after the other horizontal rows */
void rsz_rows_fill_neon_float (RszRows *rows);
void rsz_rows_fill_neon_memory (RszRows *rows);

#endif
