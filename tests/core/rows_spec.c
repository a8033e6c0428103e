/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_jobs.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What rows.h says, computed with exact numbers and rounded by hand: no float operation that could
 * round, no shift of a sum, nothing in common with rows/c/level.c. */

__extension__ typedef __int128 Wide;

/* value = mantissa * 2^exponent, exactly. */
typedef struct {
  Wide mantissa;
  int exponent;
} Exact;

static Exact
exact (double value)
{
  int exponent;
  Exact x = { (Wide) ldexp (frexp (value, &exponent), 53), 0 };

  x.exponent = exponent - 53;
  while (x.mantissa && x.mantissa % 2 == 0) {
    x.mantissa /= 2;
    x.exponent++;
  }
  return x;
}

static Exact
exact_product (Exact a, Exact b)
{
  return (Exact){ a.mantissa * b.mantissa, a.exponent + b.exponent };
}

static Exact
exact_sum (Exact a, Exact b)
{
  if (a.mantissa == 0 || b.mantissa == 0)
    return a.mantissa ? a : b;
  if (a.exponent < b.exponent)
    return exact_sum (b, a);
  for (; a.exponent > b.exponent; a.exponent--) {
    assert (a.mantissa < (Wide) 1 << 124 && a.mantissa > -((Wide) 1 << 124));
    a.mantissa *= 2;
  }
  a.mantissa += b.mantissa;
  return a;
}

/* The quotient of values >= 0 to 60 bits or more, its last bit set where there are more. */
static Exact
sticky_quotient (Exact a, Exact b)
{
  Exact quotient = { 0, a.exponent - b.exponent };

  while (a.mantissa && a.mantissa < (Wide) 1 << 100) {
    a.mantissa *= 2;
    quotient.exponent--;
  }
  quotient.mantissa = a.mantissa / b.mantissa * 2 + (a.mantissa % b.mantissa != 0);
  quotient.exponent--;
  return quotient;
}

/* To `bits` binary digits, half to even. */
static Exact
round_exact (Exact x, int bits)
{
  const bool negative = x.mantissa < 0;
  Wide rest = 0, unit = 1, mantissa = negative ? -x.mantissa : x.mantissa;

  while (mantissa / unit >= (Wide) 1 << bits) {
    unit *= 2;
    x.exponent++;
  }
  rest = mantissa % unit;
  mantissa /= unit;
  if (2 * rest > unit || (2 * rest == unit && mantissa % 2))
    mantissa++;
  x.mantissa = negative ? -mantissa : mantissa;
  return x;
}

static double
value_of (Exact x)
{
  return ldexp ((double) x.mantissa, x.exponent);
}

/* How a row function sums: the taps in their order, or the first two exchanged; the last n_fused
 * products are added before they are rounded; the rest is rounded to `bits`. */
typedef struct {
  int bits;
  bool second_first;
  int n_fused;
} Order;

static Order
order_of (const Row *row, int n_taps)
{
  if (row->which == RSZ_SUMF_LERP || row->which == RSZ_SUMF_QUAD)
    return (Order){ .bits = 24, .second_first = true, .n_fused = n_taps - 1 };
  if (row->which == RSZ_SUMF_WIDE)
    return (Order){ .bits = 53 };
  return (Order){ .bits = 24, .n_fused = row->n_fused };
}

static float
expect_blend (float a, float b, float weight)
{
  const float difference = (float) value_of (round_exact (exact_sum (exact (b), exact (-a)), 24));
  const Exact product = round_exact (exact_product (exact (difference), exact (weight)), 24);

  return (float) value_of (round_exact (exact_sum (exact (a), product), 24));
}

/* `taps` of samples `step` apart. */
static float
expect_floats (const Job *job, const float *const *taps, int step, int offset, const float *weights)
{
  const Order order = order_of (job->row, job->n_taps);
  Exact sum = { 0, 0 };

  if (job->row->which == RSZ_SUMF_BLEND)
    return expect_blend (taps[0][offset], taps[step ? 0 : 1][offset + step], weights[1]);

  for (int i = 0; i < job->n_taps; i++) {
    const int k = order.second_first && i < 2 ? 1 - i : i;
    const float sample = taps[step ? 0 : k][offset + k * step];
    const Exact product = exact_product (exact (sample), exact (weights[k]));

    if (i < job->n_taps - order.n_fused)
      sum = exact_sum (sum, round_exact (product, order.bits));
    else
      sum = exact_sum (sum, product);
    sum = exact (value_of (round_exact (sum, order.bits)));
  }
  return (float) value_of (round_exact (sum, 24));
}

