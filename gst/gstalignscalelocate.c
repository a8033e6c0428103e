/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalelocate.h"

/* A frame whose rows are looked for. */
typedef struct {
  const GstVideoFrame *frame;
  const RszSpec *spec;
  const GstVideoInfo *info;
  gint id;
  gboolean source;
  gint n_fields; /* in each plane of memory: 2 where their rows take turns */
  GstAlignScalePlace *places;
} Search;

static gint
ceil_div (gint a, gint b)
{
  return (a + b - 1) / b;
}

/* Pixels from the frame's first to the last that is touched. */
static gint
pixels (const RszAxis *axis, gboolean source)
{
  return source ? axis->crop_start + axis->in : MAX (axis->place_start + axis->out, axis->frame);
}

/* Bytes of a row that are read or written. */
static gint64
row_size (const RszPlaneSpec *plane, gboolean source)
{
  const gint room = source ? plane->parts[0].src_room : plane->parts[0].dst_room;
  const RszAxis *x = &plane->parts[0].x;
  gint units = ceil_div (pixels (x, source), x->subsampling);

  if (rsz_layouts[plane->layout].n_parts == 1)
    units *= plane->parts[0].components;
  return (gint64) rsz_layout_row_size (plane->layout, room > 0 ? MIN (units, room) : units);
}

static gint
row_count (const RszPlaneSpec *plane, gboolean source)
{
  const RszAxis *y = &plane->y;

  return ceil_div (pixels (y, source) - y->field, y->subsampling * y->n_fields);
}

/* Rows of a plane that are the picture's as everybody counts them. Where rows of two fields take turns, the second
 * one's last row of chroma may be one more. */
static gint
rows_of_picture (const RszPlaneSpec *plane, gint n_fields, gboolean source)
{
  const RszAxis *y = &plane->y;

  if (n_fields == 1)
    return row_count (plane, source);
  return (ceil_div (pixels (y, source), y->subsampling) + 1 - y->field) / 2;
}

/* Rows of plane i by GStreamer's rules. */
static gint
rows_of_format (const Search *search, gint i)
{
  const RszAxis *y = &search->spec->planes[i].y;
  gint rows = ceil_div (GST_VIDEO_INFO_FIELD_HEIGHT (search->info), y->subsampling);

  if (y->subsampling > 1 && GST_VIDEO_INFO_IS_INTERLACED (search->info))
    rows = GST_ROUND_UP_2 (rows);
  return search->n_fields == 2 ? (rows + 1 - y->field) / 2 : rows;
}

static gint64
address (gconstpointer data)
{
  return (gint64) (guintptr) data;
}

static gint64
plane_address (const Search *search, gint i)
{
  return address (GST_VIDEO_FRAME_PLANE_DATA (search->frame, i / search->n_fields));
}

static GstAlignScaleExtent
rows_of_plane (const Search *search, gint i)
{
  const gint field = search->n_fields == 2 ? search->spec->planes[i].y.field : 0;
  const gint64 stride = GST_VIDEO_FRAME_PLANE_STRIDE (search->frame, i / search->n_fields);

  return (GstAlignScaleExtent){
    .start = plane_address (search, i) + field * stride,
    .stride = stride * search->n_fields,
    .size = row_size (&search->spec->planes[i], search->source),
    .n = rows_of_picture (&search->spec->planes[i], search->n_fields, search->source),
  };
}

static const GstMapInfo *
map_of_plane (const Search *search, gint i)
{
  return &search->frame->map[search->frame->meta ? i / search->n_fields : 0];
}

static gboolean
is_known (const Search *search, gint i)
{
  const GstMapInfo *map = map_of_plane (search, i);

  return map->data != NULL && map->size > 0;
}

static gboolean
is_mapped (const Search *search, gint i, const GstAlignScaleExtent *rows)
{
  const GstMapInfo *map = map_of_plane (search, i);
  const gint64 from = is_known (search, i) ? address (map->data) : 1;
  const gsize size = is_known (search, i) ? map->size : G_MAXSIZE;

  return gst_align_scale_extent_within (
      rows, from, from + (gint64) MIN (size, (guint64) (G_MAXINT64 - from)));
}

/* Rows that a plane of memory has in another picture: `most` or least of them, where that may be this field or the
 * other one. */
static gint
rows_elsewhere (const Search *search, const GstVideoMeta *other, gint plane, gboolean most)
{
  const GstVideoMeta *own = search->frame->meta;
  const RszAxis *y = &search->spec->planes[plane * search->n_fields].y;
  const gint n_fields = search->n_fields == 2 ? 1 : y->n_fields;
  const gboolean may_differ = n_fields == 2 && ((guint) own->id ^ (guint) other->id) % 2 == 1;
  const gint field = may_differ ? !most : n_fields == 2 ? y->field : 0;

  return ceil_div (pixels (y, search->source) - field, y->subsampling * n_fields);
}

