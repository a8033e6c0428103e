/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

/* The sums of 8 bit samples of other libraries than torch: Pillow's with weights of 22 bits,
 * OpenCV's bilinear. */

ROW_INLINE void
hscale32_row (
    uint8_t *dst, const uint8_t *src, const RszHtaps *taps, int begin, int len, int components)
{
  const int32_t *weights = taps->weights32 + (ptrdiff_t) begin * taps->n_taps;

  for (int i = begin; i < begin + len; i++, weights += taps->n_taps, dst += components) {
    const uint8_t *pixel = src + (ptrdiff_t) taps->first[i] * components;
    int32_t sums[RSZ_MAX_COMPONENTS] = { 0 };

    for (int k = 0; k < taps->n_taps; k++)
      for (int c = 0; c < components; c++)
        sums[c] += pixel[k * components + c] * weights[k];
    for (int c = 0; c < components; c++)
      dst[c] = narrow_fixed (sums[c], RSZ_PILLOW_SHIFT);
  }
}

ROW_INLINE void
hscale32 (const RszBatch *batch, const RszHtaps *taps, int begin, int len, int components)
{
  for (int r = 0; r < batch->n; r++)
    hscale32_row (batch->dst[r], batch->src[r], taps, begin, len, components);
}

static void
hscale32_u8_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hscale32, batch, taps, begin, len);
}

/* Sums of a block of samples stay in the first-level cache while the rows pass by. */
#define BLOCK 512

static void
vscale32_block (uint8_t *dst, const uint8_t *const *src, int offset, const int32_t *weights,
    int n_taps, int len)
{
  int32_t sums[BLOCK];

  for (int i = 0; i < len; i++)
    sums[i] = 0;
  for (int k = 0; k < n_taps; k++) {
    const uint8_t *row = src[k] + offset;
    const int32_t weight = weights[k];

    for (int i = 0; i < len; i++)
      sums[i] += row[i] * weight;
  }
  for (int i = 0; i < len; i++)
    dst[offset + i] = narrow_fixed (sums[i], RSZ_PILLOW_SHIFT);
}

static void
vscale32_u8_c (uint8_t *dst, const uint8_t *const *src, const int32_t *weights, int n_taps, int len,
    bool stream)
{
  (void) stream;
  for (int i = 0; i < len; i += BLOCK)
    vscale32_block (dst, src, i, weights, n_taps, len - i < BLOCK ? len - i : BLOCK);
}

/* The second of a single tap's samples is the first, of no weight. */
ROW_INLINE void
hlinear_row (
    int16_t *dst, const uint8_t *src, const RszHtaps *taps, int begin, int len, int components)
{
  const int n_taps = taps->n_taps, next = (n_taps - 1) * components;

  for (int i = begin; i < begin + len; i++, dst += components) {
    const uint8_t *pixel = src + (ptrdiff_t) taps->first[i] * components;
    const int16_t *w = taps->weights + (ptrdiff_t) i * n_taps;
    const int wa = w[0], wb = n_taps > 1 ? w[1] : 0;

    for (int c = 0; c < components; c++)
      dst[c] = (int16_t) ((pixel[c] * wa + pixel[next + c] * wb) >> 4);
  }
}

ROW_INLINE void
hlinear (const RszBatch *batch, const RszHtaps *taps, int begin, int len, int components)
{
  for (int r = 0; r < batch->n; r++)
    hlinear_row ((int16_t *) batch->dst[r], batch->src[r], taps, begin, len, components);
}

static void
hlinear_u8_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hlinear, batch, taps, begin, len);
}

static void
vlinear_u8_c (uint8_t *dst, const int16_t *const *src, const int16_t *weights, int len, bool stream)
{
  const int16_t *a = src[0], *b = src[1];
  const int wa = weights[0], wb = weights[1];

  (void) stream;
  for (int i = 0; i < len; i++)
    dst[i] = (uint8_t) (((a[i] * wa >> 16) + (b[i] * wb >> 16) + 2) >> 2);
}

static void
enlarge_linear_u8_c (
    const RszLerpRows *lerp, int16_t *row, const uint8_t *src, const RszHtaps *taps, bool stream)
{
  const int c = taps->components, step = BLOCK / c;
  int16_t made[BLOCK];

  for (int i = 0; i < taps->len; i += step) {
    const int n = taps->len - i < step ? taps->len - i : step;
    int16_t *first = row + i * c;
    const RszBatch batch = { .n = 1, .dst = { (uint8_t *) made }, .src = { src } };

    hlinear_u8_c (&batch, taps, i, n);
    for (int r = 0; r < lerp->n; r++) {
      const int16_t weights[] = { (int16_t) ((1 << RSZ_OPENCV_SHIFT) - lerp->weights[r]),
        lerp->weights[r] };
      const int16_t *const both[] = { first, made };

      vlinear_u8_c (lerp->dst[r] + i * c, both, weights, n * c, stream);
    }
    memcpy (first, made, (size_t) n * c * sizeof *made);
  }
}

void
rsz_rows_fill_c_libraries (RszRows *rows)
{
  rows->hscale32 = hscale32_u8_c;
  rows->vscale32 = vscale32_u8_c;
  rows->hlinear = hlinear_u8_c;
  rows->vlinear = vlinear_u8_c;
  rows->enlarge_linear = enlarge_linear_u8_c;
}
