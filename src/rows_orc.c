/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_levels.h"

#include <stdlib.h>
#include <string.h>
#ifdef __SSE__
#include <xmmintrin.h>
#endif

#include "rows-orc.h"

/* ORC's programs behind the row functions' signatures. What a program cannot do goes to the
 * levels below; a row is long, so asking once per row costs nothing. */

static RszRows below;

/* ORC 0.4.33 leaves SSE flushing denormals after a program with float instructions. The thread is not
 * ours, so its mode is put back. */
static inline unsigned
get_float_mode (void)
{
#ifdef __SSE__
  return _mm_getcsr ();
#else
  return 0;
#endif
}

static inline void
set_float_mode (unsigned mode)
{
#ifdef __SSE__
  _mm_setcsr (mode);
#else
  (void) mode;
#endif
}

/* ORC steps to 16 byte boundaries in whole samples, and faults where no such step gets there. */
static bool
is_aligned (const void *memory, size_t size)
{
  return (uintptr_t) memory % size == 0;
}

static void
copy_orc (void *dst, const void *src, size_t size)
{
  rsz_orc_copy (dst, src, (int) size);
}

/* Fixed point, vertical. */

static void
vdouble_u8_orc (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  const int near = weights[1] > weights[0];

  (void) n_taps, (void) shift;
  rsz_orc_vdouble_u8 (dst, src[near], src[!near], len);
}

/* Four taps of a sum; those beyond its end weigh nothing. */
typedef struct {
  const uint8_t *src[4];
  int16_t weights[4];
} Quad;

static Quad
quad_at (const uint8_t *const *src, const int16_t *weights, int n_taps, int k, int offset)
{
  Quad quad;

  for (int j = 0; j < 4; j++) {
    const bool inside = k + j < n_taps;

    quad.src[j] = src[inside ? k + j : k] + offset;
    quad.weights[j] = inside ? weights[k + j] : 0;
  }
  return quad;
}

/* Where rows.orc may cut the 32 bit sums of these taps: the least cut whose upper part fits 16
 * bits. 0 where none serves, as for taps of more than 16 times reductions. */
#define LEAST_CUT 9
#define LAST_CUT 13

static int
find_cut (const int16_t *weights, int n_taps, int shift)
{
  int sum = 0, cut = LEAST_CUT;

  for (int k = 0; k < n_taps; k++)
    sum += abs (weights[k]);
  while (sum > 1 << (cut + 7))
    cut++;
  return cut <= LAST_CUT && shift > cut && shift <= cut + 7 ? cut : 0;
}

static void
vscale4_u8_orc (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  const Quad q = quad_at (src, weights, n_taps, 0, 0);

  if (find_cut (weights, n_taps, shift) != LEAST_CUT)
    below.vscale[RSZ_SUM_MANY](dst, src, weights, n_taps, shift, len);
  else
    rsz_orc_vscale4_u8 (dst, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0], q.weights[1],
        q.weights[2], q.weights[3], 1 << (shift - 1 - LEAST_CUT), shift - LEAST_CUT, len);
}

static void
vscale2_u8_orc (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  if (shift > 15 || weights[0] < 0 || weights[1] < 0 || weights[0] + weights[1] != 1 << shift)
    vscale4_u8_orc (dst, src, weights, n_taps, shift, len);
  else if (weights[0] == 0 || weights[1] == 0)
    rsz_orc_copy (dst, src[weights[0] == 0], len);
  else
    rsz_orc_vlerp_u8 (dst, src[0], src[1], weights[1] << (15 - shift), len);
}

/* Sums of a block of samples stay in the first-level cache while the rows pass by. */
#define BLOCK 1024

