/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "resizer_internal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "platform/memory.h"
#include "taps/filter.h"
#include "taps/map.h"

/* Planes of the same geometry share taps. */
typedef struct {
  RszAxis axis;
  RszMethod method;
  RszArithmetic arithmetic;
  bool levelled; /* columns are */
  RszTaps taps;
} SharedTaps;

struct _RszResizer {
  int n_slices;
  int n_planes;
  RszPlane planes[RSZ_MAX_PLANES];
  RszSpec spec; /* that the planes were made for */
  struct {
    int rows;
    ptrdiff_t bytes;
  } moves[RSZ_MAX_PLANES]; /* from there to where the picture is now */
  int n_taps;
  SharedTaps taps[RSZ_MAX_PLANES * (RSZ_MAX_PARTS + 1)]; /* of each part's columns, and the rows */
  size_t scratch_size;                                   /* of one slice */
  uint8_t *scratch;
};

/* An axis with those of its options that the library accepts for the method. */
static RszAxis
resolve_axis (const RszAxis *axis, const RszFilter *filter)
{
  const RszMethodInfo *info = &filter->info;
  RszAxis resolved = *axis;

  resolved.cosited = axis->cosited && axis->subsampling > 1;
  resolved.align_corners = axis->align_corners && info->takes_align_corners;
  resolved.antialias = (axis->antialias && info->takes_antialias) || filter->implies_antialias;
  resolved.factor = filter->recomputes_scale ? 0.0 : axis->factor;
  if (!info->coordinates[0])
    resolved.coordinates = RSZ_COORDINATES_HALF_PIXEL;
  if (!info->takes_nearest)
    resolved.nearest = RSZ_NEAREST_ROUND_PREFER_FLOOR;
  if (!info->takes_exclude_outside[resolved.antialias])
    resolved.exclude_outside = false;
  if (!info->takes_cubic_coefficient)
    resolved.cubic_coefficient = 0.0;
  return resolved;
}

bool
rsz_axis_same (const RszAxis *a, const RszAxis *b)
{
  return a->crop_start == b->crop_start && a->in == b->in && a->place_start == b->place_start
         && a->out == b->out && a->visible_start == b->visible_start && a->visible == b->visible
         && a->frame == b->frame && a->subsampling == b->subsampling && a->n_fields == b->n_fields
         && a->field == b->field && a->cosited == b->cosited && a->align_corners == b->align_corners
         && a->antialias == b->antialias && a->coordinates == b->coordinates
         && a->nearest == b->nearest && a->cubic_coefficient == b->cubic_coefficient
         && a->exclude_outside == b->exclude_outside && a->factor == b->factor;
}

/* Taps of an axis, made where no plane before has the same. NULL: no memory. */
static const RszTaps *
share (RszResizer *resizer, const RszAxis *axis, RszMethod method, RszArithmetic arithmetic,
    bool levelled)
{
  SharedTaps *shared = &resizer->taps[resizer->n_taps];

  shared->axis = resolve_axis (axis, &rsz_filters[method]);
  shared->method = method;
  shared->arithmetic = arithmetic;
  shared->levelled = levelled;
  for (SharedTaps *other = resizer->taps; other < shared; other++)
    if (other->levelled == levelled && other->method == method && other->arithmetic == arithmetic
        && rsz_axis_same (&other->axis, &shared->axis))
      return &other->taps;
  if (!rsz_taps_init (&shared->taps, &shared->axis, method, shared->axis.antialias, arithmetic))
    return NULL;
  resizer->n_taps++;
  return levelled && !rsz_taps_level (&shared->taps) ? NULL : &shared->taps;
}

/* Bytes of the pictures in all planes; borders are not counted. */
static RszTraffic
traffic_of (const RszSpec *spec)
{
  RszTraffic frame = { 0 };

  for (int p = 0; p < spec->n_planes; p++) {
    const RszPlaneSpec *plane = &spec->planes[p];
    const int samples = rsz_layouts[plane->layout].n_parts > 1 ? 1 : plane->parts[0].components;
    RszMap x, y;

    rsz_map_init (&x, &plane->parts[0].x);
    rsz_map_init (&y, &plane->y);
    frame.in += y.in * rsz_layout_row_size (plane->layout, x.in * samples);
    frame.out += y.made * rsz_layout_row_size (plane->layout, x.made * samples);
  }
  return frame;
}

