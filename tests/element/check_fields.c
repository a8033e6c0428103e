/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Fields that come one by one, the rows that interlaced frames have in memory, and interlaced
 * caps. */
#include <string.h>

#include "fields.h"
#include "plan.h"

static const gchar *const formats[] = { "GRAY8", "I420", "NV12", "Y42B", "YUY2", "RGBA", "YUV9",
  "P010_10LE", "AV12" };

/* ---- one by one ---- */

/* True where buffer `one` holds field `field` of the interleaved `frame`. Rows beyond the picture
 * that its memory has, which the other field's buffer needs, are its last row again. */
static gboolean
is_field (const GstVideoInfo *one_info, GstBuffer *one, const GstVideoInfo *info, GstBuffer *frame,
    gint field)
{
  GstVideoFrame a, b;
  gboolean same = TRUE;

  g_assert_true (gst_video_frame_map (&a, one_info, one, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&b, info, frame, GST_MAP_READ));
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gsize bytes;
    gint step = 1, inside, rows;

    plane_measure (info, p, &bytes, &step);
    inside = plane_rows (info, step, 2, field);
    rows = plane_rows (info, step, 2, 0);
    for (gint y = 0; y < rows; y++) {
      const guint8 *row = plane_row (&a, p, y);
      const gint there = 2 * y + field;

      if (y >= inside)
        same &= memcmp (row, plane_row (&a, p, inside - 1), bytes) == 0;
      else if (there < plane_memory_rows (info, p))
        same &= memcmp (row, plane_row (&b, p, there), bytes) == 0;
      if (!same) {
        g_test_message ("plane %u, row %d of %d of field %d differs", p, y, rows, field);
        goto done;
      }
    }
  }
done:
  gst_video_frame_unmap (&b);
  gst_video_frame_unmap (&a);
  return same;
}

static void
check_alternate (const gchar *format, const gchar *settings, gint in_height, gint out_height)
{
  gchar *in = caps_text (format, WIDTH, in_height, INTERLEAVED);
  gchar *out = caps_text (format, OUT_WIDTH, out_height, INTERLEAVED);
  gchar *one_in = fields_caps (ALTERNATE, format, WIDTH, in_height);
  gchar *one_out = fields_caps (ALTERNATE, format, OUT_WIDTH, out_height);
  GstVideoInfo in_info = info_of (in), out_info = info_of (out);
  GstVideoInfo one_in_info = info_of (one_in), one_out_info = info_of (one_out);
  GstBuffer *frame = noise_frame (&in_info, (guint32) in_height), *expected;
  Scene scene = scene_new (settings, one_in, one_out);

  expected = scale_once (settings, in, out, frame);
  for (gint i = 0; i < 4; i++) {
    GstBuffer *field = field_take (&in_info, frame, &one_in_info, i % 2), *result;

    result = scene_scale (&scene, field);
    g_test_message ("%s %s, %d to %d rows", format, settings, in_height, out_height);
    g_assert_cmpint (GST_VIDEO_BUFFER_IS_BOTTOM_FIELD (result), ==, i % 2);
    g_assert_true (is_field (&one_out_info, result, &out_info, expected, i % 2));
    gst_buffer_unref (result);
  }
  scene_free (&scene);
  gst_buffer_unref (expected);
  gst_buffer_unref (frame);
  g_free (one_out);
  g_free (one_in);
  g_free (out);
  g_free (in);
}

/* Where crops and borders leave each field a row; without, nothing is known of where the other
 * field is. */
static void
framed_fields_are_the_interleaved (gconstpointer format)
{
  static const gchar *const settings[] = { "add-borders=1",
    "add-borders=1 border-placement=top-left", "crop-top=5 crop-left=3",
    "crop-bottom=3 add-borders=1 border-color=0xff114477" };

  for (gsize m = 0; m < G_N_ELEMENTS (settings); m++) {
    for (gsize h = 0; h < N_FIELD_HEIGHTS; h++)
      if (MIN (field_heights[h][0], field_heights[h][1]) > 7)
        check_alternate (format, settings[m], field_heights[h][0], field_heights[h][1]);
  }
}

static void
fields_one_by_one_are_the_interleaved (gconstpointer format)
{
  for (gsize m = 0; m < N_FIELD_METHODS; m++) {
    for (gsize h = 0; h < N_FIELD_HEIGHTS; h++)
      check_alternate (format, field_methods[m], field_heights[h][0], field_heights[h][1]);
  }
}

