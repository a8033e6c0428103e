/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* torch on float32 tensors: nothing is rounded before the end. */

/* Longer float32 sums of deep samples or of plain ones lose what they should add up; torch's
 * weighted 8 bit sums, OpenCV's weighted ones and all of TensorFlow and ONNX are to be matched as
 * they are. */
#define LONGEST_FLOAT_SUM 64

RszSumf
rsz_plane_choose_sumf (const RszTaps *taps, RszSample sample, int n)
{
  if (taps->blended && n > 1)
    return RSZ_SUMF_BLEND;
  if (taps->fused && n > 1)
    return n == 2 ? RSZ_SUMF_LERP : RSZ_SUMF_QUAD;
  if (rsz_library_info (taps->library)->is_float)
    return RSZ_SUMF_MANY;
  if (taps->longest > LONGEST_FLOAT_SUM
      && (!taps->n_fused || (sample != RSZ_SAMPLE_U8 && taps->library == RSZ_LIBRARY_TORCH)))
    return RSZ_SUMF_WIDE;
  return RSZ_SUMF_MANY;
}

static bool
plan_columns (RszPart *part)
{
  float *columns = malloc ((size_t) part->x->len * part->components * sizeof *columns);

  part->floats.columns = columns;
  for (int i = 0; columns && i < part->x->len; i++)
    for (int c = 0; c < part->components; c++)
      *columns++ = part->x->window ? (float) part->x->n[i] : 1.0f;
  return columns != NULL;
}

/* Whole blocks of columns that read nothing beyond the row's ends, slack included. */
static RszSpan
inside_of (const RszPart *part)
{
  const RszTaps *x = part->x;
  const int c = part->components;
  int begin = 0, end = x->len;

  /* taps trimmed of zeros do not start in order */
  for (int i = 0; i < x->len; i++)
    begin = x->first[i] < 0 ? i + 1 : begin;
  for (int i = x->len - 1; i >= 0; i--)
    end = (x->first[i] + x->n_max - x->in) * c + RSZ_SLACK > 0 ? i : end;
  begin = (begin + RSZ_FLOAT_BLOCK - 1) / RSZ_FLOAT_BLOCK * RSZ_FLOAT_BLOCK;
  end = end / RSZ_FLOAT_BLOCK * RSZ_FLOAT_BLOCK;
  return (RszSpan){ begin, end > begin ? end - begin : 0 };
}

/* How many times smaller a row is at least that is scaled side by side with others: they have to be
 * put so first. With AVX2, which widens others, words gain from any reduction on (7 taps of 1.5 to
 * 1 take 0.9 of the time), and bytes from 2 to 1 (0.4 to 1.0, and 0.2 to 0.4 from 8 to 1 on).
 * AVX-512 looks samples up where they are: words lose up to 2 to 1 (1.2 to 1.3), bytes where taps
 * are few (16 of 8 to 1 take 1.3 of the time; 32 of 5 to 1 0.67 to 0.9), unless they are farther
 * apart than it can look (17 to 1: 0.1 to 0.25). */
static int
least_ratio (const RszPlane *plane, const RszTaps *x, RszSample sample)
{
  if (!plane->rows->hscaleb[sample])
    return sample == RSZ_SAMPLE_U8 ? 2 : 1;
  if (sample == RSZ_SAMPLE_U8)
    return x->n_max < 24 ? 16 : 4;
  return 2;
}

/* ... which is worth it where taps are many: 4 words of 1.5 to 1 take 1.28 of the time with AVX2.
 */
bool
rsz_float_has_lanes (const RszPlane *plane, const RszPart *part)
{
  const RszTaps *x = part->x;

  return plane->way != RSZ_WAY_MEANS && !x->copy && x->n_max > 4
         && x->len * least_ratio (plane, x, rsz_layouts[plane->layout].sample) < x->in
         && x->n_max * part->components <= RSZ_MAX_LANE_SPAN && plane->rows->hlanes;
}

/* Taps trimmed of zeros do not start in order. */
static int
most_fall (const RszTaps *x)
{
  int fall = 0, last = x->first[0];

  for (int i = 1; i < x->len; i++) {
    last = x->first[i] > last ? x->first[i] : last;
    fall = last - x->first[i] > fall ? last - x->first[i] : fall;
  }
  return fall;
}

