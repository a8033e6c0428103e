/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Taps and plans alone, far larger than frames that are scaled. An input is an axis, a method and
 * an arithmetic, or a whole spec. What has to hold:
 *
 *  - a map has samples, inside the plane, and positions that never go back
 *  - taps name samples of the source, and weigh them so that the sum is one, as near as rounding
 * lets it be
 *  - where positions do not go back neither does what taps are about
 *  - without antialias two taps are about the position that docs/numerics.md defines
 *  - the taps of a picture seen in a mirror are the mirrored taps, but where torch's own are not
 *  - levelled taps weigh every sample as before; fixed ones add up to exactly one, within their
 * bounds
 *  - plans of large frames are made, and hold no more memory than they may */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "resizer.h"
#include "spec.h"
#include "taps/taps.h"
#include "taps/map.h"
#include "taps/filter.h"

/* Weights that an input may ask for, and that few may. */
#define MOST_WEIGHTS 2e3
#define MOST_WEIGHTS_OF_FEW 4e5

/* Taps of an output that are fixed: which of them takes a unit more is looked for once per unit. */
#define MOST_FIXED 400

typedef struct {
  RszAxis axis; /* what the method takes */
  RszMethod method;
  RszArithmetic arithmetic;
  RszMap map;
} Job;

static int
any_size (FuzzInput *input)
{
  const int b = fuzz_byte (input);

  if (b < 192)
    return 1 + b % 96;
  if (b < 240)
    return 1 + fuzz_word (input) % 2048;
  return b < 250 ? 1 + fuzz_word (input) % RSZ_MAX_SIZE : RSZ_MAX_SIZE - b % 5;
}

/* As the resizer resolves what a user asked for. */
static void
read_job (Job *job, FuzzInput *input)
{
  const int how = fuzz_byte (input);
  const RszFilter *filter = &rsz_filters[how % RSZ_N_TORCH_METHODS];

  job->method = (RszMethod) (how % RSZ_N_TORCH_METHODS);
  job->arithmetic =
      filter->always_float || how & 128 ? RSZ_ARITHMETIC_FLOAT : RSZ_ARITHMETIC_NATIVE;
  fuzz_axis_read (&job->axis, input, any_size);
  job->axis.align_corners = job->axis.align_corners && filter->info.takes_align_corners;
  job->axis.antialias =
      (job->axis.antialias && filter->info.takes_antialias) || filter->implies_antialias;
  job->axis.cosited = job->axis.cosited && job->axis.subsampling > 1;
  if (filter->recomputes_scale)
    job->axis.factor = 0.0;
}

/* Samples 0 .. n - 1 of a plane that has `pixels` of them, in a field fewer. */
static int
samples_before (const RszAxis *axis, int pixels)
{
  const int rows = (pixels - axis->field + axis->n_fields - 1) / axis->n_fields;

  return (rows + axis->subsampling - 1) / axis->subsampling;
}

static void
check_map (const Job *job)
{
  const RszMap *map = &job->map;
  const RszAxis *axis = &job->axis;
  double last = -INFINITY;

  fuzz_check (map->in_first >= 0 && map->in > 0 && map->out_first >= 0 && map->made > 0
                  && map->made_first >= 0 && map->made_first + map->made <= map->out,
      "a map without samples: %d from %d, %d of %d from %d and %d", map->in, map->in_first,
      map->made, map->out, map->made_first, map->out_first);
  fuzz_check (map->in_first + map->in == samples_before (axis, axis->crop_start + axis->in),
      "a map of %d source samples from %d on", map->in, map->in_first);
  fuzz_check (map->out_first + map->made
                  == samples_before (axis, axis->place_start + rsz_axis_visible (axis)),
      "a map of %d output samples from %d on", map->made, map->out_first);
  fuzz_check (map->frame_first >= 0 && map->frame_first <= map->out_first
                  && map->frame_end >= map->out_first + map->made
                  && (!axis->frame || map->frame_end == samples_before (axis, axis->frame)),
      "a frame of samples %d to %d", map->frame_first, map->frame_end);
  for (int i = 0; i < map->out; i++) {
    const double position = rsz_map_position (map, i);

    fuzz_check (isfinite (position) && position >= last, "position %d goes back", i);
    last = position;
  }
}

static double
weight_of (const RszTaps *taps, int i, int k)
{
  const size_t at = (size_t) i * taps->n_max + k;

  return taps->weights ? taps->weights[at] / (double) (1 << taps->shift)
                       : (double) taps->weightsf[at];
}

