/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>

/* Which samples area takes the mean of, and what each counts. */

static int64_t
least (int64_t a, int64_t b)
{
  return a < b ? a : b;
}

static int64_t
most (int64_t a, int64_t b)
{
  return a > b ? a : b;
}

bool
rsz_taps_area_is_even (const RszMap *map)
{
  return !map->one_field && map->a == 0.5 && map->b == 0.5;
}

/* torch: start_index and end_index of adaptive average pooling. A sub-sampled plane takes the
 * samples that the output sample's pixels overlap. */
int
rsz_taps_area (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const int64_t q = map->step, in = map->in_pixels, out = map->out_pixels;
  const int64_t past = least (q * (i + 1), out);
  const int64_t from = i * in / out;
  const int64_t to = (past * in + q * out - 1) / (q * out);
  const int n = (int) (least (to, map->in) - least (from, map->in - 1));

  (void) filter;
  *first = (int32_t) least (from, map->in - 1);
  for (int k = 0; w && k < n; k++)
    w[k] = 1.0f;
  return n;
}

/* All in units of which a sample has 2 step out_pixels: there positions are whole numbers, and
 * weights quotients of such. */
int
rsz_taps_cover (const RszFilter *filter, const RszMap *map, int i, int32_t *first, float *w)
{
  const int64_t q = map->step, sample = 2 * q * map->out_pixels, end = sample * map->in;
  const int64_t phase = llrint (2 * q * rsz_map_phase (map, i)), b = llrint (2 * q * map->b);
  const int64_t position = map->in_pixels * phase + map->out_pixels * (q - b);
  const int64_t center = least (most (position, sample / 2), end - sample / 2);
  const int64_t half = least (q * map->in_pixels, least (center, end - center));
  const int64_t from = center - half, to = center + half;

  (void) filter;
  *first = (int32_t) (from / sample);
  for (int64_t k = *first; w && k * sample < to; k++)
    *w++ = (float) ((double) (least ((k + 1) * sample, to) - most (k * sample, from))
                    / (double) (to - from));
  return (int) ((to + sample - 1) / sample) - *first;
}
