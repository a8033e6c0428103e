/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "taps.h"

#include <stdlib.h>
#include <string.h>

#include "weights.h"

/* Weights are int16 at a precision of at most this many bits. */
#define MAX_SHIFT 22

bool
rsz_taps_allocate (RszTaps *taps)
{
  /* the largest tables overflow a size_t of 32 bits; calloc sees that where it multiplies */
  taps->first = malloc (taps->len * sizeof *taps->first);
  taps->n = malloc (taps->len * sizeof *taps->n);
  if (taps->arithmetic == RSZ_ARITHMETIC_FLOAT)
    taps->weightsf = calloc (taps->len, taps->n_max * sizeof *taps->weightsf);
  else if (taps->library == RSZ_LIBRARY_PILLOW || taps->arithmetic == RSZ_ARITHMETIC_WORDS)
    taps->weights32 = calloc (taps->len, taps->n_max * sizeof *taps->weights32);
  else
    taps->weights = calloc (taps->len, taps->n_max * sizeof *taps->weights);
  return taps->first && taps->n && (taps->weights || taps->weights32 || taps->weightsf);
}

/* A weight of exactly one for each output, for filters that only choose samples. */
static void
set_ones (RszTaps *taps)
{
  static const int shifts[RSZ_N_LIBRARIES] = { 14, 11, 22, 0, 0 };

  taps->shift = taps->arithmetic == RSZ_ARITHMETIC_WORDS ? 16 : shifts[taps->library];
  for (int i = 0; i < taps->len; i++)
    if (taps->weights)
      taps->weights[i] = (int16_t) (1 << taps->shift);
    else if (taps->weights32)
      taps->weights32[i] = 1 << taps->shift;
    else
      taps->weightsf[i] = 1.0f;
}

static int
same_sample (const RszMap *map, int i)
{
  (void) map;
  return i;
}

bool
rsz_taps_build_index (RszTaps *taps, const RszMap *map, int (*index) (const RszMap *map, int i))
{
  taps->n_max = 1;
  if (!rsz_taps_allocate (taps))
    return false;
  for (int i = 0; i < taps->len; i++) {
    taps->first[i] = index (map, i);
    taps->n[i] = 1;
  }
  set_ones (taps);
  return true;
}

bool
rsz_taps_build_copy (RszTaps *taps, const RszMap *map)
{
  return rsz_taps_build_index (taps, map, same_sample);
}

bool
rsz_taps_build_windows (RszTaps *taps, const RszFilter *filter, const RszMap *map, RszWindow window)
{
  int32_t first;

  taps->n_max = 1;
  for (int i = 0; i < taps->len; i++) {
    const int n = window (filter, map, i, &first, NULL);

    taps->n_max = n > taps->n_max ? n : taps->n_max;
  }
  if (!rsz_taps_allocate (taps))
    return false;
  for (int i = 0; i < taps->len; i++)
    taps->n[i] =
        window (filter, map, i, &taps->first[i], &taps->weightsf[(size_t) i * taps->n_max]);
  return true;
}

/* torch's precision search: as many bits as keep the largest weight in int16. */
static int
find_shift (double largest)
{
  int shift = 0;

  while (shift < MAX_SHIFT && (int) (0.5 + largest * (1 << (shift + 1))) < 1 << 15)
    shift++;
  return shift;
}

int
rsz_taps_quantise (double weight, int shift)
{
  const double v = weight * (1 << shift);

  return v < 0.0 ? (int) (v - 0.5) : (int) (v + 0.5);
}

double *
rsz_taps_native_weights (
    RszTaps *taps, const RszFilter *filter, const RszMap *map, bool antialias, double *largest)
{
  RszPhases phases = { 0 };
  double *weights;

  taps->n_max = rsz_taps_native_room (filter, map, antialias);
  weights = calloc (taps->len, taps->n_max * sizeof *weights);
  if (!weights || !rsz_taps_allocate (taps)) {
    free (weights);
    return NULL;
  }
  for (int i = 0; i < taps->len; i++)
    taps->n[i] = rsz_taps_native_weigh (filter, map, antialias, i, taps->n_max, &taps->first[i],
        &weights[(size_t) i * taps->n_max], largest, &phases);
  return weights;
}

static bool
build_native (RszTaps *taps, const RszFilter *filter, const RszMap *map, bool antialias)
{
  double largest = 0.0, *weights = rsz_taps_native_weights (taps, filter, map, antialias, &largest);

  if (!weights)
    return false;
  taps->shift = find_shift (largest);
  for (size_t at = 0; at < (size_t) taps->len * taps->n_max; at++)
    taps->weights[at] = (int16_t) rsz_taps_quantise (weights[at], taps->shift);
  free (weights);
  return true;
}

