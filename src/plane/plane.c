/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "platform/memory.h"

/* What every plane has, whatever its way: memory for a slice, strips, borders, rows of the
 * frame. */

static size_t
align (size_t size)
{
  return (size + RSZ_ALIGNMENT - 1) / RSZ_ALIGNMENT * RSZ_ALIGNMENT;
}

/* ---- plans ---- */

/* Source rows from the first that an output needs to the last that one so many outputs ahead does.
 */
static int
most_rows (const RszPlane *plane, int ahead)
{
  int most = 1, to = 0;

  for (int o = 0; o < plane->y->len; o++) {
    to = rsz_plane_last_row (plane, o) > to ? rsz_plane_last_row (plane, o) : to;
    if (o >= ahead && to - plane->from[o - ahead] + 1 > most)
      most = to - plane->from[o - ahead] + 1;
  }
  return most;
}

/* Room for a batch of rows behind those of an output; where rows between them are skipped, outputs
 * lie further apart. */
static int
count_ring_rows (const RszPlane *plane)
{
  const int next = most_rows (plane, 0) + plane->batch - 1;
  const int skipping = most_rows (plane, (plane->batch - 1) / plane->y->n_max);

  return next > skipping ? next : skipping;
}

/* Taps trimmed of zeros do not start in order; a row is kept from when the first of them may ask
 * for it. */
static bool
plan_rows (RszPlane *plane)
{
  const RszTaps *y = plane->y;
  int from = y->in - 1;

  plane->from = malloc (y->len * sizeof *plane->from);
  if (!plane->from)
    return false;
  for (int o = y->len - 1; o >= 0; o--) {
    from = y->first[o] < from ? y->first[o] : from;
    plane->from[o] = from > 0 ? from : 0;
  }
  plane->ring_rows = plane->way == RSZ_WAY_ENLARGE ? 1 : count_ring_rows (plane);
  if (plane->ring_rows > y->in)
    plane->ring_rows = y->in;
  return true;
}

/* Bytes of a row in the ring; 0: there is none. */
static size_t
ring_row_size (const RszPlane *plane, const RszPart *part, int strip)
{
  const size_t ring_sample = rsz_ariths[plane->arith]->ring_sample;
  const size_t sample = ring_sample ? ring_sample : part->pixel_size / part->components;
  const bool down_first = rsz_ariths[plane->arith]->down_first;
  const int pixels = down_first ? part->x->in : (strip + part->divisor - 1) / part->divisor;
  const bool has_ring = plane->way == RSZ_WAY_RING || plane->way == RSZ_WAY_ENLARGE;

  const size_t more = plane->way == RSZ_WAY_ENLARGE ? sample : 0; /* see RszEnlargeDeep */

  return has_ring && part->pass != RSZ_PASS_NONE ? align (pixels * part->components * sample + more)
                                                 : 0;
}

static size_t
sums_size (const RszPart *part)
{
  return (size_t) part->x->in * part->components * sizeof (uint16_t);
}

/* Reading four rows of floats out of the second-level cache takes longer than adding them up, so
 * that such rings are cut to what the first-level cache nearly holds: OpenCV's bicubic to 4K takes
 * 0.73 to 0.94 of the time. With two rows shorter strips cost more than they spare, and sums of
 * more rows take longer than reading, as those of four do with AVX2: 1.04 to 1.15 of the time. */
static size_t
ring_budget (const RszPlane *plane)
{
  const bool quick = plane->rows->hscaleb[RSZ_SAMPLE_U8]; /* AVX-512 */
  const bool four = quick && (plane->y->n_max == 3 || plane->y->n_max == 4);

  return rsz_ariths[plane->arith]->ring_sample == sizeof (float) && four ? RSZ_RING_BUDGET / 8
                                                                         : RSZ_RING_BUDGET;
}

