/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "slices.h"

#include "debug.h"

/* Times the processor is offered to others before a thread goes to sleep over slices that are not
 * done yet: some 30 us. Slices end together but for what waking the other threads took, and being
 * woken takes as long again: a frame of 512x512 with two threads is 1.7 times as fast as with one
 * instead of 1.2 times. */
#define PATIENCE 100

/* Frames after which tasks that have not started are taken for lost. A pool does not say that it
 * has dropped a task: gst_task_pool_push returns NULL without an error from pools that queue
 * (GstTaskPool) and from pools that refuse (GstSharedTaskPool before prepare). An error is no
 * proof either, GLib queues what it reports. */
#define FRAMES_TO_START 100

/* Milliseconds to wait in the end for tasks that a pool wants to be joined and that may be about
 * to start. Those that have not started then are never joined, which leaks what the pool keeps of
 * them. */
#define JOIN_PATIENCE 1000

struct _GstAlignScaleSlices {
  /* under the registry's lock */
  GstAlignScaleSlices *next;
  gsize name;   /* of the tasks that count in `waiting` */
  gint waiting; /* tasks that were pushed and have not started; atomic, too */
  gint refs;    /* atomic: the owner's, and one of each task that has started */

  /* the owner's */
  GstTaskPool *pool;    /* NULL: own_threads */
  GThreadPool *threads; /* NULL: there is a pool, or GLib made none */
  guint n_threads;
  gpointer handles[RSZ_MAX_SLICES]; /* that the pool wants back by gst_task_pool_join */
  guint n_handles;
  gint n_frames;      /* since tasks were last taken for lost */
  gint least_waiting; /* ... at the start of a frame */
  gboolean has_warned;

  /* The frame. Written by the owner where `left` and `pending` are 0; read by who has claimed a
   * slice. */
  GstAlignScaleSliceFunc function;
  gconstpointer work;
  const GstAlignScaleFrame *in, *out;
  gint n_slices;
  gint left;    /* atomic: slices that nobody has claimed */
  gint pending; /* atomic: slices that are not done */
  GMutex mutex; /* for sleeping only */
  GCond cond;
};

/* Tasks do not hold a pointer but a name, a number that is never used again. A task that a pool
 * loses then costs no memory, and one that starts late, or twice, finds nobody of this name. */
static struct {
  GMutex lock;
  GstAlignScaleSlices *first;
  gsize last_name;
} registry;

static void
enter_registry (GstAlignScaleSlices *self)
{
  g_mutex_lock (&registry.lock);
  self->name = ++registry.last_name;
  self->next = registry.first;
  registry.first = self;
  g_mutex_unlock (&registry.lock);
}

static void
leave_registry (GstAlignScaleSlices *self)
{
  GstAlignScaleSlices **link = &registry.first;

  g_mutex_lock (&registry.lock);
  while (*link != self)
    link = &(*link)->next;
  *link = self->next;
  g_mutex_unlock (&registry.lock);
}

/* Tasks of the old name will do nothing. */
static void
forget_tasks (GstAlignScaleSlices *self)
{
  g_mutex_lock (&registry.lock);
  self->name = ++registry.last_name;
  g_atomic_int_set (&self->waiting, 0);
  g_mutex_unlock (&registry.lock);
  self->n_handles = 0; /* joining would wait for them */
}

/* The object whose task starts, with a reference for it, or NULL. */
static GstAlignScaleSlices *
start_task (gsize name)
{
  GstAlignScaleSlices *self;

  g_mutex_lock (&registry.lock);
  for (self = registry.first; self != NULL && self->name != name; self = self->next)
    ;
  /* a task that runs twice was counted once */
  if (self != NULL && g_atomic_int_get (&self->waiting) > 0)
    g_atomic_int_add (&self->waiting, -1);
  if (self != NULL)
    g_atomic_int_inc (&self->refs);
  g_mutex_unlock (&registry.lock);
  return self;
}

