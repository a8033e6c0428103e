/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_COLOUR_H
#define RSZ_COLOUR_H

#include "resizer.h"

/* Y'CbCr to R'G'B' of 8 bits and full range, in the size that the picture has.
 *
 * Chroma is interpolated linearly to where the luma samples are, by its sub-sampling and siting;
 * beyond the first and the last sample it is that sample. Then
 *   R' = Y' + 2 (1 - Kr) Cr
 *   G' = Y' - 2 (1 - Kb) Kb / Kg Cb - 2 (1 - Kr) Kr / Kg Cr
 *   B' = Y' + 2 (1 - Kb) Cb
 * with Y' in 0 .. 1, Cb and Cr in -1/2 .. 1/2 and Kg = 1 - Kr - Kb, times 255, rounded once, half
 * to even, and clamped. The result is that of real numbers: sums in float32 that are near the
 * middle of two levels are made again, in integers where it matters. So it does not depend on the
 * level of the rows.
 *
 * rsz_init comes before. A colour is run by one thread at a time. */

/* Kr and Kb are multiples of this part of one. */
#define RSZ_COLOUR_UNIT 10000

/* Ways from Y'CbCr to R'G'B'. */
typedef enum {
  RSZ_CONVERSION_EXACT,
  /* cvtColor: BT.601 of 16 .. 235 whatever the frame is; chroma is not interpolated, fields are not
   * looked at. Of 8 bits with 2 luma columns for a sample of chroma. */
  RSZ_CONVERSION_OPENCV,
  /* FFmpeg's swscale to RGB24 as x86-64 runs it with SWS_BILINEAR and no other flag. Of 8, 10 or 12
   * bits. */
  RSZ_CONVERSION_SWSCALE,
  /* ... with SWS_BICUBIC. */
  RSZ_CONVERSION_SWSCALE_BICUBIC,
  /* ... with SWS_BICUBIC, by a caller that does not say where chroma is and knows no fields: chroma
   * is in the middle of its pixels, whatever the frame is. */
  RSZ_CONVERSION_TORCHCODEC,
  RSZ_N_CONVERSIONS
} RszConversion;

typedef struct {
  const char *name;    /* the property's nick */
  const char *summary; /* one phrase for gst-inspect-1.0 */
} RszConversionInfo;

const RszConversionInfo *rsz_conversion_info (RszConversion conversion);

/* Components, of both sides. */
enum {
  RSZ_LUMA, /* or R' */
  RSZ_CB,   /* or G' */
  RSZ_CR,   /* or B' */
  RSZ_ALPHA,
  RSZ_N_CHANNELS
};

/* Where a component is in a frame. */
typedef struct {
  int plane; /* -1: there is none */
  int part;
  int index; /* among the samples of a pixel of the part */
} RszPlace;

typedef struct {
  RszConversion conversion;
  int kr, kb;                      /* in units; with kg they add up to RSZ_COLOUR_UNIT */
  int luma_offset, luma_range;     /* black, and how far white is above it */
  int chroma_offset, chroma_range; /* grey, and from the least to the largest */
  int alpha_max;                   /* of the source; what is opaque */
  /* 2: plane p of the source is planes 2p and 2p + 1 of its spec, the even rows and the odd ones of
   * the frame. The destination's planes have all rows. */
  int n_fields;
  RszPlace from[RSZ_N_CHANNELS]; /* without alpha the picture is opaque */
  RszPlace to[RSZ_N_CHANNELS];   /* samples of no component are written as alpha is */
} RszColours;

typedef struct _RszColour RszColour;

/* Makes a conversion from frames of `src` to frames of `dst`. Of the specs the layouts, the axes'
 * source (crop_start, in, subsampling, cosited, fields) and of `dst` their `out` count. The
 * destination is of plain bytes. On failure returns NULL and writes a sentence for a person to
 * message[RSZ_MESSAGE_SIZE]. */
RszColour *rsz_colour_new (
    const RszSpec *src, const RszSpec *dst, const RszColours *colours, char *message);

/* Converts slice `slice`, 0 .. n_slices - 1, of a frame: a share of its rows. Pointers and strides
 * as for rsz_resizer_run, with `src` as the source's spec and `dst` as the destination's say. A
 * conversion runs one slice at a time; others that were made alike may run other slices. */
void rsz_colour_run (RszColour *colour, void *const *dst, const ptrdiff_t *dst_stride,
    const void *const *src, const ptrdiff_t *src_stride, int slice, int n_slices);

/* Accepts NULL. */
void rsz_colour_free (RszColour *colour);

#endif
