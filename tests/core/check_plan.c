/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which way a frame is made, what the plan's text says of it, and that large frames, which are
 * written with non-temporal stores, come out as small ones do. */

#include <stdio.h>
#include <string.h>

#include "../tap.h"
#include "picture.h"
#include "plane/ways.h"
#include "resizer_internal.h"

#define TEXT_SIZE 4096

/* A spec of `n` equal planes. */
static RszSpec
planes_of (const Picture *src, const Picture *dst, const Options *o, int n)
{
  RszSpec spec = picture_spec (src, dst, o);

  for (int p = 1; p < n; p++)
    spec.planes[p] = spec.planes[0];
  spec.n_planes = n;
  return spec;
}

/* How a picture has to be made. */
typedef struct {
  const char *what;
  int in_w, in_h, out_w, out_h, components;
  RszSample sample;
  Options options;
  RszWay way;
  RszArith arith;
  RszPass pass;
  int ring_rows; /* 0: there is no ring */
  bool together; /* a level that makes several rows of floats at once keeps more */
  bool enlarges; /* what a level makes of it that has rows for both directions at once */
} Plan;

static const Plan plans[] = {
  { "twice the size", 20, 10, 40, 20, 1, RSZ_SAMPLE_U8, { .method = RSZ_METHOD_BILINEAR },
      RSZ_WAY_RING, RSZ_ARITH_U8, RSZ_PASS_SCALE, 5, false, true },
  { "two taps of another ratio", 20, 10, 50, 30, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_BILINEAR }, RSZ_WAY_RING, RSZ_ARITH_U8, RSZ_PASS_SCALE, 5, false,
      true },
  { "four taps", 20, 10, 40, 20, 4, RSZ_SAMPLE_U8, { .method = RSZ_METHOD_BICUBIC }, RSZ_WAY_RING,
      RSZ_ARITH_U8, RSZ_PASS_SCALE, 7 },
  { "many taps", 400, 40, 100, 10, 1, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_BILINEAR, .antialias = true }, RSZ_WAY_RING, RSZ_ARITH_U8,
      RSZ_PASS_SCALE, 11 },
  { "chosen samples, no ring", 20, 10, 50, 30, 2, RSZ_SAMPLE_U8, { .method = RSZ_METHOD_NEAREST },
      RSZ_WAY_DIRECT, RSZ_ARITH_U8, RSZ_PASS_GATHER, 0 },
  { "rows alone, out of the source", 20, 10, 20, 30, 1, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_BILINEAR }, RSZ_WAY_RING, RSZ_ARITH_U8, RSZ_PASS_NONE, 0 },
  { "columns alone, no ring", 20, 10, 50, 10, 1, RSZ_SAMPLE_U8, { .method = RSZ_METHOD_BILINEAR },
      RSZ_WAY_DIRECT, RSZ_ARITH_U8, RSZ_PASS_SCALE, 0 },
  { "floats", 20, 10, 50, 30, 1, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_BICUBIC, .arithmetic = RSZ_ARITHMETIC_FLOAT }, RSZ_WAY_RING,
      RSZ_ARITH_FLOAT, RSZ_PASS_SCALE, 4, true },
  { "four pixels at once", 20, 10, 98, 30, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_BILINEAR, .arithmetic = RSZ_ARITHMETIC_FLOAT }, RSZ_WAY_RING,
      RSZ_ARITH_CORNERS, RSZ_PASS_SCALE, 2 },
  { "each direction by itself", 20, 10, 99, 30, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_BILINEAR, .arithmetic = RSZ_ARITHMETIC_FLOAT }, RSZ_WAY_RING,
      RSZ_ARITH_FLOAT, RSZ_PASS_SCALE, 2, true, true },
  { "samples of 16 bits", 20, 10, 150, 30, 1, RSZ_SAMPLE_U16, { .method = RSZ_METHOD_BILINEAR },
      RSZ_WAY_RING, RSZ_ARITH_FLOAT, RSZ_PASS_SCALE, 2, true },
  { "samples of 16 bits, side by side", 400, 40, 100, 10, 1, RSZ_SAMPLE_U16,
      { .method = RSZ_METHOD_BILINEAR, .antialias = true }, RSZ_WAY_RING, RSZ_ARITH_FLOAT,
      RSZ_PASS_SCALE, 8, true },
  { "bytes that shrink to an 18th, side by side", 1800, 40, 100, 10, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_TENSORFLOW_BILINEAR, .antialias = true }, RSZ_WAY_RING,
      RSZ_ARITH_FLOAT, RSZ_PASS_SCALE, 8, true },
  { "bytes that shrink to a third", 300, 40, 100, 10, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_TENSORFLOW_BILINEAR, .antialias = true }, RSZ_WAY_RING,
      RSZ_ARITH_FLOAT, RSZ_PASS_SCALE, 8, true },
  { "more taps than have room side by side", 7600, 40, 100, 10, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_TENSORFLOW_BILINEAR, .antialias = true }, RSZ_WAY_RING,
      RSZ_ARITH_FLOAT, RSZ_PASS_SCALE, 8, true },
  { "OpenCV's area, side by side", 1850, 45, 100, 10, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_OPENCV_AREA }, RSZ_WAY_RING, RSZ_ARITH_OPENCV_FLOAT, RSZ_PASS_SCALE, 5,
      true },
  { "half the size", 40, 20, 20, 10, 3, RSZ_SAMPLE_U8, { .method = RSZ_METHOD_BILINEAR },
      RSZ_WAY_HALVES, RSZ_ARITH_U8, RSZ_PASS_SCALE, 0 },
  { "half the size, area", 40, 20, 20, 10, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_AREA, .arithmetic = RSZ_ARITHMETIC_FLOAT }, RSZ_WAY_HALVES,
      RSZ_ARITH_FLOAT, RSZ_PASS_SCALE, 0 },
  { "half the size, TensorFlow's", 40, 20, 20, 10, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_TENSORFLOW_BILINEAR, .arithmetic = RSZ_ARITHMETIC_FLOAT },
      RSZ_WAY_HALVES, RSZ_ARITH_FLOAT, RSZ_PASS_SCALE, 0 },
  { "half the size, TensorFlow's area", 40, 20, 20, 10, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_TENSORFLOW_AREA }, RSZ_WAY_HALVES, RSZ_ARITH_FLOAT, RSZ_PASS_SCALE,
      0 },
  { "half the size, OpenCV's", 40, 20, 20, 10, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_OPENCV_BILINEAR }, RSZ_WAY_HALVES, RSZ_ARITH_OPENCV_FLOAT,
      RSZ_PASS_SCALE, 0 },
  { "half the size, Pillow's box", 40, 20, 20, 10, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_PILLOW_BOX }, RSZ_WAY_HALVES, RSZ_ARITH_U8, RSZ_PASS_SCALE, 0 },
  { "half the size of 16 bits", 40, 20, 20, 10, 1, RSZ_SAMPLE_U16,
      { .method = RSZ_METHOD_BILINEAR }, RSZ_WAY_HALVES, RSZ_ARITH_CORNERS, RSZ_PASS_SCALE, 0 },
  { "half the columns", 40, 20, 20, 20, 3, RSZ_SAMPLE_U8, { .method = RSZ_METHOD_BILINEAR },
      RSZ_WAY_DIRECT, RSZ_ARITH_U8, RSZ_PASS_SCALE, 0 },
  { "windows", 60, 30, 20, 10, 1, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_AREA, .arithmetic = RSZ_ARITHMETIC_FLOAT }, RSZ_WAY_MEANS,
      RSZ_ARITH_FLOAT, RSZ_PASS_MEAN, 0 },
  { "windows that float32 is too short for", 514, 257, 2, 1, 1, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_AREA, .arithmetic = RSZ_ARITHMETIC_FLOAT }, RSZ_WAY_TALLY,
      RSZ_ARITH_FLOAT, RSZ_PASS_MEAN, 0 },
  { "windows that it is not too short for", 514, 255, 2, 1, 1, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_AREA, .arithmetic = RSZ_ARITHMETIC_FLOAT }, RSZ_WAY_MEANS,
      RSZ_ARITH_FLOAT, RSZ_PASS_MEAN, 0 },
  { "Pillow's weights of 22 bits that 14 stand for", 20, 10, 30, 20, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_PILLOW_BILINEAR }, RSZ_WAY_RING, RSZ_ARITH_U8, RSZ_PASS_SCALE, 5,
      false, true },
  { "Pillow's weights of 22 bits", 427, 10, 640, 40, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_PILLOW_BILINEAR }, RSZ_WAY_RING, RSZ_ARITH_PILLOW, RSZ_PASS_SCALE, 5 },
  { "OpenCV's middle of three, chosen", 30, 60, 10, 20, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_OPENCV_BILINEAR }, RSZ_WAY_DIRECT, RSZ_ARITH_U8, RSZ_PASS_GATHER, 0 },
  { "OpenCV's middle of three in one direction", 30, 20, 10, 30, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_OPENCV_BILINEAR }, RSZ_WAY_RING, RSZ_ARITH_OPENCV, RSZ_PASS_SCALE, 5,
      false, true },
  { "samples of 16 bits that are chosen", 20, 10, 50, 30, 4, RSZ_SAMPLE_U16,
      { .method = RSZ_METHOD_NEAREST }, RSZ_WAY_DIRECT, RSZ_ARITH_U8, RSZ_PASS_GATHER, 0 },
};