/* Sums of integers are exact in doubles, and so is their half unit. */
static uint8_t
expect_fixed (double sum, int shift)
{
  return (uint8_t) fmax (0, fmin (255, floor (ldexp (sum, -shift) + 0.5)));
}

static double
weight_at (const Job *job, int i)
{
  return job->weights32 ? job->weights32[i] : job->weights[i];
}

/* Sample i of a row, before it is rounded. Whole numbers below 2^53 are exact in doubles, and so
 * are their shifts down. */
static double
row_sum (const Job *job, const uint8_t *src, int i)
{
  const int c_end = job->row->components, pixel = i / c_end, n_taps = job->n_taps;
  const int at = job->first[pixel] * c_end + i % c_end;
  double sum = 0;

  for (int k = 0; k < n_taps; k++)
    sum += src[at + k * c_end] * weight_at (job, pixel * n_taps + k);
  return sum;
}

static void
spec_hscale (const Job *job, const uint8_t *src, uint8_t *dst)
{
  const int c_end = job->row->components, begin = job->begin * c_end;
  const int shift = job->weights32 ? 22 : job->shift;

  for (int i = begin; i < job->len * c_end; i++)
    dst[i - begin] = expect_fixed (row_sum (job, src, i), shift);
}

static void
spec_hlinear (const Job *job, const uint8_t *src, int16_t *dst)
{
  const int c_end = job->row->components, begin = job->begin * c_end;

  for (int i = begin; i < job->len * c_end; i++)
    dst[i - begin] = (int16_t) floor (row_sum (job, src, i) / 16);
}

static void
spec_vscale32 (const Job *job, uint8_t *dst)
{
  for (int i = 0; i < job->len; i++) {
    double sum = 0;

    for (int k = 0; k < job->n_taps; k++)
      sum += ((const uint8_t *) job->src[k])[i] * weight_at (job, k);
    dst[i] = expect_fixed (sum, 22);
  }
}

static uint8_t
expect_linear (double a, double b, double wa, double wb)
{
  return (uint8_t) floor ((floor (a * wa / 65536) + floor (b * wb / 65536) + 2) / 4);
}

static void
spec_vlinear (const Job *job, uint8_t *dst)
{
  const int16_t *a = job->src[0], *b = job->src[1];

  for (int i = 0; i < job->len; i++)
    dst[i] = expect_linear (a[i], b[i], job->weights[0], job->weights[1]);
}

static void
spec_hsums (const Job *job, const uint8_t *src, uint8_t *dst)
{
  const int c_end = job->row->components, begin = job->begin * c_end;

  for (int i = begin; i < job->len * c_end; i++) {
    const int32_t sum = (int32_t) row_sum (job, src, i);
    const float value = (float) sum;

    memcpy (dst + 4 * (i - begin), job->row->which ? (const void *) &value : &sum, 4);
  }
}

/* Sums of two products of 16 and 17 bits, and such of 32 and 17, are exact in doubles. */
static void
spec_hwords (const Job *job, const uint8_t *src, uint32_t *dst)
{
  const int c_end = job->row->components, begin = job->begin * c_end, n_taps = job->n_taps;

  for (int i = begin; i < job->len * c_end; i++) {
    const int pixel = i / c_end, at = job->first[pixel] * c_end + i % c_end;
    double sum = 0;

    for (int k = 0; k < n_taps; k++) {
      uint16_t word;

      memcpy (&word, src + 2 * (at + k * c_end), 2);
      sum += (double) word * job->weights32[pixel * n_taps + k];
    }
    dst[i - begin] = (uint32_t) sum;
  }
}

static void
spec_vwords (const Job *job, uint8_t *dst)
{
  for (int i = 0; i < job->len; i++) {
    double sum = 0;
    uint16_t word;

    for (int k = 0; k < job->n_taps; k++)
      sum += (double) ((const uint32_t *) job->src[k])[i] * job->weights32[k];
    word = (uint16_t) fmin (job->max, floor (ldexp (sum, -32) + 0.5));
    memcpy (dst + 2 * i, &word, 2);
  }
}

