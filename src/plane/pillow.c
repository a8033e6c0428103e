/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

/* Pillow on 8 bits: weights of 22 bits, rounded to 8 bits after each direction. */

static bool
plan_part (const RszPlane *plane, RszPart *part)
{
  if (plane->arith == RSZ_ARITH_PILLOW && part->pass != RSZ_PASS_SCALE)
    return rsz_u8.plan (plane, part);
  rsz_integers_plan (plane, part, part->x, part->components, plane->rows->hpack32);
  return true;
}

static void
across (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszSpan span = rsz_job_span (job, part);

  if (part->pass == RSZ_PASS_SCALE)
    job->plane->rows->hscale32 (batch, &part->integers.taps, span.begin, span.len);
  else
    rsz_u8.across (job, part, batch);
}

static void
down (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const int32_t *weights = &y->weights32[(size_t) o * y->n_max];
  const bool one = y->n[o] == 1 && weights[0] == 1 << RSZ_PILLOW_SHIFT;
  const void *const *rows = rsz_job_rows (job, part, o);
  const int len = rsz_job_span (job, part).len;

  if (one)
    plane->rows->copy (dst, rows[0], len * part->pixel_size, plane->caches.stream);
  else
    plane->rows->vscale32 (dst, (const uint8_t *const *) rows, weights, y->n[o],
        len * part->components, plane->caches.stream);
}

static const char *
across_name (const RszPart *part)
{
  return part->pass == RSZ_PASS_SCALE ? "pillow" : rsz_u8.across_name (part);
}

static const char *
down_name (const RszPlane *plane)
{
  return plane->y->index ? "copy" : "pillow";
}

/* Pillow's order of the two directions, which shows, as rows are rounded in between: since version
 * 12.3 or so a picture that loses more than twice as many rows as columns loses the rows first. */
bool
rsz_pillow_is_tall (const RszPlane *plane)
{
  const RszTaps *x = plane->parts[0].x, *y = plane->y;
  const int rows = y->in - y->all, columns = x->in - x->all;

  return rows > 0 && rows > 2 * columns && !x->copy && !y->copy;
}

static void
copy_source (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  for (int r = 0; r < batch->n; r++)
    job->plane->rows->copy (batch->dst[r], batch->src[r], part->x->in * part->pixel_size, false);
}

static void
down_and_across (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const RszSpan span = rsz_job_span (job, part);
  uint8_t *row = job->scratch + plane->total;
  const RszBatch batch = { .n = 1, .dst = { dst }, .src = { row } };

  plane->rows->vscale32 (row, (const uint8_t *const *) rsz_job_rows (job, part, o),
      &y->weights32[(size_t) o * y->n_max], y->n[o], part->x->in * part->components, false);
  plane->rows->hscale32 (&batch, &part->integers.taps, span.begin, span.len);
}

static const char *
tall_name (const RszPart *part)
{
  (void) part;
  return "pillow tall";
}

const RszArithOps rsz_pillow_tall = {
  .name = "pillow tall",
  .batch = RSZ_MAX_BATCH,
  .down_first = true,
  .plan = plan_part,
  .across = copy_source,
  .down = down_and_across,
  .across_name = tall_name,
  .down_name = down_name,
};

const RszArithOps rsz_pillow = {
  .name = "pillow",
  .batch = RSZ_MAX_BATCH,
  .plan = plan_part,
  .across = across,
  .down = down,
  .across_name = across_name,
  .down_name = down_name,
};
