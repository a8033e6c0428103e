/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "taps.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  FuzzInput input = { data, data + size };

  (void) fuzz_byte (&input);
  return 0;
}
