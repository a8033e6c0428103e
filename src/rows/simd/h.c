/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

#if defined(__aarch64__) && !defined(__clang__)
/* gcc 12 would move all lookups of a step before the products, and copy registers for want of
 * others: 9.1 instructions instead of 7.8 for a sum of 12 taps. */
#pragma GCC optimize("no-schedule-insns")
#endif

#if HAS_BYTE_PERMUTE
#include "units_bytes.inc"
#else
#include "units_lanes.inc"
#endif

/* The horizontal sums of samples of 8 bits and of deep ones, gathers and enlarging. A block of
 * a table is loaded once for four rows. */

static RszRows fallback;

static void *
pack_sums (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_sums (&level_units, taps, size);
}

static void *
pack_gather (const RszHtaps *taps, size_t *size)
{
  return gathers (taps->components) ? rsz_rows_pack_gather (&gather_units, taps, size) : NULL;
}

/* What a unit reads of a row, and of four: of all before anything is stored, or the unit is read
 * again for each. That takes pairs 1.07 and gathers 1.2 to 1.6 times as long (AVX2). */
STEP_INLINE Vector
read_unit (const uint8_t *src, const LevelUnit *unit, int n_windows, Bytes bytes)
{
#if HAS_BYTE_PERMUTE
  if (n_windows == PIECES)
    return read_pieces (src, unit, bytes);
#endif
  Vector x = read_first (src, unit, n_windows, bytes, false);

  for (int w = 1; w < n_windows; w++)
    x = read_more (x, src, unit, w, false);
  return x;
}

typedef struct {
  Vector a, b, c, d;
} Reads;

STEP_INLINE Reads
read_rows (
    const Rows *rows, ptrdiff_t base, const LevelUnit *unit, int n_windows, Bytes bytes, bool wide)
{
  const uint8_t *a = rows->src[0] + base, *b = rows->src[1] + base;
  const uint8_t *c = rows->src[2] + base, *d = rows->src[3] + base;
#if HAS_BYTE_PERMUTE
  if (n_windows == PIECES)
    return (Reads){ read_pieces (a, unit, bytes), read_pieces (b, unit, bytes),
      read_pieces (c, unit, bytes), read_pieces (d, unit, bytes) };
#endif
  Reads x = { read_first (a, unit, n_windows, bytes, wide),
    read_first (b, unit, n_windows, bytes, wide), read_first (c, unit, n_windows, bytes, wide),
    read_first (d, unit, n_windows, bytes, wide) };

  for (int w = 1; w < n_windows; w++) {
    x.a = read_more (x.a, a, unit, w, wide);
    x.b = read_more (x.b, b, unit, w, wide);
    x.c = read_more (x.c, c, unit, w, wide);
    x.d = read_more (x.d, d, unit, w, wide);
  }
  return x;
}

STEP_INLINE void
hlerp_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const LevelUnit *unit = units_of (packed, b);
  const Vector w = v_load (unit->weights);
  const Reads x = read_rows (rows, packed->blocks[b].base, unit, n_windows, ALL, false);

  v_store_halves (rows->dst[0] + at, rows->dst[1] + at, v_lerp_rows (x.a, x.b, w));
  v_store_halves (rows->dst[2] + at, rows->dst[3] + at, v_lerp_rows (x.c, x.d, w));
}

/* What rows are made of: bytes, or words, whose samples are what is left once they are shifted
 * down to bit `low`. */
typedef struct {
  bool words, wide; /* wide: Packed */
  Count low;
} Samples;

STEP_INLINE Window
load_samples (const uint8_t *src, const LevelUnit *unit, Samples samples)
{
  const Window window = load_window (src, unit, 0, samples.wide);

#if !PLANAR
  if (samples.words)
    return shift_window (window, samples.low, samples.wide);
#endif
  return window;
}

STEP_INLINE Vector
samples_of (Vector x, Samples samples)
{
  return samples.words ? v_srl16 (x, samples.low) : x;
}

STEP_INLINE Vector
choose (Window window, Vector index, Samples samples)
{
  const Vector x = look_up (window, index, samples.words ? ALL : EVEN, samples.wide);

  return PLANAR ? samples_of (x, samples) : x;
}

/* Sums of the samples of four rows, as many as a vector has words of 32 bits. */
typedef struct {
  Sums32 a, b, c, d;
} Sums;

/* Taps two by two, each unit out of n_windows of its own. */
STEP_INLINE Sums
add_pairs (Sums s, const Rows *rows, ptrdiff_t base, const LevelUnit *unit, int n_units,
    int n_windows, Samples samples)
{
  for (int u = 0; u < n_units; u++, unit++) {
    const Vector w = v_load (unit->weights);
    const Reads x =
        read_rows (rows, base, unit, n_windows, samples.words ? ALL : EVEN, samples.wide);

    s.a = v_add_products (s.a, samples_of (x.a, samples), w);
    s.b = v_add_products (s.b, samples_of (x.b, samples), w);
    s.c = v_add_products (s.c, samples_of (x.c, samples), w);
    s.d = v_add_products (s.d, samples_of (x.d, samples), w);
  }
  return s;
}

/* The same out of one window for all: putting windows together, or loads that cross cache
 * lines, are what bounds the other. */
