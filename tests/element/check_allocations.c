/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A frame in a steady stream costs no memory: the element's frames are counted against those of a
 * filter that does nothing, in the same harness. What is left is GStreamer's own. */
#include <gst/video/gstvideofilter.h>

#include "allocations.h"
#include "scene.h"

#define WARM_UP 4
#define N_FRAMES 32

/* ---- a filter that does nothing, but from one buffer to another ---- */

typedef GstVideoFilter Idle;
typedef GstVideoFilterClass IdleClass;
GType idle_get_type (void);
G_DEFINE_TYPE (Idle, idle, GST_TYPE_VIDEO_FILTER)

static GstFlowReturn
idle_transform_frame (GstVideoFilter *filter, GstVideoFrame *in, GstVideoFrame *out)
{
  (void) filter;
  (void) in;
  (void) out;
  return GST_FLOW_OK;
}

static void
idle_class_init (IdleClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstCaps *caps = gst_caps_new_empty_simple ("video/x-raw");

  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_element_class_set_static_metadata (element_class, "Idle", "Filter", "Does nothing", "-");
  gst_caps_unref (caps);
  GST_BASE_TRANSFORM_CLASS (klass)->passthrough_on_same_caps = FALSE;
  klass->transform_frame = idle_transform_frame;
}

static void
idle_init (Idle *self)
{
  (void) self;
}

/* ---- counting ---- */

/* Calls and largest size while frames flow through a harness; every frame gets another `crop` where
 * asked. */
static Allocations
count_frames (GstHarness *harness, GstBuffer *frame, gboolean crop)
{
  Allocations counted = { 0, 0 };

  for (gint i = 0; i < WARM_UP + N_FRAMES; i++) {
    if (crop)
      g_object_set (harness->element, "crop-left", 1 + i % 9, NULL);
    if (i == WARM_UP)
      allocations_start ();
    g_assert_cmpint (gst_harness_push (harness, gst_buffer_ref (frame)), ==, GST_FLOW_OK);
    gst_buffer_unref (gst_harness_pull (harness));
  }
  counted = allocations_stop ();
  return counted;
}

static Allocations
count_idle (const gchar *caps)
{
  GstHarness *harness =
      gst_harness_new_with_element (g_object_new (idle_get_type (), NULL), "sink", "src");
  const GstVideoInfo info = info_of (caps);
  GstBuffer *frame = noise_frame (&info, 1);
  Allocations counted;

  gst_harness_set_src_caps_str (harness, caps);
  counted = count_frames (harness, frame, FALSE);
  gst_buffer_unref (frame);
  gst_object_unref (harness->element);
  gst_harness_teardown (harness);
  return counted;
}

static Allocations
count_element (const gchar *settings, const gchar *in, const gchar *out, gboolean crop)
{
  Scene scene = scene_new (settings, in, out);
  const GstVideoInfo info = info_of (in);
  GstBuffer *frame = noise_frame (&info, 1);
  Allocations counted = count_frames (scene.harness, frame, crop);

  g_test_message ("%s: %d calls, the largest for %" G_GSIZE_FORMAT " bytes",
      settings ? settings : "-", counted.n, counted.largest);
  gst_buffer_unref (frame);
  scene_free (&scene);
  return counted;
}

static void
nothing (gpointer data)
{
  (void) data;
}

/* What as many frames need in GStreamer's pool for tasks that do nothing. */
static Allocations
count_tasks (gint n_tasks)
{
  GstTaskPool *pool = gst_shared_task_pool_new ();
  Allocations counted;

  gst_task_pool_prepare (pool, NULL);
  gst_shared_task_pool_set_max_threads (GST_SHARED_TASK_POOL (pool), (guint) n_tasks);
  for (gint i = 0; i < WARM_UP + N_FRAMES; i++) {
    gpointer handles[8];

    if (i == WARM_UP)
      allocations_start ();
    for (gint t = 0; t < n_tasks; t++)
      handles[t] = gst_task_pool_push (pool, nothing, NULL, NULL);
    for (gint t = 0; t < n_tasks; t++)
      gst_task_pool_join (pool, handles[t]);
  }
  counted = allocations_stop ();
  gst_task_pool_cleanup (pool);
  gst_object_unref (pool);
  return counted;
}

