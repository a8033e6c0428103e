/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

#include <string.h>

/* The float32 sums that round each product and each sum; the others are in rows/c/fused.c. */

static inline void
hscalef (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, int components)
{
  const int n_taps = taps->n_taps;
  const float *weights = taps->weights + (ptrdiff_t) begin * n_taps;

  for (int i = begin; i < begin + len; i++, weights += n_taps, dst += components) {
    const float *pixel = src + (ptrdiff_t) taps->first[i] * components;

    float sums[RSZ_MAX_COMPONENTS] = { 0 };

    for (int k = 0; k < n_taps; k++)
      for (int c = 0; c < components; c++)
        sums[c] += pixel[k * components + c] * weights[k];
    for (int c = 0; c < components; c++)
      dst[c] = sums[c];
  }
}

static inline void
hwide (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, int components)
{
  const int n_taps = taps->n_taps;
  const float *weights = taps->weights + (ptrdiff_t) begin * n_taps;

  for (int i = begin; i < begin + len; i++, weights += n_taps, dst += components) {
    const float *pixel = src + (ptrdiff_t) taps->first[i] * components;

    double sums[RSZ_MAX_COMPONENTS] = { 0 };

    for (int k = 0; k < n_taps; k++)
      for (int c = 0; c < components; c++)
        sums[c] += (double) pixel[k * components + c] * weights[k];
    for (int c = 0; c < components; c++)
      dst[c] = (float) sums[c];
  }
}

static void
hscalen_f32x1_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hscalef (dst, src, taps, begin, len, 1);
}

static void
hscalen_f32x2_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hscalef (dst, src, taps, begin, len, 2);
}

static void
hscalen_f32x3_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hscalef (dst, src, taps, begin, len, 3);
}

static void
hscalen_f32x4_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hscalef (dst, src, taps, begin, len, 4);
}

static void
hwide_f32x1_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hwide (dst, src, taps, begin, len, 1);
}

static void
hwide_f32x2_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hwide (dst, src, taps, begin, len, 2);
}

static void
hwide_f32x3_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hwide (dst, src, taps, begin, len, 3);
}

static void
hwide_f32x4_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hwide (dst, src, taps, begin, len, 4);
}

static void
vscalen_f32_c (float *dst, const float *const *src, const float *weights, int n_taps, int len)
{
  for (int i = 0; i < len; i++)
    dst[i] = 0.0f;
  for (int k = 0; k < n_taps; k++) {
    const float *row = src[k];
    const float weight = weights[k];

    for (int i = 0; i < len; i++)
      dst[i] += row[i] * weight;
  }
}

/* Sums of a block of samples stay in the first-level cache while the rows pass by. */
#define BLOCK 256

static void
vwide_block (
    float *dst, const float *const *src, int offset, const float *weights, int n_taps, int len)
{
  double sums[BLOCK];

  for (int i = 0; i < len; i++)
    sums[i] = 0.0;
  for (int k = 0; k < n_taps; k++) {
    const float *row = src[k] + offset;
    const double weight = weights[k];

    for (int i = 0; i < len; i++)
      sums[i] += row[i] * weight;
  }
  for (int i = 0; i < len; i++)
    dst[offset + i] = (float) sums[i];
}

static void
vwide_f32_c (float *dst, const float *const *src, const float *weights, int n_taps, int len)
{
  for (int i = 0; i < len; i += BLOCK)
    vwide_block (dst, src, i, weights, n_taps, len - i < BLOCK ? len - i : BLOCK);
}

void
rsz_rows_fill_c_float (RszRows *rows)
{
  static const RszHscalef many[RSZ_MAX_COMPONENTS] = { hscalen_f32x1_c, hscalen_f32x2_c,
    hscalen_f32x3_c, hscalen_f32x4_c };
  static const RszHscalef wide[RSZ_MAX_COMPONENTS] = { hwide_f32x1_c, hwide_f32x2_c, hwide_f32x3_c,
    hwide_f32x4_c };

  memcpy (rows->hscalef[RSZ_SUMF_MANY], many, sizeof many);
  memcpy (rows->hscalef[RSZ_SUMF_WIDE], wide, sizeof wide);
  rows->vscalef[RSZ_SUMF_MANY] = vscalen_f32_c;
  rows->vscalef[RSZ_SUMF_WIDE] = vwide_f32_c;
}
