/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_C_PACKED10_H
#define RSZ_ROWS_C_PACKED10_H

#include "layout/layout.h"

/* Inside rows/c/layout.c: words of memory, and the layouts whose words are full of samples of
 * 10 bits. */

static inline uint64_t
read_word (const uint8_t *at, int size, bool big_endian)
{
  uint64_t word = 0;

  for (int i = 0; i < size; i++)
    word |= (uint64_t) at[i] << 8 * (big_endian ? size - 1 - i : i);
  return word;
}

static inline void
write_word (uint8_t *at, uint64_t word, int size, bool big_endian)
{
  for (int i = 0; i < size; i++)
    at[i] = (uint8_t) (word >> 8 * (big_endian ? size - 1 - i : i));
}

/* Words that are full of samples of 10 bits: loops with literals instead of fields, which take
 * a fifth of the time. Samples are in the order of their bits, lowest first in little endian;
 * interleaved: those of part 1 and of part 0 by turns. */
typedef struct {
  int word_size, per_word, n_words; /* 1 or 4 */
  bool big_endian, interleaved;
} Packed10;

/* Of each part in a group. */
static inline int
samples_of (Packed10 packing)
{
  return packing.per_word * packing.n_words / (packing.interleaved ? 2 : 1);
}

static inline int
shift_of (Packed10 packing, int sample)
{
  const int at = sample % packing.per_word;

  return 10 * (packing.big_endian ? packing.per_word - 1 - at : at);
}

/* Word w of a group, from there and to there. Both are called with a literal w: loops around
 * them are not unrolled. */

static inline void
load_word (
    uint16_t *first, uint16_t *second, const uint8_t *src, ptrdiff_t group, int w, Packed10 packing)
{
  /* once: for all the compiler knows, writing samples changes it */
  const uint64_t word = read_word (src + (group * packing.n_words + w) * packing.word_size,
      packing.word_size, packing.big_endian);
  const int each = samples_of (packing);

  for (int s = w * packing.per_word; s < (w + 1) * packing.per_word; s++) {
    uint16_t *part = !packing.interleaved || s % 2 ? first : second;

    part[group * each + (packing.interleaved ? s / 2 : s)] =
        (uint16_t) (word >> shift_of (packing, s) & 1023);
  }
}

static inline void
store_word (uint8_t *dst, const uint16_t *first, const uint16_t *second, ptrdiff_t group, int w,
    Packed10 packing)
{
  const int each = samples_of (packing);
  uint64_t word = 0;

  for (int s = w * packing.per_word; s < (w + 1) * packing.per_word; s++) {
    const uint16_t *part = !packing.interleaved || s % 2 ? first : second;
    const uint64_t sample = part[group * each + (packing.interleaved ? s / 2 : s)];

    word |= (sample < 1023 ? sample : 1023) << shift_of (packing, s);
  }
  write_word (dst + (group * packing.n_words + w) * packing.word_size, word, packing.word_size,
      packing.big_endian);
}

static inline void
load_packed10 (void *const *parts, const uint8_t *src, int begin, int n, Packed10 packing)
{
  uint16_t *first = (uint16_t *) parts[0] + begin * samples_of (packing);
  uint16_t *second =
      packing.interleaved ? (uint16_t *) parts[1] + begin * samples_of (packing) : NULL;

  for (int g = 0; g < n; g++) {
    load_word (first, second, src, g, 0, packing);
    if (packing.n_words == 4) {
      load_word (first, second, src, g, 1, packing);
      load_word (first, second, src, g, 2, packing);
      load_word (first, second, src, g, 3, packing);
    }
  }
}

static inline void
store_packed10 (uint8_t *dst, const void *const *parts, int n, Packed10 packing)
{
  const uint16_t *first = parts[0], *second = packing.interleaved ? parts[1] : NULL;

  for (int g = 0; g < n; g++) {
    store_word (dst, first, second, g, 0, packing);
    if (packing.n_words == 4) {
      store_word (dst, first, second, g, 1, packing);
      store_word (dst, first, second, g, 2, packing);
      store_word (dst, first, second, g, 3, packing);
    }
  }
}

/* Three samples of 10 bits and one of 2. */

static inline void
load_tens_and_two (void *const *parts, const uint8_t *src, int begin, int n)
{
  uint16_t *second = (uint16_t *) parts[1] + begin;

  load_packed10 (parts, src, begin, n, (Packed10){ 4, 3, 1, false, false });
  for (int g = 0; g < n; g++)
    second[g] = src[4 * g + 3] >> 6;
}

static inline void
store_tens_and_two (uint8_t *dst, const void *const *parts, int n)
{
  const uint16_t *second = parts[1];

  store_packed10 (dst, parts, n, (Packed10){ 4, 3, 1, false, false });
  for (int g = 0; g < n; g++)
    dst[4 * g + 3] |= (uint8_t) ((second[g] < 3 ? second[g] : 3) << 6);
}

/* Loads n groups, `begin` the first one's number, of layouts that are such; false for others. */
static inline bool
load_quickly (const RszLayoutInfo *layout, void *const *parts, const uint8_t *src, int begin, int n)
{
  switch (layout - rsz_layouts) {
  case RSZ_LAYOUT_10_10_10_BE:
    load_packed10 (parts, src, begin, n, (Packed10){ 4, 3, 1, true, false });
    return true;
  case RSZ_LAYOUT_10_10_10_2_LE:
    load_tens_and_two (parts, src, begin, n);
    return true;
  case RSZ_LAYOUT_3X10_LE:
    load_packed10 (parts, src, begin, n, (Packed10){ 4, 3, 1, false, false });
    return true;
  case RSZ_LAYOUT_4X10_LE:
    load_packed10 (parts, src, begin, n, (Packed10){ 5, 4, 1, false, false });
    return true;
  case RSZ_LAYOUT_V210:
    load_packed10 (parts, src, begin, n, (Packed10){ 4, 3, 4, false, true });
    return true;
  case RSZ_LAYOUT_UYVP:
    load_packed10 (parts, src, begin, n, (Packed10){ 5, 4, 1, true, true });
    return true;
  default:
    return false;
  }
}

/* Stores the first n groups. */
static inline bool
store_quickly (const RszLayoutInfo *layout, uint8_t *dst, const void *const *parts, int n)
{
  switch (layout - rsz_layouts) {
  case RSZ_LAYOUT_10_10_10_BE:
    store_packed10 (dst, parts, n, (Packed10){ 4, 3, 1, true, false });
    return true;
  case RSZ_LAYOUT_10_10_10_2_LE:
    store_tens_and_two (dst, parts, n);
    return true;
  case RSZ_LAYOUT_3X10_LE:
    store_packed10 (dst, parts, n, (Packed10){ 4, 3, 1, false, false });
    return true;
  case RSZ_LAYOUT_4X10_LE:
    store_packed10 (dst, parts, n, (Packed10){ 5, 4, 1, false, false });
    return true;
  case RSZ_LAYOUT_V210:
    store_packed10 (dst, parts, n, (Packed10){ 4, 3, 4, false, true });
    return true;
  case RSZ_LAYOUT_UYVP:
    store_packed10 (dst, parts, n, (Packed10){ 5, 4, 1, true, true });
    return true;
  default:
    return false;
  }
}

#endif
