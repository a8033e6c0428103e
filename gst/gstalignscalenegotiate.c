/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalenegotiate.h"

#include "gstalignscalecaps.h"
#include "gstalignscalecomplain.h"
#include "gstalignscaledebug.h"
#include "gstalignscaleplan.h"
#include "gstalignscaleupdate.h"

/* Downstream changes its caps at most a few times while they are negotiated; one that offers what it
 * never accepts does not change them at all. */
#define MAX_TRIES 32

/* ... and where it accepts what it offers the base class may have failed for reasons of its own. */
#define MAX_TRIES_WITHOUT_REASON 3

/* NULL, or why buffers of these fixed caps cannot be scaled: as a sentence, to be freed with g_free. */
static gchar *
refuse (GstCaps *in, GstCaps *out)
{
  gchar message[RSZ_MESSAGE_SIZE];
  GstVideoInfo in_info, out_info;

  if (!gst_align_scale_caps_scalable (gst_caps_get_features (in, 0))
      || !gst_align_scale_caps_read (&in_info, in) || !gst_align_scale_caps_read (&out_info, out)
      || gst_align_scale_plan_check (&in_info, &out_info, message))
    return NULL;
  return g_strdup (message);
}

/* What the base class would choose now; NULL without a message where downstream contradicts what it
 * has said a moment ago. */
static GstCaps *
choose (GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *settings, gchar **message)
{
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (self);
  GstCaps *template = gst_pad_get_pad_template_caps (srcpad);
  GstCaps *possible = gst_align_scale_caps_possible (caps, template);
  GstCaps *downstream = gst_pad_peer_query_caps (srcpad, possible), *chosen = NULL;

  *message = NULL;
  /* for the sentence all that it takes, not what is left of that */
  if (gst_caps_is_empty (downstream))
    gst_caps_take (&downstream, gst_pad_peer_query_caps (srcpad, NULL));
  else
    chosen = gst_align_scale_caps_choose (caps, template, downstream, settings, message);
  if (chosen == NULL && *message == NULL && !gst_caps_can_intersect (downstream, possible))
    *message = gst_align_scale_caps_explain (caps, downstream);
  if (chosen != NULL)
    *message = refuse (caps, chosen);
  if (*message != NULL
      || (chosen != NULL && gst_pad_is_linked (srcpad)
          && !gst_pad_peer_query_accept_caps (srcpad, chosen)))
    gst_clear_caps (&chosen);
  gst_caps_unref (downstream);
  gst_caps_unref (possible);
  gst_caps_unref (template);
  return chosen;
}

GstCaps *
gst_align_scale_negotiate_choose (
    GstAlignScale *self, GstCaps *caps, const GstAlignScaleSettings *settings, gchar **message)
{
  GstCaps *chosen = choose (self, caps, settings, message);

  for (gint i = 1; i < MAX_TRIES && chosen == NULL && *message == NULL; i++)
    chosen = choose (self, caps, settings, message);
  return chosen;
}

/* Of what is possible the size there is, for a crop with which the factors make none: without them. */
static GstCaps *
keep_size (GstAlignScale *self, GstCaps *caps, GstCaps *possible)
{
  GstAlignScaleSettings settings = self->effective;
  GstCaps *size = gst_caps_new_simple ("video/x-raw", "width", G_TYPE_INT, self->out_info.width,
      "height", G_TYPE_INT, self->out_info.height, NULL);
  gchar *message = NULL;
  GstCaps *result;

  settings.scale_factor = settings.scale_factor_x = settings.scale_factor_y = 0.0;
  gst_caps_set_features_simple (size, gst_caps_features_new_any ());
  gst_caps_take (&possible, gst_caps_intersect_full (possible, size, GST_CAPS_INTERSECT_FIRST));
  gst_caps_unref (size);
  if (gst_caps_is_empty (possible)) {
    gst_caps_unref (possible);
    return NULL;
  }
  result = gst_align_scale_caps_fixate (GST_PAD_SINK, caps, possible, &settings, &message);
  g_free (message);
  return result;
}

GstCaps *
gst_align_scale_negotiate_fixate (
    GstAlignScale *self, GstPadDirection direction, GstCaps *caps, GstCaps *othercaps)
{
  GstCaps *result, *possible = NULL;
  gchar *message = NULL;

  if (direction == GST_PAD_SINK && self->size_stays)
    possible = gst_caps_copy (othercaps);
  result = gst_align_scale_caps_fixate (direction, caps, othercaps, &self->effective, &message);
  if (result == NULL && possible != NULL) {
    g_clear_pointer (&message, g_free);
    result = keep_size (self, caps, g_steal_pointer (&possible));
  }
  gst_clear_caps (&possible);
  if (result == NULL) {
    /* it is said if it lasts: downstream may have changed its mind by now */
    GST_DEBUG_OBJECT (self, "%s", message);
    g_free (message);
    return gst_caps_new_empty ();
  }
  GST_DEBUG_OBJECT (self, "%" GST_PTR_FORMAT " becomes %" GST_PTR_FORMAT, caps, result);
  return result;
}

