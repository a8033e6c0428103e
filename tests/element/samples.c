/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "samples.h"
#include "taps/filter.h"

#include <string.h>

/* GStreamer's functions work in whole groups of pixels, beyond a row's last one too. */
#define SLACK 64

guint
format_depth (const GstVideoFormatInfo *info)
{
  guint depth = 0;

  for (guint c = 0; c < info->n_components; c++)
    depth = MAX (depth, info->depth[c]);
  return depth;
}

Samples
samples_new (const GstVideoInfo *info)
{
  Samples samples = { .info = *info, .n = (gint) GST_VIDEO_INFO_N_COMPONENTS (info) };

  for (gint c = 0; c < samples.n; c++) {
    Component *component = &samples.components[c];

    component->width = GST_VIDEO_INFO_COMP_WIDTH (info, c);
    component->height = GST_VIDEO_INFO_COMP_HEIGHT (info, c);
    component->max = (1u << GST_VIDEO_INFO_COMP_DEPTH (info, c)) - 1;
    component->data = g_new0 (guint16, component->width * component->height);
  }
  return samples;
}

void
samples_free (Samples *samples)
{
  for (gint c = 0; c < samples->n; c++)
    g_free (samples->components[c].data);
}

guint16 *
samples_at (const Samples *samples, gint component, gint x, gint y)
{
  const Component *of = &samples->components[component];

  return &of->data[y * of->width + x];
}

void
samples_noise (Samples *samples, guint32 seed)
{
  GRand *rand = g_rand_new_with_seed (seed);

  for (gint c = 0; c < samples->n; c++) {
    Component *component = &samples->components[c];

    for (gint i = 0; i < component->width * component->height; i++)
      component->data[i] = (guint16) (g_rand_int (rand) & component->max);
  }
  g_rand_free (rand);
}

/* A line of pixels of four samples as pack and unpack functions know them: alpha first. */
typedef struct {
  guint bits; /* of such a sample; 8 or 16 */
  gpointer pixels;
} Line;

static Line
line_new (const GstVideoInfo *info)
{
  const GstVideoFormatInfo *pixels = gst_video_format_get_info (info->finfo->unpack_format);

  return (Line){ pixels->depth[0], g_malloc0 ((gsize) (info->width + SLACK) * 8) };
}

static guint
line_shift (const Line *line, const GstVideoInfo *info, gint component)
{
  return line->bits - GST_VIDEO_INFO_COMP_DEPTH (info, component);
}

static gint
line_index (gint component, gint x)
{
  return 4 * x + (component == GST_VIDEO_COMP_A ? 0 : component + 1);
}

static guint
line_get (const Line *line, gint index)
{
  return line->bits == 8 ? ((guint8 *) line->pixels)[index] : ((guint16 *) line->pixels)[index];
}

static void
line_set (const Line *line, gint index, guint value)
{
  if (line->bits == 8)
    ((guint8 *) line->pixels)[index] = (guint8) value;
  else
    ((guint16 *) line->pixels)[index] = (guint16) value;
}

/* Pixels to pack or unpack. Up to GStreamer 1.28 at least, the functions of these two formats
 * exchange U and V of an odd row's last pixel: they get the pixel after it, too, for which both
 * have room. */
static gint
line_width (const GstVideoInfo *info)
{
  const GstVideoFormat format = GST_VIDEO_INFO_FORMAT (info);
  const gboolean even = format == GST_VIDEO_FORMAT_NV61 || format == GST_VIDEO_FORMAT_VYUY;

  return even ? GST_ROUND_UP_2 (info->width) : info->width;
}

/* Planes of a frame that lies at `memory`. */
static void
planes_of (const GstVideoInfo *info, guint8 *memory, gpointer *planes)
{
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++)
    planes[p] = memory + GST_VIDEO_INFO_PLANE_OFFSET (info, p);
}

GstBuffer *
samples_write (const Samples *samples)
{
  const GstVideoInfo *info = &samples->info;
  const gsize size = GST_VIDEO_INFO_SIZE (info);
  guint8 *memory = g_malloc0 (size + SLACK), *exact = g_malloc (size);
  gpointer planes[GST_VIDEO_MAX_PLANES];
  Line line = line_new (info);

  planes_of (info, memory, planes);
  for (gint y = 0; y < info->height; y++) {
    for (gint c = 0; c < samples->n; c++)
      for (gint x = 0; x < info->width; x++)
        line_set (&line, line_index (c, x),
            (guint) *samples_at (samples, c, x >> info->finfo->w_sub[c], y >> info->finfo->h_sub[c])
                << line_shift (&line, info, c));
    info->finfo->pack_func (info->finfo, GST_VIDEO_PACK_FLAG_NONE, line.pixels, 0, planes,
        info->stride, info->chroma_site, y, line_width (info));
  }
  memcpy (exact, memory, size);
  g_free (memory);
  g_free (line.pixels);
  return gst_buffer_new_wrapped (exact, size);
}