/* What is enlarged is made in whole rows: its ring is one row. */
static void
plan_strips (RszPlane *plane)
{
  const int len = plane->parts[0].x->len, whole = len + (len & 1);
  const bool sums = plane->in_place && plane->parts[0].pass == RSZ_PASS_MEAN;
  size_t size = sums ? sums_size (&plane->parts[0]) : 0, columns;
  size_t most = sums ? RSZ_SUMS_BUDGET : ring_budget (plane);

  plane->strip = whole;
  for (int p = 0; p < plane->n_parts; p++)
    size += ring_row_size (plane, &plane->parts[p], plane->strip) * plane->ring_rows;
  if (size <= most || plane->way == RSZ_WAY_ENLARGE || plane->way == RSZ_WAY_TALLY
      || rsz_ariths[plane->arith]->down_first)
    return;
  most = sums ? most / 2 : most;
  columns = most * plane->strip / size / RSZ_STRIP_STEP * RSZ_STRIP_STEP;
  plane->strip = columns ? (int) columns : RSZ_STRIP_STEP;
  plane->strip = plane->strip < whole ? plane->strip : whole;
}

static size_t
reserve (RszPlane *plane, size_t size)
{
  const size_t offset = plane->scratch_size;

  plane->scratch_size += align (size);
  return offset;
}

/* Bytes of a part's unpacked row of len pixels: whole groups of samples. */
static size_t
part_room (const RszPlane *plane, int p, int len)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const size_t groups = (rsz_plane_units (plane, len) + layout->pixels - 1) / layout->pixels;

  return groups * layout->samples[p] * rsz_sample_size (layout->sample);
}

static void
plan_scratch (RszPlane *plane)
{
  const RszTaps *first = plane->parts[0].x;
  const bool means = plane->way == RSZ_WAY_MEANS;
  bool floats = rsz_ariths[plane->arith]->floats && !means;
  size_t wide = 0, total = 0, row = 0;

  for (int p = 0; p < plane->n_parts; p++) {
    RszPart *part = &plane->parts[p];
    const RszTaps *x = part->x;
    const size_t strip = (plane->strip + part->divisor - 1) / part->divisor * part->components;
    const size_t padded =
        ((size_t) (x->in + 2 * part->floats.overhang) * part->components + RSZ_SLACK)
        * (part->floats.scale_samples ? part->pixel_size / part->components : 1);

    part->ring_stride = ring_row_size (plane, part, plane->strip);
    part->ring = reserve (plane, part->ring_stride * plane->ring_rows);
    if (means)
      part->added = reserve (plane, sums_size (part));
    if (plane->way == RSZ_WAY_TALLY)
      part->added = reserve (plane, (size_t) x->len * part->components * sizeof (float));
    if (!plane->in_place) {
      part->loaded_stride = align (part_room (plane, p, first->row_end));
      part->loaded = reserve (plane, part->loaded_stride * plane->batch);
      part->made = reserve (plane, part_room (plane, p, first->frame_end));
    } else if (!plane->made_in_place)
      part->made = reserve (plane, first->frame_end * part->made_size);
    if (part->floats.taps.first) {
      floats = true;
      wide = padded > wide ? padded : wide;
    }
    total = strip > total ? strip : total;
    if (rsz_ariths[plane->arith]->down_first)
      row = (size_t) x->in * part->components > row ? (size_t) x->in * part->components : row;
    if (part->floats.columns || x->cell
        || plane->y->cell) /* a scaled row of sums, before it is rounded */
      wide = strip > wide ? strip : wide;
  }
  if (floats) {
    plane->wide = reserve (plane, wide * sizeof (float));
    plane->total = reserve (plane, total * sizeof (float));
  }
  if (row)
    plane->total = reserve (plane, row);
  plane->taps = reserve (plane, (means ? 2 : 1) * plane->y->n_max * sizeof (void *));
}

static void
set_border (const RszPlane *plane, RszPart *part, const uint16_t *border)
{
  const int most = plane->arith == RSZ_ARITH_DEEP ? plane->word.max : (int) plane->max;
  const size_t size = rsz_sample_size (plane->result);

  for (int c = 0; c < part->components; c++) {
    const int sample = border[c] < most ? border[c] : most;
    const uint8_t byte = (uint8_t) sample;
    const uint16_t word = (uint16_t) (sample << plane->word.low);
    const float value = (float) sample;
    const void *const as[RSZ_N_RESULTS] = { &byte, &word, &value };

    memcpy (&part->border[c * size], as[plane->result], size);
  }
}

