/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "errors.h"

#include <gst/video/gstvideofilter.h>

#include "resizer.h"

/* Pads that are being shut down refuse without a fault of anybody's. */
static gboolean
is_flushing (GstBaseTransform *trans)
{
  return GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SRC_PAD (trans))
         || GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SINK_PAD (trans));
}

void
gst_align_scale_post_error (GstAlignScaleErrors *errors, const gchar *sentence)
{
  if (errors->posted || is_flushing (errors->trans))
    return;
  GST_ELEMENT_ERROR (errors->trans, CORE, NEGOTIATION, ("%s", sentence), (NULL));
  errors->posted = TRUE;
}

void
gst_align_scale_post_not_accepted (GstAlignScaleErrors *errors, GstCaps *caps)
{
  g_autoptr (GstCaps) downstream =
      gst_pad_peer_query_caps (GST_BASE_TRANSFORM_SRC_PAD (errors->trans), NULL);
  g_autofree gchar *in = gst_caps_to_string (caps), *out = gst_caps_to_string (downstream);
  g_autofree gchar *sentence =
      g_strdup_printf ("Frames of %s could become what downstream offers, %s, but it does "
                       "not accept them. Check the element behind this one.",
          in, out);

  gst_align_scale_post_error (errors, sentence);
}

GstFlowReturn
gst_align_scale_errors_refused (GstAlignScaleErrors *errors)
{
  if (GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SRC_PAD (errors->trans)))
    return GST_FLOW_FLUSHING;
  if (!gst_pad_has_current_caps (GST_BASE_TRANSFORM_SINK_PAD (errors->trans)))
    gst_align_scale_post_error (
        errors, "A frame came before any caps said what it is. Check the element upstream.");
  return GST_FLOW_NOT_NEGOTIATED;
}

/* Why caps are outside the template, which has every size for each format. */
static gchar *
refuse (GstPad *pad, GstCaps *caps, const gchar *done)
{
  g_autoptr (GstCaps) any_size = gst_caps_copy (caps);
  g_autoptr (GstCaps) template = gst_pad_get_pad_template_caps (pad);
  g_autofree gchar *text = gst_caps_to_string (caps);

  gst_structure_remove_fields (gst_caps_get_structure (any_size, 0), "width", "height", NULL);
  if (gst_caps_can_intersect (any_size, template))
    return g_strdup_printf ("Frames of %s cannot be %s: the size is not in 1 to %d. Let the "
                            "element or the caps filter upstream choose another.",
        text, done, RSZ_MAX_SIZE);
  return g_strdup_printf ("Frames of %s cannot be %s: the format is not one of the "
                          "element's. Put a videoconvert element before this one.",
      text, done);
}

/* Of a pool that does not even start the base class posts an error itself. */
static gboolean
pool_starts (GstBaseTransform *trans)
{
  g_autoptr (GstBufferPool) pool = gst_base_transform_get_buffer_pool (trans);

  return pool == NULL || gst_buffer_pool_is_active (pool);
}

GstFlowReturn
gst_align_scale_errors_prepare_output_buffer (
    GstAlignScaleErrors *errors, const GstVideoInfo *info, GstBuffer *input, GstBuffer **output)
{
  GstBaseTransformClass *parent_class = g_type_class_peek (GST_TYPE_VIDEO_FILTER);
  const GstFlowReturn flow = parent_class->prepare_output_buffer (errors->trans, input, output);

  if (flow == GST_FLOW_ERROR && pool_starts (errors->trans))
    GST_ELEMENT_ERROR (errors->trans, RESOURCE, NO_SPACE_LEFT,
        ("Downstream provides no memory for frames of %dx%d %s: its buffer pool or allocator has "
         "failed. Free some memory, or check the element that provides it.",
            info->width, info->height, GST_VIDEO_INFO_NAME (info)),
        (NULL));
  return flow;
}

/* The base class's words where it negotiates by itself and caps do not fit that downstream has
 * just changed. It has failed then, and what is tried next says in better words whether that
 * lasts. */
static gboolean
is_not_negotiated (GstMessage *message)
{
  g_autoptr (GError) error = NULL;

  gst_message_parse_error (message, &error, NULL);
  return g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT)
         && g_str_equal (error->message, "not negotiated");
}

gboolean
gst_align_scale_errors_drop (GstAlignScaleErrors *errors, GstMessage *message)
{
  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return FALSE;
  if (is_not_negotiated (message) || (errors->negotiating && errors->posted))
    return TRUE;
  errors->posted |= errors->negotiating;
  return FALSE;
}

void
gst_align_scale_take_caps (GstAlignScaleErrors *errors, GstCaps *caps)
{
  if (gst_caps_replace (&errors->last_caps, caps))
    errors->posted = FALSE;
}

/* A probe would see such an event, but every frame would look for probes, which costs it 0.1 us. */
void
gst_align_scale_look_at_answer (GstAlignScaleErrors *errors, GstQuery *query)
{
  GstPad *sinkpad = GST_BASE_TRANSFORM_SINK_PAD (errors->trans);
  g_autoptr (GstPad) peer = gst_pad_get_peer (sinkpad);
  g_autoptr (GstCaps) sent = peer != NULL ? gst_pad_get_current_caps (peer) : NULL;
  g_autofree gchar *sentence = NULL;
  gboolean accepted;
  GstCaps *caps;

  gst_query_parse_accept_caps (query, &caps);
  gst_query_parse_accept_caps_result (query, &accepted);
  if (accepted || sent != caps)
    return;
  gst_align_scale_take_caps (errors, caps); /* refused caps come again with the next frame */
  sentence = refuse (sinkpad, caps, errors->done);
  gst_align_scale_post_error (errors, sentence);
}

/* The source says that streaming stopped, not where. An application may link later: only a frame
 * that could not be pushed is an error. */
static GstFlowReturn
chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  GstAlignScaleErrors *errors = pad->chaindata;
  const GstFlowReturn flow = errors->parent_chain (pad, parent, buffer);

  if (flow == GST_FLOW_NOT_LINKED && !gst_pad_is_linked (GST_BASE_TRANSFORM_SRC_PAD (parent)))
    gst_align_scale_post_error (errors,
        "Nothing is linked to the src pad of this element: frames have "
        "nowhere to go. Link a sink to it.");
  if (flow == GST_FLOW_OK)
    errors->posted = FALSE;
  return flow;
}

void
gst_align_scale_errors_init (
    GstAlignScaleErrors *errors, GstBaseTransform *trans, const gchar *done)
{
  GstPad *sinkpad = GST_BASE_TRANSFORM_SINK_PAD (trans);

  *errors = (GstAlignScaleErrors){
    .trans = trans, .done = done, .parent_chain = GST_PAD_CHAINFUNC (sinkpad)
  };
  gst_pad_set_chain_function_full (sinkpad, GST_DEBUG_FUNCPTR (chain), errors, NULL);
}

void
gst_align_scale_errors_forget (GstAlignScaleErrors *errors)
{
  gst_caps_replace (&errors->last_caps, NULL);
  errors->posted = FALSE;
}
