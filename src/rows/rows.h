/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_ROWS_H
#define RSZ_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "layout/layout.h"

/* Row functions: everything that touches pixels, one row at a time.
 *
 * rows/c/level.c is the specification: whatever another level offers writes the same
 * bytes (tests/check_rows compares them). A level fills in what it does better
 * than the levels before it and leaves the rest.
 *
 * Contracts common to all:
 *  - `len` counts samples, or pixels where said, and may be 0; `size` counts bytes.
 *  - Nothing but the named samples is read and exactly `len` written, no
 *    alignment is asked for beyond that of the sample type, except that memory rows
 *    (the `void` sides of load, store, pick, widen, narrow, average, gather and deep sums)
 *    may lie at any address.
 *  - dst overlaps no source.
 *  - Taps and indices never fall from an output to the next.
 *  - Floats round to nearest, the mode every thread starts with; a row leaves the mode as it was.
 */

/* Pixels of at most this many bytes can be gathered. */
#define RSZ_MAX_PIXEL_SIZE 8

/* Fixed point sums of 8 bit samples, chosen by what is known of all taps of an axis. In all of them
 *   dst = clamp ((sum of src * weight + (1 << (shift - 1))) >> shift, 0, 255)
 * with any n_taps >= 1, 1 <= shift <= 22, and 255 * sum of |weight| + (1 << shift) < 2^31. */
typedef enum {
  RSZ_SUM_DOUBLING, /* exactly twice the size: every output is 3/4 of the near and 1/4 of the far
                       sample (at the ends both are the border sample) */
  RSZ_SUM_PAIR,     /* n_taps is 2 */
  RSZ_SUM_QUAD,     /* n_taps is 4 */
  RSZ_SUM_MANY,
  RSZ_N_SUMS
} RszSum;

/* Float sums. No rounding but float32's. Samples and weights are finite, and neither they nor
 * products and sums of them are denormal, which some levels take for zero. All start from +0,
 * so that a tap of weight zero changes no bit. LERP's and BLEND's samples and weights are >= 0.
 * What is fused is torch's choice, or rather its compiler's: see docs/numerics.md. */
typedef enum {
  RSZ_SUMF_LERP,  /* n_taps is 2: fmaf (a, w0, b * w1), the product rounded first */
  RSZ_SUMF_QUAD,  /* n_taps is 4: as LERP, then acc = fmaf (v, w, acc) for the last two */
  RSZ_SUMF_BLEND, /* n_taps is 2: a + (b - a) * w1, all three rounded */
  RSZ_SUMF_MANY,  /* ascending, acc = acc + v * w, both rounded to float32 each time, but
                     acc = fmaf (v, w, acc) for the last n_fused taps */
  RSZ_SUMF_WIDE, /* ascending with double for acc and product, rounded to float32 once at the end */
  RSZ_N_SUMFS
} RszSumf;

/* The most taps that a MANY has fused. There may be more of them than taps. */
#define RSZ_MAX_FUSED 3

/* Deep sums, of samples of up to 15 bits in words of 16. The rows between the passes are int16,
 * samples in units of a fraction. In both directions, with any n_taps >= 1 and 1 <= shift <= 22,
 *   value = (sum of sample * weight + (1 << (shift - 1))) >> shift
 *   horizontal: sample = word >> low of a memory row, as an int16; dst = value, held to int16
 *   vertical: dst = clamp (value, 0, max) << low, a word of a memory row, max << low < 2^16
 * where the largest |sample| times the sum of |weight|, plus 1 << shift, is below 2^31. Memory
 * may have words above the depth that was promised. Those of 2^15 and more are negative
 * samples then, and what passes 32 bits in a horizontal sum, rounding included, wraps round. */

/* Pillow's sums of 8 bit samples, with weights of 22 bits below one:
 *   dst = clamp ((sum of src * weight + 2^21) >> 22, 0, 255)
 * with any n_taps >= 1, |weight| < 2^26, and 255 * sum of |weight| + 2^21 < 2^31. */
#define RSZ_PILLOW_SHIFT 22

