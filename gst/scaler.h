/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_SCALER_H
#define GST_ALIGN_SCALE_SCALER_H

#include <gst/video/video.h>

#include "format.h"
#include "geometry.h"
#include "resizer.h"
#include "settings.h"
#include "slices.h"

G_BEGIN_DECLS

typedef struct _GstAlignScale GstAlignScale; /* gstalignscale.h */

/* ---- the plan ---- */

/* How the buffers between two caps are scaled: one resizer for each content they can have. */
typedef struct {
  gboolean passes;      /* there is nothing to do, and nothing below */
  GstVideoInfo in, out; /* of one picture, if a buffer holds several; `in` is the frame in memory */
  gint n_pictures;      /* in a buffer; 0: the plan is empty */
  gint n_fields;        /* 2: every second picture is a bottom field */
  struct {
    RszSpec spec;
    RszResizer *resizer; /* NULL: no such buffers */
    guint8 *spare;     /* the source's rows that memory may lack, and the destination's, or NULL */
    guint8 *spare_out; /* these, in there */
  } by_content[GST_ALIGN_SCALE_N_CONTENTS];
} GstAlignScalePlan;

/* False, with a sentence in message[RSZ_MESSAGE_SIZE], where frames of such caps cannot be scaled,
 * to whatever size. */
gboolean gst_align_scale_plan_check (
    const GstVideoInfo *in, const GstVideoInfo *out, gchar *message);

/* Plans for frames of `in` and `out`, which differ in size and pixel aspect ratio alone. What
 * `plan` held is overwritten. False, `plan` empty and a sentence in message[RSZ_MESSAGE_SIZE],
 * where that is impossible. */
gboolean gst_align_scale_plan_init (GstAlignScalePlan *plan, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstAlignScaleFraming *framing,
    const GstAlignScaleSettings *settings, gchar *message);

/* Scales one buffer. Threads share its slices as `slices` says; NULL: this thread does all of them.
 * False and *message set (free with g_free) where a buffer cannot be mapped. */
gboolean gst_align_scale_plan_run (const GstAlignScalePlan *plan, GstAlignScaleSlices *slices,
    GstBuffer *in, GstBuffer *out, gchar **message);

/* The plan as text for people, lines that end with a newline; NULL of an empty plan. Free with
 * g_free. */
gchar *gst_align_scale_plan_describe (const GstAlignScalePlan *plan);

/* Accepts empty and zeroed plans; leaves an empty one. */
void gst_align_scale_plan_finish (GstAlignScalePlan *plan);

/* ---- from a change to the next plan ---- */

/* The states are drawn in gstalignscale.h. On the streaming thread only. The base class neither
 * syncs controllers nor notices a property change: the properties are looked at before every
 * frame, and before new caps are negotiated. Where they contradict each other, a warning on the
 * bus says once per change what is ignored. */

/* Before fixed input `caps`: takes up changed properties. */
void gst_align_scale_update_for_caps (GstAlignScale *self, GstCaps *caps);

/* While the same caps are negotiated again: takes up changed properties. True where there are
 * some. */
gboolean gst_align_scale_update_for_negotiation (GstAlignScale *self, GstCaps *caps);

/* Negotiated caps, of which the element's infos are. Publishes the rectangles and decides on
 * passthrough, which the base class asks for right after. False, with an error on the bus, where
 * frames of such caps can neither be scaled nor pass. */
gboolean gst_align_scale_update_set_info (GstAlignScale *self);

/* Before a frame: takes up changed properties and the buffer's own crop. Asks the base class to
 * negotiate again where the properties make for other caps; if downstream cannot take a new size
 * the old one stays, with a warning. */
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
