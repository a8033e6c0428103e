/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

/* Y'CbCr to R'G'B'. Loops that compilers vectorise. */

ROW_INLINE void
pick_bytes (uint16_t *dst, const uint8_t *src, int len, int components)
{
  for (int i = 0; i < len; i++)
    dst[i] = src[(ptrdiff_t) i * components];
}

ROW_INLINE void
pick_words (uint16_t *dst, const uint8_t *src, int len, int components)
{
  for (int i = 0; i < len; i++)
    dst[i] = read_u16 (src, (ptrdiff_t) i * components);
}

static void
pick_u8_c (uint16_t *dst, const void *src, int components, int index, int len)
{
  const uint8_t *first = (const uint8_t *) src + index;

  BY_COMPONENTS (components, pick_bytes, dst, first, len);
}

static void
pick_u16_c (uint16_t *dst, const void *src, int components, int index, int len)
{
  const uint8_t *first = (const uint8_t *) src + 2 * index;

  BY_COMPONENTS (components, pick_words, dst, first, len);
}

static void
blend_c (int32_t *dst, const uint16_t *a, const uint16_t *b, const int32_t *weights, int32_t offset,
    int len)
{
  const int32_t wa = weights[0], wb = weights[1];

  for (int i = 0; i < len; i++)
    dst[i] = a[i] * wa + b[i] * wb - offset;
}

static void
spread_c (int32_t *restrict dst, const int32_t *restrict src, const int32_t *even,
    const int32_t *odd, int len)
{
  const int32_t e0 = even[0], e1 = even[1], o0 = odd[0], o1 = odd[1];

  for (int i = 0; i < len; i++) {
    dst[2 * i] = src[i - 1] * e0 + src[i] * e1;
    dst[2 * i + 1] = src[i] * o0 + src[i + 1] * o1;
  }
}

static void
spread_four_c (int32_t *restrict dst, const int32_t *restrict src, const int32_t *before,
    const int32_t *own, const int32_t *behind, int len)
{
  const int32_t a0 = before[0], a1 = before[1], a2 = before[2], a3 = before[3];
  const int32_t b0 = own[0], b1 = own[1], b2 = own[2], b3 = own[3];
  const int32_t c0 = behind[0], c1 = behind[1], c2 = behind[2], c3 = behind[3];

  for (int i = 0; i < len; i++) {
    const int32_t a = src[i - 1], b = src[i], c = src[i + 1];

    dst[4 * i] = a * a0 + b * b0 + c * c0;
    dst[4 * i + 1] = a * a1 + b * b1 + c * c1;
    dst[4 * i + 2] = a * a2 + b * b2 + c * c2;
    dst[4 * i + 3] = a * a3 + b * b3 + c * c3;
  }
}

/* Numerators are below 2^24, so that a reciprocal of 40 bits behind the point, rounded up, gives
 * their quotients: it is less than 2^-40 too large, and quotients that are not whole are at least
 * 1 / max > 2^-16 below the next whole number. */
ROW_INLINE void
divide_opacity (uint8_t *restrict dst, const uint16_t *restrict src, uint32_t max, int len)
{
  const uint64_t reciprocal = ((uint64_t) 1 << 40) / max + 1;

  for (int i = 0; i < len; i++) {
    const uint32_t alpha = src[i] < max ? src[i] : max;

    dst[i] = (uint8_t) ((alpha * 255 + max / 2) * reciprocal >> 40);
  }
}

/* alpha * 255 / 255. */
ROW_INLINE void
copy_opacity (uint8_t *restrict dst, const uint16_t *restrict src, int len)
{
  for (int i = 0; i < len; i++)
    dst[i] = (uint8_t) (src[i] < 255 ? src[i] : 255);
}

static void
opacity_c (uint8_t *dst, const uint16_t *src, int max, int len)
{
  if (max == 255)
    copy_opacity (dst, src, len);
  else
    divide_opacity (dst, src, (uint32_t) max, len);
}

/* 0.5f - RSZ_RGB_NEAR. */
#define NEAR_BITS 0x3efff000

/* The bits of a float that is not negative, which order as such floats do. */
ROW_INLINE int32_t
bits_of (float value)
{
  int32_t bits;

  memcpy (&bits, &value, 4);
  return bits;
}

/* Rounds half to even, as narrow_float does, and clamps then, which gives the same. *farthest is
 * the bits of how far values were from their levels. Floats are not compared: compilers make
 * branches of that. */
ROW_INLINE int32_t
round_rgb (float value, int32_t *farthest)
{
  const float whole = (value + 0x1.8p23f) - 0x1.8p23f;
  const int32_t off = bits_of (value - whole) & INT32_MAX;
  const int32_t level = (int32_t) whole, low = level > 0 ? level : 0;

  *farthest = *farthest > off ? *farthest : off;
  return low < 255 ? low : 255;
}

/* The three levels of a pixel. */
ROW_INLINE void
convert (int32_t rgb[3], uint16_t luma, int32_t cb, int32_t cr, const RszRgbTerms *terms,
    int32_t *farthest)
{
  const float y = (float) (luma - terms->offset) * terms->luma;
  const float u = (float) cb, v = (float) cr;

  rgb[0] = round_rgb (y + v * terms->cr[0], farthest);
  rgb[1] = round_rgb (y + u * terms->cb[1] + v * terms->cr[1], farthest);
  rgb[2] = round_rgb (y + u * terms->cb[2], farthest);
}

