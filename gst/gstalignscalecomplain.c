/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalecomplain.h"

#include "gstalignscalecaps.h"

/* Pads that are being shut down refuse without a fault of anybody's. */
static gboolean
is_flushing (GstAlignScale *self)
{
  return GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SRC_PAD (self))
         || GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SINK_PAD (self));
}

void
gst_align_scale_complain (GstAlignScale *self, GstCaps *caps)
{
  GstCaps *downstream;
  gchar *sentence;

  if (self->complained || is_flushing (self))
    return;
  self->complained = TRUE;
  if (caps == NULL) {
    GST_ELEMENT_ERROR (self, CORE, NEGOTIATION,
        ("A frame came before any caps said what it is. Check the element upstream."), (NULL));
    return;
  }
  downstream = gst_pad_peer_query_caps (GST_BASE_TRANSFORM_SRC_PAD (self), NULL);
  sentence = gst_align_scale_caps_explain (caps, downstream);
  GST_ELEMENT_ERROR (self, CORE, NEGOTIATION, ("%s", sentence), (NULL));
  g_free (sentence);
  gst_caps_unref (downstream);
}

/* Caps outside the template are refused before the pad's event function sees them. */
static GstPadProbeReturn
look_at_caps (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstAlignScale *self = data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstCaps *caps;
  gchar *text;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_event_parse_caps (event, &caps);
  self->complained = FALSE;
  if (gst_pad_query_accept_caps (pad, caps) || is_flushing (self))
    return GST_PAD_PROBE_OK;

  self->complained = TRUE;
  text = gst_caps_to_string (caps);
  GST_ELEMENT_ERROR (self, CORE, NEGOTIATION,
      ("Frames of %s cannot be scaled: the format is not one of the element's, or the size is not "
       "in 1 to %d. Put a videoconvert element before this one or correct the caps.",
          text, RSZ_MAX_SIZE),
      (NULL));
  g_free (text);
  return GST_PAD_PROBE_OK;
}

/* The source says that streaming stopped, not where. An application may link later: only a frame
 * that could not be pushed is an error. */
static GstFlowReturn
chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  GstAlignScale *self = GST_ALIGN_SCALE (parent);
  const GstFlowReturn flow = self->parent_chain (pad, parent, buffer);

  if (flow == GST_FLOW_NOT_LINKED && !self->complained
      && !gst_pad_is_linked (GST_BASE_TRANSFORM_SRC_PAD (self))) {
    self->complained = TRUE;
    GST_ELEMENT_ERROR (self, STREAM, FAILED,
        ("Nothing is linked to the src pad of %s: frames have nowhere to go. Link a sink to it.",
            GST_OBJECT_NAME (self)),
        (NULL));
  }
  return flow;
}

void
gst_align_scale_complain_init (GstAlignScale *self)
{
  GstPad *sinkpad = GST_BASE_TRANSFORM_SINK_PAD (self);

  self->parent_chain = GST_PAD_CHAINFUNC (sinkpad);
  gst_pad_set_chain_function (sinkpad, GST_DEBUG_FUNCPTR (chain));
  gst_pad_add_probe (sinkpad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, look_at_caps, self, NULL);
}
