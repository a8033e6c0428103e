/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "compiled.h"
#include "lanes.h"

/* rows_c*.c as this level's flags compile them. */
void rsz_rows_fill_c_avx2 (RszRows *rows);

void
rsz_rows_fill_avx2 (RszRows *rows)
{
  RszRows compiled;

  rsz_rows_fill_c_avx2 (&compiled);
  take_compiled (rows, &compiled);
  rows->level = "avx2";
  rsz_rows_fill_avx2_area (rows);
  rsz_rows_fill_avx2_deep (rows);
  rsz_rows_fill_avx2_float (rows);
  rsz_rows_fill_avx2_h (rows);
  rsz_rows_fill_avx2_v (rows);
}
