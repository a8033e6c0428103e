/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_SCALER_H
#define GST_ALIGN_SCALE_SCALER_H

#include <gst/base/gstbasetransform.h>

G_BEGIN_DECLS

typedef struct _GstAlignScale GstAlignScale; /* gstalignscale.h */

/* From a change of properties, caps or crop to the next plan. The states are drawn in
 * gstalignscale.h. On the streaming thread only, but for contexts. */

/* New fixed input caps: takes up changed properties and negotiates. False where that fails. */
gboolean gst_align_scale_update_for_caps (GstAlignScale *self, GstCaps *caps);

/* Negotiated caps, of which the element's infos are. Publishes the rectangles and decides on
 * passthrough, which the base class asks for right after. False, with an error on the bus, where
 * frames of such caps can neither be scaled nor pass. */
gboolean gst_align_scale_update_set_info (GstAlignScale *self);

/* Before a frame: takes up changed properties and the buffer's own crop. Asks the base class to
 * negotiate again where the properties make for other caps. */
void gst_align_scale_update_for_frame (GstAlignScale *self, GstBuffer *buffer);

/* Before the same frame, once the base class has negotiated: settles what it becomes. The crop of a
 * frame that otherwise passes is left in place where downstream takes such metas. False where the
 * base class could not switch to or from passthrough; an error on the bus and no plan where frames
 * cannot be scaled. */
gboolean gst_align_scale_update_prepare (GstAlignScale *self);

/* Streaming has stopped: there is no plan, and the rectangles are gone. */
void gst_align_scale_update_stop (GstAlignScale *self);

/* GstBaseTransformClass::submit_input_buffer: negotiates what is pending and builds the plan for
 * the frame. The frame is not lost where downstream changes its caps meanwhile.
 * GST_FLOW_NOT_NEGOTIATED lets sources try again if downstream has announced other caps; else an
 * error has been posted. */
GstFlowReturn gst_align_scale_submit_input_buffer (
    GstBaseTransform *trans, gboolean is_discont, GstBuffer *input);

/* ---- the application's task pool ---- */

/* Where the slices of a frame are scaled: in a pool the application gives with a context of type
 * "gst.task.pool" (GStreamer 1.28 has functions for it), else in one of the element's own. Nobody
 * is asked and no thread is started before a plan has more than one slice. */

/* Any thread: takes the application's pool out of a context of any type, for the next plan. */
void gst_align_scale_take_context (GstAlignScale *self, GstContext *context);

/* Once the element is in NULL, as GStreamer has it: gives up a pool whose context is not
 * persistent. */
void gst_align_scale_forget_context (GstAlignScale *self);

G_END_DECLS

#endif
