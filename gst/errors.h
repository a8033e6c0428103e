/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_ERRORS_H
#define GST_ALIGN_SCALE_ERRORS_H

#include <gst/base/gstbasetransform.h>

G_BEGIN_DECLS

typedef struct _GstAlignScale GstAlignScale; /* gstalignscale.h */

/* Errors on the bus for what GStreamer itself only calls "not negotiated" or "not linked". Each is
 * posted once until caps change or frames can be scaled again, and none while pads are being shut
 * down. */

/* In instance init: watches for frames that a src pad without a peer cannot push. */
void gst_align_scale_errors_init (GstAlignScale *self);

/* A caps event has come: with other caps than the last ones errors may be posted again. */
void gst_align_scale_take_caps (GstAlignScale *self, GstCaps *caps);

/* The sink pad has answered whether it accepts caps. An event of caps that it does not accept never
 * reaches the element: where they are what the peer is sending, and not only asking about, an error
 * is posted here. */
void gst_align_scale_look_at_answer (GstAlignScale *self, GstQuery *query);

/* Posts an error, a sentence for a person. */
void gst_align_scale_post_error (GstAlignScale *self, const gchar *sentence);

/* GstElementClass::post_message: an error of the base class's own, about a pool that it cannot
 * use, is posted once, as those of the element are, and no other follows it. An error that says
 * that the base class has not negotiated is dropped: the element tries again, and posts an error
 * of its own where that lasts. */
gboolean gst_align_scale_post_message (GstElement *element, GstMessage *message);

/* GstBaseTransformClass::prepare_output_buffer of the base class, and an error where it gets no
 * memory: it only returns one. */
GstFlowReturn gst_align_scale_prepare_output_buffer (
    GstBaseTransform *trans, GstBuffer *input, GstBuffer **output);

G_END_DECLS

#endif