static void
spec_hscalef (const Job *job, float *dst)
{
  const int c_end = job->row->components, begin = job->begin * c_end;
  const float *src = job->src[job->n_rows];

  for (int i = begin; i < job->len * c_end; i++) {
    const int pixel = i / c_end, at = job->first[pixel] * c_end + i % c_end;

    dst[i - begin] = expect_floats (job, &src, c_end, at, job->weightsf + pixel * job->n_taps);
  }
}

/* Deep sums between the passes, and as words of memory. */

/* A whole number as the lowest `bits` bits of it have it, the topmost being the sign. */
static double
wrapped (double value, int bits)
{
  return value - ldexp (floor (ldexp (value, -bits) + 0.5), bits);
}

static void
spec_hdeep (const Job *job, const uint8_t *src, int16_t *dst)
{
  const int c_end = job->row->components, begin = job->begin * c_end, n_taps = job->n_taps;

  for (int i = begin; i < job->len * c_end; i++) {
    const int pixel = i / c_end, at = job->first[pixel] * c_end + i % c_end;
    double sum = 0;

    for (int k = 0; k < n_taps; k++) {
      uint16_t word;

      memcpy (&word, src + 2 * (at + k * c_end), 2);
      sum += wrapped (floor (ldexp (word, -job->word.low)), 16) * job->weights[pixel * n_taps + k];
    }
    sum = floor (ldexp (wrapped (sum + ldexp (0.5, job->shift), 32), -job->shift));
    dst[i - begin] = (int16_t) fmax (INT16_MIN, fmin (INT16_MAX, sum));
  }
}

static void
put_deep (const Job *job, uint8_t *dst, int i, double sum, int shift)
{
  const double value = fmax (0, fmin (job->word.max, floor (ldexp (sum, -shift) + 0.5)));
  const uint16_t word = (uint16_t) ldexp (value, job->word.low);

  memcpy (dst + 2 * i, &word, 2);
}

static void
spec_vdeep (const Job *job, uint8_t *dst)
{
  for (int i = 0; i < job->len; i++) {
    double sum = 0;

    for (int k = 0; k < job->n_taps; k++)
      sum += (double) ((const int16_t *) job->src[k])[i] * job->weights[k];
    put_deep (job, dst, i, sum, job->shift);
  }
}

/* From the position: output i lies at (i + 0.5) / 2 - 0.5. */
static void
spec_hdouble (const Job *job, const uint8_t *src, uint8_t *dst)
{
  const int c_end = job->row->components, last = job->len / 2 - 1;

  for (int i = 0; i < job->len * c_end; i++) {
    const double position = fmin (fmax ((i / c_end + 0.5) / 2 - 0.5, 0), last);
    const int left = (int) position, right = left < last ? left + 1 : last;
    const double share = position - left;
    const double sum =
        src[left * c_end + i % c_end] * (1 - share) + src[right * c_end + i % c_end] * share;

    dst[i] = (uint8_t) floor (sum + 0.5);
  }
}

static void
spec_gather (const Job *job, const uint8_t *src, uint8_t *dst)
{
  const int size = job->row->which, begin = job->begin * size;

  for (int i = begin; i < job->len * size; i++)
    dst[i - begin] = src[job->first[i / size] * size + i % size];
}

static void
spec_batch (const Job *job, const Output *output)
{
  for (int r = 0; r < job->n_rows; r++)
    if (job->row->kind == KIND_GATHER)
      spec_gather (job, job->src[r], output->dst[r]);
    else if (job->row->kind == KIND_HLINEAR)
      spec_hlinear (job, job->src[r], output->dst[r]);
    else if (job->row->kind == KIND_HDEEP)
      spec_hdeep (job, job->src[r], output->dst[r]);
    else if (job->row->kind == KIND_HSUMS)
      spec_hsums (job, job->src[r], output->dst[r]);
    else if (job->row->kind == KIND_HWORDS)
      spec_hwords (job, job->src[r], output->dst[r]);
    else if (job->row->kind == KIND_HSCALE && job->row->which == RSZ_SUM_DOUBLING)
      spec_hdouble (job, job->src[r], output->dst[r]);
    else
      spec_hscale (job, job->src[r], output->dst[r]);
}

