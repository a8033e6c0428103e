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

/* Before a frame: takes up changed properties. Renegotiates where the scale factors ask for
 * another size; if downstream cannot take it the factors in effect stay, with a warning. */
void gst_align_scale_update_for_frame (GstAlignScale *self);

/* Builds the plan of the element's infos and active settings; none where frames are not scalable.
 * False, without a plan and with an error on the bus, where that is impossible. */
gboolean gst_align_scale_update_plan (GstAlignScale *self);

gboolean gst_align_scale_update_has_plan (GstAlignScale *self);

/* True where output frames are the input's. */
gboolean gst_align_scale_update_can_pass (GstAlignScale *self);

G_END_DECLS

#endif
