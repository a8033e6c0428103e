/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

/* Y'CbCr to R'G'B' in whole numbers. Loops that compilers vectorise. */

ROW_INLINE int32_t
least_of (int32_t a, int32_t b)
{
  return a < b ? a : b;
}

ROW_INLINE int32_t
clamp (int32_t value, int32_t min, int32_t max)
{
  return least_of (value > min ? value : min, max);
}

ROW_INLINE uint8_t
clamp_level (int32_t value)
{
  return (uint8_t) clamp (value, 0, 255);
}

static void
weave_fours_c (uint8_t *restrict dst, const uint8_t *const *src, const int *places, int len)
{
  const uint8_t *restrict byte[4];

  for (int k = 0; k < 4; k++)
    byte[places[k]] = src[k];
  for (int i = 0; i < len; i++) {
    dst[4 * i] = byte[0][i];
    dst[4 * i + 1] = byte[1][i];
    dst[4 * i + 2] = byte[2][i];
    dst[4 * i + 3] = byte[3][i];
  }
}

static void
slide_c (uint16_t *restrict dst, const uint16_t *restrict src, const int32_t *weights, int shift,
    int len)
{
  const uint32_t a = (uint32_t) weights[0], b = (uint32_t) weights[1];

  for (int i = 0; i < len; i++)
    dst[i] = (uint16_t) ((src[i] * a + src[i + 1] * b) >> shift);
}

static void
stretch_c (uint16_t *restrict dst, const uint16_t *restrict src, const int32_t *first,
    const int32_t *weights, int shift, int len)
{
  for (int i = 0; i < len; i++) {
    const uint16_t *two = src + first[i];
    const uint32_t sum =
        two[0] * (uint32_t) weights[2 * i] + two[1] * (uint32_t) weights[2 * i + 1];

    dst[i] = (uint16_t) (sum >> shift);
  }
}

static void
stretch_four_c (int16_t *restrict dst, const uint16_t *restrict src, const int32_t *first,
    const int32_t *weights, int shift, int len)
{
  for (int i = 0; i < len; i++) {
    const uint16_t *four = src + first[i];
    int32_t sum = 0;

    for (int k = 0; k < 4; k++)
      sum += four[k] * weights[4 * i + k];
    dst[i] = (int16_t) least_of (sum >> shift, INT16_MAX);
  }
}

static void
blend_four_c (int32_t *restrict dst, const int16_t *const *rows, const int32_t *weights,
    int32_t offset, int len)
{
  const int16_t *restrict a = rows[0], *restrict b = rows[1], *restrict c = rows[2];
  const int16_t *restrict d = rows[3];
  const int16_t w[4] = { (int16_t) weights[0], (int16_t) weights[1], (int16_t) weights[2],
    (int16_t) weights[3] };

  for (int i = 0; i < len; i++)
    dst[i] = a[i] * w[0] + b[i] * w[1] + c[i] * w[2] + d[i] * w[3] - offset;
}

/* The tint of a channel. */
ROW_INLINE int32_t
tint_of (int32_t u, int32_t v, const RszTintTerms *terms, int c)
{
  const int32_t of_u = (int32_t) ((uint32_t) u * (uint32_t) terms->cb[c]) >> terms->inner;
  const int32_t of_v = (int32_t) ((uint32_t) v * (uint32_t) terms->cr[c]) >> terms->inner;

  return (int32_t) (((uint32_t) of_u + (uint32_t) of_v) * (uint32_t) terms->scale
                    + (uint32_t) terms->offset[c]);
}

ROW_INLINE void
make_tint (int32_t *restrict r, int32_t *restrict g, int32_t *restrict b,
    const int32_t *restrict cb, const int32_t *restrict cr, RszTintTerms terms, int times, int len)
{
  for (int i = 0; i < len; i++) {
    const int32_t u = clamp (cb[i] >> terms.down, terms.min, terms.max);
    const int32_t v = clamp (cr[i] >> terms.down, terms.min, terms.max);
    const int32_t rgb[3] = { tint_of (u, v, &terms, 0), tint_of (u, v, &terms, 1),
      tint_of (u, v, &terms, 2) };

    for (int k = 0; k < times; k++) {
      r[times * i + k] = rgb[0];
      g[times * i + k] = rgb[1];
      b[times * i + k] = rgb[2];
    }
  }
}

