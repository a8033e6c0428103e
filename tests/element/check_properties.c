/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Properties: what gst-inspect-1.0 shows, and that each takes effect on the very next frame. */
#include <gst/controller/controller.h>
#include <string.h>

#include "resizer.h"
#include "scene.h"

#define IN "video/x-raw,format=GRAY8,width=64,height=48,framerate=25/1"
#define OUT "video/x-raw,format=GRAY8,width=37,height=91,framerate=25/1"

static const struct {
  const gchar *name, *type, *value; /* value: the default, as gst-launch-1.0 writes it */
  gboolean controllable;
} properties[] = {
  { "method", "GstAlignScaleMethod", "bilinear", TRUE },
  { "align-corners", "gboolean", "false", TRUE },
  { "antialias", "gboolean", "false", TRUE },
  { "arithmetic", "GstAlignScaleArithmetic", "native", TRUE },
  { "coordinates", "GstAlignScaleCoordinates", "auto", TRUE },
  { "nearest-rounding", "GstAlignScaleNearest", "round-prefer-floor", TRUE },
  { "cubic-coefficient", "gdouble", "-0.75", TRUE },
  { "exclude-outside", "gboolean", "false", TRUE },
  { "rounding", "GstAlignScaleSampleRounding", "nearest", TRUE },
  { "scale-factor", "gdouble", "0", TRUE },
  { "scale-factor-x", "gdouble", "0", TRUE },
  { "scale-factor-y", "gdouble", "0", TRUE },
  { "recompute-scale-factor", "gboolean", "false", TRUE },
  { "add-borders", "gboolean", "false", TRUE },
  { "border-color", "guint", "4278190080", TRUE },
  { "border-placement", "GstAlignScalePlacement", "center", TRUE },
  { "border-rounding", "GstAlignScaleRounding", "nearest", TRUE },
  { "crop-left", "guint", "0", TRUE },
  { "crop-right", "guint", "0", TRUE },
  { "crop-top", "guint", "0", TRUE },
  { "crop-bottom", "guint", "0", TRUE },
  { "n-threads", "guint", "1", FALSE },
};

static gchar *
property_text (GstElement *element, const gchar *name)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (element), name);
  GValue value = G_VALUE_INIT;
  gchar *text;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (G_OBJECT (element), name, &value);
  text = gst_value_serialize (&value);
  g_value_unset (&value);
  return text;
}

static void
properties_are_as_documented (void)
{
  GstElement *element = gst_element_factory_make ("alignscale", NULL);
  const GParamFlags always = (GParamFlags) (G_PARAM_READWRITE | GST_PARAM_MUTABLE_PLAYING);

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++) {
    GParamSpec *pspec =
        g_object_class_find_property (G_OBJECT_GET_CLASS (element), properties[i].name);
    gchar *text;

    g_test_message ("%s", properties[i].name);
    g_assert_nonnull (pspec);
    g_assert_cmpstr (g_type_name (pspec->value_type), ==, properties[i].type);
    g_assert_cmpint (pspec->flags & always, ==, always);
    g_assert_cmpint ((pspec->flags & GST_PARAM_CONTROLLABLE) != 0, ==, properties[i].controllable);
    g_assert_cmpuint (strlen (g_param_spec_get_blurb (pspec)), >, 20);
    text = property_text (element, properties[i].name);
    g_assert_cmpstr (text, ==, properties[i].value);
    g_free (text);
    text = gst_value_serialize (g_param_spec_get_default_value (pspec));
    g_assert_cmpstr (text, ==, properties[i].value);
    g_free (text);
  }
  gst_object_unref (element);
}

/* It replaces nothing where nobody asks for it. */
static void
it_is_not_chosen_by_itself (void)
{
  GstElementFactory *factory = gst_element_factory_find ("alignscale");

  g_assert_nonnull (factory);
  g_assert_cmpuint (gst_plugin_feature_get_rank (GST_PLUGIN_FEATURE (factory)), ==, GST_RANK_NONE);
  gst_object_unref (factory);
}

/* Other libraries have so many that torch has not. */
#define N_NAMES (RSZ_N_TORCH_METHODS + 9)