static Picture
empty (int width, int height, int components, RszSample sample)
{
  return (Picture){ .width = width, .height = height, .components = components, .sample = sample };
}

/* True where rows that shrink so far, by bilinear with antialias or area, are scaled side by side.
 */
static bool
has_lanes (const RszRows *rows, const Plan *plan)
{
  const int bytes = rows->hscaleb[RSZ_SAMPLE_U8] ? 16 : 2;
  const int least = plan->sample == RSZ_SAMPLE_U16 ? 1 : bytes;
  const int most_taps = 2 * plan->in_w / plan->out_w + 1;

  return rows->hlanes && least * plan->out_w < plan->in_w
         && most_taps * plan->components <= RSZ_MAX_LANE_SPAN;
}

static void
check_way (const Plan *plan)
{
  const Picture src = empty (plan->in_w, plan->in_h, plan->components, plan->sample);
  const Picture dst = empty (plan->out_w, plan->out_h, plan->components, plan->sample);
  const RszRows *rows = rsz_rows_get ();
  const bool enlarges =
      plan->enlarges && rows->drain && (plan->arith != RSZ_ARITH_FLOAT || rows->enlarge_floats);
  const RszWay way = enlarges ? RSZ_WAY_ENLARGE : plan->way;
  const bool lanes = has_lanes (rows, plan);
  const bool together = plan->together && (lanes || rows->hscaleb[plan->sample]);
  const int ring_rows = enlarges    ? 1
                        : !together ? plan->ring_rows
                                    : plan->ring_rows + (lanes ? RSZ_MAX_LANES : RSZ_MAX_BATCH) - 1;
  Options o = plan->options;
  const RszPlane *plane;
  RszResizer *resizer;
  RszSpec spec;

  o.n_slices = 1;
  spec = planes_of (&src, &dst, &o, 1);
  resizer = picture_resizer (&spec);
  plane = rsz_resizer_plane (resizer, 0);
  tap_check (plane->way == way && plane->arith == plan->arith && plane->parts[0].pass == plan->pass
                 && (plane->parts[0].ring_stride ? plane->ring_rows : 0) == ring_rows
                 && !plane->caches.stream && !plane->caches.prefetch,
      "%s: way %d, arithmetic %s, pass %d, %d rows in the ring", plan->what, (int) plane->way,
      rsz_ariths[plane->arith]->name, (int) plane->parts[0].pass, plane->ring_rows);
  rsz_resizer_free (resizer);
}

