/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* OpenCV as Debian has it: one matrix of interleaved bytes; no antialias but its own area. */

#include "opencv_resize.h"
#include "peer.h"

typedef struct {
  BenchImage src, dst;
  gint interpolation;
} OpenCV;

/* cv::InterpolationFlags, -1 where there is none. Its lanczos has 8 taps and no antialias, its
 * nearest-exact works in fixed point and not in every version right. */
static const gint interpolations[BENCH_N_METHODS] = {
  [BENCH_NEAREST] = 0,
  [BENCH_NEAREST_EXACT] = -1,
  [BENCH_BILINEAR] = 1,
  [BENCH_BICUBIC] = 2,
  [BENCH_BILINEAR_AA] = -1,
  [BENCH_BICUBIC_AA] = -1,
  [BENCH_LANCZOS] = -1,
  [BENCH_AREA] = 3,
};

static gchar *
version (const BenchPeer *peer G_GNUC_UNUSED)
{
  return g_strdup (bench_opencv_version ());
}

static gboolean
supports (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell, guint *marks)
{
  *marks = bench_marks_of_opencv (cell);
  return interpolations[cell->method] >= 0 && bench_cell_is_matrix (cell);
}

static BenchImage
image_of (const GstVideoFrame *frame)
{
  return (BenchImage){
    .data = GST_VIDEO_FRAME_PLANE_DATA (frame, 0),
    .width = GST_VIDEO_FRAME_WIDTH (frame),
    .height = GST_VIDEO_FRAME_HEIGHT (frame),
    .stride = GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0),
    .components = GST_VIDEO_FRAME_COMP_PSTRIDE (frame, 0) / bench_sample_size (&frame->info),
    .sample_size = bench_sample_size (&frame->info),
  };
}

static gpointer
prepare (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell)
{
  OpenCV *self = g_new0 (OpenCV, 1);

  bench_opencv_set_threads (cell->n_threads);
  self->src = image_of (&cell->src);
  self->dst = image_of (&cell->dst);
  self->interpolation = interpolations[cell->method];
  return self;
}

static void
run (gpointer self)
{
  const OpenCV *opencv = self;

  bench_opencv_resize (&opencv->src, &opencv->dst, opencv->interpolation);
}

const BenchPeer bench_peer_opencv = {
  .name = "OpenCV",
  .tolerance = 0.5,
  .kind = BENCH_PEER,
  .has_threads = TRUE,
  .version = version,
  .supports = supports,
  .prepare = prepare,
  .run = run,
  .finish = g_free,
};
