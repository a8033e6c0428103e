/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <assert.h>

/* Bilinear enlarging: all output rows between two source rows are made at once, both directions in
 * registers. The ring is one row: the last source row, scaled. */

static bool
only_lerps (const RszTaps *taps)
{
  return taps->weights && rsz_rows_only_lerp (taps->weights, taps->n_max, taps->len, taps->shift);
}

/* Most outputs that start with the same source sample. */
static int
most_alike (const RszTaps *taps)
{
  int most = 0, n = 0;

  for (int i = 0; i < taps->len; i++) {
    n = i > 0 && taps->first[i] == taps->first[i - 1] ? n + 1 : 1;
    most = n > most ? n : most;
  }
  return most;
}

/* Only levels that can stream have an `enlarge` that is faster than rows one after the other. */
static bool
fits (const RszPlane *plane)
{
  const RszTaps *x = plane->parts[0].x, *y = plane->y;

  return plane->rows->drain && plane->made_in_place
         && (plane->arith == RSZ_ARITH_U8 || plane->arith == RSZ_ARITH_OPENCV
             || (plane->arith == RSZ_ARITH_DEEP && plane->parts[0].integers.fraction > 0))
         && !x->copy && !x->index && only_lerps (x) && only_lerps (y) && y->len >= y->in
         && most_alike (y) <= RSZ_MAX_LERP_ROWS;
}

/* OpenCV takes border rows as often as taps hit them, beyond the ends, too. */
static int
inside (const RszTaps *y, int row)
{
  return row < 0 ? 0 : row < y->in ? row : y->in - 1;
}

static void
enlarge (const RszJob *job, int row, const RszLerpRows *lerp)
{
  const RszPlane *plane = job->plane;
  const RszPart *part = &plane->parts[0];
  const RszHtaps *taps = &part->integers.taps;
  const uint8_t *src = rsz_job_source_row (job, part, inside (plane->y, row), 0);
  const bool stream = plane->caches.stream;
  uint8_t *made = job->scratch + part->ring;

  assert (lerp->n <= RSZ_MAX_LERP_ROWS && lerp->shift >= 1 && lerp->shift <= 15);
  assert (taps->n_taps == 2);
  if (plane->arith == RSZ_ARITH_DEEP)
    plane->rows->enlarge_deep (
        lerp, (int16_t *) made, src, taps, part->integers.fraction, plane->word, stream);
  else if (plane->arith == RSZ_ARITH_OPENCV)
    plane->rows->enlarge_linear (lerp, (int16_t *) made, src, taps, stream);
  else
    plane->rows->enlarge (lerp, made, src, taps, stream);
}

/* Scales the first of the two source rows, unless it is what was read last: rows are read before
 * the first, too. */
static void
read_rows (RszJob *job, int o)
{
  const RszTaps *y = job->plane->y;
  const int from = y->first[o];

  if (job->next != from + 1 || from < 0)
    enlarge (job, from, &(RszLerpRows){ .shift = y->shift });
  job->next = from + 1;
}

static int
write_rows (RszJob *job, int row, int left)
{
  const RszTaps *y = job->plane->y;
  const int o = row - y->out_first, from = y->first[o];
  RszLerpRows lerp = { .shift = y->shift };

  for (int n = 0; n < left && y->first[o + n] == from; lerp.n = ++n) {
    lerp.dst[n] = rsz_job_begin_row (job, &job->plane->parts[0], row + n);
    lerp.weights[n] = y->n[o + n] > 1 ? y->weights[(size_t) (o + n) * y->n_max + 1] : 0;
  }
  read_rows (job, o);
  enlarge (job, from + 1, &lerp);
  job->next = from + 2;
  return lerp.n;
}

const RszWayOps rsz_enlarge = {
  .fits = fits,
  .plan = rsz_plan_parts,
  .write = write_rows,
  .down = "between",
};