/* The property `plan` shows this text to people. */
static void
check_text (void)
{
  static const char expected[] =
      "plane  layout                 columns         taps  across       tables  "
      "rows            taps  down         ring  strip  caches\n"
      "0      u8 x2                  20 to 50           1  gather            0  "
      "10 to 30           1  straight        0     50  -\n";
  const Picture src = empty (20, 10, 2, RSZ_SAMPLE_U8), dst = empty (50, 30, 2, RSZ_SAMPLE_U8);
  const Options o = { .method = RSZ_METHOD_NEAREST, .n_slices = 1 };
  const RszSpec spec = planes_of (&src, &dst, &o, 1);
  char message[RSZ_MESSAGE_SIZE], text[TEXT_SIZE], small[40];
  RszRows rows;
  RszResizer *resizer;

  rsz_rows_fill (&rows, 0);
  resizer = rsz_resizer_new_with_rows (&spec, &rows, message);
  rsz_resizer_describe (resizer, text, sizeof text);
  tap_check (!strncmp (text, "rows of level c\n", 16) && !strcmp (text + 16, expected),
      "the plan as a text has a heading and a line for each part");
  rsz_resizer_describe (resizer, small, sizeof small);
  tap_check (strlen (small) == sizeof small - 1 && !strncmp (small, text, sizeof small - 1),
      "... and is cut where there is no room for it");
  rsz_resizer_free (resizer);
}

/* What is done about the caches in n planes of this size. */
static bool
caches_are (int n, int in, int out, const Options *o, bool stream, bool fetch)
{
  const Picture src = empty (in, in, 1, RSZ_SAMPLE_U8), dst = empty (out, out, 1, RSZ_SAMPLE_U8);
  const RszSpec spec = planes_of (&src, &dst, o, n);
  RszResizer *resizer = picture_resizer (&spec);
  bool all = true;

  for (int p = 0; p < n; p++)
    all = all && rsz_resizer_plane (resizer, p)->caches.stream == stream
          && rsz_resizer_plane (resizer, p)->caches.prefetch == fetch;
  rsz_resizer_free (resizer);
  return all;
}

