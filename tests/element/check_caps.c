/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The caps rules as tables: fixed caps of one side, what the other side takes, what is chosen. */
#include "caps.h"
#include "scene.h"

#define RAW "video/x-raw,format=GRAY8,"

typedef struct {
  const gchar *property; /* what the row shows */
  const gchar *caps, *other;
  const gchar *expected; /* NULL: refused */
  gdouble factor_x, factor_y;
  GstPadDirection direction; /* of caps; GST_PAD_UNKNOWN is the sink */
} Row;

/* Every expectation is worked out by hand from: display aspect ratio = width * par / height. */
static const Row aspect_rows[] = {
  { "equal sizes stay", "width=320,height=240", "width=[1,32767],height=[1,32767]",
      "width=320,height=240" },
  { "a given height keeps the width and changes the pixels", "width=320,height=240",
      "width=[1,32767],height=480", "width=320,height=480,pixel-aspect-ratio=2/1" },
  { "a given width keeps the height and changes the pixels", "width=320,height=240",
      "width=640,height=[1,32767]", "width=640,height=240,pixel-aspect-ratio=1/2" },
  { "a given height and square pixels choose the width", "width=320,height=240",
      "width=[1,32767],height=480,pixel-aspect-ratio=1/1",
      "width=640,height=480,pixel-aspect-ratio=1/1" },
  { "a given width and square pixels choose the height", "width=320,height=240",
      "width=640,height=[1,32767],pixel-aspect-ratio=1/1",
      "width=640,height=480,pixel-aspect-ratio=1/1" },
  { "a given size chooses the pixels", "width=320,height=240", "width=640,height=240",
      "width=640,height=240,pixel-aspect-ratio=1/2" },
  { "a given size with the same ratio has square pixels", "width=320,height=240",
      "width=640,height=480", "width=640,height=480" },
  { "a given size and given pixels stay, whatever the ratio", "width=320,height=240",
      "width=640,height=100,pixel-aspect-ratio=1/1",
      "width=640,height=100,pixel-aspect-ratio=1/1" },
  { "PAL pixels made square keep the height", "width=720,height=576,pixel-aspect-ratio=16/15",
      "width=[1,32767],height=[1,32767],pixel-aspect-ratio=1/1",
      "width=768,height=576,pixel-aspect-ratio=1/1" },
  { "PAL pixels made square keep the width where the height may not stay",
      "width=720,height=576,pixel-aspect-ratio=16/15",
      "width=720,height=[1,32767],pixel-aspect-ratio=1/1",
      "width=720,height=540,pixel-aspect-ratio=1/1" },
  { "a small width range takes the nearest width and the pixels make up", "width=720,height=576",
      "width=[1,360],height=[1,32767]", "width=360,height=576,pixel-aspect-ratio=2/1" },
  { "a small width range and square pixels take the height that fits", "width=720,height=576",
      "width=[1,360],height=[1,32767],pixel-aspect-ratio=1/1",
      "width=360,height=288,pixel-aspect-ratio=1/1" },
  { "a range in steps takes a step", "width=100,height=100",
      "width=[16,512,16],height=[1,32767],pixel-aspect-ratio=1/1",
      "width=96,height=96,pixel-aspect-ratio=1/1" },
  { "of two steps that are as near the lower one is taken, as encoders want it",
      "width=853,height=481", "width=[16,65536,2],height=[16,65536,2],pixel-aspect-ratio=1/1",
      "width=852,height=480,pixel-aspect-ratio=1/1" },
  { "of two steps of four that are as near the lower one", "width=18,height=30",
      "width=[4,64,4],height=[4,64,4]", "width=16,height=28,pixel-aspect-ratio=21/20" },
  { "a list of widths takes the nearest", "width=720,height=576",
      "width={160,640,1920},height=[1,32767]", "width=640,height=576,pixel-aspect-ratio=9/8" },
  { "a list of widths and ranges takes the nearest", "width=700,height=500",
      "width={100,[600,650]},height=[1,32767]", "width=650,height=500,pixel-aspect-ratio=14/13" },
  { "a list of pixel shapes takes the one that fits", "width=720,height=576",
      "width=360,height=576,pixel-aspect-ratio={1/1,2/1}",
      "width=360,height=576,pixel-aspect-ratio=2/1" },
  { "a range of pixel shapes is not left", "width=320,height=240",
      "width=320,height=480,pixel-aspect-ratio=[1/2,3/2]",
      "width=320,height=480,pixel-aspect-ratio=3/2" },
  { "pixel shapes out of range change the width instead", "width=320,height=240",
      "width=[1,32767],height=480,pixel-aspect-ratio=[1/2,1/1]",
      "width=640,height=480,pixel-aspect-ratio=1/1" },
  { "where no width and no height fits, the one that is closer", "width=1000,height=1000",
      "width={100,900},height={90,400},pixel-aspect-ratio=1/1",
      "width=900,height=400,pixel-aspect-ratio=1/1" },
  { "where no height and no width fits, the one that is closer", "width=1000,height=1000",
      "width={90,400},height={100,900},pixel-aspect-ratio=1/1",
      "width=400,height=900,pixel-aspect-ratio=1/1" },
  { "a row of pixels scales", "width=32767,height=1",
      "width=[1,32767],height=[1,32767],pixel-aspect-ratio=1/1",
      "width=32767,height=1,pixel-aspect-ratio=1/1" },
  { "a row of pixels in two rows is as wide as possible", "width=32767,height=1",
      "width=[1,32767],height=2,pixel-aspect-ratio=1/1",
      "width=32767,height=2,pixel-aspect-ratio=1/1" },
  { "a column of pixels made wider", "width=1,height=32767", "width=32767,height=32767",
      "width=32767,height=32767,pixel-aspect-ratio=1/32767" },
  { "a column of pixels turned into a row", "width=1,height=32767", "width=32767,height=1",
      "width=32767,height=1,pixel-aspect-ratio=1/1073676289" },
  { "very wide pixels stay", "width=320,height=240,pixel-aspect-ratio=2147483647/1",
      "width=[1,32767],height=[1,32767],pixel-aspect-ratio=[1/2147483647,2147483647/1]",
      "width=320,height=240,pixel-aspect-ratio=2147483647/1" },
  { "very wide pixels made square are as wide as possible",
      "width=320,height=240,pixel-aspect-ratio=2147483647/1",
      "width=[1,32767],height=240,pixel-aspect-ratio=1/1",
      "width=32767,height=240,pixel-aspect-ratio=1/1" },
  { "very wide pixels on 1x32767 do not overflow",
      "width=1,height=32767,pixel-aspect-ratio=2147483647/2147483646",
      "width=[1,32767],height=[1,32767],pixel-aspect-ratio=1/1",
      "width=1,height=32767,pixel-aspect-ratio=1/1" },
  { "pixel shapes of many digits do not overflow",
      "width=32749,height=32719,pixel-aspect-ratio=2147483647/2147483629",
      "width=[1,32767],height=[1,32767],pixel-aspect-ratio=2147483587/2147483579",
      "width=32749,height=32719,pixel-aspect-ratio=2147483587/2147483579" },
  { "input caps without a pixel shape have square pixels", "width=640,height=480",
      "width=[1,32767],height=480", "width=640,height=480,pixel-aspect-ratio=1/1", 0, 0,
      GST_PAD_SRC },
  { "input for an output with PAL pixels", "width=768,height=576,pixel-aspect-ratio=15/16",
      "width=[1,32767],height=576,pixel-aspect-ratio=1/1",
      "width=720,height=576,pixel-aspect-ratio=1/1", 0, 0, GST_PAD_SRC },
  { "only the first structure counts", "width=320,height=240",
      "width=160,height=120;" RAW "width=320,height=240", "width=160,height=120" },
};

