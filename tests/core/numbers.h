/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef NUMBERS_H
#define NUMBERS_H

#include <stdint.h>

/* Random numbers for the tests of the core: the same in every run, from a state that a test may
 * begin with. */

static uint32_t numbers_state;

/* 0 .. n - 1. */
static inline int
number (int n)
{
  numbers_state = numbers_state * 1664525 + 1013904223;
  return (int) ((numbers_state >> 8) % (uint32_t) n);
}

/* 1 .. 300, half of the time at most 30. */
static inline int
random_size (void)
{
  static const int most[] = { 8, 30, 90, 300 };

  return 1 + number (most[number (4)]);
}

#endif
