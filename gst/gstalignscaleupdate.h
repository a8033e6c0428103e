/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_UPDATE_H
#define GST_ALIGN_SCALE_UPDATE_H

#include "gstalignscale.h"

G_BEGIN_DECLS

/* Keeping plan and passthrough in step with properties and caps. On the streaming thread only.
 *
 * The base class neither syncs controllers nor notices a property change: the properties are looked
 * at before every frame, and before new caps are negotiated. Where they contradict each other,
 * a warning on the bus says once per change what is ignored. */

/* Before fixed input `caps`: takes up changed properties. The plan follows with the caps, or, where
 * they turn out to be the old ones, with the next frame. */
void gst_align_scale_update_for_caps (GstAlignScale *self, GstCaps *caps);

/* Before a frame: takes up changed properties and the buffer's own crop. Renegotiates where the
 * properties make for other caps; if downstream cannot take a new size the old one stays, with a
 * warning. The crop of a frame that otherwise passes is left in place where downstream takes such
 * metas. */
void gst_align_scale_update_for_frame (GstAlignScale *self, GstBuffer *buffer);

/* Builds the plan of the element's infos, active settings and crop; none where frames are not
 * scalable. Publishes the rectangles.
 * False, without a plan and with an error on the bus, where that is impossible. */
gboolean gst_align_scale_update_plan (GstAlignScale *self);

/* Leaves none; also where streaming has stopped. */
void gst_align_scale_update_drop_plan (GstAlignScale *self);

gboolean gst_align_scale_update_has_plan (GstAlignScale *self);

/* True where output frames are the input's. */
gboolean gst_align_scale_update_can_pass (GstAlignScale *self);

G_END_DECLS

#endif
