/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

#include <stdlib.h>
#include <string.h>

#include "platform/memory.h"
#include "rows-orc.h"

/* The sums of 8 bit samples. */

static RszRows fallback;

/* Four taps of a sum; those beyond its end weigh nothing. */
typedef struct {
  const uint8_t *src[4];
  int16_t weights[4];
} Quad;

static Quad
quad_at (const RszVtaps *taps, int k, int offset)
{
  Quad quad;

  for (int j = 0; j < 4; j++) {
    const bool inside = k + j < taps->n_taps;

    quad.src[j] = taps->src[inside ? k + j : k] + offset;
    quad.weights[j] = inside ? taps->weights[k + j] : 0;
  }
  return quad;
}

/* Where rows.orc may cut the 32 bit sums of these taps: the least cut whose upper part fits 16
 * bits. 0 where none serves, as with the small weights of reductions to less than a sixteenth. */
#define LEAST_CUT 9
#define LAST_CUT 13

static int
find_cut (const RszVtaps *taps)
{
  int sum = 0, cut = LEAST_CUT;

  for (int k = 0; k < taps->n_taps; k++)
    sum += abs (taps->weights[k]);
  while (sum > 1 << (cut + 7))
    cut++;
  return cut <= LAST_CUT && taps->shift > cut && taps->shift <= cut + 7 ? cut : 0;
}

static void
vquad (uint8_t *dst, const RszVtaps *taps, int len)
{
  const Quad q = quad_at (taps, 0, 0);

  rsz_orc_vscale4_u8 (dst, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0], q.weights[1],
      q.weights[2], q.weights[3], 1 << (taps->shift - 1 - LEAST_CUT), taps->shift - LEAST_CUT, len);
}

static void
vmany_block (uint8_t *dst, const RszVtaps *taps, int offset, int cut, int len)
{
  int16_t lows[RSZ_ORC_BLOCK], highs[RSZ_ORC_BLOCK];
  const int scale = 1 << (16 - cut), last = (taps->n_taps - 1) / 4 * 4;
  Quad q = quad_at (taps, 0, offset);

  rsz_orc_vscalen_begin_u8 (lows, highs, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0],
      q.weights[1], q.weights[2], q.weights[3], scale, len);
  for (int k = 4; k < last; k += 4) {
    q = quad_at (taps, k, offset);
    rsz_orc_vscalen_more_u8 (lows, highs, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0],
        q.weights[1], q.weights[2], q.weights[3], scale, cut, len);
  }
  q = quad_at (taps, last, offset);
  rsz_orc_vscalen_end_u8 (dst + offset, lows, highs, q.src[0], q.src[1], q.src[2], q.src[3],
      q.weights[0], q.weights[1], q.weights[2], q.weights[3], scale, cut,
      1 << (taps->shift - 1 - cut), taps->shift - cut, len);
}

static void
vsums (uint8_t *dst, const RszVtaps *taps, int len, bool stream)
{
  const int cut = find_cut (taps);

  if (cut == LEAST_CUT && taps->n_taps <= 4)
    vquad (dst, taps, len);
  else if (cut && taps->n_taps > 4)
    for (int i = 0; i < len; i += RSZ_ORC_BLOCK)
      vmany_block (dst, taps, i, cut, len - i < RSZ_ORC_BLOCK ? len - i : RSZ_ORC_BLOCK);
  else
    fallback.vscale (dst, taps, len, stream);
}

static void
vscale_u8_orc (uint8_t *dst, const RszVtaps *taps, int len, bool stream)
{
  const uint8_t *const *src = taps->src;
  const int16_t *w = taps->weights;

  if (taps->sum == RSZ_SUM_DOUBLING)
    rsz_orc_vdouble_u8 (dst, src[w[1] > w[0]], src[w[1] <= w[0]], len);
  else if (!rsz_rows_only_lerp (w, taps->n_taps, 1, taps->shift))
    vsums (dst, taps, len, stream);
  else if (w[0] == 0 || w[1] == 0)
    fallback.copy (dst, src[w[0] == 0], len, stream);
  else
    rsz_orc_vlerp_u8 (dst, src[0], src[1], w[1] << (15 - taps->shift), len);
}

/* Horizontal: doubling needs no gather. */

typedef void (*Doubling) (
    void *dst, const uint8_t *left, const uint8_t *near, const uint8_t *right, int len);

static void
doubling_u8x2 (void *dst, const uint8_t *left, const uint8_t *near, const uint8_t *right, int len)
{
  rsz_orc_hdouble_u8x2 (dst, (const void *) left, (const void *) near, (const void *) right, len);
}

