/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "convert_caps.h"

#include "caps.h"
#include "colours.h"
#include "element.h"
#include "format.h"

/* What comes out, in the order it is chosen in. */
static const gchar *const rgb_formats[] = { "RGB", "BGR", "RGBx", "BGRx", "xRGB", "xBGR", "RGBA",
  "BGRA", "ARGB", "ABGR", "GBR", "RGBP", "BGRP", "GBRA" };

static gboolean
is_rgb (const gchar *format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rgb_formats); i++) {
    if (g_strcmp0 (rgb_formats[i], format) == 0)
      return TRUE;
  }
  return FALSE;
}

/* AV12 has it, but no flag that says so. */
static gboolean
has_alpha (const gchar *name)
{
  const GstVideoFormat format =
      name != NULL ? gst_video_format_from_string (name) : GST_VIDEO_FORMAT_UNKNOWN;

  return format != GST_VIDEO_FORMAT_UNKNOWN
         && GST_VIDEO_FORMAT_INFO_N_COMPONENTS (gst_video_format_get_info (format)) > 3;
}

/* Only those that this GStreamer knows. */
static void
append_rgb (GValue *list, gboolean alpha)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rgb_formats); i++) {
    if (gst_video_format_from_string (rgb_formats[i]) != GST_VIDEO_FORMAT_UNKNOWN
        && has_alpha (rgb_formats[i]) == alpha)
      gst_align_scale_append_string (list, rgb_formats[i]);
  }
}

static void
append_yuv (GValue *list)
{
  guint n;
  const GstVideoFormat *formats = gst_video_formats_raw (&n);

  for (guint i = 0; i < n; i++) {
    const GstVideoFormatInfo *info = gst_video_format_get_info (formats[i]);
    GstAlignScaleFormat unused;

    if (GST_VIDEO_FORMAT_INFO_IS_YUV (info) && gst_align_scale_format_init (&unused, info))
      gst_align_scale_append_string (list, info->name);
  }
}

/* ---- templates ---- */

/* What memory that is read here may be called. */
static const gchar *const features[][2] = {
  { NULL, NULL },
  { GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION, NULL },
  { GST_CAPS_FEATURE_FORMAT_INTERLACED, NULL },
  { GST_CAPS_FEATURE_FORMAT_INTERLACED, GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION },
};

static GstCapsFeatures *
make_features (const gchar *const names[2])
{
  GstCapsFeatures *result = gst_caps_features_new_empty ();

  for (gint i = 0; i < 2 && names[i] != NULL; i++)
    gst_caps_features_add (result, names[i]);
  return result;
}

GstCaps *
gst_align_convert_caps_template (GstPadDirection direction)
{
  GstCaps *caps = gst_caps_new_empty ();
  GstStructure *structure = gst_structure_new ("video/x-raw", "width", GST_TYPE_INT_RANGE, 1,
      RSZ_MAX_SIZE, "height", GST_TYPE_INT_RANGE, 1, RSZ_MAX_SIZE, "framerate",
      GST_TYPE_FRACTION_RANGE, 0, 1, G_MAXINT, 1, NULL);
  GValue formats = G_VALUE_INIT;

  gst_value_list_init (&formats, 0);
  if (direction == GST_PAD_SINK)
    append_yuv (&formats);
  append_rgb (&formats, FALSE);
  append_rgb (&formats, TRUE);
  gst_structure_take_value (structure, "format", &formats);
  for (gsize i = 0; i < G_N_ELEMENTS (features); i++)
    gst_caps_append_structure_full (
        caps, gst_structure_copy (structure), make_features (features[i]));
  gst_structure_free (structure);
  return caps;
}

/* ---- the other side ---- */

