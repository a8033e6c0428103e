/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conversions that alignconvert takes from other libraries: check_conversions colours.txt,
 * which OpenCV and PyAV have made (tests/golden/make_colours.py). And what holds for each of them.
 */
#include <stdio.h>
#include <string.h>

#include "converter.h"
#include "samples.h"

static const gchar *golden_path;

/* ---- what the libraries made ---- */

/* The generator of tests/golden/README.md, Y', Cb and Cr one after the other. */
static void
fill_samples (Samples *samples, gint pattern, guint32 state)
{
  for (gint c = 0; c < samples->n; c++) {
    Component *component = &samples->components[c];
    gint depth = 0;

    while (component->max >> depth != 0)
      depth++;
    for (gint i = 0; i < component->width * component->height; i++) {
      state = state * 1664525 + 1013904223;
      component->data[i] =
          (guint16) (pattern == 0 ? state >> (32 - depth) : component->max * (state >> 31));
    }
  }
}

/* Of rows of RGB without their padding. To be freed. */
static gchar *
checksum (const GstVideoInfo *info, GstBuffer *frame)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  GstVideoFrame map;

  g_assert_true (gst_video_frame_map (&map, info, frame, GST_MAP_READ));
  for (gint y = 0; y < info->height; y++)
    g_checksum_update (
        sum, (const guchar *) map.data[0] + y * map.info.stride[0], 3 * (gssize) info->width);
  gst_video_frame_unmap (&map);
  return g_strdup (g_checksum_get_string (sum));
}

static void
check_line (const gchar *line)
{
  gchar conversion[16], format[16], mode[16], colorimetry[16], site[16], expected[65];
  gint width, height, pattern;
  guint seed;
  g_autofree gchar *in = NULL, *more = NULL, *made = NULL;
  g_autoptr (GstBuffer) frame = NULL;
  GstVideoInfo info, out;
  Scene converter;
  Samples samples;

  g_assert_cmpint (sscanf (line, "%15s %15s %d %d %15s %15s %15s %d %u %64s", conversion, format,
                       &width, &height, mode, colorimetry, site, &pattern, &seed, expected),
      ==, 10);
  more = g_strdup_printf (
      "interlace-mode=%s,colorimetry=(string)%s,chroma-site=%s", mode, colorimetry, site);
  in = caps_text (format, width, height, more);
  info = info_of (in);
  samples = samples_new (&info);
  fill_samples (&samples, pattern, seed);
  converter = converter_new (conversion, in, "video/x-raw,format=RGB");
  frame = scene_scale (&converter, samples_write (&samples));
  out = scene_info (&converter);
  made = checksum (&out, frame);
  if (!g_str_equal (made, expected)) {
    g_test_message ("differs: %s", line);
    g_test_fail ();
  }
  samples_free (&samples);
  scene_free (&converter);
}

static void
test_golden (void)
{
  g_assert_cmpuint (for_lines (golden_path, check_line), >=, 500);
}

/* ---- what holds for all of them ---- */

static const struct {
  const gchar *conversion, *format;
} pairs[] = {
  { "opencv", "I420" },
  { "opencv", "YUY2" },
  { "swscale", "I420" },
  { "swscale", "NV12" },
  { "swscale", "Y444" },
  { "swscale-bicubic", "I420_10LE" },
  { "swscale-bicubic", "NV12" },
  { "torchcodec", "I420_10LE" },
};

#define COLOURS "colorimetry=bt709,chroma-site=jpeg"

/* The numbers are those of RGB in every order. */
static void
test_outputs (void)
{
  static const gchar *const outputs[] = { "BGR", "RGBx", "BGRx", "xRGB", "xBGR", "RGBA", "BGRA",
    "ARGB", "ABGR", "GBR", "RGBP", "BGRP", "GBRA" };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree gchar *in = caps_text (pairs[i].format, 37, 14, COLOURS);
    const GstVideoInfo info = info_of (in);
    g_autoptr (GstBuffer) frame = noise_frame (&info, (guint32) i);
    Scene plain = converter_new (pairs[i].conversion, in, "video/x-raw,format=RGB");
    g_autoptr (GstBuffer) rgb = scene_scale (&plain, gst_buffer_ref (frame));
    const GstVideoInfo rgb_info = scene_info (&plain);
    Samples wanted = samples_read (&rgb_info, rgb);

    for (gsize k = 0; k < G_N_ELEMENTS (outputs); k++) {
      g_autofree gchar *out = g_strdup_printf ("video/x-raw,format=%s", outputs[k]);
      Scene converter;
      g_autoptr (GstBuffer) made = NULL;
      GstVideoInfo made_info;
      Samples samples;

      if (gst_video_format_from_string (outputs[k]) == GST_VIDEO_FORMAT_UNKNOWN)
        continue;
      converter = converter_new (pairs[i].conversion, in, out);
      made = scene_scale (&converter, gst_buffer_ref (frame));
      made_info = scene_info (&converter);
      samples = samples_read (&made_info, made);
      for (gint c = 0; c < samples.n; c++)
        for (gint p = 0; p < 37 * 14; p++)
          g_assert_cmpuint (
              samples.components[c].data[p], ==, c < 3 ? wanted.components[c].data[p] : 255);
      samples_free (&samples);
      scene_free (&converter);
    }
    samples_free (&wanted);
    scene_free (&plain);
  }
}

