/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Planes that are written as float32. What is rounded has the bytes of the same plane written as
 * samples, normalised by the formula of RszTensor; what is not becomes those bytes where it is
 * rounded as the library's float32 results are. All levels, and nothing beside the values is
 * written. */

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "../tap.h"
#include "numbers.h"
#include "picture.h"
#include "resizer_internal.h"
#include "rows/rows.h"

#define N_CASES 15
#define MAX_VALUES (400 * 400 * RSZ_MAX_COMPONENTS)
#define GUARD 64

static RszAxis
axis_of (const Options *o)
{
  RszAxis axis = {
    .in = random_size (),
    .out = random_size (),
    .subsampling = 1,
    .n_fields = 1,
    .align_corners = o->align_corners,
    .antialias = o->antialias,
    .cubic_coefficient = -0.75,
  };

  if (number (6) == 0)
    axis.out = axis.in;
  if (number (3) == 0) {
    axis.place_start = number (20);
    axis.frame = axis.place_start + axis.out + number (20);
  }
  return axis;
}

static int
frame_of (const RszAxis *axis)
{
  return axis->frame ? axis->frame : axis->out;
}

static RszSpec
spec_of (const Options *o, int components)
{
  RszSpec spec = {
    .method = o->method,
    .arithmetic = o->arithmetic,
    .n_slices = 1 + number (3),
    .n_planes = 1,
  };

  spec.planes[0] = (RszPlaneSpec){
    .layout = RSZ_LAYOUT_U8,
    .depth = 8,
    .y = axis_of (o),
    .parts = { { .components = components, .x = axis_of (o), .border = { 114, 2, 255, 0 } } },
  };
  return spec;
}

/* Some of the components, in any order, in planes of their own or side by side. */
static RszTensor
tensor_of (int components, int width, int height)
{
  static const double means[] = { 0.0, 0.485, 0.456, -1.5 }, stds[] = { 1.0, 0.229, 0.225, -3.0 };
  static const double divisors[] = { 255.0, 1.0, 127.5, 58.395 };
  RszTensor tensor = {
    .n_channels = 1 + number (components),
    .multiplies = number (2),
    .divisor = divisors[number (4)],
  };
  const bool planar = number (2);

  tensor.step = planar ? 1 : tensor.n_channels;
  for (int k = 0; k < tensor.n_channels; k++) {
    tensor.from[k] = number (components);
    tensor.offset[k] = planar ? (ptrdiff_t) k * width * height * 4 : k * 4;
    tensor.mean[k] = means[number (4)];
    tensor.std[k] = stds[number (4)];
  }
  return tensor;
}

static void
run (const RszSpec *spec, const RszRows *rows, void *dst, ptrdiff_t dst_stride, const Picture *src)
{
  char message[RSZ_MESSAGE_SIZE];
  RszResizer *resizer = rsz_resizer_new_with_rows (spec, rows, message);
  const void *from = src->data;
  const ptrdiff_t from_stride = (ptrdiff_t) src->stride;

  if (!resizer) {
    printf ("Bail out! %s\n", message);
    exit (1);
  }
  for (int slice = 0; slice < spec->n_slices; slice++)
    rsz_resizer_run (resizer, &dst, &dst_stride, &from, &from_stride, slice);
  rsz_resizer_free (resizer);
}

/* The formula, an operation at a time. */
static float
normal (float sample, const RszTensor *tensor, int k)
{
  volatile float divisor = (float) tensor->divisor, factor = (float) (1.0 / tensor->divisor);
  volatile float scaled = tensor->multiplies ? sample * factor : sample / divisor;
  volatile float centred = scaled - (float) tensor->mean[k];

  return centred / (float) tensor->std[k];
}

/* A channel's value of a pixel. */
static float
value_at (const float *values, const RszTensor *tensor, int width, int k, int x, int y)
{
  const ptrdiff_t row = (ptrdiff_t) y * width * tensor->step;

  return values[tensor->offset[k] / 4 + row + (ptrdiff_t) x * tensor->step];
}

static bool
is_byte (float value, unsigned byte)
{
  const float whole = rintf (value);

  return (whole < 0.0f ? 0.0f : whole > 255.0f ? 255.0f : whole) == (float) byte;
}

static float values[2 * GUARD + MAX_VALUES], again[2 * GUARD + MAX_VALUES];

static const RszRows *levels[16];
static int n_levels;

static bool
guards_are_whole (const float *guarded, size_t n)
{
  bool whole = true;

  for (int i = 0; i < GUARD; i++)
    whole = whole && isnan (guarded[i]) && isnan (guarded[GUARD + n + i]);
  return whole;
}

