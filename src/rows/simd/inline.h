/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_INLINE_H
#define RSZ_ROWS_INLINE_H

/* For what a step of a row is made of: gcc leaves calls with many callers out of line, at twice
 * the time. */
#define STEP_INLINE static inline __attribute__ ((always_inline))

#define CACHE_LINE 64

#endif
