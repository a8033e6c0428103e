/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "caps.h"

#include <math.h>

#include "colours.h"
#include "format.h"
#include "geometry.h"
#include "sizes.h"

/* ---- size and pixel aspect ratio of one side ---- */

/* A picture as it is shown: pixels and the shape of one. */
typedef struct {
  gint width, height;     /* pixels, >= 1 */
  GstAlignScaleRatio par; /* width : height of one pixel; its terms fit a caps field */
} Shape;

/* What the caps leave open; NULL is everything. */
typedef struct {
  const GValue *width, *height, *par;
} Choice;

/* size * ratio in whole pixels, at least one. */
static gint
scale_round (gint size, GstAlignScaleRatio ratio)
{
  const guint64 scaled = gst_util_uint64_scale_round ((guint64) size, ratio.n, ratio.d);

  return (gint) CLAMP (scaled, 1, G_MAXINT);
}

/* The ratio as a fraction of a caps field, whose terms have 31 bits. Halving both loses less
 * than the 2^-30 that such a fraction resolves. */
static GstAlignScaleRatio
ratio_for_caps (GstAlignScaleRatio ratio)
{
  gst_align_scale_ratio_cancel (&ratio.n, &ratio.d);
  while (ratio.n > G_MAXINT || ratio.d > G_MAXINT) {
    ratio.n = MAX (ratio.n >> 1, 1);
    ratio.d = MAX (ratio.d >> 1, 1);
  }
  gst_align_scale_ratio_cancel (&ratio.n, &ratio.d);
  return ratio;
}

/* Of two that are as near the lower one: encoders want 852 of 853 pixels, not 854. */
static gint
nearest_in_range (const GValue *range, gint target)
{
  const gint min = gst_value_get_int_range_min (range);
  const gint max = gst_value_get_int_range_max (range);
  const gint step = gst_value_get_int_range_step (range);
  const gint64 above = (gint64) CLAMP (target, min, max) - min;

  return (gint) (min + (above + (step - 1) / 2) / step * step);
}

static gint
nearest_int (const GValue *choice, gint target)
{
  gint best = -1;

  if (choice == NULL)
    return target;
  if (G_VALUE_HOLDS_INT (choice))
    return g_value_get_int (choice);
  if (GST_VALUE_HOLDS_INT_RANGE (choice))
    return nearest_in_range (choice, target);
  for (guint i = 0; GST_VALUE_HOLDS_LIST (choice) && i < gst_value_list_get_size (choice); i++) {
    const gint next = nearest_int (gst_value_list_get_value (choice, i), target);

    if (best < 0 || ABS ((gint64) next - target) < ABS ((gint64) best - target))
      best = next;
  }
  return best < 0 ? target : best;
}

static GstAlignScaleRatio
fraction_value (const GValue *value)
{
  return gst_align_scale_ratio (MAX (gst_value_get_fraction_numerator (value), 1),
      MAX (gst_value_get_fraction_denominator (value), 1));
}

static gdouble
ratio_value (GstAlignScaleRatio ratio)
{
  return (gdouble) ratio.n / (gdouble) ratio.d;
}

static gint
ratio_compare (GstAlignScaleRatio a, GstAlignScaleRatio b)
{
  return gst_util_fraction_compare ((gint) a.n, (gint) a.d, (gint) b.n, (gint) b.d);
}

static gdouble
ratio_distance (GstAlignScaleRatio a, GstAlignScaleRatio b)
{
  return fabs (ratio_value (a) - ratio_value (b));
}

