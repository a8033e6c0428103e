/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_avx2.h"

#include <immintrin.h>
#include <string.h>

#include "rows_pack.h"

/* The horizontal sums of 8 bit samples and gathers. A block of a table is loaded once for four rows. */

static RszRows below;

STEP_INLINE __m256i
load (const void *src)
{
  return _mm256_loadu_si256 (src);
}

/* A byte shuffle stays within 16 bytes: each lane has windows of its own. */
#define VECTOR 32
#define LANE 16
#define MAX_WINDOWS 4

typedef struct {
  int32_t offset[MAX_WINDOWS][2];     /* of the windows of both lanes */
  uint8_t index[MAX_WINDOWS][VECTOR]; /* of each byte in its window, ABSENT in the others */
  int16_t weights[VECTOR / 2];
} Unit256;

_Static_assert(sizeof (Unit256) == UNIT_SIZE, "units are as large as the packer thinks");

#define ABSENT 0x80 /* is zero after the shuffle */

/* Finds the windows of a lane. */
static int
place_lane (Unit256 *u, int lane, const int32_t *bytes, int size)
{
  uint64_t left = 0;
  int n = 0;

  for (int j = 0; j < LANE; j++)
    left |= (uint64_t) (bytes[j] >= 0) << j;
  for (; left && n < MAX_WINDOWS; n++) {
    const uint64_t before = left;
    const int32_t start = rsz_rows_find_window (bytes, LANE, size, LANE, &left);

    u->offset[n][lane] = start;
    for (int j = 0; j < LANE; j++)
      if ((before & ~left) >> j & 1)
        u->index[n][lane * LANE + j] = (uint8_t) (bytes[j] - start);
  }
  return left ? MAX_WINDOWS + 1 : n;
}

static int
place (Unit *unit, const int32_t *bytes, const int16_t *weights, int size)
{
  Unit256 *u = (Unit256 *) unit;
  int low, high;

  memset (u->offset, -1, sizeof u->offset);
  memset (u->index, ABSENT, sizeof u->index);
  memcpy (u->weights, weights, sizeof u->weights);
  low = place_lane (u, 0, bytes, size);
  high = place_lane (u, 1, bytes + LANE, size);
  return low > high ? low : high;
}

static bool
move (Unit *unit, const int32_t *start)
{
  Unit256 *u = (Unit256 *) unit;
  const int low = u->offset[0][0] - start[0], high = u->offset[0][1] - start[1];
  const __m256i by = _mm256_set_m128i (_mm_set1_epi8 ((char) high), _mm_set1_epi8 ((char) low));
  const __m256i index = load (u->index[0]), moved = _mm256_add_epi8 (index, by);
  const __m256i absent = _mm256_cmpeq_epi8 (index, _mm256_set1_epi8 ((char) ABSENT));
  const __m256i beyond = _mm256_cmpgt_epi8 (moved, _mm256_set1_epi8 (LANE - 1));

  if (low >= LANE || high >= LANE)
    return false;
  _mm256_storeu_si256 ((__m256i *) u->index[0], _mm256_blendv_epi8 (moved, index, absent));
  memcpy (u->offset[0], start, sizeof u->offset[0]);
  return !_mm256_movemask_epi8 (_mm256_andnot_si256 (absent, beyond));
}

static const UnitKind units_256 = { VECTOR, LANE, MAX_WINDOWS, false, place, move };

static void *
pack_sums (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_sums (&units_256, taps, size);
}

static void *
pack_words (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_words (&units_256, taps, size);
}

static void *
pack_gather (const RszHtaps *taps, size_t *size)
{
  return rsz_rows_pack_gather (&units_256, taps, size);
}

static inline const Unit256 *
units_of (const Packed *packed, int block)
{
  return (const Unit256 *) packed->units + packed->blocks[block].table;
}

STEP_INLINE __m256i
load_windows (const uint8_t *src, const int32_t *offset)
{
  return _mm256_set_m128i (_mm_loadu_si128 ((const __m128i *) (src + offset[1])),
      _mm_loadu_si128 ((const __m128i *) (src + offset[0])));
}

STEP_INLINE __m256i
read_window (const uint8_t *src, const Unit256 *unit, int w)
{
  return _mm256_shuffle_epi8 (load_windows (src, unit->offset[w]), load (unit->index[w]));
}

STEP_INLINE __m256i
read_unit (const uint8_t *src, const Unit256 *unit, int n_windows)
{
  __m256i x = read_window (src, unit, 0);

  for (int w = 1; w < n_windows; w++)
    x = _mm256_or_si256 (x, read_window (src, unit, w));
  return x;
}

