/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "job.h"

#include <string.h>

/* Source rows, on their way into the ring. */

static const uint8_t *
memory_row (const RszJob *job, int row)
{
  return job->src + (job->plane->y->in_first + row) * job->src_stride;
}

/* A part's first sample in a source row that lies in memory or, the `slot`th of a batch, has been taken apart. */
static const uint8_t *
source_row (const RszJob *job, const RszPart *part, int row, int slot)
{
  const uint8_t *start = job->plane->in_place
                             ? memory_row (job, row)
                             : job->scratch + part->loaded + slot * part->loaded_stride;

  return start + part->x->in_first * part->pixel_size;
}

void
rsz_job_load (const RszJob *job, int row, int slot)
{
  const RszPlane *plane = job->plane;
  const RszPart *first = &plane->parts[0];
  const int units = rsz_job_units (plane, first->x->in_first + first->x->in);
  const int present = rsz_job_limit (units, first->src_room);
  const size_t size = first->pixel_size / first->components;
  void *parts[RSZ_MAX_PARTS];
  uint8_t *loaded = job->scratch + first->loaded + slot * first->loaded_stride;

  for (int p = 0; p < plane->n_parts; p++)
    parts[p] = job->scratch + plane->parts[p].loaded + slot * plane->parts[p].loaded_stride;
  plane->rows->load[plane->layout](
      &rsz_layouts[plane->layout], parts, memory_row (job, row), present);
  if (present < units)
    memcpy (loaded + present * size, loaded + (present - first->components) * size,
        (units - present) * size);
}

/* First and last source pixel that a span of outputs reads, beyond the ends too. */
static void
reach_of (const RszPart *part, RszSpan span, int *first, int *last)
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

/* Source pixels that a span reads, inside the row and out of it. */
typedef struct {
  int first, last; /* beyond the ends, too */
  int from, to;    /* of those that are there */
} Reach;

static Reach
clamped_reach (const RszPart *part, RszSpan span)
{
  const int in = part->x->in;
  Reach reach;

  reach_of (part, span, &reach.first, &reach.last);
  reach.from = reach.first > 0 ? (reach.first < in ? reach.first : in - 1) : 0;
  reach.to = reach.last < in ? (reach.last > 0 ? reach.last : 0) : in - 1;
  return reach;
}

/* Widens what a span reads of a row and repeats the border pixels beyond its ends.
 * Returns pixel 0. */
static const float *
widen_row (const RszJob *job, const RszPart *part, RszSpan span, const uint8_t *row)
{
  const int c = part->components, in = part->x->in;
  const RszSample sample = rsz_layouts[job->plane->layout].sample;
  const Reach reach = clamped_reach (part, span);
  float *wide = (float *) (job->scratch + job->plane->widened) + part->overhang * c;

  job->plane->rows->widen[sample](
      wide + reach.from * c, row + reach.from * part->pixel_size, (reach.to - reach.from + 1) * c);
  for (int i = -1; i >= reach.first * c; i--)
    wide[i] = wide[i + c];
  for (int i = in * c; i < (reach.last + 1) * c; i++)
    wide[i] = wide[i - c];
  return wide;
}

/* The same for rows that read bytes. */
static const uint8_t *
pad_row (const RszJob *job, const RszPart *part, RszSpan span, const uint8_t *row)
{
  const int c = part->components, in = part->x->in;
  const Reach reach = clamped_reach (part, span);
  uint8_t *padded = job->scratch + job->plane->widened + part->overhang * c;

  memcpy (padded + reach.from * c, row + reach.from * c, (size_t) (reach.to - reach.from + 1) * c);
  for (int i = -1; i >= reach.first * c; i--)
    padded[i] = padded[i + c];
  for (int i = in * c; i < (reach.last + 1) * c; i++)
    padded[i] = padded[i - c];
  return padded;
}

