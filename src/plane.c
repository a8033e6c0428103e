/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plane.h"

#include <string.h>

/* One slice of one plane while it is being made. */
typedef struct {
  const RszPlane *plane;
  const uint8_t *src;
  uint8_t *dst;
  ptrdiff_t src_stride, dst_stride;
  uint8_t *scratch;
  int begin, end;             /* columns of part 0 being made ... */
  int frame_begin, frame_end; /* ... and those of the frame being written: borders included */
  int end_row;                /* the slice's last output row, and one */
  int next;                   /* first source row that is not in the ring yet */
} Job;

/* Columns of a part. */
typedef struct {
  int begin, len;
} Span;

static Span
span_of (const Job *job, const RszPart *part)
{
  const int begin = job->begin / part->divisor;
  const int end = (job->end + part->divisor - 1) / part->divisor;

  return (Span){ begin, end - begin };
}

static const uint8_t *
memory_row (const Job *job, int row)
{
  return job->src + (job->plane->y->in_first + row) * job->src_stride;
}

/* A part's first sample in a source row that lies in memory or has been taken apart. */
static const uint8_t *
source_row (const Job *job, const RszPart *part, int row)
{
  const uint8_t *start =
      rsz_layouts[job->plane->layout].plain ? memory_row (job, row) : job->scratch + part->loaded;

  return start + part->x->in_first * part->pixel_size;
}

static int
last_row (const RszTaps *y, int o)
{
  const int last = y->first[o] + y->n[o] - 1;

  return last < y->in ? last : y->in - 1;
}

/* What a layout counts in a row of len pixels of part 0. */
static int
units_of (const RszPlane *plane, int len)
{
  return plane->n_parts > 1 ? len : len * plane->parts[0].components;
}

static int
limit (int units, int room)
{
  return room && room < units ? room : units;
}

static void
load_row (const Job *job, int row)
{
  const RszPlane *plane = job->plane;
  const RszPart *first = &plane->parts[0];
  const int units = units_of (plane, first->x->in_first + first->x->in);
  const int present = limit (units, first->src_room);
  const size_t size = first->pixel_size / first->components;
  void *parts[RSZ_MAX_PARTS];
  uint8_t *loaded = job->scratch + first->loaded;

  for (int p = 0; p < plane->n_parts; p++)
    parts[p] = job->scratch + plane->parts[p].loaded;
  plane->rows->load[plane->layout](
      &rsz_layouts[plane->layout], parts, memory_row (job, row), present);
  if (present < units)
    memcpy (loaded + present * size, loaded + (present - first->components) * size,
        (units - present) * size);
}

/* First and last source pixel that a span of outputs reads, beyond the ends too. */
static void
reach_of (const RszPart *part, Span span, int *first, int *last)
{
  const RszTaps *x = part->x;

  *first = -part->overhang;
  *last = x->in - 1 + part->overhang;
  if (span.len == x->len)
    return;
  *first = x->in;
  *last = -part->overhang;
  for (int i = span.begin; i < span.begin + span.len; i++) {
    *first = x->first[i] < *first ? x->first[i] : *first;
    *last = x->first[i] + x->n_max - 1 > *last ? x->first[i] + x->n_max - 1 : *last;
  }
}

/* Widens what a span reads of a row and repeats the border pixels beyond its ends.
 * Returns pixel 0. */
static const float *
widen_row (const Job *job, const RszPart *part, Span span, const uint8_t *row)
{
  const int c = part->components, in = part->x->in;
  const RszSample sample = rsz_layouts[job->plane->layout].sample;
  float *wide = (float *) (job->scratch + job->plane->widened) + part->overhang * c;
  int first, last, from, to;

  reach_of (part, span, &first, &last);
  from = first > 0 ? (first < in ? first : in - 1) : 0;
  to = last < in ? (last > 0 ? last : 0) : in - 1;
  job->plane->rows->widen[sample](
      wide + from * c, row + from * part->pixel_size, (to - from + 1) * c);
  for (int i = -1; i >= first * c; i--)
    wide[i] = wide[i + c];
  for (int i = in * c; i < (last + 1) * c; i++)
    wide[i] = wide[i - c];
  return wide;
}

