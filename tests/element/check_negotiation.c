/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Caps that change while frames flow, scale factors, passthrough, events and queries. */
#include <gst/video/navigation.h>
#include <string.h>

#include "scene.h"

#define GRAY(width, height)                                                                        \
  "video/x-raw,format=GRAY8,width=" #width ",height=" #height ",framerate=25/1"

static GstBuffer *
push_size (Scene *scene, gint width, gint height)
{
  gchar *caps = caps_text ("GRAY8", width, height, "");
  GstVideoInfo info = info_of (caps);
  GstBuffer *result;

  gst_harness_set_src_caps_str (scene->harness, caps);
  result = scene_scale (scene, noise_frame (&info, (guint32) (width + height)));
  g_free (caps);
  return result;
}

static void
assert_size (Scene *scene, gint width, gint height)
{
  const GstVideoInfo info = scene_info (scene);

  g_assert_cmpint (info.width, ==, width);
  g_assert_cmpint (info.height, ==, height);
}

static void
nothing_to_do_passes_the_buffer (void)
{
  static const gchar *const settings[] = { NULL, "method=bicubic align-corners=1", "method=lanczos",
    "method=area", "method=nearest", "scale-factor=1", "n-threads=4" };
  GstVideoInfo info = info_of (GRAY (64, 48));

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    Scene scene = scene_new (settings[i], GRAY (64, 48), NULL);
    GstBuffer *frame = noise_frame (&info, 1), *result;

    result = scene_scale (&scene, gst_buffer_ref (frame));
    g_assert_true (result == frame);
    gst_buffer_unref (result);
    gst_buffer_unref (frame);
    scene_free (&scene);
  }
}