/* `target` and what is returned fit a caps field. */
static GstAlignScaleRatio
nearest_ratio (const GValue *choice, GstAlignScaleRatio target)
{
  GstAlignScaleRatio best = { 0, 1 };

  if (choice == NULL)
    return target;
  if (GST_VALUE_HOLDS_FRACTION (choice))
    return fraction_value (choice);
  if (GST_VALUE_HOLDS_FRACTION_RANGE (choice)) {
    const GstAlignScaleRatio min = fraction_value (gst_value_get_fraction_range_min (choice));
    const GstAlignScaleRatio max = fraction_value (gst_value_get_fraction_range_max (choice));

    return ratio_compare (target, min) < 0 ? min : ratio_compare (target, max) > 0 ? max : target;
  }
  for (guint i = 0; GST_VALUE_HOLDS_LIST (choice) && i < gst_value_list_get_size (choice); i++) {
    const GstAlignScaleRatio next = nearest_ratio (gst_value_list_get_value (choice, i), target);

    if (best.n == 0 || ratio_distance (next, target) < ratio_distance (best, target))
      best = next;
  }
  return best.n == 0 ? target : best;
}

static Choice
read_choice (const GstStructure *structure)
{
  return (Choice){ gst_structure_get_value (structure, "width"),
    gst_structure_get_value (structure, "height"),
    gst_structure_get_value (structure, "pixel-aspect-ratio") };
}

static GstAlignScaleRatio
display_ratio (const Shape *shape)
{
  return gst_align_scale_ratio_multiply (
      gst_align_scale_ratio (shape->width, shape->height), shape->par);
}

/* How far a shape is from a display aspect ratio: 0 is on it; twice as wide is as far as half. */
static gdouble
deviation (const Shape *shape, GstAlignScaleRatio display)
{
  return fabs (log (ratio_value (display_ratio (shape)) / ratio_value (display)));
}

static void
write_par (GstStructure *structure, GstAlignScaleRatio par)
{
  gst_structure_set (
      structure, "pixel-aspect-ratio", GST_TYPE_FRACTION, (gint) par.n, (gint) par.d, NULL);
}

static void
write_shape (GstStructure *structure, const Shape *shape)
{
  gst_structure_set (
      structure, "width", G_TYPE_INT, shape->width, "height", G_TYPE_INT, shape->height, NULL);
  if (gst_structure_has_field (structure, "pixel-aspect-ratio") || shape->par.n != shape->par.d)
    write_par (structure, shape->par);
}

/* Reads the fixed fields of a structure; a missing pixel-aspect-ratio is 1/1. False where width or
 * height is missing, open or below 1. */
static gboolean
read_shape (Shape *shape, const GstStructure *structure)
{
  gint n = 1, d = 1;

  gst_structure_get_fraction (structure, "pixel-aspect-ratio", &n, &d);
  *shape = (Shape){ .par = gst_align_scale_ratio (MAX (n, 1), MAX (d, 1)) };
  return gst_structure_get_int (structure, "width", &shape->width)
         && gst_structure_get_int (structure, "height", &shape->height) && shape->width >= 1
         && shape->height >= 1;
}

/* Fixes width, height and pixel-aspect-ratio of `structure` so that it is shown with the display
 * aspect ratio of `from`, as gst_align_scale_caps_fixate says. A missing field is open. */
static void
keep_aspect (GstStructure *structure, const Shape *from)
{
  const Choice choice = read_choice (structure);
  const GstAlignScaleRatio display = display_ratio (from);
  Shape kept, wider, taller;
  GstAlignScaleRatio par, per_height;
  gint width, height;

  kept.width = nearest_int (choice.width, from->width);
  kept.height = nearest_int (choice.height, from->height);
  par = ratio_for_caps (
      gst_align_scale_ratio_multiply (display, gst_align_scale_ratio (kept.height, kept.width)));
  kept.par = nearest_ratio (choice.par, par);

  /* these pixels give the ratio with this width (the kept one if they were chosen freely), or with
   * this height */
  per_height = gst_align_scale_ratio_multiply (display, gst_align_scale_ratio_inverse (kept.par));
  wider = taller = kept;
  width = scale_round (kept.height, per_height);
  wider.width = nearest_int (choice.width, width);
  height = scale_round (kept.width, gst_align_scale_ratio_inverse (per_height));
  taller.height = nearest_int (choice.height, height);

  if (wider.width == width)
    kept = wider;
  else if (taller.height == height)
    kept = taller;
  else if (deviation (&wider, display) <= deviation (&taller, display))
    kept = wider;
  else
    kept = taller;
  write_shape (structure, &kept);
}

