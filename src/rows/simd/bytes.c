/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

#include <string.h>

#include "floats.h"

#define PIECES 0 /* taps are not looked up in windows */

/* The horizontal float sums of samples of 8 and 16 bits, of up to four rows at a time, which share
 * taps: where bytes and words can be chosen out of whole vectors. */

static void *
pack_u8 (const RszHtapsf *taps, size_t *size)
{
  PackedFloats *packed =
      rsz_rows_pack_floats (taps, FLOATS, MAX_LOOK_UP_WINDOWS * VECTOR / FLOATS, size);

  if (packed && taps->n_taps == 2 && packed->span + taps->components <= VECTOR)
    rsz_rows_pack_float_pairs (packed, taps, FLOATS);
  return packed;
}

/* Taps of LERP and QUAD that are farther apart are read where they are, if of one component. */
static void *
pack_u16 (const RszHtapsf *taps, size_t *size)
{
  const bool chained = taps->sum == RSZ_SUMF_LERP || taps->sum == RSZ_SUMF_QUAD;

  return rsz_rows_pack_floats (taps, FLOATS,
      chained && taps->components == 1 ? 1 << 24 : MAX_LOOK_UP_WINDOWS * VECTOR / 2 / FLOATS, size);
}

/* How the taps of a row are summed; rows.h, RszSumf. */
typedef struct {
  RszSumf sum;
  int n_taps, n_fused; /* of QUAD and MANY */
  int components, n_windows;
  int size;    /* bytes of a sample */
  bool two;    /* bytes are read two taps at a time: windows are many, and hold both */
  bool shared; /* all taps lie in one window: it is loaded once */
  bool exact;  /* ... and weights are pairs of integers: rsz_rows_pack_float_pairs */
} Form;

typedef struct {
  const uint8_t *src[RSZ_MAX_BATCH];
  const uint8_t *soon[RSZ_MAX_BATCH];
  float *dst[RSZ_MAX_BATCH];
} FloatRows;

/* What a block of all rows has in common, and how far into them it is. */
typedef struct {
  ptrdiff_t base;
  Vector index, pixel;
  Choice choice;
  Vector indices; /* of two taps */
  Choice both;
  const float *weights;
} FloatBlock;

typedef struct {
  Floats x[RSZ_MAX_BATCH];
} Totals;

STEP_INLINE Floats
weight_of (const FloatBlock *block, int k, Form form)
{
  const Floats w = f_load (block->weights + k * FLOATS);

  return form.components > 1 ? f_permute (w, block->pixel) : w;
}

/* Tap k of a row, and SAMPLE_BIAS. */
STEP_INLINE Floats
biased (const FloatRows *rows, int r, const FloatBlock *block, int k, Form form)
{
  const ptrdiff_t step = (ptrdiff_t) k * form.components;
  const uint8_t *at = rows->src[r] + (block->base + (form.shared ? 0 : step)) * form.size;
  const Vector index = form.shared ? v_add32 (block->index, v_set32 ((int) step)) : block->index;

  return f_look_up_biased (at, index, block->choice, form.n_windows, form.size);
}

STEP_INLINE Floats
value (const FloatRows *rows, int r, const FloatBlock *block, int k, Form form)
{
  return f_sub (biased (rows, r, block, k, form), f_set (SAMPLE_BIAS));
}

/* (bias + v) w - bias w is v w, rounded once: a bias is no more to take away than nothing. */
STEP_INLINE Floats
product (Floats biased, Floats w, Floats minus)
{
  return f_fuse (biased, w, minus);
}

STEP_INLINE Floats
minus_of (Floats w)
{
  return f_mul (w, f_set (-SAMPLE_BIAS));
}

