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
  static const RszSumf fused[] = { RSZ_SUMF_LERP, RSZ_SUMF_QUAD, RSZ_SUMF_TAIL1, RSZ_SUMF_TAIL2,
    RSZ_SUMF_TAIL3 };

  for (size_t i = 0; i < sizeof fused / sizeof fused[0]; i++) {
    memcpy (rows->hscalef[fused[i]], compiled->hscalef[fused[i]], sizeof rows->hscalef[0]);
    rows->vscalef[fused[i]] = compiled->vscalef[fused[i]];
  }
  rows->hscalef[RSZ_SUMF_MANY][3] = compiled->hscalef[RSZ_SUMF_MANY][3];
  rows->hscalef[RSZ_SUMF_WIDE][3] = compiled->hscalef[RSZ_SUMF_WIDE][3];
  rows->vscalef[RSZ_SUMF_MANY] = compiled->vscalef[RSZ_SUMF_MANY];
  memcpy (rows->widen, compiled->widen, sizeof rows->widen);
  memcpy (rows->narrow, compiled->narrow, sizeof rows->narrow);
  memcpy (rows->average, compiled->average, sizeof rows->average);
  rows->accumulate = compiled->accumulate;
  memcpy (rows->mean, compiled->mean, sizeof rows->mean);
  /* the layouts of whole bytes and of words of 16 bits */
  for (int i = RSZ_LAYOUT_U16_SWAPPED; i <= RSZ_LAYOUT_ODD_EVEN_16_LE; i++) {
    rows->load[i] = compiled->load[i];
    rows->store[i] = compiled->store[i];
  }
}

#endif
