/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "weights.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "platform/fma.h"

#define PI 3.14159265358979323846

/* Triangle, 1 - |x|. */
static double
linear (double x, double unused)
{
  (void) unused;
  x = fabs (x);
  return x < 1.0 ? 1.0 - x : 0.0;
}

static float
linearf (float x, float unused)
{
  (void) unused;
  x = fabsf (x);
  return x < 1.0f ? 1.0f - x : 0.0f;
}

/* Keys, "Cubic convolution interpolation for digital image processing", 1981,
 * equation 14, with his a = -1/2 left open: torch uses -3/4 without antialias. */
static double
cubic (double x, double a)
{
  x = fabs (x);
  if (x < 1.0)
    return ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
  return x < 2.0 ? ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a : 0.0;
}

/* torch's builds for AVX2 and AVX-512, which any x86-64 of today runs, fuse the polynomials of
 * get_cubic_upsample_coefficients but for their last step, and those of
 * HelperInterpCubic::aa_filter all through. */
static float
cubicf (float x, float a)
{
  x = fabsf (x);
  if (x < 1.0f)
    return rsz_fmaf (a + 2.0f, x, -(a + 3.0f)) * x * x + 1.0f;
  return x < 2.0f ? rsz_fmaf (rsz_fmaf (a, x, -5.0f * a), x, 8.0f * a) * x - 4.0f * a : 0.0f;
}

static float
cubicf_antialias (float x, float a)
{
  x = fabsf (x);
  if (x < 1.0f)
    return rsz_fmaf (rsz_fmaf (a + 2.0f, x, -(a + 3.0f)) * x, x, 1.0f);
  return x < 2.0f ? rsz_fmaf (rsz_fmaf (rsz_fmaf (a, x, -5.0f * a), x, 8.0f * a), x, -4.0f * a)
                  : 0.0f;
}

static double
sinc (double x)
{
  return x == 0.0 ? 1.0 : sin (x * PI) / (x * PI);
}

static float
sincf (float x)
{
  const float y = x * (float) PI;

  return x == 0.0f ? 1.0f : sinf (y) / y;
}

/* Sinc windowed by its own main lobe stretched over three zeros (Lanczos-3). */
static double
lanczos (double x, double unused)
{
  (void) unused;
  return x > -3.0 && x < 3.0 ? sinc (x) * sinc (x / 3.0) : 0.0;
}

/* The window is a double here: torch divides by 3.0, and its sinc_filter follows the type. */
static float
lanczosf (float x, float unused)
{
  (void) unused;
  return x > -3.0f && x < 3.0f ? (float) (sincf (x) * sinc (x / 3.0)) : 0.0f;
}

/* Pillow's. */
static double
box (double x, double unused)
{
  (void) unused;
  return x > -0.5 && x <= 0.5 ? 1.0 : 0.0;
}

/* Pillow's; its constants are floats there, which do not add up to one, and its cosine a double. */
static double
hamming (double x, double unused)
{
  (void) unused;
  x = fabs (x);
  if (x == 0.0)
    return 1.0;
  return x < 1.0 ? sinc (x) * ((double) 0.54f + (double) 0.46f * cos (x * PI)) : 0.0;
}

/* Without fused steps, as the builds of onnxruntime and TensorFlow on PyPI have them. */
static float
onnx_cubicf (float x, float a)
{
  x = fabsf (x);
  if (x < 1.0f)
    return ((a + 2.0f) * x - (a + 3.0f)) * x * x + 1.0f;
  return x < 2.0f ? ((a * x - 5.0f * a) * x + 8.0f * a) * x - 4.0f * a : 0.0f;
}

static float
onnx_cubicf_antialias (float x, float a)
{
  x = fabsf (x);
  if (x < 1.0f)
    return ((a + 2.0f) * x - (a + 3.0f)) * x * x + 1.0f;
  return x < 2.0f ? (((x - 5.0f) * x + 8.0f) * x - 4.0f) * a : 0.0f;
}