static void
unref (GstAlignScaleSlices *self)
{
  if (!g_atomic_int_dec_and_test (&self->refs))
    return;
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* ---- claiming ---- */

/* The next slice of the frame that is being made, or -1. A claimed slice keeps its frame: the
 * owner waits for it. It does not matter which frame a thread meant to help when it came, and
 * nothing of a frame is read before. */
static gint
claim (GstAlignScaleSlices *self)
{
  gint left;

  do {
    left = g_atomic_int_get (&self->left);
    if (left == 0)
      return -1;
  } while (!g_atomic_int_compare_and_exchange (&self->left, left, left - 1));
  return self->n_slices - left;
}

void
gst_align_scale_slices_resize (
    gconstpointer resizer, const GstAlignScaleFrame *in, const GstAlignScaleFrame *out, gint slice)
{
  rsz_resizer_run (
      resizer, out->data, out->stride, (const void *const *) in->data, in->stride, slice);
}

static void
run_what_is_left (GstAlignScaleSlices *self)
{
  gint slice;

  while ((slice = claim (self)) >= 0) {
    self->function (self->work, self->in, self->out, slice);
    if (!g_atomic_int_dec_and_test (&self->pending))
      continue;
    g_mutex_lock (&self->mutex);
    g_cond_signal (&self->cond);
    g_mutex_unlock (&self->mutex);
  }
}

static void
wait_for_others (GstAlignScaleSlices *self)
{
  for (gint i = 0; i < PATIENCE && g_atomic_int_get (&self->pending) > 0; i++)
    g_thread_yield ();
  if (g_atomic_int_get (&self->pending) == 0)
    return;
  g_mutex_lock (&self->mutex);
  while (g_atomic_int_get (&self->pending) > 0)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

/* ---- tasks ---- */

static void
run_task (gpointer name)
{
  GstAlignScaleSlices *self = start_task (GPOINTER_TO_SIZE (name));

  if (self == NULL)
    return;
  run_what_is_left (self);
  unref (self);
}

static void
run_own_task (gpointer name, gpointer unused)
{
  run_task (name);
}

/* Handles are disposed of at once: to join a task that never starts is to wait for ever. Pools
 * written before GStreamer 1.20 know only how to join. */
static gboolean
must_join (GstTaskPool *pool)
{
  const GstTaskPoolClass *parent = g_type_class_peek (GST_TYPE_TASK_POOL);

  return GST_TASK_POOL_GET_CLASS (pool)->dispose_handle == parent->dispose_handle;
}

/* True where every task that was pushed has come to its end. */
static gboolean
is_idle (GstAlignScaleSlices *self)
{
  return g_atomic_int_get (&self->waiting) == 0 && g_atomic_int_get (&self->refs) == 1;
}

static void
join_ended_tasks (GstAlignScaleSlices *self)
{
  if (self->n_handles == 0 || !is_idle (self))
    return;
  while (self->n_handles > 0)
    gst_task_pool_join (self->pool, self->handles[--self->n_handles]);
}

static void
push_to_pool (GstAlignScaleSlices *self, gpointer name, GError **error)
{
  gpointer handle = gst_task_pool_push (self->pool, run_task, name, error);

  if (handle == NULL)
    return;
  if (must_join (self->pool))
    self->handles[self->n_handles++] = handle;
  else
    gst_task_pool_dispose_handle (self->pool, handle);
}

static void
warn_once (GstAlignScaleSlices *self, const gchar *message)
{
  if (!self->has_warned)
    GST_WARNING ("A frame's slices may have to be scaled by one thread: %s", message);
  self->has_warned = TRUE;
}

/* The task counts before it is pushed: it may start, and end, inside push. */
static void
push_task (GstAlignScaleSlices *self)
{
  gpointer name = GSIZE_TO_POINTER (self->name);
  g_autoptr (GError) error = NULL;

  g_atomic_int_inc (&self->waiting);
  if (self->pool != NULL)
    push_to_pool (self, name, &error);
  else
    g_thread_pool_push (self->threads, name, &error);
  if (error != NULL)
    warn_once (self, error->message);
}

/* A pool that is frozen keeps what it gets, and cannot be cleaned up then without a critical
 * message. */
static gboolean
takes_tasks (const GstAlignScaleSlices *self)
{
  if (self->pool == NULL)
    return self->threads != NULL && self->n_threads > 0;
  return !GST_IS_SHARED_TASK_POOL (self->pool)
         || gst_shared_task_pool_get_max_threads (GST_SHARED_TASK_POOL (self->pool)) > 0;
}

static void
give_up_lost_tasks (GstAlignScaleSlices *self)
{
  self->least_waiting = MIN (self->least_waiting, g_atomic_int_get (&self->waiting));
  if (++self->n_frames < FRAMES_TO_START)
    return;
  if (self->least_waiting > 0)
    forget_tasks (self);
  self->n_frames = 0;
  self->least_waiting = G_MAXINT;
}

/* Tasks that have not started yet will help as well: their number is bounded, whatever the pool
 * does. */
static void
call_helpers (GstAlignScaleSlices *self, gint n_helpers)
{
  join_ended_tasks (self);
  give_up_lost_tasks (self);
  if (!takes_tasks (self))
    return;
  for (gint i = g_atomic_int_get (&self->waiting); i < n_helpers; i++) {
    if (self->n_handles == G_N_ELEMENTS (self->handles) || g_atomic_int_get (&self->left) == 0)
      return;
    push_task (self);
  }
}

/* ---- frames ---- */

void
gst_align_scale_slices_run (GstAlignScaleSlices *self, GstAlignScaleSliceFunc function,
    gconstpointer work, gint n_slices, const GstAlignScaleFrame *in, const GstAlignScaleFrame *out)
{
  if (self == NULL || n_slices == 1) {
    for (gint i = 0; i < n_slices; i++)
      function (work, in, out, i);
    return;
  }
  self->function = function;
  self->work = work;
  self->in = in;
  self->out = out;
  self->n_slices = n_slices;
  g_atomic_int_set (&self->pending, n_slices);
  g_atomic_int_set (&self->left, n_slices); /* from here on slices can be claimed */
  call_helpers (self, n_slices - 1);
  run_what_is_left (self);
  wait_for_others (self);
}

/* ---- life ---- */

GstAlignScaleSlices *
gst_align_scale_slices_new (GstTaskPool *pool)
{
  GstAlignScaleSlices *self = g_new0 (GstAlignScaleSlices, 1);
  g_autoptr (GError) error = NULL;

  self->refs = 1;
  self->least_waiting = G_MAXINT;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  if (pool != NULL)
    self->pool = gst_object_ref (pool);
  else
    self->threads = g_thread_pool_new (run_own_task, NULL, 0, FALSE, &error);
  if (error != NULL)
    warn_once (self, error->message);
  enter_registry (self);
  return self;
}

GstTaskPool *
gst_align_scale_slices_pool (const GstAlignScaleSlices *self)
{
  return self->pool;
}

void
gst_align_scale_slices_set_threads (GstAlignScaleSlices *self, guint n_threads)
{
  if (self->threads == NULL || n_threads == self->n_threads)
    return;
  g_thread_pool_set_max_threads (self->threads, (gint) n_threads, NULL);
  self->n_threads = n_threads;
}

void
gst_align_scale_slices_free (GstAlignScaleSlices *self)
{
  if (self == NULL)
    return;
  for (gint i = 0; i < JOIN_PATIENCE && self->n_handles > 0 && !is_idle (self); i++)
    g_usleep (1000);
  join_ended_tasks (self);
  leave_registry (self);
  /* Queued tasks are dropped: where no thread can be started, GLib would wait for them for ever. */
  if (self->threads != NULL)
    g_thread_pool_free (self->threads, TRUE, TRUE);
  gst_clear_object (&self->pool);
  unref (self);
}