static void
scale_float_row (const RszJob *job, const RszPart *part, float *dst, const uint8_t *row)
{
  const RszRows *rows = job->plane->rows;
  const RszSpan span = rsz_job_span (job, part);

  if (part->pass == RSZ_PASS_WIDEN)
    rows->widen[rsz_layouts[job->plane->layout].sample](
        dst, row + span.begin * part->pixel_size, span.len * part->components);
  else if (part->hscaleb)
    part->hscaleb (dst, pad_row (job, part, span, row), &part->tapsf, span.begin, span.len);
  else
    rows->hscalef[part->sumf][part->components - 1](
        dst, widen_row (job, part, span, row), &part->tapsf, span.begin, span.len);
}

/* Makes a span of rows of the ring, or of the output where there is none. */
static void
scale_rows (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszRows *rows = job->plane->rows;
  const RszSpan span = rsz_job_span (job, part);
  const size_t start = span.begin * part->pixel_size, size = span.len * part->pixel_size;

  switch (part->pass) {
  case RSZ_PASS_DIRECT:
  case RSZ_PASS_COPY:
    for (int r = 0; r < batch->n; r++)
      rows->copy (batch->dst[r], batch->src[r] + start, size);
    break;
  case RSZ_PASS_GATHER:
    rows->gather[part->pixel_size](batch, &part->taps, span.begin, span.len);
    break;
  case RSZ_PASS_SCALE:
    rows->hscale[part->sum][part->components - 1](batch, &part->taps, span.begin, span.len);
    break;
  case RSZ_PASS_DEEPEN:
    rows->hdeep[part->components - 1](batch, &part->taps, span.begin, span.len);
    break;
  case RSZ_PASS_WIDEN:
  case RSZ_PASS_SCALEF:
    for (int r = 0; r < batch->n; r++)
      scale_float_row (job, part, (float *) batch->dst[r], batch->src[r]);
    break;
  case RSZ_PASS_SUM:
  case RSZ_N_PASSES:
    break;
  }
}

static uint8_t *
ring_row (const RszJob *job, const RszPart *part, int row)
{
  return job->scratch + part->ring + row % job->plane->ring_rows * part->ring_stride;
}

/* Source rows to be done together. */
typedef struct {
  int n;
  int rows[RSZ_MAX_BATCH];
} Want;

/* The next source rows that are not in the ring: a batch, or as many as the slice still wants, all of
 * them before `room`. */
static Want
next_rows (RszJob *job, int o, int room)
{
  const RszPlane *plane = job->plane;
  Want want = { 0 };

  for (; o < job->end_row; o++) {
    if (job->next < plane->from[o])
      job->next = plane->from[o];
    for (; job->next <= rsz_job_last_row (plane, o); want.rows[want.n++] = job->next++)
      if (want.n == plane->batch || job->next >= room)
        return want;
  }
  return want;
}

/* What will be asked for then. */
static Want
rows_after (const RszJob *job, int o)
{
  RszJob ahead = *job;

  return next_rows (&ahead, o, job->plane->y->in);
}

/* `later` is what will be asked for after `now`. */
static void
fetch_part (const RszJob *job, const RszPart *part, const Want *now, const Want *later)
{
  RszBatch batch = { .n = now->n };

  for (int r = 0; r < now->n; r++) {
    batch.src[r] = source_row (job, part, now->rows[r], r);
    batch.dst[r] = ring_row (job, part, now->rows[r]);
    batch.soon[r] = r < later->n ? source_row (job, part, later->rows[r], 0) : NULL;
  }
  scale_rows (job, part, &batch);
}

void
rsz_job_fetch (RszJob *job, int o)
{
  const RszPlane *plane = job->plane;

  if (job->next < plane->from[o])
    job->next = plane->from[o];
  while (job->next <= rsz_job_last_row (plane, o)) {
    const Want now = next_rows (job, o, plane->from[o] + plane->ring_rows);
    const Want later = plane->fetch ? rows_after (job, o) : (Want){ 0 };

    for (int r = 0; r < now.n && !plane->in_place; r++)
      rsz_job_load (job, now.rows[r], r);
    for (int p = 0; p < plane->n_parts; p++)
      if (plane->parts[p].pass != RSZ_PASS_DIRECT)
        fetch_part (job, &plane->parts[p], &now, &later);
  }
}

