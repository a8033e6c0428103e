/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_OPS_AVX2_H
#define RSZ_ROWS_OPS_AVX2_H

#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "inline.h"

/* The operations that the rows are written in, for AVX2: vectors of two lanes of 16 bytes.
 * Packing, interleaving and byte shuffles stay within a lane. */

#define LEVEL_NAME "avx2"
#define LEVEL(name) name##_avx2

#define VECTOR 32
#define N_LANES 2
#define WINDOW 16          /* bytes that a byte shuffle chooses from */
#define HAS_BYTE_PERMUTE 0 /* chooses from all of a vector, or of two */
#define HAS_STREAM 1       /* past the caches */
#define PLANAR 0           /* lanes of a unit: UnitKind */
#define HAS_FLOATS 1

/* clang-format off */
typedef __m256i Vector;
typedef Vector Sums32; /* of 32 bits, signed */
typedef __m128i Count; /* of bits, for shifts */
typedef Vector Window; /* what v_shuffle chooses from */

STEP_INLINE Vector v_load (const void *src) { return _mm256_loadu_si256 (src); }
STEP_INLINE void v_store (void *dst, Vector x) { _mm256_storeu_si256 (dst, x); }

/* Non-temporal: at multiples of a vector, or of 16 bytes. */
STEP_INLINE void v_stream (void *dst, Vector x) { _mm256_stream_si256 (dst, x); }

STEP_INLINE void
v_stream_by_16 (void *dst, Vector x)
{
  _mm_stream_si128 ((__m128i *) dst, _mm256_castsi256_si128 (x));
  _mm_stream_si128 ((__m128i *) dst + 1, _mm256_extracti128_si256 (x, 1));
}

/* Lane l is what lies at src + offset[l]. */
STEP_INLINE Window
v_load_lanes (const uint8_t *src, const int32_t *offset)
{
  return _mm256_set_m128i (_mm_loadu_si128 ((const __m128i *) (src + offset[1])),
      _mm_loadu_si128 ((const __m128i *) (src + offset[0])));
}

/* Half a vector's elements of `size` bytes, 1, 2 or 4, each of them twice. */
STEP_INLINE Vector
v_double (const uint8_t *src, int size)
{
  const Vector half = _mm256_castsi128_si256 (_mm_loadu_si128 ((const __m128i *) src));
  const Vector x = _mm256_permute4x64_epi64 (half, 0x10);

  return size == 1   ? _mm256_unpacklo_epi8 (x, x)
         : size == 2 ? _mm256_unpacklo_epi16 (x, x)
                     : _mm256_unpacklo_epi32 (x, x);
}

/* What has been streamed is visible to other threads. */
STEP_INLINE void v_drain (void) { _mm_sfence (); }

STEP_INLINE Vector v_zero (void) { return _mm256_setzero_si256 (); }
STEP_INLINE Vector v_set8 (int x) { return _mm256_set1_epi8 ((char) x); }
STEP_INLINE Vector v_set16 (int x) { return _mm256_set1_epi16 ((short) x); }
STEP_INLINE Vector v_set32 (int x) { return _mm256_set1_epi32 (x); }

STEP_INLINE Vector v_and (Vector a, Vector b) { return _mm256_and_si256 (a, b); }
/* b, not a */
STEP_INLINE Vector
v_and_not (Vector a, Vector b)
{
  return _mm256_andnot_si256 (a, b);
}

STEP_INLINE Vector v_or (Vector a, Vector b) { return _mm256_or_si256 (a, b); }
STEP_INLINE Vector v_xor (Vector a, Vector b) { return _mm256_xor_si256 (a, b); }
STEP_INLINE Vector v_add8 (Vector a, Vector b) { return _mm256_add_epi8 (a, b); }
STEP_INLINE Vector v_add16 (Vector a, Vector b) { return _mm256_add_epi16 (a, b); }
STEP_INLINE Vector v_add32 (Vector a, Vector b) { return _mm256_add_epi32 (a, b); }
STEP_INLINE Vector v_sub8 (Vector a, Vector b) { return _mm256_sub_epi8 (a, b); }
STEP_INLINE Vector v_sub16 (Vector a, Vector b) { return _mm256_sub_epi16 (a, b); }
STEP_INLINE Vector v_sub32 (Vector a, Vector b) { return _mm256_sub_epi32 (a, b); }
STEP_INLINE Vector v_minu16 (Vector a, Vector b) { return _mm256_min_epu16 (a, b); }
/* (a + b + 1) >> 1 */
STEP_INLINE Vector v_mean8 (Vector a, Vector b) { return _mm256_avg_epu8 (a, b); }