static void
tint_c (int32_t *const *tint, const int32_t *cb, const int32_t *cr, const RszTintTerms *terms,
    bool pairs, int len)
{
  if (pairs)
    make_tint (tint[0], tint[1], tint[2], cb, cr, *terms, 2, len);
  else
    make_tint (tint[0], tint[1], tint[2], cb, cr, *terms, 1, len);
}

ROW_INLINE uint8_t
shade_of (uint32_t y, int32_t tint, int shift)
{
  return clamp_level ((int32_t) (y + (uint32_t) tint) >> shift);
}

ROW_INLINE void
make_shade (uint8_t *restrict r, uint8_t *restrict g, uint8_t *restrict b,
    const uint16_t *restrict luma, const int32_t *restrict of_r, const int32_t *restrict of_g,
    const int32_t *restrict of_b, RszShadeTerms terms, int len)
{
  for (int i = 0; i < len; i++) {
    const int32_t above = ((luma[i] + terms.half) >> terms.down) - terms.floor;
    const uint32_t y = (uint32_t) (above > 0 ? above : 0) * (uint32_t) terms.scale;

    r[i] = shade_of (y, of_r[i], terms.shift);
    g[i] = shade_of (y, of_g[i], terms.shift);
    b[i] = shade_of (y, of_b[i], terms.shift);
  }
}

static void
shade_c (uint8_t *const *rgb, const uint16_t *luma, const int32_t *const *tint,
    const RszShadeTerms *terms, int len)
{
  make_shade (rgb[0], rgb[1], rgb[2], luma, tint[0], tint[1], tint[2], *terms, len);
}

/* Both pixels of a sample of chroma, or the first alone. */
ROW_INLINE void
make_words (uint8_t *restrict r, uint8_t *restrict g, uint8_t *restrict b,
    const uint8_t *restrict luma, const uint8_t *restrict cb, const uint8_t *restrict cr,
    RszWordTerms terms, int pixels, int len)
{
  for (int i = 0; i < len; i++) {
    const int u = 8 * cb[i] - 1024, v = 8 * cr[i] - 1024;
    const int of_r = (u * terms.cb[0] >> 16) + (v * terms.cr[0] >> 16);
    const int of_g = (u * terms.cb[1] >> 16) + (v * terms.cr[1] >> 16);
    const int of_b = (u * terms.cb[2] >> 16) + (v * terms.cr[2] >> 16);

    for (int k = 0; k < pixels; k++) {
      const int y = (8 * luma[2 * i + k] - terms.offset) * terms.luma >> 16;

      r[2 * i + k] = clamp_level (y + of_r);
      g[2 * i + k] = clamp_level (y + of_g);
      b[2 * i + k] = clamp_level (y + of_b);
    }
  }
}

static void
shade_words_c (uint8_t *const *rgb, const uint8_t *luma, const uint8_t *cb, const uint8_t *cr,
    const RszWordTerms *terms, int len)
{
  const int pairs = len / 2, last = 2 * pairs;

  make_words (rgb[0], rgb[1], rgb[2], luma, cb, cr, *terms, 2, pairs);
  if (len % 2)
    make_words (rgb[0] + last, rgb[1] + last, rgb[2] + last, luma + last, cb + pairs, cr + pairs,
        *terms, 1, 1);
}

void
rsz_rows_fill_c_decoders (RszRows *rows)
{
  rows->weave_fours = weave_fours_c;
  rows->slide = slide_c;
  rows->stretch = stretch_c;
  rows->stretch_four = stretch_four_c;
  rows->blend_four = blend_four_c;
  rows->tint = tint_c;
  rows->shade = shade_c;
  rows->shade_words = shade_words_c;
}
