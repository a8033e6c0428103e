/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_SLICES_H
#define GST_ALIGN_SCALE_SLICES_H

#include <gst/gst.h>

#include "buffers.h"
#include "resizer.h"

G_BEGIN_DECLS

/* Shares the slices of a frame among threads. Slices are claimed: the calling thread and tasks of
 * a pool take the next one until none is left. The calling thread then waits only for slices that
 * a task has begun. So a frame needs no help: it is finished, with the same bytes, whether tasks
 * start at once, inside push, much later, twice or never.
 *
 * A task may start at any time, even when the frame, the element and this object are gone. It
 * then does nothing. */
typedef struct _GstAlignScaleSlices GstAlignScaleSlices;

/* Tasks go to `pool`, of which a reference is kept, or for NULL to threads that belong to this
 * object. */
GstAlignScaleSlices *gst_align_scale_slices_new (GstTaskPool *pool);

/* The pool of gst_align_scale_slices_new, or NULL. The reference stays with `slices`. */
GstTaskPool *gst_align_scale_slices_pool (const GstAlignScaleSlices *slices);

/* How many threads of its own may run, 0 at first. Does nothing where there is a pool. */
void gst_align_scale_slices_set_threads (GstAlignScaleSlices *slices, guint n_threads);

/* Does a slice; distinct ones at the same time. `work` is the caller's. */
typedef void (*GstAlignScaleSliceFunc) (
    gconstpointer work, const GstAlignScaleFrame *in, const GstAlignScaleFrame *out, gint slice);

/* Runs slices 0 .. n_slices - 1 (at most RSZ_MAX_SLICES) of one frame and returns when all are
 * done. One thread at a time may call this. `slices` may be NULL: then this thread does all of
 * them. */
void gst_align_scale_slices_run (GstAlignScaleSlices *slices, GstAlignScaleSliceFunc function,
    gconstpointer work, gint n_slices, const GstAlignScaleFrame *in, const GstAlignScaleFrame *out);

/* The function of an RszResizer. */
void gst_align_scale_slices_resize (
    gconstpointer resizer, const GstAlignScaleFrame *in, const GstAlignScaleFrame *out, gint slice);

/* Accepts NULL. Ends threads that belong to the object. Does not wait for tasks in a given pool,
 * but for up to a second where the pool's class cannot dispose of handles. It may give up the
 * pool's last reference, so no lock may be held that the pool's threads want. */
void gst_align_scale_slices_free (GstAlignScaleSlices *slices);

G_END_DECLS

#endif
