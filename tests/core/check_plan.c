/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which way a frame is scaled, as the plan's text says it, and that large frames, which are written past the caches, come
 * out as small ones do. */

#include <stdio.h>
#include <string.h>

#include "../tap.h"
#include "picture.h"
#include "rows/rows.h"

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

static RszResizer *
resizer_of (const RszSpec *spec)
{
  char message[RSZ_MESSAGE_SIZE];
  RszResizer *resizer = rsz_resizer_new (spec, message);

  if (!resizer) {
    printf ("Bail out! %s\n", message);
    exit (1);
  }
  return resizer;
}

static void
describe (const RszSpec *spec, char *text)
{
  RszResizer *resizer = resizer_of (spec);

  rsz_resizer_describe (resizer, text, TEXT_SIZE);
  rsz_resizer_free (resizer);
}

static const char *
line_of (const char *text, int line)
{
  for (; text && line > 0; line--) {
    text = strchr (text, '\n');
    text = text ? text + 1 : NULL;
  }
  return text;
}

/* True where the `nth` column of this heading has this cell in a line of the table. Cells are no wider than their
 * columns: they start or end where the heading does. */
static bool
has_cell (const char *text, int line, const char *heading, int nth, const char *cell)
{
  const char *headings = line_of (text, 1), *row = line_of (text, line + 2), *at = headings;
  const size_t width = strlen (heading), len = strlen (cell);
  ptrdiff_t left, right;

  for (int i = 0; at && i <= nth; i++)
    at = strstr (i ? at + 1 : at, heading);
  if (!at || !row)
    return false;
  left = at - headings;
  right = left + (ptrdiff_t) (width - len);
  return (!strncmp (row + left, cell, len) && strchr (" \n", row[left + (ptrdiff_t) len]))
         || (right > 0 && !strncmp (row + right, cell, len) && row[right - 1] == ' '
             && strchr (" \n", row[right + (ptrdiff_t) len]));
}

/* What the plan has to say of a picture. */
typedef struct {
  const char *what;
  int in_w, in_h, out_w, out_h, components;
  RszSample sample;
  Options options;
  const char *layout, *columns, *taps_across, *across, *rows, *taps_down, *down, *ring;
  bool between; /* what a level can make of it that has rows for both directions at once */
} Plan;

static const Plan plans[] = {
  { "twice the size", 20, 10, 40, 20, 1, RSZ_SAMPLE_U8, { .method = RSZ_METHOD_BILINEAR }, "u8 x1",
      "20 to 40", "2", "doubling", "10 to 20", "2", "doubling", "5", true },
  { "two taps of another ratio", 20, 10, 50, 30, 3, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_BILINEAR }, "u8 x3", "20 to 50", "2", "pair", "10 to 30", "2", "pair",
      "5", true },
  { "four taps", 20, 10, 40, 20, 4, RSZ_SAMPLE_U8, { .method = RSZ_METHOD_BICUBIC }, "u8 x4",
      "20 to 40", "4", "quad", "10 to 20", "4", "quad", "7" },
  { "many taps", 400, 40, 100, 10, 1, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_BILINEAR, .antialias = true }, "u8 x1", "400 to 100", "8", "many",
      "40 to 10", "8", "many", "11" },
  { "chosen samples, no ring", 20, 10, 50, 30, 2, RSZ_SAMPLE_U8, { .method = RSZ_METHOD_NEAREST },
      "u8 x2", "20 to 50", "1", "gather", "10 to 30", "1", "straight", "0" },
  { "rows alone, out of the source", 20, 10, 20, 30, 1, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_BILINEAR }, "u8 x1", "20 to 20", "1", "in place", "10 to 30", "2",
      "pair", "0" },
  { "columns alone, no ring", 20, 10, 50, 10, 1, RSZ_SAMPLE_U8, { .method = RSZ_METHOD_BILINEAR },
      "u8 x1", "20 to 50", "2", "pair", "10 to 10", "1", "straight", "0" },
  { "floats", 20, 10, 50, 30, 1, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_BICUBIC, .arithmetic = RSZ_ARITHMETIC_FLOAT }, "u8 x1", "20 to 50",
      "4", "float quad", "10 to 30", "4", "float quad", "4" },
  { "windows", 60, 30, 20, 10, 1, RSZ_SAMPLE_U8,
      { .method = RSZ_METHOD_AREA, .arithmetic = RSZ_ARITHMETIC_FLOAT }, "u8 x1", "60 to 20", "3",
      "windows", "30 to 10", "3", "windows", "0" },
  { "samples of 16 bits that are chosen", 20, 10, 50, 30, 4, RSZ_SAMPLE_U16,
      { .method = RSZ_METHOD_NEAREST }, "u16 x4", "20 to 50", "1", "gather", "10 to 30", "1",
      "straight", "0" },
};

