/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_OPS_NEON_H
#define RSZ_ROWS_OPS_NEON_H

#include <arm_neon.h>
#include <stddef.h>
#include <stdint.h>

#include "inline.h"

/* The operations of ops_avx2.h and ops_x86.inc, where they are described, for Advanced SIMD:
 * vectors of two registers, which are one lane. Lookups choose from two registers; longer ones take
 * CPUs several steps.
 *
 * There is no multiply-add of neighbours. There are products of halves of registers that become
 * whole ones, so the two taps of a unit do not alternate: a register has all of one. */

#define LEVEL_NAME "neon"
#define LEVEL(name) name##_neon

#define VECTOR 32
#define N_LANES 1
#define WINDOW 32
#define HAS_BYTE_PERMUTE 0
#define HAS_FLOATS 0
#define HAS_STREAM 0 /* there are hints for that and no promise */
#define PLANAR 1
#define HAS_RUNS 0
#define HAS_LIBRARIES 0 /* plain C has them */

/* clang-format off */
typedef struct {
  uint8x16_t low, high;
} Vector;
typedef struct {
  int32x4_t low, high;
} Sums32; /* gcc 12 copies sums about in loops in which their type changes */
typedef uint8x16x2_t Window; /* what a lookup chooses from: gcc 12 keeps this type in memory once
                                one of its registers is worked on by itself */
typedef int Count;

/* Registers of any type. */
#define V(low, high) ((Vector){ (uint8x16_t) (low), (uint8x16_t) (high) })

STEP_INLINE Vector
v_load (const void *src)
{
  return V (vld1q_u8 (src), vld1q_u8 ((const uint8_t *) src + 16));
}

STEP_INLINE void
v_store (void *dst, Vector x)
{
  vst1q_u8 (dst, x.low);
  vst1q_u8 ((uint8_t *) dst + 16, x.high);
}

STEP_INLINE Vector
v_double (const uint8_t *src, int size)
{
  const uint8x16_t x = vld1q_u8 (src);
  const uint16x8_t words = vreinterpretq_u16_u8 (x);
  const uint32x4_t fours = vreinterpretq_u32_u8 (x);

  return size == 1   ? V (vzip1q_u8 (x, x), vzip2q_u8 (x, x))
         : size == 2 ? V (vzip1q_u16 (words, words), vzip2q_u16 (words, words))
                     : V (vzip1q_u32 (fours, fours), vzip2q_u32 (fours, fours));
}

STEP_INLINE void v_stream (void *dst, Vector x) { v_store (dst, x); }
STEP_INLINE void v_stream_by_16 (void *dst, Vector x) { v_store (dst, x); }

STEP_INLINE Window
v_load_lanes (const uint8_t *src, const int32_t *offset)
{
  return vld1q_u8_x2 (src + offset[0]);
}

STEP_INLINE Vector v_set8 (int x) { return V (vdupq_n_s8 ((int8_t) x), vdupq_n_s8 ((int8_t) x)); }
STEP_INLINE Sums32 v_set32 (int x) { return (Sums32){ vdupq_n_s32 (x), vdupq_n_s32 (x) }; }

STEP_INLINE Vector
v_set16 (int x)
{
  return V (vdupq_n_s16 ((int16_t) x), vdupq_n_s16 ((int16_t) x));
}

STEP_INLINE Vector v_zero (void) { return v_set8 (0); }

/* Operations on the registers of a and b, of lanes of a type. */
#define V_OP(name, f, type) \
  STEP_INLINE Vector name (Vector a, Vector b) \
  { return V (f ((type) a.low, (type) b.low), f ((type) a.high, (type) b.high)); }

V_OP (v_and, vandq_u8, uint8x16_t)
V_OP (v_add8, vaddq_u8, uint8x16_t)
V_OP (v_add16, vaddq_u16, uint16x8_t)
V_OP (v_add32, vaddq_u32, uint32x4_t)
V_OP (v_minu16, vminq_u16, uint16x8_t)
V_OP (v_mean8, vrhaddq_u8, uint8x16_t)
V_OP (v_floor_mean8, vhaddq_u8, uint8x16_t)
V_OP (v_mulhrs, vqrdmulhq_s16, int16x8_t) /* nobody multiplies -2^15, whose square saturates */
V_OP (v_equal8, vceqq_u8, uint8x16_t)
V_OP (v_greater8, vcgtq_s8, int8x16_t)
V_OP (v_join_words, vtrn1q_u16, uint16x8_t)