/* Two taps of a row, the first of QUAD. Zeros of exact sums are not to become negative. */
STEP_INLINE Floats
scale_pair (const FloatRows *rows, int r, const FloatBlock *block, Form form)
{
  const Floats wa = weight_of (block, 0, form), wb = weight_of (block, 1, form);

  if (form.exact) {
    const Vector x = f_look_up_pair (rows->src[r] + block->base, block->indices);

    return f_fuse (
        f_from_ints (v_madd (x, f_bits (wa))), f_set (-1.0f / (1 << PAIR_SHIFT)), f_zero ());
  }
  if (form.sum == RSZ_SUMF_BLEND) {
    const Floats a = biased (rows, r, block, 0, form), b = biased (rows, r, block, 1, form);

    return f_add (f_sub (a, f_set (SAMPLE_BIAS)), f_mul (f_sub (b, a), wb));
  }
  if (form.sum == RSZ_SUMF_MANY)
    return f_add (product (biased (rows, r, block, 0, form), wa, minus_of (wa)),
        product (biased (rows, r, block, 1, form), wb, minus_of (wb)));
  return f_fuse (value (rows, r, block, 0, form), wa,
      product (biased (rows, r, block, 1, form), wb, minus_of (wb)));
}

STEP_INLINE Totals
scale_pairs (const FloatRows *rows, const FloatBlock *block, Form form)
{
  Totals totals;

  for (int r = 0; r < RSZ_MAX_BATCH; r++)
    totals.x[r] = scale_pair (rows, r, block, form);
  return totals;
}

STEP_INLINE Totals
begin_sum (const FloatRows *rows, const FloatBlock *block, Form form)
{
  const Floats w = weight_of (block, 0, form), minus = minus_of (w);
  Totals totals;

  for (int r = 0; r < RSZ_MAX_BATCH; r++)
    totals.x[r] = product (biased (rows, r, block, 0, form), w, minus);
  return totals;
}

/* Taps k and k + 1 of a sum. */
STEP_INLINE Totals
add_two (Totals totals, const FloatRows *rows, const FloatBlock *block, int k, Form form)
{
  const Floats wa = weight_of (block, k, form), wb = weight_of (block, k + 1, form);
  const Floats minus_a = minus_of (wa), minus_b = minus_of (wb);

  for (int r = 0; r < RSZ_MAX_BATCH; r++) {
    const uint8_t *at = rows->src[r] + block->base + (ptrdiff_t) k * form.components;
    const Vector two = f_look_up_two (at, block->indices, block->both, form.n_windows);

    totals.x[r] = f_add (f_add (totals.x[r], product (f_first_of (two), wa, minus_a)),
        product (f_second_of (two), wb, minus_b));
  }
  return totals;
}

STEP_INLINE Totals
sum_block (const FloatRows *rows, const FloatBlock *block, Form form)
{
  const bool chained = form.sum == RSZ_SUMF_LERP || form.sum == RSZ_SUMF_QUAD;
  int k = chained ? 2 : 1;
  Totals totals;

  if (form.exact || form.sum == RSZ_SUMF_BLEND)
    return scale_pairs (rows, block, form);
  totals = chained ? scale_pairs (rows, block, form) : begin_sum (rows, block, form);
  for (; form.two && k + 1 < form.n_taps - form.n_fused; k += 2)
    totals = add_two (totals, rows, block, k, form);
  for (; k < form.n_taps - form.n_fused; k++) {
    const Floats w = weight_of (block, k, form), minus = minus_of (w);

    for (int r = 0; r < RSZ_MAX_BATCH; r++)
      totals.x[r] = f_add (totals.x[r], product (biased (rows, r, block, k, form), w, minus));
  }
  for (; k < form.n_taps; k++) {
    const Floats w = weight_of (block, k, form);

    for (int r = 0; r < RSZ_MAX_BATCH; r++)
      totals.x[r] = f_fuse (value (rows, r, block, k, form), w, totals.x[r]);
  }
  return totals;
}

/* LERP and QUAD of words that are read a pixel at a time. */
STEP_INLINE Totals
sum_pieces (const FloatRows *rows, const int32_t *at, const float *weights, int n_taps)
{
  Totals totals;

  for (int r = 0; r < RSZ_MAX_BATCH; r++) {
    const uint8_t *src = rows->src[r];
    const Vector low = n_taps == 2 ? v_load_fours_at (src, at) : v_load_eights (src, at);
    const Vector high = n_taps == 2 ? low : v_load_eights (src, at + FLOATS / 2);

    totals.x[r] = f_zero ();
    for (int k = 0; k < n_taps; k += 2) {
      const Vector two = n_taps == 2 ? low : v_every_other32 (low, high, k / 2);
      const Floats a = f_from_ints (v_and (two, v_set32 (0xffff)));
      const Floats b = f_from_ints (v_odd_words (two));
      const Floats wa = f_load (weights + k * FLOATS), wb = f_load (weights + (k + 1) * FLOATS);

      totals.x[r] = k == 0 ? f_fuse (a, wa, f_add (f_mul (b, wb), totals.x[r]))
                           : f_fuse (b, wb, f_fuse (a, wa, totals.x[r]));
    }
  }
  return totals;
}

