/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What flows with frames and around them: events, quality of service, states, and buffers made of
 * several memories. */
#define _POSIX_C_SOURCE 200809L /* sysconf */
#include <gst/controller/controller.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "scene.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

#define IN "video/x-raw,format=I420,width=64,height=160,framerate=25/1"
#define OUT "video/x-raw,format=I420,width=40,height=120,framerate=25/1"

static GstBuffer *
frame_at (GstClockTime time)
{
  GstVideoInfo info = info_of (IN);
  GstBuffer *frame = noise_frame (&info, 1);

  GST_BUFFER_PTS (frame) = time;
  GST_BUFFER_DURATION (frame) = GST_SECOND / 25;
  return frame;
}

/* ---- events ---- */

/* The next event of a type on its way downstream or, `up`, upstream; NULL where there is none. */
static GstEvent *
next_event (Scene *scene, GstEventType type, gboolean up)
{
  GstEvent *event;

  while ((event = up ? gst_harness_try_pull_upstream_event (scene->harness)
                     : gst_harness_try_pull_event (scene->harness))
         != NULL) {
    if (GST_EVENT_TYPE (event) == type)
      return event;
    gst_event_unref (event);
  }
  return NULL;
}

static void
gaps_and_segments_pass (void)
{
  Scene scene = scene_new (NULL, IN, OUT);
  GstClockTime time, duration;
  GstSegment segment;
  const GstSegment *passed;
  GstEvent *event;

  gst_buffer_unref (scene_scale (&scene, frame_at (0)));
  g_assert_true (
      gst_harness_push_event (scene.harness, gst_event_new_gap (5 * GST_SECOND, 2 * GST_SECOND)));
  event = next_event (&scene, GST_EVENT_GAP, FALSE);
  g_assert_nonnull (event);
  gst_event_parse_gap (event, &time, &duration);
  g_assert_cmpuint (time, ==, 5 * GST_SECOND);
  g_assert_cmpuint (duration, ==, 2 * GST_SECOND);
  gst_event_unref (event);

  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.start = segment.time = 7 * GST_SECOND;
  segment.rate = 2.0;
  g_assert_true (gst_harness_push_event (scene.harness, gst_event_new_segment (&segment)));
  event = next_event (&scene, GST_EVENT_SEGMENT, FALSE);
  g_assert_nonnull (event);
  gst_event_parse_segment (event, &passed);
  g_assert_true (gst_segment_is_equal (passed, &segment));
  gst_event_unref (event);

  /* what is before the segment is still scaled: that is for sinks to drop */
  gst_buffer_unref (scene_scale (&scene, frame_at (8 * GST_SECOND)));
  scene_free (&scene);
}

static void
seeks_go_upstream (void)
{
  Scene scene = scene_new (NULL, IN, OUT);
  GstEvent *event;
  GstClockTime start;

  gst_buffer_unref (scene_scale (&scene, frame_at (0)));
  gst_harness_push_upstream_event (
      scene.harness, gst_event_new_seek (1.0, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
                         GST_SEEK_TYPE_SET, 3 * GST_SECOND, GST_SEEK_TYPE_NONE, 0));
  event = next_event (&scene, GST_EVENT_SEEK, TRUE);
  g_assert_nonnull (event);
  gst_event_parse_seek (event, NULL, NULL, NULL, NULL, (gint64 *) &start, NULL, NULL);
  g_assert_cmpuint (start, ==, 3 * GST_SECOND);
  gst_event_unref (event);
  scene_free (&scene);
}

/* Downstream is two seconds late: frames it would get too late are not scaled at all. */
static void
late_frames_are_dropped (void)
{
  Scene scene = scene_new ("qos=1", IN, OUT);
  GstBuffer *result;

  gst_buffer_unref (scene_scale (&scene, frame_at (0)));
  g_assert_true (gst_harness_push_upstream_event (
      scene.harness, gst_event_new_qos (GST_QOS_TYPE_UNDERFLOW, 2.0, 2 * GST_SECOND, GST_SECOND)));
  g_assert_cmpint (gst_harness_push (scene.harness, frame_at (2 * GST_SECOND)), ==, GST_FLOW_OK);
  g_assert_null (gst_harness_try_pull (scene.harness));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_QOS), ==, 1);
  result = scene_scale (&scene, frame_at (60 * GST_SECOND));
  g_assert_true (GST_BUFFER_FLAG_IS_SET (result, GST_BUFFER_FLAG_DISCONT));
  gst_buffer_unref (result);
  scene_free (&scene);
}

