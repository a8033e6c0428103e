/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "taps.h"

#include <math.h>
#include <stdlib.h>

#include "weights.h"

/* Fixed point taps for samples of more than 8 bits, out of the float32 weights that define what
 * those are to become. Nobody's arithmetic prescribes their last bit: they are rounded to be as
 * near as int16 allows, and how near that is gets measured. */

#define MAX_SHIFT 22

static inline int
clamp_index (int index, int in)
{
  return index < 0 ? 0 : index < in ? index : in - 1;
}

/* Collects the weights of every output with the samples that they belong to. */
static void
fold (RszTaps *dst, double *weights, const RszTaps *src)
{
  for (int i = 0; i < src->len; i++) {
    const float *from = &src->weightsf[(size_t) i * src->n_max];
    double *to = &weights[(size_t) i * src->n_max];

    dst->first[i] = clamp_index (src->first[i], src->in);
    dst->n[i] = clamp_index (src->first[i] + src->n_max - 1, src->in) - dst->first[i] + 1;
    for (int k = 0; k < src->n_max; k++)
      to[clamp_index (src->first[i] + k, src->in) - dst->first[i]] += from[k];
  }
}

static void
raise (double *largest, double value)
{
  *largest = value > *largest ? value : *largest;
}

/* Largest |weight| and largest sum of |weight| that any output has. */
static void
measure (const RszTaps *taps, const double *weights, double *largest, double *sum)
{
  *largest = *sum = 0.0;
  for (int i = 0; i < taps->len; i++, weights += taps->n_max) {
    double total = 0.0;

    for (int k = 0; k < taps->n_max; k++) {
      raise (largest, fabs (weights[k]));
      total += fabs (weights[k]);
    }
    raise (sum, total);
  }
}

/* A unit for each weight, rounded and then corrected, and again so many to be sure. */
static int
find_shift (const RszTaps *taps, double largest, double sum, double room)
{
  const double slack = 2.0 * taps->n_max;
  int shift = MAX_SHIFT;

  while (
      shift > 0 && (ldexp (largest, shift) + slack > 32767.0 || ldexp (sum, shift) + slack > room))
    shift--;
  return shift;
}

/* The weight that rounding moved most against the direction of `unit`, 1 or -1. */
static int
find_most_moved (const int16_t *rounded, const double *weights, int n, double scale, int unit)
{
  double most = -1.0;
  int found = 0;

  for (int k = 0; k < n; k++) {
    const double moved = unit * (weights[k] * scale - rounded[k]);

    if (weights[k] != 0.0 && moved > most) {
      most = moved;
      found = k;
    }
  }
  return found;
}

/* Rounds n weights; the units that they then lack or have too many go where they do least harm.
 * False where those are more than rounding can have moved. */
static bool
quantise (int16_t *dst, const double *weights, int n, int shift)
{
  const double scale = 1 << shift;
  int rest = 1 << shift;

  for (int k = 0; k < n; k++) {
    dst[k] = (int16_t) floor (weights[k] * scale + 0.5);
    rest -= dst[k];
  }
  if (abs (rest) > n)
    return false;
  for (const int unit = rest < 0 ? -1 : 1; rest != 0; rest -= unit) {
    int16_t *most = &dst[find_most_moved (dst, weights, n, scale, unit)];

    *most = (int16_t) (*most + unit);
  }
  return true;
}

static void
bound (RszTapsBounds *bounds, const int16_t *rounded, const double *weights, int n, int shift)
{
  const double unit = 1.0 / (1 << shift);
  RszTapsBounds sums = { 0 };

  for (int k = 0; k < n; k++) {
    const double error = rounded[k] * unit - weights[k];

    *(weights[k] > 0.0 ? &sums.above : &sums.below) += fabs (weights[k]);
    *(error > 0.0 ? &sums.too_much : &sums.too_little) += fabs (error);
  }
  raise (&bounds->above, sums.above);
  raise (&bounds->below, sums.below);
  raise (&bounds->too_much, sums.too_much);
  raise (&bounds->too_little, sums.too_little);
}

static bool
round_weights (RszTaps *taps, RszTapsBounds *bounds, const double *weights, double room)
{
  double largest, sum;

  measure (taps, weights, &largest, &sum);
  taps->shift = find_shift (taps, largest, sum, room);
  if (taps->shift == 0)
    return false;
  for (int i = 0; i < taps->len; i++) {
    int16_t *rounded = &taps->weights[(size_t) i * taps->n_max];

    if (!quantise (rounded, weights, taps->n_max, taps->shift))
      return false;
    bound (bounds, rounded, weights, taps->n_max, taps->shift);
    weights += taps->n_max;
  }
  return true;
}

static bool
fix (RszTaps *dst, RszTapsBounds *bounds, const RszTaps *src, double room)
{
  double *weights = calloc (src->len, src->n_max * sizeof *weights);

  *dst = *src;
  *bounds = (RszTapsBounds){ 0 };
  dst->fused = false;
  dst->weightsf = NULL;
  dst->weights32 = NULL;
  dst->n_fused = NULL;
  dst->first = malloc (src->len * sizeof *dst->first);
  dst->n = malloc (src->len * sizeof *dst->n);
  dst->weights = calloc (src->len, src->n_max * sizeof *dst->weights);
  if (!weights || !dst->first || !dst->n || !dst->weights) {
    free (weights);
    rsz_taps_finish (dst);
    return false;
  }
  fold (dst, weights, src);
  if (round_weights (dst, bounds, weights, room))
    rsz_taps_trim (dst);
  else
    rsz_taps_finish (dst);
  free (weights);
  return true;
}

/* Leaves of the taps of a whole picture what `src` has. */
static void
cut_like (RszTaps *taps, const RszTaps *src)
{
  const int moved = src->in_first - taps->in_first;

  rsz_taps_cut (taps, src->made_first, src->len);
  for (int i = 0; i < taps->len; i++)
    taps->first[i] -= moved;
  taps->in = src->in;
  taps->in_first = src->in_first;
  taps->copy = src->copy;
  taps->index = src->index;
  rsz_taps_trim (taps);
}

bool
rsz_taps_fix (RszTaps *dst, RszTapsBounds *bounds, const RszTaps *src, double room)
{
  if (!fix (dst, bounds, src->whole ? src->whole : src, room))
    return false;
  if (src->whole && dst->weights)
    cut_like (dst, src);
  return true;
}