static void
spec_enlarge (const Job *job, const Output *output)
{
  const uint8_t *first = job->src[1], *second = output->dst[0];
  const int shift = job->lerp.shift;

  spec_hscale (job, job->src[0], output->dst[0]);
  for (int r = 0; r < job->lerp.n; r++)
    for (int i = 0; i < job->len * job->row->components; i++) {
      const double w = job->lerp.weights[r];

      ((uint8_t *) output->dst[1 + r])[i] =
          expect_fixed (first[i] * ((1 << shift) - w) + second[i] * w, shift);
    }
}

static void
spec_enlarge_deep (const Job *job, const Output *output)
{
  const int16_t *first = job->src[1], *second = output->dst[0];
  const int shift = job->lerp.shift, n = job->len * job->row->components;

  spec_hdeep (job, job->src[0], output->dst[0]);
  for (int r = 0; r < job->lerp.n; r++)
    for (int i = 0; i < n; i++) {
      const int w = job->lerp.weights[r];
      const double sum = (double) first[i] * ((1 << shift) - w) + (double) second[i] * w;

      put_deep (job, output->dst[1 + r], i, sum, shift + job->fraction);
    }
  ((int16_t *) output->dst[0])[n] = 0;
  for (int i = 0; i < n; i++)
    ((int16_t *) output->dst[0])[n] |= second[i] < 0;
}

static void
spec_enlarge_linear (const Job *job, const Output *output)
{
  const int16_t *first = job->src[1], *second = output->dst[0];

  spec_hlinear (job, job->src[0], output->dst[0]);
  for (int r = 0; r < job->lerp.n; r++)
    for (int i = 0; i < job->len * job->row->components; i++) {
      const int w = job->lerp.weights[r];

      ((uint8_t *) output->dst[1 + r])[i] =
          expect_linear (first[i], second[i], (1 << RSZ_OPENCV_SHIFT) - w, w);
    }
}

static void
spec_vscale (const Job *job, void *dst)
{
  for (int i = 0; i < job->len; i++) {
    double sum = 0;

    for (int k = 0; job->row->kind == KIND_VSCALE && k < job->n_taps; k++)
      sum += (double) ((const uint8_t *) job->src[k])[i] * job->weights[k];
    if (job->row->kind == KIND_VSCALE)
      ((uint8_t *) dst)[i] = expect_fixed (sum, job->shift);
    else
      ((float *) dst)[i] =
          expect_floats (job, (const float *const *) job->src, 0, i, job->weightsf);
  }
}

static unsigned
sample_at (const void *src, int i, int size)
{
  uint16_t word;

  memcpy (&word, (const uint8_t *) src + i * size, size == 2 ? 2 : 1);
  return size == 2 ? word : ((const uint8_t *) src)[i];
}

static void
put_sample (void *dst, int i, int size, unsigned sample)
{
  const uint8_t byte = (uint8_t) sample;
  const uint16_t word = (uint16_t) sample;

  memcpy ((uint8_t *) dst + i * size, size == 2 ? (const void *) &word : &byte, size);
}

static unsigned
expect_narrow (double value, double max)
{
  const double clamped = fmin (fmax (value, 0), max), down = floor (clamped);
  const double rest = clamped - down;

  return (unsigned) down + (rest > 0.5 || (rest == 0.5 && fmod (down, 2) == 1));
}

/* A sum divided twice, each quotient rounded to float32. */
static unsigned
expect_average (double sum, double rows, double columns, double max)
{
  const Exact once = round_exact (sticky_quotient (exact (sum), exact (rows)), 24);
  const Exact twice = sticky_quotient (exact (value_of (once)), exact (columns));

  return expect_narrow (value_of (round_exact (twice, 24)), max);
}

/* Float32 of products and of their sums, the last one first. */
static double
expect_chain (const Job *job, int i)
{
  double sum = 0;

  for (int k = job->n_taps - 1; k >= 0; k--) {
    const Exact sample = exact (((const int32_t *) job->src[k])[i]);
    const Exact weight = exact (ldexp (job->weights[k], -22));
    const Exact product = round_exact (exact_product (round_exact (sample, 24), weight), 24);

    sum = value_of (round_exact (exact_sum (exact (sum), product), 24));
  }
  return sum;
}

