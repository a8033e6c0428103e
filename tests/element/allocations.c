/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "allocations.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

/* A program's own malloc is everybody's: shared libraries are bound to it. Behind it are the names
 * that glibc keeps for this. */
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

static atomic_int refuse_turn = -1; /* calls until the one that fails; -1: none does */
static atomic_size_t refuse_size;
static atomic_bool refused;

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

/* Counts the call. False where it is to fail. */
static bool
admit (size_t size)
{
  count (size);
  if (atomic_load (&refuse_turn) < 0 || size < atomic_load (&refuse_size)
      || atomic_fetch_sub (&refuse_turn, 1) > 0)
    return true;
  atomic_store (&refused, true);
  return false;
}

EXPORT void *
malloc (size_t size)
{
  return admit (size) ? __libc_malloc (size) : NULL;
}

EXPORT void *
calloc (size_t n, size_t size)
{
  return admit (n * size) ? __libc_calloc (n, size) : NULL;
}

EXPORT void *
realloc (void *old, size_t size)
{
  return admit (size) ? __libc_realloc (old, size) : NULL;
}

EXPORT void *
memalign (size_t alignment, size_t size)
{
  return admit (size) ? __libc_memalign (alignment, size) : NULL;
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

bool
allocations_refuse (size_t size, int turn)
{
  atomic_store (&refuse_turn, -1);
  atomic_store (&refuse_size, size);
  atomic_store (&refuse_turn, turn);
  return atomic_exchange (&refused, false);
}
