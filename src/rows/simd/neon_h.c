/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neon.h"

#include <arm_neon.h>
#include <string.h>

#include "pack.h"

/* The horizontal sums of 8 bit samples and gathers. A block of a table is loaded once for four
 * rows. */

static RszRows fallback;

/* A unit is two registers, looked up in windows of two: tables of three and four registers
 * take CPUs more steps than they have registers. */
#define VECTOR 32
#define WINDOW 32
#define MAX_WINDOWS 4

typedef struct {
  int32_t offset[MAX_OFFSETS];        /* of the windows */
  uint8_t index[MAX_WINDOWS][VECTOR]; /* of each byte in its window, ABSENT in the others */
  int16_t weights[VECTOR / 2];
} Unit128;

_Static_assert(sizeof (Unit128) == UNIT_SIZE, "units are as large as the packer thinks");

#define ABSENT 0xff /* zero in the first window, in the others what was there */

static int
place (Unit *unit, const int32_t *bytes, const int16_t *weights, int size)
{
  Unit128 *u = (Unit128 *) unit;
  uint64_t left = 0;
  int n = 0;

  memset (u->offset, -1, sizeof u->offset);
  memset (u->index, ABSENT, sizeof u->index);
  memcpy (u->weights, weights, sizeof u->weights);
  for (int j = 0; j < VECTOR; j++)
    left |= (uint64_t) (bytes[j] >= 0) << j;
  for (; left && n < MAX_WINDOWS; n++) {
    const uint64_t before = left;

    u->offset[n] = rsz_rows_find_window (bytes, VECTOR, size, WINDOW, &left);
    for (int j = 0; j < VECTOR; j++)
      if ((before & ~left) >> j & 1)
        u->index[n][j] = (uint8_t) (bytes[j] - u->offset[n]);
  }
  return left ? MAX_WINDOWS + 1 : n;
}

static bool
move (Unit *unit, const int32_t *start)
{
  Unit128 *u = (Unit128 *) unit;
  const int by = u->offset[0] - start[0];
  bool fits = true;

  for (int j = 0; j < VECTOR; j++)
    if (u->index[0][j] != ABSENT) {
      fits = fits && u->index[0][j] + by < WINDOW;
      u->index[0][j] += by;
    }
  u->offset[0] = start[0];
  return fits;
}

static const UnitKind units_128 = { VECTOR, WINDOW, MAX_WINDOWS, true, place, move };

static void *
pack_sums (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_sums (&units_128, taps, size);
}

static void *
pack_words (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_words (&units_128, taps, size);
}

static void *
pack_gather (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_gather (&units_128, taps, size);
}

static inline const Unit128 *
units_of (const Packed *packed, int block)
{
  return (const Unit128 *) packed->units + packed->blocks[block].table;
}

STEP_INLINE uint8x16x2_t
load_window (const uint8_t *src, const Unit128 *unit, int w)
{
  return vld1q_u8_x2 (src + unit->offset[w]);
}

STEP_INLINE uint8x16x2_t
load_index (const Unit128 *unit, int w)
{
  return (uint8x16x2_t){ { vld1q_u8 (unit->index[w]), vld1q_u8 (unit->index[w] + 16) } };
}

STEP_INLINE uint8x16x2_t
look_up (uint8x16x2_t window, uint8x16x2_t index)
{
  uint8x16x2_t x;

  x.val[0] = vqtbl2q_u8 (window, index.val[0]);
  x.val[1] = vqtbl2q_u8 (window, index.val[1]);
  return x;
}

/* Puts into x what this window has of it. */
STEP_INLINE uint8x16x2_t
look_up_more (uint8x16x2_t x, uint8x16x2_t window, uint8x16x2_t index)
{
  x.val[0] = vqtbx2q_u8 (x.val[0], window, index.val[0]);
  x.val[1] = vqtbx2q_u8 (x.val[1], window, index.val[1]);
  return x;
}

/* What a unit reads of four rows: of sums the first tap of all samples, and the second. */
typedef struct {
  uint8x16x2_t a, b, c, d;
} Reads;

