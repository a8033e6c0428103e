/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

/* The sums of other libraries than torch: Pillow's with weights of 22 bits, OpenCV's. */

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

ROW_INLINE void
hsums_row (
    uint8_t *dst, const uint8_t *src, const RszHtaps *taps, int begin, int len, int components)
{
  const int16_t *weights = taps->weights + (ptrdiff_t) begin * taps->n_taps;
  const bool floats = taps->floats;

  for (int i = begin; i < begin + len; i++, weights += taps->n_taps, dst += 4 * components) {
    const uint8_t *pixel = src + (ptrdiff_t) taps->first[i] * components;
    int32_t sums[RSZ_MAX_COMPONENTS] = { 0 };

    for (int k = 0; k < taps->n_taps; k++)
      for (int c = 0; c < components; c++)
        sums[c] += pixel[k * components + c] * weights[k];
    for (int c = 0; c < components; c++)
      if (floats)
        ((float *) dst)[c] = (float) sums[c];
      else
        ((int32_t *) dst)[c] = sums[c];
  }
}

ROW_INLINE void
hsums (const RszBatch *batch, const RszHtaps *taps, int begin, int len, int components)
{
  for (int r = 0; r < batch->n; r++)
    hsums_row (batch->dst[r], batch->src[r], taps, begin, len, components);
}

static void
hsums_u8_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hsums, batch, taps, begin, len);
}

/* Calls row with a last argument that is a literal, the number of taps. */
#define BY_TAPS(n_taps, row, ...)                                                                  \
  switch (n_taps) {                                                                                \
  case 1:                                                                                          \
    row (__VA_ARGS__, 1);                                                                          \
    break;                                                                                         \
  case 2:                                                                                          \
    row (__VA_ARGS__, 2);                                                                          \
    break;                                                                                         \
  case 4:                                                                                          \
    row (__VA_ARGS__, 4);                                                                          \
    break;                                                                                         \
  default:                                                                                         \
    row (__VA_ARGS__, RSZ_MAX_SUMS);                                                               \
  }

/* Compilers do not know that the pointers to the rows stay as they are. */
ROW_INLINE void
take_rows (const int32_t **rows, const int32_t *const *src, int n_taps)
{
  for (int k = 0; k < n_taps; k++)
    rows[k] = src[k];
}

/* Sums of some of the products may pass 32 bits. */
ROW_INLINE void
vexact (
    uint8_t *restrict dst, const int32_t *const *src, const int16_t *weights, int len, int n_taps)
{
  const int32_t *rows[RSZ_MAX_SUMS];
  uint32_t w[RSZ_MAX_SUMS];

  take_rows (rows, src, n_taps);
  for (int k = 0; k < n_taps; k++)
    w[k] = (uint32_t) weights[k];
  for (int i = 0; i < len; i++) {
    uint32_t sum = 0;

    for (int k = 0; k < n_taps; k++)
      sum += (uint32_t) rows[k][i] * w[k];
    dst[i] = narrow_fixed ((int32_t) sum, 2 * RSZ_OPENCV_SHIFT);
  }
}

static void
vexact_u8_c (uint8_t *dst, const int32_t *const *src, const int16_t *weights, int n_taps, int len,
    bool stream)
{
  (void) stream;
  BY_TAPS (n_taps, vexact, dst, src, weights, len);
}

ROW_INLINE void
vchain (
    uint8_t *restrict dst, const int32_t *const *src, const int16_t *weights, int len, int n_taps)
{
  const int32_t *rows[RSZ_MAX_SUMS];
  float w[RSZ_MAX_SUMS];

  take_rows (rows, src, n_taps);
  for (int k = 0; k < n_taps; k++)
    w[k] = (float) weights[k] / (1 << 2 * RSZ_OPENCV_SHIFT);
  for (int i = 0; i < len; i++) {
    float sum = (float) rows[n_taps - 1][i] * w[n_taps - 1];

    for (int k = n_taps - 2; k >= 0; k--)
      sum = (float) rows[k][i] * w[k] + sum;
    dst[i] = (uint8_t) narrow_float (sum, 255.0f);
  }
}

static void
vchain_u8_c (uint8_t *dst, const int32_t *const *src, const int16_t *weights, int n_taps, int len,
    bool stream)
{
  (void) stream;
  BY_TAPS (n_taps, vchain, dst, src, weights, len);
}

/* `at` is a sample of a window's first pixel. */
ROW_INLINE float
sum_window (const void *const *src, ptrdiff_t at, int rows, int columns, int step, RszSample sample)
{
  const int grouped = rows * columns / 4 * 4;
  int32_t group = 0;
  float sum = 0.0f;

  for (int r = 0, n = 1; r < rows; r++)
    for (int i = 0; i < columns; i++, n++) {
      const ptrdiff_t from = at + (ptrdiff_t) i * step;

      group += sample == RSZ_SAMPLE_U8 ? ((const uint8_t *) src[r])[from] : read_u16 (src[r], from);
      if (n % 4 && n <= grouped)
        continue;
      sum += (float) group;
      group = 0;
    }
  return sum;
}

ROW_INLINE void
meanf (void *dst, const void *const *src, const RszWindows *windows, int rows, float max, int begin,
    int len, RszSample sample, RszSample result)
{
  const int components = windows->components, columns = windows->n_max;
  const float scale = 1.0f / (float) (rows * columns);

  for (int i = 0; i < len; i++)
    for (int c = 0; c < components; c++) {
      const ptrdiff_t at = (ptrdiff_t) windows->first[begin + i] * components + c;
      const float sum = sum_window (src, at, rows, columns, components, sample);

      if (result == RSZ_RESULT_F32)
        ((float *) dst)[i * components + c] = sum * scale;
      else if (result == RSZ_SAMPLE_U8)
        ((uint8_t *) dst)[i * components + c] = (uint8_t) narrow_float (sum * scale, max);
      else
        write_u16 (dst, (ptrdiff_t) i * components + c, (uint16_t) narrow_float (sum * scale, max));
    }
}

static void
meanf_u8_c (void *dst, const void *const *src, const RszWindows *windows, int rows, float max,
    int begin, int len)
{
  meanf (dst, src, windows, rows, max, begin, len, RSZ_SAMPLE_U8, RSZ_SAMPLE_U8);
}

static void
meanf_u16_c (void *dst, const void *const *src, const RszWindows *windows, int rows, float max,
    int begin, int len)
{
  meanf (dst, src, windows, rows, max, begin, len, RSZ_SAMPLE_U16, RSZ_SAMPLE_U16);
}

static void
meanf_f32_c (void *dst, const void *const *src, const RszWindows *windows, int rows, float max,
    int begin, int len)
{
  meanf (dst, src, windows, rows, max, begin, len, RSZ_SAMPLE_U8, RSZ_RESULT_F32);
}

void
rsz_rows_fill_c_libraries (RszRows *rows)
{
  rows->meanf[RSZ_SAMPLE_U8] = meanf_u8_c;
  rows->meanf[RSZ_SAMPLE_U16] = meanf_u16_c;
  rows->meanf[RSZ_RESULT_F32] = meanf_f32_c;
  rows->hsums = hsums_u8_c;
  rows->vexact = vexact_u8_c;
  rows->vchain = vchain_u8_c;
  rows->hscale32 = hscale32_u8_c;
  rows->vscale32 = vscale32_u8_c;
  rows->hlinear = hlinear_u8_c;
  rows->vlinear = vlinear_u8_c;
  rows->enlarge_linear = enlarge_linear_u8_c;
}