/* The formats of a structure that are R'G'B', or those that are not. False: there are none. */
static gboolean
filter_formats (GstStructure *structure, gboolean rgb)
{
  const GValue *formats = gst_structure_get_value (structure, "format");
  const guint n = formats == NULL                  ? 0
                  : GST_VALUE_HOLDS_LIST (formats) ? gst_value_list_get_size (formats)
                                                   : 1;
  GValue kept = G_VALUE_INIT;
  guint n_kept;

  gst_value_list_init (&kept, n);
  for (guint i = 0; i < n; i++) {
    const GValue *format =
        GST_VALUE_HOLDS_LIST (formats) ? gst_value_list_get_value (formats, i) : formats;

    if (G_VALUE_HOLDS_STRING (format) && is_rgb (g_value_get_string (format)) == rgb)
      gst_align_scale_append_string (&kept, g_value_get_string (format));
  }
  n_kept = gst_value_list_get_size (&kept);
  if (n_kept == 1)
    gst_structure_set_value (structure, "format", gst_value_list_get_value (&kept, 0));
  else
    gst_structure_set_value (structure, "format", &kept);
  g_value_unset (&kept);
  return n_kept > 0;
}

static void
open_colours (GstStructure *structure, GstPadDirection direction)
{
  const gboolean alpha = has_alpha (gst_structure_get_string (structure, "format"));
  GValue formats = G_VALUE_INIT;

  gst_value_list_init (&formats, 0);
  if (direction == GST_PAD_SRC) {
    append_yuv (&formats);
  } else {
    append_rgb (&formats, alpha);
    append_rgb (&formats, !alpha);
  }
  gst_structure_take_value (structure, "format", &formats);
  gst_structure_remove_fields (structure, "colorimetry", "chroma-site", NULL);
}

/* Structures that have no format, as the library's "video/x-raw", may be any. */
static void
add_other_side (GstCaps **result, const GstStructure *from, GstCapsFeatures *of,
    GstPadDirection direction, gboolean converted)
{
  GstStructure *structure = gst_structure_copy (from);
  const gboolean rgb = direction == GST_PAD_SRC || !converted;

  if (!filter_formats (structure, rgb)) {
    gst_structure_free (structure);
    return;
  }
  if (converted)
    open_colours (structure, direction);
  *result = gst_caps_merge_structure_full (*result, structure, gst_caps_features_copy (of));
}

GstCaps *
gst_align_convert_caps_transform (GstPadDirection direction, GstCaps *caps, GstCaps *filter)
{
  g_autoptr (GstCaps) own = gst_align_convert_caps_template (direction);
  g_autoptr (GstCaps) possible = gst_caps_intersect_full (caps, own, GST_CAPS_INTERSECT_FIRST);
  GstCaps *result = gst_caps_new_empty ();

  for (gint converted = FALSE; converted <= TRUE; converted++) {
    for (guint i = 0; i < gst_caps_get_size (possible); i++)
      add_other_side (&result, gst_caps_get_structure (possible, i),
          gst_caps_get_features (possible, i), direction, converted);
  }
  if (filter != NULL)
    gst_caps_take (&result, gst_caps_intersect_full (filter, result, GST_CAPS_INTERSECT_FIRST));
  return result;
}

/* ---- colours ---- */

/* The input's caps as those of R'G'B' frames. New reference. */
static GstCaps *
as_rgb (GstCaps *caps, const GstVideoInfo *info, const gchar *format)
{
  GstCaps *rgb = gst_caps_copy (caps);
  GstVideoColorimetry colorimetry = info->colorimetry;
  g_autofree gchar *text = NULL;

  colorimetry.range = GST_VIDEO_COLOR_RANGE_0_255;
  colorimetry.matrix = GST_VIDEO_COLOR_MATRIX_RGB;
  text = gst_video_colorimetry_to_string (&colorimetry);
  gst_caps_set_simple (
      rgb, "format", G_TYPE_STRING, format, "colorimetry", G_TYPE_STRING, text, NULL);
  gst_structure_remove_field (gst_caps_get_structure (rgb, 0), "chroma-site");
  return rgb;
}

