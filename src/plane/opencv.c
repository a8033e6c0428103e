/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <assert.h>

/* ---- two taps on 8 bits: weights of 11 bits, and int16 between the passes ---- */

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

/* ---- samples of a row that are summed from the last tap to the first ---- */

/* Of a part's span. */
static int
count_chained (const RszJob *job, const RszPart *part)
{
  const RszSpan span = rsz_job_span (job, part);
  const RszTaps *x = part->x;
  const int c = part->components, chained = x->chained;
  const int end = chained ? x->all * c / chained * chained : 0; /* of the whole picture's row */
  const int n = end - (x->made_first + span.begin) * c;

  return n < 0 ? 0 : n < span.len * c ? n : span.len * c;
}

/* ---- sums on 8 bits: weights of 11 bits, and int32 between the passes ---- */

/* Chained sums are of float32, which whole numbers of the ring can be as well: then each becomes
 * one once. */
static bool
plan_sums (const RszPlane *plane, RszPart *part)
{
  const RszRows *rows = plane->rows;

  part->integers.taps.floats = rows->vround[RSZ_SAMPLE_U8] && part->x->chained;
  rsz_integers_plan (plane, part, part->x, part->components, rows->hsums_pack);
  return true;
}

static void
across_sums (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszRows *rows = job->plane->rows;
  const RszSpan span = rsz_job_span (job, part);

  rows->hsums (batch, &part->integers.taps, span.begin, span.len);
}

/* Chained samples, out of rows of float32. */
static void
chain_floats (const RszJob *job, const void *const *rows, int o, int len, uint8_t *dst)
{
  const RszTaps *y = job->plane->y;
  const float *src[RSZ_MAX_SUMS];
  float weights[RSZ_MAX_SUMS];
  const RszVtapsf taps = { RSZ_SUMF_MANY, y->n[o], 0, src, weights };

  for (int k = 0; k < y->n[o]; k++) {
    const int from = y->n[o] - 1 - k;

    src[k] = rows[from];
    weights[k] = (float) y->weights[(size_t) o * y->n_max + from] / (1 << 2 * RSZ_OPENCV_SHIFT);
  }
  job->plane->rows->vround[RSZ_SAMPLE_U8](
      dst, &taps, (RszFinish){ .share = 1.0f, .max = 255.0f }, len, job->plane->caches.stream);
}

/* The samples that are left over, fewer than are chained at a time, as the whole numbers they are.
 */
#define MOST_LEFT_OVER 8

static void
sum_left_over (
    const RszJob *job, const RszPart *part, const void *const *rows, int o, int from, uint8_t *dst)
{
  const RszTaps *y = job->plane->y;
  const int n = rsz_job_span (job, part).len * part->components - from;
  int32_t whole[RSZ_MAX_SUMS][MOST_LEFT_OVER];
  const int32_t *src[RSZ_MAX_SUMS];

  assert (!part->integers.taps.floats || n < MOST_LEFT_OVER);
  for (int k = 0; k < y->n[o]; k++) {
    src[k] = part->integers.taps.floats ? whole[k] : (const int32_t *) rows[k] + from;
    for (int i = 0; part->integers.taps.floats && i < n; i++)
      whole[k][i] = (int32_t) ((const float *) rows[k])[from + i];
  }
  job->plane->rows->vexact (dst + from, src, &y->weights[(size_t) o * y->n_max], y->n[o], n,
      job->plane->caches.stream && !from);
}

static void
down_sums (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszRows *rows = job->plane->rows;
  const RszTaps *y = job->plane->y;
  const void *const *src = rsz_job_rows (job, part, o);
  const int n_chained = count_chained (job, part);

  assert (y->n[o] <= RSZ_MAX_SUMS);
  if (part->integers.taps.floats)
    chain_floats (job, src, o, n_chained, dst);
  else
    rows->vchain (dst, (const int32_t *const *) src, &y->weights[(size_t) o * y->n_max], y->n[o],
        n_chained, job->plane->caches.stream);
  sum_left_over (job, part, src, o, n_chained, dst);
}

const RszArithOps rsz_opencv_sums = {
  .name = "opencv sums",
  .ring_sample = sizeof (int32_t),
  .batch = RSZ_MAX_BATCH,
  .plan = plan_sums,
  .across = across_sums,
  .down = down_sums,
  .across_name = across_name,
  .down_name = down_name,
};

/* ---- float32 ---- */

static bool
plan_floats (const RszPlane *plane, RszPart *part)
{
  return rsz_float.plan (plane, part);
}

static void
across_floats (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  rsz_float.across (job, part, batch);
}

/* len sums times `share` as samples, made at the `at`th of total. */
static void
finish_sums (const RszJob *job, const RszVtapsf *taps, int len, float share, int at, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  float *sums = (float *) (job->scratch + plane->total) + at;
  const float *total = sums;
  float *scaled = (float *) (job->scratch + plane->wide);

  dst += at * rsz_sample_size (plane->result);
  if (rsz_float_rounds (plane, taps->sum)) {
    plane->rows->vround[plane->result](dst, taps, (RszFinish){ .share = share, .max = plane->max },
        len, plane->caches.stream && at == 0);
    return;
  }
  if (taps->n_taps == 1 && taps->weights[0] == 1.0f)
    total = taps->src[0];
  else
    plane->rows->vscalef (sums, taps, len);
  if (share != 1.0f) {
    rsz_rows_share (plane->rows, scaled, total, share, len);
    total = scaled;
  }
  plane->rows->narrow[plane->result](dst, total, plane->max, len);
}

