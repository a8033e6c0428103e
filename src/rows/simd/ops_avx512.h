/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_OPS_AVX512_H
#define RSZ_ROWS_OPS_AVX512_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "inline.h"

/* The operations of ops_avx2.h, where they are described, for AVX-512 F, BW, DQ, VL, VBMI and
 * VNNI: vectors of four lanes, and permutes across them. */

#define LEVEL_NAME "avx512"
#define LEVEL(name) name##_avx512

#define VECTOR 64
#define N_LANES 4
#define WINDOW 64
#define HAS_BYTE_PERMUTE 1
#define HAS_STREAM 1
#define PLANAR 0
#define HAS_FLOATS 1

/* clang-format off */
typedef __m512i Vector;
typedef Vector Sums32;
typedef __m128i Count;

STEP_INLINE Vector v_load (const void *src) { return _mm512_loadu_si512 (src); }
/* Eight bytes from each place. */
STEP_INLINE __m256i
v_load_four_eights (const uint8_t *src, const int32_t *at)
{
  const __m128i a = _mm_loadl_epi64 ((const __m128i *) (src + at[0]));
  const __m128i b = _mm_loadl_epi64 ((const __m128i *) (src + at[2]));
  const __m128d c = _mm_loadh_pd (_mm_castsi128_pd (a), (const double *) (src + at[1]));
  const __m128d d = _mm_loadh_pd (_mm_castsi128_pd (b), (const double *) (src + at[3]));

  return _mm256_castpd_si256 (_mm256_insertf128_pd (_mm256_castpd128_pd256 (c), d, 1));
}
STEP_INLINE Vector
v_load_eights (const uint8_t *src, const int32_t *at)
{
  return _mm512_inserti64x4 (_mm512_castsi256_si512 (v_load_four_eights (src, at)),
      v_load_four_eights (src, at + 4), 1);
}
/* Four bytes from each place. */
STEP_INLINE __m128i
v_load_four_fours (const uint8_t *src, const int32_t *at)
{
  __m128i x = _mm_loadu_si32 (src + at[0]);

  for (int i = 1; i < 4; i++) {
    int word;

    memcpy (&word, src + at[i], sizeof word);
    x = i == 1 ? _mm_insert_epi32 (x, word, 1) : i == 2 ? _mm_insert_epi32 (x, word, 2)
                                                        : _mm_insert_epi32 (x, word, 3);
  }
  return x;
}
STEP_INLINE Vector
v_load_fours_at (const uint8_t *src, const int32_t *at)
{
  Vector x = _mm512_castsi128_si512 (v_load_four_fours (src, at));

  x = _mm512_inserti32x4 (x, v_load_four_fours (src, at + 4), 1);
  x = _mm512_inserti32x4 (x, v_load_four_fours (src, at + 8), 2);
  return _mm512_inserti32x4 (x, v_load_four_fours (src, at + 12), 3);
}
/* Doublewords of a and b, all of a first: every other one from the first or the second on. */
STEP_INLINE Vector
v_every_other32 (Vector a, Vector b, int from)
{
  const Vector even = _mm512_setr_epi32 (0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);

  return _mm512_permutex2var_epi32 (a, _mm512_add_epi32 (even, _mm512_set1_epi32 (from)), b);
}
STEP_INLINE void v_store (void *dst, Vector x) { _mm512_storeu_si512 (dst, x); }
/* The mask has the bytes first: a store that reaches into a line, even with no byte of it, is
 * as slow as one that writes there (see write_row). */
STEP_INLINE void
v_store_part (uint8_t *dst, Vector x, int from, int to)
{
  static const uint8_t ascending[VECTOR] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63 };
  const Vector index = _mm512_add_epi8 (v_load (ascending), _mm512_set1_epi8 ((char) from));

  _mm512_mask_storeu_epi8 (
      dst + from, _bzhi_u64 (~0ull, (unsigned) (to - from)), _mm512_permutexvar_epi8 (index, x));
}

STEP_INLINE void v_stream (void *dst, Vector x) { _mm512_stream_si512 (dst, x); }

STEP_INLINE void
v_stream_by_16 (void *dst, Vector x)
{
  _mm_stream_si128 ((__m128i *) dst, _mm512_castsi512_si128 (x));
  _mm_stream_si128 ((__m128i *) dst + 1, _mm512_extracti32x4_epi32 (x, 1));
  _mm_stream_si128 ((__m128i *) dst + 2, _mm512_extracti32x4_epi32 (x, 2));
  _mm_stream_si128 ((__m128i *) dst + 3, _mm512_extracti32x4_epi32 (x, 3));
}

