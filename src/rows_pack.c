/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_pack.h"

#include <stdlib.h>
#include <string.h>

/* Tables are long and often periodic: the blocks of an enlargement to twice the size are all alike,
 * those of 2:3 or 3:1 are a handful. A block looks for its table among this many before it. */
#define N_RECENT 16

/* A table under construction. */
typedef struct {
  const UnitKind *kind;
  const RszHtaps *taps;
  int size; /* of a source row, bytes */
  Form form;
  int n_units, n_samples;
  int n_windows; /* the most that any unit needs */
  int group;
} Plan;

#define MAX_VECTOR 64

/* Sample of the source row, and byte where those are the same, that tap k of output sample s reads; samples beyond the row's end repeat the
 * last one. */
static int
sample_of (const Plan *plan, int s, int k)
{
  const int c = plan->taps->components, last = plan->taps->len * c - 1;
  const int at = s < last ? s : last;

  return (plan->taps->first[at / c] + k) * c + at % c;
}

static int
weight_of (const Plan *plan, int s, int k)
{
  const int c = plan->taps->components, last = plan->taps->len * c - 1;
  const int at = s < last ? s : last;

  return k < plan->taps->n_taps ? plan->taps->weights[(size_t) (at / c) * plan->taps->n_taps + k]
                                : 0;
}

/* What the units of the forms read and weigh: bytes of the source row, -1 for zero. */

/* Lane of tap k of the unit's two, output sample j of the block. */
static int
lane_of (const Plan *plan, int j, int k)
{
  return plan->kind->planar ? k * plan->n_samples + j : 2 * j + k;
}

static void
read_lerp (const Plan *plan, int from, int32_t *bytes, int16_t *weights)
{
  const int shift = 15 - plan->taps->shift;

  for (int j = 0; j < plan->n_samples; j++) {
    const int weight = weight_of (plan, from + j, 1) << shift;
    const bool one = weight == 1 << 15; /* is too large: all of b is none of a */

    bytes[lane_of (plan, j, 0)] = sample_of (plan, from + j, one);
    bytes[lane_of (plan, j, 1)] = sample_of (plan, from + j, 1);
    weights[j] = (int16_t) (one ? 0 : weight);
  }
}

static void
read_pair (const Plan *plan, int from, int k, int32_t *bytes, int16_t *weights)
{
  const int next = k + 1 < plan->taps->n_taps ? k + 1 : k;

  for (int j = 0; j < plan->n_samples; j++) {
    const int lane = lane_of (plan, j, 0), next_lane = lane_of (plan, j, 1);

    bytes[2 * lane] = sample_of (plan, from + j, k);
    bytes[2 * lane + 1] = -1;
    bytes[2 * next_lane] = sample_of (plan, from + j, next);
    bytes[2 * next_lane + 1] = -1;
    weights[lane] = (int16_t) weight_of (plan, from + j, k);
    weights[next_lane] = (int16_t) weight_of (plan, from + j, k + 1);
  }
}

static void
read_words (const Plan *plan, int from, int k, int32_t *bytes, int16_t *weights)
{
  const int next = k + 1 < plan->taps->n_taps ? k + 1 : k;

  for (int j = 0; j < plan->n_samples; j++) {
    const int lane = lane_of (plan, j, 0), next_lane = lane_of (plan, j, 1);

    for (int half = 0; half < 2; half++) {
      bytes[2 * lane + half] = 2 * sample_of (plan, from + j, k) + half;
      bytes[2 * next_lane + half] = 2 * sample_of (plan, from + j, next) + half;
    }
    weights[lane] = (int16_t) weight_of (plan, from + j, k);
    weights[next_lane] = (int16_t) weight_of (plan, from + j, k + 1);
  }
}

static void
read_gather (const Plan *plan, int from, int32_t *bytes)
{
  for (int j = 0; j < plan->n_samples; j++)
    bytes[j] = sample_of (plan, from + j, 0);
}

int32_t
rsz_rows_find_window (const int32_t *bytes, int n, int size, int window, uint64_t *left)
{
  int32_t start = size - window;
  uint64_t inside = 0;

  for (int j = 0; j < n; j++)
    if (*left >> j & 1 && bytes[j] < start)
      start = bytes[j];
  for (int j = 0; j < n; j++)
    inside |= (uint64_t) (bytes[j] < start + window) << j;
  *left &= ~inside;
  return start;
}

/* The units of the block that starts at output sample `from`, windows relative to the row. */
static void
read_block (Plan *plan, int from, Unit *units)
{
  int32_t bytes[MAX_VECTOR];
  int16_t weights[MAX_VECTOR / 2] = { 0 };

  memset (units, 0, plan->n_units * sizeof *units);
  for (int u = 0; u < plan->n_units; u++) {
    int n;

    if (plan->form == FORM_LERP)
      read_lerp (plan, from, bytes, weights);
    else if (plan->form == FORM_PAIRS)
      read_pair (plan, from, 2 * u, bytes, weights);
    else if (plan->form == FORM_WORDS)
      read_words (plan, from, 2 * u, bytes, weights);
    else
      read_gather (plan, from, bytes);
    n = plan->kind->place (&units[u], bytes, weights, plan->size);
    plan->n_windows = n > plan->n_windows ? n : plan->n_windows;
  }
}

/* Makes a block's windows relative to the first of them, so that blocks compare equal.
 * Windows that are not used read the same place. */
static int32_t
make_relative (Unit *units, int n_units)
{
  const int32_t base = units[0].offset[0];

  for (int u = 0; u < n_units; u++)
    for (int w = 0; w < MAX_OFFSETS; w++)
      units[u].offset[w] = units[u].offset[w] < 0 ? 0 : units[u].offset[w] - base;
  return base;
}

