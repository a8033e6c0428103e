/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ARENA_H
#define ARENA_H

#include <stddef.h>
#include <stdint.h>

/* Memory between two pages that trap. Unlike a sanitizer's red zones they catch code that was made
 * at run time, too. */
typedef struct {
  uint8_t *start, *end;
} Arena;

/* Ends the program where there is no memory. */
Arena arena_new (size_t size);

/* `size` bytes at `misalignment`, rounded down to a multiple of `unit`; where that is negative,
 * bytes that end where the arena ends. */
void *arena_place (const Arena *arena, size_t size, int unit, int misalignment);

/* Numbers that look random and follow from the seed. */
void random_seed (uint64_t seed);
uint64_t random_bits (void);
int random_int (int least, int largest);
int random_below (int n); /* 0 .. n - 1 */
float random_unit (void); /* 0 .. 1 - 2^-24 */

#endif