/* Memory the element cannot read passes if nothing changes. */
static void
other_memory_passes (void)
{
  const gchar *caps = "video/x-raw(memory:GLMemory),format=RGBA,width=8,height=8,framerate=25/1";
  Scene scene = scene_new ("method=bicubic arithmetic=float scale-factor=1.01", caps, NULL);
  GstBuffer *frame = gst_buffer_new (), *result = scene_scale (&scene, gst_buffer_ref (frame));

  g_assert_true (result == frame);
  scene_set (&scene, "method=nearest");
  gst_buffer_unref (result);
  result = scene_scale (&scene, gst_buffer_ref (frame));
  g_assert_true (result == frame);
  gst_buffer_unref (result);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

static void
upstream_may_change_size_each_frame (void)
{
  Scene scene = scene_new (NULL, NULL, "video/x-raw,width=40,height=30");

  for (gint i = 0; i < 30; i++) {
    const gint width = 20 + i, height = 50 - i;
    gchar *in = caps_text ("GRAY8", width, height, "");
    GstVideoInfo in_info = info_of (in), out_info;
    GstBuffer *frame = noise_frame (&in_info, (guint32) (width + height));
    GstBuffer *expected = scale_once (NULL, in, "video/x-raw,width=40,height=30", frame);
    GstBuffer *result = push_size (&scene, width, height);

    assert_size (&scene, 40, 30);
    out_info = scene_info (&scene);
    g_assert_true (same_picture (&out_info, expected, result));
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
    gst_buffer_unref (frame);
    g_free (in);
  }
  g_assert_cmpuint (gst_harness_buffers_received (scene.harness), ==, 30);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
  scene_free (&scene);
}

static void
downstream_may_change_its_mind (void)
{
  Scene scene = scene_new (NULL, GRAY (64, 48), "video/x-raw,width=32,height=24");
  GstVideoInfo in_info = info_of (GRAY (64, 48));
  static const gint sizes[][2] = { { 32, 24 }, { 128, 96 }, { 64, 48 }, { 1, 1 }, { 64, 48 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    gchar *caps = g_strdup_printf ("video/x-raw,width=%d,height=%d", sizes[i][0], sizes[i][1]);
    GstBuffer *frame = noise_frame (&in_info, 3), *expected, *result;
    GstVideoInfo out_info;

    gst_harness_set_sink_caps_str (scene.harness, caps);
    result = scene_scale (&scene, gst_buffer_ref (frame));
    assert_size (&scene, sizes[i][0], sizes[i][1]);
    out_info = scene_info (&scene);
    expected = scale_once (NULL, GRAY (64, 48), caps, frame);
    g_assert_true (same_picture (&out_info, expected, result));
    gst_buffer_unref (expected);
    gst_buffer_unref (result);
    gst_buffer_unref (frame);
    g_free (caps);
  }
  g_assert_cmpuint (gst_harness_buffers_received (scene.harness), ==, G_N_ELEMENTS (sizes));
  scene_free (&scene);
}

static void
factors_follow_the_input (void)
{
  Scene scene = scene_new ("scale-factor=1.5 scale-factor-y=0.5", NULL, NULL);

  gst_buffer_unref (push_size (&scene, 101, 30));
  assert_size (&scene, 151, 15);
  gst_buffer_unref (push_size (&scene, 10, 7));
  assert_size (&scene, 15, 3);
  scene_free (&scene);
}

static void
factors_change_live (void)
{
  Scene scene = scene_new (NULL, GRAY (64, 48), NULL);
  GstVideoInfo in_info = info_of (GRAY (64, 48));
  static const struct {
    const gchar *settings;
    gint width, height;
  } steps[] = { { "scale-factor=2", 128, 96 }, { "scale-factor-x=0.5", 32, 96 },
    { "scale-factor=0.3", 32, 14 }, { "scale-factor-x=0", 19, 14 }, { "scale-factor=0", 64, 48 },
    { "scale-factor=2", 128, 96 } };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    scene_set (&scene, steps[i].settings);
    gst_buffer_unref (scene_scale (&scene, noise_frame (&in_info, 1)));
    assert_size (&scene, steps[i].width, steps[i].height);
  }
  g_assert_cmpuint (gst_harness_buffers_received (scene.harness), ==, G_N_ELEMENTS (steps));
  scene_free (&scene);
}

/* The old size stays, and so do its bytes; a later value that fits is taken. */
static void
refused_factors_keep_the_size (void)
{
  Scene scene = scene_new ("scale-factor=1.5", GRAY (64, 48), "video/x-raw,width=[1,100]");
  GstVideoInfo in_info = info_of (GRAY (64, 48)), out_info;
  GstBuffer *frame = noise_frame (&in_info, 1), *before, *after;
  gchar *text;

  before = scene_scale (&scene, gst_buffer_ref (frame));
  assert_size (&scene, 96, 72);
  out_info = scene_info (&scene);
  scene_set (&scene, "scale-factor=2");
  after = scene_scale (&scene, gst_buffer_ref (frame));
  assert_size (&scene, 96, 72);
  g_assert_true (same_picture (&out_info, before, after));
  text = scene_text (&scene, GST_MESSAGE_WARNING);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "96x72"));
  g_assert_nonnull (strstr (text, "128x96"));
  g_free (text);
  gst_buffer_unref (before);
  gst_buffer_unref (after);

  /* it is not tried again with other properties, nor with other caps */
  scene_set (&scene, "method=bicubic");
  gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
  assert_size (&scene, 96, 72);
  gst_buffer_unref (push_size (&scene, 60, 40));
  assert_size (&scene, 90, 60);
  gst_buffer_unref (push_size (&scene, 64, 48));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING | GST_MESSAGE_ERROR), ==, 0);
  scene_set (&scene, "scale-factor=0.5");
  gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
  assert_size (&scene, 32, 24);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

/* Also where they come together with new caps. */
static void
refused_factors_with_new_caps_keep_the_old (void)
{
  Scene scene = scene_new ("scale-factor=1.5", GRAY (64, 48), "video/x-raw,width=[1,100]");
  GstVideoInfo info = info_of (GRAY (64, 48));

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  scene_set (&scene, "scale-factor=2");
  gst_buffer_unref (push_size (&scene, 60, 40));
  assert_size (&scene, 90, 60);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING), ==, 1);
  scene_set (&scene, "scale-factor=0.5");
  gst_buffer_unref (push_size (&scene, 64, 48));
  assert_size (&scene, 32, 24);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING | GST_MESSAGE_ERROR), ==, 0);
  scene_free (&scene);
}

