/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lanes.h"
#include <string.h>

#include "pack.h"

/* The horizontal sums of 8 bit samples and gathers. A block of a table is loaded once for four rows. */

static RszRows below;

/* A byte shuffle stays within 16 bytes: each lane has windows of its own. */
#define LANE 16
#define MAX_WINDOWS 4

typedef struct {
  int32_t offset[MAX_WINDOWS][N_LANES]; /* of the windows of each lane */
  uint8_t index[MAX_WINDOWS][VECTOR];   /* of each byte in its window, ABSENT in the others */
  int16_t weights[VECTOR / 2];
} LaneUnit;

/* While it is made: units are of one size then, and have their weights at the end. */
typedef struct {
  int32_t offset[MAX_OFFSETS / N_LANES][N_LANES];
  uint8_t index[(UNIT_SIZE - MAX_OFFSETS * 4) / VECTOR - 1][VECTOR];
  int16_t weights[VECTOR / 2];
} PlacedUnit;

_Static_assert(sizeof (PlacedUnit) == UNIT_SIZE, "units are as large as the packer thinks");

#define ABSENT 0x80 /* is zero after the shuffle */

/* Finds the windows of a lane. */
static int
place_lane (PlacedUnit *u, int lane, const int32_t *bytes, int size)
{
  uint64_t left = 0;
  int n = 0;

  for (int j = 0; j < LANE; j++)
    left |= (uint64_t) (bytes[j] >= 0) << j;
  for (; left && n < MAX_WINDOWS; n++) {
    const uint64_t before = left;
    const int32_t start = rsz_rows_find_window (bytes, LANE, size, LANE, &left);

    u->offset[n][lane] = start;
    for (int j = 0; j < LANE; j++)
      if ((before & ~left) >> j & 1)
        u->index[n][lane * LANE + j] = (uint8_t) (bytes[j] - start);
  }
  return left ? MAX_WINDOWS + 1 : n;
}

static int
place (Unit *unit, const int32_t *bytes, const int16_t *weights, int size)
{
  PlacedUnit *u = (PlacedUnit *) unit;
  int n = 0;

  memset (u->offset, -1, sizeof u->offset);
  memset (u->index, ABSENT, sizeof u->index);
  memcpy (u->weights, weights, sizeof u->weights);
  for (int l = 0; l < N_LANES; l++) {
    const int n_windows = place_lane (u, l, bytes + l * LANE, size);

    n = n_windows > n ? n_windows : n;
  }
  return n;
}

static bool
move (Unit *unit, const int32_t *start)
{
  PlacedUnit *u = (PlacedUnit *) unit;
  int by[N_LANES];
  Vector index, moved, absent, beyond;

  for (int l = 0; l < N_LANES; l++) {
    by[l] = u->offset[0][l] - start[l];
    if (by[l] >= LANE)
      return false;
  }
  index = v_load (u->index[0]);
  moved = v_add8 (index, v_set_lanes8 (by));
  absent = v_equal8 (index, v_set8 (ABSENT));
  beyond = v_greater8 (moved, v_set8 (LANE - 1));
  v_store (u->index[0], v_select8 (moved, index, absent));
  memcpy (u->offset[0], start, sizeof u->offset[0]);
  return !v_any8 (v_and_not (absent, beyond));
}

static void
keep (void *dst, const Unit *unit)
{
  const PlacedUnit *placed = (const PlacedUnit *) unit;
  LaneUnit *u = dst;

  memcpy (u->offset, placed->offset, sizeof u->offset);
  memcpy (u->index, placed->index, sizeof u->index);
  memcpy (u->weights, placed->weights, sizeof u->weights);
}

static const UnitKind lane_units = { VECTOR, LANE, MAX_WINDOWS, false, place, move, keep,
  sizeof (LaneUnit) };

static void *
pack_sums (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_sums (&lane_units, taps, size);
}

static void *
pack_words (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_words (&lane_units, taps, size);
}

/* Plain C moves 8 bytes in less time. */
static void *
pack_gather (const RszHtaps *taps, size_t *size)
{
  if (taps->components == 8)
    return NULL;
  return rsz_rows_pack_gather (&lane_units, taps, size);
}

static inline const LaneUnit *
units_of (const Packed *packed, int block)
{
  return (const LaneUnit *) packed->units + packed->blocks[block].table;
}

