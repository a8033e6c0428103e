/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include "spec.h"
#include "taps/map.h"
#include "taps/filter.h"

/* Which specs the headers allow, and what they cost. */

static bool
is_within (int value, int least, int most)
{
  return value >= least && value <= most;
}

/* A field has rows in the source. */
static bool
has_rows (const RszAxis *axis)
{
  for (int row = axis->crop_start; row < axis->crop_start + axis->in; row++)
    if (row % axis->n_fields == axis->field)
      return true;
  return false;
}

bool
fuzz_axis_is_valid (const RszAxis *axis)
{
  const int most = RSZ_MAX_SIZE;

  if (!is_within (axis->in, 1, most) || !is_within (axis->out, 1, most)
      || !is_within (axis->crop_start, 0, most) || !is_within (axis->place_start, 0, most)
      || !is_within (axis->frame, 0, most) || !is_within (axis->n_fields, 1, 2)
      || !is_within (axis->field, 0, axis->n_fields - 1))
    return false;
  if (axis->subsampling != 1 && axis->subsampling != 2 && axis->subsampling != 4)
    return false;
  if (axis->place_start % (axis->subsampling * axis->n_fields))
    return false;
  if (!is_within (axis->visible_start, 0, most) || !is_within (axis->visible, 0, most)
      || axis->visible_start + rsz_axis_visible (axis) > axis->out)
    return false;
  if (axis->frame && axis->frame < axis->place_start + rsz_axis_visible (axis))
    return false;
  if (axis->factor != 0.0 && !(axis->factor >= 1.0 / RSZ_MAX_SIZE && axis->factor <= RSZ_MAX_SIZE))
    return false;
  return axis->in > axis->field && rsz_axis_visible (axis) > axis->field && has_rows (axis);
}

/* Less than a pixel may be lacking, and a pixel is there. */
static bool
is_room (int room, int units, int components)
{
  return room == 0 || (room > units - components && room >= components);
}

static bool
are_rooms_valid (const RszPlaneSpec *plane)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const int c = plane->parts[0].components;
  RszMap map;

  if (layout->plain || layout->n_parts > 1) {
    for (int p = 0; p < layout->n_parts; p++)
      if (plane->parts[p].src_room || plane->parts[p].dst_room)
        return false;
    return true;
  }
  rsz_map_init (&map, &plane->parts[0].x);
  return is_room (plane->parts[0].src_room, fuzz_plane_units (plane, map.in_first + map.in), c)
         && is_room (plane->parts[0].dst_room, fuzz_plane_units (plane, map.frame_end), c);
}

/* Axes of the parts of a row, which differ in what a sample is. */
static bool
are_alike (const RszAxis *a, const RszAxis *b)
{
  return a->in == b->in && a->out == b->out && a->crop_start == b->crop_start
         && a->place_start == b->place_start && a->visible_start == b->visible_start
         && a->visible == b->visible && a->frame == b->frame && a->n_fields == b->n_fields
         && a->field == b->field && a->align_corners == b->align_corners
         && a->antialias == b->antialias && a->factor == b->factor;
}

static bool
are_borders_valid (const RszPlaneSpec *plane, int part)
{
  bool valid = true;

  for (int c = 0; c < plane->parts[part].components; c++)
    valid = valid && plane->parts[part].border[c] < 1 << plane->depth;
  return valid;
}

static bool
are_parts_valid (const RszPlaneSpec *plane)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const RszAxis *a = &plane->parts[0].x, *b = &plane->parts[1].x;

  for (int p = 0; p < layout->n_parts; p++)
    if (!is_within (plane->parts[p].components, 1, RSZ_MAX_COMPONENTS)
        || !fuzz_axis_is_valid (&plane->parts[p].x) || !are_borders_valid (plane, p))
      return false;
  if (layout->n_parts == 1)
    return true;
  return plane->parts[0].components == layout->samples[0] / layout->pixels
         && plane->parts[1].components == layout->samples[1] * layout->divisor / layout->pixels
         && b->subsampling == a->subsampling * layout->divisor && are_alike (a, b);
}

/* Without a frame a picture begins with a group. */
static bool
is_start_valid (const RszPlaneSpec *plane)
{
  const RszAxis *x = &plane->parts[0].x;
  RszMap map;

  if (rsz_layouts[plane->layout].plain || x->frame)
    return true;
  rsz_map_init (&map, x);
  return fuzz_plane_units (plane, map.out_first) % rsz_layouts[plane->layout].pixels == 0;
}