/* torch sums the taps after the first in blocks of four, which its compilers vectorise without
 * fusing, and fuses what is left over. */
static bool
count_fused (RszTaps *taps)
{
  taps->n_fused = malloc (taps->len * sizeof *taps->n_fused);
  for (int i = 0; taps->n_fused && i < taps->len; i++)
    taps->n_fused[i] = (taps->n[i] - 1) % 4;
  return taps->n_fused != NULL;
}

static bool
build_float (RszTaps *taps, const RszFilter *filter, const RszMap *map, bool antialias)
{
  RszPhases phases = { 0 };

  taps->n_max = rsz_taps_float_room (filter, map, antialias);
  if (!rsz_taps_allocate (taps))
    return false;
  for (int i = 0; i < taps->len; i++)
    taps->n[i] = rsz_taps_float_weigh (filter, map, antialias, i, taps->n_max, &taps->first[i],
        &taps->weightsf[(size_t) i * taps->n_max], &phases);
  taps->fused = !antialias;
  taps->corners = filter->corners && !antialias;
  return antialias ? count_fused (taps) : true;
}

static bool
is_one (const RszTaps *taps, size_t at)
{
  if (taps->weightsf)
    return taps->weightsf[at] == 1.0f;
  return (taps->weights ? taps->weights[at] : taps->weights32[at]) == 1 << taps->shift;
}

/* What is cut out of a copied axis is a copy of less. Taps of FLOAT may lie beyond the ends. */
static void
follow_cut (RszTaps *taps)
{
  const int first = taps->first[0];

  if (taps->len == taps->all || taps->all != taps->in || taps->n_max > 1 || first < 0
      || first + taps->len > taps->in)
    return;
  for (int i = 0; i < taps->len; i++)
    if (!is_one (taps, i) || taps->first[i] != first + i)
      return;
  for (int i = 0; i < taps->len; i++)
    taps->first[i] = i;
  taps->in_first += first;
  taps->in = taps->len;
}

static void
classify (RszTaps *taps)
{
  taps->index = taps->n_max == 1;
  taps->copy = taps->len == taps->in;
  for (int i = 0; i < taps->len; i++) {
    taps->index =
        taps->index && is_one (taps, i) && taps->first[i] >= 0 && taps->first[i] < taps->in;
    taps->copy = taps->copy && taps->first[i] == i;
  }
  taps->copy = taps->copy && taps->index;
}

/* torch copies an axis of equal sizes, whatever the scale factor says, but for float32's cubic. */
static bool
skips_equal_size (RszArithmetic arithmetic, const RszFilter *filter, bool antialias)
{
  return filter->kind == RSZ_TAPS_WEIGHTS
         && (arithmetic == RSZ_ARITHMETIC_NATIVE || antialias || filter->fused
             || filter->info.library == RSZ_LIBRARY_OPENCV);
}

/* Where torch copies the picture all planes have its scale, those too that a crop has moved. */
static RszAxis
without_idle_factor (
    const RszAxis *axis, RszMethod method, bool antialias, RszArithmetic arithmetic)
{
  RszAxis result = *axis;

  if (axis->in == axis->out && skips_equal_size (arithmetic, &rsz_filters[method], antialias))
    result.factor = 0.0;
  return result;
}

/* Each arithmetic quantises a filter's weights in its own way. */
static bool
build_weights (RszTaps *taps, const RszFilter *filter, const RszMap *map, bool antialias)
{
  static bool (*const builders[RSZ_N_ARITHMETICS]) (
      RszTaps * taps, const RszFilter *filter, const RszMap *map, bool antialias) = {
    [RSZ_ARITHMETIC_NATIVE] = build_native,
    [RSZ_ARITHMETIC_FLOAT] = build_float,
  };

  return builders[taps->arithmetic](taps, filter, map, antialias);
}

static bool
build (RszTaps *taps, const RszMap *map, RszMethod method, bool antialias)
{
  const RszFilter *filter = &rsz_filters[method];

  if (filter->build)
    return filter->build (taps, filter, map);
  switch (filter->kind) {
  case RSZ_TAPS_INDEX:
    return rsz_taps_build_index (taps, map, filter->index);
  case RSZ_TAPS_WINDOW:
    if (!rsz_taps_area_is_even (map))
      return rsz_taps_build_windows (taps, filter, map, rsz_taps_cover);
    if (!rsz_taps_build_windows (taps, filter, map, rsz_taps_area))
      return false;
    taps->window = taps->n_max > 1;
    return true;
  case RSZ_TAPS_WEIGHTS:
    break;
  }
  if (rsz_map_is_copy (map) && skips_equal_size (taps->arithmetic, filter, antialias))
    return rsz_taps_build_copy (taps, map);
  return build_weights (taps, filter, map, antialias);
}

