/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

#include <arm_neon.h>

/* The vertical float sums, each output in one go: the plain C rows bring it back to memory
 * after every tap. Fused is what says so; the build keeps the compiler from fusing the rest.
 * The last step of a row that is no multiple of them overlaps its neighbour, shorter rows go
 * to the plain C rows, and so does BLEND.
 *
 * Why not plain C, which x86 levels take (level.c): instructions per sample, here and there, are
 * 1.2 and 2.0 (lerp), 2.3 and 3.3 (quad), 4.4 and 8.3 (many, 4 taps), 8.7 and 11.3 (wide)
 * (tools/count-arm64.py). */

#define STEP 16

static RszRows fallback;

typedef struct {
  float32x4_t a, b, c, d;
} Floats;

STEP_INLINE Floats
load (const float *src)
{
  return (
      Floats){ vld1q_f32 (src), vld1q_f32 (src + 4), vld1q_f32 (src + 8), vld1q_f32 (src + 12) };
}

STEP_INLINE void
store (float *dst, Floats x)
{
  vst1q_f32 (dst, x.a);
  vst1q_f32 (dst + 4, x.b);
  vst1q_f32 (dst + 8, x.c);
  vst1q_f32 (dst + 12, x.d);
}

STEP_INLINE Floats
multiply (Floats x, float w)
{
  return (Floats){ vmulq_n_f32 (x.a, w), vmulq_n_f32 (x.b, w), vmulq_n_f32 (x.c, w),
    vmulq_n_f32 (x.d, w) };
}

STEP_INLINE Floats
add (Floats x, Floats y)
{
  return (Floats){ vaddq_f32 (x.a, y.a), vaddq_f32 (x.b, y.b), vaddq_f32 (x.c, y.c),
    vaddq_f32 (x.d, y.d) };
}

STEP_INLINE Floats
add_fused (Floats sum, Floats x, float w)
{
  return (Floats){ vfmaq_n_f32 (sum.a, x.a, w), vfmaq_n_f32 (sum.b, x.b, w),
    vfmaq_n_f32 (sum.c, x.c, w), vfmaq_n_f32 (sum.d, x.d, w) };
}

STEP_INLINE Floats
zero (void)
{
  const float32x4_t x = vdupq_n_f32 (0.0f);

  return (Floats){ x, x, x, x };
}

STEP_INLINE void
lerp_step (float *dst, const RszVtapsf *taps, int i)
{
  const float *const *src = taps->src, *w = taps->weights;

  store (dst + i, add_fused (multiply (load (src[1] + i), w[1]), load (src[0] + i), w[0]));
}

/* The addition of zero is for a product of -0. */
STEP_INLINE void
quad_step (float *dst, const RszVtapsf *taps, int i)
{
  const float *const *src = taps->src, *w = taps->weights;
  Floats sum = add (multiply (load (src[1] + i), w[1]), zero ());

  sum = add_fused (sum, load (src[0] + i), w[0]);
  sum = add_fused (sum, load (src[2] + i), w[2]);
  store (dst + i, add_fused (sum, load (src[3] + i), w[3]));
}

/* Two times 16 samples: finding a row and its weight takes as long as half of that. */
STEP_INLINE void
many_step (float *dst, const RszVtapsf *taps, int i)
{
  const float *const *src = taps->src, *weights = taps->weights;
  Floats low = zero (), high = low;
  int k = 0;

  for (; k < taps->n_taps - taps->n_fused; k++) {
    low = add (low, multiply (load (src[k] + i), weights[k]));
    high = add (high, multiply (load (src[k] + i + STEP), weights[k]));
  }
  for (; k < taps->n_taps; k++) {
    low = add_fused (low, load (src[k] + i), weights[k]);
    high = add_fused (high, load (src[k] + i + STEP), weights[k]);
  }
  store (dst + i, low);
  store (dst + i + STEP, high);
}