STEP_INLINE Vector
v_double (const uint8_t *src, int size)
{
  const Vector half = _mm512_castsi256_si512 (_mm256_loadu_si256 ((const __m256i *) src));
  const Vector x = _mm512_permutexvar_epi64 (_mm512_set_epi64 (3, 3, 2, 2, 1, 1, 0, 0), half);

  return size == 1   ? _mm512_unpacklo_epi8 (x, x)
         : size == 2 ? _mm512_unpacklo_epi16 (x, x)
                     : _mm512_unpacklo_epi32 (x, x);
}

STEP_INLINE void v_drain (void) { _mm_sfence (); }

STEP_INLINE Vector v_zero (void) { return _mm512_setzero_si512 (); }
STEP_INLINE Vector v_set8 (int x) { return _mm512_set1_epi8 ((char) x); }
STEP_INLINE Vector v_set16 (int x) { return _mm512_set1_epi16 ((short) x); }
STEP_INLINE Vector v_set32 (int x) { return _mm512_set1_epi32 (x); }

STEP_INLINE Vector v_and (Vector a, Vector b) { return _mm512_and_si512 (a, b); }
STEP_INLINE Vector v_or (Vector a, Vector b) { return _mm512_or_si512 (a, b); }
STEP_INLINE Vector v_xor (Vector a, Vector b) { return _mm512_xor_si512 (a, b); }
STEP_INLINE Vector v_add8 (Vector a, Vector b) { return _mm512_add_epi8 (a, b); }
STEP_INLINE Vector v_add16 (Vector a, Vector b) { return _mm512_add_epi16 (a, b); }
STEP_INLINE Vector v_add32 (Vector a, Vector b) { return _mm512_add_epi32 (a, b); }
STEP_INLINE Vector v_sub8 (Vector a, Vector b) { return _mm512_sub_epi8 (a, b); }
STEP_INLINE Vector v_sub16 (Vector a, Vector b) { return _mm512_sub_epi16 (a, b); }
STEP_INLINE Vector v_sub32 (Vector a, Vector b) { return _mm512_sub_epi32 (a, b); }
STEP_INLINE Vector v_minu16 (Vector a, Vector b) { return _mm512_min_epu16 (a, b); }
STEP_INLINE Vector v_mean8 (Vector a, Vector b) { return _mm512_avg_epu8 (a, b); }

STEP_INLINE Vector v_maddubs (Vector a, Vector b) { return _mm512_maddubs_epi16 (a, b); }

STEP_INLINE Vector v_madd (Vector a, Vector b) { return _mm512_madd_epi16 (a, b); }

STEP_INLINE Vector
v_add_products (Vector sum, Vector a, Vector b)
{
  return _mm512_dpwssd_epi32 (sum, a, b);
}

/* ... of unsigned bytes of a and signed ones of b, four by four */
STEP_INLINE Vector
v_add_byte_products (Vector sum, Vector a, Vector b)
{
  return _mm512_dpbusd_epi32 (sum, a, b);
}

STEP_INLINE Vector v_mulhrs (Vector a, Vector b) { return _mm512_mulhrs_epi16 (a, b); }
/* (a b) >> 16 of signed words */
STEP_INLINE Vector v_mulhi (Vector a, Vector b) { return _mm512_mulhi_epi16 (a, b); }

STEP_INLINE Count v_count (int n) { return _mm_cvtsi32_si128 (n); }
/* By a vector of counts, made once for a row: one by a register's lowest word takes two
 * instructions each time. */
STEP_INLINE Vector
v_sra32 (Vector x, Count n)
{
  return _mm512_srav_epi32 (x, _mm512_broadcastd_epi32 (n));
}

STEP_INLINE Vector
v_srl32 (Vector x, Count n)
{
  return _mm512_srlv_epi32 (x, _mm512_broadcastd_epi32 (n));
}

STEP_INLINE Vector
v_sll32 (Vector x, Count n)
{
  return _mm512_sllv_epi32 (x, _mm512_broadcastd_epi32 (n));
}

STEP_INLINE Vector
v_srl16 (Vector x, Count n)
{
  return _mm512_srlv_epi16 (x, _mm512_broadcastw_epi16 (n));
}

STEP_INLINE Vector
v_sll16 (Vector x, Count n)
{
  return _mm512_sllv_epi16 (x, _mm512_broadcastw_epi16 (n));
}

