/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "negotiation.h"

#include "caps.h"
#include "debug.h"
#include "errors.h"
#include "gstalignscale.h"
#include "tensor.h"

/* Where downstream accepts what it offers the base class may have failed for reasons of its own. */
#define MAX_TRIES_WITHOUT_REASON 3

/* ---- choosing caps ---- */

/* NULL, or why buffers of these fixed caps cannot be scaled: as a sentence, to be freed with
 * g_free. */
static gchar *
refuse_pair (GstCaps *in, GstCaps *out, const GstAlignScaleSettings *settings)
{
  gchar message[RSZ_MESSAGE_SIZE];
  GstVideoInfo in_info, out_info;

  if (!gst_align_scale_caps_scalable (gst_caps_get_features (in, 0))
      || !gst_align_scale_caps_read (&in_info, in) || !gst_align_scale_caps_read (&out_info, out)
      || gst_align_scale_plan_check (&in_info, &out_info, settings, message))
    return NULL;
  return g_strdup (message);
}

/* What the output may be for fixed input `caps`, of what the src pad's template has. New
 * reference. */
static GstCaps *
possible_output (GstCaps *caps, GstPad *srcpad, const GstAlignScaleSettings *settings)
{
  g_autoptr (GstCaps) template = gst_pad_get_pad_template_caps (srcpad);
  g_autoptr (GstCaps) transformed = gst_align_scale_caps_transform (caps, NULL);
  g_autoptr (GstCaps) leaving = gst_align_scale_tensor_caps_of_video (transformed, settings);

  return gst_caps_intersect_full (leaving, template, GST_CAPS_INTERSECT_FIRST);
}

/* What the base class would choose now. New reference; NULL without a message where downstream
 * contradicts what it has said a moment ago. */
static GstCaps *
choose_once (
    GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *settings, gchar **message)
{
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (self);
  g_autoptr (GstCaps) possible = possible_output (caps, srcpad, settings);
  g_autoptr (GstCaps) downstream = gst_pad_peer_query_caps (srcpad, possible);
  g_autoptr (GstCaps) common =
      gst_caps_intersect_full (downstream, possible, GST_CAPS_INTERSECT_FIRST);
  g_autoptr (GstCaps) inside = gst_align_scale_tensor_caps_to_video (common, caps, settings);
  g_autoptr (GstCaps) chosen = NULL, video = NULL;

  *message = NULL;
  /* for the sentence all that it takes, not what is left of that */
  if (gst_caps_is_empty (downstream))
    gst_caps_take (&downstream, gst_pad_peer_query_caps (srcpad, NULL));
  if (!gst_caps_is_empty (inside))
    video =
        gst_align_scale_caps_fixate (GST_PAD_SINK, caps, gst_caps_ref (inside), settings, message);
  else if (!gst_caps_is_empty (common) || !gst_caps_can_intersect (downstream, possible))
    *message = gst_align_scale_caps_explain (caps, downstream);
  if (video != NULL) {
    *message = refuse_pair (caps, video, settings);
    chosen = gst_align_scale_tensor_caps_of_video (video, settings);
  }
  if (*message != NULL
      || (chosen != NULL && gst_pad_is_linked (srcpad)
          && !gst_pad_peer_query_accept_caps (srcpad, chosen)))
    return NULL;
  return g_steal_pointer (&chosen);
}

/* The output caps that would be negotiated now for fixed input `caps` with these settings; new
 * reference. NULL where there are none: *message is then a sentence for a person, to be freed with
 * g_free, that holds for downstream's current caps; or NULL, where downstream does not accept what
 * it offers, often as it was asked. While a reconfigure is pending at the src pad the negotiation
 * that follows says what is wrong. */
static GstCaps *
choose (GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *settings, gchar **message)
{
  GstCaps *chosen = choose_once (self, caps, settings, message);

  for (gint i = 1; i < GST_ALIGN_SCALE_MAX_TRIES && chosen == NULL && *message == NULL; i++)
    chosen = choose_once (self, caps, settings, message);
  return chosen;
}