static bool
says (const Plan *plan, const char *text)
{
  const bool between = plan->between && rsz_rows_get ()->enlarge_stream;
  const char *down = between ? "between" : plan->down, *ring = between ? "1" : plan->ring;

  return has_cell (text, 0, "plane", 0, "0") && has_cell (text, 0, "layout", 0, plan->layout)
         && has_cell (text, 0, "columns", 0, plan->columns)
         && has_cell (text, 0, "taps", 0, plan->taps_across)
         && has_cell (text, 0, "across", 0, plan->across)
         && has_cell (text, 0, "rows", 0, plan->rows)
         && has_cell (text, 0, "taps", 1, plan->taps_down) && has_cell (text, 0, "down", 0, down)
         && has_cell (text, 0, "ring", 0, ring) && has_cell (text, 0, "caches", 0, "-");
}

static void
check_path (const Plan *plan)
{
  const Picture src = { .width = plan->in_w,
    .height = plan->in_h,
    .components = plan->components,
    .sample = plan->sample };
  const Picture dst = { .width = plan->out_w,
    .height = plan->out_h,
    .components = plan->components,
    .sample = plan->sample };
  Options o = plan->options;
  char text[TEXT_SIZE];
  RszSpec spec;

  o.n_slices = 1;
  spec = planes_of (&src, &dst, &o, 1);
  describe (&spec, text);
  if (!tap_check (says (plan, text), "the plan names the way: %s", plan->what))
    printf ("# %s", text);
}

/* Every line of the caches, in planes of this size. */
static bool
all_say (int n, int in, int out, const Options *o, const char *caches)
{
  const Picture src = { .width = in, .height = in, .components = 1 };
  const Picture dst = { .width = out, .height = out, .components = 1 };
  const RszSpec spec = planes_of (&src, &dst, o, n);
  char text[TEXT_SIZE];
  bool said = true;

  describe (&spec, text);
  for (int p = 0; p < n; p++)
    said = said && has_cell (text, p, "caches", 0, caches);
  return said;
}

/* What a level cannot do it does not say. */
static void
check_caches (void)
{
  const char *streamed = rsz_rows_get ()->drain ? "streamed" : "-";
  const Options bilinear = { .method = RSZ_METHOD_BILINEAR, .n_slices = 1 };
  const Options nearest = { .method = RSZ_METHOD_NEAREST, .n_slices = 1 };
  const Options reducing = { .method = RSZ_METHOD_BILINEAR, .antialias = true, .n_slices = 1 };

  tap_check (all_say (1, 500, 2000, &bilinear, "-"), "4 MB go through the caches");
  tap_check (all_say (3, 500, 2000, &bilinear, streamed),
      "three planes of 4 MB are a frame of 12 MB, which goes past them: bilinear");
  tap_check (all_say (3, 500, 2000, &nearest, streamed), "... and nearest");
  tap_check (all_say (1, 1500, 400, &reducing, "-"), "sources of 2 MB are not fetched ahead");
  tap_check (all_say (2, 1500, 400, &reducing, "fetched"), "... those of two such planes are");
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
  RszResizer *resizer = resizer_of (&spec);
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
    check_path (&plans[i]);
  check_caches ();
  for (int method = RSZ_METHOD_NEAREST; method <= RSZ_METHOD_BICUBIC; method++)
    for (int c = 1; c <= RSZ_MAX_COMPONENTS; c++)
      check_large_frame ((RszMethod) method, c, 601, 4000 / c + 601);
  return tap_finish ();
}
