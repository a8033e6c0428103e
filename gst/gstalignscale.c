/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * SECTION:element-alignscale
 * @title: alignscale
 * @short_description: scales video with the numbers of PyTorch's interpolate()
 *
 * alignscale resizes raw video with the methods, the choice of align-corners and the arithmetic
 * of torch.nn.functional.interpolate(): every plane of the output holds the numbers that
 * torch computes for the same plane of the input. It takes the place of videoscale.
 *
 * ## Example pipelines
 * |[
 * gst-launch-1.0 videotestsrc ! alignscale method=bicubic align-corners=true !
 *     video/x-raw,width=1280,height=720 ! videoconvert ! autovideosink
 * ]| Output size from downstream's caps.
 * |[
 * gst-launch-1.0 videotestsrc ! alignscale scale-factor=2 ! videoconvert ! autovideosink
 * ]| Output size from the input's.
 *
 * Since: 0.1
 */
#include "gstalignscale.h"

#include "caps.h"
#include "debug.h"
#include "element.h"
#include "errors.h"
#include "geometry_meta.h"
#include "level.h"
#include "negotiation.h"
#include "pictures.h"
#include "presets.h"
#include "properties.h"
#include "scaler.h"

static void init_presets (gpointer iface, gpointer unused);

G_DEFINE_TYPE_WITH_CODE (GstAlignScale, gst_align_scale, GST_TYPE_VIDEO_FILTER,
    G_IMPLEMENT_INTERFACE (GST_TYPE_PRESET, init_presets))
GST_ELEMENT_REGISTER_DEFINE (alignscale, "alignscale", GST_RANK_NONE, GST_TYPE_ALIGN_SCALE)

#define parent_class GST_BASE_TRANSFORM_CLASS (gst_align_scale_parent_class)

/* ---- properties ---- */

/* NULL where there are no caps yet. */
static void
take_rectangle (GValue *value, const gchar *name, const GstVideoRectangle *rectangle)
{
  if (rectangle->w == 0)
    return;
  g_value_take_boxed (
      value, gst_structure_new (name, "x", G_TYPE_INT, rectangle->x, "y", G_TYPE_INT, rectangle->y,
                 "width", G_TYPE_INT, rectangle->w, "height", G_TYPE_INT, rectangle->h, NULL));
}

static void
set_borders (GstAlignScaleSettings *settings, gboolean borders)
{
  if (borders)
    settings->fit = GST_ALIGN_SCALE_FIT_LETTERBOX;
  else if (settings->fit == GST_ALIGN_SCALE_FIT_LETTERBOX)
    settings->fit = GST_ALIGN_SCALE_FIT_STRETCH;
}

static void
gst_align_scale_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);
  gboolean was_inside, is_inside;

  GST_OBJECT_LOCK (self);
  was_inside = self->settings.fit == GST_ALIGN_SCALE_FIT_LETTERBOX;
  if (id == GST_ALIGN_SCALE_PROP_ADD_BORDERS)
    set_borders (&self->settings, g_value_get_boolean (value));
  else
    gst_align_scale_settings_set (&self->settings, value, pspec);
  is_inside = self->settings.fit == GST_ALIGN_SCALE_FIT_LETTERBOX;
  GST_OBJECT_UNLOCK (self);
  if (is_inside != was_inside) /* the other name of it changes, too */
    g_object_notify (object, id == GST_ALIGN_SCALE_SETTING (fit) ? "add-borders" : "fit");
}

/* GstAlignScaleSetTogether; settings alone. */
static void
set_together (GObject *object, guint n, GParamSpec *const *pspecs, const GValue *values)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);

  g_object_freeze_notify (object);
  GST_OBJECT_LOCK (self);
  for (guint i = 0; i < n; i++)
    gst_align_scale_settings_set (&self->settings, &values[i], pspecs[i]);
  GST_OBJECT_UNLOCK (self);
  for (guint i = 0; i < n; i++)
    g_object_notify_by_pspec (object, pspecs[i]);
  g_object_notify (object, "add-borders");
  g_object_thaw_notify (object);
}