STEP_INLINE FloatBlock
block_of (const PackedFloats *packed, int b, int group, int part, Form form)
{
  const Vector index = v_load (packed->indices + b * FLOATS);
  const Vector indices = form.exact ? index : f_two_indices (index, form.components);

  return (FloatBlock){
    .base = packed->bases[b],
    .index = index,
    .pixel = v_load (packed->pixels + part * FLOATS),
    .choice = f_choice (index, form.size),
    .indices = indices,
    .both = f_two_choice (indices),
    .weights = packed->weights + (ptrdiff_t) group * form.n_taps * FLOATS,
  };
}

/* Fetches what a block will read of the rows after these. Out of line: it would be in each of some
 * sixty loops. The assembly is for gcc, which takes a function that only fetches for one that does
 * nothing. */
__attribute__ ((noinline)) static void
fetch_soon (const FloatRows *rows, const PackedFloats *packed, int b, int size)
{
  const ptrdiff_t from = (ptrdiff_t) packed->bases[b] * size;
  const ptrdiff_t end = (ptrdiff_t) packed->bases[b + 1] * size;

  __asm__ volatile("");
  for (ptrdiff_t at = (from + 63) & ~63; at < end; at += 64)
    for (int r = 0; r < RSZ_MAX_BATCH; r++)
      if (rows->soon[r])
        __builtin_prefetch (rows->soon[r] + at);
}

/* What there is of blocks whose floats go to `at`, of n. */
static void
write_parts (const FloatRows *rows, float (*blocks)[FLOATS], int at, int n)
{
  const int from = at < 0 ? -at : 0, to = n - at < FLOATS ? n - at : FLOATS;

  for (int r = 0; r < RSZ_MAX_BATCH; r++)
    memcpy (rows->dst[r] + at + from, blocks[r] + from, (to - from) * sizeof **blocks);
}

/* The tables are copied: stores of floats may change whatever is in memory. A block that is not
 * wanted whole is made in a temporary, by the same loop: there is one of it. */
STEP_INLINE void
run (const FloatRows *from_rows, const RszHtapsf *taps, int begin, int len, Form form)
{
  const PackedFloats packed = *(const PackedFloats *) taps->packed;
  FloatRows rows = *from_rows;
  const int c = form.components, n = len * c;
  int b = begin * c / FLOATS, at = b * FLOATS - begin * c;
  int group = b / c, part = b % c;

  while (at < n) {
    const bool whole = at >= 0 && n - at >= FLOATS;
    const int end = b + (whole ? (n - at) / FLOATS : 1);
    float blocks[RSZ_MAX_BATCH][FLOATS];

    for (int r = 0; r < RSZ_MAX_BATCH; r++)
      rows.dst[r] = whole ? from_rows->dst[r] + at : blocks[r];
    at += (end - b) * FLOATS;
    for (ptrdiff_t to = 0; b < end; b++, to += FLOATS) {
      const FloatBlock block = block_of (&packed, b, group, part, form);
      int32_t places[FLOATS];
      Totals totals;

      if (rows.soon[0])
        fetch_soon (&rows, &packed, b, form.size);
      if (form.n_windows == PIECES) {
        v_store (places, v_sll32 (v_add32 (block.index, v_set32 (packed.bases[b])), v_count (1)));
        totals = sum_pieces (&rows, places, block.weights, form.n_taps);
      } else {
        totals = sum_block (&rows, &block, form);
      }
      for (int r = 0; r < RSZ_MAX_BATCH; r++)
        f_store (rows.dst[r] + to, totals.x[r]);
      part = part + 1 < c ? part + 1 : 0;
      group += part == 0;
    }
    if (!whole)
      write_parts (from_rows, blocks, at - FLOATS, n);
  }
}

