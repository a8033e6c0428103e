/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/memory.h"
#include "private.h"

/* ---- where chroma is ---- */

/* Rounded down; n is at least -d. */
static RszBetween
between (int n, int d)
{
  const int first = (n + d) / d - 1;

  return (RszBetween){ first, { d - (n - first * d), n - first * d } };
}

/* The chroma rows of row y of a field or frame, in units that add up to row_scale. */
static RszBetween
rows_between (const RszAxis *axis, int y)
{
  const int m = axis->subsampling;
  const int before = axis->n_fields > 1 ? (m - 1) * (2 * axis->field + 1) : 2 * (m - 1);

  if (m == 1)
    return (RszBetween){ y, { 1, 0 } };
  return between (axis->cosited ? 4 * y : 4 * y - before, 4 * m);
}

static int
row_scale (const RszAxis *axis)
{
  return axis->subsampling == 1 ? 1 : 4 * axis->subsampling;
}

static void
init_columns (RszColour *self, const RszAxis *axis)
{
  const int m = axis->subsampling;

  self->first_column = axis->crop_start / m;
  self->columns = rsz_ceil_div (axis->crop_start + axis->in, m) - self->first_column;
  self->column_scale = m == 1 ? 1 : 2 * m;
  for (int i = 0; i < m && m > 1; i++)
    self->phases[i] = between (axis->cosited ? 2 * i : 2 * i + 1 - m, 2 * m);
}

/* ---- chroma where luma is ---- */

static void
spread_any (int32_t *dst, const int32_t *src, const RszBetween *phases, int m, int len)
{
  for (int i = 0; i < len; i++)
    for (int k = 0; k < m; k++) {
      const int32_t *two = src + i + phases[k].first;

      dst[i * m + k] = two[0] * phases[k].weights[0] + two[1] * phases[k].weights[1];
    }
}

/* Two taps in fixed places: the sample before and the own one, the own one and that behind. */
static void
spread_two (const RszColour *self, int32_t *dst, const int32_t *src)
{
  const RszBetween *even = &self->phases[0], *odd = &self->phases[1];
  const int32_t own[2] = { 0, even->weights[0] };

  self->rows->spread (dst, src, even->first < 0 ? even->weights : own, odd->weights, self->columns);
}

/* Four: those in front of the middle are between the sample before and the own one. */
static void
spread_four (const RszColour *self, int32_t *dst, const int32_t *src)
{
  int32_t before[4], own[4], behind[4];

  for (int k = 0; k < 4; k++) {
    const RszBetween *phase = &self->phases[k];
    const bool early = phase->first < 0;

    before[k] = early ? phase->weights[0] : 0;
    own[k] = phase->weights[early];
    behind[k] = early ? 0 : phase->weights[1];
  }
  self->rows->spread_four (dst, src, before, own, behind, self->columns);
}

/* A component of chroma for each luma sample of row y of a field or frame. */
static const int32_t *
chroma_of (RszColour *self, int channel, int field, int y)
{
  const RszPlaneSpec *plane = rsz_colour_plane (self, channel, field);
  const RszAxis *x = &plane->parts[self->colours.from[channel].part].x;
  const RszBetween rows = rows_between (&plane->y, y);
  const int top = rsz_colour_first_sample (&plane->y), bottom = rsz_colour_last_sample (&plane->y);
  int32_t *blended = self->blended[channel - RSZ_CB] + 1;
  int32_t *spread = self->spread[channel - RSZ_CB];

  self->rows->blend (blended,
      rsz_colour_chroma_row (self, channel, field, rsz_limit (rows.first, top, bottom)),
      rsz_colour_chroma_row (
          self, channel, field, rsz_limit (rows.first + (rows.weights[1] > 0), top, bottom)),
      rows.weights, self->colours.chroma_offset * row_scale (&plane->y), self->columns);
  if (x->subsampling == 1)
    return blended;
  blended[-1] = blended[0];
  blended[self->columns] = blended[self->columns - 1];
  if (x->subsampling == 2)
    spread_two (self, spread, blended);
  else if (x->subsampling == 4)
    spread_four (self, spread, blended);
  else
    spread_any (spread, blended, self->phases, x->subsampling, self->columns);
  return spread + (x->crop_start - self->first_column * x->subsampling);
}

/* ---- rows of the picture ---- */

/* The field, if planes are those of fields, and in it the row that becomes row i. */
static int
locate_row (const RszColour *self, int i, int *field)
{
  const RszAxis *y = &rsz_colour_plane (self, RSZ_LUMA, 0)->y;

  *field = 0;
  if (self->colours.n_fields == 2) {
    *field = (y->crop_start + i) % 2;
    return (y->crop_start + i) / 2;
  }
  return rsz_limit (rsz_colour_first_sample (y) + i, 0, rsz_colour_last_sample (y));
}

/* Where the levels of a row are: pixel x at rgb[c] + step * x. */
typedef struct {
  uint8_t *rgb[3];
  int step;
} Levels;