/* OpenCV's sums of 8 bit samples, two taps each, with weights of 11 bits, 0 .. 2^11, which add up
 * to 2^11 or one more or less; what is between the passes is int16: horizontal: dst = (sum of src *
 * weight) >> 4, and with n_taps 1 of one tap vertical: dst = (((a * wa) >> 16) + ((b * wb) >> 16) +
 * 2) >> 2 of samples of 0 .. RSZ_OPENCV_MOST, the most that a horizontal sum gives. */
#define RSZ_OPENCV_SHIFT 11
#define RSZ_OPENCV_MOST (255 * 2049 >> 4)

/* Its sums of 8 bit samples with 1, 2, 4 or RSZ_MAX_SUMS taps and weights of 11 bits are exact in
 * int32, which is between the passes; with 255 * sum of |weight| < 2^21: horizontal: dst = sum of
 * src * weight, or that as float32. Vertical, exact:
 *   dst = clamp ((sum of src * weight + 2^21) >> 22, 0, 255)
 * where the sum and a half, if not sums of some of its products, are in int32; and chained, with
 * float32 of src and of weight * 2^-22:
 *   dst = narrow (src[0] * w[0] + (src[1] * w[1] + ...)), every product and sum rounded
 *
 * Those of words of 16 bits have one or two taps, weights of 16 bits, 0 .. 2^16, that add up to
 * 2^16, and uint32 between the passes: horizontal: dst = sum of src * weight of memory rows;
 * vertical: dst = min ((sum of src * weight + 2^31) >> 32, max), a memory row. */
#define RSZ_MAX_SUMS 8
#define RSZ_OPENCV_WORD_SHIFT 16

/* True where each of len outputs has two weights that add up to one, none of them negative:
 * both ways of summing them, multiplying both samples or their difference, then give the same. */
static inline bool
rsz_rows_only_lerp (const int16_t *weights, int n_taps, int len, int shift)
{
  bool lerp = n_taps == 2 && shift <= 15;

  for (int i = 0; i < len && lerp; i++) {
    const int16_t *w = &weights[2 * i];

    lerp = w[0] >= 0 && w[1] >= 0 && w[0] + w[1] == 1 << shift;
  }
  return lerp;
}

/* What the horizontal rows of a plane have in common. Output pixel i reads source pixels
 * first[i] .. first[i] + n_taps - 1, all of them inside the row, with weights[i * n_taps ...]. */
typedef struct {
  RszSum sum;     /* of hscale */
  bool floats;    /* hsums: to float32 */
  int in;         /* source pixels of a row; all of them may be read */
  int len;        /* output pixels of a row */
  int components; /* of a pixel; where pixels are gathered, its bytes */
  int n_taps, shift;
  int low; /* deep sums: a sample is what its word has from this bit on */
  const int32_t *first;
  const int16_t *weights;   /* NULL where pixels are gathered */
  const int32_t *weights32; /* of sums with weights of 32 bits */
  const void *packed;       /* what the row's RszHpack made of all that, or NULL */
} RszHtaps;

/* True where a gather takes each pixel of a stretch of the row twice, and vectors can double pixels
 * of so many bytes. */
static inline bool
rsz_rows_doubles (const RszHtaps *taps)
{
  const int size = taps->components;
  bool doubles = taps->len > 1 && (size == 1 || size == 2 || size == 4);

  for (int i = 0; i < taps->len && doubles; i++)
    doubles = taps->first[i] == taps->first[0] + i / 2;
  return doubles;
}

/* Rows that are done together, which spares reading the taps again. Some or all may have the
 * same source. */
#define RSZ_MAX_BATCH 4

/* ... where each lane of a vector is a row. */
#define RSZ_MAX_LANES 16

typedef struct {
  int n;                              /* 1 .. RSZ_MAX_BATCH, or RSZ_MAX_LANES */
  uint8_t *dst[RSZ_MAX_LANES];        /* the first pixel to be written of each output row */
  const uint8_t *src[RSZ_MAX_LANES];  /* pixel 0 of each source row */
  const uint8_t *soon[RSZ_MAX_LANES]; /* pixel 0 of rows that will be read next, or NULL: worth
                                         fetching into the caches, not to be read */
} RszBatch;

