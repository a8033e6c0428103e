/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <stdlib.h>
#include <string.h>

/* Tables of weights: what is left out of them, and how they are laid out. */

/* Bytes of a weight, in whichever table there is. */
static size_t
weight_size (const RszTaps *taps)
{
  return taps->weights ? sizeof *taps->weights : sizeof *taps->weightsf;
}

static uint8_t *
weight_at (const RszTaps *taps, size_t at)
{
  uint8_t *start = taps->weights     ? (uint8_t *) taps->weights
                   : taps->weights32 ? (uint8_t *) taps->weights32
                                     : (uint8_t *) taps->weightsf;

  return start + at * weight_size (taps);
}

bool
rsz_taps_is_zero (const RszTaps *taps, size_t at)
{
  if (taps->weightsf)
    return taps->weightsf[at] == 0.0f;
  return (taps->weights ? taps->weights[at] : taps->weights32[at]) == 0;
}

/* Moves n weights inside the table; all bits of a zero are. */
static void
move_weights (RszTaps *taps, size_t to, size_t from, int n)
{
  memmove (weight_at (taps, to), weight_at (taps, from), n * weight_size (taps));
}

static void
zero_weights (RszTaps *taps, size_t at, int n)
{
  memset (weight_at (taps, at), 0, n * weight_size (taps));
}

/* Moves n weights to the start of an output's, of which there are n_max. */
static void
place_weights (RszTaps *taps, size_t to, size_t from, int n, int n_max)
{
  move_weights (taps, to, from, n);
  zero_weights (taps, to + n, n_max - n);
}

/* Gives back the memory that trimmed weights took; where that fails it is only kept longer. */
static void
shrink (RszTaps *taps)
{
  void *less = realloc (weight_at (taps, 0), (size_t) taps->len * taps->n_max * weight_size (taps));

  if (!less)
    return;
  if (taps->weights)
    taps->weights = less;
  else if (taps->weights32)
    taps->weights32 = less;
  else
    taps->weightsf = less;
}

void
rsz_taps_cut (RszTaps *taps, int first, int n)
{
  memmove (taps->first, taps->first + first, n * sizeof *taps->first);
  memmove (taps->n, taps->n + first, n * sizeof *taps->n);
  if (taps->n_fused)
    memmove (taps->n_fused, taps->n_fused + first, n * sizeof *taps->n_fused);
  memmove (weight_at (taps, 0), weight_at (taps, (size_t) first * taps->n_max),
      (size_t) n * taps->n_max * weight_size (taps));
  taps->len = n;
}

/* How many of `left` taps are still fused once `dropped` are gone from the end. */
static int32_t
fused_left (int n_fused, int dropped, int left)
{
  const int rest = n_fused > dropped ? n_fused - dropped : 0;

  return rest < left ? rest : left;
}

void
rsz_taps_trim (RszTaps *taps)
{
  const int room = taps->n_max;
  int n_max = 1;

  for (int i = 0; i < taps->len; i++) {
    const size_t at = (size_t) i * room;
    int skip = 0, n = taps->n[i];

    while (n > 1 && rsz_taps_is_zero (taps, at + n - 1))
      n--;
    while (skip < n - 1 && rsz_taps_is_zero (taps, at + skip))
      skip++;
    if (taps->fused && n - skip > 1) {
      n = taps->n[i]; /* which tap comes first decides what is fused */
      skip = 0;
    }
    if (taps->n_fused)
      taps->n_fused[i] = fused_left (taps->n_fused[i], taps->n[i] - n, n - skip);
    if (skip || n < room)
      place_weights (taps, at, at + skip, n - skip, room);
    taps->first[i] += skip;
    taps->n[i] = n - skip;
    n_max = taps->n[i] > n_max ? taps->n[i] : n_max;
  }
  /* three taps run as four wherever the source has a sample for the fourth */
  taps->n_max = taps->weights && n_max == 3 && room > 3 && taps->in > 3 ? 4 : n_max;
  for (int i = 1; i < taps->len; i++)
    place_weights (taps, (size_t) i * taps->n_max, (size_t) i * room, taps->n[i], taps->n_max);
  shrink (taps);
}

/* Slides every output's taps so that its fused ones begin in the same column of the table. */
static bool
level_fused (RszTaps *taps)
{
  int n_plain = 0, n_fused = 0;
  float *weights;

  for (int i = 0; i < taps->len; i++) {
    const int plain = taps->n[i] - taps->n_fused[i];

    n_plain = plain > n_plain ? plain : n_plain;
    n_fused = taps->n_fused[i] > n_fused ? taps->n_fused[i] : n_fused;
  }
  weights = calloc (taps->len, (n_plain + n_fused) * sizeof *weights);
  if (!weights)
    return false;
  for (int i = 0; i < taps->len; i++) {
    const int gap = n_plain - (taps->n[i] - taps->n_fused[i]);

    memcpy (&weights[(size_t) i * (n_plain + n_fused) + gap],
        &taps->weightsf[(size_t) i * taps->n_max], taps->n[i] * sizeof *weights);
    taps->first[i] -= gap;
    taps->n_fused[i] = n_fused;
  }
  free (taps->weightsf);
  taps->weightsf = weights;
  taps->n_max = n_plain + n_fused;
  return true;
}

bool
rsz_taps_level (RszTaps *taps)
{
  if (taps->whole && !rsz_taps_level (taps->whole))
    return false;
  if (taps->window)
    return true;
  if (taps->library == RSZ_LIBRARY_OPENCV && !taps->index) {
    rsz_opencv_level (taps);
    return true;
  }
  if (taps->n_fused && taps->library == RSZ_LIBRARY_TORCH)
    return level_fused (taps);
  for (int i = 0; i < taps->len; i++) {
    const int room = taps->n_max - taps->n[i];
    const int beyond = taps->first[i] + taps->n_max - taps->in;
    const int gap = beyond < room ? beyond : room;
    const size_t at = (size_t) i * taps->n_max;

    if (gap > 0) {
      move_weights (taps, at + gap, at, taps->n[i]);
      zero_weights (taps, at, gap);
      taps->first[i] -= gap;
    }
  }
  return true;
}

int
rsz_taps_overhang (const RszTaps *taps)
{
  int overhang = 0;

  for (int i = 0; i < taps->len; i++) {
    const int before = -taps->first[i];
    const int after = taps->first[i] + taps->n_max - taps->in;

    overhang = before > overhang ? before : overhang;
    overhang = after > overhang ? after : overhang;
  }
  return overhang;
}

size_t
rsz_taps_size (const RszTaps *taps)
{
  return (taps->whole ? sizeof *taps->whole + rsz_taps_size (taps->whole) : 0)
         + taps->len
               * (sizeof *taps->first + sizeof *taps->n * (taps->n_fused ? 2 : 1)
                   + taps->n_max * weight_size (taps));
}