static void
scale_float_row (const Job *job, const RszPart *part, float *dst, const uint8_t *row)
{
  const RszRows *rows = job->plane->rows;
  const RszTaps *x = part->x;
  const Span span = span_of (job, part);

  if (part->pass == RSZ_PASS_WIDEN)
    rows->widen[rsz_layouts[job->plane->layout].sample](
        dst, row + span.begin * part->pixel_size, span.len * part->components);
  else
    rows->hscalef[part->sumf][part->components - 1](dst, widen_row (job, part, span, row),
        x->first + span.begin, x->weightsf + (size_t) span.begin * x->n_max, x->n_max, span.len);
}

/* Makes a span of n rows of the ring, or of the output where there is none. */
static void
scale_rows (
    const Job *job, const RszPart *part, uint8_t *const *dst, const uint8_t *const *src, int n)
{
  const RszRows *rows = job->plane->rows;
  const Span span = span_of (job, part);
  const size_t start = span.begin * part->pixel_size, size = span.len * part->pixel_size;

  switch (part->pass) {
  case RSZ_PASS_DIRECT:
  case RSZ_PASS_COPY:
    for (int r = 0; r < n; r++)
      rows->copy (dst[r], src[r] + start, size);
    break;
  case RSZ_PASS_GATHER:
    rows->gather[part->pixel_size](dst, src, n, &part->taps, span.begin, span.len);
    break;
  case RSZ_PASS_SCALE:
    rows->hscale[part->sum][part->components - 1](dst, src, n, &part->taps, span.begin, span.len);
    break;
  case RSZ_PASS_WIDEN:
  case RSZ_PASS_SCALEF:
    for (int r = 0; r < n; r++)
      scale_float_row (job, part, (float *) dst[r], src[r]);
    break;
  case RSZ_N_PASSES:
    break;
  }
}

static uint8_t *
ring_row (const Job *job, const RszPart *part, int row)
{
  return job->scratch + part->ring + row % job->plane->ring_rows * part->ring_stride;
}

/* The next source rows that are not in the ring: a batch, or as many as the slice still wants and
 * the ring has room for beside what output row o needs. */
static int
next_rows (Job *job, int o, int *rows)
{
  const RszPlane *plane = job->plane;
  const int room = plane->from[o] + plane->ring_rows;
  int n = 0;

  for (; o < job->end_row; o++) {
    if (job->next < plane->from[o])
      job->next = plane->from[o];
    for (; job->next <= last_row (plane->y, o); rows[n++] = job->next++)
      if (n == plane->batch || job->next >= room)
        return n;
  }
  return n;
}

static void
fetch_part (const Job *job, const RszPart *part, const int *rows, int n)
{
  const uint8_t *src[RSZ_MAX_BATCH];
  uint8_t *dst[RSZ_MAX_BATCH];

  for (int r = 0; r < n; r++) {
    src[r] = source_row (job, part, rows[r]);
    dst[r] = ring_row (job, part, rows[r]);
  }
  scale_rows (job, part, dst, src, n);
}

/* Brings the ring up to the rows output row o reads. */
static void
fetch_rows (Job *job, int o)
{
  const RszPlane *plane = job->plane;
  int rows[RSZ_MAX_BATCH];

  if (job->next < plane->from[o])
    job->next = plane->from[o];
  while (job->next <= last_row (plane->y, o)) {
    const int n = next_rows (job, o, rows);

    if (!rsz_layouts[plane->layout].plain)
      load_row (job, rows[0]);
    for (int p = 0; p < plane->n_parts; p++)
      if (plane->parts[p].pass != RSZ_PASS_DIRECT)
        fetch_part (job, &plane->parts[p], rows, n);
  }
}