static const Row factor_rows[] = {
  { "a factor makes the size", "width=320,height=240", "width=[1,32767],height=[1,32767]",
      "width=640,height=480", 2, 2 },
  { "the size is truncated", "width=101,height=7", "width=[1,32767],height=[1,32767]",
      "width=151,height=10", 1.5, 1.5 },
  { "the axes have factors of their own", "width=100,height=100",
      "width=[1,32767],height=[1,32767]", "width=50,height=300", 0.5, 3 },
  { "the pixels keep their shape", "width=720,height=576,pixel-aspect-ratio=16/15",
      "width=[1,32767],height=[1,32767],pixel-aspect-ratio=[1/100,100/1]",
      "width=1440,height=576,pixel-aspect-ratio=16/15", 2, 1 },
  { "square pixels are not written", "width=320,height=240", "width=[1,32767],height=[1,32767]",
      "width=640,height=240", 2, 1 },
  { "an axis without a factor keeps its size", "width=320,height=240",
      "width=[1,32767],height=[1,32767]", "width=640,height=240", 2, 0 },
  { "an axis without a factor takes what is given", "width=320,height=240",
      "width=[1,32767],height=100", "width=640,height=100", 2, 0 },
  { "a later structure that allows the size is found", "width=320,height=240",
      "width=100,height=100;" RAW "width=640,height=480", "width=640,height=480", 2, 2 },
  { "a size downstream does not allow is refused", "width=320,height=240",
      "width=[1,500],height=[1,32767]", NULL, 2, 2 },
  { "a size of nothing is refused", "width=3,height=3", "width=[1,32767],height=[1,32767]", NULL,
      0.25, 1 },
  { "a size of nothing is refused where any is allowed", "width=3,height=3", "height=[1,32767]",
      NULL, 0.25, 1 },
  { "a size beyond the largest is refused", "width=20000,height=20",
      "width=[1,32767],height=[1,32767]", NULL, 2, 2 },
  { "factors do not count backwards", "width=640,height=480,pixel-aspect-ratio=1/1",
      "width=[1,32767],height=[1,32767]", "width=640,height=480,pixel-aspect-ratio=1/1", 2, 2,
      GST_PAD_SRC },
};

