/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>

/* TensorFlow's tf.image.resize and tf.compat.v1.image.resize: the resize_*_op.cc and
 * scale_and_translate_op.cc of tensorflow/core/kernels/image. All of it in float32. */

static float
scale_of (const RszMap *map)
{
  if (map->axis->coordinates == RSZ_COORDINATES_ALIGN_CORNERS && map->in_pixels > 1
      && map->out_pixels > 1)
    return (float) (map->in_pixels - 1) / (float) (map->out_pixels - 1);
  return map->scalef;
}

/* Where one of the picture's output pixels falls among its source pixels. */
static float
source_pixel (const RszMap *map, float pixel)
{
  if (map->axis->coordinates == RSZ_COORDINATES_HALF_PIXEL)
    return (pixel + 0.5f) * scale_of (map) - 0.5f;
  return pixel * scale_of (map);
}

static int32_t
nearest_pixel (const RszMap *map, int i)
{
  const float pixel = (float) i, scale = scale_of (map);
  float at;

  switch (map->axis->coordinates) {
  case RSZ_COORDINATES_HALF_PIXEL:
    at = floorf ((pixel + 0.5f) * scale);
    break;
  case RSZ_COORDINATES_ALIGN_CORNERS:
    at = roundf (pixel * scale);
    break;
  default:
    at = floorf (pixel * scale);
  }
  return (int32_t) fminf (at, (float) (map->in_pixels - 1));
}

bool
rsz_tensorflow_nearest (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  (void) filter;
  return rsz_taps_build_nearest (taps, map, nearest_pixel);
}

/* ---- all others: ScaleAndTranslate ---- */

/* An output sample's span of the source, whose first sample begins at 0. */
typedef struct {
  float center, reach;
  float inverse; /* of how much the filter is widened */
} Span;

static Span
span_of (const RszFilter *filter, const RszMap *map, int i)
{
  /* a reciprocal of a reciprocal, as there */
  const float inverse = (float) map->out_pixels / (float) map->in_pixels;
  const float scale = (float) (1.0 / inverse);
  const float widened = map->axis->antialias ? fmaxf (scale, 1.0f) : 1.0f;
  const float center = (float) rsz_map_phase (map, i) * scale - (float) (map->b - 0.5);

  return (Span){ center, 0.5f * (float) filter->width * widened, 1.0f / widened };
}

static int
clamp_index (float index, int in)
{
  return index < 0.0f ? 0 : index < (float) in ? (int) index : in - 1;
}

static int
weigh_span (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const Span span = span_of (filter, map, i);
  const int from = clamp_index (ceilf (span.center - span.reach - 0.5f), map->in);
  const int n = clamp_index (floorf (span.center + span.reach - 0.5f), map->in) - from + 1;
  float total = 0.0f;

  *first = from;
  for (int k = 0; w && k < n; k++) {
    const float distance = (float) (from + k) + 0.5f - span.center;

    w[k] = filter->weightf[1](fabsf (distance * span.inverse), (float) filter->sharpness[1]);
    total += w[k];
  }
  for (int k = 0; w && total != 0.0f && k < n; k++)
    w[k] *= 1.0f / total;
  return n;
}

bool
rsz_tensorflow_spans (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  return rsz_taps_build_windows (taps, filter, map, weigh_span);
}

/* ---- bilinear and bicubic ---- */

/* How far a position is behind the sample before it, which is *before. */
static float
split (const RszMap *map, int i, int32_t *before)
{
  const float pixel = source_pixel (map, (float) rsz_map_pixel (map, i));
  const float at = (float) rsz_map_sample (map, pixel), whole = floorf (at);

  *before = (int32_t) whole;
  return at - whole;
}

static int
weigh_line (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const float t = split (map, i, first);

  (void) filter;
  if (w) {
    w[0] = 1.0f - t;
    w[1] = t;
  }
  return 2;
}