static void
doubling_u8x4 (void *dst, const uint8_t *left, const uint8_t *near, const uint8_t *right, int len)
{
  rsz_orc_hdouble_u8x4 (dst, (const void *) left, (const void *) near, (const void *) right, len);
}

/* Plain C doubles without reading taps. */
static void
double_by_fallback (uint8_t *dst, const uint8_t *src, int len, int components)
{
  const RszBatch batch = { 1, { dst }, { src }, { NULL } };
  const RszHtaps taps = {
    .sum = RSZ_SUM_DOUBLING, .in = len / 2, .len = len, .components = components
  };

  fallback.hscale (&batch, &taps, 0, len);
}

/* The first and the last source pixel have one neighbour only: they are doubled by the fallback, in
 * the company of the neighbour they have. */
static inline void
hdouble_row (uint8_t *dst, const uint8_t *src, int len, int components, Doubling doubling)
{
  const int n = len / 2, pair = 2 * components;
  uint8_t end[4 * RSZ_MAX_COMPONENTS];

  if (n < 3 || !is_aligned (dst, pair) || !is_aligned (src, components)) {
    double_by_fallback (dst, src, len, components);
    return;
  }
  double_by_fallback (end, src, 4, components);
  memcpy (dst, end, pair);
  doubling (dst + pair, src, src + components, src + pair, n - 2);
  double_by_fallback (end, src + (ptrdiff_t) (n - 2) * components, 4, components);
  memcpy (dst + (ptrdiff_t) (n - 1) * pair, end + pair, pair);
}

static inline void
hdouble (const RszBatch *batch, int len, int components, Doubling doubling)
{
  for (int r = 0; r < batch->n; r++)
    hdouble_row (batch->dst[r], batch->src[r], len, components, doubling);
}

static void
hscale_u8_orc (const RszBatch *batch, const RszHtaps *taps, int begin, int len)
{
  const bool doubles = taps->sum == RSZ_SUM_DOUBLING;

  if (doubles && taps->components == 2)
    hdouble (batch, len, 2, doubling_u8x2);
  else if (doubles && taps->components == 4)
    hdouble (batch, len, 4, doubling_u8x4);
  else
    fallback.hscale (batch, taps, begin, len);
}

/* Gathers: each pixel twice needs no indices either. */

static void *
pack_gather_orc (const RszHtaps *taps, size_t *size)
{
  ptrdiff_t *begin = rsz_rows_doubles (taps) ? rsz_memory_new (sizeof *begin, sizeof *begin) : NULL;

  if (begin)
    *begin = (ptrdiff_t) taps->first[0] * taps->components;
  *size = begin ? sizeof *begin : 0;
  return begin;
}

/* Pairs of pixels of so many bytes. */
static void
double_pixels (void *dst, const void *src, int size, int n)
{
  if (size == 1)
    rsz_orc_twice_u8 (dst, src, n);
  else if (size == 2)
    rsz_orc_twice_u16 (dst, src, n);
  else
    rsz_orc_twice_u32 (dst, src, n);
}

static void
gather_row (uint8_t *dst, const uint8_t *src, int size, int len)
{
  double_pixels (dst, src, size, len / 2);
  if (len % 2)
    memcpy (dst + (ptrdiff_t) (len - 1) * size, src + (ptrdiff_t) (len / 2) * size, size);
}

static void
gather_orc (const RszBatch *batch, const RszHtaps *taps, int begin, int len, bool stream)
{
  const ptrdiff_t shift = taps->packed ? *(const ptrdiff_t *) taps->packed : 0;
  const int size = taps->components;
  bool fits = taps->packed && begin == 0;

  for (int r = 0; r < batch->n; r++)
    fits = fits && is_aligned (batch->dst[r], 2 * size) && is_aligned (batch->src[r] + shift, size);
  for (int r = 0; r < batch->n && fits; r++)
    if (r > 0 && batch->src[r] == batch->src[r - 1])
      memcpy (batch->dst[r], batch->dst[r - 1], (size_t) len * size);
    else
      gather_row (batch->dst[r], batch->src[r] + shift, size, len);
  if (!fits)
    fallback.gather (batch, taps, begin, len, stream);
}

void
rsz_rows_fill_orc_fixed (RszRows *rows)
{
  const uint16_t one = 1;

  fallback = *rows;
  rows->gather = gather_orc;
  rows->gather_pack = pack_gather_orc;
  rows->vscale = vscale_u8_orc;
  if (*(const uint8_t *) &one != 1)
    return; /* the programs below take a word's first byte for its low one */
  rows->hscale = hscale_u8_orc;
}
