/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalesettings.h"

/* Live means: the next frame shows it. A controllable one may change on every frame. */
#define LIVE                                                                                       \
  ((GParamFlags) (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING))
#define CONTROLLABLE ((GParamFlags) (LIVE | GST_PARAM_CONTROLLABLE))

/* One pixel becomes the largest size. */
#define MAX_FACTOR ((gdouble) RSZ_MAX_SIZE)

enum {
  PROP_0,
  PROP_METHOD,
  PROP_ALIGN_CORNERS,
  PROP_ANTIALIAS,
  PROP_ARITHMETIC,
  PROP_SCALE_FACTOR,
  PROP_SCALE_FACTOR_X,
  PROP_SCALE_FACTOR_Y,
  PROP_RECOMPUTE_SCALE_FACTOR,
  PROP_ADD_BORDERS,
  PROP_BORDER_COLOR,
  PROP_BORDER_PLACEMENT,
  PROP_BORDER_ROUNDING,
  PROP_CROP_LEFT,
  PROP_CROP_RIGHT,
  PROP_CROP_TOP,
  PROP_CROP_BOTTOM,
  PROP_N_THREADS,
  N_PROPS
};

static const gsize offsets[N_PROPS] = {
  [PROP_METHOD] = G_STRUCT_OFFSET (GstAlignScaleSettings, method),
  [PROP_ALIGN_CORNERS] = G_STRUCT_OFFSET (GstAlignScaleSettings, align_corners),
  [PROP_ANTIALIAS] = G_STRUCT_OFFSET (GstAlignScaleSettings, antialias),
  [PROP_ARITHMETIC] = G_STRUCT_OFFSET (GstAlignScaleSettings, arithmetic),
  [PROP_SCALE_FACTOR] = G_STRUCT_OFFSET (GstAlignScaleSettings, scale_factor),
  [PROP_SCALE_FACTOR_X] = G_STRUCT_OFFSET (GstAlignScaleSettings, scale_factor_x),
  [PROP_SCALE_FACTOR_Y] = G_STRUCT_OFFSET (GstAlignScaleSettings, scale_factor_y),
  [PROP_RECOMPUTE_SCALE_FACTOR] = G_STRUCT_OFFSET (GstAlignScaleSettings, recompute_scale_factor),
  [PROP_ADD_BORDERS] = G_STRUCT_OFFSET (GstAlignScaleSettings, add_borders),
  [PROP_BORDER_COLOR] = G_STRUCT_OFFSET (GstAlignScaleSettings, border_color),
  [PROP_BORDER_PLACEMENT] = G_STRUCT_OFFSET (GstAlignScaleSettings, border_placement),
  [PROP_BORDER_ROUNDING] = G_STRUCT_OFFSET (GstAlignScaleSettings, border_rounding),
  [PROP_CROP_LEFT] = G_STRUCT_OFFSET (GstAlignScaleSettings, crop_left),
  [PROP_CROP_RIGHT] = G_STRUCT_OFFSET (GstAlignScaleSettings, crop_right),
  [PROP_CROP_TOP] = G_STRUCT_OFFSET (GstAlignScaleSettings, crop_top),
  [PROP_CROP_BOTTOM] = G_STRUCT_OFFSET (GstAlignScaleSettings, crop_bottom),
  [PROP_N_THREADS] = G_STRUCT_OFFSET (GstAlignScaleSettings, n_threads),
};

