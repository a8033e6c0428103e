/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <assert.h>
#include <math.h>

/* Fixed point for samples of more than 8 bits. What they are to become is the sum of samples times
 * float32 weights; whatever is less than 1 off before it is rounded is within 1 of that afterwards,
 * and may be had with int16. docs/numerics.md has the bound that is computed here. */

/* Sums hold 32 bits, of which rounding wants the half of a unit of at most 2^22. */
#define SUM_ROOM (0x1p31 - 0x1p22)

/* What int16 rows hold at most, but for their rounding. */
#define ROW_ROOM 32766.0

/* More would make vertical shifts too large, and no depth beyond 8 needs it. */
#define MAX_FRACTION 6

static bool
find_fraction (RszIntegers *part, const RszTapsBounds *x, int y_shift, double max)
{
  const double reach = max * fmax (x->above + x->too_much, x->below + x->too_little);

  part->fraction = MAX_FRACTION;
  while (part->fraction >= 0
         && (ldexp (reach, part->fraction) > ROW_ROOM || part->fixed.shift <= part->fraction
             || y_shift + part->fraction > 22))
    part->fraction--;
  return part->fraction >= 0;
}

/* The most that a result can be off before it is rounded to a whole sample. */
static double
error_of (const RszIntegers *part, const RszTapsBounds *x, const RszTapsBounds *y, double max)
{
  const double y_sum = y->above + y->below + y->too_much + y->too_little;
  const double x_weights = max * fmax (x->too_much, x->too_little);
  const double x_rounding = ldexp (0.5, -part->fraction);
  const double y_weights = max
                           * fmax (y->too_much * x->above + y->too_little * x->below,
                               y->too_little * x->above + y->too_much * x->below);

  return y_sum * (x_weights + x_rounding) + y_weights;
}

/* Fixed taps of a part, levelled, if they do; *fine is false where memory is short. */
static bool
fix_part (RszIntegers *part, const RszTaps *float_x, const RszTaps *y, const RszTapsBounds *bounds,
    double max, bool *fine)
{
  RszTapsBounds x;

  *fine = rsz_taps_fix (&part->fixed, &x, float_x, SUM_ROOM / max)
          && (!part->fixed.weights || rsz_taps_level (&part->fixed));
  return *fine && part->fixed.weights && find_fraction (part, &x, y->shift, max)
         && error_of (part, &x, bounds, max) < rsz_deep.error;
}

static void
finish (RszPlane *plane)
{
  rsz_taps_finish (&plane->fixed);
  for (int p = 0; p < plane->n_parts; p++) {
    rsz_taps_finish (&plane->parts[p].integers.fixed);
    plane->parts[p].integers.fraction = 0;
  }
}

bool
rsz_words_lie_alone (const RszPlane *plane)
{
  const RszPart *first = &plane->parts[0];

  return rsz_layout_low_bit (plane->layout) >= 0 && !first->src_room && !first->dst_room;
}

void
rsz_words_stay (RszPlane *plane)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const int max = (int) plane->max;

  plane->in_place = rsz_words_lie_alone (plane);
  plane->made_in_place = plane->in_place && !plane->tensor.n_channels;
  plane->word.low = plane->in_place ? rsz_layout_low_bit (plane->layout) : 0;
  plane->word.max = max;
  if (plane->word.low && max >> layout->fields[0].depth)
    plane->word.max = (1 << layout->fields[0].depth) - 1;
}

static void
adopt (RszPlane *plane)
{
  plane->arith = RSZ_ARITH_DEEP;
  plane->y = &plane->fixed;
  for (int p = 0; p < plane->n_parts; p++)
    plane->parts[p].x = &plane->parts[p].integers.fixed;
  rsz_words_stay (plane);
}

static bool
requantise (RszPlane *plane)
{
  const RszTaps *y = plane->y;
  RszTapsBounds bounds;
  bool near, fine;

  if (rsz_plane_averages (plane) || rsz_layouts[plane->layout].sample != RSZ_SAMPLE_U16)
    return true;
  fine = rsz_taps_fix (&plane->fixed, &bounds, y, SUM_ROOM / 0x1p15);
  near = fine && plane->fixed.weights;
  for (int p = 0; p < plane->n_parts && near; p++)
    near = fix_part (
        &plane->parts[p].integers, plane->parts[p].x, &plane->fixed, &bounds, plane->max, &fine);
  if (near)
    adopt (plane);
  else
    finish (plane);
  return fine;
}

static bool
plan_part (const RszPlane *plane, RszPart *part)
{
  rsz_integers_plan (plane, part, part->x, part->components,
      plane->way == RSZ_WAY_ENLARGE ? plane->rows->enlarge_deep_pack : plane->rows->hdeep_pack);
  return true;
}

static void
across (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszSpan span = rsz_job_span (job, part);

  assert (part->integers.taps.shift >= 1 && part->integers.taps.shift <= 22);
  job->plane->rows->hdeep (batch, &part->integers.taps, span.begin, span.len);
}

static void
down (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const int shift = y->shift + part->integers.fraction;

  assert (shift >= 1 && shift <= 22 && plane->word.max << plane->word.low < 1 << 16);
  plane->rows->vdeep (dst, (const int16_t *const *) rsz_job_rows (job, part, o),
      &y->weights[(size_t) o * y->n_max], y->n[o], shift, plane->word,
      rsz_job_span (job, part).len * part->components, plane->caches.stream);
}

static const char *
across_name (const RszPart *part)
{
  (void) part;
  return "deep";
}

static const char *
down_name (const RszPlane *plane)
{
  (void) plane;
  return "deep";
}

const RszArithOps rsz_deep = {
  .name = "deep",
  .requantise = requantise,
  .batch = RSZ_MAX_BATCH,
  .error = 0.999, /* less than 1, by what doubles may be off */
  .plan = plan_part,
  .across = across,
  .down = down,
  .across_name = across_name,
  .down_name = down_name,
};
