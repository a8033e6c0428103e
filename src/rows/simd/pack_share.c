/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pack_plan.h"

#include <stdlib.h>
#include <string.h>

/* What tables have in common: equal ones are made and kept once, and units that read the same
 * window load it once. */

int
rsz_rows_pack_equal (const Unit *units, int n_units, int n)
{
  const Unit *newest = units + (size_t) n * n_units;

  for (int i = n - 1; i >= 0 && i >= n - N_RECENT; i--)
    if (!memcmp (units + (size_t) i * n_units, newest, n_units * sizeof *units))
      return i;
  return n;
}

/* True where block b reads and weighs what an earlier block does, all of it so many pixels
 * further on. */
static bool
repeats (const Plan *plan, int b, int earlier)
{
  const RszHtaps *taps = plan->taps;
  const int c = taps->components, n = plan->n_samples, n_taps = taps->n_taps;
  const int p = b * n / c, q = earlier * n / c, pixels = (b * n + n - 1) / c - p + 1;

  if (b * n % c != earlier * n % c || (b + 1) * n > taps->len * c)
    return false;
  for (int i = 1; i < pixels; i++)
    if (taps->first[p + i] - taps->first[p] != taps->first[q + i] - taps->first[q])
      return false;
  if (taps->weights32)
    return !memcmp (taps->weights32 + (size_t) p * n_taps, taps->weights32 + (size_t) q * n_taps,
        (size_t) pixels * n_taps * sizeof *taps->weights32);
  return !taps->weights
         || !memcmp (taps->weights + (size_t) p * n_taps, taps->weights + (size_t) q * n_taps,
             (size_t) pixels * n_taps * sizeof *taps->weights);
}

/* True where windows that start at `base` and end inside the row would not have been moved. */
static bool
fits (const Plan *plan, const Unit *units, int32_t base)
{
  bool inside = true;

  for (int u = 0; u < plan->n_units; u++)
    for (int w = 0; w < MAX_OFFSETS; w++)
      inside = inside && base + units[u].offset[w] + plan->kind->window <= plan->size;
  return inside;
}

int
rsz_rows_pack_known (const Plan *plan, int b, const int *made, int n, const Block *blocks,
    const Unit *units, int32_t *base)
{
  const RszHtaps *taps = plan->taps;
  const int pixel = plan->pixel, c = taps->components;

  for (int t = n - 1; t >= 0 && t >= n - N_RECENT; t--) {
    const int earlier = made[t % N_RECENT];

    if (!repeats (plan, b, earlier))
      continue;
    *base =
        blocks[earlier].base
        + pixel
              * (taps->first[b * plan->n_samples / c] - taps->first[earlier * plan->n_samples / c]);
    return fits (plan, units + (size_t) t * plan->n_units, *base) ? t : -1;
  }
  return -1;
}

/* Moves the windows of n units to one place. False where they do not fit. */
static bool
share_window (const UnitKind *kind, Unit *units, int n)
{
  const int n_lanes = kind->window < kind->vector ? kind->vector / kind->window : 1;
  int32_t start[MAX_OFFSETS];

  for (int lane = 0; lane < n_lanes; lane++) {
    start[lane] = units[0].offset[lane];
    for (int u = 1; u < n; u++)
      if (units[u].offset[lane] < start[lane])
        start[lane] = units[u].offset[lane];
  }
  for (int u = 0; u < n; u++)
    if (!kind->move (&units[u], start))
      return false;
  return true;
}

/* Moves the windows of a table's units to one place in each group. False where some do not fit. */
static bool
share_windows (const Plan *plan, Unit *table, int group)
{
  for (int u = 0; u < plan->n_units; u += group) {
    const int left = plan->n_units - u;

    if (!share_window (plan->kind, table + u, left < group ? left : group))
      return false;
  }
  return true;
}

/* Tries that on copies. */
static bool
can_share (const Plan *plan, const Unit *units, int n_tables, int group, Unit *copy)
{
  for (int t = 0; t < n_tables; t++) {
    memcpy (copy, units + (size_t) t * plan->n_units, plan->n_units * sizeof *copy);
    if (!share_windows (plan, copy, group))
      return false;
  }
  return true;
}

void
rsz_rows_pack_group (Plan *plan, Unit *units, int n_tables)
{
  const int least = form_units (plan->form);
  Unit *copy =
      form_sums (plan->form) && plan->n_windows == 1 ? malloc (plan->n_units * sizeof *copy) : NULL;
  int group = plan->n_units;

  plan->group = least;
  if (!copy)
    return;
  while (group > least && !can_share (plan, units, n_tables, group, copy))
    group = (group / least + 1) / 2 * least;
  for (int t = 0; group > least && t < n_tables; t++)
    share_windows (plan, units + (size_t) t * plan->n_units, group);
  free (copy);
  plan->group = group;
  if (group == plan->n_units)
    plan->n_windows = SHARED;
}