static gchar *
refuse_colours (GstCaps *rgb, const GstStructure *asked)
{
  g_autofree gchar *choice = gst_value_serialize (gst_structure_get_value (asked, "colorimetry"));

  return g_strdup_printf ("The input becomes R'G'B' of colorimetry %s but downstream asks for %s. "
                          "Transfer function and primaries stay as they are, with full range: put "
                          "a videoconvert element behind this one.",
      gst_structure_get_string (gst_caps_get_structure (rgb, 0), "colorimetry"), choice);
}

GstCaps *
gst_align_convert_caps_fixate (GstCaps *caps, GstCaps *othercaps, gchar **message)
{
  g_autoptr (GstCaps) fixed =
      gst_align_scale_caps_fixate_rest (gst_caps_truncate (gst_caps_copy (othercaps)));
  g_autoptr (GstCaps) rgb = NULL;
  g_autofree gchar *unused = NULL;
  GstStructure *structure;
  GstVideoInfo info, rgb_info;

  *message = NULL;
  if (!gst_align_scale_caps_read (&info, caps) || !GST_VIDEO_INFO_IS_YUV (&info)
      || gst_caps_is_empty (fixed)) {
    gst_caps_unref (othercaps);
    return g_steal_pointer (&fixed);
  }
  /* fixating would have taken the first colorimetry of a list */
  structure = gst_caps_get_structure (fixed, 0);
  if (gst_structure_has_field (gst_caps_get_structure (othercaps, 0), "colorimetry"))
    gst_structure_set_value (structure, "colorimetry",
        gst_structure_get_value (gst_caps_get_structure (othercaps, 0), "colorimetry"));
  rgb = as_rgb (caps, &info, gst_structure_get_string (structure, "format"));
  if (!gst_align_scale_caps_read (&rgb_info, rgb)
      || !gst_align_scale_colours_keep (structure, rgb, &rgb_info, &unused)) {
    *message = refuse_colours (rgb, structure);
    gst_clear_caps (&fixed);
  }
  gst_caps_unref (othercaps);
  return g_steal_pointer (&fixed);
}

/* What of the colours of `info` is not said in its caps. */
typedef struct {
  gboolean matrix, range, site;
} Unsaid;

static Unsaid
unsaid_in (GstCaps *caps, const GstVideoInfo *info)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  const gchar *spelling = gst_structure_get_string (structure, "colorimetry");
  const gchar *site = gst_structure_get_string (structure, "chroma-site");
  GstVideoColorimetry said = { 0 };

  if (spelling == NULL || !gst_video_colorimetry_from_string (&said, spelling))
    said = (GstVideoColorimetry){ 0 };
  return (Unsaid){
    .matrix = said.matrix != info->colorimetry.matrix,
    .range = said.range != info->colorimetry.range,
    .site = info->chroma_site != GST_VIDEO_CHROMA_SITE_UNKNOWN
            && (site == NULL || gst_video_chroma_site_from_string (site) != info->chroma_site),
  };
}

void
gst_align_convert_caps_assume_ffmpeg (GstVideoInfo *info, GstCaps *caps)
{
  const Unsaid unsaid = unsaid_in (caps, info);

  if (unsaid.matrix)
    info->colorimetry.matrix = GST_VIDEO_COLOR_MATRIX_BT601;
  if (unsaid.site)
    info->chroma_site = GST_VIDEO_CHROMA_SITE_JPEG;
}

gchar *
gst_align_convert_caps_assumed (GstCaps *caps)
{
  g_autoptr (GString) names = g_string_new (NULL);
  GstVideoInfo info;
  Unsaid unsaid;

  if (!gst_align_scale_caps_read (&info, caps) || !GST_VIDEO_INFO_IS_YUV (&info))
    return NULL;
  unsaid = unsaid_in (caps, &info);
  if (unsaid.matrix)
    g_string_append (names, ", matrix");
  if (unsaid.range)
    g_string_append (names, ", range");
  if (unsaid.site)
    g_string_append (names, ", chroma-site");
  return names->len > 0 ? g_strdup (names->str + 2) : NULL;
}