static bool
plan_part (const RszPlane *plane, RszPart *part)
{
  const RszTaps *x = part->x;
  const RszRows *rows = plane->rows;
  const RszSample sample = rsz_layouts[plane->layout].sample;
  RszFloats *floats = &part->floats;

  if (rsz_plane_averages (plane) && !plan_columns (part))
    return false;
  if (part->pass != RSZ_PASS_SCALE)
    return true;
  floats->overhang = plane->way == RSZ_WAY_MEANS ? 0 : rsz_taps_overhang (x);
  floats->fall = most_fall (x);
  floats->taps = (RszHtapsf){
    .sum = rsz_plane_choose_sumf (x, sample, x->n_max),
    .len = x->len,
    .components = part->components,
    .n_taps = x->n_max,
    .n_fused = x->n_fused ? x->n_fused[0] : 0,
    .first = x->first,
    .weights = x->weightsf,
  };
  if (rsz_float_has_lanes (plane, part)) {
    assert (floats->taps.sum == RSZ_SUMF_MANY || floats->taps.sum == RSZ_SUMF_WIDE);
    floats->scale_lanes = rows->hlanes;
    return true;
  }
  if (plane->way != RSZ_WAY_MEANS && rows->hscaleb[sample])
    floats->taps.packed = rows->hpackb[sample](&floats->taps, &floats->packed_size);
  if (floats->taps.packed) {
    floats->scale_samples = rows->hscaleb[sample];
    floats->inside = inside_of (part);
  } else if (rows->hpackf)
    floats->taps.packed = rows->hpackf (&floats->taps, &floats->packed_size);
  return true;
}

/* Source pixels that a span of outputs reads. */
typedef struct {
  int first, last; /* beyond the ends, too */
  int from, to;    /* of those that are there */
} Reach;

static Reach
reach_of (const RszPart *part, RszSpan span)
{
  const RszTaps *x = part->x;
  const int in = x->in, overhang = part->floats.overhang;
  Reach reach = { .first = -overhang, .last = in - 1 + overhang };

  if (span.len < x->len) {
    const int first = x->first[span.begin] - part->floats.fall;
    const int last = x->first[span.begin + span.len - 1] + part->floats.fall + x->n_max - 1;

    reach.first = first > reach.first ? first : reach.first;
    reach.last = last < reach.last ? last : reach.last;
  }
  reach.from = reach.first > 0 ? (reach.first < in ? reach.first : in - 1) : 0;
  reach.to = reach.last < in ? (reach.last > 0 ? reach.last : 0) : in - 1;
  return reach;
}

/* Repeats the border pixels of a row beyond its ends. */
static void
pad (uint8_t *row, ptrdiff_t pixel, int in, const Reach *reach)
{
  for (ptrdiff_t i = -1; i >= reach->first * pixel; i--)
    row[i] = row[i + pixel];
  for (ptrdiff_t i = in * pixel; i < (reach->last + 1) * pixel; i++)
    row[i] = row[i - pixel];
}

const float *
rsz_float_widen (const RszJob *job, const RszPart *part, RszSpan span, const uint8_t *row)
{
  const int c = part->components;
  const RszSample sample = rsz_layouts[job->plane->layout].sample;
  const Reach reach = reach_of (part, span);
  float *wide = (float *) (job->scratch + job->plane->wide) + part->floats.overhang * c;

  job->plane->rows->widen[sample](
      wide + reach.from * c, row + reach.from * part->pixel_size, (reach.to - reach.from + 1) * c);
  pad ((uint8_t *) wide, c * (ptrdiff_t) sizeof *wide, part->x->in, &reach);
  return wide;
}

/* The same for rows that are read as they are, the `slot`th of a batch: plan_scratch has room for
 * all of them. */
static const uint8_t *
pad_row (const RszJob *job, const RszPart *part, RszSpan span, const uint8_t *row, int slot)
{
  const Reach reach = reach_of (part, span);
  const int pixel = (int) part->pixel_size, slack = RSZ_SLACK * pixel / part->components;
  const size_t room = (size_t) (part->x->in + 2 * part->floats.overhang) * pixel + slack;
  uint8_t *padded = job->scratch + job->plane->wide + slot * room + part->floats.overhang * pixel;

  memcpy (padded + reach.from * pixel, row + reach.from * pixel,
      (size_t) (reach.to - reach.from + 1) * pixel);
  pad (padded, pixel, part->x->in, &reach);
  return padded;
}

const uint8_t *
rsz_float_pad (const RszJob *job, const RszPart *part, const uint8_t *row)
{
  return pad_row (job, part, (RszSpan){ 0, part->x->len }, row, 0);
}

/* What columns `span` read of padded rows, or, where they read nothing beyond an end, of the rows.
 */
static void
scale_samples (
    const RszJob *job, const RszPart *part, const RszBatch *batch, RszSpan span, bool inside)
{
  const int begin = rsz_job_span (job, part).begin;
  RszBatch some = *batch;

  assert (batch->n <= RSZ_MAX_BATCH);
  if (span.len <= 0)
    return;
  for (int r = 0; r < batch->n; r++) {
    some.dst[r] += (size_t) (span.begin - begin) * part->components * sizeof (float);
    some.src[r] = inside ? batch->src[r] : pad_row (job, part, span, batch->src[r], r);
  }
  part->floats.scale_samples (&some, &part->floats.taps, span.begin, span.len);
}

/* The ends of rows are copied, to be padded. */
static void
across_samples (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszSpan span = rsz_job_span (job, part), inside = part->floats.inside;
  const int end = span.begin + span.len, last = inside.begin + inside.len;
  const int from = inside.begin < span.begin ? span.begin : inside.begin < end ? inside.begin : end;
  const int to = last < from ? from : last < end ? last : end;

  scale_samples (job, part, batch, (RszSpan){ span.begin, from - span.begin }, false);
  scale_samples (job, part, batch, (RszSpan){ from, to - from }, true);
  scale_samples (job, part, batch, (RszSpan){ to, end - to }, false);
}

