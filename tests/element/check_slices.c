/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Slices so small that threads meet at every claim: each is run once, and all are done when the
 * call returns. */
#include <string.h>

#include "plan.h"
#include "pools.h"

#define IN "video/x-raw,format=GRAY8,width=200,height=80,framerate=25/1"
#define OUT "video/x-raw,format=GRAY8,width=256,height=64,framerate=25/1"
#define STRIDE_IN 200
#define STRIDE 256
#define ROWS_IN 80
#define ROWS 64 /* and as many slices */

typedef struct {
  RszResizer *resizer;
  guint8 source[STRIDE_IN * ROWS_IN], expected[STRIDE * ROWS];
} Picture;

static RszResizer *
resizer_new (void)
{
  const GstVideoInfo in = info_of (IN), out = info_of (OUT);
  GstAlignScaleSettings settings = { .method = RSZ_METHOD_BICUBIC, .n_threads = 1 };
  GstAlignScaleFraming framing;
  GstAlignScalePlan plan;
  RszResizer *resizer;
  RszSpec spec;
  gchar message[RSZ_MESSAGE_SIZE];

  gst_align_scale_framing_init (&framing, &in, &out, &settings, NULL);
  g_assert_true (gst_align_scale_plan_init (&plan, &in, &out, &framing, &settings, message));
  spec = plan.by_content[GST_ALIGN_SCALE_FRAME].spec;
  spec.n_slices = ROWS;
  resizer = rsz_resizer_new (&spec, message);
  g_assert_nonnull (resizer);
  gst_align_scale_plan_finish (&plan);
  return resizer;
}

static void
scale (GstAlignScaleSlices *slices, const Picture *picture, guint8 *to)
{
  const GstAlignScaleFrame in = { .data = { (gpointer) picture->source }, .stride = { STRIDE_IN } };
  const GstAlignScaleFrame out = { .data = { to }, .stride = { STRIDE } };

  gst_align_scale_slices_run (
      slices, gst_align_scale_slices_resize, picture->resizer, ROWS, &in, &out);
}

/* Each picture has noise of its own. */
static void
picture_init (Picture *picture, guint32 seed)
{
  GRand *noise = g_rand_new_with_seed (seed);

  picture->resizer = resizer_new ();
  for (gsize i = 0; i < sizeof picture->source; i++)
    picture->source[i] = (guint8) g_rand_int (noise);
  scale (NULL, picture, picture->expected);
  g_rand_free (noise);
}

/* Two pictures take turns: what a late slice writes of the other one is seen. */
static void
run_often (GstAlignScaleSlices *slices, gint n_frames)
{
  Picture *pictures = g_new (Picture, 2);
  guint8 *to = g_malloc (STRIDE * ROWS);
  gint n_wrong = 0;

  for (guint i = 0; i < 2; i++)
    picture_init (&pictures[i], i);
  for (gint i = 0; i < n_frames; i++) {
    const Picture *picture = &pictures[i % 2];

    memset (to, i, STRIDE * ROWS);
    scale (slices, picture, to);
    n_wrong += memcmp (to, picture->expected, STRIDE * ROWS) != 0;
  }
  g_assert_cmpint (n_wrong, ==, 0);
  for (gint i = 0; i < 2; i++)
    rsz_resizer_free (pictures[i].resizer);
  g_free (to);
  g_free (pictures);
}

static void
threads_of_its_own (void)
{
  GstAlignScaleSlices *slices = gst_align_scale_slices_new (NULL);

  for (guint n = 0; n < 4; n++) {
    gst_align_scale_slices_set_threads (slices, n);
    run_often (slices, 2000);
  }
  gst_align_scale_slices_free (slices);
}

static gpointer
use_pool (gpointer pool)
{
  GstAlignScaleSlices *slices = gst_align_scale_slices_new (pool);

  g_assert_true (gst_align_scale_slices_pool (slices) == pool);
  run_often (slices, 2000);
  gst_align_scale_slices_free (slices);
  return NULL;
}

/* Two at a time, and the last tasks of one may start while its successor runs. */
static void
a_pool_is_shared (GstTaskPool *pool)
{
  gst_task_pool_prepare (pool, NULL);
  for (gint i = 0; i < 2; i++) {
    GThread *other = g_thread_new ("other", use_pool, pool);

    use_pool (pool);
    g_thread_join (other);
  }
  gst_task_pool_cleanup (pool);
  gst_object_unref (pool);
}

static void
shared_task_pool (void)
{
  GstTaskPool *pool = gst_shared_task_pool_new ();

  gst_shared_task_pool_set_max_threads (GST_SHARED_TASK_POOL (pool), 3);
  a_pool_is_shared (pool);
}

static void
task_pool (void)
{
  a_pool_is_shared (gst_task_pool_new ());
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  add_pool_test ("/slices/threads of its own", threads_of_its_own);
  add_pool_test ("/slices/GstSharedTaskPool", shared_task_pool);
  add_pool_test ("/slices/GstTaskPool", task_pool);
  return g_test_run ();
}
