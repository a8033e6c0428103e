/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pictures that are not all of a frame: borders around them, crops out of them, and layouts that
 * have to be taken apart. What is inside equals a plain resize, byte for byte. */

#include <stdio.h>
#include <string.h>

#include "../tap.h"
#include "arena.h"
#include "picture.h"
#include "resizer_internal.h"
#include "rows/rows.h"
#include "taps/filter.h"

/* A crop of the source, the picture's place in the frame, and the frame. */
typedef struct {
  int crop_x, crop_y, in_w, in_h;
  int x, y, out_w, out_h;
  int frame_w, frame_h;
} Geometry;

static const Geometry geometries[] = {
  { 0, 0, 20, 10, 0, 6, 40, 20, 40, 32 },
  { 0, 0, 20, 10, 12, 0, 15, 8, 50, 8 },
  { 3, 2, 11, 7, 4, 8, 23, 21, 31, 40 },
  { 5, 1, 20, 20, 2, 2, 20, 20, 24, 24 },
  { 0, 0, 7, 700, 4, 2, 700, 3, 711, 6 },
};

#define N_GEOMETRIES ((int) (sizeof geometries / sizeof *geometries))

static const uint16_t border[RSZ_MAX_COMPONENTS] = { 1, 22, 3, 14 };

/* The spec for a picture of `part`s inside `memory` frames of the given layout. */
static void
place (RszAxis *axis, int crop, int in, int at, int out, int frame)
{
  axis->crop_start = crop;
  axis->in = in;
  axis->place_start = at;
  axis->out = out;
  axis->frame = frame;
}

static void
run (const RszSpec *spec, void *dst, ptrdiff_t dst_stride, const void *src, ptrdiff_t src_stride)
{
  RszResizer *resizer = picture_resizer (spec);

  for (int slice = spec->n_slices - 1; slice >= 0; slice--)
    rsz_resizer_run (resizer, &dst, &dst_stride, &src, &src_stride, slice);
  rsz_resizer_free (resizer);
}

/* Rows of different length are no copies of each other. */
static bool
is_copy (int src_room, int dst_room)
{
  const Picture picture = { .width = 5, .height = 5, .components = 2, .sample = RSZ_SAMPLE_U16 };
  const Options o = { .method = RSZ_METHOD_BILINEAR, .n_slices = 1 };
  RszSpec spec = picture_spec (&picture, &picture, &o);
  char message[RSZ_MESSAGE_SIZE];

  spec.planes[0].layout = RSZ_LAYOUT_HIGH10_LE;
  spec.planes[0].parts[0].src_room = src_room;
  spec.planes[0].parts[0].dst_room = dst_room;
  return rsz_resizer_check (&spec, message) && rsz_spec_is_copy (&spec);
}

/* The last pixel of a frame of words of 10 bits whose border has more. */
static unsigned
bright_border (RszArithmetic arithmetic)
{
  enum { IN = 12, FRAME = 9 };
  const Options o = { .method = RSZ_METHOD_BILINEAR, .arithmetic = arithmetic, .n_slices = 1 };
  Picture src = picture_new (IN, IN, 1, RSZ_SAMPLE_U16);
  Picture dst = picture_new (FRAME, FRAME, 1, RSZ_SAMPLE_U16);
  RszSpec spec = picture_spec (&src, &dst, &o);
  const uint8_t *last = dst.data + FRAME * dst.stride - 2;
  unsigned made;

  spec.planes[0].layout = RSZ_LAYOUT_HIGH10_LE;
  spec.planes[0].depth = 13;
  spec.planes[0].parts[0].border[0] = 8000;
  place (&spec.planes[0].parts[0].x, 0, IN, 0, FRAME - 2, FRAME);
  place (&spec.planes[0].y, 0, IN, 0, FRAME - 2, FRAME);
  run (&spec, dst.data, (ptrdiff_t) dst.stride, src.data, (ptrdiff_t) src.stride);
  made = last[0] | (unsigned) last[1] << 8;
  picture_free (&src);
  picture_free (&dst);
  return made;
}