/* The method whose taps a plane really gets. */
static RszMethod
method_of (const RszSpec *spec, const RszPlaneSpec *plane)
{
  const RszFilter *filter = &rsz_filters[spec->method];
  const RszAxis *x = &plane->parts[0].x, *y = &plane->y;

  if (filter->of_equal_sizes && x->in == x->out && y->in == y->out)
    return filter->of_equal_sizes;
  return filter->stand_in ? filter->stand_in (x, y) : spec->method;
}

static RszArithmetic
arithmetic_of (const RszSpec *spec, const RszPlaneSpec *plane)
{
  const RszFilter *filter = &rsz_filters[method_of (spec, plane)];
  const bool bytes = rsz_layouts[plane->layout].sample == RSZ_SAMPLE_U8;
  const bool wanted = spec->arithmetic == RSZ_ARITHMETIC_NATIVE && !spec->unrounded;
  const bool native = wanted && bytes && !filter->always_float;

  if (filter->info.library == RSZ_LIBRARY_OPENCV && wanted)
    return bytes ? RSZ_ARITHMETIC_NATIVE : RSZ_ARITHMETIC_WORDS;
  return native ? RSZ_ARITHMETIC_NATIVE : RSZ_ARITHMETIC_FLOAT;
}

/* Samples of more than 8 bits may get sums that are within 1 of float32's: of torch alone, whose
 * `native` says so. */
static bool
may_fix (const RszSpec *spec)
{
  return spec->arithmetic == RSZ_ARITHMETIC_NATIVE
         && rsz_filters[spec->method].info.library == RSZ_LIBRARY_TORCH;
}

static bool
init_plane (
    RszResizer *resizer, const RszSpec *spec, int p, const RszRows *rows, const RszTraffic *frame)
{
  const RszPlaneSpec *plane = &spec->planes[p];
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const RszMethod method = method_of (spec, plane);
  const RszArithmetic arithmetic = arithmetic_of (spec, plane);
  RszPartTaps parts[RSZ_MAX_PARTS];
  const RszTaps *y;
  const RszPlaneSamples samples = {
    .layout = plane->layout,
    .depth = plane->depth,
    .may_fix = may_fix (spec),
    .truncates = spec->rounding == RSZ_ROUNDING_TRUNCATE,
    .unrounded = spec->unrounded,
    .tensor = plane->tensor,
  };

  resizer->planes[p].rows = rows;
  if (plane->tensor.n_channels == RSZ_LEFT_OUT)
    return true;
  y = share (resizer, &plane->y, method, arithmetic, false);
  if (!y)
    return false;
  for (int i = 0; i < layout->n_parts; i++) {
    parts[i] = (RszPartTaps){
      .x = share (resizer, &plane->parts[i].x, method, arithmetic, true),
      .components = plane->parts[i].components,
      .divisor = plane->parts[i].x.subsampling / plane->parts[0].x.subsampling,
      .border = plane->parts[i].border,
      .src_room = plane->parts[i].src_room,
      .dst_room = plane->parts[i].dst_room,
    };
    if (!parts[i].x)
      return false;
  }
  return rsz_plane_init (&resizer->planes[p], rows, &samples, y, parts, frame);
}

static bool
allocate_scratch (RszResizer *resizer)
{
  for (int p = 0; p < resizer->n_planes; p++)
    if (resizer->planes[p].scratch_size > resizer->scratch_size)
      resizer->scratch_size = resizer->planes[p].scratch_size;
  if (resizer->scratch_size > SIZE_MAX / resizer->n_slices)
    return false;
  resizer->scratch = rsz_memory_new (RSZ_ALIGNMENT, resizer->n_slices * resizer->scratch_size);
  return resizer->scratch != NULL;
}

