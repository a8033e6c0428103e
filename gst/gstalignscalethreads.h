/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_THREADS_H
#define GST_ALIGN_SCALE_THREADS_H

#include "gstalignscale.h"

G_BEGIN_DECLS

/* Where the slices of a frame are scaled: in a pool the application gives with a context of type
 * "gst.task.pool" (GStreamer 1.28 has functions for it), else in one of the element's own. Nobody is asked and
 * no thread is started before a plan has more than one slice. */

/* After a new plan, on the streaming thread: settles self->slices. */
void gst_align_scale_threads_prepare (GstAlignScale *self);

/* Any thread: takes the application's pool out of a context of any type, for the next plan. */
void gst_align_scale_threads_take_context (GstAlignScale *self, GstContext *context);

/* When streaming has stopped: the element's own threads end. */
void gst_align_scale_threads_finish (GstAlignScale *self);

/* Once the element is in NULL, as GStreamer has it: gives up a pool whose context is not persistent. */
void gst_align_scale_threads_forget_context (GstAlignScale *self);

G_END_DECLS

#endif
