/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Crop, through the element: by settings and by what buffers carry. The reference is another
 * element and an input that is smaller. */
#include <gst/controller/controller.h>
#include <string.h>

#include "framed.h"

static void
crop_is_a_resize_of_the_part (gconstpointer format)
{
  const GstVideoInfo in = info_of_format (format, 48, 36, "");
  const GstVideoInfo part = info_of_format (format, 32, 22, "");
  const GstVideoInfo out = info_of_format (format, 54, 31, "");
  GstBuffer *frame = noise_of (&in), *cut = cut_out (&in, frame, &part, 4, 8);

  for (gint method = 0; method < RSZ_N_TORCH_METHODS; method++) {
    gchar *plain = g_strdup_printf ("method=%s", rsz_method_info (method)->name);
    gchar *cropped =
        g_strdup_printf ("%s crop-left=4 crop-right=12 crop-top=8 crop-bottom=6", plain);
    GstBuffer *expected = scale_infos (&part, &out, plain, cut);
    GstBuffer *result = scale_infos (&in, &out, cropped, frame);

    if (!same_samples (&out, expected, result)) {
      g_test_message ("%s %s", (const gchar *) format, plain);
      g_test_fail ();
    }
    gst_buffer_unref (expected);
    gst_buffer_unref (result);
    g_free (plain);
    g_free (cropped);
  }
  gst_buffer_unref (cut);
  gst_buffer_unref (frame);
}

/* Nothing is to be computed, but the frame does not pass. */
static void
crop_without_scaling_is_the_part (gconstpointer format)
{
  static const gchar *const corners[] = { "crop-right=16 crop-bottom=14",
    "crop-left=16 crop-top=8 crop-bottom=6" };
  const GstVideoInfo in = info_of_format (format, 48, 36, "");
  const GstVideoInfo part = info_of_format (format, 32, 22, "");
  GstBuffer *frame = noise_of (&in);

  for (gint i = 0; i < 2; i++) {
    GstBuffer *cut = cut_out (&in, frame, &part, i * 16, i * 8);
    GstBuffer *result = scale_infos (&in, &part, corners[i], frame);

    g_assert_true (same_samples (&part, cut, result));
    gst_buffer_unref (result);
    gst_buffer_unref (cut);
  }
  gst_buffer_unref (frame);
}

/* At row 8 both fields of both planes start. */
static void
crop_of_fields_is_a_resize_of_their_part (void)
{
  GstVideoInfo in = info_of_format ("I420", 48, 40, "");
  GstVideoInfo part = info_of_format ("I420", 48, 20, "");
  GstVideoInfo out = info_of_format ("I420", 30, 28, "");
  GstBuffer *frame, *cut, *expected, *result;

  in.interlace_mode = part.interlace_mode = out.interlace_mode =
      GST_VIDEO_INTERLACE_MODE_INTERLEAVED;
  frame = noise_of (&in);
  cut = cut_out (&in, frame, &part, 0, 8);
  expected = scale_infos (&part, &out, "method=bicubic", cut);
  result = scale_infos (&in, &out, "method=bicubic crop-top=8 crop-bottom=12", frame);
  g_assert_true (same_samples (&out, expected, result));
  gst_buffer_unref (result);
  gst_buffer_unref (expected);
  gst_buffer_unref (cut);
  gst_buffer_unref (frame);
}

#define CROP_IN "video/x-raw,format=I420,width=48,height=36,framerate=25/1"
#define CROP_OUT "video/x-raw,format=I420,width=54,height=31,pixel-aspect-ratio=1/1,framerate=25/1"

/* What a fresh element makes with crop settings, per frame. */
static GstBuffer *
expected_crop (GstBuffer *frame, gint left, gint top, gint width, gint height)
{
  gchar *settings = g_strdup_printf ("crop-left=%d crop-top=%d crop-right=%d crop-bottom=%d", left,
      top, 48 - left - width, 36 - top - height);
  GstBuffer *result = scale_once (settings, CROP_IN, CROP_OUT, frame);

  g_free (settings);
  return result;
}

