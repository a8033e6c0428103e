/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_FILTER_H
#define RSZ_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "map.h"
#include "taps.h"

/* The filters: what a source sample weighs at some distance.
 *
 * Everything that is named "method" to a user reads this table: the element's
 * enum, gst-inspect-1.0, the docs and the tests. A new filter is one more row.
 */

/* How a filter turns a position into taps. */
typedef enum {
  RSZ_TAPS_INDEX,  /* one source sample, unchanged */
  RSZ_TAPS_WINDOW, /* the mean of the samples an output sample overlaps */
  RSZ_TAPS_WEIGHTS /* `width` samples (times the scale with antialias), weighed by `weight` */
} RszTapsKind;

typedef struct RszFilter RszFilter;

struct RszFilter {
  RszMethodInfo info;
  RszTapsKind kind;
  int width; /* WEIGHTS: samples the filter spans at scale 1; torch's are even. Else 0 */
  bool implies_antialias; /* exists only with antialias */
  bool always_float;      /* torch has no fixed point version */
  bool recomputes_scale;  /* uses in / out even where a scale factor is given */
  bool fused;             /* float, without antialias: two taps as fmaf (a, w0, b * w1) */
  bool corners;           /* float, without antialias: one sum of four pixels, see RszCorners */
  double sharpness[2];    /* parameter of weight without [0] and with [1] antialias; cubic's `a`;
                           * TensorFlow's: the filter's radius, or `a` of version 1 and 2 */
  /* Weight at distance x (samples, any sign): in double as torch's uint8 tensors have it, and in
   * float32, rounded and fused as its float32 tensors do without [0] and with [1] antialias. */
  double (*weight) (double x, double sharpness);
  float (*weightf[2]) (float x, float sharpness);
  int (*index) (const RszMap *map, int i); /* INDEX: source sample of output i, torch's */
  /* Makes the taps of another library than torch, whose are made by kind. False where memory is
   * short. */
  bool (*build) (RszTaps *taps, const RszFilter *filter, const RszMap *map);
  /* The method whose taps a plane of these axes really gets; NULL: this one's. */
  RszMethod (*stand_in) (const RszAxis *x, const RszAxis *y);
  /* The same where neither size changes, and the library copies whatever the options say; 0: this
   * one's. */
  RszMethod of_equal_sizes;
};

/* One row per RszMethod, indexed by it. */
extern const RszFilter rsz_filters[RSZ_N_FILTERS];

/* ---- small.c ---- */

RszMethod rsz_small_nearest (const RszAxis *x, const RszAxis *y);
RszMethod rsz_small_nearest_exact (const RszAxis *x, const RszAxis *y);
RszMethod rsz_small_bilinear (const RszAxis *x, const RszAxis *y);

/* ---- opencv.c ---- */

bool rsz_opencv_nearest (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_opencv_bilinear (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_opencv_bilinear_exact (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_opencv_bicubic (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_opencv_lanczos (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_opencv_area (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_opencv_area_enlarging (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_opencv_coverage (RszTaps *taps, const RszFilter *filter, const RszMap *map);
RszMethod rsz_opencv_bilinear_stand_in (const RszAxis *x, const RszAxis *y);
RszMethod rsz_opencv_bilinear_exact_stand_in (const RszAxis *x, const RszAxis *y);
RszMethod rsz_opencv_area_stand_in (const RszAxis *x, const RszAxis *y);

/* Gives columns all taps inside of the row where rows want that: at its ends OpenCV's pairs take
 * the border sample alone. */
void rsz_opencv_level (RszTaps *taps);

/* ---- pillow.c ---- */

bool rsz_pillow_nearest (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_pillow_window (RszTaps *taps, const RszFilter *filter, const RszMap *map);

/* ---- tensorflow.c ---- */

bool rsz_tensorflow_nearest (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_tensorflow_bilinear (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_tensorflow_bicubic (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_tensorflow_area (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_tensorflow_spans (RszTaps *taps, const RszFilter *filter, const RszMap *map);

/* ---- onnx.c ---- */

bool rsz_onnx_nearest (RszTaps *taps, const RszFilter *filter, const RszMap *map);
bool rsz_onnx_weights (RszTaps *taps, const RszFilter *filter, const RszMap *map);

#endif
