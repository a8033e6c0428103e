/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_ANALYTICS_H
#define GST_ALIGN_SCALE_ANALYTICS_H

#include <gst/video/video.h>

G_BEGIN_DECLS

/* What GStreamer's elements find on frames is in one GstAnalyticsRelationMeta on each: boxes,
 * classes, tracks and masks, by ids, and how they relate. Built without GStreamer's analytics
 * library (1.26 or later), nothing is such a meta for these functions. */

/* From one frame to another. */
typedef struct {
  const GstVideoInfo *from, *to;
  gdouble x_scale, x0, y_scale, y0; /* a point of `from` is in `to` at x * x_scale + x0 */
  /* Moves a rectangle to whole pixels; false where nothing of it is to be kept. A rectangle that
   * is turned about its middle must not be cut off. */
  gboolean (*move) (gconstpointer how, GstVideoRectangle *rectangle, gboolean is_turned);
  gconstpointer how;
} GstAlignScaleMotion;

gboolean gst_align_scale_analytics_is (const GstMeta *meta);

/* Adds what is in such a meta of `inbuf` to that of `outbuf`, with its relations. Boxes go where
 * `motion` moves them; what else has a place is moved by its own function, for which GStreamer 1.28
 * is needed: before, only boxes, classes and tracks are added. Where all is kept and `outbuf` has
 * nothing yet, ids stay the same. What `outbuf` has stays as it is; where it is what `inbuf`'s meta
 * begins with, it is not added again. */
void gst_align_scale_analytics_add (
    GstBuffer *outbuf, GstBuffer *inbuf, GstMeta *meta, const GstAlignScaleMotion *motion);

G_END_DECLS

#endif