static void
install_filter (GObjectClass *klass)
{
  /**
   * GstAlignScale:method:
   *
   * How source samples are weighed, by the name torch's interpolate() gives it.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_METHOD,
      g_param_spec_enum ("method", "Method", "How source samples are weighed, torch's mode",
          gst_align_scale_method_get_type (), RSZ_METHOD_BILINEAR, CONTROLLABLE));

  /**
   * GstAlignScale:align-corners:
   *
   * With TRUE the centres of the corner pixels of input and output coincide; with FALSE the
   * outer edges of the corner pixels do. Methods that take no such choice (nearest,
   * nearest-exact, area, lanczos) ignore it with a warning.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_ALIGN_CORNERS,
      g_param_spec_boolean ("align-corners", "Align corners",
          "Map the corner pixels' centres, not the picture's edges, onto each other", FALSE,
          CONTROLLABLE));

  /**
   * GstAlignScale:antialias:
   *
   * Widens the filter with the reduction so that every source sample counts. lanczos always
   * does; nearest, nearest-exact and area ignore it with a warning.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_ANTIALIAS,
      g_param_spec_boolean ("antialias", "Antialias",
          "Widen the filter when shrinking, so that every source pixel counts", FALSE,
          CONTROLLABLE));

  /**
   * GstAlignScale:arithmetic:
   *
   * Which of torch's two results 8-bit samples get. Deeper samples and the area method always
   * get the one of float, but native allows deeper ones to be 1 off.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_ARITHMETIC,
      g_param_spec_enum ("arithmetic", "Arithmetic",
          "How weights and sums are rounded: torch's uint8 or float32 result",
          gst_align_scale_arithmetic_get_type (), RSZ_ARITHMETIC_NATIVE, CONTROLLABLE));
}

static void
install_factors (GObjectClass *klass)
{
  /**
   * GstAlignScale:scale-factor:
   *
   * Output size as a multiple of the input size, truncated to whole pixels. 0 leaves the size to
   * downstream. A change while PLAYING renegotiates; if downstream cannot take the new size, the
   * old one stays and a warning says so.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_SCALE_FACTOR,
      g_param_spec_double ("scale-factor", "Scale factor",
          "Output size as a multiple of the input size (0 = downstream chooses the size)", 0.0,
          MAX_FACTOR, 0.0, CONTROLLABLE));

  /**
   * GstAlignScale:scale-factor-x:
   *
   * As #GstAlignScale:scale-factor, for the width alone.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_SCALE_FACTOR_X,
      g_param_spec_double ("scale-factor-x", "Horizontal scale factor",
          "Output width as a multiple of the input width (0 = as scale-factor)", 0.0, MAX_FACTOR,
          0.0, CONTROLLABLE));

  /**
   * GstAlignScale:scale-factor-y:
   *
   * As #GstAlignScale:scale-factor, for the height alone.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_SCALE_FACTOR_Y,
      g_param_spec_double ("scale-factor-y", "Vertical scale factor",
          "Output height as a multiple of the input height (0 = as scale-factor)", 0.0, MAX_FACTOR,
          0.0, CONTROLLABLE));

  /**
   * GstAlignScale:recompute-scale-factor:
   *
   * With TRUE pixels are placed by the ratio of the two sizes, with FALSE by the scale factor as
   * given; they differ where the factor does not give a whole number of pixels. Without a factor
   * it has no effect; area always recomputes.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_RECOMPUTE_SCALE_FACTOR,
      g_param_spec_boolean ("recompute-scale-factor", "Recompute scale factor",
          "Place pixels by the ratio of the sizes instead of the scale factor as given", FALSE,
          CONTROLLABLE));
}

static void
install_borders (GObjectClass *klass)
{
  /**
   * GstAlignScale:add-borders:
   *
   * Keeps the display aspect ratio inside a size that does not have it, by borders. The output's
   * pixels then have the shape of the input's unless downstream demands another. No borders are
   * added where a scale factor makes the size.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_ADD_BORDERS,
      g_param_spec_boolean ("add-borders", "Add borders",
          "Keep the display aspect ratio by borders around the picture", FALSE, CONTROLLABLE));

  /**
   * GstAlignScale:border-color:
   *
   * Colour of the borders as 0xAARRGGBB, in R'G'B' of full range whatever the format.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_BORDER_COLOR,
      g_param_spec_uint ("border-color", "Border colour",
          "Colour of the borders, big-endian ARGB (0xff727272 is the grey of detection networks)",
          0, G_MAXUINT, 0xff000000, CONTROLLABLE));

  /**
   * GstAlignScale:border-placement:
   *
   * Where the picture is inside the borders; always at whole samples of every plane.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_BORDER_PLACEMENT,
      g_param_spec_enum ("border-placement", "Border placement",
          "Where the picture is placed inside the borders", gst_align_scale_placement_get_type (),
          GST_ALIGN_SCALE_PLACEMENT_CENTER, CONTROLLABLE));

  /**
   * GstAlignScale:border-rounding:
   *
   * How the exact size of the picture inside the borders becomes whole pixels.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_BORDER_ROUNDING,
      g_param_spec_enum ("border-rounding", "Border rounding",
          "How the size of the picture inside the borders is made whole",
          gst_align_scale_rounding_get_type (), GST_ALIGN_SCALE_ROUNDING_NEAREST, CONTROLLABLE));
}

static void
install_crop (GObjectClass *klass)
{
  /**
   * GstAlignScale:crop-left:
   *
   * Pixels cut off the input on the left, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_CROP_LEFT,
      g_param_spec_uint ("crop-left", "Crop left",
          "Pixels of the input that are cut off on the left before scaling", 0, G_MAXINT, 0,
          CONTROLLABLE));

  /**
   * GstAlignScale:crop-right:
   *
   * Pixels cut off the input on the right, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_CROP_RIGHT,
      g_param_spec_uint ("crop-right", "Crop right",
          "Pixels of the input that are cut off on the right before scaling", 0, G_MAXINT, 0,
          CONTROLLABLE));

  /**
   * GstAlignScale:crop-top:
   *
   * Pixels cut off the input at the top, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_CROP_TOP,
      g_param_spec_uint ("crop-top", "Crop top",
          "Pixels of the input that are cut off at the top before scaling", 0, G_MAXINT, 0,
          CONTROLLABLE));

  /**
   * GstAlignScale:crop-bottom:
   *
   * Pixels cut off the input at the bottom, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_CROP_BOTTOM,
      g_param_spec_uint ("crop-bottom", "Crop bottom",
          "Pixels of the input that are cut off at the bottom before scaling", 0, G_MAXINT, 0,
          CONTROLLABLE));
}

void
gst_align_scale_settings_install (GObjectClass *klass)
{
  install_filter (klass);
  install_factors (klass);
  install_borders (klass);
  install_crop (klass);

  /**
   * GstAlignScale:n-threads:
   *
   * Number of slices of a frame that are scaled at the same time. The output does not depend on
   * it. With 1 no thread is started.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_N_THREADS,
      g_param_spec_uint ("n-threads", "Threads",
          "Threads that share a frame; the output is the same for any (0 = one per processor)", 0,
          RSZ_MAX_SLICES, 1, LIVE));
}

void
gst_align_scale_settings_set (
    GstAlignScaleSettings *settings, guint id, const GValue *value, GParamSpec *pspec)
{
  gpointer field = G_STRUCT_MEMBER_P (settings, offsets[id]);

  switch (G_TYPE_FUNDAMENTAL (pspec->value_type)) {
  case G_TYPE_ENUM:
    *(gint *) field = g_value_get_enum (value);
    break;
  case G_TYPE_BOOLEAN:
    *(gboolean *) field = g_value_get_boolean (value);
    break;
  case G_TYPE_DOUBLE:
    *(gdouble *) field = g_value_get_double (value);
    break;
  default:
    *(guint *) field = g_value_get_uint (value);
    break;
  }
}

void
gst_align_scale_settings_get (
    const GstAlignScaleSettings *settings, guint id, GValue *value, GParamSpec *pspec)
{
  gconstpointer field = G_STRUCT_MEMBER_P (settings, offsets[id]);

  switch (G_TYPE_FUNDAMENTAL (pspec->value_type)) {
  case G_TYPE_ENUM:
    g_value_set_enum (value, *(const gint *) field);
    break;
  case G_TYPE_BOOLEAN:
    g_value_set_boolean (value, *(const gboolean *) field);
    break;
  case G_TYPE_DOUBLE:
    g_value_set_double (value, *(const gdouble *) field);
    break;
  default:
    g_value_set_uint (value, *(const guint *) field);
    break;
  }
}

void
gst_align_scale_settings_init (GstAlignScaleSettings *settings, GObjectClass *klass)
{
  guint n;
  GParamSpec **pspecs = g_object_class_list_properties (klass, &n);

  for (guint i = 0; i < n; i++) {
    if (pspecs[i]->owner_type == G_OBJECT_CLASS_TYPE (klass)
        && pspecs[i]->param_id < GST_ALIGN_SCALE_SETTINGS_MAX_ID)
      gst_align_scale_settings_set (
          settings, pspecs[i]->param_id, g_param_spec_get_default_value (pspecs[i]), pspecs[i]);
  }
  g_free (pspecs);
}
