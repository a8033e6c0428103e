/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

#include "platform/fma.h"

/* The float32 sums; see RszSumf. */

static inline float
lerp (const float *v, ptrdiff_t step, const float *weights)
{
  return rsz_fmaf (v[0], weights[0], v[step] * weights[1]);
}

/* The addition of zero is for a product of -0. */
static inline float
quad (float a, float b, float c, float d, const float *weights)
{
  const float sum = rsz_fmaf (a, weights[0], b * weights[1] + 0.0f);

  return rsz_fmaf (d, weights[3], rsz_fmaf (c, weights[2], sum));
}

static inline float
blend (const float *v, ptrdiff_t step, const float *weights)
{
  return v[0] + (v[step] - v[0]) * weights[1];
}

ROW_INLINE void
hblend (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, int components)
{
  const float *weights = taps->weights + (ptrdiff_t) begin * 2;

  for (int i = begin; i < begin + len; i++, weights += 2, dst += components) {
    const float *pixel = src + (ptrdiff_t) taps->first[i] * components;

    for (int c = 0; c < components; c++)
      dst[c] = blend (pixel + c, components, weights);
  }
}

static void
hblend_f32_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hblend, dst, src, taps, begin, len);
}

ROW_INLINE void
hchain (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, int n_taps,
    int components)
{
  const float *weights = taps->weights + (ptrdiff_t) begin * n_taps;

  for (int i = begin; i < begin + len; i++, weights += n_taps, dst += components) {
    const float *pixel = src + (ptrdiff_t) taps->first[i] * components;

    for (int c = 0; c < components; c++)
      dst[c] = n_taps == 2 ? lerp (pixel + c, components, weights)
                           : quad (pixel[c], pixel[components + c], pixel[2 * components + c],
                               pixel[3 * components + c], weights);
  }
}

ROW_INLINE void
hchains (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, int n_taps)
{
  BY_COMPONENTS (taps->components, hchain, dst, src, taps, begin, len, n_taps);
}

static void
hlerp_f32_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hchains (dst, src, taps, begin, len, 2);
}

static void
hquad_f32_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hchains (dst, src, taps, begin, len, 4);
}

ROW_INLINE void
hmany (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, int n_fused,
    int components)
{
  const int n_taps = taps->n_taps;
  const float *weights = taps->weights + (ptrdiff_t) begin * n_taps;

  for (int i = begin; i < begin + len; i++, weights += n_taps, dst += components) {
    const float *pixel = src + (ptrdiff_t) taps->first[i] * components;
    float sums[RSZ_MAX_COMPONENTS] = { 0 };
    int k = 0;

    for (; k < n_taps - n_fused; k++)
      for (int c = 0; c < components; c++)
        sums[c] += pixel[k * components + c] * weights[k];
    for (; k < n_taps; k++)
      for (int c = 0; c < components; c++)
        sums[c] = rsz_fmaf (pixel[k * components + c], weights[k], sums[c]);
    for (int c = 0; c < components; c++)
      dst[c] = sums[c];
  }
}

ROW_INLINE void
hmanys (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, int n_fused)
{
  BY_COMPONENTS (taps->components, hmany, dst, src, taps, begin, len, n_fused);
}

static void
hscalen_f32_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  switch (taps->n_fused) {
  case 0:
    hmanys (dst, src, taps, begin, len, 0);
    break;
  case 1:
    hmanys (dst, src, taps, begin, len, 1);
    break;
  case 2:
    hmanys (dst, src, taps, begin, len, 2);
    break;
  default:
    hmanys (dst, src, taps, begin, len, RSZ_MAX_FUSED);
  }
}

ROW_INLINE void
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
hwide_f32_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hwide, dst, src, taps, begin, len);
}

static void
vlerp_f32_c (
    float *dst, const float *const *src, const float *weights, int n_taps, int n_fused, int len)
{
  const float *a = src[0], *b = src[1];

  (void) n_taps, (void) n_fused;
  for (int i = 0; i < len; i++)
    dst[i] = rsz_fmaf (a[i], weights[0], b[i] * weights[1]);
}

static void
vquad_f32_c (
    float *dst, const float *const *src, const float *weights, int n_taps, int n_fused, int len)
{
  const float *a = src[0], *b = src[1], *c = src[2], *d = src[3];

  (void) n_taps, (void) n_fused;
  for (int i = 0; i < len; i++)
    dst[i] = quad (a[i], b[i], c[i], d[i], weights);
}

static void
corners_f32_c (
    float *dst, const float *const *src, const float *rows, const float *const *columns, int len)
{
  const float *a = src[0], *b = src[1], *c = src[2], *d = src[3];
  const float *left = columns[0], *right = columns[1];

  for (int i = 0; i < len; i++) {
    const float weights[] = { rows[0] * left[i], rows[0] * right[i], rows[1] * left[i],
      rows[1] * right[i] };

    dst[i] = quad (a[i], b[i], c[i], d[i], weights);
  }
}

static void
vblend_f32_c (
    float *dst, const float *const *src, const float *weights, int n_taps, int n_fused, int len)
{
  const float *a = src[0], *b = src[1];
  const float share = weights[1];

  (void) n_taps, (void) n_fused;
  for (int i = 0; i < len; i++)
    dst[i] = a[i] + (b[i] - a[i]) * share;
}

static void
vscalen_f32_c (
    float *dst, const float *const *src, const float *weights, int n_taps, int n_fused, int len)
{
  int k = 0;

  for (int i = 0; i < len; i++)
    dst[i] = 0.0f;
  for (; k < n_taps - n_fused; k++)
    for (int i = 0; i < len; i++)
      dst[i] += src[k][i] * weights[k];
  for (; k < n_taps; k++)
    for (int i = 0; i < len; i++)
      dst[i] = rsz_fmaf (src[k][i], weights[k], dst[i]);
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
vwide_f32_c (
    float *dst, const float *const *src, const float *weights, int n_taps, int n_fused, int len)
{
  (void) n_fused;
  for (int i = 0; i < len; i += BLOCK)
    vwide_block (dst, src, i, weights, n_taps, len - i < BLOCK ? len - i : BLOCK);
}

void
rsz_rows_fill_c_float (RszRows *rows)
{
  static const RszHscalef hscalefs[RSZ_N_SUMFS] = { hlerp_f32_c, hquad_f32_c, hblend_f32_c,
    hscalen_f32_c, hwide_f32_c };
  static const RszVscalef vscalefs[RSZ_N_SUMFS] = { vlerp_f32_c, vquad_f32_c, vblend_f32_c,
    vscalen_f32_c, vwide_f32_c };

  memcpy (rows->hscalef, hscalefs, sizeof hscalefs);
  memcpy (rows->vscalef, vscalefs, sizeof vscalefs);
  rows->corners = corners_f32_c;
}
