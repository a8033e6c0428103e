/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

/* Outputs of a whole ratio, or of two or four halves of one, fall between their samples in the same
 * few ways. A sine takes longer than to look for its result: lanczos is planned in half the
 * time. */

const void *
rsz_taps_find_phase (const RszPhases *phases, double at, int n)
{
  for (int p = 0; p < RSZ_MAX_PHASES && p < phases->n; p++)
    if (phases->seen[p].at == at && phases->seen[p].n == n)
      return phases->seen[p].weights;
  return NULL;
}

void
rsz_taps_keep_phase (RszPhases *phases, double at, int n, const void *weights)
{
  const int p = phases->n++ % RSZ_MAX_PHASES;

  phases->seen[p].at = at;
  phases->seen[p].n = n;
  phases->seen[p].weights = weights;
}
