/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleupdate.h"

#include "gstalignscalecaps.h"
#include "gstalignscalecomplain.h"
#include "gstalignscalenegotiate.h"
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
       "lies "
       "inside is scaled. Check the element that made the GstVideoCropMeta.",
          rectangle->w, rectangle->h, rectangle->x, rectangle->y, self->buffer_crop.width,
          self->buffer_crop.height),
      (NULL));
}

/* What applications read and events from downstream are mapped by. */
static void
publish_framing (GstAlignScale *self, const GstAlignScaleFraming *framing)
{
  const GstAlignScaleFraming before = self->published;

  GST_OBJECT_LOCK (self);
  self->published = *framing;
  GST_OBJECT_UNLOCK (self);
  if (!gst_align_scale_framing_same (&before.source, &framing->source))
    g_object_notify (G_OBJECT (self), GST_ALIGN_SCALE_SOURCE_RECTANGLE);
  if (!gst_align_scale_framing_same (&before.picture, &framing->picture))
    g_object_notify (G_OBJECT (self), GST_ALIGN_SCALE_PICTURE_RECTANGLE);
}

/* Frames that cannot be read or written pass whole or not at all. */
static gboolean
can_pass (const GstAlignScale *self, const GstAlignScaleFraming *framing)
{
  if (!self->scalable)
    return gst_align_scale_framing_is_whole (framing, &self->out_info);
  return gst_align_scale_plan_passes (&self->in_info, &self->out_info, framing, &self->effective);
}

/* Frames that would pass but for their crop pass where downstream does the crop, or where nobody can
 * read them. */
static gboolean
leaves_crop (const GstAlignScale *self)
{
  GstAlignScaleFraming framing;

  if (self->buffer_crop.width == 0 || !self->scalable)
    return TRUE;
  if (!self->downstream_crops)
    return FALSE;
  gst_align_scale_framing_init (&framing, &self->in_info, &self->out_info, &self->effective, NULL);
  return can_pass (self, &framing);
}

/* Makes the framing of all it depends on; returns whether frames pass with it. */
static gboolean
settle (GstAlignScale *self)
{
  const GstAlignScaleCrop *crop = leaves_crop (self) ? NULL : &self->buffer_crop;

  warn_of_crop (self, gst_align_scale_framing_init (
                          &self->framing, &self->in_info, &self->out_info, &self->effective, crop));
  publish_framing (self, &self->framing);
  return can_pass (self, &self->framing);
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
complain_of_memory (GstAlignScale *self)
{
  gst_align_scale_complain (self,
      "Frames whose memory cannot be read or written here cannot be "
      "cropped. Remove the crop, or put an element before this one that "
      "copies them to system memory.");
}

/* Where frames pass there is nothing to plan. */
static void
build_plan (GstAlignScale *self, gboolean passes)
{
  gchar message[RSZ_MESSAGE_SIZE];
  GstAlignScalePlan plan;

  set_plan (self, &(GstAlignScalePlan){ .passes = passes });
  if (passes)
    return;
  if (!self->scalable) {
    complain_of_memory (self);
    return;
  }
  if (!gst_align_scale_plan_init (
          &plan, &self->in_info, &self->out_info, &self->framing, &self->effective, message)) {
    gst_align_scale_complain (self, message);
    return;
  }
  set_plan (self, &plan);
  gst_align_scale_threads_prepare (self);
  log_plan (self);
}

/* While caps stay the base class neither asks for passthrough again nor for an output pool. */
static gboolean
switch_passthrough (GstAlignScale *self, gboolean passes)
{
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);
  GstCaps *caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
  gboolean done;

  gst_base_transform_set_passthrough (trans, passes);
  gst_base_transform_reconfigure_sink (trans);
  done = gst_align_scale_negotiate (self, caps);
  gst_caps_unref (caps);
  return done;
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
    self->complained = FALSE;
  return TRUE;
}

