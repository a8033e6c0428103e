/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "../tap.h"
#include "rows/rows.h"

/* Every mean that a window of up to 64 samples can have, at every level, against whole numbers:
 * levels may divide as they like. */

#define MOST_SAMPLES 64
#define N_SUMS (255 * MOST_SAMPLES + 1)

/* sum / n, half to even. */
static int
expect_mean (int sum, int n)
{
  const int down = sum / n, rest = 2 * (sum % n);

  return down + (rest > n || (rest == n && down % 2));
}

typedef struct {
  int32_t first[N_SUMS], n[N_SUMS];
  uint16_t sums[N_SUMS * 2 + MOST_SAMPLES];
  uint8_t dst[N_SUMS];
} Memory;

/* Windows of `columns` sums of so many rows each. Columns of windows that lie side by side cannot
 * have every total in turn, so a call takes as many totals as its windows have room for. */
static int
first_wrong (const RszRows *level, Memory *m, int rows, int columns)
{
  const int n_sums = 255 * rows * columns + 1, room = (int) (sizeof m->sums / 2) / columns;
  RszWindows windows = { .components = 1, .n_max = columns, .first = m->first, .n = m->n };

  for (int from = 0; from < n_sums; from += windows.len) {
    size_t size;

    windows.len = n_sums - from < room ? n_sums - from : room;
    windows.in = windows.len * columns;
    for (int i = 0; i < windows.len; i++) {
      m->first[i] = i * columns;
      m->n[i] = columns;
      for (int k = 0; k < columns; k++)
        m->sums[i * columns + k] = (uint16_t) ((from + i + k) / columns);
    }
    windows.packed = level->wpack ? level->wpack (&windows, &size) : NULL;
    level->mean (m->dst, m->sums, &windows, rows, 0, windows.len);
    free ((void *) windows.packed);
    for (int i = 0; i < windows.len; i++)
      if (m->dst[i] != expect_mean (from + i, rows * columns))
        return from + i;
  }
  return -1;
}

static void
check_level (int number)
{
  Memory *memory = malloc (sizeof *memory);
  int n_wrong = 0;
  RszRows level;

  rsz_rows_fill (&level, number);
  for (int rows = 1; rows <= MOST_SAMPLES; rows++)
    for (int columns = 1; rows * columns <= MOST_SAMPLES; columns++) {
      const int sum = first_wrong (&level, memory, rows, columns);

      if (sum >= 0 && n_wrong++ < 10)
        printf ("# %d rows, %d columns: the mean of %d is wrong\n", rows, columns, sum);
    }
  tap_check (
      n_wrong == 0, "%s: every mean of windows of up to %d samples", level.level, MOST_SAMPLES);
  free (memory);
}

int
main (void)
{
  for (int level = 0; level < rsz_n_levels; level++)
    if (!rsz_levels[level].usable || rsz_levels[level].usable ())
      check_level (level);
  return tap_finish ();
}