STEP_INLINE Vector
read_window (const uint8_t *src, const LaneUnit *unit, int w)
{
  return v_shuffle (v_load_lanes (src, unit->offset[w]), v_load (unit->index[w]));
}

STEP_INLINE Vector
read_unit (const uint8_t *src, const LaneUnit *unit, int n_windows)
{
  Vector x = read_window (src, unit, 0);

  for (int w = 1; w < n_windows; w++)
    x = v_or (x, read_window (src, unit, w));
  return x;
}

/* As vlerp_step: a + mulhrs (b - a, weight), a vector of 16 bit samples. */
STEP_INLINE Vector
lerp (const uint8_t *src, const LaneUnit *unit, int n_windows)
{
  const Vector minus_plus = v_set16 (0x01ff), bytes = v_set16 (0x00ff);
  const Vector pairs = read_unit (src, unit, n_windows);
  const Vector step = v_mulhrs (v_maddubs (pairs, minus_plus), v_load (unit->weights));

  return v_add16 (v_and (pairs, bytes), step);
}

STEP_INLINE void
hlerp_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const LaneUnit *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;

  v_store_halves (rows->dst[0] + at, rows->dst[1] + at,
      v_packu16 (lerp (rows->src[0] + base, unit, n_windows),
          lerp (rows->src[1] + base, unit, n_windows)));
  v_store_halves (rows->dst[2] + at, rows->dst[3] + at,
      v_packu16 (lerp (rows->src[2] + base, unit, n_windows),
          lerp (rows->src[3] + base, unit, n_windows)));
}

/* Sums of the samples of four rows, as many as a vector has words of 32 bits. */
typedef struct {
  Vector a, b, c, d;
} Sums;

STEP_INLINE void
store_quarters (const Rows *rows, ptrdiff_t at, Sums s, Count shift)
{
  const Vector ab = v_pack32 (v_sra32 (s.a, shift), v_sra32 (s.b, shift));
  const Vector cd = v_pack32 (v_sra32 (s.c, shift), v_sra32 (s.d, shift));

  v_store_quarters (rows->dst, at, v_packu16 (ab, cd));
}

STEP_INLINE Vector
add_products (Vector sum, Vector samples, Vector weights)
{
  return v_add32 (sum, v_madd (samples, weights));
}

/* Taps two by two, each unit out of n_windows of its own. */
STEP_INLINE Sums
add_pairs (
    Sums s, const Rows *rows, ptrdiff_t base, const LaneUnit *unit, int n_units, int n_windows)
{
  for (int u = 0; u < n_units; u++) {
    const Vector w = v_load (unit[u].weights);

    s.a = add_products (s.a, read_unit (rows->src[0] + base, &unit[u], n_windows), w);
    s.b = add_products (s.b, read_unit (rows->src[1] + base, &unit[u], n_windows), w);
    s.c = add_products (s.c, read_unit (rows->src[2] + base, &unit[u], n_windows), w);
    s.d = add_products (s.d, read_unit (rows->src[3] + base, &unit[u], n_windows), w);
  }
  return s;
}

/* The same out of one window for all: putting windows together is what bounds the other. */
STEP_INLINE Sums
add_shared_pairs (Sums s, const Rows *rows, ptrdiff_t base, const LaneUnit *unit, int n_units)
{
  const Vector a = v_load_lanes (rows->src[0] + base, unit->offset[0]),
               b = v_load_lanes (rows->src[1] + base, unit->offset[0]);
  const Vector c = v_load_lanes (rows->src[2] + base, unit->offset[0]),
               d = v_load_lanes (rows->src[3] + base, unit->offset[0]);

  for (int u = 0; u < n_units; u++) {
    const Vector index = v_load (unit[u].index[0]), w = v_load (unit[u].weights);

    s.a = add_products (s.a, v_shuffle (a, index), w);
    s.b = add_products (s.b, v_shuffle (b, index), w);
    s.c = add_products (s.c, v_shuffle (c, index), w);
    s.d = add_products (s.d, v_shuffle (d, index), w);
  }
  return s;
}

