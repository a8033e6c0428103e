/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>
#include <stdlib.h>

/* OpenCV's resize of 8 bits: cv::resize and cv::hal::resize in modules/imgproc/src/resize.cpp. */

/* Bits of weights below one. */
#define PRECISION 11

/* It divides by what it multiplies sizes by, which may be another double than the ratio. */
static double
inverse_of (const RszMap *map)
{
  const bool sizes_decide = map->scale == (double) map->in_pixels / map->out_pixels;

  return sizes_decide ? (double) map->out_pixels / map->in_pixels : 1.0 / map->scale;
}

bool
rsz_opencv_nearest (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  const double scale = 1.0 / inverse_of (map);
  int32_t *pixels = malloc (map->out_pixels * sizeof *pixels);
  bool fine;

  (void) filter;
  for (int i = 0; pixels && i < map->out_pixels; i++) {
    const double at = floor (i * scale);

    pixels[i] = at < map->in_pixels ? (int32_t) at : map->in_pixels - 1;
  }
  fine = pixels && rsz_taps_build_pixels (taps, map, pixels);
  free (pixels);
  return fine;
}

/* A sample and its share of the next one. */
typedef struct {
  int32_t first;
  float share;
} Position;

static Position
bilinear (const RszMap *map, int i)
{
  const double scale = 1.0 / inverse_of (map);
  const float at = (float) (scale * rsz_map_phase (map, i) - map->b);
  const float whole = floorf (at);

  return (Position){ (int32_t) whole, at - whole };
}

/* Of area where not both axes shrink. */
static Position
area_enlarging (const RszMap *map, int i)
{
  const double inverse = inverse_of (map), scale = 1.0 / inverse;
  const double at = rsz_map_phase (map, i) - 0.5, b = map->b - 0.5;
  const double whole = floor (at * scale - b);
  const float share = (float) ((at + 1.0) - (whole + 1.0 + b) * inverse);

  return (Position){ (int32_t) whole, share <= 0.0f ? 0.0f : share - floorf (share) };
}

/* Half to even, as the mode every thread starts with has it. */
static int16_t
quantise (float weight)
{
  return (int16_t) lrintf (weight * (1 << PRECISION));
}

static bool
build_pairs (RszTaps *taps, const RszMap *map, Position (*locate) (const RszMap *map, int i))
{
  if (rsz_map_is_copy (map) && map->scale == 1.0)
    return rsz_taps_build_copy (taps, map);
  taps->n_max = 2;
  taps->shift = PRECISION;
  if (!rsz_taps_allocate (taps))
    return false;
  for (int i = 0; i < taps->len; i++) {
    const Position at = locate (map, i);

    /* a field's positions may lie further out; both taps are the border sample there */
    taps->first[i] = at.first < -1 ? -1 : at.first < taps->in ? at.first : taps->in - 1;
    taps->n[i] = 2;
    taps->weights[2 * i] = quantise (1.0f - at.share);
    taps->weights[2 * i + 1] = quantise (at.share);
  }
  return true;
}

bool
rsz_opencv_bilinear (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  (void) filter;
  return build_pairs (taps, map, bilinear);
}

bool
rsz_opencv_area_enlarging (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  (void) filter;
  return build_pairs (taps, map, area_enlarging);
}

void
rsz_opencv_level (RszTaps *taps)
{
  for (int i = 0; i < taps->len; i++) {
    int16_t *w = &taps->weights[taps->n_max * i];
    const int first = taps->first[i], last = taps->in - 1;

    if (first >= 0 && first < last)
      continue;
    taps->first[i] = first < 0 ? 0 : last > 0 ? last - 1 : 0;
    w[0] = first < 0 || last == 0 ? 1 << PRECISION : 0;
    w[1] = (int16_t) ((1 << PRECISION) - w[0]);
  }
  if (taps->in > 1)
    return;
  taps->n_max = 1;
  for (int i = 0; i < taps->len; i++) {
    taps->weights[i] = 1 << PRECISION;
    taps->n[i] = 1;
  }
}

/* ---- area ---- */

/* What it adds up, it adds up in the order of the samples, each product rounded. */
static bool
fuse_none (RszTaps *taps)
{
  taps->n_fused = calloc (taps->len, sizeof *taps->n_fused);
  return taps->n_fused != NULL;
}

/* An output pixel in source samples. */
typedef struct {
  double from, width;
} Cell;

static Cell
cell_of (const RszMap *map, int i)
{
  const double from = map->scale * (rsz_map_phase (map, i) - 0.5) - (map->b - 0.5);
  const double start = from > 0.0 ? from < map->in ? from : map->in - 1 : 0.0;

  return (Cell){ start, fmin (map->scale, map->in - start) };
}

/* Shares of less than a thousandth of a sample are left out. */
#define LEAST 1e-3

/* The weights of output i; NULL: how many there are. */
static int
cover (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const Cell cell = cell_of (map, i);
  const double end = cell.from + map->scale;
  int to = (int) floor (end), from = (int) ceil (cell.from), n = 0;

  (void) filter;
  to = to < map->in - 1 ? to : map->in - 1;
  from = from < to ? from : to;
  *first = from;
  if (from - cell.from > LEAST) {
    *first = from - 1;
    if (w)
      w[n] = (float) ((from - cell.from) / cell.width);
    n++;
  }
  for (int k = from; k < to; k++, n++)
    if (w)
      w[n] = (float) (1.0 / cell.width);
  if (end - to > LEAST) {
    if (w)
      w[n] = (float) (fmin (fmin (end - to, 1.0), cell.width) / cell.width);
    n++;
  }
  return n;
}

bool
rsz_opencv_coverage (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  return rsz_taps_build_windows (taps, filter, map, cover) && fuse_none (taps);
}

bool
rsz_opencv_area (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  if (!rsz_taps_area_is_even (map))
    return rsz_opencv_coverage (taps, filter, map);
  if (!rsz_taps_build_windows (taps, filter, map, rsz_taps_area))
    return false;
  taps->window = taps->n_max > 1;
  return true;
}

/* ---- what depends on both axes ---- */

static double
scale_of (const RszAxis *axis)
{
  return axis->factor > 0.0 ? 1.0 / axis->factor : (double) axis->in / axis->out;
}

static bool
is_whole (const RszAxis *axis)
{
  const double scale = scale_of (axis);

  return fabs (scale - rint (scale)) < 0x1p-52;
}

RszMethod
rsz_opencv_area_stand_in (const RszAxis *x, const RszAxis *y)
{
  if (scale_of (x) < 1.0 || scale_of (y) < 1.0)
    return RSZ_METHOD_OPENCV_AREA_ENLARGING;
  return is_whole (x) && is_whole (y) ? RSZ_METHOD_OPENCV_AREA : RSZ_METHOD_OPENCV_COVERAGE;
}

RszMethod
rsz_opencv_bilinear_stand_in (const RszAxis *x, const RszAxis *y)
{
  const bool halves =
      is_whole (x) && is_whole (y) && rint (scale_of (x)) == 2.0 && rint (scale_of (y)) == 2.0;

  return halves ? RSZ_METHOD_OPENCV_AREA : RSZ_METHOD_OPENCV_BILINEAR;
}
