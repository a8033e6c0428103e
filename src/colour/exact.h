/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_COLOUR_EXACT_H
#define RSZ_COLOUR_EXACT_H

#include "colour.h"

/* The conversion of one pixel, as colour.h defines it. */
typedef struct {
  int32_t luma_offset, kr, kg, kb;
  int64_t luma_range, chroma_range; /* the latter of chroma in the units it comes in */
  double luma, cb[3], cr[3];        /* what one unit of each is in levels of R', G', B' */
} RszExact;

/* Chroma comes as |Cb| and |Cr| times `scale`, without their offset. */
void rsz_exact_init (RszExact *exact, const RszColours *colours, int scale);

/* How far (twice) R' (0), G' (1) or B' (2) is above the middle between level `below` and the next
 * one, times a positive number: exact, where `below` is the next level below it or at most one off.
 */
int64_t rsz_exact_above (
    const RszExact *exact, int channel, int luma, int32_t cb, int32_t cr, int below);

/* Doubles of up to some hundreds, a few times rounded, are nearer than this to the real number. */
#define RSZ_EXACT_NEAR 0x1p-30

/* R', G' or B' of 0 .. 255. Values are above -1024. */
static inline uint8_t
rsz_exact_level (const RszExact *exact, int channel, int luma, int32_t cb, int32_t cr)
{
  const double level =
      (luma - exact->luma_offset) * exact->luma + cb * exact->cb[channel] + cr * exact->cr[channel];
  const int below = (int) (level + 1024.0) - 1024;
  const double off = level - below - 0.5;
  int above = off > 0.0;

  if (off > -RSZ_EXACT_NEAR && off < RSZ_EXACT_NEAR) {
    const int64_t exactly = rsz_exact_above (exact, channel, luma, cb, cr, below);

    above = exactly > 0 || (exactly == 0 && below % 2 != 0);
  }
  return (uint8_t) (below < 0 ? 0 : below >= 255 ? 255 : below + above);
}

#endif