static void
spec_vsums (const Job *job, uint8_t *dst)
{
  for (int i = 0; i < job->len; i++) {
    double sum = 0;

    for (int k = 0; k < job->n_taps; k++)
      sum += (double) ((const int32_t *) job->src[k])[i] * job->weights[k];
    dst[i] = job->row->which ? (uint8_t) expect_narrow (expect_chain (job, i), 255)
                             : expect_fixed (sum, 22);
  }
}

static void
spec_accumulate (const Job *job, uint16_t *sums)
{
  for (int i = 0; i < job->len; i++) {
    unsigned sum = job->more ? sums[i] : 0;

    for (int k = 0; k < job->n_taps; k++) {
      const unsigned sample = (unsigned) sample_at (job->src[k], i, job->row->which ? 2 : 1);

      sum += sample < (unsigned) job->max ? sample : (unsigned) job->max;
    }
    assert (sum < 1 << 16);
    sums[i] = (uint16_t) sum;
  }
}

/* The sum times a float32 that is nearest to the quotient of one. */
static unsigned
expect_scaled (double sum, int rows, int columns, double max)
{
  const Exact quotient = sticky_quotient (exact (1), exact ((double) rows * columns));
  const Exact factor = exact (value_of (round_exact (quotient, 24)));

  return expect_narrow (value_of (round_exact (exact_product (exact (sum), factor), 24)), max);
}

static unsigned
expect_mean (double sum, int rows, int columns, bool half_up)
{
  return half_up && rows == 2 && columns == 2 ? (unsigned) floor (sum / 4 + 0.5)
                                              : expect_scaled (sum, rows, columns, 255);
}

/* Samples of the window in their order: fours of them as they are, but for the last few. */
static double
expect_long_sum (const Job *job, int i, int size)
{
  const int c_end = job->row->components, columns = job->n_taps;
  const int n = job->n_summed * columns, first = job->first[i / c_end];
  double sum = 0;

  for (int k = 0; k < n; k += n - k < 4 ? 1 : 4) {
    double group = 0;

    for (int j = k; j < k + (n - k < 4 ? 1 : 4); j++)
      group += sample_at (job->src[j / columns], (first + j % columns) * c_end + i % c_end, size);
    sum = value_of (round_exact (exact_sum (exact (sum), exact (group)), 24));
  }
  return sum;
}

static void
spec_meanf (const Job *job, void *dst)
{
  const int c_end = job->row->components, size = (int) rsz_sample_size (job->row->which);

  for (int i = job->begin * c_end; i < job->len * c_end; i++)
    put_sample (dst, i - job->begin * c_end, size,
        expect_scaled (expect_long_sum (job, i, size), job->n_summed, job->n_taps, job->max));
}

static void
spec_mean (const Job *job, void *dst)
{
  const int c_end = job->row->components, begin = job->begin * c_end;
  const int size = job->row->which == 2 ? 2 : 1;
  const uint16_t *sums = job->src[0];

  for (int i = begin; i < job->len * c_end; i++) {
    const int pixel = i / c_end;
    double sum = 0;

    for (int k = 0; k < job->n[pixel]; k++)
      sum += sums[(job->first[pixel] + k) * c_end + i % c_end];
    put_sample (dst, i - begin, size,
        job->row->which % 2 ? expect_mean (sum, job->n_summed, job->n[pixel], job->row->which == 1)
                            : expect_average (sum, job->n_summed, job->n[pixel], job->max));
  }
}

/* Doubles hold such sums; each is rounded. */
static void
spec_tally (const Job *job, float *dst)
{
  const int c_end = job->row->components, begin = job->begin * c_end;

  for (int i = begin; i < job->len * c_end; i++) {
    const uint8_t *at = (const uint8_t *) job->src[0] + job->first[i / c_end] * c_end + i % c_end;
    double sum = job->more ? ((const float *) job->src[1])[i - begin] : 0;

    for (int k = 0; k < job->n[i / c_end]; k++)
      sum = value_of (round_exact (exact (sum + at[k * c_end]), 24));
    dst[i - begin] = (float) sum;
  }
}

