/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_avx512.h"

#include <immintrin.h>
#include <string.h>

#include "rows_pack.h"

/* The horizontal sums of 8 bit samples and gathers. A block of a table is loaded once for four rows. */

static RszRows below;

STEP_INLINE __m512i
load (const void *src)
{
  return _mm512_loadu_si512 (src);
}

/* One byte permute reads 64 bytes of source; rows that shrink a lot take several. */
#define VECTOR 64
#define MAX_WINDOWS 4

typedef struct {
  int32_t offset[MAX_OFFSETS]; /* of the windows */
  uint64_t mask[MAX_WINDOWS];  /* the bytes each window gives; what none gives is zero */
  uint8_t index[VECTOR];       /* of each byte in its window */
  int16_t weights[VECTOR / 2];
} Unit512;

_Static_assert(sizeof (Unit512) == UNIT_SIZE, "units are as large as the packer thinks");

static int
place (Unit *unit, const int32_t *bytes, const int16_t *weights, int size)
{
  Unit512 *u = (Unit512 *) unit;
  uint64_t left = 0;
  int n = 0;

  for (int j = 0; j < VECTOR; j++)
    left |= (uint64_t) (bytes[j] >= 0) << j;
  for (; left && n < MAX_WINDOWS; n++) {
    u->mask[n] = left;
    u->offset[n] = rsz_rows_find_window (bytes, VECTOR, size, VECTOR, &left);
    u->mask[n] &= ~left;
    for (int j = 0; j < VECTOR; j++)
      if (u->mask[n] >> j & 1)
        u->index[j] = (uint8_t) (bytes[j] - u->offset[n]);
  }
  for (int w = n; w < MAX_OFFSETS; w++)
    u->offset[w] = -1;
  memcpy (u->weights, weights, sizeof u->weights);
  return left ? MAX_WINDOWS + 1 : n;
}

static bool
move (Unit *unit, const int32_t *start)
{
  Unit512 *u = (Unit512 *) unit;
  const int by = u->offset[0] - start[0];
  const __m512i index = load (u->index),
                moved = _mm512_add_epi8 (index, _mm512_set1_epi8 ((char) by));

  if (by >= VECTOR)
    return false;
  _mm512_storeu_si512 (u->index, _mm512_mask_mov_epi8 (index, u->mask[0], moved));
  u->offset[0] = start[0];
  return !_mm512_mask_cmpge_epu8_mask (u->mask[0], moved, _mm512_set1_epi8 (VECTOR));
}

static const UnitKind units_512 = { VECTOR, VECTOR, MAX_WINDOWS, false, place, move };

static void *
pack_sums (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_sums (&units_512, taps, size);
}

static void *
pack_words (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_words (&units_512, taps, size);
}

static void *
pack_gather (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_gather (&units_512, taps, size);
}

static inline const Unit512 *
units_of (const Packed *packed, int block)
{
  return (const Unit512 *) packed->units + packed->blocks[block].table;
}

/* What a unit reads of a row. With one window the bytes that are zero are known beforehand. */
STEP_INLINE __m512i
read_unit (const uint8_t *src, const Unit512 *unit, int n_windows, __mmask64 bytes)
{
  const __m512i index = load (unit->index);
  __m512i x;

  if (n_windows == 1)
    return _mm512_maskz_permutexvar_epi8 (bytes, index, load (src + unit->offset[0]));
  x = _mm512_maskz_permutexvar_epi8 (unit->mask[0], index, load (src + unit->offset[0]));
  for (int w = 1; w < n_windows; w++)
    x = _mm512_mask_permutexvar_epi8 (x, unit->mask[w], index, load (src + unit->offset[w]));
  return x;
}

#define ALL (~0ull)
#define EVEN 0x5555555555555555ull

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

/* Sums of 16 samples of four rows. */
typedef struct {
  __m512i a, b, c, d;
} Sums;

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

/* The same of words: samples are what is left of a window once their words are shifted. */
STEP_INLINE __m512i
load_samples (const uint8_t *src, const Unit512 *unit, __m128i low)
{
  return _mm512_srl_epi16 (load (src + unit->offset[0]), low);
}

