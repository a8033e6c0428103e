/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "layout.h"

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define OTHER_IS_BIG_ENDIAN true
#else
#define OTHER_IS_BIG_ENDIAN false
#endif

/* A field is { part, index, word, shift, depth }. Words of five bytes are a stream of bits that
 * starts in the lowest bit of the first byte in little endian, in the highest in big endian. */
/* clang-format off */
#define WORD_PER_SAMPLE(low, bits) \
  .sample = RSZ_SAMPLE_U16, .n_parts = 1, .word_size = 2, .n_words = 1, .pixels = 1, \
  .samples = { 1 }, .n_fields = 1, .fields = { { 0, 0, 0, low, bits } }

/* Two samples of part 0 and two of part 1 in turns, a word each. */
#define TURNS(bytes) \
  .sample = bytes == 1 ? RSZ_SAMPLE_U8 : RSZ_SAMPLE_U16, .n_parts = 2, .word_size = bytes, \
  .n_words = 4, .pixels = 2, .samples = { 2, 2 }, .divisor = 2, .n_fields = 4
#define EVEN_ODD(bytes, low, bits) \
  TURNS (bytes), .fields = { { 0, 0, 0, low, bits }, { 1, 0, 1, low, bits }, \
                             { 0, 1, 2, low, bits }, { 1, 1, 3, low, bits } }
#define ODD_EVEN(bytes, low, bits) \
  TURNS (bytes), .fields = { { 1, 0, 0, low, bits }, { 0, 0, 1, low, bits }, \
                             { 1, 1, 2, low, bits }, { 0, 1, 3, low, bits } }

