/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "taps.h"

#include <stdlib.h>
#include <string.h>

#include "taps_weights.h"

/* Weights are int16 at a precision of at most this many bits. */
#define MAX_SHIFT 22

static bool
allocate (RszTaps *taps, RszArithmetic arithmetic)
{
  const size_t n_weights = (size_t) taps->len * taps->n_max;

  taps->first = malloc (taps->len * sizeof *taps->first);
  taps->n = malloc (taps->len * sizeof *taps->n);
  if (arithmetic == RSZ_ARITHMETIC_NATIVE)
    taps->weights = calloc (n_weights, sizeof *taps->weights);
  else
    taps->weightsf = calloc (n_weights, sizeof *taps->weightsf);
  return taps->first && taps->n && (taps->weights || taps->weightsf);
}

/* Weights of exactly one, for filters that only choose samples. */
static void
set_ones (RszTaps *taps)
{
  taps->shift = 14;
  for (int i = 0; i < taps->len; i++)
    for (int k = 0; k < taps->n[i]; k++) {
      const size_t at = (size_t) i * taps->n_max + k;

      if (taps->weights)
        taps->weights[at] = (int16_t) (1 << taps->shift);
      else
        taps->weightsf[at] = 1.0f;
    }
}

static bool
build_index (RszTaps *taps, const RszMap *map, RszMethod method)
{
  taps->n_max = 1;
  if (!allocate (taps, taps->arithmetic))
    return false;
  for (int i = 0; i < taps->len; i++) {
    taps->first[i] =
        method == RSZ_METHOD_NEAREST ? rsz_taps_nearest (map, i) : rsz_taps_nearest_exact (map, i);
    taps->n[i] = 1;
  }
  set_ones (taps);
  return true;
}

static bool
build_copy (RszTaps *taps)
{
  taps->n_max = 1;
  if (!allocate (taps, taps->arithmetic))
    return false;
  for (int i = 0; i < taps->len; i++) {
    taps->first[i] = i;
    taps->n[i] = 1;
  }
  set_ones (taps);
  return true;
}

