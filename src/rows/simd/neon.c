/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

#include <string.h>

/* Compilers vectorise plain C for this CPU, too: rows in which ORC takes more instructions and nothing
 * here takes less are plain C's again. */
static void
take_plain (RszRows *rows)
{
  RszRows plain;

  rsz_rows_fill_c (&plain);
  rows->copy = plain.copy;
  memcpy (rows->widen, plain.widen, sizeof rows->widen);
}

void
rsz_rows_fill_neon (RszRows *rows)
{
  take_plain (rows);
  rows->level = "neon";
  rsz_rows_fill_neon_h (rows);
  rsz_rows_fill_neon_double (rows);
  rsz_rows_fill_neon_v (rows);
  rsz_rows_fill_neon_area (rows);
  rsz_rows_fill_neon_deep (rows);
  rsz_rows_fill_neon_float (rows);
  rsz_rows_fill_neon_memory (rows);
}
