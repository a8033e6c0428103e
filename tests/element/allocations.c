/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "allocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

/* A program's own malloc is everybody's: shared libraries are bound to it. Behind it are the names that
 * glibc keeps for this. */
#define EXPORT __attribute__ ((visibility ("default")))

void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *old, size_t size);
void *__libc_memalign (size_t alignment, size_t size);

EXPORT void *aligned_alloc (size_t alignment, size_t size);
EXPORT int posix_memalign (void **memory, size_t alignment, size_t size);
EXPORT void *memalign (size_t alignment, size_t size);

static atomic_int running, calls;
static atomic_size_t largest;

static void
count (size_t size)
{
  size_t seen = atomic_load (&largest);

  if (!atomic_load (&running))
    return;
  atomic_fetch_add (&calls, 1);
  while (size > seen && !atomic_compare_exchange_weak (&largest, &seen, size))
    ;
}

EXPORT void *
malloc (size_t size)
{
  count (size);
  return __libc_malloc (size);
}

EXPORT void *
calloc (size_t n, size_t size)
{
  count (n * size);
  return __libc_calloc (n, size);
}

EXPORT void *
realloc (void *old, size_t size)
{
  count (size);
  return __libc_realloc (old, size);
}

EXPORT void *
memalign (size_t alignment, size_t size)
{
  count (size);
  return __libc_memalign (alignment, size);
}

EXPORT void *
aligned_alloc (size_t alignment, size_t size)
{
  return memalign (alignment, size);
}

EXPORT int
posix_memalign (void **memory, size_t alignment, size_t size)
{
  *memory = memalign (alignment, size);
  return *memory ? 0 : ENOMEM;
}

void
allocations_start (void)
{
  atomic_store (&calls, 0);
  atomic_store (&largest, 0);
  atomic_store (&running, 1);
}

Allocations
allocations_stop (void)
{
  atomic_store (&running, 0);
  return (Allocations){ atomic_load (&calls), atomic_load (&largest) };
}