static bool
build_window (RszTaps *taps, const RszMap *map)
{
  int32_t first;

  taps->n_max = 1;
  for (int i = 0; i < taps->len; i++) {
    const int n = rsz_taps_area (map, i, &first);

    taps->n_max = n > taps->n_max ? n : taps->n_max;
  }
  if (!allocate (taps, taps->arithmetic))
    return false;
  for (int i = 0; i < taps->len; i++)
    taps->n[i] = rsz_taps_area (map, i, &taps->first[i]);
  set_ones (taps);
  taps->window = taps->n_max > 1;
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

/* Half away from zero; the weights' sum is not corrected, because torch's is not. */
static int16_t
quantise (double weight, int shift)
{
  const double v = weight * (1 << shift);

  return (int16_t) (v < 0.0 ? (int) (v - 0.5) : (int) (v + 0.5));
}

static bool
build_native (RszTaps *taps, const RszFilter *filter, const RszMap *map, bool antialias)
{
  double *weights, largest = 0.0;
  size_t n_weights;

  taps->n_max = rsz_taps_native_room (filter, map, antialias);
  n_weights = (size_t) taps->len * taps->n_max;
  weights = calloc (n_weights, sizeof *weights);
  if (!weights || !allocate (taps, taps->arithmetic)) {
    free (weights);
    return false;
  }
  for (int i = 0; i < taps->len; i++)
    taps->n[i] = rsz_taps_native_weigh (filter, map, antialias, i, taps->n_max, &taps->first[i],
        &weights[(size_t) i * taps->n_max], &largest);
  taps->shift = find_shift (largest);
  for (size_t at = 0; at < n_weights; at++)
    taps->weights[at] = quantise (weights[at], taps->shift);
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
  taps->n_max = rsz_taps_float_room (filter, map, antialias);
  if (!allocate (taps, taps->arithmetic))
    return false;
  for (int i = 0; i < taps->len; i++)
    taps->n[i] = rsz_taps_float_weigh (filter, map, antialias, i, taps->n_max, &taps->first[i],
        &taps->weightsf[(size_t) i * taps->n_max]);
  taps->fused = !antialias;
  return antialias ? count_fused (taps) : true;
}

static bool
is_zero (const RszTaps *taps, size_t at)
{
  return taps->weights ? taps->weights[at] == 0 : taps->weightsf[at] == 0.0f;
}

static bool
is_one (const RszTaps *taps, size_t at)
{
  return taps->weights ? taps->weights[at] == 1 << taps->shift : taps->weightsf[at] == 1.0f;
}

/* Moves n weights inside the table and zeroes what the moved ones leave behind. */
static void
move_weights (RszTaps *taps, size_t to, size_t from, int n, int stride)
{
  if (taps->weights) {
    memmove (&taps->weights[to], &taps->weights[from], n * sizeof *taps->weights);
    memset (&taps->weights[to + n], 0, (stride - n) * sizeof *taps->weights);
  } else {
    memmove (&taps->weightsf[to], &taps->weightsf[from], n * sizeof *taps->weightsf);
    memset (&taps->weightsf[to + n], 0, (stride - n) * sizeof *taps->weightsf);
  }
}

/* Gives back the memory that trimmed weights took; where that fails it is only kept longer. */
static void
shrink (RszTaps *taps)
{
  const size_t n_weights = (size_t) taps->len * taps->n_max;

  if (taps->weights) {
    int16_t *less = realloc (taps->weights, n_weights * sizeof *less);

    taps->weights = less ? less : taps->weights;
  } else {
    float *less = realloc (taps->weightsf, n_weights * sizeof *less);

    taps->weightsf = less ? less : taps->weightsf;
  }
}

/* How many of `left` taps are still fused once `dropped` are gone from the end. */
static int32_t
fused_left (int n_fused, int dropped, int left)
{
  const int rest = n_fused > dropped ? n_fused - dropped : 0;

  return rest < left ? rest : left;
}

/* Drops outer zero weights: a sample without weight is not to be read. */
static void
trim (RszTaps *taps)
{
  const int room = taps->n_max;
  int n_max = 1;

  for (int i = 0; i < taps->len; i++) {
    const size_t at = (size_t) i * room;
    int skip = 0, n = taps->n[i];

    while (n > 1 && is_zero (taps, at + n - 1))
      n--;
    while (skip < n - 1 && is_zero (taps, at + skip))
      skip++;
    if (taps->fused && n - skip > 1) {
      n = taps->n[i]; /* which tap comes first decides what is fused */
      skip = 0;
    }
    if (taps->n_fused)
      taps->n_fused[i] = fused_left (taps->n_fused[i], taps->n[i] - n, n - skip);
    if (skip || n < room)
      move_weights (taps, at, at + skip, n - skip, room);
    taps->first[i] += skip;
    taps->n[i] = n - skip;
    n_max = taps->n[i] > n_max ? taps->n[i] : n_max;
  }
  /* three taps run as four wherever the source has a sample for the fourth */
  taps->n_max = taps->weights && n_max == 3 && room > 3 && taps->in > 3 ? 4 : n_max;
  for (int i = 1; i < taps->len; i++)
    move_weights (taps, (size_t) i * taps->n_max, (size_t) i * room, taps->n[i], taps->n_max);
  shrink (taps);
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
skips_equal_size (const RszTaps *taps, const RszFilter *filter, bool antialias)
{
  return taps->arithmetic == RSZ_ARITHMETIC_NATIVE || antialias || filter->fused;
}

static bool
build (RszTaps *taps, const RszMap *map, RszMethod method, bool antialias)
{
  const RszFilter *filter = &rsz_filters[method];

  switch (filter->kind) {
  case RSZ_TAPS_INDEX:
    return build_index (taps, map, method);
  case RSZ_TAPS_WINDOW:
    return build_window (taps, map);
  case RSZ_TAPS_WEIGHTS:
    break;
  }
  if (rsz_map_is_copy (map) && skips_equal_size (taps, filter, antialias))
    return build_copy (taps);
  if (taps->arithmetic == RSZ_ARITHMETIC_NATIVE)
    return build_native (taps, filter, map, antialias);
  return build_float (taps, filter, map, antialias);
}

bool
rsz_taps_init (
    RszTaps *taps, const RszAxis *axis, RszMethod method, bool antialias, RszArithmetic arithmetic)
{
  RszMap map;

  rsz_map_init (&map, axis);
  *taps = (RszTaps){
    .arithmetic = arithmetic,
    .len = map.out,
    .in = map.in,
    .in_first = map.in_first,
    .out_first = map.out_first,
    .frame_first = map.frame_first,
    .frame_end = map.frame_end,
  };
  if (!build (taps, &map, method, antialias)) {
    rsz_taps_finish (taps);
    return false;
  }
  trim (taps);
  classify (taps);
  return true;
}

/* Makes room for `gap` zeros before the n weights of an output. */
static void
shift_weights (RszTaps *taps, size_t at, int n, int gap)
{
  if (taps->weights) {
    memmove (&taps->weights[at + gap], &taps->weights[at], n * sizeof *taps->weights);
    memset (&taps->weights[at], 0, gap * sizeof *taps->weights);
  } else {
    memmove (&taps->weightsf[at + gap], &taps->weightsf[at], n * sizeof *taps->weightsf);
    memset (&taps->weightsf[at], 0, gap * sizeof *taps->weightsf);
  }
}

/* Slides every output's taps so that its fused ones begin in the same column of the table. */
static bool
level_fused (RszTaps *taps)
{
  int n_plain = 0, n_fused = 0;
  float *weights;

  for (int i = 0; i < taps->len; i++) {
    const int plain = taps->n[i] - taps->n_fused[i];

    n_plain = plain > n_plain ? plain : n_plain;
    n_fused = taps->n_fused[i] > n_fused ? taps->n_fused[i] : n_fused;
  }
  weights = calloc ((size_t) taps->len * (n_plain + n_fused), sizeof *weights);
  if (!weights)
    return false;
  for (int i = 0; i < taps->len; i++) {
    const int gap = n_plain - (taps->n[i] - taps->n_fused[i]);

    memcpy (&weights[(size_t) i * (n_plain + n_fused) + gap],
        &taps->weightsf[(size_t) i * taps->n_max], taps->n[i] * sizeof *weights);
    taps->first[i] -= gap;
    taps->n_fused[i] = n_fused;
  }
  free (taps->weightsf);
  taps->weightsf = weights;
  taps->n_max = n_plain + n_fused;
  return true;
}

bool
rsz_taps_level (RszTaps *taps)
{
  if (taps->n_fused)
    return level_fused (taps);
  for (int i = 0; i < taps->len; i++) {
    const int room = taps->n_max - taps->n[i];
    const int beyond = taps->first[i] + taps->n_max - taps->in;
    const int gap = beyond < room ? beyond : room;

    if (gap > 0) {
      shift_weights (taps, (size_t) i * taps->n_max, taps->n[i], gap);
      taps->first[i] -= gap;
    }
  }
  return true;
}

int
rsz_taps_overhang (const RszTaps *taps)
{
  int overhang = 0;

  for (int i = 0; i < taps->len; i++) {
    const int before = -taps->first[i];
    const int after = taps->first[i] + taps->n_max - taps->in;

    overhang = before > overhang ? before : overhang;
    overhang = after > overhang ? after : overhang;
  }
  return overhang;
}

size_t
rsz_taps_size (const RszTaps *taps)
{
  const size_t weight = taps->weights ? sizeof *taps->weights : sizeof *taps->weightsf;

  return taps->len
         * (sizeof *taps->first + sizeof *taps->n * (taps->n_fused ? 2 : 1) + taps->n_max * weight);
}

void
rsz_taps_finish (RszTaps *taps)
{
  free (taps->first);
  free (taps->n);
  free (taps->weights);
  free (taps->weightsf);
  free (taps->n_fused);
  *taps = (RszTaps){ 0 };
}
