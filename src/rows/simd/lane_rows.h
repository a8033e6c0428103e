/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_LANE_ROWS_H
#define RSZ_ROWS_LANE_ROWS_H

/* Rows side by side: each 32 bits of a vector belong to another row, so that the sums of an output
 * pixel are made of vectors that lie one behind the other, whatever the ratio is, and its weights
 * are the same for all lanes. */

#include "ops.h"

#define LANES (VECTOR / 4)

typedef struct {
  Vector a, b, c, d;
} Fours;

/* Four times 32 bits, from byte `at` of each of LANES rows on. */
STEP_INLINE Fours
load_fours (const uint8_t *const *rows, ptrdiff_t at)
{
  const Vector a = v_load_fours (rows, at), b = v_load_fours (rows + 1, at);
  const Vector c = v_load_fours (rows + 2, at), d = v_load_fours (rows + 3, at);
  const Vector ab_low = v_low32 (a, b), ab_high = v_high32 (a, b);
  const Vector cd_low = v_low32 (c, d), cd_high = v_high32 (c, d);

  return (Fours){ v_low64 (ab_low, cd_low), v_high64 (ab_low, cd_low), v_low64 (ab_high, cd_high),
    v_high64 (ab_high, cd_high) };
}

#endif
