/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_FILTER_H
#define RSZ_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include "axis.h"

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

typedef struct {
  RszMethodInfo info;
  RszTapsKind kind;
  int width;              /* WEIGHTS: samples the filter spans at scale 1; even. Else 0 */
  bool implies_antialias; /* exists only with antialias */
  bool always_float;      /* torch has no fixed point version */
  bool recomputes_scale;  /* uses in / out even where a scale factor is given */
  bool fused;             /* float, without antialias: two taps as fmaf (a, w0, b * w1) */
  double sharpness[2];    /* parameter of weight without [0] and with [1] antialias; cubic's `a` */
  /* Weight at distance x (samples, any sign): in double as torch's uint8 tensors have it, and in
   * float32, rounded and fused as its float32 tensors do without [0] and with [1] antialias. */
  double (*weight) (double x, double sharpness);
  float (*weightf[2]) (float x, float sharpness);
} RszFilter;

/* One row per RszMethod, indexed by it. */
extern const RszFilter rsz_filters[RSZ_N_METHODS];

#endif
