/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef PAGES_H
#define PAGES_H

/* Pages of memory that trap; the one place that knows Windows' calls from POSIX'. Whoever includes
 * it defines _DEFAULT_SOURCE first, for MAP_ANONYMOUS. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef _WIN32
#include <windows.h>
#else
#include <sys/mman.h>
#include <unistd.h>
#endif

static inline size_t
pages_unit (void)
{
#ifdef _WIN32
  SYSTEM_INFO info;

  GetSystemInfo (&info);
  return info.dwPageSize;
#else
  return (size_t) sysconf (_SC_PAGESIZE);
#endif
}

/* Zeros; NULL where there is no memory. */
static inline uint8_t *
pages_new (size_t size)
{
#ifdef _WIN32
  return VirtualAlloc (NULL, size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
#else
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return memory == MAP_FAILED ? NULL : memory;
#endif
}

/* Lets whole pages be touched, or trap. */
static inline bool
pages_open (uint8_t *start, size_t size, bool open)
{
#ifdef _WIN32
  DWORD old;

  return VirtualProtect (start, size, open ? PAGE_READWRITE : PAGE_NOACCESS, &old);
#else
  return mprotect (start, size, open ? PROT_READ | PROT_WRITE : PROT_NONE) == 0;
#endif
}

/* `size` bytes, whole pages, with a page before and behind them that traps; NULL as above. */
static inline uint8_t *
pages_guarded (size_t size)
{
  const size_t page = pages_unit ();
  uint8_t *memory = pages_new (size + 2 * page);

  return memory && pages_open (memory, page, false)
                 && pages_open (memory + page + size, page, false)
             ? memory + page
             : NULL;
}

#endif
