/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Exact colours: what float32 leaves unmarked is what the formula in real numbers makes of it. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../tap.h"
#include "colour/exact.h"
#include "rows/rows.h"

#define MAX_LEN 150

/* Anything up to 16 bits. */
typedef struct {
  uint16_t luma[MAX_LEN];
  int32_t cb[MAX_LEN], cr[MAX_LEN];
} Input;

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

  for (int i = 0; i < MAX_LEN; i++) {
    input.luma[i] = (uint16_t) (noise () >> (24 - depth));
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
  check_marks (&plain);
  check_middles ();
  return tap_finish ();
}
