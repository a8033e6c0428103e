/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

#include <arm_neon.h>

#include "windows.h"

/* Means of windows of 8 bit samples. */

static RszRows fallback;

/* Two registers, looked up in a window of two. */
#define VECTOR 32

static void *
pack_windows (const RszWindows *windows, size_t *size)
{
  return rsz_rows_pack_windows (windows, VECTOR, VECTOR, size);
}

/* Samples in the order in which rows/simd/windows.h wants them divided. */
typedef struct {
  uint32x4_t even_low, even_high, odd_low, odd_high;
} Totals;

STEP_INLINE Totals
add_totals (Totals t, uint16x8x2_t x)
{
  const uint32x4_t low = vreinterpretq_u32_u16 (x.val[0]), high = vreinterpretq_u32_u16 (x.val[1]);
  const uint32x4_t bits = vdupq_n_u32 (0xffff);

  return (Totals){ vaddq_u32 (t.even_low, vandq_u32 (low, bits)),
    vaddq_u32 (t.even_high, vandq_u32 (high, bits)), vsraq_n_u32 (t.odd_low, low, 16),
    vsraq_n_u32 (t.odd_high, high, 16) };
}

STEP_INLINE uint16x8x2_t
read_step (const uint8_t *src, const Step *step, const uint8_t *index)
{
  const uint8x16x2_t window = vld1q_u8_x2 (src + step->offset[0]);

  return (uint16x8x2_t){ { vreinterpretq_u16_u8 (vqtbl2q_u8 (window, vld1q_u8 (index))),
      vreinterpretq_u16_u8 (vqtbl2q_u8 (window, vld1q_u8 (index + 16))) } };
}

STEP_INLINE Totals
add_steps (const uint16_t *sums, const PackedWindows *packed, int b, bool wide)
{
  const WindowBlock *block = &packed->blocks[b];
  const uint8_t *src = (const uint8_t *) sums + block->base;
  const Step *step = packed->steps + block->step;
  const uint8_t *index = packed->indices + (size_t) block->step * VECTOR;
  const uint32x4_t zero = vdupq_n_u32 (0);
  Totals totals = { zero, zero, zero, zero };
  uint16x8x2_t total = read_step (src, step, index);

  for (int s = 1; s < block->n_steps; s++) {
    const uint16x8x2_t x = read_step (src, step + s, index + (size_t) s * VECTOR);

    if (wide) {
      totals = add_totals (totals, x);
    } else {
      total.val[0] = vaddq_u16 (total.val[0], x.val[0]);
      total.val[1] = vaddq_u16 (total.val[1], x.val[1]);
    }
  }
  return add_totals (totals, total);
}

/* As MAX_QUICK_MEAN says. */
STEP_INLINE uint32x4_t
divide (uint32x4_t totals, float rows, const float *columns, const float *reciprocals)
{
  const float32x4_t s = vcvtq_f32_u32 (totals);
  const float32x4_t n = vmulq_n_f32 (vld1q_f32 (columns), rows);
  const float32x4_t y = vmulq_n_f32 (vld1q_f32 (reciprocals), 1.0f / rows);
  const float32x4_t q = vmulq_f32 (s, y);

  return vcvtnq_u32_f32 (vfmaq_f32 (q, vfmsq_f32 (s, q, n), y));
}

STEP_INLINE uint8x16_t
join (uint32x4_t even, uint32x4_t odd)
{
  return vreinterpretq_u8_u16 (
      vtrn1q_u16 (vreinterpretq_u16_u32 (even), vreinterpretq_u16_u32 (odd)));
}

STEP_INLINE void
mean_block (
    uint8_t *dst, const uint16_t *sums, const PackedWindows *packed, int b, float rows, bool wide)
{
  const float *columns = packed->columns + (ptrdiff_t) b * VECTOR / 2;
  const float *reciprocals = packed->reciprocals + (ptrdiff_t) b * VECTOR / 2;
  const Totals t = add_steps (sums, packed, b, wide);
  const uint32x4_t even_low = divide (t.even_low, rows, columns, reciprocals);
  const uint32x4_t even_high = divide (t.even_high, rows, columns + 4, reciprocals + 4);
  const uint32x4_t odd_low = divide (t.odd_low, rows, columns + 8, reciprocals + 8);
  const uint32x4_t odd_high = divide (t.odd_high, rows, columns + 12, reciprocals + 12);

  vst1q_u8 (dst, vuzp1q_u8 (join (even_low, odd_low), join (even_high, odd_high)));
}

#include "windows_run.inc"

/* Columns of all rows at a time; the plain C rows add what is left, row by row. */
#define STEP 64

/* 16 sums. */
typedef struct {
  uint16x8_t low, high;
} Sums;

STEP_INLINE Sums
load (const uint16_t *src, bool more)
{
  const uint16x8_t zero = vdupq_n_u16 (0);

  return more ? (Sums){ vld1q_u16 (src), vld1q_u16 (src + 8) } : (Sums){ zero, zero };
}

STEP_INLINE Sums
add (Sums sums, const uint8_t *src)
{
  const uint8x16_t x = vld1q_u8 (src);

  return (Sums){ vaddw_u8 (sums.low, vget_low_u8 (x)), vaddw_high_u8 (sums.high, x) };
}

STEP_INLINE void
store (uint16_t *dst, Sums sums)
{
  vst1q_u16 (dst, sums.low);
  vst1q_u16 (dst + 8, sums.high);
}

STEP_INLINE void
accumulate_step (
    uint16_t *sums, const uint8_t *const *src, const uint8_t *const *soon, int i, int n, bool more)
{
  Sums a = load (sums + i, more), b = load (sums + i + 16, more);
  Sums c = load (sums + i + 32, more), d = load (sums + i + 48, more);

  for (int k = 0; k < n; k++) {
    const uint8_t *row = src[k] + i;

    if (soon)
      __builtin_prefetch (soon[k] + i);
    a = add (a, row);
    b = add (b, row + 16);
    c = add (c, row + 32);
    d = add (d, row + 48);
  }
  store (sums + i, a);
  store (sums + i + 16, b);
  store (sums + i + 32, c);
  store (sums + i + 48, d);
}

static void
accumulate_u8_neon (uint16_t *sums, const uint8_t *const *src, const uint8_t *const *soon, int n,
    bool more, int len)
{
  int i = 0;

  for (; i <= len - STEP; i += STEP)
    accumulate_step (sums, src, soon, i, n, more);
  for (int k = 0; i < len && k < n; k++) {
    const uint8_t *row = src[k] + i;

    fallback.accumulate (sums + i, &row, NULL, 1, more || k, len - i);
  }
}

void
rsz_rows_fill_neon_area (RszRows *rows)
{
  fill_means (rows);
  rows->accumulate = accumulate_u8_neon;
}
