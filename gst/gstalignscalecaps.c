/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalecaps.h"

#include "gstalignscalecolours.h"
#include "format.h"
#include "geometry.h"
#include "gstalignscalesize.h"
#include "resizer.h"

/* Negotiation without the fields of these names is about size alone. */
static const gchar *const colour_fields[] = { "format", "colorimetry", "chroma-site" };

GstCaps *
gst_align_scale_caps_template (void)
{
  guint n, n_offered = 0;
  const GstVideoFormat *formats = gst_video_formats_raw (&n);
  GstVideoFormat *offered = g_new (GstVideoFormat, n);
  GstCaps *caps, *any;

  for (guint i = 0; i < n; i++) {
    GstAlignScaleFormat unused;

    if (gst_align_scale_format_init (&unused, gst_video_format_get_info (formats[i])))
      offered[n_offered++] = formats[i];
  }
  caps = gst_video_make_raw_caps (offered, n_offered);
  g_free (offered);
  gst_caps_set_simple (caps, "width", GST_TYPE_INT_RANGE, 1, RSZ_MAX_SIZE, "height",
      GST_TYPE_INT_RANGE, 1, RSZ_MAX_SIZE, NULL);

  any = gst_caps_copy (caps);
  gst_caps_set_features_simple (any, gst_caps_features_new_any ());
  gst_caps_append (caps, any);
  return caps;
}

gboolean
gst_align_scale_caps_scalable (GstCapsFeatures *features)
{
  if (gst_caps_features_is_any (features))
    return FALSE;
  for (guint i = 0; i < gst_caps_features_get_size (features); i++) {
    const gchar *feature = gst_caps_features_get_nth (features, i);

    if (!g_str_equal (feature, GST_CAPS_FEATURE_MEMORY_SYSTEM_MEMORY)
        && !g_str_equal (feature, GST_CAPS_FEATURE_FORMAT_INTERLACED)
        && !g_str_equal (feature, GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION))
      return FALSE;
  }
  return TRUE;
}

static void
open_size (GstStructure *structure)
{
  gst_structure_set (structure, "width", GST_TYPE_INT_RANGE, 1, RSZ_MAX_SIZE, "height",
      GST_TYPE_INT_RANGE, 1, RSZ_MAX_SIZE, NULL);
  if (gst_structure_has_field (structure, "pixel-aspect-ratio"))
    gst_structure_set (
        structure, "pixel-aspect-ratio", GST_TYPE_FRACTION_RANGE, 1, G_MAXINT, G_MAXINT, 1, NULL);
}

GstCaps *
gst_align_scale_caps_transform (GstCaps *caps, GstCaps *filter)
{
  GstCaps *result = gst_caps_new_empty (), *filtered;

  for (guint i = 0; i < gst_caps_get_size (caps); i++) {
    GstStructure *structure = gst_structure_copy (gst_caps_get_structure (caps, i));
    GstCapsFeatures *features = gst_caps_get_features (caps, i);

    if (gst_align_scale_caps_scalable (features)) {
      gst_align_scale_colours_open (structure, filter);
      open_size (structure);
    }
    result = gst_caps_merge_structure_full (result, structure, gst_caps_features_copy (features));
  }
  if (filter == NULL)
    return result;
  filtered = gst_caps_intersect_full (filter, result, GST_CAPS_INTERSECT_FIRST);
  gst_caps_unref (result);
  return filtered;
}

gboolean
gst_align_scale_caps_read (GstVideoInfo *info, GstCaps *caps)
{
  if (!gst_video_info_from_caps (info, caps))
    return FALSE;
  gst_align_scale_colours_read (info, gst_caps_get_structure (caps, 0));
  return TRUE;
}

/* The first structure of `othercaps` that allows the size the factors ask for. */
static GstCaps *
fixate_factors (GstCaps *othercaps, const GstAlignScaleShape *from, gdouble factor_x,
    gdouble factor_y, gchar **message)
{
  GstAlignScaleShape wanted = { 0 };
  gchar *allowed;

  for (guint i = 0; i < gst_caps_get_size (othercaps); i++) {
    GstCaps *caps = gst_caps_copy_nth (othercaps, i);

    if (gst_align_scale_size_apply_factors (
            gst_caps_get_structure (caps, 0), from, factor_x, factor_y, &wanted)) {
      gst_caps_unref (othercaps);
      return caps;
    }
    gst_caps_unref (caps);
  }
  allowed = gst_caps_to_string (othercaps);
  *message = g_strdup_printf (
      "The scale factors make %dx%d of the input's %dx%d, a size "
      "that is not possible here. Change the factors or what downstream takes: %s.",
      wanted.width, wanted.height, from->width, from->height, allowed);
  g_free (allowed);
  gst_caps_unref (othercaps);
  return NULL;
}