/* As vlerp_step: a + mulhrs (b - a, weight), 16 samples in 16 bit lanes. */
STEP_INLINE __m256i
lerp (const uint8_t *src, const Unit256 *unit, int n_windows)
{
  const __m256i minus_plus = _mm256_set1_epi16 (0x01ff), bytes = _mm256_set1_epi16 (0x00ff);
  const __m256i pairs = read_unit (src, unit, n_windows);
  const __m256i step =
      _mm256_mulhrs_epi16 (_mm256_maddubs_epi16 (pairs, minus_plus), load (unit->weights));

  return _mm256_add_epi16 (_mm256_and_si256 (pairs, bytes), step);
}

STEP_INLINE void
store_halves (uint8_t *dst_a, uint8_t *dst_b, __m256i a, __m256i b)
{
  const __m256i x = _mm256_permute4x64_epi64 (_mm256_packus_epi16 (a, b), 0xd8);

  _mm_storeu_si128 ((__m128i *) dst_a, _mm256_castsi256_si128 (x));
  _mm_storeu_si128 ((__m128i *) dst_b, _mm256_extracti128_si256 (x, 1));
}

STEP_INLINE void
hlerp_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_windows)
{
  const Unit256 *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;

  store_halves (rows->dst[0] + at, rows->dst[1] + at, lerp (rows->src[0] + base, unit, n_windows),
      lerp (rows->src[1] + base, unit, n_windows));
  store_halves (rows->dst[2] + at, rows->dst[3] + at, lerp (rows->src[2] + base, unit, n_windows),
      lerp (rows->src[3] + base, unit, n_windows));
}

/* Sums of 8 samples of four rows. */
typedef struct {
  __m256i a, b, c, d;
} Sums;

STEP_INLINE void
store_quarters (const Rows *rows, ptrdiff_t at, Sums s, __m128i shift)
{
  const __m256i order = _mm256_setr_epi32 (0, 4, 1, 5, 2, 6, 3, 7);
  const __m256i ab =
      _mm256_packs_epi32 (_mm256_sra_epi32 (s.a, shift), _mm256_sra_epi32 (s.b, shift));
  const __m256i cd =
      _mm256_packs_epi32 (_mm256_sra_epi32 (s.c, shift), _mm256_sra_epi32 (s.d, shift));
  const __m256i x = _mm256_permutevar8x32_epi32 (_mm256_packus_epi16 (ab, cd), order);
  const __m128i low = _mm256_castsi256_si128 (x), high = _mm256_extracti128_si256 (x, 1);

  _mm_storeu_si64 (rows->dst[0] + at, low);
  _mm_storeu_si64 (rows->dst[1] + at, _mm_unpackhi_epi64 (low, low));
  _mm_storeu_si64 (rows->dst[2] + at, high);
  _mm_storeu_si64 (rows->dst[3] + at, _mm_unpackhi_epi64 (high, high));
}

STEP_INLINE __m256i
add_products (__m256i sum, __m256i samples, __m256i weights)
{
  return _mm256_add_epi32 (sum, _mm256_madd_epi16 (samples, weights));
}

/* Taps two by two, each unit out of n_windows of its own. */
STEP_INLINE Sums
add_pairs (
    Sums s, const Rows *rows, ptrdiff_t base, const Unit256 *unit, int n_units, int n_windows)
{
  for (int u = 0; u < n_units; u++) {
    const __m256i w = load (unit[u].weights);

    s.a = add_products (s.a, read_unit (rows->src[0] + base, &unit[u], n_windows), w);
    s.b = add_products (s.b, read_unit (rows->src[1] + base, &unit[u], n_windows), w);
    s.c = add_products (s.c, read_unit (rows->src[2] + base, &unit[u], n_windows), w);
    s.d = add_products (s.d, read_unit (rows->src[3] + base, &unit[u], n_windows), w);
  }
  return s;
}

/* The same out of one window for all: putting windows together is what bounds the other. */
STEP_INLINE Sums
add_shared_pairs (Sums s, const Rows *rows, ptrdiff_t base, const Unit256 *unit, int n_units)
{
  const __m256i a = load_windows (rows->src[0] + base, unit->offset[0]),
                b = load_windows (rows->src[1] + base, unit->offset[0]);
  const __m256i c = load_windows (rows->src[2] + base, unit->offset[0]),
                d = load_windows (rows->src[3] + base, unit->offset[0]);

  for (int u = 0; u < n_units; u++) {
    const __m256i index = load (unit[u].index[0]), w = load (unit[u].weights);

    s.a = add_products (s.a, _mm256_shuffle_epi8 (a, index), w);
    s.b = add_products (s.b, _mm256_shuffle_epi8 (b, index), w);
    s.c = add_products (s.c, _mm256_shuffle_epi8 (c, index), w);
    s.d = add_products (s.d, _mm256_shuffle_epi8 (d, index), w);
  }
  return s;
}