/* Of what is possible the size there is, for a crop with which the factors make none: without
 * them. */
static GstCaps *
keep_size (GstAlignScale *self, GstCaps *caps, GstCaps *possible)
{
  GstAlignScaleSettings settings = self->effective;
  g_autoptr (GstCaps) size = gst_caps_new_simple ("video/x-raw", "width", G_TYPE_INT,
      self->out_info.width, "height", G_TYPE_INT, self->out_info.height, NULL);
  g_autofree gchar *unused = NULL;

  gst_align_scale_settings_clear_size (&settings);
  gst_caps_set_features_simple (size, gst_caps_features_new_any ());
  return gst_align_scale_caps_fixate (GST_PAD_SINK, caps,
      gst_caps_intersect_full (possible, size, GST_CAPS_INTERSECT_FIRST), &settings, &unused);
}

GstCaps *
gst_align_scale_fixate_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *othercaps)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  g_autoptr (GstCaps) possible = othercaps;
  g_autofree gchar *message = NULL;
  GstCaps *result;

  /* without a peer the base class offers the input's caps alone */
  if (direction == GST_PAD_SINK && !gst_pad_is_linked (trans->srcpad))
    gst_caps_take (&possible, gst_align_scale_caps_transform (caps, NULL));
  result = gst_align_scale_caps_fixate (
      direction, caps, gst_caps_ref (possible), &self->effective, &message);
  if (result == NULL && direction == GST_PAD_SINK && self->size_stays)
    result = keep_size (self, caps, possible);
  if (result == NULL) {
    /* it is said if it lasts: downstream may have changed its mind by now */
    GST_DEBUG_OBJECT (self, "%s", message);
    return gst_caps_new_empty ();
  }
  GST_DEBUG_OBJECT (self, "%" GST_PTR_FORMAT " becomes %" GST_PTR_FORMAT, caps, result);
  return result;
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
  GstAlignScaleSettings like = *a;

  gst_align_scale_settings_copy_size (&like, b);
  return !gst_align_scale_settings_equal (&like, a) || a->fit != b->fit
         || a->border_rounding != b->border_rounding || crop_differs (a, b);
}

/* A sentence on the options torch refuses together with this method, which the element ignores;
 * NULL where there are none. Free with g_free. */
static gchar *
describe_ignored (const GstAlignScaleSettings *settings)
{
  const RszMethod method = gst_align_scale_settings_method (settings);
  const RszMethodInfo *info =
      rsz_method_info (method < RSZ_N_METHODS ? method : (RszMethod) settings->method);
  const gboolean align_corners = settings->align_corners && !info->takes_align_corners;
  const gboolean antialias = settings->antialias && !info->takes_antialias;
  const RszLibrary library = (RszLibrary) settings->library;
  g_autofree gchar *names = NULL;
  gboolean torchs;

  if (!align_corners && !antialias)
    return NULL;

  names = gst_align_scale_format_methods (library, align_corners, antialias);
  torchs = *names == '\0';
  if (torchs) {
    g_free (names);
    names = gst_align_scale_format_methods (RSZ_LIBRARY_TORCH, align_corners, antialias);
  }
  return g_strdup_printf ("Method %s takes no %s%s%s, so it is ignored. Methods that do: %s%s.",
      info->name, align_corners ? "align-corners" : "",
      align_corners && antialias ? " and no " : "", antialias ? "antialias" : "",
      torchs ? "torch's " : "", names);
}

/* Where ONNX ignores it, too. */
static gboolean
ignores_coefficient (const GstAlignScaleSettings *settings)
{
  const RszMethod method = gst_align_scale_settings_method (settings);

  return settings->cubic_coefficient != GST_ALIGN_SCALE_CUBIC_COEFFICIENT && method < RSZ_N_METHODS
         && !rsz_method_info (method)->takes_cubic_coefficient;
}