/* A picture of one row has one field: both buffers are scaled as the frame they look like. */
static void
fields_without_rows_are_frames (void)
{
  static const gint sizes[][2] = { { 1, 8 }, { 9, 1 }, { 1, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    gchar *in = fields_caps (ALTERNATE, "GRAY8", WIDTH, sizes[i][0]);
    gchar *out = fields_caps (ALTERNATE, "GRAY8", OUT_WIDTH, sizes[i][1]);
    gchar *frame_in = caps_text ("GRAY8", WIDTH, (sizes[i][0] + 1) / 2, "");
    gchar *frame_out = caps_text ("GRAY8", OUT_WIDTH, (sizes[i][1] + 1) / 2, "");
    GstVideoInfo info = info_of (frame_in), out_info = info_of (frame_out);
    GstBuffer *field = noise_frame (&info, 1), *expected, *result;

    expected = scale_once (NULL, frame_in, frame_out, field);
    GST_BUFFER_FLAG_SET (field, GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD);
    result = scale_once (NULL, in, out, field);
    g_assert_cmpuint (gst_buffer_get_size (result), ==, gst_buffer_get_size (expected));
    g_assert_true (same_picture (&out_info, expected, result));
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
    gst_buffer_unref (field);
    g_free (frame_out);
    g_free (frame_in);
    g_free (out);
    g_free (in);
  }
}

/* ---- rows that only memory has ---- */

/* A copy of a frame in memory whose planes have the rows of the picture and nothing more. */
static GstBuffer *
pack_tightly (const GstVideoInfo *info, GstBuffer *frame)
{
  GstBuffer *result = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (info), NULL);
  gsize offsets[GST_VIDEO_MAX_PLANES] = { 0 }, end = 0;
  GstVideoFrame in;
  GstMapInfo map;

  g_assert_true (gst_buffer_map (result, &map, GST_MAP_WRITE));
  g_assert_true (gst_video_frame_map (&in, info, frame, GST_MAP_READ));
  memset (map.data, 0x5a, map.size);
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    const gint stride = GST_VIDEO_INFO_PLANE_STRIDE (info, p);
    gsize bytes;
    gint step = 1;

    plane_measure (info, p, &bytes, &step);
    offsets[p] = end;
    for (gint y = 0; y < plane_rows (info, step, 1, 0); y++, end += (gsize) stride)
      memcpy (map.data + end, plane_row (&in, p, y), (gsize) stride);
  }
  gst_video_frame_unmap (&in);
  gst_buffer_unmap (result, &map);
  gst_buffer_resize (result, 0, (gssize) end);
  gst_buffer_add_video_meta_full (result, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (info),
      (guint) info->width, (guint) info->height, GST_VIDEO_INFO_N_PLANES (info), offsets,
      (gint *) info->stride);
  return result;
}

/* Fills chroma rows beyond the picture's with those before. */
static void
repeat_last_rows (const GstVideoInfo *info, GstBuffer *buffer)
{
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_READWRITE));
  for (guint p = 1; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gsize bytes;
    gint step = 1, rows;

    plane_measure (info, p, &bytes, &step);
    rows = plane_rows (info, step, 1, 0);
    if (rows < plane_memory_rows (info, p))
      memcpy (plane_row (&frame, p, rows), plane_row (&frame, p, rows - 1), bytes);
  }
  gst_video_frame_unmap (&frame);
}

/* Both fields' chroma has as many rows by GStreamer's rules. Not all who make buffers keep them:
 * the next plane is then where the last row would be. */
static void
missing_rows_are_not_touched (void)
{
  static const gchar *const subsampled[] = { "I420", "NV12", "P010_10LE" };

  for (gsize f = 0; f < G_N_ELEMENTS (subsampled); f++) {
    for (gsize h = 0; h < N_FIELD_HEIGHTS; h++) {
      gchar *in = caps_text (subsampled[f], WIDTH, field_heights[h][0], INTERLEAVED);
      gchar *out = caps_text (subsampled[f], OUT_WIDTH, field_heights[h][1], INTERLEAVED);
      GstVideoInfo in_info = info_of (in), out_info = info_of (out);
      GstAlignScaleSettings settings = { .method = RSZ_METHOD_BILINEAR, .n_threads = 1 };
      GstBuffer *frame = noise_frame (&in_info, 5), *tight, *expected, *result, *around;
      gchar message[RSZ_MESSAGE_SIZE], *text = NULL;
      GstAlignScaleFraming framing;
      GstAlignScalePlan plan;

      repeat_last_rows (&in_info, frame);
      tight = pack_tightly (&in_info, frame);
      expected = scale_once (NULL, in, out, frame);
      result = pack_tightly (&out_info, expected);
      around = pack_tightly (&out_info, expected);
      gst_buffer_memset (result, 0, 0xaa, G_MAXSIZE);

      g_test_message ("%s, %d to %d rows", subsampled[f], field_heights[h][0], field_heights[h][1]);
      gst_align_scale_framing_init (&framing, &in_info, &out_info, &settings, NULL);
      g_assert_true (
          gst_align_scale_plan_init (&plan, &in_info, &out_info, &framing, &settings, message));
      g_assert_true (gst_align_scale_plan_run (&plan, NULL, tight, result, &text));
      gst_align_scale_plan_finish (&plan);
      g_assert_true (same_picture (&out_info, around, result));
      gst_buffer_unref (around);
      gst_buffer_unref (result);
      gst_buffer_unref (expected);
      gst_buffer_unref (tight);
      gst_buffer_unref (frame);
      g_free (out);
      g_free (in);
    }
  }
}

