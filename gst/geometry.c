/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "geometry.h"

#include "analytics.h"
#include "debug.h"
#include "sizes.h"

/* ---- source ---- */

typedef struct {
  gint start, size;
} Span;

/* The video meta of a field may state the field's rows: where the rectangle needs the frame's. */
static gint
frame_height (const GstVideoInfo *in, const GstVideoMeta *meta, guint64 bottom)
{
  const gboolean fields = GST_VIDEO_INFO_INTERLACE_MODE (in) >= GST_VIDEO_INTERLACE_MODE_FIELDS;
  const gboolean states_field = fields && meta->height < bottom && 2ull * meta->height >= bottom;

  return (gint) CLAMP (states_field ? 2ull * meta->height : meta->height, 1, G_MAXINT / 2);
}

GstAlignScaleCrop
gst_align_scale_framing_crop_of (GstBuffer *buffer, const GstVideoInfo *in)
{
  const GstVideoCropMeta *crop = gst_buffer_get_video_crop_meta (buffer);
  const GstVideoMeta *meta = gst_buffer_get_video_meta (buffer);
  GstAlignScaleCrop result = { in->width, in->height, { 0 } };

  if (crop == NULL)
    return (GstAlignScaleCrop){ 0 };
  if (meta != NULL) {
    result.width = (gint) CLAMP (meta->width, 1, G_MAXINT / 2);
    result.height = frame_height (in, meta, (guint64) crop->y + crop->height);
  }
  result.rectangle =
      (GstVideoRectangle){ (gint) MIN (crop->x, G_MAXINT / 2), (gint) MIN (crop->y, G_MAXINT / 2),
        (gint) MIN (crop->width, G_MAXINT / 2), (gint) MIN (crop->height, G_MAXINT / 2) };
  return result;
}

gboolean
gst_align_scale_framing_same_crop (const GstAlignScaleCrop *a, const GstAlignScaleCrop *b)
{
  return a->width == b->width && a->height == b->height
         && gst_align_scale_framing_same (&a->rectangle, &b->rectangle);
}

/* Takes `before` and `after` pixels off the ends of a span; false where nothing would be left. */
static gboolean
cut (Span *span, gint64 before, gint64 after)
{
  const gint64 left = span->size - before - after;

  before = CLAMP (before, 0, span->size - 1);
  span->start += (gint) before;
  span->size = (gint) CLAMP (left, 1, span->size - before);
  return left >= 1;
}

/* All of the frame, of that the buffer's rectangle, of that what the settings leave. */
static GstAlignScaleCropResult
cut_axis (Span *span, gint frame, Span rectangle, guint before, guint after)
{
  const gint64 rest = (gint64) frame - rectangle.start - rectangle.size;
  gboolean left = rectangle.size > 0;

  *span = (Span){ 0, frame };
  left &= cut (span, rectangle.start, MAX (rest, 0));
  left &= cut (span, before, after);
  return !left       ? GST_ALIGN_SCALE_CROP_EMPTY
         : rest >= 0 ? GST_ALIGN_SCALE_CROP_FITS
                     : GST_ALIGN_SCALE_CROP_OUTSIDE;
}

GstAlignScaleCropResult
gst_align_scale_framing_source (GstAlignScaleFraming *framing, const GstVideoInfo *in,
    const GstAlignScaleSettings *settings, const GstAlignScaleCrop *crop)
{
  const GstAlignScaleCrop none = { in->width, in->height, { 0, 0, in->width, in->height } };
  const GstAlignScaleCrop *given = crop != NULL && crop->width > 0 ? crop : &none;
  const GstVideoRectangle *rectangle = &given->rectangle;
  /* a rectangle of caps that speak of the whole memory is one in their frame */
  const gboolean caps_are_whole = given->width == in->width && given->height == in->height;
  GstAlignScaleCropResult across, down;
  Span x, y;

  framing->in_width = given->width;
  framing->in_height = given->height;
  framing->caps_x = caps_are_whole ? 0 : rectangle->x;
  framing->caps_y = caps_are_whole ? 0 : rectangle->y;
  across = cut_axis (&x, given->width, (Span){ rectangle->x, rectangle->w }, settings->crop_left,
      settings->crop_right);
  down = cut_axis (&y, given->height, (Span){ rectangle->y, rectangle->h }, settings->crop_top,
      settings->crop_bottom);
  framing->source = (GstVideoRectangle){ x.start, y.start, x.size, y.size };
  return MAX (across, down);
}

/* ---- picture ---- */

/* Pixels that a sample of any plane covers on either axis. */
static void
largest_steps (const GstVideoFormatInfo *format, gint *x, gint *y)
{
  *x = *y = 1;
  for (guint c = 0; c < GST_VIDEO_FORMAT_INFO_N_COMPONENTS (format); c++) {
    *x = MAX (*x, 1 << GST_VIDEO_FORMAT_INFO_W_SUB (format, c));
    *y = MAX (*y, 1 << GST_VIDEO_FORMAT_INFO_H_SUB (format, c));
  }
}

