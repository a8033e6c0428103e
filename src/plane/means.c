/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <assert.h>

/* Means of windows, area's: the rows of a window are added up where they lie, then the columns of
 * each. There is no ring. */

static bool
has_windows (const RszTaps *taps)
{
  return taps->window || taps->tiled || taps->index;
}

/* Sums that 16 bits hold of a column and a float32 of a window: whole numbers give the bytes that
 * floats do. Columns of bytes may have weights: they are fewer to add once rows have been. */
static bool
fits (const RszPlane *plane)
{
  const RszTaps *y = plane->y;
  const bool bytes = rsz_layouts[plane->layout].sample == RSZ_SAMPLE_U8;
  const bool cells = y->library == RSZ_LIBRARY_TENSORFLOW;
  const int64_t column = (int64_t) plane->max * y->n_max;
  bool tiled = y->tiled;
  bool small = plane->result != RSZ_RESULT_F32 && !plane->truncates && has_windows (y)
               && column <= RSZ_MAX_COLUMN_SUM
               && (y->library == RSZ_LIBRARY_TORCH || (bytes && (y->exact || cells)))
               && (!bytes || plane->max == 255.0f);

  for (int p = 0; p < plane->n_parts; p++) {
    const RszTaps *x = plane->parts[p].x;

    tiled = tiled || x->tiled;
    small = small && column * x->n_max <= 1 << 24 && ((bytes && !cells) || has_windows (x));
  }
  return small && (tiled || rsz_plane_averages (plane));
}

void
rsz_windows_plan (RszPart *part, int max, RszWpack pack)
{
  const RszTaps *x = part->x;

  part->windows = (RszWindows){
    .in = x->in,
    .len = x->len,
    .components = part->components,
    .n_max = x->n_max,
    .max = max,
    .first = x->first,
    .n = x->n,
    .reciprocal = x->library != RSZ_LIBRARY_TORCH,
    .half_up = x->library == RSZ_LIBRARY_OPENCV,
  };
  if (pack)
    part->windows.packed = pack (&part->windows, &part->windows_size);
}

static bool
plan_parts (RszPlane *plane)
{
  for (int p = 0; p < plane->n_parts; p++) {
    RszPart *part = &plane->parts[p];

    if (part->pass == RSZ_PASS_MEAN)
      rsz_windows_plan (part, (int) plane->max, plane->rows->wpack);
    else if (!rsz_float.plan (plane, part))
      return false;
  }
  return true;
}

/* Source columns that a span's windows have. */
static RszSpan
columns_of (const RszJob *job, const RszPart *part)
{
  const RszTaps *x = part->x;
  const RszSpan span = rsz_job_span (job, part);
  const int last = span.begin + span.len - 1;

  if (part->pass != RSZ_PASS_MEAN)
    return (RszSpan){ 0, x->in };
  return (RszSpan){ x->first[span.begin], x->first[last] + x->n[last] - x->first[span.begin] };
}

/* Rows that start at the first of these columns. */
static void
add (const RszJob *job, const RszPart *part, const void *const *rows, const void *const *soon,
    int n, bool more)
{
  const RszPlane *plane = job->plane;
  const RszSpan columns = columns_of (job, part);
  uint16_t *sums = (uint16_t *) (job->scratch + part->added) + columns.begin * part->components;

  plane->rows->accumulate[plane->result](
      sums, rows, soon, n, more, (int) plane->max, columns.len * part->components);
}

/* Adds the rows of output row o; as many of those that the next one is made of are prefetched. */
static void
add_rows (const RszJob *job, int o)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const RszPart *part = &plane->parts[0];
  const void **rows = (const void **) (job->scratch + plane->taps), **soon = rows + y->n_max;
  const bool fetch = plane->caches.prefetch && o + 1 < job->end_row;
  const size_t start = columns_of (job, part).begin * part->pixel_size;

  for (int k = 0; k < y->n[o]; k++) {
    const int next = fetch ? y->first[o + 1] + k : 0;

    rows[k] = rsz_job_source_row (job, part, y->first[o] + k, 0) + start;
    soon[k] = rsz_job_source_row (job, part, next < y->in ? next : y->in - 1, 0) + start;
  }
  add (job, part, (const void *const *) rows, fetch ? (const void *const *) soon : NULL, y->n[o],
      false);
}

/* A row that has to be unpacked is added before the next one is. */
static void
add_loaded_rows (const RszJob *job, int o)
{
  const RszPlane *plane = job->plane;

  for (int k = 0; k < plane->y->n[o]; k++) {
    rsz_job_load (job, plane->y->first[o] + k, 0);
    for (int p = 0; p < plane->n_parts; p++) {
      const RszPart *part = &plane->parts[p];
      const void *const row = rsz_job_source_row (job, part, plane->y->first[o], 0)
                              + columns_of (job, part).begin * part->pixel_size;

      add (job, part, &row, NULL, 1, k > 0);
    }
  }
}

static void
read_rows (RszJob *job, int o)
{
  const RszTaps *y = job->plane->y;
  const int last = job->added;

  job->added = o;
  if (last >= 0 && y->first[o] == y->first[last] && y->n[o] == y->n[last])
    return;
  if (job->plane->in_place)
    add_rows (job, o);
  else
    add_loaded_rows (job, o);
}

/* Columns that have weights are weighed in float32. */
static void
weigh (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszSpan span = rsz_job_span (job, part);
  float *wide = (float *) (job->scratch + plane->wide);
  float *total = (float *) (job->scratch + plane->total);

  plane->rows->widen[RSZ_SAMPLE_U16](
      wide, job->scratch + part->added, part->x->in * part->components);
  plane->rows->hscalef (total, wide, &part->floats.taps, span.begin, span.len);
  plane->rows->average[RSZ_SAMPLE_U8](dst, total, (float) plane->y->n[o],
      part->floats.columns + span.begin * part->components, plane->max,
      span.len * part->components);
}

static void
average (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszSpan span = rsz_job_span (job, part);

  assert ((int64_t) plane->max * plane->y->n[o] * part->windows.n_max <= 1 << 24);
  plane->rows->mean[plane->result](dst, (const uint16_t *) (job->scratch + part->added),
      &part->windows, plane->y->n[o], span.begin, span.len);
}

static void
down (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  if (part->pass == RSZ_PASS_MEAN)
    average (job, part, o, dst);
  else
    weigh (job, part, o, dst);
}

static int
write_rows (RszJob *job, int row, int left)
{
  (void) left;
  read_rows (job, row - job->plane->y->out_first);
  rsz_job_write_row (job, row, down);
  return 1;
}

static const char *
across_name (const RszPart *part)
{
  return part->pass == RSZ_PASS_MEAN ? "windows" : rsz_float.across_name (part);
}

const RszWayOps rsz_means = {
  .fits = fits,
  .plan = plan_parts,
  .write = write_rows,
  .across = across_name,
  .down = "windows",
};
