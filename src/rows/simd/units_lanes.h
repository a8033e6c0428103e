/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_UNITS_LANES_H
#define RSZ_ROWS_UNITS_LANES_H

#include <string.h>

#include "pack.h"

/* What a block of the horizontal rows' tables is made of, and how it reads a row, for SSE4.1
 * and AVX2: a byte shuffle stays within 16 bytes, so each lane has windows of its own. */

#define LANE WINDOW
#define MAX_WINDOWS 4

typedef struct {
  int32_t offset[MAX_WINDOWS][N_LANES]; /* of the windows of each lane */
  uint8_t index[MAX_WINDOWS][VECTOR];   /* of each byte in its window, ABSENT in the others */
  int16_t weights[VECTOR / 2];
} LevelUnit;

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
  LevelUnit *u = dst;

  memcpy (u->offset, placed->offset, sizeof u->offset);
  memcpy (u->index, placed->index, sizeof u->index);
  memcpy (u->weights, placed->weights, sizeof u->weights);
}

static const UnitKind level_units = { VECTOR, LANE, MAX_WINDOWS, false, place, move, keep,
  sizeof (LevelUnit) };

static inline void *
pack_words (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_words (&level_units, taps, size);
}

/* Plain C moves 8 bytes in less time. */
static inline bool
gathers (int pixel_size)
{
  return pixel_size < 8;
}

static inline void
copy_short (uint8_t *dst, const uint8_t *src, int size)
{
  memcpy (dst, src, size);
}

static inline const LevelUnit *
units_of (const Packed *packed, int block)
{
  return (const LevelUnit *) packed->units + packed->blocks[block].table;
}

/* Of a unit's vector: all bytes, or the even ones, which are samples then; the others are
 * zero. Here the indices say so. */
typedef enum { ALL, EVEN } Bytes;

/* There are no wide ones. */
typedef Vector Window;

STEP_INLINE Window
load_window (const uint8_t *src, const LevelUnit *unit, int w, bool wide)
{
  (void) wide;
  return v_load_lanes (src, unit->offset[w]);
}

STEP_INLINE Window
shift_window (Window window, Count low, bool wide)
{
  (void) wide;
  return v_srl16 (window, low);
}

STEP_INLINE Vector
load_index (const LevelUnit *unit)
{
  return v_load (unit->index[0]);
}

STEP_INLINE Vector
look_up (Window window, Vector index, Bytes bytes, bool wide)
{
  (void) bytes, (void) wide;
  return v_shuffle (window, index);
}

/* What a unit reads of a row. */
STEP_INLINE Vector
read_unit (const uint8_t *src, const LevelUnit *unit, int n_windows, Bytes bytes, bool wide)
{
  Vector x = look_up (load_window (src, unit, 0, wide), load_index (unit), bytes, wide);

  for (int w = 1; w < n_windows; w++)
    x = v_or (x, v_shuffle (load_window (src, unit, w, wide), v_load (unit->index[w])));
  return x;
}

#endif