/* What all taps of an output weigh, and the mean of their places. */
static double
sum_of (const RszTaps *taps, int i, int n, double *centre)
{
  double sum = 0.0, moment = 0.0;

  for (int k = 0; k < n; k++) {
    const int at = taps->first[i] + k;
    const double weight = weight_of (taps, i, k);

    sum += weight;
    moment += weight * (at < 0 ? 0 : at < taps->in ? at : taps->in - 1);
  }
  *centre = taps->window ? moment / n : moment / sum;
  return taps->window ? sum / n : sum;
}

static void
check_indices (const Job *job, const RszTaps *taps, int i)
{
  const bool inside = taps->arithmetic == RSZ_ARITHMETIC_NATIVE || taps->index || taps->window;
  const int reach = rsz_filters[job->method].width;

  fuzz_check (taps->n[i] >= 1 && taps->n[i] <= taps->n_max, "output %d has %d of %d taps", i,
      taps->n[i], taps->n_max);
  fuzz_check (!inside || (taps->first[i] >= 0 && taps->first[i] + taps->n[i] <= taps->in),
      "output %d reads samples %d to %d of %d", i, taps->first[i], taps->first[i] + taps->n[i] - 1,
      taps->in);
  fuzz_check (
      inside || (taps->first[i] >= -reach && taps->first[i] + taps->n[i] <= taps->in + reach),
      "output %d reads samples %d to %d, %d are there", i, taps->first[i],
      taps->first[i] + taps->n[i] - 1, taps->in);
  fuzz_check (!taps->n_fused || (taps->n_fused[i] >= 0 && taps->n_fused[i] < taps->n_max + 1),
      "output %d has %d fused taps", i, taps->n_fused ? taps->n_fused[i] : 0);
  for (int k = taps->n[i]; k < taps->n_max; k++)
    fuzz_check (
        taps->window || weight_of (taps, i, k) == 0.0, "output %d weighs behind its taps", i);
}

/* An independent form of docs/numerics.md: pixel positions, moved by h and divided by q. Equal
 * sizes have no factor. */
static double
position_of (const RszAxis *axis, int i, int in_first, int out_first)
{
  const double q = axis->subsampling * axis->n_fields;
  const double h = axis->align_corners && !axis->antialias ? 0.0 : 0.5;
  const double d =
      axis->cosited ? axis->field : axis->subsampling * axis->field + (axis->subsampling - 1) / 2.0;
  const double out_pixel = q * (out_first + i) + d - axis->place_start + axis->visible_start;
  const double held = fmin (out_pixel, axis->out - 1);
  double scale = (double) axis->in / axis->out;

  if (axis->align_corners)
    scale = axis->out > 1 ? (axis->in - 1.0) / (axis->out - 1.0) : 0.0;
  else if (axis->factor > 0.0 && axis->in != axis->out)
    scale = 1.0 / axis->factor;
  return (scale * (held + h) - (q * in_first + d - axis->crop_start + h)) / q;
}

/* Two taps without antialias are about the position. */
static void
check_centre (const Job *job, int i, double centre)
{
  const RszMap *map = &job->map;
  const double expected = position_of (&job->axis, i, map->in_first, map->out_first);
  const double inside = fmin (fmax (expected, 0.0), map->in - 1);

  fuzz_check (fabs (centre - inside) <= 1e-3 + map->in * 2e-7 * 4,
      "output %d is about sample %.9g, not %.9g", i, centre, inside);
}

/* Where a window has no sample of the picture, or only its outermost part, there is nothing to be
 * said. */
static bool
sees_picture (const Job *job, int i)
{
  if (!job->axis.antialias)
    return true;
  return fuzz_axis_is_natural (&job->axis, job->method)
         || rsz_map_position (&job->map, job->map.made_first + i) < job->map.in - 1;
}

static void
check_taps (const Job *job, const RszTaps *taps)
{
  const double unit = taps->weights ? ldexp (1.0, -taps->shift) : 0x1p-23;
  const bool two_taps = rsz_filters[job->method].fused && !job->axis.antialias && !taps->copy;
  double last = -1.0;

  fuzz_check (taps->len == job->map.made && taps->all == job->map.out
                  && (taps->in == job->map.in || (taps->copy && taps->in == taps->len)),
      "taps for %d of %d samples", taps->len, taps->in);
  fuzz_check (
      taps->index == (taps->n_max == 1) || !taps->index, "an index of %d taps", taps->n_max);
  for (int i = 0; i < taps->len; i++) {
    double centre, sum;

    check_indices (job, taps, i);
    sum = sum_of (taps, i, taps->n[i], &centre);
    if (!sees_picture (job, i))
      continue;
    fuzz_check (fabs (sum - 1.0) <= unit * (taps->n[i] + 4),
        "the %d weights of output %d add up to %.9g", taps->n[i], i, sum);
    if (taps->index || taps->window || two_taps)
      fuzz_check (centre >= last - 1e-3 - taps->in * 1e-6,
          "output %d is about %g, the one before %g", i, centre, last);
    last = centre;
    if (two_taps)
      check_centre (job, i, centre);
  }
}