/* Another rectangle on each frame, and none on some; settings count inside it. */
static void
crop_metas_are_followed_per_frame (void)
{
  static const gint rows[][4] = { { 0, 0, 48, 36 }, { 4, 8, 32, 22 }, { 6, 8, 32, 22 },
    { 6, 8, 32, 22 }, { 0, 0, 48, 36 }, { 8, 2, 10, 30 } };
  const GstVideoInfo in = info_of (CROP_IN), out = info_of (CROP_OUT);
  Scene scene = scene_new (NULL, CROP_IN, CROP_OUT);
  GstBuffer *frame = noise_frame (&in, 3);

  for (gint inside = 0; inside < 2; inside++) {
    scene_set (&scene, inside ? "crop-left=2 crop-bottom=4" : "");
    for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
      const guint w = (guint) rows[i][2], h = (guint) rows[i][3];
      GstBuffer *sent = w == 48 ? gst_buffer_copy (frame)
                                : with_crop (frame, (guint) rows[i][0], (guint) rows[i][1], w, h);
      GstBuffer *result = scene_scale (&scene, sent);
      GstBuffer *expected = expected_crop (frame, rows[i][0] + 2 * inside, rows[i][1],
          rows[i][2] - 2 * inside, rows[i][3] - 4 * inside);

      g_test_message ("row %d, settings %d", (gint) i, inside);
      g_assert_true (same_picture (&out, expected, result));
      g_assert_null (gst_buffer_get_video_crop_meta (result));
      gst_buffer_unref (result);
      gst_buffer_unref (expected);
    }
  }
  gst_buffer_unref (frame);
  scene_free (&scene);
}

static void
control (GstElement *element, const gchar *property, gdouble from, gdouble to)
{
  GstControlSource *source = gst_interpolation_control_source_new ();
  GstTimedValueControlSource *values = GST_TIMED_VALUE_CONTROL_SOURCE (source);

  g_object_set (source, "mode", GST_INTERPOLATION_MODE_LINEAR, NULL);
  gst_timed_value_control_source_set (values, 0, from);
  gst_timed_value_control_source_set (values, GST_SECOND, to);
  gst_object_add_control_binding (GST_OBJECT (element),
      gst_direct_control_binding_new_absolute (GST_OBJECT (element), property, source));
  gst_object_unref (source);
}

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer count)
{
  (void) object;
  (void) pspec;
  (*(gint *) count)++;
}

static void
crop_is_animated_by_controllers (void)
{
  const GstVideoInfo in = info_of (CROP_IN), out = info_of (CROP_OUT);
  Scene scene = scene_new (NULL, CROP_IN, CROP_OUT);
  GstBuffer *frame = noise_frame (&in, 3);
  gint sources = 0, pictures = 0;

  g_signal_connect (scene.element, "notify::source-rectangle", G_CALLBACK (count_notify), &sources);
  g_signal_connect (
      scene.element, "notify::picture-rectangle", G_CALLBACK (count_notify), &pictures);
  control (scene.element, "crop-left", 0, 20);
  control (scene.element, "crop-top", 0, 10);
  for (gint i = 0; i <= 5; i++) {
    GstBuffer *sent = gst_buffer_copy (frame), *result, *expected;

    GST_BUFFER_PTS (sent) = (GstClockTime) i * GST_SECOND / 5;
    result = scene_scale (&scene, sent);
    expected = expected_crop (frame, 4 * i, 2 * i, 48 - 4 * i, 36 - 2 * i);
    g_assert_true (same_picture (&out, expected, result));
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
  }
  g_assert_cmpint (sources, ==, 5);
  g_assert_cmpint (pictures, ==, 0);
  assert_rectangles (&scene, "20,10 28x26", "0,0 54x31");
  gst_buffer_unref (frame);
  scene_free (&scene);
}

#define LIVE_IN "video/x-raw,format=RGBA,width=96,height=54,framerate=25/1"

