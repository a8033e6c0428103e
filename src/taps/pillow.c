/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>
#include <stdlib.h>

/* Pillow's resize of 8 bits: src/libImaging/Resample.c; for nearest ImagingScaleAffine in
 * Geometry.c. Weights are made as torch makes its own, which took them over: in double, with the
 * filter widened when reducing, and what lies outside the source left out. */

#define PI 3.14159265358979323846

/* Bits of weights below one. */
#define PRECISION 22

double
rsz_pillow_box (double x, double unused)
{
  (void) unused;
  return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
}

/* Its constants are floats there, and its cosine a double. */
double
rsz_pillow_hamming (double x, double unused)
{
  (void) unused;
  x = fabs (x);
  if (x == 0.0)
    return 1.0;
  if (x >= 1.0)
    return 0.0;
  x *= PI;
  return sin (x) / x * ((double) 0.54f + (double) 0.46f * cos (x));
}

/* torch's polynomial, with `sharpness` drawn out of the outer piece. */
double
rsz_pillow_cubic (double x, double sharpness)
{
  x = fabs (x);
  if (x < 1.0)
    return ((sharpness + 2.0) * x - (sharpness + 3.0)) * x * x + 1.0;
  return x < 2.0 ? (((x - 5.0) * x + 8.0) * x - 4.0) * sharpness : 0.0;
}

static double
sinc (double x)
{
  return x == 0.0 ? 1.0 : sin (x * PI) / (x * PI);
}

double
rsz_pillow_lanczos (double x, double unused)
{
  (void) unused;
  return x >= -3.0 && x < 3.0 ? sinc (x) * sinc (x / 3.0) : 0.0;
}

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

/* Half away from zero; sums are not corrected. */
static int32_t
quantise (double weight)
{
  return (int32_t) ((weight < 0.0 ? -0.5 : 0.5) + weight * (1 << PRECISION));
}

bool
rsz_pillow_window (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  RszPhases phases = { 0 };
  double *weights, unused = 0.0;
  size_t n_weights;

  if (rsz_map_is_copy (map))
    return rsz_taps_build_copy (taps, map);
  taps->n_max = rsz_taps_native_room (filter, map, true);
  n_weights = (size_t) taps->len * taps->n_max;
  weights = calloc (taps->len, taps->n_max * sizeof *weights);
  if (!weights || !rsz_taps_allocate (taps)) {
    free (weights);
    return false;
  }
  for (int i = 0; i < taps->len; i++)
    taps->n[i] = rsz_taps_native_weigh (filter, map, true, i, taps->n_max, &taps->first[i],
        &weights[(size_t) i * taps->n_max], &unused, &phases);
  taps->shift = PRECISION;
  for (size_t at = 0; at < n_weights; at++)
    taps->weights32[at] = quantise (weights[at]);
  free (weights);
  return true;
}
