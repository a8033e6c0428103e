/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whole pipelines: alignscale where videoscale was, and states that come and go. */
#include "scene.h"

/* "%s" is the scaler. Lines whose caps videoscale gets wrong are not here, see the caps tables. */
static const gchar *const lines[] = {
  "format=I420,width=320,height=240 ! %s ! fakesink",
  "format=I420,width=320,height=240 ! %s ! video/x-raw,width=640,height=480 ! fakesink",
  "format=RGB,width=320,height=240 ! %s ! video/x-raw,width=640 ! fakesink",
  "format=RGB,width=320,height=240 ! %s ! video/x-raw,height=100 ! fakesink",
  "format=RGB,width=320,height=240 ! %s ! "
  "video/x-raw,width=640,pixel-aspect-ratio=1/1 ! fakesink",
  "format=RGB,width=320,height=240 ! %s ! "
  "video/x-raw,height=1000,pixel-aspect-ratio=1/1 ! fakesink",
  "format=RGB,width=720,height=576,pixel-aspect-ratio=16/15 ! %s ! "
  "video/x-raw,pixel-aspect-ratio=1/1 ! fakesink",
  "format=RGB,width=720,height=480,pixel-aspect-ratio=8/9 ! %s ! "
  "video/x-raw,pixel-aspect-ratio=1/1,height=[1,400] ! fakesink",
  "format=RGB,width=720,height=576,pixel-aspect-ratio=16/15 ! %s ! "
  "video/x-raw,width=[1,300],height=[1,300] ! fakesink",
  "format=GRAY8,width=320,height=240 ! %s ! "
  "video/x-raw,width={(int)100,(int)300,(int)500},height=200 ! fakesink",
  "format=GRAY8,width=320,height=240 ! %s ! "
  "video/x-raw,width=333,pixel-aspect-ratio=[1/2,3/2] ! fakesink",
  "format=NV12,width=320,height=240 ! %s ! video/x-raw,width=111,height=222 ! fakesink",
  "format=YUY2,width=320,height=240 ! %s ! video/x-raw,width=1,height=1 ! fakesink",
  "format=AYUV,width=320,height=240,framerate=7/1 ! %s ! videorate ! "
  "video/x-raw,width=160,framerate=14/1 ! fakesink",
  "format=RGBx,width=320,height=240 ! %s ! tee name=t ! queue ! "
  "video/x-raw,width=160,height=120 ! fakesink t. ! queue ! fakesink",
  "format=BGRA,width=64,height=48 ! %s ! queue ! %s ! video/x-raw,width=99,height=33 ! fakesink",
  "format=ARGB64,width=320,height=240 ! videoconvert ! %s ! videoconvert ! "
  "video/x-raw,format=RGB,width=32,height=32,framerate=30/1,pixel-aspect-ratio=1/1 ! fakesink",
  "format=AYUV,width=64,height=64 ! videoconvert ! %s ! videoconvert ! "
  "video/x-raw,format=AYUV,width=32,height=32 ! fakesink",
  "format=I420,width=64,height=64 ! videoconvert ! %s ! videoconvert ! "
  "video/x-raw,format=I420,width=32,height=32 ! fakesink",
  "format=BGRA,width=64,height=48 ! videoflip method=clockwise ! %s ! videoconvert ! "
  "video/x-raw,format=I420,width=100 ! fakesink",
};

static GstElement *
launch (const gchar *line, const gchar *scaler)
{
  gchar **parts = g_strsplit (line, "%s", -1);
  gchar *rest = g_strjoinv (scaler, parts);
  gchar *text = g_strconcat ("videotestsrc num-buffers=3 ! video/x-raw,", rest, NULL);
  GError *error = NULL;
  GstElement *pipeline = gst_parse_launch (text, &error);

  g_test_message ("%s", text);
  g_assert_no_error (error);
  g_free (text);
  g_free (rest);
  g_strfreev (parts);
  return pipeline;
}

