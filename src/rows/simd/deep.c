/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vertical.h"

/* The vertical sums of deep samples. Rows that are shorter than a vector go to the level below. */

static RszRows fallback;

typedef struct {
  Taps taps;
  RszWord word;
} Deep;

STEP_INLINE Vector
make_sums (const void *row, ptrdiff_t at)
{
  const Deep *deep = row;
  const Taps *taps = &deep->taps;
  const Sums32 half = v_half (taps->shift);
  const Count count = v_count (taps->shift);
  WordSums s = { half, half };
  Vector x;

  for (int k = 0; k < taps->n; k++) {
    const Pair *pair = &taps->pairs[k];

    s = v_add_rows16 (s, v_load (pair->a + at), v_load (pair->b + at), pair->weights);
  }
  for (int k = 2 * taps->n; k < taps->n_taps; k++)
    s = v_add_row16 (s, v_load ((const uint8_t *) taps->src[k] + at), taps->weights[k]);
  x = v_packu32 (v_round32 (s.a, count), v_round32 (s.b, count));
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