static void
check_bright_borders (void)
{
  tap_check (bright_border (RSZ_ARITHMETIC_NATIVE) == 1023 << 6
                 && bright_border (RSZ_ARITHMETIC_FLOAT) == 1023 << 6,
      "a border of more bits than a word's samples is the largest sample");
}

static void
check_copies (void)
{
  tap_check (is_copy (0, 0) && is_copy (9, 9) && !is_copy (9, 0) && !is_copy (0, 9),
      "a row that lacks a sample is no copy of one that does not");
}

static Picture
crop (const Picture *src, int x0, int y0, int width, int height)
{
  Picture dst = picture_new (width, height, src->components, src->sample);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      for (int c = 0; c < src->components; c++)
        picture_set (&dst, x, y, c, picture_get (src, x0 + x, y0 + y, c));
  return dst;
}

/* The frame as it has to be: the border, and in it the crop resized on its own. */
static Picture
expect (const Picture *src, const Geometry *g, const Options *o)
{
  Picture part = crop (src, g->crop_x, g->crop_y, g->in_w, g->in_h);
  Picture inner = picture_new (g->out_w, g->out_h, src->components, src->sample);
  Picture frame = picture_new (g->frame_w, g->frame_h, src->components, src->sample);

  picture_scale (&part, &inner, o, false);
  for (int y = 0; y < frame.height; y++)
    for (int x = 0; x < frame.width; x++)
      for (int c = 0; c < frame.components; c++) {
        const bool inside = x >= g->x && x < g->x + g->out_w && y >= g->y && y < g->y + g->out_h;

        picture_set (
            &frame, x, y, c, inside ? picture_get (&inner, x - g->x, y - g->y, c) : border[c]);
      }
  picture_free (&part);
  picture_free (&inner);
  return frame;
}

static bool
frame_is_expected (const Options *o, const Geometry *g, RszSample sample, int components)
{
  Picture src = picture_new (g->crop_x + g->in_w + 3, g->crop_y + g->in_h + 1, components, sample);
  Picture dst = picture_new (g->frame_w, g->frame_h, components, sample), expected;
  RszSpec spec = picture_spec (&src, &dst, o);
  bool equal;

  picture_noise (&src, g->in_w + components);
  picture_noise (&dst, 9);
  expected = expect (&src, g, o);
  place (&spec.planes[0].parts[0].x, g->crop_x, g->in_w, g->x, g->out_w, g->frame_w);
  place (&spec.planes[0].y, g->crop_y, g->in_h, g->y, g->out_h, g->frame_h);
  memcpy (spec.planes[0].parts[0].border, border, sizeof border);
  spec.n_slices = 3;
  run (&spec, dst.data, (ptrdiff_t) dst.stride, src.data, (ptrdiff_t) src.stride);
  equal = picture_equal (&dst, &expected);
  picture_free (&src);
  picture_free (&dst);
  picture_free (&expected);
  return equal;
}

static void
check_borders (const Options *o)
{
  bool equal = true;

  for (int i = 0; i < N_GEOMETRIES; i++)
    for (int c = 1; c <= RSZ_MAX_COMPONENTS; c++)
      equal = equal && frame_is_expected (o, &geometries[i], RSZ_SAMPLE_U8, c)
              && (!options_take (o, RSZ_SAMPLE_U16)
                  || frame_is_expected (o, &geometries[i], RSZ_SAMPLE_U16, c));
  tap_check (equal, "a cropped picture inside borders is a plain resize: %s", options_name (o));
}

/* A plain plane for part `p` of a packed layout's spec, and its own memory. */
static Picture
part_picture (const RszLayoutInfo *layout, int p, int width, int height)
{
  const int divisor = p ? layout->divisor : 1;
  const int components =
      layout->n_parts > 1 ? layout->samples[p] * divisor / layout->pixels : layout->samples[0];

  return picture_new ((width + divisor - 1) / divisor, height,
      components > RSZ_MAX_COMPONENTS ? 1 : components, layout->sample);
}

