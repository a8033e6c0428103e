/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_ERRORS_H
#define GST_ALIGN_SCALE_ERRORS_H

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

G_BEGIN_DECLS

/* Errors on the bus for what GStreamer itself only calls "not negotiated" or "not linked". Each is
 * posted once until caps change or frames can be scaled again, and none while pads are being shut
 * down. */

/* Those of one element, and its streaming thread's. */
typedef struct {
  GstBaseTransform *trans; /* whose they are */
  const gchar *done;       /* to frames: "scaled" */
  GstPadChainFunction parent_chain;
  GstCaps *last_caps;   /* that came, refused or not */
  gboolean posted;      /* what is wrong is on the bus */
  gboolean negotiating; /* the base class does, and what it posts is about that */
} GstAlignScaleErrors;

/* In instance init: watches for frames that a src pad without a peer cannot push. */
void gst_align_scale_errors_init (
    GstAlignScaleErrors *errors, GstBaseTransform *trans, const gchar *done);

/* Where the stream ends. */
void gst_align_scale_errors_forget (GstAlignScaleErrors *errors);

/* A caps event has come: with other caps than the last ones errors may be posted again. */
void gst_align_scale_take_caps (GstAlignScaleErrors *errors, GstCaps *caps);

/* The sink pad has answered whether it accepts caps. An event of caps that it does not accept never
 * reaches the element: where they are what the peer is sending, and not only asking about, an error
 * is posted here. */
void gst_align_scale_look_at_answer (GstAlignScaleErrors *errors, GstQuery *query);

/* Posts an error, a sentence for a person. */
void gst_align_scale_post_error (GstAlignScaleErrors *errors, const gchar *sentence);

/* ... of frames of `caps`, which could become what downstream offers. */
void gst_align_scale_post_not_accepted (GstAlignScaleErrors *errors, GstCaps *caps);

/* What becomes of a frame that could not be negotiated for; posts an error where it came before
 * any caps. */
GstFlowReturn gst_align_scale_errors_refused (GstAlignScaleErrors *errors);

/* For GstElementClass::post_message, true where the message is to be dropped: an error of the base
 * class's own, about a pool that it cannot use, is posted once, as those of the element are, and no
 * other follows it. An error that says that the base class has not negotiated is dropped: the
 * element tries again, and posts an error of its own where that lasts. */
gboolean gst_align_scale_errors_drop (GstAlignScaleErrors *errors, GstMessage *message);

/* GstBaseTransformClass::prepare_output_buffer of the base class, for frames of `info`, and an
 * error where it gets no memory: it only returns one. */
GstFlowReturn gst_align_scale_errors_prepare_output_buffer (
    GstAlignScaleErrors *errors, const GstVideoInfo *info, GstBuffer *input, GstBuffer **output);

G_END_DECLS

#endif
