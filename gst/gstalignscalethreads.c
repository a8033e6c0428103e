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
drop_slices (GstAlignScale *self)
{
  gst_align_scale_slices_free (self->slices);
  self->slices = NULL;
}

/* NULL: threads of the element's own. */
static void
use_pool (GstAlignScale *self, GstTaskPool *pool)
{
  if (self->slices != NULL && gst_align_scale_slices_pool (self->slices) == pool)
    return;
  drop_slices (self);
  self->slices = gst_align_scale_slices_new (pool);
}

void
gst_align_scale_threads_prepare (GstAlignScale *self)
{
  const guint helpers = (guint) gst_align_scale_plan_slices (&self->plan) - 1;
  GstTaskPool *given;

  if (helpers == 0)
    return;
  given = self->slices == NULL ? ask_for_pool (self) : given_pool (self);
  use_pool (self, given);
  gst_align_scale_slices_set_threads (self->slices, helpers);
  gst_clear_object (&given);
}

void
gst_align_scale_threads_take_context (GstAlignScale *self, GstContext *context)
{
  GstTaskPool *pool = NULL, *before;

  if (!gst_context_has_context_type (context, CONTEXT_TYPE))
    return;
  gst_structure_get (
      gst_context_get_structure (context), CONTEXT_FIELD, GST_TYPE_TASK_POOL, &pool, NULL);
  GST_OBJECT_LOCK (self);
  before = self->given_pool;
  self->given_pool = pool;
  self->keeps_given_pool = gst_context_is_persistent (context);
  GST_OBJECT_UNLOCK (self);
  /* outside of the lock: a pool's last reference may wait for its threads */
  gst_clear_object (&before);
}

void
gst_align_scale_threads_finish (GstAlignScale *self)
{
  drop_slices (self);
}

void
gst_align_scale_threads_forget_context (GstAlignScale *self)
{
  GstTaskPool *before = NULL;

  GST_OBJECT_LOCK (self);
  if (!self->keeps_given_pool)
    before = g_steal_pointer (&self->given_pool);
  GST_OBJECT_UNLOCK (self);
  gst_clear_object (&before);
}
