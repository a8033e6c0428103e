/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "level.h"

/* The sums of samples of more than 8 bits. */

static inline int16_t
hold_int16 (int32_t value)
{
  return (int16_t) (value < INT16_MIN ? INT16_MIN : value < INT16_MAX ? value : INT16_MAX);
}

/* Words of samples with bits above their depth have a sign, as the instructions that multiply
 * them see it. */
static inline int16_t
read_sample (const uint8_t *src, ptrdiff_t i, int low)
{
  return (int16_t) (read_u16 (src, i) >> low);
}

ROW_INLINE void
hdeep_row (int16_t *dst, const uint8_t *src, const RszHtaps *taps, int begin, int len, int n_taps,
    int components)
{
  const int32_t *first = taps->first + begin;
  const int16_t *weights = taps->weights + (ptrdiff_t) begin * n_taps;

  for (int i = 0; i < len; i++, weights += n_taps, dst += components) {
    const ptrdiff_t at = (ptrdiff_t) first[i] * components;

    uint32_t sums[RSZ_MAX_COMPONENTS] = { 0 };

    for (int k = 0; k < n_taps; k++)
      for (int c = 0; c < components; c++)
        sums[c] += (uint32_t) (read_sample (src, at + k * components + c, taps->low) * weights[k]);
    for (int c = 0; c < components; c++)
      dst[c] = hold_int16 (round_fixed ((int32_t) sums[c], taps->shift));
  }
}

/* n_taps is a literal, or whatever the taps have. */
ROW_INLINE void
hdeep_rows (
    const RszBatch *batch, const RszHtaps *taps, int begin, int len, int n_taps, int components)
{
  for (int r = 0; r < batch->n; r++)
    hdeep_row ((int16_t *) batch->dst[r], batch->src[r], taps, begin, len, n_taps, components);
}

ROW_INLINE void
hdeep (const RszBatch *batch, const RszHtaps *taps, int begin, int len, int components)
{
  if (taps->n_taps == 2)
    hdeep_rows (batch, taps, begin, len, 2, components);
  else if (taps->n_taps == 4)
    hdeep_rows (batch, taps, begin, len, 4, components);
  else
    hdeep_rows (batch, taps, begin, len, taps->n_taps, components);
}

static void
hdeep_u16_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  BY_COMPONENTS (taps->components, hdeep, batch, taps, begin, len);
}

static inline uint16_t
narrow_deep (int32_t sum, int shift, RszWord word)
{
  const int32_t value = round_fixed (sum, shift);

  return (uint16_t) ((value < 0 ? 0 : value < word.max ? value : word.max) << word.low);
}

/* Sums of a block of samples stay in the first-level cache while the rows pass by. */
#define BLOCK 512

static void
vdeep_block (void *dst, const int16_t *const *src, int offset, const int16_t *weights, int n_taps,
    int shift, RszWord word, int len)
{
  int32_t sums[BLOCK];

  for (int i = 0; i < len; i++)
    sums[i] = 0;
  for (int k = 0; k < n_taps; k++) {
    const int16_t *row = src[k] + offset;
    const int16_t weight = weights[k];

    for (int i = 0; i < len; i++)
      sums[i] += row[i] * weight;
  }
  for (int i = 0; i < len; i++)
    write_u16 (dst, offset + i, narrow_deep (sums[i], shift, word));
}

static void
vdeep_pair (
    void *dst, const int16_t *a, const int16_t *b, int wa, int wb, int shift, RszWord word, int len)
{
  for (int i = 0; i < len; i++)
    write_u16 (dst, i, narrow_deep (a[i] * wa + b[i] * wb, shift, word));
}

static void
vdeep_u16_c (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps, int shift,
    RszWord word, int len, bool stream)
{
  (void) stream;
  if (n_taps == 2)
    vdeep_pair (dst, src[0], src[1], weights[0], weights[1], shift, word, len);
  else
    for (int i = 0; i < len; i += BLOCK)
      vdeep_block (dst, src, i, weights, n_taps, shift, word, len - i < BLOCK ? len - i : BLOCK);
}

/* A block of samples of the second row is made in a temporary. */
static void
enlarge_deep_c (const RszLerpRows *lerp, int16_t *row, const uint8_t *src, const RszHtaps *taps,
    int fraction, RszWord word, bool stream)
{
  const int c = taps->components, step = BLOCK / c;
  int16_t made[BLOCK], signs = 0;
  const RszBatch batch = { .n = 1, .dst = { (uint8_t *) made }, .src = { src } };

  (void) stream;
  for (int i = 0; i < taps->len; i += step) {
    const int n = taps->len - i < step ? taps->len - i : step;

    hdeep_u16_c (&batch, taps, i, n);
    for (int r = 0; r < lerp->n; r++)
      vdeep_pair (lerp->dst[r] + 2 * i * c, row + i * c, made,
          (1 << lerp->shift) - lerp->weights[r], lerp->weights[r], lerp->shift + fraction, word,
          n * c);
    memcpy (row + i * c, made, n * c * sizeof *made);
    for (int s = 0; s < n * c; s++)
      signs |= made[s];
  }
  row[taps->len * c] = signs < 0;
}

void
rsz_rows_fill_c_deep (RszRows *rows)
{
  rows->enlarge_deep = enlarge_deep_c;
  rows->hdeep = hdeep_u16_c;
  rows->vdeep = vdeep_u16_c;
}
