/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "errors.h"

#include "gstalignscale.h"

/* Pads that are being shut down refuse without a fault of anybody's. */
static gboolean
is_flushing (GstAlignScale *self)
{
  return GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SRC_PAD (self))
         || GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SINK_PAD (self));
}

void
gst_align_scale_post_error (GstAlignScale *self, const gchar *sentence)
{
  if (self->error_posted || is_flushing (self))
    return;
  GST_ELEMENT_ERROR (self, CORE, NEGOTIATION, ("%s", sentence), (NULL));
  self->error_posted = TRUE;
}

/* Why caps are outside the template, which has every size for each format. */
static gchar *
refuse (GstPad *pad, GstCaps *caps)
{
  g_autoptr (GstCaps) any_size = gst_caps_copy (caps);
  g_autoptr (GstCaps) template = gst_pad_get_pad_template_caps (pad);
  g_autofree gchar *text = gst_caps_to_string (caps);

  gst_structure_remove_fields (gst_caps_get_structure (any_size, 0), "width", "height", NULL);
  if (gst_caps_can_intersect (any_size, template))
    return g_strdup_printf ("Frames of %s cannot be scaled: the size is not in 1 to %d. Let the "
                            "element or the caps filter upstream choose another.",
        text, RSZ_MAX_SIZE);
  return g_strdup_printf ("Frames of %s cannot be scaled: the format is not one of the "
                          "element's. Put a videoconvert element before this one.",
      text);
}

/* Of a pool that does not even start the base class posts an error itself. */
static gboolean
pool_starts (GstBaseTransform *trans)
{
  g_autoptr (GstBufferPool) pool = gst_base_transform_get_buffer_pool (trans);

  return pool == NULL || gst_buffer_pool_is_active (pool);
}

GstFlowReturn
gst_align_scale_prepare_output_buffer (
    GstBaseTransform *trans, GstBuffer *input, GstBuffer **output)
{
  GstBaseTransformClass *parent_class = g_type_class_peek (GST_TYPE_VIDEO_FILTER);
  const GstVideoInfo *info = &GST_ALIGN_SCALE (trans)->out_info;
  const GstFlowReturn flow = parent_class->prepare_output_buffer (trans, input, output);

  if (flow == GST_FLOW_ERROR && pool_starts (trans))
    GST_ELEMENT_ERROR (trans, RESOURCE, NO_SPACE_LEFT,
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
gst_align_scale_post_message (GstElement *element, GstMessage *message)
{
  GstElementClass *parent_class = g_type_class_peek (GST_TYPE_VIDEO_FILTER);
  GstAlignScale *self = GST_ALIGN_SCALE (element);
  const gboolean is_error = GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR;

  if (is_error && (is_not_negotiated (message) || (self->negotiating && self->error_posted))) {
    gst_message_unref (message);
    return TRUE;
  }
  if (is_error && self->negotiating)
    self->error_posted = TRUE;
  return parent_class->post_message (element, message);
}

void
gst_align_scale_take_caps (GstAlignScale *self, GstCaps *caps)
{
  if (gst_caps_replace (&self->last_caps, caps))
    self->error_posted = FALSE;
}

/* A probe would see such an event, but every frame would look for probes, which costs it 0.1 us. */
void
gst_align_scale_look_at_answer (GstAlignScale *self, GstQuery *query)
{
  GstPad *sinkpad = GST_BASE_TRANSFORM_SINK_PAD (self);
  g_autoptr (GstPad) peer = gst_pad_get_peer (sinkpad);
  g_autoptr (GstCaps) sent = peer != NULL ? gst_pad_get_current_caps (peer) : NULL;
  g_autofree gchar *sentence = NULL;
  gboolean accepted;
  GstCaps *caps;

  gst_query_parse_accept_caps (query, &caps);
  gst_query_parse_accept_caps_result (query, &accepted);
  if (accepted || sent != caps)
    return;
  gst_align_scale_take_caps (self, caps); /* refused caps come again with the next frame */
  sentence = refuse (sinkpad, caps);
  gst_align_scale_post_error (self, sentence);
}

/* The source says that streaming stopped, not where. An application may link later: only a frame
 * that could not be pushed is an error. */
static GstFlowReturn
chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  GstAlignScale *self = GST_ALIGN_SCALE (parent);
  const GstFlowReturn flow = self->parent_chain (pad, parent, buffer);

  if (flow == GST_FLOW_NOT_LINKED && !gst_pad_is_linked (GST_BASE_TRANSFORM_SRC_PAD (self)))
    gst_align_scale_post_error (self,
        "Nothing is linked to the src pad of this element: frames have "
        "nowhere to go. Link a sink to it.");
  return flow;
}

void
gst_align_scale_errors_init (GstAlignScale *self)
{
  GstPad *sinkpad = GST_BASE_TRANSFORM_SINK_PAD (self);

  self->parent_chain = GST_PAD_CHAINFUNC (sinkpad);
  gst_pad_set_chain_function (sinkpad, GST_DEBUG_FUNCPTR (chain));
}
