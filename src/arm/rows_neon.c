/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_neon.h"

/* Compilers vectorise plain C for this CPU, too. Where ORC is no faster (it has no copy like the C library's
 * and makes sums of doubles of what is one fused instruction), the plain C rows return. */
static void
take_plain (RszRows *rows)
{
  RszRows plain;

  rsz_rows_fill_c (&plain);
  rows->copy = plain.copy;
}

void
rsz_rows_fill_neon (RszRows *rows)
{
  take_plain (rows);
  rows->level = "neon";
  rsz_rows_fill_neon_h (rows);
  rsz_rows_fill_neon_v (rows);
  rsz_rows_fill_neon_float (rows);
  rsz_rows_fill_neon_memory (rows);
}