STEP_INLINE Vector v_odd_words (Vector x) { return _mm512_srli_epi32 (x, 16); }
STEP_INLINE Vector v_to_odd_words (Vector x) { return _mm512_slli_epi32 (x, 16); }

STEP_INLINE Vector v_low8 (Vector a, Vector b) { return _mm512_unpacklo_epi8 (a, b); }
STEP_INLINE Vector v_high8 (Vector a, Vector b) { return _mm512_unpackhi_epi8 (a, b); }
STEP_INLINE Vector v_low16 (Vector a, Vector b) { return _mm512_unpacklo_epi16 (a, b); }
STEP_INLINE Vector v_high16 (Vector a, Vector b) { return _mm512_unpackhi_epi16 (a, b); }

STEP_INLINE Vector v_packu16 (Vector a, Vector b) { return _mm512_packus_epi16 (a, b); }
STEP_INLINE Vector v_pack32 (Vector a, Vector b) { return _mm512_packs_epi32 (a, b); }
STEP_INLINE Vector v_packu32 (Vector a, Vector b) { return _mm512_packus_epi32 (a, b); }

STEP_INLINE Vector
v_choose (const uint8_t *src, const int32_t *offset, const uint8_t *index, uint64_t mask)
{
  return _mm512_maskz_permutexvar_epi8 (mask, v_load (index), v_load (src + offset[0]));
}

STEP_INLINE Vector v_shuffle (Vector x, Vector index) { return _mm512_shuffle_epi8 (x, index); }

STEP_INLINE Vector
v_load_widened (const uint8_t *src, Vector order)
{
  const __m256i bytes = _mm256_loadu_si256 ((const __m256i *) src);

  return _mm512_maskz_permutexvar_epi8 (
      0x5555555555555555ull, order, _mm512_castsi256_si512 (bytes));
}

STEP_INLINE Vector
v_fold (Vector a, Vector b, int distance)
{
  if (distance == 8)
    return v_add32 (_mm512_mask_mov_epi32 (a, 0xff00, b), _mm512_shuffle_i64x2 (a, b, 0x4e));
  if (distance == 4)
    return v_add32 (_mm512_mask_mov_epi32 (a, 0xf0f0, b),
        _mm512_permutex2var_epi64 (a, _mm512_setr_epi64 (2, 3, 8, 9, 6, 7, 12, 13), b));
  if (distance == 2)
    return v_add32 (_mm512_mask_mov_epi32 (a, 0xcccc, b),
        _mm512_castpd_si512 (
            _mm512_shuffle_pd (_mm512_castsi512_pd (a), _mm512_castsi512_pd (b), 0x55)));
  return v_add32 (_mm512_mask_mov_epi32 (a, 0xaaaa, b),
      _mm512_permutex2var_epi32 (a,
          _mm512_setr_epi32 (1, 16, 3, 18, 5, 20, 7, 22, 9, 24, 11, 26, 13, 28, 15, 30), b));
}

STEP_INLINE Vector
v_load_words32 (const uint16_t *src)
{
  return _mm512_cvtepu16_epi32 (_mm256_loadu_si256 ((const __m256i *) src));
}

STEP_INLINE Vector
v_load_bytes32 (const uint8_t *src)
{
  return _mm512_cvtepu8_epi32 (_mm_loadu_si128 ((const __m128i *) src));
}

/* Here order[i] is among all bytes of x, and all pixels are next to each other. */
STEP_INLINE void
v_store_pixels (uint8_t *dst, Vector x, Vector order, int size)
{
  const Vector bytes = _mm512_permutexvar_epi8 (order, x);

  if (size == 3)
    _mm512_mask_storeu_epi32 (dst, 0x0fff, bytes);
  else
    v_store (dst, bytes);
}

STEP_INLINE Vector
v_load_words (const uint8_t *src)
{
  return _mm512_cvtepu8_epi16 (_mm256_loadu_si256 ((const __m256i *) src));
}

STEP_INLINE Vector
v_low_words (Vector x)
{
  return _mm512_cvtepu8_epi16 (_mm512_castsi512_si256 (x));
}

STEP_INLINE Vector
v_high_words (Vector x)
{
  return _mm512_cvtepu8_epi16 (_mm512_extracti64x4_epi64 (x, 1));
}

