/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>

static int
clamp_index (float index, int in)
{
  return index < 0.0f ? 0 : index < (float) in ? (int) index : in - 1;
}

/* torch: nearest_neighbor_compute_source_index and nearest_idx, which spares the floating point
 * where the size stays or doubles, whatever the scale factor says. Of pixels of the whole
 * picture. */
static int
nearest_pixel (const RszMap *map, const int32_t *pixels, int i)
{
  if (pixels)
    return pixels[i < 0 ? 0 : i < map->out_pixels ? i : map->out_pixels - 1];
  if (map->out_pixels == map->in_pixels)
    return i;
  if (map->out_pixels == 2 * map->in_pixels)
    return i >> 1;
  return clamp_index (floorf (map->scalef * (float) i), map->in_pixels);
}

/* A row of `pixels` says which pixel another library takes.
 * The sample that is nearest to the pixel that the picture's pixel under this one takes, or to the
 * middle of two where a sample sits between pixels; the one before where two are as near. Of a
 * whole plane of all pixels that is the pixel itself. */
static int
nearest (const RszMap *map, const int32_t *pixels, int i)
{
  const double at = map->step * rsz_map_phase (map, i) - 0.5;
  const double first = map->step * map->b - 0.5; /* pixel position of source sample 0 */
  const double taken = 0.5
                       * (nearest_pixel (map, pixels, (int) floor (at))
                           + nearest_pixel (map, pixels, (int) ceil (at)));
  const int k = (int) ceil ((taken - first) / map->step - 0.5);

  return k < 0 ? 0 : k < map->in ? k : map->in - 1;
}

int
rsz_taps_nearest (const RszMap *map, int i)
{
  return nearest (map, NULL, i);
}

bool
rsz_taps_build_pixels (RszTaps *taps, const RszMap *map, const int32_t *pixels)
{
  if (!rsz_taps_build_copy (taps, map))
    return false;
  for (int i = 0; i < taps->len; i++)
    taps->first[i] = nearest (map, pixels, i);
  return true;
}

/* torch: nearest_neighbor_exact_compute_source_index. What is nearest to the position is also
 * nearest to the pixel that the picture takes there, or as near as another: that one is half a
 * pixel off at most. */
int
rsz_taps_nearest_exact (const RszMap *map, int i)
{
  const double r = rsz_map_phase (map, i) * (double) map->scalef + (0.5 - map->b);

  return clamp_index (floorf ((float) r), map->in);
}
