/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const RszConversionInfo *
rsz_conversion_info (RszConversion conversion)
{
  static const RszConversionInfo conversions[RSZ_N_CONVERSIONS] = {
    [RSZ_CONVERSION_EXACT] = { "exact", "The real numbers of the formula, rounded once" },
    [RSZ_CONVERSION_OPENCV] = { "opencv", "cv2.cvtColor, COLOR_YUV2RGB_I420 and its like" },
    [RSZ_CONVERSION_SWSCALE] = { "swscale",
        "FFmpeg's swscale to rgb24 with SWS_BILINEAR, as PyAV calls it" },
    [RSZ_CONVERSION_SWSCALE_BICUBIC] = { "swscale-bicubic",
        "FFmpeg's swscale to rgb24 with SWS_BICUBIC, as PyAV calls it for BICUBIC" },
    [RSZ_CONVERSION_TORCHCODEC] = { "torchcodec",
        "FFmpeg's swscale to rgb24 with SWS_BICUBIC, as torchcodec calls it" },
  };

  return &conversions[conversion];
}

/* What of the source a conversion has to know. */
typedef struct {
  const RszPlaneSpec *luma, *chroma; /* of a field */
  int depth;
  int across, down; /* luma samples of a sample of chroma */
  int width;        /* of the picture */
  bool planar;      /* Y', Cb and Cr each have rows of their own */
} Kind;

static Kind
kind_of (const RszSpec *src, const RszColours *colours, int field)
{
  const RszPlace *of_chroma = &colours->from[RSZ_CB];
  const int n = colours->n_fields;
  Kind kind = { .luma = &src->planes[colours->from[RSZ_LUMA].plane * n + field],
    .chroma = &src->planes[of_chroma->plane * n + field] };

  kind.depth = kind.luma->depth;
  kind.across = kind.chroma->parts[of_chroma->part].x.subsampling;
  kind.down = kind.chroma->y.subsampling;
  kind.width = kind.luma->parts[0].x.in;
  kind.planar = rsz_layouts[kind.luma->layout].plain && rsz_layouts[kind.chroma->layout].plain
                && kind.luma->parts[0].components == 1 && kind.chroma->parts[0].components == 1;
  return kind;
}

static int
samples_of (const RszAxis *axis)
{
  return rsz_colour_last_sample (axis) - rsz_colour_first_sample (axis) + 1;
}

/* ---- OpenCV ---- */

/* Its constants of ITU-R BT.601, times 2^20. */
#define OPENCV_SHIFT 20
#define OPENCV_CY 1220542
#define OPENCV_CUB 2116026
#define OPENCV_CUG (-409993)
#define OPENCV_CVG (-852492)
#define OPENCV_CVR 1673527

static void
init_opencv (RszNamed *named, const Kind *kind)
{
  const int32_t half = 1 << (OPENCV_SHIFT - 1);

  named->pairs = kind->across == 2;
  named->chroma_offset = 128;
  named->tint = (RszTintTerms){
    .min = INT32_MIN,
    .max = INT32_MAX,
    .scale = 1,
    .cb = { 0, OPENCV_CUG, OPENCV_CUB },
    .cr = { OPENCV_CVR, OPENCV_CVG, 0 },
    .offset = { half, half, half },
  };
  named->shade = (RszShadeTerms){ .floor = 16, .scale = OPENCV_CY, .shift = OPENCV_SHIFT };
}

/* Each row of chroma is that of so many rows of luma. */
static void
init_opencv_rows (RszMeet *down, int n, const Kind *kind)
{
  for (int i = 0; i < n; i++)
    down[i] = (RszMeet){ i / kind->down, { 1 } };
}

/* ---- swscale ---- */

