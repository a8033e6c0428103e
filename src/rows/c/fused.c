/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

#include <math.h>
#include <string.h>

/* The float32 sums with fused multiply-adds; see RszSumf. */

static inline float
lerp (const float *v, ptrdiff_t step, const float *weights)
{
  return fmaf (v[0], weights[0], v[step] * weights[1]);
}

/* The addition of zero is for a product of -0. */
static inline float
quad (float a, float b, float c, float d, const float *weights)
{
  const float sum = fmaf (a, weights[0], b * weights[1] + 0.0f);

  return fmaf (d, weights[3], fmaf (c, weights[2], sum));
}

static inline void
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

static inline void
htail (float *dst, const float *src, const RszHtapsf *taps, int begin, int len, int n_fused,
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
        sums[c] = fmaf (pixel[k * components + c], weights[k], sums[c]);
    for (int c = 0; c < components; c++)
      dst[c] = sums[c];
  }
}

static inline void
vtail (float *dst, const float *const *src, const float *weights, int n_taps, int n_fused, int len)
{
  int k = 0;

  for (int i = 0; i < len; i++)
    dst[i] = 0.0f;
  for (; k < n_taps - n_fused; k++)
    for (int i = 0; i < len; i++)
      dst[i] += src[k][i] * weights[k];
  for (; k < n_taps; k++)
    for (int i = 0; i < len; i++)
      dst[i] = fmaf (src[k][i], weights[k], dst[i]);
}

static void
hlerp_f32x1_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hchain (dst, src, taps, begin, len, 2, 1);
}

static void
hlerp_f32x2_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hchain (dst, src, taps, begin, len, 2, 2);
}

static void
hlerp_f32x3_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hchain (dst, src, taps, begin, len, 2, 3);
}

static void
hlerp_f32x4_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hchain (dst, src, taps, begin, len, 2, 4);
}

static void
hquad_f32x1_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hchain (dst, src, taps, begin, len, 4, 1);
}

static void
hquad_f32x2_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hchain (dst, src, taps, begin, len, 4, 2);
}

static void
hquad_f32x3_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hchain (dst, src, taps, begin, len, 4, 3);
}

static void
hquad_f32x4_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  hchain (dst, src, taps, begin, len, 4, 4);
}

static void
htail1_f32x1_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 1, 1);
}

static void
htail1_f32x2_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 1, 2);
}

static void
htail1_f32x3_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 1, 3);
}

static void
htail1_f32x4_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 1, 4);
}

static void
htail2_f32x1_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 2, 1);
}

static void
htail2_f32x2_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 2, 2);
}

static void
htail2_f32x3_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 2, 3);
}

static void
htail2_f32x4_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 2, 4);
}

static void
htail3_f32x1_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 3, 1);
}

static void
htail3_f32x2_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 3, 2);
}

static void
htail3_f32x3_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 3, 3);
}

static void
htail3_f32x4_c (float *dst, const float *src, const RszHtapsf *taps, int begin, int len)
{
  htail (dst, src, taps, begin, len, 3, 4);
}

static void
vlerp_f32_c (float *dst, const float *const *src, const float *weights, int n_taps, int len)
{
  const float *a = src[0], *b = src[1];

  (void) n_taps;
  for (int i = 0; i < len; i++)
    dst[i] = fmaf (a[i], weights[0], b[i] * weights[1]);
}

static void
vquad_f32_c (float *dst, const float *const *src, const float *weights, int n_taps, int len)
{
  const float *a = src[0], *b = src[1], *c = src[2], *d = src[3];

  (void) n_taps;
  for (int i = 0; i < len; i++)
    dst[i] = quad (a[i], b[i], c[i], d[i], weights);
}

static void
vtail1_f32_c (float *dst, const float *const *src, const float *weights, int n_taps, int len)
{
  vtail (dst, src, weights, n_taps, 1, len);
}

static void
vtail2_f32_c (float *dst, const float *const *src, const float *weights, int n_taps, int len)
{
  vtail (dst, src, weights, n_taps, 2, len);
}

static void
vtail3_f32_c (float *dst, const float *const *src, const float *weights, int n_taps, int len)
{
  vtail (dst, src, weights, n_taps, 3, len);
}

void
rsz_rows_fill_c_fused (RszRows *rows)
{
  static const RszSumf sums[] = { RSZ_SUMF_LERP, RSZ_SUMF_QUAD, RSZ_SUMF_TAIL1, RSZ_SUMF_TAIL2,
    RSZ_SUMF_TAIL3 };
  static const RszHscalef hscalefs[][RSZ_MAX_COMPONENTS] = {
    { hlerp_f32x1_c, hlerp_f32x2_c, hlerp_f32x3_c, hlerp_f32x4_c },
    { hquad_f32x1_c, hquad_f32x2_c, hquad_f32x3_c, hquad_f32x4_c },
    { htail1_f32x1_c, htail1_f32x2_c, htail1_f32x3_c, htail1_f32x4_c },
    { htail2_f32x1_c, htail2_f32x2_c, htail2_f32x3_c, htail2_f32x4_c },
    { htail3_f32x1_c, htail3_f32x2_c, htail3_f32x3_c, htail3_f32x4_c },
  };
  static const RszVscalef vscalefs[] = { vlerp_f32_c, vquad_f32_c, vtail1_f32_c, vtail2_f32_c,
    vtail3_f32_c };

  for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
    memcpy (rows->hscalef[sums[i]], hscalefs[i], sizeof hscalefs[i]);
    rows->vscalef[sums[i]] = vscalefs[i];
  }
}