/* An axis of the resized picture in a frame of `frame` pixels. */
static Span
place (const GstAlignScaleSettings *settings, gint size, gint frame, gint step, gint n_fields)
{
  const gboolean center = settings->border_placement == GST_ALIGN_SCALE_PLACEMENT_CENTER;

  if (!center)
    return (Span){ 0, size };
  if (size <= frame)
    return (Span){ (frame - size) / 2 / step * step, size };
  return (
      Span){ -(gst_align_scale_sizes_cut (settings, size - frame) / n_fields * n_fields), size };
}

static void
show (Span *visible, Span resized, gint frame)
{
  visible->start = MAX (resized.start, 0);
  visible->size = MIN (resized.start + resized.size, frame) - visible->start;
}

/* Width : height of the input's pixels in pixels of the output. */
static GstAlignScaleRatio
shape_in_output (const GstVideoInfo *in, const GstVideoInfo *out)
{
  return gst_align_scale_ratio_multiply (
      gst_align_scale_ratio (in->par_n, in->par_d), gst_align_scale_ratio (out->par_d, out->par_n));
}

static GstAlignScaleSize
resized_size (const GstVideoRectangle *source, const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleSettings *settings)
{
  const GstAlignScaleSize frame = { out->width, out->height };

  if (gst_align_scale_settings_has_factor (settings))
    return frame;
  return gst_align_scale_sizes_of_picture (
      settings, (GstAlignScaleSize){ source->w, source->h }, shape_in_output (in, out), &frame);
}

static void
set_picture (GstAlignScaleFraming *framing, const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleSettings *settings)
{
  const GstAlignScaleSize wanted = resized_size (&framing->source, in, out, settings);
  const GstAlignScaleSize size = { MIN (wanted.width, RSZ_MAX_SIZE),
    MIN (wanted.height, RSZ_MAX_SIZE) };
  /* a tensor's caps do not say it */
  const gint n_fields =
      GST_VIDEO_INFO_INTERLACE_MODE (in) == GST_VIDEO_INTERLACE_MODE_PROGRESSIVE ? 1 : 2;
  gint step_x, step_y;
  Span x, y, visible_x, visible_y;

  framing->too_large = size.width < wanted.width || size.height < wanted.height;
  largest_steps (out->finfo, &step_x, &step_y);
  x = place (settings, size.width, out->width, step_x, 1);
  y = place (settings, size.height, out->height, step_y * n_fields, n_fields);
  show (&visible_x, x, out->width);
  show (&visible_y, y, out->height);
  framing->resized = (GstVideoRectangle){ x.start, y.start, x.size, y.size };
  framing->picture =
      (GstVideoRectangle){ visible_x.start, visible_y.start, visible_x.size, visible_y.size };
}

GstAlignScaleCropResult
gst_align_scale_framing_init (GstAlignScaleFraming *framing, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstAlignScaleSettings *settings, const GstAlignScaleCrop *crop)
{
  const GstAlignScaleCropResult result =
      gst_align_scale_framing_source (framing, in, settings, crop);

  set_picture (framing, in, out, settings);
  return result;
}

gboolean
gst_align_scale_framing_same (const GstVideoRectangle *a, const GstVideoRectangle *b)
{
  return a->x == b->x && a->y == b->y && a->w == b->w && a->h == b->h;
}

gboolean
gst_align_scale_framing_is_whole (const GstAlignScaleFraming *framing, const GstVideoInfo *out)
{
  const GstVideoRectangle source = { 0, 0, framing->in_width, framing->in_height };
  const GstVideoRectangle picture = { 0, 0, out->width, out->height };

  return gst_align_scale_framing_same (&framing->source, &source)
         && gst_align_scale_framing_same (&framing->resized, &picture);
}

/* round (value * to / from), halves up, for values of either sign. */
static gint
rescale (gint64 value, gint to, gint from)
{
  const gint64 n = 2 * value * to + from, d = 2 * (gint64) from;

  return (gint) CLAMP ((n >= 0 ? n : n - d + 1) / d, G_MININT / 2, G_MAXINT / 2);
}

GstVideoRectangle
gst_align_scale_framing_map (
    const GstAlignScaleFraming *framing, const GstVideoRectangle *rectangle)
{
  const GstVideoRectangle *in = &framing->source, *out = &framing->resized;
  const gint64 x = (gint64) rectangle->x - in->x, y = (gint64) rectangle->y - in->y;
  const gint left = rescale (x, out->w, in->w), top = rescale (y, out->h, in->h);

  return (GstVideoRectangle){ out->x + left, out->y + top,
    rescale (x + rectangle->w, out->w, in->w) - left,
    rescale (y + rectangle->h, out->h, in->h) - top };
}

GstVideoRectangle
gst_align_scale_framing_clip (
    const GstAlignScaleFraming *framing, const GstVideoRectangle *rectangle)
{
  const GstVideoRectangle *picture = &framing->picture;
  const gint left = MAX (rectangle->x, picture->x), top = MAX (rectangle->y, picture->y);
  const gint right = MIN (rectangle->x + rectangle->w, picture->x + picture->w);
  const gint bottom = MIN (rectangle->y + rectangle->h, picture->y + picture->h);

  if (right <= left || bottom <= top)
    return (GstVideoRectangle){ 0 };
  return (GstVideoRectangle){ left, top, right - left, bottom - top };
}

