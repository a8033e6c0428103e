/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleframe.h"

#include <string.h>

#include "gstalignscalepictures.h"

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
static gsize
row_size (const RszPlaneSpec *plane, gboolean source)
{
  const gint room = source ? plane->parts[0].src_room : plane->parts[0].dst_room;
  const RszAxis *x = &plane->parts[0].x;
  gint units = ceil_div (pixels (x, source), x->subsampling);

  if (rsz_layouts[plane->layout].n_parts == 1)
    units *= plane->parts[0].components;
  return rsz_layout_row_size (plane->layout, room > 0 ? MIN (units, room) : units);
}

static gint
row_count (const RszPlaneSpec *plane, gboolean source)
{
  const RszAxis *y = &plane->y;

  return ceil_div (pixels (y, source) - y->field, y->subsampling * y->n_fields);
}

/* Fields in each plane of memory: 2 where their rows take turns. */
static gint
fields_in_plane (const GstAlignScaleFrame *frame, const RszSpec *spec)
{
  return spec->n_planes / (gint) GST_VIDEO_FRAME_N_PLANES (&frame->frame);
}

static const GstMapInfo *
map_of_plane (const GstAlignScaleFrame *frame, gint plane)
{
  return &frame->frame.map[frame->frame.meta ? plane : 0];
}

/* True where plane i's rows lie inside the mapped memory. Memory whose extent is not known, because
 * a meta maps it its own way, is trusted. */
static gboolean
plane_fits (const GstAlignScaleFrame *frame, const RszSpec *spec, gint i, gboolean source)
{
  const RszPlaneSpec *plane = &spec->planes[i];
  const GstMapInfo *map = map_of_plane (frame, i / fields_in_plane (frame, spec));
  gint64 start, last;

  if (map->data == NULL || map->size == 0)
    return TRUE;
  start = (guint8 *) frame->data[i] - map->data;
  last = start + (gint64) (row_count (plane, source) - 1) * frame->stride[i];
  return MIN (start, last) >= 0
         && MAX (start, last) + (gint64) row_size (plane, source) <= (gint64) map->size;
}

/* Rows of plane i before the next plane or the end of the memory; G_MAXINT where that is not known. */
static gint
rows_in_memory (const GstAlignScaleFrame *frame, const RszSpec *spec, gint i, gboolean source)
{
  const gint plane = i / fields_in_plane (frame, spec);
  const GstMapInfo *map = map_of_plane (frame, plane);
  const guint8 *start = frame->data[i], *end;
  gint64 room;

  if (map->data == NULL || map->size == 0 || frame->stride[i] <= 0)
    return G_MAXINT;
  end = map->data + map->size;
  for (guint q = 0; q < GST_VIDEO_FRAME_N_PLANES (&frame->frame); q++) {
    const guint8 *other = GST_VIDEO_FRAME_PLANE_DATA (&frame->frame, q);

    /* planes may also lie side by side */
    if (other < end
        && other >= (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame->frame, plane)
                        + GST_VIDEO_FRAME_PLANE_STRIDE (&frame->frame, plane))
      end = other;
  }
  room = end - start - (gint64) row_size (&spec->planes[i], source);
  return room < 0 ? 0 : (gint) (room / frame->stride[i]) + 1;
}

/* Chroma of two interleaved fields has as many rows in each, but not every format and not every
 * maker of buffers gives the second field its last one. */
static gboolean
lacks_last_row (const GstAlignScaleFrame *frame, const RszSpec *spec, gint i, gboolean source)
{
  const RszAxis *y = &spec->planes[i].y;

  return fields_in_plane (frame, spec) == 2 && y->field == 1 && y->subsampling > 1
         && rows_in_memory (frame, spec, i, source) == row_count (&spec->planes[i], source) - 1;
}

