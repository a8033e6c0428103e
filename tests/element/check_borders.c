/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Borders, through the element. The reference is another element without them. */
#include "format.h"
#include "framed.h"

typedef struct {
  gint in_w, in_h, out_w, out_h;
  GstVideoRectangle picture; /* x and y before they are rounded down to samples */
} Box;

/* 54 of 96 and 64 are 36; 53 of 97 and 64 are 34.97 */
static const Box boxes[] = {
  { 96, 54, 64, 64, { 0, 14, 64, 36 } }, { 54, 96, 64, 64, { 14, 0, 36, 64 } },
  { 97, 53, 64, 64, { 0, 14, 64, 35 } }, { 53, 97, 64, 64, { 14, 0, 35, 64 } },
  { 64, 36, 64, 64, { 0, 14, 64, 36 } }, /* no scaling */
};

#define COLOUR 0x5a14c832

typedef struct {
  const Samples *frame, *picture; /* what came out; the picture on its own */
  guint border[GST_VIDEO_MAX_COMPONENTS];
  gint x, y; /* of the picture */
} Bordered;

static gboolean
sample_is_right (const Bordered *b, gint c, gint x, gint y)
{
  const Component *inside = &b->picture->components[c];
  const gint px = x - (b->x >> b->frame->info.finfo->w_sub[c]);
  const gint py = y - (b->y >> b->frame->info.finfo->h_sub[c]);
  guint wanted = b->border[c];

  if (px >= 0 && px < inside->width && py >= 0 && py < inside->height) {
    if (px == inside->width - 1 && samples_lack_last (&b->picture->info, c))
      return TRUE;
    wanted = *samples_at (b->picture, c, px, py);
  }
  if (*samples_at (b->frame, c, x, y) == wanted)
    return TRUE;
  g_test_message ("component %d, sample %d of row %d: %u, not %u", c, x, y,
      *samples_at (b->frame, c, x, y), wanted);
  return FALSE;
}

static gboolean
frame_is_right (const Bordered *b)
{
  for (gint c = 0; c < b->frame->n; c++) {
    const gint width = b->frame->components[c].width - samples_lack_last (&b->frame->info, c);

    for (gint y = 0; y < b->frame->components[c].height; y++)
      for (gint x = 0; x < width; x++)
        if (!sample_is_right (b, c, x, y))
          return FALSE;
  }
  return TRUE;
}

static void
check_box (const gchar *format, const Box *box, const gchar *method)
{
  const GstVideoInfo in = info_of_format (format, box->in_w, box->in_h, "");
  const GstVideoInfo out = info_of_format (format, box->out_w, box->out_h, "");
  const GstVideoInfo inner = info_of_format (format, box->picture.w, box->picture.h, "");
  gchar *settings = g_strdup_printf ("%s add-borders=1 border-color=0x%x", method, COLOUR);
  GstBuffer *frame = noise_of (&in), *bordered = scale_infos (&in, &out, settings, frame);
  GstBuffer *plain = scale_infos (&in, &inner, method, frame);
  Samples result = samples_read (&out, bordered), picture = samples_read (&inner, plain);
  Bordered b = { .frame = &result, .picture = &picture };
  gint step_x = 1, step_y = 1;

  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (&out); c++) {
    step_x = MAX (step_x, 1 << out.finfo->w_sub[c]);
    step_y = MAX (step_y, 1 << out.finfo->h_sub[c]);
  }
  b.x = box->picture.x / step_x * step_x;
  b.y = box->picture.y / step_y * step_y;
  gst_align_scale_border_color (&out, COLOUR, b.border);
  if (!frame_is_right (&b)) {
    g_test_message (
        "%s %s, %dx%d in %dx%d", format, method, in.width, in.height, out.width, out.height);
    g_test_fail ();
  }
  samples_free (&result);
  samples_free (&picture);
  gst_buffer_unref (bordered);
  gst_buffer_unref (plain);
  gst_buffer_unref (frame);
  g_free (settings);
}

static void
picture_inside_is_a_plain_resize (gconstpointer format)
{
  static const gchar *const methods[] = { "method=bilinear", "method=nearest", "method=area",
    "method=bicubic antialias=1", "method=bilinear" };

  for (gsize i = 0; i < G_N_ELEMENTS (boxes); i++)
    check_box (format, &boxes[i], methods[i]);
}

