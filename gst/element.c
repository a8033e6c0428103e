/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element.h"

GType
gst_align_scale_register_enum (const gchar *name, const GEnumValue *values)
{
  const GType type = g_enum_register_static (name, values);

  gst_type_mark_as_plugin_api (type, (GstPluginAPIFlags) 0);
  return type;
}

void
gst_align_scale_append_string (GValue *list, const gchar *string)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, string);
  gst_value_list_append_and_take_value (list, &value);
}

/* Controllers count in stream time; segments in other formats have none. */
void
gst_align_scale_sync_controllers (GstBaseTransform *trans, GstBuffer *buffer)
{
  GstClockTime time;

  if (trans->segment.format != GST_FORMAT_TIME || !GST_BUFFER_PTS_IS_VALID (buffer))
    return;
  time = gst_segment_to_stream_time (&trans->segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
  if (GST_CLOCK_TIME_IS_VALID (time))
    gst_object_sync_values (GST_OBJECT (trans), time);
}

gboolean
gst_align_scale_filter_meta (
    GstBaseTransform *trans, GstQuery *query, GType api, const GstStructure *params)
{
  return api != GST_VIDEO_CROP_META_API_TYPE;
}

/* ---- memory ---- */

GstAlignScaleTaken
gst_align_scale_ask_peer (GstPad *srcpad, GstCaps *caps)
{
  GstQuery *query = gst_query_new_allocation (caps, FALSE);
  GstAlignScaleTaken taken = { FALSE, FALSE };

  if (gst_pad_peer_query (srcpad, query)) {
    taken.metas = gst_query_find_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
    taken.crops = gst_query_find_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
  }
  gst_query_unref (query);
  return taken;
}

/* True where rows lie as caps alone say. */
static gboolean
is_plain (const GstVideoMeta *meta, const GstVideoInfo *info)
{
  for (guint i = 0; i < meta->n_planes; i++) {
    if (meta->stride[i] != info->stride[i] || meta->offset[i] != info->offset[i])
      return FALSE;
  }
  return TRUE;
}

/* Makes a mapped frame one of what the crop begins with, as large as `info`; false where it does
 * not hold that. */
static gboolean
crop_frame (GstVideoFrame *frame, const GstVideoCropMeta *crop, const GstVideoInfo *info)
{
  const GstVideoFormatInfo *finfo = info->finfo;

  if (GST_VIDEO_FORMAT_INFO_IS_COMPLEX (finfo)
      || (guint64) crop->x + (guint64) info->width > (guint64) frame->info.width
      || (guint64) crop->y + (guint64) info->height > (guint64) frame->info.height)
    return FALSE;
  for (guint p = 0; p < finfo->n_planes; p++) {
    guint c = 0, w_sub = 0;

    while (finfo->plane[c] != p)
      c++;
    for (guint i = c; i < finfo->n_components; i++)
      w_sub = finfo->plane[i] == p ? MAX (w_sub, finfo->w_sub[i]) : w_sub;
    frame->data[p] =
        (guint8 *) frame->data[p] + (gssize) (crop->y >> finfo->h_sub[c]) * frame->info.stride[p]
        + (gssize) (crop->x >> w_sub << (w_sub - finfo->w_sub[c])) * finfo->pixel_stride[c];
  }
  frame->info.width = info->width;
  frame->info.height = info->height;
  return TRUE;
}

static gboolean
copy_rows (GstBuffer *to, GstBuffer *from, const GstVideoInfo *info, const GstVideoCropMeta *crop)
{
  GstVideoFrame source, destination;
  gboolean done;

  if (!gst_video_frame_map (&source, info, from, GST_MAP_READ))
    return FALSE;
  done = (crop == NULL || crop_frame (&source, crop, info))
         && gst_video_frame_map (&destination, info, to, GST_MAP_WRITE);
  if (done) {
    done = gst_video_frame_copy (&destination, &source);
    gst_video_frame_unmap (&destination);
  }
  gst_video_frame_unmap (&source);
  return done;
}

/* A span of the memory in the crop; false where nothing of it lies there. */
static gboolean
crop_span (guint *start, guint *size, guint from, gint room)
{
  const gint64 first = MAX ((gint64) *start - from, 0);
  const gint64 end = MIN ((gint64) *start + *size - from, room);

  *start = (guint) MIN (first, room);
  *size = (guint) MAX (end - first, 0);
  return *size > 0;
}

/* GstBufferForeachMetaFunc: regions are in pixels of the memory. */
typedef struct {
  const GstVideoCropMeta *crop;
  const GstVideoInfo *info;
} Cut;

static gboolean
cut_region (GstBuffer *buffer, GstMeta **meta, gpointer data)
{
  const Cut *cut = data;
  GstVideoRegionOfInterestMeta *region = (GstVideoRegionOfInterestMeta *) *meta;

  (void) buffer;
  if ((*meta)->info->api != GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE)
    return TRUE;
  if (!crop_span (&region->x, &region->w, cut->crop->x, cut->info->width)
      || !crop_span (&region->y, &region->h, cut->crop->y, cut->info->height))
    *meta = NULL; /* it goes */
  return TRUE;
}

static void
remove_meta (GstBuffer *buffer, gpointer meta)
{
  if (meta != NULL)
    gst_buffer_remove_meta (buffer, meta);
}

GstBuffer *
gst_align_scale_as_taken (GstBuffer *frame, const GstVideoInfo *info, GstAlignScaleTaken taken)
{
  const GstVideoMeta *meta = gst_buffer_get_video_meta (frame);
  const GstVideoCropMeta *crop = gst_buffer_get_video_crop_meta (frame);
  g_autoptr (GstBuffer) copy = NULL;

  if (taken.crops)
    crop = NULL;
  if (meta == NULL || gst_buffer_get_n_meta (frame, GST_VIDEO_META_API_TYPE) > 1
      || (crop == NULL && (taken.metas || taken.crops || is_plain (meta, info))))
    return frame;
  copy = gst_buffer_new_allocate (NULL, info->size, NULL);
  if (copy == NULL || !copy_rows (copy, frame, info, crop)
      || !gst_buffer_copy_into (copy, frame, GST_BUFFER_COPY_METADATA, 0, (gsize) -1))
    return frame;
  remove_meta (copy, gst_buffer_get_video_meta (copy));
  remove_meta (copy, gst_buffer_get_video_crop_meta (copy));
  if (crop != NULL)
    gst_buffer_foreach_meta (copy, cut_region, &(Cut){ crop, info });
  gst_buffer_unref (frame);
  return g_steal_pointer (&copy);
}