STEP_INLINE void
run_components (const FloatRows *rows, const RszHtapsf *taps, int begin, int len, Form form)
{
  form.components = 1;
  if (taps->components == 1)
    run (rows, taps, begin, len, form);
  form.components = taps->components;
  if (taps->components > 1)
    run (rows, taps, begin, len, form);
}

/* All taps of a block are in one window. */
STEP_INLINE void
run_shared (const FloatRows *rows, const RszHtapsf *taps, int begin, int len, Form form)
{
  const int exact = ((const PackedFloats *) taps->packed)->first_exact * FLOATS - begin;
  const int n = exact < 0 ? 0 : exact < len ? exact : len;
  FloatRows rest = *rows;

  form.shared = true;
  if (form.size == 2 || form.sum == RSZ_SUMF_QUAD) {
    run_components (rows, taps, begin, len, form);
    return;
  }
  run_components (rows, taps, begin, n, form);
  for (int r = 0; r < RSZ_MAX_BATCH; r++)
    rest.dst[r] += n * taps->components;
  form.exact = true;
  run_components (&rest, taps, begin + n, len - n, form);
}

/* Two taps at a time are worth it from three windows on. */
STEP_INLINE void
run_windows (const FloatRows *rows, const RszHtapsf *taps, int begin, int len, Form form)
{
  const int span = ((const PackedFloats *) taps->packed)->span, both = span + taps->components;
  const int window = VECTOR / form.size;

  if (span > MAX_LOOK_UP_WINDOWS * window && form.size == 2
      && (form.sum == RSZ_SUMF_LERP || form.sum == RSZ_SUMF_QUAD)) {
    form.n_windows = PIECES;
    form.components = 1;
    run (rows, taps, begin, len, form);
    return;
  }
  form.n_windows = 1;
  if (span + (form.n_taps - 1) * taps->components <= window) {
    run_shared (rows, taps, begin, len, form);
    return;
  }
  if (span <= window)
    run_components (rows, taps, begin, len, form);
  form.n_windows = 2;
  if (span > window && span <= 2 * window)
    run_components (rows, taps, begin, len, form);
  form.two = form.sum == RSZ_SUMF_MANY && form.size == 1;
  form.n_windows = 3;
  if (span > 2 * window && both <= 3 * window)
    run_components (rows, taps, begin, len, form);
  form.n_windows = 4;
  if (both > 3 * window && both <= 4 * window)
    run_components (rows, taps, begin, len, form);
  form.two = false;
  if (both > 4 * window)
    run_components (rows, taps, begin, len, form);
}

/* Four rows, of which the last ones may be the same. */
STEP_INLINE void
run_rows (const RszBatch *batch, const RszHtapsf *taps, int begin, int len, Form form)
{
  FloatRows rows;

  for (int r = 0; r < RSZ_MAX_BATCH; r++) {
    const int row = r < batch->n ? r : batch->n - 1;

    rows.src[r] = batch->src[row];
    rows.soon[r] = batch->soon[row];
    rows.dst[r] = (float *) batch->dst[row];
  }
  run_windows (&rows, taps, begin, len, form);
}

/* Functions of their own: in one, gcc 12 makes worse loops of them, up to 1.09 of the time, and
 * takes longer for it. */
#define HSCALE(name, ...)                                                                          \
  static void name (const RszBatch *batch, const RszHtapsf *taps, int begin, int len)              \
  {                                                                                                \
    run_rows (batch, taps, begin, len, (Form){ __VA_ARGS__ });                                     \
  }

HSCALE (hlerp_u8, .sum = RSZ_SUMF_LERP, .n_taps = 2, .size = 1)
HSCALE (hlerp_u16, .sum = RSZ_SUMF_LERP, .n_taps = 2, .size = 2)
HSCALE (hquad_u8, .sum = RSZ_SUMF_QUAD, .n_taps = 4, .n_fused = 2, .size = 1)
HSCALE (hquad_u16, .sum = RSZ_SUMF_QUAD, .n_taps = 4, .n_fused = 2, .size = 2)
HSCALE (hblend_u8, .sum = RSZ_SUMF_BLEND, .n_taps = 2, .size = 1)
HSCALE (hblend_u16, .sum = RSZ_SUMF_BLEND, .n_taps = 2, .size = 2)
HSCALE (hmany_u8, .sum = RSZ_SUMF_MANY, .n_taps = taps->n_taps, .n_fused = taps->n_fused, .size = 1)
HSCALE (
    hmany_u16, .sum = RSZ_SUMF_MANY, .n_taps = taps->n_taps, .n_fused = taps->n_fused, .size = 2)

