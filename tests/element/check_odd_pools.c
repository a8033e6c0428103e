/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools that applications write: they drop tasks, keep them for later, run them at once, report
 * errors about tasks they run. Whatever they do, the bytes are those of one thread, and nothing
 * waits for ever. */
#include "pools.h"

/* ---- a pool that can be all of this ---- */

typedef enum {
  DROPS,           /* NULL, no error, and the task is gone */
  KEEPS,           /* NULL, no error, and the task starts when the test wants */
  KEEPS_REPORTING, /* the same with an error */
  RUNS_REPORTING,  /* a thread runs the task, and there is an error */
  RUNS,            /* GstTaskPool's own way */
  RUNS_INSIDE,     /* the task has run when push returns */
  RUNS_TWICE       /* inside push and once more later */
} Manner;

typedef struct {
  GstTaskPoolFunction function;
  gpointer data;
} Task;

typedef struct {
  GstTaskPool parent;
  Manner manner;
  gint pushed, started; /* atomic */
  GMutex mutex;
  GQueue kept;
  GstElement *asked; /* when the pool is finalised */
} OddPool;
typedef GstTaskPoolClass OddPoolClass;

GType odd_pool_get_type (void);
G_DEFINE_TYPE (OddPool, odd_pool, GST_TYPE_TASK_POOL)

static void
keep (OddPool *self, GstTaskPoolFunction function, gpointer data)
{
  Task *task = g_new (Task, 1);

  *task = (Task){ function, data };
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->kept, task);
  g_mutex_unlock (&self->mutex);
}

/* Starts what has been kept, each task `times` times. */
static void
start_kept (OddPool *self, gint times)
{
  Task *task;

  do {
    g_mutex_lock (&self->mutex);
    task = g_queue_pop_head (&self->kept);
    g_mutex_unlock (&self->mutex);
    for (gint i = 0; task != NULL && i < times; i++) {
      g_atomic_int_inc (&self->started);
      task->function (task->data);
    }
    g_free (task);
  } while (task != NULL);
}

static gpointer
odd_push (GstTaskPool *pool, GstTaskPoolFunction function, gpointer data, GError **error)
{
  OddPool *self = (OddPool *) pool;
  const Manner manner = self->manner;

  g_atomic_int_inc (&self->pushed);
  if (manner == RUNS_INSIDE || manner == RUNS_TWICE) {
    g_atomic_int_inc (&self->started);
    function (data);
  }
  if (manner == KEEPS || manner == KEEPS_REPORTING || manner == RUNS_TWICE)
    keep (self, function, data);
  if (manner == RUNS || manner == RUNS_REPORTING)
    GST_TASK_POOL_CLASS (odd_pool_parent_class)->push (pool, function, data, NULL);
  if (manner == KEEPS_REPORTING || manner == RUNS_REPORTING)
    g_set_error_literal (error, G_THREAD_ERROR, G_THREAD_ERROR_AGAIN, "No thread now");
  return NULL;
}

static gpointer
ask_element (gpointer element)
{
  guint n;

  g_object_get (element, "n-threads", &n, NULL);
  return NULL;
}

/* As pools do that wait for their threads, one of which wants to know something of the element. */
static void
odd_finalize (GObject *object)
{
  OddPool *self = (OddPool *) object;

  if (self->asked != NULL)
    g_thread_join (g_thread_new ("asks", ask_element, self->asked));
  g_mutex_clear (&self->mutex);
  g_queue_clear_full (&self->kept, g_free);
  G_OBJECT_CLASS (odd_pool_parent_class)->finalize (object);
}

static void
odd_pool_class_init (OddPoolClass *klass)
{
  klass->push = odd_push;
  G_OBJECT_CLASS (klass)->finalize = odd_finalize;
}

static void
odd_pool_init (OddPool *self)
{
  g_mutex_init (&self->mutex);
}

static OddPool *
odd_pool_new (Manner manner)
{
  OddPool *pool = g_object_new (odd_pool_get_type (), NULL);

  gst_object_ref_sink (pool);
  pool->manner = manner;
  gst_task_pool_prepare (GST_TASK_POOL (pool), NULL);
  return pool;
}

static void
odd_pool_free (OddPool *pool)
{
  gst_task_pool_cleanup (GST_TASK_POOL (pool));
  g_assert_cmpint (GST_OBJECT_REFCOUNT_VALUE (pool), ==, 1);
  gst_object_unref (pool);
}

