/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>
#include <string.h>

#include "platform/fma.h"

/* torch on float32 tensors: area_pixel_compute_source_index, guard_index_and_lambda and
 * get_cubic_upsample_coefficients in aten/src/ATen/native/UpSample.h; for antialias
 * HelperInterpBase in cpu/UpSampleKernel.cpp at scalar_t = float. Where a double appears below,
 * torch's expression has a double literal in that place. */

static float
support (const RszFilter *filter, const RszMap *map)
{
  return map->scalef >= 1.0f ? filter->width * 0.5f * map->scalef : filter->width * 0.5f;
}

int
rsz_taps_float_room (const RszFilter *filter, const RszMap *map, bool antialias)
{
  int room;

  if (!antialias)
    return filter->width;
  room = (int) ceilf (support (filter, map)) * 2 + 1;
  return room < map->in ? room : map->in;
}

static int
weigh_window (const RszFilter *filter, const RszMap *map, int i, int room, int32_t *first, float *w,
    RszPhases *phases)
{
  const float reach = support (filter, map);
  const float center = map->scalef * (float) rsz_map_phase (map, i) + (float) (0.5 - map->b);
  const float inverse = map->scalef >= 1.0f ? 1.0f / map->scalef : 1.0f;
  const int64_t from = (int64_t) (center - reach + 0.5), to = (int64_t) (center + reach + 0.5);
  const float *same;
  float total = 0.0f;
  int n;

  *first = from < 0 ? 0 : from < map->in ? (int32_t) from : map->in - 1;
  n = (int) (to < map->in ? to : map->in) - *first;
  n = n < 1 ? 1 : n < room ? n : room;
  same = rsz_taps_find_phase (phases, (float) *first - center, n);
  if (same) {
    memcpy (w, same, n * sizeof *w);
    return n;
  }
  rsz_taps_keep_phase (phases, (float) *first - center, n, w);
  for (int j = 0; j < n; j++) {
    const double distance = ((float) (j + *first) - center + 0.5) * inverse;

    w[j] = filter->weightf[1]((float) distance, (float) filter->sharpness[1]);
    total += w[j];
  }
  if (total != 0.0f)
    for (int j = 0; j < n; j++)
      w[j] /= total;
  return n;
}

/* The position in float32: linear's product and difference are rounded apart, but for small
 * outputs, the others' once. */
static float
position (const RszFilter *filter, const RszMap *map, int i)
{
  const float phase = (float) rsz_map_phase (map, i), b = (float) map->b;
  float r;

  if (!filter->fused)
    return rsz_fmaf (map->scalef, phase, -b);
  r = map->scalef * phase;
  r -= b;
  if (filter->corners)
    r = rsz_fmaf (map->scalef, phase, -b);
  return r < 0.0f ? 0.0f : r;
}

static int
weigh_around (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const int half = filter->width / 2;
  const float sharpness = (float) filter->sharpness[0];
  const float r = position (filter, map, i);
  const float whole = fminf (floorf (r), (float) (map->in - 1));
  const float t = fminf (fmaxf (r - whole, 0.0f), 1.0f), u = 1.0f - t;
  /* further out every tap is clamped to the border sample just the same */
  const int k = (int) fmaxf (whole, (float) (-half - 1));

  *first = k - half + 1;
  if (filter->fused) {
    w[0] = u;
    w[1] = t;
    return 2;
  }
  for (int j = 0; j < half; j++) {
    w[half - 1 - j] = filter->weightf[0](t + (float) j, sharpness);
    w[half + j] = filter->weightf[0](u + (float) j, sharpness);
  }
  return filter->width;
}

int
rsz_taps_float_weigh (const RszFilter *filter, const RszMap *map, bool antialias, int i, int room,
    int32_t *first, float *w, RszPhases *phases)
{
  return antialias ? weigh_window (filter, map, i, room, first, w, phases)
                   : weigh_around (filter, map, i, first, w);
}
