/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_NEGOTIATE_H
#define GST_ALIGN_SCALE_NEGOTIATE_H

#include "gstalignscale.h"

G_BEGIN_DECLS

/* Negotiation with a downstream that may change its caps at any moment, between the base class's
 * query and its caps event too. On the streaming thread only. */

/* The output caps that would be negotiated now for fixed input `caps` with these settings; new
 * reference. NULL where there are none: *message is then a sentence for a person, to be freed with
 * g_free, that holds for downstream's current caps; or NULL, where downstream does not accept what
 * it offers, often as it was asked. While a reconfigure is pending at the src pad the negotiation that
 * follows says what is wrong. */
GstCaps *gst_align_scale_negotiate_choose (
    GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *settings, gchar **message);

/* GstBaseTransformClass::fixate_caps, `othercaps` taken over: empty caps where there are none. Where the effective
 * settings make a size that was refused, and no other is possible, the size there is stays. */
GstCaps *gst_align_scale_negotiate_fixate (
    GstAlignScale *self, GstPadDirection direction, GstCaps *caps, GstCaps *othercaps);

/* Makes the base class configure the element for fixed input `caps` and downstream's current caps.
 * Tries again where downstream has changed its caps meanwhile. False where that fails; if downstream
 * has not announced other caps an error has then been posted, once for each state that lasts. The
 * src pad then needs to be reconfigured. */
gboolean gst_align_scale_negotiate (GstAlignScale *self, GstCaps *caps);

/* Does so for the current input caps while the src pad needs to be reconfigured. */
gboolean gst_align_scale_negotiate_pending (GstAlignScale *self);

/* Takes a frame over, negotiates what is pending and makes the plan for it; what
 * GstBaseTransform::submit_input_buffer has to do. The frame is not lost where downstream changes
 * its caps meanwhile. GST_FLOW_NOT_NEGOTIATED lets sources try again if downstream has announced other
 * caps; else an error has been posted. */
GstFlowReturn gst_align_scale_negotiate_and_submit (
    GstAlignScale *self, gboolean is_discont, GstBuffer *input);

G_END_DECLS

#endif
