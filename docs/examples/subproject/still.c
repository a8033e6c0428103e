/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writes one frame of a test picture, 48x32, resized by the alignscale that is part of this
 * program: still FILE */
#include <gst/gst.h>

GST_PLUGIN_STATIC_DECLARE (alignscale);

static int
play (const char *file)
{
  GError *error = NULL;
  gchar *text =
      g_strdup_printf ("videotestsrc num-buffers=1 ! video/x-raw,format=RGB,width=320,"
                       "height=240 ! alignscale library=pillow method=lanczos antialias=true ! "
                       "video/x-raw,width=48,height=32 ! filesink location=\"%s\"",
          file);
  GstElement *pipeline = gst_parse_launch (text, &error);
  GstMessage *message = NULL;

  g_free (text);
  if (pipeline != NULL && error == NULL) {
    GstBus *bus = gst_element_get_bus (pipeline);

    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    message =
        gst_bus_timed_pop_filtered (bus, GST_CLOCK_TIME_NONE, GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
      gst_message_parse_error (message, &error, NULL);
    gst_element_set_state (pipeline, GST_STATE_NULL);
    gst_message_unref (message);
    gst_object_unref (bus);
    gst_object_unref (pipeline);
  }
  if (error == NULL)
    return 0;
  g_printerr ("%s\n", error->message);
  g_error_free (error);
  return 1;
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  if (argc != 2) {
    g_printerr ("usage: %s FILE\n", argv[0]);
    return 2;
  }
  GST_PLUGIN_STATIC_REGISTER (alignscale);
  return play (argv[1]);
}