static void
an_open_size_follows_the_crop_while_playing (void)
{
  const GstVideoInfo in = info_of (LIVE_IN);
  GstVideoInfo part;
  Scene scene = scene_new (NULL, LIVE_IN, NULL);
  GstBuffer *frame = noise_frame (&in, 3), *cut, *result;

  result = scene_scale (&scene, gst_buffer_ref (frame));
  g_assert_true (result == frame); /* nothing to be done */
  gst_buffer_unref (result);
  scene_set (&scene, "crop-left=10 crop-top=4");
  result = scene_scale (&scene, gst_buffer_ref (frame));
  g_assert_cmpint (scene_info (&scene).width, ==, 86);
  g_assert_cmpint (scene_info (&scene).height, ==, 50);
  part = scene_info (&scene);
  cut = cut_out (&in, frame, &part, 10, 4);
  g_assert_true (same_samples (&part, cut, result));
  gst_buffer_unref (cut);
  gst_buffer_unref (result);
  scene_set (&scene, "crop-left=0 crop-top=0");
  result = scene_scale (&scene, gst_buffer_ref (frame));
  g_assert_true (result == frame);
  gst_buffer_unref (result);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

/* ---- passthrough and crop metas ---- */

#define SAME "video/x-raw,format=GRAY8,width=48,height=36,framerate=25/1"

static void
ask_for_allocation (Scene *scene)
{
  GstCaps *caps = gst_caps_from_string (SAME);
  GstQuery *query = gst_query_new_allocation (caps, TRUE);

  g_assert_true (gst_pad_peer_query (scene->harness->srcpad, query));
  gst_query_unref (query);
  gst_caps_unref (caps);
}

static void
crop_is_done_where_downstream_does_not (void)
{
  const GstVideoInfo info = info_of (SAME);
  Scene scene = scene_new (NULL, SAME, SAME);
  GstBuffer *frame = noise_frame (&info, 1), *cropped = with_crop (frame, 8, 6, 20, 10), *result;
  GstBuffer *expected =
      scale_once ("crop-left=8 crop-top=6 crop-right=20 crop-bottom=20", SAME, SAME, frame);

  ask_for_allocation (&scene);
  result = scene_scale (&scene, gst_buffer_ref (frame));
  g_assert_true (result == frame);
  gst_buffer_unref (result);
  result = scene_scale (&scene, gst_buffer_ref (cropped));
  g_assert_true (same_picture (&info, expected, result));
  g_assert_null (gst_buffer_get_video_crop_meta (result));
  gst_buffer_unref (result);
  result = scene_scale (&scene, gst_buffer_ref (frame));
  g_assert_true (result == frame);
  gst_buffer_unref (result);
  gst_buffer_unref (expected);
  gst_buffer_unref (cropped);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

static void
crop_is_left_to_a_downstream_that_takes_it (void)
{
  const GstVideoInfo info = info_of (SAME);
  Scene scene = scene_new (NULL, NULL, SAME);
  GstBuffer *frame = noise_frame (&info, 1), *cropped = with_crop (frame, 8, 6, 20, 10), *result;
  GstBuffer *expected = scale_once (
      "method=nearest crop-left=9 crop-top=6 crop-right=20 crop-bottom=20", SAME, SAME, frame);

  gst_harness_add_propose_allocation_meta (scene.harness, GST_VIDEO_CROP_META_API_TYPE, NULL);
  gst_harness_set_src_caps_str (scene.harness, SAME);
  ask_for_allocation (&scene);
  for (gint i = 0; i < 2; i++) {
    result = scene_scale (&scene, gst_buffer_ref (cropped));
    g_assert_true (result == cropped);
    gst_buffer_unref (result);
  }
  /* with something else to do there is one picture, cropped here */
  scene_set (&scene, "method=nearest crop-left=1");
  result = scene_scale (&scene, gst_buffer_ref (cropped));
  g_assert_null (gst_buffer_get_video_crop_meta (result));
  g_assert_true (same_picture (&info, expected, result));
  gst_buffer_unref (result);
  gst_buffer_unref (expected);
  gst_buffer_unref (cropped);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

static void
a_crop_that_leaves_nothing_warns_once (void)
{
  const GstVideoInfo info = info_of (SAME);
  Scene scene = scene_new ("crop-left=100", SAME, SAME);
  GstBuffer *frame = noise_frame (&info, 1);
  gchar *text;

  for (gint i = 0; i < 3; i++)
    gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
  assert_rectangles (&scene, "47,0 1x36", "0,0 48x36");
  text = scene_text (&scene, GST_MESSAGE_WARNING);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "Cropping leaves nothing of frames of 48x36"));
  g_free (text);
  scene_set (&scene, "crop-left=101");
  gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING), ==, 0);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

#define DEVICE "video/x-raw(memory:Device),format=GRAY8,width=48,height=36,framerate=25/1"

static void
crop_of_other_memory_is_an_error (void)
{
  Scene scene = scene_new ("crop-left=1", DEVICE, DEVICE);
  gchar *text = scene_text (&scene, GST_MESSAGE_ERROR);

  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "cannot be cropped"));
  g_free (text);
  scene_free (&scene);
  scene = scene_new ("add-borders=1", DEVICE, DEVICE);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  gchar **formats;
  gint result;

  test_init (&argc, &argv);
  formats = offered_formats ();
  framed_add_for_formats (
      "/crop/it is a resize of the part", formats, crop_is_a_resize_of_the_part);
  framed_add_for_formats (
      "/crop/without scaling it is the part", formats, crop_without_scaling_is_the_part);
  g_test_add_func (
      "/crop/of fields it is a resize of their part", crop_of_fields_is_a_resize_of_their_part);
  g_test_add_func ("/crop/crop metas are followed per frame", crop_metas_are_followed_per_frame);
  g_test_add_func ("/crop/crop is animated by controllers", crop_is_animated_by_controllers);
  g_test_add_func ("/crop/an open size follows the crop while playing",
      an_open_size_follows_the_crop_while_playing);
  g_test_add_func (
      "/crop/crop is done where downstream does not", crop_is_done_where_downstream_does_not);
  g_test_add_func ("/crop/crop is left to a downstream that takes it",
      crop_is_left_to_a_downstream_that_takes_it);
  g_test_add_func (
      "/crop/a crop that leaves nothing warns once", a_crop_that_leaves_nothing_warns_once);
  g_test_add_func ("/crop/crop of other memory is an error", crop_of_other_memory_is_an_error);
  result = g_test_run ();
  g_strfreev (formats);
  return result;
}
