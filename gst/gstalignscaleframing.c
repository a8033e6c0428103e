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

/* Takes `before` and `after` pixels off the ends of a span, none where that is negative; false where
 * nothing would be left. */
static gboolean
cut (Span *span, gint64 before, gint64 after)
{
  const gint64 left = span->size - MAX (before, 0) - MAX (after, 0);

  before = CLAMP (before, 0, span->size - 1);
  span->start += (gint) before;
  span->size = (gint) CLAMP (left, 1, span->size - before);
  return left >= 1;
}

/* All of the frame, of that the buffer's crop (of width 0 where it has none), of that the settings'. */
static gboolean
cut_axis (Span *span, gint start, gint size, gint frame, guint before, guint after)
{
  gboolean left = TRUE;

  *span = (Span){ 0, frame };
  if (size > 0)
    left = cut (span, start, (gint64) frame - start - size);
  return cut (span, before, after) && left;
}

gboolean
gst_align_scale_framing_source (GstVideoRectangle *source, const GstVideoInfo *in,
    const GstAlignScaleSettings *settings, const GstVideoRectangle *crop)
{
  const GstVideoRectangle own = crop != NULL ? *crop : (GstVideoRectangle){ 0 };
  Span x, y;
  gboolean left;
  gint step_x, step_y, above = 0;

  left = cut_axis (&x, own.x, own.w, in->width, settings->crop_left, settings->crop_right);
  left &= cut_axis (&y, own.y, own.h, in->height, settings->crop_top, settings->crop_bottom);
  largest_steps (in, &step_x, &step_y);
  if (GST_VIDEO_INFO_INTERLACE_MODE (in) != GST_VIDEO_INTERLACE_MODE_PROGRESSIVE)
    above = y.start % step_y;
  *source = (GstVideoRectangle){ x.start, y.start - above, x.size, y.size + above };
  return left;
}

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

gboolean
gst_align_scale_framing_init (GstAlignScaleFraming *framing, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstAlignScaleSettings *settings, const GstVideoRectangle *crop)
{
  const gboolean left = gst_align_scale_framing_source (&framing->source, in, settings, crop);

  gst_align_scale_framing_picture (&framing->picture, &framing->source, in, out, settings);
  return left;
}

gboolean
gst_align_scale_framing_same (const GstVideoRectangle *a, const GstVideoRectangle *b)
{
  return a->x == b->x && a->y == b->y && a->w == b->w && a->h == b->h;
}

gboolean
gst_align_scale_framing_is_whole (
    const GstAlignScaleFraming *framing, const GstVideoInfo *in, const GstVideoInfo *out)
{
  const GstVideoRectangle source = { 0, 0, in->width, in->height };
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

  *x = map_back (*x, out->x, out->w, in->x, in->w);
  *y = map_back (*y, out->y, out->h, in->y, in->h);
}