static gdouble
map_back (gdouble value, gint out_start, gint out_size, gint in_start, gint in_size)
{
  return in_start + CLAMP ((value - out_start) * in_size / out_size, 0.0, (gdouble) in_size);
}

void
gst_align_scale_framing_map_back (const GstAlignScaleFraming *framing, gdouble *x, gdouble *y)
{
  const GstVideoRectangle *in = &framing->source, *out = &framing->resized;

  *x = map_back (*x, out->x, out->w, in->x, in->w) - framing->caps_x;
  *y = map_back (*y, out->y, out->h, in->y, in->h) - framing->caps_y;
}

/* ---- metas and events ---- */

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

void
gst_align_scale_add_region (
    GstBuffer *buffer, const GstVideoRegionOfInterestMeta *region, const GstVideoRectangle *place)
{
  GstVideoRegionOfInterestMeta *moved = gst_buffer_add_video_region_of_interest_meta_id (buffer,
      region->roi_type, (guint) place->x, (guint) place->y, (guint) place->w, (guint) place->h);

  moved->id = region->id;
  moved->parent_id = region->parent_id;
  for (GList *param = region->params; param != NULL; param = param->next)
    gst_video_region_of_interest_meta_add_param (moved, gst_structure_copy (param->data));
}

/* The library's own transform knows neither crop nor borders. */
static void
add_moved_region (GstBuffer *outbuf, GstMeta *meta, const GstAlignScaleFraming *framing)
{
  const GstVideoRegionOfInterestMeta *region = (GstVideoRegionOfInterestMeta *) meta;
  GstVideoRectangle place = { (gint) MIN (region->x, G_MAXINT), (gint) MIN (region->y, G_MAXINT),
    (gint) MIN (region->w, G_MAXINT), (gint) MIN (region->h, G_MAXINT) };

  place = gst_align_scale_framing_map (framing, &place);
  place = gst_align_scale_framing_clip (framing, &place);
  if (place.w > 0)
    gst_align_scale_add_region (outbuf, region, &place);
}

/* GstAlignScaleMotion: what is outside of the picture stays, so that ids do. */
static gboolean
move_box (gconstpointer framing, GstVideoRectangle *rectangle, gboolean is_turned)
{
  (void) is_turned;
  *rectangle = gst_align_scale_framing_map (framing, rectangle);
  return TRUE;
}

static void
add_moved_analytics (GstBuffer *outbuf, const GstVideoInfo *out, GstMeta *meta, GstBuffer *inbuf,
    const GstVideoInfo *in, const GstAlignScaleFraming *framing)
{
  const GstVideoRectangle *from = &framing->source, *to = &framing->resized;
  GstAlignScaleMotion motion = { in, out, .move = move_box, .how = framing };

  motion.x_scale = (gdouble) to->w / from->w;
  motion.y_scale = (gdouble) to->h / from->h;
  motion.x0 = to->x - from->x * motion.x_scale;
  motion.y0 = to->y - from->y * motion.y_scale;
  gst_align_scale_analytics_add (outbuf, inbuf, meta, &motion);
}

/* True where the meta's own transform could move it from rectangle to rectangle, which GStreamer
 * 1.28 brought, or scale it from frame to frame. */
static gboolean
move_by_itself (GstBuffer *outbuf, const GstVideoInfo *out, GstMeta *meta, GstBuffer *inbuf,
    const GstVideoInfo *in, const GstAlignScaleFraming *framing)
{
  const GstMetaTransformFunction transform = meta->info->transform_func;
  GstVideoMetaTransform sizes = { (GstVideoInfo *) in, (GstVideoInfo *) out };
#if GST_CHECK_VERSION(1, 28, 0)
  GstVideoMetaTransformMatrix matrix;

  gst_video_meta_transform_matrix_init (&matrix, in, &framing->source, out, &framing->resized);
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
  if (gst_align_scale_analytics_is (meta)) {
    add_moved_analytics (outbuf, out, meta, inbuf, in, framing);
    return FALSE;
  }
  if (has_only_tags (api, kept_tags))
    return TRUE;
  if (!has_only_tags (api, scaled_tags) || meta->info->transform_func == NULL
      || !move_by_itself (outbuf, out, meta, inbuf, in, framing))
    GST_DEBUG ("dropped a meta of type %s", g_type_name (api));
  return FALSE;
}

GstEvent *
gst_align_scale_framing_map_navigation (const GstAlignScaleFraming *framing, GstEvent *event)
{
  gdouble x, y;

  if (framing->picture.w == 0 || !gst_navigation_event_get_coordinates (event, &x, &y))
    return event;
  event = gst_event_make_writable (event);
  gst_align_scale_framing_map_back (framing, &x, &y);
  gst_navigation_event_set_coordinates (event, x, y);
  return event;
}
