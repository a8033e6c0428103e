/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <assert.h>

/* torch on uint8 tensors: fixed point, rounded to 8 bits after each direction. Rows that are only
 * chosen, of samples of any kind, are copied and gathered here, too. */

static const char *const sum_names[RSZ_N_SUMS] = { "doubling", "pair", "quad", "many" };

bool
rsz_u8_is_doubling (const RszTaps *taps)
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

RszSum
rsz_u8_choose_sum (RszSum down, int n)
{
  if (down == RSZ_SUM_DOUBLING)
    return down;
  return n == 2 ? RSZ_SUM_PAIR : n == 4 ? RSZ_SUM_QUAD : RSZ_SUM_MANY;
}

void
rsz_integers_plan (const RszPlane *plane, RszPart *part, const RszTaps *x, int pixel, RszHpack pack)
{
  RszIntegers *integers = &part->integers;

  integers->taps = (RszHtaps){
    .sum = integers->taps.sum,       /* U8 */
    .floats = integers->taps.floats, /* OPENCV_SUMS */
    .in = x->in,
    .len = x->len,
    .components = pixel,
    .n_taps = x->n_max,
    .shift = x->shift - integers->fraction,
    .low = plane->word.low,
    .first = x->first,
    .weights = x->weights,
    .weights32 = x->weights32,
  };
  if (pack)
    integers->taps.packed = pack (&integers->taps, &integers->packed_size);
}

static bool
plan_part (const RszPlane *plane, RszPart *part)
{
  const RszTaps *x = part->x;
  /* DOUBLING makes whole rows or none */
  const bool doubles = plane->strip >= plane->parts[0].x->len && rsz_u8_is_doubling (x);

  part->integers.taps.sum = rsz_u8_choose_sum (doubles ? RSZ_SUM_DOUBLING : RSZ_SUM_MANY, x->n_max);
  if (part->pass == RSZ_PASS_GATHER)
    rsz_integers_plan (plane, part, x, (int) part->pixel_size, plane->rows->gather_pack);
  else if (part->pass == RSZ_PASS_SCALE)
    rsz_integers_plan (plane, part, x, part->components, plane->rows->hpack);
  return true;
}

/* What the row functions rely on: rows.h, RszSum and RszHscale. */
static void
assert_taps (const RszHtaps *taps, RszSpan span)
{
  assert (taps->shift >= 1 && taps->shift <= 22 && taps->n_taps >= 1);
  assert (taps->sum != RSZ_SUM_PAIR || taps->n_taps == 2);
  assert (taps->sum != RSZ_SUM_QUAD || taps->n_taps == 4);
  assert (taps->sum != RSZ_SUM_DOUBLING
          || (span.begin == 0 && span.len == taps->len && taps->len == 2 * taps->in));
  (void) taps;
  (void) span;
}

static void
across (const RszJob *job, const RszPart *part, const RszBatch *batch)
{
  const RszPlane *plane = job->plane;
  const RszRows *rows = plane->rows;
  const RszIntegers *integers = &part->integers;
  /* rows of the ring stay in the caches */
  const bool stream = plane->caches.stream && plane->way == RSZ_WAY_DIRECT;
  const RszSpan span = rsz_job_span (job, part);
  const size_t start = span.begin * part->pixel_size, size = span.len * part->pixel_size;

  if (part->pass == RSZ_PASS_GATHER)
    rows->gather (batch, &integers->taps, span.begin, span.len, stream);
  else if (part->pass == RSZ_PASS_SCALE) {
    assert_taps (&integers->taps, span);
    rows->hscale (batch, &integers->taps, span.begin, span.len);
  } else
    for (int r = 0; r < batch->n; r++)
      rows->copy (batch->dst[r], batch->src[r] + start, size, stream);
}

/* Out of 8 bit rows, or of any rows where it is one of them. */
static void
down (const RszJob *job, const RszPart *part, int o, uint8_t *dst)
{
  const RszPlane *plane = job->plane;
  const RszTaps *y = plane->y;
  const bool stream = plane->caches.stream;
  const int len = rsz_job_span (job, part).len;
  const RszVtaps taps = {
    .sum = rsz_u8_choose_sum (plane->down, y->n[o]),
    .n_taps = y->n[o],
    .shift = y->shift,
    .src = (const uint8_t *const *) rsz_job_rows (job, part, o),
    .weights = y->index ? NULL : &y->weights[(size_t) o * y->n_max],
  };

  if (y->index || (taps.n_taps == 1 && taps.weights[0] == 1 << taps.shift))
    plane->rows->copy (dst, taps.src[0], len * part->pixel_size, stream);
  else
    plane->rows->vscale (dst, &taps, len * part->components, stream);
}

static const char *
across_name (const RszPart *part)
{
  static const char *const names[RSZ_N_PASSES] = {
    [RSZ_PASS_NONE] = "in place",
    [RSZ_PASS_COPY] = "copy",
    [RSZ_PASS_GATHER] = "gather",
  };

  return part->pass == RSZ_PASS_SCALE ? sum_names[part->integers.taps.sum] : names[part->pass];
}

static const char *
down_name (const RszPlane *plane)
{
  const RszTaps *y = plane->y;

  return y->index ? "copy" : sum_names[rsz_u8_choose_sum (plane->down, y->n_max)];
}

const RszArithOps rsz_u8 = {
  .name = "native",
  .batch = RSZ_MAX_BATCH,
  .plan = plan_part,
  .across = across,
  .down = down,
  .across_name = across_name,
  .down_name = down_name,
};
