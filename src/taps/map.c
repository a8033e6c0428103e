/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "map.h"

#include <math.h>

static int
ceil_div (int a, int b)
{
  return (a + b - 1) / b;
}

/* First sample, number of samples and first sample's position (in pixels from
 * the picture's first) of the part of a plane that holds pixels start .. start + size - 1. Of a
 * field the part holds the field's rows among these, and a sample covers rows of its field
 * alone. */
static void
locate (
    const RszAxis *axis, int step, int start, int size, int *first, int *count, double *position)
{
  const int m = axis->subsampling;
  const double inside = axis->cosited ? axis->field : m * axis->field + (m - 1) * 0.5;

  *first = ceil_div (start - axis->field, axis->n_fields) / m;
  *count = ceil_div (start + size - axis->field, step) - *first;
  *position = (double) step * *first + inside - start;
}

static void
set_scale (RszMap *map, const RszAxis *axis)
{
  const int in = axis->in, out = axis->out;

  if (axis->align_corners) {
    map->scale = out > 1 ? (double) (in - 1) / (out - 1) : 0.0;
    map->scalef = out > 1 ? (float) (in - 1) / (float) (out - 1) : 0.0f;
  } else if (axis->factor > 0.0) {
    map->scale = 1.0 / axis->factor;
    map->scalef = (float) map->scale;
  } else {
    map->scale = (double) in / out;
    map->scalef = (float) in / (float) out;
  }
}

/* The samples that are made are those of the frame that lie on what is visible of the picture.
 * Where that does not begin with the picture, all of the picture is placed so that samples lie on
 * it in the same way, in the frame or before it. Returns the first one's position. */
static double
locate_out (RszMap *map, const RszAxis *axis, int step)
{
  const int visible = rsz_axis_visible (axis);
  const int before = axis->place_start - axis->visible_start; /* where all of it would begin */
  const int steps = before < 0 ? ceil_div (-before, step) : 0;
  double position;
  int first;

  locate (axis, step, axis->place_start, visible, &map->out_first, &map->made, &position);
  locate (axis, step, before + steps * step, axis->out, &first, &map->out, &position);
  map->made_first = map->out_first + steps - first;
  return position;
}

void
rsz_map_init (RszMap *map, const RszAxis *axis)
{
  const int q = axis->subsampling * axis->n_fields;
  const double h = axis->align_corners && !axis->antialias ? 0.0 : 0.5;
  double in_position, out_position;

  locate (axis, q, axis->crop_start, axis->in, &map->in_first, &map->in, &in_position);
  out_position = locate_out (map, axis, q);
  map->frame_first = axis->frame ? 0 : map->out_first;
  map->frame_end =
      axis->frame ? ceil_div (axis->frame - axis->field, q) : map->out_first + map->made;
  map->axis = axis;
  map->in_pixels = axis->in;
  map->out_pixels = axis->out;
  map->step = q;
  map->one_field = axis->n_fields > 1;
  set_scale (map, axis);

  map->a = (out_position + h) / q;
  map->b = (in_position + h) / q;
  /* first i with q * i + out_position > out - 1 */
  map->clamp_from = (int) floor ((axis->out - 1 - out_position) / q) + 1;
  map->clamp = (axis->out - 1 + h) / q;
}

double
rsz_map_phase (const RszMap *map, int i)
{
  return i >= map->clamp_from ? map->clamp : i + map->a;
}

bool
rsz_map_is_copy (const RszMap *map)
{
  return map->in_pixels == map->out_pixels && map->a == map->b;
}

double
rsz_map_position (const RszMap *map, int i)
{
  return map->scale * rsz_map_phase (map, i) - map->b;
}

double
rsz_map_pixel (const RszMap *map, int i)
{
  return map->step * rsz_map_phase (map, i) - 0.5;
}

double
rsz_map_sample (const RszMap *map, double pixel)
{
  return (pixel - (map->step * map->b - 0.5)) / map->step;
}