static void
across (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszRows *rows = job->plane->rows;
  const RszFloats *floats = &part->floats;
  const RszSpan span = rsz_job_span (job, part);

  assert (
      part->pass == RSZ_PASS_COPY || floats->taps.sum != RSZ_SUMF_LERP || floats->taps.n_taps == 2);
  if (part->pass == RSZ_PASS_SCALE && floats->scale_samples) {
    across_samples (job, part, batch);
    return;
  }
  if (part->pass == RSZ_PASS_SCALE && floats->scale_lanes) {
    floats->scale_lanes (batch, &floats->taps, rsz_layouts[job->plane->layout].sample, part->x->in,
        span.begin, span.len);
    return;
  }
  for (int r = 0; r < batch->n; r++) {
    float *dst = (float *) batch->dst[r];

    if (part->pass == RSZ_PASS_COPY)
      rows->widen[rsz_layouts[job->plane->layout].sample](
          dst, batch->src[r] + span.begin * part->pixel_size, span.len * part->components);
    else
      rows->hscalef (dst, rsz_float_widen (job, part, span, batch->src[r]), &floats->taps,
          span.begin, span.len);
  }
}

bool
rsz_float_rounds (const RszPlane *plane, RszSumf sum)
{
  return plane->result != RSZ_RESULT_F32 && plane->rows->vround[plane->result]
         && sum != RSZ_SUMF_WIDE && (plane->result == RSZ_SAMPLE_U16 || plane->max == 255.0f);
}

/* TensorFlow divides sums by what an output pixel covers. */
static float
share_of (const RszJob *job, const RszPart *part)
{
  const float rows = job->plane->y->cell, columns = part->x->cell;

  return (float) (1.0 / ((rows ? rows : 1.0f) * (columns ? columns : 1.0f)));
}

static const float *
divide (const RszJob *job, const RszPart *part, const float *sums, int len)
{
  float *divided = (float *) (job->scratch + job->plane->wide);

  rsz_rows_share (job->plane->rows, divided, sums, share_of (job, part), len);
  return divided;
}

static void
down (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const RszSample sample = rsz_layouts[plane->layout].sample;
  const RszVtapsf taps = {
    .sum = rsz_plane_choose_sumf (y, sample, y->n[o]),
    .n_taps = y->n[o],
    .n_fused = y->n_fused ? y->n_fused[o] : 0,
    .src = (const float *const *) rsz_job_rows (job, part, o),
    .weights = &y->weightsf[(size_t) o * y->n_max],
  };
  const float *sums = taps.src[0];
  const RszSpan span = rsz_job_span (job, part);
  const int len = span.len * part->components;

  if (!part->floats.columns && rsz_float_rounds (plane, taps.sum)) {
    const RszFinish finish = { share_of (job, part), plane->truncates, plane->max };

    plane->rows->vround[plane->result](dst, &taps, finish, len, plane->caches.stream);
    return;
  }
  if (taps.n_taps > 1 || taps.weights[0] != 1.0f) {
    float *total = (float *) (job->scratch + plane->total);

    plane->rows->vscalef (total, &taps, len);
    sums = total;
  }
  if (y->cell || part->x->cell)
    sums = divide (job, part, sums, len);
  if (plane->truncates) {
    plane->rows->truncate ((float *) (job->scratch + plane->total), sums, len);
    sums = (const float *) (job->scratch + plane->total);
  }
  if (part->floats.columns)
    plane->rows->average[plane->result](dst, sums, y->window ? (float) y->n[o] : 1.0f,
        part->floats.columns + span.begin * part->components, plane->max, len);
  else
    plane->rows->narrow[plane->result](dst, sums, plane->max, len);
}

static const char *
sum_name (RszSumf sum, const RszTaps *taps)
{
  static const char *const names[RSZ_N_SUMFS] = { "float lerp", "float quad", "float blend",
    "float", "float wide" };

  return sum == RSZ_SUMF_MANY && taps->n_fused && taps->n_fused[0] ? "float fused" : names[sum];
}

static const char *
across_name (const RszPart *part)
{
  return part->pass == RSZ_PASS_COPY ? "widen" : sum_name (part->floats.taps.sum, part->x);
}

static const char *
down_name (const RszPlane *plane)
{
  const RszTaps *y = plane->y;
  const RszSample sample = rsz_layouts[plane->layout].sample;

  return y->n_max == 1 ? "narrow" : sum_name (rsz_plane_choose_sumf (y, sample, y->n_max), y);
}

const RszArithOps rsz_float = {
  .name = "float",
  .ring_sample = sizeof (float),
  .batch = RSZ_MAX_BATCH,
  .floats = true,
  .plan = plan_part,
  .across = across,
  .down = down,
  .across_name = across_name,
  .down_name = down_name,
};