STEP_INLINE Reads
read_unit (const Rows *rows, ptrdiff_t base, const Unit128 *unit, int n_windows)
{
  const uint8_t *a = rows->src[0] + base, *b = rows->src[1] + base;
  const uint8_t *c = rows->src[2] + base, *d = rows->src[3] + base;
  uint8x16x2_t index = load_index (unit, 0);
  Reads x = { look_up (load_window (a, unit, 0), index), look_up (load_window (b, unit, 0), index),
    look_up (load_window (c, unit, 0), index), look_up (load_window (d, unit, 0), index) };

  for (int w = 1; w < n_windows; w++) {
    index = load_index (unit, w);
    x.a = look_up_more (x.a, load_window (a, unit, w), index);
    x.b = look_up_more (x.b, load_window (b, unit, w), index);
    x.c = look_up_more (x.c, load_window (c, unit, w), index);
    x.d = look_up_more (x.d, load_window (d, unit, w), index);
  }
  return x;
}

/* As vlerp_step: a + qrdmulh (b - a, weight), 16 samples. */
STEP_INLINE uint8x16_t
lerp (uint8x16x2_t x, int16x8_t weights_low, int16x8_t weights_high)
{
  const uint8x16_t a = x.val[0], b = x.val[1];
  const int16x8_t low = vreinterpretq_s16_u16 (vsubl_u8 (vget_low_u8 (b), vget_low_u8 (a)));
  const int16x8_t high = vreinterpretq_s16_u16 (vsubl_high_u8 (b, a));
  const int16x8_t step_low = vqrdmulhq_s16 (low, weights_low);
  const int16x8_t step_high = vqrdmulhq_s16 (high, weights_high);

  return vaddq_u8 (
      a, vuzp1q_u8 (vreinterpretq_u8_s16 (step_low), vreinterpretq_u8_s16 (step_high)));
}

STEP_INLINE void
hlerp_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const Unit128 *unit = units_of (packed, b);
  const int16x8_t low = vld1q_s16 (unit->weights), high = vld1q_s16 (unit->weights + 8);
  const Reads x = read_unit (rows, packed->blocks[b].base, unit, n_windows);

  vst1q_u8 (rows->dst[0] + at, lerp (x.a, low, high));
  vst1q_u8 (rows->dst[1] + at, lerp (x.b, low, high));
  vst1q_u8 (rows->dst[2] + at, lerp (x.c, low, high));
  vst1q_u8 (rows->dst[3] + at, lerp (x.d, low, high));
}

/* Sums of 8 samples of a row. */
typedef struct {
  int32x4_t low, high;
} Sums;

/* ... of four rows. */
typedef struct {
  Sums a, b, c, d;
} RowSums;

/* Where samples are words of which they are the upper bits, `down` shifts them; else it is
 * NULL. Of a lookup, not of a window: gcc 12 keeps pairs of registers in memory once they are
 * touched one by one. */
STEP_INLINE int16x8_t
samples_of (uint8x16_t x, const int16x8_t *down)
{
  const uint16x8_t words = vreinterpretq_u16_u8 (x);

  return vreinterpretq_s16_u16 (down ? vshlq_u16 (words, *down) : words);
}

/* Two taps of 8 samples. */
STEP_INLINE Sums
add_products (Sums s, uint8x16x2_t x, const Unit128 *unit, const int16x8_t *down)
{
  const int16x8_t w = vld1q_s16 (unit->weights), next_w = vld1q_s16 (unit->weights + 8);
  const int16x8_t tap = samples_of (x.val[0], down), next_tap = samples_of (x.val[1], down);

  s.low = vmlal_s16 (s.low, vget_low_s16 (tap), vget_low_s16 (w));
  s.high = vmlal_high_s16 (s.high, tap, w);
  s.low = vmlal_s16 (s.low, vget_low_s16 (next_tap), vget_low_s16 (next_w));
  s.high = vmlal_high_s16 (s.high, next_tap, next_w);
  return s;
}

/* Taps two by two, each unit out of n_windows of its own. */
STEP_INLINE RowSums
add_pairs (RowSums s, const Rows *rows, ptrdiff_t base, const Unit128 *unit, int n_units,
    int n_windows, const int16x8_t *down)
{
  for (int u = 0; u < n_units; u++) {
    const Reads x = read_unit (rows, base, &unit[u], n_windows);

    s.a = add_products (s.a, x.a, &unit[u], down);
    s.b = add_products (s.b, x.b, &unit[u], down);
    s.c = add_products (s.c, x.c, &unit[u], down);
    s.d = add_products (s.d, x.d, &unit[u], down);
  }
  return s;
}