STEP_INLINE void
hpairs_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift)
{
  const Unit256 *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;
  const __m256i half = _mm256_set1_epi32 (1 << (shift - 1));
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
STEP_INLINE __m256i
load_samples (const uint8_t *src, const Unit256 *unit, __m128i low)
{
  return _mm256_srl_epi16 (load_windows (src, unit->offset[0]), low);
}

STEP_INLINE Sums
add_shared_words (
    Sums s, const Rows *rows, ptrdiff_t base, const Unit256 *unit, int n_units, __m128i low)
{
  const __m256i a = load_samples (rows->src[0] + base, unit, low),
                b = load_samples (rows->src[1] + base, unit, low);
  const __m256i c = load_samples (rows->src[2] + base, unit, low),
                d = load_samples (rows->src[3] + base, unit, low);

  for (int u = 0; u < n_units; u++) {
    const __m256i index = load (unit[u].index[0]), w = load (unit[u].weights);

    s.a = add_products (s.a, _mm256_shuffle_epi8 (a, index), w);
    s.b = add_products (s.b, _mm256_shuffle_epi8 (b, index), w);
    s.c = add_products (s.c, _mm256_shuffle_epi8 (c, index), w);
    s.d = add_products (s.d, _mm256_shuffle_epi8 (d, index), w);
  }
  return s;
}

STEP_INLINE __m256i
read_samples (const uint8_t *src, const Unit256 *unit, int n_windows, __m128i low)
{
  return _mm256_srl_epi16 (read_unit (src, unit, n_windows), low);
}

STEP_INLINE Sums
add_words (Sums s, const Rows *rows, ptrdiff_t base, const Unit256 *unit, int n_units,
    int n_windows, __m128i low)
{
  for (int u = 0; u < n_units; u++) {
    const __m256i w = load (unit[u].weights);

    s.a = add_products (s.a, read_samples (rows->src[0] + base, unit + u, n_windows, low), w);
    s.b = add_products (s.b, read_samples (rows->src[1] + base, unit + u, n_windows, low), w);
    s.c = add_products (s.c, read_samples (rows->src[2] + base, unit + u, n_windows, low), w);
    s.d = add_products (s.d, read_samples (rows->src[3] + base, unit + u, n_windows, low), w);
  }
  return s;
}

STEP_INLINE void
store_words (uint8_t *dst_a, uint8_t *dst_b, __m256i a, __m256i b, __m128i shift)
{
  const __m256i x = _mm256_permute4x64_epi64 (
      _mm256_packs_epi32 (_mm256_sra_epi32 (a, shift), _mm256_sra_epi32 (b, shift)), 0xd8);

  _mm_storeu_si128 ((__m128i *) dst_a, _mm256_castsi256_si128 (x));
  _mm_storeu_si128 ((__m128i *) dst_b, _mm256_extracti128_si256 (x, 1));
}

STEP_INLINE void
hwords_block (const Rows *rows, ptrdiff_t at, const Packed *packed, int b, int n_units,
    int n_windows, int shift, int low)
{
  const Unit256 *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;
  const __m256i half = _mm256_set1_epi32 (1 << (shift - 1));
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
  const Unit256 *unit = units_of (packed, b);
  const ptrdiff_t base = packed->blocks[b].base;

  for (int r = 0; r < RSZ_MAX_BATCH; r++)
    _mm256_storeu_si256 (
        (__m256i *) (rows->dst[r] + at), read_unit (rows->src[r] + base, unit, n_windows));
}

STEP_INLINE void
copy_short (uint8_t *dst, const uint8_t *src, int size)
{
  memcpy (dst, src, size);
}

#include "rows_pack_run.inc"

#include "rows_avx2_blocks.inc"
#include "rows_gather.inc"
#include "rows_enlarge.inc"

/* Plain C moves 8 bytes in less time. */
#define GATHER_SIZE 7

void
rsz_rows_fill_avx2_h (RszRows *rows)
{
  fill_horizontal (rows, GATHER_SIZE);
  fill_gathers (rows);
  rows->enlarge = enlarge_cached;
  rows->enlarge_stream = enlarge_streamed;
}
