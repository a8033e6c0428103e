/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "flat.h"

#include <string.h>

#include "spec.h"
#include "rows/rows.h"
#include "taps/map.h"
#include "taps/filter.h"

/* Rows whose samples are known without the core: flat ones, and those of a copy. */

/* What a row holds at most: a block of memory is not larger. */
#define ROW_SIZE (1 << 20)

/* Weights of so many taps, each rounded, add up to so nearly one that no sample moves. */
#define MOST_FLAT_TAPS 1500

/* A row taken apart, and one put together. */
static uint8_t parts[RSZ_MAX_PARTS][ROW_SIZE];
static uint8_t made[ROW_SIZE];

/* Pixels of each part: from .. to - 1 are the picture's, those around them, up to end - 1, the
 * border's. */
typedef struct {
  int from[RSZ_MAX_PARTS], to[RSZ_MAX_PARTS], end[RSZ_MAX_PARTS];
} Span;

static unsigned
largest_of (const RszPlaneSpec *plane, int part)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  int depth = plane->depth;

  for (int f = 0; f < layout->n_fields; f++)
    if (layout->fields[f].part == part && layout->fields[f].depth < depth)
      depth = layout->fields[f].depth;
  return (1u << depth) - 1;
}

static void
write_sample (uint8_t *row, int i, RszSample sample, unsigned value)
{
  const uint16_t word = (uint16_t) value;

  if (sample == RSZ_SAMPLE_U8)
    row[i] = (uint8_t) value;
  else
    memcpy (row + 2 * i, &word, sizeof word);
}

/* Samples `from` .. `to` - 1 of a flat row's part. */
static void
draw_flat (uint8_t *row, const RszPlaneSpec *plane, int part, int from, int to,
    const uint16_t *values, unsigned most)
{
  const RszSample sample = rsz_layouts[plane->layout].sample;
  const int c = plane->parts[part].components;

  for (int i = from * c; i < to * c; i++)
    write_sample (row, i, sample, values[i % c] < most ? values[i % c] : most);
}

/* Whole groups of the last pixel have to be there for the rows that put a row together. */
static void
put_together (const RszPlaneSpec *plane, const RszRows *rows, int units, uint8_t *dst)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const void *from[RSZ_MAX_PARTS] = { parts[0], parts[1] };

  rows->store[plane->layout](layout, dst, from, units);
}

/* A row that is flat from one pixel of part 0 to another and has another flat colour around
 * that. */
static const uint8_t *
draw_flat_row (const RszPlaneSpec *plane, const RszRows *rows, const Span *span, int units,
    const FuzzPixels *pixels)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const unsigned depth = (1u << plane->depth) - 1;

  for (int p = 0; p < layout->n_parts; p++) {
    uint8_t *row = layout->plain ? made : parts[p];

    draw_flat (row, plane, p, 0, span->from[p], plane->parts[p].border, depth);
    draw_flat (row, plane, p, span->from[p], span->to[p], pixels->values, largest_of (plane, p));
    draw_flat (row, plane, p, span->to[p], span->end[p], plane->parts[p].border, depth);
  }
  if (!layout->plain)
    put_together (plane, rows, units, made);
  return made;
}

const uint8_t *
fuzz_flat_source (const RszPlaneSpec *plane, const FuzzPixels *pixels, const RszRows *rows)
{
  Span span = { 0 };
  RszMap x;

  for (int p = 0; p < rsz_layouts[plane->layout].n_parts; p++) {
    rsz_map_init (&x, &plane->parts[p].x);
    span.to[p] = span.end[p] = x.in_first + x.in;
  }
  return draw_flat_row (plane, rows, &span,
      fuzz_plane_room (plane->parts[0].src_room, fuzz_plane_units (plane, span.to[0])), pixels);
}

/* What the rows from `from` to `to` of a frame have to be. */
static bool
rows_are (const FuzzMemory *memory, int from, int to, const uint8_t *row)
{
  for (int y = from; y < to; y++)
    if (memcmp (fuzz_memory_row (memory, y) + memory->from, row + memory->from,
            memory->to - memory->from))
      return false;
  return true;
}