/* What output i weighs a sample, those beyond the ends being the ones at the ends. */
static void
spread (const RszTaps *taps, int i, int n, double *weights, int from, int to)
{
  memset (weights, 0, (size_t) (to - from + 1) * sizeof *weights);
  for (int k = 0; k < n; k++) {
    const int at = taps->first[i] + k;
    const int held = at < 0 ? 0 : at < taps->in ? at : taps->in - 1;

    if (held >= from && held <= to)
      weights[held - from] += weight_of (taps, i, k);
    else
      fuzz_check (weight_of (taps, i, k) == 0.0, "output %d weighs another sample, too", i);
  }
}

/* Samples that outputs of two sets of taps read. */
static void
range_of (const RszTaps *taps, int i, int n, int *from, int *to)
{
  const int last = taps->first[i] + n - 1;

  *from = taps->first[i] < 0 ? 0 : taps->first[i] < taps->in ? taps->first[i] : taps->in - 1;
  *to = last < 0 ? 0 : last < taps->in ? last : taps->in - 1;
}

static bool
is_mirrored (const Job *job)
{
  const RszAxis *axis = &job->axis;

  return rsz_filters[job->method].kind != RSZ_TAPS_INDEX && axis->factor == 0.0
         && axis->crop_start == 0 && axis->visible == 0 && axis->place_start == 0
         && axis->subsampling == 1 && axis->n_fields == 1
         && !(axis->align_corners && (axis->antialias || axis->out == 1));
}

/* Positions are float32, and floor to sides that differ where they fall on samples. */
static void
check_mirror (const RszTaps *taps)
{
  static double left[RSZ_MAX_SIZE + 1], right[RSZ_MAX_SIZE + 1];
  const double unit = taps->weights ? ldexp (1.0, -taps->shift) : 0x1p-20;
  const double moved = 3e-7 * 4 * (taps->in + taps->len);

  for (int i = 0; i < (taps->len + 1) / 2; i++) {
    const int j = taps->len - 1 - i;
    int from, to, from_j, to_j;

    range_of (taps, i, taps->n[i], &from, &to);
    range_of (taps, j, taps->n[j], &from_j, &to_j);
    from = taps->in - 1 - to_j < from ? taps->in - 1 - to_j : from;
    to = taps->in - 1 - from_j > to ? taps->in - 1 - from_j : to;
    spread (taps, i, taps->n[i], left, from, to);
    spread (taps, j, taps->n[j], right, taps->in - 1 - to, taps->in - 1 - from);
    for (int k = 0; k <= to - from; k++)
      fuzz_check (fabs (left[k] - right[to - from - k]) <= 2.0 * unit + moved,
          "outputs %d and %d weigh samples %d from their ends %.9g and %.9g", i, j, from + k,
          left[k], right[to - from - k]);
  }
}

static void
check_level (const RszTaps *taps, const RszTaps *levelled)
{
  static double before[RSZ_MAX_SIZE + 1], after[RSZ_MAX_SIZE + 1];
  const bool inside = levelled->weights || levelled->index;

  for (int i = 0; i < taps->len; i++) {
    int from, to;

    range_of (taps, i, taps->n[i], &from, &to);
    spread (taps, i, taps->n[i], before, from, to);
    spread (levelled, i, levelled->n_max, after, from, to);
    fuzz_check (!memcmp (before, after, (size_t) (to - from + 1) * sizeof *before),
        "levelled taps of output %d weigh otherwise", i);
    fuzz_check (
        !inside
            || (levelled->first[i] >= 0 && levelled->first[i] + levelled->n_max <= levelled->in),
        "levelled taps of output %d begin at %d of %d", i, levelled->first[i], levelled->in);
    fuzz_check (!levelled->n_fused || levelled->n_fused[i] == levelled->n_fused[0],
        "levelled taps of output %d have as many fused ones as no other", i);
  }
  fuzz_check (rsz_taps_overhang (levelled) <= 2 * levelled->n_max + 8, "taps hang over by %d",
      rsz_taps_overhang (levelled));
}