static void
gst_align_scale_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
  case GST_ALIGN_SCALE_PROP_PICTURE_RECTANGLE:
    take_rectangle (value, pspec->name, &self->framing.picture);
    break;
  case GST_ALIGN_SCALE_PROP_RESIZED_RECTANGLE:
    take_rectangle (value, pspec->name, &self->framing.resized);
    break;
  case GST_ALIGN_SCALE_PROP_SOURCE_RECTANGLE:
    take_rectangle (value, pspec->name, &self->framing.source);
    break;
  case GST_ALIGN_SCALE_PROP_ROWS_LEVEL:
    g_value_set_static_string (value, self->rows_level);
    break;
  case GST_ALIGN_SCALE_PROP_PLAN: /* made when it is asked for: plans may be built for every frame
                                   */
    g_value_take_string (value, gst_align_scale_plan_describe (&self->plan));
    break;
  case GST_ALIGN_SCALE_PROP_ADD_BORDERS:
    g_value_set_boolean (value, self->settings.fit == GST_ALIGN_SCALE_FIT_LETTERBOX);
    break;
  default:
    gst_align_scale_settings_get (&self->settings, value, pspec);
    break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
init_presets (gpointer iface, gpointer unused)
{
  gst_align_scale_presets_init (iface, set_together);
}

/* ---- caps ---- */

static GstCaps *
gst_align_scale_transform_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *filter)
{
  return gst_align_scale_caps_transform (caps, filter);
}

/* The base class does not set the caps again that it had before it was refused others: what is of
 * them stays. */
static gboolean
gst_align_scale_set_info (GstVideoFilter *filter, GstCaps *in, GstVideoInfo *in_info, GstCaps *out,
    GstVideoInfo *out_info)
{
  GstAlignScale *self = GST_ALIGN_SCALE (filter);
  const GstVideoInfo old_in = self->in_info, old_out = self->out_info;
  const gboolean was_scalable = self->scalable;

  if (gst_align_scale_caps_read (&self->in_info, in)
      && gst_align_scale_caps_read (&self->out_info, out)) {
    self->scalable = gst_align_scale_caps_scalable (gst_caps_get_features (in, 0));
    if (gst_align_scale_update_set_info (self)) {
      self->configured = TRUE;
      return TRUE;
    }
  }
  self->in_info = old_in;
  self->out_info = old_out;
  self->scalable = was_scalable;
  return FALSE;
}

static gboolean
gst_align_scale_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  GstCaps *caps;
  gboolean taken;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return parent_class->sink_event (trans, event);

  gst_event_parse_caps (event, &caps);
  gst_align_scale_take_caps (&self->errors, caps);
  taken = gst_align_scale_update_for_caps (self, caps);
  gst_event_unref (event);
  return taken;
}

/* ---- frames ---- */

static void
gst_align_scale_before_transform (GstBaseTransform *trans, GstBuffer *buffer)
{
  gst_align_scale_sync_controllers (trans, buffer);
  gst_align_scale_update_for_frame (GST_ALIGN_SCALE (trans), buffer);
}

/* The base class has copied the other metas. */
static void
add_geometry (GstAlignScale *self, GstBuffer *outbuf, GstBuffer *inbuf)
{
  const GstAlignScaleSettings *settings = &self->effective;
  g_autoptr (GstCaps) caps = NULL;

  if (settings->keep_input)
    caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
  if (settings->geometry_meta || settings->keep_input)
    gst_align_scale_geometry_meta_add (
        outbuf, &self->out_info, inbuf, &self->in_info, &self->framing, caps);
}

static GstFlowReturn
gst_align_scale_transform (GstBaseTransform *trans, GstBuffer *inbuf, GstBuffer *outbuf)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  g_autofree gchar *message = NULL;

  if (self->plan.n_pictures == 0)
    return GST_FLOW_ERROR; /* it has been said why */
  add_geometry (self, outbuf, inbuf);
  if (gst_align_scale_plan_run (&self->plan, self->slices, inbuf, outbuf, &message))
    return GST_FLOW_OK;
  GST_ELEMENT_ERROR (self, STREAM, FORMAT, ("%s", message), (NULL));
  return GST_FLOW_ERROR;
}

static gboolean
gst_align_scale_transform_meta (
    GstBaseTransform *trans, GstBuffer *outbuf, GstMeta *meta, GstBuffer *inbuf)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  if (gst_align_scale_geometry_meta_is (meta)) {
    /* a new one takes it over, of add_geometry or, where none is asked for, of here */
    if (!self->effective.geometry_meta && !self->effective.keep_input)
      gst_align_scale_geometry_meta_add (
          outbuf, &self->out_info, inbuf, &self->in_info, &self->framing, NULL);
    return FALSE;
  }
  return gst_align_scale_meta_transform (
      outbuf, &self->out_info, meta, inbuf, &self->in_info, &self->framing);
}

