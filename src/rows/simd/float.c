/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

#include <string.h>

#include "floats.h"

/* The horizontal float sums, but for WIDE. */

static RszRows fallback;

static void *
pack_floats (const RszHtapsf *taps, size_t *size)
{
  return rsz_rows_pack_floats (taps, FLOATS, MAX_FLOAT_WINDOWS, size);
}

/* How the taps of a row are summed. */
typedef struct {
  bool blended; /* as BLEND */
  bool chained; /* as LERP and QUAD, or as MANY with the last n_fused fused */
  int n_taps, n_fused;
  int components, n_windows;
} Sum;

/* What tap k of a block reads and weighs. */
typedef struct {
  Floats v, w;
} Tap;

STEP_INLINE Tap
tap_of (const float *src, Vector index, Vector pixel, const float *weights, int k, Sum sum)
{
  const Floats w = f_load (weights + k * FLOATS);
  const float *at = src + (ptrdiff_t) k * sum.components;

  return (
      Tap){ f_look_up (at, index, sum.n_windows), sum.components > 1 ? f_permute (w, pixel) : w };
}

STEP_INLINE Floats
sum_block (const float *src, Vector index, Vector pixel, const float *weights, Sum sum)
{
  Floats total = f_zero ();
  int k = 0;

  if (sum.blended || sum.chained) {
    const Tap a = tap_of (src, index, pixel, weights, 0, sum);
    const Tap b = tap_of (src, index, pixel, weights, 1, sum);

    if (sum.blended)
      return f_add (a.v, f_mul (f_sub (b.v, a.v), b.w));
    total = f_fuse (a.v, a.w, f_add (f_mul (b.v, b.w), total));
    k = 2;
  }
  for (; k < sum.n_taps - sum.n_fused; k++) {
    const Tap t = tap_of (src, index, pixel, weights, k, sum);

    total = f_add (total, f_mul (t.v, t.w));
  }
  for (; k < sum.n_taps; k++) {
    const Tap t = tap_of (src, index, pixel, weights, k, sum);

    total = f_fuse (t.v, t.w, total);
  }
  return total;
}

/* A block that is not wanted whole is made in a temporary, by the same loop: there is one of it. */
STEP_INLINE void
run (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, Sum sum)
{
  const PackedFloats *packed = taps->packed;
  const int c = sum.components, n = len * c;
  int b = begin * c / FLOATS, at = b * FLOATS - begin * c;
  int group = b / c, part = b % c;

  while (at < n) {
    const int from = at < 0 ? -at : 0, to = n - at < FLOATS ? n - at : FLOATS;
    const bool whole = from == 0 && to == FLOATS;
    const int end = b + (whole ? (n - at) / FLOATS : 1);
    float block[FLOATS], *out = whole ? dst + at : block;

    at += (end - b) * FLOATS;
    for (; b < end; b++, out += FLOATS) {
      const float *weights = packed->weights + (ptrdiff_t) group * sum.n_taps * FLOATS;

      f_store (out, sum_block (src + packed->bases[b], v_load (packed->indices + b * FLOATS),
                        v_load (packed->pixels + part * FLOATS), weights, sum));
      part = part + 1 < c ? part + 1 : 0;
      group += part == 0;
    }
    if (!whole)
      memcpy (dst + at - FLOATS + from, block + from, (to - from) * sizeof *dst);
  }
}

STEP_INLINE void
run_windows (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, Sum sum)
{
  const int n_windows = ((const PackedFloats *) taps->packed)->n_windows;

  switch (n_windows) {
  case 1:
    sum.n_windows = 1;
    run (dst, src, taps, begin, len, sum);
    break;
  case 2:
    sum.n_windows = 2;
    run (dst, src, taps, begin, len, sum);
    break;
#if MAX_FLOAT_WINDOWS >= 8
  case 8:
    sum.n_windows = 8;
    run (dst, src, taps, begin, len, sum);
    break;
#endif
  default:
    sum.n_windows = 4;
    run (dst, src, taps, begin, len, sum);
  }
}

STEP_INLINE void
run_components (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, Sum sum)
{
  sum.components = 1;
  if (taps->components == 1)
    run_windows (dst, src, taps, begin, len, sum);
  sum.components = taps->components;
  if (taps->components > 1)
    run_windows (dst, src, taps, begin, len, sum);
}

/* Functions of their own: in one, gcc 12 makes worse loops of them. */
#define HSCALE(name, ...)                                                                          \
  static void name (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)       \
  {                                                                                                \
    run_components (dst, src, taps, begin, len, (Sum){ __VA_ARGS__ });                             \
  }

HSCALE (hlerp, .chained = true, .n_taps = 2)
HSCALE (hquad, .chained = true, .n_taps = 4, .n_fused = 2)
HSCALE (hblend, .blended = true, .n_taps = 2)
HSCALE (hmany, .n_taps = taps->n_taps, .n_fused = taps->n_fused)

static void
hscale_f32 (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  static const RszHscalef by_sum[] = { hlerp, hquad, hblend, hmany };

  (taps->packed ? by_sum[taps->sum] : fallback.hscalef) (dst, src, taps, begin, len);
}

void
LEVEL (rsz_rows_fill_float) (RszRows *rows)
{
  fallback = *rows;
  rows->hscalef = hscale_f32;
  rows->hpackf = pack_floats;
}
