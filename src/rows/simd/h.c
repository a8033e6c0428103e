/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

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
  return gathers (taps->components) ? rsz_rows_pack_gather (&level_units, taps, size) : NULL;
}

/* As vlerp_step: a + mulhrs (b - a, weight), a vector of 16 bit samples. */
STEP_INLINE Vector
lerp (const uint8_t *src, const LevelUnit *unit, int n_windows)
{
  const Vector minus_plus = v_set16 (0x01ff), bytes = v_set16 (0x00ff);
  const Vector pairs = read_unit (src, unit, n_windows, ALL, false);
  const Vector step = v_mulhrs (v_maddubs (pairs, minus_plus), v_load (unit->weights));

  return v_add16 (v_and (pairs, bytes), step);
}

STEP_INLINE void
hlerp_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const LevelUnit *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;

  v_store_halves (rows->dst[0] + at, rows->dst[1] + at,
      v_packu16 (lerp (rows->src[0] + base, unit, n_windows),
          lerp (rows->src[1] + base, unit, n_windows)));
  v_store_halves (rows->dst[2] + at, rows->dst[3] + at,
      v_packu16 (lerp (rows->src[2] + base, unit, n_windows),
          lerp (rows->src[3] + base, unit, n_windows)));
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

  return samples.words ? shift_window (window, samples.low, samples.wide) : window;
}

STEP_INLINE Vector
choose (Window window, Vector index, Samples samples)
{
  return look_up (window, index, samples.words ? ALL : EVEN, samples.wide);
}

STEP_INLINE Vector
read_samples (const uint8_t *src, const LevelUnit *unit, int n_windows, Samples samples)
{
  const Vector x = read_unit (src, unit, n_windows, samples.words ? ALL : EVEN, samples.wide);

  return samples.words ? v_srl16 (x, samples.low) : x;
}

/* Sums of the samples of four rows, as many as a vector has words of 32 bits. */
typedef struct {
  Vector a, b, c, d;
} Sums;

/* Taps two by two, each unit out of n_windows of its own. */
STEP_INLINE Sums
add_pairs (Sums s, const Rows *rows, ptrdiff_t base, const LevelUnit *unit, int n_units,
    int n_windows, Samples samples)
{
  for (int u = 0; u < n_units; u++, unit++) {
    const Vector w = v_load (unit->weights);

    s.a = v_add_products (s.a, read_samples (rows->src[0] + base, unit, n_windows, samples), w);
    s.b = v_add_products (s.b, read_samples (rows->src[1] + base, unit, n_windows, samples), w);
    s.c = v_add_products (s.c, read_samples (rows->src[2] + base, unit, n_windows, samples), w);
    s.d = v_add_products (s.d, read_samples (rows->src[3] + base, unit, n_windows, samples), w);
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

STEP_INLINE Sums
sum_block (const Rows *rows, const Packed *packed, int b, int n_units, int n_windows, int shift,
    Samples samples)
{
  const LevelUnit *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;
  const Vector half = v_set32 (1 << (shift - 1));
  Sums s = { half, half, half, half };

  if (n_windows == SHARED)
    return add_shared_pairs (s, rows, base, unit, n_units, samples);
  if (n_windows > 1)
    return add_pairs (s, rows, base, unit, n_units, n_windows, samples);
  for (int u = 0; u < n_units; u += packed->group)
    s = add_shared_pairs (s, rows, base, unit + u,
        n_units - u < packed->group ? n_units - u : packed->group, samples);
  return s;
}

/* The sums of two rows as words. */
STEP_INLINE Vector
narrow_sums (Vector a, Vector b, Count shift)
{
  return v_pack32 (v_sra32 (a, shift), v_sra32 (b, shift));
}

STEP_INLINE void
hpairs_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift)
{
  const Samples bytes = { .words = false };
  const Sums s = sum_block (rows, packed, b, n_units, n_windows, shift, bytes);
  const Count count = v_count (shift);

  v_store_quarters (
      rows->dst, at, v_packu16 (narrow_sums (s.a, s.b, count), narrow_sums (s.c, s.d, count)));
}

STEP_INLINE void
hwords_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift, int low)
{
  const Samples narrow = { .words = true, .low = v_count (low) };
  const Samples wide = { .words = true, .wide = true, .low = v_count (low) };
  const Sums s = HAS_BYTE_PERMUTE && packed->wide
                     ? sum_block (rows, packed, b, n_units, n_windows, shift, wide)
                     : sum_block (rows, packed, b, n_units, n_windows, shift, narrow);
  const Count count = v_count (shift);

  v_store_halves (rows->dst[0] + at, rows->dst[1] + at, narrow_sums (s.a, s.b, count));
  v_store_halves (rows->dst[2] + at, rows->dst[3] + at, narrow_sums (s.c, s.d, count));
}

STEP_INLINE void
gather_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const LevelUnit *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;

  for (int r = 0; r < RSZ_MAX_BATCH; r++)
    v_store (rows->dst[r] + at, read_unit (rows->src[r] + base, unit, n_windows, ALL, false));
}

#include "pack_run.inc"

#include "blocks.inc"
#include "gather.inc"
#include "enlarge.inc"

void
LEVEL (rsz_rows_fill_h) (RszRows *rows)
{
  fill_horizontal (rows);
  rows->gather = gather_rows;
  rows->enlarge = enlarge_u8;
}
