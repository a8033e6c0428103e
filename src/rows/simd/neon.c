/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

void
rsz_rows_fill_neon (RszRows *rows)
{
  rows->level = "neon";
  rsz_rows_fill_neon_h (rows);
  rsz_rows_fill_neon_double (rows);
  rsz_rows_fill_neon_v (rows);
  rsz_rows_fill_neon_area (rows);
  rsz_rows_fill_neon_deep (rows);
  rsz_rows_fill_neon_float (rows);
  rsz_rows_fill_neon_memory (rows);
}
