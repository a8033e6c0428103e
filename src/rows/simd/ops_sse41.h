/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_OPS_SSE41_H
#define RSZ_ROWS_OPS_SSE41_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "inline.h"

/* The operations of ops_avx2.h, where they are described, for SSE4.1: vectors of one lane. */

#define LEVEL_NAME "sse41"
#define LEVEL(name) name##_sse41

#define VECTOR 16
#define N_LANES 1
#define WINDOW 16
#define HAS_BYTE_PERMUTE 0
#define HAS_STREAM 1
#define PLANAR 0
#define HAS_FLOATS 0 /* they are fused, and looked up by floats */

/* clang-format off */
typedef __m128i Vector;
typedef Vector Sums32;
typedef __m128i Count;
typedef Vector Window;

STEP_INLINE Vector v_load (const void *src) { return _mm_loadu_si128 (src); }
STEP_INLINE void v_store (void *dst, Vector x) { _mm_storeu_si128 (dst, x); }
STEP_INLINE void v_stream (void *dst, Vector x) { _mm_stream_si128 (dst, x); }
STEP_INLINE void v_stream_by_16 (void *dst, Vector x) { _mm_stream_si128 (dst, x); }

STEP_INLINE Window
v_load_lanes (const uint8_t *src, const int32_t *offset)
{
  return v_load (src + offset[0]);
}

STEP_INLINE Vector
v_double (const uint8_t *src, int size)
{
  const Vector x = _mm_loadl_epi64 ((const __m128i *) src);

  return size == 1   ? _mm_unpacklo_epi8 (x, x)
         : size == 2 ? _mm_unpacklo_epi16 (x, x)
                     : _mm_unpacklo_epi32 (x, x);
}

STEP_INLINE void v_drain (void) { _mm_sfence (); }

STEP_INLINE Vector v_zero (void) { return _mm_setzero_si128 (); }
STEP_INLINE Vector v_set8 (int x) { return _mm_set1_epi8 ((char) x); }
STEP_INLINE Vector v_set16 (int x) { return _mm_set1_epi16 ((short) x); }
STEP_INLINE Vector v_set32 (int x) { return _mm_set1_epi32 (x); }

STEP_INLINE Vector v_and (Vector a, Vector b) { return _mm_and_si128 (a, b); }
STEP_INLINE Vector v_and_not (Vector a, Vector b) { return _mm_andnot_si128 (a, b); }
STEP_INLINE Vector v_or (Vector a, Vector b) { return _mm_or_si128 (a, b); }
STEP_INLINE Vector v_xor (Vector a, Vector b) { return _mm_xor_si128 (a, b); }
STEP_INLINE Vector v_add8 (Vector a, Vector b) { return _mm_add_epi8 (a, b); }
STEP_INLINE Vector v_add16 (Vector a, Vector b) { return _mm_add_epi16 (a, b); }
STEP_INLINE Vector v_add32 (Vector a, Vector b) { return _mm_add_epi32 (a, b); }
STEP_INLINE Vector v_sub8 (Vector a, Vector b) { return _mm_sub_epi8 (a, b); }
STEP_INLINE Vector v_sub16 (Vector a, Vector b) { return _mm_sub_epi16 (a, b); }
STEP_INLINE Vector v_minu16 (Vector a, Vector b) { return _mm_min_epu16 (a, b); }
STEP_INLINE Vector v_mean8 (Vector a, Vector b) { return _mm_avg_epu8 (a, b); }

STEP_INLINE Vector v_maddubs (Vector a, Vector b) { return _mm_maddubs_epi16 (a, b); }
STEP_INLINE Vector v_madd (Vector a, Vector b) { return _mm_madd_epi16 (a, b); }

STEP_INLINE Vector
v_add_products (Vector sum, Vector a, Vector b)
{
  return v_add32 (sum, v_madd (a, b));
}