/* How it is called: with which flag, and whether it is told where chroma is. */
static const struct {
  RszCurve curve;
  bool sited;
} calls[RSZ_N_CONVERSIONS] = {
  [RSZ_CONVERSION_SWSCALE] = { RSZ_CURVE_TENT, true },
  [RSZ_CONVERSION_SWSCALE_BICUBIC] = { RSZ_CURVE_CUBIC, true },
  [RSZ_CONVERSION_TORCHCODEC] = { RSZ_CURVE_CUBIC, false },
};

/* 65536 times what Cr adds to red and Cb to blue, and what they take from green: Cb, Cr; by the
 * matrix, which Kr tells. */
typedef struct {
  int kr;
  int32_t red, blue, green_cb, green_cr;
} Matrix;

static const Matrix matrices[] = {
  { 2990, 104597, 132201, 25675, 53279 }, /* BT.601 */
  { 2126, 117489, 138438, 13975, 34925 }, /* BT.709 */
  { 2627, 110013, 140363, 12277, 42626 }, /* BT.2020 */
  { 3000, 104448, 132798, 24759, 53109 }, /* FCC */
  { 2120, 117579, 136230, 16907, 35559 }, /* SMPTE 240M */
};

static const Matrix *
matrix_of (const RszColours *colours)
{
  for (size_t i = 1; i < sizeof matrices / sizeof matrices[0]; i++)
    if (matrices[i].kr == colours->kr)
      return &matrices[i];
  return &matrices[0];
}

/* Multiples of 2^-16 of a level: of luma, and of Cb and Cr for each channel. */
typedef struct {
  bool full;
  int32_t luma, black; /* black is in multiples of 2^-16 of a sample */
  int32_t cb[3], cr[3];
} Coefficients;

static int32_t
of_range (int32_t coefficient, bool full)
{
  return full ? (int32_t) ((int64_t) coefficient * 224 / 255) : coefficient;
}

static Coefficients
coefficients_of (const RszColours *colours)
{
  const Matrix *matrix = matrix_of (colours);
  const bool full = colours->luma_offset == 0;

  return (Coefficients){
    .full = full,
    .luma = full ? 1 << 16 : (1 << 16) * 255 / 219,
    .black = full ? 0 : 16 << 16,
    .cb = { 0, of_range (-matrix->green_cb, full), of_range (matrix->blue, full) },
    .cr = { of_range (matrix->red, full), of_range (-matrix->green_cr, full), 0 },
  };
}

/* To 13 bits behind the point. */
static int16_t
in_words (int32_t coefficient)
{
  return (int16_t) (((int64_t) coefficient * (1 << 13) + (1 << 15)) >> 16);
}

/* Rows of bytes: ff_yuv_420_rgb24_ssse3, which x86-64 runs. */
static RszWordTerms
swscale_words (const Coefficients *k)
{
  RszWordTerms terms = { .offset = (int16_t) (k->black >> 13), .luma = in_words (k->luma) };

  for (int c = 0; c < 3; c++) {
    terms.cb[c] = in_words (k->cb[c]);
    terms.cr[c] = in_words (k->cr[c]);
  }
  return terms;
}

/* The sum of two rows of chroma has 15 + 12 bits; what is left are samples of 8. */
#define CHROMA_BITS 15
#define DOWN_BITS 12

/* Two pixels for each sample of chroma: yuv2rgb24_1_c, whose tables are by luma plus an offset
 * that chroma gives. Where they begin depends on the range. */
static void
init_swscale_pairs (RszNamed *named, const Coefficients *k, int depth)
{
  const int32_t bias = (k->full ? 384 : 326) * k->luma - (384 << 16) - k->black + (1 << 15);
  const int deep = depth - 8;

  named->chroma_offset = -(1 << (CHROMA_BITS + DOWN_BITS - 9));
  named->tint = (RszTintTerms){
    .down = CHROMA_BITS + DOWN_BITS - 8, .inner = 16, .max = 255, .scale = k->luma
  };
  for (int c = 0; c < 3; c++) {
    const int64_t half = 1 << 15;

    named->tint.cb[c] = (int32_t) (((int64_t) k->cb[c] * (1 << 16) + half) / k->luma);
    named->tint.cr[c] = (int32_t) (((int64_t) k->cr[c] * (1 << 16) + half) / k->luma);
    named->tint.offset[c] = bias - ((named->tint.cb[c] >> 9) + (named->tint.cr[c] >> 9)) * k->luma;
  }
  named->shade = (RszShadeTerms){
    .half = deep > 0 ? 1 << (deep - 1) : 0, .down = deep, .scale = k->luma, .shift = 16
  };
}

