/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Presets and size rules against what the packages themselves made (tests/golden/transforms.py):
 * check_presets presets.txt size-rules.txt tensors.txt. */

#include <stdio.h>
#include <string.h>

#include "scene.h"
#include "sizes.h"

#define LINE_SIZE 512

static const gchar *presets_path, *rules_path, *tensors_path;
static gint stop; /* atomic */

/* noise() of tests/golden/transforms.py. */
static guint8
noise_byte (guint64 i, guint64 seed)
{
  guint64 v = (i + seed * 7919) * 2654435761u & 0xffffffffu;

  v ^= v >> 15;
  v = v * 2246822519u & 0xffffffffu;
  v ^= v >> 13;
  return (guint8) (v >> 24);
}

static GstBuffer *
noise_picture (gint width, gint height, guint seed)
{
  const gsize stride = GST_ROUND_UP_4 ((gsize) width * 3);
  guint8 *data = g_malloc0 (stride * height);

  for (gint y = 0; y < height; y++)
    for (gint i = 0; i < 3 * width; i++)
      data[y * stride + i] = noise_byte ((guint64) y * 3 * width + i, seed);
  return gst_buffer_new_wrapped (data, stride * height);
}

/* Of rows without their padding. To be freed. */
static gchar *
checksum (GstBuffer *frame, gint width, gint height)
{
  GChecksum *sum = g_checksum_new (G_CHECKSUM_SHA256);
  GstMapInfo map;
  gchar *text;

  g_assert_true (gst_buffer_map (frame, &map, GST_MAP_READ));
  g_assert_cmpuint (map.size, ==, GST_ROUND_UP_4 ((gsize) width * 3) * height);
  for (gint y = 0; y < height; y++)
    g_checksum_update (sum, map.data + y * GST_ROUND_UP_4 ((gsize) width * 3), (gssize) width * 3);
  gst_buffer_unmap (frame, &map);
  text = g_strdup (g_checksum_get_string (sum));
  g_checksum_free (sum);
  return text;
}

static void
check_picture (const gchar *line)
{
  gchar preset[64], expected[65], *in, *out, *made;
  gint width, height, out_width, out_height;
  GstVideoInfo info;
  guint seed;
  Scene scene;
  GstBuffer *frame;

  g_assert_cmpint (sscanf (line, "%63s %d %d %u %d %d %64s", preset, &width, &height, &seed,
                       &out_width, &out_height, expected),
      ==, 7);
  in = caps_text ("RGB", width, height, "");
  out = caps_text ("RGB", out_width, out_height, "");
  /* detectron2 makes the size */
  scene = scene_new (NULL, NULL, g_str_equal (preset, "detectron2") ? NULL : out);
  g_assert_true (gst_preset_load_preset (GST_PRESET (scene.element), preset));
  gst_harness_set_src_caps_str (scene.harness, in);
  frame = scene_scale (&scene, noise_picture (width, height, seed));
  info = scene_info (&scene);
  g_assert_cmpint (info.width, ==, out_width);
  g_assert_cmpint (info.height, ==, out_height);
  made = checksum (frame, out_width, out_height);
  g_test_message ("%s", line);
  g_assert_cmpstr (made, ==, expected);
  g_free (made);
  gst_buffer_unref (frame);
  scene_free (&scene);
  g_free (in);
  g_free (out);
}

static void
presets_make_the_bytes_of_their_packages (void)
{
  g_assert_cmpuint (for_lines (presets_path, check_picture), >=, 100);
}

/* Float32 in this machine's byte order, whose sum is that of little-endian values. */
static gchar *
checksum_of_values (GstBuffer *tensor)
{
  GstMapInfo map;
  guint32 *values;
  gchar *text;

  g_assert_true (gst_buffer_map (tensor, &map, GST_MAP_READ));
  values = g_malloc (map.size);
  for (gsize i = 0; i < map.size / 4; i++) {
    memcpy (&values[i], map.data + 4 * i, 4);
    values[i] = GUINT32_TO_LE (values[i]);
  }
  text = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) values, map.size);
  gst_buffer_unmap (tensor, &map);
  g_free (values);
  return text;
}