/* Fixes pixel-aspect-ratio, also where it is missing, to from's or what comes closest. */
static void
keep_pixels (GstStructure *structure, const Shape *from)
{
  write_par (structure, nearest_ratio (read_choice (structure).par, from->par));
}

/* torch's output size: truncated, in double. */
static gint
factor_size (gint size, gdouble factor, const GValue *choice)
{
  if (factor <= 0.0)
    return nearest_int (choice, size);
  return (gint) MIN (size * factor, (gdouble) G_MAXINT);
}

/* The size that the factors or else the edges and the rule make; 0 and sizes beyond G_MAXINT, which
 * become G_MAXINT, included. The pixels keep their shape where they can. */
static Shape
made_shape (const GstStructure *structure, const Shape *from, const GstAlignScaleSettings *settings)
{
  const gdouble factor_x = gst_align_scale_settings_factor_x (settings);
  const gdouble factor_y = gst_align_scale_settings_factor_y (settings);
  const Choice choice = read_choice (structure);
  Shape made = { .par = nearest_ratio (choice.par, from->par) };
  GstAlignScaleSize size;

  if (gst_align_scale_settings_has_factor (settings)) {
    made.width = factor_size (from->width, factor_x, choice.width);
    made.height = factor_size (from->height, factor_y, choice.height);
    return made;
  }
  size = gst_align_scale_sizes_of_picture (settings,
      (GstAlignScaleSize){ from->width, from->height },
      gst_align_scale_ratio_multiply (from->par, gst_align_scale_ratio_inverse (made.par)), NULL);
  size = gst_align_scale_sizes_of_output (settings, size);
  made.width = size.width;
  made.height = size.height;
  return made;
}

/* Fixes width and height to the size that is made. False, and structure unchanged, where
 * `structure` does not allow it; `wanted` is it in any case. */
static gboolean
apply_made (GstStructure *structure, const Shape *from, const GstAlignScaleSettings *settings,
    Shape *wanted)
{
  const Choice choice = read_choice (structure);

  *wanted = made_shape (structure, from, settings);
  if (wanted->width < 1 || nearest_int (choice.width, wanted->width) != wanted->width
      || wanted->height < 1 || nearest_int (choice.height, wanted->height) != wanted->height)
    return FALSE;
  write_shape (structure, wanted);
  return TRUE;
}

/* ---- caps ---- */

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
  GstCaps *result = gst_caps_new_empty ();

  for (guint i = 0; i < gst_caps_get_size (caps); i++) {
    GstStructure *structure = gst_structure_copy (gst_caps_get_structure (caps, i));
    GstCapsFeatures *features = gst_caps_get_features (caps, i);

    if (gst_align_scale_caps_scalable (features)) {
      gst_align_scale_colours_open (structure, filter);
      open_size (structure);
    }
    result = gst_caps_merge_structure_full (result, structure, gst_caps_features_copy (features));
  }
  if (filter != NULL)
    gst_caps_take (&result, gst_caps_intersect_full (filter, result, GST_CAPS_INTERSECT_FIRST));
  return result;
}

gboolean
gst_align_scale_caps_read (GstVideoInfo *info, GstCaps *caps)
{
  if (!gst_video_info_from_caps (info, caps))
    return FALSE;
  gst_align_scale_colours_read (info, gst_caps_get_structure (caps, 0));
  return TRUE;
}

GstCaps *
gst_align_scale_caps_fixate_rest (GstCaps *caps)
{
  GstStructure *structure = gst_caps_is_empty (caps) ? NULL : gst_caps_get_structure (caps, 0);

  if (structure != NULL && gst_structure_has_field (structure, "interlace-mode"))
    gst_structure_fixate_field_string (structure, "interlace-mode", "progressive");
  return gst_caps_fixate (caps);
}

