/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "../tap.h"
#include "rows/rows.h"

/* Every mean that a window of up to 64 samples of 8 bits can have, and of up to 16 of 10 bits, at
 * every level, against whole numbers: levels may divide as they like. */

#define MOST_SAMPLES 64
#define N_SUMS (255 * MOST_SAMPLES + 1)

/* What is tried of samples. */
typedef struct {
  const char *name;
  RszSample sample;
  int max, most_samples; /* of a window; as many sums as N_SUMS */
} Samples;

static const Samples samples[] = {
  { "8", RSZ_SAMPLE_U8, 255, MOST_SAMPLES },
  { "10", RSZ_SAMPLE_U16, 1023, (N_SUMS - 1) / 1023 },
};

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
  uint16_t dst[N_SUMS];
} Memory;

/* Windows of `columns` sums of so many rows each. Columns of windows that lie side by side cannot
 * have every total in turn, so a call takes as many totals as its windows have room for. */
static int
first_wrong (const RszRows *level, const Samples *s, Memory *m, int rows, int columns)
{
  const int n_sums = s->max * rows * columns + 1, room = (int) (sizeof m->sums / 2) / columns;
  RszWindows windows = {
    .components = 1, .n_max = columns, .max = s->max, .first = m->first, .n = m->n
  };

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
    level->mean[s->sample](m->dst, m->sums, &windows, rows, 0, windows.len);
    free ((void *) windows.packed);
    for (int i = 0; i < windows.len; i++) {
      const int mean = s->sample == RSZ_SAMPLE_U8 ? ((const uint8_t *) m->dst)[i]
                                                  : ((const uint16_t *) m->dst)[i];

      if (mean != expect_mean (from + i, rows * columns))
        return from + i;
    }
  }
  return -1;
}

static void
check_level (int number, const Samples *s)
{
  Memory *memory = malloc (sizeof *memory);
  int n_wrong = 0;
  RszRows level;

  rsz_rows_fill (&level, number);
  for (int rows = 1; rows <= s->most_samples; rows++)
    for (int columns = 1; rows * columns <= s->most_samples; columns++) {
      const int sum = first_wrong (&level, s, memory, rows, columns);

      if (sum >= 0 && n_wrong++ < 10)
        printf ("# %d rows, %d columns: the mean of %d is wrong\n", rows, columns, sum);
    }
  tap_check (n_wrong == 0, "%s: every mean of windows of up to %d samples of %s bits", level.level,
      s->most_samples, s->name);
  free (memory);
}

int
main (void)
{
  for (int level = 0; level < rsz_n_levels; level++)
    if (!rsz_levels[level].usable || rsz_levels[level].usable ())
      for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++)
        check_level (level, &samples[i]);
  return tap_finish ();
}
