/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_COLOUR_NAMED_H
#define RSZ_COLOUR_NAMED_H

#include "colour.h"
#include "meet.h"
#include "rows/rows.h"

/* Conversions of other libraries, to the byte: docs/colour.md has the formulas. All are whole
 * numbers, and of few kinds: chroma is moved along its row (or not), two rows of it meet, and luma
 * and chroma are multiplied, added and clamped. */

typedef struct {
  bool words;    /* shade_words of rows of bytes, else tint and shade */
  RszMeet *down; /* for each row of luma that is read: of chroma, from the first that is read */
  int taps;      /* rows of chroma that meet, as swscale counts them */
} RszNamedField;

typedef struct {
  bool pairs;               /* two pixels share a sample of chroma */
  bool four;                /* samples that meet, or two */
  int columns;              /* of chroma, after it has been moved along its row */
  int along_shift;          /* 0: it is not moved */
  bool slid;                /* all samples by the first one's weights */
  int32_t *first, *weights; /* of chroma that is moved, one piece of memory */
  int32_t chroma_offset;    /* what is taken from chroma where rows meet ... */
  int32_t rounding;         /* ... less this where swscale knows no shorter way */
  RszTintTerms tint;
  RszShadeTerms shade;
  RszWordTerms words;
  RszNamedField fields[2];
} RszNamed;

/* Makes `named` for frames of `src`, by colours->conversion, which is not RSZ_CONVERSION_EXACT.
 * False with a sentence in message[RSZ_MESSAGE_SIZE], and nothing to be finished. */
bool rsz_named_init (RszNamed *named, const RszSpec *src, const RszColours *colours, char *message);

/* Accepts zeroed ones. */
void rsz_named_finish (RszNamed *named);

#endif