static const GstBaseTransformClass *
base_class (void)
{
  return g_type_class_peek (GST_TYPE_VIDEO_FILTER);
}

/* Unlike gst_base_transform_reconfigure this posts nothing, but for a pool that cannot be used. */
static gboolean
configure (GstAlignScale *self, GstCaps *caps)
{
  return base_class ()->sink_event (GST_BASE_TRANSFORM (self), gst_event_new_caps (caps));
}

/* Posts what holds for downstream's current caps; without a message it offers what it does not accept. */
static void
complain (GstAlignScale *self, GstCaps *caps, const gchar *message)
{
  GstCaps *downstream;
  gchar *in, *out, *sentence;

  if (message != NULL) {
    gst_align_scale_complain (self, message);
    return;
  }
  downstream = gst_pad_peer_query_caps (GST_BASE_TRANSFORM_SRC_PAD (self), NULL);
  in = gst_caps_to_string (caps);
  out = gst_caps_to_string (downstream);
  sentence = g_strdup_printf ("Frames of %s could become what downstream offers, %s, but it does "
                              "not accept them. Check the element behind this one.",
      in, out);
  gst_align_scale_complain (self, sentence);
  g_free (sentence);
  g_free (out);
  g_free (in);
  gst_caps_unref (downstream);
}

/* How often the base class has failed, and what downstream had announced before. */
typedef struct {
  gint n, n_without_reason, n_announced;
} Tries;

/* After a failure: true where there is something new to try, else an error is posted. Of a property and caps downstream
 * that an application changes one after the other, only the second may have been seen. */
static gboolean
may_try_again (GstAlignScale *self, GstCaps *caps, Tries *tries)
{
  const gboolean is_set = gst_align_scale_update_for_negotiation (self, caps);
  gchar *message;
  GstCaps *chosen = choose (self, caps, &self->effective, &message);
  const gboolean is_announced = g_atomic_int_get (&self->n_announced) != tries->n_announced;
  gboolean again;

  tries->n++;
  tries->n_without_reason += chosen != NULL && !is_announced && !is_set;
  again = !self->complained && (is_announced || is_set || message == NULL) && tries->n < MAX_TRIES
          && tries->n_without_reason < MAX_TRIES_WITHOUT_REASON;
  if (!again && !is_announced && !is_set && !self->complained)
    complain (self, caps, message);
  g_free (message);
  gst_clear_caps (&chosen);
  return again;
}

gboolean
gst_align_scale_negotiate (GstAlignScale *self, GstCaps *caps)
{
  const gboolean is_within = self->negotiating;
  Tries tries = { 0 };
  gboolean done;

  self->negotiating = TRUE;
  do {
    tries.n_announced = g_atomic_int_get (&self->n_announced);
    done = configure (self, caps);
  } while (!done && !GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SRC_PAD (self))
           && may_try_again (self, caps, &tries));
  self->negotiating = is_within;
  return done;
}

gboolean
gst_align_scale_negotiate_pending (GstAlignScale *self)
{
  GstCaps *caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
  gboolean done = TRUE;

  /* without caps the base class refuses the frame */
  for (gint i = 0; i < MAX_TRIES && done && caps != NULL; i++) {
    if (!GST_PAD_NEEDS_RECONFIGURE (GST_BASE_TRANSFORM_SRC_PAD (self)))
      break;
    gst_align_scale_update_for_negotiation (self, caps);
    done = gst_align_scale_negotiate (self, caps);
  }
  gst_clear_caps (&caps);
  return done;
}

static GstFlowReturn
submit (GstAlignScale *self, gboolean is_discont, GstBuffer *input)
{
  GstFlowReturn flow = base_class ()->submit_input_buffer (
      GST_BASE_TRANSFORM (self), is_discont, gst_buffer_ref (input));

  if (flow == GST_FLOW_OK && !gst_align_scale_update_prepare (self))
    return GST_FLOW_NOT_NEGOTIATED;
  return flow;
}

static GstFlowReturn
refused (GstAlignScale *self)
{
  if (GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SRC_PAD (self)))
    return GST_FLOW_FLUSHING;
  if (!gst_pad_has_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self)))
    gst_align_scale_complain (
        self, "A frame came before any caps said what it is. Check the element upstream.");
  return GST_FLOW_NOT_NEGOTIATED;
}

GstFlowReturn
gst_align_scale_negotiate_and_submit (GstAlignScale *self, gboolean is_discont, GstBuffer *input)
{
  GstFlowReturn flow = GST_FLOW_NOT_NEGOTIATED;

  /* what passed before a restart would pass for the base class */
  if (!gst_pad_has_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self))) {
    gst_buffer_unref (input);
    return refused (self);
  }
  /* the base class negotiates too, if it is asked to in between, and may fail */
  self->negotiating = TRUE;
  for (gint i = 0; i < MAX_TRIES && gst_align_scale_negotiate_pending (self); i++) {
    flow = submit (self, is_discont, input);
    if (flow != GST_FLOW_NOT_NEGOTIATED)
      break;
  }
  self->negotiating = FALSE;
  gst_buffer_unref (input);
  return flow == GST_FLOW_NOT_NEGOTIATED ? refused (self) : flow;
}
