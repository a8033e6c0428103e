/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "private.h"

#include <string.h>

int
rsz_colour_first_sample (const RszAxis *axis)
{
  return rsz_ceil_div (axis->crop_start - axis->field, axis->n_fields) / axis->subsampling;
}

int
rsz_colour_last_sample (const RszAxis *axis)
{
  return rsz_ceil_div (
             axis->crop_start + axis->in - axis->field, axis->n_fields * axis->subsampling)
         - 1;
}

const RszPlaneSpec *
rsz_colour_plane (const RszColour *self, int channel, int field)
{
  return &self->src.planes[self->colours.from[channel].plane * self->colours.n_fields + field];
}

int
rsz_colour_units (const RszPlaneSpec *plane)
{
  const RszAxis *x = &plane->parts[0].x;
  const int pixels = rsz_ceil_div (x->crop_start + x->in, x->subsampling);

  return rsz_layouts[plane->layout].n_parts == 1 ? pixels * plane->parts[0].components : pixels;
}

static void
unpack (RszColour *self, int p, const uint8_t *memory)
{
  const RszPlaneSpec *plane = &self->src.planes[p];
  const int units = rsz_colour_units (plane), room = plane->parts[0].src_room;
  const int present = room > 0 && room < units ? room : units;
  const size_t size = rsz_sample_size (rsz_layouts[plane->layout].sample);
  uint8_t *first = self->parts[p][0];
  void *parts[RSZ_MAX_PARTS] = { self->parts[p][0], self->parts[p][1] };

  self->rows->load[plane->layout](&rsz_layouts[plane->layout], parts, memory, present);
  if (present < units)
    memcpy (first + present * size, first + (present - plane->parts[0].components) * size,
        (units - present) * size);
  self->loaded[p] = memory;
}

const uint8_t *
rsz_colour_bytes (RszColour *self, int channel, int field, int y)
{
  const RszPlaneSpec *plane = rsz_colour_plane (self, channel, field);
  const int p = (int) (plane - self->src.planes);
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];

  if (!layout->plain || layout->sample != RSZ_SAMPLE_U8 || plane->parts[0].components != 1)
    return NULL;
  return (const uint8_t *) self->data[p] + y * self->stride[p];
}

void
rsz_colour_pick (RszColour *self, uint16_t *dst, int channel, int field, int y, int first, int len)
{
  const RszPlace *place = &self->colours.from[channel];
  const RszPlaneSpec *plane = rsz_colour_plane (self, channel, field);
  const int p = (int) (plane - self->src.planes);
  const int components = plane->parts[place->part].components;
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const uint8_t *row = (const uint8_t *) self->data[p] + y * self->stride[p];

  if (!layout->plain && self->loaded[p] != row)
    unpack (self, p, row);
  if (!layout->plain)
    row = self->parts[p][place->part];
  self->rows->pick[layout->sample](dst,
      row + (size_t) first * components * rsz_sample_size (layout->sample), components,
      place->index, len);
}

/* Samples moved along their row. Behind the last one are more of it: they are read. */
static void
move (RszColour *self, uint16_t *dst)
{
  const RszNamed *named = &self->named;

  for (int k = 0; k < RSZ_MEET_TAPS - 1; k++)
    self->picked[self->columns + k] = self->picked[self->columns - 1];
  if (named->four)
    self->rows->stretch_four ((int16_t *) dst, self->picked, named->first, named->weights,
        named->along_shift, named->columns);
  else if (named->slid)
    self->rows->slide (dst, self->picked, named->weights, named->along_shift, named->columns);
  else
    self->rows->stretch (
        dst, self->picked, named->first, named->weights, named->along_shift, named->columns);
}

const uint16_t *
rsz_colour_chroma_row (RszColour *self, int channel, int field, int y)
{
  const bool moved = self->named.along_shift > 0;
  RszKept *kept = &self->kept[channel - RSZ_CB][field][y % RSZ_KEPT];

  if (kept->row != y) {
    rsz_colour_pick (self, moved ? self->picked : kept->samples, channel, field, y,
        self->first_column, self->columns);
    if (moved)
      move (self, kept->samples);
  }
  kept->row = y;
  return kept->samples;
}