STEP_INLINE Vector v_mulhrs (Vector a, Vector b) { return _mm_mulhrs_epi16 (a, b); }
/* (a b) >> 16 of signed words */
STEP_INLINE Vector v_mulhi (Vector a, Vector b) { return _mm_mulhi_epi16 (a, b); }

STEP_INLINE Count v_count (int n) { return _mm_cvtsi32_si128 (n); }
STEP_INLINE Vector v_sra32 (Vector x, Count n) { return _mm_sra_epi32 (x, n); }
STEP_INLINE Vector v_srl32 (Vector x, Count n) { return _mm_srl_epi32 (x, n); }
STEP_INLINE Vector v_sll32 (Vector x, Count n) { return _mm_sll_epi32 (x, n); }
STEP_INLINE Vector v_srl16 (Vector x, Count n) { return _mm_srl_epi16 (x, n); }
STEP_INLINE Vector v_sll16 (Vector x, Count n) { return _mm_sll_epi16 (x, n); }
STEP_INLINE Vector v_odd_words (Vector x) { return _mm_srli_epi32 (x, 16); }
STEP_INLINE Vector v_to_odd_words (Vector x) { return _mm_slli_epi32 (x, 16); }

STEP_INLINE Vector v_equal8 (Vector a, Vector b) { return _mm_cmpeq_epi8 (a, b); }
STEP_INLINE Vector v_greater8 (Vector a, Vector b) { return _mm_cmpgt_epi8 (a, b); }

STEP_INLINE Vector
v_select8 (Vector a, Vector b, Vector which)
{
  return _mm_blendv_epi8 (a, b, which);
}

STEP_INLINE int v_any8 (Vector x) { return _mm_movemask_epi8 (x) != 0; }
STEP_INLINE Vector v_set_lanes8 (const int *by) { return v_set8 (by[0]); }

STEP_INLINE Vector v_low8 (Vector a, Vector b) { return _mm_unpacklo_epi8 (a, b); }
STEP_INLINE Vector v_high8 (Vector a, Vector b) { return _mm_unpackhi_epi8 (a, b); }
STEP_INLINE Vector v_low16 (Vector a, Vector b) { return _mm_unpacklo_epi16 (a, b); }
STEP_INLINE Vector v_high16 (Vector a, Vector b) { return _mm_unpackhi_epi16 (a, b); }

STEP_INLINE Vector v_packu16 (Vector a, Vector b) { return _mm_packus_epi16 (a, b); }
STEP_INLINE Vector v_pack32 (Vector a, Vector b) { return _mm_packs_epi32 (a, b); }
STEP_INLINE Vector v_packu32 (Vector a, Vector b) { return _mm_packus_epi32 (a, b); }

STEP_INLINE Vector v_shuffle (Window x, Vector index) { return _mm_shuffle_epi8 (x, index); }

STEP_INLINE Vector
v_shuffle_more (Vector x, Window window, Vector index)
{
  return v_or (x, v_shuffle (window, index));
}

STEP_INLINE Vector
v_load_widened (const uint8_t *src, Vector order)
{
  return v_shuffle (_mm_loadl_epi64 ((const __m128i *) src), order);
}

STEP_INLINE Vector
v_fold (Vector a, Vector b, int distance)
{
  if (distance == 2)
    return v_add32 (_mm_blend_epi16 (a, b, 0xf0),
        _mm_castpd_si128 (_mm_shuffle_pd (_mm_castsi128_pd (a), _mm_castsi128_pd (b), 0x1)));
  return v_add32 (
      _mm_blend_epi16 (a, b, 0xcc), _mm_shuffle_epi32 (_mm_blend_epi16 (b, a, 0xcc), 0xb1));
}

STEP_INLINE Vector
v_choose (const uint8_t *src, const int32_t *offset, const uint8_t *index, uint64_t mask)
{
  (void) mask;
  return v_shuffle (v_load_lanes (src, offset), v_load (index));
}

STEP_INLINE Vector
v_load_words (const uint8_t *src)
{
  return _mm_cvtepu8_epi16 (_mm_loadl_epi64 ((const __m128i *) src));
}

