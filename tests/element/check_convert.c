/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* alignconvert against the definition in docs/colour.md, in long double and in coordinates of the
 * picture. Frames are read with GStreamer's own unpack functions. Known colours are the equations
 * of BT.601, BT.709 and BT.2020 by hand. */
#include <math.h>

#include "converter.h"
#include "samples.h"

#define OUTPUTS                                                                                    \
  "RGB", "BGR", "RGBx", "BGRx", "xRGB", "xBGR", "RGBA", "BGRA", "ARGB", "ABGR", "GBR", "RGBP",     \
      "BGRP", "GBRA"

/* ---- the definition ---- */

typedef struct {
  const GstVideoInfo *info; /* of the frame */
  GstVideoRectangle crop;   /* what of it is converted */
  gboolean fields;
  gboolean h_cosited, v_cosited;
} Model;

static Model
model_of (const GstVideoInfo *info)
{
  const GstVideoChromaSite site = info->chroma_site;

  return (Model){
    .info = info,
    .crop = { 0, 0, info->width, info->height },
    .h_cosited = (site & GST_VIDEO_CHROMA_SITE_H_COSITED) != 0,
    .v_cosited = (site & (GST_VIDEO_CHROMA_SITE_V_COSITED | GST_VIDEO_CHROMA_SITE_ALT_LINE)) != 0,
  };
}

/* Two samples of an axis that lie around a pixel, and how far behind the first it is. */
typedef struct {
  gint sample[2];
  long double part;
} Around;

/* Sample s of every `step` pixels is at step * s + at. */
static Around
around (gint pixel, long double step, long double at, gint first, gint last)
{
  const long double place = (pixel - at) / step, below = floorl (place);
  const gint s = (gint) below;

  return (Around){ { CLAMP (s, first, last), CLAMP (s + 1, first, last) }, place - below };
}

static Around
columns_around (const Model *model, guint c, gint x)
{
  const gint m = 1 << model->info->finfo->w_sub[c];
  const gint first = model->crop.x / m, last = (model->crop.x + model->crop.w + m - 1) / m - 1;

  return around (x, m, model->h_cosited ? 0.0L : (m - 1) / 2.0L, first, last);
}

/* A field's chroma covers 2 * m rows of the picture, of which the field has m. */
static Around
rows_around (const Model *model, guint c, gint y)
{
  const gint m = 1 << model->info->finfo->h_sub[c], f = y % 2;
  const gint start = model->crop.y, end = start + model->crop.h;
  Around rows;

  if (!model->fields)
    return around (
        y, m, model->v_cosited ? 0.0L : (m - 1) / 2.0L, start / m, (end + m - 1) / m - 1);
  rows = around (y, 2 * m, model->v_cosited ? f : m * f + (m - 1) / 2.0L, (start + 1 - f) / 2 / m,
      (end - f + 2 * m - 1) / (2 * m) - 1);
  rows.sample[0] = 2 * rows.sample[0] + f;
  rows.sample[1] = 2 * rows.sample[1] + f;
  return rows;
}

static long double
component_at (const Model *model, const Samples *samples, guint c, gint x, gint y)
{
  Around columns, rows;
  long double value = 0.0L;

  if (c == GST_VIDEO_COMP_Y || c == GST_VIDEO_COMP_A)
    return *samples_at (samples, (gint) c, x, y);
  columns = columns_around (model, c, x);
  rows = rows_around (model, c, y);
  for (gint i = 0; i < 4; i++)
    value += (i & 1 ? columns.part : 1 - columns.part) * (i & 2 ? rows.part : 1 - rows.part)
             * *samples_at (samples, (gint) c, columns.sample[i & 1], rows.sample[i >> 1]);
  return value;
}

static guint
half_to_even (long double value)
{
  const long double below = floorl (value), off = value - below - 0.5L;

  if (value <= 0.0L)
    return 0;
  if (value >= 255.0L)
    return 255;
  if (fabsl (off) < 1e-13L)
    return (guint) below + ((guint) below & 1);
  return (guint) below + (off > 0);
}

/* Kr and Kb of the recommendations. */
static void
weights_of (GstVideoColorMatrix matrix, long double *kr, long double *kb)
{
  static const struct {
    GstVideoColorMatrix matrix;
    long double kr, kb;
  } table[] = {
    { GST_VIDEO_COLOR_MATRIX_FCC, 0.30L, 0.11L },
    { GST_VIDEO_COLOR_MATRIX_BT709, 0.2126L, 0.0722L },
    { GST_VIDEO_COLOR_MATRIX_BT601, 0.299L, 0.114L },
    { GST_VIDEO_COLOR_MATRIX_SMPTE240M, 0.212L, 0.087L },
    { GST_VIDEO_COLOR_MATRIX_BT2020, 0.2627L, 0.0593L },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    if (table[i].matrix != matrix)
      continue;
    *kr = table[i].kr;
    *kb = table[i].kb;
    return;
  }
  g_assert_not_reached ();
}

