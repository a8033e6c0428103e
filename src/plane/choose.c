/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "job.h"

/* Which way a plane is scaled: every special path is chosen here, once, when the plan is made;
 * plane/describe.c says it to people. */

/* Long float32 sums of deep samples or of plain ones lose what they should add up; torch's weighted 8 bit sums
 * are to be matched as they are. */
#define LONGEST_FLOAT_SUM 64

/* Twice the size at half-pixel centres: quarters everywhere, border samples at the ends. */
static bool
is_doubling (const RszTaps *taps)
{
  int quarter;

  if (!taps->weights || taps->len != 2 * taps->in || taps->n_max != 2)
    return false;
  quarter = (1 << taps->shift) / 4;
  for (int i = 1; i < taps->len - 1; i++) {
    const int16_t *w = &taps->weights[2 * i];
    const int near = i & 1 ? 0 : 1;

    if (taps->first[i] != (i - 1) >> 1 || w[near] != 3 * quarter || w[!near] != quarter)
      return false;
  }
  return taps->n[0] == 1 && taps->n[taps->len - 1] == 1;
}

RszSumf
rsz_plane_choose_sumf (const RszTaps *taps, RszSample sample, int o, int n)
{
  static const RszSumf tails[] = { RSZ_SUMF_MANY, RSZ_SUMF_TAIL1, RSZ_SUMF_TAIL2, RSZ_SUMF_TAIL3 };

  if (taps->fused && n > 1)
    return n == 2 ? RSZ_SUMF_LERP : RSZ_SUMF_QUAD;
  if (taps->n_max > LONGEST_FLOAT_SUM && (!taps->n_fused || sample != RSZ_SAMPLE_U8))
    return RSZ_SUMF_WIDE;
  return taps->n_fused ? tails[taps->n_fused[o]] : RSZ_SUMF_MANY;
}

static RszSum
choose_sum (const RszTaps *taps)
{
  if (is_doubling (taps))
    return RSZ_SUM_DOUBLING;
  return taps->n_max == 2 ? RSZ_SUM_PAIR : taps->n_max == 4 ? RSZ_SUM_QUAD : RSZ_SUM_MANY;
}

RszSum
rsz_plane_choose_sum (const RszPlane *plane, int n)
{
  if (plane->doubling)
    return RSZ_SUM_DOUBLING;
  return n == 2 ? RSZ_SUM_PAIR : n == 4 ? RSZ_SUM_QUAD : RSZ_SUM_MANY;
}

static RszPass
choose_pass (const RszPlane *plane, const RszTaps *x)
{
  if (plane->whole)
    return RSZ_PASS_SUM;
  if (plane->is_float)
    return x->copy ? RSZ_PASS_WIDEN : RSZ_PASS_SCALEF;
  if (plane->deep)
    return RSZ_PASS_DEEPEN;
  if (x->copy)
    return rsz_layouts[plane->layout].plain ? RSZ_PASS_DIRECT : RSZ_PASS_COPY;
  return x->index ? RSZ_PASS_GATHER : RSZ_PASS_SCALE;
}

bool
rsz_plane_only_chooses (const RszPlane *plane)
{
  bool chooses = plane->y->index;

  for (int p = 0; p < plane->n_parts; p++)
    chooses = chooses && plane->parts[p].x->index;
  return chooses;
}

static bool
averages (const RszPlane *plane)
{
  bool window = plane->y->window;

  for (int p = 0; p < plane->n_parts; p++)
    window = window || plane->parts[p].x->window;
  return window;
}

/* True where all weights are one: area's, unless samples count by how much of them is covered. */
static bool
has_no_weights (const RszTaps *taps)
{
  return taps->window || taps->index;
}

/* Sums of samples of 8 bits that 16 bits hold of a column and a float32 of a window: whole numbers give the
 * bytes that floats do. Columns may have weights: they are fewer to sum once rows have been. */
static bool
sums_are_whole (const RszPlane *plane)
{
  const RszTaps *y = plane->y;
  bool whole = plane->average && has_no_weights (y) && plane->max == 255.0f
               && y->n_max <= RSZ_MAX_SUMMED_ROWS
               && rsz_layouts[plane->layout].sample == RSZ_SAMPLE_U8;

  for (int p = 0; p < plane->n_parts; p++)
    whole = whole && (int64_t) 255 * y->n_max * plane->parts[p].x->n_max <= 1 << 24;
  return whole;
}

static bool
repeats_no_row (const RszTaps *y)
{
  for (int o = 1; o < y->len; o++)
    if (y->first[o] <= y->first[o - 1])
      return false;
  return y->index;
}

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

static bool
goes_between (const RszPlane *plane)
{
  return plane->rows->enlarge_stream && plane->in_place && plane->parts[0].pass == RSZ_PASS_SCALE
         && only_lerps (plane->parts[0].x) && only_lerps (plane->y) && plane->y->len >= plane->y->in
         && most_alike (plane->y) <= RSZ_MAX_BETWEEN;
}

/* Rows are widened one at a time. */
static int
choose_batch (const RszPlane *plane)
{
  return plane->is_float ? 1 : RSZ_MAX_BATCH;
}

static void
choose_caches (RszPlane *plane, const RszTraffic *frame)
{
  const RszTaps *y = plane->y;
  const bool batches = plane->in_place && plane->batch > 1;
  const bool sums = plane->parts[0].pass == RSZ_PASS_SCALE;

  plane->stream = plane->rows->drain && batches && !plane->whole && !(plane->straight && sums)
                  && frame->out >= RSZ_STREAMED;
  plane->fetch =
      batches && y->n_max > (plane->whole ? 1 : 2) && y->len < y->in && frame->in >= RSZ_FETCHED;
}

static void
choose_part (const RszPlane *plane, RszPart *part)
{
  const RszSample sample = rsz_layouts[plane->layout].sample;
  const RszTaps *x = part->x;

  part->pass = choose_pass (plane, x);
  part->weighed = plane->whole && !has_no_weights (x);
  part->sum = choose_sum (x);
  part->sumf = rsz_plane_choose_sumf (x, sample, 0, x->n_max);
}

void
rsz_plane_choose (RszPlane *plane, const RszTraffic *frame)
{
  const RszTaps *y = plane->y;

  plane->doubling = is_doubling (y);
  plane->average = averages (plane);
  plane->whole = sums_are_whole (plane);
  plane->is_float = y->arithmetic == RSZ_ARITHMETIC_FLOAT && !plane->whole && !plane->deep
                    && !rsz_plane_only_chooses (plane);
  plane->straight = !plane->is_float && !plane->whole && !plane->deep
                    && (rsz_plane_only_chooses (plane) || repeats_no_row (y));
  plane->batch = choose_batch (plane);
  for (int p = 0; p < plane->n_parts; p++)
    choose_part (plane, &plane->parts[p]);
  plane->between = goes_between (plane);
  choose_caches (plane, frame);
}