/* Fields stay apart: borders and picture, against an interlaced frame of the picture's size. */
static void
fields_have_borders_of_their_own (void)
{
  static const gchar *const formats[] = { "GRAY8", "I420", "YUY2", "NV12" };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    GstVideoInfo in = info_of_format (formats[i], 96, 56, "");
    GstVideoInfo out = info_of_format (formats[i], 48, 48, "");
    GstVideoInfo inner = info_of_format (formats[i], 48, 28, "");
    GstBuffer *frame, *bordered, *plain;
    GstVideoFrame a, b;

    in.interlace_mode = out.interlace_mode = inner.interlace_mode =
        GST_VIDEO_INTERLACE_MODE_INTERLEAVED;
    frame = noise_of (&in);
    bordered = scale_infos (&in, &out, "add-borders=1", frame);
    plain = scale_infos (&in, &inner, "", frame);
    g_assert_true (gst_video_frame_map (&a, &out, bordered, GST_MAP_READ));
    g_assert_true (gst_video_frame_map (&b, &inner, plain, GST_MAP_READ));
    /* 10 rows above, down to 8 where a sample of a field covers 4 */
    for (gint y = 0; y < 28; y++)
      g_assert_cmpmem ((guint8 *) a.data[0] + (y + (i == 0 || i == 2 ? 10 : 8)) * a.info.stride[0],
          48, (guint8 *) b.data[0] + y * b.info.stride[0], 48);
    gst_video_frame_unmap (&a);
    gst_video_frame_unmap (&b);
    gst_buffer_unref (plain);
    gst_buffer_unref (bordered);
    gst_buffer_unref (frame);
  }
}

/* The recipe, as a user types it. */
static void
letterbox_negotiates_square_pixels (void)
{
  GError *error = NULL;
  GstElement *pipeline = gst_parse_launch (
      "videotestsrc num-buffers=1 ! video/x-raw,format=RGB,width=1920,height=1080 ! "
      "alignscale name=scale add-borders=true border-color=0xff727272 ! "
      "video/x-raw,width=640,height=640,pixel-aspect-ratio=1/1 ! appsink name=sink",
      &error);
  Scene scene;
  GstElement *sink;
  GstSample *sample = NULL;
  GstVideoInfo info;
  guint8 pixels[2][3];

  if (g_error_matches (error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT)) {
    gst_clear_object (&pipeline);
    g_clear_error (&error);
    g_test_skip ("sanitized builds of this test see no other plugins");
    return;
  }
  g_assert_no_error (error);
  scene.element = gst_bin_get_by_name (GST_BIN (pipeline), "scale");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  assert_rectangles (&scene, "none", "none");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  g_signal_emit_by_name (sink, "pull-sample", &sample);
  g_assert_nonnull (sample);
  g_assert_true (gst_video_info_from_caps (&info, gst_sample_get_caps (sample)));
  g_assert_cmpint (info.width, ==, 640);
  g_assert_cmpint (info.height, ==, 640);
  g_assert_cmpint (info.par_n, ==, info.par_d);
  assert_rectangles (&scene, "0,0 1920x1080", "0,140 640x360");
  gst_buffer_extract (gst_sample_get_buffer (sample), 139 * 640 * 3, pixels[0], 3);
  gst_buffer_extract (gst_sample_get_buffer (sample), 500 * 640 * 3, pixels[1], 3);
  g_assert_cmpmem (pixels[0], 3, "\x72\x72\x72", 3);
  g_assert_cmpmem (pixels[1], 3, "\x72\x72\x72", 3);
  gst_sample_unref (sample);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (sink);
  gst_object_unref (scene.element);
  gst_object_unref (pipeline);
}

