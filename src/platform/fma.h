/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_PLATFORM_FMA_H
#define RSZ_PLATFORM_FMA_H

#include <math.h>
#include <stdint.h>
#include <string.h>

/* a * b + c, rounded once to float, as C99 defines fmaf ().
 *
 * mingw-w64's fmaf () adds up parts in float32 and so rounds more than once: of a million sums of
 * random numbers, two thousand come out wrong. Windows therefore has this one, unless the compiler
 * makes an instruction of it. The product of two floats is exact in double. Its sum with c is
 * rounded to odd, so that rounding to float sees what was lost: Boldo and Melquiond, "Emulation of
 * FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008. */
static inline float
rsz_fmaf (float a, float b, float c)
{
#if defined _WIN32 && !defined __FP_FAST_FMAF
  const double product = (double) a * b, sum = product + c, added = sum - product;
  const double lost = (product - (sum - added)) + (c - added);
  double odd;
  int64_t bits;

  memcpy (&bits, &sum, sizeof bits);
  if ((bits & 1) == 0 && (lost > 0.0 || lost < 0.0))
    bits += (lost > 0.0) == (sum > 0.0) ? 1 : -1;
  memcpy (&odd, &bits, sizeof odd);
  return (float) odd;
#else
  return fmaf (a, b, c);
#endif
}

#endif
