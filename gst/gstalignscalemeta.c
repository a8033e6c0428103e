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

static void
move_overlay (GstVideoOverlayRectangle *rectangle, const GstAlignScaleFraming *framing)
{
  GstVideoRectangle place;
  guint width, height;

  if (!gst_video_overlay_rectangle_get_render_rectangle (
          rectangle, &place.x, &place.y, &width, &height))
    return;
  place.w = (gint) width;
  place.h = (gint) height;
  place = gst_align_scale_framing_map (framing, &place);
  gst_video_overlay_rectangle_set_render_rectangle (
      rectangle, place.x, place.y, (guint) MAX (place.w, 1), (guint) MAX (place.h, 1));
}

/* Overlay metas carry no tag that says so, but their rectangles are in pixels of the frame. */
static void
add_moved_overlays (GstBuffer *outbuf, GstMeta *meta, const GstAlignScaleFraming *framing)
{
  GstVideoOverlayCompositionMeta *overlay = (GstVideoOverlayCompositionMeta *) meta;
  GstVideoOverlayComposition *moved = gst_video_overlay_composition_copy (overlay->overlay);

  for (guint i = 0; i < gst_video_overlay_composition_n_rectangles (moved); i++)
    move_overlay (gst_video_overlay_composition_get_rectangle (moved, i), framing);
  gst_buffer_add_video_overlay_composition_meta (outbuf, moved);
  gst_video_overlay_composition_unref (moved);
}

/* The library's own transform knows neither crop nor borders. */
static void
add_moved_region (GstBuffer *outbuf, GstMeta *meta, const GstAlignScaleFraming *framing)
{
  const GstVideoRegionOfInterestMeta *region = (GstVideoRegionOfInterestMeta *) meta;
  GstVideoRectangle place = { (gint) MIN (region->x, G_MAXINT), (gint) MIN (region->y, G_MAXINT),
    (gint) MIN (region->w, G_MAXINT), (gint) MIN (region->h, G_MAXINT) };
  GstVideoRegionOfInterestMeta *moved;

  place = gst_align_scale_framing_map (framing, &place);
  place = gst_align_scale_framing_clip (framing, &place);
  if (place.w == 0)
    return;
  moved = gst_buffer_add_video_region_of_interest_meta_id (
      outbuf, region->roi_type, (guint) place.x, (guint) place.y, (guint) place.w, (guint) place.h);
  moved->id = region->id;
  moved->parent_id = region->parent_id;
  for (GList *param = region->params; param != NULL; param = param->next)
    gst_video_region_of_interest_meta_add_param (moved, gst_structure_copy (param->data));
}

/* True where the meta's own transform could move it from rectangle to rectangle, which GStreamer 1.28
 * brought, or scale it from frame to frame. */
static gboolean
move_by_itself (GstBuffer *outbuf, const GstVideoInfo *out, GstMeta *meta, GstBuffer *inbuf,
    const GstVideoInfo *in, const GstAlignScaleFraming *framing)
{
  const GstMetaTransformFunction transform = meta->info->transform_func;
  GstVideoMetaTransform sizes = { (GstVideoInfo *) in, (GstVideoInfo *) out };
#if GST_CHECK_VERSION(1, 28, 0)
  GstVideoMetaTransformMatrix matrix;

  gst_video_meta_transform_matrix_init (&matrix, in, &framing->source, out, &framing->picture);
  if (transform (outbuf, meta, inbuf, gst_video_meta_transform_matrix_get_quark (), &matrix))
    return TRUE;
#endif

  return gst_align_scale_framing_is_whole (framing, out)
         && transform (outbuf, meta, inbuf, gst_video_meta_transform_scale_get_quark (), &sizes);
}

gboolean
gst_align_scale_meta_transform (GstBuffer *outbuf, const GstVideoInfo *out, GstMeta *meta,
    GstBuffer *inbuf, const GstVideoInfo *in, const GstAlignScaleFraming *framing)
{
  const GType api = meta->info->api;

  if (api == GST_VIDEO_CROP_META_API_TYPE)
    return FALSE;
  if (api == GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE) {
    add_moved_overlays (outbuf, meta, framing);
    return FALSE;
  }
  if (api == GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE) {
    add_moved_region (outbuf, meta, framing);
    return FALSE;
  }
  if (has_only_tags (api, kept_tags))
    return TRUE;
  if (!has_only_tags (api, scaled_tags) || meta->info->transform_func == NULL
      || !move_by_itself (outbuf, out, meta, inbuf, in, framing))
    GST_DEBUG ("dropped a meta of type %s", g_type_name (api));
  return FALSE;
}
