/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "plane_job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is decided about a plane once, before any row is scaled. */

/* Long float32 sums of deep samples or of plain ones lose what they should add up; torch's weighted 8 bit sums
 * are to be matched as they are. */
#define LONGEST_FLOAT_SUM 64

static size_t
align (size_t size)
{
  return (size + RSZ_ALIGNMENT - 1) / RSZ_ALIGNMENT * RSZ_ALIGNMENT;
}

/* Twice the size at half-pixel centres: quarters everywhere, border samples at the ends. */
static bool
is_doubling (const RszTaps *taps)
{
  int quarter;

  if (!taps->weights || taps->len != 2 * taps->in || taps->n_max != 2)
    return false;
  quarter = (1 << taps->shift) / 4;
  for (int i = 1; i < taps->len - 1; i++) {
    const int16_t *w = &taps->weights[2 * i];
    const int near = i & 1 ? 0 : 1;

    if (taps->first[i] != (i - 1) >> 1 || w[near] != 3 * quarter || w[!near] != quarter)
      return false;
  }
  return taps->n[0] == 1 && taps->n[taps->len - 1] == 1;
}

RszSumf
rsz_plane_choose_sumf (const RszTaps *taps, RszSample sample, int o, int n)
{
  static const RszSumf tails[] = { RSZ_SUMF_MANY, RSZ_SUMF_TAIL1, RSZ_SUMF_TAIL2, RSZ_SUMF_TAIL3 };

  if (taps->fused && n > 1)
    return n == 2 ? RSZ_SUMF_LERP : RSZ_SUMF_QUAD;
  if (taps->n_max > LONGEST_FLOAT_SUM && (taps->window || sample != RSZ_SAMPLE_U8))
    return RSZ_SUMF_WIDE;
  return taps->n_fused ? tails[taps->n_fused[o]] : RSZ_SUMF_MANY;
}

static RszSum
choose_sum (const RszTaps *taps)
{
  if (is_doubling (taps))
    return RSZ_SUM_DOUBLING;
  return taps->n_max == 2 ? RSZ_SUM_PAIR : taps->n_max == 4 ? RSZ_SUM_QUAD : RSZ_SUM_MANY;
}

static RszPass
choose_pass (const RszPlane *plane, const RszTaps *x)
{
  if (plane->is_float)
    return x->copy ? RSZ_PASS_WIDEN : RSZ_PASS_SCALEF;
  if (x->copy)
    return rsz_layouts[plane->layout].plain ? RSZ_PASS_DIRECT : RSZ_PASS_COPY;
  return x->index ? RSZ_PASS_GATHER : RSZ_PASS_SCALE;
}

/* Where every output sample is some source sample no arithmetic is asked for. */
static bool
only_chooses (const RszPlane *plane)
{
  bool chooses = plane->y->index;

  for (int p = 0; p < plane->n_parts; p++)
    chooses = chooses && plane->parts[p].x->index;
  return chooses;
}

static bool
averages (const RszPlane *plane)
{
  bool window = plane->y->window;

  for (int p = 0; p < plane->n_parts; p++)
    window = window || plane->parts[p].x->window;
  return window;
}

static bool
repeats_no_row (const RszTaps *y)
{
  for (int o = 1; o < y->len; o++)
    if (y->first[o] <= y->first[o - 1])
      return false;
  return y->index;
}

static bool
plan_columns (RszPart *part)
{
  part->columns = malloc ((size_t) part->x->len * part->components * sizeof *part->columns);
  if (!part->columns)
    return false;
  for (int i = 0; i < part->x->len; i++)
    for (int c = 0; c < part->components; c++)
      part->columns[i * part->components + c] = (float) part->x->n[i];
  return true;
}

static bool
plan_part (RszPlane *plane, RszPart *part)
{
  const RszSample sample = rsz_layouts[plane->layout].sample;
  const RszTaps *x = part->x;

  part->pixel_size = part->components * rsz_sample_size (sample);
  part->pass = choose_pass (plane, x);
  part->sum = choose_sum (x);
  part->sumf = rsz_plane_choose_sumf (x, sample, 0, x->n_max);
  part->overhang = part->pass == RSZ_PASS_SCALEF ? rsz_taps_overhang (x) : 0;
  return !plane->average || plan_columns (part);
}

/* One row at a time is taken apart, widened, or made where there is no ring. */
static int
choose_batch (const RszPlane *plane)
{
  return rsz_layouts[plane->layout].plain && !plane->is_float ? RSZ_MAX_BATCH : 1;
}

static void
choose_caches (RszPlane *plane)
{
  const RszPart *part = &plane->parts[0];
  const RszTaps *x = part->x, *y = plane->y;
  const size_t out = (size_t) x->len * y->len * part->pixel_size;
  const size_t in = (size_t) x->in * y->in * part->pixel_size;
  const bool batches = plane->batch > 1;

  plane->stream = plane->rows->drain && batches && !plane->straight && out >= RSZ_BEYOND_CACHES;
  plane->fetch = batches && y->n_max > 2 && y->len < y->in && in >= RSZ_BEYOND_CACHES;
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
  plane->ring_rows += plane->batch - 1;
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

  if (part->pass == RSZ_PASS_DIRECT || plane->straight)
    return 0;
  return align (pixels * part->components * sample);
}