static bool
is_plane_flat (const FuzzMemory *memory, const RszPlaneSpec *plane, const FuzzPixels *pixels,
    const RszRows *rows)
{
  Span span = { 0 };
  RszMap x, y;
  bool flat;
  int units;

  for (int p = 0; p < rsz_layouts[plane->layout].n_parts; p++) {
    rsz_map_init (&x, &plane->parts[p].x);
    span.from[p] = x.out_first;
    span.to[p] = x.out_first + x.made;
    span.end[p] = x.frame_end;
  }
  rsz_map_init (&y, &plane->y);
  units = fuzz_plane_room (plane->parts[0].dst_room, fuzz_plane_units (plane, span.end[0]));
  flat = rows_are (
      memory, y.out_first, y.out_first + y.made, draw_flat_row (plane, rows, &span, units, pixels));
  memcpy (span.from, span.end, sizeof span.from);
  memcpy (span.to, span.end, sizeof span.to);
  draw_flat_row (plane, rows, &span, units, pixels);
  return flat && rows_are (memory, memory->from_row, y.out_first, made)
         && rows_are (memory, y.out_first + y.made, memory->to_row, made);
}

/* Where memory ends inside a group it has lost bits of its last pixel. */
static bool
has_lost_bits (const RszPlaneSpec *plane)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  RszMap x;

  rsz_map_init (&x, &plane->parts[0].x);
  return layout->cut && (x.in_first + x.in) % layout->pixels;
}

/* With antialias outputs that a factor put where there is no picture are nobody's colour. */
static bool
promises_flat (const RszAxis *axis, RszMethod method)
{
  const bool antialias = axis->antialias || rsz_filters[method].implies_antialias;

  return (!antialias || fuzz_axis_is_natural (axis, method))
         && fuzz_axis_taps (axis, method) <= MOST_FLAT_TAPS;
}

bool
fuzz_frame_is_flat (
    const FuzzFrame *dst, const RszSpec *spec, const FuzzPixels *pixels, const RszRows *rows)
{
  for (int p = 0; p < dst->n_planes; p++) {
    const RszPlaneSpec *plane = &spec->planes[p];
    bool promised = promises_flat (&plane->y, spec->method) && !has_lost_bits (plane);

    for (int i = 0; i < rsz_layouts[plane->layout].n_parts; i++)
      promised = promised && promises_flat (&plane->parts[i].x, spec->method);
    if (promised && !is_plane_flat (&dst->planes[p], plane, pixels, rows))
      return false;
  }
  return true;
}

/* A memory row as it is when it has been taken apart and put together again. */
static const uint8_t *
cleaned (const RszPlaneSpec *plane, const RszRows *rows, const uint8_t *row, int units)
{
  void *const to[RSZ_MAX_PARTS] = { parts[0], parts[1] };

  if (rsz_layouts[plane->layout].plain)
    return row;
  rows->load[plane->layout](&rsz_layouts[plane->layout], to, row, units);
  put_together (plane, rows, units, made);
  return made;
}

bool
fuzz_frame_is_copy (
    const FuzzFrame *dst, const FuzzFrame *src, const RszSpec *spec, const RszRows *rows)
{
  for (int p = 0; p < dst->n_planes; p++) {
    const RszPlaneSpec *plane = &spec->planes[p];
    const FuzzMemory *to = &dst->planes[p], *from = &src->planes[p];
    RszMap x;

    rsz_map_init (&x, &plane->parts[0].x);
    if (to->from_row != from->from_row || to->to_row != from->to_row || to->from || from->from
        || to->to != from->to)
      return false;
    for (int y = to->from_row; y < to->to_row; y++)
      if (memcmp (fuzz_memory_row (to, y),
              cleaned (plane, rows, fuzz_memory_row (from, y),
                  fuzz_plane_room (plane->parts[0].dst_room, fuzz_plane_units (plane, x.made))),
              to->to))
        return false;
  }
  return true;
}