gboolean
gst_align_scale_update_set_info (GstAlignScale *self)
{
  gchar message[RSZ_MESSAGE_SIZE];
  gboolean passes;

  self->stale = TRUE;
  if (self->scalable && !gst_align_scale_plan_check (&self->in_info, &self->out_info, message)) {
    gst_align_scale_complain (self, message);
    return FALSE;
  }
  passes = settle (self);
  if (!self->scalable && !passes) {
    complain_of_memory (self);
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
  self->crop_is_empty = self->warned_of_crop = FALSE;
}

static void
warn_of_ignored (GstAlignScale *self, const GstAlignScaleSettings *before)
{
  const GstAlignScaleSettings *now = &self->requested;
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
take_requested (GstAlignScale *self, GstAlignScaleSettings *before)
{
  *before = self->requested;
  GST_OBJECT_LOCK (self);
  self->requested = self->settings;
  GST_OBJECT_UNLOCK (self);
  if (gst_align_scale_settings_equal (before, &self->requested))
    return FALSE;
  warn_of_ignored (self, before);
  return TRUE;
}

static void
copy_factors (GstAlignScaleSettings *to, const GstAlignScaleSettings *from)
{
  to->scale_factor = from->scale_factor;
  to->scale_factor_x = from->scale_factor_x;
  to->scale_factor_y = from->scale_factor_y;
}

/* Where downstream does not take the old size either, the negotiation that follows says so. */
static void
warn_of_size (GstAlignScale *self, GstCaps *caps, const gchar *message)
{
  gchar *unused;
  GstCaps *old = gst_align_scale_negotiate_choose (self, caps, &self->effective, &unused);
  const gboolean stays = old != NULL;

  gst_clear_caps (&old);
  g_free (unused);
  if (!stays)
    return;
  GST_ELEMENT_WARNING (self, CORE, NEGOTIATION,
      ("%s %dx%d. %s",
          gst_align_scale_settings_factors_differ (&self->requested, &self->effective)
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
make_effective (GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *before)
{
  GstAlignScaleSettings settings = self->requested;
  GstCaps *chosen = NULL;
  gchar *message = NULL;
  gboolean renegotiate = FALSE;

  if (self->configured && !gst_align_scale_settings_caps_differ (&settings, before)) {
    copy_factors (&settings, &self->effective);
  } else if (self->configured) {
    chosen = gst_align_scale_negotiate_choose (self, caps, &settings, &message);
    if (chosen == NULL) {
      copy_factors (&settings, &self->effective);
      warn_of_size (self, caps, message);
    }
    self->size_stays = chosen == NULL;
    renegotiate = chosen != NULL && are_new (self, chosen);
    gst_clear_caps (&chosen);
    g_free (message);
  }
  self->effective = settings;
  self->stale = TRUE;
  return renegotiate;
}

gboolean
gst_align_scale_update_for_negotiation (GstAlignScale *self, GstCaps *caps)
{
  GstAlignScaleSettings before;

  if (!take_requested (self, &before))
    return FALSE;
  make_effective (self, caps, &before);
  return TRUE;
}

void
gst_align_scale_update_for_caps (GstAlignScale *self, GstCaps *caps)
{
  /* the crop was of buffers before; it is stale also where the caps turn out to be the old ones */
  self->stale = TRUE;
  self->buffer_crop = (GstAlignScaleCrop){ 0 };
  self->warned_of_crop = FALSE;
  gst_align_scale_update_for_negotiation (self, caps);
}

static void
update_for_current_caps (GstAlignScale *self, const GstAlignScaleSettings *before)
{
  GstCaps *caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));

  if (make_effective (self, caps, before)) {
    gst_base_transform_reconfigure_src (GST_BASE_TRANSFORM (self));
    gst_base_transform_reconfigure_sink (GST_BASE_TRANSFORM (self));
  }
  gst_caps_unref (caps);
}

void
gst_align_scale_update_for_frame (GstAlignScale *self, GstBuffer *buffer)
{
  GstAlignScaleSettings before;
  GstAlignScaleCrop crop;

  if (!self->configured)
    return; /* caps come first, and look at the properties */
  crop = gst_align_scale_framing_crop_of (buffer, &self->in_info);
  if (!gst_align_scale_framing_same_crop (&crop, &self->buffer_crop)) {
    self->buffer_crop = crop;
    self->stale = TRUE;
  }
  if (take_requested (self, &before))
    update_for_current_caps (self, &before);
}
