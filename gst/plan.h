/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_PLAN_H
#define GST_ALIGN_SCALE_PLAN_H

#include <gst/video/video.h>

#include "buffers.h"
#include "format.h"
#include "geometry.h"
#include "resizer.h"
#include "settings.h"
#include "slices.h"

G_BEGIN_DECLS

/* One content that buffers can have, and how it is scaled. */
typedef struct {
  RszSpec spec;        /* without planes: no such buffers */
  RszResizer *resizer; /* NULL: no such buffers */
  GstAlignScaleFrames *frames;
} GstAlignScaleWork;

/* How the buffers between two caps are scaled. */
typedef struct {
  gboolean passes;      /* there is nothing to do, and nothing below */
  GstVideoInfo in, out; /* of one picture, if a buffer holds several; `in` is the frame in memory */
  gint n_pictures;      /* in a buffer; 0: the plan is empty */
  gint n_fields;        /* 2: every second picture is a bottom field */
  GstAlignScaleWork by_content[GST_ALIGN_SCALE_N_CONTENTS];
} GstAlignScalePlan;

/* False, with a sentence in message[RSZ_MESSAGE_SIZE], where frames of such caps cannot be scaled,
 * to whatever size. */
gboolean gst_align_scale_plan_check (const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleSettings *settings, gchar *message);

/* Plans for frames of `in` and `out`, which differ in size and pixel aspect ratio alone. What
 * `plan` held is overwritten. False, `plan` empty and a sentence in message[RSZ_MESSAGE_SIZE],
 * where that is impossible. */
gboolean gst_align_scale_plan_init (GstAlignScalePlan *plan, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstAlignScaleFraming *framing,
    const GstAlignScaleSettings *settings, gchar *message);

/* Makes a plan one of the same frames whose source lies elsewhere, where that needs no new one.
 * Else false, and `plan` can only be finished. */
gboolean gst_align_scale_plan_move (GstAlignScalePlan *plan, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstAlignScaleFraming *framing,
    const GstAlignScaleSettings *settings);

/* True where every frame would come out as it went in. */
gboolean gst_align_scale_plan_is_copy (const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleFraming *framing, const GstAlignScaleSettings *settings);

/* Scales one buffer. Threads share its slices as `slices` says; NULL: this thread does all of them.
 * False and *message set (free with g_free) where a buffer cannot be mapped. */
gboolean gst_align_scale_plan_run (const GstAlignScalePlan *plan, GstAlignScaleSlices *slices,
    GstBuffer *in, GstBuffer *out, gchar **message);

/* The plan as text for people, lines that end with a newline; NULL of an empty plan. Free with
 * g_free. */
gchar *gst_align_scale_plan_describe (const GstAlignScalePlan *plan);

/* Accepts empty and zeroed plans; leaves an empty one. */
void gst_align_scale_plan_finish (GstAlignScalePlan *plan);

G_END_DECLS

#endif
