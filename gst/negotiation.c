/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "negotiation.h"

#include <math.h>

#include "colours.h"
#include "errors.h"
#include "format.h"
#include "geometry.h"
#include "gstalignscale.h"
#include "scaler.h"

/* Downstream changes its caps at most a few times while they are negotiated; one that offers what
 * it never accepts does not change them at all. */
#define MAX_TRIES 32

/* ... and where it accepts what it offers the base class may have failed for reasons of its own. */
#define MAX_TRIES_WITHOUT_REASON 3

/* Negotiation without the fields of these names is about size alone. */
static const gchar *const colour_fields[] = { "format", "colorimetry", "chroma-site" };

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

/* Fixes width and height to `(int) (from * factor)`. The pixels keep their shape where they can.
 * False, and structure unchanged, where `structure` does not allow the size; `wanted` is it in any
 * case (0 and sizes beyond G_MAXINT, which become G_MAXINT, included). */
static gboolean
apply_factors (GstStructure *structure, const Shape *from, const GstAlignScaleSettings *settings,
    Shape *wanted)
{
  const gdouble factor_x = gst_align_scale_settings_factor_x (settings);
  const gdouble factor_y = gst_align_scale_settings_factor_y (settings);
  const Choice choice = read_choice (structure);

  wanted->width = factor_size (from->width, factor_x, choice.width);
  wanted->height = factor_size (from->height, factor_y, choice.height);
  wanted->par = nearest_ratio (choice.par, from->par);
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
fixate_factors (
    GstCaps *othercaps, const Shape *from, const GstAlignScaleSettings *settings, gchar **message)
{
  Shape wanted = { 0 };
  gchar *allowed;

  for (guint i = 0; i < gst_caps_get_size (othercaps); i++) {
    GstCaps *caps = gst_caps_copy_nth (othercaps, i);

    if (apply_factors (gst_caps_get_structure (caps, 0), from, settings, &wanted)) {
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
fixate_aspect (
    GstPadDirection direction, GstCaps *othercaps, const Shape *from, gboolean add_borders)
{
  GstStructure *structure;

  othercaps = gst_caps_make_writable (gst_caps_truncate (othercaps));
  structure = gst_caps_get_structure (othercaps, 0);
  /* input caps without the field have square pixels, output caps without it may have any */
  if (direction == GST_PAD_SRC && !gst_structure_has_field (structure, "pixel-aspect-ratio"))
    write_par (structure, gst_align_scale_ratio (1, 1));
  if (add_borders)
    keep_pixels (structure, from);
  keep_aspect (structure, from);
  return othercaps;
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

/* Why the library cannot describe frames of fixed raw caps, as a sentence; NULL where it can. */
static gchar *
refuse_input (GstCaps *caps)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  const gchar *mode = gst_structure_get_string (structure, "interlace-mode");
  Shape shape;
  GstVideoInfo info;
  gchar *text, *message;

  if (gst_video_info_from_caps (&info, caps))
    return NULL;
  text = gst_caps_to_string (caps);
  if (!gst_structure_has_field (structure, "format") || !read_shape (&shape, structure))
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
  Shape shape = { 0 };
  GstVideoInfo info;

  if (gst_video_info_from_caps (&info, caps))
    return NULL;
  read_shape (&shape, gst_caps_get_structure (caps, 0));
  return g_strdup_printf (
      "Frames of %s with %dx%d pixels are too large: GStreamer describes frames of less than 4 "
      "GiB. "
      "Choose a smaller size or smaller scale factors, or a format with fewer bits.",
      gst_structure_get_string (gst_caps_get_structure (caps, 0), "format"), shape.width,
      shape.height);
}

/* Size, pixel aspect ratio and colours; `othercaps`, which is taken over, has at least one
 * structure. */
static GstCaps *
fixate (GstPadDirection direction, GstCaps *caps, GstCaps *othercaps,
    const GstAlignScaleSettings *settings, gchar **message)
{
  Shape from;
  GstVideoInfo info;

  if (read_shape (&from, gst_caps_get_structure (caps, 0))) {
    if (direction == GST_PAD_SINK)
      crop (&from, caps, settings);
    if (direction == GST_PAD_SINK && gst_align_scale_settings_has_factor (settings))
      othercaps = fixate_factors (othercaps, &from, settings, message);
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

/* ---- with downstream ---- */

/* NULL, or why buffers of these fixed caps cannot be scaled: as a sentence, to be freed with
 * g_free. */
static gchar *
refuse_pair (GstCaps *in, GstCaps *out)
{
  gchar message[RSZ_MESSAGE_SIZE];
  GstVideoInfo in_info, out_info;

  if (!gst_align_scale_caps_scalable (gst_caps_get_features (in, 0))
      || !gst_align_scale_caps_read (&in_info, in) || !gst_align_scale_caps_read (&out_info, out)
      || gst_align_scale_plan_check (&in_info, &out_info, message))
    return NULL;
  return g_strdup (message);
}

/* What the output may be for fixed input `caps`, of what the src pad's template has. New
 * reference. */
static GstCaps *
possible_output (GstCaps *caps, GstPad *srcpad)
{
  GstCaps *template = gst_pad_get_pad_template_caps (srcpad);
  GstCaps *transformed = gst_align_scale_caps_transform (caps, NULL);
  GstCaps *possible = gst_caps_intersect_full (transformed, template, GST_CAPS_INTERSECT_FIRST);

  gst_caps_unref (transformed);
  gst_caps_unref (template);
  return possible;
}

/* What the base class would choose now; NULL without a message where downstream contradicts what it
 * has said a moment ago. */
static GstCaps *
choose (GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *settings, gchar **message)
{
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (self);
  GstCaps *possible = possible_output (caps, srcpad);
  GstCaps *downstream = gst_pad_peer_query_caps (srcpad, possible);
  GstCaps *common = gst_caps_intersect_full (downstream, possible, GST_CAPS_INTERSECT_FIRST);
  GstCaps *chosen = NULL;

  *message = NULL;
  /* for the sentence all that it takes, not what is left of that */
  if (gst_caps_is_empty (downstream))
    gst_caps_take (&downstream, gst_pad_peer_query_caps (srcpad, NULL));
  if (!gst_caps_is_empty (common))
    chosen = gst_align_scale_caps_fixate (
        GST_PAD_SINK, caps, g_steal_pointer (&common), settings, message);
  else if (!gst_caps_can_intersect (downstream, possible))
    *message = gst_align_scale_caps_explain (caps, downstream);
  if (chosen != NULL)
    *message = refuse_pair (caps, chosen);
  if (*message != NULL
      || (chosen != NULL && gst_pad_is_linked (srcpad)
          && !gst_pad_peer_query_accept_caps (srcpad, chosen)))
    gst_clear_caps (&chosen);
  gst_clear_caps (&common);
  gst_caps_unref (downstream);
  gst_caps_unref (possible);
  return chosen;
}

GstCaps *
gst_align_scale_negotiate_choose (
    GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *settings, gchar **message)
{
  GstCaps *chosen = choose (self, caps, settings, message);

  for (gint i = 1; i < MAX_TRIES && chosen == NULL && *message == NULL; i++)
    chosen = choose (self, caps, settings, message);
  return chosen;
}

/* Of what is possible the size there is, for a crop with which the factors make none: without
 * them. */
static GstCaps *
keep_size (GstAlignScale *self, GstCaps *caps, GstCaps *possible)
{
  GstAlignScaleSettings settings = self->effective;
  GstCaps *size = gst_caps_new_simple ("video/x-raw", "width", G_TYPE_INT, self->out_info.width,
      "height", G_TYPE_INT, self->out_info.height, NULL);
  gchar *message = NULL;
  GstCaps *result;

  settings.scale_factor = settings.scale_factor_x = settings.scale_factor_y = 0.0;
  gst_caps_set_features_simple (size, gst_caps_features_new_any ());
  gst_caps_take (&possible, gst_caps_intersect_full (possible, size, GST_CAPS_INTERSECT_FIRST));
  gst_caps_unref (size);
  result = gst_align_scale_caps_fixate (GST_PAD_SINK, caps, possible, &settings, &message);
  g_free (message);
  return result;
}

GstCaps *
gst_align_scale_fixate_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *othercaps)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  GstCaps *result, *possible = NULL;
  gchar *message = NULL;

  /* without a peer the base class offers the input's caps alone */
  if (direction == GST_PAD_SINK && !gst_pad_is_linked (trans->srcpad))
    gst_caps_take (&othercaps, gst_align_scale_caps_transform (caps, NULL));
  if (direction == GST_PAD_SINK && self->size_stays)
    possible = gst_caps_copy (othercaps);
  result = gst_align_scale_caps_fixate (direction, caps, othercaps, &self->effective, &message);
  if (result == NULL && possible != NULL) {
    g_clear_pointer (&message, g_free);
    result = keep_size (self, caps, g_steal_pointer (&possible));
  }
  gst_clear_caps (&possible);
  if (result == NULL) {
    /* it is said if it lasts: downstream may have changed its mind by now */
    GST_DEBUG_OBJECT (self, "%s", message);
    g_free (message);
    return gst_caps_new_empty ();
  }
  GST_DEBUG_OBJECT (self, "%" GST_PTR_FORMAT " becomes %" GST_PTR_FORMAT, caps, result);
  return result;
}

static const GstBaseTransformClass *
base_class (void)
{
  return g_type_class_peek (GST_TYPE_VIDEO_FILTER);
}

/* Unlike gst_base_transform_reconfigure this posts nothing, but for a pool that cannot be used. */
static gboolean
configure (GstAlignScale *self, GstCaps *caps)
{
  return base_class ()->sink_event (GST_BASE_TRANSFORM (self), gst_event_new_caps (caps));
}

/* Posts what holds for downstream's current caps; without a message it offers what it does not
 * accept. */
static void
post_refusal (GstAlignScale *self, GstCaps *caps, const gchar *message)
{
  GstCaps *downstream;
  gchar *in, *out, *sentence;

  if (message != NULL) {
    gst_align_scale_post_error (self, message);
    return;
  }
  downstream = gst_pad_peer_query_caps (GST_BASE_TRANSFORM_SRC_PAD (self), NULL);
  in = gst_caps_to_string (caps);
  out = gst_caps_to_string (downstream);
  sentence = g_strdup_printf ("Frames of %s could become what downstream offers, %s, but it does "
                              "not accept them. Check the element behind this one.",
      in, out);
  gst_align_scale_post_error (self, sentence);
  g_free (sentence);
  g_free (out);
  g_free (in);
  gst_caps_unref (downstream);
}

/* How often the base class has failed, and what downstream had announced before. */
typedef struct {
  gint n, n_without_reason, n_announced;
} Tries;

/* After a failure: true where there is something new to try, else an error is posted. Of a
 * property and caps downstream that an application changes one after the other, only the second
 * may have been seen. */
static gboolean
may_try_again (GstAlignScale *self, GstCaps *caps, Tries *tries)
{
  const gboolean is_set = gst_align_scale_update_for_negotiation (self, caps);
  gchar *message;
  GstCaps *chosen = choose (self, caps, &self->effective, &message);
  const gboolean is_announced = g_atomic_int_get (&self->n_announced) != tries->n_announced;
  gboolean again;

  tries->n++;
  tries->n_without_reason += chosen != NULL && !is_announced && !is_set;
  again = !self->error_posted && (is_announced || is_set || message == NULL) && tries->n < MAX_TRIES
          && tries->n_without_reason < MAX_TRIES_WITHOUT_REASON;
  if (!again && !is_announced && !is_set && !self->error_posted)
    post_refusal (self, caps, message);
  g_free (message);
  gst_clear_caps (&chosen);
  return again;
}

gboolean
gst_align_scale_negotiate (GstAlignScale *self, GstCaps *caps)
{
  const gboolean is_within = self->negotiating;
  Tries tries = { 0 };
  gboolean done;

  self->negotiating = TRUE;
  do {
    tries.n_announced = g_atomic_int_get (&self->n_announced);
    done = configure (self, caps);
  } while (!done && !GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SRC_PAD (self))
           && may_try_again (self, caps, &tries));
  self->negotiating = is_within;
  return done;
}

gboolean
gst_align_scale_negotiate_pending (GstAlignScale *self)
{
  GstCaps *caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
  gboolean done = TRUE;

  /* without caps the base class refuses the frame */
  for (gint i = 0; i < MAX_TRIES && done && caps != NULL; i++) {
    if (!GST_PAD_NEEDS_RECONFIGURE (GST_BASE_TRANSFORM_SRC_PAD (self)))
      break;
    gst_align_scale_update_for_negotiation (self, caps);
    done = gst_align_scale_negotiate (self, caps);
  }
  gst_clear_caps (&caps);
  return done;
}

static GstFlowReturn
submit (GstAlignScale *self, gboolean is_discont, GstBuffer *input)
{
  GstFlowReturn flow = base_class ()->submit_input_buffer (
      GST_BASE_TRANSFORM (self), is_discont, gst_buffer_ref (input));

  if (flow == GST_FLOW_OK && !gst_align_scale_update_prepare (self))
    return GST_FLOW_NOT_NEGOTIATED;
  return flow;
}

static GstFlowReturn
refused (GstAlignScale *self)
{
  if (GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SRC_PAD (self)))
    return GST_FLOW_FLUSHING;
  if (!gst_pad_has_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self)))
    gst_align_scale_post_error (
        self, "A frame came before any caps said what it is. Check the element upstream.");
  return GST_FLOW_NOT_NEGOTIATED;
}

GstFlowReturn
gst_align_scale_submit_input_buffer (GstBaseTransform *trans, gboolean is_discont, GstBuffer *input)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  GstFlowReturn flow = GST_FLOW_NOT_NEGOTIATED;

  /* what passed before a restart would pass for the base class */
  if (!gst_pad_has_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self))) {
    gst_buffer_unref (input);
    return refused (self);
  }
  /* the base class negotiates too, if it is asked to in between, and may fail */
  self->negotiating = TRUE;
  for (gint i = 0; i < MAX_TRIES && gst_align_scale_negotiate_pending (self); i++) {
    flow = submit (self, is_discont, input);
    if (flow != GST_FLOW_NOT_NEGOTIATED)
      break;
  }
  self->negotiating = FALSE;
  gst_buffer_unref (input);
  return flow == GST_FLOW_NOT_NEGOTIATED ? refused (self) : flow;
}
