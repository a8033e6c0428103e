/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>

/* ONNX's operator Resize as onnxruntime runs it on float32 tensors: upsamplebase.h, upsample.cc and
 * upsample_antialias.h of onnxruntime/core/providers/cpu/tensor. */

/* Output pixels per source pixel: what the operator's input `scales` has, or is made of `sizes`. */
static float
scale_of (const RszMap *map)
{
  const double factor = map->axis->factor;

  return factor > 0.0 ? (float) factor : (float) map->out_pixels / (float) map->in_pixels;
}

/* Where one of the picture's output pixels falls among its source pixels. */
static float
source_pixel (const RszMap *map, float pixel)
{
  const float in = (float) map->in_pixels, out = (float) map->out_pixels, scale = scale_of (map);

  switch (map->axis->coordinates) {
  case RSZ_COORDINATES_HALF_PIXEL_SYMMETRIC: {
    const float offset = in / 2.0f * (1.0f - out / (scale * in));

    return (float) (offset + (pixel + 0.5) / scale - 0.5);
  }
  case RSZ_COORDINATES_PYTORCH_HALF_PIXEL:
    return out > 1.0f ? (pixel + 0.5f) / scale - 0.5f : 0.0f;
  case RSZ_COORDINATES_ALIGN_CORNERS:
    return out > 1.0f ? pixel * (in - 1.0f) / (out - 1.0f) : 0.0f;
  case RSZ_COORDINATES_ASYMMETRIC:
    return pixel / scale;
  default:
    return (pixel + 0.5f) / scale - 0.5f;
  }
}

/* The same of a plane's samples. */
static float
position (const RszMap *map, int i)
{
  return (float) rsz_map_sample (map, source_pixel (map, (float) rsz_map_pixel (map, i)));
}

/* Halves may be so much off. */
#define TIE 1e-6f

static float
round_pixel (RszNearest how, float at)
{
  const float whole = floorf (at), rest = at - whole;
  const bool tie = fabsf (rest - 0.5f) <= TIE;

  switch (how) {
  case RSZ_NEAREST_ROUND_PREFER_FLOOR:
    return tie || rest < 0.5f ? whole : whole + 1.0f;
  case RSZ_NEAREST_ROUND_PREFER_CEIL:
    return tie || rest > 0.5f ? whole + 1.0f : whole;
  case RSZ_NEAREST_CEIL:
    return ceilf (at);
  default:
    return whole;
  }
}

static int32_t
nearest_pixel (const RszMap *map, int i)
{
  const float at = round_pixel (map->axis->nearest, source_pixel (map, (float) i));

  return (int32_t) fminf (fmaxf (at, 0.0f), (float) (map->in_pixels - 1));
}

bool
rsz_onnx_nearest (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  (void) filter;
  return rsz_taps_build_nearest (taps, map, nearest_pixel);
}

/* ---- linear and cubic ---- */

/* Distances from the position to the samples around it: t is what it is behind one of them. */
static float
distance_of (float t, int k)
{
  return k < 0 ? t - (float) k : (float) k - t;
}

/* What is outside counts as the border sample, or is left out. */
static int
weigh_around (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const float at = position (map, i), whole = floorf (at), t = at - whole;
  const float a = (float) map->axis->cubic_coefficient;
  const int before = filter->width / 2 - 1;
  float total = 0.0f;

  /* small factors lead far out, where every window has the border sample alone */
  *first =
      (int32_t) fminf (fmaxf (whole - (float) before, (float) -filter->width), (float) map->in);
  for (int k = 0; w && k < filter->width; k++) {
    const bool inside = *first + k >= 0 && *first + k < map->in;

    w[k] = filter->weightf[0](distance_of (t, k - before), a);
    w[k] = map->axis->exclude_outside && !inside ? 0.0f : w[k];
    total += w[k];
  }
  for (int k = 0; w && map->axis->exclude_outside && k < filter->width; k++)
    w[k] /= total;
  return filter->width;
}

/* A window of the source, which may reach out of it. */
typedef struct {
  float center;  /* its middle; the first sample begins at 0 */
  float inverse; /* of how much the filter is widened */
  int from, to;
} Window;

static Window
window_of (const RszFilter *filter, const RszMap *map, int i)
{
  const float scale = 1.0f / scale_of (map), widened = fmaxf (scale, 1.0f);
  const float reach = 0.5f * (float) filter->width * widened, center = 0.5f + position (map, i);

  return (Window){ center, 1.0f / widened, (int) floorf (center - reach + 0.5f),
    (int) floorf (center + reach + 0.5f) };
}

static int
clamp_index (int index, int in)
{
  return index < 0 ? 0 : index < in ? index : in - 1;
}

/* As weigh_around, with the filter widened when reducing. */
static int
weigh_window (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const Window window = window_of (filter, map, i);
  const int n = clamp_index (window.to - 1, map->in) - clamp_index (window.from, map->in) + 1;
  const float a = (float) map->axis->cubic_coefficient;
  float total = 0.0f;

  *first = clamp_index (window.from, map->in);
  for (int k = 0; w && k < n; k++)
    w[k] = 0.0f;
  for (int k = window.from; w && k < window.to; k++) {
    const int inside = clamp_index (k, map->in);
    const float distance = ((float) k - window.center + 0.5f) * window.inverse;

    if (inside != k && map->axis->exclude_outside)
      continue;
    w[inside - *first] += filter->weightf[1](distance, a);
    total += filter->weightf[1](distance, a);
  }
  for (int k = 0; w && total != 0.0f && k < n; k++)
    w[k] *= 1.0f / total;
  return n;
}

/* Axes of equal sizes are copied, by antialias whatever the factor says. */
bool
rsz_onnx_weights (RszTaps *taps, const RszFilter *filter, const RszMap *map)
{
  if (rsz_map_is_copy (map) && map->scale == 1.0)
    return rsz_taps_build_copy (taps, map);
  taps->fused = !map->axis->antialias && filter->width == 2;
  return rsz_taps_build_windows (
      taps, filter, map, map->axis->antialias ? weigh_window : weigh_around);
}
