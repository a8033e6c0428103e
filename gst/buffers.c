/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "buffers.h"

#include <string.h>

/* ---- extents ---- */

GstAlignScaleExtent
gst_align_scale_extent_row (const GstAlignScaleExtent *extent, gint y)
{
  return (GstAlignScaleExtent){
    .start = extent->start + y * extent->stride,
    .size = extent->size,
    .n = 1,
  };
}

static gint64
last_start (const GstAlignScaleExtent *extent)
{
  return extent->start + (extent->n - 1) * extent->stride;
}

static gint64
lowest (const GstAlignScaleExtent *extent)
{
  return MIN (extent->start, last_start (extent));
}

static gint64
end_of (const GstAlignScaleExtent *extent)
{
  return MAX (extent->start, last_start (extent)) + extent->size;
}

gboolean
gst_align_scale_extent_within (const GstAlignScaleExtent *extent, gint64 from, gint64 to)
{
  return extent->n == 0 || (lowest (extent) >= from && end_of (extent) <= to);
}

gboolean
gst_align_scale_extent_folds (const GstAlignScaleExtent *extent)
{
  return extent->n > 1 && ABS (extent->stride) < extent->size;
}

/* True where bytes from .. from + size - 1 and a row have one in common. */
static gboolean
is_met (const GstAlignScaleExtent *extent, gint64 from, gint64 size)
{
  const gint64 start = lowest (extent), stride = ABS (extent->stride);
  const gint64 before = from - start - extent->size; /* a row that starts there ends too early */
  gint64 row = 0;

  if (before >= 0 && stride == 0)
    return FALSE;
  if (before >= 0)
    row = before / stride + 1; /* the first that does not */
  return row < extent->n && start + row * stride < from + size;
}

gboolean
gst_align_scale_extent_meets (const GstAlignScaleExtent *a, const GstAlignScaleExtent *b)
{
  if (a->n == 0 || b->n == 0 || end_of (a) <= lowest (b) || end_of (b) <= lowest (a))
    return FALSE;
  if (ABS (a->stride) == ABS (b->stride)) {
    /* only how far rows are apart counts: row 0 of a against the rows at all distances there are */
    const gint64 stride = ABS (a->stride);
    const GstAlignScaleExtent distances = {
      .start = lowest (b) - (a->n - 1) * stride,
      .stride = stride,
      .size = b->size,
      .n = a->n + b->n - 1,
    };

    return is_met (&distances, lowest (a), a->size);
  }
  if (b->n == 1)
    return is_met (a, b->start, b->size);
  for (gint y = 0; y < a->n; y++) {
    if (is_met (b, a->start + y * a->stride, a->size))
      return TRUE;
  }
  return FALSE;
}

/* ---- where the rows of a picture lie ---- */

/* A picture that is being mapped. */
typedef struct {
  GstAlignScaleFrame *frame;
  const RszSpec *spec;
  const GstVideoInfo *info;
  GstBuffer *buffer;
  gint id;
  gboolean source;
  gint n_fields; /* in each plane of memory: 2 where their rows alternate */
} Mapping;

/* Why it cannot be. */
typedef enum {
  FINE,
  UNDESCRIBED, /* no meta with this id */
  UNLIKE,      /* a meta of another picture */
  UNMAPPED,    /* memory that cannot be read or written */
  OUTSIDE,     /* rows of the picture lie outside of the mapped memory */
  OVERLAP      /* a destination's rows lie on one another or on those of another picture */
} Verdict;

static gint
ceil_div (gint a, gint b)
{
  return (a + b - 1) / b;
}

