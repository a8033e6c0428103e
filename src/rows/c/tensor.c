/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

/* Values of tensors. The operations are those of libraries, one after the other: nothing is
 * folded. */

ROW_INLINE void
divide (float *restrict dst, const float *restrict src, int len, float divisor, float mean,
    float std, ptrdiff_t step, int components)
{
  for (ptrdiff_t i = 0; i < len; i++)
    dst[i * step] = (src[i * components] / divisor - mean) / std;
}

ROW_INLINE void
multiply (float *restrict dst, const float *restrict src, int len, float factor, float mean,
    float std, ptrdiff_t step, int components)
{
  for (ptrdiff_t i = 0; i < len; i++)
    dst[i * step] = (src[i * components] * factor - mean) / std;
}

/* A step of one is known to the compiler, which then makes vectors of it. */
ROW_INLINE void
normalize (float *dst, const float *src, int len, const RszTensor *tensor, int k, int components)
{
  const float mean = (float) tensor->mean[k], std = (float) tensor->std[k];
  const float divisor = (float) tensor->divisor, factor = (float) (1.0 / tensor->divisor);

  if (tensor->multiplies && tensor->step == 1)
    multiply (dst, src, len, factor, mean, std, 1, components);
  else if (tensor->multiplies)
    multiply (dst, src, len, factor, mean, std, tensor->step, components);
  else if (tensor->step == 1)
    divide (dst, src, len, divisor, mean, std, 1, components);
  else
    divide (dst, src, len, divisor, mean, std, tensor->step, components);
}

static void
normalize_f32_c (
    float *const *dst, const float *src, const RszTensor *tensor, int components, int len)
{
  for (int k = 0; k < tensor->n_channels; k++)
    BY_COMPONENTS (components, normalize, dst[k], src + tensor->from[k], len, tensor, k);
}

ROW_INLINE void
look_up (float *restrict dst, const uint8_t *restrict src, int len, const float *restrict table,
    ptrdiff_t step, int components)
{
  for (ptrdiff_t i = 0; i < len; i++)
    dst[i * step] = table[src[i * components]];
}

static void
look_up_u8_c (float *const *dst, const uint8_t *src, const RszTensor *tensor, const float *tables,
    int components, int len)
{
  for (int k = 0; k < tensor->n_channels; k++)
    BY_COMPONENTS (
        components, look_up, dst[k], src + tensor->from[k], len, tables + 256 * k, tensor->step);
}

void
rsz_rows_fill_c_tensor (RszRows *rows)
{
  rows->normalize = normalize_f32_c;
  rows->look_up = look_up_u8_c;
}