/* Gives plane i memory of its own. A source's missing row is the one before it, the other field's. */
static void
replace_plane (GstAlignScaleFrame *frame, const RszSpec *spec, gint i, gboolean source)
{
  const gsize size = row_size (&spec->planes[i], source);
  const gint n = row_count (&spec->planes[i], source);
  const ptrdiff_t stride = frame->stride[i];
  const guint8 *plane = frame->data[i];
  guint8 *copy = g_malloc ((gsize) n * size);

  for (gint y = 0; source && y < n; y++)
    memcpy (copy + y * size, plane + y * stride - (y == n - 1 ? stride / 2 : 0), size);
  frame->replaced[i].data = frame->data[i];
  frame->replaced[i].stride = stride;
  frame->data[i] = copy;
  frame->stride[i] = (ptrdiff_t) size;
}

/* What has been written to a plane of our own, but for the row that memory lacks. */
static void
copy_back (GstAlignScaleFrame *frame, const RszSpec *spec, gint i)
{
  const gsize size = row_size (&spec->planes[i], FALSE);

  for (gint y = 0; y < row_count (&spec->planes[i], FALSE) - 1; y++)
    memcpy (frame->replaced[i].data + y * frame->replaced[i].stride,
        (guint8 *) frame->data[i] + y * frame->stride[i], size);
}

/* Rows of plane i by GStreamer's rules. */
static gint
rows_of_format (
    const GstAlignScaleFrame *frame, const RszSpec *spec, gint i, const GstVideoInfo *info)
{
  const RszAxis *y = &spec->planes[i].y;
  gint rows = ceil_div (GST_VIDEO_INFO_FIELD_HEIGHT (info), y->subsampling);

  if (y->subsampling > 1 && GST_VIDEO_INFO_IS_INTERLACED (info))
    rows = GST_ROUND_UP_2 (rows);
  return fields_in_plane (frame, spec) == 2 ? (rows + 1 - y->field) / 2 : rows;
}

static void
repeat_last_row (GstAlignScaleFrame *frame, const RszSpec *spec, gint i, const GstVideoInfo *info)
{
  const gint written = row_count (&spec->planes[i], FALSE);
  const gint rows =
      MIN (rows_of_format (frame, spec, i, info), rows_in_memory (frame, spec, i, FALSE));
  guint8 *plane = frame->data[i];

  for (gint y = written; y < rows; y++)
    memcpy (plane + y * frame->stride[i], plane + (written - 1) * frame->stride[i],
        row_size (&spec->planes[i], FALSE));
}

/* Rows a meta has to speak of at least. Some give a field of interlace-mode=fields the frame's height,
 * as gst_video_frame_map_id asks of those who map it with the caps' info, others its own. */
static guint
rows_described (const GstVideoInfo *info, const RszSpec *spec, gint id)
{
  const gboolean is_field = GST_VIDEO_INFO_FIELD_HEIGHT (info) != info->height;

  if (id < 0 || !is_field)
    return (guint) info->height;
  return (guint) MAX ((info->height + 1 - spec->planes[0].y.field) / 2, 1);
}

/* gst_video_frame_map takes a meta's size for the frame's. */
static gboolean
meta_fits (const GstVideoInfo *info, const RszSpec *spec, const GstVideoMeta *meta, gint id)
{
  if (meta == NULL)
    return id < 0;
  return meta->format == GST_VIDEO_INFO_FORMAT (info) && meta->width >= (guint) info->width
         && meta->height >= rows_described (info, spec, id)
         && meta->n_planes == GST_VIDEO_INFO_N_PLANES (info);
}

static gboolean
map_picture (GstVideoFrame *frame, const GstVideoInfo *info, const RszSpec *spec, GstBuffer *buffer,
    gint id, GstMapFlags flags)
{
  const GstVideoMeta *meta = gst_align_scale_pictures_meta (buffer, id);
  GstVideoInfo described = *info;

  if (!meta_fits (info, spec, meta, id))
    return FALSE;
  if (meta != NULL)
    described.height = MIN (info->height, (gint) MIN (meta->height, G_MAXINT));
  return gst_video_frame_map_id (frame, &described, buffer, id,
      (GstMapFlags) ((guint) flags | GST_VIDEO_FRAME_MAP_FLAG_NO_REF));
}

