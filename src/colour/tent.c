/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tent.h"

/* Places and weights are in units of 2^-17 of a sample. */
#define UNIT (1 << 17)

/* Taps on the left that weigh less than 0.002 are dropped. */
#define NEGLIGIBLE 262

static int64_t
distance (int64_t a, int64_t b)
{
  return a < b ? b - a : a - b;
}

/* To the nearest, halves away from zero; b is positive. */
static int64_t
rounded_quotient (int64_t a, int64_t b)
{
  return a < 0 ? -((b / 2 - a) / b) : (a + b / 2) / b;
}

/* Weights of shares of UNIT; what rounding one loses goes to the other. */
static void
normalise (RszMeet *meet, int64_t left, int64_t right, int one)
{
  /* swscale counts in units of 2^-54 */
  const int64_t a = left << 37, b = right << 37, sum = (a + b + one / 2) / one;

  meet->weights[0] = (int32_t) rounded_quotient (a, sum);
  meet->weights[1] = (int32_t) rounded_quotient (b + a - meet->weights[0] * sum, sum);
}

/* Between two samples of enough. */
static void
meet_at (RszMeet *meet, int64_t place, int in, int one)
{
  int64_t sample = place < 0 ? 0 : place / UNIT;
  int64_t left = UNIT - distance (sample * UNIT, place);
  int64_t right = UNIT - distance ((sample + 1) * UNIT, place);

  right = right < 0 ? 0 : right;
  if (left <= NEGLIGIBLE) {
    sample++;
    left = right;
    right = 0;
  }
  if (sample >= in - 1) {
    *meet = (RszMeet){ in - 1, { one, 0 } };
  } else {
    meet->first = (int) sample;
    normalise (meet, left, right, one);
  }
}

static int
nearest (int64_t place, int in)
{
  const int sample = (int) ((place + UNIT / 2) / UNIT);

  return sample < in ? sample : in - 1;
}

void
rsz_tent_init (RszMeet *meets, int in, int out, int in_place, int out_place, int one)
{
  const int64_t step = (((int64_t) in << 16) + out / 2) / out;
  int64_t place = (out_place * step >> 7) - ((int64_t) in_place << 9);

  for (int i = 0; i < out; i++, place += 2 * step)
    if (distance (step, 1 << 16) < 10 && in_place == out_place)
      meets[i] = (RszMeet){ i, { one, 0 } };
    else if (in <= 3) /* swscale has room for one tap */
      meets[i] = (RszMeet){ nearest (place, in), { one, 0 } };
    else
      meet_at (&meets[i], place, in, one);
}
