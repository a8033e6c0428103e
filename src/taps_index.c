/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "taps_weights.h"

#include <math.h>

static int
clamp_index (float index, int in)
{
  return index < 0.0f ? 0 : index < (float) in ? (int) index : in - 1;
}

/* torch: nearest_neighbor_compute_source_index and nearest_idx, which spares the floating point where the size
 * stays or doubles, whatever the scale factor says. */
int
rsz_taps_nearest (const RszMap *map, int i)
{
  if (map->out_pixels == map->in_pixels)
    return i;
  if (map->out_pixels == 2 * map->in_pixels)
    return i >> 1;
  return clamp_index (floorf (map->scalef * (float) i), map->in);
}

/* torch: nearest_neighbor_exact_compute_source_index. */
int
rsz_taps_nearest_exact (const RszMap *map, int i)
{
  const double r = rsz_map_phase (map, i) * (double) map->scalef + (0.5 - map->b);

  return clamp_index (floorf ((float) r), map->in);
}

/* torch: start_index and end_index of adaptive average pooling. A sub-sampled plane takes the samples that
 * the output sample's pixels overlap; a field is pooled as a picture of its own. */
int
rsz_taps_area (const RszMap *map, int i, int32_t *first)
{
  const int64_t q = map->one_field ? 1 : map->step;
  const int64_t in = map->one_field ? map->in : map->in_pixels;
  const int64_t out = map->one_field ? map->out : map->out_pixels;
  const int64_t past = q * (i + 1) < out ? q * (i + 1) : out;
  const int64_t from = i * in / out;
  const int64_t to = (past * in + q * out - 1) / (q * out);

  *first = from < map->in ? (int32_t) from : map->in - 1;
  return (int) (to < map->in ? to : map->in) - *first;
}
