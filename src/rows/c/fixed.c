/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

#include <string.h>

/* The sums of 8 bit samples. One generic function per direction; a row function
 * is that function with literals, which the compiler unrolls. */

ROW_INLINE void
hscale_row (uint8_t *dst, const uint8_t *src, const int32_t *first, const int16_t *weights,
    int n_taps, int shift, int len, int components)
{
  for (int i = 0; i < len; i++, weights += n_taps, dst += components) {
    const uint8_t *pixel = src + (ptrdiff_t) first[i] * components;

    int32_t sums[RSZ_MAX_COMPONENTS] = { 0 };

    for (int k = 0; k < n_taps; k++)
      for (int c = 0; c < components; c++)
        sums[c] += pixel[k * components + c] * weights[k];
    for (int c = 0; c < components; c++)
      dst[c] = narrow_fixed (sums[c], shift);
  }
}

ROW_INLINE void
hscale_rows (
    const RszBatch *batch, const RszHtaps *taps, int n_taps, int begin, int len, int components)
{
  for (int r = 0; r < batch->n; r++)
    hscale_row (batch->dst[r], batch->src[r], taps->first + begin,
        taps->weights + (ptrdiff_t) begin * n_taps, n_taps, taps->shift, len, components);
}

ROW_INLINE void
hscale (const RszBatch *batch, const RszHtaps *taps, int n_taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hscale_rows, batch, taps, n_taps, begin, len);
}

static void
hscale2_u8_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  hscale (batch, taps, 2, begin, len);
}

static void
hscale4_u8_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  hscale (batch, taps, 4, begin, len);
}

static void
hscalen_u8_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  hscale (batch, taps, taps->n_taps, begin, len);
}

/* The ends are written apart so that the loop between them has no condition. */
ROW_INLINE void
hdouble_row (uint8_t *dst, const uint8_t *src, int len, int components)
{
  const int n = len / 2 * components;

  if (n == 0)
    return;
  for (int c = 0; c < components; c++) {
    dst[c] = src[c];
    dst[2 * n - components + c] = src[n - components + c];
  }
  for (int i = 0; i < n - components; i += components)
    for (int c = 0; c < components; c++) {
      const uint8_t left = src[i + c], right = src[i + components + c];

      dst[2 * i + components + c] = narrow_doubling (left, right);
      dst[2 * i + 2 * components + c] = narrow_doubling (right, left);
    }
}

ROW_INLINE void
hdouble (const RszBatch *batch, int len, int components)
{
  for (int r = 0; r < batch->n; r++)
    hdouble_row (batch->dst[r], batch->src[r], len, components);
}

static void
hdouble_u8_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  (void) begin;
  BY_COMPONENTS (taps->components, hdouble, batch, len);
}

static void
vdouble_u8_c (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  const int near = weights[1] > weights[0];
  const uint8_t *a = src[near], *b = src[!near];

  (void) n_taps, (void) shift, (void) stream;
  for (int i = 0; i < len; i++)
    dst[i] = narrow_doubling (a[i], b[i]);
}

static void
vscale2_u8_c (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  const uint8_t *a = src[0], *b = src[1];
  const int16_t wa = weights[0], wb = weights[1];

  (void) n_taps, (void) stream;
  for (int i = 0; i < len; i++)
    dst[i] = narrow_fixed (a[i] * wa + b[i] * wb, shift);
}

static void
vscale4_u8_c (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  const uint8_t *a = src[0], *b = src[1], *c = src[2], *d = src[3];
  const int16_t wa = weights[0], wb = weights[1], wc = weights[2], wd = weights[3];

  (void) n_taps, (void) stream;
  for (int i = 0; i < len; i++)
    dst[i] = narrow_fixed (a[i] * wa + b[i] * wb + c[i] * wc + d[i] * wd, shift);
}

/* Sums of a block of samples stay in the first-level cache while the rows pass by. */
#define BLOCK 512

static void
vscalen_block (uint8_t *dst, const uint8_t *const *src, int offset, const int16_t *weights,
    int n_taps, int shift, int len)
{
  int32_t sums[BLOCK];

  for (int i = 0; i < len; i++)
    sums[i] = 0;
  for (int k = 0; k < n_taps; k++) {
    const uint8_t *row = src[k] + offset;
    const int16_t weight = weights[k];

    for (int i = 0; i < len; i++)
      sums[i] += row[i] * weight;
  }
  for (int i = 0; i < len; i++)
    dst[offset + i] = narrow_fixed (sums[i], shift);
}

static void
vscalen_u8_c (uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps,
    int shift, int len, bool stream)
{
  (void) stream;
  for (int i = 0; i < len; i += BLOCK)
    vscalen_block (dst, src, i, weights, n_taps, shift, len - i < BLOCK ? len - i : BLOCK);
}

/* A block of samples of the second row is made in a temporary. */
static void
enlarge_block (const RszLerpRows *lerp, uint8_t *row, const uint8_t *made, int offset, int len)
{
  for (int r = 0; r < lerp->n; r++) {
    const int wb = lerp->weights[r], wa = (1 << lerp->shift) - wb;

    for (int i = 0; i < len; i++)
      lerp->dst[r][offset + i] = narrow_fixed (row[offset + i] * wa + made[i] * wb, lerp->shift);
  }
  memcpy (row + offset, made, len);
}

static void
enlarge_u8_c (
    const RszLerpRows *lerp, uint8_t *row, const uint8_t *src, const RszHtaps *taps, bool stream)
{
  const int c = taps->components, step = BLOCK / c;
  uint8_t made[BLOCK];

  (void) stream;
  for (int i = 0; i < taps->len; i += step) {
    const int n = taps->len - i < step ? taps->len - i : step;

    hscale_row (
        made, src, taps->first + i, taps->weights + (ptrdiff_t) 2 * i, 2, taps->shift, n, c);
    enlarge_block (lerp, row, made, i * c, n * c);
  }
}

void
rsz_rows_fill_c_fixed (RszRows *rows)
{
  static const RszHscale hscales[RSZ_N_SUMS] = { hdouble_u8_c, hscale2_u8_c, hscale4_u8_c,
    hscalen_u8_c };
  static const RszVscale vscales[RSZ_N_SUMS] = { vdouble_u8_c, vscale2_u8_c, vscale4_u8_c,
    vscalen_u8_c };

  memcpy (rows->hscale, hscales, sizeof hscales);
  memcpy (rows->vscale, vscales, sizeof vscales);
  rows->enlarge = enlarge_u8_c;
}
