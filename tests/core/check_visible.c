/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pictures of which only a part is made. What is made equals the same part of the whole picture,
 * byte for byte, whatever lies beyond it. And pictures that move in their source: a resizer that
 * follows makes of them what a new one makes. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../tap.h"
#include "numbers.h"
#include "picture.h"
#include "resizer_internal.h"
#include "rows/rows.h"
#include "taps/filter.h"
#include "taps/map.h"

#define N_CASES 220

/* One axis: some pixels to others, of which a multiple of `step` is not visible before. */
static RszAxis
whole_axis (int step, int n_fields, const Options *o)
{
  RszAxis axis = {
    .in = random_size () + n_fields - 1,
    .out = random_size () + n_fields - 1,
    .subsampling = step / n_fields,
    .n_fields = n_fields,
    .field = number (n_fields),
    .cosited = number (2),
    .align_corners = o->align_corners,
    .antialias = o->antialias,
  };

  if (number (5) == 0)
    axis.out = axis.in;
  if (number (8) == 0 && axis.in <= 300)
    axis.out = axis.in * 2;
  return axis;
}

static RszAxis
part_of (const RszAxis *whole, int step, bool framed)
{
  RszAxis axis = *whole;

  axis.visible_start = number (axis.out) / step * step;
  axis.visible = axis.out - axis.visible_start;
  if (axis.visible > axis.n_fields)
    axis.visible = axis.n_fields + number (axis.visible - axis.n_fields);
  else
    axis.visible_start = 0, axis.visible = axis.out;
  if (framed) {
    axis.place_start = number (4) * step;
    axis.frame = axis.place_start + axis.visible + number (9);
  }
  return axis;
}

static RszSpec
spec_of (const Options *o, RszSample sample, int depth, int components, const RszAxis *x,
    const RszAxis *y)
{
  RszSpec spec = { .method = o->method, .arithmetic = o->arithmetic, .n_slices = 1, .n_planes = 1 };

  spec.planes[0] = (RszPlaneSpec){
    .layout = sample == RSZ_SAMPLE_U8 ? RSZ_LAYOUT_U8 : RSZ_LAYOUT_U16,
    .depth = depth,
    .y = *y,
    .parts = { { .components = components, .x = *x, .border = { 1, 2, 3, 4 } } },
  };
  return spec;
}

/* Samples up to a pixel, as docs/numerics.md counts them. */
static int
samples_to (const RszAxis *axis, int end)
{
  const int step = axis->subsampling * axis->n_fields;

  return (end - axis->field + step - 1) / step;
}

static Picture
run (const RszResizer *resizer, const RszSpec *spec, const Picture *src)
{
  const RszPlaneSpec *plane = &spec->planes[0];
  const RszAxis *x = &plane->parts[0].x, *y = &plane->y;
  const int width = x->frame ? x->frame : rsz_axis_visible (x);
  const int height = y->frame ? y->frame : rsz_axis_visible (y);
  Picture dst =
      picture_new (samples_to (x, width), samples_to (y, height), src->components, src->sample);
  const void *from = src->data;
  void *to = dst.data;
  const ptrdiff_t from_stride = (ptrdiff_t) src->stride, to_stride = (ptrdiff_t) dst.stride;

  picture_noise (&dst, 77);
  for (int slice = 0; slice < spec->n_slices; slice++)
    rsz_resizer_run (resizer, &to, &to_stride, &from, &from_stride, slice);
  return dst;
}

static Picture
make (const RszSpec *spec, const Picture *src)
{
  RszResizer *resizer = picture_resizer (spec);
  const Picture dst = run (resizer, spec, src);

  rsz_resizer_free (resizer);
  return dst;
}

/* What the frame of a part has to hold at a sample. */
static unsigned
expected (const Picture *whole, const RszAxis *x, const RszAxis *y, int column, int row, int c)
{
  const int step_x = x->subsampling * x->n_fields, step_y = y->subsampling * y->n_fields;
  const int left = x->place_start / step_x, top = y->place_start / step_y;
  const int right = samples_to (x, x->place_start + x->visible);
  const int bottom = samples_to (y, y->place_start + y->visible);

  if (column < left || column >= right || row < top || row >= bottom)
    return 1 + (unsigned) c;
  return picture_get (
      whole, column - left + x->visible_start / step_x, row - top + y->visible_start / step_y, c);
}

static bool
part_is_cut_out (const Options *o, RszSample sample, int depth, int n_fields)
{
  static const int subsamplings[] = { 1, 1, 2, 4 };
  const int components = 1 + number (RSZ_MAX_COMPONENTS);
  const int step_x = subsamplings[number (4)], step_y = subsamplings[number (3)] * n_fields;
  const bool framed = number (2);
  const RszAxis whole_x = whole_axis (step_x, 1, o), whole_y = whole_axis (step_y, n_fields, o);
  const RszAxis x = part_of (&whole_x, step_x, framed), y = part_of (&whole_y, step_y, framed);
  Picture src = picture_new (samples_to (&x, x.in), samples_to (&y, y.in), components, sample);
  RszSpec spec = spec_of (o, sample, depth, components, &whole_x, &whole_y);
  Picture whole, part;
  bool same = true;

  picture_noise (&src, (uint32_t) (x.in * 31 + y.in));
  for (int row = 0; row < src.height; row++)
    for (int i = 0; depth < 16 && sample == RSZ_SAMPLE_U16 && i < src.width * components; i++)
      picture_set (&src, i / components, row, i % components,
          picture_get (&src, i / components, row, i % components) >> (16 - depth));
  whole = make (&spec, &src);
  spec = spec_of (o, sample, depth, components, &x, &y);
  spec.n_slices = 1 + number (3);
  part = make (&spec, &src);
  for (int row = 0; row < part.height; row++)
    for (int column = 0; column < part.width; column++)
      for (int c = 0; c < components; c++)
        same = same
               && picture_get (&part, column, row, c) == expected (&whole, &x, &y, column, row, c);
  if (!same)
    printf ("# columns %d to %d, %d from %d on; rows %d to %d, %d from %d on; steps %d, %d; "
            "%d components\n",
        x.in, x.out, x.visible, x.visible_start, y.in, y.out, y.visible, y.visible_start, step_x,
        step_y, components);
  picture_free (&src);
  picture_free (&whole);
  picture_free (&part);
  return same;
}

