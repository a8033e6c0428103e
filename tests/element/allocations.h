/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ALLOCATIONS_H
#define ALLOCATIONS_H

#include <stddef.h>

/* Counts what all threads of the program, shared libraries included, ask the C library for. */

typedef struct {
  int n;          /* calls */
  size_t largest; /* bytes of one of them */
} Allocations;

void allocations_start (void);
Allocations allocations_stop (void);

#endif
