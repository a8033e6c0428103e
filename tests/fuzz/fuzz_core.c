/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fuzz.h"
#include "resizer.h"
#ifdef FUZZ_THRESHOLDS
#include "thresholds.h"

size_t fuzz_ring_budget = 512 * 1024, fuzz_streamed = 10 * 1000 * 1000,
       fuzz_fetched = 3 * 1000 * 1000;
#endif

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  FuzzInput input = { data, data + size };

  (void) fuzz_byte (&input);
  return 0;
}
