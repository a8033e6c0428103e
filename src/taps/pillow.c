/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <stdlib.h>
#include <string.h>

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

/* Bits of narrow weights: as many as leave room for a one. */
#define NARROW 14

/* What b = a + d adds to a where it weighs w: half a unit up, as a and b add up to one. */
static int
step (int d, int w, int shift)
{
  return (d * w + (1 << (shift - 1))) >> shift;
}

static bool
steps_alike (int wide, int narrow)
{
  int differ = 0;

  for (int d = -255; d <= 255; d++)
    differ |= step (d, wide, PRECISION) ^ step (d, narrow, NARROW);
  return differ == 0;
}

/* The weight of the second tap that does what `wide` does, or -1. */
static int
narrow_weight (int wide)
{
  const int below = wide >> (PRECISION - NARROW);

  return steps_alike (wide, below) ? below : steps_alike (wide, below + 1) ? below + 1 : -1;
}

static bool
narrow_weights (RszTaps *dst, const RszTaps *src)
{
  int32_t known[RSZ_MAX_PHASES] = { 0 };
  int16_t narrow[RSZ_MAX_PHASES] = { 0 };
  int n = 1;

  for (int i = 0; i < src->len; i++) {
    const int32_t *w = &src->weights32[2 * i];
    int k = 0;

    while (k < RSZ_MAX_PHASES && known[k] != w[1])
      k++;
    if (k == RSZ_MAX_PHASES) {
      k = n++ % RSZ_MAX_PHASES;
      known[k] = w[1];
      narrow[k] = (int16_t) narrow_weight (w[1]);
    }
    if (w[0] < 0 || w[1] < 0 || w[0] + w[1] != 1 << PRECISION || narrow[k] < 0)
      return false;
    dst->weights[2 * i] = (int16_t) ((1 << NARROW) - narrow[k]);
    dst->weights[2 * i + 1] = narrow[k];
  }
  return true;
}

bool
rsz_taps_narrow (RszTaps *dst, const RszTaps *src)
{
  const size_t size = src->len * sizeof *dst->first;

  *dst = (RszTaps){ 0 };
  if (src->n_max != 2 || !src->weights32)
    return true;
  *dst = *src;
  dst->library = RSZ_LIBRARY_TORCH;
  dst->shift = NARROW;
  dst->weights32 = NULL;
  if (!rsz_taps_allocate (dst)) {
    rsz_taps_finish (dst);
    return false;
  }
  memcpy (dst->first, src->first, size);
  memcpy (dst->n, src->n, size);
  if (!narrow_weights (dst, src))
    rsz_taps_finish (dst);
  return true;
}
