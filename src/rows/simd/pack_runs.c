/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pack_plan.h"

#include <stdlib.h>
#include <string.h>

#include "platform/memory.h"

/* Runs: see pack.h. */

/* Words of a step. */
static int
words_of (const Plan *plan)
{
  return plan->kind->vector / 2;
}

/* Samples that are not words already are widened. */
static bool
widens (const Plan *plan)
{
  return plan->form != FORM_WORDS;
}

static int
steps_of (const Plan *plan)
{
  const int words = words_of (plan);

  return (plan->taps->n_taps * plan->taps->components + words - 1) / words;
}

/* Word of a step that pixel k's sample c is read into. */
static int
word_of (int components, int k, int c)
{
  return 2 * (k / 2 * components + c) + k % 2;
}

bool
rsz_rows_pack_prefers_runs (const Plan *plan, int n_windows)
{
  const int c = plan->taps->components, n_steps = steps_of (plan), n = plan->n_samples / c;
  const int step_cost = widens (plan) || c > 1 ? 2 : 1;
  const int n_taps = plan->n_units / form_units (plan->form); /* or pairs of them, or fours */
  const int n_sums = plan->form == FORM_SPLIT ? 2 : 1;
  /* folding two sums takes three instructions */
  const int runs = (n * n_steps * step_cost + 3 * (n - 1)) * n_sums;
  const int windows = n_taps * n_windows * plan->kind->window_cost;

  return plan->kind->window_cost && form_sums (plan->form) && c != 3 && n_windows > 1
         && plan->taps->in * c >= n_steps * words_of (plan)
         && (n_windows > plan->kind->max_windows || runs < windows + plan->n_units);
}

static void
fill_order (const Plan *plan, uint8_t *order)
{
  const int c = plan->taps->components;

  memset (order, ABSENT, plan->kind->vector);
  for (int i = 0; i < words_of (plan); i++) {
    uint8_t *word = &order[2 * word_of (c, i / c, i % c)];

    word[0] = (uint8_t) (widens (plan) ? i : 2 * i);
    if (!widens (plan))
      word[1] = (uint8_t) (2 * i + 1);
  }
}

/* Pixel i begins where its first tap is, or sooner, for its last step to end in the row. */
static int32_t
start_of (const Plan *plan, int i)
{
  const RszHtaps *taps = plan->taps;
  const int last = taps->in - steps_of (plan) * words_of (plan) / taps->components;

  return taps->first[i] < last ? taps->first[i] : last;
}

static void
fill_weights (const Plan *plan, int i, int16_t *weights, int16_t *low)
{
  const RszHtaps *taps = plan->taps;
  const int c = taps->components, pixels = words_of (plan) / c;
  const int from = taps->first[i] - start_of (plan, i);

  for (int k = 0; k < taps->n_taps; k++) {
    const int at = from + k, step = at / pixels * words_of (plan);
    const size_t tap = (size_t) i * taps->n_taps + k;
    const int weight = low ? taps->weights32[tap] : taps->weights[tap];

    for (int j = 0; j < c; j++) {
      const int word = step + word_of (c, at % pixels, j);

      weights[word] = (int16_t) (low ? weight >> SPLIT_BITS : weight);
      if (low)
        low[word] = (int16_t) (weight & ((1 << SPLIT_BITS) - 1));
    }
  }
}

static size_t
align (size_t size)
{
  return (size + 63) / 64 * 64;
}

/* Rows end with whole blocks. */
Packed *
rsz_rows_pack_runs (const Plan *plan, int n_blocks, size_t *size)
{
  const RszHtaps *taps = plan->taps;
  const int c = taps->components, n = plan->n_samples / c, n_pixels = n_blocks * n;
  const size_t pixel_weights = (size_t) steps_of (plan) * words_of (plan);
  const size_t weights_size = align (pixel_weights * n_pixels * sizeof (int16_t));
  const size_t at_blocks = align (sizeof (Packed));
  const size_t at_starts = at_blocks + align ((n_blocks + 1) * sizeof (Block));
  const size_t at_order = at_starts + align (n_pixels * sizeof (int32_t));
  const size_t at_weights = at_order + align (plan->kind->vector);
  const size_t all = at_weights + weights_size * form_units (plan->form);
  uint8_t *memory = rsz_memory_new (64, all);
  Packed *packed = (Packed *) memory;
  Block *blocks = (Block *) (memory + at_blocks);
  int32_t *starts = (int32_t *) (memory + at_starts);
  int16_t *weights = (int16_t *) (memory + at_weights);
  int16_t *low = plan->form == FORM_SPLIT ? (int16_t *) (memory + at_weights + weights_size) : NULL;

  if (!memory)
    return NULL;
  memset (memory, 0, all);
  for (int i = 0; i < n_pixels; i++) {
    const int pixel = i < taps->len ? i : taps->len - 1;

    starts[i] = start_of (plan, pixel) * plan->pixel;
    if (i < taps->len)
      fill_weights (plan, i, weights + i * pixel_weights, low ? low + i * pixel_weights : NULL);
  }
  for (int b = 0; b < n_blocks; b++)
    blocks[b].base = starts[b * n];
  blocks[n_blocks].base = plan->size;
  fill_order (plan, memory + at_order);
  *packed = (Packed){
    .form = plan->form,
    .n_units = plan->n_units,
    .n_windows = RUNS,
    .blocks = blocks,
    .units = memory, /* none, but their place is computed */
    .runs = { c, steps_of (plan), taps->low > 0, pixel_weights, starts, weights, low,
        memory + at_order },
  };
  *size = all;
  return packed;
}
