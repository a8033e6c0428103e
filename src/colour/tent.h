/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_COLOUR_TENT_H
#define RSZ_COLOUR_TENT_H

#include <stdint.h>

/* Two samples that meet: one and the one behind it. */
typedef struct {
  int first;
  int32_t weights[2];
} RszMeet;

/* Where FFmpeg's swscale takes chroma from with SWS_BILINEAR when it makes `out` samples of
 * `in` <= out: writes meets[out], whose weights add up to `one`. Places are those of the first
 * sample, and of the first pixel, in 1/256 of a sample of either: 128 is the middle. `first` is
 * 0 .. in - 1; where it is in - 1, the second weight is 0. */
void rsz_tent_init (RszMeet *meets, int in, int out, int in_place, int out_place, int one);

#endif
