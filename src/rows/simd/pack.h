/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_PACK_H
#define RSZ_ROWS_PACK_H

#include "rows/rows.h"

/* Tables of the horizontal rows. Output samples (pixels times components) are made a block at
 * a time; byte shuffles put what a block's lanes read where they want it, whatever the ratio,
 * the number of taps and of components. */

/* How a block is summed. */
typedef enum {
  FORM_LERP,  /* 16 bit lanes: two taps whose weights add up to one */
  FORM_PAIRS, /* 32 bit lanes: taps two by two, a unit for each pair */
  FORM_WORDS, /* the same of samples of 16 bits */
  FORM_QUADS, /* PAIRS' sums, taps four by four: a unit of where they are, and one of the high and
               * the low bytes of their weights, which are summed apart */
  FORM_SPLIT, /* PAIRS with weights of 32 bits: a unit of what they have from SPLIT_BITS on, and one
               * of the bits below */
  FORM_SUMS,  /* PAIRS whose sums are stored as they are */
  FORM_FLOAT_SUMS, /* ... as float32 */
  FORM_LINEAR, /* 16 bit lanes, OpenCV's: the nearer sample first, the other one's weight negative
                */
  FORM_DEEP,   /* 16 bit lanes, LERP's of samples of 16 bits: a unit for each of the two taps */
  FORM_GATHER, /* bytes: nothing to sum */
} Form;

/* Samples of a block in vectors of so many bytes. */
static inline int
form_samples (Form form, int vector)
{
  return form == FORM_LERP || form == FORM_LINEAR || form == FORM_DEEP ? vector / 2
         : form == FORM_GATHER                                         ? vector
                                                                       : vector / 4;
}

#define SPLIT_BITS 11

/* True where the taps of an output are added, a unit for each two or four. */
static inline bool
form_sums (Form form)
{
  return form == FORM_PAIRS || form == FORM_WORDS || form == FORM_QUADS || form == FORM_SPLIT
         || form == FORM_SUMS || form == FORM_FLOAT_SUMS;
}

/* Units that belong to the same taps, and how many those are. */
static inline int
form_units (Form form)
{
  return form == FORM_SPLIT || form == FORM_QUADS || form == FORM_DEEP ? 2 : 1;
}

static inline int
form_taps (Form form)
{
  return form == FORM_QUADS ? 4 : 2;
}

/* What fills one vector: source bytes come out of windows, weights go with them. The levels'
 * units start with their windows' places and end with the weights, as many bytes as a vector;
 * the rest is their own. */
#define MAX_OFFSETS 8
#define UNIT_SIZE 192

/* One of any level's. It is copied and moved as this struct and read as the level's own:
 * compilers have to know that the two are the same memory. */
typedef struct __attribute__ ((may_alias)) {
  int32_t offset[MAX_OFFSETS]; /* from the block's base; unused ones 0 */
  uint8_t rest[UNIT_SIZE - MAX_OFFSETS * sizeof (int32_t)];
} Unit;

/* One more than there are ends the list: its base is the row's end. */
typedef struct {
  int32_t base;  /* byte of the source row */
  int32_t table; /* its first unit; blocks share tables */
} Block;

/* All units of a block read the same window: it is loaded once. */
#define SHARED 0

/* There are no units: rows have runs. */
#define RUNS -1

/* What a unit reads are not windows but pieces of PIECE bytes, so many that they fill the vector
 * or, where zeros go between bytes, half of it: what is far apart is read without what is between.
 */
#define PIECES -2
#define PIECE 8

/* True where the taps of so many units are read in pieces, if there are any. */
static inline bool
form_has_pieces (Form form, int n_units)
{
  return (form == FORM_LERP || form == FORM_LINEAR || form == FORM_PAIRS) && n_units <= 2;
}

/* What is read where it lies and summed pixel by pixel, in steps of as many words as a vector has,
 * which end in the row: what a step reads beyond a pixel's taps weighs nothing. Of pixels of 1, 2
 * or 4 samples a step is whole pixels; samples of two neighbours are put next to each other, so
 * that each 32 bits of a sum belong to one component. */
typedef struct {
  int components, n_steps;
  bool shifted;           /* words are shifted down to their samples */
  size_t pixel_weights;   /* of all steps of a pixel, each as many as a vector has words */
  const int32_t *starts;  /* of each pixel, byte of the source row */
  const int16_t *weights; /* FORM_SPLIT: what they have from SPLIT_BITS on */
  const int16_t *low;     /* FORM_SPLIT: the bits below */
  const uint8_t *order;   /* of a step: byte of memory that each byte of a vector is, or ABSENT */
} Runs;