static float
tensorflow_cubicf (float x, float unused)
{
  (void) unused;
  x = fabsf (x);
  if (x < 1.0f)
    return (1.5f * x - 2.5f) * x * x + 1.0f;
  return x < 2.0f ? ((-0.5f * x + 2.5f) * x - 4.0f) * x + 2.0f : 0.0f;
}

/* TensorFlow's, of radius 3 and 5: near its centre it is one. */
static float
tensorflow_lanczosf (float x, float radius)
{
  const float pi = (float) PI;

  x = fabsf (x);
  if (x > radius)
    return 0.0f;
  return x <= 1e-3f ? 1.0f : radius * sinf (pi * x) * sinf (pi * x / radius) / (pi * pi * x * x);
}

/* TensorFlow's, of deviation 1/2, cut off where it is exp (-9/2). */
static float
gaussianf (float x, float radius)
{
  const double sigma = radius / 3.0f;

  x = fabsf (x);
  return x < radius ? (float) exp (-x * x / (2.0 * sigma * sigma)) : 0.0f;
}

/* Mitchell and Netravali, "Reconstruction filters in computer graphics", 1988, with B = C = 1/3. */
static float
mitchellf (float x, float unused)
{
  (void) unused;
  x = fabsf (x);
  if (x < 1.0f)
    return (7.0f / 6.0f * x - 2.0f) * x * x + 8.0f / 9.0f;
  return x < 2.0f ? ((-7.0f / 18.0f * x + 2.0f) * x - 10.0f / 3.0f) * x + 16.0f / 9.0f : 0.0f;
}

/* torch's, but for what differs in small outputs. */
#define BILINEAR                                                                                   \
  .kind = RSZ_TAPS_WEIGHTS, .width = 2, .fused = true, .weight = linear,                           \
  .weightf = { linearf, linearf }

/* Pillow widens every filter when reducing, and has no scale factors. */
#define PILLOW_WINDOW(samples)                                                                     \
  .kind = RSZ_TAPS_WEIGHTS, .width = samples, .implies_antialias = true, .recomputes_scale = true, \
  .build = rsz_pillow_window

#define HALF_PIXEL (1u << RSZ_COORDINATES_HALF_PIXEL)

/* TensorFlow 1 had these, and no antialias. */
#define TENSORFLOW_1                                                                               \
  (HALF_PIXEL | 1u << RSZ_COORDINATES_ALIGN_CORNERS | 1u << RSZ_COORDINATES_ASYMMETRIC)

/* Those that TensorFlow 2 brought. */
#define TENSORFLOW_SPANS(samples)                                                                  \
  .kind = RSZ_TAPS_WEIGHTS, .width = samples, .always_float = true, .recomputes_scale = true,      \
  .build = rsz_tensorflow_spans

#define ONNX_COORDINATES ((1u << RSZ_N_COORDINATES) - 1)

