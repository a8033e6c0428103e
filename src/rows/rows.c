/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "levels.h"

#include <stdlib.h>
#include <string.h>

#include "cpu.h"

const RszLevel rsz_levels[] = {
  { "c", NULL, rsz_rows_fill_c },
#ifdef HAVE_ORC
  { "orc", NULL, rsz_rows_fill_orc },
#endif
#ifdef HAVE_SSE41
  { "sse41", rsz_cpu_has_sse41, rsz_rows_fill_sse41 },
#endif
#ifdef HAVE_AVX2
  { "avx2", rsz_cpu_has_avx2, rsz_rows_fill_avx2 },
#endif
#ifdef HAVE_AVX512
  { "avx512", rsz_cpu_has_avx512, rsz_rows_fill_avx512 },
#endif
#ifdef HAVE_NEON
  { "neon", NULL, rsz_rows_fill_neon },
#endif
};
const int rsz_n_levels = sizeof rsz_levels / sizeof rsz_levels[0];

void
rsz_rows_fill (RszRows *rows, int highest)
{
  for (int i = 0; i <= highest && i < rsz_n_levels; i++)
    if (!rsz_levels[i].usable || rsz_levels[i].usable ())
      rsz_levels[i].fill (rows);
  rows->last_cache = rsz_cpu_last_cache ();
}

/* An unknown name allows everything: a mask set for another machine must not break this one. */
static int
highest_allowed (const char *name)
{
  for (int i = 0; name && i < rsz_n_levels; i++)
    if (strcmp (rsz_levels[i].name, name) == 0)
      return i;
  return rsz_n_levels - 1;
}

const RszRows *
rsz_rows_get (void)
{
  static RszRows rows;

  if (!rows.level)
    rsz_rows_fill (&rows, highest_allowed (getenv ("ALIGNSCALE_ROWS")));
  return &rows;
}
