/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

#include <arm_neon.h>

/* The rows that move samples between memory and float sums, 16 at a time; the last 16 of a row
 * that is no multiple of them overlap their neighbours. Shorter rows go to the plain C rows.
 * Memory may lie at any address: it is read and written as bytes.
 *
 * Why not plain C, which x86 levels take (level.c): instructions per sample, here and there, are
 * 1.1 and 2.3 to 2.5 (narrow), 1.8 and 3.0 to 3.4 (average), 0.6 and 1.0 to 1.1 (swapped bytes)
 * (tools/count-arm64.py). */

#define STEP 16

static RszRows fallback;

/* 16 samples, rounded half to even and no larger than 65535; conversion makes zero of what is
 * negative. Clamping to a whole number afterwards is clamping to it before. */
typedef struct {
  uint16x8_t low, high;
} Samples;

STEP_INLINE uint16x8_t
round_samples (float32x4_t a, float32x4_t b)
{
  return vqmovn_high_u32 (vqmovn_u32 (vcvtnq_u32_f32 (a)), vcvtnq_u32_f32 (b));
}

STEP_INLINE Samples
round_sums (const float *src)
{
  return (Samples){ round_samples (vld1q_f32 (src), vld1q_f32 (src + 4)),
    round_samples (vld1q_f32 (src + 8), vld1q_f32 (src + 12)) };
}

STEP_INLINE float32x4_t
mean (const float *src, float32x4_t rows, const float *columns)
{
  return vdivq_f32 (vdivq_f32 (vld1q_f32 (src), rows), vld1q_f32 (columns));
}

STEP_INLINE Samples
round_means (const float *src, float32x4_t rows, const float *columns)
{
  return (Samples){
    round_samples (mean (src, rows, columns), mean (src + 4, rows, columns + 4)),
    round_samples (mean (src + 8, rows, columns + 8), mean (src + 12, rows, columns + 12)),
  };
}

STEP_INLINE void
store_u8 (uint8_t *dst, Samples x, uint8x16_t max)
{
  vst1q_u8 (dst, vminq_u8 (vqmovn_high_u16 (vqmovn_u16 (x.low), x.high), max));
}

STEP_INLINE void
store_u16 (uint8_t *dst, Samples x, uint16x8_t max)
{
  vst1q_u8 (dst, vreinterpretq_u8_u16 (vminq_u16 (x.low, max)));
  vst1q_u8 (dst + 16, vreinterpretq_u8_u16 (vminq_u16 (x.high, max)));
}

static void
narrow_u8_neon (void *dst, const float *src, float max, int len)
{
  const uint8x16_t most = vdupq_n_u8 ((uint8_t) max);
  uint8_t *out = dst;
  int i = 0;

  if (len < STEP) {
    fallback.narrow[RSZ_SAMPLE_U8](dst, src, max, len);
    return;
  }
  for (; i <= len - STEP; i += STEP)
    store_u8 (out + i, round_sums (src + i), most);
  if (i < len)
    store_u8 (out + len - STEP, round_sums (src + len - STEP), most);
}

static void
narrow_u16_neon (void *dst, const float *src, float max, int len)
{
  const uint16x8_t most = vdupq_n_u16 ((uint16_t) max);
  uint8_t *out = dst;
  int i = 0;

  if (len < STEP) {
    fallback.narrow[RSZ_SAMPLE_U16](dst, src, max, len);
    return;
  }
  for (; i <= len - STEP; i += STEP)
    store_u16 (out + (ptrdiff_t) 2 * i, round_sums (src + i), most);
  if (i < len)
    store_u16 (out + (ptrdiff_t) 2 * (len - STEP), round_sums (src + len - STEP), most);
}

static void
average_u8_neon (void *dst, const float *src, float rows, const float *columns, float max, int len)
{
  const uint8x16_t most = vdupq_n_u8 ((uint8_t) max);
  const float32x4_t divisor = vdupq_n_f32 (rows);
  uint8_t *out = dst;
  int i = 0;

  if (len < STEP) {
    fallback.average[RSZ_SAMPLE_U8](dst, src, rows, columns, max, len);
    return;
  }
  for (; i <= len - STEP; i += STEP)
    store_u8 (out + i, round_means (src + i, divisor, columns + i), most);
  i = len - STEP;
  store_u8 (out + i, round_means (src + i, divisor, columns + i), most);
}

static void
average_u16_neon (void *dst, const float *src, float rows, const float *columns, float max, int len)
{
  const uint16x8_t most = vdupq_n_u16 ((uint16_t) max);
  const float32x4_t divisor = vdupq_n_f32 (rows);
  uint8_t *out = dst;
  int i = 0;

  if (len < STEP) {
    fallback.average[RSZ_SAMPLE_U16](dst, src, rows, columns, max, len);
    return;
  }
  for (; i <= len - STEP; i += STEP)
    store_u16 (out + (ptrdiff_t) 2 * i, round_means (src + i, divisor, columns + i), most);
  i = len - STEP;
  store_u16 (out + (ptrdiff_t) 2 * i, round_means (src + i, divisor, columns + i), most);
}

STEP_INLINE void
swap_step (uint8_t *dst, const uint8_t *src)
{
  const uint8x16_t low = vrev16q_u8 (vld1q_u8 (src)), high = vrev16q_u8 (vld1q_u8 (src + 16));

  vst1q_u8 (dst, low);
  vst1q_u8 (dst + 16, high);
}

static void
load_u16_swapped_neon (const RszLayoutInfo *layout, void *const *parts, const void *src, int len)
{
  const ptrdiff_t size = (ptrdiff_t) 2 * len, step = 2 * STEP;
  const uint8_t *in = src;
  uint8_t *out = parts[0];

  if (len < STEP) {
    fallback.load[RSZ_LAYOUT_U16_SWAPPED](layout, parts, src, len);
    return;
  }
  for (ptrdiff_t i = 0; i <= size - step; i += step)
    swap_step (out + i, in + i);
  swap_step (out + size - step, in + size - step);
}

static void
store_u16_swapped_neon (const RszLayoutInfo *layout, void *dst, const void *const *parts, int len)
{
  load_u16_swapped_neon (layout, &dst, parts[0], len);
}

void
rsz_rows_fill_neon_memory (RszRows *rows)
{
  rsz_rows_fill_c (&fallback);
  rows->narrow[RSZ_SAMPLE_U8] = narrow_u8_neon;
  rows->narrow[RSZ_SAMPLE_U16] = narrow_u16_neon;
  rows->average[RSZ_SAMPLE_U8] = average_u8_neon;
  rows->average[RSZ_SAMPLE_U16] = average_u16_neon;
  rows->load[RSZ_LAYOUT_U16_SWAPPED] = load_u16_swapped_neon;
  rows->store[RSZ_LAYOUT_U16_SWAPPED] = store_u16_swapped_neon;
}