#define ABSENT 0x80 /* is zero after the shuffle */

typedef struct {
  Form form;
  int n_units;   /* per block */
  int n_windows; /* per unit, the most there are; or SHARED, RUNS or PIECES */
  int group;     /* where n_windows is 1: consecutive units of a block that read the same window */
  bool wide;     /* windows are larger than a vector */
  int padded;    /* bytes of a row that is shorter than a window and is read out of a copy; or 0 */
  const Block *blocks;
  const void *units;
  Runs runs;   /* where n_windows is RUNS */
  int doubled; /* gathers: bytes of a pixel, 1, 2 or 4, where each two outputs in a row are the same
                  one, and the next two the next one; else 0 */
  int begin;   /* ... of the first one, in bytes */
} Packed;

/* Fetches what a block will read of the rows after these. */
static inline void
fetch_soon (const RszBatch *batch, const Packed *packed, int block)
{
  const int end = batch->soon[0] ? packed->blocks[block + 1].base : 0;

  for (int at = (packed->blocks[block].base + 63) & ~63; at < end; at += 64)
    for (int r = 0; r < batch->n; r++)
      if (batch->soon[r])
        __builtin_prefetch (batch->soon[r] + at);
}

/* Of any level's windows, bytes. */
#define MAX_WINDOW 128

/* Room for a copy of a short row; what is behind its end is read and not used. */
typedef struct {
  uint8_t bytes[MAX_WINDOW];
} ShortRow;

/* Four rows, of which the last ones may be the same. */
typedef struct {
  uint8_t *dst[RSZ_MAX_BATCH];
  const uint8_t *src[RSZ_MAX_BATCH];
} Rows;

static inline Rows
rows_of (const RszBatch *batch)
{
  Rows rows;

  for (int r = 0; r < RSZ_MAX_BATCH; r++) {
    const int row = r < batch->n ? r : batch->n - 1;

    rows.dst[r] = batch->dst[row];
    rows.src[r] = batch->src[row];
  }
  return rows;
}

/* What a level's units are. */
typedef struct UnitKind {
  int vector; /* bytes */
  int window; /* bytes, a whole share or a multiple of a vector */
  int max_windows;
  int window_cost; /* instructions that reading one takes; 0: they are always better than runs */
  bool planar; /* the lanes of a unit are all of one tap, then all of the next; or they alternate */
  /* Fills a zeroed unit that reads bytes[vector] of a row of `size` bytes (-1: zero) and
   * weighs with weights[vector / 2]; offsets of windows from the row's start, no window beyond
   * its end, -1 where unused. Returns how many windows there are, more than max_windows where
   * those do not do. */
  int (*place) (Unit *unit, const int32_t *bytes, const int16_t *weights, int size);
  /* Makes the only window of a unit start at offset start[vector / window], at least one,
   * which are no larger than its own. False where it does not fit, the unit is then spoilt. */
  bool (*move) (Unit *unit, const int32_t *start);
  /* Writes what the rows need of a finished unit, and how many bytes that is. NULL: all of it. */
  void (*keep) (void *dst, const Unit *unit);
  size_t kept_size;
  /* Fills the second unit of QUADS. NULL: there are none. */
  void (*weigh) (Unit *unit, const int8_t *high, const int8_t *low);
  const struct UnitKind *quads;  /* of the first */
  const struct UnitKind *pieces; /* whose windows are PIECES. NULL: there are none */
} UnitKind;

/* RszHpack for units of a kind. NULL also for what they do not do: very large reductions. */
Packed *rsz_rows_pack_sums (const UnitKind *kind, const RszHtaps *taps, size_t *size);
Packed *rsz_rows_pack_words (const UnitKind *kind, const RszHtaps *taps, size_t *size);
Packed *rsz_rows_pack_split (const UnitKind *kind, const RszHtaps *taps, size_t *size);
Packed *rsz_rows_pack_sums32 (const UnitKind *kind, const RszHtaps *taps, size_t *size);
/* NULL also where weights do not add up to one. */
Packed *rsz_rows_pack_deep (const UnitKind *kind, const RszHtaps *taps, size_t *size);
Packed *rsz_rows_pack_linear (const UnitKind *kind, const RszHtaps *taps, size_t *size);
Packed *rsz_rows_pack_gather (const UnitKind *kind, const RszHtaps *taps, size_t *size);

/* Finds one window for as many of `left` (a bit for each of bytes[n]) as it holds, from the
 * first of them on. Returns its start and takes them away from `left`. */
int32_t rsz_rows_find_window (const int32_t *bytes, int n, int size, int window, uint64_t *left);

#endif
