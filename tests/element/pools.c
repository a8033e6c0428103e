/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define _POSIX_C_SOURCE 200809L /* alarm */
#include "pools.h"

#include <unistd.h>

/* Seconds. Far more than any of these tests takes, under a sanitizer and on a machine that has much
 * else to do. */
#define HANGS_AFTER 1000

Film
film_new (void)
{
  const GstVideoInfo info = info_of (FILM_IN);
  Film film = { .info = info_of (FILM_OUT) };

  for (guint i = 0; i < 2; i++) {
    film.frames[i] = noise_frame (&info, i);
    film.expected[i] = scale_once ("n-threads=1", FILM_IN, FILM_OUT, film.frames[i]);
  }
  return film;
}

void
film_free (Film *film)
{
  for (gint i = 0; i < 2; i++) {
    gst_buffer_unref (film->expected[i]);
    gst_buffer_unref (film->frames[i]);
  }
}

Scene
film_scene (GstTaskPool *pool)
{
  Scene scene = scene_new ("n-threads=4", NULL, FILM_OUT);

  if (pool != NULL)
    give_pool (scene.element, pool, FALSE);
  gst_harness_set_src_caps_str (scene.harness, FILM_IN);
  return scene;
}

void
film_play (const Film *film, Scene *scene, gint n_frames)
{
  for (gint i = 0; i < n_frames; i++) {
    GstBuffer *result = scene_scale (scene, gst_buffer_ref (film->frames[i % 2]));

    g_assert_true (same_picture (&film->info, film->expected[i % 2], result));
    gst_buffer_unref (result);
  }
  g_assert_cmpint (scene_slices (scene), ==, 4);
}

void
give_pool (GstElement *element, GstTaskPool *pool, gboolean persistent)
{
  GstContext *context = gst_context_new ("gst.task.pool", persistent);

#if GST_CHECK_VERSION(1, 28, 0)
  gst_context_set_task_pool (context, pool);
#else
  gst_structure_set (
      gst_context_writable_structure (context), "pool", GST_TYPE_TASK_POOL, pool, NULL);
#endif
  gst_element_set_context (element, context);
  gst_context_unref (context);
}

typedef struct {
  void (*function) (void);
} Test;

static void
run_with_an_end (gconstpointer data)
{
  const Test *test = data;

  alarm (HANGS_AFTER);
  test->function ();
  alarm (0);
}

void
add_pool_test (const gchar *path, void (*function) (void))
{
  Test *test = g_new (Test, 1);

  test->function = function;
  g_test_add_data_func_full (path, test, run_with_an_end, g_free);
}