/* Borders make up for the shape of the frame, so that pixels can keep theirs. */
static GstCaps *
fixate_aspect (GstPadDirection direction, GstCaps *othercaps, const GstAlignScaleShape *from,
    gboolean add_borders)
{
  GstStructure *structure;

  othercaps = gst_caps_make_writable (gst_caps_truncate (othercaps));
  structure = gst_caps_get_structure (othercaps, 0);
  /* input caps without the field have square pixels, output caps without it may have any */
  if (direction == GST_PAD_SRC && !gst_structure_has_field (structure, "pixel-aspect-ratio"))
    gst_structure_set (structure, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
  if (add_borders)
    gst_align_scale_size_keep_pixels (structure, from);
  gst_align_scale_size_keep_aspect (structure, from);
  return othercaps;
}

/* What the crop settings leave of the frames. */
static void
crop (GstAlignScaleShape *shape, GstCaps *caps, const GstAlignScaleSettings *settings)
{
  GstVideoInfo info;
  GstAlignScaleFraming framing;

  if (!gst_align_scale_settings_crop (settings) || !gst_video_info_from_caps (&info, caps))
    return;
  gst_align_scale_framing_source (&framing, &info, settings, NULL);
  shape->width = framing.source.w;
  shape->height = framing.source.h;
}

static const gchar *
missing_field (const GstStructure *structure)
{
  if (!gst_structure_has_field (structure, "format"))
    return "format";
  return gst_structure_has_field (structure, "width") ? "height" : "width";
}

/* Why the library cannot describe frames of fixed raw caps, as a sentence; NULL where it can. */
static gchar *
refuse_input (GstCaps *caps)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  const gchar *mode = gst_structure_get_string (structure, "interlace-mode");
  GstAlignScaleShape shape;
  GstVideoInfo info;
  gchar *text, *message;

  if (gst_video_info_from_caps (&info, caps))
    return NULL;
  text = gst_caps_to_string (caps);
  if (!gst_structure_has_field (structure, "format")
      || !gst_align_scale_shape_read (&shape, structure))
    message = g_strdup_printf ("Frames of %s cannot be scaled: their caps lack a %s. Let the "
                               "element or the caps filter upstream name it.",
        text, missing_field (structure));
  else if (g_strcmp0 (mode, "alternate") == 0
           && !gst_caps_features_contains (
               gst_caps_get_features (caps, 0), GST_CAPS_FEATURE_FORMAT_INTERLACED))
    message = g_strdup_printf ("Frames of %s cannot be scaled: interlace-mode=alternate needs the "
                               "caps feature format:Interlaced. Let the element or the caps filter "
                               "upstream say video/x-raw(format:Interlaced).",
        text);
  else
    message =
        g_strdup_printf ("Frames of %s cannot be scaled: GStreamer describes frames of less than 4 "
                         "GiB. Make them smaller before this element, or take a format with "
                         "fewer bits.",
            text);
  g_free (text);
  return message;
}

/* The same for what is made of them, in which only the size differs. */
static gchar *
refuse_output (GstCaps *caps)
{
  GstAlignScaleShape shape = { 0 };
  GstVideoInfo info;

  if (gst_video_info_from_caps (&info, caps))
    return NULL;
  gst_align_scale_shape_read (&shape, gst_caps_get_structure (caps, 0));
  return g_strdup_printf (
      "Frames of %s with %dx%d pixels are too large: GStreamer describes frames of less than 4 "
      "GiB. "
      "Choose a smaller size or smaller scale factors, or a format with fewer bits.",
      gst_structure_get_string (gst_caps_get_structure (caps, 0), "format"), shape.width,
      shape.height);
}