/* The first structure of `othercaps` that allows the size the settings make. New reference. */
static GstCaps *
fixate_made (
    GstCaps *othercaps, const Shape *from, const GstAlignScaleSettings *settings, gchar **message)
{
  const gboolean factors = gst_align_scale_settings_has_factor (settings);
  Shape wanted = { 0 };
  g_autofree gchar *allowed = NULL;

  for (guint i = 0; i < gst_caps_get_size (othercaps); i++) {
    g_autoptr (GstCaps) caps = gst_caps_copy_nth (othercaps, i);

    if (apply_made (gst_caps_get_structure (caps, 0), from, settings, &wanted))
      return g_steal_pointer (&caps);
  }
  allowed = gst_caps_to_string (othercaps);
  *message = g_strdup_printf (
      factors ? "The scale factors make %dx%d of the input's %dx%d, a size "
                "that is not possible here. Change the factors or what downstream takes: %s."
              : "The edges and the size rule make %dx%d of the input's %dx%d, a size "
                "that is not possible here. Change them or what downstream takes: %s.",
      wanted.width, wanted.height, from->width, from->height, allowed);
  return NULL;
}

/* A picture that is fitted to an output of any size: as near to the size that is made as downstream
 * lets it be. New reference. */
static GstCaps *
fixate_fitted (GstCaps *othercaps, const Shape *from, const GstAlignScaleSettings *settings)
{
  GstCaps *caps = gst_caps_copy_nth (othercaps, 0);
  GstStructure *structure = gst_caps_get_structure (caps, 0);
  const Choice choice = read_choice (structure);
  Shape made = made_shape (structure, from, settings);

  made.width = nearest_int (choice.width, made.width);
  made.height = nearest_int (choice.height, made.height);
  write_shape (structure, &made);
  return caps;
}

/* Borders or what is cut off make up for the shape of the frame, so that pixels can keep theirs.
 * New reference. */
static GstCaps *
fixate_aspect (GstPadDirection direction, GstCaps *othercaps, const Shape *from, gboolean fitted)
{
  GstCaps *caps = gst_caps_copy_nth (othercaps, 0);
  GstStructure *structure = gst_caps_get_structure (caps, 0);

  /* input caps without the field have square pixels, output caps without it may have any */
  if (direction == GST_PAD_SRC && !gst_structure_has_field (structure, "pixel-aspect-ratio"))
    write_par (structure, gst_align_scale_ratio (1, 1));
  if (fitted)
    keep_pixels (structure, from);
  keep_aspect (structure, from);
  return caps;
}

/* What the crop settings leave of the frames. */
static void
crop (Shape *shape, GstCaps *caps, const GstAlignScaleSettings *settings)
{
  GstVideoInfo info;
  GstAlignScaleFraming framing;

  if (!gst_video_info_from_caps (&info, caps))
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

gchar *
gst_align_scale_caps_refuse (GstCaps *caps, const gchar *done)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  const gchar *mode = gst_structure_get_string (structure, "interlace-mode");
  Shape shape;
  GstVideoInfo info;
  g_autofree gchar *text = NULL;

  if (gst_video_info_from_caps (&info, caps))
    return NULL;
  text = gst_caps_to_string (caps);
  if (!gst_structure_has_field (structure, "format") || !read_shape (&shape, structure))
    return g_strdup_printf ("Frames of %s cannot be %s: their caps lack a %s. Let the "
                            "element or the caps filter upstream name it.",
        text, done, missing_field (structure));
  if (g_strcmp0 (mode, "alternate") == 0
      && !gst_caps_features_contains (
          gst_caps_get_features (caps, 0), GST_CAPS_FEATURE_FORMAT_INTERLACED))
    return g_strdup_printf ("Frames of %s cannot be %s: interlace-mode=alternate needs the "
                            "caps feature format:Interlaced. Let the element or the caps filter "
                            "upstream say video/x-raw(format:Interlaced).",
        text, done);
  return g_strdup_printf ("Frames of %s cannot be %s: GStreamer describes frames of less than "
                          "4 GiB. Make them smaller before this element, or take a format with "
                          "fewer bits.",
      text, done);
}

