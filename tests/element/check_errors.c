/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bad input: a sentence on the bus, no garbage downstream, nothing lost. */
#include <string.h>

#include "scene.h"

#define GRAY(width, height)                                                                        \
  "video/x-raw,format=GRAY8,width=" #width ",height=" #height ",framerate=25/1"

/* Pushes caps and a frame as a source does, whatever the caps say. */
static GstFlowReturn
push_caps (Scene *scene, const gchar *text)
{
  GstCaps *caps = gst_caps_from_string (text);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (scene->harness, gst_event_new_stream_start ("test"));
  gst_harness_push_event (scene->harness, gst_event_new_caps (caps));
  gst_harness_push_event (scene->harness, gst_event_new_segment (&segment));
  gst_caps_unref (caps);
  return gst_harness_push (scene->harness, gst_buffer_new_allocate (NULL, 64 * 48, NULL));
}

static void
assert_one_error_without (Scene *scene, const gchar *const *words, const gchar *misleading)
{
  gchar *text = scene_text (scene, GST_MESSAGE_ERROR);

  g_assert_nonnull (text);
  g_test_message ("%s", text);
  for (; text != NULL && *words != NULL; words++) {
    g_test_message ("names %s", *words);
    g_assert_nonnull (strstr (text, *words));
  }
  g_assert_true (misleading == NULL || strstr (text, misleading) == NULL);
  g_free (text);
  g_assert_cmpint (scene_count (scene, GST_MESSAGE_ERROR), ==, 0);
}

static void
assert_one_error (Scene *scene, const gchar *const *words)
{
  assert_one_error_without (scene, words, NULL);
}

typedef struct {
  const gchar *property, *settings, *in, *out;
  const gchar *words[5];   /* what the sentence names, up to NULL */
  const gchar *misleading; /* what it does not name; NULL: nothing */
} Refusal;

static const Refusal refusals[] = {
  { "another format downstream names both and videoconvert", NULL, GRAY (64, 48),
      "video/x-raw,format=RGB", { "GRAY8", "RGB", "videoconvert" } },
  { "sizes of both sides are named", NULL, GRAY (64, 48),
      "video/x-raw,format=RGB,width=320,height=240",
      { "width=(int)64, height=(int)48", "width=(int)320, height=(int)240" } },
  { "another frame rate downstream names both", NULL, GRAY (64, 48),
      "video/x-raw,format=GRAY8,framerate=30/1", { "25/1", "30/1" } },
  { "other colorimetry downstream names both and videoconvert", NULL,
      "video/x-raw,format=I420,width=64,height=48,framerate=25/1,colorimetry=bt601",
      "video/x-raw,colorimetry=bt709", { "bt601", "bt709", "videoconvert" } },
  { "colorimetry other than the default names both and videoconvert", NULL,
      "video/x-raw,format=I420,width=64,height=48,framerate=25/1", "video/x-raw,colorimetry=bt709",
      { "bt601", "bt709", "videoconvert" } },
  { "factors beyond the largest size name both sizes", "scale-factor=1000", GRAY (64, 48), NULL,
      { "64x48", "64000x48000" } },
  { "factors that leave nothing name both sizes", "scale-factor=0.01", GRAY (64, 48), NULL,
      { "64x48", "0x0" } },
  { "factors downstream cannot take name both sizes", "scale-factor=2", GRAY (64, 48),
      "video/x-raw,width=[1,100]", { "64x48", "128x96", "100" } },
  { "a width of nothing", NULL, GRAY (0, 48), NULL, { "width=(int)0", "32767" }, "videoconvert" },
  { "a size beyond the largest", NULL, GRAY (40000, 48), NULL, { "40000", "32767" },
      "videoconvert" },
  { "a format that is not offered", NULL,
      "video/x-raw,format=NV12_64Z32,width=64,height=48,framerate=25/1", NULL,
      { "NV12_64Z32", "videoconvert" } },
  { "caps without a width", NULL, "video/x-raw,format=GRAY8,height=48,framerate=25/1", NULL,
      { "lack a width", "upstream" }, "videoconvert" },
  { "caps without a height", NULL, "video/x-raw,format=GRAY8,width=64,framerate=25/1",
      "video/x-raw,width=32,height=24", { "lack a height", "upstream" }, "videoconvert" },
  { "caps without a format", NULL, "video/x-raw,width=64,height=48,framerate=25/1", NULL,
      { "lack a format", "upstream" }, "videoconvert" },
  { "alternating fields without their feature", NULL,
      "video/x-raw,format=GRAY8,width=64,height=48,interlace-mode=alternate,framerate=25/1", NULL,
      { "alternate", "format:Interlaced" }, "videoconvert" },
  { "frames too large for GStreamer", NULL,
      "video/x-raw,format=ARGB64,width=32767,height=32767,framerate=25/1",
      "video/x-raw,width=32,height=24", { "32767", "4 GiB", "smaller" }, "videoconvert" },
  { "frames that become too large for GStreamer", "scale-factor=511",
      "video/x-raw,format=ARGB64,width=64,height=64,framerate=25/1", NULL,
      { "32704x32704", "ARGB64", "4 GiB", "smaller" }, "videoconvert" },
  { "frames that downstream wants too large for GStreamer", NULL,
      "video/x-raw,format=ARGB64,width=64,height=64,framerate=25/1",
      "video/x-raw,width=32767,height=32767", { "32767x32767", "ARGB64", "4 GiB" },
      "videoconvert" },
  { "buffers of views that become too large", "scale-factor=64",
      "video/x-raw,format=RGBA,width=64,height=64,multiview-mode=separated,views=64,framerate=25/1",
      NULL, { "64 views", "4 GB" }, "videoconvert" },
  { "other memory is not scaled", NULL,
      "video/x-raw(memory:GLMemory),format=RGBA,width=64,height=48,framerate=25/1",
      "video/x-raw(memory:GLMemory),width=32,height=24", { "GLMemory", "width=(int)64" } },
};

