/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "job.h"

/* Output rows, made out of the ring. */

/* A span of output row o out of 8 bit rows, or of any rows where it is one of them. */
static void
blend_rows (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const void *const *rows = rsz_job_rows (job, part, o);
  const int len = rsz_job_span (job, part).len;
  const RszVscale *vscale = plane->stream ? plane->rows->vstream : plane->rows->vscale;
  const RszCopy copy = plane->stream ? plane->rows->stream : plane->rows->copy;

  if (y->index || (y->n[o] == 1 && y->weights[(size_t) o * y->n_max] == 1 << y->shift))
    copy (dst, rows[0], len * part->pixel_size);
  else
    vscale[rsz_plane_choose_sum (plane, y->n[o])](dst, (const uint8_t *const *) rows,
        &y->weights[(size_t) o * y->n_max], y->n[o], y->shift, len * part->components);
}

/* The same out of int16 rows of deep samples. */
static void
blend_deep (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const RszVdeep vdeep = plane->stream ? plane->rows->vdeep_stream : plane->rows->vdeep;

  vdeep (dst, (const int16_t *const *) rsz_job_rows (job, part, o),
      &y->weights[(size_t) o * y->n_max], y->n[o], y->shift + part->fraction, plane->word,
      rsz_job_span (job, part).len * part->components);
}

/* The same out of float32 rows. */
static void
blend_rowsf (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const RszSample sample = rsz_layouts[plane->layout].sample;
  const float *const *rows = (const float *const *) rsz_job_rows (job, part, o);
  const float *weights = &y->weightsf[(size_t) o * y->n_max], *sums = rows[0];
  const RszSpan span = rsz_job_span (job, part);
  const int len = span.len * part->components;

  if (y->n[o] > 1 || weights[0] != 1.0f) {
    float *made = (float *) (job->scratch + plane->sums);

    plane->rows->vscalef[rsz_plane_choose_sumf (y, sample, o, y->n[o])](
        made, rows, weights, y->n[o], len);
    sums = made;
  }
  if (plane->average)
    plane->rows->average[sample](dst, sums, y->window ? (float) y->n[o] : 1.0f,
        part->columns + span.begin * part->components, plane->max, len);
  else
    plane->rows->narrow[sample](dst, sums, plane->max, len);
}

/* The same out of a summed row whose columns have weights. */
static void
weigh_sums (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszSpan span = rsz_job_span (job, part);
  float *wide = (float *) (job->scratch + plane->widened);
  float *made = (float *) (job->scratch + plane->sums);

  plane->rows->widen[RSZ_SAMPLE_U16](
      wide, job->scratch + part->sums, part->x->in * part->components);
  plane->rows->hscalef[part->sumf][part->components - 1](
      made, wide, &part->tapsf, span.begin, span.len);
  plane->rows->average[RSZ_SAMPLE_U8](dst, made, (float) plane->y->n[o],
      part->columns + span.begin * part->components, plane->max, span.len * part->components);
}

/* The same out of summed rows. */
static void
average_sums (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszSpan span = rsz_job_span (job, part);

  plane->rows->mean[part->components - 1](dst, (const uint16_t *) (job->scratch + part->sums),
      &part->windows, plane->y->n[o], span.begin, span.len);
}

static void
make_part (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  if (part->weighed)
    weigh_sums (job, part, o, dst);
  else if (job->plane->whole)
    average_sums (job, part, o, dst);
  else if (job->plane->deep)
    blend_deep (job, part, o, dst);
  else if (job->plane->is_float)
    blend_rowsf (job, part, o, dst);
  else
    blend_rows (job, part, o, dst);
}

/* Bytes from the start of a memory row to a column of part 0 that starts a group of samples. */
static size_t
column_offset (const RszPlane *plane, int column)
{
  return rsz_layout_row_size (plane->layout, rsz_job_units (plane, column));
}

/* Where a frame row of a part is put together, its first pixel being frame_begin's. */
static uint8_t *
frame_row (const RszJob *job, const RszPart *part, int row)
{
  if (!job->plane->in_place)
    return job->scratch + part->made;
  return job->dst + row * job->dst_stride + column_offset (job->plane, job->frame_begin);
}

static void
store_row (const RszJob *job, int row)
{
  const RszPlane *plane = job->plane;
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const int begin = rsz_job_units (plane, job->frame_begin);
  const int end = rsz_job_limit (rsz_job_units (plane, job->frame_end), plane->parts[0].dst_room);
  const void *parts[RSZ_MAX_PARTS];

  if (plane->in_place)
    return;
  for (int p = 0; p < plane->n_parts; p++)
    parts[p] = job->scratch + plane->parts[p].made;
  plane->rows->store[plane->layout](layout,
      job->dst + row * job->dst_stride + column_offset (plane, job->frame_begin), parts,
      end - begin);
}