static gchar *
describe_failure (const GstVideoInfo *info, GstBuffer *buffer, gint id, gboolean source)
{
  const gsize size = gst_buffer_get_size (buffer);

  if (id >= 0 && gst_align_scale_pictures_meta (buffer, id) == NULL)
    return g_strdup_printf ("A buffer of several pictures (interlace-mode=fields, or views) has no "
                            "GstVideoMeta with id %d to say where that picture is. Check the "
                            "element that made it, or let it put both fields into one frame "
                            "(interlace-mode=interleaved).",
        id);
  if (!source)
    return g_strdup_printf ("The memory downstream provides for frames of %dx%d %s, "
                            "%" G_GSIZE_FORMAT " bytes, cannot be written or is too small. "
                            "Check the element that provides it, or put a "
                            "videoconvert element between the two.",
        info->width, info->height, GST_VIDEO_INFO_NAME (info), size);
  return g_strdup_printf ("A frame of %" G_GSIZE_FORMAT " bytes does not hold the %dx%d pixels of "
                          "%s that its caps say (%" G_GSIZE_FORMAT " bytes) or cannot be read. "
                          "Check the element that made it.",
      size, info->width, info->height, GST_VIDEO_INFO_NAME (info), GST_VIDEO_INFO_SIZE (info));
}

static void
free_replacements (GstAlignScaleFrame *frame)
{
  for (gint i = 0; i < RSZ_MAX_PLANES; i++) {
    if (frame->replaced[i].data != NULL)
      g_free (frame->data[i]);
  }
}

static gboolean
map_planes (GstAlignScaleFrame *frame, const RszSpec *spec, gboolean source)
{
  const gint n_fields = fields_in_plane (frame, spec);

  memset (frame->replaced, 0, sizeof frame->replaced);
  for (gint i = 0; i < spec->n_planes; i++) {
    const gint plane = i / n_fields;
    const ptrdiff_t stride = GST_VIDEO_FRAME_PLANE_STRIDE (&frame->frame, plane);

    frame->data[i] = (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame->frame, plane)
                     + (n_fields == 2 ? spec->planes[i].y.field * stride : 0);
    frame->stride[i] = stride * n_fields;
    if (lacks_last_row (frame, spec, i, source)) {
      replace_plane (frame, spec, i, source);
    } else if (!plane_fits (frame, spec, i, source)) {
      free_replacements (frame);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
gst_align_scale_frame_map (GstAlignScaleFrame *frame, const RszSpec *spec, const GstVideoInfo *info,
    GstBuffer *buffer, gint id, GstMapFlags flags, gchar **message)
{
  const gboolean source = flags == GST_MAP_READ;

  if (map_picture (&frame->frame, info, spec, buffer, id, flags)) {
    if (map_planes (frame, spec, source))
      return TRUE;
    gst_video_frame_unmap (&frame->frame);
  }
  *message = describe_failure (info, buffer, id, source);
  return FALSE;
}

void
gst_align_scale_frame_complete (
    GstAlignScaleFrame *frame, const RszSpec *spec, const GstVideoInfo *info)
{
  for (gint i = 0; i < spec->n_planes; i++) {
    if (frame->replaced[i].data != NULL)
      copy_back (frame, spec, i);
    else
      repeat_last_row (frame, spec, i, info);
  }
}

void
gst_align_scale_frame_ask_alignment (GstQuery *query)
{
  GstAllocator *allocator = NULL;
  GstAllocationParams params;

  gst_allocation_params_init (&params);
  if (gst_query_get_n_allocation_params (query) > 0)
    gst_query_parse_nth_allocation_param (query, 0, &allocator, &params);
  else
    gst_query_add_allocation_param (query, NULL, &params);
  params.align |= RSZ_ROW_ALIGNMENT - 1;
  gst_query_set_nth_allocation_param (query, 0, allocator, &params);
  gst_clear_object (&allocator);
}

void
gst_align_scale_frame_unmap (GstAlignScaleFrame *frame)
{
  free_replacements (frame);
  gst_video_frame_unmap (&frame->frame);
}
