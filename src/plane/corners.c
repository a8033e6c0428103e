/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <stdlib.h>

/* torch's bilinear on float32 tensors where the output is small: each sample is one sum of the four
 * pixels around it, whose weights are products. The ring holds the left and the right pixels of
 * every output sample of a source row, one after the other. */

static float *
weights_of (const RszPart *part, int right)
{
  return part->floats.corners + part->x->len * (1 + right * part->components);
}

static bool
plan_part (const RszPlane *plane, RszPart *part)
{
  const RszTaps *x = part->x;
  RszFloats *floats = &part->floats;
  float *ones = malloc ((size_t) x->len * (1 + 2 * part->components) * sizeof *ones);

  (void) plane;
  floats->corners = ones;
  for (int i = 0; ones && i < x->len; i++) {
    ones[i] = 1.0f;
    for (int c = 0; c < part->components; c++)
      for (int k = 0; k < 2; k++)
        weights_of (part, k)[i * part->components + c] =
            k < x->n_max ? x->weightsf[(size_t) i * x->n_max + k] : 0.0f;
  }
  floats->overhang = rsz_taps_overhang (x);
  floats->taps = (RszHtapsf){
    .sum = RSZ_SUMF_MANY,
    .len = x->len,
    .components = part->components,
    .n_taps = 1,
    .first = x->first,
    .weights = ones,
  };
  return ones != NULL;
}

static int
samples_of (const RszJob *job, const RszPart *part)
{
  return rsz_job_span (job, part).len * part->components;
}

static void
across (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszSpan span = rsz_job_span (job, part);
  const int len = samples_of (job, part);
  const int right = part->x->n_max == 2 ? part->components : 0;

  for (int r = 0; r < batch->n; r++) {
    const float *left = rsz_float_widen (job, part, span, batch->src[r]);
    float *dst = (float *) batch->dst[r];

    for (int k = 0; k < 2; k++)
      job->plane->rows->hscalef (
          dst + k * len, left + k * right, &part->floats.taps, span.begin, span.len);
  }
}

static void
down (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const float *const *rows = (const float *const *) rsz_job_rows (job, part, o);
  const float *weights = &y->weightsf[(size_t) o * y->n_max];
  const float *upper = rows[0], *lower = rows[y->n[o] - 1];
  const float pair[] = { weights[0], y->n[o] > 1 ? weights[1] : 0.0f };
  const int len = samples_of (job, part), begin = rsz_job_span (job, part).begin;
  const float *const corners[] = { upper, upper + len, lower, lower + len };
  const float *const columns[] = { weights_of (part, 0) + begin * part->components,
    weights_of (part, 1) + begin * part->components };
  float *total = (float *) (job->scratch + plane->total);

  plane->rows->corners (total, corners, pair, columns, len);
  plane->rows->narrow[plane->result](dst, total, plane->max, len);
}

static const char *
across_name (const RszPart *part)
{
  (void) part;
  return "corners";
}

static const char *
down_name (const RszPlane *plane)
{
  (void) plane;
  return "corners";
}

const RszArithOps rsz_corners = {
  .name = "corners",
  .ring_sample = 2 * sizeof (float),
  .batch = 1,
  .plan = plan_part,
  .across = across,
  .down = down,
  .across_name = across_name,
  .down_name = down_name,
};
