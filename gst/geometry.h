/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_GEOMETRY_H
#define GST_ALIGN_SCALE_GEOMETRY_H

#include <gst/video/video.h>

#include "settings.h"

G_BEGIN_DECLS

/* Which part of the input goes where in the output: crop, borders, and what they do to metas and
 * events. Pure functions. */

/* ---- ratios ---- */

/* A positive ratio; its terms are below 2^63. Sizes have up to 31 bits and so have the terms of a
 * pixel aspect ratio: products are cancelled down as they are made. */
typedef struct {
  guint64 n, d;
} GstAlignScaleRatio;

static inline GstAlignScaleRatio
gst_align_scale_ratio (gint n, gint d)
{
  return (GstAlignScaleRatio){ (guint64) n, (guint64) d };
}

/* Divides both by what divides both. */
void gst_align_scale_ratio_cancel (guint64 *a, guint64 *b);

/* Exact where the cancelled product's terms have 63 bits, else to far less than a pixel. */
GstAlignScaleRatio gst_align_scale_ratio_multiply (GstAlignScaleRatio a, GstAlignScaleRatio b);

GstAlignScaleRatio gst_align_scale_ratio_inverse (GstAlignScaleRatio ratio);

/* ---- the two rectangles ---- */

/* What a buffer's metas say of its memory, in pixels: how large the frame in it is, and which
 * rectangle of that is meant. The caps of such buffers have the rectangle's size, where upstream is
 * one of GStreamer's elements. */
typedef struct {
  gint width,
      height; /* of the frame in memory, >= 1; 0: there is no crop, and it is as the caps say */
  GstVideoRectangle rectangle; /* anywhere, of any size */
} GstAlignScaleCrop;

/* Which rectangle of the input frame becomes which rectangle of the output frame, in pixels. All of
 * the output outside of it is border. */
typedef struct {
  gint in_width,
      in_height;       /* of the frame in memory, which is larger than the caps' behind a crop */
  gint caps_x, caps_y; /* where the caps' frame begins in it */
  GstVideoRectangle source;  /* in the frame in memory, at least one pixel */
  GstVideoRectangle picture; /* in the output frame, at least one pixel */
} GstAlignScaleFraming;

/* What cropping makes of a frame. */
typedef enum {
  GST_ALIGN_SCALE_CROP_FITS,
  GST_ALIGN_SCALE_CROP_OUTSIDE, /* the buffer's rectangle reaches out of the frame in memory */
  GST_ALIGN_SCALE_CROP_EMPTY    /* nothing would be left */
} GstAlignScaleCropResult;

/* The crop of a buffer between caps of `in`. GStreamer's elements leave the memory whole, give its
 * size in the GstVideoMeta, and the rectangle in that frame in the GstVideoCropMeta; without a
 * GstVideoMeta the frame is the caps'. Rectangles count in rows of the frame, also where the buffer
 * holds a field of it. */
GstAlignScaleCrop gst_align_scale_framing_crop_of (GstBuffer *buffer, const GstVideoInfo *in);

gboolean gst_align_scale_framing_same_crop (const GstAlignScaleCrop *a, const GstAlignScaleCrop *b);

/* The source rectangle, and the frame it is in: what of `crop` (NULL: none) lies in the frame in
 * memory, and inside that what the crop settings leave. Where nothing would be left it is one
 * pixel, the one nearest to where the crop ends. */
GstAlignScaleCropResult gst_align_scale_framing_source (GstAlignScaleFraming *framing,
    const GstVideoInfo *in, const GstAlignScaleSettings *settings, const GstAlignScaleCrop *crop);

/* Both rectangles. Returns what gst_align_scale_framing_source does.
 *
 * The picture is the whole frame of `out`, or, with add-borders and without scale factors, the
 * largest rectangle in it that is shown with the display aspect ratio of the source. One axis is
 * full. The other is the exact size, rounded by border-rounding, at least 1; a remainder of less
 * than a pixel is no border. It starts at half the remainder, or at 0, rounded down to a multiple
 * of what a sample of every plane covers: chroma stays in its place. */
GstAlignScaleCropResult gst_align_scale_framing_init (GstAlignScaleFraming *framing,
    const GstVideoInfo *in, const GstVideoInfo *out, const GstAlignScaleSettings *settings,
    const GstAlignScaleCrop *crop);

gboolean gst_align_scale_framing_same (const GstVideoRectangle *a, const GstVideoRectangle *b);

/* True where neither crop nor border is. */
gboolean gst_align_scale_framing_is_whole (
    const GstAlignScaleFraming *framing, const GstVideoInfo *out);

/* A rectangle of the input frame in the output frame, each edge moved to the nearest pixel. It may
 * lie outside the picture, and be empty. */
GstVideoRectangle gst_align_scale_framing_map (
    const GstAlignScaleFraming *framing, const GstVideoRectangle *rectangle);

/* What of it lies in the picture; no size where nothing does. */
GstVideoRectangle gst_align_scale_framing_clip (
    const GstAlignScaleFraming *framing, const GstVideoRectangle *rectangle);

/* A point of the output frame in the frame of the input's caps, which is what elements upstream
 * count in; moved into the source rectangle. */
void gst_align_scale_framing_map_back (const GstAlignScaleFraming *framing, gdouble *x, gdouble *y);

/* ---- metas and events ---- */

/* What becomes of an input buffer's metas. TRUE: copy it as it is, the size does not matter to it.
 * FALSE: it has been moved with the picture and added to `outbuf`, or is dropped: a region that is
 * not in the picture, the crop that has been done, a meta that nobody knows how to move. */
gboolean gst_align_scale_meta_transform (GstBuffer *outbuf, const GstVideoInfo *out, GstMeta *meta,
    GstBuffer *inbuf, const GstVideoInfo *in, const GstAlignScaleFraming *framing);

/* Takes over an event from downstream and returns it, or a copy: a pointer position in it, in
 * pixels of the output, becomes one in pixels of the input. */
GstEvent *gst_align_scale_framing_map_navigation (
    const GstAlignScaleFraming *framing, GstEvent *event);

G_END_DECLS

#endif