/* A crop that begins with a sample of chroma is like a frame of the crop alone. */
static void
test_crop (void)
{
  static const GstVideoRectangle crop = { 4, 2, 21, 13 };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    g_autofree gchar *full = caps_text (pairs[i].format, 32, 20, COLOURS);
    g_autofree gchar *in = caps_text (pairs[i].format, crop.w, crop.h, COLOURS);
    const GstVideoInfo info = info_of (full), small_info = info_of (in);
    Samples samples = samples_new (&info), small = samples_new (&small_info);
    GstBuffer *frame;
    GstVideoCropMeta *meta;
    Scene converter = converter_new (pairs[i].conversion, in, "video/x-raw,format=RGB");
    g_autoptr (GstBuffer) made = NULL, alone = NULL, own = NULL;
    GstVideoInfo out;

    samples_noise (&samples, (guint32) i);
    for (gint c = 0; c < 3; c++)
      for (gint y = 0; y < small.components[c].height; y++)
        for (gint x = 0; x < small.components[c].width; x++)
          *samples_at (&small, c, x, y) = *samples_at (&samples, c,
              x + (crop.x >> info.finfo->w_sub[c]), y + (crop.y >> info.finfo->h_sub[c]));
    frame = samples_write (&samples);
    gst_buffer_add_video_meta_full (frame, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (&info),
        32, 20, GST_VIDEO_INFO_N_PLANES (&info), (gsize *) info.offset, (gint *) info.stride);
    meta = gst_buffer_add_video_crop_meta (frame);
    meta->x = (guint) crop.x;
    meta->y = (guint) crop.y;
    meta->width = (guint) crop.w;
    meta->height = (guint) crop.h;
    made = scene_scale (&converter, frame);
    out = scene_info (&converter);
    own = samples_write (&small);
    alone = convert_once (pairs[i].conversion, in, "video/x-raw,format=RGB", own);
    g_assert_true (same_picture (&out, made, alone));
    scene_free (&converter);
    samples_free (&small);
    samples_free (&samples);
  }
}

/* OpenCV takes a frame as it is: neither its fields nor its colorimetry count. */
static void
test_opencv_ignores_caps (void)
{
  static const gchar *const more[] = { "colorimetry=bt601,chroma-site=mpeg2",
    "colorimetry=1:3:5:1,chroma-site=jpeg", "interlace-mode=interleaved" };
  const GstVideoInfo info = info_of ("video/x-raw,format=NV12,width=22,height=16");
  g_autoptr (GstBuffer) frame = noise_frame (&info, 5), first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (more); i++) {
    g_autofree gchar *in = caps_text ("NV12", 22, 16, more[i]);
    Scene converter = converter_new ("opencv", in, "video/x-raw,format=RGB");
    g_autoptr (GstBuffer) made = scene_scale (&converter, gst_buffer_ref (frame));
    const GstVideoInfo out = scene_info (&converter);

    if (first == NULL)
      first = gst_buffer_ref (made);
    g_assert_true (same_picture (&out, first, made));
    scene_free (&converter);
  }
}

/* Nor does torchcodec tell swscale where chroma is, or of fields; but of colours. */
static void
test_torchcodec_ignores_caps (void)
{
  static const struct {
    const gchar *more;
    gboolean is_same;
  } cases[] = { { "colorimetry=bt709,chroma-site=jpeg", TRUE },
    { "colorimetry=bt709,chroma-site=mpeg2", TRUE },
    { "colorimetry=bt709,chroma-site=dv,interlace-mode=interleaved", TRUE },
    { "colorimetry=bt601,chroma-site=jpeg", FALSE },
    { "colorimetry=1:3:5:1,chroma-site=jpeg", FALSE } };
  const GstVideoInfo info = info_of ("video/x-raw,format=I420_10LE,width=22,height=16");
  g_autoptr (GstBuffer) frame = noise_frame (&info, 5), first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *in = caps_text ("I420_10LE", 22, 16, cases[i].more);
    Scene converter = converter_new ("torchcodec", in, "video/x-raw,format=RGB");
    g_autoptr (GstBuffer) made = scene_scale (&converter, gst_buffer_ref (frame));
    const GstVideoInfo out = scene_info (&converter);

    if (first == NULL)
      first = gst_buffer_ref (made);
    g_assert_true (same_picture (&out, first, made) == cases[i].is_same);
    scene_free (&converter);
  }
}

