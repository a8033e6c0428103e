/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "weights.h"

/* Taps of other libraries that other sums of bytes do as well, and faster. */

#define PILLOW_SHIFT 22

/* Bits of narrow weights: as many as leave room for a one. */
#define NARROW 14

/* What b = a + d adds to a where it weighs w: half a unit up, as a and b add up to one. */
static int
step (int d, int w, int shift)
{
  return (d * w + (1 << (shift - 1))) >> shift;
}

static bool
steps_alike (int wide, int narrow)
{
  int differ = 0;

  for (int d = -255; d <= 255; d++)
    differ |= step (d, wide, PILLOW_SHIFT) ^ step (d, narrow, NARROW);
  return differ == 0;
}

/* The weight of the second tap that does what `wide` does, or -1. */
static int
narrow_weight (int wide)
{
  const int below = wide >> (PILLOW_SHIFT - NARROW);

  return steps_alike (wide, below) ? below : steps_alike (wide, below + 1) ? below + 1 : -1;
}

static bool
narrow_pillow (RszTaps *dst, const RszTaps *src)
{
  int32_t known[RSZ_MAX_PHASES] = { 0 };
  int16_t narrow[RSZ_MAX_PHASES] = { 0 };
  int n = 1;

  for (int i = 0; i < src->len; i++) {
    const int32_t *w = &src->weights32[2 * i];
    int k = 0;

    while (k < RSZ_MAX_PHASES && known[k] != w[1])
      k++;
    if (k == RSZ_MAX_PHASES) {
      k = n++ % RSZ_MAX_PHASES;
      known[k] = w[1];
      narrow[k] = (int16_t) narrow_weight (w[1]);
    }
    if (w[0] < 0 || w[1] < 0 || w[0] + w[1] != 1 << PILLOW_SHIFT || narrow[k] < 0)
      return false;
    dst->weights[2 * i] = (int16_t) ((1 << NARROW) - narrow[k]);
    dst->weights[2 * i + 1] = narrow[k];
  }
  return true;
}

/* OpenCV's sums of one sample are that sample. */
static bool
choose_opencv (RszTaps *dst, const RszTaps *src)
{
  for (int i = 0; i < src->len; i++) {
    const int second = src->weights[2 * i] == 0;

    dst->first[i] = src->first[i] + second;
    dst->n[i] = 1;
    dst->weights[i] = 1 << NARROW;
    if (src->weights[2 * i + second] != 1 << src->shift || src->weights[2 * i + !second] != 0
        || dst->first[i] < 0 || dst->first[i] >= src->in)
      return false;
  }
  dst->n_max = 1;
  dst->index = true;
  return true;
}

/* As many outputs, with room for two weights each. */
static bool
begin (RszTaps *dst, const RszTaps *src, RszLibrary library, int shift)
{
  *dst = *src;
  dst->library = library;
  dst->n_max = 2;
  dst->shift = shift;
  dst->weights32 = NULL;
  if (!rsz_taps_allocate (dst)) {
    rsz_taps_finish (dst);
    return false;
  }
  memcpy (dst->first, src->first, src->len * sizeof *dst->first);
  memcpy (dst->n, src->n, src->len * sizeof *dst->n);
  return true;
}

bool
rsz_taps_narrow (RszTaps *dst, const RszTaps *src)
{
  const bool pillow = src->library == RSZ_LIBRARY_PILLOW && src->weights32;
  const bool opencv = src->library == RSZ_LIBRARY_OPENCV && src->weights;

  *dst = (RszTaps){ 0 };
  if (src->n_max != 2 || !(pillow || opencv))
    return true;
  if (!begin (dst, src, RSZ_LIBRARY_TORCH, NARROW))
    return false;
  if (!(pillow ? narrow_pillow (dst, src) : choose_opencv (dst, src)))
    rsz_taps_finish (dst);
  return true;
}

bool
rsz_taps_pair (RszTaps *dst, const RszTaps *src)
{
  *dst = (RszTaps){ 0 };
  if (src->n_max != 1 || src->in < 2)
    return true;
  if (!begin (dst, src, src->library, src->shift))
    return false;
  dst->copy = dst->index = false;
  for (int i = 0; i < dst->len; i++) {
    const bool last = dst->first[i] == dst->in - 1;

    dst->first[i] -= last;
    dst->n[i] = 2;
    dst->weights[2 * i + last] = (int16_t) (1 << src->shift);
    dst->weights[2 * i + !last] = 0;
  }
  return true;
}
