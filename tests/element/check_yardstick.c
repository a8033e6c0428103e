/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What GStreamer's own test suite asks of videoscale, asked of alignscale. As of GStreamer 1.28
 * that is:
 *
 *   the pad templates offer every format the video library converts    check_formats.c
 *   equal sizes pass buffers untouched, every format and method        here
 *   640x480 to 320x240, 1x1, 320x1 and 1x240, 641x481 to 111x30 and
 *     30x111, and all of these back, every format and method           here, in turns; every
 *     format by every method at smaller sizes is check_formats.c's
 *   display aspect ratios are kept, by size or by pixel shape; where
 *     that is impossible what downstream asks for is made all the same here, more in check_caps.c
 *   alternate fields negotiate with the caps feature on both sides     here
 *   caps that differ in pixel shape alone negotiate                    here
 *   regions of interest are scaled, other metas kept                   here, more in check_metas.c
 *   a task pool from a context is used                                 check_streaming.c
 *
 * Two of its tests are disabled there: reverse negotiation, which GStreamer 1.x does with
 * reconfigure events (check_negotiation.c), and 4-tap reduction to a single row or column. */
#include <string.h>

#include "samples.h"

static gchar *
settings_of_method (gsize method)
{
  return g_strdup_printf ("method=%s", rsz_method_info (method % RSZ_N_TORCH_METHODS)->name);
}

static void
equal_sizes_pass (void)
{
  gchar **formats = offered_formats ();

  for (gsize f = 0; formats[f] != NULL; f++) {
    gchar *caps = caps_text (formats[f], 64, 48, "");
    GstVideoInfo info = info_of (caps);
    Scene scene = scene_new (NULL, caps, caps);

    for (gsize m = 0; m < RSZ_N_TORCH_METHODS; m++) {
      gchar *settings = settings_of_method (m);
      GstBuffer *frame = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&info), NULL), *result;

      scene_set (&scene, settings);
      result = scene_scale (&scene, gst_buffer_ref (frame));
      g_assert_true (result == frame);
      gst_buffer_unref (result);
      gst_buffer_unref (frame);
      g_free (settings);
    }
    scene_free (&scene);
    g_free (caps);
  }
  g_strfreev (formats);
}

static const gint sizes[][4] = { { 640, 480, 320, 240 }, { 320, 240, 640, 480 }, { 640, 480, 1, 1 },
  { 1, 1, 640, 480 }, { 641, 481, 111, 30 }, { 111, 30, 641, 481 }, { 641, 481, 30, 111 },
  { 30, 111, 641, 481 }, { 640, 480, 320, 1 }, { 320, 1, 640, 480 }, { 640, 480, 1, 240 },
  { 1, 240, 640, 480 } };

/* Methods take turns, so that each size and each format meets every one; the frames arrive
 * whole. */
static void
every_size_is_made (gconstpointer data)
{
  const gint *size = data;
  gchar **formats = offered_formats ();

  for (gsize f = 0; formats[f] != NULL; f++) {
    gchar *in = caps_text (formats[f], size[0], size[1], "");
    gchar *out = caps_text (formats[f], size[2], size[3], "");
    gchar *settings = settings_of_method (f + (gsize) (size - sizes[0]) / 4);
    GstVideoInfo info = info_of (in), out_info = info_of (out);
    Scene scene = scene_new (settings, in, out);
    GstBuffer *frame = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&info), NULL), *result;

    gst_buffer_memset (frame, 0, 0, G_MAXSIZE);
    g_test_message ("%s, %s", formats[f], settings);
    result = scene_scale (&scene, frame);
    g_assert_cmpuint (gst_buffer_get_size (result), ==, GST_VIDEO_INFO_SIZE (&out_info));
    info = scene_info (&scene);
    g_assert_cmpint (info.width, ==, size[2]);
    g_assert_cmpint (info.height, ==, size[3]);
    gst_buffer_unref (result);
    scene_free (&scene);
    g_free (settings);
    g_free (out);
    g_free (in);
  }
  g_strfreev (formats);
}

