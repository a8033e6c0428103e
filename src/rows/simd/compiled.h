/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_COMPILED_H
#define RSZ_ROWS_COMPILED_H

#include <string.h>

#include "rows/levels.h"

/* Takes from `compiled`, the plain C rows as a level's flags compile them, what they do better than
 * the levels below: fused multiply-adds, of which SSE2 makes calls, and wide loops over floats (2 to 30 times plain C).
 * Horizontal sums of few components, ORC's wide sums, fills and layouts of bit fields gain nothing. */
static inline void
take_compiled (RszRows *rows, const RszRows *compiled)
{
  memcpy (rows->hscalef, compiled->hscalef, sizeof rows->hscalef);
  for (int sum = 0; sum < RSZ_N_SUMFS; sum++)
    if (sum != RSZ_SUMF_WIDE)
      rows->vscalef[sum] = compiled->vscalef[sum];
  memcpy (rows->widen, compiled->widen, sizeof rows->widen);
  memcpy (rows->narrow, compiled->narrow, sizeof rows->narrow);
  memcpy (rows->average, compiled->average, sizeof rows->average);
  rows->accumulate = compiled->accumulate;
  rows->mean = compiled->mean;
  /* the layouts of whole bytes and of words of 16 bits */
  for (int i = RSZ_LAYOUT_U16_SWAPPED; i <= RSZ_LAYOUT_ODD_EVEN_16_LE; i++) {
    rows->load[i] = compiled->load[i];
    rows->store[i] = compiled->store[i];
  }
}

#endif