/* Buffers of several pictures come out of a pool of ours, which keeps what else the query
 * settled. */
static gboolean
gst_align_scale_decide_allocation (GstBaseTransform *trans, GstQuery *query)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  gst_align_scale_pictures_offer_pool (query, &self->out_info);
  gst_align_scale_pictures_ask_alignment (query, &self->out_info);
  return parent_class->decide_allocation (trans, query);
}

static gboolean
gst_align_scale_propose_allocation (
    GstBaseTransform *trans, GstQuery *decide_query, GstQuery *query)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  gboolean crops;

  if (!parent_class->propose_allocation (trans, decide_query, query))
    return FALSE;
  if (decide_query != NULL) {
    /* a frame that is kept goes on to elements that nobody has asked */
    if (!self->effective.keep_input)
      gst_query_add_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
    gst_align_scale_pictures_offer_pool (query, &self->in_info);
    return TRUE;
  }
  /* passthrough: the answer is downstream's */
  crops = gst_query_find_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
  if (crops != self->downstream_crops)
    self->stale = TRUE;
  self->downstream_crops = crops;
  return TRUE;
}

/* For its answer on memory the base class negotiates what is pending, and posts an error where
 * that fails. */
static gboolean
gst_align_scale_query (GstBaseTransform *trans, GstPadDirection direction, GstQuery *query)
{
  gboolean answered;

  if (direction == GST_PAD_SINK && GST_QUERY_TYPE (query) == GST_QUERY_ALLOCATION
      && !gst_align_scale_negotiate_pending (GST_ALIGN_SCALE (trans)))
    return FALSE;
  answered = parent_class->query (trans, direction, query);
  if (answered && direction == GST_PAD_SINK && GST_QUERY_TYPE (query) == GST_QUERY_ACCEPT_CAPS)
    gst_align_scale_look_at_answer (&GST_ALIGN_SCALE (trans)->errors, query);
  return answered;
}

static GstEvent *
map_navigation (GstAlignScale *self, GstEvent *event)
{
  GstAlignScaleFraming framing;

  GST_OBJECT_LOCK (self);
  framing = self->framing;
  GST_OBJECT_UNLOCK (self);
  return gst_align_scale_framing_map_navigation (&framing, event);
}

static gboolean
gst_align_scale_src_event (GstBaseTransform *trans, GstEvent *event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_RECONFIGURE)
    g_atomic_int_inc (&GST_ALIGN_SCALE (trans)->n_announced);
  if (GST_EVENT_TYPE (event) == GST_EVENT_NAVIGATION)
    event = map_navigation (GST_ALIGN_SCALE (trans), event);
  return parent_class->src_event (trans, event);
}

/* ---- errors ---- */

static GstFlowReturn
gst_align_scale_prepare_output_buffer (
    GstBaseTransform *trans, GstBuffer *input, GstBuffer **output)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  return gst_align_scale_errors_prepare_output_buffer (
      &self->errors, &self->out_info, input, output);
}

static gboolean
gst_align_scale_post_message (GstElement *element, GstMessage *message)
{
  if (!gst_align_scale_errors_drop (&GST_ALIGN_SCALE (element)->errors, message))
    return GST_ELEMENT_CLASS (gst_align_scale_parent_class)->post_message (element, message);
  gst_message_unref (message);
  return TRUE;
}

/* ---- life ---- */

static gboolean
gst_align_scale_start (GstBaseTransform *trans)
{
  const gchar *level = gst_align_scale_level ();
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  const gboolean first = self->rows_level == NULL;

  GST_INFO_OBJECT (self, "rows: %s", level);
  GST_OBJECT_LOCK (self);
  self->rows_level = level;
  GST_OBJECT_UNLOCK (self);
  if (first)
    g_object_notify (G_OBJECT (self), "rows-level");
  return TRUE;
}

static gboolean
gst_align_scale_stop (GstBaseTransform *trans)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  gst_align_scale_update_stop (self);
  g_clear_pointer (&self->slices, gst_align_scale_slices_free);
  gst_align_scale_errors_forget (&self->errors);
  return TRUE;
}