STEP_INLINE Vector
v_join_low_bytes (Vector a, Vector b)
{
  static const uint8_t evens[VECTOR] = { 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30,
    32, 34, 36, 38, 40, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 64, 66, 68, 70, 72, 74, 76, 78,
    80, 82, 84, 86, 88, 90, 92, 94, 96, 98, 100, 102, 104, 106, 108, 110, 112, 114, 116, 118, 120,
    122, 124, 126 };

  return _mm512_permutex2var_epi8 (a, v_load (evens), b);
}

STEP_INLINE Vector v_join_bytes (Vector a, Vector b) { return v_join_low_bytes (a, b); }

STEP_INLINE Vector
v_in_order (Vector x)
{
  return _mm512_permutexvar_epi64 (_mm512_setr_epi64 (0, 2, 4, 6, 1, 3, 5, 7), x);
}

STEP_INLINE void
v_store_halves (void *dst_a, void *dst_b, Vector packed)
{
  const Vector x = v_in_order (packed);

  _mm256_storeu_si256 (dst_a, _mm512_castsi512_si256 (x));
  _mm256_storeu_si256 (dst_b, _mm512_extracti64x4_epi64 (x, 1));
}

STEP_INLINE void
v_store_quarters (uint8_t *const *dst, ptrdiff_t at, Vector packed)
{
  const Vector order = _mm512_setr_epi32 (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const Vector x = _mm512_permutexvar_epi32 (order, packed);

  _mm_storeu_si128 ((__m128i *) (dst[0] + at), _mm512_castsi512_si128 (x));
  _mm_storeu_si128 ((__m128i *) (dst[1] + at), _mm512_extracti32x4_epi32 (x, 1));
  _mm_storeu_si128 ((__m128i *) (dst[2] + at), _mm512_extracti32x4_epi32 (x, 2));
  _mm_storeu_si128 ((__m128i *) (dst[3] + at), _mm512_extracti32x4_epi32 (x, 3));
}

STEP_INLINE void
v_store_low_bytes (void *dst, Vector words)
{
  _mm256_storeu_si256 (dst, _mm512_cvtepi16_epi8 (words));
}

STEP_INLINE void
v_store_low_bytes_apart (uint8_t *dst, Vector words, ptrdiff_t apart)
{
  (void) apart; /* there is one window */
  v_store_low_bytes (dst, words);
}

STEP_INLINE Vector
v_divide (Vector totals, float rows, const float *columns, const float *reciprocals)
{
  const __m512 s = _mm512_cvtepi32_ps (totals);
  const __m512 n = _mm512_mul_ps (_mm512_set1_ps (rows), _mm512_load_ps (columns));
  const __m512 y = _mm512_mul_ps (_mm512_set1_ps (1.0f / rows), _mm512_load_ps (reciprocals));
  const __m512 q = _mm512_mul_ps (s, y);

  return _mm512_cvtps_epi32 (_mm512_fmadd_ps (_mm512_fnmadd_ps (q, n, s), y, q));
}

/* totals scale + bias, rounded half to even */
STEP_INLINE Vector
v_scale (Vector totals, float scale, float bias)
{
  const __m512 product = _mm512_mul_ps (_mm512_cvtepi32_ps (totals), _mm512_set1_ps (scale));

  return _mm512_cvtps_epi32 (_mm512_add_ps (product, _mm512_set1_ps (bias)));
}

STEP_INLINE Vector v_low32 (Vector a, Vector b) { return _mm512_unpacklo_epi32 (a, b); }
STEP_INLINE Vector v_high32 (Vector a, Vector b) { return _mm512_unpackhi_epi32 (a, b); }
STEP_INLINE Vector v_low64 (Vector a, Vector b) { return _mm512_unpacklo_epi64 (a, b); }
STEP_INLINE Vector v_high64 (Vector a, Vector b) { return _mm512_unpackhi_epi64 (a, b); }

STEP_INLINE Vector
v_load_fours (const uint8_t *const *rows, ptrdiff_t at)
{
  Vector x = _mm512_castsi128_si512 (_mm_loadu_si128 ((const __m128i *) (rows[0] + at)));

  x = _mm512_inserti32x4 (x, _mm_loadu_si128 ((const __m128i *) (rows[4] + at)), 1);
  x = _mm512_inserti32x4 (x, _mm_loadu_si128 ((const __m128i *) (rows[8] + at)), 2);
  return _mm512_inserti32x4 (x, _mm_loadu_si128 ((const __m128i *) (rows[12] + at)), 3);
}

/* Floats, and the indices that choose among them. */
#define FLOATS (VECTOR / 4)
#define MAX_FLOAT_WINDOWS 8 /* vectors of memory that a lookup can choose from: 1, 2 .. */

STEP_INLINE Vector v_mullo32 (Vector a, Vector b) { return _mm512_mullo_epi32 (a, b); }

/* Sums of 32 bits as bytes, clamped, those of a first. */
STEP_INLINE Vector
v_join_sums (Vector a, Vector b, Vector c, Vector d)
{
  const Vector order = _mm512_setr_epi32 (0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
  const Vector packed = v_packu16 (v_pack32 (a, b), v_pack32 (c, d));

  return _mm512_permutexvar_epi32 (order, packed);
}

STEP_INLINE Vector v_join_word_sums (Vector a, Vector b) { return v_in_order (v_packu32 (a, b)); }

typedef __m512 Floats;

STEP_INLINE Floats f_load (const float *src) { return _mm512_loadu_ps (src); }
STEP_INLINE void f_store (float *dst, Floats x) { _mm512_storeu_ps (dst, x); }
STEP_INLINE Floats f_set (float x) { return _mm512_set1_ps (x); }
STEP_INLINE Floats f_from_ints (Vector x) { return _mm512_cvtepi32_ps (x); }
/* to the nearest, halves to even */
STEP_INLINE Vector f_to_ints (Floats x) { return _mm512_cvtps_epi32 (x); }
/* without their fractions */
STEP_INLINE Vector f_cut_to_ints (Floats x) { return _mm512_cvttps_epi32 (x); }
STEP_INLINE Floats f_zero (void) { return _mm512_setzero_ps (); }
STEP_INLINE Floats f_add (Floats a, Floats b) { return _mm512_add_ps (a, b); }
STEP_INLINE Floats f_sub (Floats a, Floats b) { return _mm512_sub_ps (a, b); }
STEP_INLINE Floats f_mul (Floats a, Floats b) { return _mm512_mul_ps (a, b); }
STEP_INLINE Floats
f_farther (Floats far, Floats x)
{
  return _mm512_range_ps (far, x, 0x0b); /* the larger of what is left without signs */
}

STEP_INLINE int
f_any_above (Floats x, float most)
{
  return _mm512_cmp_ps_mask (x, f_set (most), _CMP_GT_OQ) != 0;
}

/* a b + c, rounded once */
STEP_INLINE Floats f_fuse (Floats a, Floats b, Floats c) { return _mm512_fmadd_ps (a, b, c); }
STEP_INLINE Vector f_bits (Floats x) { return _mm512_castps_si512 (x); }
STEP_INLINE Floats f_permute (Floats x, Vector index) { return _mm512_permutexvar_ps (index, x); }

/* Two registers hold 32 floats; bits of the index above those choose among pairs. */
STEP_INLINE Floats
f_look_up_4 (const float *src, Vector index)
{
  return _mm512_mask_blend_ps (_mm512_test_epi32_mask (index, v_set32 (32)),
      _mm512_permutex2var_ps (f_load (src), index, f_load (src + 16)),
      _mm512_permutex2var_ps (f_load (src + 32), index, f_load (src + 48)));
}

STEP_INLINE Floats
f_look_up (const float *src, Vector index, int n_windows)
{
  switch (n_windows) {
  case 1:
    return f_permute (f_load (src), index);
  case 2:
    return _mm512_permutex2var_ps (f_load (src), index, f_load (src + 16));
  case 4:
    return f_look_up_4 (src, index);
  default:
    return _mm512_mask_blend_ps (_mm512_test_epi32_mask (index, v_set32 (64)),
        f_look_up_4 (src, index), f_look_up_4 (src + 64, index));
  }
}

/* Bytes and words as floats: those of whole vectors, at most so many, can be chosen from. */
#define MAX_LOOK_UP_WINDOWS 4
/* A sample in the lowest bits of this float is that sample more. */
#define SAMPLE_BIAS 0x1p23f

/* Which lanes read which vector: bits of bytes, or of words. */
typedef struct {
  __mmask64 of[MAX_LOOK_UP_WINDOWS];
} Choice;

STEP_INLINE Choice
f_byte_choice (Vector index, __mmask64 bytes)
{
  const Vector window = v_and (index, v_set8 (0xc0));
  Choice choice;

  for (int w = 0; w < MAX_LOOK_UP_WINDOWS; w++)
    choice.of[w] = _mm512_mask_cmpeq_epi8_mask (bytes, window, v_set8 (w * VECTOR));
  return choice;
}

STEP_INLINE Choice
f_word_choice (Vector index)
{
  const Vector window = v_and (index, v_set32 (0x60));
  Choice choice;

  for (int w = 0; w < MAX_LOOK_UP_WINDOWS; w++)
    choice.of[w] = _mm512_mask_cmpeq_epi16_mask (0x55555555, window, v_set32 (w * VECTOR / 2));
  return choice;
}

STEP_INLINE Choice
f_choice (Vector index, int size)
{
  return size == 1 ? f_byte_choice (index, 0x1111111111111111ull) : f_word_choice (index);
}

/* SAMPLE_BIAS and samples index[i] of n_windows vectors. Permutes of one register take a third of
 * the time of those of two. */
STEP_INLINE Floats
f_look_up_biased (const uint8_t *src, Vector index, Choice choice, int n_windows, int size)
{
  Vector x = _mm512_castps_si512 (f_set (SAMPLE_BIAS));

  for (int w = 0; w < n_windows; w++) {
    const Vector window = v_load (src + w * VECTOR);
    const __mmask64 bytes = n_windows == 1 ? 0x1111111111111111ull : choice.of[w];
    const __mmask32 words = n_windows == 1 ? 0x55555555 : (__mmask32) choice.of[w];

    x = size == 1 ? _mm512_mask_permutexvar_epi8 (x, bytes, index, window)
                  : _mm512_mask_permutexvar_epi16 (x, words, index, window);
  }
  return _mm512_castsi512_ps (x);
}

/* The same for two taps of bytes at once, the second `step` bytes behind the first: one byte in the lowest
 * bits of a lane, the other 16 bits further up. */
STEP_INLINE Vector
f_two_indices (Vector index, int step)
{
  return v_add8 (v_or (index, _mm512_slli_epi32 (index, 16)), v_set32 (step << 16));
}

STEP_INLINE Choice
f_two_choice (Vector indices)
{
  return f_byte_choice (indices, 0x5555555555555555ull);
}

STEP_INLINE Vector
f_look_up_two (const uint8_t *src, Vector indices, Choice choice, int n_windows)
{
  Vector x = _mm512_castps_si512 (f_set (SAMPLE_BIAS));

  for (int w = 0; w < n_windows; w++)
    x = _mm512_mask_permutexvar_epi8 (x, choice.of[w], indices, v_load (src + w * VECTOR));
  return x;
}

/* The same as words, out of one vector. */
STEP_INLINE Vector
f_look_up_pair (const uint8_t *src, Vector indices)
{
  return _mm512_maskz_permutexvar_epi8 (0x5555555555555555ull, indices, v_load (src));
}

/* SAMPLE_BIAS and the first byte, and the second. */
STEP_INLINE Floats
f_first_of (Vector two)
{
  return _mm512_castsi512_ps (v_and (two, v_set32 ((int) 0xff0000ff)));
}

STEP_INLINE Floats
f_second_of (Vector two)
{
  const Vector from = v_set32 (0x02), lanes = _mm512_set_epi32 (
      12, 8, 4, 0, 12, 8, 4, 0, 12, 8, 4, 0, 12, 8, 4, 0);

  return _mm512_castsi512_ps (_mm512_mask_shuffle_epi8 (_mm512_castps_si512 (f_set (SAMPLE_BIAS)),
      0x1111111111111111ull, two, v_add32 (from, lanes)));
}

typedef __m512d Doubles;

STEP_INLINE Doubles d_load (const double *src) { return _mm512_loadu_pd (src); }
STEP_INLINE void d_store (double *dst, Doubles x) { _mm512_storeu_pd (dst, x); }
STEP_INLINE Doubles d_zero (void) { return _mm512_setzero_pd (); }
STEP_INLINE Doubles d_set (double x) { return _mm512_set1_pd (x); }
STEP_INLINE Doubles d_fuse (Doubles a, Doubles b, Doubles c) { return _mm512_fmadd_pd (a, b, c); }

STEP_INLINE Doubles
d_from_low (Vector x)
{
  return _mm512_cvtepi32_pd (_mm512_castsi512_si256 (x));
}

STEP_INLINE Doubles
d_from_high (Vector x)
{
  return _mm512_cvtepi32_pd (_mm512_extracti64x4_epi64 (x, 1));
}

STEP_INLINE Floats
d_join (Doubles low, Doubles high)
{
  return _mm512_insertf32x8 (
      _mm512_castps256_ps512 (_mm512_cvtpd_ps (low)), _mm512_cvtpd_ps (high), 1);
}

/* clang-format on */

#endif