/* Paints the columns of a frame row that are before and behind the picture, or all of them. */
static void
paint_border (const RszJob *job, const RszPart *part, uint8_t *dst, bool all)
{
  const RszFill fill = job->plane->rows->fill;
  const RszSpan frame = rsz_part_span (part, job->frame_begin, job->frame_end);
  const RszSpan span = rsz_job_span (job, part);
  const int before = all ? frame.len : part->x->out_first + span.begin - frame.begin;
  const int behind = all ? frame.len : before + span.len;

  if (before > 0)
    fill (dst, part->border, part->pixel_size, before);
  if (frame.len > behind)
    fill (dst + behind * part->pixel_size, part->border, part->pixel_size, frame.len - behind);
}

static void
make_border_row (const RszJob *job, int row)
{
  for (int p = 0; p < job->plane->n_parts; p++) {
    const RszPart *part = &job->plane->parts[p];

    paint_border (job, part, frame_row (job, part, row), true);
  }
  store_row (job, row);
}

/* Paints what is beside the picture in a frame row of a part; returns where the picture is to be made. */
static uint8_t *
begin_row (const RszJob *job, const RszPart *part, int row)
{
  uint8_t *dst = frame_row (job, part, row);
  const int before = part->x->out_first + rsz_job_span (job, part).begin
                     - rsz_part_span (part, job->frame_begin, job->frame_end).begin;

  paint_border (job, part, dst, false);
  return dst + before * part->pixel_size;
}

static void
make_row (RszJob *job, int row)
{
  const RszPlane *plane = job->plane;
  const int o = row - plane->y->out_first;

  if (plane->whole)
    rsz_job_sum (job, o);
  else
    rsz_job_fetch (job, o);
  for (int p = 0; p < plane->n_parts; p++)
    make_part (job, &plane->parts[p], o, begin_row (job, &plane->parts[p], row));
  store_row (job, row);
}

/* Makes n rows of the picture, each out of one source row. */
static void
make_straight (const RszJob *job, int row, int n)
{
  for (int p = 0; p < job->plane->n_parts; p++) {
    const RszPart *part = &job->plane->parts[p];
    uint8_t *dst[RSZ_MAX_BATCH];

    for (int r = 0; r < n; r++)
      dst[r] = begin_row (job, part, row + r);
    rsz_job_make (job, part, row - job->plane->y->out_first, dst, n);
  }
}

/* The same where rows are taken apart and put together: one, which is put together again where it repeats
 * the one before. */
static void
make_packed_straight (RszJob *job, int row)
{
  const int from = job->plane->y->first[row - job->plane->y->out_first];

  if (job->next != from + 1) {
    rsz_job_load (job, from, 0);
    make_straight (job, row, 1);
  }
  job->next = from + 1;
  store_row (job, row);
}

/* Makes the rows between two source rows, of which the slice has `left` more; returns how many. */
static int
make_between (RszJob *job, int row, int left)
{
  const RszTaps *y = job->plane->y;
  const int o = row - y->out_first, from = y->first[o];
  RszBetween between = { .shift = y->shift };

  for (int n = 0; n < left && y->first[o + n] == from; between.n = ++n) {
    between.dst[n] = begin_row (job, &job->plane->parts[0], row + n);
    between.weights[n] = y->n[o + n] > 1 ? y->weights[(size_t) (o + n) * y->n_max + 1] : 0;
  }
  rsz_job_enlarge (job, from, &between);
  return between.n;
}

/* Makes rows of the picture, of which the slice has `left` more; returns how many. */
static int
make_rows (RszJob *job, int row, int left)
{
  const RszPlane *plane = job->plane;
  const int n = left < plane->batch ? left : plane->batch;

  if (plane->between)
    return make_between (job, row, left);
  if (!plane->straight)
    make_row (job, row);
  else if (!plane->in_place)
    make_packed_straight (job, row);
  else {
    make_straight (job, row, n);
    return n;
  }
  return 1;
}

static void
run_strip (RszJob *job, int from_row, int to_row)
{
  const RszTaps *x = job->plane->parts[0].x, *y = job->plane->y;

  job->frame_begin = job->begin ? x->out_first + job->begin : x->frame_first;
  job->frame_end = job->end < x->len ? x->out_first + job->end : x->frame_end;
  job->end_row = to_row - y->out_first < y->len ? to_row - y->out_first : y->len;
  job->next = 0;
  job->summed = -1;
  for (int row = from_row; row < to_row;)
    if (row < y->out_first || row >= y->out_first + y->len)
      make_border_row (job, row++);
    else
      row += make_rows (job, row, job->end_row - (row - y->out_first));
}

/* The strip that starts at job->begin ends where the frame's columns start a group in every layout. */
static int
strip_end (const RszJob *job)
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
  RszJob job = {
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
  if (plane->stream)
    plane->rows->drain ();
}