static void
methods_are_the_filter_table (void)
{
  GstElement *element = gst_element_factory_make ("alignscale", NULL);
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (element), "method");
  GEnumClass *klass = G_ENUM_CLASS (g_type_class_ref (pspec->value_type));

  g_assert_cmpuint (klass->n_values, ==, N_NAMES);
  for (gint i = 0; i < RSZ_N_TORCH_METHODS; i++) {
    g_assert_cmpstr (g_enum_get_value (klass, i)->value_nick, ==, rsz_method_info (i)->name);
    g_assert_cmpstr (g_enum_get_value (klass, i)->value_name, ==, rsz_method_info (i)->summary);
  }
  g_type_class_unref (klass);
  gst_object_unref (element);
}

static void
values_read_back (void)
{
  static const gchar *const pairs[][2] = { { "method", "lanczos" }, { "align-corners", "true" },
    { "antialias", "true" }, { "arithmetic", "float" }, { "coordinates", "asymmetric" },
    { "nearest-rounding", "ceil" }, { "cubic-coefficient", "-0.5" }, { "exclude-outside", "true" },
    { "rounding", "truncate" }, { "scale-factor", "0.5" }, { "scale-factor-x", "3" },
    { "scale-factor-y", "1.25" }, { "recompute-scale-factor", "true" }, { "add-borders", "true" },
    { "border-color", "16909060" }, { "border-placement", "top-left" },
    { "border-rounding", "down" }, { "crop-left", "1" }, { "crop-right", "2" }, { "crop-top", "3" },
    { "crop-bottom", "4" }, { "n-threads", "7" } };
  GstElement *element = gst_element_factory_make ("alignscale", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    gst_util_set_object_arg (G_OBJECT (element), pairs[i][0], pairs[i][1]);
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++) {
    gchar *text = property_text (element, pairs[i][0]);

    g_assert_cmpstr (text, ==, pairs[i][1]);
    g_free (text);
  }
  gst_object_unref (element);
}

/* A running element, changed before each frame, against a fresh one with all changes so far. */
static void
the_next_frame_shows_a_change (void)
{
  static const gchar *const changes[] = { "method=bilinear", "align-corners=1", "method=bicubic",
    "arithmetic=float", "antialias=1", "align-corners=0", "method=lanczos", "arithmetic=native",
    "method=area antialias=0", "method=nearest", "method=nearest-exact", "method=bilinear",
    "library=tensorflow", "rounding=truncate", "coordinates=asymmetric", "method=bicubic",
    "coordinates=auto method=gaussian", "library=onnx method=linear rounding=nearest",
    "coordinates=pytorch-half-pixel method=cubic", "cubic-coefficient=-0.5",
    "antialias=1 exclude-outside=1", "method=nearest exclude-outside=0 nearest-rounding=ceil" };
  Scene scene = scene_new (NULL, IN, OUT);
  GstVideoInfo in_info = info_of (IN), out_info = info_of (OUT);
  GString *so_far = g_string_new (NULL);
  GstBuffer *before = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    GstBuffer *frame = noise_frame (&in_info, 42), *expected, *result;

    g_string_append_printf (so_far, "%s%s", i > 0 ? " " : "", changes[i]);
    scene_set (&scene, changes[i]);
    result = scene_scale (&scene, gst_buffer_ref (frame));
    expected = scale_once (so_far->str, IN, OUT, frame);
    g_test_message ("%s", changes[i]);
    g_assert_true (same_picture (&out_info, expected, result));
    if (before != NULL)
      g_assert_false (same_picture (&out_info, before, result));
    g_clear_pointer (&before, gst_buffer_unref);
    before = result;
    gst_buffer_unref (expected);
    gst_buffer_unref (frame);
  }
  g_assert_cmpuint (gst_harness_buffers_received (scene.harness), ==, G_N_ELEMENTS (changes));
  gst_buffer_unref (before);
  g_string_free (so_far, TRUE);
  scene_free (&scene);
}