/* A plane of another picture in the same buffer, seen from plane i. */
static GstAlignScaleExtent
rows_of_other (const Search *search, gint i, const GstVideoMeta *other, gint plane, gboolean most)
{
  const GstVideoMeta *own = search->frame->meta;

  return (GstAlignScaleExtent){
    .start = plane_address (search, i)
             + (gint64) (other->offset[plane] - own->offset[i / search->n_fields]),
    .stride = other->stride[plane],
    .size = row_size (&search->spec->planes[plane * search->n_fields], search->source),
    .n = rows_elsewhere (search, other, plane, most),
  };
}

static gboolean
meets_other_picture (const Search *search, gint i, const GstAlignScaleExtent *rows, gboolean most)
{
  const GstVideoMeta *own = search->frame->meta;
  const gsize size = gst_buffer_get_size (search->frame->buffer);
  gpointer state = NULL;
  GstMeta *meta;

  if (search->id < 0 || !is_known (search, i) || own->offset[i / search->n_fields] >= size)
    return FALSE;
  while ((meta = gst_buffer_iterate_meta_filtered (
              search->frame->buffer, &state, GST_VIDEO_META_API_TYPE))
         != NULL) {
    const GstVideoMeta *other = (const GstVideoMeta *) meta;

    if (other == own || other->map != own->map || other->n_planes != own->n_planes)
      continue;
    for (gint p = 0; p < (gint) other->n_planes; p++) {
      const GstAlignScaleExtent there = rows_of_other (search, i, other, p, most);

      if (other->offset[p] < size && gst_align_scale_extent_meets (rows, &there))
        return TRUE;
    }
  }
  return FALSE;
}

/* True where the rows, which are plane i's picture's or beyond it, are those of no other plane's picture. */
static gboolean
is_free (const Search *search, gint i, const GstAlignScaleExtent *rows, gboolean beyond)
{
  for (gint other = 0; other < search->spec->n_planes; other++) {
    if (other != i && gst_align_scale_extent_meets (rows, &search->places[other].rows))
      return FALSE;
  }
  return !meets_other_picture (search, i, rows, beyond);
}

/* Looks for rows beyond the picture: those of a source that are read, of a destination all that the format has. */
static gint
count_rows (const Search *search, gint i)
{
  const GstAlignScalePlace *place = &search->places[i];
  const gint wanted = search->source ? place->n : MAX (place->n, rows_of_format (search, i));
  gint n = place->rows.n;

  while (n < wanted && is_known (search, i)) {
    const GstAlignScaleExtent row = gst_align_scale_extent_row (&place->rows, n);

    if (!is_mapped (search, i, &row) || gst_align_scale_extent_meets (&row, &place->rows)
        || !is_free (search, i, &row, TRUE))
      break;
    n++;
  }
  return n;
}

gsize
gst_align_scale_locate_lack (const RszSpec *spec, gint n_planes, gboolean source)
{
  const gint n_fields = spec->n_planes / n_planes;
  guint64 size = 0;

  for (gint i = 0; i < spec->n_planes; i++) {
    const RszPlaneSpec *plane = &spec->planes[i];
    const gint n = row_count (plane, source);

    if (rows_of_picture (plane, n_fields, source) < n)
      size += (guint64) n * (guint64) row_size (plane, source);
  }
  return (gsize) MIN (size, G_MAXSIZE);
}

GstAlignScaleFit
gst_align_scale_locate (GstAlignScalePlace *places, const GstVideoFrame *frame, const RszSpec *spec,
    const GstVideoInfo *info, gint id, gboolean source)
{
  const Search search = { frame, spec, info, id, source,
    spec->n_planes / (gint) GST_VIDEO_FRAME_N_PLANES (frame), places };

  for (gint i = 0; i < spec->n_planes; i++) {
    places[i].rows = rows_of_plane (&search, i);
    places[i].n = row_count (&spec->planes[i], source);
    if (!is_mapped (&search, i, &places[i].rows))
      return GST_ALIGN_SCALE_OUTSIDE;
  }
  /* what is only read may be read twice */
  for (gint i = 0; i < spec->n_planes && !source; i++) {
    if (gst_align_scale_extent_folds (&places[i].rows)
        || !is_free (&search, i, &places[i].rows, FALSE))
      return GST_ALIGN_SCALE_OVERLAP;
  }
  for (gint i = 0; i < spec->n_planes; i++)
    places[i].n_there = count_rows (&search, i);
  return GST_ALIGN_SCALE_FITS;
}
