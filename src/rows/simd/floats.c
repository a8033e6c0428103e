/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "floats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "platform/memory.h"

#define MAX_WINDOWS 16

_Static_assert(
    RSZ_SLACK >= MAX_WINDOWS * 16, "a block may read all its windows behind the last float");

static int
pixel_of (const RszHtapsf *taps, int sample)
{
  const int pixel = sample / taps->components;

  return pixel < taps->len ? pixel : taps->len - 1;
}

/* Fills a block's indices, returns their base. *span is raised to the floats its tap 0 spans. */
static int32_t
fill_block (const RszHtapsf *taps, int32_t *indices, int sample, int lanes, int *span)
{
  int32_t least = INT32_MAX, most = INT32_MIN;

  for (int j = 0; j < lanes; j++) {
    const int at = (sample + j) % taps->components;

    indices[j] = taps->first[pixel_of (taps, sample + j)] * taps->components + at;
    least = indices[j] < least ? indices[j] : least;
    most = indices[j] > most ? indices[j] : most;
  }
  for (int j = 0; j < lanes; j++)
    indices[j] -= least;
  *span = most - least + 1 > *span ? most - least + 1 : *span;
  return least;
}

static void
fill_weights (const RszHtapsf *taps, float *weights, int pixel, int lanes)
{
  for (int j = 0; j < lanes; j++) {
    const int at = pixel + j < taps->len ? pixel + j : taps->len - 1;

    for (int k = 0; k < taps->n_taps; k++)
      weights[k * lanes + j] = taps->weights[(size_t) at * taps->n_taps + k];
  }
}

static size_t
align (size_t size)
{
  return (size + 63) / 64 * 64;
}

PackedFloats *
rsz_rows_pack_floats (const RszHtapsf *taps, int lanes, int max_windows, size_t *size)
{
  const int c = taps->components, n_groups = (taps->len + lanes - 1) / lanes;
  const size_t vector = lanes * sizeof (float);
  const size_t at_bases = align (sizeof (PackedFloats));
  const size_t at_indices = at_bases + align ((n_groups * c + 1) * sizeof (int32_t));
  const size_t at_weights = at_indices + align (n_groups * c * vector);
  const size_t at_pixels = at_weights + align (n_groups * taps->n_taps * vector);
  uint8_t *memory =
      taps->sum == RSZ_SUMF_WIDE ? NULL : rsz_memory_new (64, at_pixels + align (c * vector));
  int32_t *bases, *pixels, *indices;
  float *weights;
  int span = 0, n_windows = 1;

  if (!memory)
    return NULL;
  bases = (int32_t *) (memory + at_bases);
  indices = (int32_t *) (memory + at_indices);
  weights = (float *) (memory + at_weights);
  pixels = (int32_t *) (memory + at_pixels);
  for (int b = 0; b < n_groups * c; b++)
    bases[b] = fill_block (taps, indices + b * lanes, b * lanes, lanes, &span);
  bases[n_groups * c] = bases[n_groups * c - 1];
  while (n_windows * lanes < span)
    n_windows *= 2;
  if (n_windows > max_windows) {
    rsz_memory_free (memory);
    return NULL;
  }
  for (int g = 0; g < n_groups; g++)
    fill_weights (taps, weights + (size_t) g * taps->n_taps * lanes, g * lanes, lanes);
  for (int j = 0; j < c * lanes; j++)
    pixels[j] = j / c;
  *(PackedFloats *) memory = (PackedFloats){
    .span = span,
    .first_exact = n_groups,
    .n_windows = n_windows,
    .bases = bases,
    .indices = indices,
    .weights = weights,
    .pixels = pixels,
  };
  *size = at_pixels + align (c * vector);
  return (PackedFloats *) memory;
}

/* Of the weights of a group, one behind the other; 0 where they are no pair. */
static uint32_t
pair_of (const float *weights, int lanes, int j)
{
  const float a = weights[j] * (1 << PAIR_SHIFT), b = weights[lanes + j] * (1 << PAIR_SHIFT);
  const bool fine = a >= 0.0f && b >= 0.0f && a + b == 1 << PAIR_SHIFT && b == floorf (b);

  return fine ? (uint32_t) - (int32_t) b << 16 | (uint16_t) - (int32_t) a : 0;
}

static bool
are_pairs (const float *weights, int lanes)
{
  bool fine = true;

  for (int j = 0; j < lanes; j++)
    fine = fine && pair_of (weights, lanes, j);
  return fine;
}

void
rsz_rows_pack_float_pairs (PackedFloats *packed, const RszHtapsf *taps, int lanes)
{
  const size_t group = (size_t) taps->n_taps * lanes;
  float *weights = (float *) packed->weights;
  int32_t *indices = (int32_t *) packed->indices;
  const int n_groups = packed->first_exact;
  int first = n_groups;

  while (first > 0 && are_pairs (weights + (first - 1) * group, lanes))
    first--;
  packed->first_exact = (first + 3) / 4 * 4;
  for (int g = packed->first_exact; g < n_groups; g++)
    for (int j = 0; j < lanes; j++) {
      const uint32_t pair = pair_of (weights + g * group, lanes, j);

      memcpy (weights + g * group + j, &pair, sizeof pair);
    }
  for (int i = 0; i < n_groups * taps->components * lanes; i++)
    indices[i] |= (indices[i] + taps->components) << 16;
}
