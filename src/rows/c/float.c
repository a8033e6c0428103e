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

static void
hmany_f32 (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  switch (taps->n_fused) {
  case 0:
    BY_COMPONENTS (taps->components, hmany, dst, src, taps, begin, len, 0);
    break;
  case 1:
    BY_COMPONENTS (taps->components, hmany, dst, src, taps, begin, len, 1);
    break;
  case 2:
    BY_COMPONENTS (taps->components, hmany, dst, src, taps, begin, len, 2);
    break;
  default:
    BY_COMPONENTS (taps->components, hmany, dst, src, taps, begin, len, RSZ_MAX_FUSED);
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
hlerp_f32 (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hchain, dst, src, taps, begin, len, 2);
}

static void
hquad_f32 (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hchain, dst, src, taps, begin, len, 4);
}

static void
hblend_f32 (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hblend, dst, src, taps, begin, len);
}

static void
hwide_f32 (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hwide, dst, src, taps, begin, len);
}

/* Functions of their own: in one, gcc 12 keeps what the loops have in memory (WIDE: 1.2 of the time
 * with AVX2). */
static void
hscale_f32_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  static const RszHscalef by_sum[RSZ_N_SUMFS] = { hlerp_f32, hquad_f32, hblend_f32, hmany_f32,
    hwide_f32 };

  by_sum[taps->sum](dst, src, taps, begin, len);
}

static void
vlerp (float *dst, const RszVtapsf *taps, int len)
{
  const float *a = taps->src[0], *b = taps->src[1], *weights = taps->weights;

  for (int i = 0; i < len; i++)
    dst[i] = rsz_fmaf (a[i], weights[0], b[i] * weights[1]);
}

static void
vquad (float *dst, const RszVtapsf *taps, int len)
{
  const float *a = taps->src[0], *b = taps->src[1], *c = taps->src[2], *d = taps->src[3];
  const float *weights = taps->weights;

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
vblend (float *dst, const RszVtapsf *taps, int len)
{
  const float *a = taps->src[0], *b = taps->src[1];
  const float share = taps->weights[1];

  for (int i = 0; i < len; i++)
    dst[i] = a[i] + (b[i] - a[i]) * share;
}

static void
vmany (float *dst, const RszVtapsf *taps, int len)
{
  const float *const *src = taps->src, *weights = taps->weights;
  const int n_taps = taps->n_taps;
  int k = 0;

  for (int i = 0; i < len; i++)
    dst[i] = 0.0f;
  for (; k < n_taps - taps->n_fused; k++)
    for (int i = 0; i < len; i++)
      dst[i] += src[k][i] * weights[k];
  for (; k < n_taps; k++)
    for (int i = 0; i < len; i++)
      dst[i] = rsz_fmaf (src[k][i], weights[k], dst[i]);
}

/* Sums of a block of samples stay in the first-level cache while the rows pass by. */
#define BLOCK 256

/* Four taps, of which those beyond the last weigh nothing. Out of line: gcc 12 would make one loop
 * of two of these, which it does not vectorise. */
static __attribute__ ((noinline)) void
add_four (double *sums, const RszVtapsf *taps, int k, int offset, int len)
{
  const float *rows[4];
  double w[4];

  for (int j = 0; j < 4; j++) {
    const bool inside = k + j < taps->n_taps;

    rows[j] = taps->src[inside ? k + j : k] + offset;
    w[j] = inside ? taps->weights[k + j] : 0.0f;
  }
  for (int i = 0; i < len; i++)
    sums[i] =
        sums[i] + rows[0][i] * w[0] + rows[1][i] * w[1] + rows[2][i] * w[2] + rows[3][i] * w[3];
}

static void
vwide_block (float *dst, const RszVtapsf *taps, int offset, int len)
{
  double sums[BLOCK] = { 0 };

  for (int k = 0; k < taps->n_taps; k += 4)
    add_four (sums, taps, k, offset, len);
  for (int i = 0; i < len; i++)
    dst[offset + i] = (float) sums[i];
}

static void
vscale_f32_c (float *dst, const RszVtapsf *taps, int len)
{
  switch (taps->sum) {
  case RSZ_SUMF_LERP:
    vlerp (dst, taps, len);
    break;
  case RSZ_SUMF_QUAD:
    vquad (dst, taps, len);
    break;
  case RSZ_SUMF_BLEND:
    vblend (dst, taps, len);
    break;
  case RSZ_SUMF_WIDE:
    for (int i = 0; i < len; i += BLOCK)
      vwide_block (dst, taps, i, len - i < BLOCK ? len - i : BLOCK);
    break;
  default:
    vmany (dst, taps, len);
  }
}

void
rsz_rows_fill_c_float (RszRows *rows)
{
  rows->hscalef = hscale_f32_c;
  rows->vscalef = vscale_f32_c;
  rows->corners = corners_f32_c;
}
