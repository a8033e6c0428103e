/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleframe.h"

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

/* True where plane i's rows lie inside the mapped memory. Memory whose extent is not known, because
 * a meta maps it its own way, is trusted. */
static gboolean
plane_fits (const GstAlignScaleFrame *frame, const RszSpec *spec, gint i, gboolean source)
{
  const RszPlaneSpec *plane = &spec->planes[i];
  const GstMapInfo *map = &frame->frame.map[frame->frame.meta ? i / plane->y.n_fields : 0];
  const gint64 start = (guint8 *) frame->data[i] - map->data;
  const gint64 last = start + (gint64) (row_count (plane, source) - 1) * frame->stride[i];

  if (map->data == NULL || map->size == 0)
    return TRUE;
  return MIN (start, last) >= 0
         && MAX (start, last) + (gint64) row_size (plane, source) <= (gint64) map->size;
}

/* gst_video_frame_map takes a meta's size for the frame's. */
static gboolean
meta_fits (const GstVideoInfo *info, GstBuffer *buffer)
{
  const GstVideoMeta *meta = gst_buffer_get_video_meta (buffer);

  return meta == NULL
         || (meta->format == GST_VIDEO_INFO_FORMAT (info) && meta->width >= (guint) info->width
             && meta->height >= (guint) info->height
             && meta->n_planes == GST_VIDEO_INFO_N_PLANES (info));
}

static gchar *
describe_failure (const GstVideoInfo *info, GstBuffer *buffer, gboolean source)
{
  const gsize size = gst_buffer_get_size (buffer);

  if (!source)
    return g_strdup_printf ("The memory downstream provides for frames of %dx%d %s, "
                            "%" G_GSIZE_FORMAT " bytes, cannot be written or is too small.",
        info->width, info->height, GST_VIDEO_INFO_NAME (info), size);
  return g_strdup_printf ("A frame of %" G_GSIZE_FORMAT " bytes does not hold the %dx%d pixels of "
                          "%s that its caps say (%" G_GSIZE_FORMAT " bytes) or cannot be read. "
                          "Check the element that made it.",
      size, info->width, info->height, GST_VIDEO_INFO_NAME (info), GST_VIDEO_INFO_SIZE (info));
}

static gboolean
map_planes (GstAlignScaleFrame *frame, const RszSpec *spec, gboolean source)
{
  for (gint i = 0; i < spec->n_planes; i++) {
    const RszAxis *y = &spec->planes[i].y;
    const gint plane = i / y->n_fields;
    const ptrdiff_t stride = GST_VIDEO_FRAME_PLANE_STRIDE (&frame->frame, plane);

    frame->data[i] =
        (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame->frame, plane) + y->field * stride;
    frame->stride[i] = stride * y->n_fields;
    if (!plane_fits (frame, spec, i, source))
      return FALSE;
  }
  return TRUE;
}

gboolean
gst_align_scale_frame_map (GstAlignScaleFrame *frame, const RszSpec *spec, const GstVideoInfo *info,
    GstBuffer *buffer, GstMapFlags flags, gchar **message)
{
  const gboolean source = flags == GST_MAP_READ;

  if (meta_fits (info, buffer)
      && gst_video_frame_map (&frame->frame, info, buffer,
          (GstMapFlags) ((guint) flags | GST_VIDEO_FRAME_MAP_FLAG_NO_REF))) {
    if (map_planes (frame, spec, source))
      return TRUE;
    gst_video_frame_unmap (&frame->frame);
  }
  *message = describe_failure (info, buffer, source);
  return FALSE;
}

void
gst_align_scale_frame_unmap (GstAlignScaleFrame *frame)
{
  gst_video_frame_unmap (&frame->frame);
}
