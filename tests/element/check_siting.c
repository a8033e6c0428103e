/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Chroma stays where luma is: a ramp in picture coordinates is the same ramp in every plane, for every sub-sampled
 * format, every chroma site, every method. */
#include "ramp.h"

static gboolean
is_subsampled (const gchar *name)
{
  const GstVideoFormatInfo *info = gst_video_format_get_info (gst_video_format_from_string (name));

  return info->w_sub[GST_VIDEO_COMP_U] > 0 || info->h_sub[GST_VIDEO_COMP_U] > 0;
}

static void
ramp_stays (gconstpointer format)
{
  for (gint i = 0; i < n_sites; i++)
    ramp_check_format (format, &sites[i]);
}

int
main (int argc, char **argv)
{
  gchar **formats;
  gint result;

  test_init (&argc, &argv);
  formats = offered_formats ();
  for (gchar **format = formats; *format != NULL; format++) {
    gchar *path =
        g_strconcat ("/siting/a ramp stays the same ramp in luma and chroma/", *format, NULL);

    if (is_subsampled (*format))
      g_test_add_data_func (path, *format, ramp_stays);
    g_free (path);
  }
  result = g_test_run ();
  g_strfreev (formats);
  return result;
}