static void
plan_strips (RszPlane *plane)
{
  const int len = plane->parts[0].x->len;
  size_t size = 0, columns;

  plane->strip = len + (len & 1);
  for (int p = 0; p < plane->n_parts; p++)
    size += ring_row_size (plane, &plane->parts[p], plane->strip) * plane->ring_rows;
  if (size <= RSZ_RING_BUDGET)
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
  const RszHpack pack = gather ? plane->rows->gather_pack : plane->rows->hpack[part->sum];

  part->taps = (RszHtaps){
    .in = x->in,
    .len = x->len,
    .components = gather ? (int) part->pixel_size : part->components,
    .n_taps = x->n_max,
    .shift = x->shift,
    .first = x->first,
    .weights = x->weights,
  };
  if (pack && (gather || part->pass == RSZ_PASS_SCALE))
    part->taps.packed = pack (&part->taps, &part->packed_size);
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
  const bool plain = rsz_layouts[plane->layout].plain;
  const RszTaps *first = plane->parts[0].x;
  size_t widened = 0, sums = 0;

  for (int p = 0; p < plane->n_parts; p++) {
    RszPart *part = &plane->parts[p];
    const RszTaps *x = part->x;
    const size_t strip = (plane->strip + part->divisor - 1) / part->divisor * part->components;
    const size_t wide = (size_t) (x->in + 2 * part->overhang) * part->components;

    part->ring_stride = ring_row_size (plane, part, plane->strip);
    part->ring = reserve (plane, part->ring_stride * plane->ring_rows);
    if (!plain) {
      part->loaded = reserve (plane, part_room (plane, p, first->in_first + first->in));
      part->made = reserve (plane, part_room (plane, p, first->frame_end));
    }
    widened = part->pass == RSZ_PASS_SCALEF && wide > widened ? wide : widened;
    sums = strip > sums ? strip : sums;
  }
  if (plane->is_float) {
    plane->widened = reserve (plane, widened * sizeof (float));
    plane->sums = reserve (plane, sums * sizeof (float));
  }
  plane->taps = reserve (plane, plane->y->n_max * sizeof (void *));
}

static void
set_border (RszPart *part, const uint16_t *border, RszSample sample)
{
  for (int c = 0; c < part->components; c++) {
    const uint8_t shallow = (uint8_t) border[c];

    if (sample == RSZ_SAMPLE_U8)
      part->border[c] = shallow;
    else
      memcpy (&part->border[2 * c], &border[c], sizeof border[c]);
  }
}

bool
rsz_plane_init (RszPlane *plane, const RszRows *rows, RszLayout layout, int depth, const RszTaps *y,
    const RszPartTaps *parts)
{
  const RszLayoutInfo *info = &rsz_layouts[layout];
  bool fine = true;

  *plane = (RszPlane){
    .rows = rows,
    .y = y,
    .layout = layout,
    .doubling = is_doubling (y),
    .max = (float) ((1 << depth) - 1),
    .n_parts = info->n_parts,
  };
  for (int p = 0; p < info->n_parts; p++) {
    plane->parts[p].x = parts[p].x;
    plane->parts[p].components = parts[p].components;
    plane->parts[p].divisor = parts[p].divisor;
    plane->parts[p].src_room = parts[p].src_room;
    plane->parts[p].dst_room = parts[p].dst_room;
    set_border (&plane->parts[p], parts[p].border, info->sample);
  }
  plane->is_float = y->arithmetic == RSZ_ARITHMETIC_FLOAT && !only_chooses (plane);
  plane->straight = !plane->is_float && repeats_no_row (y);
  plane->average = averages (plane);
  plane->batch = choose_batch (plane);
  for (int p = 0; p < info->n_parts; p++)
    fine = fine && plan_part (plane, &plane->parts[p]);
  if (!fine || !plan_ring (plane)) {
    rsz_plane_finish (plane);
    return false;
  }
  choose_caches (plane);
  plan_strips (plane);
  for (int p = 0; p < info->n_parts; p++)
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
    copy = copy && is_copy (plane->parts[p].x);
  return copy;
}

size_t
rsz_plane_size (const RszPlane *plane)
{
  size_t size = plane->y->len * sizeof *plane->from;

  for (int p = 0; p < plane->n_parts; p++) {
    size += plane->parts[p].packed_size;
    if (plane->parts[p].columns)
      size += (size_t) plane->parts[p].x->len * plane->parts[p].components * sizeof (float);
  }
  return size;
}

static const char *const pass_names[RSZ_N_PASSES] = { "in place", "copied", "gathered",
  "scaled in fixed point", "widened", "scaled in float" };

int
rsz_plane_describe (const RszPlane *plane, char *dst, size_t size)
{
  const RszTaps *y = plane->y;
  int done = 0;

  for (int p = 0; p < plane->n_parts; p++) {
    const RszPart *part = &plane->parts[p];
    const int n = snprintf (dst + done, (size_t) done < size ? size - done : 0,
        "%s part %d x%d: columns %d to %d %s, %d taps%s; rows %d to %d, %d taps%s, %d rows "
        "kept%s\n",
        rsz_layouts[plane->layout].name, p, part->components, part->x->in, part->x->len,
        pass_names[part->pass], part->x->n_max, part->sum == RSZ_SUM_DOUBLING ? " (doubling)" : "",
        y->in, y->len, y->n_max, plane->doubling ? " (doubling)" : "",
        part->ring_stride ? plane->ring_rows : 0,
        plane->strip < plane->parts[0].x->len ? ", in strips" : "");

    done += n > 0 ? n : 0;
    done = (size_t) done < size ? done : (int) size;
  }
  return done;
}

void
rsz_plane_finish (RszPlane *plane)
{
  for (int p = 0; p < RSZ_MAX_PARTS; p++) {
    free (plane->parts[p].columns);
    free ((void *) plane->parts[p].taps.packed);
  }
  free (plane->from);
  *plane = (RszPlane){ 0 };
}
