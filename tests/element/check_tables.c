/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tables of a forum question on align_corners, as they were printed there and as the element
 * computes them: in GRAY16, one unit of the table being 10000 grey levels. */
#include <math.h>

#include "scene.h"

#define GAIN 10000
#define MAX_SIDE 6

typedef struct {
  const gchar *name, *settings;
  gint in_width, in_height;
  gdouble in[9];
  gint out_width, out_height;
  gdouble tolerance; /* half a unit of the last digit printed */
  gdouble out[MAX_SIDE * MAX_SIDE];
} Table;

/* clang-format off */
static const Table tables[] = {
  { "bilinear, align-corners=false, 3x3 to 6x6", "method=bilinear", 3, 3,
    { 1, 2, 0,  3, 4, 0,  0, 0, 0 }, 6, 6, 0.00005,
    { 1, 1.25, 1.75, 1.5, .5, 0,
      1.5, 1.75, 2.25, 1.875, .625, 0,
      2.5, 2.75, 3.25, 2.625, .875, 0,
      2.25, 2.4375, 2.8125, 2.25, .75, 0,
      .75, .8125, .9375, .75, .25, 0,
      0, 0, 0, 0, 0, 0 } },
  { "bilinear, align-corners=true, 3x3 to 6x6", "method=bilinear align-corners=true", 3, 3,
    { 1, 2, 0,  3, 4, 0,  0, 0, 0 }, 6, 6, 0.00005,
    { 1, 1.4, 1.8, 1.6, .8, 0,
      1.8, 2.2, 2.6, 2.24, 1.12, 0,
      2.6, 3, 3.4, 2.88, 1.44, 0,
      2.4, 2.72, 3.04, 2.56, 1.28, 0,
      1.2, 1.36, 1.52, 1.28, .64, 0,
      0, 0, 0, 0, 0, 0 } },
  { "bicubic, align-corners=true, 2x2 to 4x4", "method=bicubic align-corners=true", 2, 2,
    { 1, 2,  3, 4 }, 4, 4, 0.00005,
    { 1, 1.3148, 1.6852, 2,
      1.6296, 1.9444, 2.3148, 2.6296,
      2.3704, 2.6852, 3.0556, 3.3704,
      3, 3.3148, 3.6852, 4 } },
  { "bicubic, align-corners=false, 2x2 to 4x4", "method=bicubic", 2, 2,
    { 1, 2,  3, 4 }, 4, 4, 0.00005,
    { .6836, 1.0156, 1.5625, 1.8945,
      1.3477, 1.6797, 2.2266, 2.5586,
      2.4414, 2.7734, 3.3203, 3.6523,
      3.1055, 3.4375, 3.9844, 4.3164 } },
  { "one row, align-corners=false, 2 to 4", "method=bilinear", 2, 1, { 0, 1 }, 4, 1, 0.00005,
    { 0, .25, .75, 1 } },
  { "one row, align-corners=true, 2 to 4", "method=bilinear align-corners=true", 2, 1, { 0, 1 },
    4, 1, 0.00005, { 0, 1.0 / 3, 2.0 / 3, 1 } },
  { "one column, align-corners=false, 2 to 4", "method=bilinear", 1, 2, { 0, 1 }, 1, 4, 0.00005,
    { 0, .25, .75, 1 } },
  { "one column, align-corners=true, 2 to 4", "method=bilinear align-corners=true", 1, 2, { 0, 1 },
    1, 4, 0.00005, { 0, 1.0 / 3, 2.0 / 3, 1 } },
};
/* clang-format on */

static guint16
sample (const GstVideoFrame *frame, gint x, gint y)
{
  const guint8 *p = (const guint8 *) GST_VIDEO_FRAME_PLANE_DATA (frame, 0)
                    + y * GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0) + 2 * x;

  return GST_VIDEO_FORMAT_INFO_IS_LE (frame->info.finfo) ? GST_READ_UINT16_LE (p)
                                                         : GST_READ_UINT16_BE (p);
}

static GstBuffer *
frame_of_table (const Table *table, const GstVideoInfo *info)
{
  guint16 samples[9];

  for (gint i = 0; i < table->in_width * table->in_height; i++) {
    const guint16 level = (guint16) lrint (table->in[i] * GAIN);

    samples[i] =
        GST_VIDEO_FORMAT_INFO_IS_LE (info->finfo) ? GUINT16_TO_LE (level) : GUINT16_TO_BE (level);
  }
  return frame_of_rows (info, samples);
}

static void
compare (const Table *table, const GstVideoInfo *info, GstBuffer *buffer)
{
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_READ));
  for (gint y = 0; y < table->out_height; y++) {
    for (gint x = 0; x < table->out_width; x++) {
      const gdouble expected = table->out[y * table->out_width + x];
      const gdouble got = (gdouble) sample (&frame, x, y) / GAIN;

      g_test_message ("row %d, column %d: %.4f, table %.4f", y, x, got, expected);
      g_assert_cmpfloat_with_epsilon (got, expected, table->tolerance + 1e-9);
    }
  }
  gst_video_frame_unmap (&frame);
}

static void
check_table (const Table *table, const gchar *format)
{
  gchar *in = caps_text (format, table->in_width, table->in_height, "");
  gchar *out = caps_text (format, table->out_width, table->out_height, "");
  GstVideoInfo in_info = info_of (in), out_info = info_of (out);
  GstBuffer *frame = frame_of_table (table, &in_info);
  GstBuffer *result = scale_once (table->settings, in, out, frame);

  compare (table, &out_info, result);
  gst_buffer_unref (result);
  gst_buffer_unref (frame);
  g_free (in);
  g_free (out);
}

static void
check_both_byte_orders (gconstpointer table)
{
  check_table (table, "GRAY16_LE");
  check_table (table, "GRAY16_BE");
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    gchar *path = g_strdup_printf ("/tables/%s", tables[i].name);

    g_test_add_data_func (path, &tables[i], check_both_byte_orders);
    g_free (path);
  }
  return g_test_run ();
}
