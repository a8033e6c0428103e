/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints the names of GStreamer's raw formats, one per line. */
#include <gst/video/video.h>
#include <stdio.h>

int
main (int argc, char **argv)
{
  guint n;
  const GstVideoFormat *formats;

  gst_init (&argc, &argv);
  formats = gst_video_formats_raw (&n);
  for (guint i = 0; i < n; i++)
    puts (gst_video_format_to_string (formats[i]));
  return 0;
}