/* Controllers count in stream time: buffers of a segment that starts late begin at its `time`. */
static void
controllers_count_in_stream_time (void)
{
  Scene scene = scene_new (NULL, NULL, NULL);
  GstControlSource *source = gst_interpolation_control_source_new ();
  GstSegment segment;

  g_object_set (source, "mode", GST_INTERPOLATION_MODE_LINEAR, NULL);
  gst_timed_value_control_source_set (GST_TIMED_VALUE_CONTROL_SOURCE (source), 0, 1.0);
  gst_timed_value_control_source_set (
      GST_TIMED_VALUE_CONTROL_SOURCE (source), 10 * GST_SECOND, 2.0);
  gst_object_add_control_binding (
      GST_OBJECT (scene.element), gst_direct_control_binding_new_absolute (
                                      GST_OBJECT (scene.element), "scale-factor-x", source));
  gst_object_unref (source);
  gst_harness_set_src_caps_str (scene.harness, IN);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.start = 100 * GST_SECOND;
  segment.time = 0;
  g_assert_true (gst_harness_push_event (scene.harness, gst_event_new_segment (&segment)));
  for (gint i = 0; i <= 10; i++) {
    const GstClockTime time = (GstClockTime) (100 + i) * GST_SECOND;

    gst_buffer_unref (scene_scale (&scene, frame_at (time)));
    g_assert_cmpint (scene_info (&scene).width, ==, (gint) (64 * (1.0 + i / 10.0)));
  }
  scene_free (&scene);
}

/* ---- states ---- */

/* Bytes of this process in memory; 0 where the system does not say. */
static gsize
resident (void)
{
  FILE *file = fopen ("/proc/self/statm", "r");
  unsigned long total, pages = 0;

  if (file == NULL)
    return 0;
  if (fscanf (file, "%lu %lu", &total, &pages) != 2)
    pages = 0;
  fclose (file);
  return pages * (gsize) sysconf (_SC_PAGESIZE);
}

static void
start_again (Scene *scene, const gchar *in, GstBuffer *frame, const gchar *settings)
{
  GstCaps *caps = gst_caps_from_string (in);
  GstSegment segment;

  gst_element_set_state (scene->element, GST_STATE_NULL);
  scene_set (scene, settings);
  gst_element_set_state (scene->element, GST_STATE_PLAYING);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (scene->harness, gst_event_new_stream_start ("again"));
  gst_harness_push_event (scene->harness, gst_event_new_caps (caps));
  gst_harness_push_event (scene->harness, gst_event_new_segment (&segment));
  gst_buffer_unref (scene_scale (scene, gst_buffer_ref (frame)));
  gst_event_unref (gst_harness_pull_event (scene->harness));
  while (gst_harness_events_in_queue (scene->harness) > 0)
    gst_event_unref (gst_harness_pull_event (scene->harness));
  while (gst_harness_upstream_events_in_queue (scene->harness) > 0)
    gst_event_unref (gst_harness_pull_upstream_event (scene->harness));
  scene_count (scene, GST_MESSAGE_ANY);
  gst_caps_unref (caps);
}