static GstStateChangeReturn
gst_align_scale_change_state (GstElement *element, GstStateChange transition)
{
  const GstStateChangeReturn result =
      GST_ELEMENT_CLASS (gst_align_scale_parent_class)->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_READY_TO_NULL)
    gst_align_scale_forget_context (GST_ALIGN_SCALE (element));
  return result;
}

static void
gst_align_scale_set_context (GstElement *element, GstContext *context)
{
  /* in this order: the parent drops the context of before under the object lock, which must not
   * be the end of a pool */
  GST_ELEMENT_CLASS (gst_align_scale_parent_class)->set_context (element, context);
  gst_align_scale_take_context (GST_ALIGN_SCALE (element), context);
}

static void
gst_align_scale_finalize (GObject *object)
{
  /* the base class has stopped by now, if it ever started */
  gst_clear_object (&GST_ALIGN_SCALE (object)->given_pool);
  G_OBJECT_CLASS (gst_align_scale_parent_class)->finalize (object);
}

static void
gst_align_scale_class_init (GstAlignScaleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  GstVideoFilterClass *filter_class = GST_VIDEO_FILTER_CLASS (klass);
  GstCaps *caps = gst_align_scale_caps_template ();

  gst_align_scale_geometry_meta_register ();
  object_class->set_property = gst_align_scale_set_property;
  object_class->get_property = gst_align_scale_get_property;
  object_class->finalize = gst_align_scale_finalize;
  gst_align_scale_properties_install (object_class);

  gst_element_class_set_static_metadata (element_class, "Exact video scaler",
      "Filter/Converter/Video/Scaler",
      "Resizes video to the size in the caps behind it, with the pixels that PyTorch, OpenCV, "
      "Pillow, "
      "TensorFlow or ONNX make",
      "The alignscale authors");
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_caps_unref (caps);

  element_class->change_state = GST_DEBUG_FUNCPTR (gst_align_scale_change_state);
  element_class->post_message = GST_DEBUG_FUNCPTR (gst_align_scale_post_message);
  element_class->set_context = GST_DEBUG_FUNCPTR (gst_align_scale_set_context);
  trans_class->start = GST_DEBUG_FUNCPTR (gst_align_scale_start);
  trans_class->stop = GST_DEBUG_FUNCPTR (gst_align_scale_stop);
  trans_class->transform_caps = GST_DEBUG_FUNCPTR (gst_align_scale_transform_caps);
  trans_class->fixate_caps = GST_DEBUG_FUNCPTR (gst_align_scale_fixate_caps);
  trans_class->before_transform = GST_DEBUG_FUNCPTR (gst_align_scale_before_transform);
  trans_class->submit_input_buffer = GST_DEBUG_FUNCPTR (gst_align_scale_submit_input_buffer);
  trans_class->prepare_output_buffer = GST_DEBUG_FUNCPTR (gst_align_scale_prepare_output_buffer);
  trans_class->transform = GST_DEBUG_FUNCPTR (gst_align_scale_transform);
  trans_class->transform_meta = GST_DEBUG_FUNCPTR (gst_align_scale_transform_meta);
  trans_class->filter_meta = GST_DEBUG_FUNCPTR (gst_align_scale_filter_meta);
  trans_class->decide_allocation = GST_DEBUG_FUNCPTR (gst_align_scale_decide_allocation);
  trans_class->propose_allocation = GST_DEBUG_FUNCPTR (gst_align_scale_propose_allocation);
  trans_class->query = GST_DEBUG_FUNCPTR (gst_align_scale_query);
  trans_class->sink_event = GST_DEBUG_FUNCPTR (gst_align_scale_sink_event);
  trans_class->src_event = GST_DEBUG_FUNCPTR (gst_align_scale_src_event);
  /* GstVideoFilter would switch to working in place for want of a transform_frame */
  trans_class->transform_ip = NULL;
  trans_class->passthrough_on_same_caps = FALSE;
  filter_class->set_info = GST_DEBUG_FUNCPTR (gst_align_scale_set_info);
}

static void
gst_align_scale_init (GstAlignScale *self)
{
  gst_align_scale_settings_init (&self->settings, G_OBJECT_GET_CLASS (self));
  self->requested = self->effective = self->settings;
  gst_base_transform_set_gap_aware (GST_BASE_TRANSFORM (self), TRUE);
  gst_align_scale_errors_init (&self->errors, GST_BASE_TRANSFORM (self), "scaled");
}