/* Number of the table that equals the newest, number n: an earlier one or itself. */
static int
find_table (const Unit *units, int n_units, int n)
{
  const Unit *newest = units + (size_t) n * n_units;

  for (int i = n - 1; i >= 0 && i >= n - N_RECENT; i--)
    if (!memcmp (units + (size_t) i * n_units, newest, n_units * sizeof *units))
      return i;
  return n;
}

/* Fills blocks and tables; returns how many tables there are. */
static int
read_blocks (Plan *plan, Block *blocks, int n_blocks, Unit *units)
{
  int n = 0;

  for (int b = 0; b < n_blocks && plan->n_windows <= plan->kind->max_windows; b++) {
    Unit *newest = units + (size_t) n * plan->n_units;
    int table;

    read_block (plan, b * plan->n_samples, newest);
    blocks[b].base = make_relative (newest, plan->n_units);
    table = find_table (units, plan->n_units, n);
    blocks[b].table = table * plan->n_units;
    n += table == n;
  }
  blocks[n_blocks] = (Block){ plan->size, 0 };
  return n;
}

/* Moves the windows of n units to one place. False where they do not fit. */
static bool
share_window (const UnitKind *kind, Unit *units, int n)
{
  int32_t start[MAX_OFFSETS];

  for (int lane = 0; lane < kind->vector / kind->window; lane++) {
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

static bool
share_windows (const Plan *plan, Unit *units, int n_tables, int group)
{
  for (int t = 0; t < n_tables; t++)
    for (int u = 0; u < plan->n_units; u += group) {
      const int left = plan->n_units - u;

      if (!share_window (
              plan->kind, units + (size_t) t * plan->n_units + u, left < group ? left : group))
        return false;
    }
  return true;
}

/* Looks for the largest group that shares a window in every table: rows are not to ask. */
static void
find_group (Plan *plan, Unit *units, int n_tables)
{
  const size_t size = (size_t) n_tables * plan->n_units * sizeof *units;
  const bool several = plan->form == FORM_PAIRS || plan->form == FORM_WORDS;
  Unit *trial = several && plan->n_windows == 1 ? malloc (size) : NULL;

  plan->group = 1;
  for (int group = plan->n_units; trial && plan->group == 1; group = (group + 1) / 2) {
    memcpy (trial, units, size);
    if (group == 1 || share_windows (plan, trial, n_tables, group)) {
      memcpy (units, trial, size);
      plan->group = group;
    }
    if (group == 1)
      break;
  }
  free (trial);
  if (trial && plan->group == plan->n_units)
    plan->n_windows = SHARED;
}

static size_t
align (size_t size)
{
  return (size + 63) / 64 * 64;
}

static Packed *
assemble (const Plan *plan, const Block *blocks, int n_blocks, const Unit *units, int n_tables,
    size_t *size)
{
  const size_t at_blocks = align (sizeof (Packed));
  const size_t at_units = at_blocks + align ((n_blocks + 1) * sizeof *blocks);
  const size_t units_size = (size_t) n_tables * plan->n_units * sizeof *units;
  uint8_t *memory = aligned_alloc (64, at_units + units_size);
  Packed *packed = (Packed *) memory;

  if (!memory)
    return NULL;
  *packed = (Packed){
    .form = plan->form,
    .n_units = plan->n_units,
    .n_windows = plan->n_windows,
    .group = plan->group,
    .blocks = (Block *) (memory + at_blocks),
    .units = (Unit *) (memory + at_units),
  };
  memcpy (memory + at_blocks, blocks, (n_blocks + 1) * sizeof *blocks);
  memcpy (memory + at_units, units, units_size);
  *size = at_units + units_size;
  return packed;
}

static Packed *
pack (const UnitKind *kind, const RszHtaps *taps, Form form, size_t *size)
{
  const int c = taps->components;
  Plan plan = {
    .kind = kind,
    .taps = taps,
    .size = taps->in * c * (form == FORM_WORDS ? 2 : 1),
    .form = form,
    .n_units = form == FORM_PAIRS || form == FORM_WORDS ? (taps->n_taps + 1) / 2 : 1,
    .n_samples = form_samples (form, kind->vector),
  };
  const int n_blocks = (taps->len * c + plan.n_samples - 1) / plan.n_samples;
  Block *blocks = malloc ((n_blocks + 1) * sizeof *blocks);
  Unit *units = malloc ((size_t) n_blocks * plan.n_units * sizeof *units);
  Packed *packed = NULL;

  if (plan.size >= kind->window && blocks && units) {
    const int n_tables = read_blocks (&plan, blocks, n_blocks, units);

    find_group (&plan, units, n_tables);
    if (plan.n_windows <= kind->max_windows)
      packed = assemble (&plan, blocks, n_blocks, units, n_tables, size);
  }
  free (blocks);
  free (units);
  return packed;
}

static bool
all_lerp (const RszHtaps *taps)
{
  if (taps->n_taps != 2 || taps->shift > 15)
    return false;
  for (int i = 0; i < taps->len; i++) {
    const int16_t *w = &taps->weights[2 * i];

    if (w[0] < 0 || w[1] < 0 || w[0] + w[1] != 1 << taps->shift)
      return false;
  }
  return true;
}

Packed *
rsz_rows_pack_sums (const UnitKind *kind, const RszHtaps *taps, size_t *size)
{
  return pack (kind, taps, all_lerp (taps) ? FORM_LERP : FORM_PAIRS, size);
}

Packed *
rsz_rows_pack_words (const UnitKind *kind, const RszHtaps *taps, size_t *size)
{
  return pack (kind, taps, FORM_WORDS, size);
}

Packed *
rsz_rows_pack_gather (const UnitKind *kind, const RszHtaps *taps, size_t *size)
{
  return pack (kind, taps, FORM_GATHER, size);
}
