/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

/* Each output row out of one source row: copies, gathers, and rows that are scaled horizontally
 * only. There is no ring. */

static bool
repeats_no_row (const RszTaps *y)
{
  for (int o = 1; o < y->len; o++)
    if (y->first[o] <= y->first[o - 1])
      return false;
  return y->index;
}

static bool
fits (const RszPlane *plane)
{
  return (plane->arith == RSZ_ARITH_U8 || plane->arith == RSZ_ARITH_PILLOW)
         && (rsz_plane_only_chooses (plane) || repeats_no_row (plane->y));
}

/* Unpacks the row of output row o, once where others repeat it. */
static void
read_rows (RszJob *job, int o)
{
  const int from = job->plane->y->first[o];

  if (!job->plane->in_place && job->next != from + 1)
    rsz_job_load (job, from, 0);
  job->next = from + 1;
}

static void
make_part (const RszJob *job, const RszPart *part, int row, int n)
{
  const RszTaps *y = job->plane->y;
  RszBatch batch;

  batch.n = n; /* setting all of it takes a quarter of a small frame's time */
  for (int r = 0; r < n; r++) {
    batch.soon[r] = NULL;
    batch.dst[r] = rsz_job_begin_row (job, part, row + r);
    batch.src[r] = rsz_job_source_row (job, part, y->first[row - y->out_first + r], r);
  }
  rsz_ariths[job->plane->arith]->across (job, part, &batch);
}

/* Rows that are unpacked are made one at a time, and put together again where they repeat the one
 * before. */
static int
write_rows (RszJob *job, int row, int left)
{
  const RszPlane *plane = job->plane;
  const int o = row - plane->y->out_first, most = plane->made_in_place ? plane->batch : 1;
  const int n = left < most ? left : most;
  const bool repeats = !plane->made_in_place && job->next == plane->y->first[o] + 1;

  read_rows (job, o);
  for (int p = 0; p < plane->n_parts && !repeats; p++)
    make_part (job, &plane->parts[p], row, n);
  rsz_job_store_row (job, row);
  return n;
}

const RszWayOps rsz_direct = {
  .fits = fits,
  .plan = rsz_plan_parts,
  .write = write_rows,
  .down = "straight",
};
