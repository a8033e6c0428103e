/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_COLOUR_PRIVATE_H
#define RSZ_COLOUR_PRIVATE_H

#include "colour.h"
#include "exact.h"
#include "named.h"
#include "rows/rows.h"

/* The parts of a conversion, for the files of this folder. */

/* Chroma of a column or row of luma: two samples with whole weights. */
typedef struct {
  int first; /* sample; the other one is behind it */
  int32_t weights[2];
} RszBetween;

/* Rows of chroma that the next luma row may need again: as many of each field as may meet, by the
 * last bits of their number. */
#define RSZ_KEPT RSZ_MEET_TAPS

typedef struct {
  uint16_t *samples;
  int row; /* in its field; -1: none */
} RszKept;

struct _RszColour {
  const RszRows *rows;
  RszSpec src, dst;
  RszColours colours;
  RszExact exact;
  RszRgbTerms terms;
  RszNamed named; /* of conversions that are not exact */

  int width, height;    /* pixels that are made */
  int columns;          /* of chroma that are read ... */
  int first_column;     /* ... from this one on */
  int column_scale;     /* what the weights of columns add up to */
  RszBetween phases[4]; /* of the luma columns of a chroma sample, counted from it */

  void *memory;                                  /* of all that follows */
  uint8_t *parts[RSZ_MAX_PLANES][RSZ_MAX_PARTS]; /* unpacked rows, where memory is not plain */
  RszKept kept[2][2][RSZ_KEPT];                  /* of Cb and Cr, by field and by row */
  uint16_t *luma, *alpha;                        /* rows of samples */
  uint16_t *picked;                              /* of chroma, before it is moved */
  int32_t *blended[2], *spread[2]; /* Cb and Cr, without offset: a row of chroma, one of luma */
  int32_t *tint[3];                /* what chroma adds to a row */
  uint8_t *rgb[3], *opacity, *marks;
  int places[RSZ_N_CHANNELS]; /* in a pixel of three or four bytes */

  /* the frame */
  const void *const *data;
  const ptrdiff_t *stride;
  const uint8_t *loaded[RSZ_MAX_PLANES]; /* the memory row that `parts` hold, or NULL */
  RszMeet tinted;                        /* the chroma that `tint` is of; first is -1: none */
  int tinted_field;
};

static inline int
rsz_ceil_div (int a, int b)
{
  return (a + b - 1) / b;
}

static inline int
rsz_limit (int value, int least, int most)
{
  return value < least ? least : value > most ? most : value;
}

/* source.c: samples of the frame. Fields are 0 and 1, of frames 0; rows are those of the field. */

/* The samples of an axis that cover its source. */
int rsz_colour_first_sample (const RszAxis *axis);
int rsz_colour_last_sample (const RszAxis *axis);

const RszPlaneSpec *rsz_colour_plane (const RszColour *self, int channel, int field);

/* Samples or pixels in memory rows of a plane, as far as they are read. */
int rsz_colour_units (const RszPlaneSpec *plane);

/* Where row y of a component begins, if a pixel of its plane is one byte, else NULL. */
const uint8_t *rsz_colour_bytes (RszColour *self, int channel, int field, int y);

/* len samples of a component, in row y of its plane. */
void rsz_colour_pick (
    RszColour *self, uint16_t *dst, int channel, int field, int y, int first, int len);

/* All columns of a row of Cb or Cr, moved along it where the conversion does so. */
const uint16_t *rsz_colour_chroma_row (RszColour *self, int channel, int field, int y);

/* named.c: three rows of levels of row y by a named conversion. */
void rsz_colour_named_rows (RszColour *self, uint8_t *const rgb[3], int field, int y);

#endif
