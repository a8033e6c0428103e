/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sub-sampled planes and fields under the methods that torch defines by whole samples, and under
 * the coordinates of TensorFlow and ONNX: they stay where the picture is. Every pair of small
 * sizes, every sub-sampling and siting, both fields, crops that begin inside a sample. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "../tap.h"
#include "picture.h"

#define MOST 20   /* pixels of a picture across, each way */
#define ROOM 1024 /* samples of a row or a column */

/* Sizes in pixels; how samples lie. */
typedef struct {
  int in, out, crop, m, n_fields, field;
  bool cosited;
  RszCoordinates coordinates;
  double spare; /* pixels that a factor makes beyond the output's; 0: no factor */
} Case;

static bool
next_case (Case *c)
{
  static const int steps[] = { 1, 2, 4, 1, 2, 2, 4, 1, 2 };
  static const int sites[] = { 0, 0, 0, 0, 0, 1, 1, 0, 1 };
  static const int fields[] = { 0, 0, 0, 1, 1, 0, 0, 2, 2 };
  static int kind;

  if (c->in == 0)
    kind = 0;
  if (++c->in > MOST) {
    c->in = 2;
    if (++c->out > MOST) {
      c->out = 2;
      kind++;
    }
  }
  if (kind == (int) (sizeof steps / sizeof *steps))
    return false;
  c->m = steps[kind];
  c->cosited = sites[kind];
  c->n_fields = fields[kind] ? 2 : 1;
  c->field = fields[kind] == 2;
  c->crop = c->n_fields == 1 ? c->in % 3 : 0;
  return true;
}

/* Along one direction of a plane that is one sample high or wide in the other. */
static void
run (
    const Case *c, bool down, RszMethod method, int depth, const uint16_t *source, uint16_t *result)
{
  static uint16_t src[ROOM], dst[ROOM];
  const RszAxis other = { .in = 1, .out = 1, .subsampling = 1, .n_fields = 1 };
  const RszAxis axis = { .crop_start = c->crop,
    .in = c->in,
    .out = c->out,
    .subsampling = c->m,
    .n_fields = c->n_fields,
    .field = c->field,
    .cosited = c->cosited,
    .coordinates = c->coordinates,
    .factor = c->spare > 0.0 ? (c->out + c->spare) / c->in : 0.0 };
  RszSpec spec = { .method = method, .n_slices = 1, .n_planes = 1 };
  const int size = depth > 8 ? 2 : 1;
  const ptrdiff_t stride = size;
  const void *const from = src;
  void *const to = dst;
  RszResizer *resizer;

  spec.planes[0].layout = depth > 8 ? RSZ_LAYOUT_U16 : RSZ_LAYOUT_U8;
  spec.planes[0].depth = depth;
  spec.planes[0].y = down ? axis : other;
  spec.planes[0].parts[0].components = 1;
  spec.planes[0].parts[0].x = down ? other : axis;
  for (int i = 0; i < ROOM; i++)
    if (size == 2)
      src[i] = source[i];
    else
      ((uint8_t *) src)[i] = (uint8_t) source[i];
  resizer = picture_resizer (&spec);
  rsz_resizer_run (resizer, &to, &stride, &from, &stride, 0);
  rsz_resizer_free (resizer);
  for (int i = 0; i < ROOM; i++)
    result[i] = size == 2 ? dst[i] : ((uint8_t *) dst)[i];
}

/* The pixel of the picture that a plane's sample i sits on, or between. */
static double
pixel_of (const Case *c, int i)
{
  const double inside = c->cosited ? 0.0 : (c->m - 1) / 2.0;

  return c->n_fields * c->m * i + inside + (c->cosited ? c->field : c->m * c->field);
}

static int
samples_of (const Case *c, int start, int size)
{
  int n = 0;

  for (int i = start / (c->m * c->n_fields); c->n_fields * c->m * i + c->field < start + size; i++)
    n++;
  return n;
}

static void
report (bool *fine, const Case *c, int i, double got, double want)
{
  if (*fine)
    printf (
        "# %d to %d pixels from %d, one sample for %d%s, field %d of %d: sample %d is %g, not %g\n",
        c->in, c->out, c->crop, c->m, c->cosited ? ", co-sited" : "", c->field, c->n_fields, i, got,
        want);
  *fine = false;
}

