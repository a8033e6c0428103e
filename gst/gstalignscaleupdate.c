/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleupdate.h"

#include "gstalignscalecaps.h"
#include "gstalignscalecomplain.h"
#include "gstalignscalerectangles.h"
#include "gstalignscaledebug.h"
#include "gstalignscalethreads.h"

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

static void
warn_of_crop (GstAlignScale *self, gboolean left)
{
  if (!left && self->crop_left_something)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
        ("Cropping leaves nothing of frames of %dx%d, so one pixel is kept. Make the crop smaller.",
            self->in_info.width, self->in_info.height),
        (NULL));
  self->crop_left_something = left;
}

/* What applications read and events from downstream are mapped by. */
static void
publish_framing (GstAlignScale *self)
{
  const GstAlignScaleFraming before = self->shown;

  GST_OBJECT_LOCK (self);
  self->shown = self->framing;
  GST_OBJECT_UNLOCK (self);
  if (!gst_align_scale_framing_same (&before.source, &self->framing.source))
    g_object_notify (G_OBJECT (self), GST_ALIGN_SCALE_SOURCE_RECTANGLE);
  if (!gst_align_scale_framing_same (&before.picture, &self->framing.picture))
    g_object_notify (G_OBJECT (self), GST_ALIGN_SCALE_PICTURE_RECTANGLE);
}

static void
update_framing (GstAlignScale *self)
{
  warn_of_crop (self, gst_align_scale_framing_init (&self->framing, &self->in_info, &self->out_info,
                          &self->active, &self->crop));
  publish_framing (self);
}

/* Frames that cannot be read or written pass whole or not at all. */
static gboolean
can_pass_unread (GstAlignScale *self)
{
  if (gst_align_scale_framing_is_whole (&self->framing, &self->in_info, &self->out_info))
    return TRUE;
  gst_align_scale_complain (self,
      "Frames whose memory cannot be read or written here cannot be "
      "cropped. Remove the crop, or put an element before this one that "
      "copies them to system memory.");
  return FALSE;
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

void
gst_align_scale_update_drop_plan (GstAlignScale *self)
{
  set_plan (self, &(GstAlignScalePlan){ 0 });
}

gboolean
gst_align_scale_update_plan (GstAlignScale *self)
{
  gchar message[RSZ_MESSAGE_SIZE];
  GstAlignScalePlan plan;

  self->stale = FALSE;
  gst_align_scale_update_drop_plan (self);
  update_framing (self);
  if (!self->scalable)
    return can_pass_unread (self);
  if (!gst_align_scale_plan_init (
          &plan, &self->in_info, &self->out_info, &self->framing, &self->active, message)) {
    gst_align_scale_complain (self, message);
    return FALSE;
  }
  set_plan (self, &plan);
  self->complained = FALSE;
  gst_align_scale_threads_prepare (self);
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
  if (!self->scalable)
    return gst_align_scale_framing_is_whole (&self->framing, &self->in_info, &self->out_info);
  return (gst_align_scale_update_has_plan (self) && gst_align_scale_plan_is_copy (&self->plan));
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

/* The caps that would be negotiated for the fixed input `caps`, or NULL. The base class ends the
 * stream where there are none, so that this has to be known beforehand. *message may then say
 * more. */
static GstCaps *
choose_caps (
    GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *settings, gchar **message)
{
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (self);
  GstCaps *template = gst_pad_get_pad_template_caps (srcpad), *possible, *chosen;

  possible = gst_align_scale_caps_transform (caps, template);
  chosen = gst_pad_peer_query_caps (srcpad, possible);
  gst_caps_take (&possible, gst_caps_intersect_full (chosen, possible, GST_CAPS_INTERSECT_FIRST));
  gst_caps_unref (chosen);
  chosen = gst_align_scale_caps_fixate (GST_PAD_SINK, caps, possible, settings, message);
  gst_caps_unref (template);
  if (chosen != NULL && gst_pad_is_linked (srcpad)
      && !gst_pad_peer_query_accept_caps (srcpad, chosen))
    gst_clear_caps (&chosen);
  return chosen;
}

static void
copy_factors (GstAlignScaleSettings *to, const GstAlignScaleSettings *from)
{
  to->scale_factor = from->scale_factor;
  to->scale_factor_x = from->scale_factor_x;
  to->scale_factor_y = from->scale_factor_y;
}

static void
warn_of_size (GstAlignScale *self, const gchar *message)
{
  GST_ELEMENT_WARNING (self, CORE, NEGOTIATION,
      ("%s %dx%d. %s",
          gst_align_scale_settings_factors_differ (&self->seen, &self->active)
              ? "The new scale factors are not taken: the size stays"
              : "The size stays",
          self->out_info.width, self->out_info.height,
          message ? message : "Downstream refuses the new size."),
      (NULL));
}

/* True where `caps` are not those of the output. */
static gboolean
are_new (GstAlignScale *self, GstCaps *caps)
{
  GstCaps *current = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SRC_PAD (self));
  const gboolean equal = current != NULL && gst_caps_is_equal (current, caps);

  gst_clear_caps (&current);
  return !equal;
}

/* Makes the seen properties the active ones. Of a running stream new scale factors are only taken
 * if caps can be negotiated with them; refused ones are not tried again until they change. Crop and
 * borders are taken in any case, if need be in the old size. True where the output's caps change. */
static gboolean
take_properties (GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *before)
{
  GstAlignScaleSettings settings = self->seen;
  GstCaps *chosen = NULL;
  gchar *message = NULL;
  gboolean renegotiate = FALSE;

  if (self->configured && !gst_align_scale_settings_caps_differ (&settings, before)) {
    copy_factors (&settings, &self->active);
  } else if (self->configured) {
    chosen = choose_caps (self, caps, &settings, &message);
    if (chosen == NULL) {
      copy_factors (&settings, &self->active);
      warn_of_size (self, message);
    }
    renegotiate = chosen != NULL && are_new (self, chosen);
    gst_clear_caps (&chosen);
    g_free (message);
  }
  self->active = settings;
  self->stale = TRUE;
  return renegotiate;
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
  GstCaps *caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));

  if (take_properties (self, caps, before))
    renegotiate (self);
  gst_caps_unref (caps);
}

