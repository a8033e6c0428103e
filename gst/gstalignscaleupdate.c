/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleupdate.h"

#include "gstalignscalecaps.h"
#include "gstalignscalecomplain.h"
#include "gstalignscaledebug.h"

/* Threads are only started where a plan has slices to share. */
static void
prepare_pool (GstAlignScale *self)
{
  const guint helpers = (guint) gst_align_scale_plan_slices (&self->plan) - 1;

  if (helpers == 0)
    return;
  if (self->pool == NULL) {
    self->pool = gst_shared_task_pool_new ();
    gst_task_pool_prepare (self->pool, NULL);
  }
  if (helpers != self->pool_threads)
    gst_shared_task_pool_set_max_threads (GST_SHARED_TASK_POOL (self->pool), helpers);
  self->pool_threads = helpers;
}

/* Text is only made where somebody reads it: plans may be built for every frame. */
static void
log_plan (GstAlignScale *self)
{
  gchar *text;

  if (gst_debug_category_get_threshold (GST_CAT_DEFAULT) < GST_LEVEL_DEBUG)
    return;
  text = gst_align_scale_plan_describe (&self->plan);
  GST_DEBUG_OBJECT (self, "plan for %s", text);
  g_free (text);
}

gboolean
gst_align_scale_update_plan (GstAlignScale *self)
{
  gchar message[RSZ_MESSAGE_SIZE];

  self->stale = FALSE;
  gst_align_scale_plan_finish (&self->plan);
  if (!self->scalable)
    return TRUE;
  if (!gst_align_scale_plan_init (
          &self->plan, &self->in_info, &self->out_info, &self->active, message)) {
    gst_align_scale_complain (self, message);
    return FALSE;
  }
  prepare_pool (self);
  log_plan (self);
  return TRUE;
}

gboolean
gst_align_scale_update_has_plan (GstAlignScale *self)
{
  return self->plan.out.finfo != NULL;
}

gboolean
gst_align_scale_update_can_pass (GstAlignScale *self)
{
  return !self->scalable
         || (gst_align_scale_update_has_plan (self) && gst_align_scale_plan_is_copy (&self->plan));
}

static void
warn_of_ignored (GstAlignScale *self, const GstAlignScaleSettings *before)
{
  const GstAlignScaleSettings *now = &self->seen;
  gchar *sentence;

  if (now->method == before->method && now->align_corners == before->align_corners
      && now->antialias == before->antialias)
    return;
  sentence = gst_align_scale_settings_ignored (now);
  if (sentence != NULL)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS, ("%s", sentence), (NULL));
  g_free (sentence);
}

/* Takes a copy of the properties, `before` being the last one. True where one has changed. */
static gboolean
look_at_properties (GstAlignScale *self, GstAlignScaleSettings *before)
{
  *before = self->seen;
  GST_OBJECT_LOCK (self);
  self->seen = self->settings;
  GST_OBJECT_UNLOCK (self);
  if (gst_align_scale_settings_equal (before, &self->seen))
    return FALSE;
  warn_of_ignored (self, before);
  return TRUE;
}

/* True where caps would be negotiated for the fixed input `caps`. The base class ends the stream
 * where they are not, so that this has to be known beforehand. On failure *message may say more. */
static gboolean
can_negotiate (
    GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *settings, gchar **message)
{
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (self);
  GstCaps *template = gst_pad_get_pad_template_caps (srcpad), *possible, *chosen;
  gboolean accepted;

  possible = gst_align_scale_caps_transform (caps, template);
  chosen = gst_pad_peer_query_caps (srcpad, possible);
  gst_caps_take (&possible, gst_caps_intersect_full (chosen, possible, GST_CAPS_INTERSECT_FIRST));
  gst_caps_unref (chosen);
  chosen = gst_align_scale_caps_fixate (GST_PAD_SINK, caps, possible, settings, message);
  accepted = chosen != NULL
             && (!gst_pad_is_linked (srcpad) || gst_pad_peer_query_accept_caps (srcpad, chosen));
  gst_clear_caps (&chosen);
  gst_caps_unref (template);
  return accepted;
}

static void
copy_factors (GstAlignScaleSettings *to, const GstAlignScaleSettings *from)
{
  to->scale_factor = from->scale_factor;
  to->scale_factor_x = from->scale_factor_x;
  to->scale_factor_y = from->scale_factor_y;
}

static void
warn_of_factors (GstAlignScale *self, const gchar *message)
{
  GST_ELEMENT_WARNING (self, CORE, NEGOTIATION,
      ("The scale factors stay what they were, the size %dx%d. %s", self->out_info.width,
          self->out_info.height, message ? message : "Downstream refuses the new size."),
      (NULL));
}

/* Makes the seen properties the active ones. Of a running stream new scale factors are only taken
 * if caps can be negotiated with them; refused ones are not tried again until they change. */
static void
take_properties (GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *before)
{
  GstAlignScaleSettings settings = self->seen;
  gchar *message = NULL;

  if (self->configured && !gst_align_scale_settings_factors_differ (&settings, before)) {
    copy_factors (&settings, &self->active);
  } else if (self->configured && !can_negotiate (self, caps, &settings, &message)) {
    copy_factors (&settings, &self->active);
    warn_of_factors (self, message);
    g_free (message);
  }
  self->active = settings;
  self->stale = TRUE;
}

/* Makes the base class negotiate again, and upstream ask for memory again. */
static void
renegotiate (GstAlignScale *self)
{
  gst_base_transform_reconfigure_src (GST_BASE_TRANSFORM (self));
  gst_base_transform_reconfigure_sink (GST_BASE_TRANSFORM (self));
}

/* While caps stay the base class neither asks for passthrough again nor for an output pool. */
static void
update_passthrough (GstAlignScale *self)
{
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);
  const gboolean passthrough = gst_align_scale_update_can_pass (self);

  if (passthrough == gst_base_transform_is_passthrough (trans))
    return;
  gst_base_transform_set_passthrough (trans, passthrough);
  renegotiate (self);
}

static void
update_for_current_caps (GstAlignScale *self, const GstAlignScaleSettings *before)
{
  const GstAlignScaleSettings active = self->active;
  GstCaps *caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));

  take_properties (self, caps, before);
  gst_clear_caps (&caps);
  if (gst_align_scale_settings_factors_differ (&active, &self->active))
    renegotiate (self);
}

void
gst_align_scale_update_for_caps (GstAlignScale *self, GstCaps *caps)
{
  GstAlignScaleSettings before;

  if (look_at_properties (self, &before))
    take_properties (self, caps, &before);
}

void
gst_align_scale_update_for_frame (GstAlignScale *self)
{
  GstAlignScaleSettings before;

  if (look_at_properties (self, &before))
    update_for_current_caps (self, &before);
  if (self->stale && self->configured) {
    gst_align_scale_update_plan (self);
    update_passthrough (self);
  }
}
