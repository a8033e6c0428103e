/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalethreads.h"

/* GST_TASK_POOL_CONTEXT_TYPE and the field its functions use. They are spelled out because contexts
 * have been there longer than these names. */
#define CONTEXT_TYPE "gst.task.pool"
#define CONTEXT_FIELD "pool"

static GstTaskPool *
given_pool (GstAlignScale *self)
{
  GstTaskPool *pool;

  GST_OBJECT_LOCK (self);
  pool = self->given_pool ? gst_object_ref (self->given_pool) : NULL;
  GST_OBJECT_UNLOCK (self);
  return pool;
}

/* An application that has a pool sets its context from the bus' sync handler, in this call. */
static GstTaskPool *
ask_for_pool (GstAlignScale *self)
{
  GstTaskPool *pool = given_pool (self);

  if (pool != NULL)
    return pool;
  gst_element_post_message (
      GST_ELEMENT (self), gst_message_new_need_context (GST_OBJECT (self), CONTEXT_TYPE));
  return given_pool (self);
}

static void
drop_pool (GstAlignScale *self)
{
  if (self->pool == NULL)
    return;
  if (self->pool_threads > 0)
    gst_task_pool_cleanup (self->pool);
  gst_clear_object (&self->pool);
  self->pool_threads = 0;
}

static void
use_own_pool (GstAlignScale *self, guint n_threads)
{
  if (self->pool_threads == 0) {
    drop_pool (self);
    self->pool = gst_shared_task_pool_new ();
    gst_task_pool_prepare (self->pool, NULL);
  }
  if (n_threads != self->pool_threads)
    gst_shared_task_pool_set_max_threads (GST_SHARED_TASK_POOL (self->pool), n_threads);
  self->pool_threads = n_threads;
}

void
gst_align_scale_threads_prepare (GstAlignScale *self)
{
  const guint helpers = (guint) gst_align_scale_plan_slices (&self->plan) - 1;
  GstTaskPool *given;

  if (helpers == 0)
    return;
  given = self->pool == NULL ? ask_for_pool (self) : given_pool (self);
  if (given == NULL) {
    use_own_pool (self, helpers);
    return;
  }
  drop_pool (self);
  self->pool = given;
}

void
gst_align_scale_threads_take_context (GstAlignScale *self, GstContext *context)
{
  GstTaskPool *pool = NULL;

  if (!gst_context_has_context_type (context, CONTEXT_TYPE))
    return;
  gst_structure_get (
      gst_context_get_structure (context), CONTEXT_FIELD, GST_TYPE_TASK_POOL, &pool, NULL);
  GST_OBJECT_LOCK (self);
  gst_clear_object (&self->given_pool);
  self->given_pool = pool;
  self->keeps_given_pool = gst_context_is_persistent (context);
  GST_OBJECT_UNLOCK (self);
}

void
gst_align_scale_threads_finish (GstAlignScale *self)
{
  drop_pool (self);
}

void
gst_align_scale_threads_forget_context (GstAlignScale *self)
{
  GST_OBJECT_LOCK (self);
  if (!self->keeps_given_pool)
    gst_clear_object (&self->given_pool);
  GST_OBJECT_UNLOCK (self);
}
