/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vertical.h"

/* The vertical sums of deep samples. Rows that are shorter than a vector go to the level below. */

static RszRows fallback;

typedef struct {
  Taps taps;
  RszWord word;
} Deep;

/* A vector's sums: lane L of a holds samples 8 L to 8 L + 3, of b the next four. */
typedef struct {
  Vector a, b;
} Sums;

/* Rows two at a time. */
STEP_INLINE Sums
add_pair (Sums s, const uint8_t *src_a, const uint8_t *src_b, int32_t weights)
{
  const Vector w = v_set32 (weights);
  const Vector a = v_load (src_a), b = v_load (src_b);

  s.a = v_add_products (s.a, v_low16 (a, b), w);
  s.b = v_add_products (s.b, v_high16 (a, b), w);
  return s;
}

STEP_INLINE Vector
make_sums (const void *row, ptrdiff_t at)
{
  const Deep *deep = row;
  const Taps *taps = &deep->taps;
  const Vector half = v_set32 (1 << (taps->shift - 1));
  const Count count = v_count (taps->shift);
  Sums s = { half, half };
  Vector x;

  for (int k = 0; k < taps->n; k++)
    s = add_pair (s, taps->a[k] + at, taps->b[k] + at, taps->both[k]);
  for (int k = taps->n_paired; k < taps->n_taps; k++) {
    const uint8_t *src = (const uint8_t *) taps->src[k] + at;

    s = add_pair (s, src, src, both_weights (taps->weights[k], 0));
  }
  x = v_packu32 (v_sra32 (s.a, count), v_sra32 (s.b, count));
  return v_sll16 (v_minu16 (x, v_set16 (deep->word.max)), v_count (deep->word.low));
}

STEP_INLINE void
vdeep (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len, bool stream)
{
  Deep deep;

  pair_taps (&deep.taps, (const void *const *) src, weights, n_taps, shift);
  deep.word = word;
  write_row (dst, 2 * len, stream, make_sums, &deep);
}

/* Words at odd addresses never reach the start of a cache line. */
static void
vdeep_u16 (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len, bool stream)
{
  const bool past = stream && (uintptr_t) dst % 2 == 0;

  if (2 * len < VECTOR)
    fallback.vdeep (dst, src, weights, n_taps, shift, word, len, stream);
  else if (n_taps == 2)
    vdeep (dst, src, weights, 2, shift, word, len, past);
  else if (n_taps == 4)
    vdeep (dst, src, weights, 4, shift, word, len, past);
  else
    vdeep (dst, src, weights, n_taps, shift, word, len, past);
}

void
LEVEL (rsz_rows_fill_deep) (RszRows *rows)
{
  fallback = *rows;
  rows->vdeep = vdeep_u16;
}