/* ---- properties ---- */

#define CAPS(format, size, more) "video/x-raw,format=" format "," size ",framerate=25/1" more
#define SMALL "width=128,height=96"
#define LARGE "width=200,height=150"

static const struct {
  const gchar *settings, *in, *out;
} streams[] = {
  { NULL, CAPS ("RGBA", SMALL, ""), CAPS ("RGBA", LARGE, "") },
  { "method=lanczos", CAPS ("RGBA", LARGE, ""), CAPS ("RGBA", SMALL, "") },
  { "method=nearest", CAPS ("GRAY8", LARGE, ""), CAPS ("GRAY8", SMALL, "") },
  { "method=bicubic arithmetic=float", CAPS ("I420", SMALL, ""), CAPS ("I420", LARGE, "") },
  { "method=area", CAPS ("P010_10LE", LARGE, ""), CAPS ("P010_10LE", SMALL, "") },
  { NULL, CAPS ("v210", SMALL, ""), CAPS ("v210", LARGE, "") },
  { "add-borders=1", CAPS ("NV12", SMALL, ""), CAPS ("NV12", "width=300,height=150", "") },
  { "crop-left=7 crop-top=3", CAPS ("RGB", SMALL, ""), CAPS ("RGB", LARGE, "") },
  { "method=bicubic", CAPS ("I420", SMALL, ",interlace-mode=interleaved"),
      CAPS ("I420", LARGE, ",interlace-mode=interleaved") },
  /* memory lacks the last row of the second field's chroma */
  { "method=bicubic", CAPS ("P010_10LE", "width=128,height=98", ",interlace-mode=interleaved"),
      CAPS ("P010_10LE", LARGE, ",interlace-mode=interleaved") },
  { NULL, CAPS ("AV12", "width=128,height=97", ",interlace-mode=interleaved"),
      CAPS ("AV12", "width=300,height=202", ",interlace-mode=interleaved") },
};

static void
frames_allocate_nothing (void)
{
  const Allocations idle = count_idle (CAPS ("RGBA", SMALL, ""));

  g_test_message ("a filter that does nothing: %d calls", idle.n);
  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++) {
    const Allocations counted =
        count_element (streams[i].settings, streams[i].in, streams[i].out, FALSE);

    g_assert_cmpint (counted.n, <=, idle.n);
  }
}

/* One of two slices is a task of the pool. */
static void
threads_allocate_what_tasks_do (void)
{
  const gchar *in = CAPS ("RGBA", "width=800,height=600", "");
  const gchar *out = CAPS ("RGBA", "width=1600,height=1000", "");
  const Allocations idle = count_idle (in), tasks = count_tasks (1);
  const Allocations counted = count_element ("n-threads=2", in, out, FALSE);

  g_test_message ("tasks that do nothing: %d calls", tasks.n);
  g_assert_cmpint (tasks.n, >, 0);
  /* the same that says that slices are made at all */
  g_assert_cmpint (counted.n, >, idle.n);
  g_assert_cmpint (counted.n, <=, idle.n + tasks.n);
}

/* A plan for every frame is made of tables, not of pictures. The shape of the pixels is fixed: it
 * would follow the crop, and other caps need another pool. */
static void
plans_allocate_no_picture (void)
{
  const gchar *in = CAPS ("RGBA", "width=800,height=600", "");
  const gchar *out = CAPS ("RGBA", "width=1600,height=1000", ",pixel-aspect-ratio=1/1");
  const Allocations counted = count_element ("method=bicubic", in, out, TRUE);

  g_assert_cmpint (counted.n, >, N_FRAMES);
  g_assert_cmpuint (counted.largest, <, 4 * 1600 * 1000 / 8);
}