/* Horizontal: output pixels begin .. begin + len - 1 of each row. DOUBLING is a PAIR whose
 * taps need not be read: begin is 0, len is taps->len and even, in >= 2, output 2k + (0|1) has
 * near sample k, far sample k - 1 | k + 1, clamped to 0 .. len / 2 - 1. */
typedef void (*RszHscale) (const RszBatch *batch, const RszHtaps *taps, int begin, int len);
/* Makes of taps what the rows of one level want of them, once per plan: *size bytes for
 * rsz_memory_free (), or NULL where there is nothing to make or no memory. The rows do without, if
 * more slowly. */
typedef void *(*RszHpack) (const RszHtaps *taps, size_t *size);

/* As RszHtaps, but rows are padded: first may be negative, and the last of n_taps pixels may
 * lie beyond the source's last. */
typedef struct {
  RszSumf sum;
  int len;        /* output pixels of a row */
  int components; /* of a pixel */
  int n_taps;
  int n_fused; /* of MANY, 0 .. RSZ_MAX_FUSED */
  const int32_t *first;
  const float *weights;
  const void *packed; /* what the row's RszHpackf made of all that, or NULL */
} RszHtapsf;

/* Samples behind the last that taps name in a row. They may be read, whatever they are. */
#define RSZ_SLACK 256

/* Pixels of float rows are made in blocks, of which each starts at a multiple of this: what the
 * taps of a block's pixels name may be read, whichever of them are made. */
#define RSZ_FLOAT_BLOCK 16

/* Horizontal: output pixels begin .. begin + len - 1, dst the first of them, src pixel 0 of a
 * padded row. */
typedef void (*RszHscalef) (
    float *dst, const float *src, const RszHtapsf *taps, int begin, int len);
typedef void *(*RszHpackf) (const RszHtapsf *taps, size_t *size); /* as RszHpack */

/* RszHscalef of samples as they lie in memory, which spares widening them: padded rows with slack,
 * to rows of float32. Only with taps that its RszHpackf has made something of, never WIDE. */
typedef void (*RszHscaleb) (const RszBatch *batch, const RszHtapsf *taps, int begin, int len);

/* RszHscalef, MANY and WIDE alone, of up to RSZ_MAX_LANES rows of samples as they lie in memory,
 * which are neither widened nor padded: pixels before the first of the row and behind the last,
 * pixel `in` - 1, are those two again. Taps may begin before those of the output before. n_taps *
 * components is at most RSZ_MAX_LANE_SPAN. */
#define RSZ_MAX_LANE_SPAN 448

typedef void (*RszHlanes) (
    const RszBatch *batch, const RszHtapsf *taps, RszSample sample, int in, int begin, int len);

/* The rows of an output row: src[k] is the one that weights[k] belongs to, k < n_taps. DOUBLING has
 * n_taps 2: the row of the larger weight is the near one. */
typedef struct {
  RszSum sum;
  int n_taps, shift;
  const uint8_t *const *src;
  const int16_t *weights;
} RszVtaps;

/* Vertical, len samples. For `stream` see RszRows. */
typedef void (*RszVscale) (uint8_t *dst, const RszVtaps *taps, int len, bool stream);

typedef struct {
  int low, max; /* see deep sums */
} RszWord;

/* The output rows between two source rows. */
#define RSZ_MAX_LERP_ROWS 4

typedef struct {
  int n; /* 0 .. RSZ_MAX_LERP_ROWS */
  uint8_t *dst[RSZ_MAX_LERP_ROWS];
  int16_t weights[RSZ_MAX_LERP_ROWS]; /* of the second source row, 0 .. 2^shift - 1, of OpenCV's
                                       sums also 2^shift; the first has the rest */
  int shift;                          /* 1 .. 15 */
  float shares[RSZ_MAX_LERP_ROWS][2]; /* of rows in float32: the weights of both source rows */
} RszLerpRows;

/* Both directions at once, two taps each: `row` holds the first source row scaled as a PAIR,
 * of all taps->len pixels, and is replaced by the second one, src, scaled. Every dst is the
 * PAIR of the two. */
