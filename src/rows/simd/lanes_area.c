/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lanes.h"
#include "windows.h"

/* Means of windows of 8 bit samples. */

static RszRows below;

/* A byte shuffle stays within 16 bytes: each lane has windows of its own. */
#define LANE 16
#define SUMS (VECTOR / 4) /* of 32 bits in a vector */

static void *
pack_windows (const RszWindows *windows, size_t *size)
{
  return rsz_rows_pack_windows (windows, VECTOR, LANE, size);
}

/* Sums of as many samples as a vector has words: of samples 0, 2, 4 ... and of 1, 3, 5 .... */
typedef struct {
  Vector even, odd;
} Totals;

STEP_INLINE Totals
split (Vector x)
{
  return (Totals){ v_and (x, v_set32 (0xffff)), v_high_words (x) };
}

STEP_INLINE Vector
read_step (const uint8_t *src, const Step *step, const uint8_t *index)
{
  return v_shuffle (v_load_lanes (src, step->offset), v_load (index));
}

STEP_INLINE Totals
add_steps (const uint16_t *sums, const PackedWindows *packed, int b, bool wide)
{
  const WindowBlock *block = &packed->blocks[b];
  const uint8_t *src = (const uint8_t *) sums + block->base;
  const Step *step = packed->steps + block->step;
  const uint8_t *index = packed->indices + (size_t) block->step * VECTOR;
  Vector total = read_step (src, step, index);
  Totals totals = split (total);

  for (int s = 1; s < block->n_steps; s++) {
    const Vector x = read_step (src, step + s, index + (size_t) s * VECTOR);
    const Totals more = split (x);

    if (wide) {
      totals.even = v_add32 (totals.even, more.even);
      totals.odd = v_add32 (totals.odd, more.odd);
    } else {
      total = v_add16 (total, x);
    }
  }
  return wide ? totals : split (total);
}

STEP_INLINE void
mean_block (
    uint8_t *dst, const uint16_t *sums, const PackedWindows *packed, int b, float rows, bool wide)
{
  const float *columns = packed->columns + (ptrdiff_t) b * VECTOR / 2;
  const float *reciprocals = packed->reciprocals + (ptrdiff_t) b * VECTOR / 2;
  const Totals totals = add_steps (sums, packed, b, wide);
  const Vector even = v_divide (totals.even, rows, columns, reciprocals);
  const Vector odd = v_divide (totals.odd, rows, columns + SUMS, reciprocals + SUMS);

  v_store_low_bytes (dst, v_or (even, v_to_high_words (odd)));
}

#include "windows_run.inc"

void
LEVEL (area) (RszRows *rows)
{
  fill_means (rows);
}