/* Pixels begin .. begin + len - 1, of which some are near a middle. */
static void
refine_block (const RszColour *self, const Levels *levels, const int32_t *cb, const int32_t *cr,
    int begin, int len)
{
  uint8_t near[RSZ_RGB_BLOCK];

  self->rows->find_near (near, self->luma + begin, cb + begin, cr + begin, &self->terms, len);
  for (int i = 0; i < len; i++) {
    const int x = begin + i;

    for (int c = 0; c < 3 && near[i]; c++)
      levels->rgb[c][levels->step * x] =
          rsz_exact_level (&self->exact, c, self->luma[x], cb[x], cr[x]);
  }
}

static void
refine (const RszColour *self, const Levels *levels, const int32_t *cb, const int32_t *cr)
{
  for (int begin = 0; begin < self->width; begin += RSZ_RGB_BLOCK)
    if (self->marks[begin / RSZ_RGB_BLOCK])
      refine_block (self, levels, cb, cr, begin, rsz_limit (self->width - begin, 0, RSZ_RGB_BLOCK));
}

static void
read_opacity (RszColour *self, int field, int y, int first)
{
  rsz_colour_pick (self, self->alpha, RSZ_ALPHA, field, y, first, self->width);
  self->rows->opacity (self->opacity, self->alpha, self->colours.alpha_max, self->width);
}

static void
pick_luma (RszColour *self, int field, int y)
{
  rsz_colour_pick (self, self->luma, RSZ_LUMA, field, y,
      rsz_colour_plane (self, RSZ_LUMA, 0)->parts[0].x.crop_start, self->width);
}

/* Three rows of levels of row y of a field. */
static void
make_levels (RszColour *self, uint8_t *const rgb[3], int field, int y)
{
  const Levels levels = { { rgb[0], rgb[1], rgb[2] }, 1 };
  const int32_t *cb, *cr;

  if (self->colours.conversion != RSZ_CONVERSION_EXACT) {
    rsz_colour_named_rows (self, rgb, field, y);
    return;
  }
  pick_luma (self, field, y);
  cb = chroma_of (self, RSZ_CB, field, y);
  cr = chroma_of (self, RSZ_CR, field, y);
  self->rows->to_rows (rgb, self->marks, self->luma, cb, cr, &self->terms, self->width);
  refine (self, &levels, cb, cr);
}

static void
make_named_pixels (RszColour *self, uint8_t *dst, int size, int field, int y)
{
  const uint8_t *bytes[4] = { self->rgb[0], self->rgb[1], self->rgb[2], self->opacity };

  rsz_colour_named_rows (self, self->rgb, field, y);
  if (size == 4) {
    self->rows->weave_fours (dst, bytes, self->places, self->width);
    return;
  }
  for (int c = 0; c < 3; c++)
    bytes[self->places[c]] = self->rgb[c];
  self->rows->weave (dst, bytes, self->width);
}

/* Pixels of three bytes or of four. */
static void
make_pixels (RszColour *self, uint8_t *dst, int size, int field, int y)
{
  Levels levels = { .step = size };
  const int32_t *cb, *cr;

  if (self->colours.conversion != RSZ_CONVERSION_EXACT) {
    make_named_pixels (self, dst, size, field, y);
    return;
  }
  pick_luma (self, field, y);
  cb = chroma_of (self, RSZ_CB, field, y);
  cr = chroma_of (self, RSZ_CR, field, y);
  for (int c = 0; c < 3; c++)
    levels.rgb[c] = dst + self->places[c];
  self->rows->to_pixels (dst, self->marks, self->luma, cb, cr, self->opacity, &self->terms,
      self->places, size, self->width);
  refine (self, &levels, cb, cr);
}

static void
make_row (RszColour *self, void *const *dst, const ptrdiff_t *dst_stride, int i)
{
  const int left = rsz_colour_plane (self, RSZ_LUMA, 0)->parts[0].x.crop_start;
  uint8_t *rows[RSZ_N_CHANNELS] = { NULL };
  int field;
  const int y = locate_row (self, i, &field);

  for (int c = 0; c < RSZ_N_CHANNELS; c++) {
    const int p = self->colours.to[c].plane;

    if (p >= 0)
      rows[c] = (uint8_t *) dst[p] + i * dst_stride[p];
  }
  if (self->colours.from[RSZ_ALPHA].plane >= 0)
    read_opacity (self, field, y, left);
  if (self->dst.n_planes > 1)
    make_levels (self, rows, field, y);
  else
    make_pixels (self, rows[0], self->dst.planes[0].parts[0].components, field, y);
  if (self->dst.n_planes > 3)
    memcpy (rows[RSZ_ALPHA], self->opacity, self->width);
}

void
rsz_colour_run (RszColour *self, void *const *dst, const ptrdiff_t *dst_stride,
    const void *const *src, const ptrdiff_t *src_stride, int slice, int n_slices)
{
  const int from = self->height * slice / n_slices, to = self->height * (slice + 1) / n_slices;

  self->data = src;
  self->stride = src_stride;
  for (int p = 0; p < RSZ_MAX_PLANES; p++)
    self->loaded[p] = NULL;
  for (int i = 0; i < 2 * 2 * RSZ_KEPT; i++)
    self->kept[i % 2][i / 2 % 2][i / 4].row = -1;
  self->tinted.first = -1;
  for (int i = from; i < to; i++)
    make_row (self, dst, dst_stride, i);
}

