/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_PLATFORM_MEMORY_H
#define RSZ_PLATFORM_MEMORY_H

#include <stddef.h>
#include <stdlib.h>

/* Memory that starts at a multiple of `alignment`, a power of two that divides `size`, for
 * rsz_memory_free (); NULL where there is none. Windows has no aligned_alloc, and what it has
 * instead is not for free (). */
static inline void *
rsz_memory_new (size_t alignment, size_t size)
{
#ifdef _WIN32
  return _aligned_malloc (size, alignment);
#else
  return aligned_alloc (alignment, size);
#endif
}

/* NULL is nothing to free. */
static inline void
rsz_memory_free (void *memory)
{
#ifdef _WIN32
  _aligned_free (memory);
#else
  free (memory);
#endif
}

#endif
