/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

/* Means of windows: sums are whole numbers, so nobody's order of adding shows. */

static void
accumulate_u8_c (uint16_t *sums, const void *const *src, const void *const *soon, int n, bool more,
    int max, int len)
{
  (void) soon;
  (void) max;
  for (int k = 0; k < n; k++) {
    const uint8_t *row = src[k];

    if (k == 0 && !more)
      for (int i = 0; i < len; i++)
        sums[i] = row[i];
    else
      for (int i = 0; i < len; i++)
        sums[i] = (uint16_t) (sums[i] + row[i]);
  }
}

static void
accumulate_u16_c (uint16_t *sums, const void *const *src, const void *const *soon, int n, bool more,
    int max, int len)
{
  (void) soon;
  for (int k = 0; k < n; k++)
    for (int i = 0; i < len; i++) {
      const int word = read_u16 (src[k], i);

      sums[i] = (uint16_t) ((k > 0 || more ? sums[i] : 0) + (word < max ? word : max));
    }
}

static inline unsigned
mean_of_torch (int32_t total, int rows, int n, int max)
{
  return narrow_float ((float) total / (float) rows / (float) n, (float) max);
}

static inline uint8_t
mean_by_share (int32_t total, int rows, int n, bool half_up)
{
  if (half_up && rows == 2 && n == 2)
    return (uint8_t) ((total + 2) >> 2);
  return (uint8_t) narrow_float ((float) total * (1.0f / (float) (rows * n)), 255.0f);
}

ROW_INLINE void
mean (uint8_t *dst, const uint16_t *sums, const RszWindows *windows, int rows, int begin, int len,
    int components, bool words)
{
  for (int i = begin; i < begin + len; i++, dst += components << words) {
    const uint16_t *pixel = sums + (ptrdiff_t) windows->first[i] * components;
    const int n = windows->n[i];
    int32_t totals[RSZ_MAX_COMPONENTS] = { 0 };

    for (int k = 0; k < n; k++)
      for (int c = 0; c < components; c++)
        totals[c] += pixel[k * components + c];
    for (int c = 0; c < components; c++)
      if (words)
        write_u16 (dst, c, (uint16_t) mean_of_torch (totals[c], rows, n, windows->max));
      else
        dst[c] = windows->reciprocal ? mean_by_share (totals[c], rows, n, windows->half_up)
                                     : (uint8_t) mean_of_torch (totals[c], rows, n, 255);
  }
}

ROW_INLINE void
mean_u8 (uint8_t *dst, const uint16_t *sums, const RszWindows *windows, int rows, int begin,
    int len, int components)
{
  mean (dst, sums, windows, rows, begin, len, components, false);
}

ROW_INLINE void
mean_u16 (uint8_t *dst, const uint16_t *sums, const RszWindows *windows, int rows, int begin,
    int len, int components)
{
  mean (dst, sums, windows, rows, begin, len, components, true);
}

static void
mean_u8_c (void *dst, const uint16_t *sums, const RszWindows *windows, int rows, int begin, int len)
{
  BY_COMPONENTS (windows->components, mean_u8, dst, sums, windows, rows, begin, len);
}

static void
mean_u16_c (
    void *dst, const uint16_t *sums, const RszWindows *windows, int rows, int begin, int len)
{
  BY_COMPONENTS (windows->components, mean_u16, dst, sums, windows, rows, begin, len);
}

ROW_INLINE void
tally (float *sums, const uint8_t *src, const RszWindows *windows, int begin, int len, bool more,
    int components)
{
  for (int i = begin; i < begin + len; i++, sums += components) {
    const uint8_t *pixel = src + (ptrdiff_t) windows->first[i] * components;
    float totals[RSZ_MAX_COMPONENTS] = { 0 };

    for (int c = 0; more && c < components; c++)
      totals[c] = sums[c];
    for (int k = 0; k < windows->n[i]; k++)
      for (int c = 0; c < components; c++)
        totals[c] += pixel[k * components + c];
    for (int c = 0; c < components; c++)
      sums[c] = totals[c];
  }
}

static void
tally_u8_c (
    float *sums, const uint8_t *src, const RszWindows *windows, int begin, int len, bool more)
{
  BY_COMPONENTS (windows->components, tally, sums, src, windows, begin, len, more);
}

ROW_INLINE int
round_mean (int a, int b, RszHalves halves)
{
  const int sum = a + b;

  if (halves == RSZ_HALVES_UP_TWICE)
    return (((a + 1) >> 1) + ((b + 1) >> 1) + 1) >> 1;
  return (sum + (halves == RSZ_HALVES_UP ? 2 : 1 + ((sum >> 2) & 1))) >> 2;
}

ROW_INLINE int
read_sample (const uint8_t *row, ptrdiff_t i, const RszRowPairs *rows, bool words)
{
  return words ? read_u16 (row, i) >> rows->word.low : row[i];
}

ROW_INLINE void
halve (const RszRowPairs *rows, int len, RszHalves halves, bool words, int components)
{
  for (int r = 0; r < rows->n; r++) {
    uint8_t *dst = rows->dst + r * rows->dst_stride;
    const uint8_t *a = rows->src + 2 * r * rows->src_stride, *b = a + rows->src_stride;

    for (int i = 0; i < len * components; i++) {
      const ptrdiff_t left = i / components * 2 * components + i % components;
      const ptrdiff_t right = left + components;
      const int mean =
          round_mean (read_sample (a, left, rows, words) + read_sample (a, right, rows, words),
              read_sample (b, left, rows, words) + read_sample (b, right, rows, words), halves);

      if (words)
        write_u16 (
            dst, i, (uint16_t) ((mean < rows->word.max ? mean : rows->word.max) << rows->word.low));
      else
        dst[i] = (uint8_t) mean;
    }
  }
}

static void
halve_u8_c (const RszRowPairs *rows, int components, int len, RszHalves halves, bool stream)
{
  (void) stream;
  BY_COMPONENTS (components, halve, rows, len, halves, false);
}

static void
halve_u16_c (const RszRowPairs *rows, int components, int len, RszHalves halves, bool stream)
{
  (void) stream;
  BY_COMPONENTS (components, halve, rows, len, halves, true);
}

void
rsz_rows_fill_c_area (RszRows *rows)
{
  rows->accumulate[RSZ_SAMPLE_U8] = accumulate_u8_c;
  rows->accumulate[RSZ_SAMPLE_U16] = accumulate_u16_c;
  rows->mean[RSZ_SAMPLE_U8] = mean_u8_c;
  rows->mean[RSZ_SAMPLE_U16] = mean_u16_c;
  rows->tally = tally_u8_c;
  rows->halve[RSZ_SAMPLE_U8] = halve_u8_c;
  rows->halve[RSZ_SAMPLE_U16] = halve_u16_c;
}
