/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sizes that change while frames flow, because downstream or a property says so, and those that may
 * not. */
#include <string.h>

#include "scene.h"

/* ---- downstream changes its mind while PLAYING ---- */

/* What a capsfilter behind the scaler asks for, one after the other, and how often that came
 * out. */
static const struct {
  const gchar *caps;
  gint min_width, max_width, min_height, max_height;
} wishes[] = {
  { "video/x-raw,width=480,height=320", 480, 480, 320, 320 },
  { "video/x-raw,width=120,height=100", 120, 120, 100, 100 },
  { "video/x-raw,width=[10,50],height=[100,200]", 10, 50, 100, 200 },
  { "video/x-raw,width=300,height=[25,75];"
    "video/x-raw,width=[30,40],height=[100,200],format=YUY2",
      300, 300, 25, 75 },
  { "video/x-raw,width=100,height=100", 100, 100, 100, 100 }, /* passthrough */
  { "video/x-raw,width=1,height=1", 1, 1, 1, 1 },
};

#define FRAMES_PER_WISH 10

typedef struct {
  GstElement *filter;
  gint n_frames;
  gint n_caps; /* that were not those before */
  gint n_wrong;
  GstCaps *caps;
} Watch;

/* The filter's caps change between two frames; the next one has them. */
static GstPadProbeReturn
watch (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Watch *self = data;
  GstCaps *caps = gst_pad_get_current_caps (pad), *wish;
  const gsize turn = (gsize) self->n_frames / FRAMES_PER_WISH;
  GstVideoInfo video;

  g_assert_true (gst_video_info_from_caps (&video, caps));
  self->n_caps += self->caps == NULL || !gst_caps_is_equal (caps, self->caps);
  self->n_wrong += video.width < wishes[turn].min_width || video.width > wishes[turn].max_width
                   || video.height < wishes[turn].min_height
                   || video.height > wishes[turn].max_height
                   || gst_buffer_get_size (GST_PAD_PROBE_INFO_BUFFER (info)) != video.size;
  gst_caps_take (&self->caps, caps);
  self->n_frames++;
  if (self->n_frames % FRAMES_PER_WISH == 0 && turn + 1 < G_N_ELEMENTS (wishes)) {
    wish = gst_caps_from_string (wishes[turn + 1].caps);
    g_object_set (self->filter, "caps", wish, NULL);
    gst_caps_unref (wish);
  }
  return GST_PAD_PROBE_OK;
}

static void
a_filter_may_change_its_mind_while_playing (void)
{
  gchar *text =
      g_strdup_printf ("videotestsrc num-buffers=%d ! video/x-raw,format=I420,width=100,height=100 "
                       "! alignscale ! capsfilter name=filter caps=\"%s\" ! fakesink name=sink",
          FRAMES_PER_WISH * (gint) G_N_ELEMENTS (wishes), wishes[0].caps);
  GstElement *pipeline = gst_parse_launch (text, NULL);
  GstElement *sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  GstPad *pad = gst_element_get_static_pad (sink, "sink");
  GstBus *bus = gst_element_get_bus (pipeline);
  Watch self = { .filter = gst_bin_get_by_name (GST_BIN (pipeline), "filter") };
  GstMessage *message;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, watch, &self, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (
      bus, 30 * GST_SECOND, (GstMessageType) (GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
  g_assert_nonnull (message);
  g_assert_cmpstr (GST_MESSAGE_TYPE_NAME (message), ==, "eos");
  gst_message_unref (message);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  g_assert_cmpint (self.n_frames, ==, FRAMES_PER_WISH * (gint) G_N_ELEMENTS (wishes));
  g_assert_cmpint (self.n_caps, ==, (gint) G_N_ELEMENTS (wishes));
  g_assert_cmpint (self.n_wrong, ==, 0);
  gst_clear_caps (&self.caps);
  gst_object_unref (self.filter);
  gst_object_unref (bus);
  gst_object_unref (pad);
  gst_object_unref (sink);
  gst_object_unref (pipeline);
  g_free (text);
}

/* ---- sizes that are refused ---- */

#define IN "video/x-raw,format=GRAY8,width=64,height=48,framerate=25/1"

static void
assert_warning (Scene *scene, const gchar *begin, const gchar *end)
{
  gchar *text = scene_text (scene, GST_MESSAGE_WARNING);

  g_assert_nonnull (text);
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, begin));
  g_assert_nonnull (strstr (text, end));
  g_free (text);
  g_assert_cmpint (
      scene_count (scene, (GstMessageType) (GST_MESSAGE_WARNING | GST_MESSAGE_ERROR)), ==, 0);
}

static void
assert_same_bytes (GstBuffer *a, GstBuffer *b)
{
  GstMapInfo map;

  g_assert_true (gst_buffer_map (a, &map, GST_MAP_READ));
  g_assert_cmpint (gst_buffer_memcmp (b, 0, map.data, map.size), ==, 0);
  gst_buffer_unmap (a, &map);
}

