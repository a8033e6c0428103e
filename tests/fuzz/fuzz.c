/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

uint8_t
fuzz_byte (FuzzInput *input)
{
  return input->at < input->end ? *input->at++ : 0;
}

uint16_t
fuzz_word (FuzzInput *input)
{
  const unsigned low = fuzz_byte (input);

  return (uint16_t) (low | (unsigned) fuzz_byte (input) << 8);
}

int
fuzz_between (FuzzInput *input, int least, int most)
{
  const int n = most - least + 1;

  return least + (n > 256 ? fuzz_word (input) : fuzz_byte (input)) % n;
}

bool
fuzz_shows (void)
{
  static int shows = -1;

  if (shows < 0)
    shows = getenv ("FUZZ_SHOW") != NULL;
  return shows;
}

void
fuzz_fail (const char *format, ...)
{
  va_list args;

  fprintf (stderr, "FINDING: ");
  va_start (args, format);
  vfprintf (stderr, format, args);
  va_end (args);
  fprintf (stderr, "\n");
  abort ();
}
