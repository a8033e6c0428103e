/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_AXIS_H
#define RSZ_AXIS_H

#include <stdbool.h>

/* What can be asked for along one axis of one plane: a method, an arithmetic, sizes. */

/* The libraries whose pixels can be had. */
typedef enum {
  RSZ_LIBRARY_TORCH,
  RSZ_LIBRARY_OPENCV,
  RSZ_LIBRARY_PILLOW,
  RSZ_N_LIBRARIES
} RszLibrary;

typedef struct {
  const char *name;    /* the property's nick */
  const char *title;   /* as its users write it */
  const char *summary; /* one phrase for gst-inspect-1.0 and the docs */
} RszLibraryInfo;

const RszLibraryInfo *rsz_library_info (RszLibrary library);

/* What torch calls `mode`, one for each library that has it. */
typedef enum {
  RSZ_METHOD_NEAREST,
  RSZ_METHOD_NEAREST_EXACT,
  RSZ_METHOD_BILINEAR,
  RSZ_METHOD_BICUBIC,
  RSZ_METHOD_AREA,
  RSZ_METHOD_LANCZOS,
  RSZ_N_TORCH_METHODS,
  RSZ_METHOD_PILLOW_BOX = RSZ_N_TORCH_METHODS, /* names that torch does not have come first */
  RSZ_METHOD_PILLOW_HAMMING,
  RSZ_METHOD_PILLOW_NEAREST,
  RSZ_METHOD_PILLOW_BILINEAR,
  RSZ_METHOD_PILLOW_BICUBIC,
  RSZ_METHOD_PILLOW_LANCZOS,
  RSZ_METHOD_OPENCV_NEAREST,
  RSZ_METHOD_OPENCV_BILINEAR,
  RSZ_METHOD_OPENCV_AREA,
  RSZ_N_METHODS,
  /* what OpenCV makes of area where ratios are not whole; nobody asks for these by name */
  RSZ_METHOD_OPENCV_COVERAGE = RSZ_N_METHODS,
  RSZ_METHOD_OPENCV_AREA_ENLARGING,
  /* what torch makes of small outputs */
  RSZ_METHOD_SMALL_NEAREST,
  RSZ_METHOD_SMALL_NEAREST_EXACT,
  RSZ_METHOD_SMALL_BILINEAR,
  RSZ_N_FILTERS
} RszMethod;

/* A method as its users see it: the element's enum, gst-inspect-1.0 and the docs read this. */
typedef struct {
  RszLibrary library;
  const char *name;         /* the property's nick */
  const char *summary;      /* one phrase for gst-inspect-1.0 and the docs */
  bool takes_align_corners; /* else torch raises ValueError and we ignore it */
  bool takes_antialias;     /* else torch raises ValueError and we ignore it */
} RszMethodInfo;

const RszMethodInfo *rsz_method_info (RszMethod method);

/* The library's method of that name, or RSZ_N_METHODS. */
RszMethod rsz_method_find (RszLibrary library, const char *name);

/* How weights and sums are rounded. Other libraries than torch have NATIVE alone: their own for
 * 8 bits. */
typedef enum {
  RSZ_ARITHMETIC_NATIVE, /* torch on uint8 tensors: int16 weights, 8 bits between the passes */
  RSZ_ARITHMETIC_FLOAT,  /* torch on float32 tensors */
  RSZ_N_ARITHMETICS
} RszArithmetic;

#define RSZ_MAX_SIZE 32767

/* One axis of one plane, in full-resolution picture pixels. */
typedef struct {
  int crop_start;  /* first source pixel of the picture, >= 0 */
  int in;          /* source pixels, 1 .. RSZ_MAX_SIZE */
  int place_start; /* first output pixel of the picture, >= 0, a multiple of the plane's step */
  int out;         /* output pixels, 1 .. RSZ_MAX_SIZE */
  int frame;       /* pixels of the output frame, >= place_start + out, all of which are written;
                    * 0: nothing but the picture is written */
  int subsampling; /* pixels per sample of this plane: 1, 2 or 4 */
  int n_fields;    /* 1: every row belongs to it. 2: it is one field of two */
  int field;       /* 0 first (top) row, 1 second; 0 where n_fields is 1 */
  bool cosited;    /* a sample sits on its first pixel, of its own field, not between its pixels */
  bool align_corners;
  bool antialias; /* with it align_corners only changes the scale, as in torch */
  double factor;  /* torch's scale_factor where it decides the scale, 1 / RSZ_MAX_SIZE ..
                   * RSZ_MAX_SIZE; 0: in / out decides */
} RszAxis;

#endif