/* At equal sizes this factor changes what bicubic float gives: passthrough goes and comes. */
static void
passthrough_follows_a_change (void)
{
  Scene scene = scene_new (NULL, IN, NULL);
  GstVideoInfo info = info_of (IN);
  guint n_events;
  const gchar *moved = "method=bicubic arithmetic=float scale-factor=1.01";

  for (gint round = 0; round < 3; round++) {
    GstBuffer *frame = noise_frame (&info, 7);
    GstBuffer *expected = scale_once (moved, IN, NULL, frame);
    GstBuffer *result = scene_scale (&scene, gst_buffer_ref (frame));

    g_assert_true (result == frame);
    gst_buffer_unref (result);
    scene_set (&scene, moved);
    n_events = gst_harness_upstream_events_received (scene.harness);
    result = scene_scale (&scene, gst_buffer_ref (frame));
    g_assert_true (result != frame);
    /* the output has a pool again, and upstream is told to ask for memory again */
    g_assert_nonnull (result->pool);
    g_assert_cmpuint (gst_harness_upstream_events_received (scene.harness), >, n_events);
    g_assert_true (same_picture (&info, expected, result));
    g_assert_false (same_picture (&info, frame, result));
    scene_set (&scene, "scale-factor=0");
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
    gst_buffer_unref (frame);
  }
  g_assert_cmpuint (gst_harness_buffers_received (scene.harness), ==, 6);
  scene_free (&scene);
}

static const struct {
  const gchar *settings;
  gint n_warnings;
} combinations[] = {
  { "method=bilinear align-corners=1 antialias=1", 0 },
  { "method=bicubic align-corners=1 antialias=1", 0 },
  { "method=lanczos antialias=0", 0 },
  { "method=lanczos antialias=1", 0 },
  { "method=lanczos align-corners=1", 1 },
  { "method=area arithmetic=native", 0 },
  { "method=area antialias=1", 1 },
  { "method=area align-corners=1", 1 },
  { "method=nearest antialias=1", 1 },
  { "method=nearest align-corners=1 antialias=1", 1 },
  { "method=nearest-exact antialias=1", 1 },
  { "method=nearest-exact align-corners=1", 1 },
};

/* What torch refuses is ignored: the same frame as without the option, and one warning. */
static void
refused_combinations_warn_once (void)
{
  GstVideoInfo in_info = info_of (IN), out_info = info_of (OUT);

  for (gsize i = 0; i < G_N_ELEMENTS (combinations); i++) {
    Scene scene = scene_new (combinations[i].settings, IN, OUT);
    GstBuffer *frame = noise_frame (&in_info, 9), *result, *expected;
    gchar *plain = g_strndup (combinations[i].settings, strcspn (combinations[i].settings, " "));

    g_test_message ("%s", combinations[i].settings);
    for (gint n = 0; n < 3; n++)
      gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING), ==, combinations[i].n_warnings);

    scene_set (&scene, "n-threads=2"); /* not a change of what is ignored */
    gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING), ==, 0);

    result = scene_scale (&scene, gst_buffer_ref (frame));
    expected = scale_once (plain, IN, OUT, frame);
    if (combinations[i].n_warnings > 0)
      g_assert_true (same_picture (&out_info, expected, result));
    gst_buffer_unref (expected);
    gst_buffer_unref (result);
    gst_buffer_unref (frame);
    g_free (plain);
    scene_free (&scene);
  }
}

static void
each_change_to_a_refused_combination_warns (void)
{
  Scene scene = scene_new ("method=nearest", IN, OUT);
  GstVideoInfo info = info_of (IN);
  gchar *text;

  for (gint round = 0; round < 3; round++) {
    scene_set (&scene, "antialias=1");
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 2)));
    text = scene_text (&scene, GST_MESSAGE_WARNING);
    g_assert_nonnull (strstr (text, "nearest"));
    g_assert_nonnull (strstr (text, "antialias"));
    g_assert_null (strstr (text, "align-corners"));
    g_assert_nonnull (strstr (text, "bicubic"));
    g_free (text);
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING), ==, 0);
    scene_set (&scene, "antialias=0");
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 3)));
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING), ==, 0);
  }
  scene_free (&scene);
}

/* Contradictions that are resolved before the next frame are nobody's business. */
static void
setters_may_pass_through_refused_combinations (void)
{
  Scene scene = scene_new ("method=bicubic antialias=1", IN, OUT);
  GstVideoInfo info = info_of (IN);

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  scene_set (&scene, "method=area antialias=0");
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING), ==, 0);
  scene_free (&scene);
}

