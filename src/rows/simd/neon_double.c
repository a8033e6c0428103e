/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

#include <arm_neon.h>

/* Horizontal doubling. Between each two pixels of the source lie two of the output; the last
 * step of a row overlaps the one before. Shorter rows and other sums go to the shared rows,
 * which leave doubling to plain C: it has no tables.
 *
 * Why not the shared pairs (h.c): 0.29 to 0.40 instructions per sample here, 0.88 there
 * (tools/count-arm64.py). */

static RszRows fallback;

/* 16 samples and what lies a pixel further on, and the outputs between them. */
typedef struct {
  uint8x16_t left, right;
} Between;

/* As make_doubling (v.c). */
STEP_INLINE Between
between (uint8x16_t left, uint8x16_t right)
{
  const uint8x16_t mean = vhaddq_u8 (left, right);

  return (Between){ vrhaddq_u8 (left, mean), vrhaddq_u8 (right, mean) };
}

STEP_INLINE uint8x16_t
zip_low (Between x, int components)
{
  const uint8x16_t a = x.left, b = x.right;

  if (components == 1)
    return vzip1q_u8 (a, b);
  if (components == 2)
    return vreinterpretq_u8_u16 (vzip1q_u16 (vreinterpretq_u16_u8 (a), vreinterpretq_u16_u8 (b)));
  return vreinterpretq_u8_u32 (vzip1q_u32 (vreinterpretq_u32_u8 (a), vreinterpretq_u32_u8 (b)));
}

STEP_INLINE uint8x16_t
zip_high (Between x, int components)
{
  const uint8x16_t a = x.left, b = x.right;

  if (components == 1)
    return vzip2q_u8 (a, b);
  if (components == 2)
    return vreinterpretq_u8_u16 (vzip2q_u16 (vreinterpretq_u16_u8 (a), vreinterpretq_u16_u8 (b)));
  return vreinterpretq_u8_u32 (vzip2q_u32 (vreinterpretq_u32_u8 (a), vreinterpretq_u32_u8 (b)));
}

STEP_INLINE void
step (uint8_t *dst, const uint8_t *src, int components)
{
  const Between x = between (vld1q_u8 (src), vld1q_u8 (src + components));

  vst1q_u8 (dst, zip_low (x, components));
  vst1q_u8 (dst + 16, zip_high (x, components));
}

/* 16 pixels of three components, one register for each. */
STEP_INLINE void
step3 (uint8_t *dst, const uint8_t *src)
{
  const uint8x16x3_t left = vld3q_u8 (src), right = vld3q_u8 (src + 3);
  uint8x16x3_t low, high;

  for (int c = 0; c < 3; c++) {
    const Between x = between (left.val[c], right.val[c]);

    low.val[c] = zip_low (x, 1);
    high.val[c] = zip_high (x, 1);
  }
  vst3q_u8 (dst, low);
  vst3q_u8 (dst + 48, high);
}

STEP_INLINE int
step_size (int components)
{
  return components == 3 ? 48 : 16;
}

STEP_INLINE void
any_step (uint8_t *dst, const uint8_t *src, int components)
{
  if (components == 3)
    step3 (dst, src);
  else
    step (dst, src, components);
}

/* A source row of n samples that has a whole step and a pixel. */
STEP_INLINE void
double_row (uint8_t *dst, const uint8_t *src, int n, int components)
{
  const int last = n - components - step_size (components);

  for (int i = 0; i < last; i += step_size (components))
    any_step (dst + components + 2 * i, src + i, components);
  any_step (dst + components + 2 * last, src + last, components);
  for (int c = 0; c < components; c++) {
    dst[c] = src[c];
    dst[2 * n - components + c] = src[n - components + c];
  }
}

STEP_INLINE void
hdouble (const RszBatch *batch, const RszHtaps *taps, int begin, int len, int components)
{
  const int n = len / 2 * components;

  if (n < components + step_size (components)) {
    fallback.hscale (batch, taps, begin, len);
    return;
  }
  for (int r = 0; r < batch->n; r++)
    double_row (batch->dst[r], batch->src[r], n, components);
}

/* Chooses as plain C does: the loop gets a literal. */
static void
hscale_u8_neon (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  if (taps->sum != RSZ_SUM_DOUBLING) {
    fallback.hscale (batch, taps, begin, len);
    return;
  }
  switch (taps->components) {
  case 1:
    hdouble (batch, taps, begin, len, 1);
    break;
  case 2:
    hdouble (batch, taps, begin, len, 2);
    break;
  case 3:
    hdouble (batch, taps, begin, len, 3);
    break;
  default:
    hdouble (batch, taps, begin, len, 4);
  }
}

static void *
pack_u8_neon (const RszHtaps *taps, size_t *size)
{
  return taps->sum == RSZ_SUM_DOUBLING ? NULL : fallback.hpack (taps, size); /* they are known */
}

void
rsz_rows_fill_neon_double (RszRows *rows)
{
  fallback = *rows;
  rows->hscale = hscale_u8_neon;
  rows->hpack = pack_u8_neon;
}