/* Output caps that downstream leaves open. */
static void
caps_follow_borders_and_crop (void)
{
  static const struct {
    const gchar *settings, *in, *out;
    gint width, height, par_n, par_d;
  } rows[] = {
    { "add-borders=1", "width=1920,height=1080", "width=640,height=640", 640, 640, 1, 1 },
    { "add-borders=0", "width=1920,height=1080", "width=640,height=640", 640, 640, 16, 9 },
    { "add-borders=1", "width=720,height=576,pixel-aspect-ratio=16/15", "width=640,height=640", 640,
        640, 16, 15 },
    { "add-borders=1", "width=720,height=576,pixel-aspect-ratio=16/15",
        "width=640,height=640,pixel-aspect-ratio=1/1", 640, 640, 1, 1 },
    { "add-borders=1", "width=1920,height=1080", "width=640", 640, 360, 1, 1 },
    { "add-borders=1", "width=720,height=576,pixel-aspect-ratio=16/15", "height=288", 360, 288, 16,
        15 },
    { "crop-left=20 crop-right=80", "width=200,height=60", "format=RGB", 100, 60, 1, 1 },
    { "crop-top=20", "width=200,height=60", "format=RGB", 200, 40, 1, 1 },
    { "crop-top=20", "width=200,height=60", "width=100,pixel-aspect-ratio=1/1", 100, 20, 1, 1 },
    { "crop-top=20 scale-factor=0.5", "width=200,height=60", "format=RGB", 100, 20, 1, 1 },
    { "crop-left=5 scale-factor=0.5", "width=200,height=60", "format=RGB", 97, 30, 1, 1 },
    { "crop-left=50", "width=200,height=60", "width=64,height=64,pixel-aspect-ratio=1/1", 64, 64, 1,
        1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gchar *in = g_strdup_printf ("video/x-raw,format=RGB,framerate=25/1,%s", rows[i].in);
    gchar *out = g_strdup_printf ("video/x-raw,%s", rows[i].out);
    Scene scene = scene_new (rows[i].settings, in, out);
    GstVideoInfo info = scene_info (&scene);

    g_test_message ("%s: %s to %s", rows[i].settings, in, out);
    g_assert_cmpint (info.width, ==, rows[i].width);
    g_assert_cmpint (info.height, ==, rows[i].height);
    g_assert_cmpint (info.par_n, ==, rows[i].par_n);
    g_assert_cmpint (info.par_d, ==, rows[i].par_d);
    scene_free (&scene);
    g_free (in);
    g_free (out);
  }
}

/* ---- live ---- */

#define LIVE_IN "video/x-raw,format=RGBA,width=96,height=54,framerate=25/1"
#define LIVE_OUT "video/x-raw,width=64,height=64"

static void
switches_while_playing_show_on_the_next_frame (void)
{
  static const struct {
    const gchar *settings, *picture;
    gint par_n;
  } rows[] = {
    { "add-borders=0", "0,0 64x64", 16 },
    { "add-borders=1", "0,14 64x36", 1 },
    { "border-color=0xff727272", "0,14 64x36", 1 },
    { "border-placement=top-left", "0,0 64x36", 1 },
    { "crop-right=1 border-rounding=down", "0,0 64x36", 1 },
    { "crop-right=0 crop-bottom=1", "0,0 64x35", 1 },
    { "border-placement=center crop-bottom=0", "0,14 64x36", 1 },
    { "add-borders=0", "0,0 64x64", 16 },
  };
  const GstVideoInfo in = info_of (LIVE_IN);
  Scene scene = scene_new (NULL, LIVE_IN, LIVE_OUT);
  GString *so_far = g_string_new ("method=bilinear");
  GstBuffer *frame = noise_frame (&in, 3);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GstBuffer *result, *expected;
    GstVideoInfo out;

    g_string_append_printf (so_far, " %s", rows[i].settings);
    scene_set (&scene, rows[i].settings);
    result = scene_scale (&scene, gst_buffer_ref (frame));
    expected = scale_once (so_far->str, LIVE_IN, LIVE_OUT, frame);
    out = scene_info (&scene);
    g_test_message ("%s", so_far->str);
    g_assert_cmpint (out.width, ==, 64);
    g_assert_cmpint (out.height, ==, 64);
    g_assert_cmpint (out.par_n, ==, rows[i].par_n);
    assert_rectangles (&scene,
        i == 4   ? "0,0 95x54"
        : i == 5 ? "0,0 96x53"
                 : "0,0 96x54",
        rows[i].picture);
    g_assert_true (same_picture (&out, expected, result));
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
  }
  g_string_free (so_far, TRUE);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  gchar **formats;
  gint result;

  test_init (&argc, &argv);
  formats = offered_formats ();
  framed_add_for_formats ("/borders/the picture inside is a plain resize, outside is the colour",
      formats, picture_inside_is_a_plain_resize);
  g_test_add_func ("/borders/fields have borders of their own", fields_have_borders_of_their_own);
  g_test_add_func (
      "/borders/a letterbox negotiates square pixels", letterbox_negotiates_square_pixels);
  g_test_add_func ("/borders/caps follow borders and crop", caps_follow_borders_and_crop);
  g_test_add_func ("/borders/switches while playing show on the next frame",
      switches_while_playing_show_on_the_next_frame);
  result = g_test_run ();
  g_strfreev (formats);
  return result;
}