static bool
is_plane_valid (const RszPlaneSpec *plane)
{
  const RszLayoutInfo *layout;

  if (!is_within ((int) plane->layout, 0, RSZ_N_LAYOUTS - 1))
    return false;
  layout = &rsz_layouts[plane->layout];
  return is_within (plane->depth, 1, layout->sample == RSZ_SAMPLE_U8 ? 8 : 16)
         && are_parts_valid (plane) && fuzz_axis_is_valid (&plane->y) && are_rooms_valid (plane)
         && is_start_valid (plane);
}

/* Values of whatever plane are good numbers: none is damaged. */
static bool
is_result_valid (const RszSpec *spec, const RszPlaneSpec *plane)
{
  const bool is_tensor = plane->tensor.n_channels > 0;

  if (spec->unrounded && rsz_method_info (spec->method)->library == RSZ_LIBRARY_PILLOW)
    return false;
  return is_tensor ? plane->layout == RSZ_LAYOUT_U8 : !spec->unrounded;
}

/* Pillow is followed on bytes, OpenCV on 8 bits and more. */
static bool
is_followed (const RszSpec *spec, const RszPlaneSpec *plane)
{
  switch (rsz_method_info (spec->method)->library) {
  case RSZ_LIBRARY_PILLOW:
    return spec->arithmetic == RSZ_ARITHMETIC_NATIVE && plane->depth == 8
           && rsz_layouts[plane->layout].sample == RSZ_SAMPLE_U8;
  case RSZ_LIBRARY_OPENCV:
    return plane->depth >= 8;
  default:
    return true;
  }
}

bool
fuzz_spec_is_valid (const RszSpec *spec)
{
  bool valid = is_within ((int) spec->method, 0, RSZ_N_METHODS - 1)
               && is_within ((int) spec->arithmetic, 0, RSZ_N_ARITHMETICS - 1)
               && is_within (spec->n_slices, 1, RSZ_MAX_SLICES)
               && is_within (spec->n_planes, 1, RSZ_MAX_PLANES);

  for (int p = 0; valid && p < spec->n_planes; p++)
    valid = is_plane_valid (&spec->planes[p]) && is_followed (spec, &spec->planes[p])
            && is_result_valid (spec, &spec->planes[p]);
  return valid;
}

bool
fuzz_axis_is_natural (const RszAxis *axis, RszMethod method)
{
  return axis->factor == 0.0
         || (axis->align_corners && rsz_method_info (method)->takes_align_corners)
         || (int) (axis->in * axis->factor) == axis->out;
}

double
fuzz_axis_taps (const RszAxis *axis, RszMethod method)
{
  const RszFilter *filter = &rsz_filters[method];
  double scale = (double) axis->in / axis->out;

  if (axis->factor > 0.0 && !(axis->align_corners && filter->info.takes_align_corners))
    scale = 1.0 / axis->factor;
  switch (filter->kind) {
  case RSZ_TAPS_INDEX:
    return 1.0;
  case RSZ_TAPS_WINDOW: /* torch's have no factor */
    return fmin (axis->in, fmax (scale, (double) axis->in / axis->out) + 2.0);
  case RSZ_TAPS_WEIGHTS:
    break;
  }
  if (axis->antialias || filter->implies_antialias)
    return fmin (axis->in, filter->width * fmax (scale, 1.0) + 2.0);
  return filter->width;
}

/* Rows are scaled again for every slice that reads them. */
static double
plane_cost (const RszPlaneSpec *plane, const RszSpec *spec)
{
  const int n_parts = rsz_layouts[plane->layout].n_parts;
  const double taps_y = fuzz_axis_taps (&plane->y, spec->method);
  double cost;
  RszMap x, y;

  rsz_map_init (&y, &plane->y);
  cost = 2.0 * y.out * taps_y;
  for (int p = 0; p < n_parts; p++) {
    const double taps_x = fuzz_axis_taps (&plane->parts[p].x, spec->method);
    const double c = plane->parts[p].components;

    rsz_map_init (&x, &plane->parts[p].x);
    cost += 2.0 * x.out * taps_x;
    cost += c * (y.in + spec->n_slices * taps_y) * (x.out * taps_x + x.in_first + x.in);
    cost += c * (y.out * taps_y + y.frame_end) * x.frame_end;
  }
  return cost;
}

double
fuzz_spec_cost (const RszSpec *spec)
{
  double cost = 0.0;

  for (int p = 0; p < spec->n_planes; p++)
    cost += plane_cost (&spec->planes[p], spec);
  return cost;
}
