/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

#include "ops.h"

/* NEON: the rows that all levels share, and its own. Plain C has no other flags to be compiled
 * with. */
void
rsz_rows_fill_neon (RszRows *rows)
{
  rows->level = LEVEL_NAME;
  rsz_rows_fill_area_neon (rows);
  rsz_rows_fill_deep_neon (rows);
  rsz_rows_fill_h_neon (rows);
  rsz_rows_fill_halve_neon (rows);
  rsz_rows_fill_v_neon (rows);
  rsz_rows_fill_neon_double (rows);
  rsz_rows_fill_neon_float (rows);
  rsz_rows_fill_neon_memory (rows);
}
