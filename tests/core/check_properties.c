/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Properties that hold for every row of the filter table under every row level (the level is
 * ALIGNSCALE_ROWS', Meson runs this once for each). */

#include <string.h>

#include "../tap.h"
#include "picture.h"
#include "rows/rows.h"
#include "taps/filter.h"

static const struct {
  int in_w, in_h, out_w, out_h;
} sizes[] = {
  { 17, 11, 17, 11 },
  { 16, 9, 32, 18 },
  { 33, 20, 11, 4 },
  { 24, 24, 7, 61 },
  { 40, 13, 100, 13 },
  { 640, 7, 213, 3 },
  { 1, 1, 9, 7 },
  { 9, 7, 1, 1 },
  { 1, 50, 1, 20 },
  { 50, 1, 120, 1 },
  { 2, 300, 5, 2 },
  { 301, 2, 3, 5 },
};

#define N_SIZES ((int) (sizeof sizes / sizeof *sizes))

static const RszSample samples[] = { RSZ_SAMPLE_U8, RSZ_SAMPLE_U16 };

static unsigned
largest (RszSample sample)
{
  return sample == RSZ_SAMPLE_U8 ? 255 : 65535;
}

/* ---- what the libraries themselves do not keep ---- */

static bool
is (const Options *o, RszLibrary library, const char *method)
{
  const RszMethodInfo *info = rsz_method_info (o->method);

  return info->library == library && !strcmp (info->name, method);
}

/* TensorFlow's filters that weigh neighbours also where the size stays. */
static bool
blurs (const Options *o)
{
  return is (o, RSZ_LIBRARY_TENSORFLOW, "mitchell") || is (o, RSZ_LIBRARY_TENSORFLOW, "gaussian");
}

/* OpenCV drops bits between the columns' sums and the rows', so that the two are not alike. */
static bool
treats_axes_alike (const Options *o)
{
  return !is (o, RSZ_LIBRARY_OPENCV, "bilinear") || o->arithmetic == RSZ_ARITHMETIC_FLOAT;
}

/* TensorFlow's area multiplies three times in float32: of 16 bits the last is lost. */
static bool
keeps_flat (const Options *o, RszSample sample)
{
  return options_take (o, sample)
         && (sample == RSZ_SAMPLE_U8 || !is (o, RSZ_LIBRARY_TENSORFLOW, "area"));
}

/* ---- properties ---- */

static bool
is_flat (const Picture *picture, unsigned value)
{
  for (int y = 0; y < picture->height; y++)
    for (int x = 0; x < picture->width; x++)
      for (int c = 0; c < picture->components; c++)
        if (picture_get (picture, x, y, c) != value)
          return false;
  return true;
}

static bool
flat_stays_flat (const Options *o, int size, RszSample sample, unsigned value)
{
  Picture src = picture_new (sizes[size].in_w, sizes[size].in_h, 3, sample);
  Picture dst = picture_new (sizes[size].out_w, sizes[size].out_h, 3, sample);
  bool flat;

  picture_fill (&src, value);
  picture_scale (&src, &dst, o, false);
  flat = is_flat (&dst, value);
  if (!flat)
    printf ("# %dx%d to %dx%d of %u makes %u\n", src.width, src.height, dst.width, dst.height,
        value, picture_get (&dst, 0, 0, 0));
  picture_free (&src);
  picture_free (&dst);
  return flat;
}

static void
check_flat (const Options *o)
{
  bool flat = true;

  for (int size = 0; size < N_SIZES; size++)
    for (int s = 0; s < 2 && keeps_flat (o, samples[s]); s++)
      for (unsigned step = 0; step <= 15; step++)
        flat = flat_stays_flat (o, size, samples[s], largest (samples[s]) / 15 * step) && flat;
  tap_check (flat, "a flat field stays flat: %s", options_name (o));
}

/* The largest difference between two pictures' samples. */
static unsigned
distance (const Picture *a, const Picture *b)
{
  unsigned most = 0;

  for (int y = 0; y < a->height; y++)
    for (int x = 0; x < a->width; x++)
      for (int c = 0; c < a->components; c++) {
        const unsigned p = picture_get (a, x, y, c), q = picture_get (b, x, y, c);
        const unsigned d = p > q ? p - q : q - p;

        most = d > most ? d : most;
      }
  return most;
}

static unsigned
mirror_distance (const Options *o, int size)
{
  Picture src = picture_new (sizes[size].in_w, sizes[size].in_h, 2, RSZ_SAMPLE_U8);
  Picture dst = picture_new (sizes[size].out_w, sizes[size].out_h, 2, RSZ_SAMPLE_U8);
  Picture from_mirrored = picture_new (dst.width, dst.height, 2, RSZ_SAMPLE_U8);
  Picture mirrored, expected;
  unsigned result;

  picture_noise (&src, size);
  mirrored = picture_mirror (&src);
  picture_scale (&src, &dst, o, false);
  picture_scale (&mirrored, &from_mirrored, o, false);
  expected = picture_mirror (&dst);
  result = distance (&expected, &from_mirrored);
  picture_free (&src);
  picture_free (&dst);
  picture_free (&mirrored);
  picture_free (&from_mirrored);
  picture_free (&expected);
  return result;
}

/* Where a library's own result does not mirror: nearest looks to one side by definition and
 * nearest-exact on a tie; so do Pillow's box and OpenCV's area, which enlarges from the left;
 * TensorFlow's area rounds sums of whole cells. torch's align_corners takes the first sample when
 * there is one output; and with antialias it shrinks the scale but leaves the centres where they
 * were. */
static bool
is_mirrored (const Options *o, int size)
{
  if (is (o, RSZ_LIBRARY_PILLOW, "box")
      || (rsz_filters[o->method].kind == RSZ_TAPS_WINDOW && !is (o, RSZ_LIBRARY_TORCH, "area")))
    return false;
  if (rsz_filters[o->method].kind == RSZ_TAPS_INDEX || (o->align_corners && o->antialias))
    return false;
  return !o->align_corners || (sizes[size].out_w > 1 && sizes[size].out_h > 1);
}

/* Positions and weights are rounded in the direction of travel, so weighted sums may differ by a
 * step. */
static void
check_mirror (const Options *o)
{
  /* TensorFlow's gaussian is steep where its float32 positions are rounded */
  const unsigned allowed = rsz_filters[o->method].kind == RSZ_TAPS_WINDOW ? 0 : 1 + blurs (o);
  unsigned most = 0;
  int n = 0;

  for (int size = 0; size < N_SIZES; size++)
    if (is_mirrored (o, size)) {
      const unsigned d = mirror_distance (o, size);

      most = d > most ? d : most;
      n++;
    }
  if (n)
    tap_check (most <= allowed, "mirrored input gives mirrored output, within %u: %s", most,
        options_name (o));
}

static bool
slices_agree (const Options *o, int size, int n_slices, RszSample sample, int components)
{
  Picture src = picture_new (sizes[size].in_w, sizes[size].in_h, components, sample);
  Picture whole = picture_new (sizes[size].out_w, sizes[size].out_h, components, sample);
  Picture sliced = picture_new (whole.width, whole.height, components, sample);
  Options in_slices = *o;
  bool equal;

  in_slices.n_slices = n_slices;
  picture_noise (&src, size + n_slices);
  picture_scale (&src, &whole, o, false);
  picture_scale (&src, &sliced, &in_slices, true);
  equal = picture_equal (&whole, &sliced);
  picture_free (&src);
  picture_free (&whole);
  picture_free (&sliced);
  return equal;
}

static void
check_slices (const Options *o)
{
  bool agree = true;

  for (int size = 0; size < N_SIZES; size++)
    for (int n = 2; n <= 7; n++)
      agree = slices_agree (
                  o, size, n, samples[options_take (o, RSZ_SAMPLE_U16) ? n & 1 : 0], 1 + n % 4)
              && agree;
  agree = slices_agree (o, 1, RSZ_MAX_SLICES, RSZ_SAMPLE_U8, 1) && agree;
  tap_check (agree, "slices equal the whole frame: %s", options_name (o));
}

static void
check_identity (const Options *o)
{
  bool same = true;

  for (int s = 0; s < 2 && options_take (o, samples[s]); s++)
    for (int c = 1; c <= 4; c++) {
      Picture src = picture_new (37, 19, c, samples[s]);
      Picture dst = picture_new (37, 19, c, samples[s]);

      picture_noise (&src, c);
      picture_scale (&src, &dst, o, false);
      same = same && picture_equal (&src, &dst);
      picture_free (&src);
      picture_free (&dst);
    }
  tap_check (same != blurs (o), "equal size is %s: %s",
      blurs (o) ? "blurred, as by the library" : "the identity", options_name (o));
}

/* A row and a column of the same samples give the same samples: the axes are treated alike. */
static void
check_transpose (const Options *o)
{
  Picture row = picture_new (23, 1, 1, RSZ_SAMPLE_U8),
          column = picture_new (1, 23, 1, RSZ_SAMPLE_U8);
  Picture row_out = picture_new (54, 1, 1, RSZ_SAMPLE_U8);
  Picture column_out = picture_new (1, 54, 1, RSZ_SAMPLE_U8);

  picture_noise (&row, 5);
  picture_noise (&column, 5);
  picture_scale (&row, &row_out, o, false);
  picture_scale (&column, &column_out, o, false);
  tap_check (!memcmp (row_out.data, column_out.data, 54),
      "a 1xN and an Nx1 picture give the same samples: %s", options_name (o));
  picture_free (&row);
  picture_free (&column);
  picture_free (&row_out);
  picture_free (&column_out);
}

static bool
strips_equal (const Options *o, int height)
{
  enum { WIDTH = 3000, NARROW = 8 };
  Picture src = picture_new (WIDTH, height, 4, RSZ_SAMPLE_U8);
  Picture dst = picture_new (WIDTH, 3, 4, RSZ_SAMPLE_U8);
  Picture part = picture_new (NARROW, height, 4, RSZ_SAMPLE_U8);
  Picture part_out = picture_new (NARROW, 3, 4, RSZ_SAMPLE_U8);
  bool equal = true;

  picture_noise (&src, 1);
  picture_scale (&src, &dst, o, false);
  for (int x0 = 0; x0 + NARROW <= WIDTH; x0 += 499) {
    for (int y = 0; y < height; y++)
      memcpy (part.data + y * part.stride, src.data + y * src.stride + x0 * 4, part.stride);
    picture_scale (&part, &part_out, o, false);
    for (int y = 0; y < 3; y++)
      equal = equal
              && !memcmp (part_out.data + y * part_out.stride, dst.data + y * dst.stride + x0 * 4,
                  part_out.stride);
  }
  picture_free (&src);
  picture_free (&dst);
  picture_free (&part);
  picture_free (&part_out);
  return equal;
}

/* Reductions whose ring would not fit, and area's whose sums would not, are made in strips of
 * columns; a narrow picture's are not. */
static void
check_strips (const Options *o)
{
  tap_check (strips_equal (o, 900) && strips_equal (o, 30),
      "strips of columns equal narrow pictures: %s", options_name (o));
}

int
main (void)
{
  printf ("# rows: %s\n", rsz_rows_get ()->level);
  for (Options o = { .n_slices = 1 }; o.method < RSZ_N_METHODS; options_next (&o)) {
    check_flat (&o);
    check_mirror (&o);
    check_slices (&o);
    check_identity (&o);
    if (treats_axes_alike (&o))
      check_transpose (&o);
    if (!blurs (&o))
      check_strips (&o);
  }
  return tap_finish ();
}
