/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../pages.h"

#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void) (start), (void) (size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void) (start), (void) (size))
#endif

#define BLOCK_SIZE ((size_t) 1 << 20)

/* Bytes that are looked at before the lowest row and behind the highest one, as far as the block
 * goes. */
#define BESIDE 64

static uint8_t *
make_block (void)
{
  uint8_t *memory = pages_guarded (BLOCK_SIZE);

  if (memory == NULL) {
    fprintf (stderr, "There is no memory for a block of %zu bytes.\n", BLOCK_SIZE);
    exit (2);
  }
  ASAN_POISON_MEMORY_REGION (memory, BLOCK_SIZE);
  return memory;
}

/* The rows from the lowest address to the highest. */
static uint8_t *
nth_row (const FuzzMemory *memory, int n)
{
  return fuzz_memory_row (
      memory, memory->stride > 0 ? memory->from_row + n : memory->to_row - 1 - n);
}

static void
open_rows (const FuzzMemory *memory)
{
  ASAN_POISON_MEMORY_REGION (memory->start, (size_t) (memory->end - memory->start));
  for (int n = 0; n < memory->to_row - memory->from_row; n++)
    ASAN_UNPOISON_MEMORY_REGION (nth_row (memory, n) + memory->from, memory->to - memory->from);
}

bool
fuzz_memory_place (FuzzMemory *memory, int block, const FuzzPlacing *placing, uint8_t filling)
{
  static uint8_t *blocks[FUZZ_N_BLOCKS];
  const size_t size = memory->to - memory->from, step = size + placing->gap;
  const size_t n = (size_t) (memory->to_row - memory->from_row);
  const size_t span = (n - 1) * step + size;
  uint8_t *lowest, *first;

  if (span + placing->offset > BLOCK_SIZE)
    return false;
  if (!blocks[block])
    blocks[block] = make_block ();
  lowest = placing->at_start ? blocks[block] + placing->offset : blocks[block] + BLOCK_SIZE - span;
  first = placing->upwards ? lowest + (n - 1) * step : lowest;
  memory->stride = placing->upwards ? -(ptrdiff_t) step : (ptrdiff_t) step;
  memory->row0 = first - memory->from_row * memory->stride - memory->from;
  memory->start = lowest - blocks[block] < BESIDE ? blocks[block] : lowest - BESIDE;
  memory->end = blocks[block] + BLOCK_SIZE - (lowest + span) < BESIDE ? blocks[block] + BLOCK_SIZE
                                                                      : lowest + span + BESIDE;
  memory->filling = filling;
  ASAN_UNPOISON_MEMORY_REGION (memory->start, (size_t) (memory->end - memory->start));
  memset (memory->start, filling, (size_t) (memory->end - memory->start));
  open_rows (memory);
  return true;
}

static bool
is_filling (const uint8_t *from, const uint8_t *to, uint8_t filling)
{
  while (from < to)
    if (*from++ != filling)
      return false;
  return true;
}

bool
fuzz_memory_is_whole (const FuzzMemory *memory)
{
  const uint8_t *behind = memory->start;
  bool whole = true;

  ASAN_UNPOISON_MEMORY_REGION (memory->start, (size_t) (memory->end - memory->start));
  for (int n = 0; n < memory->to_row - memory->from_row; n++) {
    const uint8_t *row = nth_row (memory, n);

    whole = whole && is_filling (behind, row + memory->from, memory->filling);
    behind = row + memory->to;
  }
  whole = whole && is_filling (behind, memory->end, memory->filling);
  open_rows (memory);
  return whole;
}

void
fuzz_memory_leave (const FuzzMemory *memory)
{
  ASAN_POISON_MEMORY_REGION (memory->start, (size_t) (memory->end - memory->start));
}
