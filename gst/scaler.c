/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "scaler.h"

#include <string.h>

#include "errors.h"
#include "gstalignscale.h"
#include "negotiation.h"

#define DESCRIPTION_SIZE 4096

/* ---- the plan ---- */

/* A field without rows is none: such pictures are scaled as progressive ones. */
static gboolean
can_have (const GstVideoInfo *in, const GstAlignScaleFraming *framing, GstAlignScaleContent content)
{
  const GstVideoInterlaceMode mode = GST_VIDEO_INFO_INTERLACE_MODE (in);
  const gboolean fields = framing->source.h > 1 && framing->picture.h > 1;
  const gboolean alternate = fields && mode == GST_VIDEO_INTERLACE_MODE_ALTERNATE;
  const gboolean pairs = fields && mode == GST_VIDEO_INTERLACE_MODE_INTERLEAVED;

  if (content == GST_ALIGN_SCALE_FRAME)
    return !pairs && !alternate;
  if (content == GST_ALIGN_SCALE_FIELDS)
    return pairs || (fields && mode == GST_VIDEO_INTERLACE_MODE_MIXED);
  return alternate;
}

/* Caps without these fields meet caps with any of them. */
static gboolean
hold_pictures_alike (const GstVideoInfo *in, const GstVideoInfo *out)
{
  const GstVideoInterlaceMode alternate = GST_VIDEO_INTERLACE_MODE_ALTERNATE;

  return gst_align_scale_pictures_count (in) == gst_align_scale_pictures_count (out)
         && gst_align_scale_pictures_fields (in) == gst_align_scale_pictures_fields (out)
         && (GST_VIDEO_INFO_INTERLACE_MODE (in) == alternate)
                == (GST_VIDEO_INFO_INTERLACE_MODE (out) == alternate);
}

gboolean
gst_align_scale_plan_check (const GstVideoInfo *in, const GstVideoInfo *out, gchar *message)
{
  GstAlignScaleFormat format;

  if (!gst_align_scale_format_init (&format, in->finfo)) {
    g_snprintf (message, RSZ_MESSAGE_SIZE, "Format %s cannot be scaled.", GST_VIDEO_INFO_NAME (in));
    return FALSE;
  }
  if (!hold_pictures_alike (in, out)) {
    g_snprintf (message, RSZ_MESSAGE_SIZE,
        "Downstream asks for an interlace-mode or a number of views that the input's caps do not "
        "name. Scaling changes neither: put an element that does behind this one, or correct the "
        "caps.");
    return FALSE;
  }
  if (gst_align_scale_pictures_size (in) > 0 && gst_align_scale_pictures_size (out) > 0)
    return TRUE;
  g_snprintf (message, RSZ_MESSAGE_SIZE,
      "Buffers of so many pictures cannot be scaled: there may be up to %d views and 4 GB in one. "
      "Scale the views before they are joined.",
      GST_ALIGN_SCALE_MAX_VIEWS);
  return FALSE;
}

/* One picture of a buffer of `in`, whose memory may hold more than the caps say. */
static void
frame_in_memory (GstVideoInfo *one, const GstVideoInfo *in, const GstAlignScaleFraming *framing)
{
  gst_align_scale_pictures_info (one, in);
  one->width = framing->in_width;
  one->height = framing->in_height;
}

/* True where every frame would come out as it went in. Frames that are not scalable, because nobody
 * can read or write their memory, pass whole or not at all. */