/* The base class does nothing for caps it has: the change must wait for the frame, not be lost. */
static void
a_change_before_equal_caps_shows (void)
{
  Scene scene = scene_new ("method=nearest", GRAY (64, 48), "video/x-raw,width=32,height=24");
  GstVideoInfo info = info_of (GRAY (64, 48)), out_info = info_of (GRAY (32, 24));
  GstBuffer *frame = noise_frame (&info, 1), *result, *expected;
  GstCaps *caps = gst_pad_get_current_caps (scene.harness->srcpad);

  gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
  scene_set (&scene, "method=bicubic");
  g_assert_true (gst_harness_push_event (scene.harness, gst_event_new_caps (caps)));
  gst_caps_unref (caps);
  result = scene_scale (&scene, gst_buffer_ref (frame));
  expected = scale_once ("method=bicubic", GRAY (64, 48), GRAY (32, 24), frame);
  g_assert_true (same_picture (&out_info, expected, result));
  gst_buffer_unref (expected);
  gst_buffer_unref (result);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

/* A factor that made the size places the pixels too, unless it is to be recomputed. */
static void
factors_place_pixels (void)
{
  GstVideoInfo in_info = info_of (GRAY (64, 48)), out_info = info_of (GRAY (160, 120));
  GstBuffer *frame = noise_frame (&in_info, 1);
  GstBuffer *plain = scale_once (NULL, GRAY (64, 48), GRAY (160, 120), frame);
  GstBuffer *factor = scale_once ("scale-factor=2.51", GRAY (64, 48), NULL, frame);
  GstBuffer *recomputed =
      scale_once ("scale-factor=2.51 recompute-scale-factor=1", GRAY (64, 48), NULL, frame);
  GstBuffer *area = scale_once ("method=area scale-factor=2.51", GRAY (64, 48), NULL, frame);
  GstBuffer *plain_area = scale_once ("method=area", GRAY (64, 48), GRAY (160, 120), frame);

  g_assert_false (same_picture (&out_info, plain, factor));
  g_assert_true (same_picture (&out_info, plain, recomputed));
  g_assert_true (same_picture (&out_info, plain_area, area));
  gst_buffer_unref (plain_area);
  gst_buffer_unref (area);
  gst_buffer_unref (recomputed);
  gst_buffer_unref (factor);
  gst_buffer_unref (plain);
  gst_buffer_unref (frame);
}

static void
latency_is_zero (void)
{
  Scene scene = scene_new ("n-threads=2", GRAY (64, 48), GRAY (32, 24));
  GstVideoInfo info = info_of (GRAY (64, 48));

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  gst_harness_set_upstream_latency (scene.harness, 0);
  g_assert_cmpuint (gst_harness_query_latency (scene.harness), ==, 0);
  scene_free (&scene);
}

static void
flushes_and_end_of_stream_pass (void)
{
  Scene scene = scene_new (NULL, GRAY (64, 48), GRAY (32, 24));
  GstVideoInfo info = info_of (GRAY (64, 48));
  GstSegment segment;
  GstEvent *event;
  gboolean ended = FALSE;

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  g_assert_true (gst_harness_push_event (scene.harness, gst_event_new_flush_start ()));
  g_assert_true (gst_harness_push_event (scene.harness, gst_event_new_flush_stop (TRUE)));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  g_assert_true (gst_harness_push_event (scene.harness, gst_event_new_segment (&segment)));
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 2)));
  g_assert_true (gst_harness_push_event (scene.harness, gst_event_new_eos ()));
  while ((event = gst_harness_try_pull_event (scene.harness)) != NULL) {
    ended |= GST_EVENT_TYPE (event) == GST_EVENT_EOS;
    gst_event_unref (event);
  }
  g_assert_true (ended);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
  scene_free (&scene);
}

/* Segments of bytes have no stream time; nothing is to be said about that. */
static void
segments_in_bytes_pass (void)
{
  Scene scene = scene_new (NULL, GRAY (64, 48), GRAY (32, 24));
  GstVideoInfo info = info_of (GRAY (64, 48));
  GstSegment segment;
  GstBuffer *frame = noise_frame (&info, 1);

  gst_segment_init (&segment, GST_FORMAT_BYTES);
  g_assert_true (gst_harness_push_event (scene.harness, gst_event_new_segment (&segment)));
  GST_BUFFER_PTS (frame) = 0;
  gst_buffer_unref (scene_scale (&scene, frame));
  scene_free (&scene);
}

