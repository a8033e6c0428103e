/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vectors.h"

#include <stdlib.h>
#include <string.h>

#define MAGIC_SIZE 8
#define VERSION_SIZE 16
#define RECORD_SIZE 32

enum { ALIGN_CORNERS = 1, ANTIALIAS = 2, FLOAT = 4, RECOMPUTE = 8, WORDS = 16 };
enum { EXCLUDE_OUTSIDE = 32, TRUNCATE = 64, SHARP = 128 };

static uint64_t
little_endian (const uint8_t *bytes, int size)
{
  uint64_t value = 0;

  while (size-- > 0)
    value = value << 8 | bytes[size];
  return value;
}

static double
double_from (const uint8_t *bytes)
{
  const uint64_t bits = little_endian (bytes, 8);
  double value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

bool
vectors_open (Vectors *vectors, const char *path)
{
  uint8_t magic[MAGIC_SIZE], header[sizeof vectors->method + VERSION_SIZE + 4];
  size_t name, size;

  *vectors = (Vectors){ .index = -1, .file = fopen (path, "rb") };
  if (vectors->file == NULL) {
    vectors->error = "The file of vectors cannot be opened.";
    return false;
  }
  vectors->error = "The file does not begin as a file of vectors does.";
  if (fread (magic, 1, sizeof magic, vectors->file) != sizeof magic
      || (memcmp (magic, "rszvec1\n", sizeof magic) != 0
          && memcmp (magic, "rszvec2\n", sizeof magic) != 0))
    return false;
  name = magic[6] == '1' ? 16 : 32;
  size = name + VERSION_SIZE + 4;
  if (fread (header, 1, size, vectors->file) != size)
    return false;
  memcpy (vectors->method, header, name);
  memcpy (vectors->version, header + name, VERSION_SIZE);
  vectors->n_vectors = (int) little_endian (header + name + VERSION_SIZE, 4);
  vectors->error = NULL;
  return true;
}

/* README.md says how samples come from the seed. */
static void
make_input (Vectors *v, size_t n, uint32_t state)
{
  for (size_t i = 0; i < n; i++) {
    uint32_t sample;

    state = state * 1664525 + 1013904223;
    sample = v->saturated ? 0xffff * (state >> 31) : state >> 16;
    if (v->sample_size == 2)
      ((uint16_t *) v->input)[i] = (uint16_t) sample;
    else
      ((uint8_t *) v->input)[i] = (uint8_t) (sample >> 8);
  }
}

/* Samples of two bytes come low byte first. */
static bool
read_expected (Vectors *v, size_t n)
{
  uint8_t *bytes = v->expected;

  if (fread (bytes, v->sample_size, n, v->file) != n)
    return false;
  for (size_t i = 0; i < n && v->sample_size == 2; i++)
    ((uint16_t *) v->expected)[i] = (uint16_t) little_endian (bytes + 2 * i, 2);
  return true;
}

static void
take_record (Vectors *v, const uint8_t *record)
{
  v->align_corners = record[0] & ALIGN_CORNERS;
  v->antialias = record[0] & ANTIALIAS;
  v->is_float = record[0] & FLOAT;
  v->recompute = record[0] & RECOMPUTE;
  v->coordinates = record[3] & 7;
  v->nearest = record[3] >> 3 & 3;
  v->exclude_outside = record[3] & EXCLUDE_OUTSIDE;
  v->truncate = record[3] & TRUNCATE;
  v->coefficient = record[3] & SHARP ? -50 : -75;
  v->sample_size = record[0] & WORDS ? 2 : 1;
  v->saturated = record[1];
  v->channels = record[2];
  v->in_width = (int) little_endian (record + 8, 2);
  v->in_height = (int) little_endian (record + 10, 2);
  v->out_width = (int) little_endian (record + 12, 2);
  v->out_height = (int) little_endian (record + 14, 2);
  v->factor_x = double_from (record + 16);
  v->factor_y = double_from (record + 24);
}

static void
release (Vectors *vectors)
{
  free (vectors->input);
  free (vectors->expected);
  vectors->input = vectors->expected = NULL;
}

bool
vectors_next (Vectors *vectors)
{
  uint8_t record[RECORD_SIZE];
  size_t in_size, out_size;

  release (vectors);
  if (vectors->index + 1 >= vectors->n_vectors)
    return false;
  vectors->index++;
  vectors->error = "The file of vectors ends too early.";
  if (fread (record, 1, sizeof record, vectors->file) != sizeof record)
    return false;
  take_record (vectors, record);
  in_size = (size_t) vectors->in_width * vectors->in_height * vectors->channels;
  out_size = (size_t) vectors->out_width * vectors->out_height * vectors->channels;
  vectors->input = malloc (in_size * vectors->sample_size);
  vectors->expected = malloc (out_size * vectors->sample_size);
  if (vectors->input == NULL || vectors->expected == NULL || !read_expected (vectors, out_size))
    return false;
  make_input (vectors, in_size, (uint32_t) little_endian (record + 4, 4));
  vectors->error = NULL;
  return true;
}

void
vectors_close (Vectors *vectors)
{
  release (vectors);
  if (vectors->file != NULL)
    fclose (vectors->file);
  vectors->file = NULL;
}