/* R', G', B' and alpha of a pixel. */
static void
pixel_of (const Model *model, const Samples *samples, gint x, gint y, guint rgba[4])
{
  const GstVideoInfo *info = model->info;
  const guint depth = GST_VIDEO_INFO_COMP_DEPTH (info, 0);
  const gboolean full = info->colorimetry.range == GST_VIDEO_COLOR_RANGE_0_255;
  const long double one = 1u << (depth - 8), most = (1u << depth) - 1;
  long double kr = 0, kb = 0, luma, cb, cr;

  weights_of (info->colorimetry.matrix, &kr, &kb);
  luma = component_at (model, samples, GST_VIDEO_COMP_Y, x, y);
  cb = component_at (model, samples, GST_VIDEO_COMP_U, x, y) - 128 * one;
  cr = component_at (model, samples, GST_VIDEO_COMP_V, x, y) - 128 * one;
  luma = full ? luma / most : (luma - 16 * one) / (219 * one);
  cb = full ? cb / most : cb / (224 * one);
  cr = full ? cr / most : cr / (224 * one);
  rgba[0] = half_to_even (255 * (luma + 2 * (1 - kr) * cr));
  rgba[2] = half_to_even (255 * (luma + 2 * (1 - kb) * cb));
  rgba[1] = half_to_even (
      255 * (luma - (2 * (1 - kr) * kr * cr + 2 * (1 - kb) * kb * cb) / (1 - kr - kb)));
  rgba[3] = 255;
  if (GST_VIDEO_INFO_N_COMPONENTS (info) > GST_VIDEO_COMP_A)
    rgba[3] = half_to_even (255 * component_at (model, samples, GST_VIDEO_COMP_A, x, y)
                            / ((1u << GST_VIDEO_INFO_COMP_DEPTH (info, GST_VIDEO_COMP_A)) - 1));
}

/* Fails where a frame is not what the model says. */
static void
compare (const Model *model, const Samples *samples, const GstVideoInfo *out, GstBuffer *frame)
{
  Samples made = samples_read (out, frame);
  gint n = 0;

  for (gint y = 0; y < out->height && n < 3; y++)
    for (gint x = 0; x < out->width && n < 3; x++) {
      guint rgba[4];

      pixel_of (model, samples, model->crop.x + x, model->crop.y + y, rgba);
      for (gint c = 0; c < made.n; c++) {
        if (*samples_at (&made, c, x, y) == rgba[c])
          continue;
        g_test_message ("%s to %s, (%d, %d), component %d: %u, not %u",
            GST_VIDEO_INFO_NAME (model->info), GST_VIDEO_INFO_NAME (out), x, y, c,
            *samples_at (&made, c, x, y), rgba[c]);
        n++;
      }
    }
  if (n > 0)
    g_test_fail ();
  samples_free (&made);
}

/* ---- the element ---- */

/* Frames of noise in these caps, compared with the model. */
static void
check (const gchar *in, const gchar *format)
{
  const GstVideoInfo info = info_of (in);
  g_autofree gchar *out = g_strdup_printf ("video/x-raw(ANY),format=%s", format);
  Scene converter = converter_new (NULL, in, out);
  Samples samples = samples_new (&info);
  Model model = model_of (&info);

  model.fields = GST_VIDEO_INFO_INTERLACE_MODE (&info) == GST_VIDEO_INTERLACE_MODE_INTERLEAVED;
  for (guint32 seed = 1; seed <= 2; seed++) {
    g_autoptr (GstBuffer) frame = NULL;
    GstVideoInfo made;

    samples_noise (&samples, seed);
    frame = scene_scale (&converter, samples_write (&samples));
    made = scene_info (&converter);
    compare (&model, &samples, &made, frame);
  }
  samples_free (&samples);
  scene_free (&converter);
}

static gchar *
caps_of (const gchar *format, gint width, gint height, const gchar *colorimetry, const gchar *site,
    const gchar *mode)
{
  return g_strdup_printf ("video/x-raw,format=%s,width=%d,height=%d,framerate=1/1,colorimetry=%s,"
                          "chroma-site=%s,interlace-mode=%s",
      format, width, height, colorimetry, site, mode);
}

/* ---- tests ---- */

static gboolean
lacks_any (const GstVideoInfo *info)
{
  for (gint c = 0; c < (gint) GST_VIDEO_INFO_N_COMPONENTS (info); c++) {
    if (samples_lack_last (info, c))
      return TRUE;
  }
  return FALSE;
}