typedef void (*RszEnlarge) (
    const RszLerpRows *lerp, uint8_t *row, const uint8_t *src, const RszHtaps *taps, bool stream);
/* The same with OpenCV's sums: `row` is one of its int16, every dst the vertical sum of the two. */
typedef void (*RszEnlargeLinear) (
    const RszLerpRows *lerp, int16_t *row, const uint8_t *src, const RszHtaps *taps, bool stream);
/* The same with deep sums: `row` is one of their int16, every dst the vertical sum of the two with
 * a shift of lerp->shift + fraction. The word behind the row's says whether some are negative; it
 * is not read where there is no dst. */
typedef void (*RszEnlargeDeep) (const RszLerpRows *lerp, int16_t *row, const uint8_t *src,
    const RszHtaps *taps, int fraction, RszWord word, bool stream);
/* The same with float sums of samples of 8 bits, LERP, BLEND, or MANY of two taps that are not
 * fused: `row` is float32, src a padded row for RszHscaleb, every dst what RszVround makes of the
 * two, neither shared nor truncated. Taps of any 16 samples begin within 32. */
typedef void (*RszEnlargeFloats) (
    const RszLerpRows *lerp, float *row, const uint8_t *src, const RszHtapsf *taps, bool stream);

/* As RszVtaps, of rows of float32. */
typedef struct {
  RszSumf sum;
  int n_taps;
  int n_fused; /* as in RszHtapsf */
  const float *const *src;
  const float *weights;
} RszVtapsf;

typedef void (*RszVscalef) (float *dst, const RszVtapsf *taps, int len);

/* What float sums become samples by: share of them, rounded to float32, then half to even, or
 * without its fraction, 0 .. max. */
typedef struct {
  float share; /* 1: all */
  bool truncates;
  float max; /* of samples of 8 bits 255 */
} RszFinish;

/* RszVscalef, but for WIDE, whose sums become samples of a memory row, which spares writing them:
 *   dst = narrow (sum * share), or narrow (truncate (sum * share))
 * with |sum| and |sum * share| <= 2^20. */
typedef void (*RszVround) (
    void *dst, const RszVtapsf *taps, RszFinish finish, int len, bool stream);

/* Both directions at once, of the pixels around each output sample: src are rows of the upper left,
 * upper right, lower left and lower right ones, columns the weights of left and right ones, each as
 * many samples as dst. A QUAD whose weights are rows[0 | 1] * columns[0 | 1][i], rounded. */
typedef void (*RszCorners) (
    float *dst, const float *const *src, const float *rows, const float *const *columns, int len);

/* Vertical sums of 8 bit samples with weights of 32 bits. */
typedef void (*RszVscale32) (uint8_t *dst, const uint8_t *const *src, const int32_t *weights,
    int n_taps, int len, bool stream);

/* Vertical, of two rows of OpenCV's sums. */
typedef void (*RszVlinear) (
    uint8_t *dst, const int16_t *const *src, const int16_t *weights, int len, bool stream);

/* Vertical, of rows of OpenCV's exact sums. */
typedef void (*RszVsums) (uint8_t *dst, const int32_t *const *src, const int16_t *weights,
    int n_taps, int len, bool stream);
typedef void (*RszVwords) (
    void *dst, const uint32_t *const *src, const int32_t *weights, int n_taps, int max, int len);

typedef void (*RszVdeep) (void *dst, const int16_t *const *src, const int16_t *weights, int n_taps,
    int shift, RszWord word, int len, bool stream);

/* How a mean of two rows and two columns is rounded. */
typedef enum {
  RSZ_HALVES_UP_TWICE, /* that of each row's columns, and then that of the two: halves up */
  RSZ_HALVES_UP,       /* once */
  RSZ_HALVES_TO_EVEN,  /* once */
} RszHalves;

/* n output rows, 1 or more, and twice as many source rows. */
typedef struct {
  uint8_t *dst;
  const uint8_t *src;
  ptrdiff_t dst_stride, src_stride; /* bytes from a row to the next one */
  int n;
  RszWord word; /* of samples of 16 bits */
} RszRowPairs;

