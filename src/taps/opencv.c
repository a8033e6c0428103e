/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>
#include <stdlib.h>

/* OpenCV's resize: cv::resize and cv::hal::resize in modules/imgproc/src/resize.cpp. */

/* Bits of weights below one. */
#define PRECISION 11

/* It divides by what it multiplies sizes by, which may be another double than the ratio. */
static double
inverse_of (const RszMap *map)
{
  const bool sizes_decide = map->scale == (double) map->in_pixels / map->out_pixels;

  return sizes_decide ? (double) map->out_pixels / map->in_pixels : 1.0 / map->scale;
}

static int32_t
nearest_pixel (const RszMap *map, int i)
{
  const double at = floor (i * (1.0 / inverse_of (map)));

  return at < map->in_pixels ? (int32_t) at : map->in_pixels - 1;
}

bool
rsz_opencv_nearest (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  (void) filter;
  return rsz_taps_build_nearest (taps, map, nearest_pixel);
}

/* A sample and its share of the next one. */
typedef struct {
  int32_t first;
  float share;
} Position;

static double
position_of (const RszMap *map, int i)
{
  return 1.0 / inverse_of (map) * rsz_map_phase (map, i) - map->b;
}

static Position
bilinear (const RszMap *map, int i)
{
  const float at = (float) position_of (map, i);
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

/* ---- any number of taps ---- */

#define MAX_TAPS 8

typedef struct {
  int n; /* at most MAX_TAPS */
  /* Weights of n samples, `share` being the position's distance from the one before it, which has
   * as many after it as before and itself. */
  void (*weigh) (float share, float *w);
} Shape;

static void
weigh_pair (float share, float *w)
{
  w[0] = 1.0f - share;
  w[1] = share;
}

/* Keys' cubic convolution with a = -3/4. */
static void
weigh_cubic (float x, float *w)
{
  const float a = -0.75f, y = 1.0f - x;

  w[0] = ((a * (x + 1.0f) - 5.0f * a) * (x + 1.0f) + 8.0f * a) * (x + 1.0f) - 4.0f * a;
  w[1] = ((a + 2.0f) * x - (a + 3.0f)) * x * x + 1.0f;
  w[2] = ((a + 2.0f) * y - (a + 3.0f)) * y * y + 1.0f;
  w[3] = 1.0f - w[0] - w[1] - w[2];
}

/* Lanczos over eight samples, of which the sines are those of one angle and eighths of a turn. A
 * sample at the position itself gets what makes nothing of the others. */
static void
weigh_lanczos (float x, float *w)
{
  static const double pi = 3.1415926535897932384626433832795, root = 0.70710678118654752440;
  static const double turns[8][2] = { { 1, 0 }, { -root, -root }, { 0, 1 }, { root, -root },
    { -1, 0 }, { root, root }, { 0, -1 }, { -root, root } };
  const double angle = -(x + 3.0f) * pi * 0.25, sine = sin (angle), cosine = cos (angle);
  float sum = 0.0f;

  for (int k = 0; k < 8; k++) {
    const float distance = x + 3.0f - (float) k;
    const double y = -distance * pi * 0.25;

    w[k] = fabsf (distance) < 1e-6f
               ? 1e30f
               : (float) ((turns[k][0] * sine + turns[k][1] * cosine) / (y * y));
    sum += w[k];
  }
  sum = 1.0f / sum;
  for (int k = 0; k < 8; k++)
    w[k] *= sum;
}

/* The first of n taps; a field's positions may lie further out, and all of them are the border
 * sample there. */
static int32_t
first_of (const RszTaps *taps, Position at, int n)
{
  const int first = at.first - n / 2 + 1;

  return first < 1 - n ? 1 - n : first < taps->in ? first : taps->in - 1;
}

/* Sums in float32, but those of bytes, whose weights are rounded to 11 bits. */
static bool
build_sums (RszTaps *taps, const RszMap *map, Position (*locate) (const RszMap *map, int i),
    const Shape *shape)
{
  if (taps->arithmetic != RSZ_ARITHMETIC_NATIVE)
    taps->arithmetic = RSZ_ARITHMETIC_FLOAT;
  if (rsz_map_is_copy (map) && map->scale == 1.0)
    return rsz_taps_build_copy (taps, map);
  taps->n_max = shape->n;
  taps->shift = PRECISION;
  if (!rsz_taps_allocate (taps))
    return false;
  for (int i = 0; i < taps->len; i++) {
    const Position at = locate (map, i);
    float w[MAX_TAPS];

    taps->first[i] = first_of (taps, at, shape->n);
    taps->n[i] = shape->n;
    shape->weigh (at.share, w);
    for (int k = 0; k < shape->n; k++)
      if (taps->weights)
        taps->weights[shape->n * i + k] = quantise (w[k]);
      else
        taps->weightsf[shape->n * i + k] = w[k];
  }
  return true;
}

/* Its vectors have 16 bytes on x86-64. */
bool
rsz_opencv_bicubic (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  static const Shape cubic = { 4, weigh_cubic };

  (void) filter;
  taps->exact = taps->arithmetic == RSZ_ARITHMETIC_NATIVE;
  taps->chained = taps->arithmetic == RSZ_ARITHMETIC_FLOAT ? 4 : 8;
  return build_sums (taps, map, bilinear, &cubic);
}

bool
rsz_opencv_lanczos (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  static const Shape lanczos = { 8, weigh_lanczos };

  (void) filter;
  taps->exact = taps->arithmetic == RSZ_ARITHMETIC_NATIVE;
  taps->chained = taps->arithmetic == RSZ_ARITHMETIC_FLOAT ? 4 : 0;
  return build_sums (taps, map, bilinear, &lanczos);
}

/* ---- two taps ---- */

static const Shape pair = { 2, weigh_pair };

bool
rsz_opencv_bilinear (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  (void) filter;
  return build_sums (taps, map, bilinear, &pair);
}

bool
rsz_opencv_area_enlarging (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  (void) filter;
  return build_sums (taps, map, area_enlarging, &pair);
}

static int
only_sample (const RszMap *map, int i)
{
  (void) map, (void) i;
  return 0;
}

/* A position between samples in units of 2^-shift: the sample before it, which has another one
 * behind it, and how far it is from there. */
static int
locate_exact (const RszMap *map, int i, int shift, int32_t *first)
{
  const double at = position_of (map, i), whole = floor (at);

  *first = whole < 0.0 ? 0 : whole < map->in - 1 ? (int32_t) whole : map->in - 2;
  if (whole < 0.0 || whole >= map->in - 1)
    return whole < 0.0 ? 0 : 1 << shift;
  return (int) rint ((at - whole) * (1 << shift));
}

/* Weights have as many bits as samples. */
bool
rsz_opencv_bilinear_exact (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  const int shift = taps->arithmetic == RSZ_ARITHMETIC_NATIVE ? 8 : 16, one = 1 << shift;

  if (taps->arithmetic == RSZ_ARITHMETIC_FLOAT)
    return rsz_opencv_bilinear (taps, filter, map);
  taps->exact = true;
  if (rsz_map_is_copy (map) && map->scale == 1.0)
    return rsz_taps_build_copy (taps, map);
  if (map->in == 1)
    return rsz_taps_build_index (taps, map, only_sample);
  taps->n_max = 2;
  taps->shift = taps->arithmetic == RSZ_ARITHMETIC_NATIVE ? PRECISION : shift;
  if (!rsz_taps_allocate (taps))
    return false;
  for (int i = 0; i < taps->len; i++) {
    const int share = locate_exact (map, i, shift, &taps->first[i]);

    taps->n[i] = 2;
    for (int k = 0; k < 2; k++)
      if (taps->weights)
        taps->weights[2 * i + k] = (int16_t) ((k ? share : one - share) << (PRECISION - shift));
      else
        taps->weights32[2 * i + k] = k ? share : one - share;
  }
  return true;
}

/* Weights of samples beyond the row's ends go to those at the ends: exact sums stay what they
 * are. */
static void
fold (RszTaps *taps)
{
  const int n_taps = taps->n_max, last = taps->in - 1;
  const int n = n_taps < taps->in ? n_taps : taps->in;

  for (int i = 0; i < taps->len; i++) {
    const int first = taps->first[i], start = first < 0              ? 0
                                              : first < taps->in - n ? first
                                                                     : last + 1 - n;
    int16_t folded[MAX_TAPS] = { 0 };

    for (int k = 0; k < n_taps; k++) {
      const int at = first + k < 0 ? 0 : first + k < last ? first + k : last;

      folded[at - start] = (int16_t) (folded[at - start] + taps->weights[n_taps * i + k]);
    }
    taps->first[i] = start;
    taps->n[i] = n;
    for (int k = 0; k < n; k++)
      taps->weights[n * i + k] = folded[k];
  }
  taps->n_max = n;
}

/* Of pairs: weight 1 or 0. */
static void
set_weight (RszTaps *taps, int at, bool one)
{
  if (taps->weights)
    taps->weights[at] = one ? 1 << PRECISION : 0;
  else
    taps->weightsf[at] = one ? 1.0f : 0.0f;
}

/* Rows of integers and pairs want all taps inside of the row. */
void
rsz_opencv_level (RszTaps *taps)
{
  const int last = taps->in - 1;

  if (taps->weights && taps->exact) {
    fold (taps);
    return;
  }
  if (taps->n_max != 2 || taps->n_fused)
    return;

  for (int i = 0; i < taps->len; i++) {
    const int first = taps->first[i];

    if (first >= 0 && first < last)
      continue;
    taps->first[i] = first < 0 ? 0 : last > 0 ? last - 1 : 0;
    set_weight (taps, 2 * i, first < 0 || last == 0);
    set_weight (taps, 2 * i + 1, first >= 0 && last > 0);
  }
  if (taps->in > 1)
    return;
  taps->n_max = 1;
  for (int i = 0; i < taps->len; i++) {
    set_weight (taps, i, true);
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
  const double scale = 1.0 / inverse_of (map);
  const double from = scale * (rsz_map_phase (map, i) - 0.5) - (map->b - 0.5);
  const double start = from > 0.0 ? from < map->in ? from : map->in - 1 : 0.0;

  return (Cell){ start, fmin (scale, map->in - start) };
}

/* Shares of less than a thousandth of a sample are left out. */
#define LEAST 1e-3

/* The weights of output i; NULL: how many there are. */
static int
cover (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const Cell cell = cell_of (map, i);
  const double end = cell.from + 1.0 / inverse_of (map);
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
  taps->arithmetic = RSZ_ARITHMETIC_FLOAT;
  return rsz_taps_build_windows (taps, filter, map, cover) && fuse_none (taps);
}

bool
rsz_opencv_area (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  if (!rsz_taps_area_is_even (map))
    return rsz_opencv_coverage (taps, filter, map);
  taps->exact = taps->arithmetic != RSZ_ARITHMETIC_FLOAT;
  taps->arithmetic = RSZ_ARITHMETIC_FLOAT;
  if (!rsz_taps_build_windows (taps, filter, map, rsz_taps_area))
    return false;
  taps->window = taps->n_max > 1;
  return true;
}

/* ---- what depends on both axes ---- */

static double
scale_of (const RszAxis *axis)
{
  return 1.0 / (axis->factor > 0.0 ? axis->factor : (double) axis->out / axis->in);
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

static bool
are_halves (const RszAxis *x, const RszAxis *y)
{
  return is_whole (x) && is_whole (y) && rint (scale_of (x)) == 2.0 && rint (scale_of (y)) == 2.0;
}

RszMethod
rsz_opencv_bilinear_stand_in (const RszAxis *x, const RszAxis *y)
{
  return are_halves (x, y) ? RSZ_METHOD_OPENCV_AREA : RSZ_METHOD_OPENCV_BILINEAR;
}

RszMethod
rsz_opencv_bilinear_exact_stand_in (const RszAxis *x, const RszAxis *y)
{
  return are_halves (x, y) ? RSZ_METHOD_OPENCV_AREA : RSZ_METHOD_OPENCV_BILINEAR_EXACT;
}