STEP_INLINE Sums
add_shared_words (
    Sums s, const Rows *rows, ptrdiff_t base, const Unit512 *unit, int n_units, __m128i low)
{
  const __m512i a = load_samples (rows->src[0] + base, unit, low),
                b = load_samples (rows->src[1] + base, unit, low);
  const __m512i c = load_samples (rows->src[2] + base, unit, low),
                d = load_samples (rows->src[3] + base, unit, low);

  for (int u = 0; u < n_units; u++) {
    const __m512i index = load (unit[u].index), w = load (unit[u].weights);

    s.a = _mm512_dpwssd_epi32 (s.a, _mm512_permutexvar_epi8 (index, a), w);
    s.b = _mm512_dpwssd_epi32 (s.b, _mm512_permutexvar_epi8 (index, b), w);
    s.c = _mm512_dpwssd_epi32 (s.c, _mm512_permutexvar_epi8 (index, c), w);
    s.d = _mm512_dpwssd_epi32 (s.d, _mm512_permutexvar_epi8 (index, d), w);
  }
  return s;
}

STEP_INLINE __m512i
read_samples (const uint8_t *src, const Unit512 *unit, int n_windows, __m128i low)
{
  return _mm512_srl_epi16 (read_unit (src, unit, n_windows, ALL), low);
}

STEP_INLINE Sums
add_words (Sums s, const Rows *rows, ptrdiff_t base, const Unit512 *unit, int n_units,
    int n_windows, __m128i low)
{
  for (int u = 0; u < n_units; u++) {
    const __m512i w = load (unit[u].weights);

    s.a =
        _mm512_dpwssd_epi32 (s.a, read_samples (rows->src[0] + base, unit + u, n_windows, low), w);
    s.b =
        _mm512_dpwssd_epi32 (s.b, read_samples (rows->src[1] + base, unit + u, n_windows, low), w);
    s.c =
        _mm512_dpwssd_epi32 (s.c, read_samples (rows->src[2] + base, unit + u, n_windows, low), w);
    s.d =
        _mm512_dpwssd_epi32 (s.d, read_samples (rows->src[3] + base, unit + u, n_windows, low), w);
  }
  return s;
}

STEP_INLINE void
store_words (uint8_t *dst_a, uint8_t *dst_b, __m512i a, __m512i b, __m128i shift)
{
  const __m512i order = _mm512_setr_epi64 (0, 2, 4, 6, 1, 3, 5, 7);
  const __m512i x = _mm512_permutexvar_epi64 (
      order, _mm512_packs_epi32 (_mm512_sra_epi32 (a, shift), _mm512_sra_epi32 (b, shift)));

  _mm256_storeu_si256 ((__m256i *) dst_a, _mm512_castsi512_si256 (x));
  _mm256_storeu_si256 ((__m256i *) dst_b, _mm512_extracti64x4_epi64 (x, 1));
}

STEP_INLINE void
hwords_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift, int low)
{
  const Unit512 *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;
  const __m512i half = _mm512_set1_epi32 (1 << (shift - 1));
  const __m128i count = _mm_cvtsi32_si128 (shift), low_bit = _mm_cvtsi32_si128 (low);
  Sums s = { half, half, half, half };

  if (n_windows == SHARED)
    s = add_shared_words (s, rows, base, unit, n_units, low_bit);
  else if (n_windows == 1)
    for (int u = 0; u < n_units; u += packed->group)
      s = add_shared_words (s, rows, base, unit + u,
          n_units - u < packed->group ? n_units - u : packed->group, low_bit);
  else
    s = add_words (s, rows, base, unit, n_units, n_windows, low_bit);
  store_words (rows->dst[0] + at, rows->dst[1] + at, s.a, s.b, count);
  store_words (rows->dst[2] + at, rows->dst[3] + at, s.c, s.d, count);
}

STEP_INLINE void
gather_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const Unit512 *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;

  for (int r = 0; r < RSZ_MAX_BATCH; r++)
    _mm512_storeu_si512 (rows->dst[r] + at, read_unit (rows->src[r] + base, unit, n_windows, ALL));
}

#include "rows_pack_run.inc"

#include "rows_avx512_blocks.inc"
#include "rows_gather.inc"
#include "rows_enlarge.inc"

void
rsz_rows_fill_avx512_h (RszRows *rows)
{
  fill_horizontal (rows, RSZ_MAX_PIXEL_SIZE);
  fill_gathers (rows);
  rows->enlarge = enlarge_cached;
  rows->enlarge_stream = enlarge_streamed;
}
