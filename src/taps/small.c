/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "filter.h"

/* torch's _use_vectorized_kernel_cond_2d in cpu/UpSampleKernel.cpp: outputs whose width and height
 * add up to so little are made by the code for channels-last tensors, whatever the layout, and that
 * rounds otherwise. */
#define SMALL 128

static int
samples (const RszAxis *axis)
{
  RszMap map;

  rsz_map_init (&map, axis);
  return map.out;
}

/* The samples of a sub-sampled plane go where the picture's pixels do. */
RszMethod
rsz_small_nearest (const RszAxis *x, const RszAxis *y)
{
  return x->out + y->out <= SMALL ? RSZ_METHOD_SMALL_NEAREST : RSZ_METHOD_NEAREST;
}

RszMethod
rsz_small_nearest_exact (const RszAxis *x, const RszAxis *y)
{
  return samples (x) + samples (y) <= SMALL ? RSZ_METHOD_SMALL_NEAREST_EXACT
                                            : RSZ_METHOD_NEAREST_EXACT;
}

RszMethod
rsz_small_bilinear (const RszAxis *x, const RszAxis *y)
{
  return samples (x) + samples (y) <= SMALL ? RSZ_METHOD_SMALL_BILINEAR : RSZ_METHOD_BILINEAR;
}