STEP_INLINE void
hpairs_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift)
{
  const LaneUnit *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;
  const Vector half = v_set32 (1 << (shift - 1));
  Sums s = { half, half, half, half };

  if (n_windows == SHARED)
    s = add_shared_pairs (s, rows, base, unit, n_units);
  else if (n_windows == 1)
    for (int u = 0; u < n_units; u += packed->group)
      s = add_shared_pairs (
          s, rows, base, unit + u, n_units - u < packed->group ? n_units - u : packed->group);
  else
    s = add_pairs (s, rows, base, unit, n_units, n_windows);
  store_quarters (rows, at, s, v_count (shift));
}

/* The same of words: samples are what is left of a window once their words are shifted. */
STEP_INLINE Vector
load_samples (const uint8_t *src, const LaneUnit *unit, Count low)
{
  return v_srl16 (v_load_lanes (src, unit->offset[0]), low);
}

STEP_INLINE Sums
add_shared_words (
    Sums s, const Rows *rows, ptrdiff_t base, const LaneUnit *unit, int n_units, Count low)
{
  const Vector a = load_samples (rows->src[0] + base, unit, low),
               b = load_samples (rows->src[1] + base, unit, low);
  const Vector c = load_samples (rows->src[2] + base, unit, low),
               d = load_samples (rows->src[3] + base, unit, low);

  for (int u = 0; u < n_units; u++) {
    const Vector index = v_load (unit[u].index[0]), w = v_load (unit[u].weights);

    s.a = add_products (s.a, v_shuffle (a, index), w);
    s.b = add_products (s.b, v_shuffle (b, index), w);
    s.c = add_products (s.c, v_shuffle (c, index), w);
    s.d = add_products (s.d, v_shuffle (d, index), w);
  }
  return s;
}

STEP_INLINE Vector
read_samples (const uint8_t *src, const LaneUnit *unit, int n_windows, Count low)
{
  return v_srl16 (read_unit (src, unit, n_windows), low);
}

STEP_INLINE Sums
add_words (Sums s, const Rows *rows, ptrdiff_t base, const LaneUnit *unit, int n_units,
    int n_windows, Count low)
{
  for (int u = 0; u < n_units; u++) {
    const Vector w = v_load (unit[u].weights);

    s.a = add_products (s.a, read_samples (rows->src[0] + base, unit + u, n_windows, low), w);
    s.b = add_products (s.b, read_samples (rows->src[1] + base, unit + u, n_windows, low), w);
    s.c = add_products (s.c, read_samples (rows->src[2] + base, unit + u, n_windows, low), w);
    s.d = add_products (s.d, read_samples (rows->src[3] + base, unit + u, n_windows, low), w);
  }
  return s;
}

STEP_INLINE void
store_words (uint8_t *dst_a, uint8_t *dst_b, Vector a, Vector b, Count shift)
{
  v_store_halves (dst_a, dst_b, v_pack32 (v_sra32 (a, shift), v_sra32 (b, shift)));
}

STEP_INLINE void
hwords_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift, int low)
{
  const LaneUnit *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;
  const Vector half = v_set32 (1 << (shift - 1));
  const Count count = v_count (shift), low_bit = v_count (low);
  Sums s = { half, half, half, half };

  if (n_windows == SHARED)
    s = add_shared_words (s, rows, base, unit, n_units, low_bit);
  else if (n_windows == 1)
    for (int u = 0; u < n_units; u += packed->group)
      s = add_shared_words (s, rows, base, unit + u,
          n_units - u < packed->group ? n_units - u : packed->group, low_bit);
  else
    s = add_words (s, rows, base, unit, n_units, n_windows, low_bit);
  store_words (rows->dst[0] + at, rows->dst[1] + at, s.a, s.b, count);
  store_words (rows->dst[2] + at, rows->dst[3] + at, s.c, s.d, count);
}

STEP_INLINE void
gather_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const LaneUnit *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;

  for (int r = 0; r < RSZ_MAX_BATCH; r++)
    v_store (rows->dst[r] + at, read_unit (rows->src[r] + base, unit, n_windows));
}

STEP_INLINE void
copy_short (uint8_t *dst, const uint8_t *src, int size)
{
  memcpy (dst, src, size);
}

#include "pack_run.inc"

#include "lanes_blocks.inc"
#include "gather.inc"
#include "enlarge.inc"

void
LEVEL (h) (RszRows *rows)
{
  fill_horizontal (rows);
  rows->gather = gather_rows;
  rows->enlarge = enlarge_u8;
}