/* A sample of chroma for each pixel: yuv2rgb24_full_1_c, whose sums overflow as here. */
static void
init_swscale_singles (RszNamed *named, const Coefficients *k, int depth)
{
  const int32_t luma = in_words (k->luma), black = k->black >> 7;

  named->chroma_offset = 128 << (CHROMA_BITS + DOWN_BITS - 8);
  named->rounding = 1 << 9;
  named->tint = (RszTintTerms){ .down = 10, .min = INT32_MIN, .max = INT32_MAX, .scale = 1 };
  for (int c = 0; c < 3; c++) {
    named->tint.cb[c] = in_words (k->cb[c]);
    named->tint.cr[c] = in_words (k->cr[c]);
    named->tint.offset[c] = (1 << 21) - black * luma;
  }
  named->shade = (RszShadeTerms){ .scale = luma * (1 << (17 - depth)), .shift = 22 };
}

/* Where the first sample of chroma is, as RszMeeting counts. */
#define MIDDLE 128

static int
place_of (int subsampling, bool cosited)
{
  return cosited ? MIDDLE / subsampling : MIDDLE;
}

/* A field's rows are twice as far apart, and the other field's between them. */
static int
row_place_of (const RszAxis *axis)
{
  const int frame = axis->cosited ? 0 : MIDDLE;

  if (axis->subsampling == 1 || axis->n_fields == 1)
    return place_of (axis->subsampling, axis->cosited);
  return ((frame * (axis->subsampling - 1) + axis->field * 256 * (axis->subsampling - 1)) / 2
             + MIDDLE)
         / axis->subsampling;
}

static void
init_swscale (RszNamed *named, const RszColours *colours, const Kind *kind)
{
  const Coefficients k = coefficients_of (colours);

  named->four = calls[colours->conversion].curve == RSZ_CURVE_CUBIC;
  named->pairs = kind->width % 2 == 0 && kind->across * kind->down > 1;
  named->words = swscale_words (&k);
  if (named->pairs)
    init_swscale_pairs (named, &k, kind->depth);
  else
    init_swscale_singles (named, &k, kind->depth);
}

/* False where there is not enough memory. */
static bool
init_swscale_rows (RszNamedField *own, int n, const Kind *kind, RszConversion conversion)
{
  const RszAxis *y = &kind->chroma->y;
  const RszMeeting meeting = {
    .curve = calls[conversion].curve,
    .in = samples_of (y),
    .out = n,
    .in_place = calls[conversion].sited ? row_place_of (y) : MIDDLE,
    .out_place = MIDDLE,
    .one = 1 << DOWN_BITS,
    .align = 2,
  };

  own->taps = rsz_meets_init (own->down, &meeting);
  return own->taps > 0;
}

/* Both rows by the same weights, but for the last sample, whose neighbour is itself. */
static bool
is_slide (const RszMeet *along, int in, int out)
{
  bool slide = in == out;

  for (int i = 0; i < out - 1 && slide; i++)
    slide = along[i].first == i && along[i].weights[0] == along[0].weights[0];
  return slide;
}

/* Of `out` columns. */
static bool
take_along (RszNamed *named, const RszMeet *along, int in, int out)
{
  const int taps = named->four ? RSZ_MEET_TAPS : 2;

  named->first = calloc (out, (1 + taps) * sizeof *named->first);
  if (!named->first)
    return false;
  named->weights = named->first + out;
  named->slid = is_slide (along, in, out);
  for (int i = 0; i < out; i++) {
    named->first[i] = along[i].first;
    memcpy (named->weights + taps * i, along[i].weights, taps * sizeof *named->weights);
  }
  return true;
}

