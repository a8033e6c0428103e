/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_levels.h"

#include "rows-orc.h"

static void
vdouble_u8_orc (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  const int near = weights[1] > weights[0];

  (void)n_taps, (void)shift;
  rsz_orc_vdouble_u8 (dst, src[near], src[!near], len);
}

void
rsz_rows_fill_orc (RszRows *rows)
{
  static bool compiled;

  if (!compiled)
    rsz_orc_init ();
  compiled = true;

  rows->level = "orc";
  rows->vscale[RSZ_SUM_DOUBLING] = vdouble_u8_orc;
}
