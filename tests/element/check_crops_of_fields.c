/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Crops of fields, in every way they come. The reference are the rows cut out of an interleaved
 * frame. */
#include <string.h>

#include "fields.h"

static const gchar *const formats[] = { "GRAY8", "I420", "NV12", "Y42B", "YUY2", "RGBA", "YUV9",
  "P010_10LE", "AV12" };

static const gchar *const planar[] = { "GRAY8", "I420", "Y42B" };

#define CROP_HEIGHT 40

/* Rows `start` to `start + part->height` of an interleaved frame, which begin on whole samples of
 * both fields of every plane. */
static GstBuffer *
cut_rows (const GstVideoInfo *info, GstBuffer *frame, const GstVideoInfo *part, gint start)
{
  GstBuffer *result = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (part), NULL);
  GstVideoFrame in, out;

  g_assert_true (gst_video_frame_map (&in, info, frame, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&out, part, result, GST_MAP_WRITE));
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gsize bytes;
    gint step = 1;

    plane_measure (info, p, &bytes, &step);
    for (gint y = 0; y < plane_memory_rows (part, p); y++)
      memcpy (plane_row (&out, p, y),
          plane_row (&in, p, MIN (start / step + y, plane_memory_rows (info, p) - 1)), bytes);
  }
  gst_video_frame_unmap (&out);
  gst_video_frame_unmap (&in);
  return result;
}

/* False for some heights of P010 and AV12, whose second field has a row less in memory than in the
 * picture: a crop of a larger frame has that row. */
static gboolean
has_all_rows (const GstVideoInfo *info)
{
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gsize bytes;
    gint step = 1;

    plane_measure (info, p, &bytes, &step);
    if (plane_memory_rows (info, p) < plane_rows (info, step, 2, 0) + plane_rows (info, step, 2, 1))
      return FALSE;
  }
  return TRUE;
}

static GstBuffer *
with_rows (GstBuffer *frame, gint first, gint rows)
{
  GstBuffer *copy = gst_buffer_copy (frame);
  GstVideoCropMeta *meta = gst_buffer_add_video_crop_meta (copy);

  meta->y = (guint) first;
  meta->width = WIDTH;
  meta->height = (guint) rows;
  return copy;
}

/* What the element makes of all rows from `first` on but the last `less`: by settings, by a meta,
 * and by settings inside a meta. */
static void
check_crop (const gchar *mode, const gchar *format, gint first, gint less, GstBuffer *frame,
    const GstVideoInfo *out, GstBuffer *expected)
{
  gchar *all = g_strdup_printf ("method=bicubic crop-top=%d crop-bottom=%d", first, less);
  gchar *rest = g_strdup_printf ("method=bicubic crop-top=1 crop-bottom=%d", less);
  const gchar *const settings[] = { all, "method=bicubic", rest };
  GstBuffer *frames[] = { gst_buffer_ref (frame),
    with_rows (frame, first, CROP_HEIGHT - first - less),
    with_rows (frame, first - 1, CROP_HEIGHT - first + 1) };

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    GstBuffer *result =
        fields_scale_as (mode, settings[i], format, CROP_HEIGHT, 31, OUT_WIDTH, frames[i]);

    g_test_message ("%s %s, all but %d and %d rows: %s", mode, format, first, less, settings[i]);
    g_assert_true (same_picture (out, expected, result));
    gst_buffer_unref (result);
    gst_buffer_unref (frames[i]);
  }
  g_free (rest);
  g_free (all);
}

/* Rows are the frame's in every mode. */
static void
crops_at_whole_samples_are_frames_of_their_own (gconstpointer format)
{
  static const gint crops[][2] = { { 4, 0 }, { 4, 2 }, { 8, 1 }, { 8, 4 }, { 8, 7 }, { 16, 0 },
    { 16, 5 }, { 24, 1 }, { 24, 3 } };
  gchar *in = caps_text (format, WIDTH, CROP_HEIGHT, INTERLEAVED);
  gchar *out = caps_text (format, OUT_WIDTH, 31, INTERLEAVED);
  const GstVideoInfo info = info_of (in), out_info = info_of (out);
  GstBuffer *frame = noise_frame (&info, 9);
  gint step = 1, n_checked = 0;

  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (&info); c++)
    step = MAX (step, 1 << info.finfo->h_sub[c]);
  for (gsize i = 0; i < G_N_ELEMENTS (crops); i++) {
    const gint first = crops[i][0];
    gchar *part = caps_text (format, WIDTH, CROP_HEIGHT - first - crops[i][1], INTERLEAVED);
    const GstVideoInfo part_info = info_of (part);
    GstBuffer *cut = cut_rows (&info, frame, &part_info, first);
    GstBuffer *expected = scale_once ("method=bicubic", part, out, cut);

    for (gsize m = 0; first % (2 * step) == 0 && has_all_rows (&part_info) && m < N_FIELD_MODES;
         m++, n_checked++)
      check_crop (field_modes[m], format, first, crops[i][1], frame, &out_info, expected);
    gst_buffer_unref (expected);
    gst_buffer_unref (cut);
    g_free (part);
  }
  g_assert_cmpint (n_checked, >=, 9);
  gst_buffer_unref (frame);
  g_free (out);
  g_free (in);
}

