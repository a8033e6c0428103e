/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

/* OpenCV's exact sums of words of 16 bits: a file of their own because x86 levels take them as
 * their flags compile them. */

ROW_INLINE void
hwords_row (
    uint32_t *dst, const uint8_t *src, const RszHtaps *taps, int begin, int len, int components)
{
  const int n_taps = taps->n_taps, next = (n_taps - 1) * components;

  for (int i = begin; i < begin + len; i++, dst += components) {
    const uint8_t *pixel = src + (ptrdiff_t) taps->first[i] * components * 2;
    const int32_t *w = taps->weights32 + (ptrdiff_t) i * n_taps;
    const uint32_t wa = (uint32_t) w[0], wb = n_taps > 1 ? (uint32_t) w[1] : 0;

    for (int c = 0; c < components; c++)
      dst[c] = read_u16 (pixel, c) * wa + read_u16 (pixel, next + c) * wb;
  }
}

ROW_INLINE void
hwords (const RszBatch *batch, const RszHtaps *taps, int begin, int len, int components)
{
  for (int r = 0; r < batch->n; r++)
    hwords_row ((uint32_t *) batch->dst[r], batch->src[r], taps, begin, len, components);
}

static void
hwords_u16_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hwords, batch, taps, begin, len);
}

static void
vwords_u16_c (
    void *dst, const uint32_t *const *src, const int32_t *weights, int n_taps, int max, int len)
{
  const uint32_t *a = src[0], *b = src[n_taps - 1];
  const uint32_t wa = (uint32_t) weights[0], wb = n_taps > 1 ? (uint32_t) weights[1] : 0;

  for (int i = 0; i < len; i++) {
    const uint64_t sum = (uint64_t) a[i] * wa + (uint64_t) b[i] * wb + (UINT64_C (1) << 31);
    const uint32_t value = (uint32_t) (sum >> 32);

    write_u16 (dst, i, (uint16_t) (value < (uint32_t) max ? value : (uint32_t) max));
  }
}

void
rsz_rows_fill_c_opencv_words (RszRows *rows)
{
  rows->hwords = hwords_u16_c;
  rows->vwords = vwords_u16_c;
}