/* Half the size: pixel i of len is the mean of pixels 2 i and 2 i + 1 of two rows. Words are as in
 * deep sums, and rounded once. */
typedef void (*RszHalve) (
    const RszRowPairs *rows, int components, int len, RszHalves halves, bool stream);

/* Output pixel i is source pixel taps->first[i]; pixels are taps->components bytes: 1, 2, 3,
 * 4, 6 or 8. */
typedef void (*RszGather) (
    const RszBatch *batch, const RszHtaps *taps, int begin, int len, bool stream);

typedef void (*RszCopy) (void *dst, const void *src, size_t size, bool stream);

/* Samples to float32, exactly. */
typedef void (*RszWiden) (float *dst, const void *src, int len);

/* dst = clamp (src, 0, max), rounded half to even; max is 2^depth - 1, src is finite
 * and |src| <= 2^20. To RSZ_RESULT_F32: dst = src. */
typedef void (*RszNarrow) (void *dst, const float *src, float max, int len);

/* dst = src without its fraction; |src| <= 2^20. dst may be src. */
typedef void (*RszTruncate) (float *dst, const float *src, int len);

/* dst = narrow (src / rows / columns[i]), each quotient rounded to float32; divisors >= 1,
 * src as large as 2^45. */
typedef void (*RszAverage) (
    void *dst, const float *src, float rows, const float *columns, float max, int len);

/* The values of a tensor's channels for len pixels of so many components: dst[k] is that of the
 * first pixel. */
typedef void (*RszNormalize) (
    float *const *dst, const float *src, const RszTensor *tensor, int components, int len);
/* The same of bytes: tables[256 * k + s] is what channel k has for sample s. */
typedef void (*RszLookUp) (float *const *dst, const uint8_t *src, const RszTensor *tensor,
    const float *tables, int components, int len);

/* What the samples of a column add up to at most: sums have 16 bits. */
#define RSZ_MAX_COLUMN_SUM UINT16_MAX

/* Windows whose means are wanted: output pixel i is the mean of pixels first[i] .. first[i] +
 * n[i] - 1, all of them inside the row. */
typedef struct {
  int in;         /* source pixels of a row; all of them may be read */
  int len;        /* output pixels of a row */
  int components; /* of a pixel */
  int n_max;      /* largest n */
  int max;        /* largest sample */
  const int32_t *first;
  const int32_t *n;   /* >= 1 */
  bool reciprocal;    /* means are OpenCV's and TensorFlow's, see RszMean */
  bool half_up;       /* ... and of two rows and two columns OpenCV's */
  const void *packed; /* what the rows' RszWpack made of all that, or NULL */
} RszWindows;

/* As RszHpack. */
typedef void *(*RszWpack) (const RszWindows *windows, size_t *size);

/* Vertical: sums = sum of the samples of n memory rows, n >= 1, or, with `more`, that much more.
 * Samples of 16 bits that are larger than max are max. Of so many rows altogether that
 * RSZ_MAX_COLUMN_SUM holds as many times the largest sample. soon[n] will be read next, or is NULL:
 * worth fetching into the caches, not to be read. */
typedef void (*RszAccumulate) (uint16_t *sums, const void *const *src, const void *const *soon,
    int n, bool more, int max, int len);

/* Horizontal: pixels begin .. begin + len - 1, dst the first of them, sums pixel 0 of a row of
 * sums of so many rows. dst = sum of the window / rows / n[i], each quotient rounded to
 * float32, then half to even. With `reciprocal`, where all windows are alike, it is the sum times
 * 1 / (rows * n_max), both rounded to float32, then half to even; with `half_up`, of two rows and
 * two columns, half up: of 8 bits only. Sums are at most rows * max; max * rows * n_max <= 2^24. */
typedef void (*RszMean) (
    void *dst, const uint16_t *sums, const RszWindows *windows, int rows, int begin, int len);

/* sums[i] = sum of the samples of window begin + i of the row, or, with `more`, that much more:
 * each sample is added in turn and each sum rounded to float32. */
typedef void (*RszTally) (
    float *sums, const uint8_t *src, const RszWindows *windows, int begin, int len, bool more);
