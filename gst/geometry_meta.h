/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_GEOMETRY_META_H
#define GST_ALIGN_SCALE_GEOMETRY_META_H

#include "geometry.h"

G_BEGIN_DECLS

/* Where the picture lies, on the buffer itself: a GstCustomMeta, which applications read without
 * any header of ours. A property is behind the frame or before it where a queue lies between. */

#define GST_ALIGN_SCALE_GEOMETRY_META "GstAlignScaleGeometry"

/* Its structure has these ints:
 *
 *   input-width, input-height      the frame that came in, pixels
 *   source-x, -y, -width, -height  what of it was resized
 *   resized-x, ...                 what all of that became in the frame that went out: it reaches
 *                                  beyond where it was cut off
 *   picture-x, ...                 what of that lies in the frame
 *   output-width, output-height    the frame that went out
 *
 * and, where the frame was scaled before, by alignscale or an element that moves such metas, the
 * structure of that as `before`; with keep-input the frame that came in as `buffer`, and its
 * `caps`. */

/* Once, before there are elements. */
void gst_align_scale_geometry_meta_register (void);

/* True of metas of that name. */
gboolean gst_align_scale_geometry_meta_is (const GstMeta *meta);

/* What upstream says of `inbuf`'s frame becomes `before`. `caps`: those of `inbuf`, which is kept;
 * NULL: it is not. */
void gst_align_scale_geometry_meta_add (GstBuffer *outbuf, const GstVideoInfo *out,
    GstBuffer *inbuf, const GstVideoInfo *in, const GstAlignScaleFraming *framing, GstCaps *caps);

/* The structure on a buffer, or NULL; the buffer's. */
const GstStructure *gst_align_scale_geometry_meta_get (GstBuffer *buffer);

/* The structure of the scaling before, or NULL; the structure's. */
const GstStructure *gst_align_scale_geometry_meta_before (const GstStructure *geometry);

/* The frame that came in with its caps, both the structure's; false where it was not kept. */
gboolean gst_align_scale_geometry_meta_input (
    const GstStructure *geometry, GstBuffer **buffer, GstCaps **caps);

/* A point of the frame that went out in the frame that came in, and the other way; not moved into
 * the picture. False where the structure lacks a number. */
gboolean gst_align_scale_geometry_meta_map_back (
    const GstStructure *geometry, gdouble *x, gdouble *y);
gboolean gst_align_scale_geometry_meta_map (const GstStructure *geometry, gdouble *x, gdouble *y);

/* What of a region of the frame that came in lies in the one that went out, no size where nothing
 * does. Its edges may be `off` by so many pixels there, as the element may round in its own way;
 * before the call `off` is the same of the frame that came in. */
gboolean gst_align_scale_geometry_meta_map_region (
    const GstStructure *geometry, GstVideoRectangle *region, gint *off);

G_END_DECLS

#endif