STEP_INLINE Vector
v_and_not (Vector a, Vector b)
{
  return V (vbicq_u8 (b.low, a.low), vbicq_u8 (b.high, a.high));
}

/* All bits of a byte of `which` are set, or none. */
STEP_INLINE Vector
v_select8 (Vector a, Vector b, Vector which)
{
  return V (vbslq_u8 (which.low, b.low, a.low), vbslq_u8 (which.high, b.high, a.high));
}

STEP_INLINE int v_any8 (Vector x) { return vmaxvq_u8 (vorrq_u8 (x.low, x.high)) >> 7; }
STEP_INLINE Vector v_set_lanes8 (const int *by) { return v_set8 (by[0]); }

/* Shifts by what is negative go down. */
STEP_INLINE Sums32
v_sra32 (Sums32 x, Count n)
{
  return (Sums32){ vshlq_s32 (x.low, vdupq_n_s32 (-n)), vshlq_s32 (x.high, vdupq_n_s32 (-n)) };
}

STEP_INLINE Sums32 v_half (int shift) { (void) shift; return v_set32 (0); }

STEP_INLINE Sums32
v_round32 (Sums32 x, Count n)
{
  return (Sums32){ vrshlq_s32 (x.low, vdupq_n_s32 (-n)), vrshlq_s32 (x.high, vdupq_n_s32 (-n)) };
}

STEP_INLINE Vector
v_sll16 (Vector x, Count n)
{
  return V (vshlq_u16 ((uint16x8_t) x.low, vdupq_n_s16 ((int16_t) n)),
      vshlq_u16 ((uint16x8_t) x.high, vdupq_n_s16 ((int16_t) n)));
}

STEP_INLINE Count v_count (int n) { return n; }
STEP_INLINE Vector v_srl16 (Vector x, Count n) { return v_sll16 (x, -n); }

STEP_INLINE Vector
v_even_words (Vector x)
{
  return V (vandq_u32 ((uint32x4_t) x.low, vdupq_n_u32 (0xffff)),
      vandq_u32 ((uint32x4_t) x.high, vdupq_n_u32 (0xffff)));
}

STEP_INLINE Vector
v_odd_words (Vector x)
{
  return V (vshrq_n_u32 ((uint32x4_t) x.low, 16), vshrq_n_u32 ((uint32x4_t) x.high, 16));
}

STEP_INLINE Vector
v_low_difference (Vector a, Vector b)
{
  return V (vsubl_u8 (vget_low_u8 (b.low), vget_low_u8 (a.low)), vsubl_high_u8 (b.low, a.low));
}

STEP_INLINE Vector
v_high_difference (Vector a, Vector b)
{
  return V (vsubl_u8 (vget_low_u8 (b.high), vget_low_u8 (a.high)), vsubl_high_u8 (b.high, a.high));
}

STEP_INLINE Vector
v_pack_low_bytes (Vector a, Vector b)
{
  return V (vuzp1q_u8 (a.low, a.high), vuzp1q_u8 (b.low, b.high));
}

STEP_INLINE Vector
v_packu16 (Vector a, Vector b)
{
  return V (vqmovun_high_s16 (vqmovun_s16 ((int16x8_t) a.low), (int16x8_t) a.high),
      vqmovun_high_s16 (vqmovun_s16 ((int16x8_t) b.low), (int16x8_t) b.high));
}

STEP_INLINE Vector
v_pack32 (Sums32 a, Sums32 b)
{
  return V (vqmovn_high_s32 (vqmovn_s32 (a.low), a.high),
      vqmovn_high_s32 (vqmovn_s32 (b.low), b.high));
}

STEP_INLINE Vector
v_packu32 (Sums32 a, Sums32 b)
{
  return V (vqmovun_high_s32 (vqmovun_s32 (a.low), a.high),
      vqmovun_high_s32 (vqmovun_s32 (b.low), b.high));
}