/* The one of an output's taps that is all of it, or -1. */
static int
only_tap (const RszTaps *taps, int i)
{
  int only = -1;

  for (int k = 0; k < taps->n_max; k++) {
    const size_t at = (size_t) i * taps->n_max + k;

    if (rsz_taps_is_zero (taps, at))
      continue;
    if (only >= 0 || !is_one (taps, at))
      return -1;
    only = k;
  }
  return only;
}

/* Leaves of weighted taps that only choose samples, as at 3:1, those samples. */
static void
choose (RszTaps *taps)
{
  for (int i = 0; i < taps->len; i++)
    if (only_tap (taps, i) < 0)
      return;
  for (int i = 0; i < taps->len; i++) {
    const int first = taps->first[i] + only_tap (taps, i);

    taps->first[i] = first < 0 ? 0 : first < taps->in ? first : taps->in - 1;
    taps->n[i] = 1;
  }
  taps->n_max = 1;
  set_ones (taps);
}

static void
trim (RszTaps *taps)
{
  if (taps->library != RSZ_LIBRARY_OPENCV)
    rsz_taps_trim (taps);
  else if (taps->n_max > 1 && !taps->window && !taps->n_fused && (taps->exact || !taps->weights))
    choose (taps); /* bilinear of bytes counts on both taps: see rsz_taps_narrow */
}

static void *
duplicate (const void *table, size_t size)
{
  void *copy = table ? malloc (size) : NULL;

  return copy ? memcpy (copy, table, size) : NULL;
}

/* Keeps the taps of all outputs. */
static bool
keep_whole (RszTaps *taps)
{
  RszTaps *whole = calloc (1, sizeof *whole);

  taps->whole = whole;
  if (!whole)
    return false;
  *whole = *taps;
  whole->whole = NULL;
  whole->first = duplicate (taps->first, taps->len * sizeof *taps->first);
  whole->n = duplicate (taps->n, taps->len * sizeof *taps->n);
  whole->n_fused = duplicate (taps->n_fused, taps->len * sizeof *taps->n_fused);
  whole->weightsf =
      duplicate (taps->weightsf, (size_t) taps->len * taps->n_max * sizeof *taps->weightsf);
  if (!whole->first || !whole->n || !whole->weightsf || (taps->n_fused && !whole->n_fused))
    return false;
  classify (whole);
  return true;
}

/* Leaves the outputs that are made. */
static bool
cut (RszTaps *taps, const RszMap *map)
{
  if (taps->arithmetic == RSZ_ARITHMETIC_FLOAT && !keep_whole (taps))
    return false;
  rsz_taps_cut (taps, map->made_first, map->made);
  taps->made_first = map->made_first;
  trim (taps);
  follow_cut (taps);
  return true;
}

bool
rsz_taps_init (
    RszTaps *taps, const RszAxis *axis, RszMethod method, bool antialias, RszArithmetic arithmetic)
{
  const RszAxis scaled = without_idle_factor (axis, method, antialias, arithmetic);
  RszMap map;

  rsz_map_init (&map, &scaled);
  *taps = (RszTaps){
    .library = rsz_filters[method].info.library,
    .arithmetic = arithmetic,
    .len = map.out,
    .all = map.out,
    .in = map.in,
    .in_first = map.in_first,
    .row_end = map.in_first + map.in,
    .out_first = map.out_first,
    .frame_first = map.frame_first,
    .frame_end = map.frame_end,
  };
  if (!build (taps, &map, method, antialias)) {
    rsz_taps_finish (taps);
    return false;
  }
  trim (taps);
  taps->longest = taps->n_max;
  if (map.made < map.out && !cut (taps, &map)) {
    rsz_taps_finish (taps);
    return false;
  }
  classify (taps);
  return true;
}

void
rsz_taps_finish (RszTaps *taps)
{
  free (taps->first);
  free (taps->n);
  free (taps->weights);
  free (taps->weights32);
  free (taps->weightsf);
  free (taps->n_fused);
  if (taps->whole)
    rsz_taps_finish (taps->whole);
  free (taps->whole);
  *taps = (RszTaps){ 0 };
}
