/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An application with a live source that changes its mind: it enlarges the picture and sets
 * another method and another align-corners every half second while PLAYING. The caps stay what they
 * are, no frame is lost, and the next frame shows the new setting.
 *
 *   live-switch       prints the frames each setting has made, then ends
 *
 * The frames go to an appsink; put them where your application wants them. */
#include <gst/app/app.h>

#define FRAMES_PER_SECOND 30
#define FRAMES_PER_SETTING 15

static const struct {
  const char *method;
  gboolean align_corners;
} settings[] = {
  { "nearest-exact", FALSE },
  { "bilinear", FALSE },
  { "bilinear", TRUE },
  { "bicubic", FALSE },
  { "bicubic", TRUE },
  { "lanczos", FALSE },
};

static void
use_setting (GstElement *scaler, gsize i)
{
  gst_util_set_object_arg (G_OBJECT (scaler), "method", settings[i].method);
  g_object_set (scaler, "align-corners", settings[i].align_corners, NULL);
}

static GstElement *
make_pipeline (void)
{
  GError *error = NULL;
  GstElement *pipeline =
      gst_parse_launch ("videotestsrc is-live=true pattern=ball"
                        " ! video/x-raw,format=I420,width=160,height=120,framerate=30/1"
                        " ! alignscale name=scaler"
                        " ! video/x-raw,width=640,height=480"
                        " ! appsink name=sink max-buffers=4",
          &error);

  if (error) {
    g_printerr ("%s\n", error->message);
    g_clear_error (&error);
    g_clear_object (&pipeline);
  }
  return pipeline;
}

/* Pulls the frames of one setting; FALSE when they stop coming. `offset` is the number of the frame
 * expected next, as the live source counts them. */
static gboolean
pull_frames (GstAppSink *sink, guint64 *offset, guint *lost)
{
  for (int i = 0; i < FRAMES_PER_SETTING; i++) {
    GstSample *sample = gst_app_sink_try_pull_sample (sink, 5 * GST_SECOND);
    GstBuffer *buffer;

    if (!sample)
      return FALSE;
    buffer = gst_sample_get_buffer (sample);
    *lost += GST_BUFFER_OFFSET (buffer) != *offset;
    *offset = GST_BUFFER_OFFSET (buffer) + 1;
    gst_sample_unref (sample);
  }
  return TRUE;
}

static void
print_error (GstElement *pipeline)
{
  GstBus *bus = gst_element_get_bus (pipeline);
  GstMessage *message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  GError *error = NULL;

  if (message) {
    gst_message_parse_error (message, &error, NULL);
    gst_message_unref (message);
  }
  g_printerr ("%s\n", error ? error->message : "no frame came for five seconds");
  g_clear_error (&error);
  gst_object_unref (bus);
}

int
main (int argc, char **argv)
{
  GstElement *pipeline, *scaler, *sink;
  guint64 offset = 0;
  guint lost = 0;
  gboolean playing = TRUE;

  gst_init (&argc, &argv);
  if (!(pipeline = make_pipeline ()))
    return 1;
  scaler = gst_bin_get_by_name (GST_BIN (pipeline), "scaler");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");

  use_setting (scaler, 0);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  for (gsize i = 0; i < G_N_ELEMENTS (settings) && playing; i++) {
    use_setting (scaler, i);
    playing = pull_frames (GST_APP_SINK (sink), &offset, &lost);
    if (playing)
      g_print ("method=%s align-corners=%s: %d frames\n", settings[i].method,
          settings[i].align_corners ? "true" : "false", FRAMES_PER_SETTING);
  }
  if (playing)
    g_print ("%" G_GUINT64_FORMAT " frames, %u gaps\n", offset, lost);
  else
    print_error (pipeline);

  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (scaler);
  gst_object_unref (sink);
  gst_object_unref (pipeline);
  return playing && lost == 0 ? 0 : 1;
}
