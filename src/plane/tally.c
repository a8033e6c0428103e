/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

/* torch's area where float32 is too short for the sums of its windows: which bits they lose depends
 * on the order of the samples, row by row. There is no ring. */

#define WHOLE_FLOATS (1 << 24) /* sums up to this are exact */

/* torch takes another function for outputs of one pixel. */
static bool
fits (const RszPlane *plane)
{
  const RszTaps *y = plane->y;
  bool windows = y->window && y->library == RSZ_LIBRARY_TORCH, loses = false;

  for (int p = 0; p < plane->n_parts; p++) {
    const RszTaps *x = plane->parts[p].x;

    windows = windows && x->window && (x->all > 1 || y->all > 1);
    loses = loses || (double) plane->max * y->n_max * x->n_max > WHOLE_FLOATS;
  }
  return windows && loses && rsz_layouts[plane->layout].sample == RSZ_SAMPLE_U8;
}

static bool
plan_parts (RszPlane *plane)
{
  for (int p = 0; p < plane->n_parts; p++)
    rsz_windows_plan (&plane->parts[p], (int) plane->max, NULL);
  return rsz_plan_parts (plane);
}

static float *
sums_of (const RszJob *job, const RszPart *part)
{
  return (float *) (job->scratch + part->added);
}

static void
read_rows (const RszJob *job, int o)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;

  for (int k = 0; k < y->n[o]; k++) {
    if (!plane->in_place)
      rsz_job_load (job, y->first[o] + k, 0);
    for (int p = 0; p < plane->n_parts; p++) {
      const RszPart *part = &plane->parts[p];
      const RszSpan span = rsz_job_span (job, part);

      plane->rows->tally (sums_of (job, part), rsz_job_source_row (job, part, y->first[o] + k, 0),
          &part->windows, span.begin, span.len, k > 0);
    }
  }
}

static void
down (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszSpan span = rsz_job_span (job, part);

  plane->rows->average[plane->result](dst, sums_of (job, part), (float) plane->y->n[o],
      part->floats.columns + span.begin * part->components, plane->max,
      span.len * part->components);
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
  (void) part;
  return "tally";
}

const RszWayOps rsz_tally = {
  .fits = fits,
  .plan = plan_parts,
  .write = write_rows,
  .across = across_name,
  .down = "tally",
};