/* Pixels from the frame's first to the last that is touched. */
static gint
pixels (const RszAxis *axis, gboolean source)
{
  return source ? axis->crop_start + axis->in
                : MAX (axis->place_start + rsz_axis_visible (axis), axis->frame);
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

/* Rows of a plane that are the picture's as everybody counts them. Where rows of two fields take
 * turns, the second one's last row of chroma may be one more. */
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
rows_of_format (const Mapping *mapping, gint i)
{
  const RszAxis *y = &mapping->spec->planes[i].y;
  gint rows = ceil_div (GST_VIDEO_INFO_FIELD_HEIGHT (mapping->info), y->subsampling);

  if (y->subsampling > 1 && GST_VIDEO_INFO_IS_INTERLACED (mapping->info))
    rows = GST_ROUND_UP_2 (rows);
  return mapping->n_fields == 2 ? (rows + 1 - y->field) / 2 : rows;
}

static gint64
address (gconstpointer data)
{
  return (gint64) (guintptr) data;
}

static gint64
plane_address (const Mapping *mapping, gint i)
{
  return address (GST_VIDEO_FRAME_PLANE_DATA (&mapping->frame->frame, i / mapping->n_fields));
}

static GstAlignScaleExtent
rows_of_plane (const Mapping *mapping, gint i)
{
  const gint field = mapping->n_fields == 2 ? mapping->spec->planes[i].y.field : 0;
  const gint64 stride =
      GST_VIDEO_FRAME_PLANE_STRIDE (&mapping->frame->frame, i / mapping->n_fields);

  return (GstAlignScaleExtent){
    .start = plane_address (mapping, i) + field * stride,
    .stride = stride * mapping->n_fields,
    .size = row_size (&mapping->spec->planes[i], mapping->source),
    .n = rows_of_picture (&mapping->spec->planes[i], mapping->n_fields, mapping->source),
  };
}

static const GstMapInfo *
map_of_plane (const Mapping *mapping, gint i)
{
  const GstAlignScaleFrame *frame = mapping->frame;

  return &frame->frame.map[frame->frame.meta && !frame->is_plain ? i / mapping->n_fields : 0];
}

static gboolean
is_known (const Mapping *mapping, gint i)
{
  const GstMapInfo *map = map_of_plane (mapping, i);

  return map->data != NULL && map->size > 0;
}

static gboolean
is_mapped (const Mapping *mapping, gint i, const GstAlignScaleExtent *rows)
{
  const GstMapInfo *map = map_of_plane (mapping, i);
  const gint64 from = is_known (mapping, i) ? address (map->data) : 1;
  const gsize size = is_known (mapping, i) ? map->size : G_MAXSIZE;

  return gst_align_scale_extent_within (
      rows, from, from + (gint64) MIN (size, (guint64) (G_MAXINT64 - from)));
}

/* Rows that a plane of memory has in another picture: `most` or least of them, where that may be
 * this field or the other one. */
static gint
rows_elsewhere (const Mapping *mapping, const GstVideoMeta *other, gint plane, gboolean most)
{
  const GstVideoMeta *own = mapping->frame->frame.meta;
  const RszAxis *y = &mapping->spec->planes[plane * mapping->n_fields].y;
  const gint n_fields = mapping->n_fields == 2 ? 1 : y->n_fields;
  const gboolean may_differ = n_fields == 2 && ((guint) own->id ^ (guint) other->id) % 2 == 1;
  const gint field = may_differ ? !most : n_fields == 2 ? y->field : 0;

  return ceil_div (pixels (y, mapping->source) - field, y->subsampling * n_fields);
}

/* A plane of another picture in the same buffer, seen from plane i. */
static GstAlignScaleExtent
rows_of_other (const Mapping *mapping, gint i, const GstVideoMeta *other, gint plane, gboolean most)
{
  const GstVideoMeta *own = mapping->frame->frame.meta;

  return (GstAlignScaleExtent){
    .start = plane_address (mapping, i)
             + (gint64) (other->offset[plane] - own->offset[i / mapping->n_fields]),
    .stride = other->stride[plane],
    .size = row_size (&mapping->spec->planes[plane * mapping->n_fields], mapping->source),
    .n = rows_elsewhere (mapping, other, plane, most),
  };
}

static gboolean
meets_other_picture (const Mapping *mapping, gint i, const GstAlignScaleExtent *rows, gboolean most)
{
  const GstVideoMeta *own = mapping->frame->frame.meta;
  const gsize size = gst_buffer_get_size (mapping->buffer);
  gpointer state = NULL;
  GstMeta *meta;

  if (mapping->id < 0 || !is_known (mapping, i) || own->offset[i / mapping->n_fields] >= size)
    return FALSE;
  while (
      (meta = gst_buffer_iterate_meta_filtered (mapping->buffer, &state, GST_VIDEO_META_API_TYPE))
      != NULL) {
    const GstVideoMeta *other = (const GstVideoMeta *) meta;

    if (other == own || other->map != own->map || other->n_planes != own->n_planes)
      continue;
    for (gint p = 0; p < (gint) other->n_planes; p++) {
      const GstAlignScaleExtent there = rows_of_other (mapping, i, other, p, most);

      if (other->offset[p] < size && gst_align_scale_extent_meets (rows, &there))
        return TRUE;
    }
  }
  return FALSE;
}

/* True where the rows, which are plane i's picture's or beyond it, are those of no other plane's
 * picture. */
static gboolean
is_free (const Mapping *mapping, gint i, const GstAlignScaleExtent *rows, gboolean beyond)
{
  for (gint other = 0; other < mapping->spec->n_planes; other++) {
    if (other != i && gst_align_scale_extent_meets (rows, &mapping->frame->places[other].rows))
      return FALSE;
  }
  return !meets_other_picture (mapping, i, rows, beyond);
}

/* Looks for rows beyond the picture: those of a source that are read, of a destination all that
 * the format has. */
static gint
count_rows (const Mapping *mapping, gint i)
{
  const GstAlignScalePlace *place = &mapping->frame->places[i];
  const gint wanted = mapping->source ? place->n : MAX (place->n, rows_of_format (mapping, i));
  gint n = place->rows.n;

  while (n < wanted && is_known (mapping, i)) {
    const GstAlignScaleExtent row = gst_align_scale_extent_row (&place->rows, n);

    if (!is_mapped (mapping, i, &row) || gst_align_scale_extent_meets (&row, &place->rows)
        || !is_free (mapping, i, &row, TRUE))
      break;
    n++;
  }
  return n;
}

/* Bytes for all planes whose last row memory may lack: the chroma of the second fields where the
 * rows of two fields alternate. G_MAXSIZE: too many for any buffer. */
static gsize
spare_size (const RszSpec *spec, gint n_planes, gboolean source)
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

GstAlignScaleFrames *
gst_align_scale_frames_new (const RszSpec *src, gint n_in, const RszSpec *dst, gint n_out)
{
  const gsize in = spare_size (src, n_in, TRUE), out = spare_size (dst, n_out, FALSE);
  const gsize own = sizeof (GstAlignScaleFrames);
  GstAlignScaleFrames *frames =
      out < G_MAXSIZE - own && in < G_MAXSIZE - own - out ? g_try_malloc (own + in + out) : NULL;

  if (frames == NULL)
    return NULL;
  *frames = (GstAlignScaleFrames){ 0 };
  frames->in.spare = (guint8 *) (frames + 1);
  frames->out.spare = frames->in.spare + in;
  return frames;
}

/* Fills frame->places for all planes of the spec. This is the one place where strides and offsets
 * become addresses: they are bounded by the mapping here, before anything is made of them. */
static Verdict
locate (const Mapping *mapping)
{
  const RszSpec *spec = mapping->spec;
  GstAlignScalePlace *places = mapping->frame->places;

  for (gint i = 0; i < spec->n_planes; i++) {
    places[i].rows = rows_of_plane (mapping, i);
    places[i].n = row_count (&spec->planes[i], mapping->source);
    if (!is_mapped (mapping, i, &places[i].rows))
      return OUTSIDE;
  }
  /* what is only read may be read twice */
  for (gint i = 0; i < spec->n_planes && !mapping->source; i++) {
    if (gst_align_scale_extent_folds (&places[i].rows)
        || !is_free (mapping, i, &places[i].rows, FALSE))
      return OVERLAP;
  }
  for (gint i = 0; i < spec->n_planes; i++)
    places[i].n_there = count_rows (mapping, i);
  return FINE;
}

/* ---- mapping ---- */

/* Rows a meta has to speak of at least. Some give a field that comes by itself the frame's
 * height, as gst_video_frame_map_id asks of those who map it with the caps' info, others its
 * own. */
static guint
rows_described (const Mapping *mapping)
{
  const GstVideoInfo *info = mapping->info;

  if (GST_VIDEO_INFO_FIELD_HEIGHT (info) == info->height)
    return (guint) info->height;
  return (guint) MAX ((info->height + 1 - mapping->spec->planes[0].y.field) / 2, 1);
}

/* What gst_video_frame_map_id would report as a programmer's mistake, and what it does not
 * check. */
static Verdict
check_meta (const Mapping *mapping, const GstVideoMeta *meta)
{
  const GstVideoInfo *info = mapping->info;

  if (meta == NULL)
    return mapping->id < 0 ? FINE : UNDESCRIBED;
  if (meta->format != GST_VIDEO_INFO_FORMAT (info) || meta->width < (guint) info->width
      || meta->height < rows_described (mapping)
      || meta->n_planes != GST_VIDEO_INFO_N_PLANES (info))
    return UNLIKE;
  return meta->buffer == mapping->buffer && meta->map != NULL && meta->unmap != NULL ? FINE
                                                                                     : UNMAPPED;
}

/* True where a plane starts behind the memory, for which gst_video_frame_map_id has no other word
 * than failure. */
static gboolean
is_beyond (const GstVideoMeta *meta, gsize size)
{
  for (guint p = 0; p < meta->n_planes; p++) {
    if (meta->offset[p] >= size)
      return TRUE;
  }
  return FALSE;
}

/* The meta of picture `id` of a buffer; -1: of the only one. NULL where there is none. */
static GstVideoMeta *
meta_of (GstBuffer *buffer, gint id)
{
  return id < 0 ? gst_buffer_get_video_meta (buffer) : gst_buffer_get_video_meta_id (buffer, id);
}

/* True where memory is mapped by GStreamer's own functions, which only a meta of its making tells.
 */
static gboolean
maps_as_usual (const GstVideoMeta *meta)
{
  static GstVideoMeta usual;
  static gsize is_there = 0;

  if (g_once_init_enter (&is_there)) {
    g_autoptr (GstBuffer) buffer = gst_buffer_new ();

    usual = *gst_buffer_add_video_meta (
        buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_GRAY8, 1, 1);
    g_once_init_leave (&is_there, TRUE);
  }
  return meta->map == usual.map && meta->unmap == usual.unmap;
}

/* gst_video_frame_map_id maps a buffer once for each plane, and copies and looks at more than is
 * needed here: 0.2 us of a frame that takes 1. */
static Verdict
map_plain (const Mapping *mapping, GstVideoMeta *meta, GstMapFlags flags)
{
  GstAlignScaleFrame *frame = mapping->frame;
  const gsize *offset = meta != NULL ? meta->offset : mapping->info->offset;
  const gint *stride = meta != NULL ? meta->stride : mapping->info->stride;
  const guint n_planes = GST_VIDEO_INFO_N_PLANES (mapping->info);
  GstMapInfo *map = &frame->frame.map[0];

  if (!gst_buffer_map (mapping->buffer, map, flags))
    return UNMAPPED;
  frame->frame.buffer = mapping->buffer;
  frame->frame.meta = meta;
  if (frame->is_known && map->size == frame->size
      && memcmp (frame->offset, offset, n_planes * sizeof *offset) == 0
      && memcmp (frame->frame.info.stride, stride, n_planes * sizeof *stride) == 0) {
    for (gint i = 0; i < mapping->spec->n_planes; i++)
      frame->places[i].rows.start += map->data - frame->start;
    frame->start = map->data;
    return FINE;
  }
  frame->is_known = FALSE;
  frame->start = map->data;
  frame->size = map->size;
  for (guint p = 0; p < n_planes; p++) {
    if (offset[p] >= map->size)
      return OUTSIDE;
    frame->offset[p] = offset[p];
    frame->frame.info.stride[p] = stride[p];
    frame->frame.data[p] = map->data + offset[p];
  }
  return meta != NULL || map->size >= mapping->info->size ? locate (mapping) : UNMAPPED;
}

static Verdict
map_as_described (const Mapping *mapping, GstVideoMeta *meta, GstMapFlags flags)
{
  GstAlignScaleFrame *frame = mapping->frame;
  GstVideoInfo described = *mapping->info;

  if (meta != NULL)
    described.height = MIN (described.height, (gint) MIN (meta->height, G_MAXINT));
  /* a meta's own function may leave what it does not know */
  frame->frame = (GstVideoFrame){ 0 };
  /* Not NO_REF: gst_video_frame_unmap looks for it in a GstMapInfo that a meta's own function may
   * leave as it was. */
  if (!gst_video_frame_map_id (&frame->frame, &described, mapping->buffer, mapping->id, flags))
    return meta != NULL && is_beyond (meta, gst_buffer_get_size (mapping->buffer)) ? OUTSIDE
                                                                                   : UNMAPPED;
  return locate (mapping);
}

static Verdict
map_picture (const Mapping *mapping, GstMapFlags flags)
{
  GstAlignScaleFrame *frame = mapping->frame;
  GstVideoMeta *meta = meta_of (mapping->buffer, mapping->id);
  Verdict verdict = check_meta (mapping, meta);

  if (verdict != FINE)
    return verdict;
  frame->is_plain =
      gst_buffer_n_memory (mapping->buffer) == 1 && (meta == NULL || maps_as_usual (meta));
  frame->frame.buffer = NULL;
  verdict = (frame->is_plain ? map_plain : map_as_described) (mapping, meta, flags);
  /* of several pictures in a buffer, the others' rows count, too */
  frame->is_known = verdict == FINE && frame->is_plain && mapping->id < 0;
  if (verdict != FINE && frame->frame.buffer != NULL)
    gst_align_scale_frame_unmap (frame);
  return verdict;
}

static gchar *
describe_source (const Mapping *mapping, Verdict verdict)
{
  const GstVideoInfo *info = mapping->info;
  const gsize size = gst_buffer_get_size (mapping->buffer);
  const gboolean has_meta = meta_of (mapping->buffer, mapping->id) != NULL;

  if (verdict == UNMAPPED && !has_meta && size < GST_VIDEO_INFO_SIZE (info))
    return g_strdup_printf (
        "A frame of %" G_GSIZE_FORMAT " bytes does not hold the %dx%d pixels of %s that its caps "
        "say: without a GstVideoMeta these are %" G_GSIZE_FORMAT " bytes, in rows that start every "
        "%d bytes. Usually the rows of such frames are padded otherwise. Let the element or "
        "application that made it pad them so, or add a GstVideoMeta with their strides.",
        size, info->width, info->height, GST_VIDEO_INFO_NAME (info), GST_VIDEO_INFO_SIZE (info),
        GST_VIDEO_INFO_PLANE_STRIDE (info, 0));
  if (verdict == UNMAPPED)
    return g_strdup_printf ("The memory of a frame of %dx%d pixels of %s, %" G_GSIZE_FORMAT
                            " bytes, cannot be read. Check the element that made it.",
        info->width, info->height, GST_VIDEO_INFO_NAME (info), size);
  return g_strdup_printf ("A frame of %" G_GSIZE_FORMAT " bytes does not hold the %dx%d pixels of "
                          "%s that its caps say: its GstVideoMeta %s. Check the element that made "
                          "it.",
      size, info->width, info->height, GST_VIDEO_INFO_NAME (info),
      verdict == UNLIKE ? "has another format, fewer pixels or another number of planes"
                        : "lets rows begin before the memory block they are in or end behind it");
}

static gchar *
describe (const Mapping *mapping, Verdict verdict)
{
  const GstVideoInfo *info = mapping->info;

  if (verdict == UNDESCRIBED)
    return g_strdup_printf ("A buffer of several pictures (interlace-mode=fields, or views) has no "
                            "GstVideoMeta with id %d to say where that picture is. Check the "
                            "element that made it, or let it put both fields into one frame "
                            "(interlace-mode=interleaved).",
        mapping->id);
  if (mapping->source)
    return describe_source (mapping, verdict);
  if (verdict == OVERLAP)
    return g_strdup_printf ("The memory downstream provides for frames of %dx%d %s has rows that "
                            "lie on one another: its GstVideoMeta is wrong. Check the element that "
                            "provides it, or put a videoconvert element between the two.",
        info->width, info->height, GST_VIDEO_INFO_NAME (info));
  return g_strdup_printf ("The memory downstream provides for frames of %dx%d %s, "
                          "%" G_GSIZE_FORMAT " bytes, cannot be written or is too small. "
                          "Check the element that provides it, or put a "
                          "videoconvert element between the two.",
      info->width, info->height, GST_VIDEO_INFO_NAME (info), gst_buffer_get_size (mapping->buffer));
}

/* Chroma of two interleaved fields has as many rows in each, but not every format and not every
 * maker of buffers gives the second field its last one. Plane i gets the memory at `spare`. A
 * source's missing row is the one before it, the other field's. */
static void
replace_plane (GstAlignScaleFrame *frame, gint i, guint8 *spare, gboolean source)
{
  const GstAlignScalePlace *place = &frame->places[i];
  const GstAlignScaleExtent *rows = &place->rows;
  const gsize size = (gsize) rows->size;

  for (gint y = 0; source && y < place->n; y++) {
    const gint64 row = rows->start + y * rows->stride - (y < rows->n ? 0 : rows->stride / 2);

    memcpy (spare + (gsize) y * size, (gconstpointer) (guintptr) row, size);
  }
  frame->replaced[i] = spare;
  frame->data[i] = spare;
  frame->stride[i] = (ptrdiff_t) size;
}

/* What has been written to a plane of our own, but for the row that memory lacks. */
static void
copy_back (const GstAlignScaleFrame *frame, gint i)
{
  const GstAlignScaleExtent *rows = &frame->places[i].rows;

  for (gint y = 0; y < rows->n; y++)
    memcpy ((gpointer) (guintptr) (rows->start + y * rows->stride),
        frame->replaced[i] + (gsize) y * (gsize) rows->size, (gsize) rows->size);
}

static void
repeat_last_row (const GstAlignScaleFrame *frame, gint i)
{
  const GstAlignScalePlace *place = &frame->places[i];
  guint8 *plane = frame->data[i];

  for (gint y = place->n; y < place->n_there; y++)
    memcpy (plane + y * frame->stride[i], plane + (place->n - 1) * frame->stride[i],
        (gsize) place->rows.size);
}

static void
set_planes (GstAlignScaleFrame *frame, gint n_planes, gboolean source)
{
  guint8 *spare = frame->spare;

  for (gint i = 0; i < n_planes; i++) {
    const GstAlignScalePlace *place = &frame->places[i];

    frame->replaced[i] = NULL;
    if (place->n_there < place->n) {
      replace_plane (frame, i, spare, source);
      spare += (gsize) place->n * (gsize) place->rows.size;
      continue;
    }
    frame->data[i] = (gpointer) (guintptr) place->rows.start;
    /* the way to a second row leads nowhere where there is none */
    frame->stride[i] = place->n_there > 1 ? (ptrdiff_t) place->rows.stride : 0;
  }
}

gboolean
gst_align_scale_frame_map (GstAlignScaleFrame *frame, const RszSpec *spec, const GstVideoInfo *info,
    GstBuffer *buffer, gint id, GstMapFlags flags, gchar **message)
{
  const Mapping mapping = { frame, spec, info, buffer, id, flags == GST_MAP_READ,
    spec->n_planes / (gint) GST_VIDEO_INFO_N_PLANES (info) };
  const Verdict verdict = map_picture (&mapping, flags);

  if (verdict != FINE) {
    *message = describe (&mapping, verdict);
    return FALSE;
  }
  set_planes (frame, spec->n_planes, mapping.source);
  return TRUE;
}

void
gst_align_scale_frame_complete (GstAlignScaleFrame *frame, const RszSpec *spec)
{
  for (gint i = 0; i < spec->n_planes; i++) {
    if (frame->replaced[i] != NULL)
      copy_back (frame, i);
    else
      repeat_last_row (frame, i);
  }
}

void
gst_align_scale_frame_unmap (GstAlignScaleFrame *frame)
{
  if (frame->is_plain)
    gst_buffer_unmap (frame->frame.buffer, &frame->frame.map[0]);
  else
    gst_video_frame_unmap (&frame->frame);
}
