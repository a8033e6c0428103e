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
  RSZ_LIBRARY_TENSORFLOW,
  RSZ_LIBRARY_ONNX,
  RSZ_N_LIBRARIES
} RszLibrary;

typedef struct {
  const char *name;    /* the property's nick */
  const char *title;   /* as its users write it */
  const char *summary; /* one phrase for gst-inspect-1.0 and the docs */
  bool is_float;       /* its results are float32: samples may have any depth, and RszRounding says
                        * how results become whole */
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
  RSZ_METHOD_OPENCV_BILINEAR_EXACT,
  RSZ_METHOD_TENSORFLOW_LANCZOS3,
  RSZ_METHOD_TENSORFLOW_LANCZOS5,
  RSZ_METHOD_TENSORFLOW_MITCHELL,
  RSZ_METHOD_TENSORFLOW_GAUSSIAN,
  RSZ_METHOD_ONNX_LINEAR,
  RSZ_METHOD_ONNX_CUBIC,
  RSZ_METHOD_PILLOW_NEAREST,
  RSZ_METHOD_PILLOW_BILINEAR,
  RSZ_METHOD_PILLOW_BICUBIC,
  RSZ_METHOD_PILLOW_LANCZOS,
  RSZ_METHOD_OPENCV_NEAREST,
  RSZ_METHOD_OPENCV_NEAREST_EXACT,
  RSZ_METHOD_OPENCV_BILINEAR,
  RSZ_METHOD_OPENCV_BICUBIC,
  RSZ_METHOD_OPENCV_AREA,
  RSZ_METHOD_OPENCV_LANCZOS,
  RSZ_METHOD_TENSORFLOW_NEAREST,
  RSZ_METHOD_TENSORFLOW_BILINEAR,
  RSZ_METHOD_TENSORFLOW_BICUBIC,
  RSZ_METHOD_TENSORFLOW_AREA,
  RSZ_METHOD_ONNX_NEAREST,
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

/* Where output pixels fall on source pixels, by ONNX's names; p and s are positions of pixels, 0
 * the first one's centre, and scale is in / out or 1 / factor. torch has align_corners instead, and
 * OpenCV and Pillow have HALF_PIXEL alone. */
typedef enum {
  RSZ_COORDINATES_HALF_PIXEL,           /* s = (p + 1/2) scale - 1/2 */
  RSZ_COORDINATES_HALF_PIXEL_SYMMETRIC, /* the same, moved so that the pictures' middles coincide,
                                         * which a factor can prevent */
  RSZ_COORDINATES_PYTORCH_HALF_PIXEL,   /* as HALF_PIXEL, but s = 0 where out is 1 */
  RSZ_COORDINATES_ALIGN_CORNERS,        /* s = p (in - 1) / (out - 1), 0 where out is 1 */
  RSZ_COORDINATES_ASYMMETRIC,           /* s = p scale */
  RSZ_N_COORDINATES
} RszCoordinates;

typedef struct {
  const char *name;    /* the property's nick */
  const char *summary; /* one phrase for gst-inspect-1.0 and the docs */
} RszCoordinatesInfo;

const RszCoordinatesInfo *rsz_coordinates_info (RszCoordinates coordinates);

/* How ONNX's nearest makes a position whole. */
typedef enum {
  RSZ_NEAREST_ROUND_PREFER_FLOOR, /* halves down */
  RSZ_NEAREST_ROUND_PREFER_CEIL,  /* halves up */
  RSZ_NEAREST_FLOOR,
  RSZ_NEAREST_CEIL,
  RSZ_N_NEARESTS
} RszNearest;

/* A method as its users see it: the element's enum, gst-inspect-1.0 and the docs read this. */
typedef struct {
  RszLibrary library;
  const char *name;         /* the property's nick */
  const char *summary;      /* one phrase for gst-inspect-1.0 and the docs */
  bool takes_align_corners; /* else torch raises ValueError and we ignore it */
  bool takes_antialias;     /* else torch raises ValueError and we ignore it */
  /* Of TensorFlow and ONNX, each without [0] and with [1] antialias. */
  unsigned coordinates[2]; /* a set: 1 << RszCoordinates for each that it takes */
  bool takes_exclude_outside[2];
  bool takes_nearest, takes_cubic_coefficient;
} RszMethodInfo;

const RszMethodInfo *rsz_method_info (RszMethod method);

/* The library's method of that name, or RSZ_N_METHODS. */
RszMethod rsz_method_find (RszLibrary library, const char *name);

/* True where the library has the method with these coordinates. HALF_PIXEL is always taken. */
bool rsz_method_takes_coordinates (RszMethod method, bool antialias, RszCoordinates coordinates);

/* How weights and sums are rounded. Pillow has NATIVE alone. TensorFlow and ONNX work in float32,
 * whatever is asked for. */
typedef enum {
  RSZ_ARITHMETIC_NATIVE, /* the library's on integers; torch on uint8 tensors: int16 weights, 8 bits
                          * between the passes */
  RSZ_ARITHMETIC_FLOAT,  /* the library's on float32; torch and OpenCV have it */
  RSZ_N_ARITHMETICS,
  RSZ_ARITHMETIC_WORDS = RSZ_N_ARITHMETICS /* what OpenCV makes of NATIVE where samples have more
                                            * than 8 bits; nobody asks for it by name */
} RszArithmetic;

/* How float32 results of TensorFlow and ONNX become whole; both clamp them. */
typedef enum {
  RSZ_ROUNDING_NEAREST,  /* halves to even */
  RSZ_ROUNDING_TRUNCATE, /* as a cast to an integer does */
  RSZ_N_ROUNDINGS
} RszRounding;

#define RSZ_MAX_SIZE 32767
#define RSZ_MAX_COEFFICIENT 4.0

/* One axis of one plane, in full-resolution picture pixels. */
typedef struct {
  int crop_start;  /* first source pixel of the picture, >= 0 */
  int in;          /* source pixels, 1 .. RSZ_MAX_SIZE */
  int place_start; /* first output pixel of the picture, >= 0, a multiple of the plane's step */
  int out;         /* output pixels, 1 .. RSZ_MAX_SIZE */
  int visible_start, visible; /* of these the ones that are made, as if all were and the others cut
                               * off: the first of them goes to place_start. 0, 0: all */
  int frame;       /* pixels of the output frame, >= place_start + those made, all of which are
                    * written; 0: nothing but the picture is written */
  int subsampling; /* pixels per sample of this plane: 1, 2 or 4 */
  int n_fields;    /* 1: every row belongs to it. 2: it is one field of two */
  int field;       /* 0 first (top) row, 1 second; 0 where n_fields is 1 */
  bool cosited;    /* a sample sits on its first pixel, of its own field, not between its pixels */
  bool align_corners;
  bool antialias; /* with it align_corners only changes the scale, as in torch */
  /* Of TensorFlow and ONNX; ignored by methods that do not take them. */
  RszCoordinates coordinates;
  RszNearest nearest;       /* ONNX's nearest */
  double cubic_coefficient; /* ONNX's cubic: Keys' a, -RSZ_MAX_COEFFICIENT .. RSZ_MAX_COEFFICIENT */
  bool exclude_outside;     /* weights of samples outside of the source are left out */
  double factor;            /* torch's scale_factor where it decides the scale, 1 / RSZ_MAX_SIZE ..
                             * RSZ_MAX_SIZE; 0: in / out decides */
} RszAxis;

/* Output pixels that are made. */
static inline int
rsz_axis_visible (const RszAxis *axis)
{
  return axis->visible ? axis->visible : axis->out;
}

#endif