typedef struct {
  float64x2_t a, b, c, d;
} Doubles;

/* The product of two floats is exact in double: fused or not, there is one rounding. */
STEP_INLINE Doubles
add_wide (Doubles s, const float *src, double w)
{
  const float32x4_t low = vld1q_f32 (src), high = vld1q_f32 (src + 4);

  return (Doubles){ vfmaq_n_f64 (s.a, vcvt_f64_f32 (vget_low_f32 (low)), w),
    vfmaq_n_f64 (s.b, vcvt_high_f64_f32 (low), w),
    vfmaq_n_f64 (s.c, vcvt_f64_f32 (vget_low_f32 (high)), w),
    vfmaq_n_f64 (s.d, vcvt_high_f64_f32 (high), w) };
}

STEP_INLINE void
store_wide (float *dst, Doubles s)
{
  vst1q_f32 (dst, vcvt_high_f32_f64 (vcvt_f32_f64 (s.a), s.b));
  vst1q_f32 (dst + 4, vcvt_high_f32_f64 (vcvt_f32_f64 (s.c), s.d));
}

STEP_INLINE void
wide_step (float *dst, const RszVtapsf *taps, int i)
{
  const float64x2_t zero = vdupq_n_f64 (0.0);
  Doubles low = { zero, zero, zero, zero }, high = low;

  for (int k = 0; k < taps->n_taps; k++) {
    const double w = taps->weights[k];

    low = add_wide (low, taps->src[k] + i, w);
    high = add_wide (high, taps->src[k] + i + 8, w);
  }
  store_wide (dst + i, low);
  store_wide (dst + i + 8, high);
}

STEP_INLINE void
make_step (float *dst, const RszVtapsf *taps, int i)
{
  if (taps->sum == RSZ_SUMF_LERP)
    lerp_step (dst, taps, i);
  else if (taps->sum == RSZ_SUMF_QUAD)
    quad_step (dst, taps, i);
  else if (taps->sum == RSZ_SUMF_WIDE)
    wide_step (dst, taps, i);
  else
    many_step (dst, taps, i);
}

/* Rows and weights of LERP and QUAD are copied: those in the caller's memory are read again after
 * every store. */
STEP_INLINE void
vsum (float *dst, const RszVtapsf *taps, int len, RszSumf sum, int step)
{
  const int n = sum == RSZ_SUMF_LERP ? 2 : sum == RSZ_SUMF_QUAD ? 4 : 0;
  const float *rows[4];
  float weights[4];
  const RszVtapsf known = { sum, taps->n_taps, taps->n_fused, n ? rows : taps->src,
    n ? weights : taps->weights };
  int i = 0;

  if (len < step) {
    fallback.vscalef (dst, taps, len);
    return;
  }
  for (int k = 0; k < n; k++) {
    rows[k] = taps->src[k];
    weights[k] = taps->weights[k];
  }
  for (; i <= len - step; i += step)
    make_step (dst, &known, i);
  if (i < len)
    make_step (dst, &known, len - step);
}

static void
vscale_f32_neon (float *dst, const RszVtapsf *taps, int len)
{
  switch (taps->sum) {
  case RSZ_SUMF_LERP:
    vsum (dst, taps, len, RSZ_SUMF_LERP, STEP);
    break;
  case RSZ_SUMF_QUAD:
    vsum (dst, taps, len, RSZ_SUMF_QUAD, STEP);
    break;
  case RSZ_SUMF_MANY:
    vsum (dst, taps, len, RSZ_SUMF_MANY, 2 * STEP);
    break;
  case RSZ_SUMF_WIDE:
    vsum (dst, taps, len, RSZ_SUMF_WIDE, STEP);
    break;
  default:
    fallback.vscalef (dst, taps, len);
  }
}

void
rsz_rows_fill_neon_float (RszRows *rows)
{
  rsz_rows_fill_c (&fallback);
  rows->vscalef = vscale_f32_neon;
}
