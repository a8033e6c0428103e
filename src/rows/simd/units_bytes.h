/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_UNITS_BYTES_H
#define RSZ_ROWS_UNITS_BYTES_H

#include <stdlib.h>
#include <string.h>

#include "pack.h"

/* What a block of the horizontal rows' tables is made of, and how it reads a row, for AVX-512:
 * one byte permute reads any of 64 bytes of source, or two registers of 128; rows that shrink a
 * lot take several.
 *
 * Why not the units of lanes of 16 bytes (units_lanes.h), four to a vector: four loads and a
 * shuffle within the lanes take 1.6 times as long in pairs, 1.3 in quads, 1.2 in sums of 12
 * taps, 1.45 in deep sums and 1.4 in gathers and enlarging, even where each lane needs one
 * window only (Zen 4). */

#define MAX_WINDOWS 4
#define WIDE 128

/* Of a unit's vector: all bytes, or the even ones, which are samples then; the others are zero. */
typedef __mmask64 Bytes;

#define ALL (~0ull)
#define EVEN 0x5555555555555555ull

typedef struct {
  int32_t offset[MAX_OFFSETS]; /* of the windows */
  uint64_t mask[MAX_WINDOWS];  /* the bytes each window gives; what none gives is zero */
  uint8_t index[VECTOR];       /* of each byte in its window */
  int16_t weights[VECTOR / 2];
} LevelUnit;

_Static_assert(sizeof (LevelUnit) == UNIT_SIZE, "units are as large as the packer thinks");

/* UnitKind's place and move for windows of so many bytes. */

static inline int
place_in_windows (Unit *unit, const int32_t *bytes, const int16_t *weights, int size, int window)
{
  LevelUnit *u = (LevelUnit *) unit;
  uint64_t left = 0;
  int n = 0;

  for (int j = 0; j < VECTOR; j++)
    left |= (uint64_t) (bytes[j] >= 0) << j;
  for (; left && n < MAX_WINDOWS; n++) {
    u->mask[n] = left;
    u->offset[n] = rsz_rows_find_window (bytes, VECTOR, size, window, &left);
    u->mask[n] &= ~left;
    for (int j = 0; j < VECTOR; j++)
      if (u->mask[n] >> j & 1)
        u->index[j] = (uint8_t) (bytes[j] - u->offset[n]);
  }
  for (int w = n; w < MAX_OFFSETS; w++)
    u->offset[w] = -1;
  memcpy (u->weights, weights, sizeof u->weights);
  return left ? MAX_WINDOWS + 1 : n;
}

static inline bool
move_window (Unit *unit, const int32_t *start, int window)
{
  LevelUnit *u = (LevelUnit *) unit;
  const int by = u->offset[0] - start[0];
  const Vector index = v_load (u->index), moved = v_add8 (index, v_set8 (by));

  if (by >= window)
    return false;
  v_store (u->index, _mm512_mask_mov_epi8 (index, u->mask[0], moved));
  u->offset[0] = start[0];
  return !_mm512_mask_cmpge_epu8_mask (u->mask[0], moved, v_set8 (window));
}

static inline int
place (Unit *unit, const int32_t *bytes, const int16_t *weights, int size)
{
  return place_in_windows (unit, bytes, weights, size, VECTOR);
}

static inline bool
move (Unit *unit, const int32_t *start)
{
  return move_window (unit, start, VECTOR);
}

static const UnitKind level_units = { VECTOR, VECTOR, MAX_WINDOWS, false, place, move };

static inline int
place_wide (Unit *unit, const int32_t *bytes, const int16_t *weights, int size)
{
  return place_in_windows (unit, bytes, weights, size, WIDE);
}

static inline bool
move_wide (Unit *unit, const int32_t *start)
{
  return move_window (unit, start, WIDE);
}

/* 64 bytes are 32 words, which 16 outputs of 1:2 already pass. Where rows shrink that much,
 * windows are two vectors and a permute reads both, for all taps of 3:1: that takes half the
 * time. */
static inline void *
pack_words (const RszHtaps *taps, size_t *size)
{
  static const UnitKind wide_units = { VECTOR, WIDE, MAX_WINDOWS, false, place_wide, move_wide };
  Packed *packed = rsz_rows_pack_words (&level_units, taps, size), *wide;
  size_t wide_size;

  if (packed && packed->n_windows <= 1)
    return packed;
  wide = rsz_rows_pack_words (&wide_units, taps, &wide_size);
  if (!wide)
    return packed;
  free (packed);
  *size = wide_size;
  return wide;
}

static inline bool
gathers (int pixel_size)
{
  return pixel_size <= RSZ_MAX_PIXEL_SIZE;
}

/* Stores whole vectors: a vector that is loaded before smaller stores reach the cache waits
 * for them. */
STEP_INLINE void
copy_short (uint8_t *dst, const uint8_t *src, int size)
{
  for (int at = 0; at < size; at += VECTOR) {
    const int left = size - at;
    const __mmask64 bytes = left < VECTOR ? (1ull << left) - 1 : ALL;

    v_store (dst + at, _mm512_maskz_loadu_epi8 (bytes, src + at));
  }
}

static inline const LevelUnit *
units_of (const Packed *packed, int block)
{
  return (const LevelUnit *) packed->units + packed->blocks[block].table;
}

/* Of narrow ones only the lower half is loaded. */
typedef struct {
  Vector low, high;
} Window;

STEP_INLINE Window
load_window (const uint8_t *src, const LevelUnit *unit, int w, bool wide)
{
  const uint8_t *at = src + unit->offset[w];
  const Vector low = v_load (at);

  return (Window){ low, wide ? v_load (at + VECTOR) : low };
}

STEP_INLINE Window
shift_window (Window window, Count low, bool wide)
{
  const Vector shifted = v_srl16 (window.low, low);

  return (Window){ shifted, wide ? v_srl16 (window.high, low) : shifted };
}

STEP_INLINE Vector
load_index (const LevelUnit *unit)
{
  return v_load (unit->index);
}

STEP_INLINE Vector
look_up (Window window, Vector index, Bytes bytes, bool wide)
{
  return wide ? _mm512_maskz_permutex2var_epi8 (bytes, window.low, index, window.high)
              : _mm512_maskz_permutexvar_epi8 (bytes, index, window.low);
}

/* What a unit reads of a row. With one window the bytes that are zero are known beforehand. */
STEP_INLINE Vector
read_unit (const uint8_t *src, const LevelUnit *unit, int n_windows, Bytes bytes, bool wide)
{
  const Vector index = load_index (unit);
  Vector x = look_up (
      load_window (src, unit, 0, wide), index, n_windows == 1 ? bytes : unit->mask[0], wide);

  for (int w = 1; w < n_windows; w++)
    x = _mm512_mask_mov_epi8 (
        x, unit->mask[w], look_up (load_window (src, unit, w, wide), index, ALL, wide));
  return x;
}

#endif
