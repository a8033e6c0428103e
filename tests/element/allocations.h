/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Counts what all threads of the program, shared libraries included, ask the C library for. */

typedef struct {
  int n;          /* calls */
  size_t largest; /* bytes of one of them */
} Allocations;

void allocations_start (void);
Allocations allocations_stop (void);

/* One call from now on returns NULL: of those for at least `size` bytes number `turn`, the next
 * being 0. A turn of -1 ends that. Returns whether it had come to it since the last call. */
bool allocations_refuse (size_t size, int turn);

#endif