static void
refused_caps_are_one_error (gconstpointer data)
{
  const Refusal *refusal = data;
  Scene scene = scene_new (refusal->settings, NULL, refusal->out);

  g_assert_cmpint (push_caps (&scene, refusal->in), ==, GST_FLOW_NOT_NEGOTIATED);
  assert_one_error_without (&scene, refusal->words, refusal->misleading);
  g_assert_cmpuint (gst_harness_buffers_received (scene.harness), ==, 0);
  scene_free (&scene);
}

/* After a refusal better caps are taken. */
static void
a_refusal_is_not_final (void)
{
  Scene scene = scene_new (NULL, NULL, NULL);

  g_assert_cmpint (push_caps (&scene, GRAY (40000, 48)), ==, GST_FLOW_NOT_NEGOTIATED);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 1);
  g_assert_cmpint (push_caps (&scene, GRAY (50000, 48)), ==, GST_FLOW_NOT_NEGOTIATED);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 1);
  g_assert_cmpint (push_caps (&scene, GRAY (64, 48)), ==, GST_FLOW_OK);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
  scene_free (&scene);
}

static const struct {
  const gchar *element, *settings, *taken, *refused;
} refused_between[] = {
  { "alignscale", "library=pillow", "video/x-raw,format=RGB,width=16,height=48,framerate=25/1",
      "video/x-raw,format=GRAY16_LE,width=32,height=48,framerate=25/1" },
  { "aligntensor", NULL, "video/x-raw,format=GRAY8,width=64,height=48,framerate=25/1",
      "video/x-raw,format=GRAY8,width=64,height=48,framerate=25/1,interlace-mode=fields" },
};

/* A source may go back to the caps it had before others were refused. */
static void
caps_before_a_refusal_come_back (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused_between); i++) {
    Scene scene = scene_new_of (refused_between[i].element, refused_between[i].settings, NULL,
        i == 0 ? "video/x-raw,width=20" : NULL);

    g_assert_cmpint (push_caps (&scene, refused_between[i].taken), ==, GST_FLOW_OK);
    g_assert_cmpint (push_caps (&scene, refused_between[i].refused), ==, GST_FLOW_NOT_NEGOTIATED);
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 1);
    g_assert_cmpint (push_caps (&scene, refused_between[i].taken), ==, GST_FLOW_OK);
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
    scene_free (&scene);
  }
}

/* Whoever only asks gets an answer: before frames come, and while they do. */
static void
a_question_is_no_error (void)
{
  Scene scene = scene_new (NULL, NULL, NULL);
  GstPad *pad = gst_element_get_static_pad (scene.harness->element, "sink");
  GstCaps *caps = gst_caps_from_string (GRAY (40000, 48));

  g_assert_false (gst_pad_query_accept_caps (pad, caps));
  g_assert_cmpint (push_caps (&scene, GRAY (64, 48)), ==, GST_FLOW_OK);
  g_assert_false (gst_pad_query_accept_caps (pad, caps));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
  gst_caps_unref (caps);
  gst_object_unref (pad);
  scene_free (&scene);
}

/* Factors nobody can take may be corrected while the source goes on pushing. */
static void
refused_factors_can_be_corrected (void)
{
  Scene scene = scene_new ("scale-factor=1000", NULL, NULL);
  GstVideoInfo info = info_of (GRAY (64, 48));

  g_assert_cmpint (push_caps (&scene, GRAY (64, 48)), ==, GST_FLOW_NOT_NEGOTIATED);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 1);
  scene_set (&scene, "scale-factor=2");
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  g_assert_cmpint (scene_info (&scene).width, ==, 128);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
  scene_free (&scene);
}

static void
downstream_that_refuses_later_is_an_error (void)
{
  static const gchar *const words[] = { "GRAY8", "RGB", "videoconvert", NULL };
  Scene scene = scene_new (NULL, GRAY (64, 48), GRAY (32, 24));
  GstVideoInfo info = info_of (GRAY (64, 48));

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  gst_harness_set_sink_caps_str (scene.harness, "video/x-raw,format=RGB");
  for (gint i = 0; i < 2; i++)
    g_assert_cmpint (
        gst_harness_push (scene.harness, noise_frame (&info, 1)), ==, GST_FLOW_NOT_NEGOTIATED);
  assert_one_error (&scene, words);
  scene_free (&scene);
}

