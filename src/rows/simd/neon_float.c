/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

#include <arm_neon.h>

/* The vertical float sums, each output in one go: the plain C rows bring it back to memory
 * after every tap. Fused is what says so; the build keeps the compiler from fusing the rest.
 * The last step of a row that is no multiple of them overlaps its neighbour, shorter rows go
 * to the plain C rows.
 *
 * Why not plain C, which x86 levels take (level.c): instructions per sample, here and there, are
 * 1.2 and 2.0 (lerp), 2.3 and 3.3 (quad), 4.4 and 8.3 (many, 4 taps), 8.7 and 22.8 (wide)
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
vlerp_step (float *dst, const float *a, const float *b, const float *weights)
{
  store (dst, add_fused (multiply (load (b), weights[1]), load (a), weights[0]));
}

static void
vlerp_f32_neon (
    float *dst, const float *const *src, const float *weights, int n_taps, int n_fused, int len)
{
  const float *a = src[0], *b = src[1], w[] = { weights[0], weights[1] };
  int i = 0;

  if (len < STEP) {
    fallback.vscalef[RSZ_SUMF_LERP](dst, src, weights, n_taps, n_fused, len);
    return;
  }
  for (; i <= len - STEP; i += STEP)
    vlerp_step (dst + i, a + i, b + i, w);
  if (i < len)
    vlerp_step (dst + len - STEP, a + len - STEP, b + len - STEP, w);
}

/* The addition of zero is for a product of -0. */
STEP_INLINE void
vquad_step (float *dst, const float *const *src, int i, const float *weights)
{
  Floats sum = add (multiply (load (src[1] + i), weights[1]), zero ());

  sum = add_fused (sum, load (src[0] + i), weights[0]);
  sum = add_fused (sum, load (src[2] + i), weights[2]);
  store (dst + i, add_fused (sum, load (src[3] + i), weights[3]));
}

static void
vquad_f32_neon (
    float *dst, const float *const *src, const float *weights, int n_taps, int n_fused, int len)
{
  const float *const rows[] = { src[0], src[1], src[2], src[3] };
  const float w[] = { weights[0], weights[1], weights[2], weights[3] };
  int i = 0;

  if (len < STEP) {
    fallback.vscalef[RSZ_SUMF_QUAD](dst, src, weights, n_taps, n_fused, len);
    return;
  }
  for (; i <= len - STEP; i += STEP)
    vquad_step (dst, rows, i, w);
  if (i < len)
    vquad_step (dst, rows, len - STEP, w);
}

/* Two times 16 samples: finding a row and its weight takes as long as half of that. */
STEP_INLINE void
vsums_step (
    float *dst, const float *const *src, int i, const float *weights, int n_taps, int n_fused)
{
  Floats low = zero (), high = low;
  int k = 0;

  for (; k < n_taps - n_fused; k++) {
    low = add (low, multiply (load (src[k] + i), weights[k]));
    high = add (high, multiply (load (src[k] + i + STEP), weights[k]));
  }
  for (; k < n_taps; k++) {
    low = add_fused (low, load (src[k] + i), weights[k]);
    high = add_fused (high, load (src[k] + i + STEP), weights[k]);
  }
  store (dst + i, low);
  store (dst + i + STEP, high);
}

static void
vscalen_f32_neon (
    float *dst, const float *const *src, const float *weights, int n_taps, int n_fused, int len)
{
  int i = 0;

  if (len < 2 * STEP) {
    fallback.vscalef[RSZ_SUMF_MANY](dst, src, weights, n_taps, n_fused, len);
    return;
  }
  for (; i <= len - 2 * STEP; i += 2 * STEP)
    vsums_step (dst, src, i, weights, n_taps, n_fused);
  if (i < len)
    vsums_step (dst, src, len - 2 * STEP, weights, n_taps, n_fused);
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
vwide_step (float *dst, const float *const *src, int i, const float *weights, int n_taps)
{
  const float64x2_t zero = vdupq_n_f64 (0.0);
  Doubles low = { zero, zero, zero, zero }, high = low;

  for (int k = 0; k < n_taps; k++) {
    const double w = weights[k];

    low = add_wide (low, src[k] + i, w);
    high = add_wide (high, src[k] + i + 8, w);
  }
  store_wide (dst + i, low);
  store_wide (dst + i + 8, high);
}

static void
vwide_f32_neon (
    float *dst, const float *const *src, const float *weights, int n_taps, int n_fused, int len)
{
  int i = 0;

  if (len < STEP) {
    fallback.vscalef[RSZ_SUMF_WIDE](dst, src, weights, n_taps, n_fused, len);
    return;
  }
  for (; i <= len - STEP; i += STEP)
    vwide_step (dst, src, i, weights, n_taps);
  if (i < len)
    vwide_step (dst, src, len - STEP, weights, n_taps);
}

void
rsz_rows_fill_neon_float (RszRows *rows)
{
  rsz_rows_fill_c (&fallback);
  rows->vscalef[RSZ_SUMF_LERP] = vlerp_f32_neon;
  rows->vscalef[RSZ_SUMF_QUAD] = vquad_f32_neon;
  rows->vscalef[RSZ_SUMF_MANY] = vscalen_f32_neon;
  rows->vscalef[RSZ_SUMF_WIDE] = vwide_f32_neon;
}
