/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* alignconvert with buffers of several pictures: each becomes what it would become alone. */
#include <string.h>

#include "converter.h"
#include "fields.h"

static const gchar *const formats[] = { "I420", "NV12", "Y42B", "YUY2", "P010_10LE", "Y444" };
static const gchar *const conversions[] = { "exact", "swscale", "swscale-bicubic" };

#define COLOURS ",colorimetry=bt601,chroma-site=mpeg2"

/* Two fields in one buffer are those of the interleaved frame. */
static void
test_fields (void)
{
  for (gsize c = 0; c < G_N_ELEMENTS (conversions); c++)
    for (gsize f = 0; f < G_N_ELEMENTS (formats); f++)
      for (gsize h = 0; h < N_FIELD_HEIGHTS; h++) {
        const gint height = field_heights[h][0];
        g_autofree gchar *in = caps_text (formats[f], WIDTH, height, INTERLEAVED COLOURS);
        g_autofree gchar *plain = fields_caps (FIELDS, formats[f], WIDTH, height);
        g_autofree gchar *both = g_strconcat (plain, COLOURS, NULL);
        const GstVideoInfo info = info_of (in);
        g_autoptr (GstBuffer) frame = noise_frame (&info, (guint32) h);
        g_autoptr (GstBuffer) expected =
            convert_once (conversions[c], in, "video/x-raw,format=RGB", frame);
        Scene converter = converter_new (conversions[c], both, "video/x-raw(ANY),format=RGB");
        g_autoptr (GstBuffer) made = scene_scale (&converter, fields_stack (&info, frame, h % 2));
        const GstVideoInfo out = scene_info (&converter);
        g_autofree gchar *woven_caps = caps_text ("RGB", WIDTH, height, INTERLEAVED);
        const GstVideoInfo woven_info = info_of (woven_caps);
        g_autoptr (GstBuffer) woven = fields_weave (&out, made, made, &woven_info);

        g_test_message ("%s %s, %d rows", conversions[c], formats[f], height);
        g_assert_true (same_picture (&woven_info, expected, woven));
        scene_free (&converter);
      }
}

/* So are fields that come one by one. */
static void
test_alternate (void)
{
  for (gsize c = 0; c < G_N_ELEMENTS (conversions); c++)
    for (gsize f = 0; f < G_N_ELEMENTS (formats); f++)
      for (gsize h = 0; h < N_FIELD_HEIGHTS; h++) {
        const gint height = field_heights[h][0];
        g_autofree gchar *in = caps_text (formats[f], WIDTH, height, INTERLEAVED COLOURS);
        g_autofree gchar *plain = fields_caps (ALTERNATE, formats[f], WIDTH, height);
        g_autofree gchar *one = g_strconcat (plain, COLOURS, NULL);
        const GstVideoInfo info = info_of (in), one_info = info_of (one);
        g_autoptr (GstBuffer) frame = noise_frame (&info, (guint32) h);
        g_autoptr (GstBuffer) expected =
            convert_once (conversions[c], in, "video/x-raw,format=RGB", frame);
        Scene converter = converter_new (conversions[c], one, "video/x-raw(ANY),format=RGB");
        g_autoptr (GstBuffer) top =
            scene_scale (&converter, field_take (&info, frame, &one_info, 0));
        g_autoptr (GstBuffer) bottom =
            scene_scale (&converter, field_take (&info, frame, &one_info, 1));
        const GstVideoInfo out = scene_info (&converter);
        g_autofree gchar *woven_caps = caps_text ("RGB", WIDTH, height, INTERLEAVED);
        const GstVideoInfo woven_info = info_of (woven_caps);
        g_autoptr (GstBuffer) woven = fields_weave (&out, top, bottom, &woven_info);

        g_test_message ("%s %s, %d rows", conversions[c], formats[f], height);
        g_assert_true (same_picture (&woven_info, expected, woven));
        scene_free (&converter);
      }
}

/* Views, each in a memory of its own, with metas that say so. */
static GstBuffer *
join_views (const GstVideoInfo *info, GstBuffer *const *views, gint n)
{
  GstBuffer *joined = gst_buffer_new ();

  for (gint v = 0; v < n; v++) {
    gsize offset[GST_VIDEO_MAX_PLANES];

    for (guint p = 0; p < GST_VIDEO_MAX_PLANES; p++)
      offset[p] = gst_buffer_get_size (joined) + info->offset[p];
    gst_buffer_append_memory (joined, gst_buffer_get_memory (views[v], 0));
    gst_buffer_add_video_meta_full (joined, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (info),
        (guint) info->width, (guint) info->height, GST_VIDEO_INFO_N_PLANES (info), offset,
        (gint *) info->stride)
        ->id = v;
  }
  return joined;
}

static void
check_view (GstBuffer *made, gint id, const GstVideoInfo *out, GstBuffer *alone)
{
  GstVideoFrame a, b;

  g_assert_true (gst_video_frame_map_id (&a, out, made, id, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&b, out, alone, GST_MAP_READ));
  for (gint y = 0; y < out->height; y++)
    g_assert_cmpmem (
        plane_row (&a, 0, y), 3 * (gsize) out->width, plane_row (&b, 0, y), 3 * (gsize) out->width);
  gst_video_frame_unmap (&b);
  gst_video_frame_unmap (&a);
}

static void
test_views (void)
{
  static const gchar *const all[] = { "exact", "swscale", "opencv" };

  for (gsize c = 0; c < G_N_ELEMENTS (all); c++)
    for (gsize f = 0; f < 4; f++) {
      g_autofree gchar *in = NULL, *one = caps_text (formats[f], 26, 14, "framerate=1/1" COLOURS);
      const GstVideoInfo info = info_of (one);
      GstBuffer *views[3];
      Scene converter;
      g_autoptr (GstBuffer) made = NULL;
      GstVideoInfo out;

      if (c == 2 && g_str_equal (formats[f], "Y42B")) /* not one of OpenCV's */
        continue;
      in = caps_text (formats[f], 26, 14, "framerate=1/1,views=3,multiview-mode=separated" COLOURS);
      converter = converter_new (all[c], in, "video/x-raw,format=RGB");
      for (gint v = 0; v < 3; v++)
        views[v] = noise_frame (&info, (guint32) (v + 1));
      made = scene_scale (&converter, join_views (&info, views, 3));
      out = scene_info (&converter);
      g_assert_cmpint (GST_VIDEO_INFO_VIEWS (&out), ==, 3);
      for (gint v = 0; v < 3; v++) {
        g_autoptr (GstBuffer) alone =
            convert_once (all[c], one, "video/x-raw,format=RGB", views[v]);

        g_test_message ("%s %s, view %d", all[c], formats[f], v);
        check_view (made, v, &out, alone);
        gst_buffer_unref (views[v]);
      }
      scene_free (&converter);
    }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/convert/two fields in a buffer are those of the frame", test_fields);
  g_test_add_func ("/convert/fields one by one are those of the frame", test_alternate);
  g_test_add_func ("/convert/views are what they are alone", test_views);
  return g_test_run ();
}
