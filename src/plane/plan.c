/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "job.h"

#include <stdlib.h>
#include <string.h>

/* What a plane needs besides its taps, made once, before any row is scaled. */

static size_t
align (size_t size)
{
  return (size + RSZ_ALIGNMENT - 1) / RSZ_ALIGNMENT * RSZ_ALIGNMENT;
}

static bool
plan_columns (RszPart *part)
{
  part->columns = malloc ((size_t) part->x->len * part->components * sizeof *part->columns);
  if (!part->columns)
    return false;
  for (int i = 0; i < part->x->len; i++)
    for (int c = 0; c < part->components; c++)
      part->columns[i * part->components + c] = part->x->window ? (float) part->x->n[i] : 1.0f;
  return true;
}

static bool
plan_part (const RszPlane *plane, RszPart *part)
{
  part->overhang = part->pass == RSZ_PASS_SCALEF ? rsz_taps_overhang (part->x) : 0;
  return !plane->average || (plane->whole && !part->weighed) || plan_columns (part);
}

/* Taps trimmed of zeros do not start in order; a row is kept from when the first of them may
 * ask for it. */
static bool
plan_ring (RszPlane *plane)
{
  const RszTaps *y = plane->y;
  int from = y->in - 1, to = 0;

  plane->from = malloc (y->len * sizeof *plane->from);
  if (!plane->from)
    return false;
  for (int o = y->len - 1; o >= 0; o--) {
    from = y->first[o] < from ? y->first[o] : from;
    plane->from[o] = from > 0 ? from : 0;
  }
  plane->ring_rows = 1;
  for (int o = 0; o < y->len; o++) {
    to = rsz_job_last_row (plane, o) > to ? rsz_job_last_row (plane, o) : to;
    if (to - plane->from[o] + 1 > plane->ring_rows)
      plane->ring_rows = to - plane->from[o] + 1;
  }
  plane->ring_rows = plane->between ? 1 : plane->ring_rows + plane->batch - 1;
  if (plane->ring_rows > y->in)
    plane->ring_rows = y->in;
  return true;
}

/* Bytes of a row in the ring, and without one of nothing. */
static size_t
ring_row_size (const RszPlane *plane, const RszPart *part, int strip)
{
  const size_t sample = plane->is_float ? sizeof (float) : part->pixel_size / part->components;
  const int pixels = (strip + part->divisor - 1) / part->divisor;

  if (part->pass == RSZ_PASS_DIRECT || part->pass == RSZ_PASS_SUM || plane->straight)
    return 0;
  return align (pixels * part->components * sample);
}

/* What goes between source rows is made whole: its ring is one row. */
static void
plan_strips (RszPlane *plane)
{
  const int len = plane->parts[0].x->len;
  size_t size = 0, columns;

  plane->strip = len + (len & 1);
  for (int p = 0; p < plane->n_parts; p++)
    size += ring_row_size (plane, &plane->parts[p], plane->strip) * plane->ring_rows;
  if (size <= RSZ_RING_BUDGET || plane->between)
    return;
  columns = RSZ_RING_BUDGET * plane->strip / size / RSZ_STRIP_STEP * RSZ_STRIP_STEP;
  plane->strip = columns ? (int) columns : RSZ_STRIP_STEP;
  /* doubling rows are made whole or not at all */
  for (int p = 0; p < plane->n_parts; p++)
    if (plane->parts[p].sum == RSZ_SUM_DOUBLING)
      plane->parts[p].sum = RSZ_SUM_PAIR;
}

