/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Frames that are shared among the threads of GStreamer's own pools, in every state such a pool can
 * be in: the bytes are those of one thread, and nothing waits for ever. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>

#include "pools.h"

/* ---- threads that cannot be started ---- */

typedef int (*Create) (pthread_t *, const pthread_attr_t *, void *(*) (void *), void *);

static gint refuses_threads;

/* a sanitizer's, which would be hidden by the one below */
int __interceptor_pthread_create (pthread_t *thread, const pthread_attr_t *attributes,
    void *(*function) (void *), void *data) __attribute__ ((weak));

/* A program's own function is everybody's: GLib is bound to it. */
__attribute__ ((visibility ("default"))) int
pthread_create (pthread_t *restrict thread, const pthread_attr_t *restrict attributes,
    void *(*function) (void *), void *restrict data)
{
  Create create = __interceptor_pthread_create;

  if (g_atomic_int_get (&refuses_threads))
    return EAGAIN;
  if (create == NULL)
    *(void **) &create = dlsym (RTLD_NEXT, "pthread_create");
  return create (thread, attributes, function, data);
}

static void
refuse_threads (gboolean refuse)
{
  g_thread_pool_stop_unused_threads ();
  g_atomic_int_set (&refuses_threads, refuse);
}

/* ---- pools ---- */

#define UNLIMITED (-1)

/* `max_threads` may be UNLIMITED: a GstTaskPool, else a GstSharedTaskPool. */
static GstTaskPool *
pool_new (gint max_threads)
{
  GstTaskPool *pool;

  if (max_threads == UNLIMITED)
    return gst_task_pool_new ();
  pool = gst_shared_task_pool_new ();
  gst_shared_task_pool_set_max_threads (GST_SHARED_TASK_POOL (pool), (guint) max_threads);
  return pool;
}

static GstTaskPool *
prepared_pool_new (gint max_threads)
{
  GstTaskPool *pool = pool_new (max_threads);

  gst_task_pool_prepare (pool, NULL);
  return pool;
}

static const gint sizes[] = { UNLIMITED, 0, 1, 2, 4 };

static void
prepared (void)
{
  Film film = film_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    GstTaskPool *pool = prepared_pool_new (sizes[i]);
    Scene scene = film_scene (pool);

    film_play (&film, &scene, 30);
    scene_free (&scene);
    gst_task_pool_cleanup (pool);
    g_assert_cmpint (GST_OBJECT_REFCOUNT_VALUE (pool), ==, 1);
    gst_object_unref (pool);
  }
  film_free (&film);
}

static void
not_prepared (void)
{
  Film film = film_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    GstTaskPool *pool = pool_new (sizes[i]);
    Scene scene = film_scene (pool);

    film_play (&film, &scene, 30);
    gst_task_pool_prepare (pool, NULL); /* late, but welcome */
    film_play (&film, &scene, 30);
    scene_free (&scene);
    gst_task_pool_cleanup (pool);
    gst_object_unref (pool);
  }
  film_free (&film);
}

static void
cleaned_up (void)
{
  Film film = film_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    GstTaskPool *pool = prepared_pool_new (sizes[i]);
    Scene scene;

    gst_task_pool_cleanup (pool);
    scene = film_scene (pool);
    film_play (&film, &scene, 5);
    gst_task_pool_prepare (pool, NULL);
    film_play (&film, &scene, 30);
    gst_task_pool_cleanup (pool); /* the element does not know */
    film_play (&film, &scene, 30);
    scene_free (&scene);
    gst_object_unref (pool);
  }
  film_free (&film);
}

typedef struct {
  GstTaskPool *pool;
  gint stops;
} Cleaner;

static gpointer
clean_often (gpointer data)
{
  Cleaner *cleaner = data;

  while (!g_atomic_int_get (&cleaner->stops)) {
    gst_task_pool_prepare (cleaner->pool, NULL);
    g_usleep (500);
    gst_task_pool_cleanup (cleaner->pool);
  }
  return NULL;
}

