/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

/* Layouts that have each sample in a byte or in a word of 16 bits: loops without fields and
 * groups, which compilers vectorise. In words samples are the upper bits, or all of them. */

#define IS_BIG_ENDIAN (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)

/* How the words of a layout are read and written. */
typedef struct {
  int low;
  uint16_t max;
  bool swap; /* the words are in the other byte order */
} Words;

static inline Words
words_of (const RszLayoutInfo *layout)
{
  const RszField *field = &layout->fields[0];

  return (Words){ field->shift, (uint16_t) ((1 << field->depth) - 1),
    layout->big_endian != IS_BIG_ENDIAN };
}

static inline uint16_t
load_word (const void *src, ptrdiff_t i, Words words)
{
  const uint16_t word = read_u16 (src, i);

  return (uint16_t) ((words.swap ? swap_u16 (word) : word) >> words.low);
}

static inline void
store_word (void *dst, ptrdiff_t i, uint16_t sample, Words words)
{
  const uint16_t word = (uint16_t) ((sample < words.max ? sample : words.max) << words.low);

  write_u16 (dst, i, words.swap ? swap_u16 (word) : word);
}

static inline void
load_row (uint16_t *dst, const void *src, int len, Words words)
{
  for (int i = 0; i < len; i++)
    dst[i] = load_word (src, i, words);
}

static inline void
store_row (void *dst, const uint16_t *src, int len, Words words)
{
  for (int i = 0; i < len; i++)
    store_word (dst, i, src[i], words);
}

/* The byte order is asked for once per row: the loops get literals. */

static void
load_words_c (const RszLayoutInfo *layout, void *const *parts, const void *src, int len)
{
  const Words words = words_of (layout);

  if (words.swap)
    load_row (parts[0], src, len, (Words){ words.low, words.max, true });
  else
    load_row (parts[0], src, len, (Words){ words.low, words.max, false });
}

static void
store_words_c (const RszLayoutInfo *layout, void *dst, const void *const *parts, int len)
{
  const Words words = words_of (layout);

  if (words.swap && words.low == 0) /* nothing to clamp */
    store_row (dst, parts[0], len, (Words){ 0, UINT16_MAX, true });
  else if (words.swap)
    store_row (dst, parts[0], len, (Words){ words.low, words.max, true });
  else
    store_row (dst, parts[0], len, (Words){ words.low, words.max, false });
}

/* Samples of two parts, interleaved; `odd` is where those of part 0 lie: 0 in even words, 1 in
 * odd ones. */

static inline void
load_turns (uint16_t *first, uint16_t *second, const void *src, int len, int odd, Words words)
{
  for (int i = 0; i < len; i++) {
    first[i] = load_word (src, 2 * i + odd, words);
    second[i] = load_word (src, 2 * i + !odd, words);
  }
  if (len % 2)
    second[len] = load_word (src, 2 * len + !odd, words);
}

static inline void
store_turns (
    void *dst, const uint16_t *first, const uint16_t *second, int len, int odd, Words words)
{
  for (int i = 0; i < len; i++) {
    store_word (dst, 2 * i + odd, first[i], words);
    store_word (dst, 2 * i + !odd, second[i], words);
  }
  if (len % 2) {
    store_word (dst, 2 * len + odd, first[len - 1], words);
    store_word (dst, 2 * len + !odd, second[len], words);
  }
}

static void
load_word_turns_c (const RszLayoutInfo *layout, void *const *parts, const void *src, int len)
{
  const Words words = words_of (layout), swapped = { words.low, words.max, true };
  const Words plain = { words.low, words.max, false };
  const bool odd = layout->fields[0].part == 1;

  if (words.swap && odd)
    load_turns (parts[0], parts[1], src, len, 1, swapped);
  else if (words.swap)
    load_turns (parts[0], parts[1], src, len, 0, swapped);
  else if (odd)
    load_turns (parts[0], parts[1], src, len, 1, plain);
  else
    load_turns (parts[0], parts[1], src, len, 0, plain);
}

static void
store_word_turns_c (const RszLayoutInfo *layout, void *dst, const void *const *parts, int len)
{
  const Words words = words_of (layout), swapped = { words.low, words.max, true };
  const Words plain = { words.low, words.max, false };
  const bool odd = layout->fields[0].part == 1;

  if (words.swap && odd)
    store_turns (dst, parts[0], parts[1], len, 1, swapped);
  else if (words.swap)
    store_turns (dst, parts[0], parts[1], len, 0, swapped);
  else if (odd)
    store_turns (dst, parts[0], parts[1], len, 1, plain);
  else
    store_turns (dst, parts[0], parts[1], len, 0, plain);
}

/* The same in bytes. */

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
load_u8_even_odd_c (const RszLayoutInfo *layout, void *const *parts, const void *src, int len)
{
  (void) layout;
  load_two_parts (parts, src, len, 0);
}

static void
store_u8_even_odd_c (const RszLayoutInfo *layout, void *dst, const void *const *parts, int len)
{
  (void) layout;
  store_two_parts (dst, parts, len, 0);
}

static void
load_u8_odd_even_c (const RszLayoutInfo *layout, void *const *parts, const void *src, int len)
{
  (void) layout;
  load_two_parts (parts, src, len, 1);
}

static void
store_u8_odd_even_c (const RszLayoutInfo *layout, void *dst, const void *const *parts, int len)
{
  (void) layout;
  store_two_parts (dst, parts, len, 1);
}

void
rsz_rows_fill_c_words (RszRows *rows)
{
  for (int i = 0; i < RSZ_N_LAYOUTS; i++) {
    const RszLayoutInfo *layout = &rsz_layouts[i];

    if (layout->word_size == 2 && layout->n_words == 1 && layout->n_fields == 1) {
      rows->load[i] = load_words_c;
      rows->store[i] = store_words_c;
    } else if (layout->word_size == 2 && layout->n_words == 4 && layout->n_fields == 4) {
      rows->load[i] = load_word_turns_c;
      rows->store[i] = store_word_turns_c;
    }
  }
  rows->load[RSZ_LAYOUT_U8_EVEN_ODD] = load_u8_even_odd_c;
  rows->store[RSZ_LAYOUT_U8_EVEN_ODD] = store_u8_even_odd_c;
  rows->load[RSZ_LAYOUT_U8_ODD_EVEN] = load_u8_odd_even_c;
  rows->store[RSZ_LAYOUT_U8_ODD_EVEN] = store_u8_odd_even_c;
}
