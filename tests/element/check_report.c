/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the element says of how it scales: the level of its rows, and its plan. */
#include <string.h>

#include "rows/rows.h"
#include "scene.h"

#define IN "video/x-raw,format=GRAY8,width=64,height=48,framerate=25/1"
#define OTHER_IN "video/x-raw,format=GRAY8,width=71,height=53,framerate=25/1"
#define OUT "video/x-raw,format=GRAY8,width=37,height=91,framerate=25/1"

static gchar *
read_text (Scene *scene, const gchar *property)
{
  gchar *text;

  g_object_get (scene->element, property, &text, NULL);
  return text;
}

/* The highest level this processor can run up to the one that is named; up to the last one where
 * none is. */
static const gchar *
expected_level (void)
{
  const gchar *mask = g_getenv ("ALIGNSCALE_ROWS"), *level = NULL;

  for (gint i = 0; i < rsz_n_levels; i++) {
    if (rsz_levels[i].usable == NULL || rsz_levels[i].usable ())
      level = rsz_levels[i].name;
    if (g_strcmp0 (rsz_levels[i].name, mask) == 0)
      break;
  }
  return level;
}

static void
count_notify (GObject *object, GParamSpec *pspec, gint *n)
{
  (void) object;
  (void) pspec;
  ++*n;
}

static void
level_is_what_the_mask_allows (void)
{
  GstElement *element = gst_element_factory_make ("alignscale", NULL);
  gchar *level;
  gint n = 0;

  g_signal_connect (element, "notify::rows-level", G_CALLBACK (count_notify), &n);
  g_object_get (element, "rows-level", &level, NULL);
  g_assert_null (level);
  for (gint round = 0; round < 2; round++) {
    gst_element_set_state (element, GST_STATE_PAUSED);
    g_object_get (element, "rows-level", &level, NULL);
    g_assert_cmpstr (level, ==, expected_level ());
    g_free (level);
    gst_element_set_state (element, GST_STATE_NULL);
  }
  g_assert_cmpint (n, ==, 1);
  gst_object_unref (element);
}

/* Numbers that stand alone in a text. */
static gboolean
names (const gchar *text, gint number)
{
  gchar *pattern = g_strdup_printf ("\\b%d\\b", number);
  const gboolean found = g_regex_match_simple (pattern, text, 0, 0);

  g_free (pattern);
  return found;
}

static void
assert_plan_names (Scene *scene, gint in_w, gint in_h, gint out_w, gint out_h)
{
  gchar *plan = read_text (scene, "plan");

  g_assert_nonnull (plan);
  g_test_message ("%s", plan);
  g_assert_true (names (plan, in_w) && names (plan, in_h));
  g_assert_true (names (plan, out_w) && names (plan, out_h));
  g_free (plan);
}

static void
plan_names_the_sizes (void)
{
  Scene scene = scene_new (NULL, NULL, OUT);
  GstVideoInfo info = info_of (IN);
  gchar *plan;

  g_assert_null (read_text (&scene, "plan"));
  gst_harness_set_src_caps_str (scene.harness, IN);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  assert_plan_names (&scene, 64, 48, 37, 91);

  info = info_of (OTHER_IN);
  gst_harness_set_src_caps_str (scene.harness, OTHER_IN);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  assert_plan_names (&scene, 71, 53, 37, 91);
  plan = read_text (&scene, "plan");
  g_assert_false (names (plan, 64) || names (plan, 48));
  g_free (plan);

  gst_element_set_state (scene.element, GST_STATE_NULL);
  g_assert_null (read_text (&scene, "plan"));
  scene_free (&scene);
}

static void
plan_has_every_plane (void)
{
  gchar *in = caps_text ("I420", 200, 100, ""), *out = caps_text ("I420", 300, 140, "");
  Scene scene = scene_new (NULL, in, out);
  GstVideoInfo info = info_of (in);

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  assert_plan_names (&scene, 200, 100, 300, 140);
  assert_plan_names (&scene, 100, 50, 150, 70);
  scene_free (&scene);
  g_free (in);
  g_free (out);
}

/* A property counts from the next frame on, and so does what the plan says. */
static void
plan_follows_a_property (void)
{
  Scene scene = scene_new ("method=nearest", IN, OUT);
  GstVideoInfo info = info_of (IN);
  gchar *before, *after;

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  before = read_text (&scene, "plan");
  scene_set (&scene, "method=bicubic");
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  after = read_text (&scene, "plan");
  g_assert_nonnull (before);
  g_assert_cmpstr (before, !=, after);
  g_free (before);
  g_free (after);
  scene_free (&scene);
}

static void
plan_says_that_frames_pass (void)
{
  Scene scene = scene_new (NULL, IN, IN);
  GstVideoInfo info = info_of (IN);
  gchar *plan;

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  plan = read_text (&scene, "plan");
  g_assert_nonnull (plan);
  g_assert_nonnull (strstr (plan, "pass"));
  g_free (plan);
  scene_free (&scene);
}

typedef struct {
  Scene *scene;
  gint done;   /* atomic */
  gint n_read; /* atomic: plans, not NULL */
} Reader;

static gpointer
keep_reading (gpointer data)
{
  Reader *reader = data;

  while (!g_atomic_int_get (&reader->done)) {
    gchar *plan = read_text (reader->scene, "plan");

    if (plan != NULL)
      g_atomic_int_inc (&reader->n_read);
    g_free (plan);
  }
  return NULL;
}

/* Every frame has a plan of its own; who reads meets one of them or none, but never half of one. */
static void
plan_is_read_while_frames_change_it (void)
{
  Scene scene = scene_new (NULL, IN, OUT);
  GstVideoInfo info = info_of (IN);
  Reader reader = { &scene, 0, 0 };
  GThread *thread = g_thread_new ("reader", keep_reading, &reader);

  /* the thread may come late */
  for (gint i = 0; i < 300 || g_atomic_int_get (&reader.n_read) < 10; i++) {
    g_object_set (scene.element, "crop-left", 1 + i % 40, NULL);
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  }
  g_atomic_int_set (&reader.done, 1);
  g_thread_join (thread);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/report/level is what the mask allows", level_is_what_the_mask_allows);
  g_test_add_func ("/report/plan names the sizes", plan_names_the_sizes);
  g_test_add_func ("/report/plan has every plane", plan_has_every_plane);
  g_test_add_func ("/report/plan follows a property", plan_follows_a_property);
  g_test_add_func ("/report/plan says that frames pass", plan_says_that_frames_pass);
  g_test_add_func (
      "/report/plan is read while frames change it", plan_is_read_while_frames_change_it);
  return g_test_run ();
}
