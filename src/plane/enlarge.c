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

/* Float sums of bytes that are rounded at once, the same along both axes. */
static bool
only_float_lerps (const RszPlane *plane)
{
  const RszTaps *x = plane->parts[0].x, *y = plane->y;
  const RszSample sample = rsz_layouts[plane->layout].sample;
  const RszSumf sum = rsz_plane_choose_sumf (x, sample, x->n_max);
  const bool plain = !x->n_fused && !y->n_fused && !x->cell && !y->cell;

  return plane->arith == RSZ_ARITH_FLOAT && plain && !rsz_plane_averages (plane)
         && sample == RSZ_SAMPLE_U8 && !plane->truncates && rsz_float_rounds (plane, sum)
         && plane->rows->enlarge_floats && x->n_max == 2 && y->n_max == 2
         && sum == rsz_plane_choose_sumf (y, sample, 2) && x->len >= x->in;
}

/* Only levels that can stream have an `enlarge` that is faster than rows one after the other. */
static bool
fits (const RszPlane *plane)
{
  const RszTaps *x = plane->parts[0].x, *y = plane->y;
  const bool integers =
      plane->arith == RSZ_ARITH_U8 || plane->arith == RSZ_ARITH_OPENCV
      || (plane->arith == RSZ_ARITH_DEEP && plane->parts[0].integers.fraction > 0);
  const bool lerps = (integers && only_lerps (x) && only_lerps (y)) || only_float_lerps (plane);

  return plane->rows->drain && plane->made_in_place && lerps && !x->copy && !x->index
         && y->len >= y->in && most_alike (y) <= RSZ_MAX_LERP_ROWS;
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

  if (plane->arith == RSZ_ARITH_FLOAT) {
    plane->rows->enlarge_floats (
        lerp, (float *) made, rsz_float_pad (job, part, src), &part->floats.taps, stream);
    return;
  }
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

static void
take_weights (RszLerpRows *lerp, int row, const RszTaps *y, int o)
{
  const size_t at = (size_t) o * y->n_max;

  if (y->weightsf) {
    lerp->shares[row][0] = y->weightsf[at];
    lerp->shares[row][1] = y->n[o] > 1 ? y->weightsf[at + 1] : 0.0f;
  } else {
    lerp->weights[row] = y->n[o] > 1 ? y->weights[at + 1] : 0;
  }
}

static int
write_rows (RszJob *job, int row, int left)
{
  const RszTaps *y = job->plane->y;
  const int o = row - y->out_first, from = y->first[o];
  RszLerpRows lerp = { .shift = y->shift };

  for (int n = 0; n < left && y->first[o + n] == from; lerp.n = ++n) {
    lerp.dst[n] = rsz_job_begin_row (job, &job->plane->parts[0], row + n);
    take_weights (&lerp, n, y, o + n);
  }
  read_rows (job, o);
  enlarge (job, from + 1, &lerp);
  job->next = from + 2;
  return lerp.n;
}

/* Rows of floats have no other tables to fall back to. */
static bool
plan (RszPlane *plane)
{
  return rsz_plan_parts (plane)
         && (plane->arith != RSZ_ARITH_FLOAT || plane->parts[0].floats.scale_samples);
}

const RszWayOps rsz_enlarge = {
  .fits = fits,
  .plan = plan,
  .write = write_rows,
  .down = "between",
};