static void
send_again (Scene *scene, const gchar *text)
{
  GstCaps *caps = gst_caps_from_string (text);

  g_assert_true (gst_pad_push_event (scene->harness->srcpad, gst_event_new_caps (caps)));
  gst_caps_unref (caps);
}

/* Less of the input times the same factor is another size; the crop is done in the old one. */
static void
a_crop_that_makes_another_size_is_done_in_the_old (void)
{
  const gchar *out = "video/x-raw,format=GRAY8,width=96,height=72,framerate=25/1";
  const GstVideoInfo in_info = info_of (IN), out_info = info_of (out);
  Scene scene = scene_new ("scale-factor=1.5", IN, "video/x-raw,width=96");
  GstBuffer *frame = noise_frame (&in_info, 1), *result;
  GstBuffer *expected = scale_once ("crop-left=10 crop-top=4", IN, out, frame);

  gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
  scene_set (&scene, "crop-left=10 crop-top=4");
  for (gint i = 0; i < 3; i++) {
    result = scene_scale (&scene, gst_buffer_ref (frame));
    g_assert_true (same_picture (&out_info, expected, result));
    gst_buffer_unref (result);
  }
  assert_warning (&scene, "The size stays 96x72. The scale factors make 81x66", "96");
  /* also where caps are negotiated again: the same ones, and downstream asks for it */
  send_again (&scene, IN);
  gst_harness_set_sink_caps_str (scene.harness, "video/x-raw,width=96,height=[1,100]");
  result = scene_scale (&scene, gst_buffer_ref (frame));
  g_assert_true (same_picture (&out_info, expected, result));
  gst_buffer_unref (result);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
  gst_buffer_unref (expected);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

/* ---- libraries ---- */

/* What a library does not have is refused; before the stream that is an error, later a warning, and
 * frames are those of the old settings. */
static void
what_a_library_lacks_is_refused (void)
{
  static const struct {
    const gchar *settings, *why;
  } lacks[] = {
    { "library=pillow method=area", "Pillow has no method area. It has: box, hamming, nearest" },
    { "library=opencv method=box", "OpenCV has no method box. It has: bilinear-exact, nearest" },
    { "library=torch method=box", "PyTorch has no method box. It has: nearest, nearest-exact" },
    { "library=pillow arithmetic=float", "there for arithmetic native alone" },
    { "library=tensorflow method=cubic",
        "TensorFlow has no method cubic. It has: lanczos3, lanczos5, mitchell, gaussian, nearest, "
        "bilinear, bicubic, area." },
    { "library=onnx method=area", "ONNX has no method area. It has: linear, cubic, nearest." },
    { "library=onnx method=bilinear", "ONNX has no method bilinear. It has: linear" },
    { "library=torch coordinates=asymmetric",
        "PyTorch has no coordinates asymmetric for method bilinear. It has: auto." },
    { "library=tensorflow coordinates=pytorch-half-pixel",
        "It has: auto, half-pixel, align-corners, asymmetric." },
    { "library=tensorflow antialias=1 coordinates=asymmetric",
        "for method bilinear with antialias. It has: auto, half-pixel." },
    { "library=tensorflow method=lanczos3 coordinates=align-corners",
        "for method lanczos3. It has: auto, half-pixel." },
    { "library=tensorflow exclude-outside=1", "ONNX has it for cubic, and for linear with" },
    { "library=onnx method=linear exclude-outside=1",
        "ONNX has no exclude-outside for this method" },
    { "library=tensorflow nearest-rounding=ceil", "TensorFlow has no choice of nearest-rounding" },
    { "library=opencv rounding=truncate",
        "OpenCV has no choice of rounding. TensorFlow and ONNX have it" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lacks); i++) {
    Scene scene =
        scene_new ("library=opencv method=bilinear", IN, "video/x-raw,width=32,height=32");
    GstBuffer *frame = gst_harness_create_buffer (scene.harness, 64 * 48), *before, *after;
    gchar *text;

    gst_buffer_memset (frame, 0, 0x37, 31 * 48);
    before = scene_scale (&scene, gst_buffer_ref (frame));
    scene_set (&scene, lacks[i].settings);
    after = scene_scale (&scene, frame);
    assert_same_bytes (before, after);
    gst_buffer_unref (before);
    gst_buffer_unref (after);
    assert_warning (&scene, "The old library and method stay. ", lacks[i].why);
    scene_free (&scene);

    scene = scene_new (lacks[i].settings, IN, "video/x-raw,width=32,height=32");
    gst_harness_push (scene.harness, gst_harness_create_buffer (scene.harness, 64 * 48));
    text = scene_text (&scene, GST_MESSAGE_ERROR);
    g_assert_nonnull (text);
    g_assert_nonnull (strstr (text, lacks[i].why));
    g_free (text);
    scene_free (&scene);
  }
}

/* A picture of each view behind the other. */
static void
add_view_metas (GstBuffer *buffer, GstVideoInfo *info)
{
  for (gint view = 0; view < info->views; view++) {
    gsize offsets[GST_VIDEO_MAX_PLANES] = { (gsize) view * info->size };
    GstVideoMeta *meta = gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE,
        GST_VIDEO_INFO_FORMAT (info), (guint) info->width, (guint) info->height, 1, offsets,
        info->stride);

    meta->id = view;
  }
}

