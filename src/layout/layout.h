/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_LAYOUT_H
#define RSZ_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Layouts: how samples lie in a memory row. Plain rows are scaled in place; the others are taken
 * apart into one plain row per part first and put together last, by the fields their row of
 * rsz_layouts lists. */

/* What a plain row holds. */
typedef enum {
  RSZ_SAMPLE_U8,
  RSZ_SAMPLE_U16, /* in the byte order of this machine */
  RSZ_N_SAMPLES,
  /* what results can be besides: float32 that has not been rounded to whole numbers */
  RSZ_RESULT_F32 = RSZ_N_SAMPLES,
  RSZ_N_RESULTS
} RszSample;

/* Bytes of one sample: 1 or 2, of RSZ_RESULT_F32 4. */
size_t rsz_sample_size (RszSample sample);

/* Rows of rsz_layouts: what lies in memory and, where samples share words, a format of GStreamer's
 * that has it. LE and BE are the words' byte order. */
typedef enum {
  RSZ_LAYOUT_U8,
  RSZ_LAYOUT_U16,
  RSZ_LAYOUT_U16_SWAPPED,        /* the other byte order */
  RSZ_LAYOUT_U8_EVEN_ODD,        /* YUY2: part 0 in even bytes, part 1 in odd ones */
  RSZ_LAYOUT_U8_ODD_EVEN,        /* UYVY: part 0 in odd bytes, part 1 in even ones */
  RSZ_LAYOUT_HIGH10_LE,          /* P010_10LE: 10 high bits of 16 */
  RSZ_LAYOUT_HIGH10_BE,          /* P010_10BE */
  RSZ_LAYOUT_HIGH12_LE,          /* P012_LE, Y412_LE */
  RSZ_LAYOUT_HIGH12_BE,          /* P012_BE, Y412_BE */
  RSZ_LAYOUT_EVEN_ODD_HIGH10_LE, /* Y210 */
  RSZ_LAYOUT_EVEN_ODD_HIGH12_LE, /* Y212_LE */
  RSZ_LAYOUT_EVEN_ODD_HIGH12_BE, /* Y212_BE */
  RSZ_LAYOUT_EVEN_ODD_16_LE,     /* Y216_LE */
  RSZ_LAYOUT_EVEN_ODD_16_BE,     /* Y216_BE */
  RSZ_LAYOUT_ODD_EVEN_16_LE,     /* v216 */
  RSZ_LAYOUT_5_6_5_LE,           /* RGB16 */
  RSZ_LAYOUT_5_5_5_LE,           /* RGB15 */
  RSZ_LAYOUT_10_10_10_BE,        /* r210 */
  RSZ_LAYOUT_10_10_10_2_LE,      /* Y410, BGR10A2_LE: part 1 is the two bits */
  RSZ_LAYOUT_3X10_LE,            /* GRAY10_LE32, NV12_10LE32: three samples in 32 bits */
  RSZ_LAYOUT_4X10_LE,            /* NV12_10LE40: four samples in 40 bits */
  RSZ_LAYOUT_V210,
  RSZ_LAYOUT_UYVP,
  RSZ_LAYOUT_IYU1,
  RSZ_N_LAYOUTS
} RszLayout;

#define RSZ_MAX_PARTS 2

/* A pixel is 1 to 4 interleaved samples ("components"), each treated alike. */
#define RSZ_MAX_COMPONENTS 4

/* Pixels (samples where there is one part) after which every layout starts a group. */
#define RSZ_GROUPS_MEET 12

/* How a plane's results are written as values of float32, as networks take them, instead of
 * samples. A pixel's component c is, in float32, every operation rounded:
 *
 *   (c / divisor - mean) / std       or, with `multiplies`, (c * (1 / divisor) - mean) / std
 *
 * with divisor, 1 / divisor, mean and std rounded to float32 before. */
#define RSZ_MAX_TENSOR_TERM 1e9 /* of divisor, its reciprocal, mean, std and its reciprocal */

#define RSZ_LEFT_OUT (-1)

typedef struct {
  int n_channels;                       /* made of this plane, up to RSZ_MAX_COMPONENTS; 0: samples
                                         * are written, RSZ_LEFT_OUT: nothing is, and what follows
                                         * says nothing */
  int from[RSZ_MAX_COMPONENTS];         /* the component that a channel is made of */
  ptrdiff_t offset[RSZ_MAX_COMPONENTS]; /* bytes from a row's start in memory to a channel's value
                                         * of the first pixel, a multiple of 4 */
  int step;                             /* values from a pixel to the next, at least 1 */
  bool multiplies;
  double divisor;
  double mean[RSZ_MAX_COMPONENTS], std[RSZ_MAX_COMPONENTS];
} RszTensor;

#define RSZ_MAX_FIELDS 12

/* A sample's place in a group. */
typedef struct {
  uint8_t part;
  uint8_t index; /* among the part's samples of the group */
  uint8_t word;
  uint8_t shift; /* of its lowest bit in the word */
  uint8_t depth; /* bits; what is stored is clamped to 2^depth - 1 */
} RszField;

/* A row is a sequence of equal groups of words, the last of them whole, too, where a row ends
 * inside it. */
typedef struct {
  const char *name;
  RszSample sample; /* of every part */
  uint8_t n_parts;
  bool plain;      /* a memory row is part 0; what follows says nothing */
  bool big_endian; /* words are */
  bool cut; /* memory has only a share of a last group that is not whole, rounded up to bytes */
  uint8_t word_size; /* bytes: 1, 2, 4 or 5 */
  uint8_t n_words;
  uint8_t pixels;                 /* of a group; where there is one part, its samples */
  uint8_t samples[RSZ_MAX_PARTS]; /* of each part in a group */
  uint8_t divisor;                /* pixels for one of part 1 */
  uint8_t n_fields;
  RszField fields[RSZ_MAX_FIELDS];
} RszLayoutInfo;

extern const RszLayoutInfo rsz_layouts[RSZ_N_LAYOUTS];

/* Where every sample is the upper bits, or all, of a word of 16 bits in this machine's byte order:
 * the bit it starts at. Else -1. */
int rsz_layout_low_bit (RszLayout layout);

/* Bytes of a memory row of len pixels; where there is one part, of len samples. */
size_t rsz_layout_row_size (RszLayout layout, int len);

#endif
