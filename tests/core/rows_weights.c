/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_jobs.h"

#include "arena.h"

#include <math.h>

/* Weights as resizes have them, and those at the borders of the contract. */

/* Weights of one output; all 1 << shift together as far as rounding lets them, a share of them
 * negative. */
static void
make_usual_weights (int16_t *weights, int n, int shift, bool negative)
{
  const int one = shift > 14 ? 32767 : 1 << shift;
  const int mean = (1 << shift) / n < one ? (1 << shift) / n : one;
  int rest = 1 << shift;

  for (int k = 0; k < n; k++) {
    const int least = negative && k % 3 != 1 ? -mean / 4 : 0;

    weights[k] = (int16_t) random_int (least, mean);
    rest -= weights[k];
  }
  for (int k = 0; k < n; k++) {
    const int room = 32767 - weights[k], more = rest < room ? rest : room;

    weights[k] += (int16_t) more;
    rest -= more;
  }
}

/* The sum of |weight| on and next to the powers of two at which a level may change its ways. */
static void
make_border_weights (int16_t *weights, int n, int shift)
{
  int rest = (1 << (shift + random_int (-1, 1))) + random_int (-1, 1);

  for (int k = 0; k < n; k++) {
    const int size = rest < 32767 ? rest : 32767;

    weights[k] = (int16_t) (random_below (3) ? size : -size);
    rest -= size;
  }
}

static void
make_wild_weights (int16_t *weights, int n)
{
  for (int k = 0; k < n; k++)
    weights[k] = (int16_t) (random_below (2)   ? random_int (-32768, 32767)
                            : random_below (2) ? -32768
                                               : 32767);
}

/* Two weights that make one, more often than by chance at an end, or miss it by rounding. */
static void
make_lerp_weights (int16_t *weights, int shift, bool usual)
{
  const int one = 1 << shift, end = random_below (2) ? 0 : one;
  const int weight = usual ? one / 3 : random_below (4) ? random_int (0, one) : end;

  weights[0] = (int16_t) (one - weight > 32767 ? 32767 : one - weight);
  if (!usual && weights[0] > 0 && random_below (4) == 0)
    weights[0]--;
  weights[1] = (int16_t) (weight > 32767 ? 32767 : weight);
}

typedef enum { STYLE_POSITIVE, STYLE_SIGNED, STYLE_LERP, STYLE_BORDER, STYLE_WILD, N_STYLES } Style;

/* One style per call, as a call has the taps of one axis. */
void
jobs_make_weights (Job *job, int n_outputs)
{
  const int n = job->n_taps;
  const Style usual = n == 2 ? STYLE_LERP : STYLE_SIGNED;
  const Style style = job->usual ? usual : (Style) random_below (N_STYLES);
  const bool lerp = style == STYLE_LERP && n == 2;

  if (job->usual)
    job->shift = n > 4 ? 16 : 14;
  else
    job->shift = style == STYLE_WILD ? random_int (1, 22) : random_int (13, lerp ? 15 : 22);
  for (int i = 0; i < n_outputs; i++) {
    int16_t *weights = job->weights + (ptrdiff_t) i * n;

    if (lerp)
      make_lerp_weights (weights, job->shift, job->usual);
    else if (style == STYLE_BORDER)
      make_border_weights (weights, n, job->shift);
    else if (style == STYLE_WILD)
      make_wild_weights (weights, n);
    else
      make_usual_weights (weights, n, job->shift, style == STYLE_SIGNED);
  }
}

/* MANY also sums windows, whose weights are all one. */
void
jobs_make_weightsf (Job *job, int n_outputs)
{
  const int style = random_below (4);
  int coarse;

  for (int i = 0; i < n_outputs * job->n_taps; i++)
    job->weightsf[i] = style == 0 ? 1.0f : style == 1 ? random_unit () : random_unit () * 2 - 0.7f;
  if (job->row->which != RSZ_SUMF_LERP && job->row->which != RSZ_SUMF_BLEND)
    return;
  coarse = job->usual ? n_outputs / 5 : random_below (2) ? random_int (0, n_outputs) : n_outputs;
  for (int i = 0; i < n_outputs; i++) {
    float weight = random_below (8) ? random_unit () : (float) random_below (2);

    if (i >= coarse)
      weight = floorf (weight * 0x1p15f) * 0x1p-15f;
    job->weightsf[2 * i] = 1.0f - weight;
    job->weightsf[2 * i + 1] = weight;
  }
}

/* Up to what the contract allows of one output: 255 times the sum of |weight| and a half fit 32
 * bits. */
#define MOST_WEIGHT32 (((1 << 30) - (1 << 20)) / 255 * 2)

void
jobs_make_weights32 (Job *job, int n_outputs)
{
  const int n = job->n_taps, one = 1 << RSZ_PILLOW_SHIFT;
  const bool is_signed = job->usual || random_below (2);

  for (int i = 0; i < n_outputs; i++) {
    int32_t *weights = job->weights32 + (ptrdiff_t) i * n;
    int rest = job->usual || random_below (2) ? one : random_int (0, MOST_WEIGHT32);

    for (int k = 0; k < n; k++) {
      const int size = k == n - 1 ? rest : random_int (0, rest < 3 * one / n ? rest : 3 * one / n);

      weights[k] = is_signed && random_below (4) == 0 ? -size : size;
      rest -= size;
    }
  }
}

/* Those of an output add up to at most so much, as absolute values, that with samples of at most
 * `max` no sum passes 32 bits. */
void
jobs_make_sum_weights (Job *job, int n_outputs)
{
  const int one = 1 << RSZ_OPENCV_SHIFT, total = one * random_int (4, random_below (4) ? 5 : 7) / 4;

  for (int i = 0; i < n_outputs; i++)
    for (int k = 0, rest = total; k < job->n_taps; k++) {
      const int size = k == job->n_taps - 1 ? rest : random_int (0, rest);

      job->weights[i * job->n_taps + k] = (int16_t) (random_below (3) ? size : -size);
      rest -= size;
    }
  job->max = (float) (511 * one / total);
}

void
jobs_make_word_weights (Job *job, int n_outputs)
{
  const int one = 1 << RSZ_OPENCV_WORD_SHIFT, n = job->n_taps;

  for (int i = 0; i < n_outputs; i++) {
    const int end = random_below (2) ? 0 : one;
    const int weight = n == 1 ? 0 : random_below (4) ? random_int (0, one) : end;

    job->weights32[n * i] = one - weight;
    if (n > 1)
      job->weights32[n * i + 1] = weight;
  }
}

/* Most pairs make one, whatever is next to that for the others of a row. */
void
jobs_make_linear_weights (Job *job, int n_outputs)
{
  const int one = 1 << RSZ_OPENCV_SHIFT, n = job->n_taps;
  const bool exact = job->usual || random_below (4);

  for (int i = 0; i < n_outputs; i++) {
    const int end = random_below (2) ? 0 : random_below (2) ? one : one / 2;
    const int weight = random_below (4) ? random_int (0, one) : end;
    const int most = exact ? one : one + random_int (-1, 1);

    job->weights[n * i] = (int16_t) (n == 1 ? one : most < weight ? 0 : most - weight);
    if (n > 1)
      job->weights[n * i + 1] = (int16_t) weight;
  }
}