/* Means: the sum of a window is multiplied by the reciprocal of how many samples it has. */
static float
share_of (const RszPlane *plane, const RszPart *part, int o)
{
  const int rows = plane->y->window ? plane->y->n[o] : 1;
  const int columns = part->x->window ? part->x->n[0] : 1;
  const bool half_up = plane->y->exact && rows == 2 && columns == 2;

  /* a little more than a quarter takes halves up and nothing else */
  return half_up ? 0.25f + 0x1p-22f : 1.0f / (float) (rows * columns);
}

static void
add_rows (const RszJob *job, const RszPart *part, const float *const *rows, int o, float share,
    uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const RszVtapsf taps = {
    .sum = rsz_plane_choose_sumf (y, rsz_layouts[plane->layout].sample, y->n[o]),
    .n_taps = y->n[o],
    .src = rows,
    .weights = &y->weightsf[(size_t) o * y->n_max],
  };

  finish_sums (job, &taps, rsz_job_span (job, part).len * part->components, share, 0, dst);
}

/* The rows of an output from some sample on, and their weights, the last of them first or not. */
typedef struct {
  int n;
  const float *rows[RSZ_MAX_SUMS];
  float weights[RSZ_MAX_SUMS];
} Chain;

static Chain
chain_of (const RszPlane *plane, const float *const *rows, int o, int offset, bool last_first)
{
  const RszTaps *y = plane->y;
  Chain chain = { .n = y->n[o] };

  assert (chain.n <= RSZ_MAX_SUMS);
  for (int k = 0; k < chain.n; k++) {
    const int from = last_first ? chain.n - 1 - k : k;

    chain.rows[k] = rows[from] + offset;
    chain.weights[k] = y->weightsf[(size_t) o * y->n_max + from];
  }
  return chain;
}

static void
add_chain (const RszJob *job, const Chain *chain, int at, int len, uint8_t *dst)
{
  const RszVtapsf taps = { RSZ_SUMF_MANY, chain->n, 0, chain->rows, chain->weights };

  finish_sums (job, &taps, len, 1.0f, at, dst);
}

/* In two parts, which are summed in the opposite order. */
static void
chain_rows (const RszJob *job, const RszPart *part, const float *const *rows, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const int len = rsz_job_span (job, part).len * part->components;
  const int n = count_chained (job, part);
  const Chain down = chain_of (plane, rows, o, 0, true), rest = chain_of (plane, rows, o, n, false);

  add_chain (job, &down, 0, n, dst);
  add_chain (job, &rest, n, len - n, dst);
}

static void
down_floats (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const float *const *rows = (const float *const *) rsz_job_rows (job, part, o);

  if (part->floats.columns)
    add_rows (job, part, rows, o, share_of (plane, part, o), dst);
  else if (plane->y->chained)
    chain_rows (job, part, rows, o, dst);
  else
    add_rows (job, part, rows, o, 1.0f, dst);
}

static const char *
across_floats_name (const RszPart *part)
{
  return part->pass == RSZ_PASS_COPY ? "widen" : "opencv";
}

const RszArithOps rsz_opencv_float = {
  .name = "opencv float",
  .ring_sample = sizeof (float),
  .batch = RSZ_MAX_BATCH,
  .floats = true,
  .plan = plan_floats,
  .across = across_floats,
  .down = down_floats,
  .across_name = across_floats_name,
  .down_name = down_name,
};

/* ---- means of long windows ---- */

/* Bytes it adds up as integers, unless they come as float32. */
bool
rsz_opencv_sums_are_long (const RszPlane *plane)
{
  const RszTaps *y = plane->y;
  const bool integers = rsz_layouts[plane->layout].sample == RSZ_SAMPLE_U8 && y->exact;
  bool large = false;

  for (int p = 0; p < plane->n_parts; p++)
    large = large || (double) plane->max * y->longest * plane->parts[p].x->longest > 0x1p24;
  return large && rsz_plane_averages (plane) && !integers;
}

static bool
plan_means (const RszPlane *plane, RszPart *part)
{
  rsz_windows_plan (part, (int) plane->max, NULL);
  return true;
}

static void
copy_source (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  rsz_pillow_tall.across (job, part, batch);
}

static void
down_means (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszSpan span = rsz_job_span (job, part);

  plane->rows->meanf[plane->result](dst, rsz_job_rows (job, part, o), &part->windows,
      plane->y->n[o], plane->max, span.begin, span.len);
}

const RszArithOps rsz_opencv_means = {
  .name = "opencv means",
  .batch = RSZ_MAX_BATCH,
  .down_first = true,
  .plan = plan_means,
  .across = copy_source,
  .down = down_means,
  .across_name = across_name,
  .down_name = down_name,
};

/* ---- exact sums of words ---- */

static bool
plan_words (const RszPlane *plane, RszPart *part)
{
  rsz_integers_plan (plane, part, part->x, part->components, NULL);
  return true;
}

static void
across_words (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszSpan span = rsz_job_span (job, part);

  assert (part->integers.taps.n_taps <= 2);
  job->plane->rows->hwords (batch, &part->integers.taps, span.begin, span.len);
}

static void
down_words (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;

  plane->rows->vwords (dst, (const uint32_t *const *) rsz_job_rows (job, part, o),
      &y->weights32[(size_t) o * y->n_max], y->n[o], (int) plane->max,
      rsz_job_span (job, part).len * part->components);
}

const RszArithOps rsz_opencv_words = {
  .name = "opencv words",
  .ring_sample = sizeof (uint32_t),
  .batch = RSZ_MAX_BATCH,
  .plan = plan_words,
  .across = across_words,
  .down = down_words,
  .across_name = across_name,
  .down_name = down_name,
};