const void *const *
rsz_job_rows (const RszJob *job, const RszPart *part, int o)
{
  const RszTaps *y = job->plane->y;
  const void **rows = (const void **) (job->scratch + job->plane->taps);

  for (int k = 0; k < y->n[o]; k++) {
    int row = y->first[o] + k;

    row = row < 0 ? 0 : row < y->in ? row : y->in - 1;
    rows[k] =
        part->pass == RSZ_PASS_DIRECT ? source_row (job, part, row, 0) : ring_row (job, part, row);
  }
  return (const void *const *) rows;
}

void
rsz_job_enlarge (RszJob *job, int from, const RszBetween *between)
{
  const RszPlane *plane = job->plane;
  const RszPart *part = &plane->parts[0];
  const RszEnlarge enlarge = plane->stream ? plane->rows->enlarge_stream : plane->rows->enlarge;
  const int to = from + 1 < plane->y->in ? from + 1 : from;
  uint8_t *row = job->scratch + part->ring;

  if (job->next != from + 1)
    enlarge (&(RszBetween){ .shift = between->shift }, row, source_row (job, part, from, 0),
        &part->taps);
  enlarge (between, row, source_row (job, part, to, 0), &part->taps);
  job->next = to + 1;
}

/* The same past the caches. */
static void
stream_rows (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszRows *rows = job->plane->rows;
  const RszSpan span = rsz_job_span (job, part);

  if (part->pass == RSZ_PASS_GATHER)
    rows->gather_stream[part->pixel_size](batch, &part->taps, span.begin, span.len);
  else
    for (int r = 0; r < batch->n; r++)
      rows->stream (batch->dst[r], batch->src[r] + span.begin * part->pixel_size,
          span.len * part->pixel_size);
}

void
rsz_job_make (const RszJob *job, const RszPart *part, int o, uint8_t *const *dst, int n)
{
  RszBatch batch = { .n = n };

  for (int r = 0; r < n; r++) {
    batch.dst[r] = dst[r];
    batch.src[r] = source_row (job, part, job->plane->y->first[o + r], r);
  }
  if (job->plane->stream)
    stream_rows (job, part, &batch);
  else
    scale_rows (job, part, &batch);
}

static void
sum_part (const RszJob *job, const RszPart *part, const uint8_t *const *rows,
    const uint8_t *const *soon, int n, bool more)
{
  job->plane->rows->accumulate ((uint16_t *) (job->scratch + part->sums), rows, soon, n, more,
      part->x->in * part->components);
}

/* Rows that output row o reads, and where those that the next one reads are to be fetched, as many of these. */
static void
sum_rows (const RszJob *job, int o)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const RszPart *part = &plane->parts[0];
  const uint8_t **rows = (const uint8_t **) (job->scratch + plane->taps), **soon = rows + y->n_max;
  const bool fetch = plane->fetch && o + 1 < job->end_row;

  for (int k = 0; k < y->n[o]; k++) {
    const int next = fetch ? y->first[o + 1] + k : 0;

    rows[k] = source_row (job, part, y->first[o] + k, 0);
    soon[k] = source_row (job, part, next < y->in ? next : y->in - 1, 0);
  }
  sum_part (job, part, rows, fetch ? soon : NULL, y->n[o], false);
}

/* A row that has to be taken apart is added before the next one is. */
static void
sum_loaded_rows (const RszJob *job, int o)
{
  const RszPlane *plane = job->plane;

  for (int k = 0; k < plane->y->n[o]; k++) {
    rsz_job_load (job, plane->y->first[o] + k, 0);
    for (int p = 0; p < plane->n_parts; p++) {
      const RszPart *part = &plane->parts[p];
      const uint8_t *const row = source_row (job, part, plane->y->first[o], 0);

      sum_part (job, part, &row, NULL, 1, k > 0);
    }
  }
}

void
rsz_job_sum (RszJob *job, int o)
{
  const RszTaps *y = job->plane->y;
  const int last = job->summed;

  job->summed = o;
  if (last >= 0 && y->first[o] == y->first[last] && y->n[o] == y->n[last])
    return;
  if (job->plane->in_place)
    sum_rows (job, o);
  else
    sum_loaded_rows (job, o);
}