static void
check_values (const gchar *line)
{
  gchar preset[64], expected[65];
  gint width, height, out_width, out_height, end;
  g_autofree gchar *in = NULL, *out = NULL, *made = NULL;
  g_autoptr (GstBuffer) tensor = NULL;
  guint seed;
  Scene scene;

  g_assert_cmpint (sscanf (line, "%63s %d %d %u %d %d %64s%n", preset, &width, &height, &seed,
                       &out_width, &out_height, expected, &end),
      ==, 7);
  in = caps_text ("RGB", width, height, "");
  out = g_strdup_printf ("tensor/strided,dims=(int)<1,3,%d,%d>", out_height, out_width);
  scene = scene_new_of ("aligntensor", NULL, NULL, out);
  if (g_str_equal (preset, "-")) {
    g_autofree gchar *settings = g_strdup_printf ("unrounded=true divisor=1%s", line + end);

    scene_set (&scene, settings);
  } else
    g_assert_true (gst_preset_load_preset (GST_PRESET (scene.element), preset));
  gst_harness_set_src_caps_str (scene.harness, in);
  tensor = scene_scale (&scene, noise_picture (width, height, seed));
  made = checksum_of_values (tensor);
  g_test_message ("%s", line);
  g_assert_cmpstr (made, ==, expected);
  scene_free (&scene);
}

static void
tensors_hold_the_values_of_their_packages (void)
{
  g_assert_cmpuint (for_lines (tensors_path, check_values), >=, 90);
}

/* What the properties of an element say. */
static GstAlignScaleSettings
settings_of (GstElement *element)
{
  GstAlignScaleSettings s = { 0 };

  g_object_get (element, "fit", &s.fit, "size-rule", &s.size_rule, "shortest-edge",
      &s.shortest_edge, "longest-edge", &s.longest_edge, "size-multiple", &s.size_multiple,
      "min-pixels", &s.min_pixels, "max-pixels", &s.max_pixels, "enlarge", &s.enlarge,
      "crop-fraction", &s.crop_fraction, NULL);
  return s;
}

static void
check_rule (const gchar *line)
{
  gchar rule[32], settings[LINE_SIZE], *all;
  GstAlignScaleSize source, output, expected, made;
  GstAlignScaleSettings s;
  Scene scene;

  g_assert_cmpint (
      sscanf (line, "%31s %d %d %d %d %d %d %511[^\n]", rule, &source.width, &source.height,
          &output.width, &output.height, &expected.width, &expected.height, settings),
      ==, 8);
  all = g_strdup_printf ("size-rule=%s %s", rule, settings);
  scene = scene_new (all, NULL, NULL);
  s = settings_of (scene.element);
  made = gst_align_scale_sizes_of_picture (
      &s, source, gst_align_scale_ratio (1, 1), output.width > 0 ? &output : NULL);
  g_test_message ("%s: %dx%d", line, made.width, made.height);
  g_assert_cmpint (made.width, ==, expected.width);
  g_assert_cmpint (made.height, ==, expected.height);
  scene_free (&scene);
  g_free (all);
}

static void
rules_make_the_sizes_of_their_packages (void)
{
  g_assert_cmpuint (for_lines (rules_path, check_rule), >=, 400);
}

/* ---- GstPreset ---- */

static void
presets_are_listed_with_a_comment (void)
{
  GstElement *element = gst_element_factory_make ("alignscale", NULL);
  GStrv names = gst_preset_get_preset_names (GST_PRESET (element));

  g_assert_cmpuint (g_strv_length (names), >=, 9);
  for (guint i = 0; names[i] != NULL; i++) {
    gchar *comment = NULL;

    g_assert_true (gst_preset_get_meta (GST_PRESET (element), names[i], "comment", &comment));
    g_assert_cmpint (strlen (comment), >, 10);
    g_free (comment);
    g_assert_false (gst_preset_get_meta (GST_PRESET (element), names[i], "author", &comment));
    g_assert_true (gst_preset_load_preset (GST_PRESET (element), names[i]));
  }
  g_assert_false (gst_preset_load_preset (GST_PRESET (element), "no such preset"));
  g_strfreev (names);
  gst_object_unref (element);
}

