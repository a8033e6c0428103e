/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ops.h"

#include <string.h>

/* A level for x86: the plain C rows as its flags compile them, where those are better than the
 * levels below, and above them the rows of its own. meson.build gives the plain C rows names
 * of the level. */

/* Loops over whole numbers, for which SSE2 lacks products of 32 bits. */
static void
take_decoders (RszRows *rows, const RszRows *compiled)
{
  rows->weave_fours = compiled->weave_fours;
  rows->slide = compiled->slide;
  rows->stretch = compiled->stretch;
  rows->blend_four = compiled->blend_four;
  rows->stretch_four = compiled->stretch_four;
  rows->tint = compiled->tint;
  rows->shade = compiled->shade;
  rows->shade_words = compiled->shade_words;
}

void LEVEL (rsz_rows_fill_c_decoders) (RszRows *rows);
void LEVEL (rsz_rows_fill_c_words) (RszRows *rows);

#if HAS_FLOATS

void LEVEL (rsz_rows_fill_c_memory) (RszRows *rows);
void LEVEL (rsz_rows_fill_c_colour) (RszRows *rows);
void LEVEL (rsz_rows_fill_c_float) (RszRows *rows);
void LEVEL (rsz_rows_fill_c_opencv_words) (RszRows *rows);

/* Fused multiply-adds, of which SSE2 makes calls, and wide loops over floats (2 to 30 times
 * plain C). Fills and layouts of bit fields gain nothing. */
static void
take_compiled (RszRows *rows)
{
  RszRows compiled = *rows;

  LEVEL (rsz_rows_fill_c_memory) (&compiled);
  LEVEL (rsz_rows_fill_c_colour) (&compiled);
  LEVEL (rsz_rows_fill_c_float) (&compiled);
  LEVEL (rsz_rows_fill_c_opencv_words) (&compiled);
  LEVEL (rsz_rows_fill_c_words) (&compiled);
  LEVEL (rsz_rows_fill_c_decoders) (&compiled);
  rows->hscalef = compiled.hscalef;
  rows->vscalef = compiled.vscalef;
  rows->corners = compiled.corners;
  memcpy (rows->widen, compiled.widen, sizeof rows->widen);
  memcpy (rows->narrow, compiled.narrow, sizeof rows->narrow);
  memcpy (rows->average, compiled.average, sizeof rows->average);
  rows->hwords = compiled.hwords;
  rows->vwords = compiled.vwords;
  memcpy (rows->pick, compiled.pick, sizeof rows->pick);
  rows->blend = compiled.blend;
  rows->spread = compiled.spread;
  rows->spread_four = compiled.spread_four;
  rows->opacity = compiled.opacity;
  rows->to_rows = compiled.to_rows;
  rows->to_pixels = compiled.to_pixels;
  rows->find_near = compiled.find_near;
  rows->weave = compiled.weave;
  take_decoders (rows, &compiled);
  /* the layouts of whole bytes and of words of 16 bits */
  for (int i = RSZ_LAYOUT_U16_SWAPPED; i <= RSZ_LAYOUT_ODD_EVEN_16_LE; i++) {
    rows->load[i] = compiled.load[i];
    rows->store[i] = compiled.store[i];
  }
  LEVEL (rsz_rows_fill_float) (rows);
#if HAS_BYTE_PERMUTE
  LEVEL (rsz_rows_fill_bytes) (rows);
#endif
  LEVEL (rsz_rows_fill_lanes) (rows);
  LEVEL (rsz_rows_fill_round) (rows);
  LEVEL (rsz_rows_fill_colour) (rows);
}

#else

/* Layouts of words: byte shuffles put them together in 0.7 of the time. What else plain C does
 * gains nothing, ORC's narrowing takes half the time of what compilers make of it, and ORC
 * swaps bytes in half the time. */
static void
take_compiled (RszRows *rows)
{
  RszRows compiled = *rows;

  LEVEL (rsz_rows_fill_c_words) (&compiled);
  LEVEL (rsz_rows_fill_c_decoders) (&compiled);
  take_decoders (rows, &compiled);
  for (int i = RSZ_LAYOUT_U16_SWAPPED + 1; i <= RSZ_LAYOUT_ODD_EVEN_16_LE; i++) {
    rows->load[i] = compiled.load[i];
    rows->store[i] = compiled.store[i];
  }
}

#endif

void
LEVEL (rsz_rows_fill) (RszRows *rows)
{
  take_compiled (rows);
  rows->level = LEVEL_NAME;
  LEVEL (rsz_rows_fill_area) (rows);
  LEVEL (rsz_rows_fill_deep) (rows);
  LEVEL (rsz_rows_fill_h) (rows);
  LEVEL (rsz_rows_fill_halve) (rows);
  LEVEL (rsz_rows_fill_libraries) (rows);
  LEVEL (rsz_rows_fill_v) (rows);
}