static gboolean
can_pass (const GstVideoInfo *in, const GstVideoInfo *out, gboolean scalable,
    const GstAlignScaleFraming *framing, const GstAlignScaleSettings *settings)
{
  GstAlignScaleFormat format;
  GstVideoInfo one_in, one_out;
  RszSpec spec;

  if (!gst_align_scale_framing_is_whole (framing, out))
    return FALSE;
  if (!scalable)
    return TRUE;
  if (in->width != out->width || in->height != out->height
      || !gst_align_scale_format_init (&format, in->finfo))
    return FALSE;
  frame_in_memory (&one_in, in, framing);
  gst_align_scale_pictures_info (&one_out, out);
  for (gint i = 0; i < GST_ALIGN_SCALE_N_CONTENTS; i++) {
    const GstAlignScaleContent content = (GstAlignScaleContent) i;

    if (!can_have (&one_in, framing, content))
      continue;
    gst_align_scale_format_spec (&format, &one_in, &one_out, framing, settings, content, &spec);
    if (!rsz_spec_is_copy (&spec))
      return FALSE;
  }
  return TRUE;
}

/* Memory for rows that buffers may lack, so that no frame has to ask for any. */
static gboolean
allocate_spare (GstAlignScalePlan *plan, GstAlignScaleContent content, gchar *message)
{
  const gint n_planes = (gint) GST_VIDEO_INFO_N_PLANES (&plan->in);
  const RszSpec *spec = &plan->by_content[content].spec;
  const gsize in = gst_align_scale_frame_spare_size (spec, n_planes, TRUE);
  const gsize out = gst_align_scale_frame_spare_size (spec, n_planes, FALSE);
  guint8 *spare;

  if (in == 0 && out == 0)
    return TRUE;
  if (out < G_MAXSIZE - in && (spare = g_try_malloc (in + out)) != NULL) {
    plan->by_content[content].spare = spare;
    plan->by_content[content].spare_out = spare + in;
    return TRUE;
  }
  g_snprintf (message, RSZ_MESSAGE_SIZE,
      "There is not enough memory to scale to %dx%d: free some or choose a smaller size.",
      plan->out.width, plan->out.height);
  return FALSE;
}

gboolean
gst_align_scale_plan_init (GstAlignScalePlan *plan, const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleFraming *framing, const GstAlignScaleSettings *settings, gchar *message)
{
  GstAlignScaleFormat format;

  memset (plan, 0, sizeof *plan);
  if (!gst_align_scale_plan_check (in, out, message)
      || !gst_align_scale_format_init (&format, in->finfo))
    return FALSE;
  frame_in_memory (&plan->in, in, framing);
  gst_align_scale_pictures_info (&plan->out, out);
  plan->n_pictures = gst_align_scale_pictures_count (in);
  plan->n_fields = gst_align_scale_pictures_fields (in);
  for (guint i = 0; i < GST_ALIGN_SCALE_N_CONTENTS; i++) {
    const GstAlignScaleContent content = (GstAlignScaleContent) i;
    RszSpec *spec = &plan->by_content[i].spec;

    if (!can_have (&plan->in, framing, content))
      continue;
    gst_align_scale_format_spec (&format, &plan->in, &plan->out, framing, settings, content, spec);
    plan->by_content[i].resizer = rsz_resizer_new (spec, message);
    if (plan->by_content[i].resizer == NULL || !allocate_spare (plan, content, message)) {
      gst_align_scale_plan_finish (plan);
      return FALSE;
    }
  }
  return TRUE;
}

static GstAlignScaleContent
content_of (const GstAlignScalePlan *plan, GstBuffer *buffer, gint picture)
{
  const gboolean frames = plan->by_content[GST_ALIGN_SCALE_FRAME].resizer != NULL;
  const gboolean pairs = plan->by_content[GST_ALIGN_SCALE_FIELDS].resizer != NULL;
  const gboolean is_bottom =
      plan->n_fields == 2 ? picture % 2 == 1 : GST_VIDEO_BUFFER_IS_BOTTOM_FIELD (buffer);

  if (pairs && (!frames || GST_BUFFER_FLAG_IS_SET (buffer, GST_VIDEO_BUFFER_FLAG_INTERLACED)))
    return GST_ALIGN_SCALE_FIELDS;
  if (frames)
    return GST_ALIGN_SCALE_FRAME;
  return is_bottom ? GST_ALIGN_SCALE_BOTTOM : GST_ALIGN_SCALE_TOP;
}