/* What of the source is shown, and how it is made, is not the network's; add-borders is fit. */
static const gchar *const kept[] = { "crop-left", "crop-right", "crop-top", "crop-bottom",
  "n-threads", "keep-input", "geometry-meta", "add-borders", NULL };

/* Another value than the default. */
static void
set_other (GstElement *element, GParamSpec *pspec)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_value_set_boolean (&value, !G_PARAM_SPEC_BOOLEAN (pspec)->default_value);
  else if (G_IS_PARAM_SPEC_ENUM (pspec))
    g_value_set_enum (&value, G_PARAM_SPEC_ENUM (pspec)->enum_class->maximum);
  else if (G_IS_PARAM_SPEC_UINT (pspec))
    g_value_set_uint (&value, G_PARAM_SPEC_UINT (pspec)->maximum - 1);
  else
    g_value_set_double (&value, 0.5);
  g_assert_false (g_param_value_defaults (pspec, &value));
  g_object_set_property (G_OBJECT (element), pspec->name, &value);
  g_value_unset (&value);
}

static void
assert_default (GstElement *element, GParamSpec *pspec)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (G_OBJECT (element), pspec->name, &value);
  g_test_message ("%s", pspec->name);
  /* opencv-linear sets the library alone */
  g_assert_true (g_param_value_defaults (pspec, &value) != g_str_equal (pspec->name, "library"));
  g_value_unset (&value);
}

static void
a_preset_leaves_nothing_of_before (void)
{
  GstElement *element = gst_element_factory_make ("alignscale", NULL);
  guint n, n_own = 0;
  GParamSpec **all = g_object_class_list_properties (G_OBJECT_GET_CLASS (element), &n);

  for (guint i = 0; i < n; i++) {
    if (all[i]->owner_type == G_OBJECT_TYPE (element) && (all[i]->flags & G_PARAM_WRITABLE)
        && !g_strv_contains (kept, all[i]->name))
      all[n_own++] = all[i];
  }
  g_assert_cmpuint (n_own, >, 20);
  for (guint i = 0; i < n_own; i++)
    set_other (element, all[i]);
  g_object_set (element, "crop-left", 5, NULL);
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "opencv-linear"));
  for (guint i = 0; i < n_own; i++)
    assert_default (element, all[i]);
  g_object_get (element, "crop-left", &n, NULL);
  g_assert_cmpuint (n, ==, 5);
  g_free (all);
  gst_object_unref (element);
}

/* Users' own presets work beside them, and one of the same name comes first. */
static void
users_may_save_their_own (void)
{
  GstElement *element = gst_element_factory_make ("alignscale", NULL);
  GstPreset *preset = GST_PRESET (element);
  guint edge;

  g_object_set (element, "shortest-edge", 99, NULL);
  g_assert_true (gst_preset_save_preset (preset, "mine"));
  g_assert_true (gst_preset_save_preset (preset, "clip-224"));
  g_object_set (element, "shortest-edge", 0, NULL);
  g_assert_true (gst_preset_load_preset (preset, "mine"));
  g_object_get (element, "shortest-edge", &edge, NULL);
  g_assert_cmpuint (edge, ==, 99);
  g_assert_true (gst_preset_load_preset (preset, "opencv-linear"));
  g_assert_true (gst_preset_load_preset (preset, "clip-224"));
  g_object_get (element, "shortest-edge", &edge, NULL);
  g_assert_cmpuint (edge, ==, 99);
  g_assert_true (gst_preset_delete_preset (preset, "clip-224"));
  g_assert_true (gst_preset_load_preset (preset, "clip-224"));
  g_object_get (element, "shortest-edge", &edge, NULL);
  g_assert_cmpuint (edge, ==, 224);
  g_assert_true (gst_preset_delete_preset (preset, "mine"));
  g_assert_false (gst_preset_load_preset (preset, "mine"));
  gst_object_unref (element);
}