Samples
samples_read (const GstVideoInfo *info, GstBuffer *frame)
{
  Samples samples = samples_new (info);
  guint8 *memory = g_malloc0 (GST_VIDEO_INFO_SIZE (info) + SLACK);
  gpointer planes[GST_VIDEO_MAX_PLANES];
  Line line = line_new (info);

  g_assert_cmpuint (gst_buffer_get_size (frame), ==, GST_VIDEO_INFO_SIZE (info));
  gst_buffer_extract (frame, 0, memory, GST_VIDEO_INFO_SIZE (info));
  planes_of (info, memory, planes);
  for (gint y = 0; y < info->height; y++) {
    info->finfo->unpack_func (info->finfo, GST_VIDEO_PACK_FLAG_TRUNCATE_RANGE, line.pixels, planes,
        info->stride, 0, y, line_width (info));
    for (gint c = 0; c < samples.n; c++)
      for (gint x = 0; x < info->width; x++)
        *samples_at (&samples, c, x >> info->finfo->w_sub[c], y >> info->finfo->h_sub[c]) =
            (guint16) (line_get (&line, line_index (c, x)) >> line_shift (&line, info, c));
  }
  g_free (memory);
  g_free (line.pixels);
  return samples;
}

/* UYVP has 20 bits of each pixel, rounded up to bytes; an odd one's V begins there. The 32 bit
 * words of NV12_10LE32's chroma are as many as luma's: too few for an even number of samples
 * more than a multiple of three. */
gboolean
samples_lack_last (const GstVideoInfo *info, gint component)
{
  const gchar *name = GST_VIDEO_INFO_NAME (info);

  if (component != GST_VIDEO_COMP_V)
    return FALSE;
  if (g_str_equal (name, "UYVP"))
    return info->width % 2 == 1;
  return g_str_has_suffix (name, "_10LE32") && info->width % 6 == 3;
}

gint
samples_differ (const Samples *a, const Samples *b)
{
  gint n = 0;

  for (gint c = 0; c < a->n; c++) {
    const gint width = a->components[c].width - samples_lack_last (&a->info, c);

    for (gint y = 0; y < a->components[c].height; y++)
      for (gint x = 0; x < width; x++)
        if (*samples_at (a, c, x, y) != *samples_at (b, c, x, y) && n++ == 0)
          g_test_message ("component %d, sample %d of row %d: %u and %u", c, x, y,
              *samples_at (a, c, x, y), *samples_at (b, c, x, y));
  }
  return n;
}

/* Counts a switch up; true where that did not wrap. */
static gboolean
flip (gboolean *option, gboolean allowed)
{
  *option = allowed && !*option;
  return *option;
}

gboolean
way_next (Way *way, guint depth)
{
  const RszFilter *filter = &rsz_filters[way->method];
  gboolean is_float = way->arithmetic == RSZ_ARITHMETIC_FLOAT;

  if (flip (&way->align_corners, filter->info.takes_align_corners)
      || flip (&way->antialias, filter->info.takes_antialias))
    return TRUE;
  if (flip (&is_float, depth <= 8 && !filter->always_float && filter->kind != RSZ_TAPS_INDEX)) {
    way->arithmetic = RSZ_ARITHMETIC_FLOAT;
    return TRUE;
  }
  way->arithmetic = RSZ_ARITHMETIC_NATIVE;
  return ++way->method < RSZ_N_TORCH_METHODS;
}

gchar *
way_settings (const Way *way)
{
  return g_strdup_printf ("method=%s align-corners=%d antialias=%d arithmetic=%s",
      rsz_method_info (way->method)->name, way->align_corners, way->antialias,
      way->arithmetic == RSZ_ARITHMETIC_FLOAT ? "float" : "native");
}

gchar **
offered_formats (void)
{
  GstElement *element = gst_element_factory_make ("alignscale", NULL);
  GstCaps *caps = gst_pad_template_get_caps (gst_element_get_pad_template (element, "sink"));
  const GValue *list = gst_structure_get_value (gst_caps_get_structure (caps, 0), "format");
  const guint n = gst_value_list_get_size (list);
  gchar **names = g_new0 (gchar *, n + 1);

  for (guint i = 0; i < n; i++)
    names[i] = g_value_dup_string (gst_value_list_get_value (list, i));
  gst_caps_unref (caps);
  gst_object_unref (element);
  return names;
}

GstVideoInfo
info_of_format (const gchar *format, gint width, gint height, const gchar *site)
{
  GstVideoInfo info;

  g_assert_true (
      gst_video_info_set_format (&info, gst_video_format_from_string (format), width, height));
  if (*site != '\0')
    info.chroma_site = gst_video_chroma_site_from_string (site);
  return info;
}

static gchar *
caps_of_info (const GstVideoInfo *info)
{
  GstVideoInfo complete = *info;
  GstCaps *caps;
  gchar *text;

  GST_VIDEO_INFO_FPS_N (&complete) = 25;
  caps = gst_video_info_to_caps (&complete);
  text = gst_caps_to_string (caps);
  gst_caps_unref (caps);
  return text;
}

Scene
scene_of_infos (const GstVideoInfo *in, const GstVideoInfo *out)
{
  gchar *in_caps = caps_of_info (in), *out_caps = caps_of_info (out);
  Scene scene = scene_new (NULL, in_caps, out_caps);

  g_free (in_caps);
  g_free (out_caps);
  return scene;
}

GstVideoInfo
info_of_size (const gchar *format, gint width, gint height)
{
  const GstVideoFormatInfo *info =
      gst_video_format_get_info (gst_video_format_from_string (format));

  return info_of_format (
      format, width, height, GST_VIDEO_FORMAT_INFO_IS_YUV (info) ? DEFAULT_SITE : "");
}

void
fail_at (const GstVideoInfo *in, const GstVideoInfo *out, const gchar *settings)
{
  g_test_message ("%s, %dx%d to %dx%d, %s", GST_VIDEO_INFO_NAME (in), in->width, in->height,
      out->width, out->height, settings);
  g_test_fail ();
}