/* Rows that cannot be packed read the taps as they are. */
static void
pack_part (const RszPlane *plane, RszPart *part)
{
  const RszTaps *x = part->x;
  const bool gather = part->pass == RSZ_PASS_GATHER;
  const RszHpack pack = gather        ? plane->rows->gather_pack
                        : plane->deep ? plane->rows->hdeep_pack
                                      : plane->rows->hpack[part->sum];

  part->taps = (RszHtaps){
    .in = x->in,
    .len = x->len,
    .components = gather ? (int) part->pixel_size : part->components,
    .n_taps = x->n_max,
    .shift = x->shift - part->fraction,
    .low = plane->word.low,
    .first = x->first,
    .weights = x->weights,
  };
  if (pack && (gather || plane->deep || part->pass == RSZ_PASS_SCALE))
    part->taps.packed = pack (&part->taps, &part->packed_size);
}

static void
pack_floats (const RszPlane *plane, RszPart *part)
{
  const RszTaps *x = part->x;
  const RszRows *rows = plane->rows;
  const bool bytes = rsz_layouts[plane->layout].sample == RSZ_SAMPLE_U8 && !part->weighed
                     && rows->hscaleb[part->sumf];

  part->tapsf = (RszHtapsf){
    .len = x->len,
    .components = part->components,
    .n_taps = x->n_max,
    .first = x->first,
    .weights = x->weightsf,
  };
  if (bytes)
    part->tapsf.packed = rows->hpackb[part->sumf](&part->tapsf, &part->packed_size);
  if (part->tapsf.packed)
    part->hscaleb = rows->hscaleb[part->sumf];
  else if (rows->hpackf[part->sumf])
    part->tapsf.packed = rows->hpackf[part->sumf](&part->tapsf, &part->packed_size);
}

static void
pack_windows (const RszPlane *plane, RszPart *part)
{
  const RszTaps *x = part->x;

  part->windows = (RszWindows){
    .in = x->in,
    .len = x->len,
    .components = part->components,
    .n_max = x->n_max,
    .first = x->first,
    .n = x->n,
  };
  if (plane->rows->wpack)
    part->windows.packed = plane->rows->wpack (&part->windows, &part->windows_size);
}

static size_t
reserve (RszPlane *plane, size_t size)
{
  const size_t offset = plane->scratch_size;

  plane->scratch_size += align (size);
  return offset;
}

/* Bytes of a part's row before it is put together with the others: whole groups of samples. */
static size_t
part_room (const RszPlane *plane, int p, int len)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const size_t groups = (rsz_job_units (plane, len) + layout->pixels - 1) / layout->pixels;

  return groups * layout->samples[p] * rsz_sample_size (layout->sample);
}

static void
plan_scratch (RszPlane *plane)
{
  const RszTaps *first = plane->parts[0].x;
  size_t widened = 0, sums = 0;

  for (int p = 0; p < plane->n_parts; p++) {
    RszPart *part = &plane->parts[p];
    const RszTaps *x = part->x;
    const size_t strip = (plane->strip + part->divisor - 1) / part->divisor * part->components;
    const size_t wide = (size_t) (x->in + 2 * part->overhang) * part->components + RSZ_SLACK;

    part->ring_stride = ring_row_size (plane, part, plane->strip);
    part->ring = reserve (plane, part->ring_stride * plane->ring_rows);
    if (plane->whole)
      part->sums = reserve (plane, (size_t) x->in * part->components * sizeof (uint16_t));
    if (!plane->in_place) {
      part->loaded_stride = align (part_room (plane, p, first->in_first + first->in));
      part->loaded = reserve (plane, part->loaded_stride * plane->batch);
      part->made = reserve (plane, part_room (plane, p, first->frame_end));
    }
    if (part->pass == RSZ_PASS_SCALEF || part->weighed)
      widened = wide > widened ? wide : widened;
    sums = strip > sums ? strip : sums;
  }
  if (plane->is_float || widened > 0) {
    plane->widened = reserve (plane, widened * sizeof (float));
    plane->sums = reserve (plane, sums * sizeof (float));
  }
  plane->taps = reserve (plane, (plane->whole ? 2 : 1) * plane->y->n_max * sizeof (void *));
}

