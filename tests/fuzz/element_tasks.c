/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_pools.h"

/* How a task pool behaves; the first four are GStreamer's own. */
typedef enum {
  TASKS_NONE, /* the application has none */
  TASKS_SHARED,
  TASKS_NOT_PREPARED,
  TASKS_CLEANED_UP,
  TASKS_AT_ONCE,        /* runs them in push */
  TASKS_AT_JOIN,        /* runs them when they are joined, or later */
  TASKS_AFTERWARDS,     /* runs them when the frame is long done, with no handle */
  TASKS_REFUSE,         /* with an error */
  TASKS_SAY_NOTHING,    /* no task, no handle, no error */
  TASKS_QUEUE_AND_FAIL, /* an error, and the task runs nonetheless, afterwards: GLib's pool does
                           that */
  N_TASKS
} TasksKind;

typedef struct {
  GstTaskPool parent;
  TasksKind kind;
} FuzzTasks;
typedef GstTaskPoolClass FuzzTasksClass;

GType fuzz_tasks_get_type (void);
G_DEFINE_TYPE (FuzzTasks, fuzz_tasks, GST_TYPE_TASK_POOL)

typedef struct {
  GstTaskPoolFunction function;
  gpointer data;
} Task;

static GQueue late = G_QUEUE_INIT;
static TasksKind kind_given;
static GstTaskPool *pool_given;

static void
run_task (Task *task)
{
  task->function (task->data);
  g_free (task);
}

void
pools_run_late (void)
{
  Task *task;

  while ((task = g_queue_pop_head (&late)) != NULL)
    run_task (task);
}

static gpointer
push (GstTaskPool *pool, GstTaskPoolFunction function, gpointer data, GError **error)
{
  const TasksKind kind = ((FuzzTasks *) pool)->kind;
  Task *task;

  if (kind == TASKS_SAY_NOTHING)
    return NULL;
  if (kind == TASKS_REFUSE || kind == TASKS_QUEUE_AND_FAIL)
    g_set_error_literal (error, GST_CORE_ERROR, GST_CORE_ERROR_FAILED, "full");
  if (kind == TASKS_REFUSE)
    return NULL;
  if (kind == TASKS_AT_ONCE) {
    function (data);
    return NULL;
  }
  task = g_new (Task, 1);
  *task = (Task){ function, data };
  g_queue_push_tail (&late, task);
  return kind == TASKS_AT_JOIN ? task : NULL;
}

static void
join (GstTaskPool *pool, gpointer handle)
{
  (void) pool;
  if (handle != NULL && g_queue_remove (&late, handle))
    run_task (handle);
}

static void
prepare (GstTaskPool *pool, GError **error)
{
  (void) pool;
  (void) error;
}

static void
cleanup (GstTaskPool *pool)
{
  (void) pool;
  pools_run_late ();
}

static void
fuzz_tasks_class_init (FuzzTasksClass *klass)
{
  klass->prepare = prepare;
  klass->cleanup = cleanup;
  klass->push = push;
  klass->join = join;
  klass->dispose_handle = join;
}

static void
fuzz_tasks_init (FuzzTasks *self)
{
  self->kind = TASKS_AT_ONCE;
}

static GstTaskPool *
tasks_new (TasksKind kind)
{
  GstTaskPool *pool;

  if (kind == TASKS_SHARED || kind == TASKS_NOT_PREPARED || kind == TASKS_CLEANED_UP) {
    pool = gst_shared_task_pool_new ();
    gst_shared_task_pool_set_max_threads (GST_SHARED_TASK_POOL (pool), 2);
    if (kind != TASKS_NOT_PREPARED)
      gst_task_pool_prepare (pool, NULL);
    if (kind == TASKS_CLEANED_UP)
      gst_task_pool_cleanup (pool);
    return pool;
  }
  pool = gst_object_ref_sink (g_object_new (fuzz_tasks_get_type (), NULL));
  ((FuzzTasks *) pool)->kind = kind;
  return pool;
}

static void
drop_given (void)
{
  if (pool_given == NULL)
    return;
  gst_task_pool_cleanup (pool_given);
  gst_clear_object (&pool_given);
}

static void
give (World *world)
{
  GstContext *context = gst_context_new ("gst.task.pool", bytes_chance (&world->bytes, 2));

  if (pool_given != NULL)
    gst_structure_set (
        gst_context_writable_structure (context), "pool", GST_TYPE_TASK_POOL, pool_given, NULL);
  gst_element_set_context (world->element, context);
  gst_context_unref (context);
}

void
pools_choose_tasks (World *world)
{
  kind_given = (TasksKind) bytes_below (&world->bytes, N_TASKS);
  say ("the application's task pool is of kind %d", kind_given);
  /* the one before is cleaned up while the element may still have it */
  drop_given ();
  if (kind_given != TASKS_NONE)
    pool_given = tasks_new (kind_given);
  if (bytes_chance (&world->bytes, 2))
    give (world);
}

void
pools_answer_context (World *world)
{
  if (pool_given != NULL)
    give (world);
}

void
pools_finish (World *world)
{
  GstContext *context = gst_context_new ("gst.task.pool", FALSE);

  gst_element_set_context (world->element, context);
  gst_context_unref (context);
  pools_run_late ();
  drop_given ();
  kind_given = TASKS_NONE;
}