static void
vscalen_block (uint8_t *dst, const uint8_t *const *src, int offset, const int16_t *weights,
    int n_taps, int shift, int cut, int len)
{
  int16_t lows[BLOCK], highs[BLOCK];
  const int scale = 1 << (16 - cut), last = (n_taps - 1) / 4 * 4;
  Quad q = quad_at (src, weights, n_taps, 0, offset);

  rsz_orc_vscalen_begin_u8 (lows, highs, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0],
      q.weights[1], q.weights[2], q.weights[3], scale, cut, len);
  for (int k = 4; k < last; k += 4) {
    q = quad_at (src, weights, n_taps, k, offset);
    rsz_orc_vscalen_more_u8 (lows, highs, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0],
        q.weights[1], q.weights[2], q.weights[3], scale, cut, len);
  }
  q = quad_at (src, weights, n_taps, last, offset);
  rsz_orc_vscalen_end_u8 (dst + offset, lows, highs, q.src[0], q.src[1], q.src[2], q.src[3],
      q.weights[0], q.weights[1], q.weights[2], q.weights[3], scale, cut, 1 << (shift - 1 - cut),
      shift - cut, len);
}

static void
vscalen_u8_orc (
    uint8_t *dst, const uint8_t *const *src, const int16_t *weights, int n_taps, int shift, int len)
{
  const int cut = n_taps > 4 ? find_cut (weights, n_taps, shift) : 0;

  if (n_taps <= 4)
    vscale4_u8_orc (dst, src, weights, n_taps, shift, len);
  else if (!cut)
    below.vscale[RSZ_SUM_MANY](dst, src, weights, n_taps, shift, len);
  else
    for (int i = 0; i < len; i += BLOCK)
      vscalen_block (dst, src, i, weights, n_taps, shift, cut, len - i < BLOCK ? len - i : BLOCK);
}

/* Fixed point, horizontal: doubling needs no gather. */

typedef void (*Doubling) (
    void *dst, const uint8_t *left, const uint8_t *near, const uint8_t *right, int len);

static void
doubling_u8x1 (void *dst, const uint8_t *left, const uint8_t *near, const uint8_t *right, int len)
{
  rsz_orc_hdouble_u8x1 (dst, left, near, right, len);
}

static void
doubling_u8x2 (void *dst, const uint8_t *left, const uint8_t *near, const uint8_t *right, int len)
{
  rsz_orc_hdouble_u8x2 (dst, (const void *) left, (const void *) near, (const void *) right, len);
}

static void
doubling_u8x4 (void *dst, const uint8_t *left, const uint8_t *near, const uint8_t *right, int len)
{
  rsz_orc_hdouble_u8x4 (dst, (const void *) left, (const void *) near, (const void *) right, len);
}

/* The first and the last source pixel have one neighbour only: they are doubled below, in the company of
 * the neighbour they have. */
static inline void
hdouble (uint8_t *dst, const uint8_t *src, int len, int components, Doubling doubling)
{
  const RszHscale ends = below.hscale[RSZ_SUM_DOUBLING][components - 1];
  const int n = len / 2, pair = 2 * components;
  uint8_t end[4 * RSZ_MAX_COMPONENTS];

  if (n < 3 || !is_aligned (dst, pair) || !is_aligned (src, components)) {
    ends (dst, src, NULL, NULL, 2, 2, len);
    return;
  }
  ends (end, src, NULL, NULL, 2, 2, 4);
  memcpy (dst, end, pair);
  doubling (dst + pair, src, src + components, src + pair, n - 2);
  ends (end, src + (ptrdiff_t) (n - 2) * components, NULL, NULL, 2, 2, 4);
  memcpy (dst + (ptrdiff_t) (n - 1) * pair, end + pair, pair);
}

static void
hdouble_u8x1_orc (uint8_t *dst, const uint8_t *src, const int32_t *first, const int16_t *weights,
    int n_taps, int shift, int len)
{
  (void) first, (void) weights, (void) n_taps, (void) shift;
  hdouble (dst, src, len, 1, doubling_u8x1);
}

