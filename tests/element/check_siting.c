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

/* A picture a pixel smaller can have as many samples of chroma, which are not where they were. Values are those
 * of the line through the source's samples, which lie on pixels 0, 2, 4 and 6. */
static void
as_many_samples_move (void)
{
  static const guint8 source[] = { 0, 60, 120, 180 };
  static const struct {
    const gchar *settings;
    gdouble values[4];
  } rows[] = {
    { "arithmetic=native", { 15 / 7.0, 495 / 7.0, 975 / 7.0, 180 } },
    { "arithmetic=float", { 15 / 7.0, 495 / 7.0, 975 / 7.0, 180 } },
    { "arithmetic=native align-corners=1", { 0, 70, 140, 180 } },
    { "arithmetic=float align-corners=1", { 0, 70, 140, 180 } },
  };
  GstVideoInfo in = info_of_format ("I420", 8, 2, "mpeg2");
  GstVideoInfo out = info_of_format ("I420", 7, 2, "mpeg2");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Scene scene = scene_of_infos (&in, &out);
    Samples picture = samples_new (&in), scaled;
    GstBuffer *result;

    for (gint x = 0; x < 4; x++)
      *samples_at (&picture, 1, x, 0) = source[x];
    scene_set (&scene, rows[i].settings);
    result = scene_scale (&scene, samples_write (&picture));
    scaled = samples_read (&out, result);
    for (gint x = 0; x < 4; x++) {
      const guint value = *samples_at (&scaled, 1, x, 0);

      g_test_message ("%s: U %d is %u, not %.2f", rows[i].settings, x, value, rows[i].values[x]);
      g_assert_cmpfloat (ABS (value - rows[i].values[x]), <=, 0.55);
    }
    samples_free (&scaled);
    samples_free (&picture);
    gst_buffer_unref (result);
    scene_free (&scene);
  }
}

int
main (int argc, char **argv)
{
  gchar **formats;
  gint result;

  test_init (&argc, &argv);
  g_test_add_func (
      "/siting/as many samples move where the picture is scaled", as_many_samples_move);
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
