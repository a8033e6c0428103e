/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

/* The rows that move samples between memory and sums. Memory may lie at any
 * address, so it is read and written through memcpy, which compiles to a plain move. */

ROW_INLINE void
gather_row (uint8_t *dst, const uint8_t *src, const int32_t *first, int len, int pixel_size)
{
#pragma GCC unroll 8 /* 0.85 of the time, from 3840 to 224 pixels */
  for (int i = 0; i < len; i++)
    memcpy (dst + (ptrdiff_t) i * pixel_size, src + (ptrdiff_t) first[i] * pixel_size, pixel_size);
}

/* A row that repeats the one before is copied from there: nearest makes most rows more than
 * once when it enlarges. */
ROW_INLINE void
gather (const RszBatch *batch, const int32_t *first, int len, int pixel_size)
{
  for (int r = 0; r < batch->n; r++)
    if (r > 0 && batch->src[r] == batch->src[r - 1])
      memcpy (batch->dst[r], batch->dst[r - 1], (size_t) len * pixel_size);
    else
      gather_row (batch->dst[r], batch->src[r], first, len, pixel_size);
}

static void
gather_c (const RszBatch *batch, const RszHtaps *taps, int begin, int len, bool stream)
{
  const int32_t *first = taps->first + begin;

  (void) stream;
  switch (taps->components) {
  case 1:
    gather (batch, first, len, 1);
    break;
  case 2:
    gather (batch, first, len, 2);
    break;
  case 3:
    gather (batch, first, len, 3);
    break;
  case 4:
    gather (batch, first, len, 4);
    break;
  case 6:
    gather (batch, first, len, 6);
    break;
  default:
    gather (batch, first, len, 8);
  }
}

static void
copy_c (void *dst, const void *src, size_t size, bool stream)
{
  (void) stream;
  memcpy (dst, src, size);
}

static void
widen_u8_c (float *dst, const void *src, int len)
{
  const uint8_t *in = src;

  for (int i = 0; i < len; i++)
    dst[i] = in[i];
}

static void
widen_u16_c (float *dst, const void *src, int len)
{
  for (int i = 0; i < len; i++)
    dst[i] = read_u16 (src, i);
}

static void
narrow_u8_c (void *dst, const float *src, float max, int len)
{
  uint8_t *out = dst;

  for (int i = 0; i < len; i++)
    out[i] = (uint8_t) narrow_float (src[i], max);
}

/* In terms of whole numbers, which compilers vectorise at any level. */
static void
truncate_f32_c (float *dst, const float *src, int len)
{
  for (int i = 0; i < len; i++)
    dst[i] = (float) (int32_t) src[i];
}

static void
narrow_u16_c (void *dst, const float *src, float max, int len)
{
  for (int i = 0; i < len; i++)
    write_u16 (dst, i, (uint16_t) narrow_float (src[i], max));
}

static void
average_u8_c (void *dst, const float *src, float rows, const float *columns, float max, int len)
{
  uint8_t *out = dst;

  for (int i = 0; i < len; i++)
    out[i] = (uint8_t) narrow_float (src[i] / rows / columns[i], max);
}

static void
average_u16_c (void *dst, const float *src, float rows, const float *columns, float max, int len)
{
  for (int i = 0; i < len; i++)
    write_u16 (dst, i, (uint16_t) narrow_float (src[i] / rows / columns[i], max));
}

static void
average_f32_c (void *dst, const float *src, float rows, const float *columns, float max, int len)
{
  float *out = dst;

  (void) max;
  for (int i = 0; i < len; i++)
    out[i] = src[i] / rows / columns[i];
}

static void
keep_f32_c (void *dst, const float *src, float max, int len)
{
  (void) max;
  memcpy (dst, src, len * sizeof *src);
}

void
rsz_rows_fill_c_memory (RszRows *rows)
{
  rows->gather = gather_c;
  rows->copy = copy_c;
  rows->widen[RSZ_SAMPLE_U8] = widen_u8_c;
  rows->widen[RSZ_SAMPLE_U16] = widen_u16_c;
  rows->narrow[RSZ_SAMPLE_U8] = narrow_u8_c;
  rows->narrow[RSZ_SAMPLE_U16] = narrow_u16_c;
  rows->narrow[RSZ_RESULT_F32] = keep_f32_c;
  rows->truncate = truncate_f32_c;
  rows->average[RSZ_SAMPLE_U8] = average_u8_c;
  rows->average[RSZ_SAMPLE_U16] = average_u16_c;
  rows->average[RSZ_RESULT_F32] = average_f32_c;
}