static void
hdouble_u8x2_orc (uint8_t *dst, const uint8_t *src, const int32_t *first, const int16_t *weights,
    int n_taps, int shift, int len)
{
  (void) first, (void) weights, (void) n_taps, (void) shift;
  hdouble (dst, src, len, 2, doubling_u8x2);
}

static void
hdouble_u8x4_orc (uint8_t *dst, const uint8_t *src, const int32_t *first, const int16_t *weights,
    int n_taps, int shift, int len)
{
  (void) first, (void) weights, (void) n_taps, (void) shift;
  hdouble (dst, src, len, 4, doubling_u8x4);
}

/* Float, vertical. */

typedef struct {
  const float *src[4];
  float weights[4];
} Quadf;

static Quadf
quadf_at (const float *const *src, const float *weights, int n_taps, int k, int offset)
{
  Quadf quad;

  for (int j = 0; j < 4; j++) {
    const bool inside = k + j < n_taps;

    quad.src[j] = src[inside ? k + j : k] + offset;
    quad.weights[j] = inside ? weights[k + j] : 0.0f;
  }
  return quad;
}

static void
vlerp_f32_orc (float *dst, const float *const *src, const float *weights, int n_taps, int len)
{
  const unsigned mode = get_float_mode ();

  (void) n_taps;
  rsz_orc_vlerp_f32 (dst, src[0], src[1], weights[0], weights[1], len);
  set_float_mode (mode);
}

static void
vscalen_f32_block (
    float *dst, const float *const *src, int offset, const float *weights, int n_taps, int len)
{
  Quadf q = quadf_at (src, weights, n_taps, 0, offset);

  rsz_orc_vscalen_begin_f32 (dst + offset, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0],
      q.weights[1], q.weights[2], q.weights[3], len);
  for (int k = 4; k < n_taps; k += 4) {
    q = quadf_at (src, weights, n_taps, k, offset);
    if (n_taps - k <= 2)
      rsz_orc_vscalen_more2_f32 (dst + offset, q.src[0], q.src[1], q.weights[0], q.weights[1], len);
    else
      rsz_orc_vscalen_more_f32 (dst + offset, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0],
          q.weights[1], q.weights[2], q.weights[3], len);
  }
}

static void
vscalen_f32_orc (float *dst, const float *const *src, const float *weights, int n_taps, int len)
{
  const unsigned mode = get_float_mode ();

  for (int i = 0; i < len; i += BLOCK)
    vscalen_f32_block (dst, src, i, weights, n_taps, len - i < BLOCK ? len - i : BLOCK);
  set_float_mode (mode);
}

static void
vwide_block (
    float *dst, const float *const *src, int offset, const float *weights, int n_taps, int len)
{
  double sums[BLOCK];
  const int last = (n_taps - 1) / 4 * 4;
  Quadf q = quadf_at (src, weights, n_taps, 0, offset);

  rsz_orc_vwide_begin_f32 (sums, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0], q.weights[1],
      q.weights[2], q.weights[3], len);
  for (int k = 4; k < last; k += 4) {
    q = quadf_at (src, weights, n_taps, k, offset);
    rsz_orc_vwide_more_f32 (sums, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0],
        q.weights[1], q.weights[2], q.weights[3], len);
  }
  q = quadf_at (src, weights, n_taps, last, offset);
  rsz_orc_vwide_end_f32 (dst + offset, sums, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0],
      q.weights[1], q.weights[2], q.weights[3], len);
}

static void
vwide_f32_orc (float *dst, const float *const *src, const float *weights, int n_taps, int len)
{
  const unsigned mode = get_float_mode ();
  const Quadf q = quadf_at (src, weights, n_taps, 0, 0);

  if (n_taps <= 4)
    rsz_orc_vwide4_f32 (dst, q.src[0], q.src[1], q.src[2], q.src[3], q.weights[0], q.weights[1],
        q.weights[2], q.weights[3], len);
  else
    for (int i = 0; i < len; i += BLOCK)
      vwide_block (dst, src, i, weights, n_taps, len - i < BLOCK ? len - i : BLOCK);
  set_float_mode (mode);
}

