/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef VECTORS_H
#define VECTORS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Reads the files make_vectors.py wrote: pictures torch or another library resized, byte for byte
 * as it gave them.
 *
 *   if (vectors_open (&vectors, path))
 *     while (vectors_next (&vectors))
 *       ... vectors.input -> vectors.expected ...
 *   if (vectors.error != NULL)
 *     ... the file is missing or broken ...
 *   vectors_close (&vectors);
 */

typedef struct {
  /* of the file */
  char method[33];  /* "bilinear" of torch, "pillow bilinear", "tensor bilinear" */
  char version[17]; /* of the library */
  int n_vectors;
  const char *error; /* a sentence, or NULL while all is well */

  /* of the current vector */
  int index; /* 0 .. n_vectors - 1 */
  bool align_corners, antialias;
  bool is_float;            /* arithmetic float, else native */
  int coordinates, nearest; /* RszCoordinates and RszNearest */
  int coefficient;          /* ONNX's cubic_coeff_a in hundredths */
  bool exclude_outside, truncate;
  int sample_size;           /* bytes of a sample: 1, or 2, in the machine's order */
  bool saturated;            /* samples are 0 and the largest only, else noise */
  int channels;              /* 1, 3 or 4, interleaved */
  int in_width, in_height;   /* pixels */
  int out_width, out_height; /* pixels */
  double factor_x, factor_y; /* torch's scale_factor; 0 where the output size was given */
  bool recompute;            /* torch's recompute_scale_factor */
  void *input;               /* in_height rows of in_width * channels samples */
  void *expected;            /* out_height rows of out_width * channels samples */

  FILE *file;
} Vectors;

/* Opens a file and stands before its first vector. On failure false; close all the same. */
bool vectors_open (Vectors *vectors, const char *path);

/* Reads the next vector. False after the last one, and when the file is broken. */
bool vectors_next (Vectors *vectors);

void vectors_close (Vectors *vectors);

#endif
