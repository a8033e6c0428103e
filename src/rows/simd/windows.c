/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "windows.h"

#include <stdlib.h>
#include <string.h>

#include "platform/memory.h"

/* Blocks whose steps are equal share them; a block looks among this many before it. */
#define N_RECENT 16

/* Tables beyond that cost more than they spare. */
#define MAX_STEPS 8192

#define MAX_VECTOR 64

/* Tables under construction. */
typedef struct {
  const RszWindows *windows;
  int vector, window, n_samples; /* of a block */
  int size;                      /* of a row of sums, bytes */
  int n_blocks, n_steps, room;
  WindowBlock *blocks;
  Step *steps;
  uint8_t *indices;
} Plan;

/* What one lane has still to add. */
typedef struct {
  int next[MAX_VECTOR / 2]; /* byte of the row of sums */
  int left[MAX_VECTOR / 2]; /* samples of the window */
  int start;                /* of the window of bytes that is being read */
} Lane;

static Lane
lane_of (const Plan *plan, int sample, int n)
{
  const RszWindows *w = plan->windows;
  const int c = w->components;
  Lane lane = { .start = -1 };

  for (int j = 0; j < n && sample + j < w->len * c; j++) {
    const int pixel = (sample + j) / c;

    lane.next[j] = (w->first[pixel] * c + (sample + j) % c) * 2;
    lane.left[j] = w->n[pixel];
  }
  return lane;
}

static bool
reads (const Plan *plan, const Lane *lane, int j)
{
  return lane->left[j] && lane->start >= 0 && lane->next[j] < lane->start + plan->window;
}

/* Moves a lane's window to the first byte that is left, if the old one holds nothing more.
 * False where nothing is left at all. */
static bool
advance (const Plan *plan, Lane *lane, int n)
{
  int start = plan->size;
  bool more = false;

  for (int j = 0; j < n; j++) {
    more = more || reads (plan, lane, j);
    if (lane->left[j] && lane->next[j] < start)
      start = lane->next[j];
  }
  if (!more && start < plan->size)
    lane->start = start < plan->size - plan->window ? start : plan->size - plan->window;
  return start < plan->size;
}

static void
take (const Plan *plan, Lane *lane, int n, uint8_t *index, int at, uint64_t *mask)
{
  for (int j = 0; j < n; j++)
    if (reads (plan, lane, j)) {
      index[at + 2 * j] = (uint8_t) (lane->next[j] - lane->start);
      index[at + 2 * j + 1] = (uint8_t) (lane->next[j] - lane->start + 1);
      *mask |= 3ull << (at + 2 * j);
      lane->next[j] += 2 * plan->windows->components;
      lane->left[j]--;
    }
}

static bool
make_room (Plan *plan)
{
  const int room = plan->room ? 2 * plan->room : 256;
  Step *steps;
  uint8_t *indices;

  if (plan->n_steps < plan->room)
    return true;
  if (room > MAX_STEPS)
    return false;
  steps = realloc (plan->steps, room * sizeof *steps);
  plan->steps = steps ? steps : plan->steps;
  indices = realloc (plan->indices, (size_t) room * plan->vector);
  plan->indices = indices ? indices : plan->indices;
  plan->room = steps && indices ? room : plan->room;
  return steps && indices;
}

/* Appends a block's steps. */
static bool
make_steps (Plan *plan, int b)
{
  const int n_lanes = plan->vector / plan->window, n = plan->window / 2;
  Lane lanes[MAX_LANES];

  for (int l = 0; l < n_lanes; l++)
    lanes[l] = lane_of (plan, b * plan->n_samples + l * n, n);
  for (;;) {
    bool any = false;
    Step step = { { 0 }, 0 };
    uint8_t *index;

    for (int l = 0; l < n_lanes; l++)
      any = advance (plan, &lanes[l], n) || any;
    if (!any)
      return true;
    if (!make_room (plan))
      return false;
    index = plan->indices + (size_t) plan->n_steps * plan->vector;
    memset (index, ABSENT, plan->vector);
    for (int l = 0; l < n_lanes; l++) {
      take (plan, &lanes[l], n, index, l * plan->window, &step.mask);
      step.offset[l] = lanes[l].start;
    }
    plan->steps[plan->n_steps++] = step;
  }
}

/* Makes offsets relative to the first, so that blocks compare equal. A lane without samples
 * reads what the first one does. */
