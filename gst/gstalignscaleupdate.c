/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleupdate.h"

#include "gstalignscalecaps.h"

#define GST_CAT_DEFAULT gst_align_scale_debug

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

gboolean
gst_align_scale_update_plan (GstAlignScale *self)
{
  gchar message[RSZ_MESSAGE_SIZE];
  gchar *text;

  gst_align_scale_plan_finish (&self->plan);
  if (!self->scalable)
    return TRUE;
  if (!gst_align_scale_plan_init (
          &self->plan, &self->in_info, &self->out_info, &self->active, message)) {
    self->complained = TRUE;
    GST_ELEMENT_ERROR (self, STREAM, FAILED, ("%s", message),
        ("%dx%d to %dx%d", self->in_info.width, self->in_info.height, self->out_info.width,
            self->out_info.height));
    return FALSE;
  }
  prepare_pool (self);
  text = gst_align_scale_plan_describe (&self->plan);
  GST_DEBUG_OBJECT (self, "plan for %s", text);
  g_free (text);
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

/* Takes a copy of the properties. True where one has changed since the last time. */
static gboolean
look_at_properties (GstAlignScale *self)
{
  const GstAlignScaleSettings before = self->seen;

  GST_OBJECT_LOCK (self);
  self->seen = self->settings;
  GST_OBJECT_UNLOCK (self);
  if (gst_align_scale_settings_equal (&before, &self->seen))
    return FALSE;
  warn_of_ignored (self, &before);
  return TRUE;
}

/* The output caps a renegotiation with `settings` would come to; NULL where it would fail. The base
 * class ends the stream then, so that this has to be known beforehand. */
static GstCaps *
foresee_caps (GstAlignScale *self, const GstAlignScaleSettings *settings, gchar **message)
{
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (self);
  GstCaps *caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
  GstCaps *template = gst_pad_get_pad_template_caps (srcpad), *possible, *result;

  possible = gst_align_scale_caps_transform (caps, template);
  result = gst_pad_peer_query_caps (srcpad, possible);
  gst_caps_take (&possible, gst_caps_intersect_full (result, possible, GST_CAPS_INTERSECT_FIRST));
  gst_caps_unref (result);
  result = gst_align_scale_caps_fixate (GST_PAD_SINK, caps, possible, settings, message);
  if (result != NULL && gst_pad_is_linked (srcpad)
      && !gst_pad_peer_query_accept_caps (srcpad, result))
    gst_clear_caps (&result);
  gst_caps_unref (template);
  gst_caps_unref (caps);
  return result;
}

/* New scale factors mean new caps; where downstream cannot take them, the old factors stay. */
static void
take_factors (GstAlignScale *self, GstAlignScaleSettings *settings)
{
  gchar *message = NULL;
  GstCaps *caps = foresee_caps (self, settings, &message);

  if (caps != NULL) {
    gst_caps_unref (caps);
    gst_base_transform_reconfigure_src (GST_BASE_TRANSFORM (self));
    gst_base_transform_reconfigure_sink (GST_BASE_TRANSFORM (self));
    return;
  }
  settings->scale_factor = self->active.scale_factor;
  settings->scale_factor_x = self->active.scale_factor_x;
  settings->scale_factor_y = self->active.scale_factor_y;
  GST_ELEMENT_WARNING (self, CORE, NEGOTIATION,
      ("The size stays %dx%d. %s", self->out_info.width, self->out_info.height,
          message ? message : "Downstream refuses the size of the new scale factors."),
      (NULL));
  g_free (message);
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
  gst_base_transform_reconfigure_src (trans);
  gst_base_transform_reconfigure_sink (trans);
}

static void
take_properties (GstAlignScale *self)
{
  GstAlignScaleSettings settings = self->seen;

  if (gst_align_scale_settings_factors_differ (&settings, &self->active))
    take_factors (self, &settings);
  self->active = settings;
  gst_align_scale_update_plan (self);
  update_passthrough (self);
}

void
gst_align_scale_update_for_caps (GstAlignScale *self)
{
  look_at_properties (self);
  self->active = self->seen;
}

void
gst_align_scale_update_for_frame (GstAlignScale *self)
{
  if (!look_at_properties (self))
    return;
  if (self->configured)
    take_properties (self);
  else
    self->active = self->seen;
}