/* Largest value of a part's sample c. */
static unsigned
largest (const RszLayoutInfo *layout, int p, int c)
{
  for (int f = 0; f < layout->n_fields; f++)
    if (layout->fields[f].part == p && layout->fields[f].index == c)
      return (1u << layout->fields[f].depth) - 1;
  return 0;
}

/* Noise within the depth of each component's field. */
static void
fill_part (Picture *picture, const RszLayoutInfo *layout, int p, uint32_t seed)
{
  picture_noise (picture, seed);
  for (int y = 0; y < picture->height; y++)
    for (int x = 0; x < picture->width; x++)
      for (int c = 0; c < picture->components; c++)
        picture_set (picture, x, y, c,
            picture_get (picture, x, y, c) & largest (layout, p, c % layout->samples[p]));
}

typedef struct {
  Picture parts[RSZ_MAX_PARTS];
  size_t stride;
  uint8_t *data;
} Packed;

static int
units (const RszLayoutInfo *layout, const Picture *first)
{
  return layout->n_parts > 1 ? first->width : first->width * first->components;
}

/* Memory of exactly the rows' sizes, so that a sanitizer sees what is beyond. */
static Packed
packed_new (RszLayout layout, int width, int height)
{
  Packed packed = { .data = NULL };

  for (int p = 0; p < rsz_layouts[layout].n_parts; p++)
    packed.parts[p] = part_picture (&rsz_layouts[layout], p, width, height);
  packed.stride = rsz_layout_row_size (layout, units (&rsz_layouts[layout], &packed.parts[0]));
  packed.data = malloc (packed.stride * height);
  if (!packed.data)
    abort ();
  return packed;
}

static void
packed_free (Packed *packed)
{
  for (int p = 0; p < RSZ_MAX_PARTS; p++)
    picture_free (&packed->parts[p]);
  free (packed->data);
}

/* Whole groups of a part's row: what rows functions are given. */
static void *
group_row (const Packed *packed, const RszLayoutInfo *layout, int p, int y)
{
  const Picture *part = &packed->parts[p];
  const int groups = (units (layout, &packed->parts[0]) + layout->pixels - 1) / layout->pixels;
  uint8_t *row = calloc (groups * layout->samples[p], rsz_sample_size (layout->sample));

  if (!row)
    abort ();
  memcpy (row, part->data + y * part->stride, part->stride);
  return row;
}

static void
pack (Packed *packed, RszLayout layout)
{
  const RszLayoutInfo *info = &rsz_layouts[layout];

  for (int y = 0; y < packed->parts[0].height; y++) {
    void *rows[RSZ_MAX_PARTS] = { NULL };

    for (int p = 0; p < info->n_parts; p++)
      rows[p] = group_row (packed, info, p, y);
    rsz_rows_get ()->store[layout](info, packed->data + y * packed->stride,
        (const void *const *) rows, units (info, &packed->parts[0]));
    for (int p = 0; p < info->n_parts; p++)
      free (rows[p]);
  }
}

static void
unpack (Packed *packed, RszLayout layout)
{
  const RszLayoutInfo *info = &rsz_layouts[layout];

  for (int y = 0; y < packed->parts[0].height; y++) {
    void *rows[RSZ_MAX_PARTS] = { NULL };

    for (int p = 0; p < info->n_parts; p++)
      rows[p] = group_row (packed, info, p, y);
    rsz_rows_get ()->load[layout](
        info, rows, packed->data + y * packed->stride, units (info, &packed->parts[0]));
    for (int p = 0; p < info->n_parts; p++) {
      memcpy (
          packed->parts[p].data + y * packed->parts[p].stride, rows[p], packed->parts[p].stride);
      free (rows[p]);
    }
  }
}

static RszAxis
part_axis (const RszLayoutInfo *layout, int p, const Options *o)
{
  return (RszAxis){
    .subsampling = p ? layout->divisor : 1,
    .n_fields = 1,
    .cosited = true,
    .align_corners = o->align_corners,
    .antialias = o->antialias,
  };
}