static void
test_pairs (void)
{
  static const gchar *const outputs[] = { OUTPUTS };
  g_auto (GStrv) formats = offered_formats ();
  guint n = 0;

  for (guint i = 0; formats[i] != NULL; i++) {
    const GstVideoFormatInfo *finfo =
        gst_video_format_get_info (gst_video_format_from_string (formats[i]));
    g_autofree gchar *odd = caps_of (formats[i], 13, 7, "bt601", "mpeg2", "progressive");
    g_autofree gchar *even = caps_of (formats[i], 48, 8, "bt709", "jpeg", "progressive");
    GstVideoInfo info;

    if (!GST_VIDEO_FORMAT_INFO_IS_YUV (finfo))
      continue;
    n++;
    info = info_of (odd);
    for (gsize k = 0; k < G_N_ELEMENTS (outputs); k++) {
      check (even, outputs[k]);
      if (!lacks_any (&info))
        check (odd, outputs[k]);
    }
  }
  g_assert_cmpuint (n, >, 50);
}

static void
test_sizes (void)
{
  static const gchar *const formats[] = { "I420", "NV12", "YUY2", "Y42B", "Y444", "YUV9", "Y41B",
    "P010_10LE", "AYUV" };
  static const gchar *const sites[] = { "mpeg2", "jpeg", "dv", "cosited", "v-cosited" };
  static const gint sizes[] = { 1, 2, 3, 4, 5, 31, 32, 33, 65, 100 };

  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++)
    for (gsize s = 0; s < G_N_ELEMENTS (sites); s++)
      for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
        g_autofree gchar *in = caps_of (formats[f], sizes[i],
            sizes[G_N_ELEMENTS (sizes) - 1 - i] % 37 + 1, "bt709", sites[s], "progressive");

        check (in, i % 3 == 0 ? "RGB" : i % 3 == 1 ? "xBGR" : "GBR");
      }
}

static void
test_colours (void)
{
  static const gchar *const formats[] = { "I420", "Y444", "I420_10LE", "Y412_LE", "AYUV64",
    "P016_LE" };

  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++)
    for (gint range = 1; range <= 2; range++)
      for (gint matrix = 2; matrix <= 6; matrix++) {
        g_autofree gchar *colorimetry = g_strdup_printf ("%d:%d:5:1", range, matrix);
        g_autofree gchar *in = caps_of (formats[f], 66, 34, colorimetry, "mpeg2", "progressive");

        check (in, "RGB");
        check (in, "BGRx");
      }
}

static void
test_fields (void)
{
  static const gchar *const formats[] = { "I420", "NV12", "YUY2", "P010_10LE", "YUV9", "Y444" };
  static const gchar *const sites[] = { "mpeg2", "jpeg", "dv", "cosited" };

  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++)
    for (gsize s = 0; s < G_N_ELEMENTS (sites); s++) {
      g_autofree gchar *in = caps_of (formats[f], 32, 24, "bt601", sites[s], "interleaved");

      check (in, "RGB");
      check (in, "GBR");
    }
}

/* Each field alone is the row of the frame. */
static void
test_alternate (void)
{
  const GstVideoInfo info = info_of (
      "video/x-raw,format=I420,width=16,height=16,interlace-mode=interleaved,chroma-site=mpeg2");
  const gchar *fields_caps = "video/x-raw(format:Interlaced),format=I420,width=16,height=16,"
                             "framerate=1/1,interlace-mode=alternate,chroma-site=mpeg2";
  Samples frame = samples_new (&info);
  Scene whole = converter_new (NULL,
      "video/x-raw,format=I420,width=16,height=16,interlace-mode=interleaved,chroma-site=mpeg2",
      "video/x-raw,format=RGBx");
  Scene single = converter_new (NULL, fields_caps, "video/x-raw(ANY),format=RGBx");
  g_autoptr (GstBuffer) both = NULL;
  GstMapInfo map, field_map;

  samples_noise (&frame, 7);
  both = scene_scale (&whole, samples_write (&frame));
  g_assert_true (gst_buffer_map (both, &map, GST_MAP_READ));
  for (gint f = 0; f < 2; f++) {
    GstBuffer *field = gst_buffer_new_allocate (NULL, 16 * 8 + 2 * 8 * 4, NULL);
    g_autoptr (GstBuffer) made = NULL;
    guint8 *bytes;

    g_assert_true (gst_buffer_map (field, &field_map, GST_MAP_WRITE));
    bytes = field_map.data;
    for (gint c = 0; c < 3; c++)
      for (gint y = 0; y < (c == 0 ? 8 : 4); y++)
        for (gint x = 0; x < (c == 0 ? 16 : 8); x++)
          *bytes++ = (guint8) *samples_at (&frame, c, x, 2 * y + f);
    gst_buffer_unmap (field, &field_map);
    GST_BUFFER_FLAG_SET (
        field, f == 0 ? GST_VIDEO_BUFFER_FLAG_TOP_FIELD : GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD);
    made = scene_scale (&single, field);
    g_assert_true (gst_buffer_map (made, &field_map, GST_MAP_READ));
    for (gint y = 0; y < 8; y++)
      g_assert_cmpmem (
          field_map.data + 64 * y, 64, map.data + 64 * (2 * (gsize) y + (gsize) f), 64);
    gst_buffer_unmap (made, &field_map);
  }
  gst_buffer_unmap (both, &map);
  samples_free (&frame);
  scene_free (&whole);
  scene_free (&single);
}

