/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef THRESHOLDS_H
#define THRESHOLDS_H

#include <stddef.h>

/* The core's sizes that decide how large pictures are scaled, as variables. The fuzz targets with
 * lowered thresholds compile the planes with this header before everything else: an input chooses
 * the sizes, so that strips, streaming and fetching are compared with a plan that has none of
 * them. */

extern size_t fuzz_ring_budget, fuzz_sums_budget, fuzz_streamed, fuzz_prefetched;

#define RSZ_RING_BUDGET fuzz_ring_budget
#define RSZ_SUMS_BUDGET fuzz_sums_budget
#define RSZ_STREAMED fuzz_streamed
#define RSZ_PREFETCHED fuzz_prefetched

#endif