/* ---- manners ---- */

/* Tasks that are lost are replaced, but not with every frame: a pool that is stuck does not fill
 * up. */
static void
tasks_are_lost (void)
{
  Film film = film_new ();
  OddPool *pool = odd_pool_new (DROPS);
  Scene scene = film_scene (GST_TASK_POOL (pool));

  film_play (&film, &scene, 250);
  g_assert_cmpint (pool->pushed, >=, 3);
  g_assert_cmpint (pool->pushed, <, 30);
  pool->manner = RUNS_INSIDE; /* it has come to its senses */
  film_play (&film, &scene, 250);
  g_assert_cmpint (pool->started, >, 100);
  scene_free (&scene);
  odd_pool_free (pool);
  film_free (&film);
}

static void
tasks_start_after_their_frame (void)
{
  static const Manner manners[] = { KEEPS, KEEPS_REPORTING };
  Film film = film_new ();

  for (gsize m = 0; m < G_N_ELEMENTS (manners); m++) {
    OddPool *pool = odd_pool_new (manners[m]);
    Scene scene = film_scene (GST_TASK_POOL (pool));

    for (gint i = 0; i < 20; i++) {
      film_play (&film, &scene, 1 + i % 3);
      start_kept (pool, 1 + i % 2);
    }
    g_assert_cmpint (pool->started, >=, 40);
    scene_free (&scene);
    odd_pool_free (pool);
  }
  film_free (&film);
}

typedef struct {
  OddPool *pool;
  gint stops;
} Starter;

static gpointer
start_at_any_time (gpointer data)
{
  Starter *starter = data;

  while (!g_atomic_int_get (&starter->stops)) {
    start_kept (starter->pool, 2);
    g_usleep (100);
  }
  return NULL;
}

/* Old tasks run into frames that they were not made for. */
static void
tasks_start_at_any_time (void)
{
  Film film = film_new ();
  Starter starter = { odd_pool_new (KEEPS), 0 };
  GThread *threads[2];
  Scene scene = film_scene (GST_TASK_POOL (starter.pool));

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("starter", start_at_any_time, &starter);
  film_play (&film, &scene, 200);
  scene_free (&scene); /* while they go on */
  g_atomic_int_set (&starter.stops, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  odd_pool_free (starter.pool);
  film_free (&film);
}

/* Among them those of plans that are gone, and of an element that is. */
static void
tasks_start_after_the_element (void)
{
  static const Manner manners[] = { KEEPS, KEEPS_REPORTING, RUNS_TWICE };
  Film film = film_new ();

  for (gsize m = 0; m < G_N_ELEMENTS (manners); m++) {
    OddPool *pool = odd_pool_new (manners[m]);

    for (gint i = 0; i < 2; i++) {
      Scene scene = film_scene (GST_TASK_POOL (pool));

      film_play (&film, &scene, 2);
      scene_set (&scene, "method=lanczos");
      gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (film.frames[0])));
      scene_set (&scene, "method=bilinear");
      film_play (&film, &scene, 2);
      scene_free (&scene);
    }
    g_assert_cmpuint (pool->kept.length, >=, 6);
    start_kept (pool, 2);
    odd_pool_free (pool);
  }
  film_free (&film);
}

static void
tasks_run (Manner manner)
{
  Film film = film_new ();
  OddPool *pool = odd_pool_new (manner);
  Scene scene = film_scene (GST_TASK_POOL (pool));

  film_play (&film, &scene, 100);
  g_assert_cmpint (pool->pushed, >=, 3);
  scene_free (&scene);
  odd_pool_free (pool);
  film_free (&film);
}

static void
tasks_run_inside_push (void)
{
  tasks_run (RUNS_INSIDE);
}

static void
tasks_run_twice (void)
{
  tasks_run (RUNS_TWICE);
}

static void
tasks_run_that_were_reported (void)
{
  tasks_run (RUNS_REPORTING);
}

