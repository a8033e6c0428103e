/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_TAPS_H
#define RSZ_TAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "axis.h"

/* Taps: which source samples make output sample i, and what each weighs. Along
 * one axis of one plane every resize is
 *
 *   dst[i] = sum over k < n[i] of weight[i][k] * src[first[i] + k]
 *
 * Map x filter -> taps, then an arithmetic says how weights and sums are rounded. */

typedef struct RszTaps {
  RszLibrary library;
  RszArithmetic arithmetic;
  int len;       /* output samples that are made */
  int all;       /* those of the whole picture, of which the others are not visible */
  int in;        /* source samples; indices below are relative to the plane's first one, in_first */
  int in_first;  /* ... which is this sample of the source row */
  int row_end;   /* samples of the source row up to the end of the crop */
  int out_first; /* the output sample that dst[0] is */
  int frame_first, frame_end; /* output samples that are written, borders included */
  int n_max;                  /* largest n, and the distance between two outputs' weights */
  int longest;                /* largest n of the whole picture's outputs */
  int shift;                  /* integer weights are in units of 2^-shift */
  bool copy;                  /* dst[i] = src[i]: nothing to do along this axis */
  bool index;                 /* dst[i] = src[first[i]]: n_max is 1 and every weight one */
  bool window;                /* weights are all one and the sum is to be divided by n[i] */
  float cell;   /* sums of both axes are to be divided by the product of theirs; 0: they are not */
  bool tiled;   /* that is n[i], and weights are all one: windows without what they do elsewhere */
  bool fused;   /* FLOAT without antialias: two or four taps summed as RSZ_SUMF_LERP or QUAD */
  bool blended; /* FLOAT: two taps summed as RSZ_SUMF_BLEND */
  bool corners; /* the same, and both directions are to be summed at once: see RszCorners */
  /* OpenCV's bicubic and lanczos: so many samples of a row at a time are summed from the last tap
   * to the first; those that are left over at its end, all where this is 0, from the first to the
   * last. */
  int chained;
  /* OpenCV's: sums of what is left over are exact and rounded half up; those of windows are where a
   * window has two rows and two columns. */
  bool exact;
  /* NATIVE, index and window: 0 <= first, first + n <= in. FLOAT, and OpenCV's rows: index
   * first + k is to be clamped to 0 .. in - 1, because these libraries sum the border sample as
   * often as taps hit it. */
  int32_t *first;
  int32_t *n; /* 1 .. n_max, without outer zero weights */
  /* [len][n_max], zero beyond n; two of them are NULL */
  int16_t *weights;   /* NATIVE of torch and OpenCV */
  int32_t *weights32; /* NATIVE of Pillow, and WORDS */
  float *weightsf;    /* FLOAT */
  int32_t
      *n_fused; /* FLOAT with antialias: how many of the n, the last ones, are fused; else NULL */
  /* FLOAT, where not all outputs are made: the whole picture's, out of which fixed point taps are
   * made; owned. Else NULL. */
  struct RszTaps *whole;
  int made_first; /* the output of these that dst[0] is */
} RszTaps;

/* Builds the taps of an axis. `antialias` and `axis->align_corners` are already what the filter
 * takes. False where memory is short; the taps are then empty. */
bool rsz_taps_init (
    RszTaps *taps, const RszAxis *axis, RszMethod method, bool antialias, RszArithmetic arithmetic);

/* Gives every output n_max taps inside 0 .. in - 1 by moving first and padding with zeros: what
 * horizontal rows want. Leaves FLOAT taps that reach outside where they are: their rows are padded;
 * and windows. With n_fused every output gets equally many fused taps, which can raise n_max. False
 * where memory is short. */
bool rsz_taps_level (RszTaps *taps);

/* Sums over the weights of one output, the largest of any output of an axis. */
typedef struct {
  double above, below;         /* of those > 0; of those < 0, without their sign */
  double too_much, too_little; /* of what rounding has added to weights; of what it took away */
} RszTapsBounds;

/* Makes fixed point taps out of FLOAT ones: weights of samples outside the source go to the border
 * sample, and each output's weights add up to exactly 2^shift. The shift is the largest, up to 22,
 * for which weights fit int16 and the sum of |weight| of no output exceeds `room`. Such taps are as
 * the NATIVE ones in all but their `arithmetic`, and what they and the bounds are follows from all
 * outputs of the picture, also from those that are not made. Empty where there is no such shift or
 * the source's weights do not add up to one; false where memory is short. */
bool rsz_taps_fix (RszTaps *dst, RszTapsBounds *bounds, const RszTaps *src, double room);

/* Makes taps for torch's sums of 8 bits, (sum of sample * weight + half a unit) >> shift, that give
 * the same bytes whatever the samples: out of Pillow's of at most two taps an output, where weights
 * of fewer bits do the same, and out of OpenCV's bilinear where each output is some sample. Empty
 * where there are none; false where memory is short. */
bool rsz_taps_narrow (RszTaps *dst, const RszTaps *src);

/* Gives outputs of one sample, OpenCV's of 8 bits, another that weighs nothing, so that rows of two
 * taps do. Empty where outputs have more, or the source has no other; false where memory is short.
 */
bool rsz_taps_pair (RszTaps *dst, const RszTaps *src);

/* Samples that taps reach beyond the source's ends, >= 0. */
int rsz_taps_overhang (const RszTaps *taps);

/* Bytes held. */
size_t rsz_taps_size (const RszTaps *taps);

/* Accepts empty and zeroed taps. */
void rsz_taps_finish (RszTaps *taps);

#endif
