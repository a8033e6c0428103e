/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

#include <arm_neon.h>

/* The vertical sums of 8 bit samples, 32 at a time; the last 32 of a row that is no multiple
 * of them overlap their neighbours. Shorter rows go to the plain C rows. */

#define STEP 32

static RszRows fallback;

STEP_INLINE int16x8_t
narrow_difference (uint8x8_t a, uint8x8_t b)
{
  return vreinterpretq_s16_u16 (vsubl_u8 (a, b));
}

/* The low bytes of 16 lanes. */
STEP_INLINE uint8x16_t
low_bytes (int16x8_t a, int16x8_t b)
{
  return vuzp1q_u8 (vreinterpretq_u8_s16 (a), vreinterpretq_u8_s16 (b));
}

/* (3 near + far + 2) >> 2 is the mean, rounded up, of near and of their mean rounded down. */
STEP_INLINE void
vdouble_step (uint8_t *dst, const uint8_t *near, const uint8_t *far)
{
  const uint8x16_t a = vld1q_u8 (near), b = vld1q_u8 (near + 16);
  const uint8x16_t x = vhaddq_u8 (a, vld1q_u8 (far)), y = vhaddq_u8 (b, vld1q_u8 (far + 16));

  vst1q_u8 (dst, vrhaddq_u8 (a, x));
  vst1q_u8 (dst + 16, vrhaddq_u8 (b, y));
}

static void
vdouble_u8_neon (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  const int is_near = weights[1] > weights[0];
  const uint8_t *near = src[is_near], *far = src[!is_near];
  int i = 0;

  if (len < STEP) {
    fallback.vscale[RSZ_SUM_DOUBLING](dst, src, weights, n_taps, shift, len, stream);
    return;
  }
  for (; i <= len - STEP; i += STEP)
    vdouble_step (dst + i, near + i, far + i);
  if (i < len)
    vdouble_step (dst + len - STEP, near + len - STEP, far + len - STEP);
}

/* Two weights that add up to 2^shift, shift <= 15. With d = b - a and w = wb << (15 - shift)
 *   (a wa + b wb + 2^(shift - 1)) >> shift = a + ((d w + 2^14) >> 15) = a + qrdmulh (d, w),
 * which lies between a and b: 16 bit lanes, of which the low bytes are all, and nothing to
 * clamp. */
STEP_INLINE uint8x16_t
vlerp_half (const uint8_t *src_a, const uint8_t *src_b, int16_t weight)
{
  const uint8x16_t a = vld1q_u8 (src_a), b = vld1q_u8 (src_b);
  const int16x8_t low = narrow_difference (vget_low_u8 (b), vget_low_u8 (a));
  const int16x8_t high = vreinterpretq_s16_u16 (vsubl_high_u8 (b, a));

  return vaddq_u8 (a, low_bytes (vqrdmulhq_n_s16 (low, weight), vqrdmulhq_n_s16 (high, weight)));
}

STEP_INLINE void
vlerp_step (uint8_t *dst, const uint8_t *a, const uint8_t *b, int16_t weight)
{
  const uint8x16_t low = vlerp_half (a, b, weight), high = vlerp_half (a + 16, b + 16, weight);

  vst1q_u8 (dst, low);
  vst1q_u8 (dst + 16, high);
}

static void
vlerp (uint8_t *dst, const uint8_t *a, const uint8_t *b, int16_t weight, int len)
{
  int i = 0;

  for (; i <= len - STEP; i += STEP)
    vlerp_step (dst + i, a + i, b + i, weight);
  if (i < len)
    vlerp_step (dst + len - STEP, a + len - STEP, b + len - STEP, weight);
}

/* 16 sums, four by four. Names and no array, because gcc keeps arrays of vectors in memory when
 * there is a loop around them. */
typedef struct {
  int32x4_t a, b, c, d;
} Sums;

STEP_INLINE Sums
add_products (Sums s, const uint8_t *src, int16_t weight)
{
  const uint8x16_t x = vld1q_u8 (src);
  const int16x8_t low = vreinterpretq_s16_u16 (vmovl_u8 (vget_low_u8 (x)));
  const int16x8_t high = vreinterpretq_s16_u16 (vmovl_high_u8 (x));

  s.a = vmlal_n_s16 (s.a, vget_low_s16 (low), weight);
  s.b = vmlal_high_n_s16 (s.b, low, weight);
  s.c = vmlal_n_s16 (s.c, vget_low_s16 (high), weight);
  s.d = vmlal_high_n_s16 (s.d, high, weight);
  return s;
}

