/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

/* Source rows are scaled into the ring, output rows made out of it. */

bool
rsz_plan_parts (RszPlane *plane)
{
  bool fine = true;

  for (int p = 0; p < plane->n_parts; p++)
    fine = fine && rsz_ariths[plane->arith]->plan (plane, &plane->parts[p]);
  return fine;
}

static uint8_t *
ring_row (const RszJob *job, const RszPart *part, int row)
{
  return job->scratch + part->ring + row % job->plane->ring_rows * part->ring_stride;
}

const void *const *
rsz_job_rows (const RszJob *job, const RszPart *part, int o)
{
  const RszTaps *y = job->plane->y;
  const void **rows = (const void **) (job->scratch + job->plane->taps);

  for (int k = 0; k < y->n[o]; k++) {
    int row = y->first[o] + k;

    row = row < 0 ? 0 : row < y->in ? row : y->in - 1;
    rows[k] = part->pass == RSZ_PASS_NONE ? rsz_job_source_row (job, part, row, 0)
                                          : ring_row (job, part, row);
  }
  return (const void *const *) rows;
}

/* Source rows that are scaled together. */
typedef struct {
  int n;
  int rows[RSZ_MAX_LANES];
} Want;

/* The next source rows that are not in the ring: a batch, or as many as the slice still wants, all
 * of them before `room`. */
static Want
next_rows (RszJob *job, int o, int room)
{
  const RszPlane *plane = job->plane;
  Want want;

  want.n = 0; /* setting all of these structs takes a twelfth of a small frame's time */
  for (; o < job->end_row; o++) {
    if (job->next < plane->from[o])
      job->next = plane->from[o];
    for (; job->next <= rsz_plane_last_row (plane, o); want.rows[want.n++] = job->next++)
      if (want.n == plane->batch || job->next >= room)
        return want;
  }
  return want;
}

/* What will be asked for after that. */
static Want
rows_after (const RszJob *job, int o)
{
  RszJob ahead = *job;

  return next_rows (&ahead, o, job->plane->y->in);
}

/* `later` is what will be asked for after `now`. */
static void
scale_part (const RszJob *job, const RszPart *part, const Want *now, const Want *later)
{
  RszBatch batch;

  batch.n = now->n;
  for (int r = 0; r < now->n; r++) {
    batch.src[r] = rsz_job_source_row (job, part, now->rows[r], r);
    batch.dst[r] = ring_row (job, part, now->rows[r]);
    batch.soon[r] = r < later->n ? rsz_job_source_row (job, part, later->rows[r], 0) : NULL;
  }
  rsz_ariths[job->plane->arith]->across (job, part, &batch);
}

static void
read_rows (RszJob *job, int o)
{
  const RszPlane *plane = job->plane;

  if (job->next < plane->from[o])
    job->next = plane->from[o];
  while (job->next <= rsz_plane_last_row (plane, o)) {
    const Want now = next_rows (job, o, plane->from[o] + plane->ring_rows);
    Want later;

    later.n = 0;
    if (plane->caches.prefetch)
      later = rows_after (job, o);
    for (int r = 0; r < now.n && !plane->in_place; r++)
      rsz_job_load (job, now.rows[r], r);
    for (int p = 0; p < plane->n_parts; p++)
      if (plane->parts[p].pass != RSZ_PASS_NONE)
        scale_part (job, &plane->parts[p], &now, &later);
  }
}

static int
write_rows (RszJob *job, int row, int left)
{
  const RszPlane *plane = job->plane;
  const int o = row - plane->y->out_first;

  (void) left;
  read_rows (job, o);
  rsz_job_write_row (job, row, rsz_ariths[plane->arith]->down);
  return 1;
}

static bool
fits (const RszPlane *plane)
{
  (void) plane;
  return true;
}

const RszWayOps rsz_ring = {
  .fits = fits,
  .plan = rsz_plan_parts,
  .write = write_rows,
};
