/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_UPDATE_H
#define GST_ALIGN_SCALE_UPDATE_H

#include "gstalignscale.h"

G_BEGIN_DECLS

/* Keeping framing, plan and passthrough in step with properties, caps and crop metas. On the
 * streaming thread only.
 *
 *   properties ----for_caps, for_frame----> requested ----what downstream takes----> effective
 *   caps ----------set_info---------------> in_info, out_info
 *   crop meta -----for_frame--------------> buffer_crop
 *
 * Each of these makes the element stale; only `prepare`, once for a frame and after the base class
 * has negotiated for it, makes framing, passthrough and plan of them again. The base class neither
 * syncs controllers nor notices a property change: the properties are looked at before every frame,
 * and before new caps are negotiated. Where they contradict each other, a warning on the bus says
 * once per change what is ignored. */

/* Before fixed input `caps`: takes up changed properties. */
void gst_align_scale_update_for_caps (GstAlignScale *self, GstCaps *caps);

/* While the same caps are negotiated again: takes up changed properties. True where there are some. */
gboolean gst_align_scale_update_for_negotiation (GstAlignScale *self, GstCaps *caps);

/* Negotiated caps, of which the element's infos are. Publishes the rectangles and decides on
 * passthrough, which the base class asks for right after. False, with an error on the bus, where
 * frames of such caps can neither be scaled nor pass. */
gboolean gst_align_scale_update_set_info (GstAlignScale *self);

/* Before a frame: takes up changed properties and the buffer's own crop. Asks the base class to
 * negotiate again where the properties make for other caps; if downstream cannot take a new size the
 * old one stays, with a warning. */
void gst_align_scale_update_for_frame (GstAlignScale *self, GstBuffer *buffer);

/* Before the same frame, once the base class has negotiated: settles what it becomes. The crop of a
 * frame that otherwise passes is left in place where downstream takes such metas. False where the
 * base class could not switch to or from passthrough; an error on the bus and no plan where frames
 * cannot be scaled. */
gboolean gst_align_scale_update_prepare (GstAlignScale *self);

/* Streaming has stopped: there is no plan, and the rectangles are gone. */
void gst_align_scale_update_stop (GstAlignScale *self);

G_END_DECLS

#endif