static void
spec_corners (const Job *job, float *dst)
{
  for (int i = 0; i < job->len; i++) {
    float weights[4];

    for (int k = 0; k < 4; k++) {
      const float column = ((const float *) job->src[4 + k % 2])[i];
      const Exact product = exact_product (exact (job->weightsf[k / 2]), exact (column));

      weights[k] = (float) value_of (round_exact (product, 24));
    }
    dst[i] = expect_floats (job, (const float *const *) job->src, 0, i, weights);
  }
}

/* floor (x + 1/2) is half up, nearbyint half to even. */
static double
expect_halves (double a, double b, RszHalves halves)
{
  if (halves == RSZ_HALVES_UP_TWICE)
    return floor ((floor (a / 2.0 + 0.5) + floor (b / 2.0 + 0.5)) / 2.0 + 0.5);
  return halves == RSZ_HALVES_UP ? floor ((a + b) / 4.0 + 0.5) : nearbyint ((a + b) / 4.0);
}

static void
spec_halve (const Job *job, void *dst)
{
  const int c_end = job->row->components, len = job->len * c_end;
  const int size = job->row->which >= HALVES_WORDS ? 2 : 1, low = size == 2 ? job->word.low : 0;

  for (int i = 0; i < job->n_rows * len; i++) {
    const int at = i / len * 4 * len + i % len / c_end * 2 * c_end + i % c_end;
    double sums[2], mean;

    for (int r = 0; r < 2; r++)
      sums[r] = (double) (sample_at (job->src[0], at + 2 * r * len, size) >> low)
                + (sample_at (job->src[0], at + 2 * r * len + c_end, size) >> low);
    mean = expect_halves (sums[0], sums[1], (RszHalves) (job->row->which % HALVES_WORDS));
    if (size == 2 && mean > job->word.max)
      mean = job->word.max;
    put_sample (dst, i, size, (int) mean << low);
  }
}

static void
spec_convert (const Job *job, void *dst)
{
  const int size = (int) rsz_sample_size (job->row->which);
  const float *floats = job->src[0];

  for (int i = 0; i < job->len; i++)
    if (job->row->kind == KIND_WIDEN) {
      ((float *) dst)[i] = (float) sample_at (job->src[0], i, size);
    } else if (job->row->kind == KIND_NARROW) {
      put_sample (dst, i, size, expect_narrow (floats[i], job->max));
    } else {
      put_sample (dst, i, size, expect_average (floats[i], job->rows, job->columns[i], job->max));
    }
}

static void
spec_fill (const Job *job, uint8_t *dst)
{
  for (size_t i = 0; i < job->dst_size[0]; i++)
    dst[i] = ((const uint8_t *) job->src[0])[i % job->src_size[0]];
}

/* Layouts, bit by bit: where a bit of a field of a group lies in memory. */
typedef struct {
  size_t byte;
  int mask;
} Place;

static Place
place_of (const RszLayoutInfo *layout, const RszField *field, int group, int bit)
{
  const int position = field->shift + bit, word = group * layout->n_words + field->word;
  const int byte = layout->big_endian ? layout->word_size - 1 - position / 8 : position / 8;

  return (Place){ (size_t) (word * layout->word_size + byte), 1 << position % 8 };
}

static const RszField *
field_of (const RszLayoutInfo *layout, int part, int index)
{
  for (int f = 0; f < layout->n_fields; f++)
    if (layout->fields[f].part == part && layout->fields[f].index == index)
      return &layout->fields[f];
  abort ();
}

/* A sample whose bytes memory lacks is that of the group before, if there is one. */
static unsigned
expect_loaded (const Job *job, const RszLayoutInfo *layout, int part, int i)
{
  const int group = i / layout->samples[part];
  const RszField *field = field_of (layout, part, i % layout->samples[part]);
  unsigned value = 0;

  for (int bit = 0; bit < field->depth; bit++) {
    const Place place = place_of (layout, field, group, bit);

    if (place.byte >= job->src_size[0] && group > 0)
      return expect_loaded (job, layout, part, i - layout->samples[part]);
    if (place.byte < job->src_size[0] && ((const uint8_t *) job->src[0])[place.byte] & place.mask)
      value |= 1u << bit;
  }
  return value;
}