static void
fill_guarded (float *guarded)
{
  memset (guarded, 0xff, sizeof values); /* not a number */
}

/* What the picture is in samples, by plain C. */
static Picture
samples_of (const RszSpec *spec, const Picture *src)
{
  RszSpec plain = *spec;
  Picture dst = picture_new (frame_of (&spec->planes[0].parts[0].x), frame_of (&spec->planes[0].y),
      src->components, RSZ_SAMPLE_U8);

  plain.unrounded = false;
  plain.planes[0].tensor = (RszTensor){ 0 };
  run (&plain, levels[0], dst.data, (ptrdiff_t) dst.stride, src);
  return dst;
}

static bool
tensor_is_right (const Options *o, bool unrounded)
{
  const int components = 1 + number (RSZ_MAX_COMPONENTS);
  RszSpec spec = spec_of (o, components);
  RszPlaneSpec *plane = &spec.planes[0];
  const int width = frame_of (&plane->parts[0].x), height = frame_of (&plane->y);
  Picture src = picture_new (plane->parts[0].x.in, plane->y.in, components, RSZ_SAMPLE_U8);
  const RszTensor tensor = tensor_of (components, width, height);
  const size_t n = (size_t) width * height * tensor.n_channels;
  RszTensor normal_tensor = tensor;
  Picture expected;
  bool right = true;

  picture_noise (&src, (uint32_t) number (1 << 20));
  if (unrounded) { /* as they are: what they become in samples is known */
    normal_tensor.divisor = 1.0;
    for (int k = 0; k < tensor.n_channels; k++)
      normal_tensor.mean[k] = 0.0, normal_tensor.std[k] = 1.0;
  }
  plane->tensor = normal_tensor;
  spec.unrounded = unrounded;
  expected = samples_of (&spec, &src);
  for (int l = 0; l < n_levels; l++) {
    float *into = l ? again : values;

    fill_guarded (into);
    run (&spec, levels[l], into + GUARD, (ptrdiff_t) width * tensor.step * 4, &src);
    right =
        right && guards_are_whole (into, n) && (!l || memcmp (values, again, sizeof values) == 0);
  }
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int k = 0; k < tensor.n_channels; k++) {
        const unsigned byte = picture_get (&expected, x, y, tensor.from[k]);
        const float value = value_at (values + GUARD, &normal_tensor, width, k, x, y);

        right = right
                && (unrounded ? is_byte (value, byte)
                              : value == normal ((float) byte, &normal_tensor, k));
      }
  if (unrounded) { /* and normalised they are the same, normalised */
    plane->tensor = tensor;
    run (&spec, levels[n_levels - 1], again + GUARD, (ptrdiff_t) width * tensor.step * 4, &src);
    for (size_t i = 0; i < n; i++) {
      const int k = tensor.step > 1 ? (int) (i % tensor.n_channels) : (int) (i / (width * height));

      right = right && again[GUARD + i] == normal (values[GUARD + i], &tensor, k);
    }
  }
  if (!right)
    printf ("# %dx%d to %dx%d in %dx%d, %d components, %d channels %d apart\n", src.width,
        src.height, plane->parts[0].x.out, plane->y.out, width, height, components,
        tensor.n_channels, tensor.step);
  picture_free (&src);
  picture_free (&expected);
  return right;
}

/* Of torch, whose results are floats where that is asked for. */
static bool
has_floats (const Options *o)
{
  const RszLibrary library = rsz_method_info (o->method)->library;

  return rsz_library_info (library)->is_float || o->arithmetic == RSZ_ARITHMETIC_FLOAT;
}

static void
check (const Options *o)
{
  bool rounded = true, unrounded = true;

  for (int i = 0; i < N_CASES; i++) {
    rounded = tensor_is_right (o, false) && rounded;
    unrounded = (!has_floats (o) || tensor_is_right (o, true)) && unrounded;
  }
  tap_check (rounded, "values of samples are the formula's: %s", options_name (o));
  if (has_floats (o))
    tap_check (unrounded, "values that are not rounded are the library's: %s", options_name (o));
}

