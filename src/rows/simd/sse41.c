/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lanes.h"

/* Plain C's layouts of words as this level's flags compile them: byte shuffles put them together in 0.7 of the time. What
 * else plain C does gains nothing, and ORC's narrowing takes half the time of what compilers make of it. */
void rsz_rows_fill_c_words_sse41 (RszRows *rows);

/* ORC swaps bytes in half the time. */
static void
take_compiled (RszRows *rows)
{
  RszRows compiled = *rows;

  rsz_rows_fill_c_words_sse41 (&compiled);
  for (int i = RSZ_LAYOUT_U16_SWAPPED + 1; i <= RSZ_LAYOUT_ODD_EVEN_16_LE; i++) {
    rows->load[i] = compiled.load[i];
    rows->store[i] = compiled.store[i];
  }
}

void
rsz_rows_fill_sse41 (RszRows *rows)
{
  rows->level = "sse41";
  take_compiled (rows);
  rsz_rows_fill_sse41_area (rows);
  rsz_rows_fill_sse41_deep (rows);
  rsz_rows_fill_sse41_h (rows);
  rsz_rows_fill_sse41_v (rows);
}