/* In mixed video the flag of the buffer decides. */
static void
test_mixed (void)
{
  const gchar *in = "video/x-raw,format=I420,width=16,height=16,interlace-mode=mixed,"
                    "chroma-site=mpeg2,colorimetry=bt601";
  const GstVideoInfo info = info_of (in);
  Samples samples = samples_new (&info);
  Scene converter = converter_new (NULL, in, "video/x-raw,format=RGB");
  Model model = model_of (&info);

  for (gint fields = 0; fields < 2; fields++) {
    GstBuffer *frame;
    g_autoptr (GstBuffer) made = NULL;
    GstVideoInfo out;

    samples_noise (&samples, 3);
    frame = samples_write (&samples);
    if (fields)
      GST_BUFFER_FLAG_SET (frame, GST_VIDEO_BUFFER_FLAG_INTERLACED);
    model.fields = fields;
    made = scene_scale (&converter, frame);
    out = scene_info (&converter);
    compare (&model, &samples, &out, made);
  }
  samples_free (&samples);
  scene_free (&converter);
}

/* Y', Cb, Cr and R', G', B' of a flat frame: rows by hand. */
static void
test_known (void)
{
  static const struct {
    const gchar *colorimetry;
    guint16 yuv[3];
    guint rgb[3];
  } known[] = {
    { "bt601", { 235, 128, 128 }, { 255, 255, 255 } },
    { "bt601", { 16, 128, 128 }, { 0, 0, 0 } },
    { "bt601", { 81, 90, 240 }, { 254, 0, 0 } }, /* red, 81.481 and 90.203 before rounding */
    { "bt709", { 63, 102, 240 }, { 255, 1, 0 } },
    { "bt709", { 235, 128, 128 }, { 255, 255, 255 } },
    { "bt709", { 126, 128, 128 }, { 128, 128, 128 } }, /* 110 * 255 / 219 = 128.08 */
    { "bt2020", { 235, 128, 128 }, { 255, 255, 255 } },
    { "1:4:0:0", { 255, 128, 128 }, { 255, 255, 255 } },
    { "1:4:0:0", { 76, 85, 255 }, { 254, 0, 0 } }, /* 76 + 1.402 * 127 = 254.05 */
    { "1:4:0:0", { 100, 128, 128 }, { 100, 100, 100 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    g_autofree gchar *in = caps_of ("I420", 37, 11, known[i].colorimetry, "mpeg2", "progressive");
    const GstVideoInfo info = info_of (in);
    Samples samples = samples_new (&info), made;
    Scene converter = converter_new (NULL, in, "video/x-raw,format=RGB");
    g_autoptr (GstBuffer) frame = NULL;
    GstVideoInfo out;

    for (gint c = 0; c < 3; c++)
      for (gint k = 0; k < samples.components[c].width * samples.components[c].height; k++)
        samples.components[c].data[k] = known[i].yuv[c];
    frame = scene_scale (&converter, samples_write (&samples));
    out = scene_info (&converter);
    made = samples_read (&out, frame);
    for (gint c = 0; c < 3; c++)
      for (gint k = 0; k < 37 * 11; k++)
        g_assert_cmpuint (made.components[c].data[k], ==, known[i].rgb[c]);
    samples_free (&made);
    samples_free (&samples);
    scene_free (&converter);
  }
}

/* A rectangle of the frame in memory, whose rows are as a GstVideoMeta says. */
static void
test_crop (void)
{
  /* those of metas, and what is made of them with caps of its size: others for a moment, while
   * upstream changes its crop */
  static const struct {
    GstVideoRectangle meta, made;
  } crops[] = { { { 0, 0, 20, 12 }, { 0, 0, 20, 12 } }, { { 3, 1, 20, 12 }, { 3, 1, 20, 12 } },
    { { 4, 2, 17, 9 }, { 4, 2, 17, 9 } }, { { 11, 7, 21, 13 }, { 11, 7, 21, 13 } },
    { { 3, 1, 29, 19 }, { 3, 1, 20, 12 } }, { { 11, 7, 21, 13 }, { 5, 3, 27, 17 } },
    { { 5, 3, 32, 20 }, { 0, 0, 32, 20 } } };
  const gchar *full = "video/x-raw,format=I420,width=32,height=20,chroma-site=mpeg2,"
                      "colorimetry=bt601";
  const GstVideoInfo info = info_of (full);
  Samples samples = samples_new (&info);

  samples_noise (&samples, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (crops); i++) {
    const GstVideoRectangle *meta = &crops[i].meta;
    g_autofree gchar *in =
        caps_of ("I420", crops[i].made.w, crops[i].made.h, "bt601", "mpeg2", "progressive");
    Scene converter = converter_new (NULL, in, "video/x-raw,format=RGB");
    GstBuffer *frame = samples_write (&samples);
    g_autoptr (GstBuffer) made = NULL;
    GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta (frame);
    Model model = model_of (&info);
    GstVideoInfo out;

    gst_buffer_add_video_meta_full (frame, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_I420, 32, 20,
        3, (gsize *) info.offset, (gint *) info.stride);
    crop->x = (guint) meta->x;
    crop->y = (guint) meta->y;
    crop->width = (guint) meta->w;
    crop->height = (guint) meta->h;
    gst_buffer_add_video_region_of_interest_meta (
        frame, "face", (guint) crops[i].made.x + 2, 9, 4, 2);
    made = scene_scale (&converter, frame);
    out = scene_info (&converter);
    model.crop = crops[i].made;
    compare (&model, &samples, &out, made);
    g_assert_null (gst_buffer_get_video_crop_meta (made));
    g_assert_cmpuint (((GstVideoRegionOfInterestMeta *) gst_buffer_get_meta (
                           made, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
                          ->x,
        ==, 2);
    scene_free (&converter);
  }
  samples_free (&samples);
}

/* R'G'B' passes. videocrop leaves its crop to this element also where that has converted before,
 * and downstream has not said that it makes crops. */
static void
test_crop_that_passes (void)
{
  const GstVideoInfo info = info_of ("video/x-raw,format=RGB,width=32,height=20");
  Scene converter =
      converter_new (NULL, "video/x-raw,format=RGB,width=20,height=12,framerate=25/1", NULL);
  GstBuffer *frame = noise_frame (&info, 3);
  g_autoptr (GstBuffer) kept = gst_buffer_copy_deep (frame), made = NULL;
  GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta (frame);
  GstMapInfo a, b;

  gst_buffer_add_video_meta (frame, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_RGB, 32, 20);
  crop->x = 5;
  crop->y = 3;
  crop->width = 20;
  crop->height = 12;
  made = scene_scale (&converter, frame);
  g_assert_null (gst_buffer_get_video_crop_meta (made));
  g_assert_cmpuint (gst_buffer_get_size (made), ==, 60 * 12);
  gst_buffer_map (kept, &a, GST_MAP_READ);
  gst_buffer_map (made, &b, GST_MAP_READ);
  for (gsize y = 0; y < 12; y++)
    g_assert_cmpmem (a.data + (y + 3) * 96 + 5 * 3, 60, b.data + y * 60, 60);
  gst_buffer_unmap (kept, &a);
  gst_buffer_unmap (made, &b);
  scene_free (&converter);
}

/* Rows of a crop belong to the fields they have in the frame. */
static void
test_crop_of_fields (void)
{
  static const GstVideoRectangle crops[] = { { 0, 0, 20, 12 }, { 3, 1, 20, 12 }, { 4, 2, 17, 9 },
    { 5, 5, 16, 14 }, { 11, 7, 21, 13 }, { 2, 3, 30, 17 } };
  static const gchar *const formats[] = { "I420", "NV12", "Y42B", "YUV9" };

  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++)
    for (gsize i = 0; i < G_N_ELEMENTS (crops); i++) {
      g_autofree gchar *full = caps_of (formats[f], 32, 24, "bt601", "mpeg2", "interleaved");
      g_autofree gchar *in =
          caps_of (formats[f], crops[i].w, crops[i].h, "bt601", "mpeg2", "interleaved");
      const GstVideoInfo info = info_of (full);
      Samples samples = samples_new (&info);
      Scene converter = converter_new (NULL, in, "video/x-raw,format=RGB");
      g_autoptr (GstBuffer) made = NULL;
      GstVideoCropMeta *crop;
      GstBuffer *frame;
      Model model = model_of (&info);
      GstVideoInfo out;

      samples_noise (&samples, (guint32) i);
      frame = samples_write (&samples);
      gst_buffer_add_video_meta_full (frame, GST_VIDEO_FRAME_FLAG_INTERLACED,
          GST_VIDEO_INFO_FORMAT (&info), 32, 24, GST_VIDEO_INFO_N_PLANES (&info),
          (gsize *) info.offset, (gint *) info.stride);
      crop = gst_buffer_add_video_crop_meta (frame);
      crop->x = (guint) crops[i].x;
      crop->y = (guint) crops[i].y;
      crop->width = (guint) crops[i].w;
      crop->height = (guint) crops[i].h;
      made = scene_scale (&converter, frame);
      out = scene_info (&converter);
      model.crop = crops[i];
      model.fields = TRUE;
      compare (&model, &samples, &out, made);
      samples_free (&samples);
      scene_free (&converter);
    }
}

/* Caps of the output: what is kept, and what is said of the colours. */
static void
test_caps (void)
{
  static const struct {
    const gchar *in, *out;
  } cases[] = {
    { "colorimetry=bt601,chroma-site=mpeg2", "1:1:16:4" },
    { "colorimetry=bt709,chroma-site=mpeg2", "1:1:5:1" },
    { "colorimetry=2:4:7:1,chroma-site=jpeg", "sRGB" },
    { "colorimetry=bt2100-pq", "1:1:14:7" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *in = g_strdup_printf ("video/x-raw,format=NV12,width=20,height=10,"
                                            "framerate=30/1,pixel-aspect-ratio=4/3,%s",
        cases[i].in);
    const GstVideoInfo info = info_of (in);
    Scene converter = converter_new (NULL, in, NULL);
    g_autoptr (GstBuffer) made = scene_scale (&converter, noise_frame (&info, 1));
    g_autoptr (GstCaps) caps = gst_pad_get_current_caps (converter.harness->sinkpad);
    const GstStructure *structure = gst_caps_get_structure (caps, 0);
    GstVideoColorimetry is, wanted;
    GstVideoInfo out = scene_info (&converter);

    g_assert_true (gst_buffer_get_size (made) >= 20 * 10 * 3);
    g_assert_cmpstr (gst_structure_get_string (structure, "format"), ==, "RGB");
    g_assert_false (gst_structure_has_field (structure, "chroma-site"));
    g_assert_true (gst_video_colorimetry_from_string (
        &is, gst_structure_get_string (structure, "colorimetry")));
    g_assert_true (gst_video_colorimetry_from_string (&wanted, cases[i].out));
    g_assert_true (gst_video_colorimetry_is_equal (&is, &wanted));
    g_assert_cmpint (out.width, ==, 20);
    g_assert_cmpint (out.height, ==, 10);
    g_assert_cmpint (out.par_n, ==, 4);
    g_assert_cmpint (out.fps_n, ==, 30);
    scene_free (&converter);
  }
}

/* What caps leave open is said once for each caps. */
static void
test_assumed (void)
{
  static const struct {
    const gchar *more, *what, *text;
  } cases[] = {
    { "", "matrix, range, chroma-site",
        "The caps do not say matrix, range, chroma-site: colorimetry bt601 and chroma-site jpeg "
        "is" },
    { "colorimetry=bt601", "chroma-site",
        "The caps do not say chroma-site: colorimetry bt601 and" },
    { "colorimetry=bt601,chroma-site=nonsense", "chroma-site", "The caps do not say chroma-site" },
    { "colorimetry=nonsense,chroma-site=jpeg", "matrix, range",
        "The caps do not say matrix, range" },
    { "chroma-site=mpeg2", "matrix, range", "The caps do not say matrix, range" },
    { "colorimetry=2:0:0:0,chroma-site=mpeg2", "matrix", "The caps do not say matrix" },
    { "colorimetry=0:4:0:0,chroma-site=mpeg2", "range", "The caps do not say range" },
    { "colorimetry=bt601,chroma-site=mpeg2", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *in = caps_text ("I420", 16, 16, cases[i].more);
    const GstVideoInfo info = info_of (in);
    Scene converter = converter_new (NULL, in, "video/x-raw,format=RGB");
    GstMessage *message;

    gst_buffer_unref (scene_scale (&converter, noise_frame (&info, 1)));
    gst_harness_set_sink_caps_str (converter.harness, "video/x-raw,format=BGR");
    gst_buffer_unref (scene_scale (&converter, noise_frame (&info, 2)));
    message = next_message (&converter, GST_MESSAGE_ELEMENT);
    if (cases[i].what == NULL) {
      g_assert_null (message);
    } else {
      const GstStructure *said = gst_message_get_structure (message);

      g_assert_true (gst_structure_has_name (said, "alignconvert-assumed"));
      g_assert_cmpstr (gst_structure_get_string (said, "what"), ==, cases[i].what);
      g_assert_true (g_str_has_prefix (gst_structure_get_string (said, "text"), cases[i].text));
      gst_message_unref (message);
    }
    g_assert_null (next_message (&converter, GST_MESSAGE_ELEMENT));
    scene_free (&converter);
  }
}

/* Another conversion may assume something else of the same caps. */
static void
test_assumed_live (void)
{
  static const struct {
    const gchar *conversion, *colorimetry;
  } turns[] = { { "swscale", "1:4:5:1" }, { "exact", "bt709" }, { "torchcodec", "1:4:5:1" },
    { "opencv", NULL } };
  const gchar *in = "video/x-raw,format=NV12,width=16,height=720,framerate=1/1,"
                    "colorimetry=(string)1:0:5:1,chroma-site=mpeg2";
  const GstVideoInfo info = info_of (in);
  Scene converter = converter_new (NULL, in, "video/x-raw,format=RGB");

  gst_buffer_unref (scene_scale (&converter, noise_frame (&info, 1)));
  gst_message_unref (next_message (&converter, GST_MESSAGE_ELEMENT));
  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++) {
    GstMessage *message;

    gst_util_set_object_arg (G_OBJECT (converter.element), "conversion", turns[i].conversion);
    for (gint k = 0; k < 2; k++)
      gst_buffer_unref (scene_scale (&converter, noise_frame (&info, 1)));
    message = next_message (&converter, GST_MESSAGE_ELEMENT);
    g_assert_true ((message != NULL) == (turns[i].colorimetry != NULL));
    if (message != NULL) {
      const GstStructure *said = gst_message_get_structure (message);
      const gchar *text = gst_structure_get_string (said, "colorimetry");
      GstVideoColorimetry wanted, colours;

      g_assert_true (gst_video_colorimetry_from_string (&wanted, turns[i].colorimetry));
      g_assert_true (gst_video_colorimetry_from_string (&colours, text));
      g_assert_cmpint (colours.matrix, ==, wanted.matrix);
      gst_message_unref (message);
    }
    g_assert_null (next_message (&converter, GST_MESSAGE_ELEMENT));
  }
  scene_free (&converter);
}

static void
test_errors (void)
{
  static const struct {
    const gchar *in, *out, *begin;
  } cases[] = {
    { "colorimetry=2:8:5:1", "video/x-raw,format=RGB", "The matrix of colorimetry 2:8:5:1" },
    { "colorimetry=1:1:7:1", "video/x-raw,format=RGB", "The matrix of colorimetry sRGB is" },
    { "colorimetry=bt601", "video/x-raw,format=I420", "Frames of video/x-raw" },
    { "colorimetry=bt601", "video/x-raw,format=RGB,width=8", "Frames of video/x-raw" },
    { "colorimetry=bt601", "video/x-raw,format=RGB,colorimetry=(string)2:1:16:4",
        "The input becomes R'G'B' of colorimetry" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *in = caps_text ("Y444", 16, 16, cases[i].in);
    const GstVideoInfo info = info_of (in);
    Scene converter = converter_new (NULL, in, cases[i].out);
    g_autofree gchar *error = NULL;

    g_assert_cmpint (gst_harness_push (converter.harness, noise_frame (&info, 1)), !=, GST_FLOW_OK);
    error = next_error (&converter);
    if (!g_str_has_prefix (error, cases[i].begin)) {
      g_test_message ("%s", error);
      g_test_fail ();
    }
    scene_free (&converter);
  }
}

/* R'G'B' passes, and other caps may follow at any time. */
static void
test_changes (void)
{
  static const gchar *const caps[] = { "video/x-raw,format=I420,width=16,height=16,framerate=1/1",
    "video/x-raw,format=RGB,width=16,height=16,framerate=1/1,colorimetry=sRGB",
    "video/x-raw,format=P010_10LE,width=31,height=9,framerate=1/1,colorimetry=bt2020",
    "video/x-raw,format=YUY2,width=8,height=8,framerate=1/1,colorimetry=bt709",
    "video/x-raw,format=I420,width=16,height=16,framerate=1/1" };
  Scene converter = converter_new (NULL, NULL, "video/x-raw,format=RGB");

  for (gsize i = 0; i < G_N_ELEMENTS (caps); i++) {
    const GstVideoInfo info = info_of (caps[i]);
    Samples samples = samples_new (&info);
    GstBuffer *frame;
    g_autoptr (GstBuffer) made = NULL;
    GstVideoInfo out;

    gst_harness_set_src_caps_str (converter.harness, caps[i]);
    samples_noise (&samples, (guint32) i);
    frame = samples_write (&samples);
    if (GST_VIDEO_INFO_IS_YUV (&info)) {
      Model model = model_of (&info);

      made = scene_scale (&converter, frame);
      out = scene_info (&converter);
      /* missing colours are those of GStreamer's defaults, which info_of has, too */
      compare (&model, &samples, &out, made);
    } else {
      made = scene_scale (&converter, gst_buffer_ref (frame));
      g_assert_true (made == frame);
      gst_buffer_unref (frame);
    }
    samples_free (&samples);
  }
  scene_free (&converter);
}

/* Strides of any sign, in both frames. */
static void
test_strides (void)
{
  const gchar *in = "video/x-raw,format=NV12,width=21,height=11,chroma-site=jpeg,colorimetry=bt709";
  const GstVideoInfo info = info_of (in);
  Samples samples = samples_new (&info);
  Scene converter = converter_new (NULL, in, "video/x-raw,format=GBR");
  GstBuffer *plain, *flipped;
  g_autoptr (GstBuffer) a = NULL, b = NULL;
  gsize offset[GST_VIDEO_MAX_PLANES] = { 40 * 10, 40 * 11 + 40 * 5 };
  gint stride[GST_VIDEO_MAX_PLANES] = { -40, -40 };
  GstMapInfo from, to;
  GstVideoInfo out;

  samples_noise (&samples, 11);
  plain = samples_write (&samples);
  flipped = gst_buffer_new_allocate (NULL, 40 * 17, NULL);
  gst_buffer_map (plain, &from, GST_MAP_READ);
  gst_buffer_map (flipped, &to, GST_MAP_WRITE);
  for (gint p = 0; p < 2; p++)
    for (gint y = 0; y < (p == 0 ? 11 : 6); y++)
      memcpy (to.data + (gssize) offset[p] + y * stride[p],
          from.data + info.offset[p] + y * info.stride[p], 22);
  gst_buffer_unmap (flipped, &to);
  gst_buffer_unmap (plain, &from);
  gst_buffer_add_video_meta_full (
      flipped, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_NV12, 21, 11, 2, offset, stride);
  a = scene_scale (&converter, plain);
  b = scene_scale (&converter, flipped);
  out = scene_info (&converter);
  g_assert_true (same_picture (&out, a, b));
  samples_free (&samples);
  scene_free (&converter);
}

/* Between other people's elements: a film, a crop in front, the scaler behind. */
static void
test_pipelines (void)
{
  static const gchar *const pipelines[] = {
    "videotestsrc num-buffers=3 ! video/x-raw,format=I420,width=64,height=48 ! theoraenc ! "
    "theoradec "
    "! alignconvert ! alignscale ! video/x-raw,width=20,height=20 ! fakesink",
    "videotestsrc num-buffers=3 ! video/x-raw,format=I420,width=64,height=48 ! jpegenc ! jpegdec ! "
    "alignconvert ! alignscale ! video/x-raw,format=BGR,width=20,height=20 ! fakesink",
    "videotestsrc num-buffers=3 ! video/x-raw,format=NV12,width=64,height=48 ! videocrop left=3 "
    "top=5 ! alignconvert ! alignscale ! video/x-raw,format=RGB,width=20 ! fakesink",
    "videotestsrc num-buffers=3 ! alignscale ! video/x-raw,format=YUY2,width=33,height=21 ! "
    "alignconvert ! videoconvert ! video/x-raw,format=I420 ! fakesink",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pipelines); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GstElement) pipeline = gst_parse_launch (pipelines[i], &error);
    g_autoptr (GstBus) bus = NULL;
    g_autoptr (GstMessage) message = NULL;

    if (error != NULL) {
      g_test_message ("not played, %s: %s", error->message, pipelines[i]);
      continue;
    }
    gst_element_set_state (pipeline, GST_STATE_PLAYING);
    bus = gst_element_get_bus (pipeline);
    message =
        gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND, GST_MESSAGE_ERROR | GST_MESSAGE_EOS);
    g_assert_nonnull (message);
    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR) {
      g_autoptr (GError) failure = NULL;

      gst_message_parse_error (message, &failure, NULL);
      g_test_message ("%s: %s", pipelines[i], failure->message);
      g_test_fail ();
    }
    gst_element_set_state (pipeline, GST_STATE_NULL);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/convert/every pair of formats is as defined", test_pairs);
  g_test_add_func ("/convert/at every size and siting", test_sizes);
  g_test_add_func ("/convert/by every matrix and range", test_colours);
  g_test_add_func ("/convert/chroma belongs to its field", test_fields);
  g_test_add_func ("/convert/fields alone are those of frames", test_alternate);
  g_test_add_func ("/convert/mixed buffers say which they are", test_mixed);
  g_test_add_func ("/convert/known colours, flat", test_known);
  g_test_add_func ("/convert/crops are converted, regions moved", test_crop);
  g_test_add_func ("/convert/crops of what passes", test_crop_that_passes);
  g_test_add_func ("/convert/crops of interlaced frames", test_crop_of_fields);
  g_test_add_func ("/convert/caps", test_caps);
  g_test_add_func ("/convert/what is assumed is said once", test_assumed);
  g_test_add_func ("/convert/and again by another conversion", test_assumed_live);
  g_test_add_func ("/convert/errors", test_errors);
  g_test_add_func ("/convert/caps change", test_changes);
  g_test_add_func ("/convert/strides", test_strides);
  g_test_add_func ("/convert/pipelines", test_pipelines);
  return g_test_run ();
}
