/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalesettings.h"

/* Live means: the next frame shows it. A controllable one may change on every frame. */
#define LIVE                                                                                       \
  ((GParamFlags) (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING))
#define CONTROLLABLE ((GParamFlags) (LIVE | GST_PARAM_CONTROLLABLE))

/* Larger factors leave nothing of the largest size, or make it of one pixel. */
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
  [PROP_N_THREADS] = G_STRUCT_OFFSET (GstAlignScaleSettings, n_threads),
};

GType
gst_align_scale_method_get_type (void)
{
  static GEnumValue values[RSZ_N_METHODS + 1]; /* the last one ends the list */
  static gsize type;

  if (g_once_init_enter (&type)) {
    for (gint i = 0; i < RSZ_N_METHODS; i++)
      values[i] = (GEnumValue){ i, rsz_filters[i].summary, rsz_filters[i].name };
    g_once_init_leave (&type, g_enum_register_static ("GstAlignScaleMethod", values));
  }
  return type;
}

GType
gst_align_scale_arithmetic_get_type (void)
{
  static const GEnumValue values[] = {
    { RSZ_ARITHMETIC_NATIVE, "As torch on uint8 tensors: fixed point, 8 bits between the passes",
        "native" },
    { RSZ_ARITHMETIC_FLOAT, "As torch on float32 tensors, rounded once at the end", "float" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GstAlignScaleArithmetic", values));
  return type;
}

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
   * get the one of float.
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

void
gst_align_scale_settings_install (GObjectClass *klass)
{
  install_filter (klass);
  install_factors (klass);

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
    if (pspecs[i]->owner_type == G_OBJECT_CLASS_TYPE (klass))
      gst_align_scale_settings_set (
          settings, pspecs[i]->param_id, g_param_spec_get_default_value (pspecs[i]), pspecs[i]);
  }
  g_free (pspecs);
}

gboolean
gst_align_scale_settings_equal (const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return a->method == b->method && a->arithmetic == b->arithmetic
         && a->align_corners == b->align_corners && a->antialias == b->antialias
         && !gst_align_scale_settings_factors_differ (a, b)
         && a->recompute_scale_factor == b->recompute_scale_factor && a->n_threads == b->n_threads;
}

gdouble
gst_align_scale_settings_factor_x (const GstAlignScaleSettings *settings)
{
  return settings->scale_factor_x > 0.0 ? settings->scale_factor_x : settings->scale_factor;
}

gdouble
gst_align_scale_settings_factor_y (const GstAlignScaleSettings *settings)
{
  return settings->scale_factor_y > 0.0 ? settings->scale_factor_y : settings->scale_factor;
}

gboolean
gst_align_scale_settings_factors_differ (
    const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return a->scale_factor != b->scale_factor || a->scale_factor_x != b->scale_factor_x
         || a->scale_factor_y != b->scale_factor_y;
}

/* "bilinear, bicubic": the methods that take what the caller asks for. */
static gchar *
methods_that_take (gboolean align_corners, gboolean antialias)
{
  GString *names = g_string_new (NULL);

  for (gint i = 0; i < RSZ_N_METHODS; i++) {
    if ((align_corners && !rsz_filters[i].takes_align_corners)
        || (antialias && !rsz_filters[i].takes_antialias))
      continue;
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", rsz_filters[i].name);
  }
  return g_string_free (names, FALSE);
}

gchar *
gst_align_scale_settings_ignored (const GstAlignScaleSettings *settings)
{
  const RszFilter *filter = &rsz_filters[settings->method];
  const gboolean align_corners = settings->align_corners && !filter->takes_align_corners;
  const gboolean antialias = settings->antialias && !filter->takes_antialias;
  gchar *names, *sentence;

  if (!align_corners && !antialias)
    return NULL;

  names = methods_that_take (align_corners, antialias);
  sentence = g_strdup_printf ("Method %s takes no %s%s%s, so it is ignored. Methods that do: %s.",
      filter->name, align_corners ? "align-corners" : "",
      align_corners && antialias ? " and no " : "", antialias ? "antialias" : "", names);
  g_free (names);
  return sentence;
}

gint
gst_align_scale_settings_threads (const GstAlignScaleSettings *settings)
{
  const guint n = settings->n_threads > 0 ? settings->n_threads : g_get_num_processors ();

  return CLAMP (n, 1, RSZ_MAX_SLICES);
}