/* A size may be more than the library can describe, with views or without; the stream goes on. */
static void
a_size_beyond_gstreamer_is_not_taken (void)
{
  static const struct {
    const gchar *in, *settings, *why;
  } sizes[] = {
    { "video/x-raw,format=ARGB64,width=64,height=64,framerate=25/1", "scale-factor=511",
        "Frames of ARGB64 with 32704x32704 pixels are too large" },
    { "video/x-raw,format=RGBA,width=64,height=64,multiview-mode=separated,views=64,framerate=25/1",
        "scale-factor=100", "Buffers of so many pictures" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    Scene scene = scene_new ("scale-factor=0.5", sizes[i].in, NULL);
    GstVideoInfo info = info_of (sizes[i].in);

    for (gint k = 0; k < 3; k++) {
      GstBuffer *frame = gst_buffer_new_allocate (NULL, info.size * (gsize) info.views, NULL);

      gst_buffer_memset (frame, 0, 0, G_MAXSIZE);
      if (info.views > 1)
        add_view_metas (frame, &info);
      gst_buffer_unref (scene_scale (&scene, frame));
      g_assert_cmpint (scene_info (&scene).width, ==, 32);
      if (k == 0)
        scene_set (&scene, sizes[i].settings);
    }
    assert_warning (
        &scene, "The new scale factors are not taken: the size stays 32x32. ", sizes[i].why);
    scene_free (&scene);
  }
}

/* A peer may offer caps it does not accept. */
static GstPadProbeReturn
accept_96_only (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  GstCaps *caps;
  gint width = 0;

  (void) pad;
  (void) data;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ACCEPT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_query_parse_accept_caps (query, &caps);
  gst_structure_get_int (gst_caps_get_structure (caps, 0), "width", &width);
  gst_query_set_accept_caps_result (query, width == 96);
  return GST_PAD_PROBE_HANDLED;
}

static void
a_size_that_is_not_accepted_is_not_taken (void)
{
  const GstVideoInfo in_info = info_of (IN);
  Scene scene = scene_new ("scale-factor=1.5", NULL, NULL);

  gst_pad_add_probe (
      scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, accept_96_only, NULL, NULL);
  gst_harness_set_src_caps_str (scene.harness, IN);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&in_info, 1)));
  g_assert_cmpint (scene_info (&scene).width, ==, 96);
  scene_set (&scene, "scale-factor=2");
  gst_buffer_unref (scene_scale (&scene, noise_frame (&in_info, 1)));
  g_assert_cmpint (scene_info (&scene).width, ==, 96);
  assert_warning (&scene, "The new scale factors are not taken: the size stays 96x72. ",
      "Downstream refuses the new size.");
  scene_free (&scene);
}

/* ---- a flush that comes while new caps are on their way ---- */

static GstPadProbeReturn
flush_at_caps (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstHarness *harness = data;

  (void) pad;
  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  return GST_PAD_PROBE_REMOVE;
}

static void
a_flush_while_caps_change_ends_nothing (void)
{
  const GstVideoInfo in_info = info_of (IN);
  Scene scene = scene_new ("scale-factor=2", IN, NULL);
  GstPad *srcpad = gst_element_get_static_pad (scene.harness->element, "src");
  GstSegment segment;

  gst_buffer_unref (scene_scale (&scene, noise_frame (&in_info, 1)));
  scene_set (&scene, "scale-factor=3");
  gst_pad_add_probe (
      srcpad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, flush_at_caps, scene.harness, NULL);
  g_assert_cmpint (
      gst_harness_push (scene.harness, noise_frame (&in_info, 1)), ==, GST_FLOW_FLUSHING);
  gst_harness_push_event (scene.harness, gst_event_new_flush_stop (TRUE));
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (scene.harness, gst_event_new_segment (&segment));
  gst_buffer_unref (scene_scale (&scene, noise_frame (&in_info, 2)));
  g_assert_cmpint (scene_info (&scene).width, ==, 3 * in_info.width);
  gst_object_unref (srcpad);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/renegotiation/a filter may change its mind while playing",
      a_filter_may_change_its_mind_while_playing);
  g_test_add_func (
      "/renegotiation/what a library lacks is refused", what_a_library_lacks_is_refused);
  g_test_add_func ("/renegotiation/a crop that makes another size is done in the old",
      a_crop_that_makes_another_size_is_done_in_the_old);
  g_test_add_func (
      "/renegotiation/a size beyond GStreamer is not taken", a_size_beyond_gstreamer_is_not_taken);
  g_test_add_func ("/renegotiation/a size that is not accepted is not taken",
      a_size_that_is_not_accepted_is_not_taken);
  g_test_add_func ("/renegotiation/a flush while caps change ends nothing",
      a_flush_while_caps_change_ends_nothing);
  return g_test_run ();
}
