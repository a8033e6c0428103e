/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_C_H
#define RSZ_ROWS_C_H

#include <string.h>

#include "rows/levels.h"

/* The plain C rows are twelve files; this is what they share, and nobody else. */

/* Each fills in the rows of its file. */
void rsz_rows_fill_c_memory (RszRows *rows);
void rsz_rows_fill_c_area (RszRows *rows);
void rsz_rows_fill_c_fixed (RszRows *rows);
void rsz_rows_fill_c_colour (RszRows *rows);
void rsz_rows_fill_c_decoders (RszRows *rows);
void rsz_rows_fill_c_tensor (RszRows *rows);
void rsz_rows_fill_c_deep (RszRows *rows);
void rsz_rows_fill_c_float (RszRows *rows);
void rsz_rows_fill_c_layout (RszRows *rows);
void rsz_rows_fill_c_libraries (RszRows *rows);
void rsz_rows_fill_c_opencv_words (RszRows *rows);
void rsz_rows_fill_c_words (RszRows *rows);

/* For the loops of a row, which are compiled once for each number of components: compilers
 * leave functions with several callers out of line. */
#define ROW_INLINE static inline __attribute__ ((always_inline))

/* Calls row with a last argument that is a literal, the number of components. */
#define BY_COMPONENTS(components, row, ...)                                                        \
  switch (components) {                                                                            \
  case 1:                                                                                          \
    row (__VA_ARGS__, 1);                                                                          \
    break;                                                                                         \
  case 2:                                                                                          \
    row (__VA_ARGS__, 2);                                                                          \
    break;                                                                                         \
  case 3:                                                                                          \
    row (__VA_ARGS__, 3);                                                                          \
    break;                                                                                         \
  default:                                                                                         \
    row (__VA_ARGS__, 4);                                                                          \
  }

static inline uint16_t
read_u16 (const void *src, ptrdiff_t i)
{
  uint16_t sample;

  memcpy (&sample, (const uint8_t *) src + 2 * i, 2);
  return sample;
}

static inline void
write_u16 (void *dst, ptrdiff_t i, uint16_t sample)
{
  memcpy ((uint8_t *) dst + 2 * i, &sample, 2);
}

static inline uint16_t
swap_u16 (uint16_t sample)
{
  return (uint16_t) (sample << 8 | sample >> 8);
}

/* The arithmetic below is where rounding happens. */

/* How every fixed point sum is rounded. It may wrap round where samples have bits above their
 * depth. */
static inline int32_t
round_fixed (int32_t sum, int shift)
{
  return (int32_t) ((uint32_t) sum + (1u << (shift - 1))) >> shift;
}

/* How one of 8 bit samples becomes a sample. */
static inline uint8_t
narrow_fixed (int32_t sum, int shift)
{
  const int32_t value = round_fixed (sum, shift);

  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/* narrow_fixed of 3/4 near and 1/4 far, whatever the shift. */
static inline uint8_t
narrow_doubling (uint8_t near, uint8_t far)
{
  return (3 * near + far + 2) >> 2;
}

/* How every float sum becomes a sample: clamped, then rounded half to even. Floats of 2^23 and
 * more have no fraction, so adding 2^23 rounds as IEEE 754 says; rintf does
 * the same, but is a call without SSE4.1. */
static inline int32_t
narrow_float (float value, float max)
{
  const float low = value > 0.0f ? value : 0.0f;
  const float clamped = low < max ? low : max;

  return (int32_t) ((clamped + 0x1p23f) - 0x1p23f);
}

#endif