bool
rsz_tensorflow_bilinear (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  if (rsz_map_is_copy (map))
    return rsz_taps_build_copy (taps, map);
  if (map->axis->antialias)
    return rsz_tensorflow_spans (taps, filter, map);
  taps->blended = true;
  return rsz_taps_build_windows (taps, filter, map, weigh_line);
}

/* Weights are looked up at multiples of this fraction of a sample. */
#define TABLE_SIZE 1024

/* TensorFlow 1 had Keys' a = -3/4, and gives the border sample the weight of what is outside; 2 has
 * a = -1/2, and leaves that out. */
static int
weigh_cubic (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const bool renewed = map->axis->coordinates == RSZ_COORDINATES_HALF_PIXEL;
  const long offset = lrintf (split (map, i, first) * TABLE_SIZE);
  float total = 0.0f;

  (*first)--;
  for (int k = 0; w && k < 4; k++) {
    const bool inside = *first + k >= 0 && *first + k < map->in;
    const double distance = k - 1 - (double) offset / TABLE_SIZE;

    w[k] = (float) filter->weight (distance, filter->sharpness[renewed]);
    w[k] = renewed && !inside ? 0.0f : w[k];
    total += w[k];
  }
  for (int k = 0; w && renewed && total != 0.0f && k < 4; k++)
    w[k] *= 1.0f / total;
  return 4;
}

bool
rsz_tensorflow_bicubic (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  if (rsz_map_is_copy (map))
    return rsz_taps_build_copy (taps, map);
  if (map->axis->antialias)
    return rsz_tensorflow_spans (taps, filter, map);
  return rsz_taps_build_windows (taps, filter, map, weigh_cubic);
}

/* ---- area ---- */

/* How much of a sample from k to k + 1 a cell covers; in TensorFlow's cases, as they round
 * differently. */
static float
share (float k, float from, float to, float width)
{
  if (k < from)
    return k + 1.0f > to ? width : k + 1.0f - from;
  return k + 1.0f > to ? to - k : 1.0f;
}

/* What lies beyond the end counts as the border sample. */
static int
cover (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const float width = scale_of (map), origin = (float) (map->b - 0.5);
  const double phase = rsz_map_phase (map, i);
  const float from = (float) (phase - 0.5) * width - origin;
  const float to = (float) (phase + 0.5) * width - origin;
  const int n = (int) (ceilf (to) - floorf (from));

  (void) filter;
  *first = (int32_t) floorf (from);
  for (int k = 0; w && k < n; k++)
    w[k] = share ((float) (*first + k), from, to, width);
  return n;
}

/* True where every output has n samples, inside of the row, that weigh the same. */
static bool
has_only (const RszTaps *taps, int n, float weight)
{
  bool only = true;

  for (int i = 0; i < taps->len && only; i++) {
    only = taps->n[i] == n && taps->first[i] >= 0 && taps->first[i] + n <= taps->in;
    for (int k = 0; k < n && only; k++)
      only = taps->weightsf[(size_t) i * taps->n_max + k] == weight;
  }
  return only;
}

static bool
is_power_of_two (float x)
{
  int exponent;

  return frexpf (x, &exponent) == 0.5f;
}

/* What is multiplied and divided by a power of two stays what it is. */
static void
take_samples (RszTaps *taps)
{
  taps->cell = 0.0f;
  for (int i = 0; i < taps->len; i++)
    taps->weightsf[(size_t) i * taps->n_max] = 1.0f;
}

bool
rsz_tensorflow_area (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  if (rsz_map_is_copy (map))
    return rsz_taps_build_copy (taps, map);
  taps->cell = scale_of (map);
  if (!rsz_taps_build_windows (taps, filter, map, cover))
    return false;
  taps->tiled = has_only (taps, taps->n_max, 1.0f) && taps->cell == (float) taps->n_max;
  if (is_power_of_two (taps->cell) && has_only (taps, 1, taps->cell))
    take_samples (taps);
  return true;
}
