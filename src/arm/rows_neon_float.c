/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_neon.h"

void
rsz_rows_fill_neon_float (RszRows *rows)
{
  (void) rows;
}