/* Neighbours multiplied and added: unsigned bytes of a with signed ones of b; signed words. */
STEP_INLINE Vector v_maddubs (Vector a, Vector b) { return _mm256_maddubs_epi16 (a, b); }
STEP_INLINE Vector v_madd (Vector a, Vector b) { return _mm256_madd_epi16 (a, b); }

STEP_INLINE Vector
v_add_products (Vector sum, Vector a, Vector b)
{
  return v_add32 (sum, v_madd (a, b));
}

/* (a b + 2^14) >> 15 of signed words */
STEP_INLINE Vector v_mulhrs (Vector a, Vector b) { return _mm256_mulhrs_epi16 (a, b); }
/* (a b) >> 16 of signed words */
STEP_INLINE Vector v_mulhi (Vector a, Vector b) { return _mm256_mulhi_epi16 (a, b); }

STEP_INLINE Count v_count (int n) { return _mm_cvtsi32_si128 (n); }
STEP_INLINE Vector v_sra32 (Vector x, Count n) { return _mm256_sra_epi32 (x, n); }
STEP_INLINE Vector v_srl32 (Vector x, Count n) { return _mm256_srl_epi32 (x, n); }
STEP_INLINE Vector v_sll32 (Vector x, Count n) { return _mm256_sll_epi32 (x, n); }
STEP_INLINE Vector v_srl16 (Vector x, Count n) { return _mm256_srl_epi16 (x, n); }
STEP_INLINE Vector v_sll16 (Vector x, Count n) { return _mm256_sll_epi16 (x, n); }
STEP_INLINE Vector v_odd_words (Vector x) { return _mm256_srli_epi32 (x, 16); }
STEP_INLINE Vector v_to_odd_words (Vector x) { return _mm256_slli_epi32 (x, 16); }

/* Bytes compared as signed ones, all bits set where it holds; b where the top bit of which is
 * set, else a; whether any byte has its top bit set. */
STEP_INLINE Vector v_equal8 (Vector a, Vector b) { return _mm256_cmpeq_epi8 (a, b); }
STEP_INLINE Vector v_greater8 (Vector a, Vector b) { return _mm256_cmpgt_epi8 (a, b); }

STEP_INLINE Vector
v_select8 (Vector a, Vector b, Vector which)
{
  return _mm256_blendv_epi8 (a, b, which);
}

STEP_INLINE int v_any8 (Vector x) { return _mm256_movemask_epi8 (x) != 0; }

/* by[l] in each byte of lane l. */
STEP_INLINE Vector
v_set_lanes8 (const int *by)
{
  return _mm256_set_m128i (_mm_set1_epi8 ((char) by[1]), _mm_set1_epi8 ((char) by[0]));
}

/* The low or the high half of each lane, interleaved. */
STEP_INLINE Vector v_low8 (Vector a, Vector b) { return _mm256_unpacklo_epi8 (a, b); }
STEP_INLINE Vector v_high8 (Vector a, Vector b) { return _mm256_unpackhi_epi8 (a, b); }
STEP_INLINE Vector v_low16 (Vector a, Vector b) { return _mm256_unpacklo_epi16 (a, b); }
STEP_INLINE Vector v_high16 (Vector a, Vector b) { return _mm256_unpackhi_epi16 (a, b); }

/* Saturated: signed words to bytes, signed doublewords to signed and to unsigned words. */
STEP_INLINE Vector v_packu16 (Vector a, Vector b) { return _mm256_packus_epi16 (a, b); }
STEP_INLINE Vector v_pack32 (Vector a, Vector b) { return _mm256_packs_epi32 (a, b); }
STEP_INLINE Vector v_packu32 (Vector a, Vector b) { return _mm256_packus_epi32 (a, b); }

/* Within each lane: byte index[i], or zero where index[i] is 0x80. */
STEP_INLINE Vector v_shuffle (Window x, Vector index) { return _mm256_shuffle_epi8 (x, index); }

/* The same where x is zero, which it is wherever the index is not 0x80. */
STEP_INLINE Vector
v_shuffle_more (Vector x, Window window, Vector index)
{
  return v_or (x, v_shuffle (window, index));
}