#define YUV "video/x-raw,format=I420,"

/* Up to 576 lines GStreamer takes missing fields for bt601 and jpeg, above for bt709 and mpeg2. */
static const Row colour_rows[] = {
  { "small to small needs nothing", YUV "width=320,height=240", YUV "width=160,height=120",
      YUV "width=160,height=120" },
  { "small to large is written down", YUV "width=320,height=240", YUV "width=1280,height=960",
      YUV "width=1280,height=960,colorimetry=bt601,chroma-site=jpeg" },
  { "large to small is written down", YUV "width=1280,height=960", YUV "width=320,height=240",
      YUV "width=320,height=240,colorimetry=bt709,chroma-site=mpeg2" },
  { "given colours pass", YUV "width=320,height=240,colorimetry=bt2020,chroma-site=dv",
      YUV "width=1280,height=960,colorimetry=bt2020,chroma-site=dv",
      YUV "width=1280,height=960,colorimetry=bt2020,chroma-site=dv" },
  { "one of a list is the input's", YUV "width=320,height=240",
      YUV "width=160,height=120,colorimetry={bt709,bt601}",
      YUV "width=160,height=120,colorimetry=bt601" },
  { "another spelling is the same", YUV "width=320,height=240,colorimetry=2:3:5:1",
      YUV "width=160,height=120,colorimetry={bt2020,bt709}",
      YUV "width=160,height=120,colorimetry=bt709" },
  { "other colorimetry is refused", YUV "width=320,height=240",
      YUV "width=160,height=120,colorimetry=bt709", NULL },
  { "other siting is refused", YUV "width=320,height=240",
      YUV "width=160,height=120,chroma-site=mpeg2", NULL },
  { "a siting without colorimetry counts", YUV "width=320,height=240,chroma-site=mpeg2",
      YUV "width=160,height=120,chroma-site={jpeg,mpeg2}",
      YUV "width=160,height=120,chroma-site=mpeg2" },
  { "colorimetry without a siting leaves the default siting",
      YUV "width=320,height=240,colorimetry=bt709", YUV "width=1280,height=960,colorimetry=bt709",
      YUV "width=1280,height=960,colorimetry=bt709,chroma-site=jpeg" },
  { "without sub-sampling siting does not matter", "video/x-raw,format=Y444,width=320,height=240",
      "video/x-raw,format=Y444,width=320,height=240,chroma-site=mpeg2",
      "video/x-raw,format=Y444,width=320,height=240,chroma-site=mpeg2" },
  { "4:4:4 crossing 576 lines keeps its colorimetry",
      "video/x-raw,format=Y444,width=320,height=240",
      "video/x-raw,format=Y444,width=1280,height=960",
      "video/x-raw,format=Y444,width=1280,height=960,colorimetry=bt601" },
  { "RGB crossing 576 lines needs nothing", "video/x-raw,format=RGB,width=320,height=240",
      "video/x-raw,format=RGB,width=1280,height=960",
      "video/x-raw,format=RGB,width=1280,height=960" },
};

static gchar *
full_text (const gchar *text)
{
  return g_str_has_prefix (text, "video/") ? g_strdup (text) : g_strconcat (RAW, text, NULL);
}

static GstCaps *
full_caps (const gchar *text)
{
  gchar *full = full_text (text);
  GstCaps *caps = gst_caps_from_string (full);

  g_assert_nonnull (caps);
  g_free (full);
  return caps;
}

