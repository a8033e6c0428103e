/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_FILTER_H
#define RSZ_FILTER_H

#include <stdbool.h>
#include <stdint.h>

/* The filters: what a source sample weighs at some distance.
 *
 * Everything that is named "method" to a user reads this table: the element's
 * enum, gst-inspect-1.0, the docs and the tests. A new filter is one more row.
 */

/* Rows of rsz_filters. The names are those of torch's `mode` argument. */
typedef enum {
  RSZ_METHOD_NEAREST,
  RSZ_METHOD_NEAREST_EXACT,
  RSZ_METHOD_BILINEAR,
  RSZ_METHOD_BICUBIC,
  RSZ_METHOD_AREA,
  RSZ_METHOD_LANCZOS,
  RSZ_N_METHODS
} RszMethod;

/* How a filter turns a position into taps. */
typedef enum {
  RSZ_TAPS_INDEX,  /* one source sample, unchanged */
  RSZ_TAPS_WINDOW, /* the mean of the samples an output sample overlaps */
  RSZ_TAPS_WEIGHTS /* `width` samples (times the scale with antialias), weighed by `weight` */
} RszTapsKind;

typedef struct {
  const char *name;    /* torch's name, the property's nick */
  const char *summary; /* one phrase for gst-inspect-1.0 and the docs */
  RszTapsKind kind;
  int width;                /* WEIGHTS: samples the filter spans at scale 1; even. Else 0 */
  bool takes_align_corners; /* else torch raises ValueError and we ignore it */
  bool takes_antialias;     /* else torch raises ValueError and we ignore it */
  bool implies_antialias;   /* exists only with antialias */
  bool always_float;        /* torch has no fixed point version */
  bool recomputes_scale;    /* uses in / out even where a scale factor is given */
  bool fused;               /* float, without antialias: two taps as fmaf (a, w0, b * w1) */
  double sharpness[2]; /* parameter of weight without [0] and with [1] antialias; cubic's `a` */
  /* Weight at distance x (samples, any sign): in double as torch's uint8 tensors have it, and in
   * float32, rounded and fused as its float32 tensors do without [0] and with [1] antialias. */
  double (*weight) (double x, double sharpness);
  float (*weightf[2]) (float x, float sharpness);
} RszFilter;

/* One row per RszMethod, indexed by it. */
extern const RszFilter rsz_filters[RSZ_N_METHODS];

#endif
