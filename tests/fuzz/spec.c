/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "spec.h"
#include "taps/map.h"

#include <limits.h>
#include <math.h>

int
fuzz_size (FuzzInput *input)
{
  const int b = fuzz_byte (input);

  if (b < 160)
    return 1 + b % 40;
  if (b < 224)
    return b - 159;
  return b < 248 ? 65 + fuzz_byte (input) : 1 + fuzz_word (input) % 3000;
}

static int
clamp_size (int size)
{
  return size < 1 ? 1 : size < RSZ_MAX_SIZE ? size : RSZ_MAX_SIZE;
}

/* Sizes that have a plan of their own more often than chance would have it. */
static int
read_out (FuzzInput *input, int in, int (*size) (FuzzInput *input))
{
  const int how = fuzz_byte (input);

  switch (how & 7) {
  case 0:
    return in;
  case 1:
    return clamp_size (2 * in);
  case 2:
    return clamp_size ((in + 1) / 2);
  case 3:
    return clamp_size (in + (how >> 3) % 9 - 4);
  case 4:
    return clamp_size (in * (1 + (how >> 3)) / 8);
  default:
    return size (input);
  }
}

static double
read_factor (FuzzInput *input, const RszAxis *axis)
{
  const int how = fuzz_byte (input);
  double factor = 0.0;

  if (how >= 224)
    factor = exp2 ((fuzz_word (input) - 32768) / 2200.0);
  else if (how >= 160)
    factor = (axis->out + fuzz_byte (input) / 256.0) / axis->in;
  if (factor == 0.0 || (factor >= 1.0 / RSZ_MAX_SIZE && factor <= RSZ_MAX_SIZE))
    return factor;
  return 1.0;
}

/* Fields are of rows; along columns they are as rare as the size of 255. */
void
fuzz_axis_read (RszAxis *axis, FuzzInput *input, int (*size) (FuzzInput *input))
{
  static const int subsamplings[] = { 1, 1, 2, 4 };
  const int about = fuzz_byte (input), step_of = fuzz_byte (input);
  int step;

  axis->subsampling = subsamplings[about & 3];
  axis->n_fields = step_of & 2 ? 2 : 1;
  axis->field = (step_of & 3) == 3;
  axis->cosited = about & 4;
  step = axis->subsampling * axis->n_fields;
  axis->in = size (input);
  axis->out = read_out (input, axis->in, size);
  if (axis->field) {
    axis->in += axis->in == 1;
    axis->out += axis->out == 1;
  }
  axis->factor = read_factor (input, axis);
  axis->crop_start = about & 8 ? fuzz_byte (input) % 48 : 0;
  axis->place_start = about & 16 ? fuzz_byte (input) % 24 * step : 0;
  axis->frame = about & 32 ? axis->place_start + axis->out + fuzz_byte (input) % 48 : 0;
  if (step_of & 4) {
    axis->visible_start = fuzz_byte (input) % (axis->out - axis->field);
    axis->visible = axis->out - axis->visible_start;
    axis->visible -= fuzz_byte (input) % (axis->visible - axis->field);
  }
  axis->align_corners = about & 64;
  axis->antialias = about & 128;
  if (axis->frame > RSZ_MAX_SIZE || axis->place_start + axis->out > RSZ_MAX_SIZE)
    axis->frame = axis->place_start = 0;
}

int
fuzz_plane_units (const RszPlaneSpec *plane, int len)
{
  return rsz_layouts[plane->layout].n_parts > 1 ? len : len * plane->parts[0].components;
}

int
fuzz_plane_room (int room, int units)
{
  return room && room < units ? room : units;
}

/* Samples of a part for each of its pixels. */
static int
components_of (const RszLayoutInfo *layout, int part)
{
  return layout->samples[part] * (part ? layout->divisor : 1) / layout->pixels;
}