static void
cleaned_up_within_frames (void)
{
  Film film = film_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    Cleaner cleaner = { pool_new (sizes[i]), 0 };
    Scene scene = film_scene (cleaner.pool);
    GThread *thread = g_thread_new ("cleaner", clean_often, &cleaner);

    film_play (&film, &scene, 100);
    g_atomic_int_set (&cleaner.stops, 1);
    g_thread_join (thread);
    scene_free (&scene);
    gst_object_unref (cleaner.pool);
  }
  film_free (&film);
}

/* ---- pools that have no thread to spare ---- */

typedef struct {
  GMutex mutex;
  GCond cond;
  gboolean runs, may_end;
} Guest;

static void
occupy (gpointer data)
{
  Guest *guest = data;

  g_mutex_lock (&guest->mutex);
  guest->runs = TRUE;
  g_cond_broadcast (&guest->cond);
  while (!guest->may_end)
    g_cond_wait (&guest->cond, &guest->mutex);
  g_mutex_unlock (&guest->mutex);
}

/* Somebody else's task keeps the pool's only thread, longer than the element lives. */
static void
busy (void)
{
  Film film = film_new ();
  GstTaskPool *pool = prepared_pool_new (1);
  Guest guest = { .runs = FALSE };
  gpointer handle;
  Scene scene;

  g_mutex_init (&guest.mutex);
  g_cond_init (&guest.cond);
  g_mutex_lock (&guest.mutex);
  handle = gst_task_pool_push (pool, occupy, &guest, NULL);
  while (!guest.runs)
    g_cond_wait (&guest.cond, &guest.mutex);
  g_mutex_unlock (&guest.mutex);

  scene = film_scene (pool);
  film_play (&film, &scene, 30);
  scene_free (&scene);

  g_mutex_lock (&guest.mutex);
  guest.may_end = TRUE;
  g_cond_broadcast (&guest.cond);
  g_mutex_unlock (&guest.mutex);
  gst_task_pool_join (pool, handle);
  gst_task_pool_cleanup (pool); /* the element's tasks start now */
  gst_object_unref (pool);
  g_cond_clear (&guest.cond);
  g_mutex_clear (&guest.mutex);
  film_free (&film);
}

static void
nothing (gpointer data)
{
  (void) data;
}

/* GLib queues a task and reports an error where it cannot start a thread. */
static void
no_thread_can_be_started (void)
{
  Film film = film_new ();
  Scene scene;

  refuse_threads (TRUE);
  scene = film_scene (NULL);
  film_play (&film, &scene, 250);
  scene_free (&scene); /* threads of its own, that never were */
  refuse_threads (FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    GstTaskPool *pool = prepared_pool_new (sizes[i]);

    refuse_threads (TRUE);
    scene = film_scene (pool);
    film_play (&film, &scene, 30);
    refuse_threads (FALSE);
    film_play (&film, &scene, 30);
    scene_free (&scene);
    /* its cleanup waits for what is queued, and only this starts a thread for it */
    if (sizes[i] != 0)
      gst_task_pool_dispose_handle (pool, gst_task_pool_push (pool, nothing, NULL, NULL));
    gst_task_pool_cleanup (pool);
    gst_object_unref (pool);
  }
  film_free (&film);
}

/* ---- streaming threads that are the pool's ---- */

#define GRAY "video/x-raw,format=GRAY8,framerate=25/1,"
#define PIPELINE                                                                                   \
  "videotestsrc num-buffers=20 pattern=snow ! " GRAY                                               \
  "width=640,height=480 ! alignscale name=scale n-threads=%d ! " GRAY                              \
  "width=900,height=600 ! fakesink name=sink signal-handoffs=1"

static void
add_to_sum (GstElement *sink, GstBuffer *buffer, GstPad *pad, gpointer sum)
{
  GstMapInfo map;

  (void) sink;
  (void) pad;
  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  g_checksum_update (sum, map.data, (gssize) map.size);
  gst_buffer_unmap (buffer, &map);
}

static GstBusSyncReply
use_pool (GstBus *bus, GstMessage *message, gpointer pool)
{
  const GValue *task;
  GstStreamStatusType type;

  (void) bus;
  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_STREAM_STATUS)
    return GST_BUS_PASS;
  gst_message_parse_stream_status (message, &type, NULL);
  task = gst_message_get_stream_status_object (message);
  if (type == GST_STREAM_STATUS_TYPE_CREATE && task != NULL && G_VALUE_HOLDS (task, GST_TYPE_TASK))
    gst_task_set_pool (g_value_get_object (task), pool);
  return GST_BUS_PASS;
}