static void
spec_load (const Job *job, void *const *dst)
{
  const RszLayoutInfo *layout = &rsz_layouts[job->row->which];

  for (int part = 0; part < layout->n_parts; part++)
    for (int i = 0; i < jobs_part_len (layout, part, job->len); i++)
      put_sample (dst[part], i, (int) rsz_sample_size (layout->sample),
          expect_loaded (job, layout, part, i));
}

/* Sample `index` of a group, taken from the part's last pixel beyond that. */
static unsigned
expect_stored (const Job *job, const RszLayoutInfo *layout, const RszField *field, int group)
{
  const int part_len = jobs_part_len (layout, field->part, job->len);
  const int divisor = field->part ? layout->divisor : 1;
  const int components =
      layout->n_parts == 1 ? 1 : layout->samples[field->part] * divisor / layout->pixels;
  const int i = group * layout->samples[field->part] + field->index;
  const int last = part_len - components + i % components;
  const unsigned value = sample_at (
      job->src[field->part], i < part_len ? i : last, (int) rsz_sample_size (layout->sample));

  return value >> field->depth ? (1u << field->depth) - 1 : value;
}

static void
spec_store (const Job *job, uint8_t *dst)
{
  const RszLayoutInfo *layout = &rsz_layouts[job->row->which];
  const int n_groups = (job->len + layout->pixels - 1) / layout->pixels;

  memset (dst, 0, job->dst_size[0]);
  for (int i = 0; i < n_groups * layout->n_fields; i++) {
    const RszField *field = &layout->fields[i % layout->n_fields];
    const unsigned value = expect_stored (job, layout, field, i / layout->n_fields);

    for (int bit = 0; bit < field->depth; bit++) {
      const Place place = place_of (layout, field, i / layout->n_fields, bit);

      if (place.byte < job->dst_size[0] && value >> bit & 1)
        dst[place.byte] |= (uint8_t) place.mask;
    }
  }
}

void
spec_call (const Job *job, const Output *output)
{
  if (colour_is (job->row)) {
    colour_spec (job, output);
    return;
  }
  switch (job->row->kind) {
  case KIND_ENLARGE:
    if (job->row->which == 2)
      spec_enlarge_deep (job, output);
    else if (job->row->which)
      spec_enlarge_linear (job, output);
    else
      spec_enlarge (job, output);
    break;
  case KIND_HSCALE:
  case KIND_GATHER:
  case KIND_HDEEP:
  case KIND_HSCALE32:
  case KIND_HLINEAR:
  case KIND_HWORDS:
  case KIND_HSUMS:
    spec_batch (job, output);
    break;
  case KIND_VSCALE32:
    spec_vscale32 (job, output->dst[0]);
    break;
  case KIND_VLINEAR:
    spec_vlinear (job, output->dst[0]);
    break;
  case KIND_VSUMS:
    spec_vsums (job, output->dst[0]);
    break;
  case KIND_VWORDS:
    spec_vwords (job, output->dst[0]);
    break;
  case KIND_VDEEP:
    spec_vdeep (job, output->dst[0]);
    break;
  case KIND_HSCALEF:
    spec_hscalef (job, output->dst[0]);
    break;
  case KIND_VSCALE:
  case KIND_VSCALEF:
    spec_vscale (job, output->dst[0]);
    break;
  case KIND_COPY:
    memmove (output->dst[0], job->src[0], job->len);
    break;
  case KIND_FILL:
    spec_fill (job, output->dst[0]);
    break;
  case KIND_ACCUMULATE:
    spec_accumulate (job, output->dst[0]);
    break;
  case KIND_MEAN:
    spec_mean (job, output->dst[0]);
    break;
  case KIND_TALLY:
    spec_tally (job, output->dst[0]);
    break;
  case KIND_CORNERS:
    spec_corners (job, output->dst[0]);
    break;
  case KIND_HALVE:
    spec_halve (job, output->dst[0]);
    break;
  case KIND_MEANF:
    spec_meanf (job, output->dst[0]);
    break;
  case KIND_LOAD:
    spec_load (job, output->dst);
    break;
  case KIND_STORE:
    spec_store (job, output->dst[0]);
    break;
  default:
    spec_convert (job, output->dst[0]);
  }
}