/* Input, what downstream takes, the fields that are chosen. */
static const gchar *const shapes[][3] = {
  { "width=704,height=480,pixel-aspect-ratio=10/11", "width=640,height=480",
      "width=640,height=480,pixel-aspect-ratio=1/1" },
  { "width=400,height=300", "width=800,height=200", "width=800,height=200,pixel-aspect-ratio=1/3" },
  { "width=400,height=300", "width=800,height=200,pixel-aspect-ratio=[1/10,1/1]",
      "width=800,height=200,pixel-aspect-ratio=1/3" },
  { "width=3000,height=1500,pixel-aspect-ratio=1/1",
      "width=[1,1000],height=[1,1000],pixel-aspect-ratio=1/1",
      "width=1000,height=500,pixel-aspect-ratio=1/1" },
  { "width=1500,height=3000", "width=[1,1000],height=[1,1000],pixel-aspect-ratio=1/1",
      "width=500,height=1000,pixel-aspect-ratio=1/1" },
  { "width=1500,height=3000", "width=[1,2000],height=[1,2000]",
      "width=1500,height=2000,pixel-aspect-ratio=2/3" },
  { "width=1500,height=3000", "width=600,height=[1,2000],pixel-aspect-ratio=1/1",
      "width=600,height=1200,pixel-aspect-ratio=1/1" },
  { "width=300,height=200,pixel-aspect-ratio=1/1", "width=90,height=90,pixel-aspect-ratio=3/1",
      "width=90,height=90,pixel-aspect-ratio=3/1" },
  { "width=864,height=486", "width=[4,640,4],height=[4,640,4],pixel-aspect-ratio=1/1",
      "width=640,height=360,pixel-aspect-ratio=1/1" },
  { "width=352,height=288,pixel-aspect-ratio=1/1", "width=352,height=288,pixel-aspect-ratio=12/11",
      "width=352,height=288,pixel-aspect-ratio=12/11" },
};

static GstCaps *
gray_caps (const gchar *fields)
{
  gchar *text = g_strdup_printf ("video/x-raw,format=GRAY8,framerate=25/1,%s", fields);
  GstCaps *caps = gst_caps_from_string (text);

  g_free (text);
  return caps;
}

static void
shapes_are_kept (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++) {
    GstCaps *in = gray_caps (shapes[i][0]), *out = gray_caps (shapes[i][1]);
    GstCaps *expected = gray_caps (shapes[i][2]), *chosen;
    gchar *in_text = gst_caps_to_string (in), *out_text = gst_caps_to_string (out);
    GstVideoInfo info = info_of (in_text), expected_info, chosen_info;
    Scene scene = scene_new ("method=nearest", in_text, out_text);

    g_test_message ("%s to %s", shapes[i][0], shapes[i][1]);
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    chosen = scene_caps (&scene);
    g_assert_true (gst_video_info_from_caps (&chosen_info, chosen));
    g_assert_true (gst_video_info_from_caps (&expected_info, expected));
    g_assert_true (gst_video_info_is_equal (&chosen_info, &expected_info));
    gst_caps_unref (chosen);
    scene_free (&scene);
    g_free (out_text);
    g_free (in_text);
    gst_caps_unref (expected);
    gst_caps_unref (out);
    gst_caps_unref (in);
  }
}

#define FIELDS "interlace-mode=alternate"
#define FEATURE "(format:Interlaced)"

static void
alternate_needs_its_feature_on_both_sides (void)
{
  static const struct {
    const gchar *in, *out;
    gboolean flows;
  } rows[] = {
    { "video/x-raw" FEATURE ",format=BGRA,width=6,height=4," FIELDS,
        "video/x-raw,format=BGRA,width=5,height=2", FALSE },
    { "video/x-raw,format=BGRA,width=6,height=4," FIELDS,
        "video/x-raw" FEATURE ",format=BGRA,width=5,height=2", FALSE },
    { "video/x-raw" FEATURE ",format=BGRA,width=6,height=4," FIELDS,
        "video/x-raw" FEATURE ",format=BGRA,width=5,height=2,interlace-mode=progressive", FALSE },
    { "video/x-raw" FEATURE ",format=BGRA,width=6,height=4," FIELDS,
        "video/x-raw" FEATURE ",format=BGRA,width=5,height=2," FIELDS, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Scene scene = scene_new (NULL, rows[i].in, rows[i].out);
    GstBuffer *field = gst_buffer_new_allocate (NULL, 6 * 2 * 4, NULL);

    gst_buffer_memset (field, 0, 1, G_MAXSIZE);
    g_assert_cmpint (gst_harness_push (scene.harness, field), ==,
        rows[i].flows ? GST_FLOW_OK : GST_FLOW_NOT_NEGOTIATED);
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, !rows[i].flows);
    if (rows[i].flows) {
      GstBuffer *result = gst_harness_pull (scene.harness);

      g_assert_cmpuint (gst_buffer_get_size (result), ==, 5 * 1 * 4);
      gst_buffer_unref (result);
    }
    scene_free (&scene);
  }
}

