/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_c.h"

#include <string.h>

/* The rows that move samples between memory and sums. Memory may lie at any
 * address, so it is read and written through memcpy, which compiles to a plain move. */

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

static inline void
gather (void *dst, const void *src, const int32_t *index, int len, int pixel_size)
{
  uint8_t *out = dst;
  const uint8_t *in = src;

  for (int i = 0; i < len; i++)
    memcpy (out + (ptrdiff_t) i * pixel_size, in + (ptrdiff_t) index[i] * pixel_size, pixel_size);
}

static void
gather1_c (void *dst, const void *src, const int32_t *index, int len)
{
  gather (dst, src, index, len, 1);
}

static void
gather2_c (void *dst, const void *src, const int32_t *index, int len)
{
  gather (dst, src, index, len, 2);
}

static void
gather3_c (void *dst, const void *src, const int32_t *index, int len)
{
  gather (dst, src, index, len, 3);
}

static void
gather4_c (void *dst, const void *src, const int32_t *index, int len)
{
  gather (dst, src, index, len, 4);
}

static void
gather6_c (void *dst, const void *src, const int32_t *index, int len)
{
  gather (dst, src, index, len, 6);
}

static void
gather8_c (void *dst, const void *src, const int32_t *index, int len)
{
  gather (dst, src, index, len, 8);
}

static void
copy_c (void *dst, const void *src, size_t size)
{
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
load_u16_swapped_c (void *const *parts, const void *src, int len)
{
  void *part = parts[0]; /* for all the compiler knows, writing to it changes parts */

  for (int i = 0; i < len; i++)
    write_u16 (part, i, swap_u16 (read_u16 (src, i)));
}

static void
store_u16_swapped_c (void *dst, const void *const *parts, int len)
{
  load_u16_swapped_c (&dst, parts[0], len);
}

/* `odd` is where part 0 lies: 0 in the even bytes, 1 in the odd ones. */
static inline void
load_two_parts (void *const *parts, const uint8_t *src, int len, int odd)
{
  uint8_t *first = parts[0], *second = parts[1];

  for (int i = 0; i < len; i++) {
    first[i] = src[2 * i + odd];
    second[i] = src[2 * i + !odd];
  }
  if (len % 2)
    second[len] = src[2 * len + !odd];
}

static inline void
store_two_parts (uint8_t *dst, const void *const *parts, int len, int odd)
{
  const uint8_t *first = parts[0], *second = parts[1];

  for (int i = 0; i < len; i++) {
    dst[2 * i + odd] = first[i];
    dst[2 * i + !odd] = second[i];
  }
  if (len % 2) {
    dst[2 * len + odd] = first[len - 1];
    dst[2 * len + !odd] = second[len];
  }
}

static void
load_u8_even_odd_c (void *const *parts, const void *src, int len)
{
  load_two_parts (parts, src, len, 0);
}

static void
store_u8_even_odd_c (void *dst, const void *const *parts, int len)
{
  store_two_parts (dst, parts, len, 0);
}

static void
load_u8_odd_even_c (void *const *parts, const void *src, int len)
{
  load_two_parts (parts, src, len, 1);
}

static void
store_u8_odd_even_c (void *dst, const void *const *parts, int len)
{
  store_two_parts (dst, parts, len, 1);
}

void
rsz_rows_fill_c (RszRows *rows)
{
  static const RszRows memory_rows = {
    .level = "c",
    .gather = { [1] = gather1_c,
        [2] = gather2_c,
        [3] = gather3_c,
        [4] = gather4_c,
        [6] = gather6_c,
        [8] = gather8_c },
    .copy = copy_c,
    .widen = { widen_u8_c, widen_u16_c },
    .narrow = { narrow_u8_c, narrow_u16_c },
    .average = { average_u8_c, average_u16_c },
    .load = { [RSZ_LAYOUT_U16_SWAPPED] = load_u16_swapped_c,
        [RSZ_LAYOUT_U8_EVEN_ODD] = load_u8_even_odd_c,
        [RSZ_LAYOUT_U8_ODD_EVEN] = load_u8_odd_even_c },
    .store = { [RSZ_LAYOUT_U16_SWAPPED] = store_u16_swapped_c,
        [RSZ_LAYOUT_U8_EVEN_ODD] = store_u8_even_odd_c,
        [RSZ_LAYOUT_U8_ODD_EVEN] = store_u8_odd_even_c },
  };

  *rows = memory_rows;
  rsz_rows_fill_c_fixed (rows);
  rsz_rows_fill_c_float (rows);
}