/* OpenCV's means of windows whose sums float32 may not hold, which are all alike: pixels begin ..
 * begin + len - 1, out of so many memory rows. The samples of a window are added up in float32, row
 * by row, four at a time, their sum being exact; those left over at the end of the last row, one at
 * a time. dst = narrow (sum * 1 / (rows * n_max)), the factor rounded to float32, and the product.
 */
typedef void (*RszMeanf) (void *dst, const void *const *src, const RszWindows *windows, int rows,
    float max, int begin, int len);

/* A memory row of len pixels to its parts and back, for layouts that are not plain; for those
 * of one part len counts samples. The parts have room for whole groups, rsz_layout_row_size
 * says what is read and written of memory. store repeats a part's last pixel where the row
 * ends inside a group, and clamps to the fields' depths. */
typedef void (*RszLoad) (const RszLayoutInfo *layout, void *const *parts, const void *src, int len);
typedef void (*RszStore) (
    const RszLayoutInfo *layout, void *dst, const void *const *parts, int len);

/* The same pixel of pixel_size bytes len times. */
typedef void (*RszFill) (void *dst, const void *pixel, size_t pixel_size, int len);

/* Y'CbCr to R'G'B'. */

/* One component of pixels of so many samples: dst[i] = sample `index` of pixel i. */
typedef void (*RszPick) (uint16_t *dst, const void *src, int components, int index, int len);
/* Chroma between two rows: dst = a * weights[0] + b * weights[1] - offset, all of it in int32. */
typedef void (*RszBlend) (int32_t *dst, const uint16_t *a, const uint16_t *b,
    const int32_t *weights, int32_t offset, int len);
/* ... or between four: dst = sum of rows[k] * weights[k], which are 16 bits each, - offset. */
typedef void (*RszBlendFour) (
    int32_t *dst, const int16_t *const *rows, const int32_t *weights, int32_t offset, int len);
/* Two columns for each of len chroma samples, of which src[-1] and src[len] are read, too:
 *   dst[2 * i] = src[i - 1] * even[0] + src[i] * even[1]
 *   dst[2 * i + 1] = src[i] * odd[0] + src[i + 1] * odd[1] */
typedef void (*RszSpread) (
    int32_t *dst, const int32_t *src, const int32_t *even, const int32_t *odd, int len);
/* ... and four:
 *   dst[4 * i + k] = src[i - 1] * before[k] + src[i] * own[k] + src[i + 1] * behind[k] */
typedef void (*RszSpreadFour) (int32_t *dst, const int32_t *src, const int32_t *before,
    const int32_t *own, const int32_t *behind, int len);

/* Alpha in 8 bits, dst = min (src, max) * 255 / max, rounded to nearest. max is a power of two,
 * less one, of 1 to 16 bits, so nothing is in the middle of two levels. */
typedef void (*RszOpacity) (uint8_t *dst, const uint16_t *src, int max, int len);

/* R' = luma * (Y' - offset) + cr[0] * Cr, G' = (luma * (Y' - offset) + cb[1] * Cb) + cr[1] * Cr,
 * B' = luma * (Y' - offset) + cb[2] * Cb, every product and sum rounded to float32. |Cb| and |Cr|
 * are below 2^24. */
typedef struct {
  int32_t offset;
  float luma, cb[3], cr[3];
} RszRgbTerms;

/* Pixels that share a mark. */
#define RSZ_RGB_BLOCK 32
/* What is as near as this to the middle of two levels is marked. */
#define RSZ_RGB_NEAR 0x1p-13f

/* R', G', B', rounded half to even and clamped to 0 .. 255, as three rows. marks[i] is 1 where a
 * sum of one of the pixels RSZ_RGB_BLOCK * i and those behind it is near a middle, else 0. Sums are
 * below 2^22. */
typedef void (*RszToRows) (uint8_t *const *rgb, uint8_t *marks, const uint16_t *luma,
    const int32_t *cb, const int32_t *cr, const RszRgbTerms *terms, int len);
/* The same as pixels of `size` bytes, of which places[0 .. size - 1] are R', G', B' and, if size is
 * 4 and not 3, alpha. */