/* Size, pixel aspect ratio and colours; `othercaps`, which is taken over, has at least one structure. */
static GstCaps *
fixate (GstPadDirection direction, GstCaps *caps, GstCaps *othercaps,
    const GstAlignScaleSettings *settings, gchar **message)
{
  const gdouble factor_x = gst_align_scale_settings_factor_x (settings);
  const gdouble factor_y = gst_align_scale_settings_factor_y (settings);
  const gboolean by_factors = direction == GST_PAD_SINK && (factor_x > 0.0 || factor_y > 0.0);
  GstAlignScaleShape from;
  GstVideoInfo info;

  if (gst_align_scale_shape_read (&from, gst_caps_get_structure (caps, 0))) {
    if (direction == GST_PAD_SINK)
      crop (&from, caps, settings);
    if (by_factors)
      othercaps = fixate_factors (othercaps, &from, factor_x, factor_y, message);
    else
      othercaps = fixate_aspect (direction, othercaps, &from, settings->add_borders);
  }
  if (othercaps == NULL)
    return NULL;

  othercaps = gst_caps_make_writable (gst_caps_truncate (othercaps));
  /* what the library does not know as raw video nothing of ours touches */
  if (gst_align_scale_caps_read (&info, caps)
      && !gst_align_scale_colours_keep (
          gst_caps_get_structure (othercaps, 0), caps, &info, message)) {
    gst_caps_unref (othercaps);
    return NULL;
  }
  return gst_caps_fixate (othercaps);
}

GstCaps *
gst_align_scale_caps_fixate (GstPadDirection direction, GstCaps *caps, GstCaps *othercaps,
    const GstAlignScaleSettings *settings, gchar **message)
{
  *message = direction == GST_PAD_SINK ? refuse_input (caps) : NULL;
  if (*message == NULL && gst_caps_is_empty (othercaps))
    *message = gst_align_scale_caps_explain (caps, othercaps);
  if (*message != NULL) {
    gst_caps_unref (othercaps);
    return NULL;
  }
  if (gst_caps_is_any (othercaps))
    gst_caps_take (&othercaps, gst_align_scale_caps_transform (caps, NULL));
  othercaps = fixate (direction, caps, othercaps, settings, message);
  if (othercaps != NULL && direction == GST_PAD_SINK)
    *message = refuse_output (othercaps);
  if (*message != NULL)
    gst_clear_caps (&othercaps);
  return othercaps;
}

/* True where the two sides would meet if formats and colours did not matter. */
static gboolean
meet_without_colours (const GstCaps *caps, GstCaps *downstream)
{
  GstCaps *ours = gst_align_scale_caps_transform ((GstCaps *) caps, NULL);
  gboolean meet;

  for (guint i = 0; i < gst_caps_get_size (ours); i++) {
    for (guint j = 0; j < G_N_ELEMENTS (colour_fields); j++)
      gst_structure_remove_field (gst_caps_get_structure (ours, i), colour_fields[j]);
  }
  meet = gst_caps_can_intersect (ours, downstream);
  gst_caps_unref (ours);
  return meet;
}

static const gchar *
advice (const GstCaps *caps, GstCaps *downstream)
{
  if (meet_without_colours (caps, downstream))
    return "Scaling changes neither format nor colours: put a videoconvert element behind this "
           "one.";
  return "Change one of the two, or put an element between that converts the rest.";
}

gchar *
gst_align_scale_caps_explain (const GstCaps *caps, GstCaps *downstream)
{
  gchar *in = gst_caps_to_string (caps), *out = gst_caps_to_string (downstream);
  gchar *message = g_strdup_printf ("Frames of %s cannot become what downstream takes, %s. %s", in,
      out, advice (caps, downstream));

  g_free (in);
  g_free (out);
  return message;
}

GstCaps *
gst_align_scale_caps_possible (GstCaps *caps, GstCaps *template)
{
  GstCaps *transformed = gst_align_scale_caps_transform (caps, NULL);
  GstCaps *possible = gst_caps_intersect_full (transformed, template, GST_CAPS_INTERSECT_FIRST);

  gst_caps_unref (transformed);
  return possible;
}

GstCaps *
gst_align_scale_caps_choose (GstCaps *caps, GstCaps *template, GstCaps *downstream,
    const GstAlignScaleSettings *settings, gchar **message)
{
  GstCaps *possible = gst_align_scale_caps_possible (caps, template);

  gst_caps_take (
      &possible, gst_caps_intersect_full (downstream, possible, GST_CAPS_INTERSECT_FIRST));
  if (!gst_caps_is_empty (possible))
    return gst_align_scale_caps_fixate (GST_PAD_SINK, caps, possible, settings, message);
  gst_caps_unref (possible);
  *message = gst_align_scale_caps_explain (caps, downstream);
  return NULL;
}