/* Every part scaled as a plain plane of 16 or 8 bits and clamped to its fields' depths. */
static void
scale_parts (const Packed *src, Packed *dst, RszLayout layout, const Geometry *g, const Options *o)
{
  const RszLayoutInfo *info = &rsz_layouts[layout];

  for (int p = 0; p < info->n_parts; p++) {
    const Picture *from = &src->parts[p];
    Picture *to = &dst->parts[p];
    RszSpec spec = picture_spec (from, to, o);

    spec.planes[0].parts[0].x = part_axis (info, p, o);
    place (&spec.planes[0].parts[0].x, g->crop_x, g->in_w, g->x, g->out_w, g->frame_w);
    place (&spec.planes[0].y, g->crop_y, g->in_h, g->y, g->out_h, g->frame_h);
    memcpy (spec.planes[0].parts[0].border, border, sizeof border);
    run (&spec, to->data, (ptrdiff_t) to->stride, from->data, (ptrdiff_t) from->stride);
    for (int y = 0; y < to->height; y++)
      for (int x = 0; x < to->width; x++)
        for (int c = 0; c < to->components; c++) {
          const unsigned max = largest (info, p, c % info->samples[p]);
          const unsigned value = picture_get (to, x, y, c);

          picture_set (to, x, y, c, value < max ? value : max);
        }
  }
}

static bool
parts_equal (const Packed *a, const Packed *b, const RszLayoutInfo *layout)
{
  /* a cut layout has lost bits of the last pixel's chroma */
  const bool skip = layout->cut && a->parts[0].width % layout->pixels;

  for (int p = 0; p < layout->n_parts; p++) {
    Picture left = a->parts[p], right = b->parts[p];

    for (int y = 0; y < left.height; y++)
      for (int x = 0; x < left.width - (p && skip); x++)
        for (int c = 0; c < left.components; c++)
          if (picture_get (&left, x, y, c) != picture_get (&right, x, y, c))
            return false;
  }
  return true;
}

static bool
packed_equals_parts (RszLayout layout, const Geometry *g, const Options *o)
{
  const RszLayoutInfo *info = &rsz_layouts[layout];
  const int source_w = g->crop_x + g->in_w, source_h = g->crop_y + g->in_h;
  Packed src = packed_new (layout, source_w, source_h);
  Packed dst = packed_new (layout, g->frame_w, g->frame_h);
  Packed expected = packed_new (layout, g->frame_w, g->frame_h);
  RszSpec spec = { .method = o->method, .arithmetic = o->arithmetic, .n_slices = 2, .n_planes = 1 };
  bool equal;

  spec.planes[0] = (RszPlaneSpec){
    .layout = layout, .depth = info->sample == RSZ_SAMPLE_U8 ? 8 : 16, .y = part_axis (info, 0, o)
  };
  place (&spec.planes[0].y, g->crop_y, g->in_h, g->y, g->out_h, g->frame_h);
  for (int p = 0; p < info->n_parts; p++) {
    fill_part (&src.parts[p], info, p, p + 3);
    spec.planes[0].parts[p].components = src.parts[p].components;
    spec.planes[0].parts[p].x = part_axis (info, p, o);
    place (&spec.planes[0].parts[p].x, g->crop_x, g->in_w, g->x, g->out_w, g->frame_w);
    memcpy (spec.planes[0].parts[p].border, border, sizeof border);
  }
  pack (&src, layout);
  unpack (&src, layout);
  run (&spec, dst.data, (ptrdiff_t) dst.stride, src.data, (ptrdiff_t) src.stride);
  unpack (&dst, layout);
  scale_parts (&src, &expected, layout, g, o);
  equal = parts_equal (&dst, &expected, info);
  packed_free (&src);
  packed_free (&dst);
  packed_free (&expected);
  return equal;
}

/* Reductions that are made in strips. */
static bool
needs_many_rows (const Options *o)
{
  return (o->antialias && !o->align_corners) || rsz_filters[o->method].kind == RSZ_TAPS_WINDOW;
}

/* Frames may start the picture on any pixel the sub-sampling allows, also inside a group of
 * samples. */
