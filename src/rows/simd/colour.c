/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

#include <string.h>

/* Y'CbCr to R'G'B' in float32, a vector of levels at a time. What is left at the end of a row goes
 * to the level below: blocks of pixels that share a mark begin at multiples of RSZ_RGB_BLOCK. */

static RszRows fallback;

/* Vectors of floats in a block, and pixels of a step. */
#define BLOCK_PARTS (RSZ_RGB_BLOCK / FLOATS)
#define STEP VECTOR

/* RszRgbTerms, and how far from a level is near the middle of two. */
typedef struct {
  Vector offset;
  Floats luma, cb[3], cr[3];
} Terms;

STEP_INLINE Terms
spread_terms (const RszRgbTerms *terms)
{
  Terms all = { .offset = v_set32 (terms->offset), .luma = f_set (terms->luma) };

  for (int c = 0; c < 3; c++) {
    all.cb[c] = f_set (terms->cb[c]);
    all.cr[c] = f_set (terms->cr[c]);
  }
  return all;
}

/* A row of each, of which pixels are read. */
typedef struct {
  const uint16_t *luma;
  const int32_t *cb, *cr;
} Pixels;

/* Levels that are not clamped yet. */
typedef struct {
  Vector r, g, b;
} Levels;

STEP_INLINE Vector
round_level (Floats value, Floats *farthest)
{
  const Vector level = f_to_ints (value);

  *farthest = f_farther (*farthest, f_sub (value, f_from_ints (level)));
  return level;
}

/* As many pixels as a vector has floats. */
STEP_INLINE Levels
convert (const Pixels *src, ptrdiff_t at, const Terms *terms, Floats *farthest)
{
  const Vector luma = v_sub32 (v_load_words32 (src->luma + at), terms->offset);
  const Floats y = f_mul (f_from_ints (luma), terms->luma);
  const Floats u = f_from_ints (v_load (src->cb + at)), v = f_from_ints (v_load (src->cr + at));
  const Floats green = f_add (f_add (y, f_mul (u, terms->cb[1])), f_mul (v, terms->cr[1]));

  return (Levels){
    round_level (f_add (y, f_mul (v, terms->cr[0])), farthest),
    round_level (green, farthest),
    round_level (f_add (y, f_mul (u, terms->cb[2])), farthest),
  };
}

STEP_INLINE uint8_t
mark (Floats farthest)
{
  return f_any_above (farthest, 0.5f - (float) RSZ_RGB_NEAR);
}

static void
to_rows_u8 (uint8_t *const *rgb, uint8_t *marks, const uint16_t *luma, const int32_t *cb,
    const int32_t *cr, const RszRgbTerms *terms, int len)
{
  const Pixels src = { luma, cb, cr };
  const Terms all = spread_terms (terms);
  const int done = len / STEP * STEP;
  uint8_t *const rest[3] = { rgb[0] + done, rgb[1] + done, rgb[2] + done };

  for (int x = 0; x < done; x += STEP) {
    Levels of[4];

    for (int i = 0; i < 4; i += BLOCK_PARTS) {
      Floats farthest = f_zero ();

      for (int k = i; k < i + BLOCK_PARTS; k++)
        of[k] = convert (&src, x + k * FLOATS, &all, &farthest);
      marks[(x + i * FLOATS) / RSZ_RGB_BLOCK] = mark (farthest);
    }
    v_store (rgb[0] + x, v_join_sums (of[0].r, of[1].r, of[2].r, of[3].r));
    v_store (rgb[1] + x, v_join_sums (of[0].g, of[1].g, of[2].g, of[3].g));
    v_store (rgb[2] + x, v_join_sums (of[0].b, of[1].b, of[2].b, of[3].b));
  }
  fallback.to_rows (
      rest, marks + done / RSZ_RGB_BLOCK, luma + done, cb + done, cr + done, terms, len - done);
}

/* Where v_store_pixels takes the bytes of pixels from: packing makes lanes of four R', four G',
 * four B' and four more. */
STEP_INLINE Vector
order_of (const int *places, int size)
{
  uint8_t order[VECTOR];

  memset (order, 0x80, VECTOR);
  for (int i = 0; i < FLOATS; i++)
    for (int k = 0; k < size; k++) {
      const int lane = 16 * (i / 4), from = 4 * k + i % 4;

      if (HAS_BYTE_PERMUTE)
        order[size * i + places[k]] = (uint8_t) (lane + from);
      else
        order[lane + size * (i % 4) + places[k]] = (uint8_t) from;
    }
  return v_load (order);
}

STEP_INLINE void
pixels_of (uint8_t *dst, uint8_t *marks, const Pixels *src, const uint8_t *alpha,
    const Terms *terms, Vector order, int size, int len)
{
  for (int x = 0; x < len; x += RSZ_RGB_BLOCK) {
    Floats farthest = f_zero ();

    for (int i = x; i < x + RSZ_RGB_BLOCK; i += FLOATS) {
      const Levels of = convert (src, i, terms, &farthest);
      const Vector last = size == 4 ? v_load_bytes32 (alpha + i) : of.b;

      v_store_pixels (
          dst + size * i, v_packu16 (v_pack32 (of.r, of.g), v_pack32 (of.b, last)), order, size);
    }
    marks[x / RSZ_RGB_BLOCK] = mark (farthest);
  }
}

static void
to_pixels_u8 (uint8_t *dst, uint8_t *marks, const uint16_t *luma, const int32_t *cb,
    const int32_t *cr, const uint8_t *alpha, const RszRgbTerms *terms, const int *places, int size,
    int len)
{
  const Pixels src = { luma, cb, cr };
  const Terms all = spread_terms (terms);
  const int done = len / RSZ_RGB_BLOCK * RSZ_RGB_BLOCK;

  if (size == 3)
    pixels_of (dst, marks, &src, alpha, &all, order_of (places, 3), 3, done);
  else
    pixels_of (dst, marks, &src, alpha, &all, order_of (places, 4), 4, done);
  fallback.to_pixels (dst + (ptrdiff_t) size * done, marks + done / RSZ_RGB_BLOCK, luma + done,
      cb + done, cr + done, alpha + done, terms, places, size, len - done);
}

void
LEVEL (rsz_rows_fill_colour) (RszRows *rows)
{
  fallback = *rows;
  rows->to_rows = to_rows_u8;
  rows->to_pixels = to_pixels_u8;
}