typedef void (*RszToPixels) (uint8_t *dst, uint8_t *marks, const uint16_t *luma, const int32_t *cb,
    const int32_t *cr, const uint8_t *alpha, const RszRgbTerms *terms, const int *places, int size,
    int len);
/* near[i] is 1 where a sum of pixel i is near a middle, else 0. */
typedef void (*RszFindNear) (uint8_t *near, const uint16_t *luma, const int32_t *cb,
    const int32_t *cr, const RszRgbTerms *terms, int len);
/* Pixels of three bytes, of which byte k is from src[k]. */
typedef void (*RszWeave) (uint8_t *dst, const uint8_t *const *src, int len);

/* Pixels of four bytes, of which byte places[k] is from src[k]. */
typedef void (*RszWeaveFours) (uint8_t *dst, const uint8_t *const *src, const int *places, int len);

/* Y'CbCr to R'G'B' in whole numbers, as decoders do it. Products and sums are modulo 2^32 and then
 * int32; x >> n rounds down. */

/* Chroma moved along its row: dst[i] = (src[i] * weights[0] + src[i + 1] * weights[1]) >> shift,
 * which is below 2^16 for weights >= 0. src[len] is read, too. */
typedef void (*RszSlide) (
    uint16_t *dst, const uint16_t *src, const int32_t *weights, int shift, int len);
/* ... or stretched: (src[first[i]] * weights[2 * i] + src[first[i] + 1] * weights[2 * i + 1]) >>
 * shift. */
typedef void (*RszStretch) (uint16_t *dst, const uint16_t *src, const int32_t *first,
    const int32_t *weights, int shift, int len);

/* ... out of four: min (sum of src[first[i] + k] * weights[4 * i + k] >> shift, 2^15 - 1), which is
 * above -2^15. Of src 15 bits are in use. */
typedef void (*RszStretchFour) (int16_t *dst, const uint16_t *src, const int32_t *first,
    const int32_t *weights, int shift, int len);

/* What chroma adds to the levels of a pixel: with u = Cb >> down, clamped to min .. max, and v
 * alike,
 *   tint c = (((u * cb[c]) >> inner) + ((v * cr[c]) >> inner)) * scale + offset[c] */
typedef struct {
  int down, inner; /* 0 .. 31 */
  int32_t min, max, scale, cb[3], cr[3], offset[3];
} RszTintTerms;

/* Three rows of tints. With `pairs` each is written twice, for the two pixels of a sample of
 * chroma; len counts samples of chroma. */
typedef void (*RszTint) (int32_t *const *tint, const int32_t *cb, const int32_t *cr,
    const RszTintTerms *terms, bool pairs, int len);

/* With y = max (((luma + half) >> down) - floor, 0), channel c is
 *   clamp ((y * scale + tint c) >> shift, 0, 255) */
typedef struct {
  int32_t half, floor, scale;
  int down, shift; /* 0 .. 31 */
} RszShadeTerms;

typedef void (*RszShade) (uint8_t *const *rgb, const uint16_t *luma, const int32_t *const *tint,
    const RszShadeTerms *terms, int len);

/* The same from bytes with nothing but words in between: with y = ((8 * luma - offset) * luma) >>
 * 16, u = 8 * Cb - 1024 and v alike, of pixel i the chroma i / 2,
 *   channel c is clamp (y + ((u * cb[c]) >> 16) + ((v * cr[c]) >> 16), 0, 255)
 * All of it fits words. */
typedef struct {
  int16_t offset, luma, cb[3], cr[3];
} RszWordTerms;

typedef void (*RszShadeWords) (uint8_t *const *rgb, const uint8_t *luma, const uint8_t *cb,
    const uint8_t *cr, const RszWordTerms *terms, int len);

/* One function per row, which asks once per call how many components a pixel has.
 *
 * With `stream` a row writes past the caches (non-temporal stores) where its level can and the
 * addresses allow it; elsewhere it writes as usual. */