static void
time_and_flags_stay (void)
{
  Scene scene = scene_new (NULL, GRAY (64, 48), GRAY (32, 24));
  GstVideoInfo info = info_of (GRAY (64, 48));
  GstBuffer *frame = noise_frame (&info, 1), *result;

  GST_BUFFER_PTS (frame) = 3 * GST_SECOND;
  GST_BUFFER_DURATION (frame) = GST_SECOND / 25;
  GST_BUFFER_OFFSET (frame) = 75;
  GST_BUFFER_FLAG_SET (frame, GST_BUFFER_FLAG_GAP | GST_BUFFER_FLAG_DELTA_UNIT);
  result = scene_scale (&scene, frame);
  g_assert_cmpuint (GST_BUFFER_PTS (result), ==, 3 * GST_SECOND);
  g_assert_cmpuint (GST_BUFFER_DURATION (result), ==, GST_SECOND / 25);
  g_assert_cmpuint (GST_BUFFER_OFFSET (result), ==, 75);
  g_assert_true (GST_BUFFER_FLAG_IS_SET (result, GST_BUFFER_FLAG_GAP));
  g_assert_true (GST_BUFFER_FLAG_IS_SET (result, GST_BUFFER_FLAG_DELTA_UNIT));
  gst_buffer_unref (result);
  scene_free (&scene);
}

static void
assert_pointer (Scene *scene, gdouble x, gdouble y, gdouble expected_x, gdouble expected_y)
{
  GstEvent *event;

  g_assert_true (gst_harness_push_upstream_event (
      scene->harness, gst_event_new_navigation (gst_structure_new ("application/x-gst-navigation",
                          "event", G_TYPE_STRING, "mouse-move", "button", G_TYPE_INT, 0,
                          "pointer_x", G_TYPE_DOUBLE, x, "pointer_y", G_TYPE_DOUBLE, y, NULL))));
  while ((event = gst_harness_try_pull_upstream_event (scene->harness)) != NULL
         && GST_EVENT_TYPE (event) != GST_EVENT_NAVIGATION)
    gst_event_unref (event);
  g_assert_nonnull (event);
  g_assert_true (gst_navigation_event_get_coordinates (event, &x, &y));
  g_assert_cmpfloat_with_epsilon (x, expected_x, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, expected_y, 1e-9);
  gst_event_unref (event);
}

static void
pointers_are_mapped_back (void)
{
  Scene scene = scene_new (NULL, GRAY (64, 48), GRAY (128, 24));
  GstVideoInfo info = info_of (GRAY (64, 48));

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  assert_pointer (&scene, 0, 0, 0, 0);
  assert_pointer (&scene, 100, 6, 50, 12);
  assert_pointer (&scene, 500, -3, 64, 0);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/negotiation/nothing to do passes the buffer", nothing_to_do_passes_the_buffer);
  g_test_add_func ("/negotiation/other memory passes", other_memory_passes);
  g_test_add_func (
      "/negotiation/upstream may change size each frame", upstream_may_change_size_each_frame);
  g_test_add_func ("/negotiation/downstream may change its mind", downstream_may_change_its_mind);
  g_test_add_func ("/negotiation/factors follow the input", factors_follow_the_input);
  g_test_add_func ("/negotiation/factors change live", factors_change_live);
  g_test_add_func ("/negotiation/refused factors keep the size", refused_factors_keep_the_size);
  g_test_add_func ("/negotiation/refused factors with new caps keep the old",
      refused_factors_with_new_caps_keep_the_old);
  g_test_add_func (
      "/negotiation/a change before equal caps shows", a_change_before_equal_caps_shows);
  g_test_add_func ("/negotiation/factors place pixels", factors_place_pixels);
  g_test_add_func ("/negotiation/latency is zero", latency_is_zero);
  g_test_add_func ("/negotiation/flushes and end of stream pass", flushes_and_end_of_stream_pass);
  g_test_add_func ("/negotiation/segments in bytes pass", segments_in_bytes_pass);
  g_test_add_func ("/negotiation/time and flags stay", time_and_flags_stay);
  g_test_add_func ("/negotiation/pointers are mapped back", pointers_are_mapped_back);
  return g_test_run ();
}
