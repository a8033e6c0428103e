/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "arena.h"

#include <stdio.h>
#include <stdlib.h>

#include "../pages.h"

Arena
arena_new (size_t size)
{
  const size_t page = pages_unit ();
  const size_t inner = (size + page - 1) / page * page;
  uint8_t *memory = pages_guarded (inner);

  if (memory == NULL) {
    fprintf (stderr, "cannot get %zu bytes of guarded memory\n", inner);
    exit (2);
  }
  return (Arena){ memory, memory + inner };
}

void *
arena_place (const Arena *arena, size_t size, int unit, int misalignment)
{
  return misalignment < 0 ? arena->end - size : arena->start + misalignment / unit * unit;
}

static uint64_t random_state;

void
random_seed (uint64_t seed)
{
  random_state = seed;
}

uint64_t
random_bits (void)
{
  uint64_t z = random_state += 0x9e3779b97f4a7c15;

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

int
random_int (int least, int largest)
{
  return least + (int) (random_bits () % (uint64_t) ((int64_t) largest - least + 1));
}

float
random_unit (void)
{
  return (float) (random_bits () >> 40) * 0x1p-24f;
}

int
random_below (int n)
{
  return random_int (0, n - 1);
}