/* Pointers to the rows that output row o is made of. */
static const void *const *
rows_of (const Job *job, const RszPart *part, int o)
{
  const RszTaps *y = job->plane->y;
  const void **rows = (const void **) (job->scratch + job->plane->taps);

  for (int k = 0; k < y->n[o]; k++) {
    int row = y->first[o] + k;

    row = row < 0 ? 0 : row < y->in ? row : y->in - 1;
    rows[k] =
        part->pass == RSZ_PASS_DIRECT ? source_row (job, part, row) : ring_row (job, part, row);
  }
  return (const void *const *) rows;
}

static RszSum
sum_of (const RszPlane *plane, int n)
{
  if (plane->doubling)
    return RSZ_SUM_DOUBLING;
  return n == 2 ? RSZ_SUM_PAIR : n == 4 ? RSZ_SUM_QUAD : RSZ_SUM_MANY;
}

/* A span of output row o out of 8 bit rows, or of any rows where it is one of them. */
static void
blend_rows (const Job *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const void *const *rows = rows_of (job, part, o);
  const int len = span_of (job, part).len;

  if (y->index || (y->n[o] == 1 && y->weights[(size_t) o * y->n_max] == 1 << y->shift))
    plane->rows->copy (dst, rows[0], len * part->pixel_size);
  else
    plane->rows->vscale[sum_of (plane, y->n[o])](dst, (const uint8_t *const *) rows,
        &y->weights[(size_t) o * y->n_max], y->n[o], y->shift, len * part->components);
}

/* The same out of float32 rows. */
static void
blend_rowsf (const Job *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const RszSample sample = rsz_layouts[plane->layout].sample;
  const float *const *rows = (const float *const *) rows_of (job, part, o);
  const float *weights = &y->weightsf[(size_t) o * y->n_max], *sums = rows[0];
  const Span span = span_of (job, part);
  const int len = span.len * part->components;

  if (y->n[o] > 1 || weights[0] != 1.0f) {
    float *made = (float *) (job->scratch + plane->sums);
    const bool lerp = plane->sumf == RSZ_SUMF_LERP && y->n[o] == 2;

    plane->rows->vscalef[plane->sumf == RSZ_SUMF_LERP && !lerp ? RSZ_SUMF_MANY : plane->sumf](
        made, rows, weights, y->n[o], len);
    sums = made;
  }
  if (plane->average)
    plane->rows->average[sample](dst, sums, y->window ? (float) y->n[o] : 1.0f,
        part->columns + span.begin * part->components, plane->max, len);
  else
    plane->rows->narrow[sample](dst, sums, plane->max, len);
}

static void
make_straight (const Job *job, const RszPart *part, int o, uint8_t *dst)
{
  const uint8_t *src = source_row (job, part, job->plane->y->first[o]);

  scale_rows (job, part, &dst, &src, 1);
}

static void
make_part (const Job *job, const RszPart *part, int o, uint8_t *dst)
{
  if (job->plane->straight)
    make_straight (job, part, o, dst);
  else if (job->plane->is_float)
    blend_rowsf (job, part, o, dst);
  else
    blend_rows (job, part, o, dst);
}

/* Bytes from the start of a memory row to a column of part 0 that starts a group of samples. */
static size_t
column_offset (const RszPlane *plane, int column)
{
  return rsz_layout_row_size (plane->layout, units_of (plane, column));
}

/* Where a frame row of a part is put together, its first pixel being frame_begin's. */
static uint8_t *
frame_row (const Job *job, const RszPart *part, int row)
{
  if (!rsz_layouts[job->plane->layout].plain)
    return job->scratch + part->made;
  return job->dst + row * job->dst_stride + column_offset (job->plane, job->frame_begin);
}

