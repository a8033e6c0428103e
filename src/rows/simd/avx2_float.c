/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lanes.h"

#include <immintrin.h>

#include "floats.h"

/* The horizontal float sums. */

static RszRows below;

#define LANES 8
#define MAX_WINDOWS 4

typedef __m256 Floats;
typedef __m256i Indices;

static void *
pack_floats (const RszHtapsf *taps, size_t *size)
{
  return rsz_rows_pack_floats (taps, LANES, MAX_WINDOWS, size);
}

STEP_INLINE Floats
load (const float *src)
{
  return _mm256_loadu_ps (src);
}

STEP_INLINE Indices
loadi (const int32_t *src)
{
  return _mm256_loadu_si256 ((const __m256i *) src);
}

STEP_INLINE void
store (float *dst, Floats x)
{
  _mm256_storeu_ps (dst, x);
}

STEP_INLINE Floats
zero (void)
{
  return _mm256_setzero_ps ();
}

STEP_INLINE Floats
add (Floats a, Floats b)
{
  return _mm256_add_ps (a, b);
}

STEP_INLINE Floats
mul (Floats a, Floats b)
{
  return _mm256_mul_ps (a, b);
}

STEP_INLINE Floats
fuse (Floats a, Floats b, Floats c)
{
  return _mm256_fmadd_ps (a, b, c);
}

STEP_INLINE Floats
permute (Floats x, Indices index)
{
  return _mm256_permutevar8x32_ps (x, index);
}

/* A register holds 8 floats; bits of the index above those choose among registers, by way of the sign. */
STEP_INLINE Floats
look_up_2 (const float *src, Indices index)
{
  return _mm256_blendv_ps (permute (load (src), index), permute (load (src + 8), index),
      _mm256_castsi256_ps (_mm256_slli_epi32 (index, 28)));
}

STEP_INLINE Floats
look_up (const float *src, Indices index, int n_windows)
{
  switch (n_windows) {
  case 1:
    return permute (load (src), index);
  case 2:
    return look_up_2 (src, index);
  default:
    return _mm256_blendv_ps (look_up_2 (src, index), look_up_2 (src + 16, index),
        _mm256_castsi256_ps (_mm256_slli_epi32 (index, 27)));
  }
}

/* There are no rows out of bytes: their shuffles stay within 16. */
STEP_INLINE Floats
look_up_bytes (const uint8_t *src, Indices index, int n_windows)
{
  (void) src, (void) index, (void) n_windows;
  return zero ();
}

#include "floats_run.inc"

void
rsz_rows_fill_avx2_float (RszRows *rows)
{
  fill_floats (rows);
}