/* The same for what is made of them, in which only the size differs. */
static gchar *
refuse_output (GstCaps *caps)
{
  Shape shape = { 0 };
  GstVideoInfo info;

  if (gst_video_info_from_caps (&info, caps))
    return NULL;
  read_shape (&shape, gst_caps_get_structure (caps, 0));
  return g_strdup_printf (
      "Frames of %s with %dx%d pixels are too large: GStreamer describes frames of less than 4 "
      "GiB. Choose a smaller size or smaller scale factors, or a format with fewer bits.",
      gst_structure_get_string (gst_caps_get_structure (caps, 0), "format"), shape.width,
      shape.height);
}

/* Size, pixel aspect ratio and colours, out of `othercaps`, which are not empty. New reference. */
static GstCaps *
fixate (GstPadDirection direction, GstCaps *caps, GstCaps *othercaps,
    const GstAlignScaleSettings *settings, gchar **message)
{
  const gboolean fitted = settings->fit != GST_ALIGN_SCALE_FIT_STRETCH;
  g_autoptr (GstCaps) fixed = NULL;
  Shape from;
  GstVideoInfo info;

  if (!read_shape (&from, gst_caps_get_structure (caps, 0))) {
    fixed = gst_caps_copy_nth (othercaps, 0);
  } else {
    if (direction == GST_PAD_SINK)
      crop (&from, caps, settings);
    if (direction == GST_PAD_SINK && gst_align_scale_settings_has_factor (settings))
      fixed = fixate_made (othercaps, &from, settings, message);
    else if (direction == GST_PAD_SINK && gst_align_scale_sizes_are_made (settings))
      fixed = fitted ? fixate_fitted (othercaps, &from, settings)
                     : fixate_made (othercaps, &from, settings, message);
    else
      fixed = fixate_aspect (direction, othercaps, &from, fitted);
  }
  /* what the library does not know as raw video nothing of ours touches */
  if (fixed == NULL
      || (gst_align_scale_caps_read (&info, caps)
          && !gst_align_scale_colours_keep (
              gst_caps_get_structure (fixed, 0), caps, &info, message)))
    return NULL;
  return gst_align_scale_caps_fixate_rest (g_steal_pointer (&fixed));
}

GstCaps *
gst_align_scale_caps_fixate (GstPadDirection direction, GstCaps *caps, GstCaps *othercaps,
    const GstAlignScaleSettings *settings, gchar **message)
{
  g_autoptr (GstCaps) possible = othercaps;
  g_autoptr (GstCaps) fixed = NULL;

  *message = direction == GST_PAD_SINK ? gst_align_scale_caps_refuse (caps, "scaled") : NULL;
  if (*message == NULL && gst_caps_is_empty (possible))
    *message = gst_align_scale_caps_explain (caps, possible);
  if (*message != NULL)
    return NULL;
  if (gst_caps_is_any (possible))
    gst_caps_take (&possible, gst_align_scale_caps_transform (caps, NULL));
  fixed = fixate (direction, caps, possible, settings, message);
  if (fixed != NULL && direction == GST_PAD_SINK)
    *message = refuse_output (fixed);
  return *message == NULL ? g_steal_pointer (&fixed) : NULL;
}

/* True where the two sides would meet if formats and colours did not matter. */
static gboolean
meet_without_colours (GstCaps *caps, GstCaps *downstream)
{
  g_autoptr (GstCaps) ours = gst_align_scale_caps_transform (caps, NULL);

  for (guint i = 0; i < gst_caps_get_size (ours); i++)
    gst_structure_remove_fields (
        gst_caps_get_structure (ours, i), "format", "colorimetry", "chroma-site", NULL);
  return gst_caps_can_intersect (ours, downstream);
}

gchar *
gst_align_scale_caps_explain (GstCaps *caps, GstCaps *downstream)
{
  g_autofree gchar *in = gst_caps_to_string (caps), *out = gst_caps_to_string (downstream);

  return g_strdup_printf ("Frames of %s cannot become what downstream takes, %s. %s", in, out,
      meet_without_colours (caps, downstream)
          ? "Scaling changes neither format nor colours: put a videoconvert element behind this "
            "one."
          : "Change one of the two, or put an element between that converts the rest.");
}