static void
metas_go_along (void)
{
  const gchar *in = "video/x-raw,format=GRAY8,width=8,height=6,framerate=25/1";
  GstVideoInfo info = info_of (in);
  GstBuffer *frame = noise_frame (&info, 1), *result;
  GstCaps *reference = gst_caps_new_empty_simple ("timestamp/x-test");
  GstVideoRegionOfInterestMeta *region;
  GstReferenceTimestampMeta *time;

  gst_buffer_add_video_region_of_interest_meta (frame, "hand", 1, 2, 3, 4);
  gst_buffer_add_reference_timestamp_meta (frame, reference, 77, 5);
  result = scale_once (NULL, in, "video/x-raw,width=24,height=12", frame);
  g_assert_cmpuint (
      gst_buffer_get_n_meta (result, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE), ==, 1);
  region = gst_buffer_get_video_region_of_interest_meta_id (result, 0);
  g_assert_cmpstr (g_quark_to_string (region->roi_type), ==, "hand");
  g_assert_cmpuint (region->x, ==, 3);
  g_assert_cmpuint (region->y, ==, 4);
  g_assert_cmpuint (region->w, ==, 9);
  g_assert_cmpuint (region->h, ==, 8);
  time = gst_buffer_get_reference_timestamp_meta (result, reference);
  g_assert_nonnull (time);
  g_assert_cmpuint (time->timestamp, ==, 77);
  gst_buffer_unref (result);
  gst_buffer_unref (frame);
  gst_caps_unref (reference);
}

/* ---- beyond the yardstick: fields that are not about size ---- */

static const gchar *const others[] = {
  "colorimetry=bt2100-pq",
  "colorimetry=1:4:7:1",
  "chroma-site=dv",
  "chroma-site=v-cosited",
  "mastering-display-info=(string)34000:16000:13250:34500:7500:3000:15635:16450:10000000:1",
  "content-light-level=(string)1000:400",
  "multiview-mode=side-by-side,views=2,multiview-flags=(GstVideoMultiviewFlagsSet)4000:ffffffff",
  "views=2,multiview-mode=frame-by-frame",
  "interlace-mode=interleaved,field-order=bottom-field-first",
  "interlace-mode=mixed",
  "max-framerate=60/1",
  "some-other-field=kept",
};

static gboolean
check_field (GQuark id, const GValue *value, gpointer data)
{
  const GValue *passed = gst_structure_id_get_value (data, id);

  g_test_message ("%s", g_quark_to_string (id));
  g_assert_nonnull (passed);
  g_assert_cmpint (gst_value_compare (passed, value), ==, GST_VALUE_EQUAL);
  return TRUE;
}

/* Down and up across 576 lines, where GStreamer's defaults change. */
static void
other_fields_pass (gconstpointer field)
{
  for (gint up = 0; up < 2; up++) {
    gchar *in = caps_text ("I420_10LE", 64, up ? 48 : 720, field);
    gchar *out = g_strdup_printf ("video/x-raw,width=32,height=%d", up ? 720 : 48);
    gchar *given = g_strdup_printf ("fields,%s", (const gchar *) field);
    GstStructure *structure = gst_structure_from_string (given, NULL);
    GstVideoInfo info = info_of (in);
    Scene scene = scene_new ("method=nearest", in, out);
    GstCaps *caps;

    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    caps = scene_caps (&scene);
    gst_structure_foreach (structure, check_field, gst_caps_get_structure (caps, 0));
    gst_caps_unref (caps);
    scene_free (&scene);
    gst_structure_free (structure);
    g_free (given);
    g_free (out);
    g_free (in);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_type_ensure (GST_TYPE_VIDEO_MULTIVIEW_FLAGSET); /* caps as text name it */
  g_test_add_func ("/yardstick/equal sizes pass", equal_sizes_pass);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    gchar *path = g_strdup_printf ("/yardstick/%dx%d becomes %dx%d in every format", sizes[i][0],
        sizes[i][1], sizes[i][2], sizes[i][3]);

    g_test_add_data_func (path, sizes[i], every_size_is_made);
    g_free (path);
  }
  g_test_add_func ("/yardstick/shapes are kept where that is possible", shapes_are_kept);
  g_test_add_func ("/yardstick/alternate needs its feature on both sides",
      alternate_needs_its_feature_on_both_sides);
  g_test_add_func ("/yardstick/metas go along", metas_go_along);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    gchar *path = g_strdup_printf ("/yardstick/passes unchanged/%s", others[i]);

    g_test_add_data_func (path, others[i], other_fields_pass);
    g_free (path);
  }
  return g_test_run ();
}