typedef struct {
  GstElement *pipeline;
  GChecksum *sum;
} Stream;

static Stream
stream_start (gint n_threads, GstTaskPool *pool)
{
  gchar *text = g_strdup_printf (PIPELINE, n_threads);
  Stream stream = { gst_parse_launch (text, NULL), g_checksum_new (G_CHECKSUM_SHA256) };
  GstElement *sink = gst_bin_get_by_name (GST_BIN (stream.pipeline), "sink");
  GstBus *bus = gst_element_get_bus (stream.pipeline);

  g_signal_connect (sink, "handoff", G_CALLBACK (add_to_sum), stream.sum);
  if (pool != NULL) {
    gst_bus_set_sync_handler (bus, use_pool, pool, NULL);
    give_pool (stream.pipeline, pool, TRUE);
  }
  gst_element_set_state (stream.pipeline, GST_STATE_PLAYING);
  gst_object_unref (bus);
  gst_object_unref (sink);
  g_free (text);
  return stream;
}

/* The sum of all bytes, to be freed. */
static gchar *
stream_finish (Stream *stream)
{
  GstBus *bus = gst_element_get_bus (stream->pipeline);
  GstMessage *message = gst_bus_timed_pop_filtered (
      bus, GST_CLOCK_TIME_NONE, (GstMessageType) (GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
  gchar *sum;

  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  gst_element_set_state (stream->pipeline, GST_STATE_NULL);
  sum = g_strdup (g_checksum_get_string (stream->sum));
  gst_message_unref (message);
  gst_object_unref (bus);
  gst_object_unref (stream->pipeline);
  g_checksum_free (stream->sum);
  return sum;
}

/* Two elements share a pool, all of whose threads are the streaming threads that wait for
 * slices. */
static void
its_threads_are_streaming (void)
{
  Stream alone = stream_start (1, NULL);
  gchar *expected = stream_finish (&alone);

  for (gint max_threads = UNLIMITED; max_threads <= 3; max_threads++) {
    GstTaskPool *pool;
    Stream streams[2];

    if (max_threads == 0 || max_threads == 1)
      continue; /* there would not be two streams */
    pool = prepared_pool_new (max_threads);
    for (gint i = 0; i < 2; i++)
      streams[i] = stream_start (4, pool);
    for (gint i = 0; i < 2; i++) {
      gchar *sum = stream_finish (&streams[i]);

      g_assert_cmpstr (sum, ==, expected);
      g_free (sum);
    }
    gst_task_pool_cleanup (pool);
    gst_object_unref (pool);
  }
  g_free (expected);
}

/* ---- when a pool is used ---- */

static void
one_thread_needs_no_pool (void)
{
  Scene scene = scene_new ("n-threads=1", FILM_IN, FILM_OUT);
  const GstVideoInfo info = info_of (FILM_IN);

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_NEED_CONTEXT), ==, 0);
  scene_free (&scene);
}

static void
a_pool_is_asked_for_when_needed (void)
{
  Scene scene = scene_new ("n-threads=3", FILM_IN, FILM_OUT);
  const GstVideoInfo info = info_of (FILM_IN);

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_NEED_CONTEXT), ==, 1);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 2)));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_NEED_CONTEXT), ==, 0);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  add_pool_test ("/pools/prepared", prepared);
  add_pool_test ("/pools/not prepared", not_prepared);
  add_pool_test ("/pools/cleaned up", cleaned_up);
  add_pool_test ("/pools/cleaned up within frames", cleaned_up_within_frames);
  add_pool_test ("/pools/busy", busy);
  add_pool_test ("/pools/no thread can be started", no_thread_can_be_started);
  add_pool_test ("/pools/its threads are streaming", its_threads_are_streaming);
  add_pool_test ("/pools/one thread needs none", one_thread_needs_no_pool);
  add_pool_test ("/pools/one is asked for when needed", a_pool_is_asked_for_when_needed);
  return g_test_run ();
}