static void
warn_of_ignored (GstAlignScale *self, const GstAlignScaleSettings *before)
{
  const GstAlignScaleSettings *now = &self->requested;
  g_autofree gchar *sentence = NULL;

  if (now->library == before->library && now->method == before->method
      && now->align_corners == before->align_corners && now->antialias == before->antialias
      && now->cubic_coefficient == before->cubic_coefficient)
    return;
  sentence = describe_ignored (now);
  if (sentence != NULL)
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS, ("%s", sentence), (NULL));
  if (ignores_coefficient (now))
    GST_ELEMENT_WARNING (self, LIBRARY, SETTINGS,
        ("Method %s takes no cubic-coefficient, so it is ignored. ONNX's cubic does.",
            rsz_method_info ((RszMethod) now->method)->name),
        (NULL));
}

/* True where properties have changed: takes a copy of them, and `before` is the last one. */
static gboolean
take_requested (GstAlignScale *self, GstAlignScaleSettings *before)
{
  gboolean differ;

  GST_OBJECT_LOCK (self);
  differ = !gst_align_scale_settings_equal (&self->settings, &self->requested);
  if (differ) {
    *before = self->requested;
    self->requested = self->settings;
  }
  GST_OBJECT_UNLOCK (self);
  if (differ)
    warn_of_ignored (self, before);
  return differ;
}

static gboolean
library_differs (const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  GstAlignScaleSettings like_b = *a;

  gst_align_scale_settings_copy_library (&like_b, b);
  return !gst_align_scale_settings_equal (a, &like_b);
}

/* Of a running stream: what the library does not have stays what it was. */
static void
keep_library (GstAlignScale *self, GstCaps *caps, GstAlignScaleSettings *settings)
{
  gchar message[RSZ_MESSAGE_SIZE];
  GstVideoInfo info;

  if (!self->scalable || !gst_align_scale_caps_read (&info, caps)
      || !gst_align_scale_format_check (info.finfo, &self->effective, message)
      || gst_align_scale_format_check (info.finfo, settings, message))
    return;
  GST_ELEMENT_WARNING (
      self, LIBRARY, SETTINGS, ("The old library and method stay. %s", message), (NULL));
  gst_align_scale_settings_copy_library (settings, &self->effective);
}

/* Where downstream does not take the old size either, the negotiation that follows says so. */
static void
warn_of_size (GstAlignScale *self, GstCaps *caps, const gchar *message)
{
  g_autofree gchar *unused = NULL;
  g_autoptr (GstCaps) old = choose (self, caps, &self->effective, &unused);

  if (old == NULL)
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
  g_autoptr (GstCaps) current = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SRC_PAD (self));

  return current == NULL || !gst_caps_is_equal (current, caps);
}

/* Makes the requested properties the effective ones. Of a running stream new scale factors are
 * only taken if caps can be negotiated with them; refused ones are not tried again until they
 * change. Crop and borders are taken in any case, if need be in the old size. True where the
 * output's caps change. */
static gboolean
make_effective (GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *before)
{
  GstAlignScaleSettings settings = self->requested;
  g_autoptr (GstCaps) chosen = NULL;
  g_autofree gchar *message = NULL;

  if (self->configured && library_differs (&settings, &self->effective))
    keep_library (self, caps, &settings);
  if (self->configured && caps_differ (&settings, before)) {
    chosen = choose (self, caps, &settings, &message);
    self->size_stays = chosen == NULL;
    if (chosen == NULL)
      warn_of_size (self, caps, message);
  }
  if (self->configured && chosen == NULL)
    gst_align_scale_settings_copy_size (&settings, &self->effective);
  if (self->configured)
    settings.layout = self->effective.layout;
  self->effective = settings;
  self->stale = TRUE;
  return chosen != NULL && are_new (self, chosen);
}

gboolean
gst_align_scale_take_settings (GstAlignScale *self, GstCaps *caps)
{
  GstAlignScaleSettings before;

  if (!take_requested (self, &before))
    return FALSE;
  make_effective (self, caps, &before);
  return TRUE;
}

