/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef PICTURE_H
#define PICTURE_H

#include <stdint.h>
#include <stdlib.h>

#include "resizer.h"

/* Pictures of one plane for the tests of the core. */

typedef struct {
  int width, height, components;
  RszSample sample;
  size_t stride;
  uint8_t *data;
} Picture;

/* What is done to a picture. */
typedef struct {
  RszMethod method;
  bool align_corners, antialias;
  RszArithmetic arithmetic;
  double factor;
  int n_slices;
} Options;

Picture picture_new (int width, int height, int components, RszSample sample);
void picture_free (Picture *picture);

/* Sample access, whatever the sample type. */
unsigned picture_get (const Picture *picture, int x, int y, int c);
void picture_set (Picture *picture, int x, int y, int c, unsigned value);

/* Uniform noise over the sample range; the same seed gives the same picture. */
void picture_noise (Picture *picture, uint32_t seed);
void picture_fill (Picture *picture, unsigned value);

/* The picture seen in a mirror: left and right, and up and down, exchanged. */
Picture picture_mirror (const Picture *picture);

bool picture_equal (const Picture *a, const Picture *b);

/* The spec that scales `src` to `dst`. */
RszSpec picture_spec (const Picture *src, const Picture *dst, const Options *options);

/* Exits with the core's sentence where it refuses. */
RszResizer *picture_resizer (const RszSpec *spec);

/* Scales all slices, in the order given by `last_first`. Exits with the core's sentence where it
 * refuses. */
void picture_scale (const Picture *src, Picture *dst, const Options *options, bool last_first);

/* Options that the libraries accept, torch first: loops over the table of methods times its
 * switches times the arithmetics that differ. Start with *o = (Options) { .n_slices = 1 }; false
 * after the last. */
bool options_next (Options *o);

/* True where the method's library has samples of this kind. */
bool options_take (const Options *o, RszSample sample);

/* "bicubic align-corners float", "pillow box native" */
const char *options_name (const Options *options);

#endif
