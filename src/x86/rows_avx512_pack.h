/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_AVX512_PACK_H
#define RSZ_ROWS_AVX512_PACK_H

#include "rows.h"

/* Tables of the horizontal rows. Output samples (pixels times components) are made a block at a
 * time; one byte permute puts what a block's lanes read where they want it, whatever the ratio, the number of
 * taps and of components. */

/* How a block is summed. */
typedef enum {
  FORM_LERP,   /* 32 samples: two taps whose weights add up to one */
  FORM_PAIRS,  /* 16 samples: taps two by two, a unit for each pair */
  FORM_GATHER, /* 64 bytes: nothing to sum */
} Form;

static inline int
form_samples (Form form)
{
  return form == FORM_LERP ? 32 : form == FORM_PAIRS ? 16 : 64;
}

/* Source bytes come out of windows of 64; one does unless a row shrinks a lot. */
#define MAX_WINDOWS 4

/* One permute and the weights that go with it. */
typedef struct {
  uint8_t index[64];           /* of each lane's byte in its window */
  int16_t weights[32];         /* LERP: of the second tap, in 2^-15; PAIRS: of both */
  uint64_t mask[MAX_WINDOWS];  /* the bytes each window gives; what no window gives is zero */
  int32_t offset[MAX_WINDOWS]; /* of each window from the block's base */
  uint8_t padding[16];
} Unit;

typedef struct {
  int32_t base;  /* byte of the source row */
  int32_t table; /* its first unit; blocks share tables */
} Block;

typedef struct {
  Form form;
  int n_units;   /* per block */
  int n_windows; /* per unit */
  const Block *blocks;
  const Unit *units;
} Packed;

/* RszHpack functions. NULL also for what the tables do not do: rows of less than 64 bytes and very large
 * reductions. */
void *rsz_avx512_pack_sums (const RszHtaps *taps, size_t *size);
void *rsz_avx512_pack_gather (const RszHtaps *taps, size_t *size);

#endif