/* ---- crops that begin anywhere ---- */

#define RAMP_STEP 4
#define OUT_HEIGHT 31

/* The position in the frame, in rows, of row r of a plane with a sample for `step` rows: fields
 * take turns, and a sample of either covers rows of its own field. MPEG-2's interlaced 4:2:0 has
 * samples a half and two and a half rows down. */
static gdouble
position_of (gint r, gint step)
{
  const gint field = r % 2, c = r / 2;

  return 2.0 * step * c + step * field + (step - 1) * 0.5;
}

/* True where the first or the last row that the sample stands for lies in the crop. */
static gboolean
is_inside (gint r, gint step, gint first, gint rows)
{
  const gint top = 2 * step * (r / 2) + r % 2, bottom = top + 2 * (step - 1);

  return (top >= first && top < first + rows) || (bottom >= first && bottom < first + rows);
}

/* A ramp down the rows inside the crop and white outside, which no tap may see. */
static GstBuffer *
ramp_in_crop (const GstVideoInfo *info, gint first, gint rows)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (info), NULL);
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gsize bytes;
    gint step = 1;

    plane_measure (info, p, &bytes, &step);
    for (gint r = 0; r < plane_memory_rows (info, p); r++)
      memset (plane_row (&frame, p, r),
          is_inside (r, step, first, rows) ? (gint) (RAMP_STEP * position_of (r, step)) : 255,
          bytes);
  }
  gst_video_frame_unmap (&frame);
  return buffer;
}

/* Away from the crop's ends the output is the same ramp at another scale. */
static void
assert_ramp (const GstVideoInfo *info, GstBuffer *buffer, gint first, gint rows)
{
  const gdouble scale = (gdouble) rows / OUT_HEIGHT;
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_READ));
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gsize bytes;
    gint step = 1, n_checked = 0;

    plane_measure (info, p, &bytes, &step);
    for (gint r = 0; r < plane_memory_rows (info, p); r++) {
      const gdouble inside = (position_of (r, step) + 0.5) * scale - 0.5;
      const gdouble wanted = RAMP_STEP * (first + inside);
      const gint is = plane_row (&frame, p, r)[bytes / 2];

      /* memory may have a row of luma more, which is nobody's */
      if (step == 1 && r >= OUT_HEIGHT)
        continue;
      g_assert_cmpint (is, <, 200);
      if (inside < 2 * step || inside > rows - 1 - 2 * step || position_of (r, step) >= OUT_HEIGHT)
        continue;
      g_assert_cmpfloat_with_epsilon (is, wanted, 1.01);
      n_checked++;
    }
    g_assert_cmpint (n_checked, >=, 3);
  }
  gst_video_frame_unmap (&frame);
}

static void
crops_begin_anywhere (gconstpointer format)
{
  gchar *in = caps_text (format, WIDTH, CROP_HEIGHT, INTERLEAVED);
  gchar *out = caps_text (format, OUT_WIDTH, OUT_HEIGHT, INTERLEAVED);
  const GstVideoInfo info = info_of (in), out_info = info_of (out);

  for (gint first = 1; first < 10; first++) {
    for (gint less = 0; less < 4; less++) {
      GstBuffer *frame = ramp_in_crop (&info, first, CROP_HEIGHT - first - less);
      GstBuffer *cropped = with_rows (frame, first, CROP_HEIGHT - first - less);

      for (gsize m = 0; m < N_FIELD_MODES; m++) {
        GstBuffer *result = fields_scale_as (
            field_modes[m], "method=bilinear", format, CROP_HEIGHT, OUT_HEIGHT, OUT_WIDTH, cropped);

        g_test_message ("%s, all but %d and %d rows", field_modes[m], first, less);
        assert_ramp (&out_info, result, first, CROP_HEIGHT - first - less);
        gst_buffer_unref (result);
      }
      gst_buffer_unref (cropped);
      gst_buffer_unref (frame);
    }
  }
  g_free (out);
  g_free (in);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  add_formats ("crops of fields", "at whole samples are frames of their own", formats,
      G_N_ELEMENTS (formats), crops_at_whole_samples_are_frames_of_their_own);
  add_formats (
      "crops of fields", "begin anywhere", planar, G_N_ELEMENTS (planar), crops_begin_anywhere);
  return g_test_run ();
}