/* The same out of one window for all. */
STEP_INLINE RowSums
add_shared_pairs (RowSums s, const Rows *rows, ptrdiff_t base, const Unit128 *unit, int n_units,
    const int16x8_t *down)
{
  const uint8x16x2_t a = load_window (rows->src[0] + base, unit, 0),
                     b = load_window (rows->src[1] + base, unit, 0),
                     c = load_window (rows->src[2] + base, unit, 0),
                     d = load_window (rows->src[3] + base, unit, 0);

  for (int u = 0; u < n_units; u++) {
    const uint8x16x2_t index = load_index (&unit[u], 0);

    s.a = add_products (s.a, look_up (a, index), &unit[u], down);
    s.b = add_products (s.b, look_up (b, index), &unit[u], down);
    s.c = add_products (s.c, look_up (c, index), &unit[u], down);
    s.d = add_products (s.d, look_up (d, index), &unit[u], down);
  }
  return s;
}

/* Sums start with half a unit of what they are shifted to. A shift that rounds would not wrap
 * round, as sums of words above their depth are to. */
STEP_INLINE RowSums
sum_block (const Rows *rows, const Packed *packed, int b, int n_units, int n_windows, int shift,
    const int16x8_t *down)
{
  const Unit128 *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;
  const int32x4_t halves = vdupq_n_s32 (1 << (shift - 1));
  const Sums half = { halves, halves };
  RowSums s = { half, half, half, half };

  if (n_windows == SHARED)
    s = add_shared_pairs (s, rows, base, unit, n_units, down);
  else if (n_windows == 1)
    for (int u = 0; u < n_units; u += packed->group)
      s = add_shared_pairs (
          s, rows, base, unit + u, n_units - u < packed->group ? n_units - u : packed->group, down);
  else
    s = add_pairs (s, rows, base, unit, n_units, n_windows, down);
  return s;
}

STEP_INLINE int16x8_t
narrow_sums (Sums s, int shift)
{
  const int32x4_t down = vdupq_n_s32 (-shift);

  return vqmovn_high_s32 (vqmovn_s32 (vshlq_s32 (s.low, down)), vshlq_s32 (s.high, down));
}

STEP_INLINE void
hpairs_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift)
{
  const RowSums s = sum_block (rows, packed, b, n_units, n_windows, shift, NULL);

  vst1_u8 (rows->dst[0] + at, vqmovun_s16 (narrow_sums (s.a, shift)));
  vst1_u8 (rows->dst[1] + at, vqmovun_s16 (narrow_sums (s.b, shift)));
  vst1_u8 (rows->dst[2] + at, vqmovun_s16 (narrow_sums (s.c, shift)));
  vst1_u8 (rows->dst[3] + at, vqmovun_s16 (narrow_sums (s.d, shift)));
}

STEP_INLINE void
store_words (uint8_t *dst, int16x8_t words)
{
  vst1q_u8 (dst, vreinterpretq_u8_s16 (words));
}

STEP_INLINE void
hwords_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift, int low)
{
  const int16x8_t down = vdupq_n_s16 ((int16_t) -low);
  const RowSums s = sum_block (rows, packed, b, n_units, n_windows, shift, &down);

  store_words (rows->dst[0] + at, narrow_sums (s.a, shift));
  store_words (rows->dst[1] + at, narrow_sums (s.b, shift));
  store_words (rows->dst[2] + at, narrow_sums (s.c, shift));
  store_words (rows->dst[3] + at, narrow_sums (s.d, shift));
}

STEP_INLINE void
gather_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const Reads x = read_unit (rows, packed->blocks[b].base, units_of (packed, b), n_windows);

  vst1q_u8_x2 (rows->dst[0] + at, x.a);
  vst1q_u8_x2 (rows->dst[1] + at, x.b);
  vst1q_u8_x2 (rows->dst[2] + at, x.c);
  vst1q_u8_x2 (rows->dst[3] + at, x.d);
}

STEP_INLINE void
copy_short (uint8_t *dst, const uint8_t *src, int size)
{
  memcpy (dst, src, size);
}

#include "pack_run.inc"

void
rsz_rows_fill_neon_h (RszRows *rows)
{
  fill_horizontal (rows);
}