/* Plays to the end, TRUE, or to an error. */
static gboolean
play (GstElement *pipeline)
{
  GstBus *bus = gst_element_get_bus (pipeline);
  GstMessage *message;
  gboolean ended;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (
      bus, 30 * GST_SECOND, (GstMessageType) (GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
  ended = message != NULL && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS;
  g_clear_pointer (&message, gst_message_unref);
  gst_object_unref (bus);
  return ended;
}

static GstElement *
first_of (GstElement *pipeline, const gchar *factory)
{
  GstIterator *elements = gst_bin_iterate_all_by_element_factory_name (GST_BIN (pipeline), factory);
  GValue value = G_VALUE_INIT;
  GstElement *element = NULL;

  /* the newest comes first: the one nearest to the sink */
  if (gst_iterator_next (elements, &value) == GST_ITERATOR_OK)
    element = g_value_dup_object (&value);
  g_value_unset (&value);
  gst_iterator_free (elements);
  return element;
}

/* Size and shape of the pixels that came out, as text; what colours may add is left out. */
static gchar *
negotiated (const gchar *line, const gchar *scaler)
{
  GstElement *pipeline = launch (line, scaler), *element;
  GstPad *pad;
  GstCaps *caps;
  GstVideoInfo info;
  gchar *text;

  g_assert_true (play (pipeline));
  element = first_of (pipeline, scaler);
  pad = gst_element_get_static_pad (element, "src");
  caps = gst_pad_get_current_caps (pad);
  g_assert_nonnull (caps);
  g_assert_true (gst_video_info_from_caps (&info, caps));
  text = g_strdup_printf ("%s %dx%d, pixels %d/%d, %d/%d frames", GST_VIDEO_INFO_NAME (&info),
      info.width, info.height, info.par_n, info.par_d, info.fps_n, info.fps_d);
  gst_caps_unref (caps);
  gst_object_unref (pad);
  gst_object_unref (element);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
  return text;
}

static void
negotiates_as_videoscale (gconstpointer line)
{
  gchar *expected, *got;
  GstElement *peer = gst_element_factory_make ("videoscale", NULL);

  if (peer == NULL) {
    g_test_skip ("videoscale is not installed");
    return;
  }
  gst_object_unref (peer);
  expected = negotiated (line, "videoscale");
  got = negotiated (line, "alignscale");
  g_assert_cmpstr (got, ==, expected);
  g_free (expected);
  g_free (got);
}

static void
live_sources_play (void)
{
  GstElement *pipeline = gst_parse_launch (
      "videotestsrc is-live=true num-buffers=5 ! video/x-raw,width=640,height=480,framerate=50/1 ! "
      "alignscale n-threads=2 ! video/x-raw,width=320 ! fakesink sync=true",
      NULL);

  g_assert_true (play (pipeline));
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

static void
states_come_and_go (void)
{
  GstElement *pipeline = gst_parse_launch (
      "videotestsrc ! video/x-raw,width=640,height=480 ! alignscale n-threads=2 ! "
      "video/x-raw,width=320 ! fakesink",
      NULL);

  for (gint i = 0; i < 40; i++) {
    g_assert_cmpint (gst_element_set_state (pipeline, i % 4 ? GST_STATE_PLAYING : GST_STATE_PAUSED),
        !=, GST_STATE_CHANGE_FAILURE);
    if (i % 2)
      g_assert_cmpint (gst_element_get_state (pipeline, NULL, NULL, 10 * GST_SECOND), !=,
          GST_STATE_CHANGE_FAILURE);
    gst_element_set_state (pipeline, i % 3 ? GST_STATE_READY : GST_STATE_NULL);
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

/* Setters in another thread while frames flow: nothing stops, nothing is said but warnings. */
static void
setters_may_run_while_playing (void)
{
  GstElement *pipeline = gst_parse_launch (
      "videotestsrc ! video/x-raw,format=I420,width=64,height=48 ! alignscale name=s ! "
      "fakesink name=sink",
      NULL);
  GstElement *scaler = gst_bin_get_by_name (GST_BIN (pipeline), "s");
  GstBus *bus = gst_element_get_bus (pipeline);
  GstMessage *error;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (gint i = 0; i < 2000; i++) {
    g_object_set (scaler, "method", i % 6, "align-corners", i % 2, "antialias", i % 3 == 0,
        "arithmetic", i % 2, "n-threads", i % 4, "scale-factor", (i % 5) * 0.5, "crop-left", i % 70,
        "crop-top", i % 20, "crop-right", i % 9, "crop-bottom", i % 7, "add-borders", i % 4 == 0,
        "border-color", i * 65539u, "border-placement", i % 2, "border-rounding", i % 3 == 0, NULL);
    if (i % 50 == 0)
      g_usleep (1000);
  }
  error = gst_bus_pop_filtered (bus, (GstMessageType) (GST_MESSAGE_ERROR | GST_MESSAGE_EOS));
  g_assert_null (error);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (bus);
  gst_object_unref (scaler);
  gst_object_unref (pipeline);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++) {
    gchar *path = g_strdup_printf ("/pipelines/negotiates as videoscale/%s", lines[i]);

    g_test_add_data_func (path, lines[i], negotiates_as_videoscale);
    g_free (path);
  }
  g_test_add_func ("/pipelines/live sources play", live_sources_play);
  g_test_add_func ("/pipelines/states come and go", states_come_and_go);
  g_test_add_func ("/pipelines/setters may run while playing", setters_may_run_while_playing);
  return g_test_run ();
}