/* Chroma along its rows. */
static bool
init_along (RszNamed *named, const RszMeeting *meeting, int depth)
{
  RszMeet *along = calloc (meeting->out, sizeof *along);
  const bool made = along && rsz_meets_init (along, meeting) > 0
                    && take_along (named, along, meeting->in, meeting->out);

  named->along_shift = depth - 1;
  free (along);
  return made;
}

/* Chroma is as wide as wanted and where it is wanted: sums have fewer bits. */
static void
leave_along (RszNamed *named, int depth)
{
  const int missing = CHROMA_BITS - depth;

  named->chroma_offset /= 1 << missing;
  named->rounding /= 1 << missing;
  named->tint.down -= missing;
}

static bool
init_columns (RszNamed *named, const Kind *kind, bool cosited, RszConversion conversion)
{
  const RszMeeting meeting = {
    .curve = calls[conversion].curve,
    .in = rsz_ceil_div (kind->width, kind->across),
    .out = named->columns,
    .in_place = place_of (kind->across, cosited && calls[conversion].sited),
    .out_place = MIDDLE,
    .one = 1 << 14,
    .align = 4,
  };

  if (meeting.in != meeting.out || meeting.in_place != MIDDLE)
    return init_along (named, &meeting, kind->depth);
  leave_along (named, kind->depth);
  return true;
}

/* ---- life ---- */

static bool
init_field (RszNamed *named, int field, const RszSpec *src, const RszColours *colours)
{
  const Kind kind = kind_of (src, colours, field);
  const int n = samples_of (&kind.luma->y);
  const bool swscale = colours->conversion != RSZ_CONVERSION_OPENCV;
  RszNamedField *own = &named->fields[field];

  own->down = calloc (n, sizeof *own->down);
  if (!own->down)
    return false;
  own->words =
      swscale && kind.depth == 8 && kind.planar && kind.across == 2 && kind.down <= 2 && n % 2 == 0;
  if (swscale && !own->words)
    return init_swscale_rows (own, n, &kind, colours->conversion);
  init_opencv_rows (own->down, n, &kind);
  return true;
}

static bool
begins_with_chroma (const Kind *kind, int part)
{
  return kind->chroma->parts[part].x.crop_start % kind->across == 0
         && rsz_colour_first_sample (&kind->luma->y) % kind->down == 0;
}

bool
rsz_named_init (RszNamed *named, const RszSpec *src, const RszColours *colours, char *message)
{
  const Kind kind = kind_of (src, colours, 0);
  const int part = colours->from[RSZ_CB].part;
  bool made = true;

  *named = (RszNamed){ 0 };
  if (!begins_with_chroma (&kind, part)) {
    snprintf (message, RSZ_MESSAGE_SIZE,
        "A crop from column %d and row %d cuts a sample of chroma in two, which this conversion "
        "does not do: take even ones, or conversion=exact.",
        kind.chroma->parts[part].x.crop_start, kind.luma->y.crop_start);
    return false;
  }
  if (colours->conversion == RSZ_CONVERSION_OPENCV)
    init_opencv (named, &kind);
  else
    init_swscale (named, colours, &kind);
  named->columns = named->pairs ? (kind.width + 1) / 2 : kind.width;
  if (colours->conversion != RSZ_CONVERSION_OPENCV)
    made = init_columns (named, &kind, kind.chroma->parts[part].x.cosited, colours->conversion);
  for (int field = 0; field < colours->n_fields && made; field++)
    made = init_field (named, field, src, colours);
  if (made)
    return true;
  rsz_named_finish (named);
  snprintf (message, RSZ_MESSAGE_SIZE,
      "There is not enough memory to convert frames of %d columns: free some.", kind.width);
  return false;
}