/* What caps leave out FFmpeg takes for BT.601 of 16 to 235, chroma in the middle, at any size. */
static void
test_swscale_assumes (void)
{
  const gchar *silent = "video/x-raw,format=NV12,width=24,height=720,framerate=1/1";
  const GstVideoInfo info = info_of (silent);
  g_autoptr (GstBuffer) frame = noise_frame (&info, 9);
  g_autofree gchar *said =
      g_strconcat (silent, ",colorimetry=(string)2:4:5:1,chroma-site=jpeg", NULL);
  Scene converter = converter_new ("swscale", silent, "video/x-raw,format=RGB");
  g_autoptr (GstBuffer) made = scene_scale (&converter, gst_buffer_ref (frame));
  g_autoptr (GstBuffer) wanted = convert_once ("swscale", said, "video/x-raw,format=RGB", frame);
  const GstVideoInfo out = scene_info (&converter);
  g_autoptr (GstMessage) message = next_message (&converter, GST_MESSAGE_ELEMENT);
  GstVideoColorimetry colours;

  g_assert_true (same_picture (&out, made, wanted));
  g_assert_nonnull (message);
  g_assert_true (gst_video_colorimetry_from_string (
      &colours, gst_structure_get_string (gst_message_get_structure (message), "colorimetry")));
  g_assert_cmpint (colours.matrix, ==, GST_VIDEO_COLOR_MATRIX_BT601);
  g_assert_cmpstr (
      gst_structure_get_string (gst_message_get_structure (message), "chroma-site"), ==, "jpeg");
  scene_free (&converter);
}

/* A change of the property takes effect with the next frame. */
static void
test_live (void)
{
  static const gchar *const turns[] = { "exact", "opencv", "swscale", "torchcodec", "exact",
    "swscale-bicubic", "swscale" };
  g_autofree gchar *in = caps_text ("NV12", 26, 18, COLOURS);
  const GstVideoInfo info = info_of (in);
  g_autoptr (GstBuffer) frame = noise_frame (&info, 2);
  Scene converter = converter_new (NULL, in, "video/x-raw,format=RGB");

  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++) {
    g_autoptr (GstBuffer) made = NULL;
    g_autoptr (GstBuffer) alone = convert_once (turns[i], in, "video/x-raw,format=RGB", frame);
    GstVideoInfo out;

    gst_util_set_object_arg (G_OBJECT (converter.element), "conversion", turns[i]);
    made = scene_scale (&converter, gst_buffer_ref (frame));
    out = scene_info (&converter);
    g_assert_true (same_picture (&out, made, alone));
  }
  scene_free (&converter);
}

/* What a conversion is not of is refused in a sentence, and nothing else is. */
static void
test_refusals (void)
{
  g_auto (GStrv) formats = offered_formats ();
  static const gchar *const names[] = { "opencv", "swscale", "swscale-bicubic", "torchcodec" };
  guint refused = 0;

  for (gsize n = 0; n < G_N_ELEMENTS (names); n++)
    for (guint i = 0; formats[i] != NULL; i++) {
      g_autofree gchar *in = caps_text (formats[i], 24, 16, COLOURS), *begin = NULL, *error = NULL;
      const GstVideoInfo info = info_of (in);
      Scene converter;

      if (!GST_VIDEO_INFO_IS_YUV (&info))
        continue;
      converter = converter_new (names[n], in, "video/x-raw,format=RGB");
      if (gst_harness_push (converter.harness, noise_frame (&info, 1)) != GST_FLOW_OK) {
        begin =
            g_strdup_printf ("The conversion %s is not of %s, but of I420,", names[n], formats[i]);
        error = next_error (&converter);
        if (!g_str_has_prefix (error, begin) || !g_str_has_suffix (error, "."))
          g_error ("%s", error);
        refused++;
      }
      scene_free (&converter);
    }
  g_assert_cmpuint (refused, >, 50);
}