bool
rsz_plane_init (RszPlane *plane, const RszRows *rows, const RszPlaneSamples *samples,
    const RszTaps *y, const RszPartTaps *parts, const RszTraffic *frame)
{
  const RszLayoutInfo *info = &rsz_layouts[samples->layout];
  bool fine;

  *plane = (RszPlane){
    .rows = rows,
    .y = y,
    .layout = samples->layout,
    .in_place = info->plain,
    .made_in_place = info->plain && !samples->tensor.n_channels,
    .result = samples->unrounded ? RSZ_RESULT_F32 : info->sample,
    .tensor = samples->tensor,
    .max = (float) ((1 << samples->depth) - 1),
    .truncates = samples->truncates && !samples->unrounded,
    .n_parts = info->n_parts,
  };
  for (int p = 0; p < info->n_parts; p++) {
    plane->parts[p].x = parts[p].x;
    plane->parts[p].components = parts[p].components;
    plane->parts[p].divisor = parts[p].divisor;
    plane->parts[p].src_room = parts[p].src_room;
    plane->parts[p].dst_room = parts[p].dst_room;
    plane->parts[p].pixel_size = parts[p].components * rsz_sample_size (info->sample);
  }
  fine = rsz_plane_choose (plane, samples->may_fix, frame);
  for (int p = 0; p < info->n_parts; p++) {
    plane->parts[p].made_size = parts[p].components * rsz_sample_size (plane->result);
    set_border (plane, &plane->parts[p], parts[p].border);
  }
  if (fine && plan_rows (plane) && rsz_tensor_plan (plane)) {
    plan_strips (plane);
    if (rsz_ways[plane->way]->plan (plane)) {
      plan_scratch (plane);
      return true;
    }
  }
  rsz_plane_finish (plane);
  return false;
}

size_t
rsz_plane_size (const RszPlane *plane)
{
  size_t size = plane->y->len * sizeof *plane->from + rsz_tensor_tables_size (plane);

  if (plane->fixed.first)
    size += rsz_taps_size (&plane->fixed);
  for (int p = 0; p < plane->n_parts; p++) {
    const RszPart *part = &plane->parts[p];

    size += part->integers.packed_size + part->floats.packed_size + part->windows_size;
    if (part->integers.fixed.first)
      size += rsz_taps_size (&part->integers.fixed);
    if (part->floats.corners)
      size += (size_t) part->x->len * (1 + 2 * part->components) * sizeof *part->floats.corners;
    if (part->floats.columns)
      size += (size_t) part->x->len * part->components * sizeof *part->floats.columns;
  }
  return size;
}

void
rsz_plane_finish (RszPlane *plane)
{
  for (int p = 0; p < RSZ_MAX_PARTS; p++) {
    RszPart *part = &plane->parts[p];

    free (part->floats.columns);
    free (part->floats.corners);
    rsz_memory_free ((void *) part->integers.taps.packed);
    rsz_memory_free ((void *) part->floats.taps.packed);
    rsz_memory_free ((void *) part->windows.packed);
    rsz_taps_finish (&part->integers.fixed);
  }
  rsz_taps_finish (&plane->fixed);
  free (plane->from);
  free (plane->tensor_tables);
  *plane = (RszPlane){ 0 };
}

/* ---- rows of the frame ---- */

/* Bytes from the start of a memory row to a column of part 0 that starts a group of samples. */
static size_t
column_offset (const RszPlane *plane, int column)
{
  return rsz_layout_row_size (plane->layout, rsz_plane_units (plane, column));
}

/* Where a frame row of a part is put together, its first pixel being frame_begin's. */
static uint8_t *
frame_row (const RszJob *job, const RszPart *part, int row)
{
  if (!job->plane->made_in_place)
    return job->scratch + part->made;
  return job->dst + row * job->dst_stride + job->frame_start;
}

