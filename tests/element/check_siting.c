/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Chroma stays where luma is: a ramp in picture coordinates is the same ramp in every plane, for
 * every sub-sampled format, every chroma site, every method. */
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

/* U of an I420 picture of two rows, its samples on every second pixel, as it has to be. */
typedef struct {
  const gchar *settings;
  gint in, out, n; /* widths; samples that are compared */
  gdouble values[4];
} Line;

static void
check_line (const Line *line, guint8 first, guint8 step)
{
  GstVideoInfo in = info_of_format ("I420", line->in, 2, "mpeg2");
  GstVideoInfo out = info_of_format ("I420", line->out, 2, "mpeg2");
  Scene scene = scene_of_infos (&in, &out);
  Samples picture = samples_new (&in), scaled;
  GstBuffer *result;

  for (gint x = 0; x < line->in / 2; x++)
    *samples_at (&picture, 1, x, 0) = (guint16) (first + x * step);
  scene_set (&scene, line->settings);
  result = scene_scale (&scene, samples_write (&picture));
  scaled = samples_read (&out, result);
  for (gint x = 0; x < line->n; x++) {
    const guint value = *samples_at (&scaled, 1, x, 0);

    g_test_message ("%s: U %d is %u, not %.2f", line->settings, x, value, line->values[x]);
    g_assert_cmpfloat (ABS (value - line->values[x]), <=, 0.55);
  }
  samples_free (&scaled);
  samples_free (&picture);
  gst_buffer_unref (result);
  scene_free (&scene);
}

/* A picture a pixel smaller can have as many samples of chroma, which are not where they were.
 * Values are those of the line through the source's samples 0, 60, 120 and 180 on pixels 0, 2, 4
 * and 6. */
static void
as_many_samples_move (void)
{
  static const Line lines[] = {
    { "arithmetic=native", 8, 7, 4, { 15 / 7.0, 495 / 7.0, 975 / 7.0, 180 } },
    { "arithmetic=float", 8, 7, 4, { 15 / 7.0, 495 / 7.0, 975 / 7.0, 180 } },
    { "arithmetic=native align-corners=1", 8, 7, 4, { 0, 70, 140, 180 } },
    { "arithmetic=float align-corners=1", 8, 7, 4, { 0, 70, 140, 180 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    check_line (&lines[i], 0, 60);
}

/* At 4:1 the first of four pixels whose mean luma's area takes has its middle 1.5 pixels on; so has
 * chroma. Nearest takes the first of them, nearest-exact the third. The line rises by 2 a pixel. */
static void
a_quarter_is_under_its_luma (void)
{
  static const Line lines[] = {
    { "method=area", 32, 8, 4, { 13, 29, 45, 61 } },
    { "method=nearest", 32, 8, 4, { 10, 26, 42, 58 } },
    { "method=nearest-exact", 32, 8, 4, { 14, 30, 46, 62 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    check_line (&lines[i], 10, 4);
}

int
main (int argc, char **argv)
{
  gchar **formats;
  gint result;

  test_init (&argc, &argv);
  g_test_add_func (
      "/siting/as many samples move where the picture is scaled", as_many_samples_move);
  g_test_add_func ("/siting/a quarter is under its luma", a_quarter_is_under_its_luma);
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
