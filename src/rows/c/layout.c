/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "level.h"

#include <string.h>

#include "packed10.h"

/* Memory rows taken apart and put together by the fields of their layout. */

#define MAX_WORDS 6
#define MAX_GROUP 16 /* bytes */

static inline void
write_sample (void *row, RszSample sample, size_t i, unsigned value)
{
  if (sample == RSZ_SAMPLE_U8)
    ((uint8_t *) row)[i] = (uint8_t) value;
  else
    ((uint16_t *) row)[i] = (uint16_t) value;
}

static inline unsigned
read_sample (const void *row, RszSample sample, size_t i)
{
  return sample == RSZ_SAMPLE_U8 ? ((const uint8_t *) row)[i] : ((const uint16_t *) row)[i];
}

/* One field of n groups, `begin` the first one's number. */
static inline void
load_field (const RszLayoutInfo *layout, const RszField *field, void *part, const uint8_t *src,
    int begin, int n, int word_size)
{
  const int samples = layout->samples[field->part], group = word_size * layout->n_words;
  const uint64_t mask = (1u << field->depth) - 1;

  src += field->word * word_size;
  for (int g = 0; g < n; g++, src += group)
    write_sample (part, layout->sample, (size_t) (begin + g) * samples + field->index,
        (unsigned) (read_word (src, word_size, layout->big_endian) >> field->shift & mask));
}

static void
load_groups (const RszLayoutInfo *layout, void *const *parts, const uint8_t *src, int begin, int n)
{
  if (load_quickly (layout, parts, src, begin, n))
    return;
  for (int f = 0; f < layout->n_fields; f++) {
    const RszField *field = &layout->fields[f];
    void *part = parts[field->part];

    switch (layout->word_size) {
    case 1:
      load_field (layout, field, part, src, begin, n, 1);
      break;
    case 2:
      load_field (layout, field, part, src, begin, n, 2);
      break;
    case 4:
      load_field (layout, field, part, src, begin, n, 4);
      break;
    default:
      load_field (layout, field, part, src, begin, n, 5);
      break;
    }
  }
}

/* Samples that a cut group has lost repeat those of the group before. */
static void
repeat_lost (const RszLayoutInfo *layout, void *const *parts, int group, size_t present)
{
  for (int f = 0; f < layout->n_fields; f++) {
    const RszField *field = &layout->fields[f];
    const size_t i = (size_t) group * layout->samples[field->part] + field->index;
    const size_t end = layout->word_size - field->shift / 8;

    if (end > present)
      write_sample (parts[field->part], layout->sample, i,
          read_sample (parts[field->part], layout->sample, i - layout->samples[field->part]));
  }
}

/* Bytes that memory has of a last group of `rest` pixels. */
static size_t
bytes_present (const RszLayoutInfo *layout, int rest)
{
  const size_t size = layout->word_size * layout->n_words;

  return layout->cut ? (rest * size + layout->pixels - 1) / layout->pixels : size;
}

static void
load_fields_c (const RszLayoutInfo *layout, void *const *parts, const void *src, int len)
{
  const int n = len / layout->pixels, rest = len % layout->pixels;
  const size_t group = layout->word_size * layout->n_words;
  const size_t present = bytes_present (layout, rest);
  uint8_t last[MAX_GROUP] = { 0 };

  load_groups (layout, parts, src, 0, n);
  if (!rest)
    return;
  memcpy (last, (const uint8_t *) src + n * group, present);
  load_groups (layout, parts, last, n, 1);
  if (layout->cut && n)
    repeat_lost (layout, parts, n, present);
}

/* Samples of a part in a row of len pixels. */
static int
part_len (const RszLayoutInfo *layout, int part, int len)
{
  const int divisor = part ? layout->divisor : 1;
  const int components = layout->n_parts > 1 ? layout->samples[part] * divisor / layout->pixels : 1;

  return (len + divisor - 1) / divisor * components;
}

/* Beyond a part's last pixel that one is repeated. */
static unsigned
sample_at (const RszLayoutInfo *layout, const void *const *parts, const RszField *field, int group,
    int len)
{
  const int divisor = field->part ? layout->divisor : 1;
  const int step =
      layout->n_parts > 1 ? layout->samples[field->part] * divisor / layout->pixels : 1;
  const unsigned max = (1u << field->depth) - 1;
  int i = group * layout->samples[field->part] + field->index;
  unsigned value;

  while (i >= len)
    i -= step;
  value = read_sample (parts[field->part], layout->sample, (size_t) i);
  return value < max ? value : max;
}

/* The words of one group. */
static inline void
write_words (const RszLayoutInfo *layout, uint8_t *dst, const uint64_t *words, int word_size)
{
  for (int w = 0; w < layout->n_words; w++)
    write_word (dst + w * word_size, words[w], word_size, layout->big_endian);
}

static void
store_group (
    const RszLayoutInfo *layout, uint8_t *dst, const void *const *parts, const int *lens, int group)
{
  uint64_t words[MAX_WORDS] = { 0 };

  for (int f = 0; f < layout->n_fields; f++) {
    const RszField *field = &layout->fields[f];
    const uint64_t value = sample_at (layout, parts, field, group, lens[field->part]);

    words[field->word] |= value << field->shift;
  }
  switch (layout->word_size) {
  case 1:
    write_words (layout, dst, words, 1);
    break;
  case 2:
    write_words (layout, dst, words, 2);
    break;
  case 4:
    write_words (layout, dst, words, 4);
    break;
  default:
    write_words (layout, dst, words, 5);
    break;
  }
}

static void
store_fields_c (const RszLayoutInfo *layout, void *dst, const void *const *parts, int len)
{
  const size_t size = layout->word_size * layout->n_words;
  const int rest = len % layout->pixels;
  const int whole = (len - rest) / layout->pixels;
  const bool quick = store_quickly (layout, dst, parts, whole);
  int lens[RSZ_MAX_PARTS];
  uint8_t last[MAX_GROUP];

  for (int p = 0; p < layout->n_parts; p++)
    lens[p] = part_len (layout, p, len);
  for (int g = 0; g < whole && !quick; g++)
    store_group (layout, (uint8_t *) dst + g * size, parts, lens, g);
  if (rest) {
    store_group (layout, last, parts, lens, whole);
    memcpy ((uint8_t *) dst + whole * size, last, bytes_present (layout, rest));
  }
}

/* The first pixel is written, then what is written is doubled. */
static void
fill_c (void *dst, const void *pixel, size_t pixel_size, int len)
{
  const size_t size = len * pixel_size;
  size_t done = pixel_size < size ? pixel_size : size;

  memcpy (dst, pixel, done);
  while (done < size) {
    const size_t more = done < size - done ? done : size - done;

    memcpy ((uint8_t *) dst + done, dst, more);
    done += more;
  }
}

void
rsz_rows_fill_c_layout (RszRows *rows)
{
  for (int layout = 0; layout < RSZ_N_LAYOUTS; layout++)
    if (!rsz_layouts[layout].plain) {
      rows->load[layout] = load_fields_c;
      rows->store[layout] = store_fields_c;
    }
  rows->fill = fill_c;
}