/* Between memory and sums. */

static void
widen_u8_orc (float *dst, const void *src, int len)
{
  const unsigned mode = get_float_mode ();

  rsz_orc_widen_u8 (dst, src, len);
  set_float_mode (mode);
}

static void
widen_u16_orc (float *dst, const void *src, int len)
{
  const unsigned mode = get_float_mode ();

  if (is_aligned (src, 2))
    rsz_orc_widen_u16 (dst, src, len);
  else
    below.widen[RSZ_SAMPLE_U16](dst, src, len);
  set_float_mode (mode);
}

static void
narrow_u8_orc (void *dst, const float *src, float max, int len)
{
  const unsigned mode = get_float_mode ();

  rsz_orc_narrow_u8 (dst, src, (int) max, len);
  set_float_mode (mode);
}

static void
narrow_u16_orc (void *dst, const float *src, float max, int len)
{
  const unsigned mode = get_float_mode ();

  if (is_aligned (dst, 2))
    rsz_orc_narrow_u16 (dst, src, (int) max - 32768, len);
  else
    below.narrow[RSZ_SAMPLE_U16](dst, src, max, len);
  set_float_mode (mode);
}

static void
load_u16_swapped_orc (void *const *parts, const void *src, int len)
{
  if (is_aligned (src, 2))
    rsz_orc_swap_u16 (parts[0], src, len);
  else
    below.load[RSZ_LAYOUT_U16_SWAPPED](parts, src, len);
}

static void
store_u16_swapped_orc (void *dst, const void *const *parts, int len)
{
  if (is_aligned (dst, 2))
    rsz_orc_swap_u16 (dst, parts[0], len);
  else
    below.store[RSZ_LAYOUT_U16_SWAPPED](dst, parts, len);
}

/* Programs that make words of bytes think of the first byte as the low one. */
static void
fill_little_endian (RszRows *rows)
{
  rows->hscale[RSZ_SUM_DOUBLING][0] = hdouble_u8x1_orc;
  rows->hscale[RSZ_SUM_DOUBLING][1] = hdouble_u8x2_orc;
  rows->hscale[RSZ_SUM_DOUBLING][3] = hdouble_u8x4_orc;
}

void
rsz_rows_fill_orc (RszRows *rows)
{
  const uint16_t one = 1;

  if (!below.level)
    rsz_orc_init ();
  below = *rows;

  rows->level = "orc";
  rows->copy = copy_orc;
  rows->vscale[RSZ_SUM_DOUBLING] = vdouble_u8_orc;
  rows->vscale[RSZ_SUM_PAIR] = vscale2_u8_orc;
  rows->vscale[RSZ_SUM_QUAD] = vscale4_u8_orc;
  rows->vscale[RSZ_SUM_MANY] = vscalen_u8_orc;
  rows->vscalef[RSZ_SUMF_LERP] = vlerp_f32_orc;
  rows->vscalef[RSZ_SUMF_MANY] = vscalen_f32_orc;
  rows->vscalef[RSZ_SUMF_WIDE] = vwide_f32_orc;
  rows->widen[RSZ_SAMPLE_U8] = widen_u8_orc;
  rows->widen[RSZ_SAMPLE_U16] = widen_u16_orc;
  rows->narrow[RSZ_SAMPLE_U8] = narrow_u8_orc;
  rows->narrow[RSZ_SAMPLE_U16] = narrow_u16_orc;
  rows->load[RSZ_LAYOUT_U16_SWAPPED] = load_u16_swapped_orc;
  rows->store[RSZ_LAYOUT_U16_SWAPPED] = store_u16_swapped_orc;
  if (*(const uint8_t *) &one)
    fill_little_endian (rows);
}