/* ---- life ---- */

/* Hands out pieces of memory; counts them where there is none yet. */
typedef struct {
  uint8_t *start;
  size_t used;
} Arena;

static void *
take (Arena *arena, size_t size)
{
  void *piece = arena->start ? arena->start + arena->used : NULL;

  arena->used += (size + RSZ_ROW_ALIGNMENT - 1) / RSZ_ROW_ALIGNMENT * RSZ_ROW_ALIGNMENT;
  return piece;
}

/* What is not whole of a last group, and a column on either side. */
#define SLACK (2 * RSZ_GROUPS_MEET)

static void
take_parts (RszColour *self, Arena *arena)
{
  for (int p = 0; p < self->src.n_planes; p++) {
    const RszPlaneSpec *plane = &self->src.planes[p];
    const RszLayoutInfo *layout = &rsz_layouts[plane->layout];

    for (int k = 0; k < layout->n_parts && !layout->plain; k++)
      self->parts[p][k] =
          take (arena, (size_t) (rsz_colour_units (plane) + SLACK) * plane->parts[k].components
                           * rsz_sample_size (layout->sample));
  }
}

static void
take_rows (RszColour *self, Arena *arena)
{
  const size_t wide = self->named.columns > self->columns ? self->named.columns : self->columns;
  const size_t columns = wide + SLACK, width = columns * 4 + self->width;

  for (int c = 0; c < 2; c++) {
    for (int i = 0; i < 2 * RSZ_KEPT; i++)
      self->kept[c][i % 2][i / 2].samples = take (arena, columns * sizeof (uint16_t));
    self->blended[c] = take (arena, columns * sizeof (int32_t));
    self->spread[c] = take (arena, width * sizeof (int32_t));
  }
  self->picked = take (arena, columns * sizeof (uint16_t));
  self->luma = take (arena, width * sizeof (uint16_t));
  self->alpha = take (arena, width * sizeof (uint16_t));
  for (int c = 0; c < 3; c++) {
    self->rgb[c] = take (arena, width);
    self->tint[c] = take (arena, width * sizeof (int32_t));
  }
  self->opacity = take (arena, width);
  self->marks = take (arena, width);
}

static bool
allocate (RszColour *self)
{
  Arena arena = { 0 };

  take_parts (self, &arena);
  take_rows (self, &arena);
  self->memory = rsz_memory_new (RSZ_ROW_ALIGNMENT, arena.used);
  if (!self->memory)
    return false;
  arena = (Arena){ .start = self->memory };
  take_parts (self, &arena);
  take_rows (self, &arena);
  memset (self->opacity, 255, self->width);
  return true;
}

/* The byte that is no component, if there is one, has alpha's place. */
static void
init_places (RszColour *self)
{
  int left = 0 + 1 + 2 + 3;

  for (int c = 0; c < 3; c++) {
    self->places[c] = self->colours.to[c].index;
    left -= self->places[c];
  }
  self->places[RSZ_ALPHA] = left;
}

static void
init_terms (RszColour *self)
{
  self->terms.offset = self->colours.luma_offset;
  self->terms.luma = (float) self->exact.luma;
  for (int c = 0; c < 3; c++) {
    self->terms.cb[c] = (float) self->exact.cb[c];
    self->terms.cr[c] = (float) self->exact.cr[c];
  }
}

RszColour *
rsz_colour_new (const RszSpec *src, const RszSpec *dst, const RszColours *colours, char *message)
{
  RszColour *self = calloc (1, sizeof *self);

  if (self) {
    const RszPlaneSpec *chroma;

    self->rows = rsz_rows_get ();
    self->src = *src;
    self->dst = *dst;
    self->colours = *colours;
    chroma = rsz_colour_plane (self, RSZ_CB, 0);
    init_columns (self, &chroma->parts[colours->from[RSZ_CB].part].x);
    self->width = dst->planes[0].parts[0].x.out;
    self->height =
        rsz_ceil_div (dst->planes[0].y.out - dst->planes[0].y.field, dst->planes[0].y.n_fields);
    rsz_exact_init (&self->exact, colours, row_scale (&chroma->y) * self->column_scale);
    init_terms (self);
    init_places (self);
    if (colours->conversion != RSZ_CONVERSION_EXACT
        && !rsz_named_init (&self->named, src, colours, message)) {
      free (self);
      return NULL;
    }
    if (allocate (self))
      return self;
    rsz_named_finish (&self->named);
  }
  snprintf (message, RSZ_MESSAGE_SIZE,
      "There is not enough memory to convert frames of %d columns: free some.",
      dst->planes[0].parts[0].x.out);
  free (self);
  return NULL;
}

void
rsz_colour_free (RszColour *self)
{
  if (!self)
    return;
  rsz_named_finish (&self->named);
  rsz_memory_free (self->memory);
  free (self);
}
