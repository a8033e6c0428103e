/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vectors.h"

#include <stdlib.h>
#include <string.h>

#define HEADER_SIZE 44
#define RECORD_SIZE 32

enum { ALIGN_CORNERS = 1, ANTIALIAS = 2, FLOAT = 4, RECOMPUTE = 8 };
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
  uint8_t header[HEADER_SIZE];

  *vectors = (Vectors){ .index = -1, .file = fopen (path, "rb") };
  if (vectors->file == NULL) {
    vectors->error = "The file of vectors cannot be opened.";
    return false;
  }
  if (fread (header, 1, sizeof header, vectors->file) != sizeof header
      || memcmp (header, "rszvec1\n", 8) != 0) {
    vectors->error = "The file does not begin as a file of vectors does.";
    return false;
  }
  memcpy (vectors->method, header + 8, 16);
  memcpy (vectors->version, header + 24, 16);
  vectors->n_vectors = (int) little_endian (header + 40, 4);
  return true;
}

/* README.md says how samples come from the seed. */
static void
make_input (uint8_t *samples, size_t size, uint32_t state, bool saturated)
{
  for (size_t i = 0; i < size; i++) {
    state = state * 1664525 + 1013904223;
    samples[i] = (uint8_t) (saturated ? 255 * (state >> 31) : state >> 24);
  }
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
  vectors->input = malloc (in_size);
  vectors->expected = malloc (out_size);
  if (vectors->input == NULL || vectors->expected == NULL
      || fread (vectors->expected, 1, out_size, vectors->file) != out_size)
    return false;
  make_input (
      vectors->input, in_size, (uint32_t) little_endian (record + 4, 4), vectors->saturated);
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
