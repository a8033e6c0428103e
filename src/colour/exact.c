/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "exact.h"

void
rsz_exact_init (RszExact *exact, const RszColours *colours, int scale)
{
  const double kr = colours->kr / (double) RSZ_COLOUR_UNIT;
  const double kb = colours->kb / (double) RSZ_COLOUR_UNIT;
  const double chroma = 255.0 / ((double) colours->chroma_range * scale);

  *exact = (RszExact){
    .luma_offset = colours->luma_offset,
    .kr = colours->kr,
    .kg = RSZ_COLOUR_UNIT - colours->kr - colours->kb,
    .kb = colours->kb,
    .luma_range = colours->luma_range,
    .chroma_range = (int64_t) colours->chroma_range * scale,
    .luma = 255.0 / colours->luma_range,
    .cr = { chroma * 2.0 * (1.0 - kr), -chroma * 2.0 * (1.0 - kr) * kr / (1.0 - kr - kb), 0.0 },
    .cb = { 0.0, -chroma * 2.0 * (1.0 - kb) * kb / (1.0 - kr - kb), chroma * 2.0 * (1.0 - kb) },
  };
}

/* What overflows on the way is modulo 2^64. */
int64_t
rsz_exact_above (const RszExact *exact, int channel, int luma, int32_t cb, int32_t cr, int below)
{
  const uint64_t kr = exact->kr, kb = exact->kb, unit = RSZ_COLOUR_UNIT;
  const uint64_t y = (uint64_t) ((int64_t) luma - exact->luma_offset);
  const uint64_t u = (uint64_t) (int64_t) cb, v = (uint64_t) (int64_t) cr;
  const uint64_t kg = channel == 1 ? exact->kg : 1;
  const uint64_t black_to_white = exact->luma_range;
  const uint64_t of_luma = (uint64_t) exact->chroma_range * unit * kg;
  uint64_t chroma;

  if (channel == 0)
    chroma = 2 * (unit - kr) * v;
  else if (channel == 1)
    chroma = -2 * ((unit - kb) * kb * u + (unit - kr) * kr * v);
  else
    chroma = 2 * (unit - kb) * u;
  return (int64_t) (2 * 255 * (y * of_luma + chroma * black_to_white)
                    - (uint64_t) (2 * (int64_t) below + 1) * of_luma * black_to_white);
}