void
gst_align_scale_take_settings_for_frame (GstAlignScale *self)
{
  g_autoptr (GstCaps) caps = NULL;
  GstAlignScaleSettings before;
  gboolean kept, changes;

  if (!take_requested (self, &before))
    return;
  caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
  if (caps == NULL)
    self->configured = FALSE; /* they were refused after all, as their pool could not be used */
  kept = self->effective.keep_input;
  changes = make_effective (self, caps, &before);
  if (changes)
    gst_base_transform_reconfigure_src (GST_BASE_TRANSFORM (self));
  if (changes || kept != self->effective.keep_input) /* which decides what upstream may send */
    gst_base_transform_reconfigure_sink (GST_BASE_TRANSFORM (self));
}

/* ---- negotiating ---- */

/* Unlike gst_base_transform_reconfigure this posts nothing, but for a pool that cannot be used. */
static gboolean
configure (GstAlignScale *self, GstCaps *caps)
{
  const GstBaseTransformClass *base_class = g_type_class_peek (GST_TYPE_VIDEO_FILTER);

  return base_class->sink_event (GST_BASE_TRANSFORM (self), gst_event_new_caps (caps));
}

/* Posts what holds for downstream's current caps; without a message it offers what it does not
 * accept. */
static void
post_refusal (GstAlignScale *self, GstCaps *caps, const gchar *message)
{
  if (message != NULL)
    gst_align_scale_post_error (&self->errors, message);
  else
    gst_align_scale_post_not_accepted (&self->errors, caps);
}

/* How often the base class has failed, and what downstream had announced before. */
typedef struct {
  gint n, n_without_reason, n_announced;
} Tries;

/* After a failure: true where there is something new to try, else an error is posted. Of a
 * property and caps downstream that an application changes one after the other, only the second
 * may have been seen. */
static gboolean
may_try_again (GstAlignScale *self, GstCaps *caps, Tries *tries)
{
  const gboolean is_set = gst_align_scale_take_settings (self, caps);
  g_autofree gchar *message = NULL;
  g_autoptr (GstCaps) chosen = choose_once (self, caps, &self->effective, &message);
  const gboolean is_announced = g_atomic_int_get (&self->n_announced) != tries->n_announced;
  gboolean again;

  tries->n++;
  tries->n_without_reason += chosen != NULL && !is_announced && !is_set;
  again = !self->errors.posted && (is_announced || is_set || message == NULL)
          && tries->n < GST_ALIGN_SCALE_MAX_TRIES
          && tries->n_without_reason < MAX_TRIES_WITHOUT_REASON;
  if (!again && !is_announced && !self->errors.posted)
    post_refusal (self, caps, message);
  return again;
}

gboolean
gst_align_scale_negotiate (GstAlignScale *self, GstCaps *caps)
{
  const gboolean is_within = self->errors.negotiating;
  Tries tries = { 0 };
  gboolean done;

  self->errors.negotiating = TRUE;
  do {
    tries.n_announced = g_atomic_int_get (&self->n_announced);
    done = configure (self, caps);
  } while (!done && !GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SRC_PAD (self))
           && may_try_again (self, caps, &tries));
  self->errors.negotiating = is_within;
  return done;
}

gboolean
gst_align_scale_negotiate_pending (GstAlignScale *self)
{
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (self);
  g_autoptr (GstCaps) caps = NULL;
  gboolean done = TRUE;

  for (gint i = 0; i < GST_ALIGN_SCALE_MAX_TRIES && done; i++) {
    if (!GST_PAD_NEEDS_RECONFIGURE (srcpad))
      break;
    if (caps == NULL)
      caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
    if (caps == NULL)
      break; /* the base class refuses the frame */
    gst_align_scale_take_settings (self, caps);
    done = gst_align_scale_negotiate (self, caps);
  }
  return done;
}