/* The shift rounds half up, as (sum + (1 << (shift - 1))) >> shift does. */
STEP_INLINE uint8x16_t
narrow_sums (Sums s, int32x4_t down)
{
  const int16x4_t a = vqmovn_s32 (vrshlq_s32 (s.a, down)), c = vqmovn_s32 (vrshlq_s32 (s.c, down));
  const int16x8_t low = vqmovn_high_s32 (a, vrshlq_s32 (s.b, down));
  const int16x8_t high = vqmovn_high_s32 (c, vrshlq_s32 (s.d, down));

  return vqmovun_high_s16 (vqmovun_s16 (low), high);
}

STEP_INLINE Sums
no_sums (void)
{
  const int32x4_t zero = vdupq_n_s32 (0);

  return (Sums){ zero, zero, zero, zero };
}

STEP_INLINE void
vsums_step (
    uint8_t *dst, const uint8_t *const *src, int i, const int16_t *weights, int n_taps, int shift)
{
  const int32x4_t down = vdupq_n_s32 (-shift);
  Sums low = no_sums (), high = low;

  for (int k = 0; k < n_taps; k++) {
    low = add_products (low, src[k] + i, weights[k]);
    high = add_products (high, src[k] + i + 16, weights[k]);
  }
  vst1q_u8 (dst + i, narrow_sums (low, down));
  vst1q_u8 (dst + i + 16, narrow_sums (high, down));
}

/* Samples from `from` on; some before may be written again. */
STEP_INLINE void
vsums (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift,
    int from, int len)
{
  int i = from;

  if (len < STEP) {
    fallback.vscale[RSZ_SUM_MANY](dst, src, weights, n_taps, shift, len, false);
    return;
  }
  for (; i <= len - STEP; i += STEP)
    vsums_step (dst, src, i, weights, n_taps, shift);
  if (i < len)
    vsums_step (dst, src, len - STEP, weights, n_taps, shift);
}

static void
vscale2_u8_neon (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  const int one = 1 << shift;
  const bool add_up = weights[0] + weights[1] == one && weights[0] >= 0 && weights[1] >= 0;

  (void) n_taps, (void) stream;
  /* a weight of one does not fit the lerp; all of b is none of a */
  if (!add_up || shift > 15 || len < STEP)
    vsums (dst, src, weights, 2, shift, 0, len);
  else if (weights[1] < one)
    vlerp (dst, src[0], src[1], (int16_t) (weights[1] << (15 - shift)), len);
  else
    vlerp (dst, src[1], src[1], 0, len);
}

static void
vscale4_u8_neon (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  const uint8_t *const rows[] = { src[0], src[1], src[2], src[3] };
  const int16_t copy[] = { weights[0], weights[1], weights[2], weights[3] };

  (void) n_taps, (void) stream;
  vsums (dst, rows, copy, 4, shift, 0, len);
}

/* Twice a step: finding a row and its weight takes half as long as the products of one. */
STEP_INLINE void
vsums_long_step (
    uint8_t *dst, const uint8_t *const *src, int i, const int16_t *weights, int n_taps, int shift)
{
  const int32x4_t down = vdupq_n_s32 (-shift);
  Sums a = no_sums (), b = a, c = a, d = a;

  for (int k = 0; k < n_taps; k++) {
    const uint8_t *row = src[k] + i;

    a = add_products (a, row, weights[k]);
    b = add_products (b, row + 16, weights[k]);
    c = add_products (c, row + 32, weights[k]);
    d = add_products (d, row + 48, weights[k]);
  }
  vst1q_u8 (dst + i, narrow_sums (a, down));
  vst1q_u8 (dst + i + 16, narrow_sums (b, down));
  vst1q_u8 (dst + i + 32, narrow_sums (c, down));
  vst1q_u8 (dst + i + 48, narrow_sums (d, down));
}

static void
vscalen_u8_neon (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  int i = 0;

  (void) stream;
  for (; i <= len - 2 * STEP; i += 2 * STEP)
    vsums_long_step (dst, src, i, weights, n_taps, shift);
  if (i < len)
    vsums (dst, src, weights, n_taps, shift, i, len);
}

void
rsz_rows_fill_neon_v (RszRows *rows)
{
  rsz_rows_fill_c (&fallback);
  rows->vscale[RSZ_SUM_DOUBLING] = vdouble_u8_neon;
  rows->vscale[RSZ_SUM_PAIR] = vscale2_u8_neon;
  rows->vscale[RSZ_SUM_QUAD] = vscale4_u8_neon;
  rows->vscale[RSZ_SUM_MANY] = vscalen_u8_neon;
}
