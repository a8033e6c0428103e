/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <stdlib.h>

/* Pillow's resize of 8 bits: src/libImaging/Resample.c; for nearest ImagingScaleAffine in
 * Geometry.c. Weights are made as torch makes its own, which took them over: in double, with the
 * filter widened when reducing, and what lies outside the source left out. */

/* Bits of weights below one. */
#define PRECISION 22

/* The position is added up, pixel for pixel. */
bool
rsz_pillow_nearest (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  int32_t *pixels = malloc (map->out_pixels * sizeof *pixels);
  double at = map->scale * 0.5;
  bool fine;

  (void) filter;
  for (int i = 0; pixels && i < map->out_pixels; i++, at += map->scale)
    pixels[i] = at < map->in_pixels ? (int32_t) at : map->in_pixels - 1;
  fine = pixels && rsz_taps_build_pixels (taps, map, pixels);
  free (pixels);
  return fine;
}

bool
rsz_pillow_window (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  double *weights, unused = 0.0;

  if (rsz_map_is_copy (map))
    return rsz_taps_build_copy (taps, map);
  weights = rsz_taps_native_weights (taps, filter, map, true, &unused);
  if (!weights)
    return false;
  taps->shift = PRECISION;
  for (size_t at = 0; at < (size_t) taps->len * taps->n_max; at++)
    taps->weights32[at] = rsz_taps_quantise (weights[at], taps->shift);
  free (weights);
  return true;
}