static int32_t
make_relative (Plan *plan, int from)
{
  const int32_t base = plan->steps[from].offset[0];

  for (int s = from; s < plan->n_steps; s++)
    for (int l = 0; l < MAX_LANES; l++) {
      const int32_t offset = plan->steps[s].offset[l];

      plan->steps[s].offset[l] = l < plan->vector / plan->window && offset >= 0 ? offset - base : 0;
    }
  return base;
}

static bool
same_steps (const Plan *plan, int a, int b, int n)
{
  return !memcmp (&plan->steps[a], &plan->steps[b], n * sizeof *plan->steps)
         && !memcmp (plan->indices + (size_t) a * plan->vector,
             plan->indices + (size_t) b * plan->vector, (size_t) n * plan->vector);
}

/* Where the newest block's steps are already, drops them. */
static void
share_steps (Plan *plan, int b)
{
  WindowBlock *newest = &plan->blocks[b];

  for (int i = b - 1; i >= 0 && i >= b - N_RECENT; i--)
    if (plan->blocks[i].n_steps == newest->n_steps
        && same_steps (plan, plan->blocks[i].step, newest->step, newest->n_steps)) {
      plan->n_steps = newest->step;
      newest->step = plan->blocks[i].step;
      return;
    }
}

static bool
make_blocks (Plan *plan)
{
  for (int b = 0; b < plan->n_blocks; b++) {
    const int from = plan->n_steps;

    if (!make_steps (plan, b))
      return false;
    plan->blocks[b] = (WindowBlock){ .n_steps = plan->n_steps - from, .step = from };
    plan->blocks[b].base = make_relative (plan, from);
    share_steps (plan, b);
  }
  return true;
}

static void
fill_columns (const Plan *plan, float *columns, float *reciprocals)
{
  const int c = plan->windows->components, last = plan->windows->len * c - 1;
  const int n = plan->n_samples;

  for (int i = 0; i < plan->n_blocks * n; i++) {
    const int even_odd = i % n < n / 2 ? 2 * (i % n) : 2 * (i % n) - n + 1;
    const int sample = i / n * n + even_odd;

    columns[i] = (float) plan->windows->n[(sample < last ? sample : last) / c];
    reciprocals[i] = 1.0f / columns[i];
  }
}

static size_t
align (size_t size)
{
  return (size + 63) / 64 * 64;
}

static PackedWindows *
assemble (const Plan *plan, size_t *size)
{
  const size_t steps_size = plan->n_steps * sizeof *plan->steps;
  const size_t blocks_size = plan->n_blocks * sizeof *plan->blocks;
  const size_t indices_size = (size_t) plan->n_steps * plan->vector;
  const size_t columns_size = (size_t) plan->n_blocks * plan->n_samples * sizeof (float);
  const size_t at_steps = align (sizeof (PackedWindows)), at_blocks = at_steps + align (steps_size);
  const size_t at_indices = at_blocks + align (blocks_size);
  const size_t at_columns = at_indices + align (indices_size);
  const size_t at_reciprocals = at_columns + align (columns_size);
  uint8_t *memory = rsz_memory_new (64, at_reciprocals + align (columns_size));

  if (!memory)
    return NULL;
  memcpy (memory + at_steps, plan->steps, steps_size);
  memcpy (memory + at_blocks, plan->blocks, blocks_size);
  memcpy (memory + at_indices, plan->indices, indices_size);
  fill_columns (plan, (float *) (memory + at_columns), (float *) (memory + at_reciprocals));
  *(PackedWindows *) memory = (PackedWindows){
    .blocks = (WindowBlock *) (memory + at_blocks),
    .steps = (Step *) (memory + at_steps),
    .indices = memory + at_indices,
    .columns = (float *) (memory + at_columns),
    .reciprocals = (float *) (memory + at_reciprocals),
  };
  *size = at_reciprocals + align (columns_size);
  return (PackedWindows *) memory;
}

PackedWindows *
rsz_rows_pack_windows (const RszWindows *windows, int vector, int window, size_t *size)
{
  const int c = windows->components;
  Plan plan = {
    .windows = windows,
    .vector = vector,
    .window = window,
    .n_samples = vector / 2,
    .size = windows->in * c * 2,
    .n_blocks = (windows->len * c + vector / 2 - 1) / (vector / 2),
  };
  PackedWindows *packed = NULL;

  plan.blocks = malloc (plan.n_blocks * sizeof *plan.blocks);
  if (plan.size >= window && plan.blocks && make_blocks (&plan))
    packed = assemble (&plan, size);
  free (plan.blocks);
  free (plan.steps);
  free (plan.indices);
  return packed;
}
