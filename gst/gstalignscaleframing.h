/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_FRAMING_H
#define GST_ALIGN_SCALE_FRAMING_H

#include <gst/video/video.h>

#include "gstalignscalesettings.h"

G_BEGIN_DECLS

/* Which rectangle of the input frame becomes which rectangle of the output frame, in pixels. All of
 * the output outside of it is border. Pure functions. */
typedef struct {
  GstVideoRectangle source;  /* in the input frame, at least one pixel */
  GstVideoRectangle picture; /* in the output frame, at least one pixel */
} GstAlignScaleFraming;

/* The source rectangle: `crop`, a buffer's own (NULL: the whole frame), and inside that what the crop
 * settings leave. Of frames with two fields it starts on a whole number of rows of every plane's
 * fields, which adds up to three rows above (seven in 4:1:0). False where nothing would be left: then it is
 * one pixel, the one nearest to where the crop ends. */
gboolean gst_align_scale_framing_source (GstVideoRectangle *source, const GstVideoInfo *in,
    const GstAlignScaleSettings *settings, const GstVideoRectangle *crop);

/* The picture rectangle: the whole frame of `out`, or, with add-borders and without scale factors,
 * the largest rectangle in it that is shown with the display aspect ratio of `source`.
 *
 * One axis is full. The other is the exact size, rounded by border-rounding, at least 1; a
 * remainder of less than a pixel is no border. It starts at half the remainder, or at 0,
 * rounded down to a multiple of what a sample of every plane covers: chroma stays in its place. */
void gst_align_scale_framing_picture (GstVideoRectangle *picture, const GstVideoRectangle *source,
    const GstVideoInfo *in, const GstVideoInfo *out, const GstAlignScaleSettings *settings);

/* Both. Returns what gst_align_scale_framing_source does. */
gboolean gst_align_scale_framing_init (GstAlignScaleFraming *framing, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstAlignScaleSettings *settings, const GstVideoRectangle *crop);

gboolean gst_align_scale_framing_same (const GstVideoRectangle *a, const GstVideoRectangle *b);

/* True where neither crop nor border is. */
gboolean gst_align_scale_framing_is_whole (
    const GstAlignScaleFraming *framing, const GstVideoInfo *in, const GstVideoInfo *out);

/* A rectangle of the input frame in the output frame, each edge moved to the nearest pixel. It may
 * lie outside the picture, and be empty. */
GstVideoRectangle gst_align_scale_framing_map (
    const GstAlignScaleFraming *framing, const GstVideoRectangle *rectangle);

/* What of it lies in the picture; no size where nothing does. */
GstVideoRectangle gst_align_scale_framing_clip (
    const GstAlignScaleFraming *framing, const GstVideoRectangle *rectangle);

/* A point of the output frame in the input frame, moved into the source rectangle. */
void gst_align_scale_framing_map_back (const GstAlignScaleFraming *framing, gdouble *x, gdouble *y);

G_END_DECLS

#endif