static bool
flat_stays (bool down, RszMethod method, int depth, int value)
{
  uint16_t source[ROOM], result[ROOM];
  bool fine = true;

  for (int i = 0; i < ROOM; i++)
    source[i] = (uint16_t) value;
  for (Case c = { .out = 2 }; next_case (&c);) {
    run (&c, down, method, depth, source, result);
    for (int i = 0; i < samples_of (&c, 0, c.out); i++)
      if (result[i] != value)
        report (&fine, &c, i, result[i], value);
  }
  return fine;
}

static void
check_flat_area (bool down)
{
  const RszMethod area = RSZ_METHOD_AREA;

  tap_check (flat_stays (down, area, 8, 255) && flat_stays (down, area, 8, 1)
                 && flat_stays (down, area, 10, 777) && flat_stays (down, area, 16, 65535),
      "%s, flat fields stay flat under area", down ? "down" : "across");
}

/* Nothing but the picture is read, wherever its samples are. */
static void
check_flat_libraries (bool down)
{
  for (int i = 0; i < RSZ_N_METHODS; i++) {
    const RszMethodInfo *info = rsz_method_info ((RszMethod) i);

    if (rsz_library_info (info->library)->is_float)
      tap_check (flat_stays (down, (RszMethod) i, 8, 255) && flat_stays (down, (RszMethod) i, 8, 1),
          "%s, flat fields stay flat under %s's %s", down ? "down" : "across",
          rsz_library_info (info->library)->name, info->name);
  }
}

/* A ramp over samples is a stair. The mean of a window of w samples around a place on it is off by
 * what lies between stair and ramp, at most an eighth of a sample, over w; or by how far a window
 * inside a sample is from its middle. */
static double
stair_drift (double w)
{
  return w < 0.5 ? (1.0 - w) / 2.0 : 1.0 / (8.0 * w);
}

#define SLOPE 100.0 /* levels for a pixel */

static bool
ramp_stays (bool down)
{
  uint16_t source[ROOM], result[ROOM];
  bool fine = true;

  for (Case c = { .out = 2 }; next_case (&c);) {
    const int q = c.m * c.n_fields, n = samples_of (&c, c.crop, c.in);
    const double first = pixel_of (&c, c.crop / q), scale = (double) c.in / c.out;

    if (c.n_fields == 1 && !(c.cosited && c.m > 1))
      continue; /* torch's windows are not so near */
    for (int i = 0; i < ROOM; i++)
      source[i] = (uint16_t) fmin (SLOPE * pixel_of (&c, i), 65535.0);
    run (&c, down, RSZ_METHOD_AREA, 16, source, result);
    for (int i = 0; i < samples_of (&c, 0, c.out); i++) {
      const double at = fmin (pixel_of (&c, i), c.out - 1.0);
      const double under = scale * (at + 0.5) - 0.5 + c.crop;
      const double place = fmin (fmax ((under - first) / q, 0.0), n - 1.0);
      const double room = 2.0 * fmin (place + 0.5, n - 0.5 - place);
      const double want = SLOPE * (first + q * place);

      if (fabs (result[i] - want) > SLOPE * q * stair_drift (fmin (scale, room)) + 0.51)
        report (&fine, &c, i, result[i], want);
    }
  }
  return fine;
}

/* Where the library puts a pixel of the output. */
static double
source_pixel (const Case *c, double p)
{
  const double in = c->in, out = c->out, scale = in / (out + (in == out ? 0.0 : c->spare));

  switch (c->coordinates) {
  case RSZ_COORDINATES_ASYMMETRIC:
    return p * scale;
  case RSZ_COORDINATES_ALIGN_CORNERS:
    return p * (in - 1.0) / (out - 1.0);
  case RSZ_COORDINATES_HALF_PIXEL_SYMMETRIC:
    return in / 2.0 + (p + 0.5 - out / 2.0) * scale - 0.5;
  default:
    return (p + 0.5) * scale - 0.5;
  }
}