STEP_INLINE Vector
v_shuffle (Window x, Vector index)
{
  return V (vqtbl2q_u8 (x, index.low), vqtbl2q_u8 (x, index.high));
}

STEP_INLINE Vector
v_shuffle_more (Vector x, Window window, Vector index)
{
  return V (vqtbx2q_u8 (x.low, window, index.low), vqtbx2q_u8 (x.high, window, index.high));
}

STEP_INLINE Vector
v_choose (const uint8_t *src, const int32_t *offset, const uint8_t *index, uint64_t mask)
{
  (void) mask; /* the indices say so */
  return v_shuffle (v_load_lanes (src, offset), v_load (index));
}

STEP_INLINE Vector
v_load_words (const uint8_t *src)
{
  const uint8x16_t x = vld1q_u8 (src);

  return V (vmovl_u8 (vget_low_u8 (x)), vmovl_high_u8 (x));
}

STEP_INLINE void
v_store_halves (uint8_t *dst_a, uint8_t *dst_b, Vector packed)
{
  vst1q_u8 (dst_a, packed.low);
  vst1q_u8 (dst_b, packed.high);
}

STEP_INLINE void
v_store_quarters (uint8_t *const *dst, ptrdiff_t at, Vector packed)
{
  vst1_u8 (dst[0] + at, vget_low_u8 (packed.low));
  vst1_u8 (dst[1] + at, vget_high_u8 (packed.low));
  vst1_u8 (dst[2] + at, vget_low_u8 (packed.high));
  vst1_u8 (dst[3] + at, vget_high_u8 (packed.high));
}

STEP_INLINE void
v_store_low_bytes (void *dst, Vector words)
{
  vst1q_u8 (dst, vuzp1q_u8 (words.low, words.high));
}

STEP_INLINE void
v_store_low_bytes_apart (uint8_t *dst, Vector words, ptrdiff_t apart)
{
  (void) apart; /* there is one window */
  v_store_low_bytes (dst, words);
}

STEP_INLINE Vector
v_join_bytes (Vector a, Vector b)
{
  return V (vuzp1q_u8 (a.low, a.high), vuzp1q_u8 (b.low, b.high));
}

STEP_INLINE Vector
v_join_word_sums (Vector a, Vector b)
{
  return V (vuzp1q_u16 ((uint16x8_t) a.low, (uint16x8_t) a.high),
      vuzp1q_u16 ((uint16x8_t) b.low, (uint16x8_t) b.high));
}

STEP_INLINE Vector
v_pair_sums (Vector x)
{
  return V (vpaddlq_u8 (x.low), vpaddlq_u8 (x.high));
}

STEP_INLINE Vector
v_pair_sums16 (Vector x)
{
  return V (vpaddlq_u16 ((uint16x8_t) x.low), vpaddlq_u16 ((uint16x8_t) x.high));
}

STEP_INLINE Vector
v_srl32 (Vector x, Count n)
{
  return V (vshlq_u32 ((uint32x4_t) x.low, vdupq_n_s32 (-n)),
      vshlq_u32 ((uint32x4_t) x.high, vdupq_n_s32 (-n)));
}

/* Four of v_divide. */
STEP_INLINE uint32x4_t
v_divide_4 (uint32x4_t totals, float rows, const float *columns, const float *reciprocals)
{
  const float32x4_t s = vcvtq_f32_u32 (totals);
  const float32x4_t n = vmulq_n_f32 (vld1q_f32 (columns), rows);
  const float32x4_t y = vmulq_n_f32 (vld1q_f32 (reciprocals), 1.0f / rows);
  const float32x4_t q = vmulq_f32 (s, y);

  return vcvtnq_u32_f32 (vfmaq_f32 (q, vfmsq_f32 (s, q, n), y));
}

STEP_INLINE Vector
v_divide (Vector totals, float rows, const float *columns, const float *reciprocals)
{
  return V (v_divide_4 ((uint32x4_t) totals.low, rows, columns, reciprocals),
      v_divide_4 ((uint32x4_t) totals.high, rows, columns + 4, reciprocals + 4));
}

