/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pack_plan.h"

#include <stdlib.h>
#include <string.h>

#include "platform/memory.h"

#define MAX_VECTOR 64

/* Sample of the source row, and byte where those are the same, that tap k of output sample s
 * reads; samples beyond the row's end repeat the last one. */
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
  const size_t i = (size_t) ((s < last ? s : last) / c) * plan->taps->n_taps + k;

  if (k >= plan->taps->n_taps)
    return 0;
  return plan->form == FORM_SPLIT ? plan->taps->weights32[i] : plan->taps->weights[i];
}

/* The first tap of unit u. */
static int
tap_of (const Plan *plan, int u)
{
  return u / form_units (plan->form) * form_taps (plan->form);
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

/* Unit u is of tap u; the weights are of tap 1, as read_lerp's. */
static void
read_deep (const Plan *plan, int from, int u, int32_t *bytes, int16_t *weights)
{
  const int sum = weight_of (plan, 0, 0) + weight_of (plan, 0, 1);

  for (int j = 0; j < plan->n_samples; j++) {
    const int weight = weight_of (plan, from + j, 1);
    const int sample = sample_of (plan, from + j, u == 1 || weight == sum);

    bytes[2 * j] = 2 * sample;
    bytes[2 * j + 1] = 2 * sample + 1;
    weights[j] = (int16_t) (weight < sum ? weight * ((1 << 15) / sum) : 0);
  }
}

/* Of the nearer sample there is half or more: what the other one weighs fits int16 once it is
 * shifted, and its opposite does where both have half. */
static void
read_linear (const Plan *plan, int from, int32_t *bytes, int16_t *weights)
{
  for (int j = 0; j < plan->n_samples; j++) {
    const int near = weight_of (plan, from + j, 1) > weight_of (plan, from + j, 0);

    bytes[lane_of (plan, j, 0)] = sample_of (plan, from + j, near);
    bytes[lane_of (plan, j, 1)] = sample_of (plan, from + j, !near);
    weights[j] = (int16_t) (-weight_of (plan, from + j, !near) * (1 << 5));
  }
}

/* Weights of a unit's two taps, or half the bits of them. */
static void
read_weights (const Plan *plan, int from, int u, int16_t *weights)
{
  const int k = tap_of (plan, u), shift = plan->form == FORM_SPLIT && u % 2 == 0 ? SPLIT_BITS : 0;
  const int mask = plan->form == FORM_SPLIT && u % 2 ? (1 << SPLIT_BITS) - 1 : -1;

  for (int j = 0; j < plan->n_samples; j++)
    for (int tap = 0; tap < 2; tap++)
      weights[lane_of (plan, j, tap)] =
          (int16_t) (weight_of (plan, from + j, k + tap) >> shift & mask);
}

/* Samples of 8 bits are followed by a zero each. */
static void
read_pair (const Plan *plan, int from, int k, int32_t *bytes)
{
  const int next = k + 1 < plan->taps->n_taps ? k + 1 : k;

  for (int j = 0; j < plan->n_samples; j++)
    for (int tap = 0; tap < 2; tap++) {
      const int sample = sample_of (plan, from + j, tap ? next : k);
      int32_t *two = &bytes[2 * lane_of (plan, j, tap)];

      two[0] = plan->form == FORM_WORDS ? 2 * sample : sample;
      two[1] = plan->form == FORM_WORDS ? 2 * sample + 1 : -1;
    }
}

/* Taps behind the last one weigh nothing. */
static void
read_quad (const Plan *plan, int from, int k, int32_t *bytes)
{
  const int last = plan->taps->n_taps - 1;

  for (int j = 0; j < plan->n_samples; j++)
    for (int tap = 0; tap < 4; tap++)
      bytes[4 * j + tap] = sample_of (plan, from + j, k + tap < last ? k + tap : last);
}

static void
weigh_quad (const Plan *plan, int from, int k, Unit *unit)
{
  int8_t high[MAX_VECTOR], low[MAX_VECTOR];

  for (int i = 0; i < 4 * plan->n_samples; i++) {
    const int weight = weight_of (plan, from + i / 4, k + i % 4);

    low[i] = (int8_t) weight;
    high[i] = (int8_t) ((weight - low[i]) >> 8);
  }
  plan->kind->weigh (unit, high, low);
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

/* The unit of later taps is that of taps 0 and 1 but for its weights and for a step of
 * its windows, unless the row or the taps end there. Spares placing it: a third of the time a
 * plan of many taps takes. */
static bool
step_unit (const Plan *plan, int u, const Unit *first, const int16_t *weights, Unit *unit)
{
  const int step = tap_of (plan, u) * plan->pixel;

  if (tap_of (plan, u) + form_taps (plan->form) > plan->taps->n_taps)
    return false;
  *unit = *first;
  for (int w = 0; w < MAX_OFFSETS; w++)
    if (unit->offset[w] >= 0) {
      unit->offset[w] += step;
      if (unit->offset[w] + plan->kind->window > plan->size)
        return false;
    }
  if (plan->form != FORM_QUADS)
    memcpy ((uint8_t *) (unit + 1) - plan->kind->vector, weights, plan->kind->vector);
  return true;
}

static void
read_unit (Plan *plan, int from, int u, Unit *units)
{
  int32_t bytes[MAX_VECTOR];
  int16_t weights[MAX_VECTOR / 2] = { 0 };
  int n;

  if (plan->form == FORM_QUADS && u % 2) {
    weigh_quad (plan, from, tap_of (plan, u), &units[u]);
    return;
  }
  if (u > 0 && plan->form != FORM_DEEP) {
    if (plan->form != FORM_QUADS)
      read_weights (plan, from, u, weights);
    if (step_unit (plan, u, &units[0], weights, &units[u]))
      return;
  }
  if (plan->form == FORM_LERP) {
    read_lerp (plan, from, bytes, weights);
  } else if (plan->form == FORM_DEEP) {
    read_deep (plan, from, u, bytes, weights);
  } else if (plan->form == FORM_LINEAR) {
    read_linear (plan, from, bytes, weights);
  } else if (plan->form == FORM_GATHER) {
    read_gather (plan, from, bytes);
  } else if (plan->form == FORM_QUADS) {
    read_quad (plan, from, tap_of (plan, u), bytes);
  } else {
    read_weights (plan, from, u, weights);
    read_pair (plan, from, tap_of (plan, u), bytes);
  }
  memset (&units[u], 0, sizeof *units);
  n = plan->kind->place (&units[u], bytes, weights, plan->size);
  plan->n_windows = n > plan->n_windows ? n : plan->n_windows;
}

/* The units of the block that starts at output sample `from`, windows relative to the row. */
static void
read_block (Plan *plan, int from, Unit *units)
{
  for (int u = 0; u < plan->n_units; u++)
    read_unit (plan, from, u, units);
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

/* Fills blocks and tables; returns how many tables there are. */
static int
read_blocks (Plan *plan, Block *blocks, int n_blocks, Unit *units)
{
  int n = 0, made[N_RECENT];

  for (int b = 0; b < n_blocks && plan->n_windows <= plan->kind->max_windows; b++) {
    Unit *newest = units + (size_t) n * plan->n_units;
    int table = rsz_rows_pack_known (plan, b, made, n, blocks, units, &blocks[b].base);

    blocks[b].table = table * plan->n_units;
    if (table >= 0)
      continue;
    read_block (plan, b * plan->n_samples, newest);
    blocks[b].base = make_relative (newest, plan->n_units);
    table = rsz_rows_pack_equal (units, plan->n_units, n);
    blocks[b].table = table * plan->n_units;
    if (table < n)
      continue;
    made[n % N_RECENT] = b;
    n++;
  }
  blocks[n_blocks] = (Block){ plan->size, 0 };
  return n;
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
  const int row_size = plan->taps->in * plan->pixel;
  const size_t at_blocks = align (sizeof (Packed));
  const size_t at_units = at_blocks + align ((n_blocks + 1) * sizeof *blocks);
  const size_t n_kept = (size_t) n_tables * plan->n_units;
  const size_t units_size =
      align (n_kept * (plan->kind->keep ? plan->kind->kept_size : sizeof *units));
  uint8_t *memory = rsz_memory_new (64, at_units + units_size);
  Packed *packed = (Packed *) memory;

  if (!memory)
    return NULL;
  *packed = (Packed){
    .form = plan->form,
    .n_units = plan->n_units,
    .n_windows = plan->kind->window == PIECE ? PIECES : plan->n_windows,
    .group = plan->group,
    .wide = plan->kind->window > plan->kind->vector,
    .padded = row_size < plan->size ? row_size : 0,
    .blocks = (Block *) (memory + at_blocks),
    .units = (Unit *) (memory + at_units),
  };
  memcpy (memory + at_blocks, blocks, (n_blocks + 1) * sizeof *blocks);
  if (!plan->kind->keep)
    memcpy (memory + at_units, units, n_kept * sizeof *units);
  for (size_t i = 0; plan->kind->keep && i < n_kept; i++)
    plan->kind->keep (memory + at_units + i * plan->kind->kept_size, &units[i]);
  *size = at_units + units_size;
  return packed;
}

static void
take_form (Plan *plan, const UnitKind *kind, Form form)
{
  const int n = form_taps (form);

  plan->kind = kind;
  plan->form = form;
  plan->n_units =
      form_sums (form) ? (plan->taps->n_taps + n - 1) / n * form_units (form) : form_units (form);
  plan->n_samples = form_samples (form, kind->vector);
}

/* High bytes, too, are signed. */
static bool
fit_bytes (const RszHtaps *taps)
{
  bool fit = true;

  for (size_t i = 0; i < (size_t) taps->len * taps->n_taps && fit; i++)
    fit = taps->weights[i] < INT16_MAX - INT8_MAX;
  return fit;
}

/* Windows of a block in the middle of the row. */
static int
count_windows (Plan *plan, int n_blocks, Unit *units)
{
  int n;

  read_block (plan, n_blocks / 2 * plan->n_samples, units);
  n = plan->n_windows;
  plan->n_windows = 0;
  return n;
}

/* How sums are made of blocks with several windows: in QUADS, which read them half as often as
 * PAIRS do, or in runs. */
static bool
prefers_runs (Plan *plan, int n_blocks, Unit *units)
{
  const UnitKind *kind = plan->kind;
  const Form form = plan->form;
  int n;

  if (!form_sums (form))
    return false;
  n = count_windows (plan, n_blocks, units);
  if (n > 1 && form == FORM_PAIRS && kind->quads && plan->taps->n_taps > 4
      && fit_bytes (plan->taps)) {
    take_form (plan, kind->quads, FORM_QUADS);
    n = count_windows (plan, n_blocks, units);
  }
  if (!rsz_rows_pack_prefers_runs (plan, n))
    return false;
  take_form (plan, kind, form);
  return true;
}

/* True where two taps of a pixel fill a piece, and each window would hold those of one pixel alone:
 * RGBA's rows take 1.3 times as long at 17:1 where windows reach into lines for nothing. */
static bool
prefers_pieces (Plan *plan, int n_blocks, Unit *units)
{
  const int n_pixels = plan->n_samples / plan->pixel, too_many = plan->kind->max_windows + 1;

  return plan->kind->pieces && form_has_pieces (plan->form, plan->n_units)
         && 2 * plan->pixel == PIECE
         && count_windows (plan, n_blocks, units) >= (n_pixels < too_many ? n_pixels : too_many);
}

static Packed *
pack_tables (Plan *plan, int n_blocks, Block *blocks, Unit *units, size_t *size)
{
  const int n_tables = read_blocks (plan, blocks, n_blocks, units);

  rsz_rows_pack_group (plan, units, n_tables);
  return plan->n_windows <= plan->kind->max_windows
             ? assemble (plan, blocks, n_blocks, units, n_tables, size)
             : NULL;
}

static Packed *
pack (const UnitKind *kind, const RszHtaps *taps, Form form, size_t *size)
{
  const int c = taps->components, pixel = form == FORM_WORDS || form == FORM_DEEP ? 2 * c : c;
  Plan plan = {
    .taps = taps,
    .pixel = pixel,
    .size = taps->in * pixel < kind->window ? kind->window : taps->in * pixel,
  };
  const int n = form_samples (form, kind->vector), n_blocks = (taps->len * c + n - 1) / n;
  Block *blocks = malloc ((n_blocks + 1) * sizeof *blocks);
  Packed *packed = NULL;
  Unit *units;

  take_form (&plan, kind, form);
  units = malloc ((size_t) n_blocks * (plan.n_units + 1) * sizeof *units);

  if (blocks && units && prefers_pieces (&plan, n_blocks, units))
    take_form (&plan, kind->pieces, form);
  if (blocks && units)
    packed = prefers_runs (&plan, n_blocks, units)
                 ? rsz_rows_pack_runs (&plan, n_blocks, size)
                 : pack_tables (&plan, n_blocks, blocks, units, size);
  free (blocks);
  free (units);
  return packed;
}

Packed *
rsz_rows_pack_sums (const UnitKind *kind, const RszHtaps *taps, size_t *size)
{
  const bool lerp = rsz_rows_only_lerp (taps->weights, taps->n_taps, taps->len, taps->shift);
  Packed *packed = lerp ? pack (kind, taps, FORM_LERP, size) : NULL;

  /* of few samples at a time, which lie in fewer windows */
  return packed ? packed : pack (kind, taps, FORM_PAIRS, size);
}

Packed *
rsz_rows_pack_words (const UnitKind *kind, const RszHtaps *taps, size_t *size)
{
  return pack (kind, taps, FORM_WORDS, size);
}

Packed *
rsz_rows_pack_split (const UnitKind *kind, const RszHtaps *taps, size_t *size)
{
  return pack (kind, taps, FORM_SPLIT, size);
}

Packed *
rsz_rows_pack_sums32 (const UnitKind *kind, const RszHtaps *taps, size_t *size)
{
  return pack (kind, taps, taps->floats ? FORM_FLOAT_SUMS : FORM_SUMS, size);
}

Packed *
rsz_rows_pack_deep (const UnitKind *kind, const RszHtaps *taps, size_t *size)
{
  int shift = 15;

  while (taps->n_taps == 2 && shift > 1 && taps->weights[0] + taps->weights[1] < 1 << shift)
    shift--;
  return rsz_rows_only_lerp (taps->weights, taps->n_taps, taps->len, shift)
             ? pack (kind, taps, FORM_DEEP, size)
             : NULL;
}

Packed *
rsz_rows_pack_linear (const UnitKind *kind, const RszHtaps *taps, size_t *size)
{
  bool one = taps->n_taps == 2;

  for (int i = 0; i < taps->len && one; i++)
    one = taps->weights[2 * i] + taps->weights[2 * i + 1] == 1 << RSZ_OPENCV_SHIFT;
  return one ? pack (kind, taps, FORM_LINEAR, size) : NULL;
}

Packed *
rsz_rows_pack_gather (const UnitKind *kind, const RszHtaps *taps, size_t *size)
{
  Packed *packed = pack (kind, taps, FORM_GATHER, size);

  if (packed && rsz_rows_doubles (taps)) {
    packed->doubled = taps->components;
    packed->begin = taps->first[0] * taps->components;
  }
  return packed;
}
