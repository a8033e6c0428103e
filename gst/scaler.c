/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scaler.h"

#include "debug.h"
#include "errors.h"
#include "gstalignscale.h"
#include "negotiation.h"

/* GST_TASK_POOL_CONTEXT_TYPE and the field its functions use. They are spelled out because contexts
 * have been there longer than these names. */
#define CONTEXT_TYPE "gst.task.pool"
#define CONTEXT_FIELD "pool"

/* ---- the application's task pool ---- */

/* New reference, or NULL. */
static GstTaskPool *
given_pool (GstAlignScale *self)
{
  GstTaskPool *pool = NULL;

  GST_OBJECT_LOCK (self);
  g_set_object (&pool, self->given_pool);
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

/* After a new plan: settles self->slices, for so many slices at a time. */
static void
prepare_slices (GstAlignScale *self, gint n_slices)
{
  g_autoptr (GstTaskPool) given = NULL;

  if (n_slices == 1)
    return;
  given = self->slices == NULL ? ask_for_pool (self) : given_pool (self);
  if (self->slices == NULL || gst_align_scale_slices_pool (self->slices) != given) {
    gst_align_scale_slices_free (self->slices);
    self->slices = gst_align_scale_slices_new (given);
  }
  gst_align_scale_slices_set_threads (self->slices, (guint) n_slices - 1);
}

void
gst_align_scale_take_context (GstAlignScale *self, GstContext *context)
{
  g_autoptr (GstTaskPool) before = NULL;
  GstTaskPool *pool = NULL;

  if (!gst_context_has_context_type (context, CONTEXT_TYPE))
    return;
  gst_structure_get (
      gst_context_get_structure (context), CONTEXT_FIELD, GST_TYPE_TASK_POOL, &pool, NULL);
  GST_OBJECT_LOCK (self);
  before = self->given_pool; /* ends outside of the lock: it may wait for the pool's threads */
  self->given_pool = pool;
  self->keeps_given_pool = gst_context_is_persistent (context);
  GST_OBJECT_UNLOCK (self);
}

void
gst_align_scale_forget_context (GstAlignScale *self)
{
  g_autoptr (GstTaskPool) before = NULL;

  GST_OBJECT_LOCK (self);
  if (!self->keeps_given_pool)
    before = g_steal_pointer (&self->given_pool);
  GST_OBJECT_UNLOCK (self);
}

/* ---- framing, passthrough and plan ---- */

gboolean
gst_align_scale_update_for_caps (GstAlignScale *self, GstCaps *caps)
{
  /* the crop was of buffers before; it is stale also where the caps turn out to be the old ones */
  self->stale = TRUE;
  self->buffer_crop = (GstAlignScaleCrop){ 0 };
  self->warned_of_crop = FALSE;
  gst_align_scale_take_settings (self, caps);
  if (!self->configured) /* a stream begins */
    self->effective.layout = self->requested.layout;
  g_atomic_int_set (&self->stream_layout, 1 + self->effective.layout);
  return gst_align_scale_negotiate (self, caps);
}

void
gst_align_scale_update_for_frame (GstAlignScale *self, GstBuffer *buffer)
{
  GstAlignScaleCrop crop;

  if (!self->configured)
    return; /* caps come first, and look at the properties */
  crop = gst_align_scale_framing_crop_of (buffer, &self->in_info);
  if (!gst_align_scale_framing_same_crop (&crop, &self->buffer_crop)) {
    self->buffer_crop = crop;
    self->stale = TRUE;
  }
  gst_align_scale_take_settings_for_frame (self);
}

/* Slices of a frame that can be scaled at the same time, >= 1. */
static gint
count_slices (const GstAlignScalePlan *plan)
{
  gint n = 1;

  for (guint i = 0; i < G_N_ELEMENTS (plan->by_content); i++)
    n = MAX (n, plan->by_content[i].spec.n_slices);
  return n;
}

/* Text is only made where somebody reads it: plans may be built for every frame. */
static void
log_plan (GstAlignScale *self)
{
  g_autofree gchar *text = NULL;

  if (gst_debug_category_get_threshold (GST_CAT_DEFAULT) < GST_LEVEL_DEBUG)
    return;
  text = gst_align_scale_plan_describe (&self->plan);
  GST_DEBUG_OBJECT (self, "plan for %s", text);
}

static void
warn_of_crop (GstAlignScale *self, GstAlignScaleCropResult result)
{
  const gboolean is_empty = result == GST_ALIGN_SCALE_CROP_EMPTY;
  const GstVideoRectangle *rectangle = &self->buffer_crop.rectangle;

  if (is_empty && !self->crop_is_empty)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
        ("Cropping leaves nothing of frames of %dx%d, so one pixel is kept. Make the crop smaller.",
            self->in_info.width, self->in_info.height),
        (NULL));
  self->crop_is_empty = is_empty;
  if (result != GST_ALIGN_SCALE_CROP_OUTSIDE || self->warned_of_crop)
    return;
  self->warned_of_crop = TRUE;
  GST_ELEMENT_WARNING (self, STREAM, FORMAT,
      ("A buffer's crop of %dx%d pixels at (%d, %d) reaches out of its frame of %dx%d, so what "
       "lies inside is scaled. Check the element that made the GstVideoCropMeta.",
          rectangle->w, rectangle->h, rectangle->x, rectangle->y, self->buffer_crop.width,
          self->buffer_crop.height),
      (NULL));
}