/* As many bytes as a vector has words: byte order[i] of them, or zero where that is 0x80. */
STEP_INLINE Vector
v_load_widened (const uint8_t *src, Vector order)
{
  return v_shuffle (_mm256_broadcastsi128_si256 (_mm_loadu_si128 ((const __m128i *) src)), order);
}

/* Words of 32 bits i of a where i has no bit `distance`, and of b where it has, each added to the
 * one of the same vector so far away. */
STEP_INLINE Vector
v_fold (Vector a, Vector b, int distance)
{
  if (distance == 4)
    return v_add32 (_mm256_blend_epi32 (a, b, 0xf0), _mm256_permute2x128_si256 (a, b, 0x21));
  if (distance == 2)
    return v_add32 (_mm256_blend_epi32 (a, b, 0xcc),
        _mm256_castpd_si256 (
            _mm256_shuffle_pd (_mm256_castsi256_pd (a), _mm256_castsi256_pd (b), 0x5)));
  return v_add32 (_mm256_blend_epi32 (a, b, 0xaa),
      _mm256_shuffle_epi32 (_mm256_blend_epi32 (b, a, 0xaa), 0xb1));
}

/* What v_load and v_shuffle of a window in each lane do; all bytes are given that the mask
 * names, the others are zero. */
STEP_INLINE Vector
v_choose (const uint8_t *src, const int32_t *offset, const uint8_t *index, uint64_t mask)
{
  (void) mask; /* the indices say so */
  return v_shuffle (v_load_lanes (src, offset), v_load (index));
}

/* What has been packed out of a and b, all of a first. */
STEP_INLINE Vector v_in_order (Vector x) { return _mm256_permute4x64_epi64 (x, 0xd8); }

/* Words and bytes in memory as doublewords. */
STEP_INLINE Vector
v_load_words32 (const uint16_t *src)
{
  return _mm256_cvtepu16_epi32 (_mm_loadu_si128 ((const __m128i *) src));
}

STEP_INLINE Vector
v_load_bytes32 (const uint8_t *src)
{
  return _mm256_cvtepu8_epi32 (_mm_loadu_si64 (src));
}

/* FLOATS pixels of `size` bytes, 3 or 4: byte order[i] of its lane of x is byte i of a lane, of
 * which the first 4 * size count. */
STEP_INLINE void
v_store_pixels (uint8_t *dst, Vector x, Vector order, int size)
{
  const Vector bytes = _mm256_shuffle_epi8 (x, order);

  if (size == 3) {
    const Vector closed = _mm256_permutevar8x32_epi32 (
        bytes, _mm256_setr_epi32 (0, 1, 2, 4, 5, 6, 7, 7));

    _mm_storeu_si128 ((__m128i *) dst, _mm256_castsi256_si128 (closed));
    _mm_storeu_si64 (dst + 16, _mm256_extracti128_si256 (closed, 1));
  } else {
    v_store (dst, bytes);
  }
}

/* Bytes as words: as many as a vector holds, in memory; the low and the high half of a vector. */
STEP_INLINE Vector
v_load_words (const uint8_t *src)
{
  return _mm256_cvtepu8_epi16 (_mm_loadu_si128 ((const __m128i *) src));
}

STEP_INLINE Vector
v_low_words (Vector x)
{
  return _mm256_cvtepu8_epi16 (_mm256_castsi256_si128 (x));
}

STEP_INLINE Vector
v_high_words (Vector x)
{
  return _mm256_cvtepu8_epi16 (_mm256_extracti128_si256 (x, 1));
}

/* Words that are bytes, and the low bytes of any words, those of a first. */
STEP_INLINE Vector v_join_bytes (Vector a, Vector b) { return v_in_order (v_packu16 (a, b)); }

STEP_INLINE Vector
v_join_low_bytes (Vector a, Vector b)
{
  return v_join_bytes (v_and (a, v_set16 (0x00ff)), v_and (b, v_set16 (0x00ff)));
}

/* Of what has been packed out of a and b: a to one place and b to another. */
STEP_INLINE void
v_store_halves (void *dst_a, void *dst_b, Vector packed)
{
  const Vector x = v_in_order (packed);

  _mm_storeu_si128 (dst_a, _mm256_castsi256_si128 (x));
  _mm_storeu_si128 (dst_b, _mm256_extracti128_si256 (x, 1));
}