ROW_INLINE uint8_t
convert_to_rows (uint8_t *restrict r, uint8_t *restrict g, uint8_t *restrict b,
    const uint16_t *restrict luma, const int32_t *restrict cb, const int32_t *restrict cr,
    RszRgbTerms terms, int len)
{
  int32_t farthest = 0;

  for (int i = 0; i < len; i++) {
    int32_t rgb[3];

    convert (rgb, luma[i], cb[i], cr[i], &terms, &farthest);
    r[i] = (uint8_t) rgb[0];
    g[i] = (uint8_t) rgb[1];
    b[i] = (uint8_t) rgb[2];
  }
  return farthest > NEAR_BITS;
}

static void
to_rows_c (uint8_t *const *rgb, uint8_t *marks, const uint16_t *luma, const int32_t *cb,
    const int32_t *cr, const RszRgbTerms *terms, int len)
{
  const int whole = len / RSZ_RGB_BLOCK, done = whole * RSZ_RGB_BLOCK;

  for (int i = 0, x = 0; i < whole; i++, x += RSZ_RGB_BLOCK)
    marks[i] = convert_to_rows (
        rgb[0] + x, rgb[1] + x, rgb[2] + x, luma + x, cb + x, cr + x, *terms, RSZ_RGB_BLOCK);
  if (done < len)
    marks[whole] = convert_to_rows (rgb[0] + done, rgb[1] + done, rgb[2] + done, luma + done,
        cb + done, cr + done, *terms, len - done);
}

ROW_INLINE void
weave_bytes (uint8_t *restrict dst, const uint8_t *restrict a, const uint8_t *restrict b,
    const uint8_t *restrict c, int len)
{
  for (int i = 0; i < len; i++) {
    dst[3 * i] = a[i];
    dst[3 * i + 1] = b[i];
    dst[3 * i + 2] = c[i];
  }
}

/* How far byte k of a word in memory is shifted. */
ROW_INLINE int
shift_of (int k)
{
  return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 8 * k : 24 - 8 * k;
}

/* Three bytes: rows of a block, woven. */
ROW_INLINE uint8_t
convert_to_threes (uint8_t *restrict dst, const uint16_t *restrict luma, const int32_t *restrict cb,
    const int32_t *restrict cr, RszRgbTerms terms, const int *places, int len)
{
  uint8_t rows[3][RSZ_RGB_BLOCK];
  const uint8_t *bytes[3];
  const uint8_t near = convert_to_rows (rows[0], rows[1], rows[2], luma, cb, cr, terms, len);

  for (int c = 0; c < 3; c++)
    bytes[places[c]] = rows[c];
  weave_bytes (dst, bytes[0], bytes[1], bytes[2], len);
  return near;
}

ROW_INLINE uint8_t
convert_to_fours (uint8_t *restrict dst, const uint16_t *restrict luma, const int32_t *restrict cb,
    const int32_t *restrict cr, const uint8_t *restrict alpha, RszRgbTerms terms, const int *places,
    int len)
{
  const int r = shift_of (places[0]), g = shift_of (places[1]), b = shift_of (places[2]);
  const int a = shift_of (places[3]);
  int32_t farthest = 0;

  for (int i = 0; i < len; i++) {
    int32_t rgb[3];
    uint32_t pixel;

    convert (rgb, luma[i], cb[i], cr[i], &terms, &farthest);
    pixel = (uint32_t) rgb[0] << r | (uint32_t) rgb[1] << g | (uint32_t) rgb[2] << b
            | (uint32_t) alpha[i] << a;
    memcpy (dst + 4 * i, &pixel, 4);
  }
  return farthest > NEAR_BITS;
}

ROW_INLINE uint8_t
convert_to_block (uint8_t *dst, const uint16_t *luma, const int32_t *cb, const int32_t *cr,
    const uint8_t *alpha, RszRgbTerms terms, const int *places, int size, int len)
{
  if (size == 3)
    return convert_to_threes (dst, luma, cb, cr, terms, places, len);
  return convert_to_fours (dst, luma, cb, cr, alpha, terms, places, len);
}

static void
to_pixels_c (uint8_t *dst, uint8_t *marks, const uint16_t *luma, const int32_t *cb,
    const int32_t *cr, const uint8_t *alpha, const RszRgbTerms *terms, const int *places, int size,
    int len)
{
  for (int x = 0; x < len; x += RSZ_RGB_BLOCK) {
    uint8_t *mark = &marks[x / RSZ_RGB_BLOCK];

    if (x + RSZ_RGB_BLOCK <= len)
      *mark = convert_to_block (
          dst + size * x, luma + x, cb + x, cr + x, alpha + x, *terms, places, size, RSZ_RGB_BLOCK);
    else
      *mark = convert_to_block (
          dst + size * x, luma + x, cb + x, cr + x, alpha + x, *terms, places, size, len - x);
  }
}

static void
find_near_c (uint8_t *near, const uint16_t *luma, const int32_t *cb, const int32_t *cr,
    const RszRgbTerms *terms, int len)
{
  const RszRgbTerms own = *terms;

  for (int i = 0; i < len; i++) {
    int32_t rgb[3], off = 0;

    convert (rgb, luma[i], cb[i], cr[i], &own, &off);
    near[i] = off > NEAR_BITS;
  }
}

static void
weave_c (uint8_t *dst, const uint8_t *const *src, int len)
{
  weave_bytes (dst, src[0], src[1], src[2], len);
}

void
rsz_rows_fill_c_colour (RszRows *rows)
{
  rows->pick[RSZ_SAMPLE_U8] = pick_u8_c;
  rows->pick[RSZ_SAMPLE_U16] = pick_u16_c;
  rows->blend = blend_c;
  rows->spread = spread_c;
  rows->spread_four = spread_four_c;
  rows->opacity = opacity_c;
  rows->to_rows = to_rows_c;
  rows->to_pixels = to_pixels_c;
  rows->find_near = find_near_c;
  rows->weave = weave_c;
}
