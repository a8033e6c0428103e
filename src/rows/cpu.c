/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cpu.h"

#if defined(__x86_64__)

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

#endif
