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
hscale_u8_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  switch (taps->sum) {
  case RSZ_SUM_DOUBLING:
    BY_COMPONENTS (taps->components, hdouble, batch, len);
    break;
  case RSZ_SUM_PAIR:
    hscale (batch, taps, 2, begin, len);
    break;
  case RSZ_SUM_QUAD:
    hscale (batch, taps, 4, begin, len);
    break;
  default:
    hscale (batch, taps, taps->n_taps, begin, len);
  }
}

static void
vdouble (uint8_t *dst, const RszVtaps *taps, int len)
{
  const int near = taps->weights[1] > taps->weights[0];
  const uint8_t *a = taps->src[near], *b = taps->src[!near];

  for (int i = 0; i < len; i++)
    dst[i] = narrow_doubling (a[i], b[i]);
}

static void
vpair (uint8_t *dst, const RszVtaps *taps, int len)
{
  const uint8_t *a = taps->src[0], *b = taps->src[1];
  const int16_t wa = taps->weights[0], wb = taps->weights[1];
  const int shift = taps->shift;

  for (int i = 0; i < len; i++)
    dst[i] = narrow_fixed (a[i] * wa + b[i] * wb, shift);
}

static void
vquad (uint8_t *dst, const RszVtaps *taps, int len)
{
  const uint8_t *a = taps->src[0], *b = taps->src[1], *c = taps->src[2], *d = taps->src[3];
  const int16_t wa = taps->weights[0], wb = taps->weights[1];
  const int16_t wc = taps->weights[2], wd = taps->weights[3];
  const int shift = taps->shift;

  for (int i = 0; i < len; i++)
    dst[i] = narrow_fixed (a[i] * wa + b[i] * wb + c[i] * wc + d[i] * wd, shift);
}

/* Sums of a block of samples stay in the first-level cache while the rows pass by. */
#define BLOCK 512

static void
vmany_block (uint8_t *dst, const RszVtaps *taps, int offset, int len)
{
  const int shift = taps->shift;
  int32_t sums[BLOCK];

  for (int i = 0; i < len; i++)
    sums[i] = 0;
  for (int k = 0; k < taps->n_taps; k++) {
    const uint8_t *row = taps->src[k] + offset;
    const int16_t weight = taps->weights[k];

    for (int i = 0; i < len; i++)
      sums[i] += row[i] * weight;
  }
  for (int i = 0; i < len; i++)
    dst[offset + i] = narrow_fixed (sums[i], shift);
}

static void
vscale_u8_c (uint8_t *dst, const RszVtaps *taps, int len, bool stream)
{
  (void) stream;
  if (taps->sum == RSZ_SUM_DOUBLING)
    vdouble (dst, taps, len);
  else if (taps->sum == RSZ_SUM_PAIR)
    vpair (dst, taps, len);
  else if (taps->sum == RSZ_SUM_QUAD)
    vquad (dst, taps, len);
  else
    for (int i = 0; i < len; i += BLOCK)
      vmany_block (dst, taps, i, len - i < BLOCK ? len - i : BLOCK);
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
  rows->hscale = hscale_u8_c;
  rows->vscale = vscale_u8_c;
  rows->enlarge = enlarge_u8_c;
}
