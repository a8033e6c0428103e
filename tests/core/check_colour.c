/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Row functions of colours: every level writes the bytes that plain C writes, and no other; and
 * what float32 leaves unmarked is what the formula in real numbers makes of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../tap.h"
#include "colour/exact.h"
#include "rows/rows.h"

#define MAX_LEN 150
#define GUARD 96
#define CANARY 0xa5

/* Input, with a chroma sample on either side of each row; anything up to 16 bits. */
typedef struct {
  uint8_t memory[4 * 2 * MAX_LEN + 1];
  uint16_t luma[MAX_LEN];
  uint8_t alpha[MAX_LEN];
  int32_t cb[MAX_LEN + 2], cr[MAX_LEN + 2];
} Input;

/* Output, each between guards. */
typedef struct {
  uint8_t bytes[4][GUARD + 8 * MAX_LEN + GUARD];
} Output;

static uint32_t
noise (void)
{
  static uint32_t state = 1;

  state = state * 1664525u + 1013904223u;
  return state >> 8;
}

static Input
make_input (int depth)
{
  const int32_t half = 1 << (depth - 1);
  Input input;

  for (size_t i = 0; i < sizeof input.memory; i++)
    input.memory[i] = (uint8_t) noise ();
  for (int i = 0; i < MAX_LEN; i++) {
    input.luma[i] = (uint16_t) (noise () >> (24 - depth));
    input.alpha[i] = (uint8_t) noise ();
  }
  for (int i = 0; i < MAX_LEN + 2; i++) {
    input.cb[i] = 32 * ((int32_t) (noise () >> (24 - depth)) - half);
    input.cr[i] = 32 * ((int32_t) (noise () >> (24 - depth)) - half);
  }
  return input;
}

static RszColours
colours_of (int depth)
{
  return (RszColours){ .kr = 2126,
    .kb = 722,
    .luma_offset = 16 << (depth - 8),
    .luma_range = 219 << (depth - 8),
    .chroma_offset = 128 << (depth - 8),
    .chroma_range = 224 << (depth - 8) };
}

static RszRgbTerms
terms_of (const RszExact *exact)
{
  RszRgbTerms terms = { .offset = exact->luma_offset, .luma = (float) exact->luma };

  for (int c = 0; c < 3; c++) {
    terms.cb[c] = (float) exact->cb[c];
    terms.cr[c] = (float) exact->cr[c];
  }
  return terms;
}

typedef void (*Run) (
    const RszRows *rows, Output *out, const Input *in, const RszRgbTerms *terms, int len);

static void
run_pick (const RszRows *rows, Output *out, const Input *in, const RszRgbTerms *terms, int len)
{
  (void) terms;
  for (int i = 0; i < 4; i++)
    rows->pick[i & 1]((uint16_t *) (out->bytes[i] + GUARD), in->memory + (i > 1), i + 1, i, len);
}

static void
run_blend (const RszRows *rows, Output *out, const Input *in, const RszRgbTerms *terms, int len)
{
  const int32_t weights[2] = { 3, 5 }, even[2] = { 1, 3 }, odd[2] = { 2, 2 };

  (void) terms;
  rows->blend (
      (int32_t *) (out->bytes[0] + GUARD), in->luma, in->luma + MAX_LEN - len, weights, 128, len);
  rows->spread ((int32_t *) (out->bytes[1] + GUARD), in->cb + 1, even, odd, len);
}

static void
run_rows (const RszRows *rows, Output *out, const Input *in, const RszRgbTerms *terms, int len)
{
  uint8_t *const rgb[3] = { out->bytes[0] + GUARD, out->bytes[1] + GUARD + 1,
    out->bytes[2] + GUARD + 3 };

  rows->to_rows (rgb, out->bytes[3] + GUARD, in->luma, in->cb, in->cr, terms, len);
}

static void
run_pixels (const RszRows *rows, Output *out, const Input *in, const RszRgbTerms *terms, int len)
{
  const int places[4] = { 2, 1, 3, 0 };
  const uint8_t *src[3] = { in->alpha, in->memory + 1, in->memory + MAX_LEN };

  rows->to_pixels (out->bytes[0] + GUARD + 1, out->bytes[1] + GUARD, in->luma, in->cb, in->cr,
      in->alpha, terms, places, len);
  rows->find_near (out->bytes[2] + GUARD, in->luma, in->cb, in->cr, terms, len);
  rows->weave (out->bytes[3] + GUARD + 1, src, len);
}

