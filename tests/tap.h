/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef TAP_H
#define TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/* The Test Anything Protocol, as Meson reads it: one line per property, the plan last. */

static int tap_done, tap_failed;

/* Reports one property; the sentence says what holds. Returns `holds`. */
__attribute__ ((format (printf, 2, 3))) static inline bool
tap_check (bool holds, const char *sentence, ...)
{
  va_list args;

  printf ("%sok %d - ", holds ? "" : "not ", ++tap_done);
  va_start (args, sentence);
  vprintf (sentence, args);
  va_end (args);
  printf ("\n");
  fflush (stdout);
  tap_failed += !holds;
  return holds;
}

/* What main returns. */
static inline int
tap_finish (void)
{
  printf ("1..%d\n", tap_done);
  return tap_failed > 0;
}

#endif