static void
check_row (gconstpointer data)
{
  const Row *row = data;
  const GstPadDirection direction = row->direction == GST_PAD_SRC ? GST_PAD_SRC : GST_PAD_SINK;
  const GstAlignScaleSettings settings = { .scale_factor_x = row->factor_x,
    .scale_factor_y = row->factor_y };
  GstCaps *caps = full_caps (row->caps);
  gchar *message = NULL, *text;
  GstCaps *chosen =
      gst_align_scale_caps_fixate (direction, caps, full_caps (row->other), &settings, &message);

  g_assert_cmpint (chosen == NULL, ==, row->expected == NULL);
  g_assert_cmpint (message == NULL, ==, chosen != NULL);
  if (chosen != NULL && row->expected != NULL) {
    GstCaps *expected = full_caps (row->expected);

    text = gst_caps_to_string (chosen);
    g_test_message ("%s", text);
    g_free (text);
    g_assert_true (gst_caps_is_equal (chosen, expected));
    gst_caps_unref (expected);
  }
  gst_clear_caps (&chosen);
  g_free (message);
  gst_caps_unref (caps);
}

static void
refusals_name_both_sizes (void)
{
  const GstAlignScaleSettings settings = { .scale_factor = 2 };
  GstCaps *caps = full_caps ("width=320,height=240");
  gchar *message;

  g_assert_null (gst_align_scale_caps_fixate (
      GST_PAD_SINK, caps, full_caps ("width=[1,500],height=[1,500]"), &settings, &message));
  g_assert_nonnull (strstr (message, "320x240"));
  g_assert_nonnull (strstr (message, "640x480"));
  g_assert_nonnull (strstr (message, "500"));
  g_free (message);
  gst_caps_unref (caps);
}

static void
refused_colours_name_videoconvert (void)
{
  const GstAlignScaleSettings settings = { 0 };
  GstCaps *caps = full_caps (YUV "width=320,height=240,colorimetry=bt601");
  GstCaps *downstream = full_caps (YUV "width=160,height=120,colorimetry=bt709");
  gchar *message;

  g_assert_null (gst_align_scale_caps_fixate (
      GST_PAD_SINK, caps, gst_caps_ref (downstream), &settings, &message));
  g_assert_nonnull (strstr (message, "videoconvert"));
  g_assert_nonnull (strstr (message, "bt601"));
  g_assert_nonnull (strstr (message, "bt709"));
  g_free (message);

  message = gst_align_scale_caps_explain (caps, downstream);
  g_assert_nonnull (strstr (message, "videoconvert"));
  g_free (message);
  gst_caps_unref (downstream);
  gst_caps_unref (caps);
}

/* Text of caps -> text of what the other side may be. */
static const gchar *const transform_rows[][3] = {
  { "sizes open", RAW "width=320,height=240", RAW "width=[1,32767],height=[1,32767]" },
  { "pixel shapes open where there is one", RAW "width=320,height=240,pixel-aspect-ratio=16/15",
      RAW "width=[1,32767],height=[1,32767],pixel-aspect-ratio=[1/2147483647,2147483647/1]" },
  { "all else stays",
      YUV "width=320,height=240,framerate=25/1,colorimetry=bt709,chroma-site=mpeg2,views=1",
      YUV "width=[1,32767],height=[1,32767],framerate=25/1,colorimetry=bt709,chroma-site=mpeg2,"
          "views=1" },
  { "structures that become alike are one", RAW "width=320,height=240;" RAW "width=640,height=480",
      RAW "width=[1,32767],height=[1,32767]" },
  { "overlay compositions in system memory scale",
      "video/"
      "x-raw(memory:SystemMemory,meta:GstVideoOverlayComposition),format=RGB,width=3,height=4",
      "video/x-raw(memory:SystemMemory,meta:GstVideoOverlayComposition),format=RGB,"
      "width=[1,32767],height=[1,32767]" },
  { "other memory passes as it is", "video/x-raw(memory:GLMemory),format=RGBA,width=3,height=4",
      "video/x-raw(memory:GLMemory),format=RGBA,width=3,height=4" },
  { "alternating fields scale",
      "video/x-raw(format:Interlaced),format=RGB,interlace-mode=alternate,width=3,height=4",
      "video/x-raw(format:Interlaced),format=RGB,interlace-mode=alternate,width=[1,32767],"
      "height=[1,32767]" },
  { "fields with overlay compositions scale",
      "video/x-raw(format:Interlaced,meta:GstVideoOverlayComposition),format=RGB,"
      "interlace-mode=alternate,width=3,height=4",
      "video/x-raw(format:Interlaced,meta:GstVideoOverlayComposition),format=RGB,"
      "interlace-mode=alternate,width=[1,32767],height=[1,32767]" },
  { "a feature nobody knows passes as it is",
      "video/x-raw(memory:SystemMemory,meta:Unknown),format=RGB,width=3,height=4",
      "video/x-raw(memory:SystemMemory,meta:Unknown),format=RGB,width=3,height=4" },
  { "two fields in a buffer scale", "video/x-raw,format=RGB,interlace-mode=fields,width=3,height=4",
      "video/x-raw,format=RGB,interlace-mode=fields,width=[1,32767],height=[1,32767]" },
};