static gboolean
run_picture (const GstAlignScalePlan *plan, GstAlignScaleSlices *slices, GstBuffer *in,
    GstBuffer *out, gint picture, gchar **message)
{
  const GstAlignScaleContent content = content_of (plan, in, picture);
  const RszSpec *spec = &plan->by_content[content].spec;
  const gint id = plan->n_pictures > 1 ? picture : -1;
  GstAlignScaleFrame source = { .spare = plan->by_content[content].spare };
  GstAlignScaleFrame destination = { .spare = plan->by_content[content].spare_out };

  if (!gst_align_scale_frame_map (&source, spec, &plan->in, in, id, GST_MAP_READ, message))
    return FALSE;
  if (!gst_align_scale_frame_map (
          &destination, spec, &plan->out, out, id, GST_MAP_WRITE, message)) {
    gst_align_scale_frame_unmap (&source);
    return FALSE;
  }
  gst_align_scale_slices_run (
      slices, plan->by_content[content].resizer, spec->n_slices, &source, &destination);
  gst_align_scale_frame_complete (&destination, spec);
  gst_align_scale_frame_unmap (&destination);
  gst_align_scale_frame_unmap (&source);
  return TRUE;
}

gboolean
gst_align_scale_plan_run (const GstAlignScalePlan *plan, GstAlignScaleSlices *slices, GstBuffer *in,
    GstBuffer *out, gchar **message)
{
  for (gint picture = 0; picture < plan->n_pictures; picture++) {
    if (!run_picture (plan, slices, in, out, picture, message))
      return FALSE;
  }
  return TRUE;
}

gchar *
gst_align_scale_plan_describe (const GstAlignScalePlan *plan)
{
  static const gchar *const names[] = { "frames", "pairs of fields", "top fields",
    "bottom fields" };
  GString *text;
  gchar *description;

  if (plan->passes)
    return g_strdup ("frames pass as they are\n");
  if (plan->n_pictures == 0)
    return NULL;
  text = g_string_new (NULL);
  description = g_malloc (DESCRIPTION_SIZE);
  for (guint i = 0; i < G_N_ELEMENTS (plan->by_content); i++) {
    if (plan->by_content[i].resizer == NULL)
      continue;
    rsz_resizer_describe (plan->by_content[i].resizer, description, DESCRIPTION_SIZE);
    g_string_append (text, names[i]);
    if (plan->by_content[i].spec.n_slices > 1)
      g_string_append_printf (text, " in %d slices", plan->by_content[i].spec.n_slices);
    g_string_append_printf (text, ":\n%s", description);
  }
  g_free (description);
  return g_string_free (text, FALSE);
}

void
gst_align_scale_plan_finish (GstAlignScalePlan *plan)
{
  for (guint i = 0; i < G_N_ELEMENTS (plan->by_content); i++) {
    rsz_resizer_free (plan->by_content[i].resizer);
    g_free (plan->by_content[i].spare);
  }
  memset (plan, 0, sizeof *plan);
}

/* ---- requested and effective settings ---- */

static gboolean
factors_differ (const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return a->scale_factor != b->scale_factor || a->scale_factor_x != b->scale_factor_x
         || a->scale_factor_y != b->scale_factor_y;
}

static gboolean
crop_differs (const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return a->crop_left != b->crop_left || a->crop_right != b->crop_right
         || a->crop_top != b->crop_top || a->crop_bottom != b->crop_bottom;
}

/* True where properties that the output caps depend on differ. */
static gboolean
caps_differ (const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return factors_differ (a, b) || a->add_borders != b->add_borders || crop_differs (a, b);
}

static gboolean
are_equal (const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return a->method == b->method && a->arithmetic == b->arithmetic
         && a->align_corners == b->align_corners && a->antialias == b->antialias
         && !caps_differ (a, b) && a->border_color == b->border_color
         && a->border_placement == b->border_placement && a->border_rounding == b->border_rounding
         && a->recompute_scale_factor == b->recompute_scale_factor && a->n_threads == b->n_threads;
}