/* A straight line over the samples' places stays one, but for its ends. */
static bool
line_stays (bool down, RszMethod method, RszCoordinates coordinates, double spare)
{
  uint16_t source[ROOM], result[ROOM];
  bool fine = true;

  for (Case c = { .out = 2, .coordinates = coordinates, .spare = spare }; next_case (&c);) {
    const int q = c.m * c.n_fields, n = samples_of (&c, c.crop, c.in);
    const double first = pixel_of (&c, c.crop / q);

    if (c.in == c.out && c.crop % q == 0)
      continue; /* copied, and so is a sample that reaches out of the picture */
    for (int i = 0; i < ROOM; i++)
      source[i] = (uint16_t) fmin (SLOPE * pixel_of (&c, i), 65535.0);
    run (&c, down, method, 16, source, result);
    for (int i = 0; i < samples_of (&c, 0, c.out); i++) {
      const double under = c.crop + source_pixel (&c, fmin (pixel_of (&c, i), c.out - 1.0));
      const double want = SLOPE * fmin (fmax (under, first), first + q * (n - 1));

      if (fabs (result[i] - want) > 0.51)
        report (&fine, &c, i, result[i], want);
    }
  }
  return fine;
}

static void
check_lines (bool down)
{
  static const RszMethod methods[] = { RSZ_METHOD_TENSORFLOW_BILINEAR, RSZ_METHOD_ONNX_LINEAR };

  for (int m = 0; m < 2; m++)
    for (int i = 0; i < 2 * RSZ_N_COORDINATES; i++) {
      const RszCoordinates coordinates = (RszCoordinates) (i / 2);
      const RszLibraryInfo *library = rsz_library_info (rsz_method_info (methods[m])->library);
      const double spare = i & 1 ? 0.4 : 0.0;

      if (rsz_method_takes_coordinates (methods[m], false, coordinates) && (m == 1 || !spare))
        tap_check (line_stays (down, methods[m], coordinates, spare),
            "%s, a line stays one with %s's coordinates %s%s", down ? "down" : "across",
            library->name, rsz_coordinates_info (coordinates)->name, spare ? " and a factor" : "");
    }
}

/* The pixel torch takes for pixel p of the picture. */
static int
taken (const Case *c, RszMethod method, int p)
{
  const float scale = (float) c->in / (float) c->out;
  const float at = (float) ((p + (method == RSZ_METHOD_NEAREST ? 0.0 : 0.5)) * scale);
  const int pixel = (int) floorf (at);

  return pixel < c->in ? pixel : c->in - 1;
}

static bool
nearest_is_near (bool down, RszMethod method)
{
  uint16_t source[ROOM], result[ROOM];
  bool fine = true;

  for (int i = 0; i < ROOM; i++)
    source[i] = (uint16_t) i;
  for (Case c = { .out = 2 }; next_case (&c);) {
    const int first = c.crop / (c.m * c.n_fields), n = samples_of (&c, c.crop, c.in);

    run (&c, down, method, 16, source, result);
    for (int i = 0; i < samples_of (&c, 0, c.out); i++) {
      const double at = fmin (pixel_of (&c, i), c.out - 1.0);
      const double pixel =
          c.crop
          + (taken (&c, method, (int) floor (at)) + taken (&c, method, (int) ceil (at))) / 2.0;
      double least = INFINITY;

      for (int k = first; k < first + n; k++)
        least = fmin (least, fabs (pixel_of (&c, k) - pixel));
      if (fabs (pixel_of (&c, result[i]) - pixel) > least)
        report (&fine, &c, i, pixel_of (&c, result[i]), pixel);
    }
  }
  return fine;
}

int
main (void)
{
  for (int down = 0; down < 2; down++) {
    const char *way = down ? "down" : "across";

    check_flat_area (down);
    check_flat_libraries (down);
    tap_check (ramp_stays (down), "%s, a ramp stays where it is under area", way);
    tap_check (nearest_is_near (down, RSZ_METHOD_NEAREST),
        "%s, nearest takes what is nearest to the pixel that the picture takes", way);
    tap_check (nearest_is_near (down, RSZ_METHOD_NEAREST_EXACT),
        "%s, nearest-exact takes what is nearest to the pixel that the picture takes", way);
    check_lines (down);
  }
  return tap_finish ();
}