/* Of what has been packed twice, out of a and b and out of c and d: each to its own place. */
STEP_INLINE void
v_store_quarters (uint8_t *const *dst, ptrdiff_t at, Vector packed)
{
  const Vector order = _mm256_setr_epi32 (0, 4, 1, 5, 2, 6, 3, 7);
  const Vector x = _mm256_permutevar8x32_epi32 (packed, order);
  const __m128i low = _mm256_castsi256_si128 (x), high = _mm256_extracti128_si256 (x, 1);

  _mm_storeu_si64 (dst[0] + at, low);
  _mm_storeu_si64 (dst[1] + at, _mm_unpackhi_epi64 (low, low));
  _mm_storeu_si64 (dst[2] + at, high);
  _mm_storeu_si64 (dst[3] + at, _mm_unpackhi_epi64 (high, high));
}

/* The low bytes of words, which are no larger, side by side. */
STEP_INLINE void
v_store_low_bytes (void *dst, Vector words)
{
  _mm_storeu_si128 (
      dst, _mm_packus_epi16 (_mm256_castsi256_si128 (words), _mm256_extracti128_si256 (words, 1)));
}

/* The same of each window, those of the second so many bytes behind those of the first. */
STEP_INLINE void
v_store_low_bytes_apart (uint8_t *dst, Vector words, ptrdiff_t apart)
{
  const Vector bytes = v_packu16 (words, words);

  _mm_storeu_si64 (dst, _mm256_castsi256_si128 (bytes));
  _mm_storeu_si64 (dst + apart, _mm256_extracti128_si256 (bytes, 1));
}

/* totals / (rows * columns), rounded half to even, with the reciprocals of columns at hand. A fused
 * remainder makes an exact quotient of an estimate: see MAX_QUICK_MEAN. */
STEP_INLINE Vector
v_divide (Vector totals, float rows, const float *columns, const float *reciprocals)
{
  const __m256 s = _mm256_cvtepi32_ps (totals);
  const __m256 n = _mm256_mul_ps (_mm256_set1_ps (rows), _mm256_load_ps (columns));
  const __m256 y = _mm256_mul_ps (_mm256_set1_ps (1.0f / rows), _mm256_load_ps (reciprocals));
  const __m256 q = _mm256_mul_ps (s, y);

  return _mm256_cvtps_epi32 (_mm256_fmadd_ps (_mm256_fnmadd_ps (q, n, s), y, q));
}

/* totals scale + bias, rounded half to even */
STEP_INLINE Vector
v_scale (Vector totals, float scale, float bias)
{
  const __m256 product = _mm256_mul_ps (_mm256_cvtepi32_ps (totals), _mm256_set1_ps (scale));

  return _mm256_cvtps_epi32 (_mm256_add_ps (product, _mm256_set1_ps (bias)));
}

STEP_INLINE Vector v_low32 (Vector a, Vector b) { return _mm256_unpacklo_epi32 (a, b); }
STEP_INLINE Vector v_high32 (Vector a, Vector b) { return _mm256_unpackhi_epi32 (a, b); }
STEP_INLINE Vector v_low64 (Vector a, Vector b) { return _mm256_unpacklo_epi64 (a, b); }
STEP_INLINE Vector v_high64 (Vector a, Vector b) { return _mm256_unpackhi_epi64 (a, b); }

/* Lane L is 16 bytes of rows[4 L]. */
STEP_INLINE Vector
v_load_fours (const uint8_t *const *rows, ptrdiff_t at)
{
  return _mm256_set_m128i (_mm_loadu_si128 ((const __m128i *) (rows[4] + at)),
      _mm_loadu_si128 ((const __m128i *) (rows[0] + at)));
}

/* Floats, and the indices that choose among them. */
#define FLOATS (VECTOR / 4)
#define MAX_FLOAT_WINDOWS 4 /* vectors of memory that a lookup can choose from: 1, 2 .. */

STEP_INLINE Vector v_mullo32 (Vector a, Vector b) { return _mm256_mullo_epi32 (a, b); }

/* Sums of 32 bits as bytes, clamped, those of a first. */
STEP_INLINE Vector
v_join_sums (Vector a, Vector b, Vector c, Vector d)
{
  const Vector order = _mm256_setr_epi32 (0, 4, 1, 5, 2, 6, 3, 7);
  const Vector packed = v_packu16 (v_pack32 (a, b), v_pack32 (c, d));

  return _mm256_permutevar8x32_epi32 (packed, order);
}