STEP_INLINE Sums
add_shared_pairs (
    Sums s, const Rows *rows, ptrdiff_t base, const LevelUnit *unit, int n_units, Samples samples)
{
  const Window a = load_samples (rows->src[0] + base, unit, samples);
  const Window b = load_samples (rows->src[1] + base, unit, samples);
  const Window c = load_samples (rows->src[2] + base, unit, samples);
  const Window d = load_samples (rows->src[3] + base, unit, samples);

  for (int u = 0; u < n_units; u++) {
    const Vector index = load_index (&unit[u]), w = v_load (unit[u].weights);

    s.a = v_add_products (s.a, choose (a, index, samples), w);
    s.b = v_add_products (s.b, choose (b, index, samples), w);
    s.c = v_add_products (s.c, choose (c, index, samples), w);
    s.d = v_add_products (s.d, choose (d, index, samples), w);
  }
  return s;
}

#if HAS_RUNS
#include "runs.inc"
#endif

STEP_INLINE Sums
sum_block (const Rows *rows, const Packed *packed, int b, int n_units, int n_windows, Sums32 start,
    Samples samples)
{
  const LevelUnit *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;
  Sums s = { start, start, start, start };

#if HAS_RUNS
  if (n_windows == RUNS)
    return sum_runs (rows, packed, packed->runs.weights, b, start, samples);
#endif
  if (n_windows == SHARED)
    return add_shared_pairs (s, rows, base, unit, n_units, samples);
  if (n_windows > 1 || (HAS_BYTE_PERMUTE && n_windows == PIECES))
    return add_pairs (s, rows, base, unit, n_units, n_windows, samples);
  for (int u = 0; u < n_units; u += packed->group)
    s = add_shared_pairs (s, rows, base, unit + u,
        n_units - u < packed->group ? n_units - u : packed->group, samples);
  return s;
}

/* The sums of two rows as words. */
STEP_INLINE Vector
narrow_sums (Sums32 a, Sums32 b, Count shift)
{
  return v_pack32 (v_sra32 (a, shift), v_sra32 (b, shift));
}

STEP_INLINE void
hpairs_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift)
{
  const Samples bytes = { .words = false };
  const Sums32 half = v_set32 (1 << (shift - 1));
  const Sums s = sum_block (rows, packed, b, n_units, n_windows, half, bytes);
  const Count count = v_count (shift);

  v_store_quarters (
      rows->dst, at, v_packu16 (narrow_sums (s.a, s.b, count), narrow_sums (s.c, s.d, count)));
}

#if HAS_BYTE_PERMUTE
/* The sums of the weights' high bytes, and those of the low ones, are of four taps each: windows
 * are read half as often. To 224 out of 1920 pixels 18 taps take 0.6 of the time, 35 0.55. */
STEP_INLINE void
add_quad (Vector *high, Vector *low, Vector x, const LevelUnit *weights)
{
  *high = v_add_byte_products (*high, x, v_load (weights->weights));
  *low = v_add_byte_products (*low, x, v_load (weights->index));
}

STEP_INLINE Vector
join_bytes (Vector high, Vector low)
{
  return v_add32 (v_sll32 (high, v_count (8)), low);
}

STEP_INLINE void
hquads_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift)
{
  const LevelUnit *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;
  const Vector zero = v_zero (), half = v_set32 (1 << (shift - 1));
  const Count count = v_count (shift);
  Sums high = { zero, zero, zero, zero }, low = { half, half, half, half };

  for (int u = 0; u < n_units; u += 2, unit += 2) {
    const Reads x = read_rows (rows, base, unit, n_windows, ALL, false);

    add_quad (&high.a, &low.a, x.a, &unit[1]);
    add_quad (&high.b, &low.b, x.b, &unit[1]);
    add_quad (&high.c, &low.c, x.c, &unit[1]);
    add_quad (&high.d, &low.d, x.d, &unit[1]);
  }
  v_store_quarters (rows->dst, at,
      v_packu16 (narrow_sums (join_bytes (high.a, low.a), join_bytes (high.b, low.b), count),
          narrow_sums (join_bytes (high.c, low.c), join_bytes (high.d, low.d), count)));
}
#endif

#if HAS_LIBRARIES
#include "libraries.inc"
#endif

STEP_INLINE void
hwords_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift, int low)
{
  const Samples narrow = { .words = true, .low = v_count (low) };
  const Samples wide = { .words = true, .wide = true, .low = v_count (low) };
  const Sums32 half = v_set32 (1 << (shift - 1));
  const Sums s = HAS_BYTE_PERMUTE && packed->wide
                     ? sum_block (rows, packed, b, n_units, n_windows, half, wide)
                     : sum_block (rows, packed, b, n_units, n_windows, half, narrow);
  const Count count = v_count (shift);

  v_store_halves (rows->dst[0] + at, rows->dst[1] + at, narrow_sums (s.a, s.b, count));
  v_store_halves (rows->dst[2] + at, rows->dst[3] + at, narrow_sums (s.c, s.d, count));
}

STEP_INLINE void
gather_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const Reads x =
      read_rows (rows, packed->blocks[b].base, units_of (packed, b), n_windows, ALL, false);

  v_store (rows->dst[0] + at, x.a);
  v_store (rows->dst[1] + at, x.b);
  v_store (rows->dst[2] + at, x.c);
  v_store (rows->dst[3] + at, x.d);
}

#include "pack_run.inc"

#include "gather.inc"

#if HAS_STREAM
#include "blocks.inc"
#include "enlarge.inc"
#endif

void
LEVEL (rsz_rows_fill_h) (RszRows *rows)
{
  fill_horizontal (rows);
  rows->gather = gather_rows;
#if HAS_STREAM /* or rows one after the other are no slower */
  rows->enlarge = enlarge_u8;
  rows->enlarge_linear = enlarge_linear_u8;
  rows->enlarge_deep = enlarge_deep_u16;
  rows->enlarge_deep_pack = pack_deep;
#endif
}