static void
one_thread_uses_none (void)
{
  OddPool *pool = odd_pool_new (RUNS_INSIDE);
  Scene scene = scene_new ("n-threads=1", NULL, FILM_OUT);
  const GstVideoInfo info = info_of (FILM_IN);

  give_pool (scene.element, GST_TASK_POOL (pool), FALSE);
  gst_harness_set_src_caps_str (scene.harness, FILM_IN);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  g_assert_cmpint (pool->pushed, ==, 0);
  scene_free (&scene);
  odd_pool_free (pool);
}

/* ---- pools of before GStreamer 1.20, which know no dispose_handle ---- */

typedef struct {
  GstTaskPool parent;
  gint pushed, ended, joined; /* ended is atomic */
} JoiningPool;
typedef GstTaskPoolClass JoiningPoolClass;

GType joining_pool_get_type (void);
G_DEFINE_TYPE (JoiningPool, joining_pool, GST_TYPE_TASK_POOL)

typedef struct {
  JoiningPool *pool;
  Task task;
  GThread *thread;
} Handle;

static gpointer
run_task (gpointer data)
{
  Handle *handle = data;

  handle->task.function (handle->task.data);
  g_atomic_int_inc (&handle->pool->ended);
  return NULL;
}

static gpointer
joining_push (GstTaskPool *pool, GstTaskPoolFunction function, gpointer data, GError **error)
{
  JoiningPool *self = (JoiningPool *) pool;
  Handle *handle = g_new (Handle, 1);

  (void) error;
  *handle = (Handle){ self, { function, data }, NULL };
  self->pushed++;
  handle->thread = g_thread_new ("task", run_task, handle);
  return handle;
}

static void
joining_join (GstTaskPool *pool, gpointer id)
{
  Handle *handle = id;

  g_thread_join (handle->thread);
  g_free (handle);
  ((JoiningPool *) pool)->joined++;
}

static void
joining_pool_class_init (JoiningPoolClass *klass)
{
  klass->push = joining_push;
  klass->join = joining_join;
}

static void
joining_pool_init (JoiningPool *self)
{
  (void) self;
}

static void
threads_are_joined (void)
{
  Film film = film_new ();
  JoiningPool *pool = g_object_new (joining_pool_get_type (), NULL);
  Scene scene;

  gst_object_ref_sink (pool);
  scene = film_scene (GST_TASK_POOL (pool));
  for (gint i = 0; i < 100; i++) {
    film_play (&film, &scene, 1);
    g_assert_cmpint (pool->pushed - pool->joined, <=, 64);
  }
  while (g_atomic_int_get (&pool->ended) < pool->pushed)
    g_thread_yield ();
  scene_free (&scene);
  g_assert_cmpint (pool->pushed, ==, pool->joined);
  gst_object_unref (pool);
  film_free (&film);
}

/* ---- pools that end ---- */

/* A pool whose end takes the element's lock, in another thread that it waits for. */
static void
no_lock_is_held_when_a_pool_ends (void)
{
  for (gint persistent = 0; persistent < 2; persistent++) {
    Scene scene = scene_new (NULL, NULL, NULL);

    for (gint i = 0; i < 3; i++) {
      OddPool *pool = odd_pool_new (DROPS);

      /* a persistent context is kept until there is no element to ask */
      pool->asked = persistent && i == 2 ? NULL : scene.element;
      gst_task_pool_cleanup (GST_TASK_POOL (pool));
      give_pool (scene.element, GST_TASK_POOL (pool), persistent);
      gst_object_unref (pool);
    }
    gst_element_set_state (scene.element, GST_STATE_NULL);
    scene_free (&scene);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  add_pool_test ("/odd pools/tasks are lost", tasks_are_lost);
  add_pool_test ("/odd pools/tasks start after their frame", tasks_start_after_their_frame);
  add_pool_test ("/odd pools/tasks start at any time", tasks_start_at_any_time);
  add_pool_test ("/odd pools/tasks start after the element", tasks_start_after_the_element);
  add_pool_test ("/odd pools/tasks run inside push", tasks_run_inside_push);
  add_pool_test ("/odd pools/tasks run twice", tasks_run_twice);
  add_pool_test ("/odd pools/tasks run that were reported", tasks_run_that_were_reported);
  add_pool_test ("/odd pools/one thread uses none", one_thread_uses_none);
  add_pool_test ("/odd pools/threads are joined", threads_are_joined);
  add_pool_test ("/odd pools/no lock is held when a pool ends", no_lock_is_held_when_a_pool_ends);
  return g_test_run ();
}
