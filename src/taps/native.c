/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>
#include <string.h>

/* torch: HelperInterpBase::_compute_index_ranges_int16_weights and what it calls, in
 * aten/src/ATen/native/cpu/UpSampleKernel.cpp, at scalar_t = double. */

static inline int
clamp_index (int64_t index, int in)
{
  return index < 0 ? 0 : index < in ? (int) index : in - 1;
}

static double
support (const RszFilter *filter, const RszMap *map)
{
  return map->scale >= 1.0 ? filter->width * 0.5 * map->scale : filter->width * 0.5;
}

int
rsz_taps_native_room (const RszFilter *filter, const RszMap *map, bool antialias)
{
  int room;

  if (!antialias)
    return filter->width;
  room = (int) ceil (support (filter, map)) * 2 + 1;
  return room < map->in ? room : map->in;
}

/* The filter is stretched with the scale; samples outside the source are left out
 * and the others weigh more. */
static int
weigh_window (const RszFilter *filter, const RszMap *map, int i, int room, int32_t *first,
    double *w, double *largest, RszPhases *phases)
{
  const double reach = support (filter, map);
  const double center = map->scale * rsz_map_phase (map, i) + (0.5 - map->b);
  const double inverse = map->scale >= 1.0 ? 1.0 / map->scale : 1.0;
  const int64_t from = (int64_t) (center - reach + 0.5), to = (int64_t) (center + reach + 0.5);
  const double *same;
  double total = 0.0;
  int n;

  *first = clamp_index (from, map->in);
  n = (int) (to < map->in ? to : map->in) - *first;
  n = n < 1 ? 1 : n < room ? n : room;
  same = rsz_taps_find_phase (phases, *first - center, n);
  if (same) {
    memcpy (w, same, n * sizeof *w);
    return n;
  }
  rsz_taps_keep_phase (phases, *first - center, n, w);
  for (int j = 0; j < n; j++) {
    w[j] = filter->weight ((j + *first - center + 0.5) * inverse, filter->sharpness[1]);
    total += w[j];
  }
  for (int j = 0; j < n; j++) {
    if (total != 0.0)
      w[j] /= total;
    *largest = fmax (*largest, w[j]);
  }
  return n;
}

/* `width` samples around the position; the weight of a sample outside goes to the border sample. */
static int
weigh_around (
    const RszFilter *filter, const RszMap *map, int i, int32_t *first, double *w, double *largest)
{
  const int width = filter->width;
  double r = rsz_map_position (map, i), t;
  int64_t k;

  if (filter->fused && r < 0.0)
    r = 0.0;
  k = (int64_t) floorf ((float) r);
  k = k < map->in - 1 ? k : map->in - 1;
  t = fmin (fmax (r - k, 0.0), 1.0);
  *first = clamp_index (k - width / 2 + 1, map->in);

  for (int j = 0; j < width; j++)
    w[j] = 0.0;
  for (int j = 0; j < width; j++) {
    double *sample = &w[clamp_index (k - width / 2 + 1 + j, map->in) - *first];

    *sample += filter->weight (j + 1 - width / 2 - t, filter->sharpness[0]);
    *largest = fmax (*largest, *sample);
  }
  return clamp_index (k + width / 2, map->in) - *first + 1;
}

int
rsz_taps_native_weigh (const RszFilter *filter, const RszMap *map, bool antialias, int i, int room,
    int32_t *first, double *w, double *largest, RszPhases *phases)
{
  return antialias ? weigh_window (filter, map, i, room, first, w, largest, phases)
                   : weigh_around (filter, map, i, first, w, largest);
}
