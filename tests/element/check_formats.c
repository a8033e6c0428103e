/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every format the element offers, every way to scale: flat fields stay flat, planes are what the
 * core makes of each component alone, ramps stay ramps. Components are read and written with
 * GStreamer's own functions, so that the element's idea of a format is compared with another's. */
#include <string.h>

#include "ramp.h"

typedef struct {
  gint in_width, in_height, out_width, out_height;
} Sizes;

static void
tools_agree (gconstpointer format)
{
  for (gint width = 1; width <= 14; width++) {
    const GstVideoInfo info = info_of_size (format, width, 15 - width);
    Samples samples = samples_new (&info), again;
    GstBuffer *frame;

    samples_noise (&samples, (guint32) width);
    frame = samples_write (&samples);
    again = samples_read (&info, frame);
    if (samples_differ (&samples, &again) > 0)
      fail_at (&info, &info, "not scaled");
    samples_free (&again);
    samples_free (&samples);
    gst_buffer_unref (frame);
  }
}

/* Flat fields */

/* Component c is flat at the lowest, the highest or a value between, another one each. */
static Samples
flat_new (const GstVideoInfo *info, gint turn)
{
  Samples flat = samples_new (info);

  for (gint c = 0; c < flat.n; c++) {
    const Component *component = &flat.components[c];
    const guint max = component->max;
    const guint values[] = { 0, max, max / 2, 1, max - 1, max / 3 };

    for (gint i = 0; i < component->width * component->height; i++)
      component->data[i] = (guint16) values[(turn + c) % G_N_ELEMENTS (values)];
  }
  return flat;
}

/* Where a row is too short for a sample of its only pixel, there is none to repeat. */
static void
excuse_single (const GstVideoInfo *in, Samples *result, const Samples *expected)
{
  for (gint c = 0; c < result->n; c++) {
    const Component *component = &result->components[c];

    if (in->width == 1 && samples_lack_last (in, c))
      memcpy (component->data, expected->components[c].data,
          (gsize) (component->width * component->height) * sizeof *component->data);
  }
}

static void
check_flat (Scene *scene, const GstVideoInfo *in, const GstVideoInfo *out, const gchar *settings)
{
  for (gint turn = 0; turn < 6; turn++) {
    Samples flat = flat_new (in, turn), expected = flat_new (out, turn), result;
    GstBuffer *scaled = scene_scale (scene, samples_write (&flat));

    result = samples_read (out, scaled);
    excuse_single (in, &result, &expected);
    if (samples_differ (&expected, &result) > 0)
      fail_at (in, out, settings);
    samples_free (&result);
    samples_free (&expected);
    samples_free (&flat);
    gst_buffer_unref (scaled);
  }
}