static void
set_border (const RszPlane *plane, RszPart *part, const uint16_t *border)
{
  const bool deep = rsz_layouts[plane->layout].sample == RSZ_SAMPLE_U16;
  const int most = plane->deep ? plane->word.max : (int) plane->max;

  for (int c = 0; c < part->components; c++) {
    const int sample = border[c] < most ? border[c] : most;
    const uint16_t word = (uint16_t) (sample << plane->word.low);

    if (deep)
      memcpy (&part->border[2 * c], &word, sizeof word);
    else
      part->border[c] = (uint8_t) word;
  }
}

bool
rsz_plane_init (RszPlane *plane, const RszRows *rows, RszLayout layout, int depth, bool may_fix,
    const RszTaps *y, const RszPartTaps *parts, const RszTraffic *frame)
{
  const RszLayoutInfo *info = &rsz_layouts[layout];
  bool fine;

  *plane = (RszPlane){
    .rows = rows,
    .y = y,
    .layout = layout,
    .in_place = info->plain,
    .max = (float) ((1 << depth) - 1),
    .n_parts = info->n_parts,
  };
  for (int p = 0; p < info->n_parts; p++) {
    plane->parts[p].x = parts[p].x;
    plane->parts[p].components = parts[p].components;
    plane->parts[p].divisor = parts[p].divisor;
    plane->parts[p].src_room = parts[p].src_room;
    plane->parts[p].dst_room = parts[p].dst_room;
    plane->parts[p].pixel_size = parts[p].components * rsz_sample_size (info->sample);
  }
  fine = !may_fix || rsz_plane_deepen (plane);
  rsz_plane_choose (plane, frame);
  for (int p = 0; p < info->n_parts; p++)
    set_border (plane, &plane->parts[p], parts[p].border);
  for (int p = 0; p < info->n_parts; p++)
    fine = fine && plan_part (plane, &plane->parts[p]);
  if (!fine || !plan_ring (plane)) {
    rsz_plane_finish (plane);
    return false;
  }
  plan_strips (plane);
  for (int p = 0; p < info->n_parts; p++)
    if (plane->whole && !plane->parts[p].weighed)
      pack_windows (plane, &plane->parts[p]);
    else if (plane->whole || plane->parts[p].pass == RSZ_PASS_SCALEF)
      pack_floats (plane, &plane->parts[p]);
    else
      pack_part (plane, &plane->parts[p]);
  plan_scratch (plane);
  return true;
}

static bool
is_copy (const RszTaps *taps)
{
  return taps->copy && taps->in_first == 0 && taps->frame_first == 0
         && taps->frame_end == taps->len;
}

bool
rsz_plane_is_copy (const RszPlane *plane)
{
  bool copy = is_copy (plane->y);

  for (int p = 0; p < plane->n_parts; p++)
    copy =
        copy && is_copy (plane->parts[p].x) && plane->parts[p].src_room == plane->parts[p].dst_room;
  return copy;
}

size_t
rsz_plane_size (const RszPlane *plane)
{
  size_t size = plane->y->len * sizeof *plane->from;

  if (plane->deep)
    size += rsz_taps_size (&plane->fixed);
  for (int p = 0; p < plane->n_parts; p++) {
    size += plane->parts[p].packed_size + plane->parts[p].windows_size;
    if (plane->deep)
      size += rsz_taps_size (&plane->parts[p].fixed);
    if (plane->parts[p].columns)
      size += (size_t) plane->parts[p].x->len * plane->parts[p].components * sizeof (float);
  }
  return size;
}

void
rsz_plane_finish (RszPlane *plane)
{
  for (int p = 0; p < RSZ_MAX_PARTS; p++) {
    free (plane->parts[p].columns);
    free ((void *) plane->parts[p].taps.packed);
    free ((void *) plane->parts[p].tapsf.packed);
    free ((void *) plane->parts[p].windows.packed);
    rsz_taps_finish (&plane->parts[p].fixed);
  }
  rsz_taps_finish (&plane->fixed);
  free (plane->from);
  *plane = (RszPlane){ 0 };
}
