/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "avx512.h"

#include <immintrin.h>

#include "avx512_units.inc"
#include "avx512_words.inc"

/* The horizontal sums of 8 bit samples and gathers. A block of a table is loaded once for four rows. */

static RszRows below;

static void *
pack_sums (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_sums (&units_512, taps, size);
}

static void *
pack_gather (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_gather (&units_512, taps, size);
}

/* As vlerp_step: a + mulhrs (b - a, weight), 32 samples in 16 bit lanes. */
STEP_INLINE __m512i
lerp (const uint8_t *src, const Unit512 *unit, int n_windows)
{
  const __m512i minus_plus = _mm512_set1_epi16 (0x01ff), bytes = _mm512_set1_epi16 (0x00ff);
  const __m512i pairs = read_unit (src, unit, n_windows, ALL);
  const __m512i step =
      _mm512_mulhrs_epi16 (_mm512_maddubs_epi16 (pairs, minus_plus), load (unit->weights));

  return _mm512_add_epi16 (_mm512_and_si512 (pairs, bytes), step);
}

STEP_INLINE void
store_halves (uint8_t *dst_a, uint8_t *dst_b, __m512i a, __m512i b)
{
  const __m512i order = _mm512_setr_epi64 (0, 2, 4, 6, 1, 3, 5, 7);
  const __m512i x = _mm512_permutexvar_epi64 (order, _mm512_packus_epi16 (a, b));

  _mm256_storeu_si256 ((__m256i *) dst_a, _mm512_castsi512_si256 (x));
  _mm256_storeu_si256 ((__m256i *) dst_b, _mm512_extracti64x4_epi64 (x, 1));
}

STEP_INLINE void
hlerp_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const Unit512 *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;

  store_halves (rows->dst[0] + at, rows->dst[1] + at, lerp (rows->src[0] + base, unit, n_windows),
      lerp (rows->src[1] + base, unit, n_windows));
  store_halves (rows->dst[2] + at, rows->dst[3] + at, lerp (rows->src[2] + base, unit, n_windows),
      lerp (rows->src[3] + base, unit, n_windows));
}

STEP_INLINE void
store_quarters (const Rows *rows, ptrdiff_t at, Sums s, __m128i shift)
{
  const __m512i order = _mm512_setr_epi32 (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const __m512i ab =
      _mm512_packs_epi32 (_mm512_sra_epi32 (s.a, shift), _mm512_sra_epi32 (s.b, shift));
  const __m512i cd =
      _mm512_packs_epi32 (_mm512_sra_epi32 (s.c, shift), _mm512_sra_epi32 (s.d, shift));
  const __m512i x = _mm512_permutexvar_epi32 (order, _mm512_packus_epi16 (ab, cd));

  _mm_storeu_si128 ((__m128i *) (rows->dst[0] + at), _mm512_castsi512_si128 (x));
  _mm_storeu_si128 ((__m128i *) (rows->dst[1] + at), _mm512_extracti32x4_epi32 (x, 1));
  _mm_storeu_si128 ((__m128i *) (rows->dst[2] + at), _mm512_extracti32x4_epi32 (x, 2));
  _mm_storeu_si128 ((__m128i *) (rows->dst[3] + at), _mm512_extracti32x4_epi32 (x, 3));
}

STEP_INLINE __m512i
load_window (const uint8_t *src, const Unit512 *unit)
{
  return load (src + unit->offset[0]);
}

/* Taps two by two, each unit out of n_windows of its own. */
STEP_INLINE Sums
add_pairs (
    Sums s, const Rows *rows, ptrdiff_t base, const Unit512 *unit, int n_units, int n_windows)
{
  for (int u = 0; u < n_units; u++) {
    const __m512i w = load (unit[u].weights);

    s.a = _mm512_dpwssd_epi32 (s.a, read_unit (rows->src[0] + base, &unit[u], n_windows, EVEN), w);
    s.b = _mm512_dpwssd_epi32 (s.b, read_unit (rows->src[1] + base, &unit[u], n_windows, EVEN), w);
    s.c = _mm512_dpwssd_epi32 (s.c, read_unit (rows->src[2] + base, &unit[u], n_windows, EVEN), w);
    s.d = _mm512_dpwssd_epi32 (s.d, read_unit (rows->src[3] + base, &unit[u], n_windows, EVEN), w);
  }
  return s;
}

/* The same out of one window for all: loads that cross cache lines are what bounds the other. */
STEP_INLINE Sums
add_shared_pairs (Sums s, const Rows *rows, ptrdiff_t base, const Unit512 *unit, int n_units)
{
  const __m512i a = load_window (rows->src[0] + base, unit),
                b = load_window (rows->src[1] + base, unit);
  const __m512i c = load_window (rows->src[2] + base, unit),
                d = load_window (rows->src[3] + base, unit);

  for (int u = 0; u < n_units; u++) {
    const __m512i index = load (unit[u].index), w = load (unit[u].weights);

    s.a = _mm512_dpwssd_epi32 (s.a, _mm512_maskz_permutexvar_epi8 (EVEN, index, a), w);
    s.b = _mm512_dpwssd_epi32 (s.b, _mm512_maskz_permutexvar_epi8 (EVEN, index, b), w);
    s.c = _mm512_dpwssd_epi32 (s.c, _mm512_maskz_permutexvar_epi8 (EVEN, index, c), w);
    s.d = _mm512_dpwssd_epi32 (s.d, _mm512_maskz_permutexvar_epi8 (EVEN, index, d), w);
  }
  return s;
}

STEP_INLINE void
hpairs_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift)
{
  const Unit512 *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;
  const __m512i half = _mm512_set1_epi32 (1 << (shift - 1));
  Sums s = { half, half, half, half };

  if (n_windows == SHARED)
    s = add_shared_pairs (s, rows, base, unit, n_units);
  else if (n_windows == 1)
    for (int u = 0; u < n_units; u += packed->group)
      s = add_shared_pairs (
          s, rows, base, unit + u, n_units - u < packed->group ? n_units - u : packed->group);
  else
    s = add_pairs (s, rows, base, unit, n_units, n_windows);
  store_quarters (rows, at, s, _mm_cvtsi32_si128 (shift));
}

STEP_INLINE void
gather_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const Unit512 *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;

  for (int r = 0; r < RSZ_MAX_BATCH; r++)
    _mm512_storeu_si512 (rows->dst[r] + at, read_unit (rows->src[r] + base, unit, n_windows, ALL));
}

#include "pack_run.inc"

#include "avx512_blocks.inc"
#include "gather.inc"
#include "enlarge.inc"

void
rsz_rows_fill_avx512_h (RszRows *rows)
{
  fill_horizontal (rows);
  rows->gather = gather_rows;
  rows->enlarge = enlarge_u8;
}