static void
warn_of_size (GstAlignScale *self, const GstAlignScaleFraming *framing)
{
  const GstVideoRectangle *source = &framing->source, *resized = &framing->resized;

  if (framing->too_large && !self->is_too_large)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
        ("A picture of %dx%d that covers frames of %dx%d would have more than %d columns or rows, "
         "so it gets %dx%d and loses its shape. Crop it before, or choose another fit or size.",
            source->w, source->h, self->out_info.width, self->out_info.height, RSZ_MAX_SIZE,
            resized->w, resized->h),
        (NULL));
  self->is_too_large = framing->too_large;
}

/* What applications read and events from downstream are mapped by. */
static void
publish_framing (GstAlignScale *self, const GstAlignScaleFraming *framing)
{
  const GstAlignScaleFraming before = self->framing;

  GST_OBJECT_LOCK (self);
  self->framing = *framing;
  GST_OBJECT_UNLOCK (self);
  if (!gst_align_scale_framing_same (&before.source, &framing->source))
    g_object_notify (G_OBJECT (self), "source-rectangle");
  if (!gst_align_scale_framing_same (&before.resized, &framing->resized))
    g_object_notify (G_OBJECT (self), "resized-rectangle");
  if (!gst_align_scale_framing_same (&before.picture, &framing->picture))
    g_object_notify (G_OBJECT (self), "picture-rectangle");
}

/* True where every frame would come out as it went in. Frames that are not scalable, because nobody
 * can read or write their memory, pass whole or not at all. */
static gboolean
passes_with (const GstAlignScale *self, const GstAlignScaleFraming *framing)
{
  if (!self->scalable)
    return gst_align_scale_framing_is_whole (framing, &self->out_info);
  return gst_align_scale_plan_is_copy (&self->in_info, &self->out_info, framing, &self->effective);
}

/* Frames that would pass but for their crop pass where downstream does the crop, or where nobody
 * can read them. */
static gboolean
leaves_crop (const GstAlignScale *self)
{
  GstAlignScaleFraming framing;

  if (self->buffer_crop.width == 0 || !self->scalable)
    return TRUE;
  if (!self->downstream_crops)
    return FALSE;
  gst_align_scale_framing_init (&framing, &self->in_info, &self->out_info, &self->effective, NULL);
  return passes_with (self, &framing);
}

/* Makes the framing of all it depends on and publishes it; returns whether frames pass with it. */
static gboolean
settle (GstAlignScale *self)
{
  const GstAlignScaleCrop *crop = leaves_crop (self) ? NULL : &self->buffer_crop;
  GstAlignScaleFraming framing;

  warn_of_crop (self, gst_align_scale_framing_init (
                          &framing, &self->in_info, &self->out_info, &self->effective, crop));
  warn_of_size (self, &framing);
  publish_framing (self, &framing);
  return passes_with (self, &framing);
}

/* Takes the plan over; the one before it ends. */
static void
set_plan (GstAlignScale *self, const GstAlignScalePlan *plan)
{
  GstAlignScalePlan before = self->plan;

  GST_OBJECT_LOCK (self);
  self->plan = *plan;
  GST_OBJECT_UNLOCK (self);
  gst_align_scale_plan_finish (&before);
}

static void
post_memory_error (GstAlignScale *self)
{
  gst_align_scale_post_error (&self->errors,
      "Frames whose memory cannot be read or written here cannot be "
      "cropped. Remove the crop, or put an element before this one that "
      "copies them to system memory.");
}

/* True where the plan at hand serves a crop that has moved. */
static gboolean
move_plan (GstAlignScale *self)
{
  gboolean moved;

  GST_OBJECT_LOCK (self);
  moved = self->scalable
          && gst_align_scale_plan_move (
              &self->plan, &self->in_info, &self->out_info, &self->framing, &self->effective);
  GST_OBJECT_UNLOCK (self);
  return moved;
}

