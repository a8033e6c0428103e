/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_GEOMETRY_H
#define GST_ALIGN_SCALE_GEOMETRY_H

#include <gst/video/video.h>

#include "ratio.h"
#include "settings.h"

G_BEGIN_DECLS

/* Which part of the input goes where in the output: crop, borders, and what they do to metas and
 * events. Pure functions. */

/* ---- the rectangles ---- */

/* What a buffer's metas say of its memory, in pixels: how large the frame in it is, and which
 * rectangle of that is meant. The caps of such buffers have the rectangle's size, where upstream is
 * one of GStreamer's elements. */
typedef struct {
  gint width,
      height; /* of the frame in memory, >= 1; 0: there is no crop, and it is as the caps say */
  GstVideoRectangle rectangle; /* anywhere, of any size */
} GstAlignScaleCrop;

/* Which rectangle of the input frame becomes which rectangle of the output frame, in pixels. What
 * of that lies in the frame is the picture, and all of the output outside of it is border. */
typedef struct {
  gint in_width,
      in_height;       /* of the frame in memory, which is larger than the caps' behind a crop */
  gint caps_x, caps_y; /* where the caps' frame begins in it */
  GstVideoRectangle source;  /* in the frame in memory, at least one pixel */
  GstVideoRectangle resized; /* what all of the source becomes; may reach beyond the output frame */
  GstVideoRectangle picture; /* what of it is in the output frame, at least one pixel */
  gboolean too_large;        /* the resized picture would be: it is as large as pictures can be */
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

/* All rectangles. Returns what gst_align_scale_framing_source does.
 *
 * The resized picture is the whole frame of `out`, or, without scale factors, as large as the fit,
 * the edges and the rule say (sizes.h); with the exact rule it is shown with the display aspect
 * ratio of the source. On each axis what is left of the frame is shared out: the picture starts at
 * half of it, or at 0, rounded down to a multiple of what a sample of every plane covers, so that
 * chroma stays in its place. What is too much is cut off on both sides, or at the end. A picture of
 * more than RSZ_MAX_SIZE pixels on an axis gets so many, and is `too_large`. */
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

/* Adds a copy of a region of another buffer, with its ids and parameters, at its place in this one,
 * which has positive sizes. */
void gst_align_scale_add_region (
    GstBuffer *buffer, const GstVideoRegionOfInterestMeta *region, const GstVideoRectangle *place);

/* Takes over an event from downstream and returns it, or a copy: a pointer position in it, in
 * pixels of the output, becomes one in pixels of the input. */
GstEvent *gst_align_scale_framing_map_navigation (
    const GstAlignScaleFraming *framing, GstEvent *event);

G_END_DECLS

#endif