/* ... as words, clamped */
STEP_INLINE Vector v_join_word_sums (Vector a, Vector b) { return v_in_order (v_packu32 (a, b)); }

typedef __m256 Floats;

STEP_INLINE Floats f_load (const float *src) { return _mm256_loadu_ps (src); }
STEP_INLINE void f_store (float *dst, Floats x) { _mm256_storeu_ps (dst, x); }
STEP_INLINE Floats f_set (float x) { return _mm256_set1_ps (x); }
STEP_INLINE Floats f_from_ints (Vector x) { return _mm256_cvtepi32_ps (x); }
/* to the nearest, halves to even */
STEP_INLINE Vector f_to_ints (Floats x) { return _mm256_cvtps_epi32 (x); }
/* without their fractions */
STEP_INLINE Vector f_cut_to_ints (Floats x) { return _mm256_cvttps_epi32 (x); }
STEP_INLINE Floats f_zero (void) { return _mm256_setzero_ps (); }
STEP_INLINE Floats f_add (Floats a, Floats b) { return _mm256_add_ps (a, b); }
STEP_INLINE Floats f_sub (Floats a, Floats b) { return _mm256_sub_ps (a, b); }
STEP_INLINE Floats f_mul (Floats a, Floats b) { return _mm256_mul_ps (a, b); }
/* The larger of |x| and far, which is not negative; whether any of x is above most. */
STEP_INLINE Floats
f_farther (Floats far, Floats x)
{
  return _mm256_max_ps (far, _mm256_andnot_ps (f_set (-0.0f), x));
}

STEP_INLINE int
f_any_above (Floats x, float most)
{
  return _mm256_movemask_ps (_mm256_cmp_ps (x, f_set (most), _CMP_GT_OQ)) != 0;
}

/* a b + c, rounded once */
STEP_INLINE Floats f_fuse (Floats a, Floats b, Floats c) { return _mm256_fmadd_ps (a, b, c); }

STEP_INLINE Floats
f_permute (Floats x, Vector index)
{
  return _mm256_permutevar8x32_ps (x, index);
}

/* A register holds 8 floats; bits of the index above those choose among registers, by way of
 * the sign. */
STEP_INLINE Floats
f_look_up_2 (const float *src, Vector index)
{
  return _mm256_blendv_ps (f_permute (f_load (src), index), f_permute (f_load (src + 8), index),
      _mm256_castsi256_ps (_mm256_slli_epi32 (index, 28)));
}

/* Floats index[i] of n_windows vectors. */
STEP_INLINE Floats
f_look_up (const float *src, Vector index, int n_windows)
{
  switch (n_windows) {
  case 1:
    return f_permute (f_load (src), index);
  case 2:
    return f_look_up_2 (src, index);
  default:
    return _mm256_blendv_ps (f_look_up_2 (src, index), f_look_up_2 (src + 16, index),
        _mm256_castsi256_ps (_mm256_slli_epi32 (index, 27)));
  }
}

typedef __m256d Doubles;

STEP_INLINE Doubles d_load (const double *src) { return _mm256_loadu_pd (src); }
STEP_INLINE void d_store (double *dst, Doubles x) { _mm256_storeu_pd (dst, x); }
STEP_INLINE Doubles d_zero (void) { return _mm256_setzero_pd (); }
STEP_INLINE Doubles d_set (double x) { return _mm256_set1_pd (x); }
STEP_INLINE Doubles d_fuse (Doubles a, Doubles b, Doubles c) { return _mm256_fmadd_pd (a, b, c); }
/* The low or the high half of a vector; two halves as floats. */
STEP_INLINE Doubles
d_from_low (Vector x)
{
  return _mm256_cvtepi32_pd (_mm256_castsi256_si128 (x));
}

STEP_INLINE Doubles
d_from_high (Vector x)
{
  return _mm256_cvtepi32_pd (_mm256_extracti128_si256 (x, 1));
}

STEP_INLINE Floats
d_join (Doubles low, Doubles high)
{
  return _mm256_set_m128 (_mm256_cvtpd_ps (high), _mm256_cvtpd_ps (low));
}

/* clang-format on */

#endif