/* Whoever reads a frame by GStreamer's rules finds a row of chroma there, not old memory. */
static void
rows_beyond_the_picture_are_written (void)
{
  static const gchar *const modes[] = { INTERLEAVED, MIXED };

  for (gsize m = 0; m < G_N_ELEMENTS (modes); m++) {
    for (gint height = 2; height < 20; height++) {
      gchar *in = caps_text ("I420", WIDTH, 16, modes[m]);
      gchar *out = caps_text ("I420", OUT_WIDTH, height, modes[m]);
      GstVideoInfo in_info = info_of (in), out_info = info_of (out);
      GstAlignScaleSettings settings = { .method = RSZ_METHOD_BILINEAR, .n_threads = 1 };
      GstBuffer *frame = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&in_info), NULL);
      GstBuffer *result = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&out_info), NULL);
      gchar message[RSZ_MESSAGE_SIZE], *text = NULL;
      GstAlignScaleFraming framing;
      GstAlignScalePlan plan;
      GstVideoFrame mapped;

      gst_buffer_memset (frame, 0, 7, G_MAXSIZE);
      gst_buffer_memset (result, 0, 0xaa, G_MAXSIZE);
      gst_align_scale_framing_init (&framing, &in_info, &out_info, &settings, NULL);
      g_assert_true (
          gst_align_scale_plan_init (&plan, &in_info, &out_info, &framing, &settings, message));
      g_assert_true (gst_align_scale_plan_run (&plan, NULL, frame, result, &text));
      gst_align_scale_plan_finish (&plan);
      g_assert_true (gst_video_frame_map (&mapped, &out_info, result, GST_MAP_READ));
      for (guint p = 1; p < 3; p++) {
        for (gint y = 0; y < plane_memory_rows (&out_info, p); y++)
          g_assert_cmpuint (*plane_row (&mapped, p, y), ==, 7);
      }
      gst_video_frame_unmap (&mapped);
      gst_buffer_unref (result);
      gst_buffer_unref (frame);
      g_free (out);
      g_free (in);
    }
  }
}

/* ---- caps ---- */

/* Field order and mode are not ours to change; the flags of a buffer neither. */
static void
modes_and_orders_pass (void)
{
  const gchar *in = "video/x-raw,format=GRAY8,width=32,height=24,framerate=25/1,"
                    "interlace-mode=interleaved,field-order=top-field-first";
  Scene scene = scene_new (NULL, in, "video/x-raw,width=16,height=12");
  GstVideoInfo info = info_of (in);
  GstBuffer *frame = noise_frame (&info, 1), *result;
  const guint flags =
      GST_VIDEO_BUFFER_FLAG_INTERLACED | GST_VIDEO_BUFFER_FLAG_TFF | GST_VIDEO_BUFFER_FLAG_RFF;

  GST_BUFFER_FLAG_SET (frame, flags);
  result = scene_scale (&scene, frame);
  g_assert_cmpuint (GST_BUFFER_FLAGS (result) & flags, ==, flags);
  info = scene_info (&scene);
  g_assert_cmpint (GST_VIDEO_INFO_INTERLACE_MODE (&info), ==, GST_VIDEO_INTERLACE_MODE_INTERLEAVED);
  g_assert_cmpint (GST_VIDEO_INFO_FIELD_ORDER (&info), ==, GST_VIDEO_FIELD_ORDER_TOP_FIELD_FIRST);
  gst_buffer_unref (result);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  add_formats ("fields", "one by one are those of interleaved frames", formats,
      G_N_ELEMENTS (formats), fields_one_by_one_are_the_interleaved);
  add_formats ("fields", "cropped or bordered are those of interleaved frames", formats,
      G_N_ELEMENTS (formats), framed_fields_are_the_interleaved);
  g_test_add_func ("/fields/those without rows are frames", fields_without_rows_are_frames);
  g_test_add_func ("/fields/rows that memory lacks are not touched", missing_rows_are_not_touched);
  g_test_add_func (
      "/fields/rows beyond the picture are written", rows_beyond_the_picture_are_written);
  g_test_add_func ("/fields/modes, orders and flags pass", modes_and_orders_pass);
  return g_test_run ();
}
