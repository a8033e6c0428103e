/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

void
rsz_rows_fill_c (RszRows *rows)
{
  *rows = (RszRows){ .level = "c" };
  rsz_rows_fill_c_memory (rows);
  rsz_rows_fill_c_area (rows);
  rsz_rows_fill_c_colour (rows);
  rsz_rows_fill_c_fixed (rows);
  rsz_rows_fill_c_decoders (rows);
  rsz_rows_fill_c_deep (rows);
  rsz_rows_fill_c_float (rows);
  rsz_rows_fill_c_layout (rows);
  rsz_rows_fill_c_libraries (rows);
  rsz_rows_fill_c_opencv_words (rows);
  rsz_rows_fill_c_tensor (rows);
  rsz_rows_fill_c_words (rows);
}