static void
check_parts (const Options *o)
{
  const bool deep = options_take (o, RSZ_SAMPLE_U16);
  bool same = true;

  for (int i = 0; i < N_CASES; i++)
    same = part_is_cut_out (o, RSZ_SAMPLE_U8, 8, 1 + number (2)) && same;
  for (int i = 0; deep && i < N_CASES / 2; i++)
    same = part_is_cut_out (o, RSZ_SAMPLE_U16, i % 2 ? 16 : 9 + number (4), 1) && same;
  tap_check (same, "what is made of a picture is cut out of the whole one: %s", options_name (o));
}

/* A picture follows where its samples lie on it as before, and there alone. */
static bool
moved_is_made_anew (const Options *o, RszSample sample, int n_fields)
{
  static const int subsamplings[] = { 1, 1, 2, 4 };
  const int components = 1 + number (RSZ_MAX_COMPONENTS), depth = sample == RSZ_SAMPLE_U8 ? 8 : 10;
  const int step_x = subsamplings[number (4)], step_y = subsamplings[number (3)] * n_fields;
  const RszAxis x = whole_axis (step_x, 1, o), y = whole_axis (step_y, n_fields, o);
  RszSpec spec = spec_of (o, sample, depth, components, &x, &y);
  RszAxis *column = &spec.planes[0].parts[0].x, *row = &spec.planes[0].y;
  Picture src =
      picture_new (samples_to (&x, x.in + 40), samples_to (&y, y.in + 40), components, sample);
  RszResizer *resizer;
  bool alike, same;

  picture_noise (&src, (uint32_t) (x.in * 31 + y.in));
  column->crop_start = number (40);
  row->crop_start = number (40);
  resizer = picture_resizer (&spec);
  alike = true;
  for (int i = 0; i < 4 && alike; i++) {
    const int columns = column->crop_start, rows = row->crop_start;

    column->crop_start = number (40);
    row->crop_start = number (40);
    alike = (column->crop_start - columns) % step_x == 0 && (row->crop_start - rows) % step_y == 0;
    same = rsz_resizer_move (resizer, &spec) == alike;
    if (same && alike) {
      Picture moved = run (resizer, &spec, &src), made = make (&spec, &src);

      same = picture_equal (&moved, &made);
      picture_free (&moved);
      picture_free (&made);
    }
    if (!same) {
      printf ("# from (%d, %d) to (%d, %d), steps %d, %d; %d components\n", columns, rows,
          column->crop_start, row->crop_start, step_x, step_y, components);
      break;
    }
  }
  rsz_resizer_free (resizer);
  picture_free (&src);
  return same;
}

static void
check_moves (const Options *o)
{
  bool same = true;

  for (int i = 0; i < N_CASES / 4; i++)
    same = moved_is_made_anew (o, RSZ_SAMPLE_U8, 1 + number (2)) && same;
  for (int i = 0; options_take (o, RSZ_SAMPLE_U16) && i < N_CASES / 8; i++)
    same = moved_is_made_anew (o, RSZ_SAMPLE_U16, 1) && same;
  tap_check (same, "a picture that moves is made as by a new resizer: %s", options_name (o));
}

/* Parts may begin between samples: chroma stays on its luma. Pixel positions, written down from
 * docs/numerics.md. */
static void
check_positions (void)
{
  const Options o = { .method = RSZ_METHOD_BILINEAR };
  bool same = true;

  for (int i = 0; i < 5000; i++) {
    static const int subsamplings[] = { 1, 2, 4 };
    const int n_fields = 1 + number (2), step = subsamplings[number (3)] * n_fields;
    RszAxis axis = whole_axis (step, n_fields, &o);
    RszMap map;

    axis.out += step;
    axis.visible_start = number (axis.out - n_fields);
    axis.visible = n_fields + number (axis.out - axis.visible_start - n_fields);
    axis.place_start = number (4) * step;
    rsz_map_init (&map, &axis);
    for (int k = 0; k < map.made; k++) {
      const double inside =
          axis.cosited ? axis.field : axis.subsampling * axis.field + (axis.subsampling - 1) / 2.0;
      const double in_frame = step * (map.out_first + k) + inside;
      const double in_picture =
          fmin (in_frame - axis.place_start + axis.visible_start, axis.out - 1.0);
      const double in_source = (in_picture + 0.5) * axis.in / axis.out - 0.5;
      const double position = (in_source - inside - step * map.in_first + axis.crop_start) / step;

      same = same && fabs (rsz_map_position (&map, map.made_first + k) - position) < 1e-9;
    }
    same = same && map.made == samples_to (&axis, axis.place_start + axis.visible) - map.out_first;
  }
  tap_check (same, "samples of a part that begins anywhere lie on the picture's pixels");
}

int
main (void)
{
  Options o = { .n_slices = 1 };

  numbers_state = 2026;
  check_positions ();
  do {
    check_parts (&o);
    check_moves (&o);
  } while (options_next (&o));
  return tap_finish ();
}