void
rsz_job_store_row (const RszJob *job, int row)
{
  const RszPlane *plane = job->plane;
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const int begin = rsz_plane_units (plane, job->frame_begin);
  const int end = rsz_limit (rsz_plane_units (plane, job->frame_end), plane->parts[0].dst_room);
  const void *parts[RSZ_MAX_PARTS];

  if (plane->made_in_place)
    return;
  if (plane->tensor.n_channels) {
    rsz_tensor_store_row (job, row);
    return;
  }
  for (int p = 0; p < plane->n_parts; p++)
    parts[p] = job->scratch + plane->parts[p].made;
  plane->rows->store[plane->layout](
      layout, job->dst + row * job->dst_stride + job->frame_start, parts, end - begin);
}

/* Paints the columns of a frame row that are before and behind the picture, or all of them.
 * Returns where the picture goes. */
static uint8_t *
paint_border (const RszJob *job, const RszPart *part, uint8_t *dst, bool all)
{
  const RszFill fill = job->plane->rows->fill;
  const RszSpan frame = rsz_part_span (part, job->frame_begin, job->frame_end);
  const RszSpan span = rsz_job_span (job, part);
  const int before = all ? frame.len : part->x->out_first + span.begin - frame.begin;
  const int behind = all ? frame.len : before + span.len;

  if (before > 0)
    fill (dst, part->border, part->made_size, before);
  if (frame.len > behind)
    fill (dst + behind * part->made_size, part->border, part->made_size, frame.len - behind);
  return dst + before * part->made_size;
}

static void
make_border_row (const RszJob *job, int row)
{
  for (int p = 0; p < job->plane->n_parts; p++) {
    const RszPart *part = &job->plane->parts[p];

    paint_border (job, part, frame_row (job, part, row), true);
  }
  rsz_job_store_row (job, row);
}

uint8_t *
rsz_job_begin_row (const RszJob *job, const RszPart *part, int row)
{
  uint8_t *dst = frame_row (job, part, row);

  return job->has_borders ? paint_border (job, part, dst, false) : dst;
}

void
rsz_job_write_row (const RszJob *job, int row, RszDown down)
{
  const RszPlane *plane = job->plane;

  for (int p = 0; p < plane->n_parts; p++) {
    const RszPart *part = &plane->parts[p];

    down (job, part, row - plane->y->out_first, rsz_job_begin_row (job, part, row));
  }
  rsz_job_store_row (job, row);
}

/* ---- frames ---- */

static void
run_strip (RszJob *job, int from_row, int to_row)
{
  const RszPlane *plane = job->plane;
  const RszTaps *x = plane->parts[0].x, *y = plane->y;
  const RszWayOps *way = rsz_ways[plane->way];

  job->frame_begin = job->begin ? x->out_first + job->begin : x->frame_first;
  job->frame_end = job->end < x->len ? x->out_first + job->end : x->frame_end;
  job->has_borders =
      job->frame_begin < x->out_first + job->begin || job->frame_end > x->out_first + job->end;
  job->frame_start = column_offset (plane, job->frame_begin);
  job->end_row = to_row - y->out_first < y->len ? to_row - y->out_first : y->len;
  job->next = 0;
  job->added = -1;
  for (int row = from_row; row < to_row;)
    if (row < y->out_first || row >= y->out_first + y->len)
      make_border_row (job, row++);
    else
      row += way->write (job, row, job->end_row - (row - y->out_first));
}

/* The strip that starts at job->begin ends where the frame's columns start a group in every
 * layout. */
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

  assert (from_row >= plane->y->frame_first && to_row <= plane->y->frame_end);
  assert ((uintptr_t) scratch % RSZ_ALIGNMENT == 0);
  for (job.begin = 0; job.begin < len; job.begin = job.end) {
    job.end = len - job.begin <= plane->strip ? len : strip_end (&job);
    run_strip (&job, from_row, to_row);
  }
  if (plane->caches.stream)
    plane->rows->drain ();
}
