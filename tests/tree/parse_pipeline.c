/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* parse-pipeline DESCRIPTION: 0 when gst-launch-1.0 would accept it; 77 and a line naming them when
 * all it lacks are other people's elements; else 1 and the reason. */
#include <gst/gst.h>

static int
report_missing (gchar **missing)
{
  const gboolean ours = g_strv_contains ((const gchar *const *) missing, "alignscale");
  gchar *names = g_strjoinv (" ", missing);

  g_print ("no element %s\n", names);
  g_free (names);
  g_strfreev (missing);
  return ours ? 1 : 77;
}

int
main (int argc, char **argv)
{
  GstParseContext *context;
  GstElement *pipeline;
  GError *error = NULL;
  gchar **missing;
  int status = 0;

  gst_init (&argc, &argv);
  if (argc != 2)
    return 2;
  context = gst_parse_context_new ();
  pipeline = gst_parse_launch_full (argv[1], context, GST_PARSE_FLAG_NONE, &error);
  missing = gst_parse_context_get_missing_elements (context);
  if (missing)
    status = report_missing (missing);
  else if (error) {
    g_print ("%s\n", error->message);
    status = 1;
  }
  g_clear_error (&error);
  g_clear_object (&pipeline);
  gst_parse_context_free (context);
  return status;
}