/* A remark of a user's about a preset does not empty it. */
static void
remarks_leave_them_alone (void)
{
  GstElement *element = gst_element_factory_make ("alignscale", NULL);
  GstPreset *preset = GST_PRESET (element);
  guint edge;

  g_assert_false (gst_preset_set_meta (preset, "clip-224", "comment", "what we use"));
  g_assert_true (gst_preset_load_preset (preset, "clip-224"));
  g_object_get (element, "shortest-edge", &edge, NULL);
  g_assert_cmpuint (edge, ==, 224);
  g_assert_true (gst_preset_save_preset (preset, "mine"));
  g_assert_true (gst_preset_set_meta (preset, "mine", "comment", "what we use"));
  g_assert_true (gst_preset_delete_preset (preset, "mine"));
  gst_object_unref (element);
}

/* ---- while playing ---- */

static gpointer
load_again_and_again (gpointer data)
{
  Scene *scene = data;

  while (!g_atomic_int_get (&stop)) {
    gst_preset_load_preset (GST_PRESET (scene->element), "opencv-linear");
    gst_preset_load_preset (GST_PRESET (scene->element), "clip-224");
  }
  return NULL;
}

/* Frames are one preset's or the other's: Pillow's and OpenCV's methods do not mix. */
static void
frames_see_whole_presets (void)
{
  const gchar *in = "video/x-raw,format=RGB,width=40,height=30,framerate=25/1";
  const gchar *out = "video/x-raw,width=224,height=224";
  const GstVideoInfo info = info_of (in), out_info = info_of ("video/x-raw,format=RGB,width=224,"
                                                              "height=224");
  Scene scene = scene_new (NULL, in, out);
  GstBuffer *frame = noise_frame (&info, 1), *pillow, *opencv;
  guint n_pillow = 0, n_opencv = 0;
  GThread *thread;

  gst_preset_load_preset (GST_PRESET (scene.element), "clip-224");
  pillow = scene_scale (&scene, gst_buffer_ref (frame));
  gst_preset_load_preset (GST_PRESET (scene.element), "opencv-linear");
  opencv = scene_scale (&scene, gst_buffer_ref (frame));
  thread = g_thread_new ("presets", load_again_and_again, &scene);
  for (guint i = 0; i < 2000; i++) {
    GstBuffer *made = scene_scale (&scene, gst_buffer_ref (frame));
    const gboolean is_pillow = same_picture (&out_info, made, pillow);

    g_assert_true (is_pillow || same_picture (&out_info, made, opencv));
    n_pillow += is_pillow;
    n_opencv += !is_pillow;
    gst_buffer_unref (made);
  }
  g_atomic_int_set (&stop, 1);
  g_thread_join (thread);
  g_test_message ("%u and %u frames", n_pillow, n_opencv);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING | GST_MESSAGE_ERROR), ==, 0);
  gst_buffer_unref (pillow);
  gst_buffer_unref (opencv);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  gchar *home = g_dir_make_tmp ("alignscale-presets-XXXXXX", NULL);
  int result;

  g_setenv ("XDG_DATA_HOME", home, TRUE); /* before GStreamer looks where presets are saved */
  test_init (&argc, &argv);
  g_assert_cmpint (argc, >=, 3);
  presets_path = argv[argc - 3];
  rules_path = argv[argc - 2];
  tensors_path = argv[argc - 1];
  g_test_add_func ("/presets/the packages' bytes", presets_make_the_bytes_of_their_packages);
  g_test_add_func ("/presets/the packages' tensors", tensors_hold_the_values_of_their_packages);
  g_test_add_func ("/presets/the packages' sizes", rules_make_the_sizes_of_their_packages);
  g_test_add_func ("/presets/listed", presets_are_listed_with_a_comment);
  g_test_add_func ("/presets/nothing is left of before", a_preset_leaves_nothing_of_before);
  g_test_add_func ("/presets/users' own", users_may_save_their_own);
  g_test_add_func ("/presets/remarks leave them alone", remarks_leave_them_alone);
  g_test_add_func ("/presets/at once", frames_see_whole_presets);
  result = g_test_run ();
  g_free (home);
  return result;
}
