/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CORESHIM_H
#define CORESHIM_H

#include <stddef.h>

/* The core behind one flat call, for tests in other languages and in C. */

#define CORESHIM_MESSAGE_SIZE 256

/* An axis is an array of these, in this order; units and meaning are RszAxis'. */
enum {
  CORESHIM_CROP_START,
  CORESHIM_SIZE_IN,
  CORESHIM_PLACE_START,
  CORESHIM_SIZE_OUT,
  CORESHIM_SUBSAMPLING,
  CORESHIM_N_FIELDS,
  CORESHIM_FIELD,
  CORESHIM_COSITED,
  CORESHIM_ALIGN_CORNERS,
  CORESHIM_ANTIALIAS,
  CORESHIM_COORDINATES,
  CORESHIM_NEAREST,
  CORESHIM_COEFFICIENT, /* hundredths */
  CORESHIM_EXCLUDE_OUTSIDE,
  CORESHIM_N
};

/* Scales one plane of 1 to 4 interleaved components, `depth` bits each (bytes up to 8, else 16 bit
 * in this machine's order), rounded half to even or, where truncate is not 0, towards zero. src and
 * dst point to row 0 of the whole plane or field, strides are bytes. A factor of 0 means in / out
 * decides the scale. Returns 0, or 1 with a sentence in message. */
__attribute__ ((visibility ("default"))) int coreshim_resize (const char *method, int is_float,
    int truncate, int depth, int components, int n_slices, const int *x, double x_factor,
    const int *y, double y_factor, void *dst, ptrdiff_t dst_stride, const void *src,
    ptrdiff_t src_stride, char *message);

#endif