static void
check_layout (RszLayout layout)
{
  static const Geometry packed_geometries[] = {
    { 0, 0, 13, 3, 0, 0, 21, 7, 21, 7 },
    { 0, 0, 12, 4, 0, 0, 1, 1, 1, 1 },
    { 4, 1, 17, 5, 8, 2, 40, 6, 61, 11 },
    { 0, 0, 3, 900, 8, 1, 1000, 2, 1017, 4 },
  };
  bool equal = true;

  for (Options o = { .n_slices = 1 }; o.method < RSZ_N_TORCH_METHODS; options_next (&o))
    for (int i = 0; i < (needs_many_rows (&o) ? 4 : 3); i++)
      if (!packed_equals_parts (layout, &packed_geometries[i], &o)) {
        printf ("# geometry %d, %s\n", i, options_name (&o));
        equal = false;
      }
  tap_check (equal, "a packed row's parts are scaled as planes of their own: %s",
      rsz_layouts[layout].name);
}

/* What is stored is loaded again, for rows that end anywhere in a group. */
static void
check_round_trip (RszLayout layout)
{
  bool same = true;

  for (int width = 1; width <= 2 * RSZ_GROUPS_MEET + 1; width++) {
    Packed packed = packed_new (layout, width, 1), again = packed_new (layout, width, 1);

    for (int p = 0; p < rsz_layouts[layout].n_parts; p++)
      fill_part (&packed.parts[p], &rsz_layouts[layout], p, width + p);
    pack (&packed, layout);
    memcpy (again.data, packed.data, packed.stride);
    unpack (&again, layout);
    same = same && parts_equal (&packed, &again, &rsz_layouts[layout]);
    packed_free (&packed);
    packed_free (&again);
  }
  tap_check (same, "what is stored is loaded again: %s", rsz_layouts[layout].name);
}

/* A picture that begins where memory begins, or ends where it ends. */
static Picture
tight_picture (const Arena *arena, int width, int height, int components, bool at_end)
{
  const size_t stride = (size_t) width * components;

  return (Picture){
    .width = width,
    .height = height,
    .components = components,
    .sample = RSZ_SAMPLE_U8,
    .stride = stride,
    .data = arena_place (arena, stride * height, 1, at_end ? -1 : 0),
  };
}

/* What is beyond traps. Rows are long enough to have a middle that is no end. */
static void
check_ends (const Options *o)
{
  static const int sizes[][4] = { { 700, 5, 300, 4 }, { 330, 3, 500, 5 }, { 1500, 20, 60, 3 } };
  static Arena before, after;
  bool equal = true;

  if (!before.start) {
    before = arena_new (1500 * 20 * 4);
    after = arena_new (1500 * 20 * 4);
  }
  for (int i = 0; i < 2 * 3 * RSZ_MAX_COMPONENTS; i++) {
    const int *size = sizes[i / 2 % 3], components = 1 + i / 6;
    Picture src = picture_new (size[0], size[1], components, RSZ_SAMPLE_U8);
    Picture want = picture_new (size[2], size[3], components, RSZ_SAMPLE_U8);
    Picture tight = tight_picture (&before, size[0], size[1], components, i % 2);
    Picture got = tight_picture (&after, size[2], size[3], components, i % 2);

    picture_noise (&src, (uint32_t) i);
    for (int y = 0; y < size[1]; y++)
      memcpy (tight.data + y * tight.stride, src.data + y * src.stride, tight.stride);
    picture_scale (&src, &want, o, false);
    picture_scale (&tight, &got, o, false);
    equal = equal && picture_equal (&want, &got);
    picture_free (&src);
    picture_free (&want);
  }
  tap_check (equal, "nothing beyond a frame is touched: %s", options_name (o));
}

int
main (void)
{
  for (Options o = { .n_slices = 1 }; o.method < RSZ_N_METHODS; options_next (&o))
    check_ends (&o);
  for (Options o = { .n_slices = 1 }; o.method < RSZ_N_METHODS; options_next (&o))
    check_borders (&o);
  check_copies ();
  check_bright_borders ();
  for (int layout = 0; layout < RSZ_N_LAYOUTS; layout++)
    if (!rsz_layouts[layout].plain) {
      check_round_trip ((RszLayout) layout);
      check_layout ((RszLayout) layout);
    }
  return tap_finish ();
}
