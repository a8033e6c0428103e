/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

#include "rows-orc.h"

static RszRows fallback;

static void
load_u16_swapped_orc (const RszLayoutInfo *layout, void *const *parts, const void *src, int len)
{
  if (is_aligned (src, 2))
    rsz_orc_swap_u16 (parts[0], src, len);
  else
    fallback.load[RSZ_LAYOUT_U16_SWAPPED](layout, parts, src, len);
}

static void
store_u16_swapped_orc (const RszLayoutInfo *layout, void *dst, const void *const *parts, int len)
{
  if (is_aligned (dst, 2))
    rsz_orc_swap_u16 (dst, parts[0], len);
  else
    fallback.store[RSZ_LAYOUT_U16_SWAPPED](layout, dst, parts, len);
}

void
rsz_rows_fill_orc (RszRows *rows)
{
  static bool compiled;

  if (!compiled)
    rsz_orc_init ();
  compiled = true;

  fallback = *rows;
  rows->level = "orc";
  rows->load[RSZ_LAYOUT_U16_SWAPPED] = load_u16_swapped_orc;
  rows->store[RSZ_LAYOUT_U16_SWAPPED] = store_u16_swapped_orc;
  rsz_rows_fill_orc_fixed (rows);
  rsz_rows_fill_orc_float (rows);
}
