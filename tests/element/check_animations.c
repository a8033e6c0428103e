/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every controllable property under a GstController, another value for each frame. */
#include <gst/controller/controller.h>
#include <string.h>

#include "resizer.h"
#include "scene.h"

/* What each property is at three frames. Enums and switches are bound to a share of their range,
 * others to the value. `base` are settings under which the property shows. */
static const struct {
  const gchar *name, *base;
  gdouble values[3];
} animations[] = {
  { "method", "", { RSZ_METHOD_NEAREST, RSZ_METHOD_LANCZOS, RSZ_METHOD_BICUBIC } },
  { "align-corners", "", { 1, 0, 1 } },
  { "antialias", "method=bicubic", { 0, 1, 0 } },
  { "arithmetic", "method=bicubic", { 1, 0, 1 } },
  { "scale-factor", "", { 1.5, 0.4, 2.25 } },
  { "library", "", { 0, 2, 1 } },
  { "coordinates", "library=onnx method=linear", { 5, 0, 4 } },
  { "nearest-rounding", "library=onnx method=nearest", { 2, 3, 0 } },
  { "cubic-coefficient", "library=onnx method=cubic", { -0.5, 0, -0.75 } },
  { "exclude-outside", "library=onnx method=cubic", { 1, 0, 1 } },
  { "rounding", "library=tensorflow", { 1, 0, 1 } },
  { "scale-factor-x", "scale-factor=2", { 0.5, 3, 1.01 } },
  { "scale-factor-y", "scale-factor=0.5", { 2.5, 0.3, 1.99 } },
  { "recompute-scale-factor", "scale-factor=1.51", { 1, 0, 1 } },
  { "add-borders", "", { 1, 0, 1 } },
  { "fit", "", { 0, 2, 1 } },
  { "size-rule", "fit=letterbox", { 1, 0, 7 } },
  { "shortest-edge", "fit=cover", { 70, 80, 66 } },
  { "longest-edge", "fit=letterbox", { 40, 50, 60 } },
  { "size-multiple", "fit=cover size-rule=smart-resize", { 10, 28, 16 } },
  { "min-pixels", "fit=cover size-rule=smart-resize size-multiple=4", { 100000, 3136, 20000 } },
  { "max-pixels", "fit=cover size-rule=smart-resize size-multiple=4 min-pixels=1",
      { 500, 2000, 1000 } },
  { "enlarge", "fit=cover", { 0, 1, 0 } },
  { "crop-fraction", "fit=cover", { 0.5, 0.9, 0.25 } },
  { "border-color", "add-borders=1", { 0xff727272, 0x10ffffff, 0xff203040 } },
  { "border-placement", "add-borders=1", { 1, 0, 1 } },
  { "border-rounding", "add-borders=1 crop-right=5 crop-bottom=3", { 1, 0, 1 } },
  { "crop-left", "", { 3, 0, 17 } },
  { "crop-right", "", { 1, 9, 30 } },
  { "crop-top", "", { 8, 1, 20 } },
  { "crop-bottom", "", { 2, 33, 0 } },
};

/* `values` at frames 0, 1 and 2, a second apart. */
static void
animate (GstElement *element, const gchar *name, const gdouble *values)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (element), name);
  GstControlSource *source = gst_interpolation_control_source_new ();
  const gboolean is_share = G_IS_PARAM_SPEC_ENUM (pspec) || G_IS_PARAM_SPEC_BOOLEAN (pspec);
  const gdouble range = !G_IS_PARAM_SPEC_ENUM (pspec)
                            ? 1
                            : G_PARAM_SPEC_ENUM (pspec)->enum_class->maximum
                                  - G_PARAM_SPEC_ENUM (pspec)->enum_class->minimum;

  g_object_set (source, "mode", GST_INTERPOLATION_MODE_NONE, NULL);
  for (guint i = 0; i < 3; i++) /* a hundredth makes up for rounding down */
    gst_timed_value_control_source_set (GST_TIMED_VALUE_CONTROL_SOURCE (source), i * GST_SECOND,
        is_share ? MIN ((values[i] + 0.01) / range, 1.0) : values[i]);
  gst_object_add_control_binding (GST_OBJECT (element),
      is_share ? gst_direct_control_binding_new (GST_OBJECT (element), name, source)
               : gst_direct_control_binding_new_absolute (GST_OBJECT (element), name, source));
  gst_object_unref (source);
}

static guint
count_controllable (void)
{
  GstElement *element = gst_element_factory_make ("alignscale", NULL);
  guint n_all, n = 0;
  GParamSpec **all = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n_all);

  for (guint i = 0; i < n_all; i++)
    n += all[i]->owner_type == G_OBJECT_TYPE (element) && (all[i]->flags & GST_PARAM_CONTROLLABLE);
  g_free (all);
  gst_object_unref (element);
  return n;
}

static GstBuffer *
scale_at (Scene *scene, GstBuffer *frame, GstClockTime time)
{
  GstBuffer *copy = gst_buffer_copy (frame);

  GST_BUFFER_PTS (copy) = time;
  return scene_scale (scene, copy);
}

#define IN "video/x-raw,format=AYUV,width=64,height=50,framerate=25/1"

/* Each frame is what a fresh element makes of it with the value of that moment, and unlike the one
 * before. */
static void
every_property_can_be_animated (void)
{
  const gchar *size = "video/x-raw,width=60,height=64";
  GstVideoInfo in_info = info_of (IN);
  GstBuffer *frame = noise_frame (&in_info, 5);

  g_assert_cmpuint (count_controllable (), ==, G_N_ELEMENTS (animations));
  for (gsize p = 0; p < G_N_ELEMENTS (animations); p++) {
    const gchar *out =
        strstr (animations[p].base, "scale") || strstr (animations[p].name, "scale") ? NULL : size;
    Scene scene = scene_new (animations[p].base, NULL, out);
    GstBuffer *before = NULL;

    animate (scene.element, animations[p].name, animations[p].values);
    gst_harness_set_src_caps_str (scene.harness, IN);
    for (guint i = 0; i < 3; i++) {
      gchar *settings = g_strdup_printf ("%s%s%s=%.10g", animations[p].base,
          *animations[p].base ? " " : "", animations[p].name, animations[p].values[i]);
      GstBuffer *expected = scale_once (settings, IN, out, frame);
      GstBuffer *result = scale_at (&scene, frame, i * GST_SECOND);
      const GstVideoInfo info = scene_info (&scene);

      g_test_message ("%s", settings);
      g_assert_cmpuint (gst_buffer_get_size (result), ==, gst_buffer_get_size (expected));
      g_assert_true (same_picture (&info, expected, result));
      if (before != NULL && gst_buffer_get_size (before) == gst_buffer_get_size (result))
        g_assert_false (same_picture (&info, before, result));
      g_clear_pointer (&before, gst_buffer_unref);
      before = result;
      gst_buffer_unref (expected);
      g_free (settings);
    }
    gst_buffer_unref (before);
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
    scene_free (&scene);
  }
  gst_buffer_unref (frame);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/animations/every property follows", every_property_can_be_animated);
  return g_test_run ();
}