/* The property takes one value in the first second and another one after it. */
static void
control (
    GstElement *element, const gchar *property, gboolean absolute, gdouble first, gdouble second)
{
  GstControlSource *source = gst_interpolation_control_source_new ();
  GstTimedValueControlSource *values = GST_TIMED_VALUE_CONTROL_SOURCE (source);

  g_object_set (source, "mode", GST_INTERPOLATION_MODE_NONE, NULL);
  gst_timed_value_control_source_set (values, 0, first);
  gst_timed_value_control_source_set (values, GST_SECOND, second);
  gst_object_add_control_binding (GST_OBJECT (element),
      absolute ? gst_direct_control_binding_new_absolute (GST_OBJECT (element), property, source)
               : gst_direct_control_binding_new (GST_OBJECT (element), property, source));
  gst_object_unref (source);
}

static GstBuffer *
scale_at (Scene *scene, GstBuffer *frame, GstClockTime time)
{
  GstBuffer *copy = gst_buffer_copy (frame);

  GST_BUFFER_PTS (copy) = time;
  return scene_scale (scene, copy);
}

static void
controllers_count_per_frame (void)
{
  GstVideoInfo in_info = info_of (IN), out_info = info_of (OUT);
  Scene scene = scene_new (NULL, NULL, OUT);
  GstBuffer *frame = noise_frame (&in_info, 11), *first, *second, *result;

  /* a share of the list of methods: a hundredth makes up for rounding down */
  control (scene.element, "method", FALSE, (RSZ_METHOD_BILINEAR + 0.01) / (N_NAMES - 1),
      (RSZ_METHOD_BICUBIC + 0.01) / (N_NAMES - 1));
  control (scene.element, "align-corners", FALSE, 0, 1);
  gst_harness_set_src_caps_str (scene.harness, IN);
  first = scale_once ("method=bilinear", IN, OUT, frame);
  second = scale_once ("method=bicubic align-corners=1", IN, OUT, frame);

  for (gint i = 0; i < 10; i++) {
    result = scale_at (&scene, frame, (GstClockTime) i * GST_SECOND / 5);
    g_assert_true (same_picture (&out_info, i < 5 ? first : second, result));
    gst_buffer_unref (result);
  }
  gst_buffer_unref (first);
  gst_buffer_unref (second);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

static void
controllers_can_zoom (void)
{
  GstVideoInfo in_info = info_of (IN);
  Scene scene = scene_new (NULL, NULL, NULL);
  GstBuffer *frame = noise_frame (&in_info, 11);

  control (scene.element, "scale-factor", TRUE, 1, 2);
  gst_harness_set_src_caps_str (scene.harness, IN);
  for (gint i = 0; i < 4; i++) {
    GstBuffer *result = scale_at (&scene, frame, (GstClockTime) i * GST_SECOND / 2);

    g_assert_cmpint (scene_info (&scene).width, ==, i < 2 ? 64 : 128);
    gst_buffer_unref (result);
  }
  gst_buffer_unref (frame);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/properties/are as documented", properties_are_as_documented);
  g_test_add_func ("/properties/the element is not chosen by itself", it_is_not_chosen_by_itself);
  g_test_add_func ("/properties/methods are the filter table", methods_are_the_filter_table);
  g_test_add_func ("/properties/values read back", values_read_back);
  g_test_add_func ("/properties/the next frame shows a change", the_next_frame_shows_a_change);
  g_test_add_func ("/properties/passthrough follows a change", passthrough_follows_a_change);
  g_test_add_func ("/properties/refused combinations warn once", refused_combinations_warn_once);
  g_test_add_func ("/properties/each change to a refused combination warns",
      each_change_to_a_refused_combination_warns);
  g_test_add_func ("/properties/setters may pass through refused combinations",
      setters_may_pass_through_refused_combinations);
  g_test_add_func ("/properties/controllers count per frame", controllers_count_per_frame);
  g_test_add_func ("/properties/controllers can zoom", controllers_can_zoom);
  return g_test_run ();
}