/* A second part has the first one's axis, but for its samples' size and place. */
static void
read_parts (RszPlaneSpec *plane, FuzzInput *input)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const int about = fuzz_byte (input);
  RszAxis *x = &plane->parts[0].x;

  fuzz_axis_read (x, input, fuzz_size);
  if (about < 240) {
    x->n_fields = 1;
    x->field = 0;
  }
  for (int p = 0; p < layout->n_parts; p++)
    for (int c = 0; c < RSZ_MAX_COMPONENTS; c++)
      plane->parts[p].border[c] = (uint16_t) (fuzz_word (input) & ((1 << plane->depth) - 1));
  plane->parts[0].components = 1 + (about & 3);
  if (layout->n_parts == 1)
    return;
  x->subsampling = layout->divisor < 4 && x->subsampling == 2 ? 2 : 1;
  x->place_start -= x->place_start % 48;
  for (int p = 0; p < layout->n_parts; p++) {
    plane->parts[p].components = components_of (layout, p);
    plane->parts[p].x = *x;
    plane->parts[p].x.subsampling = x->subsampling * (p ? layout->divisor : 1);
  }
}

/* Rows that lack a part of their last pixel, as memory that was allocated for an odd number of
 * samples does. */
static void
read_rooms (RszPlaneSpec *plane, FuzzInput *input)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const int about = fuzz_byte (input), c = plane->parts[0].components;
  const RszAxis *x = &plane->parts[0].x;
  RszMap map;

  if (about < 192 || layout->plain || layout->n_parts > 1 || c < 2)
    return;
  rsz_map_init (&map, x);
  if (map.in_first + map.in > 1 && about & 1)
    plane->parts[0].src_room = fuzz_plane_units (plane, map.in_first + map.in) - about / 4 % c;
  if (map.frame_end > 1 && about & 2)
    plane->parts[0].dst_room = fuzz_plane_units (plane, map.frame_end) - about / 16 % c;
}

static void
read_plane (RszPlaneSpec *plane, FuzzInput *input)
{
  const RszLayoutInfo *layout;
  int bits, depth;

  *plane = (RszPlaneSpec){ .layout = (RszLayout) (fuzz_byte (input) % RSZ_N_LAYOUTS) };
  layout = &rsz_layouts[plane->layout];
  bits = 8 * (int) rsz_sample_size (layout->sample);
  depth = fuzz_byte (input);
  plane->depth = depth & 1 ? bits : 1 + depth / 2 % bits;
  read_parts (plane, input);
  fuzz_axis_read (&plane->y, input, fuzz_size);
  read_rooms (plane, input);
}

/* A plane of the same picture with samples of their own size. */
static void
read_chroma (RszPlaneSpec *plane, const RszPlaneSpec *first, FuzzInput *input)
{
  const int about = fuzz_byte (input);

  *plane = *first;
  if (rsz_layouts[first->layout].n_parts > 1)
    return;
  plane->parts[0].components = 1 + (about >> 4) % RSZ_MAX_COMPONENTS;
  plane->parts[0].src_room = plane->parts[0].dst_room = 0;
  plane->parts[0].x.subsampling = 1 << (about & 3) % 3;
  plane->y.subsampling = 1 << (about >> 2 & 3) % 3;
  plane->parts[0].x.place_start -= plane->parts[0].x.place_start % 8;
  plane->y.place_start -= plane->y.place_start % 8;
}

static const int absurd[] = { -1, 0, 1, 2, 3, 4, 5, 8, 9, 12, 16, 17, 64, 65, 255, 256, 4096, 32766,
  32767, 32768, 65535, 65536, 1 << 30, INT_MAX, INT_MIN, INT_MIN + 1, -2, -4, -32768 };

static void
damage_axis (RszAxis *axis, int which, int value)
{
  static const double factors[] = { NAN, INFINITY, -INFINITY, -1.0, 1e-9, 1e9, 1.0 / 32767, 32767.0,
    32768.0, 0.5, 1.0, 2.0 };
  int *const numbers[] = { &axis->crop_start, &axis->in, &axis->place_start, &axis->out,
    &axis->frame, &axis->visible_start, &axis->visible, &axis->subsampling, &axis->n_fields,
    &axis->field };
  const int n = sizeof numbers / sizeof *numbers;

  if (which < n)
    *numbers[which] = value;
  else
    axis->factor = factors[(unsigned) value % (sizeof factors / sizeof *factors)];
}