typedef struct {
  const char *level; /* name of the highest level that was filled in */
  size_t last_cache; /* rsz_cpu_last_cache */

  RszHscale hscale;
  RszHpack hpack; /* NULL: nothing to pack */
  RszVscale vscale;
  RszEnlarge enlarge;
  RszHalve halve[RSZ_N_SAMPLES];
  RszHscalef hscalef;
  RszHpackf hpackf;                  /* NULL: nothing to pack */
  RszHscaleb hscaleb[RSZ_N_SAMPLES]; /* NULL: hscalef has to do */
  RszHpackf hpackb[RSZ_N_SAMPLES];
  RszHlanes hlanes; /* NULL: hscalef has to do */
  RszVscalef vscalef;
  RszEnlargeFloats enlarge_floats; /* NULL: hscaleb and vround have to do */
  RszVround vround[RSZ_N_SAMPLES]; /* NULL: vscalef and narrow have to do */
  RszCorners corners;

  RszHscale hdeep;
  RszHpack hdeep_pack; /* NULL: nothing to pack */
  RszVdeep vdeep;
  RszEnlargeDeep enlarge_deep;
  RszHpack enlarge_deep_pack; /* NULL: nothing to pack */

  RszHscale hscale32;
  RszHpack hpack32; /* NULL: nothing to pack */
  RszVscale32 vscale32;

  RszHscale hlinear;
  RszHpack hlinear_pack; /* NULL: nothing to pack */
  RszVlinear vlinear;
  RszEnlargeLinear enlarge_linear;
  RszHscale hsums;
  RszHpack hsums_pack; /* NULL: nothing to pack */
  RszVsums vexact, vchain;
  RszHscale hwords;
  RszVwords vwords;
  RszMeanf meanf[RSZ_N_RESULTS]; /* of RSZ_RESULT_F32: of bytes */

  RszGather gather;
  RszHpack gather_pack; /* NULL: nothing to pack */
  RszCopy copy;
  void (*drain) (void); /* makes what was written past the caches visible to other threads; NULL
                           where the level does not write so */
  RszFill fill;

  RszWiden widen[RSZ_N_SAMPLES];
  RszNarrow narrow[RSZ_N_RESULTS];
  RszTruncate truncate;
  RszAverage average[RSZ_N_RESULTS];

  RszNormalize normalize;
  RszLookUp look_up;

  RszAccumulate accumulate[RSZ_N_SAMPLES];
  RszMean mean[RSZ_N_SAMPLES];
  RszWpack wpack; /* NULL: nothing to pack */
  RszTally tally;

  RszPick pick[RSZ_N_SAMPLES];
  RszBlend blend;
  RszBlendFour blend_four;
  RszSpread spread;
  RszSpreadFour spread_four;
  RszOpacity opacity;
  RszToRows to_rows;
  RszToPixels to_pixels;
  RszFindNear find_near;
  RszWeave weave;
  RszWeaveFours weave_fours;
  RszSlide slide;
  RszStretch stretch;
  RszStretchFour stretch_four;
  RszTint tint;
  RszShade shade;
  RszShadeWords shade_words;

  RszLoad load[RSZ_N_LAYOUTS];   /* NULL for plain layouts */
  RszStore store[RSZ_N_LAYOUTS]; /* NULL for plain layouts */
} RszRows;

/* dst = src * share, rounded to float32. */
static inline void
rsz_rows_share (const RszRows *rows, float *dst, const float *src, float share, int len)
{
  const RszVtapsf taps = { RSZ_SUMF_MANY, 1, 0, &src, &share };

  rows->vscalef (dst, &taps, len);
}

/* The levels, in climbing order; each exists in one file and exports its fill function. */
typedef struct {
  const char *name;      /* what ALIGNSCALE_ROWS calls it */
  bool (*usable) (void); /* on this CPU; NULL: everywhere */
  void (*fill) (RszRows *rows);
} RszLevel;

extern const RszLevel rsz_levels[];
extern const int rsz_n_levels;

/* Fills a table with levels 0 .. highest that are usable here. */
void rsz_rows_fill (RszRows *rows, int highest);

/* The table every resizer uses: all usable levels, or those up to the one the environment variable
 * ALIGNSCALE_ROWS names. Fills it, and compiles ORC's programs, on the first call: make that call
 * before threads share it. */
const RszRows *rsz_rows_get (void);

#endif