/* "bilinear, bicubic": the methods that take what the caller asks for. */
static gchar *
methods_that_take (gboolean align_corners, gboolean antialias)
{
  GString *names = g_string_new (NULL);

  for (gint i = 0; i < RSZ_N_METHODS; i++) {
    const RszMethodInfo *info = rsz_method_info ((RszMethod) i);

    if ((align_corners && !info->takes_align_corners) || (antialias && !info->takes_antialias))
      continue;
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", info->name);
  }
  return g_string_free (names, FALSE);
}

/* A sentence on the options torch refuses together with this method, which the element ignores;
 * NULL where there are none. Free with g_free. */
static gchar *
describe_ignored (const GstAlignScaleSettings *settings)
{
  const RszMethodInfo *info = rsz_method_info ((RszMethod) settings->method);
  const gboolean align_corners = settings->align_corners && !info->takes_align_corners;
  const gboolean antialias = settings->antialias && !info->takes_antialias;
  gchar *names, *sentence;

  if (!align_corners && !antialias)
    return NULL;

  names = methods_that_take (align_corners, antialias);
  sentence = g_strdup_printf ("Method %s takes no %s%s%s, so it is ignored. Methods that do: %s.",
      info->name, align_corners ? "align-corners" : "",
      align_corners && antialias ? " and no " : "", antialias ? "antialias" : "", names);
  g_free (names);
  return sentence;
}

static void
warn_of_ignored (GstAlignScale *self, const GstAlignScaleSettings *before)
{
  const GstAlignScaleSettings *now = &self->requested;
  gchar *sentence;

  if (now->method == before->method && now->align_corners == before->align_corners
      && now->antialias == before->antialias)
    return;
  sentence = describe_ignored (now);
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
  if (are_equal (before, &self->requested))
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
          factors_differ (&self->requested, &self->effective)
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

/* Makes the requested properties the effective ones. Of a running stream new scale factors are
 * only taken if caps can be negotiated with them; refused ones are not tried again until they
 * change. Crop and borders are taken in any case, if need be in the old size. True where the
 * output's caps change. */
static gboolean
make_effective (GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *before)
{
  GstAlignScaleSettings settings = self->requested;
  GstCaps *chosen = NULL;
  gchar *message = NULL;
  gboolean renegotiate = FALSE;

  if (self->configured && !caps_differ (&settings, before)) {
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

/* ---- framing, passthrough and plan ---- */

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
       "lies inside is scaled. Check the element that made the GstVideoCropMeta.",
          rectangle->w, rectangle->h, rectangle->x, rectangle->y, self->buffer_crop.width,
          self->buffer_crop.height),
      (NULL));
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
  if (!gst_align_scale_framing_same (&before.picture, &framing->picture))
    g_object_notify (G_OBJECT (self), "picture-rectangle");
}

static gboolean
passes_with (const GstAlignScale *self, const GstAlignScaleFraming *framing)
{
  return can_pass (&self->in_info, &self->out_info, self->scalable, framing, &self->effective);
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
  gst_align_scale_post_error (self,
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
    post_memory_error (self);
    return;
  }
  if (!gst_align_scale_plan_init (
          &plan, &self->in_info, &self->out_info, &self->framing, &self->effective, message)) {
    gst_align_scale_post_error (self, message);
    return;
  }
  set_plan (self, &plan);
  gst_align_scale_slices_prepare (self, count_slices (&self->plan));
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
    self->error_posted = FALSE;
  return TRUE;
}

gboolean
gst_align_scale_update_set_info (GstAlignScale *self)
{
  gchar message[RSZ_MESSAGE_SIZE];
  gboolean passes;

  self->stale = TRUE;
  if (self->scalable && !gst_align_scale_plan_check (&self->in_info, &self->out_info, message)) {
    gst_align_scale_post_error (self, message);
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
  self->crop_is_empty = self->warned_of_crop = FALSE;
}
