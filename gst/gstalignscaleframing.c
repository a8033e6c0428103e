/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleframing.h"

#include "gstalignscaleratio.h"

typedef struct {
  gint start, size;
} Span;

/* Pixels that a sample of any plane covers on either axis, in its field. */
static void
largest_steps (const GstVideoInfo *info, gint *x, gint *y)
{
  const gint n_fields =
      GST_VIDEO_INFO_INTERLACE_MODE (info) == GST_VIDEO_INTERLACE_MODE_PROGRESSIVE ? 1 : 2;

  *x = *y = 1;
  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++) {
    *x = MAX (*x, 1 << GST_VIDEO_FORMAT_INFO_W_SUB (info->finfo, c));
    *y = MAX (*y, 1 << GST_VIDEO_FORMAT_INFO_H_SUB (info->finfo, c));
  }
  *y *= n_fields;
}

/* ---- source ---- */

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
cut_axis (Span *span, gint frame, const Span *rectangle, guint before, guint after)
{
  gboolean inside = TRUE, left = TRUE;

  *span = (Span){ 0, frame };
  if (rectangle != NULL) {
    const gint64 rest = (gint64) frame - rectangle->start - rectangle->size;

    inside = rest >= 0;
    left = rectangle->size > 0;
    left &= cut (span, rectangle->start, MAX (rest, 0));
  }
  left &= cut (span, before, after);
  return !left    ? GST_ALIGN_SCALE_CROP_EMPTY
         : inside ? GST_ALIGN_SCALE_CROP_FITS
                  : GST_ALIGN_SCALE_CROP_OUTSIDE;
}

GstAlignScaleCropResult
gst_align_scale_framing_source (GstAlignScaleFraming *framing, const GstVideoInfo *in,
    const GstAlignScaleSettings *settings, const GstAlignScaleCrop *crop)
{
  const gboolean has_crop = crop != NULL && crop->width > 0;
  Span columns = { 0 }, rows = { 0 }, x, y;
  GstAlignScaleCropResult across, down;

  framing->in_width = has_crop ? crop->width : in->width;
  framing->in_height = has_crop ? crop->height : in->height;
  framing->caps_x = framing->caps_y = 0;
  if (has_crop) {
    columns = (Span){ crop->rectangle.x, crop->rectangle.w };
    rows = (Span){ crop->rectangle.y, crop->rectangle.h };
  }
  /* a rectangle of caps that speak of the whole memory is one in their frame */
  if (has_crop && (crop->width != in->width || crop->height != in->height)) {
    framing->caps_x = columns.start;
    framing->caps_y = rows.start;
  }
  across = cut_axis (
      &x, framing->in_width, has_crop ? &columns : NULL, settings->crop_left, settings->crop_right);
  down = cut_axis (
      &y, framing->in_height, has_crop ? &rows : NULL, settings->crop_top, settings->crop_bottom);
  framing->source = (GstVideoRectangle){ x.start, y.start, x.size, y.size };
  return MAX (across, down);
}

/* ---- picture ---- */

/* Of `room` pixels those the picture takes, exactly `exact`. */
static gint
round_size (GstAlignScaleRatio exact, gint room, gint rounding)
{
  const guint64 whole = exact.n / exact.d, rest = exact.n % exact.d;
  guint64 size = whole;

  if (whole >= (guint64) room || (whole == (guint64) room - 1 && rest > 0))
    return room;
  if (rounding == GST_ALIGN_SCALE_ROUNDING_NEAREST
      && (rest > exact.d - rest || (rest == exact.d - rest && whole % 2 == 1)))
    size++;
  return (gint) MAX (size, 1);
}

static gint
place (gint rest, gint step, gint placement)
{
  return placement == GST_ALIGN_SCALE_PLACEMENT_CENTER ? rest / 2 / step * step : 0;
}

/* Width : height of the source in pixels of the output. */
static GstAlignScaleRatio
shape_in_output (const GstVideoRectangle *source, const GstVideoInfo *in, const GstVideoInfo *out)
{
  const GstAlignScaleRatio size = { (guint64) source->w, (guint64) source->h };
  const GstAlignScaleRatio in_pixel = { (guint64) in->par_n, (guint64) in->par_d };
  const GstAlignScaleRatio out_pixel = { (guint64) out->par_n, (guint64) out->par_d };

  return gst_align_scale_ratio_multiply (
      size, gst_align_scale_ratio_multiply (in_pixel, gst_align_scale_ratio_inverse (out_pixel)));
}

static gboolean
has_factor (const GstAlignScaleSettings *settings)
{
  return gst_align_scale_settings_factor_x (settings) > 0.0
         || gst_align_scale_settings_factor_y (settings) > 0.0;
}

void
gst_align_scale_framing_picture (GstVideoRectangle *picture, const GstVideoRectangle *source,
    const GstVideoInfo *in, const GstVideoInfo *out, const GstAlignScaleSettings *settings)
{
  const GstAlignScaleRatio shape = shape_in_output (source, in, out);
  const GstAlignScaleRatio width =
      gst_align_scale_ratio_multiply (shape, (GstAlignScaleRatio){ (guint64) out->height, 1 });
  const GstAlignScaleRatio height = gst_align_scale_ratio_multiply (
      gst_align_scale_ratio_inverse (shape), (GstAlignScaleRatio){ (guint64) out->width, 1 });
  gint step_x, step_y;

  *picture = (GstVideoRectangle){ 0, 0, out->width, out->height };
  if (!settings->add_borders || has_factor (settings))
    return;
  largest_steps (out, &step_x, &step_y);
  /* rounding takes the axis that would not fit to its full size */
  picture->w = round_size (width, out->width, settings->border_rounding);
  picture->h = round_size (height, out->height, settings->border_rounding);
  picture->x = place (out->width - picture->w, step_x, settings->border_placement);
  picture->y = place (out->height - picture->h, step_y, settings->border_placement);
}

GstAlignScaleCropResult
gst_align_scale_framing_init (GstAlignScaleFraming *framing, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstAlignScaleSettings *settings, const GstAlignScaleCrop *crop)
{
  const GstAlignScaleCropResult result =
      gst_align_scale_framing_source (framing, in, settings, crop);

  gst_align_scale_framing_picture (&framing->picture, &framing->source, in, out, settings);
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
         && gst_align_scale_framing_same (&framing->picture, &picture);
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
  const GstVideoRectangle *in = &framing->source, *out = &framing->picture;
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
  const GstVideoRectangle *in = &framing->source, *out = &framing->picture;

  *x = map_back (*x, out->x, out->w, in->x, in->w) - framing->caps_x;
  *y = map_back (*y, out->y, out->h, in->y, in->h) - framing->caps_y;
}