RszResizer *
rsz_resizer_new (const RszSpec *spec, char *message)
{
  return rsz_resizer_new_with_rows (spec, rsz_rows_get (), message);
}

RszResizer *
rsz_resizer_new_with_rows (const RszSpec *spec, const RszRows *rows, char *message)
{
  RszResizer *resizer;
  RszTraffic frame;
  bool fine = true;

  if (!rsz_resizer_check (spec, message))
    return NULL;
  resizer = calloc (1, sizeof *resizer);
  if (resizer) {
    resizer->spec = *spec;
    resizer->n_slices = spec->n_slices;
    resizer->n_planes = spec->n_planes;
    frame = traffic_of (spec);
    for (int p = 0; p < spec->n_planes; p++)
      fine = fine && init_plane (resizer, spec, p, rows, &frame);
    if (fine && allocate_scratch (resizer))
      return resizer;
  }
  snprintf (message, RSZ_MESSAGE_SIZE,
      "There is not enough memory to scale to %dx%d: free some or choose a smaller size.",
      spec->planes[0].parts[0].x.out, spec->planes[0].y.out);
  rsz_resizer_free (resizer);
  return NULL;
}

/* Samples from one place of an axis' picture in the source to another. False where they lie on it
 * in another way. */
static bool
find_move (const RszAxis *from, const RszAxis *to, int *by)
{
  RszMap before, after;

  rsz_map_init (&before, from);
  rsz_map_init (&after, to);
  *by = after.in_first - before.in_first;
  return before.in == after.in && before.b == after.b;
}

/* What is between fields may differ, too: then there is another plan, which is right as well. */
static bool
only_moves (const RszSpec *from, const RszSpec *to)
{
  RszSpec spec = *to;

  for (int p = 0; p < spec.n_planes; p++) {
    spec.planes[p].y.crop_start = from->planes[p].y.crop_start;
    for (int i = 0; i < RSZ_MAX_PARTS; i++)
      spec.planes[p].parts[i].x.crop_start = from->planes[p].parts[i].x.crop_start;
  }
  return memcmp (&spec, from, sizeof spec) == 0;
}

bool
rsz_resizer_move (RszResizer *resizer, const RszSpec *spec)
{
  char message[RSZ_MESSAGE_SIZE];
  int rows[RSZ_MAX_PLANES] = { 0 }, columns[RSZ_MAX_PLANES] = { 0 };

  if (!only_moves (&resizer->spec, spec) || !rsz_resizer_check (spec, message))
    return false;
  for (int p = 0; p < resizer->n_planes; p++) {
    const RszPlaneSpec *from = &resizer->spec.planes[p], *to = &spec->planes[p];
    const RszPlane *plane = &resizer->planes[p];

    if (plane->y
        && (!plane->in_place || !find_move (&from->y, &to->y, &rows[p])
            || !find_move (&from->parts[0].x, &to->parts[0].x, &columns[p])))
      return false;
  }
  for (int p = 0; p < resizer->n_planes; p++) {
    resizer->moves[p].rows = rows[p];
    resizer->moves[p].bytes = columns[p] * (ptrdiff_t) resizer->planes[p].parts[0].pixel_size;
  }
  return true;
}

void
rsz_resizer_run (const RszResizer *resizer, void *const *dst, const ptrdiff_t *dst_stride,
    const void *const *src, const ptrdiff_t *src_stride, int slice)
{
  uint8_t *scratch = resizer->scratch + slice * resizer->scratch_size;

  assert (slice >= 0 && slice < resizer->n_slices);
  for (int p = 0; p < resizer->n_planes; p++) {
    const RszPlane *plane = &resizer->planes[p];
    const uint8_t *picture;
    int first, n, from, to;

    if (!plane->y)
      continue; /* it is left out */
    picture =
        (const uint8_t *) src[p] + resizer->moves[p].rows * src_stride[p] + resizer->moves[p].bytes;
    first = plane->y->frame_first;
    n = plane->y->frame_end - first;
    from = first + n * slice / resizer->n_slices;
    to = first + n * (slice + 1) / resizer->n_slices;
    rsz_plane_run (plane, dst[p], dst_stride[p], picture, src_stride[p], from, to, scratch);
  }
}

