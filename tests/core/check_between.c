/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "../tap.h"
#include "platform/memory.h"
#include "rows/rows.h"

/* Rows enlarged both ways at once in float32 are what the rows are that do one way after the other,
 * which check_rows compares with plain C. */

#define MOST_PIXELS 700
#define MOST_SAMPLES (MOST_PIXELS * RSZ_MAX_COMPONENTS)
#define BEFORE 2
#define CANARY 0xa5

typedef struct {
  int32_t first[MOST_PIXELS];
  float weights[2 * MOST_PIXELS];
  RszHtapsf taps;
  uint8_t *sources[2];
  RszLerpRows lerp;
  int offset; /* of outputs from a multiple of 64 */
  bool stream;
} Case;

static unsigned state = 1;

static int
random_below (int n)
{
  state = state * 1664525u + 1013904223u;
  return (int) ((state >> 8) % (unsigned) n);
}

static float
random_share (void)
{
  return random_below (6) ? (float) random_below (1 << 24) * 0x1p-24f : (float) random_below (2);
}

static void
make_weights (Case *c, int len)
{
  const int exact = random_below (2 * len);

  for (int i = 0; i < len; i++) {
    const float b = i < exact ? random_share () : (float) random_below ((1 << 15) + 1) * 0x1p-15f;

    c->weights[2 * i] = 1.0f - b;
    c->weights[2 * i + 1] = b;
  }
}

static void
make_case (Case *c, int components)
{
  const int len = 1 + random_below (MOST_PIXELS), in = 2 + random_below (len);
  const size_t size = (size_t) (in + 2 * BEFORE) * components + RSZ_SLACK;

  for (int i = 0; i < len; i++)
    c->first[i] = i * in / len - 1;
  make_weights (c, len);
  for (int r = 0; r < 2; r++) {
    c->sources[r] = malloc (size);
    for (size_t i = 0; i < size; i++)
      c->sources[r][i] = (uint8_t) (random_below (4) ? random_below (256) : 255 * random_below (2));
  }
  c->taps = (RszHtapsf){
    .len = len, .components = components, .n_taps = 2, .first = c->first, .weights = c->weights
  };
  c->lerp = (RszLerpRows){ .n = random_below (RSZ_MAX_LERP_ROWS + 1) };
  for (int r = 0; r < c->lerp.n; r++) {
    c->lerp.shares[r][1] = random_share ();
    c->lerp.shares[r][0] = 1.0f - c->lerp.shares[r][1];
  }
  c->offset = random_below (2) ? 0 : random_below (64);
  c->stream = random_below (2);
}

static void
scale (const RszRows *level, const Case *c, int r, float *dst)
{
  const RszBatch batch = {
    .n = 1, .dst = { (uint8_t *) dst }, .src = { c->sources[r] + BEFORE * c->taps.components }
  };

  level->hscaleb[RSZ_SAMPLE_U8](&batch, &c->taps, 0, c->taps.len);
}

/* Rows of outputs, between watched bytes. */
typedef struct {
  uint8_t *memory, *row;
  size_t size;
} Watched;

static Watched
watched_new (const Case *c)
{
  const size_t n = (size_t) c->taps.len * c->taps.components;
  Watched w = { .size = n + 256 };

  w.memory = rsz_memory_new (64, w.size);
  memset (w.memory, CANARY, w.size);
  w.row = w.memory + 64 + c->offset;
  return w;
}

static bool
is_row_of (const RszRows *level, const Case *c, int r, const float *const *rows, const uint8_t *row)
{
  const int n = c->taps.len * c->taps.components;
  const RszVtapsf taps = { c->taps.sum, 2, 0, rows, c->lerp.shares[r] };
  Watched expected = watched_new (c);
  bool equal;

  level->vround[RSZ_SAMPLE_U8](expected.row, &taps, (RszFinish){ 1.0f, false, 255.0f }, n, false);
  equal = !memcmp (expected.memory, row, expected.size);
  rsz_memory_free (expected.memory);
  return equal;
}

static bool
makes_the_same (const RszRows *level, Case *c)
{
  const size_t n = (size_t) c->taps.len * c->taps.components;
  float *first = rsz_memory_new (64, (n + 64) * 4), *second = rsz_memory_new (64, (n + 64) * 4);
  float *row = rsz_memory_new (64, (n + 64) * 4);
  const float *const rows[] = { first, second };
  Watched outputs[RSZ_MAX_LERP_ROWS];
  size_t size;
  bool equal;

  c->taps.packed = level->hpackb[RSZ_SAMPLE_U8](&c->taps, &size);
  scale (level, c, 0, first);
  scale (level, c, 1, second);
  memcpy (row, first, n * 4);
  for (int r = 0; r < c->lerp.n; r++) {
    outputs[r] = watched_new (c);
    c->lerp.dst[r] = outputs[r].row;
  }
  level->enlarge_floats (
      &c->lerp, row, c->sources[1] + BEFORE * c->taps.components, &c->taps, c->stream);
  equal = !memcmp (row, second, n * 4);
  for (int r = 0; r < c->lerp.n; r++) {
    equal = equal && is_row_of (level, c, r, rows, outputs[r].memory);
    rsz_memory_free (outputs[r].memory);
  }
  rsz_memory_free ((void *) c->taps.packed);
  rsz_memory_free (first);
  rsz_memory_free (second);
  rsz_memory_free (row);
  free (c->sources[0]);
  free (c->sources[1]);
  return equal;
}

static void
check_level (const RszRows *level, RszSumf sum, int components)
{
  static const char *const names[] = { "lerp", "quad", "blend", "many" };
  static Case c;
  int n_wrong = 0;

  for (int i = 0; i < 300; i++) {
    make_case (&c, components);
    c.taps.sum = sum;
    n_wrong += !makes_the_same (level, &c);
  }
  tap_check (n_wrong == 0, "%s: %s x%d enlarged at once is what it is one way after the other",
      level->level, names[sum], components);
}

int
main (void)
{
  int n_levels = 0;

  for (int i = 0; i < rsz_n_levels; i++) {
    RszRows level;

    if (rsz_levels[i].usable && !rsz_levels[i].usable ())
      continue;
    rsz_rows_fill (&level, i);
    for (int sum = RSZ_SUMF_LERP; sum <= RSZ_SUMF_MANY; sum++)
      for (int c = 1; c <= RSZ_MAX_COMPONENTS; c++)
        if (level.enlarge_floats && sum != RSZ_SUMF_QUAD) {
          check_level (&level, sum, c);
          n_levels++;
        }
  }
  if (n_levels == 0)
    tap_check (true, "no level of this machine has such rows");
  return tap_finish ();
}
