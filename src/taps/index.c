/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>
#include <stdlib.h>

#include "platform/fma.h"

static int
clamp_index (float index, int in)
{
  return index < 0.0f ? 0 : index < (float) in ? (int) index : in - 1;
}

/* Which pixel of the whole picture pixel i takes: torch's nearest_neighbor_compute_source_index. */
static int
nearest_pixel (const RszMap *map, int i)
{
  return clamp_index (floorf (map->scalef * (float) i), map->in_pixels);
}

/* torch's nearest_idx, which spares the floating point where the size stays or doubles, whatever
 * the scale factor says. */
static int
small_nearest_pixel (const RszMap *map, int i)
{
  if (map->out_pixels == map->in_pixels)
    return i;
  if (map->out_pixels == 2 * map->in_pixels)
    return i >> 1;
  return nearest_pixel (map, i);
}

/* The sample that is nearest to the pixel that the picture's pixel under this one takes, or to the
 * middle of two where a sample sits between pixels; the one before where two are as near. Of a
 * whole plane of all pixels that is the pixel itself. */
static int
nearest (const RszMap *map, int before, int after)
{
  const int k = (int) ceil (rsz_map_sample (map, 0.5 * (before + after)) - 0.5);

  return k < 0 ? 0 : k < map->in ? k : map->in - 1;
}

int
rsz_taps_nearest (const RszMap *map, int i)
{
  const double at = rsz_map_pixel (map, i);

  return nearest (map, nearest_pixel (map, (int) floor (at)), nearest_pixel (map, (int) ceil (at)));
}

int
rsz_taps_small_nearest (const RszMap *map, int i)
{
  const double at = rsz_map_pixel (map, i);

  return nearest (
      map, small_nearest_pixel (map, (int) floor (at)), small_nearest_pixel (map, (int) ceil (at)));
}

static int
pixel_at (const RszMap *map, const int32_t *pixels, double at)
{
  const int i = (int) at;

  return pixels[i < 0 ? 0 : i < map->out_pixels ? i : map->out_pixels - 1];
}

bool
rsz_taps_build_pixels (RszTaps *taps, const RszMap *map, const int32_t *pixels)
{
  if (!rsz_taps_build_copy (taps, map))
    return false;
  for (int i = 0; i < taps->len; i++) {
    const double at = rsz_map_pixel (map, i);

    taps->first[i] =
        nearest (map, pixel_at (map, pixels, floor (at)), pixel_at (map, pixels, ceil (at)));
  }
  return true;
}

bool
rsz_taps_build_nearest (
    RszTaps *taps, const RszMap *map, int32_t (*pixel) (const RszMap *map, int i))
{
  int32_t *pixels = malloc (map->out_pixels * sizeof *pixels);
  bool fine;

  for (int i = 0; pixels && i < map->out_pixels; i++)
    pixels[i] = pixel (map, i);
  fine = pixels && rsz_taps_build_pixels (taps, map, pixels);
  free (pixels);
  return fine;
}

/* torch: HelperInterpNearestExact in cpu/UpSampleKernel.cpp. What is nearest to the position is
 * also nearest to the pixel that the picture takes there, or as near as another: that one is half a
 * pixel off at most. */
int
rsz_taps_nearest_exact (const RszMap *map, int i)
{
  const float r = rsz_fmaf (map->scalef, (float) rsz_map_phase (map, i), (float) -map->b);

  return clamp_index (floorf ((float) (fmaxf (r, 0.0f) + 0.5)), map->in);
}

/* torch: nearest_neighbor_exact_compute_source_index, the same but for its roundings. */
int
rsz_taps_small_nearest_exact (const RszMap *map, int i)
{
  const double r = rsz_map_phase (map, i) * (double) map->scalef + (0.5 - map->b);

  return clamp_index (floorf ((float) r), map->in);
}
