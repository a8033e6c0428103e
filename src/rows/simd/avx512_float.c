/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "avx512.h"

#include <immintrin.h>

#include "floats.h"

/* The horizontal float sums. */

static RszRows below;

#define LANES 16
#define MAX_WINDOWS 8

typedef __m512 Floats;
typedef __m512i Indices;

static void *
pack_floats (const RszHtapsf *taps, size_t *size)
{
  return rsz_rows_pack_floats (taps, LANES, MAX_WINDOWS, size);
}

STEP_INLINE Floats
load (const float *src)
{
  return _mm512_loadu_ps (src);
}

STEP_INLINE Indices
loadi (const int32_t *src)
{
  return _mm512_loadu_si512 (src);
}

STEP_INLINE void
store (float *dst, Floats x)
{
  _mm512_storeu_ps (dst, x);
}

STEP_INLINE Floats
zero (void)
{
  return _mm512_setzero_ps ();
}

STEP_INLINE Floats
add (Floats a, Floats b)
{
  return _mm512_add_ps (a, b);
}

STEP_INLINE Floats
mul (Floats a, Floats b)
{
  return _mm512_mul_ps (a, b);
}

STEP_INLINE Floats
fuse (Floats a, Floats b, Floats c)
{
  return _mm512_fmadd_ps (a, b, c);
}

STEP_INLINE Floats
permute (Floats x, Indices index)
{
  return _mm512_permutexvar_ps (index, x);
}

/* Two registers hold 32 floats; bits of the index above those choose among pairs. */
STEP_INLINE Floats
look_up_4 (const float *src, Indices index)
{
  return _mm512_mask_blend_ps (_mm512_test_epi32_mask (index, _mm512_set1_epi32 (32)),
      _mm512_permutex2var_ps (load (src), index, load (src + 16)),
      _mm512_permutex2var_ps (load (src + 32), index, load (src + 48)));
}

STEP_INLINE Floats
look_up (const float *src, Indices index, int n_windows)
{
  switch (n_windows) {
  case 1:
    return permute (load (src), index);
  case 2:
    return _mm512_permutex2var_ps (load (src), index, load (src + 16));
  case 4:
    return look_up_4 (src, index);
  default:
    return _mm512_mask_blend_ps (_mm512_test_epi32_mask (index, _mm512_set1_epi32 (64)),
        look_up_4 (src, index), look_up_4 (src + 64, index));
  }
}

/* 64 bytes for one register, which zeroes the other bytes of a lane; two hold 128. */
STEP_INLINE Floats
look_up_bytes (const uint8_t *src, Indices index, int n_windows)
{
  const __mmask64 lowest = 0x1111111111111111ull;
  const __m512i low = _mm512_loadu_si512 (src);

  return _mm512_cvtepi32_ps (n_windows <= 4 ? _mm512_maskz_permutexvar_epi8 (lowest, index, low)
                                            : _mm512_maskz_permutex2var_epi8 (
                                                lowest, low, index, _mm512_loadu_si512 (src + 64)));
}

#include "floats_run.inc"

#include "floats_bytes.inc"

void
rsz_rows_fill_avx512_float (RszRows *rows)
{
  fill_floats (rows);
  fill_bytes (rows);
}