/* Also while frames flow; the way back is open. */
static void
test_late_refusal (void)
{
  g_autofree gchar *in = caps_text ("Y444", 26, 18, COLOURS), *error = NULL;
  const GstVideoInfo info = info_of (in);
  Scene converter = converter_new (NULL, in, "video/x-raw,format=RGB");

  gst_buffer_unref (scene_scale (&converter, noise_frame (&info, 1)));
  gst_util_set_object_arg (G_OBJECT (converter.element), "conversion", "opencv");
  g_assert_cmpint (
      gst_harness_push (converter.harness, noise_frame (&info, 1)), ==, GST_FLOW_ERROR);
  error = next_error (&converter);
  g_assert_true (g_str_has_prefix (error, "The conversion opencv is not of Y444"));
  gst_util_set_object_arg (G_OBJECT (converter.element), "conversion", "swscale");
  gst_buffer_unref (scene_scale (&converter, noise_frame (&info, 1)));
  scene_free (&converter);
}

/* A crop that would need half a sample of chroma. */
static void
test_odd_crop (void)
{
  g_autofree gchar *full = caps_text ("I420", 32, 20, COLOURS), *error = NULL;
  g_autofree gchar *in = caps_text ("I420", 16, 10, COLOURS);
  const GstVideoInfo info = info_of (full);
  GstBuffer *frame = noise_frame (&info, 1);
  GstVideoCropMeta *meta;
  Scene converter = converter_new ("opencv", in, "video/x-raw,format=RGB");

  gst_buffer_add_video_meta_full (frame, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_I420, 32, 20,
      3, (gsize *) info.offset, (gint *) info.stride);
  meta = gst_buffer_add_video_crop_meta (frame);
  meta->x = 3;
  meta->y = 4;
  meta->width = 16;
  meta->height = 10;
  g_assert_cmpint (gst_harness_push (converter.harness, frame), ==, GST_FLOW_ERROR);
  error = next_error (&converter);
  g_assert_true (g_str_has_prefix (error, "A crop from column 3 and row 4 cuts"));
  scene_free (&converter);
}

/* A change of the number takes effect with the next frame, and no byte changes. */
static void
test_threads (void)
{
  static const struct {
    const gchar *conversion, *format, *more, *out;
  } cases[] = {
    { "exact", "I420", "", "RGB" },
    { "exact", "I420", "interlace-mode=interleaved", "RGBx" },
    { "exact", "A420_10LE", "", "GBRA" },
    { "exact", "YUY2", "", "BGR" },
    { "opencv", "NV12", "", "RGB" },
    { "swscale", "I420", "", "RGB" },
    { "swscale", "P010_10LE", "", "BGRx" },
    { "swscale", "Y42B", "interlace-mode=interleaved", "RGB" },
    { "swscale-bicubic", "I420_10LE", "interlace-mode=interleaved,chroma-site=mpeg2", "RGB" },
    { "torchcodec", "P010_10LE", "interlace-mode=interleaved,chroma-site=mpeg2", "RGB" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *in = caps_text (cases[i].format, 1280, 722, cases[i].more);
    g_autofree gchar *out = g_strdup_printf ("video/x-raw,format=%s", cases[i].out);
    const GstVideoInfo info = info_of (in);
    Scene converter = converter_new (cases[i].conversion, in, out);
    GstBuffer *frame = noise_frame (&info, (guint32) i), *alone, *shared;
    GstVideoInfo made;

    alone = scene_scale (&converter, gst_buffer_ref (frame));
    g_object_set (converter.element, "n-threads", 5, NULL);
    shared = scene_scale (&converter, gst_buffer_ref (frame));
    made = scene_info (&converter);
    if (!same_picture (&made, alone, shared)) {
      g_test_message ("%s of %s differs with threads", cases[i].conversion, in);
      g_test_fail ();
    }
    gst_buffer_unref (alone);
    gst_buffer_unref (shared);
    gst_buffer_unref (frame);
    scene_free (&converter);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  golden_path = argv[1];
  g_test_add_func ("/conversions/frames are those of OpenCV and PyAV", test_golden);
  g_test_add_func ("/conversions/every order of the output has the same numbers", test_outputs);
  g_test_add_func ("/conversions/crops are frames", test_crop);
  g_test_add_func ("/conversions/opencv looks at no caps", test_opencv_ignores_caps);
  g_test_add_func ("/conversions/torchcodec looks at colours alone", test_torchcodec_ignores_caps);
  g_test_add_func ("/conversions/swscale assumes what FFmpeg does", test_swscale_assumes);
  g_test_add_func ("/conversions/changes take effect with the next frame", test_live);
  g_test_add_func ("/conversions/threads make the same", test_threads);
  g_test_add_func ("/conversions/what is not offered is refused", test_refusals);
  g_test_add_func ("/conversions/and while frames flow", test_late_refusal);
  g_test_add_func ("/conversions/crops that cut chroma are refused", test_odd_crop);
  return g_test_run ();
}
