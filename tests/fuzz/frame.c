/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frame.h"

#include <string.h>

#include "flat.h"
#include "spec.h"
#include "rows/rows.h"
#include "taps/map.h"

/* What a row holds at most: a block is not larger. */
#define ROW_SIZE (1 << 20)

static uint8_t drawn[RSZ_MAX_PLANES * ROW_SIZE];
static size_t n_drawn;

void
fuzz_pixels_read (FuzzPixels *pixels, FuzzInput *input)
{
  pixels->kind = (FuzzKind) (fuzz_byte (input) % FUZZ_N_KINDS);
  pixels->seed = fuzz_word (input);
  for (int c = 0; c < 4; c++)
    pixels->values[c] = fuzz_word (input);
}

/* What a plane has of a source, or of what is made of one. */
static void
measure (FuzzMemory *memory, const RszPlaneSpec *plane, FuzzRole role)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const int c = plane->parts[0].components;
  RszMap x, y;
  int units, first;

  rsz_map_init (&x, &plane->parts[0].x);
  rsz_map_init (&y, &plane->y);
  *memory = (FuzzMemory){ .from_row = y.frame_first, .to_row = y.frame_end };
  units = fuzz_plane_room (plane->parts[0].dst_room, fuzz_plane_units (plane, x.frame_end));
  first = fuzz_plane_units (plane, x.frame_first);
  if (role == FUZZ_SOURCE) {
    memory->from_row = y.in_first;
    memory->to_row = y.in_first + y.in;
    units = fuzz_plane_room (plane->parts[0].src_room, fuzz_plane_units (plane, x.in_first + x.in));
    first = layout->plain ? x.in_first * c : 0;
  }
  memory->from = rsz_layout_row_size (plane->layout, first);
  memory->to = rsz_layout_row_size (plane->layout, units);
  if (role != FUZZ_SOURCE && plane->tensor.n_channels) {
    const size_t n = (size_t) plane->tensor.n_channels;

    memory->from = sizeof (float) * plane->tensor.step * x.frame_first;
    memory->to = memory->from + sizeof (float) * n * (x.frame_end - x.frame_first);
  }
}

bool
fuzz_frame_place (FuzzFrame *frame, const RszSpec *spec, FuzzRole role, const FuzzPlacing *placing,
    uint8_t filling)
{
  for (frame->n_planes = 0; frame->n_planes < spec->n_planes; frame->n_planes++) {
    FuzzMemory *memory = &frame->planes[frame->n_planes];
    const RszPlaneSpec *plane = &spec->planes[frame->n_planes];
    FuzzPlacing as = *placing;

    measure (memory, plane, role);
    if (role != FUZZ_SOURCE && plane->tensor.n_channels) { /* floats lie at multiples of 4 */
      as.gap -= as.gap % sizeof (float);
      as.offset -= as.offset % sizeof (float);
    }
    if (!fuzz_memory_place (memory, (int) role * RSZ_MAX_PLANES + frame->n_planes, &as, filling)) {
      fuzz_frame_leave (frame);
      return false;
    }
  }
  return true;
}

void
fuzz_frame_leave (const FuzzFrame *frame)
{
  for (int p = 0; p < frame->n_planes; p++)
    fuzz_memory_leave (&frame->planes[p]);
}

bool
fuzz_frame_is_whole (const FuzzFrame *frame)
{
  bool whole = true;

  for (int p = 0; p < frame->n_planes; p++)
    whole = whole && fuzz_memory_is_whole (&frame->planes[p]);
  return whole;
}

bool
fuzz_frame_equals (const FuzzFrame *a, const FuzzFrame *b, int *plane, int *row)
{
  for (int p = 0; p < a->n_planes; p++) {
    const FuzzMemory *left = &a->planes[p], *right = &b->planes[p];

    for (int y = left->from_row; y < left->to_row; y++)
      if (memcmp (fuzz_memory_row (left, y) + left->from, fuzz_memory_row (right, y) + right->from,
              left->to - left->from)) {
        *plane = p;
        *row = y;
        return false;
      }
  }
  return true;
}

static uint32_t
next_noise (uint32_t *state)
{
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

static void
draw_noise (uint8_t *dst, size_t size, const FuzzPixels *pixels, uint32_t *state, int row)
{
  for (size_t i = 0; i < size; i++)
    switch (pixels->kind) {
    case FUZZ_RAMP:
      dst[i] = (uint8_t) (pixels->values[0] + i * (pixels->values[1] & 15)
                          + (unsigned) row * (pixels->values[2] & 15));
      break;
    case FUZZ_EXTREMES:
      dst[i] = next_noise (state) & 16 ? 0xff : 0;
      break;
    default:
      dst[i] = (uint8_t) (next_noise (state) >> 11);
    }
}

static void
draw_row (
    uint8_t *row, size_t size, const FuzzPixels *pixels, uint32_t *state, int y, FuzzInput *input)
{
  draw_noise (row, size, pixels, state, y);
  for (size_t i = 0; i < size && input->at < input->end; i++)
    row[i] = fuzz_byte (input);
}

static void
draw_plane (const FuzzMemory *memory, const RszPlaneSpec *plane, const FuzzPixels *pixels,
    const RszRows *rows, FuzzInput *input)
{
  const size_t size = memory->to - memory->from;
  const uint8_t *flat = pixels->kind == FUZZ_FLAT ? fuzz_flat_source (plane, pixels, rows) : NULL;
  uint32_t state = 0x9e3779b9u + pixels->seed;

  for (int y = memory->from_row; y < memory->to_row; y++) {
    uint8_t *row = fuzz_memory_row (memory, y) + memory->from;

    if (flat)
      memcpy (row, flat + memory->from, size);
    else
      draw_row (row, size, pixels, &state, y, input);
    memcpy (drawn + n_drawn, row, size);
    n_drawn += size;
  }
}

void
fuzz_frame_draw (FuzzFrame *src, const RszSpec *spec, const FuzzPixels *pixels, const RszRows *rows,
    FuzzInput *input)
{
  n_drawn = 0;
  for (int p = 0; p < src->n_planes; p++)
    draw_plane (&src->planes[p], &spec->planes[p], pixels, rows, input);
}

bool
fuzz_frame_is_drawn (const FuzzFrame *src)
{
  size_t at = 0;

  for (int p = 0; p < src->n_planes; p++) {
    const FuzzMemory *memory = &src->planes[p];
    const size_t size = memory->to - memory->from;

    for (int y = memory->from_row; y < memory->to_row; y++, at += size)
      if (memcmp (drawn + at, fuzz_memory_row (memory, y) + memory->from, size))
        return false;
    if (!fuzz_memory_is_whole (memory))
      return false;
  }
  return true;
}