const RszFilter rsz_filters[RSZ_N_FILTERS] = {
  [RSZ_METHOD_NEAREST] = {
    .info = {
      .name = "nearest",
      .summary = "Source sample at or before the position; torch's historical rule",
    },
    .kind = RSZ_TAPS_INDEX,
    .index = rsz_taps_nearest,
    .stand_in = rsz_small_nearest,
  },
  [RSZ_METHOD_NEAREST_EXACT] = {
    .info = {
      .name = "nearest-exact",
      .summary = "Source sample whose area holds the position",
    },
    .kind = RSZ_TAPS_INDEX,
    .index = rsz_taps_nearest_exact,
    .stand_in = rsz_small_nearest_exact,
  },
  [RSZ_METHOD_BILINEAR] = {
    .info = {
      .name = "bilinear",
      .summary = "Straight line between two samples",
      .takes_align_corners = true,
      .takes_antialias = true,
    },
    BILINEAR,
    .stand_in = rsz_small_bilinear,
  },
  [RSZ_METHOD_BICUBIC] = {
    .info = {
      .name = "bicubic",
      .summary = "Cubic convolution over four samples",
      .takes_align_corners = true,
      .takes_antialias = true,
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 4,
    .sharpness = { -0.75, -0.5 },
    .weight = cubic,
    .weightf = { cubicf, cubicf_antialias },
  },
  [RSZ_METHOD_AREA] = {
    .info = {
      .name = "area",
      .summary = "Mean of every sample an output pixel overlaps (adaptive average pooling)",
    },
    .kind = RSZ_TAPS_WINDOW,
    .always_float = true,
    .recomputes_scale = true,
  },
  [RSZ_METHOD_LANCZOS] = {
    .info = {
      .name = "lanczos",
      .summary = "Windowed sinc over six samples, always with antialias",
      .takes_antialias = true,
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 6,
    .implies_antialias = true,
    .weight = lanczos,
    .weightf = { NULL, lanczosf },
  },
  [RSZ_METHOD_SMALL_NEAREST] = {
    .kind = RSZ_TAPS_INDEX,
    .index = rsz_taps_small_nearest,
  },
  [RSZ_METHOD_SMALL_NEAREST_EXACT] = {
    .kind = RSZ_TAPS_INDEX,
    .index = rsz_taps_small_nearest_exact,
  },
  [RSZ_METHOD_SMALL_BILINEAR] = {
    .info = { .takes_align_corners = true, .takes_antialias = true },
    BILINEAR,
    .corners = true,
  },
  [RSZ_METHOD_OPENCV_NEAREST] = {
    .info = {
      .library = RSZ_LIBRARY_OPENCV,
      .name = "nearest",
      .summary = "OpenCV's INTER_NEAREST: source sample at or before the position",
    },
    .kind = RSZ_TAPS_INDEX,
    .build = rsz_opencv_nearest,
  },
  [RSZ_METHOD_OPENCV_NEAREST_EXACT] = {
    .info = {
      .library = RSZ_LIBRARY_OPENCV,
      .name = "nearest-exact",
      .summary = "OpenCV's INTER_NEAREST_EXACT: source sample whose area holds the position",
    },
    .kind = RSZ_TAPS_INDEX,
    .recomputes_scale = true,
    .build = rsz_pillow_nearest,
  },
  [RSZ_METHOD_OPENCV_BILINEAR] = {
    .info = {
      .library = RSZ_LIBRARY_OPENCV,
      .name = "bilinear",
      .summary = "OpenCV's INTER_LINEAR: straight line between two samples; 2:1 is INTER_AREA",
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 2,
    .build = rsz_opencv_bilinear,
    .stand_in = rsz_opencv_bilinear_stand_in,
  },
  [RSZ_METHOD_OPENCV_BILINEAR_EXACT] = {
    .info = {
      .library = RSZ_LIBRARY_OPENCV,
      .name = "bilinear-exact",
      .summary = "OpenCV's INTER_LINEAR_EXACT: as bilinear, with sums that are not rounded in between",
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 2,
    .build = rsz_opencv_bilinear_exact,
    .stand_in = rsz_opencv_bilinear_exact_stand_in,
  },
  [RSZ_METHOD_OPENCV_BICUBIC] = {
    .info = {
      .library = RSZ_LIBRARY_OPENCV,
      .name = "bicubic",
      .summary = "OpenCV's INTER_CUBIC: cubic convolution over four samples",
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 4,
    .build = rsz_opencv_bicubic,
  },
  [RSZ_METHOD_OPENCV_AREA] = {
    .info = {
      .library = RSZ_LIBRARY_OPENCV,
      .name = "area",
      .summary = "OpenCV's INTER_AREA: mean of what an output pixel covers; enlarging is nearly nearest",
    },
    .kind = RSZ_TAPS_WINDOW,
    .build = rsz_opencv_area,
    .stand_in = rsz_opencv_area_stand_in,
  },
  [RSZ_METHOD_OPENCV_LANCZOS] = {
    .info = {
      .library = RSZ_LIBRARY_OPENCV,
      .name = "lanczos",
      .summary = "OpenCV's INTER_LANCZOS4: windowed sinc over eight samples",
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 8,
    .build = rsz_opencv_lanczos,
  },
  [RSZ_METHOD_OPENCV_COVERAGE] = {
    .info = { .library = RSZ_LIBRARY_OPENCV },
    .kind = RSZ_TAPS_WINDOW,
    .build = rsz_opencv_coverage,
  },
  [RSZ_METHOD_OPENCV_AREA_ENLARGING] = {
    .info = { .library = RSZ_LIBRARY_OPENCV },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 2,
    .build = rsz_opencv_area_enlarging,
  },
  [RSZ_METHOD_PILLOW_NEAREST] = {
    .info = {
      .library = RSZ_LIBRARY_PILLOW,
      .name = "nearest",
      .summary = "Pillow's NEAREST: source sample whose area holds the position",
    },
    .kind = RSZ_TAPS_INDEX,
    .recomputes_scale = true,
    .build = rsz_pillow_nearest,
  },
  [RSZ_METHOD_PILLOW_BOX] = {
    .info = {
      .library = RSZ_LIBRARY_PILLOW,
      .name = "box",
      .summary = "Pillow's BOX: mean of the samples whose centres an output pixel covers",
    },
    PILLOW_WINDOW (1),
    .weight = box,
  },
  [RSZ_METHOD_PILLOW_BILINEAR] = {
    .info = {
      .library = RSZ_LIBRARY_PILLOW,
      .name = "bilinear",
      .summary = "Pillow's BILINEAR: triangle over two samples, wider when reducing",
    },
    PILLOW_WINDOW (2),
    .weight = linear,
  },
  [RSZ_METHOD_PILLOW_HAMMING] = {
    .info = {
      .library = RSZ_LIBRARY_PILLOW,
      .name = "hamming",
      .summary = "Pillow's HAMMING: sinc windowed over two samples, wider when reducing",
    },
    PILLOW_WINDOW (2),
    .weight = hamming,
  },
  [RSZ_METHOD_PILLOW_BICUBIC] = {
    .info = {
      .library = RSZ_LIBRARY_PILLOW,
      .name = "bicubic",
      .summary = "Pillow's BICUBIC: cubic convolution over four samples, wider when reducing",
    },
    PILLOW_WINDOW (4),
    .sharpness = { -0.5, -0.5 },
    .weight = cubic,
  },
  [RSZ_METHOD_PILLOW_LANCZOS] = {
    .info = {
      .library = RSZ_LIBRARY_PILLOW,
      .name = "lanczos",
      .summary = "Pillow's LANCZOS: windowed sinc over six samples, wider when reducing",
    },
    PILLOW_WINDOW (6),
    .weight = lanczos,
  },
  [RSZ_METHOD_TENSORFLOW_NEAREST] = {
    .info = {
      .library = RSZ_LIBRARY_TENSORFLOW,
      .name = "nearest",
      .summary = "TensorFlow's NEAREST_NEIGHBOR: source sample whose area holds the position",
      .coordinates = { TENSORFLOW_1 },
    },
    .kind = RSZ_TAPS_INDEX,
    .always_float = true,
    .recomputes_scale = true,
    .build = rsz_tensorflow_nearest,
  },
  [RSZ_METHOD_TENSORFLOW_BILINEAR] = {
    .info = {
      .library = RSZ_LIBRARY_TENSORFLOW,
      .name = "bilinear",
      .summary = "TensorFlow's BILINEAR: straight line between two samples",
      .takes_antialias = true,
      .coordinates = { TENSORFLOW_1, HALF_PIXEL },
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 2,
    .always_float = true,
    .recomputes_scale = true,
    .weightf = { linearf, linearf },
    .build = rsz_tensorflow_bilinear,
  },
  [RSZ_METHOD_TENSORFLOW_BICUBIC] = {
    .info = {
      .library = RSZ_LIBRARY_TENSORFLOW,
      .name = "bicubic",
      .summary = "TensorFlow's BICUBIC: cubic convolution over four samples",
      .takes_antialias = true,
      .coordinates = { TENSORFLOW_1, HALF_PIXEL },
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 4,
    .always_float = true,
    .recomputes_scale = true,
    .sharpness = { -0.75, -0.5 },
    .weight = cubic,
    .weightf = { NULL, tensorflow_cubicf },
    .build = rsz_tensorflow_bicubic,
  },
  [RSZ_METHOD_TENSORFLOW_AREA] = {
    .info = {
      .library = RSZ_LIBRARY_TENSORFLOW,
      .name = "area",
      .summary = "TensorFlow's AREA: mean of what an output pixel covers",
      .coordinates = { TENSORFLOW_1 },
    },
    .kind = RSZ_TAPS_WINDOW,
    .always_float = true,
    .recomputes_scale = true,
    .build = rsz_tensorflow_area,
  },
  [RSZ_METHOD_TENSORFLOW_LANCZOS3] = {
    .info = {
      .library = RSZ_LIBRARY_TENSORFLOW,
      .name = "lanczos3",
      .summary = "TensorFlow's LANCZOS3: windowed sinc over six samples",
      .takes_antialias = true,
      .coordinates = { HALF_PIXEL, HALF_PIXEL },
    },
    TENSORFLOW_SPANS (6),
    .weightf = { tensorflow_lanczosf, tensorflow_lanczosf },
    .sharpness = { 3.0, 3.0 },
  },
  [RSZ_METHOD_TENSORFLOW_LANCZOS5] = {
    .info = {
      .library = RSZ_LIBRARY_TENSORFLOW,
      .name = "lanczos5",
      .summary = "TensorFlow's LANCZOS5: windowed sinc over ten samples",
      .takes_antialias = true,
      .coordinates = { HALF_PIXEL, HALF_PIXEL },
    },
    TENSORFLOW_SPANS (10),
    .weightf = { tensorflow_lanczosf, tensorflow_lanczosf },
    .sharpness = { 5.0, 5.0 },
  },
  [RSZ_METHOD_TENSORFLOW_MITCHELL] = {
    .info = {
      .library = RSZ_LIBRARY_TENSORFLOW,
      .name = "mitchell",
      .summary = "TensorFlow's MITCHELLCUBIC: cubic over four samples that blurs a little",
      .takes_antialias = true,
      .coordinates = { HALF_PIXEL, HALF_PIXEL },
    },
    TENSORFLOW_SPANS (4),
    .weightf = { mitchellf, mitchellf },
  },
  [RSZ_METHOD_TENSORFLOW_GAUSSIAN] = {
    .info = {
      .library = RSZ_LIBRARY_TENSORFLOW,
      .name = "gaussian",
      .summary = "TensorFlow's GAUSSIAN: bell over three samples, which blurs",
      .takes_antialias = true,
      .coordinates = { HALF_PIXEL, HALF_PIXEL },
    },
    TENSORFLOW_SPANS (3),
    .weightf = { gaussianf, gaussianf },
    .sharpness = { 1.5, 1.5 },
  },
  [RSZ_METHOD_ONNX_NEAREST] = {
    .info = {
      .library = RSZ_LIBRARY_ONNX,
      .name = "nearest",
      .summary = "ONNX's nearest: source sample that nearest-rounding makes of the position",
      .coordinates = { ONNX_COORDINATES },
      .takes_nearest = true,
    },
    .kind = RSZ_TAPS_INDEX,
    .always_float = true,
    .of_equal_sizes = RSZ_METHOD_TENSORFLOW_NEAREST,
    .build = rsz_onnx_nearest,
  },
  [RSZ_METHOD_ONNX_LINEAR] = {
    .info = {
      .library = RSZ_LIBRARY_ONNX,
      .name = "linear",
      .summary = "ONNX's linear: straight line between two samples",
      .takes_antialias = true,
      .coordinates = { ONNX_COORDINATES, ONNX_COORDINATES },
      .takes_exclude_outside = { false, true },
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 2,
    .always_float = true,
    .weightf = { linearf, linearf },
    .of_equal_sizes = RSZ_METHOD_TENSORFLOW_BILINEAR,
    .build = rsz_onnx_weights,
  },
  [RSZ_METHOD_ONNX_CUBIC] = {
    .info = {
      .library = RSZ_LIBRARY_ONNX,
      .name = "cubic",
      .summary = "ONNX's cubic: cubic convolution over four samples, of cubic-coefficient",
      .takes_antialias = true,
      .coordinates = { ONNX_COORDINATES, ONNX_COORDINATES },
      .takes_exclude_outside = { true, true },
      .takes_cubic_coefficient = true,
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 4,
    .always_float = true,
    .weightf = { onnx_cubicf, onnx_cubicf_antialias },
    .of_equal_sizes = RSZ_METHOD_TENSORFLOW_BILINEAR,
    .build = rsz_onnx_weights,
  },
};

const RszMethodInfo *
rsz_method_info (RszMethod method)
{
  return &rsz_filters[method].info;
}

RszMethod
rsz_method_find (RszLibrary library, const char *name)
{
  int method = 0;

  while (method < RSZ_N_METHODS
         && (rsz_filters[method].info.library != library
             || strcmp (rsz_filters[method].info.name, name) != 0))
    method++;
  return (RszMethod) method;
}

const RszLibraryInfo *
rsz_library_info (RszLibrary library)
{
  static const RszLibraryInfo libraries[RSZ_N_LIBRARIES] = {
    [RSZ_LIBRARY_TORCH] = { "torch", "PyTorch", "torch.nn.functional.interpolate", false },
    [RSZ_LIBRARY_OPENCV] = { "opencv", "OpenCV", "cv2.resize", false },
    [RSZ_LIBRARY_PILLOW] = { "pillow", "Pillow", "PIL.Image.resize", false },
    [RSZ_LIBRARY_TENSORFLOW] = { "tensorflow", "TensorFlow", "tf.image.resize", true },
    [RSZ_LIBRARY_ONNX] = { "onnx", "ONNX", "Resize, as onnxruntime runs it", true },
  };

  return &libraries[library];
}

const RszCoordinatesInfo *
rsz_coordinates_info (RszCoordinates coordinates)
{
  static const RszCoordinatesInfo infos[RSZ_N_COORDINATES] = {
    [RSZ_COORDINATES_HALF_PIXEL] = { "half-pixel", "The pictures' outer edges coincide" },
    [RSZ_COORDINATES_HALF_PIXEL_SYMMETRIC] = { "half-pixel-symmetric",
        "ONNX: as half-pixel, and the middles coincide where a scale factor makes the size" },
    [RSZ_COORDINATES_PYTORCH_HALF_PIXEL] = { "pytorch-half-pixel",
        "ONNX: as half-pixel, but one pixel alone is the first of the source" },
    [RSZ_COORDINATES_ALIGN_CORNERS] = { "align-corners", "The corner pixels' centres coincide" },
    [RSZ_COORDINATES_ASYMMETRIC] = { "asymmetric",
        "The first pixels' centres coincide: TensorFlow 1 without align_corners" },
  };

  return &infos[coordinates];
}

bool
rsz_method_takes_coordinates (RszMethod method, bool antialias, RszCoordinates coordinates)
{
  const RszMethodInfo *info = rsz_method_info (method);
  const unsigned set = info->coordinates[antialias && info->takes_antialias];

  return ((set | HALF_PIXEL) >> coordinates & 1) != 0;
}