STEP_INLINE Vector v_low_words (Vector x) { return _mm_cvtepu8_epi16 (x); }
STEP_INLINE Vector v_high_words (Vector x) { return v_high8 (x, v_zero ()); }
STEP_INLINE Vector v_in_order (Vector x) { return x; }
STEP_INLINE Vector v_join_bytes (Vector a, Vector b) { return v_packu16 (a, b); }
STEP_INLINE Vector v_join_word_sums (Vector a, Vector b) { return v_packu32 (a, b); }

STEP_INLINE Vector
v_join_low_bytes (Vector a, Vector b)
{
  return v_packu16 (v_and (a, v_set16 (0x00ff)), v_and (b, v_set16 (0x00ff)));
}

STEP_INLINE void
v_store_halves (void *dst_a, void *dst_b, Vector packed)
{
  _mm_storel_epi64 (dst_a, packed);
  _mm_storel_epi64 (dst_b, _mm_unpackhi_epi64 (packed, packed));
}

STEP_INLINE void
v_store_quarter (uint8_t *dst, int32_t quarter)
{
  memcpy (dst, &quarter, sizeof quarter);
}

STEP_INLINE void
v_store_quarters (uint8_t *const *dst, ptrdiff_t at, Vector packed)
{
  v_store_quarter (dst[0] + at, _mm_cvtsi128_si32 (packed));
  v_store_quarter (dst[1] + at, _mm_extract_epi32 (packed, 1));
  v_store_quarter (dst[2] + at, _mm_extract_epi32 (packed, 2));
  v_store_quarter (dst[3] + at, _mm_extract_epi32 (packed, 3));
}

STEP_INLINE void
v_store_low_bytes (void *dst, Vector words)
{
  _mm_storel_epi64 (dst, _mm_packus_epi16 (words, words));
}

STEP_INLINE void
v_store_low_bytes_apart (uint8_t *dst, Vector words, ptrdiff_t apart)
{
  (void) apart; /* there is one window */
  v_store_low_bytes (dst, words);
}

/* There is no fused multiply-add: a division makes the same quotient. */
STEP_INLINE Vector
v_divide (Vector totals, float rows, const float *columns, const float *reciprocals)
{
  (void) reciprocals;
  return _mm_cvtps_epi32 (_mm_div_ps (
      _mm_cvtepi32_ps (totals), _mm_mul_ps (_mm_set1_ps (rows), _mm_load_ps (columns))));
}

/* totals scale + bias, rounded half to even */
STEP_INLINE Vector
v_scale (Vector totals, float scale, float bias)
{
  const __m128 product = _mm_mul_ps (_mm_cvtepi32_ps (totals), _mm_set1_ps (scale));

  return _mm_cvtps_epi32 (_mm_add_ps (product, _mm_set1_ps (bias)));
}

STEP_INLINE Vector v_mullo32 (Vector a, Vector b) { return _mm_mullo_epi32 (a, b); }

/* Sums of 32 bits as bytes, clamped, those of a first. */
STEP_INLINE Vector
v_join_sums (Vector a, Vector b, Vector c, Vector d)
{
  return v_packu16 (v_pack32 (a, b), v_pack32 (c, d));
}

typedef __m128 Floats;

STEP_INLINE void f_store (float *dst, Floats x) { _mm_storeu_ps (dst, x); }
STEP_INLINE Floats f_set (float x) { return _mm_set1_ps (x); }
STEP_INLINE Floats f_add (Floats a, Floats b) { return _mm_add_ps (a, b); }
STEP_INLINE Floats f_mul (Floats a, Floats b) { return _mm_mul_ps (a, b); }
STEP_INLINE Floats f_from_ints (Vector x) { return _mm_cvtepi32_ps (x); }
STEP_INLINE Vector f_to_ints (Floats x) { return _mm_cvtps_epi32 (x); }

/* clang-format on */

#endif