/* Four of v_scale. */
STEP_INLINE uint32x4_t
v_scale_4 (uint32x4_t totals, float scale, float bias)
{
  return vcvtnq_u32_f32 (
      vaddq_f32 (vmulq_n_f32 (vcvtq_f32_u32 (totals), scale), vdupq_n_f32 (bias)));
}

STEP_INLINE Vector
v_scale (Vector totals, float scale, float bias)
{
  return V (v_scale_4 ((uint32x4_t) totals.low, scale, bias),
      v_scale_4 ((uint32x4_t) totals.high, scale, bias));
}

STEP_INLINE Sums32
v_add_products (Sums32 sum, Vector a, Vector b)
{
  const int16x8_t tap = (int16x8_t) a.low, w = (int16x8_t) b.low;
  const int16x8_t next_tap = (int16x8_t) a.high, next_w = (int16x8_t) b.high;

  sum.low = vmlal_s16 (sum.low, vget_low_s16 (tap), vget_low_s16 (w));
  sum.low = vmlal_s16 (sum.low, vget_low_s16 (next_tap), vget_low_s16 (next_w));
  sum.high = vmlal_high_s16 (sum.high, tap, w);
  sum.high = vmlal_high_s16 (sum.high, next_tap, next_w);
  return sum;
}

/* 8 words of x times lane `lane` of w. */
#define v_add_scaled(sum, x, w, lane) \
  (Sums32){ vmlal_lane_s16 ((sum).low, vget_low_s16 ((int16x8_t) (x)), w, lane), \
    vmlal_high_lane_s16 ((sum).high, (int16x8_t) (x), w, lane) }

typedef struct {
  Sums32 a, b, c, d;
} ByteSums;

#define v_add_scaled8(s, x, w, lane) \
  (ByteSums){ v_add_scaled ((s).a, vmovl_u8 (vget_low_u8 ((x).low)), w, lane), \
    v_add_scaled ((s).b, vmovl_high_u8 ((x).low), w, lane), \
    v_add_scaled ((s).c, vmovl_u8 (vget_low_u8 ((x).high)), w, lane), \
    v_add_scaled ((s).d, vmovl_high_u8 ((x).high), w, lane) }

STEP_INLINE ByteSums
v_add_rows8 (ByteSums s, Vector a, Vector b, int32_t weights)
{
  const int16x4_t w = (int16x4_t) (int32x2_t){ weights };

  s = v_add_scaled8 (s, a, w, 0);
  return v_add_scaled8 (s, b, w, 1);
}

STEP_INLINE ByteSums
v_add_row8 (ByteSums s, Vector a, int16_t weight)
{
  const int16x4_t w = vdup_n_s16 (weight);

  return v_add_scaled8 (s, a, w, 0);
}

typedef struct {
  Sums32 a, b;
} WordSums;

#define v_add_scaled16(s, x, w, lane) \
  (WordSums){ v_add_scaled ((s).a, (x).low, w, lane), v_add_scaled ((s).b, (x).high, w, lane) }

STEP_INLINE WordSums
v_add_rows16 (WordSums s, Vector a, Vector b, int32_t weights)
{
  const int16x4_t w = (int16x4_t) (int32x2_t){ weights };

  s = v_add_scaled16 (s, a, w, 0);
  return v_add_scaled16 (s, b, w, 1);
}

STEP_INLINE WordSums
v_add_row16 (WordSums s, Vector a, int16_t weight)
{
  const int16x4_t w = vdup_n_s16 (weight);

  return v_add_scaled16 (s, a, w, 0);
}

/* Two taps of 16 samples of a row. */
STEP_INLINE uint8x16_t
v_lerp_row (Vector taps, Vector weights)
{
  const int16x8_t low = (int16x8_t) vsubl_u8 (vget_low_u8 (taps.high), vget_low_u8 (taps.low));
  const int16x8_t high = (int16x8_t) vsubl_high_u8 (taps.high, taps.low);
  const Vector step = v_mulhrs (V (low, high), weights);

  return vaddq_u8 (taps.low, vuzp1q_u8 (step.low, step.high));
}

STEP_INLINE Vector
v_lerp_rows (Vector taps_a, Vector taps_b, Vector weights)
{
  return V (v_lerp_row (taps_a, weights), v_lerp_row (taps_b, weights));
}

/* clang-format on */

#endif
