/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

#include <arm_neon.h>

/* The vertical sums of deep samples, 16 at a time; the last 16 of a row that is no multiple of
 * them overlap their neighbours. Shorter rows go to the plain C rows. */

#define STEP 16

static RszRows fallback;

/* 16 sums, four by four. */
typedef struct {
  int32x4_t a, b, c, d;
} Sums;

STEP_INLINE Sums
add_products (Sums s, const int16_t *src, int16_t weight)
{
  const int16x8_t low = vld1q_s16 (src), high = vld1q_s16 (src + 8);

  s.a = vmlal_n_s16 (s.a, vget_low_s16 (low), weight);
  s.b = vmlal_high_n_s16 (s.b, low, weight);
  s.c = vmlal_n_s16 (s.c, vget_low_s16 (high), weight);
  s.d = vmlal_high_n_s16 (s.d, high, weight);
  return s;
}

/* Memory may lie at any address: it is written as bytes. The first shift rounds half up, as
 * (sum + (1 << (shift - 1))) >> shift does. */
STEP_INLINE void
store_words (uint8_t *dst, int32x4_t a, int32x4_t b, int shift, RszWord word)
{
  const int32x4_t down = vdupq_n_s32 (-shift);
  const uint16x8_t x = vqmovun_high_s32 (vqmovun_s32 (vrshlq_s32 (a, down)), vrshlq_s32 (b, down));
  const uint16x8_t held = vminq_u16 (x, vdupq_n_u16 ((uint16_t) word.max));

  vst1q_u8 (dst, vreinterpretq_u8_u16 (vshlq_u16 (held, vdupq_n_s16 ((int16_t) word.low))));
}

STEP_INLINE void
vdeep_step (uint8_t *dst, const int16_t *const *src, int i, const int16_t *weights, int n_taps,
    int shift, RszWord word)
{
  const int32x4_t zero = vdupq_n_s32 (0);
  Sums s = { zero, zero, zero, zero };

  for (int k = 0; k < n_taps; k++)
    s = add_products (s, src[k] + i, weights[k]);
  store_words (dst + (ptrdiff_t) 2 * i, s.a, s.b, shift, word);
  store_words (dst + (ptrdiff_t) 2 * i + 16, s.c, s.d, shift, word);
}

STEP_INLINE void
vdeep (uint8_t *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len)
{
  int i = 0;

  for (; i <= len - STEP; i += STEP)
    vdeep_step (dst, src, i, weights, n_taps, shift, word);
  if (i < len)
    vdeep_step (dst, src, len - STEP, weights, n_taps, shift, word);
}

/* Rows and weights of so few taps stay in registers. */
STEP_INLINE void
vdeep_few (uint8_t *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len)
{
  const int16_t *rows[4];
  int16_t w[4];

  for (int k = 0; k < n_taps; k++) {
    rows[k] = src[k];
    w[k] = weights[k];
  }
  vdeep (dst, rows, w, n_taps, shift, word, len);
}

static void
vdeep_u16_neon (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len, bool stream)
{
  if (len < STEP)
    fallback.vdeep (dst, src, weights, n_taps, shift, word, len, stream);
  else if (n_taps == 2)
    vdeep_few (dst, src, weights, 2, shift, word, len);
  else if (n_taps == 4)
    vdeep_few (dst, src, weights, 4, shift, word, len);
  else
    vdeep (dst, src, weights, n_taps, shift, word, len);
}

void
rsz_rows_fill_neon_deep (RszRows *rows)
{
  rsz_rows_fill_c (&fallback);
  rows->vdeep = vdeep_u16_neon;
}