static void
hscale_u8 (const RszBatch *batch, const RszHtapsf *taps, int begin, int len)
{
  static const RszHscaleb by_sum[] = { hlerp_u8, hquad_u8, hblend_u8, hmany_u8 };

  by_sum[taps->sum](batch, taps, begin, len);
}

static void
hscale_u16 (const RszBatch *batch, const RszHtapsf *taps, int begin, int len)
{
  static const RszHscaleb by_sum[] = { hlerp_u16, hquad_u16, hblend_u16, hmany_u16 };

  by_sum[taps->sum](batch, taps, begin, len);
}

/* Two taps each way at once: enlarge.inc has the same of integers. */

/* n outputs, of which the last ones may be the same; `n` is a constant. */
typedef struct {
  int n;
  Floats a[RSZ_MAX_LERP_ROWS], b[RSZ_MAX_LERP_ROWS];
  uint8_t *dst[RSZ_MAX_LERP_ROWS];
  bool stream;
} Between;

STEP_INLINE Between
between_of (const RszLerpRows *lerp, int n, bool stream)
{
  Between between = { .n = n, .stream = stream };

  for (int r = 0; r < n; r++) {
    const int row = r < lerp->n ? r : lerp->n - 1;

    between.a[r] = f_set (lerp->shares[row][0]);
    between.b[r] = f_set (lerp->shares[row][1]);
    between.dst[r] = lerp->dst[row];
    between.stream = between.stream && (uintptr_t) lerp->dst[row] % VECTOR == 0;
  }
  return between;
}

/* What two samples of rows make, `difference` being by how much the second is larger. */
STEP_INLINE Floats
sum_pair (Floats x, Floats y, Floats difference, const Between *between, int r, RszSumf sum)
{
  const Floats second = f_mul (y, between->b[r]);

  if (sum == RSZ_SUMF_BLEND)
    return f_add (x, f_mul (difference, between->b[r]));
  return sum == RSZ_SUMF_LERP ? f_fuse (x, between->a[r], second)
                              : f_add (f_mul (x, between->a[r]), second);
}

/* A block of a row, and which of those that share weights it is. */
typedef struct {
  int b, group, part;
} Place;

/* Without divisions, which take longer than a block. */
STEP_INLINE FloatBlock
next_block (const PackedFloats *packed, Place *place, Form form)
{
  const unsigned b = (unsigned) place->b++, c = (unsigned) form.components;
  const int group = place->group, part = place->part;

  if (c != 3)
    return block_of (packed, (int) b, (int) (b / c), (int) (b % c), form);
  place->part = part == 2 ? 0 : part + 1;
  place->group += part == 2;
  return block_of (packed, (int) b, group, part, form);
}

/* A vector of each output, or what is left of it: as many blocks. */
STEP_INLINE void
enlarge_step (const Between *between, float *row, const FloatRows *rows, const PackedFloats *packed,
    Place *place, int n_blocks, int left, Form form)
{
  const Vector zero = v_zero ();
  const ptrdiff_t at = place->b * FLOATS;
  Vector whole[RSZ_MAX_LERP_ROWS][4];

  for (int r = 0; r < between->n; r++)
    for (int i = 0; i < 4; i++)
      whole[r][i] = zero;
  for (int i = 0; i < n_blocks; i++) {
    const FloatBlock block = next_block (packed, place, form);
    const Floats x = f_load (row + at + i * FLOATS), y = scale_pair (rows, 0, &block, form);
    const Floats difference = f_sub (y, x);

    f_store (row + at + i * FLOATS, y);
    for (int r = 0; r < between->n; r++)
      whole[r][i] = f_to_ints (sum_pair (x, y, difference, between, r, form.sum));
  }
  for (int r = 0; r < between->n; r++) {
    const Vector bytes = v_join_sums (whole[r][0], whole[r][1], whole[r][2], whole[r][3]);

    if (left < VECTOR)
      v_store_part (between->dst[r] + at, bytes, 0, left);
    else if (between->stream)
      v_stream (between->dst[r] + at, bytes);
    else
      v_store (between->dst[r] + at, bytes);
  }
}