/* The second one's plan also has memory for rows that buffers may lack. */
static const struct {
  const gchar *in, *out, *error;
} memory_streams[] = {
  { CAPS ("I420", "width=300,height=200", ""), CAPS ("I420", "width=641,height=479", ""),
      "There is not enough memory to scale to 641x479" },
  { CAPS ("P010_10LE", "width=300,height=202", ",interlace-mode=interleaved"),
      CAPS ("P010_10LE", "width=641,height=478", ",interlace-mode=interleaved"),
      "There is not enough memory to scale to 641x478" },
};

/* One frame for which a plan is made while one call for memory fails. False where there was no such
 * call. */
static gboolean
plan_without_memory (gsize stream, gint turn, GstBuffer *frame, GstBuffer *expected, gint *n_errors)
{
  const GstVideoInfo info = info_of (memory_streams[stream].out);
  Scene scene =
      scene_new ("method=bilinear", memory_streams[stream].in, memory_streams[stream].out);
  GstFlowReturn flow;
  gboolean refused;

  gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
  for (gint round = 0; round < 2; round++) {
    scene_set (&scene, "method=lanczos");
    allocations_refuse (1500, turn);
    flow = gst_harness_push (scene.harness, gst_buffer_ref (frame));
    refused = allocations_refuse (0, -1);
    if (flow == GST_FLOW_OK) { /* it could do without */
      GstBuffer *result = gst_harness_pull (scene.harness);

      g_assert_true (same_picture (&info, expected, result));
      gst_buffer_unref (result);
    } else {
      gchar *text = scene_text (&scene, GST_MESSAGE_ERROR);

      g_assert_true (refused);
      g_assert_cmpint (flow, ==, GST_FLOW_ERROR);
      g_assert_nonnull (text);
      g_assert_true (g_str_has_prefix (text, memory_streams[stream].error));
      g_free (text);
      g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
      ++*n_errors;
    }
    /* with memory again it goes on */
    scene_set (&scene, "method=bilinear");
    gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
  }
  scene_free (&scene);
  return refused;
}

static void
a_plan_without_memory_is_an_error (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (memory_streams); i++) {
    const GstVideoInfo info = info_of (memory_streams[i].in);
    GstBuffer *frame = noise_frame (&info, 1);
    GstBuffer *expected =
        scale_once ("method=lanczos", memory_streams[i].in, memory_streams[i].out, frame);
    gint turn = 0, n_errors = 0;

    while (plan_without_memory (i, turn, frame, expected, &n_errors))
      turn++;
    g_test_message ("%d calls, %d errors", turn, n_errors);
    g_assert_cmpint (n_errors, >, 10);
    gst_buffer_unref (expected);
    gst_buffer_unref (frame);
  }
}

/* The counter itself: memory of GLib, of GStreamer and of C is seen. */
static void
allocations_are_counted (void)
{
  Allocations counted;

  allocations_start ();
  g_free (g_malloc (10000));
  g_slice_free1 (24, g_slice_alloc (24));
  gst_caps_unref (gst_caps_new_any ());
  gst_buffer_unref (gst_buffer_new_allocate (NULL, 50000, NULL));
  counted = allocations_stop ();
  g_assert_cmpint (counted.n, >=, 5);
  g_assert_cmpuint (counted.largest, >=, 50000);
  g_assert_cmpuint (counted.largest, <, 60000);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/allocations/are counted", allocations_are_counted);
  g_test_add_func ("/allocations/frames allocate nothing", frames_allocate_nothing);
  g_test_add_func ("/allocations/threads allocate what tasks do", threads_allocate_what_tasks_do);
  g_test_add_func ("/allocations/plans allocate no picture", plans_allocate_no_picture);
  g_test_add_func (
      "/allocations/a plan without memory is an error", a_plan_without_memory_is_an_error);
  return g_test_run ();
}
