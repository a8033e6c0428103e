/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <assert.h>

/* OpenCV's bilinear on 8 bits: weights of 11 bits, and int16 between the passes. */

static bool
plan_part (const RszPlane *plane, RszPart *part)
{
  rsz_integers_plan (plane, part, part->x, part->components, plane->rows->hlinear_pack);
  return true;
}

static void
across (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszSpan span = rsz_job_span (job, part);

  assert (part->integers.taps.n_taps <= 2);
  job->plane->rows->hlinear (batch, &part->integers.taps, span.begin, span.len);
}

static void
down (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  static const int16_t alone[] = { 1 << RSZ_OPENCV_SHIFT, 0 };
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const void *const *rows = rsz_job_rows (job, part, o);
  const bool pair = y->n_max == 2;
  const int16_t *const both[] = { rows[0], rows[pair] };

  plane->rows->vlinear (dst, both, pair ? &y->weights[(size_t) 2 * o] : alone,
      rsz_job_span (job, part).len * part->components, plane->caches.stream);
}

static const char *
across_name (const RszPart *part)
{
  (void) part;
  return "opencv";
}

static const char *
down_name (const RszPlane *plane)
{
  (void) plane;
  return "opencv";
}

const RszArithOps rsz_opencv = {
  .name = "opencv",
  .ring_sample = sizeof (int16_t),
  .batch = RSZ_MAX_BATCH,
  .plan = plan_part,
  .across = across,
  .down = down,
  .across_name = across_name,
  .down_name = down_name,
};