/* What fails because of that is not a refusal. */
static void
flushing_pads_are_no_error (void)
{
  Scene scene = scene_new (NULL, NULL, "video/x-raw,format=RGB");

  scene_flush_at_caps_query (&scene);
  g_assert_cmpint (push_caps (&scene, GRAY (40, 40)), ==, GST_FLOW_FLUSHING);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
  scene_free (&scene);
}

static void
a_missing_downstream_is_an_error (void)
{
  static const gchar *const words[] = { "src pad", "linked", NULL };
  Scene scene;
  GstVideoInfo info = info_of (GRAY (64, 48));

  scene.element = gst_element_factory_make ("alignscale", NULL);
  scene.bus = gst_bus_new ();
  gst_element_set_bus (scene.element, scene.bus);
  scene_set (&scene, "scale-factor=2");
  scene.harness = gst_harness_new_with_element (scene.element, "sink", NULL);
  gst_object_unref (scene.element);
  gst_harness_play (scene.harness);
  gst_harness_set_src_caps_str (scene.harness, GRAY (64, 48));
  for (gint i = 0; i < 2; i++)
    g_assert_cmpint (
        gst_harness_push (scene.harness, noise_frame (&info, 1)), ==, GST_FLOW_NOT_LINKED);
  assert_one_error (&scene, words);
  scene_free (&scene);
}

static void
assert_frame_refused (Scene *scene, GstBuffer *frame, const gchar *const *words)
{
  g_assert_cmpint (gst_harness_push (scene->harness, frame), ==, GST_FLOW_ERROR);
  g_assert_null (gst_harness_try_pull (scene->harness));
  assert_one_error (scene, words);
}

static void
a_frame_too_small_is_an_error (void)
{
  static const gchar *const words[] = { "100 bytes", "64x48", "3072", NULL };
  Scene scene = scene_new (NULL, GRAY (64, 48), GRAY (32, 24));
  GstVideoInfo info = info_of (GRAY (64, 48));

  assert_frame_refused (&scene, gst_buffer_new_allocate (NULL, 100, NULL), words);
  /* and the next good one is scaled */
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  scene_free (&scene);
}

static void
a_frame_without_memory_is_an_error (void)
{
  static const gchar *const words[] = { "0 bytes", "64x48", NULL };
  Scene scene = scene_new (NULL, GRAY (64, 48), GRAY (32, 24));

  assert_frame_refused (&scene, gst_buffer_new (), words);
  scene_free (&scene);
}

/* A meta that promises rows the memory does not hold, or a smaller picture. */
static void
a_meta_that_lies_is_an_error (void)
{
  static const gchar *const words[] = { "64x48", NULL };
  static const struct {
    guint width, height;
    gsize size, offset;
    gint stride;
  } lies[] = {
    { 64, 48, 64 * 48, 0, 65 },
    { 64, 48, 64 * 48 - 1, 0, 64 },
    { 64, 48, 64 * 48, 1, 64 },
    { 64, 48, 64 * 48, 0, -64 },
    { 63, 48, 64 * 48, 0, 64 },
    { 64, 47, 64 * 48, 0, 64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++) {
    Scene scene = scene_new (NULL, GRAY (64, 48), GRAY (32, 24));
    GstBuffer *frame = gst_buffer_new_allocate (NULL, lies[i].size, NULL);
    gsize offsets[GST_VIDEO_MAX_PLANES] = { lies[i].offset };
    gint strides[GST_VIDEO_MAX_PLANES] = { lies[i].stride };

    gst_buffer_add_video_meta_full (frame, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_GRAY8,
        lies[i].width, lies[i].height, 1, offsets, strides);
    g_test_message ("lie %u", (guint) i);
    assert_frame_refused (&scene, frame, words);
    scene_free (&scene);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++) {
    gchar *path = g_strdup_printf ("/errors/refused caps/%s", refusals[i].property);

    g_test_add_data_func (path, &refusals[i], refused_caps_are_one_error);
    g_free (path);
  }
  g_test_add_func ("/errors/a refusal is not final", a_refusal_is_not_final);
  g_test_add_func ("/errors/caps before a refusal come back", caps_before_a_refusal_come_back);
  g_test_add_func ("/errors/a question is no error", a_question_is_no_error);
  g_test_add_func ("/errors/refused factors can be corrected", refused_factors_can_be_corrected);
  g_test_add_func ("/errors/downstream that refuses later is an error",
      downstream_that_refuses_later_is_an_error);
  g_test_add_func ("/errors/flushing pads are no error", flushing_pads_are_no_error);
  g_test_add_func ("/errors/a missing downstream is an error", a_missing_downstream_is_an_error);
  g_test_add_func ("/errors/a frame too small is an error", a_frame_too_small_is_an_error);
  g_test_add_func (
      "/errors/a frame without memory is an error", a_frame_without_memory_is_an_error);
  g_test_add_func ("/errors/a meta that lies is an error", a_meta_that_lies_is_an_error);
  return g_test_run ();
}