const RszLayoutInfo rsz_layouts[RSZ_N_LAYOUTS] = {
  [RSZ_LAYOUT_U8] = { .name = "u8", .sample = RSZ_SAMPLE_U8, .n_parts = 1, .plain = true },
  [RSZ_LAYOUT_U16] = { .name = "u16", .sample = RSZ_SAMPLE_U16, .n_parts = 1, .plain = true },
  [RSZ_LAYOUT_U16_SWAPPED] = {
    .name = "u16-swapped", .big_endian = OTHER_IS_BIG_ENDIAN, WORD_PER_SAMPLE (0, 16),
  },
  [RSZ_LAYOUT_U8_EVEN_ODD] = { .name = "u8-even-odd", EVEN_ODD (1, 0, 8) },
  [RSZ_LAYOUT_U8_ODD_EVEN] = { .name = "u8-odd-even", ODD_EVEN (1, 0, 8) },
  [RSZ_LAYOUT_HIGH10_LE] = { .name = "high10-le", WORD_PER_SAMPLE (6, 10) },
  [RSZ_LAYOUT_HIGH10_BE] = { .name = "high10-be", .big_endian = true, WORD_PER_SAMPLE (6, 10) },
  [RSZ_LAYOUT_HIGH12_LE] = { .name = "high12-le", WORD_PER_SAMPLE (4, 12) },
  [RSZ_LAYOUT_HIGH12_BE] = { .name = "high12-be", .big_endian = true, WORD_PER_SAMPLE (4, 12) },
  [RSZ_LAYOUT_EVEN_ODD_HIGH10_LE] = { .name = "even-odd-high10-le", EVEN_ODD (2, 6, 10) },
  [RSZ_LAYOUT_EVEN_ODD_HIGH12_LE] = { .name = "even-odd-high12-le", EVEN_ODD (2, 4, 12) },
  [RSZ_LAYOUT_EVEN_ODD_HIGH12_BE] = {
    .name = "even-odd-high12-be", .big_endian = true, EVEN_ODD (2, 4, 12),
  },
  [RSZ_LAYOUT_EVEN_ODD_16_LE] = { .name = "even-odd-16-le", EVEN_ODD (2, 0, 16) },
  [RSZ_LAYOUT_EVEN_ODD_16_BE] = {
    .name = "even-odd-16-be", .big_endian = true, EVEN_ODD (2, 0, 16),
  },
  [RSZ_LAYOUT_ODD_EVEN_16_LE] = { .name = "odd-even-16-le", ODD_EVEN (2, 0, 16) },
  [RSZ_LAYOUT_5_6_5_LE] = {
    .name = "5-6-5-le", .sample = RSZ_SAMPLE_U8, .n_parts = 1,
    .word_size = 2, .n_words = 1, .pixels = 3, .samples = { 3 },
    .n_fields = 3, .fields = { { 0, 0, 0, 11, 5 }, { 0, 1, 0, 5, 6 }, { 0, 2, 0, 0, 5 } },
  },
  [RSZ_LAYOUT_5_5_5_LE] = {
    .name = "5-5-5-le", .sample = RSZ_SAMPLE_U8, .n_parts = 1,
    .word_size = 2, .n_words = 1, .pixels = 3, .samples = { 3 },
    .n_fields = 3, .fields = { { 0, 0, 0, 10, 5 }, { 0, 1, 0, 5, 5 }, { 0, 2, 0, 0, 5 } },
  },
  [RSZ_LAYOUT_10_10_10_BE] = {
    .name = "10-10-10-be", .sample = RSZ_SAMPLE_U16, .n_parts = 1, .big_endian = true,
    .word_size = 4, .n_words = 1, .pixels = 3, .samples = { 3 },
    .n_fields = 3, .fields = { { 0, 0, 0, 20, 10 }, { 0, 1, 0, 10, 10 }, { 0, 2, 0, 0, 10 } },
  },
  [RSZ_LAYOUT_10_10_10_2_LE] = {
    .name = "10-10-10-2-le", .sample = RSZ_SAMPLE_U16, .n_parts = 2,
    .word_size = 4, .n_words = 1, .pixels = 1, .samples = { 3, 1 }, .divisor = 1,
    .n_fields = 4, .fields = { { 0, 0, 0, 0, 10 }, { 0, 1, 0, 10, 10 },
                               { 0, 2, 0, 20, 10 }, { 1, 0, 0, 30, 2 } },
  },
  [RSZ_LAYOUT_3X10_LE] = {
    .name = "3x10-le", .sample = RSZ_SAMPLE_U16, .n_parts = 1,
    .word_size = 4, .n_words = 1, .pixels = 3, .samples = { 3 },
    .n_fields = 3, .fields = { { 0, 0, 0, 0, 10 }, { 0, 1, 0, 10, 10 }, { 0, 2, 0, 20, 10 } },
  },
  [RSZ_LAYOUT_4X10_LE] = {
    .name = "4x10-le", .sample = RSZ_SAMPLE_U16, .n_parts = 1,
    .word_size = 5, .n_words = 1, .pixels = 4, .samples = { 4 },
    .n_fields = 4, .fields = { { 0, 0, 0, 0, 10 }, { 0, 1, 0, 10, 10 },
                               { 0, 2, 0, 20, 10 }, { 0, 3, 0, 30, 10 } },
  },
  [RSZ_LAYOUT_V210] = {
    .name = "v210", .sample = RSZ_SAMPLE_U16, .n_parts = 2,
    .word_size = 4, .n_words = 4, .pixels = 6, .samples = { 6, 6 }, .divisor = 2,
    .n_fields = 12, .fields = { { 1, 0, 0, 0, 10 }, { 0, 0, 0, 10, 10 }, { 1, 1, 0, 20, 10 },
                                { 0, 1, 1, 0, 10 }, { 1, 2, 1, 10, 10 }, { 0, 2, 1, 20, 10 },
                                { 1, 3, 2, 0, 10 }, { 0, 3, 2, 10, 10 }, { 1, 4, 2, 20, 10 },
                                { 0, 4, 3, 0, 10 }, { 1, 5, 3, 10, 10 }, { 0, 5, 3, 20, 10 } },
  },
  [RSZ_LAYOUT_UYVP] = {
    .name = "uyvp", .sample = RSZ_SAMPLE_U16, .n_parts = 2, .big_endian = true, .cut = true,
    .word_size = 5, .n_words = 1, .pixels = 2, .samples = { 2, 2 }, .divisor = 2,
    .n_fields = 4, .fields = { { 1, 0, 0, 30, 10 }, { 0, 0, 0, 20, 10 },
                               { 1, 1, 0, 10, 10 }, { 0, 1, 0, 0, 10 } },
  },
  [RSZ_LAYOUT_IYU1] = {
    .name = "iyu1", .sample = RSZ_SAMPLE_U8, .n_parts = 2,
    .word_size = 1, .n_words = 6, .pixels = 4, .samples = { 4, 2 }, .divisor = 4,
    .n_fields = 6, .fields = { { 1, 0, 0, 0, 8 }, { 0, 0, 1, 0, 8 }, { 0, 1, 2, 0, 8 },
                               { 1, 1, 3, 0, 8 }, { 0, 2, 4, 0, 8 }, { 0, 3, 5, 0, 8 } },
  },
};
/* clang-format on */

size_t
rsz_sample_size (RszSample sample)
{
  return sample == RSZ_SAMPLE_U8 ? 1 : sample == RSZ_SAMPLE_U16 ? 2 : 4;
}

int
rsz_layout_low_bit (RszLayout layout)
{
  const RszLayoutInfo *info = &rsz_layouts[layout];

  if (info->plain)
    return info->sample == RSZ_SAMPLE_U16 ? 0 : -1;
  if (info->word_size != 2 || info->n_fields != 1 || info->big_endian == OTHER_IS_BIG_ENDIAN)
    return -1;
  return info->fields[0].shift;
}

size_t
rsz_layout_row_size (RszLayout layout, int len)
{
  const RszLayoutInfo *info = &rsz_layouts[layout];
  const size_t group = info->word_size * info->n_words;
  const int rest = info->plain ? 0 : len % info->pixels;
  size_t size;

  if (info->plain)
    return len * rsz_sample_size (info->sample);
  size = len / info->pixels * group;
  if (rest && info->cut)
    return size + (rest * group + info->pixels - 1) / info->pixels;
  return rest ? size + group : size;
}