/* A plan of these sizes is 10 KB at least: one lost in a hundred starts would be a megabyte. */
static void
start_often (const gchar *in, const gchar *out, gint n, const gchar *const *settings)
{
  Scene scene = scene_new (NULL, in, out);
  const GstVideoInfo info = info_of (in);
  GstBuffer *frame = noise_frame (&info, 1);
  gsize before = 0;

  for (gint i = 0; i < n; i++) {
    start_again (&scene, in, frame, settings[i % 2]);
    if (i == n / 10)
      before = resident ();
  }
  g_test_message (
      "%d starts, from %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT " bytes", n, before, resident ());
#ifndef WITH_ASAN
  g_assert_cmpuint (resident (), <, before + (1u << 20));
#endif
  g_assert_cmpuint (gst_harness_buffers_received (scene.harness), ==, (guint) n);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

/* Frames that four threads have something of. */
#define LARGE_IN "video/x-raw,format=I420,width=640,height=480,framerate=25/1"
#define LARGE_OUT "video/x-raw,format=I420,width=900,height=300,framerate=25/1"

static void
starts_leave_nothing_behind (void)
{
  static const gchar *const methods[] = { "method=bicubic", "method=bilinear" };
  static const gchar *const threads[] = { "method=lanczos n-threads=3",
    "method=bilinear n-threads=2" };
#ifdef WITH_ASAN
  const gint n = 500; /* it finds the first byte, and is slow */
#else
  const gint n = 10000;
#endif

  start_often (IN, OUT, n, methods);
  start_often (LARGE_IN, LARGE_OUT, n / 20, threads);
}

/* ---- memory ---- */

/* The frame's bytes as `n` memories, each a part of one that others share. */
static GstBuffer *
share_in_parts (GstBuffer *frame, gint n)
{
  GstMemory *whole = gst_buffer_get_all_memory (frame);
  const gsize size = gst_memory_get_sizes (whole, NULL, NULL);
  GstBuffer *result = gst_buffer_new ();

  for (gint i = 0; i < n; i++) {
    const gsize from = size * (gsize) i / (gsize) n, to = size * (gsize) (i + 1) / (gsize) n;

    gst_buffer_append_memory (
        result, gst_memory_share (whole, (gssize) from, (gssize) (to - from)));
  }
  gst_memory_unref (whole);
  return result;
}

static void
shared_parts_are_read_and_left (void)
{
  static const gchar *const formats[] = { "I420", "NV12", "RGBA", "YUY2", "v210" };

  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++) {
    gchar *in = caps_text (formats[f], 46, 30, ""), *out = caps_text (formats[f], 32, 45, "");
    GstVideoInfo info = info_of (in), out_info = info_of (out);
    GstBuffer *frame = noise_frame (&info, 9), *before = gst_buffer_copy_deep (frame);
    GstBuffer *expected = scale_once (NULL, in, out, frame);

    for (gint n = 1; n < 8; n++) {
      GstBuffer *parts = share_in_parts (frame, n), *result = scale_once (NULL, in, out, parts);

      g_test_message ("%s in %d", formats[f], n);
      g_assert_true (same_picture (&out_info, expected, result));
      gst_buffer_unref (result);
      gst_buffer_unref (parts);
    }
    g_assert_true (same_picture (&info, before, frame));
    gst_buffer_unref (expected);
    gst_buffer_unref (before);
    gst_buffer_unref (frame);
    g_free (out);
    g_free (in);
  }
}

/* Rows that go up, as bitmaps have them: the first row is last in memory. */
static void
negative_strides_are_read (void)
{
  GstVideoInfo info = info_of ("video/x-raw,format=GRAY8,width=20,height=11,framerate=25/1");
  GstVideoInfo out_info = info_of ("video/x-raw,format=GRAY8,width=31,height=17,framerate=25/1");
  const gchar *in = "video/x-raw,format=GRAY8,width=20,height=11,framerate=25/1";
  const gchar *out = "video/x-raw,format=GRAY8,width=31,height=17";
  GstBuffer *frame = noise_frame (&info, 2), *expected = scale_once (NULL, in, out, frame);
  GstBuffer *flipped = gst_buffer_copy_deep (frame), *result;
  gsize offset[GST_VIDEO_MAX_PLANES] = { 200 };
  gint stride[GST_VIDEO_MAX_PLANES] = { -20 };

  for (gsize y = 0; y < 11; y++) {
    guint8 row[20];

    gst_buffer_extract (frame, y * 20, row, 20);
    gst_buffer_fill (flipped, 200 - y * 20, row, 20);
  }
  gst_buffer_add_video_meta_full (
      flipped, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_GRAY8, 20, 11, 1, offset, stride);
  result = scale_once (NULL, in, out, flipped);
  g_assert_true (same_picture (&out_info, expected, result));
  gst_buffer_unref (result);
  gst_buffer_unref (flipped);
  gst_buffer_unref (expected);
  gst_buffer_unref (frame);
}

/* Rows of vectors are read fastest from memory that starts where they do. */
static void
aligned_memory_is_proposed (void)
{
  Scene scene = scene_new (NULL, IN, OUT);
  GstCaps *caps = gst_caps_from_string (IN);
  GstQuery *query = gst_query_new_allocation (caps, TRUE);
  GstVideoInfo info = info_of (IN);
  GstAllocationParams params;
  GstBufferPool *pool;
  guint size;

  gst_buffer_unref (scene_scale (&scene, frame_at (0)));
  g_assert_true (gst_pad_peer_query (scene.harness->srcpad, query));
  g_assert_cmpuint (gst_query_get_n_allocation_params (query), >, 0);
  gst_query_parse_nth_allocation_param (query, 0, NULL, &params);
  g_assert_cmpuint (params.align & 15, ==, 15);
  g_assert_cmpuint (gst_query_get_n_allocation_pools (query), >, 0);
  gst_query_parse_nth_allocation_pool (query, 0, &pool, &size, NULL, NULL);
  g_assert_cmpuint (size, ==, GST_VIDEO_INFO_SIZE (&info));
  g_assert_nonnull (pool);
  gst_object_unref (pool);
  gst_query_unref (query);
  gst_caps_unref (caps);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/streaming/gaps and segments pass", gaps_and_segments_pass);
  g_test_add_func ("/streaming/seeks go upstream", seeks_go_upstream);
  g_test_add_func ("/streaming/late frames are dropped", late_frames_are_dropped);
  g_test_add_func ("/streaming/controllers count in stream time", controllers_count_in_stream_time);
  g_test_add_func ("/streaming/starts leave nothing behind", starts_leave_nothing_behind);
  g_test_add_func ("/streaming/shared parts are read and left", shared_parts_are_read_and_left);
  g_test_add_func ("/streaming/rows may go up", negative_strides_are_read);
  g_test_add_func ("/streaming/aligned memory is proposed", aligned_memory_is_proposed);
  return g_test_run ();
}