void
rsz_named_finish (RszNamed *named)
{
  free (named->first);
  for (int field = 0; field < 2; field++)
    free (named->fields[field].down);
  *named = (RszNamed){ 0 };
}

/* ---- rows ---- */

/* Row y of chroma is counted from the first that is read. */
static int
chroma_row_at (const RszColour *self, int field, int y)
{
  return rsz_colour_first_sample (&rsz_colour_plane (self, RSZ_CB, field)->y) + y;
}

static void
shade_words (RszColour *self, uint8_t *const rgb[3], int field, int y, int chroma)
{
  const int left = rsz_colour_plane (self, RSZ_LUMA, 0)->parts[0].x.crop_start;

  self->rows->shade_words (rgb, rsz_colour_bytes (self, RSZ_LUMA, field, y) + left,
      rsz_colour_bytes (self, RSZ_CB, field, chroma) + self->first_column,
      rsz_colour_bytes (self, RSZ_CR, field, chroma) + self->first_column, &self->named.words,
      self->width);
}

/* swscale has shorter ways for one row, and for two by weights of 0 and more, which round down. */
static int32_t
offset_of (const RszNamed *named, int field, const RszMeet *meet)
{
  const int taps = named->fields[field].taps;

  if (taps <= 1 || (taps == 2 && meet->weights[0] >= 0 && meet->weights[1] >= 0))
    return named->chroma_offset;
  return named->chroma_offset - named->rounding;
}

/* Rows of a component, met. Those that weigh nothing need not be there. */
static const int32_t *
meet_rows (RszColour *self, int channel, int field, const RszMeet *meet)
{
  const RszNamed *named = &self->named;
  const int32_t offset = offset_of (named, field, meet);
  int32_t *met = self->blended[channel - RSZ_CB];
  const uint16_t *rows[RSZ_MEET_TAPS];

  for (int k = 0, y = meet->first; k < (named->four ? RSZ_MEET_TAPS : 2); k++) {
    y = meet->weights[k] != 0 ? meet->first + k : y;
    rows[k] = rsz_colour_chroma_row (self, channel, field, chroma_row_at (self, field, y));
  }
  if (named->four)
    self->rows->blend_four (
        met, (const int16_t *const *) rows, meet->weights, offset, named->columns);
  else
    self->rows->blend (met, rows[0], rows[1], meet->weights, offset, named->columns);
  return met;
}

/* Rows of luma may share what chroma adds. */
static void
tint (RszColour *self, int field, const RszMeet *meet)
{
  const RszNamed *named = &self->named;
  const int32_t *cb, *cr;

  if (memcmp (&self->tinted, meet, sizeof *meet) == 0 && self->tinted_field == field)
    return;
  cb = meet_rows (self, RSZ_CB, field, meet);
  cr = meet_rows (self, RSZ_CR, field, meet);
  self->rows->tint (self->tint, cb, cr, &named->tint, named->pairs, named->columns);
  self->tinted = *meet;
  self->tinted_field = field;
}

void
rsz_colour_named_rows (RszColour *self, uint8_t *const rgb[3], int field, int y)
{
  const RszAxis *luma = &rsz_colour_plane (self, RSZ_LUMA, field)->y;
  const RszNamedField *own = &self->named.fields[field];
  const RszMeet *meet = &own->down[y - rsz_colour_first_sample (luma)];
  const int left = rsz_colour_plane (self, RSZ_LUMA, 0)->parts[0].x.crop_start;

  if (own->words) {
    shade_words (self, rgb, field, y, chroma_row_at (self, field, meet->first));
    return;
  }
  rsz_colour_pick (self, self->luma, RSZ_LUMA, field, y, left, self->width);
  tint (self, field, meet);
  self->rows->shade (
      rgb, self->luma, (const int32_t *const *) self->tint, &self->named.shade, self->width);
}