static void
check_transform (gconstpointer data)
{
  const gchar *const *row = data;
  GstCaps *caps = gst_caps_from_string (row[1]), *expected = gst_caps_from_string (row[2]);
  GstCaps *result = gst_align_scale_caps_transform (caps, NULL);
  gchar *text = gst_caps_to_string (result);

  g_test_message ("%s", text);
  g_assert_true (gst_caps_is_strictly_equal (result, expected));
  gst_caps_unref (result);

  result = gst_align_scale_caps_transform (caps, caps);
  g_assert_true (gst_caps_is_subset (result, caps));
  g_assert_true (gst_caps_can_intersect (result, caps));
  g_free (text);
  gst_caps_unref (result);
  gst_caps_unref (expected);
  gst_caps_unref (caps);
}

/* The formats the first version promises; others may come. */
static const gchar *const promised[] = { "GRAY8", "GRAY16_LE", "GRAY16_BE", "RGB", "BGR", "RGBx",
  "xRGB", "BGRx", "xBGR", "RGBA", "ARGB", "BGRA", "ABGR", "GBR", "AYUV", "v308", "Y444", "I420",
  "YV12", "NV12", "NV21", "Y42B", "YUY2", "UYVY" };

static void
promised_formats_are_offered (void)
{
  GstCaps *template = gst_align_scale_caps_template ();

  for (guint i = 0; i < G_N_ELEMENTS (promised); i++) {
    GstCaps *caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, promised[i],
        "width", G_TYPE_INT, 32767, "height", G_TYPE_INT, 1, "framerate", GST_TYPE_FRACTION, 25, 1,
        NULL);

    if (!gst_caps_is_subset (caps, template))
      g_error ("%s is not offered", promised[i]);
    gst_caps_unref (caps);
  }
  gst_caps_unref (template);
}

static void
sizes_end_at_32767 (void)
{
  static const struct {
    gint width, height;
    gboolean offered;
  } sizes[] = { { 1, 1, TRUE }, { 32767, 32767, TRUE }, { 32768, 1, FALSE }, { 1, 32768, FALSE },
    { 0, 1, FALSE }, { 1, 0, FALSE } };
  GstCaps *template = gst_align_scale_caps_template ();

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    gchar *text = caps_text ("GRAY8", sizes[i].width, sizes[i].height, "");
    GstCaps *caps = gst_caps_from_string (text);

    g_test_message ("%s", text);
    g_assert_cmpint (gst_caps_is_subset (caps, template), ==, sizes[i].offered);
    gst_caps_unref (caps);
    g_free (text);
  }
  gst_caps_unref (template);
}

static void
add_rows (const gchar *group, const Row *rows, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    gchar *path = g_strdup_printf ("/caps/%s/%s", group, rows[i].property);

    g_test_add_data_func (path, &rows[i], check_row);
    g_free (path);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  add_rows ("aspect", aspect_rows, G_N_ELEMENTS (aspect_rows));
  add_rows ("factors", factor_rows, G_N_ELEMENTS (factor_rows));
  add_rows ("colours", colour_rows, G_N_ELEMENTS (colour_rows));
  for (gsize i = 0; i < G_N_ELEMENTS (transform_rows); i++) {
    gchar *path = g_strdup_printf ("/caps/transform/%s", transform_rows[i][0]);

    g_test_add_data_func (path, transform_rows[i], check_transform);
    g_free (path);
  }
  g_test_add_func ("/caps/refused factors name both sizes", refusals_name_both_sizes);
  g_test_add_func ("/caps/refused colours name videoconvert", refused_colours_name_videoconvert);
  g_test_add_func ("/caps/promised formats are offered", promised_formats_are_offered);
  g_test_add_func ("/caps/sizes end at 32767", sizes_end_at_32767);
  return g_test_run ();
}
