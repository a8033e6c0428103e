/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalemeta.h"

#include "gstalignscaledebug.h"

/* Scaling does not change what metas with these tags alone say. */
static const gchar *const kept_tags[] = { GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_COLORSPACE_STR,
  GST_META_TAG_VIDEO_ORIENTATION_STR, NULL };
static const gchar *const scaled_tags[] = { GST_META_TAG_VIDEO_STR,
  GST_META_TAG_VIDEO_COLORSPACE_STR, GST_META_TAG_VIDEO_ORIENTATION_STR,
  GST_META_TAG_VIDEO_SIZE_STR, NULL };

static gboolean
has_only_tags (GType api, const gchar *const *allowed)
{
  const gchar *const *tags = gst_meta_api_type_get_tags (api);

  for (guint i = 0; tags != NULL && tags[i] != NULL; i++) {
    if (!g_strv_contains (allowed, tags[i]))
      return FALSE;
  }
  return TRUE;
}

static gint
scale (gint64 value, gint in, gint out)
{
  return (gint) (value * out / in);
}

static void
scale_rectangle (
    GstVideoOverlayRectangle *rectangle, const GstVideoInfo *in, const GstVideoInfo *out)
{
  gint x, y;
  guint width, height;

  if (!gst_video_overlay_rectangle_get_render_rectangle (rectangle, &x, &y, &width, &height))
    return;
  gst_video_overlay_rectangle_set_render_rectangle (rectangle, scale (x, in->width, out->width),
      scale (y, in->height, out->height), (guint) scale (width, in->width, out->width),
      (guint) scale (height, in->height, out->height));
}

/* Overlay metas carry no tag that says so, but their rectangles are in pixels of the frame. */
static void
add_scaled_overlay (
    GstBuffer *outbuf, const GstVideoInfo *out, GstMeta *meta, const GstVideoInfo *in)
{
  GstVideoOverlayCompositionMeta *overlay = (GstVideoOverlayCompositionMeta *) meta;
  GstVideoOverlayComposition *scaled = gst_video_overlay_composition_copy (overlay->overlay);

  for (guint i = 0; i < gst_video_overlay_composition_n_rectangles (scaled); i++)
    scale_rectangle (gst_video_overlay_composition_get_rectangle (scaled, i), in, out);
  gst_buffer_add_video_overlay_composition_meta (outbuf, scaled);
  gst_video_overlay_composition_unref (scaled);
}

gboolean
gst_align_scale_meta_transform (GstBuffer *outbuf, const GstVideoInfo *out, GstMeta *meta,
    GstBuffer *inbuf, const GstVideoInfo *in)
{
  const GstMetaInfo *info = meta->info;
  GstVideoMetaTransform sizes = { (GstVideoInfo *) in, (GstVideoInfo *) out };

  if (info->api == GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE) {
    add_scaled_overlay (outbuf, out, meta, in);
    return FALSE;
  }
  if (has_only_tags (info->api, kept_tags))
    return TRUE;
  if (!has_only_tags (info->api, scaled_tags) || info->transform_func == NULL
      || !info->transform_func (
          outbuf, meta, inbuf, gst_video_meta_transform_scale_get_quark (), &sizes))
    GST_DEBUG ("dropped a meta of type %s", g_type_name (info->api));
  return FALSE;
}
