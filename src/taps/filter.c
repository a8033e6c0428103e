/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "filter.h"

#include <math.h>
#include <stddef.h>

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
    return fmaf (a + 2.0f, x, -(a + 3.0f)) * x * x + 1.0f;
  return x < 2.0f ? fmaf (fmaf (a, x, -5.0f * a), x, 8.0f * a) * x - 4.0f * a : 0.0f;
}

static float
cubicf_antialias (float x, float a)
{
  x = fabsf (x);
  if (x < 1.0f)
    return fmaf (fmaf (a + 2.0f, x, -(a + 3.0f)) * x, x, 1.0f);
  return x < 2.0f ? fmaf (fmaf (fmaf (a, x, -5.0f * a), x, 8.0f * a), x, -4.0f * a) : 0.0f;
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

const RszFilter rsz_filters[RSZ_N_METHODS] = {
  [RSZ_METHOD_NEAREST] = {
    .info = {
      .name = "nearest",
      .summary = "Source sample at or before the position; torch's historical rule",
    },
    .kind = RSZ_TAPS_INDEX,
  },
  [RSZ_METHOD_NEAREST_EXACT] = {
    .info = {
      .name = "nearest-exact",
      .summary = "Source sample whose area holds the position",
    },
    .kind = RSZ_TAPS_INDEX,
  },
  [RSZ_METHOD_BILINEAR] = {
    .info = {
      .name = "bilinear",
      .summary = "Straight line between two samples",
      .takes_align_corners = true,
      .takes_antialias = true,
    },
    .kind = RSZ_TAPS_WEIGHTS,
    .width = 2,
    .fused = true,
    .weight = linear,
    .weightf = { linearf, linearf },
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
};

const RszMethodInfo *
rsz_method_info (RszMethod method)
{
  return &rsz_filters[method].info;
}