static void
flat_stays_flat (gconstpointer format)
{
  /* the last by 3, 5 and 8: weights of few bits add up to something else there */
  static const Sizes sizes[] = { { 7, 5, 24, 9 }, { 21, 16, 5, 3 }, { 1, 1, 3, 2 }, { 4, 3, 1, 1 },
    { 24, 40, 8, 8 }, { 64, 24, 8, 8 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    const GstVideoInfo in = info_of_size (format, sizes[i].in_width, sizes[i].in_height);
    const GstVideoInfo out = info_of_size (format, sizes[i].out_width, sizes[i].out_height);
    Scene scene = scene_of_infos (&in, &out);
    Way way = { 0 };

    do {
      gchar *settings = way_settings (&way);

      scene_set (&scene, settings);
      check_flat (&scene, &in, &out, settings);
      g_free (settings);
    } while (way_next (&way, format_depth (in.finfo)));
    scene_free (&scene);
  }
}

/* Planes */

static RszAxis
axis_of (const Way *way, gint in, gint out, gint shift, gboolean cosited)
{
  return (RszAxis){ .in = in,
    .out = out,
    .subsampling = 1 << shift,
    .cosited = cosited,
    .n_fields = 1,
    .align_corners = way->align_corners,
    .antialias = way->antialias };
}

/* Component c as the core scales a picture of nothing else, in samples of 8 or 16 bits. */
static void
scale_component (Samples *out, const Samples *in, gint c, const Way *way)
{
  const GstVideoFormatInfo *format = in->info.finfo;
  const gsize size = format_depth (format) > 8 ? 2 : 1;
  const Component *from = &in->components[c], *to = &out->components[c];
  guint8 *src = g_malloc (size * (gsize) (from->width * from->height));
  guint8 *dst = g_malloc (size * (gsize) (to->width * to->height));
  const void *const source = src;
  void *const destination = dst;
  const ptrdiff_t src_stride = (ptrdiff_t) size * from->width;
  const ptrdiff_t dst_stride = (ptrdiff_t) size * to->width;
  gchar message[RSZ_MESSAGE_SIZE] = "";
  RszSpec spec = {
    .method = way->method, .arithmetic = way->arithmetic, .n_slices = 1, .n_planes = 1
  };
  RszResizer *resizer;

  spec.planes[0].layout = size == 2 ? RSZ_LAYOUT_U16 : RSZ_LAYOUT_U8;
  spec.planes[0].depth = (gint) format_depth (format); /* the deepest component's decides */
  spec.planes[0].y = axis_of (way, in->info.height, out->info.height, format->h_sub[c], FALSE);
  spec.planes[0].parts[0].components = 1;
  spec.planes[0].parts[0].x =
      axis_of (way, in->info.width, out->info.width, format->w_sub[c], TRUE);
  for (gint i = 0; i < from->width * from->height; i++) {
    if (size == 2)
      ((guint16 *) src)[i] = from->data[i];
    else
      src[i] = (guint8) from->data[i];
  }
  resizer = rsz_resizer_new (&spec, message);
  g_assert_cmpstr (message, ==, "");
  rsz_resizer_run (resizer, &destination, &dst_stride, &source, &src_stride, 0);
  rsz_resizer_free (resizer);
  for (gint i = 0; i < to->width * to->height; i++)
    to->data[i] = (guint16) MIN (size == 2 ? ((guint16 *) dst)[i] : dst[i], to->max);
  g_free (src);
  g_free (dst);
}

/* Samples that rows are too short for count as their neighbours'. */
static void
repeat_lacking (Samples *samples)
{
  for (gint c = 0; c < samples->n; c++) {
    const Component *component = &samples->components[c];
    const gint last = component->width - 1;

    if (last == 0)
      continue;
    for (gint y = 0; samples_lack_last (&samples->info, c) && y < component->height; y++)
      *samples_at (samples, c, last, y) = *samples_at (samples, c, last - 1, y);
  }
}

static void
check_planes (Scene *scene, const GstVideoInfo *in, const GstVideoInfo *out, const Way *way)
{
  gchar *settings = way_settings (way);
  Samples samples = samples_new (in), expected = samples_new (out), result;
  GstBuffer *scaled;

  samples_noise (&samples, (guint32) in->width);
  scene_set (scene, settings);
  scaled = scene_scale (scene, samples_write (&samples));
  result = samples_read (out, scaled);
  repeat_lacking (&samples);
  for (gint c = 0; c < samples.n; c++)
    scale_component (&expected, &samples, c, way);
  excuse_single (in, &result, &expected);
  if (samples_differ (&expected, &result) > 0)
    fail_at (in, out, settings);
  samples_free (&result);
  samples_free (&expected);
  samples_free (&samples);
  gst_buffer_unref (scaled);
  g_free (settings);
}

static void
planes_are_the_cores (gconstpointer format)
{
  static const Sizes sizes[] = { { 16, 12, 24, 18 }, { 13, 7, 22, 5 }, { 9, 5, 3, 2 },
    { 33, 20, 15, 21 }, { 12, 4, 1, 1 }, { 1, 1, 6, 5 }, { 1, 1, 1, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    const GstVideoInfo in = info_of_size (format, sizes[i].in_width, sizes[i].in_height);
    const GstVideoInfo out = info_of_size (format, sizes[i].out_width, sizes[i].out_height);
    Scene scene = scene_of_infos (&in, &out);
    Way way = { 0 };

    do {
      check_planes (&scene, &in, &out, &way);
    } while (way_next (&way, format_depth (in.finfo)));
    scene_free (&scene);
  }
}

/* Ramps */

static void
ramp_stays (gconstpointer format)
{
  const GstVideoInfo info = info_of_size (format, 1, 1);
  const Site *site = sites;

  while (GST_VIDEO_INFO_IS_YUV (&info) && !g_str_equal (site->name, DEFAULT_SITE))
    site++;
  ramp_check_format (format, site);
}

/* The list */

static gboolean
is_left_out (const GstVideoFormatInfo *info)
{
  const guint is_float = 1u << 10; /* a flag newer than some GStreamers */

  return GST_VIDEO_FORMAT_INFO_IS_TILED (info) || GST_VIDEO_FORMAT_INFO_HAS_PALETTE (info)
         || (info->flags & is_float) != 0;
}

static void
list_is_complete (gconstpointer offered)
{
  guint n;
  const GstVideoFormat *raw = gst_video_formats_raw (&n);

  for (guint i = 0; i < n; i++) {
    const GstVideoFormatInfo *info = gst_video_format_get_info (raw[i]);
    const gboolean is_offered = g_strv_contains (offered, info->name);

    g_test_message ("%s is %soffered", info->name, is_offered ? "" : "not ");
    g_assert_true (is_offered == !is_left_out (info));
  }
}

static const struct {
  const gchar *property;
  GTestDataFunc check;
} checks[] = {
  { "what the tests write they read", tools_agree },
  { "flat fields stay flat", flat_stays_flat },
  { "planes are the core's", planes_are_the_cores },
  { "a ramp stays a ramp", ramp_stays },
};

int
main (int argc, char **argv)
{
  gchar **formats;
  gint result;

  test_init (&argc, &argv);
  formats = offered_formats ();
  g_test_add_data_func ("/formats/every one is offered that is not tiled, palette or float",
      formats, list_is_complete);
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++) {
    for (gchar **format = formats; *format != NULL; format++) {
      gchar *path = g_strdup_printf ("/formats/%s/%s", checks[i].property, *format);

      g_test_add_data_func (path, *format, checks[i].check);
      g_free (path);
    }
  }
  result = g_test_run ();
  g_strfreev (formats);
  return result;
}
