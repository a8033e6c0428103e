/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_lanes.h"

/* rows_c*.c as this level's flags compile them. */
void rsz_rows_fill_c_sse41 (RszRows *rows);

/* Byte shuffles put layouts of words together in 0.7 of the time. What else plain C does gains nothing from this
 * level's instructions, and ORC's narrowing takes half the time of what compilers make of it. */
static void
take_compiled (RszRows *rows)
{
  RszRows compiled;

  rsz_rows_fill_c_sse41 (&compiled);
  for (int i = RSZ_LAYOUT_U16_SWAPPED + 1; i <= RSZ_LAYOUT_ODD_EVEN_16_LE; i++) {
    rows->load[i] = compiled.load[i];
    rows->store[i] = compiled.store[i];
  }
}

void
rsz_rows_fill_sse41 (RszRows *rows)
{
  take_compiled (rows);
  rows->level = "sse41";
  rsz_rows_fill_sse41_area (rows);
  rsz_rows_fill_sse41_deep (rows);
  rsz_rows_fill_sse41_h (rows);
  rsz_rows_fill_sse41_v (rows);
}