static void
store_row (const Job *job, int row)
{
  const RszPlane *plane = job->plane;
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const int begin = units_of (plane, job->frame_begin);
  const int end = limit (units_of (plane, job->frame_end), plane->parts[0].dst_room);
  const void *parts[RSZ_MAX_PARTS];

  if (layout->plain)
    return;
  for (int p = 0; p < plane->n_parts; p++)
    parts[p] = job->scratch + plane->parts[p].made;
  plane->rows->store[plane->layout](layout,
      job->dst + row * job->dst_stride + column_offset (plane, job->frame_begin), parts,
      end - begin);
}

/* Paints the columns of a frame row that are before and behind the picture, or all of them. */
static void
paint_border (const Job *job, const RszPart *part, uint8_t *dst, bool all)
{
  const RszFill fill = job->plane->rows->fill;
  const int begin = job->frame_begin / part->divisor;
  const int end = (job->frame_end + part->divisor - 1) / part->divisor;
  const Span span = span_of (job, part);
  const int before = all ? end - begin : part->x->out_first + span.begin - begin;
  const int behind = all ? end : part->x->out_first + span.begin + span.len;

  if (before > 0)
    fill (dst, part->border, part->pixel_size, before);
  if (end > behind)
    fill (dst + (behind - begin) * part->pixel_size, part->border, part->pixel_size, end - behind);
}

static void
make_border_row (const Job *job, int row)
{
  for (int p = 0; p < job->plane->n_parts; p++) {
    const RszPart *part = &job->plane->parts[p];

    paint_border (job, part, frame_row (job, part, row), true);
  }
  store_row (job, row);
}

static void
make_row (Job *job, int row)
{
  const RszPlane *plane = job->plane;
  const int o = row - plane->y->out_first;

  if (!plane->straight)
    fetch_rows (job, o);
  else if (!rsz_layouts[plane->layout].plain)
    load_row (job, plane->y->first[o]);
  for (int p = 0; p < plane->n_parts; p++) {
    const RszPart *part = &plane->parts[p];
    uint8_t *dst = frame_row (job, part, row);
    const int before =
        part->x->out_first + span_of (job, part).begin - job->frame_begin / part->divisor;

    paint_border (job, part, dst, false);
    make_part (job, part, o, dst + before * part->pixel_size);
  }
  store_row (job, row);
}

static void
run_strip (Job *job, int from_row, int to_row)
{
  const RszTaps *x = job->plane->parts[0].x, *y = job->plane->y;

  job->frame_begin = job->begin ? x->out_first + job->begin : x->frame_first;
  job->frame_end = job->end < x->len ? x->out_first + job->end : x->frame_end;
  job->end_row = to_row - y->out_first < y->len ? to_row - y->out_first : y->len;
  job->next = 0;
  for (int row = from_row; row < to_row; row++)
    if (row < y->out_first || row >= y->out_first + y->len)
      make_border_row (job, row);
    else
      make_row (job, row);
}

/* The strip that starts at job->begin ends where the frame's columns start a group in every layout. */
static int
strip_end (const Job *job)
{
  const RszPlane *plane = job->plane;
  const int first = plane->parts[0].x->out_first, end = first + job->begin + plane->strip;

  return end / RSZ_STRIP_STEP * RSZ_STRIP_STEP - first;
}

void
rsz_plane_run (const RszPlane *plane, void *dst, ptrdiff_t dst_stride, const void *src,
    ptrdiff_t src_stride, int from_row, int to_row, void *scratch)
{
  const int len = plane->parts[0].x->len;
  Job job = {
    .plane = plane,
    .src = src,
    .dst = dst,
    .src_stride = src_stride,
    .dst_stride = dst_stride,
    .scratch = scratch,
  };

  for (job.begin = 0; job.begin < len; job.begin = job.end) {
    job.end = len - job.begin <= plane->strip ? len : strip_end (&job);
    run_strip (&job, from_row, to_row);
  }
}