STEP_INLINE void
enlarge_rows (const RszLerpRows *lerp, int n, float *row, const uint8_t *src, const RszHtapsf *taps,
    bool stream, Form form)
{
  const PackedFloats packed = *(const PackedFloats *) taps->packed;
  const FloatRows rows = { .src = { src } };
  const Between between = between_of (lerp, n, stream);
  const int len = taps->len * form.components, n_blocks = (len + FLOATS - 1) / FLOATS;
  const int first = packed.first_exact * form.components, whole = len / FLOATS / 4 * 4;
  Place place = { 0, 0, 0 };
  Form exact = form;

  exact.exact = true;
  while (place.b < first && place.b < whole)
    enlarge_step (&between, row, &rows, &packed, &place, 4, VECTOR, form);
  while (place.b < whole)
    enlarge_step (&between, row, &rows, &packed, &place, 4, VECTOR, exact);
  if (place.b < n_blocks)
    enlarge_step (&between, row, &rows, &packed, &place, n_blocks - whole, len - whole * FLOATS,
        place.b < first ? form : exact);
}

STEP_INLINE void
enlarge_by_rows (const RszLerpRows *lerp, float *row, const uint8_t *src, const RszHtapsf *taps,
    bool stream, Form form)
{
  if (lerp->n == 1)
    enlarge_rows (lerp, 1, row, src, taps, stream, form);
  else if (lerp->n == 2)
    enlarge_rows (lerp, 2, row, src, taps, stream, form);
  else
    enlarge_rows (lerp, RSZ_MAX_LERP_ROWS, row, src, taps, stream, form);
}

STEP_INLINE Form
with_components (Form form, int components)
{
  form.components = components;
  return form;
}

STEP_INLINE void
enlarge (const RszLerpRows *lerp, float *row, const uint8_t *src, const RszHtapsf *taps,
    bool stream, RszSumf sum)
{
  const Form form = { .sum = sum, .n_taps = 2, .n_windows = 1, .size = 1, .shared = true };

  if (taps->components == 1)
    enlarge_by_rows (lerp, row, src, taps, stream, with_components (form, 1));
  else if (taps->components == 2)
    enlarge_by_rows (lerp, row, src, taps, stream, with_components (form, 2));
  else if (taps->components == 3)
    enlarge_by_rows (lerp, row, src, taps, stream, with_components (form, 3));
  else
    enlarge_by_rows (lerp, row, src, taps, stream, with_components (form, 4));
}

#define ENLARGE(name, sum)                                                                         \
  static void name (                                                                               \
      const RszLerpRows *lerp, float *row, const uint8_t *src, const RszHtapsf *taps, bool stream) \
  {                                                                                                \
    enlarge (lerp, row, src, taps, stream, sum);                                                   \
  }

ENLARGE (enlarge_lerp, RSZ_SUMF_LERP)
ENLARGE (enlarge_blend, RSZ_SUMF_BLEND)
ENLARGE (enlarge_many, RSZ_SUMF_MANY)

static void
enlarge_floats_u8 (
    const RszLerpRows *lerp, float *row, const uint8_t *src, const RszHtapsf *taps, bool stream)
{
  static const RszEnlargeFloats by_sum[] = {
    [RSZ_SUMF_LERP] = enlarge_lerp, [RSZ_SUMF_BLEND] = enlarge_blend, [RSZ_SUMF_MANY] = enlarge_many
  };
  const RszBatch alone = { .n = 1, .dst = { (uint8_t *) row }, .src = { src } };

  if (lerp->n == 0)
    hscale_u8 (&alone, taps, 0, taps->len);
  else
    by_sum[taps->sum](lerp, row, src, taps, stream);
}

void
LEVEL (rsz_rows_fill_bytes) (RszRows *rows)
{
  rows->hscaleb[RSZ_SAMPLE_U8] = hscale_u8;
  rows->hpackb[RSZ_SAMPLE_U8] = pack_u8;
  rows->hscaleb[RSZ_SAMPLE_U16] = hscale_u16;
  rows->hpackb[RSZ_SAMPLE_U16] = pack_u16;
  rows->enlarge_floats = enlarge_floats_u8;
}
