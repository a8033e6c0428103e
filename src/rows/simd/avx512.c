/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "avx512.h"

#include "compiled.h"

/* rows_c*.c as this level's flags compile them. */
void rsz_rows_fill_c_avx512 (RszRows *rows);

void
rsz_rows_fill_avx512 (RszRows *rows)
{
  RszRows compiled;

  rsz_rows_fill_c_avx512 (&compiled);
  take_compiled (rows, &compiled);
  rows->level = "avx512";
  rsz_rows_fill_avx512_area (rows);
  rsz_rows_fill_avx512_deep (rows);
  rsz_rows_fill_avx512_float (rows);
  rsz_rows_fill_avx512_h (rows);
  rsz_rows_fill_avx512_v (rows);
}
