/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "meet.h"

#include <stdlib.h>

/* Places are in units of 2^-17 of a sample, distances of 2^-30, and weights of 2^-54: this is how
 * swscale rounds. */
#define UNIT (1 << 17)
#define ONE ((int64_t) 1 << 30)
#define WEIGHT_SHIFT 24

/* Taps at an end that weigh less than 0.002 together are dropped. */
#define NEGLIGIBLE INT64_C (36028797018963)

/* 0.6, in 24 bits. */
#define SHARPNESS INT64_C (10066329)

#define MOST_TAPS 5

typedef struct {
  int first;
  int64_t weights[MOST_TAPS];
} Taps;

static int64_t
magnitude (int64_t a)
{
  return a < 0 ? -a : a;
}

static int
limit (int value, int most)
{
  return value < 0 ? 0 : value > most ? most : value;
}

/* ---- curves ---- */

static int64_t
tent (int64_t distance)
{
  return distance < ONE ? (ONE - distance) << WEIGHT_SHIFT : 0;
}

/* Six times Keys' cubic. */
static int64_t
cubic (int64_t distance)
{
  const int64_t c = SHARPNESS, d = distance;
  int64_t d2, d3;

  if (d >= 2 * ONE)
    return 0;
  d2 = d * d >> 30;
  d3 = d2 * d >> 30;
  if (d >= ONE)
    return -6 * c * d3 + 30 * c * d2 - 48 * c * d + 24 * c * ONE;
  return ((12 << WEIGHT_SHIFT) - 6 * c) * d3 + (6 * c - (18 << WEIGHT_SHIFT)) * d2
         + (6 << WEIGHT_SHIFT) * ONE;
}

static void
weigh (Taps *taps, RszCurve curve, int64_t place, int n)
{
  taps->first = (int) ((place - (n - 2) * (UNIT / 2)) / UNIT);
  for (int k = 0; k < n; k++) {
    const int64_t distance = magnitude ((int64_t) (taps->first + k) * UNIT - place) << 13;

    taps->weights[k] = curve == RSZ_CURVE_CUBIC ? cubic (distance) : tent (distance);
  }
}

/* ---- what is left of them ---- */

/* Taps on the left; those of the next output, where there is one, stay in front. */
static void
drop_left (Taps *taps, const Taps *next, int n)
{
  int64_t dropped = 0;

  for (int dropping = 0; dropping < n; dropping++) {
    dropped += magnitude (taps->weights[0]);
    if (dropped > NEGLIGIBLE || (next && taps->first >= next->first))
      return;
    for (int k = 1; k < n; k++)
      taps->weights[k - 1] = taps->weights[k];
    taps->weights[n - 1] = 0;
    taps->first++;
  }
}

/* Taps without those on the right. */
static int
count_taps (const Taps *taps, int n)
{
  int64_t dropped = 0;

  for (; n > 1; n--) {
    dropped += magnitude (taps->weights[n - 1]);
    if (dropped > NEGLIGIBLE)
      break;
  }
  return n;
}

/* To the nearest, halves away from zero; b is positive. */
static int64_t
rounded_quotient (int64_t a, int64_t b)
{
  return a < 0 ? -((b / 2 - a) / b) : (a + b / 2) / b;
}

/* In whole numbers, what rounding one loses goes to the next. Beyond the ends are the samples
 * there. */
static void
settle (RszMeet *meet, const Taps *taps, int n, const RszMeeting *m)
{
  const int last = m->in - 1;
  int64_t weights[RSZ_MEET_TAPS] = { 0 }, sum = 0, left = 0;

  meet->first = limit (taps->first, last);
  for (int k = 0; k < n; k++) {
    weights[limit (taps->first + k, last) - meet->first] += taps->weights[k];
    sum += taps->weights[k];
  }
  sum = (sum + m->one / 2) / m->one;
  for (int k = 0; k < RSZ_MEET_TAPS; k++) {
    left += weights[k];
    meet->weights[k] = (int32_t) rounded_quotient (left, sum);
    left -= meet->weights[k] * sum;
  }
}

static int
meet_many (RszMeet *meets, Taps *taps, const RszMeeting *m, int64_t step)
{
  const int reach = m->curve == RSZ_CURVE_CUBIC ? MOST_TAPS : 3;
  const int room = m->in - 2 < reach ? m->in - 2 : reach, n = room > 1 ? room : 1;
  int64_t place = (m->out_place * step >> 7) - ((int64_t) m->in_place << 9);
  int kept = 1;

  for (int i = 0; i < m->out; i++, place += 2 * step)
    weigh (&taps[i], m->curve, place, n);
  for (int i = m->out - 1; i >= 0; i--) {
    int needed;

    drop_left (&taps[i], i < m->out - 1 ? &taps[i + 1] : NULL, n);
    needed = count_taps (&taps[i], n);
    kept = needed > kept ? needed : kept;
  }
  if (kept > 1)
    kept = (kept + m->align - 1) / m->align * m->align;
  for (int i = 0; i < m->out; i++)
    settle (&meets[i], &taps[i], limit (kept, n < RSZ_MEET_TAPS ? n : RSZ_MEET_TAPS), m);
  return kept;
}

int
rsz_meets_init (RszMeet *meets, const RszMeeting *m)
{
  const int64_t step = (((int64_t) m->in << 16) + m->out / 2) / m->out;
  Taps *taps;
  int kept;

  if (magnitude (step - (1 << 16)) < 10 && m->in_place == m->out_place) {
    for (int i = 0; i < m->out; i++)
      meets[i] = (RszMeet){ i, { m->one } };
    return 1;
  }
  taps = calloc (m->out, sizeof *taps);
  kept = taps ? meet_many (meets, taps, m, step) : 0;
  free (taps);
  return kept;
}