static void
check_caches (void)
{
  const bool can_stream = rsz_rows_get ()->drain;
  const Options bilinear = { .method = RSZ_METHOD_BILINEAR, .n_slices = 1 };
  const Options nearest = { .method = RSZ_METHOD_NEAREST, .n_slices = 1 };
  const Options reducing = { .method = RSZ_METHOD_BILINEAR, .antialias = true, .n_slices = 1 };
  const Options floats = {
    .method = RSZ_METHOD_TENSORFLOW_BILINEAR, .antialias = true, .n_slices = 1
  };

  tap_check (caches_are (1, 500, 2000, &bilinear, false, false), "4 MB go through the caches");
  tap_check (caches_are (3, 500, 2000, &bilinear, can_stream, false),
      "three planes of 4 MB are a frame of 12 MB, which is streamed: bilinear");
  tap_check (caches_are (3, 500, 2400, &nearest, can_stream, false), "... and of 17 MB: nearest");
  tap_check (
      caches_are (1, 1500, 400, &reducing, false, false), "sources of 2 MB are not prefetched");
  tap_check (caches_are (2, 1500, 400, &reducing, false, true), "... those of two such planes are");
  tap_check (caches_are (2, 1600, 400, &floats, false, false), "... but not for sums of float32");
  tap_check (caches_are (4, 1600, 400, &floats, false, rsz_rows_get ()->hscaleb[RSZ_SAMPLE_U8]),
      "... those of four are, where rows fetch them");
}

/* A ring that outgrows its budget is cut into strips, none of them wider than the plane. */
static void
check_strips (void)
{
  const Picture src = empty (2, 2536, 2, RSZ_SAMPLE_U16), dst = empty (46, 1, 2, RSZ_SAMPLE_U16);
  const Options o = {
    .method = RSZ_METHOD_AREA, .arithmetic = RSZ_ARITHMETIC_FLOAT, .n_slices = 1
  };
  const RszSpec spec = planes_of (&src, &dst, &o, 1);
  RszResizer *resizer = picture_resizer (&spec);
  const RszPlane *plane = rsz_resizer_plane (resizer, 0);

  tap_check (plane->strip == 46 && plane->ring_rows == 2536,
      "a narrow plane of many rows keeps no more columns than it has: %d", plane->strip);
  rsz_resizer_free (resizer);
}

/* Planes of one frame equal the same plane on its own, which is small enough for the caches. */
static void
check_large_frame (RszMethod method, int components, int in_w, int out_w)
{
  enum { N = 3, OUT_H = 1400, BESIDE = 5 };
  const Options o = { .method = method, .n_slices = 2 };
  Picture src = picture_new (in_w, 433, components, RSZ_SAMPLE_U8);
  Picture one = picture_new (out_w, OUT_H, components, RSZ_SAMPLE_U8), all[N];
  const RszSpec spec = planes_of (&src, &one, &o, N);
  RszResizer *resizer = picture_resizer (&spec);
  ptrdiff_t dst_stride[N], src_stride[N];
  void *dst[N];
  const void *from[N];
  bool equal = true;

  picture_noise (&src, (uint32_t) in_w);
  picture_scale (&src, &one, &o, false);
  for (int p = 0; p < N; p++) {
    all[p] = picture_new (out_w + BESIDE * (p + 1), OUT_H, components, RSZ_SAMPLE_U8);
    dst[p] = all[p].data + p;
    dst_stride[p] = (ptrdiff_t) all[p].stride;
    from[p] = src.data;
    src_stride[p] = (ptrdiff_t) src.stride;
  }
  for (int slice = 0; slice < o.n_slices; slice++)
    rsz_resizer_run (resizer, dst, dst_stride, from, src_stride, slice);
  for (int p = 0; p < N; p++)
    for (int y = 0; y < OUT_H; y++)
      equal = equal
              && !memcmp ((uint8_t *) dst[p] + y * dst_stride[p],
                  one.data + (size_t) y * one.stride, (size_t) out_w * components);
  tap_check (equal, "planes of a large frame come out as small ones do: method %d, %d to %d x%d",
      (int) method, in_w, out_w, components);
  rsz_resizer_free (resizer);
  picture_free (&src);
  picture_free (&one);
  for (int p = 0; p < N; p++)
    picture_free (&all[p]);
}

int
main (void)
{
  for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
    check_way (&plans[i]);
  check_text ();
  check_caches ();
  check_strips ();
  for (int method = RSZ_METHOD_NEAREST; method <= RSZ_METHOD_BICUBIC; method++)
    for (int c = 1; c <= RSZ_MAX_COMPONENTS; c++)
      check_large_frame ((RszMethod) method, c, 601, 4000 / c + 601);
  return tap_finish ();
}