void
gst_align_scale_update_for_caps (GstAlignScale *self, GstCaps *caps)
{
  GstAlignScaleSettings before;

  self->crop = (GstVideoRectangle){ 0 };
  if (look_at_properties (self, &before))
    take_properties (self, caps, &before);
}

/* The rectangle of a buffer's crop meta; empty where it has none. */
static GstVideoRectangle
crop_of (GstBuffer *buffer)
{
  const GstVideoCropMeta *meta = gst_buffer_get_video_crop_meta (buffer);

  if (meta == NULL)
    return (GstVideoRectangle){ 0 };
  /* an empty one leaves nothing, which is said by what lies behind all frames */
  if (meta->width == 0 || meta->height == 0)
    return (GstVideoRectangle){ G_MAXINT / 2, G_MAXINT / 2, 1, 1 };
  return (GstVideoRectangle){ (gint) MIN (meta->x, G_MAXINT / 2),
    (gint) MIN (meta->y, G_MAXINT / 2), (gint) MIN (meta->width, G_MAXINT / 2),
    (gint) MIN (meta->height, G_MAXINT / 2) };
}

/* Frames that would pass but for their crop pass where downstream does the crop. */
static void
look_for_uncropped_pass (GstAlignScale *self)
{
  self->leaves_crop = FALSE;
  if (!self->downstream_crops)
    return;
  self->crop = (GstVideoRectangle){ 0 };
  gst_align_scale_update_plan (self);
  self->leaves_crop = gst_align_scale_update_can_pass (self);
}

static void
follow (GstAlignScale *self, GstBuffer *buffer)
{
  const GstVideoRectangle crop = crop_of (buffer);
  const gboolean was_stale = self->stale;

  if (self->stale)
    look_for_uncropped_pass (self);
  if (self->scalable && !self->leaves_crop && !gst_align_scale_framing_same (&crop, &self->crop)) {
    self->crop = crop;
    self->stale = TRUE;
  }
  if (self->stale)
    gst_align_scale_update_plan (self);
  else if (!was_stale)
    return;
  update_passthrough (self);
}

void
gst_align_scale_update_for_frame (GstAlignScale *self, GstBuffer *buffer)
{
  GstAlignScaleSettings before;
  const gboolean changed = look_at_properties (self, &before);

  if (!self->configured)
    return; /* caps come first, and look at the properties */
  if (changed)
    update_for_current_caps (self, &before);
  follow (self, buffer);
}