static bool
axis_is_copy (const RszAxis *axis, RszMethod method, RszArithmetic arithmetic)
{
  const RszAxis resolved = resolve_axis (axis, &rsz_filters[method]);
  RszTaps taps;
  bool copy;

  if (axis->in != axis->out || axis->visible || axis->crop_start || axis->place_start
      || axis->frame)
    return false;
  if (!rsz_taps_init (&taps, &resolved, method, resolved.antialias, arithmetic))
    return false;
  copy = taps.copy;
  rsz_taps_finish (&taps);
  return copy;
}

bool
rsz_spec_is_copy (const RszSpec *spec)
{
  bool copy = true;

  for (int p = 0; copy && p < spec->n_planes; p++) {
    const RszPlaneSpec *plane = &spec->planes[p];
    const RszArithmetic arithmetic = arithmetic_of (spec, plane);
    const RszMethod method = method_of (spec, plane);

    copy = !plane->tensor.n_channels && axis_is_copy (&plane->y, method, arithmetic);
    for (int i = 0; copy && i < rsz_layouts[plane->layout].n_parts; i++)
      copy = axis_is_copy (&plane->parts[i].x, method, arithmetic)
             && plane->parts[i].src_room == plane->parts[i].dst_room;
  }
  return copy;
}

const RszPlane *
rsz_resizer_plane (const RszResizer *resizer, int p)
{
  return &resizer->planes[p];
}

const char *
rsz_init (void)
{
  return rsz_rows_get ()->level;
}

void
rsz_plane_spec_set_border (RszPlaneSpec *plane, const void *row)
{
  const RszLayoutInfo *layout = &rsz_layouts[plane->layout];
  const size_t size = rsz_sample_size (layout->sample);
  uint16_t loaded[RSZ_MAX_PARTS][RSZ_GROUPS_MEET * RSZ_MAX_COMPONENTS];
  void *parts[RSZ_MAX_PARTS] = { loaded[0], loaded[1] };

  if (layout->plain)
    memcpy (loaded[0], row, plane->parts[0].components * size);
  else
    rsz_rows_get ()->load[plane->layout](layout, parts, row, RSZ_GROUPS_MEET);
  for (int p = 0; p < layout->n_parts; p++)
    for (int c = 0; c < plane->parts[p].components; c++)
      plane->parts[p].border[c] =
          layout->sample == RSZ_SAMPLE_U8 ? ((const uint8_t *) parts[p])[c] : loaded[p][c];
}

size_t
rsz_resizer_size (const RszResizer *resizer)
{
  size_t size = sizeof *resizer + resizer->n_slices * resizer->scratch_size;

  for (int i = 0; i < resizer->n_taps; i++)
    size += rsz_taps_size (&resizer->taps[i].taps);
  for (int p = 0; p < resizer->n_planes; p++)
    size += resizer->planes[p].y ? rsz_plane_size (&resizer->planes[p]) : 0;
  return size;
}

void
rsz_resizer_describe (const RszResizer *resizer, char *dst, size_t size)
{
  size_t done = (size_t) snprintf (
      dst, size, "rows of level %s\n%s", resizer->planes[0].rows->level, rsz_plane_headings);

  for (int p = 0; p < resizer->n_planes && done < size; p++)
    done += (size_t) rsz_plane_describe (&resizer->planes[p], p, dst + done, size - done);
}

void
rsz_resizer_free (RszResizer *resizer)
{
  if (!resizer)
    return;
  for (int p = 0; p < resizer->n_planes; p++)
    rsz_plane_finish (&resizer->planes[p]);
  for (int i = 0; i < resizer->n_taps; i++)
    rsz_taps_finish (&resizer->taps[i].taps);
  rsz_memory_free (resizer->scratch);
  free (resizer);
}