/* Where frames pass there is nothing to plan. */
static void
build_plan (GstAlignScale *self, gboolean passes)
{
  gchar message[RSZ_MESSAGE_SIZE];
  GstAlignScalePlan plan;

  if (!passes && move_plan (self)) {
    prepare_slices (self, count_slices (&self->plan)); /* the pool may be another one */
    return;
  }
  set_plan (self, &(GstAlignScalePlan){ .passes = passes });
  if (passes)
    return;
  if (!self->scalable) {
    post_memory_error (self);
    return;
  }
  if (!gst_align_scale_plan_init (
          &plan, &self->in_info, &self->out_info, &self->framing, &self->effective, message)) {
    gst_align_scale_post_error (&self->errors, message);
    return;
  }
  set_plan (self, &plan);
  prepare_slices (self, count_slices (&self->plan));
  log_plan (self);
}

/* While caps stay the base class neither asks for passthrough again nor for an output pool. */
static gboolean
switch_passthrough (GstAlignScale *self, gboolean passes)
{
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));

  gst_base_transform_set_passthrough (trans, passes);
  gst_base_transform_reconfigure_sink (trans);
  return gst_align_scale_negotiate (self, caps);
}

gboolean
gst_align_scale_update_prepare (GstAlignScale *self)
{
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);
  gboolean passes;

  if (!self->stale)
    return TRUE;
  /* Other caps may be negotiated with the switch, with which frames pass again. */
  while ((passes = settle (self)) != gst_base_transform_is_passthrough (trans)) {
    if (!switch_passthrough (self, passes))
      return FALSE;
  }
  self->stale = FALSE;
  build_plan (self, passes);
  if (passes || self->plan.n_pictures > 0)
    self->errors.posted = FALSE;
  return TRUE;
}

gboolean
gst_align_scale_update_set_info (GstAlignScale *self)
{
  gchar message[RSZ_MESSAGE_SIZE];
  gboolean passes;

  self->stale = TRUE;
  if (self->scalable
      && !gst_align_scale_plan_check (&self->in_info, &self->out_info, &self->effective, message)) {
    gst_align_scale_post_error (&self->errors, message);
    return FALSE;
  }
  passes = settle (self);
  if (!self->scalable && !passes) {
    post_memory_error (self);
    return FALSE;
  }
  gst_base_transform_set_passthrough (GST_BASE_TRANSFORM (self), passes);
  return TRUE;
}

void
gst_align_scale_update_stop (GstAlignScale *self)
{
  set_plan (self, &(GstAlignScalePlan){ 0 });
  publish_framing (self, &(GstAlignScaleFraming){ 0 });
  self->buffer_crop = (GstAlignScaleCrop){ 0 };
  self->configured = self->stale = self->size_stays = FALSE;
  self->downstream_crops = FALSE;
  g_atomic_int_set (&self->stream_layout, 0);
  self->crop_is_empty = self->is_too_large = self->warned_of_crop = FALSE;
}

/* ---- frames ---- */

static GstFlowReturn
submit (GstAlignScale *self, gboolean is_discont, GstBuffer *input)
{
  const GstBaseTransformClass *base_class = g_type_class_peek (GST_TYPE_VIDEO_FILTER);
  const GstFlowReturn flow = base_class->submit_input_buffer (
      GST_BASE_TRANSFORM (self), is_discont, gst_buffer_ref (input));

  if (flow == GST_FLOW_OK && !gst_align_scale_update_prepare (self))
    return GST_FLOW_NOT_NEGOTIATED;
  return flow;
}

GstFlowReturn
gst_align_scale_submit_input_buffer (GstBaseTransform *trans, gboolean is_discont, GstBuffer *input)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  GstFlowReturn flow = GST_FLOW_NOT_NEGOTIATED;

  /* what passed before a restart would pass for the base class; deactivating the pad, which takes
   * its caps, stops the element */
  if (!self->configured && !gst_pad_has_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self))) {
    gst_buffer_unref (input);
    return gst_align_scale_errors_refused (&self->errors);
  }
  /* the base class negotiates too, if it is asked to in between, and may fail */
  self->errors.negotiating = TRUE;
  for (gint i = 0; i < GST_ALIGN_SCALE_MAX_TRIES && gst_align_scale_negotiate_pending (self); i++) {
    flow = submit (self, is_discont, input);
    if (flow != GST_FLOW_NOT_NEGOTIATED || self->errors.posted)
      break;
  }
  self->errors.negotiating = FALSE;
  gst_buffer_unref (input);
  return flow == GST_FLOW_NOT_NEGOTIATED ? gst_align_scale_errors_refused (&self->errors) : flow;
}