static void
damage_plane (RszPlaneSpec *plane, int which, int value)
{
  int *const numbers[] = { &plane->depth, &plane->parts[0].components, &plane->parts[1].components,
    &plane->parts[0].src_room, &plane->parts[0].dst_room, &plane->parts[1].src_room,
    &plane->parts[1].dst_room };
  const int n = sizeof numbers / sizeof *numbers;

  if (which < n)
    *numbers[which] = value;
  else if (which == n)
    plane->layout = (RszLayout) value;
  else if (which < n + 10)
    damage_axis (&plane->y, which - n - 1, value);
  else if (which < n + 19)
    damage_axis (&plane->parts[0].x, which - n - 10, value);
  else
    damage_axis (&plane->parts[1].x, (which - n - 19) % 9, value);
}

static void
damage (RszSpec *spec, FuzzInput *input)
{
  const int which = fuzz_byte (input) % 44, plane = fuzz_byte (input);
  const int value = absurd[fuzz_byte (input) % (sizeof absurd / sizeof *absurd)];

  switch (which) {
  case 0:
    spec->method = (RszMethod) value;
    break;
  case 1:
    spec->arithmetic = (RszArithmetic) value;
    break;
  case 2:
    spec->n_slices = value;
    break;
  case 3:
    spec->n_planes = value;
    break;
  default:
    damage_plane (&spec->planes[plane % RSZ_MAX_PLANES], which - 4, value);
  }
}

/* Channels side by side, or one behind the other within a row. */
static void
read_tensor (RszPlaneSpec *plane, FuzzInput *input)
{
  static const double numbers[] = { 1.0, 255.0, 127.5, 0.25, -3.0, 1e8, 1e-8, 58.395 };
  const int about = fuzz_byte (input), more = fuzz_byte (input), c = plane->parts[0].components;
  const int n = 1 + (about >> 1) % RSZ_MAX_COMPONENTS;
  RszMap x;

  rsz_map_init (&x, &plane->parts[0].x);
  plane->tensor = (RszTensor){
    .n_channels = n,
    .step = about & 1 ? n : 1,
    .multiplies = about & 64,
    .divisor = numbers[more % 8],
  };
  for (int k = 0; k < n; k++) {
    plane->tensor.from[k] = (more + k) % c;
    plane->tensor.offset[k] = about & 1 ? 4 * k : 4 * k * (ptrdiff_t) (x.frame_end - x.frame_first);
    plane->tensor.mean[k] = k & 1 ? numbers[more / 8 % 8] : 0.0;
    plane->tensor.std[k] = numbers[(more / 8 + k) % 8];
  }
}

/* Some of the planes that may be, or all. */
static void
read_tensors (RszSpec *spec, FuzzInput *input)
{
  const int about = fuzz_byte (input);
  bool all = true;

  if (about < 192)
    return;
  for (int p = 0; p < spec->n_planes; p++)
    if (spec->planes[p].layout == RSZ_LAYOUT_U8 && (about & 2 || p % 2))
      read_tensor (&spec->planes[p], input);
    else
      all = false;
  spec->unrounded = about & 1 && (all || about >= 252);
}

/* torch's methods in most inputs. */
static RszMethod
method_of (int how)
{
  const int others = RSZ_N_METHODS - RSZ_N_TORCH_METHODS;

  return (RszMethod) (how >= 128 && how < 224 ? RSZ_N_TORCH_METHODS + (how - 128) % others
                                              : how % RSZ_N_TORCH_METHODS);
}

void
fuzz_spec_read (RszSpec *spec, FuzzInput *input)
{
  const int how = fuzz_byte (input), planes = fuzz_byte (input), slices = fuzz_byte (input);

  *spec = (RszSpec){
    .method = method_of (how),
    .arithmetic = (RszArithmetic) (how / RSZ_N_TORCH_METHODS % RSZ_N_ARITHMETICS),
    .n_slices = slices < 240 ? 1 + slices % 8 : 1 + slices % 16 * 4,
    .n_planes = planes % 8 < 6 ? 1
                : planes < 192 ? 2 + planes / 16 % 2
                               : 2 + planes / 16 % 7,
  };
  read_plane (&spec->planes[0], input);
  for (int p = 1; p < spec->n_planes; p++)
    if (planes & 1)
      read_plane (&spec->planes[p], input);
    else
      read_chroma (&spec->planes[p], &spec->planes[0], input);
  if (how < 224)
    read_tensors (spec, input);
  /* behind the planes, so that damage moves nothing else in the input */
  if (how >= 224)
    for (int n = fuzz_byte (input) % 3; n >= 0; n--)
      damage (spec, input);
}