/* Bytes that a run may write: all others stay. */
static bool
keeps_guards (const Output *out, int written)
{
  for (int i = 0; i < 4; i++)
    for (size_t k = 0; k < sizeof out->bytes[i]; k++)
      if ((k < GUARD || k >= GUARD + (size_t) written + 3) && out->bytes[i][k] != CANARY)
        return false;
  return true;
}

static bool
is_alike (const RszRows *plain, const RszRows *rows, Run run, int size)
{
  static Output wanted, made;
  bool alike = true;

  for (int depth = 8; depth <= 16; depth += 4)
    for (int len = 0; len <= MAX_LEN; len++) {
      const Input in = make_input (depth);
      const RszColours colours = colours_of (depth);
      RszExact exact;
      RszRgbTerms terms;

      rsz_exact_init (&exact, &colours, 32);
      terms = terms_of (&exact);
      memset (&wanted, CANARY, sizeof wanted);
      memset (&made, CANARY, sizeof made);
      run (plain, &wanted, &in, &terms, len);
      run (rows, &made, &in, &terms, len);
      alike =
          alike && memcmp (&wanted, &made, sizeof made) == 0 && keeps_guards (&made, len * size);
    }
  return alike;
}

static void
check_level (const RszRows *plain, int level)
{
  static const struct {
    const char *name;
    Run run;
    int size;
  } runs[] = {
    { "picks components", run_pick, 2 },
    { "interpolates chroma", run_blend, 8 },
    { "makes rows", run_rows, 1 },
    { "makes pixels", run_pixels, 4 },
  };
  RszRows rows;

  if (rsz_levels[level].usable && !rsz_levels[level].usable ())
    return;
  rsz_rows_fill (&rows, level);
  for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++)
    tap_check (is_alike (plain, &rows, runs[i].run, runs[i].size), "level %s %s as plain C does",
        rsz_levels[level].name, runs[i].name);
}

/* Levels that no mark is on, against long double. */
static void
check_marks (const RszRows *rows)
{
  bool holds = true;
  int marked = 0;

  for (int depth = 8; depth <= 16; depth += 2)
    for (int k = 0; k < 400; k++) {
      const Input in = make_input (depth);
      const RszColours colours = colours_of (depth);
      uint8_t rgb[3][MAX_LEN], marks[MAX_LEN / RSZ_RGB_BLOCK + 1], near[MAX_LEN];
      RszExact exact;
      RszRgbTerms terms;

      rsz_exact_init (&exact, &colours, 32);
      terms = terms_of (&exact);
      rows->to_rows (
          (uint8_t *[]){ rgb[0], rgb[1], rgb[2] }, marks, in.luma, in.cb, in.cr, &terms, MAX_LEN);
      rows->find_near (near, in.luma, in.cb, in.cr, &terms, MAX_LEN);
      for (int x = 0; x < MAX_LEN; x++) {
        const long double y = (in.luma[x] - colours.luma_offset) / (long double) colours.luma_range;
        const long double u = in.cb[x] / 32.0L / colours.chroma_range;
        const long double v = in.cr[x] / 32.0L / colours.chroma_range;
        const long double real[3] = { 255 * (y + 1.5748L * v),
          255 * (y - (0.13397432L * u + 0.33480248L * v) / 0.7152L), 255 * (y + 1.8556L * u) };

        marked += near[x];
        holds = holds && near[x] <= marks[x / RSZ_RGB_BLOCK];
        for (int c = 0; c < 3; c++)
          holds = holds
                  && (near[x]
                      || rgb[c][x]
                             == (real[c] < 0     ? 0
                                 : real[c] > 255 ? 255
                                                 : rintl (real[c])));
      }
    }
  tap_check (holds, "what is not marked is the rounded real number");
  tap_check (marked > 0 && marked < 400 * 5 * MAX_LEN / 300, "few pixels are marked: %d", marked);
}

/* Full range, no chroma: Y' is the level. Grey in halves: 255 (Y' - 0) / 510 is k / 2. */
static void
check_middles (void)
{
  const RszColours colours = { .kr = 2990, .kb = 1140, .luma_range = 510, .chroma_range = 510 };
  bool holds = true;
  RszExact exact;

  rsz_exact_init (&exact, &colours, 1);
  for (int y = 0; y <= 510; y++)
    for (int c = 0; c < 3; c++)
      holds = holds && rsz_exact_level (&exact, c, y, 0, 0) == (y % 4 == 3 ? (y + 1) / 2 : y / 2);
  tap_check (holds, "halves are rounded to even");
}

int
main (void)
{
  static RszRows plain;

  rsz_rows_fill (&plain, 0);
  for (int level = 1; level < rsz_n_levels; level++)
    check_level (&plain, level);
  check_marks (&plain);
  check_middles ();
  return tap_finish ();
}
