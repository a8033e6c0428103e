/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_MAP_H
#define RSZ_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "axis.h"

/* A map says where output sample i of one plane falls on that plane's source
 * samples, along one axis. align-corners, scale factors, chroma siting, fields
 * and crops change the map and nothing else. */

typedef struct {
  const RszAxis *axis;        /* it is the map of this */
  int in_first;               /* first source sample of the plane, added to every index last */
  int in;                     /* source samples; positions are clamped to 0 .. in - 1 */
  int out_first;              /* first output sample that is made, of the frame */
  int out;                    /* output samples of the whole picture: i counts these */
  int made_first, made;       /* ... and those of them that are made */
  int frame_first, frame_end; /* output samples that are written, borders included */
  int in_pixels, out_pixels;  /* the axis' own sizes */
  int step;                   /* pixels from a sample to the next: subsampling * n_fields */
  bool one_field;             /* of two */
  double scale; /* source samples per output sample, as float64 tensors and uint8 weights use it */
  float scalef; /* the same as torch's float32 code computes it */
  double a, b; /* position = scale * (i + a) - b; both 0.5 for a whole plane's half-pixel centres */
  int clamp_from; /* from this output sample on ... */
  double clamp;   /* ... i + a becomes this: samples beyond an odd-sized picture's edge */
} RszMap;

/* Fills the map of an axis, which outlives it. The axis is valid: sizes in range. */
void rsz_map_init (RszMap *map, const RszAxis *axis);

/* The i + a of the formulas, i in 0 .. out - 1. */
double rsz_map_phase (const RszMap *map, int i);

/* True where equal sizes mean a plain copy: the picture's size stays and its samples lie on the
 * same places. As many samples out as in do not: a picture a pixel smaller can have as many, and
 * they move. */
bool rsz_map_is_copy (const RszMap *map);

/* Source position of output sample i, in source samples, 0 the centre of the first;
 * for figures and for people, not for weights. */
double rsz_map_position (const RszMap *map, int i);

/* Of half-pixel centres: the position of output sample i among the picture's output pixels, and
 * that of a position among its source pixels among source samples. 0 is the centre of the first. */
double rsz_map_pixel (const RszMap *map, int i);
double rsz_map_sample (const RszMap *map, double pixel);

#endif
