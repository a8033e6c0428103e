/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The core without the element: what GStreamer's pads, pools and maps cost is the difference. And
 * the core as other libraries, which their own columns are to be compared with. */

#include "measure.h"
#include "ours.h"
#include "plan.h"

typedef struct {
  RszResizer *resizer;
  RszSpec spec;
  GstAlignScaleSlices *slices; /* NULL with one slice */
  GstAlignScaleFrame src, dst;
  GThread *owner;          /* who waits for the others */
  gdouble ended, returned; /* its last slice, and the frame */
} Core;

static RszLibrary
library_of (const BenchPeer *peer)
{
  const RszLibrary *library = peer->data;

  return library != NULL ? *library : RSZ_LIBRARY_TORCH;
}

static gboolean
supports (const BenchPeer *peer, const BenchCell *cell, guint *marks)
{
  const RszLibrary library = library_of (peer);
  RszSpec spec;

  if (library == RSZ_LIBRARY_PILLOW)
    *marks |= bench_marks_of_pillow (cell);
  if (library == RSZ_LIBRARY_OPENCV)
    *marks |= bench_marks_of_opencv (cell);
  if (library == RSZ_LIBRARY_TENSORFLOW)
    *marks |= bench_marks_of_tensorflow (cell);
  if (library == RSZ_LIBRARY_ONNX)
    *marks |= bench_marks_of_onnx (cell);
  return bench_ours_method (cell, library) != RSZ_N_METHODS
         && bench_ours_spec (cell, library, &spec);
}

static void
run_slice (
    gconstpointer work, const GstAlignScaleFrame *in, const GstAlignScaleFrame *out, gint slice)
{
  Core *self = (Core *) work;

  gst_align_scale_slices_resize (self->resizer, in, out, slice);
  if (g_thread_self () == self->owner)
    self->ended = bench_now (self->spec.n_slices);
}

static void
run (gpointer core)
{
  Core *self = core;

  if (self->slices == NULL) {
    bench_core_run_alone (self);
    return;
  }
  self->owner = g_thread_self ();
  gst_align_scale_slices_run (
      self->slices, run_slice, self, self->spec.n_slices, &self->src, &self->dst);
  self->returned = bench_now (self->spec.n_slices);
}

void
bench_core_run_alone (gpointer core)
{
  const Core *self = core;

  gst_align_scale_slices_run (NULL, gst_align_scale_slices_resize, self->resizer,
      self->spec.n_slices, &self->src, &self->dst);
}

gdouble
bench_core_waited (gpointer core)
{
  const Core *self = core;

  return self->returned - self->ended;
}

static void
finish (gpointer self)
{
  Core *core = self;

  gst_align_scale_slices_free (core->slices);
  rsz_resizer_free (core->resizer);
  g_free (core);
}

/* The cell has both frames mapped: pointers into them are all that is needed here. */
static void
use_frame (GstAlignScaleFrame *frame, const GstVideoFrame *mapped)
{
  for (guint p = 0; p < GST_VIDEO_FRAME_N_PLANES (mapped); p++) {
    frame->data[p] = GST_VIDEO_FRAME_PLANE_DATA (mapped, p);
    frame->stride[p] = GST_VIDEO_FRAME_PLANE_STRIDE (mapped, p);
  }
}

static gpointer
prepare (const BenchPeer *peer, const BenchCell *cell)
{
  Core *self = g_new0 (Core, 1);
  gchar message[RSZ_MESSAGE_SIZE];

  bench_ours_spec (cell, library_of (peer), &self->spec);
  self->resizer = rsz_resizer_new (&self->spec, message);
  if (self->resizer == NULL) {
    g_printerr ("alignscale core: %s\n", message);
    finish (self);
    return NULL;
  }
  if (self->spec.n_slices > 1) {
    self->slices = gst_align_scale_slices_new (NULL);
    gst_align_scale_slices_set_threads (self->slices, (guint) self->spec.n_slices - 1);
  }
  use_frame (&self->src, &cell->src);
  use_frame (&self->dst, &cell->whole);
  return self;
}

/* What all of them have. */
#define OF_CORE                                                                                    \
  .has_threads = TRUE, .has_borders = TRUE, .supports = supports, .prepare = prepare, .run = run,  \
  .finish = finish

const BenchPeer bench_peer_core = {
  .name = "core",
  .kind = BENCH_OURS,
  OF_CORE,
};

static const RszLibrary pillow = RSZ_LIBRARY_PILLOW, opencv = RSZ_LIBRARY_OPENCV;
static const RszLibrary tensorflow = RSZ_LIBRARY_TENSORFLOW, onnx = RSZ_LIBRARY_ONNX;

const BenchPeer bench_peer_as_pillow = {
  .name = "library=pillow",
  .kind = BENCH_PEER,
  .tolerance = 1.1,
  OF_CORE,
  .data = &pillow,
};

const BenchPeer bench_peer_as_opencv = {
  .name = "library=opencv",
  .kind = BENCH_PEER,
  .tolerance = 0.5,
  OF_CORE,
  .data = &opencv,
};

const BenchPeer bench_peer_as_tensorflow = {
  .name = "library=tensorflow",
  .kind = BENCH_PEER,
  .tolerance = 0.5,
  OF_CORE,
  .data = &tensorflow,
};

const BenchPeer bench_peer_as_onnx = {
  .name = "library=onnx",
  .kind = BENCH_PEER,
  .tolerance = 0.5,
  OF_CORE,
  .data = &onnx,
};
