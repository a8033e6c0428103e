/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compares the core with pictures torch and other libraries resized, see README.md. usage:
 * check_golden FILE... */
#include <stdlib.h>
#include <string.h>

#include "../tap.h"
#include "coreshim.h"
#include "vectors.h"

#define PADDING 5 /* bytes after each output row that must stay as they are */
#define GUARD 0xa5

/* What was seen of a file in one arithmetic. */
typedef struct {
  int n_vectors, n_unequal, n_failed, n_scribbled;
  long n_samples, n_off;
  int most; /* largest difference */
} Tally;

static bool
resize (const Vectors *v, uint8_t *dst, ptrdiff_t stride)
{
  const bool ratio = v->recompute;
  const int x[CORESHIM_N] = { 0, v->in_width, 0, v->out_width, 1, 1, 0, 0, v->align_corners,
    v->antialias, v->coordinates, v->nearest, v->coefficient, v->exclude_outside };
  const int y[CORESHIM_N] = { 0, v->in_height, 0, v->out_height, 1, 1, 0, 0, v->align_corners,
    v->antialias, v->coordinates, v->nearest, v->coefficient, v->exclude_outside };
  char message[CORESHIM_MESSAGE_SIZE] = "";

  if (coreshim_resize (v->method, v->is_float, v->truncate, 8 * v->sample_size, v->channels,
          1 + v->index % 3, x, ratio ? 0.0 : v->factor_x, y, ratio ? 0.0 : v->factor_y, dst, stride,
          v->input, (ptrdiff_t) v->in_width * v->channels * v->sample_size, message)
      == 0)
    return true;
  printf ("# vector %d: %s\n", v->index, message);
  return false;
}

/* Rows may lie anywhere. */
static int
sample_at (const uint8_t *row, int i, int size)
{
  uint16_t word;

  memcpy (&word, row + i * size, size);
  return size == 2 ? word : row[i];
}

static void
compare_row (Tally *tally, const uint8_t *got, const uint8_t *want, int len, int size)
{
  for (int i = 0; i < len; i++) {
    const int difference = abs (sample_at (got, i, size) - sample_at (want, i, size));

    tally->n_off += difference > 0;
    tally->most = difference > tally->most ? difference : tally->most;
  }
  for (int i = len * size; i < len * size + PADDING; i++)
    tally->n_scribbled += got[i] != GUARD;
  tally->n_samples += len;
}

static void
compare (const Vectors *v, Tally *tally)
{
  const int size = v->sample_size, len = v->out_width * v->channels;
  const int stride = len * size + PADDING;
  const uint8_t *expected = v->expected;
  uint8_t *dst = malloc ((size_t) stride * v->out_height);
  const long off_before = tally->n_off;

  memset (dst, GUARD, (size_t) stride * v->out_height);
  tally->n_vectors++;
  if (resize (v, dst, stride))
    for (int row = 0; row < v->out_height; row++)
      compare_row (tally, dst + row * stride, expected + row * len * size, len, size);
  else
    tally->n_failed++;
  free (dst);
  if (tally->n_off == off_before)
    return;
  tally->n_unequal++;
  printf ("# vector %d: %dx%d to %dx%d, %d channels, %s%s%s, coordinates %d, factors %g %g%s: %ld "
          "samples differ\n",
      v->index, v->in_width, v->in_height, v->out_width, v->out_height, v->channels,
      v->is_float ? "float" : "native", v->align_corners ? ", align-corners" : "",
      v->antialias ? ", antialias" : "", v->coordinates, v->factor_x, v->factor_y,
      v->recompute ? " recomputed" : "", tally->n_off - off_before);
}

/* The C library's sine may differ from torch's in the last bit. */
static bool
may_be_near (const Vectors *v)
{
  return v->is_float && strcmp (v->method, "lanczos") == 0;
}

static void
report (const char *method, const char *which, bool near, const Tally *t)
{
  const bool complete = t->n_failed == 0 && t->n_scribbled == 0;

  if (t->n_vectors == 0)
    return;
  if (near)
    tap_check (complete && t->most <= 1 && t->n_off * 10000 <= t->n_samples,
        "%s, %s: %d pictures are the library's within 1, and equal in 99.99 %% of samples "
        "(%ld of %ld differ)",
        method, which, t->n_vectors, t->n_off, t->n_samples);
  else
    tap_check (complete && t->n_off == 0,
        "%s, %s: %d pictures are the library's, byte for byte (%d are not)", method, which,
        t->n_vectors, t->n_unequal + t->n_failed);
}

static void
check_file (const char *path)
{
  enum { NATIVE, WORDS, EXACT, NEAR, N };
  Tally tallies[N] = { 0 };
  Vectors vectors;

  vectors_open (&vectors, path);
  while (vectors.error == NULL && vectors_next (&vectors))
    compare (&vectors, &tallies[may_be_near (&vectors)     ? NEAR
                                : vectors.is_float         ? EXACT
                                : vectors.sample_size == 2 ? WORDS
                                                           : NATIVE]);
  if (vectors.error != NULL)
    tap_check (false, "%s is readable: %s", path, vectors.error);
  report (vectors.method, "native", false, &tallies[NATIVE]);
  report (vectors.method, "native, 16 bits", false, &tallies[WORDS]);
  report (vectors.method, "float", false, &tallies[EXACT]);
  report (vectors.method, "float, last bit left to the sine", true, &tallies[NEAR]);
  vectors_close (&vectors);
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    check_file (argv[i]);
  tap_check (argc > 1, "there are vectors to compare with");
  return tap_finish ();
}
