/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_OPS_X86_H
#define RSZ_ROWS_OPS_X86_H

/* The operations that SSE4.1, AVX2 and AVX-512 make of the same others. What NEON makes of its
 * own is in ops_neon.h. */

/* (a + b) >> 1 */
STEP_INLINE Vector
v_floor_mean8 (Vector a, Vector b)
{
  return v_sub8 (v_mean8 (a, b), v_and (v_xor (a, b), v_set8 (1)));
}

/* b - a of the low or the high half of each lane, as words. */
STEP_INLINE Vector
v_low_difference (Vector a, Vector b)
{
  return v_maddubs (v_low8 (a, b), v_set16 (0x01ff));
}

STEP_INLINE Vector
v_high_difference (Vector a, Vector b)
{
  return v_maddubs (v_high8 (a, b), v_set16 (0x01ff));
}

/* The low bytes of words, lane by lane: what becomes of such halves. */
STEP_INLINE Vector
v_pack_low_bytes (Vector a, Vector b)
{
  return v_packu16 (v_and (a, v_set16 (0x00ff)), v_and (b, v_set16 (0x00ff)));
}

/* What sums start from that v_round32 makes (sum + 2^(n - 1)) >> n. */
STEP_INLINE Sums32
v_half (int n)
{
  return v_set32 (1 << (n - 1));
}
STEP_INLINE Sums32
v_round32 (Sums32 x, Count n)
{
  return v_sra32 (x, n);
}

/* Sums of 32 bits of a vector of bytes, in the order that v_pack32 and v_packu16 undo: lane L of
 * a holds samples 16 L to 16 L + 3, of b the next four, and so on. Names and no array, because
 * gcc keeps arrays of vectors in memory when there is a loop around them. */
typedef struct {
  Vector a, b, c, d;
} ByteSums;

/* Adds two rows times the halves of `weights`, that of a being the lower one. With AVX-512, rows
 * four at a time as bytes, with the weights' bytes apart, need fewer instructions but no less
 * time below 8 taps; at 12 they gain 10 %. */
STEP_INLINE ByteSums
v_add_rows8 (ByteSums s, Vector a, Vector b, int32_t weights)
{
  const Vector w = v_set32 (weights), zero = v_zero ();
  const Vector low = v_low8 (a, b), high = v_high8 (a, b);

  s.a = v_add_products (s.a, v_low8 (low, zero), w);
  s.b = v_add_products (s.b, v_high8 (low, zero), w);
  s.c = v_add_products (s.c, v_low8 (high, zero), w);
  s.d = v_add_products (s.d, v_high8 (high, zero), w);
  return s;
}

STEP_INLINE ByteSums
v_add_row8 (ByteSums s, Vector a, int16_t weight)
{
  return v_add_rows8 (s, a, a, (uint16_t) weight);
}

/* The same of words. */
typedef struct {
  Vector a, b;
} WordSums;

STEP_INLINE WordSums
v_add_rows16 (WordSums s, Vector a, Vector b, int32_t weights)
{
  const Vector w = v_set32 (weights);

  s.a = v_add_products (s.a, v_low16 (a, b), w);
  s.b = v_add_products (s.b, v_high16 (a, b), w);
  return s;
}

STEP_INLINE WordSums
v_add_row16 (WordSums s, Vector a, int16_t weight)
{
  return v_add_rows16 (s, a, a, (uint16_t) weight);
}

/* Two taps of bytes whose weights add up to one, as words: see make_lerp. */
STEP_INLINE Vector
v_lerp (Vector taps, Vector weights)
{
  const Vector step = v_mulhrs (v_maddubs (taps, v_set16 (0x01ff)), weights);

  return v_add16 (v_and (taps, v_set16 (0x00ff)), step);
}

/* ... of two rows, packed. */
STEP_INLINE Vector
v_lerp_rows (Vector taps_a, Vector taps_b, Vector weights)
{
  return v_packu16 (v_lerp (taps_a, weights), v_lerp (taps_b, weights));
}

/* Words as doublewords: every other one from the first on. */
STEP_INLINE Vector
v_even_words (Vector x)
{
  return v_and (x, v_set32 (0xffff));
}

/* Doublewords, of which only the low halves count, as words. */
STEP_INLINE Vector
v_join_words (Vector even, Vector odd)
{
  return v_or (even, v_to_odd_words (odd));
}

#endif