static void
check_fixed (const RszTaps *taps, double room)
{
  RszTapsBounds bounds;
  RszTaps fixed;

  if (!rsz_taps_fix (&fixed, &bounds, taps, room))
    fuzz_fail ("no memory for %d fixed taps", taps->len);
  for (int i = 0; fixed.weights && i < fixed.len; i++) {
    double centre, size = 0.0;
    const double sum = sum_of (&fixed, i, fixed.n[i], &centre);

    fuzz_check (sum == 1.0, "the fixed weights of output %d add up to %.17g", i, sum);
    fuzz_check (
        fixed.first[i] >= 0 && fixed.first[i] + fixed.n[i] <= fixed.in && fixed.n[i] <= fixed.n_max,
        "fixed taps of output %d begin at %d of %d", i, fixed.first[i], fixed.in);
    for (int k = 0; k < fixed.n[i]; k++)
      size += fabs (weight_of (&fixed, i, k));
    fuzz_check (
        ldexp (size, fixed.shift) <= room, "the fixed weights of output %d are too large", i);
    fuzz_check (size <= bounds.above + bounds.below + bounds.too_much + bounds.too_little + 1e-9,
        "the fixed weights of output %d are beyond their bounds", i);
  }
  rsz_taps_finish (&fixed);
}

static void
check_job (const Job *job, double room)
{
  RszTaps taps, levelled;

  check_map (job);
  if (!rsz_taps_init (&taps, &job->axis, job->method, job->axis.antialias, job->arithmetic)
      || !rsz_taps_init (&levelled, &job->axis, job->method, job->axis.antialias, job->arithmetic))
    fuzz_fail ("no memory for %d taps", job->map.out);
  check_taps (job, &taps);
  if (is_mirrored (job))
    check_mirror (&taps);
  if (taps.arithmetic == RSZ_ARITHMETIC_FLOAT && !taps.window && taps.n_max <= MOST_FIXED)
    check_fixed (&taps, room);
  if (!rsz_taps_level (&levelled))
    fuzz_fail ("no memory for %d taps", job->map.out);
  if (!taps.window)
    check_level (&taps, &levelled);
  rsz_taps_finish (&levelled);
  rsz_taps_finish (&taps);
}

static void
fuzz_job (FuzzInput *input, double most)
{
  const double room = exp2 (16.0 + fuzz_byte (input) % 16);
  Job job;

  read_job (&job, input);
  if (fuzz_shows ()) {
    fprintf (stderr, "%s %d\n", rsz_method_info (job.method)->name, (int) job.arithmetic);
    fuzz_axis_show (&job.axis, "axis");
  }
  if (!fuzz_axis_is_valid (&job.axis))
    return;
  rsz_map_init (&job.map, &job.axis);
  if (job.map.out * fuzz_axis_taps (&job.axis, job.method) + job.map.out < most)
    check_job (&job, room);
}

/* A plan is described, and frames of it are not made. */
static void
fuzz_plan (FuzzInput *input)
{
  static RszSpec spec;
  char message[RSZ_MESSAGE_SIZE], text[512];
  RszPlaneSpec *plane = &spec.planes[0];
  RszResizer *resizer;
  RszAxis x;

  fuzz_spec_read (&spec, input);
  fuzz_axis_read (&x, input, any_size);
  if (spec.n_planes != 1 || !fuzz_spec_is_valid (&spec))
    return;
  for (int p = 0; p < rsz_layouts[plane->layout].n_parts; p++) {
    plane->parts[p].src_room = plane->parts[p].dst_room = 0;
    plane->parts[p].x.in = x.in;
    plane->parts[p].x.out = x.out;
    plane->parts[p].x.frame = plane->parts[p].x.place_start = plane->parts[p].x.crop_start = 0;
    plane->parts[p].x.visible_start = plane->parts[p].x.visible = 0;
  }
  if (fuzz_shows ())
    fuzz_spec_show (&spec);
  if (!fuzz_spec_is_valid (&spec) || fuzz_spec_cost (&spec) > 3e7
      || x.out * fuzz_axis_taps (&plane->parts[0].x, spec.method) > MOST_WEIGHTS_OF_FEW)
    return;
  resizer = rsz_resizer_new (&spec, message);
  fuzz_check (resizer, "a spec that the headers allow is refused: %s", message);
  rsz_resizer_describe (resizer, text, sizeof text - fuzz_byte (input));
  fuzz_check (rsz_resizer_size (resizer) < 100u * 1000 * 1000, "a plan of %zu bytes",
      rsz_resizer_size (resizer));
  rsz_resizer_free (resizer);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  FuzzInput input = { data, data + size };
  const int what = fuzz_byte (&input);

  if (what < 240)
    fuzz_job (&input, what < 236 ? MOST_WEIGHTS : MOST_WEIGHTS_OF_FEW);
  else
    fuzz_plan (&input);
  return 0;
}
