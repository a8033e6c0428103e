/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_COLOUR_MEET_H
#define RSZ_COLOUR_MEET_H

#include <stdbool.h>
#include <stdint.h>

/* Samples that meet: one and those behind it. */
#define RSZ_MEET_TAPS 4

typedef struct {
  int first;
  int32_t weights[RSZ_MEET_TAPS]; /* behind the last sample 0 */
} RszMeet;

/* What a sample weighs at a distance. */
typedef enum {
  RSZ_CURVE_TENT, /* SWS_BILINEAR: at most two samples meet */
  RSZ_CURVE_CUBIC /* SWS_BICUBIC: Keys' cubic with a = -0.6 */
} RszCurve;

/* Places are those of the first sample, and of the first pixel, in 1/256 of a sample of either: 128
 * is the middle. */
typedef struct {
  RszCurve curve;
  int in, out; /* samples there are, samples that are made; in <= out */
  int in_place, out_place;
  int one;   /* what weights add up to */
  int align; /* taps are kept in multiples of this many, where there are several: 2 or 4 */
} RszMeeting;

/* Where FFmpeg's swscale takes samples from: writes meets[out] and returns how many taps it counts
 * with, which may weigh nothing. 0: there is not enough memory. */
int rsz_meets_init (RszMeet *meets, const RszMeeting *meeting);

#endif