/* Results that are not whole are not rounded, and not clamped. */
static void
check_fractions (void)
{
  static const uint8_t samples[] = { 0, 0, 255, 255 };
  float out[9];
  Picture src = picture_new (4, 1, 1, RSZ_SAMPLE_U8);
  RszSpec spec = { .method = RSZ_METHOD_BICUBIC, .unrounded = true, .n_slices = 1, .n_planes = 1 };
  bool below = false, above = false;

  memcpy (src.data, samples, sizeof samples);
  spec.planes[0] = (RszPlaneSpec){
    .layout = RSZ_LAYOUT_U8,
    .depth = 8,
    .y = { .in = 1, .out = 1, .subsampling = 1, .n_fields = 1 },
    .parts = { { .components = 1, .x = { .in = 4, .out = 9, .subsampling = 1, .n_fields = 1 } } },
    .tensor = { .n_channels = 1, .step = 1, .divisor = 1.0, .std = { 1.0 } },
  };
  run (&spec, levels[0], out, sizeof out, &src);
  tap_check (out[4] == 127.5f, "the mean of 0 and 255 stays 127.5");
  for (int i = 0; i < 9; i++) {
    below = below || out[i] < -1.0f;
    above = above || out[i] > 256.0f;
  }
  tap_check (below && above, "what overshoots is not clamped");
  picture_free (&src);
}

/* Each of these is refused by a sentence that says it. */
static void
check_refusals (void)
{
  Options o = { .method = RSZ_METHOD_BILINEAR, .n_slices = 1 };
  char message[RSZ_MESSAGE_SIZE];

#define REFUSED(what, change)                                                                      \
  do {                                                                                             \
    RszSpec spec = spec_of (&o, 3);                                                                \
                                                                                                   \
    spec.planes[0].tensor = (RszTensor){                                                           \
      .n_channels = 3, .from = { 0, 1, 2 }, .step = 3, .divisor = 255.0, .std = { 1.0, 1.0, 1.0 }  \
    };                                                                                             \
    tap_check (rsz_resizer_check (&spec, message), "a tensor is taken, but not with %s", what);    \
    change;                                                                                        \
    tap_check (!rsz_resizer_check (&spec, message) && strlen (message) > 30, "%s", message);       \
  } while (0)

  REFUSED ("words", spec.planes[0].layout = RSZ_LAYOUT_U16);
  REFUSED ("five channels", spec.planes[0].tensor.n_channels = 5);
  REFUSED ("a step of 0", spec.planes[0].tensor.step = 0);
  REFUSED ("a component that is not there", spec.planes[0].tensor.from[1] = 3);
  REFUSED ("values between floats", spec.planes[0].tensor.offset[2] = 6);
  REFUSED ("a divisor of 0", spec.planes[0].tensor.divisor = 0.0);
  REFUSED ("a divisor that is no number", spec.planes[0].tensor.divisor = NAN);
  REFUSED ("a std of 0", spec.planes[0].tensor.std[2] = 0.0);
  REFUSED ("an infinite mean", spec.planes[0].tensor.mean[0] = INFINITY);
  REFUSED ("unrounded samples",
      (spec.unrounded = true, spec.planes[0].tensor = (RszTensor){ .n_channels = 0 }));
  REFUSED ("unrounded Pillow", (spec.unrounded = true, spec.method = RSZ_METHOD_PILLOW_BILINEAR));
}

/* Of a plane that is left out nothing is read or written. */
static void
check_left_out (void)
{
  const Options o = { .method = RSZ_METHOD_BILINEAR };
  RszSpec spec = spec_of (&o, 1);
  char message[RSZ_MESSAGE_SIZE];
  RszResizer *resizer;
  const void *src[] = { NULL };
  void *dst[] = { NULL };
  const ptrdiff_t strides[] = { 0 };
  char plan[512];

  spec.planes[0].tensor.n_channels = RSZ_LEFT_OUT;
  spec.unrounded = true;
  spec.n_slices = 1;
  resizer = rsz_resizer_new (&spec, message);
  tap_check (resizer != NULL, "a plane can be left out");
  rsz_resizer_run (resizer, dst, strides, src, strides, 0);
  rsz_resizer_describe (resizer, plan, sizeof plan);
  tap_check (rsz_resizer_size (resizer) > 0, "and the resizer has a size and a description");
  rsz_resizer_free (resizer);
}

int
main (void)
{
  static RszRows tables[16];
  Options o = { .n_slices = 1 };

  numbers_state = 2027;
  rsz_init ();
  for (int l = 0; l < rsz_n_levels && n_levels < 16; l++) {
    if (rsz_levels[l].usable && !rsz_levels[l].usable ())
      continue;
    rsz_rows_fill (&tables[n_levels], l);
    levels[n_levels] = &tables[n_levels];
    n_levels++;
  }
  check_fractions ();
  check_refusals ();
  check_left_out ();
  do
    check (&o);
  while (options_next (&o));
  return tap_finish ();
}
