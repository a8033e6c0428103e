/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpu.h"

#if defined(__x86_64__)

#include <cpuid.h>

/* The builtins also ask whether the operating system saves the registers. */

bool
rsz_cpu_has_sse41 (void)
{
  return __builtin_cpu_supports ("ssse3") && __builtin_cpu_supports ("sse4.1");
}

bool
rsz_cpu_has_avx2 (void)
{
  return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma")
         && __builtin_cpu_supports ("bmi") && __builtin_cpu_supports ("bmi2");
}

bool
rsz_cpu_has_avx512 (void)
{
  return rsz_cpu_has_avx2 () && __builtin_cpu_supports ("avx512f")
         && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512dq")
         && __builtin_cpu_supports ("avx512vl") && __builtin_cpu_supports ("avx512vbmi")
         && __builtin_cpu_supports ("avx512vnni");
}

/* Intel's and AMD's leaves of caches count alike: a cache each, until one has no type. */
static size_t
last_cache_of (unsigned leaf)
{
  unsigned a, b, c, d;

  for (unsigned i = 0; __get_cpuid_count (leaf, i, &a, &b, &c, &d) && (a & 0x1f); i++)
    if ((a >> 5 & 7) == 3)
      return ((size_t) (b >> 22) + 1) * ((b >> 12 & 0x3ff) + 1) * ((b & 0xfff) + 1)
             * ((size_t) c + 1);
  return 0;
}

size_t
rsz_cpu_last_cache (void)
{
  const size_t size = last_cache_of (4);

  return size ? size : last_cache_of (0x8000001d);
}

#else

bool
rsz_cpu_has_sse41 (void)
{
  return false;
}

bool
rsz_cpu_has_avx2 (void)
{
  return false;
}

bool
rsz_cpu_has_avx512 (void)
{
  return false;
}

size_t
rsz_cpu_last_cache (void)
{
  return 0;
}

#endif
