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

#include "gstalignscalecaps.h"
#include "gstalignscalecomplain.h"
#include "gstalignscaledebug.h"
#include "geometry.h"
#include "gstalignscalenegotiate.h"
#include "buffers.h"
#include "gstalignscalerectangles.h"
#include "gstalignscalereport.h"
#include "gstalignscalethreads.h"
#include "gstalignscaleupdate.h"

G_DEFINE_TYPE (GstAlignScale, gst_align_scale, GST_TYPE_VIDEO_FILTER)
GST_ELEMENT_REGISTER_DEFINE (alignscale, "alignscale", GST_RANK_NONE, GST_TYPE_ALIGN_SCALE)

#define parent_class GST_BASE_TRANSFORM_CLASS (gst_align_scale_parent_class)

/* ---- properties ---- */

static void
gst_align_scale_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);

  GST_OBJECT_LOCK (self);
  gst_align_scale_settings_set (&self->settings, id, value, pspec);
  GST_OBJECT_UNLOCK (self);
}

static void
gst_align_scale_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);

  GST_OBJECT_LOCK (self);
  if (!gst_align_scale_rectangles_get (&self->published, id, value)
      && !gst_align_scale_report_get (self->rows_level, &self->plan, id, value))
    gst_align_scale_settings_get (&self->settings, id, value, pspec);
  GST_OBJECT_UNLOCK (self);
}

/* ---- caps ---- */

static GstCaps *
gst_align_scale_transform_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *filter)
{
  return gst_align_scale_caps_transform (caps, filter);
}

static GstCaps *
gst_align_scale_fixate_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *othercaps)
{
  /* without a peer the base class offers the input's caps alone */
  if (direction == GST_PAD_SINK && !gst_pad_is_linked (trans->srcpad))
    gst_caps_take (&othercaps, gst_align_scale_caps_transform (caps, NULL));
  return gst_align_scale_negotiate_fixate (GST_ALIGN_SCALE (trans), direction, caps, othercaps);
}

static gboolean
gst_align_scale_set_info (GstVideoFilter *filter, GstCaps *in, GstVideoInfo *in_info, GstCaps *out,
    GstVideoInfo *out_info)
{
  GstAlignScale *self = GST_ALIGN_SCALE (filter);

  if (!gst_align_scale_caps_read (&self->in_info, in)
      || !gst_align_scale_caps_read (&self->out_info, out))
    return FALSE;
  self->scalable = gst_align_scale_caps_scalable (gst_caps_get_features (in, 0));
  self->configured = gst_align_scale_update_set_info (self);
  return self->configured;
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
  gst_align_scale_update_for_caps (self, caps);
  taken = gst_align_scale_negotiate (self, caps);
  gst_event_unref (event);
  return taken;
}

static GstFlowReturn
gst_align_scale_submit_input_buffer (GstBaseTransform *trans, gboolean is_discont, GstBuffer *input)
{
  return gst_align_scale_negotiate_and_submit (GST_ALIGN_SCALE (trans), is_discont, input);
}

/* ---- frames ---- */

/* Controllers count in stream time; segments in other formats have none. */
static void
sync_controllers (GstBaseTransform *trans, GstBuffer *buffer)
{
  GstClockTime time;

  if (trans->segment.format != GST_FORMAT_TIME || !GST_BUFFER_PTS_IS_VALID (buffer))
    return;
  time = gst_segment_to_stream_time (&trans->segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
  if (GST_CLOCK_TIME_IS_VALID (time))
    gst_object_sync_values (GST_OBJECT (trans), time);
}

static void
gst_align_scale_before_transform (GstBaseTransform *trans, GstBuffer *buffer)
{
  sync_controllers (trans, buffer);
  gst_align_scale_update_for_frame (GST_ALIGN_SCALE (trans), buffer);
}

static GstFlowReturn
gst_align_scale_transform (GstBaseTransform *trans, GstBuffer *inbuf, GstBuffer *outbuf)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  gchar *message = NULL;

  if (self->plan.n_pictures == 0)
    return GST_FLOW_ERROR; /* it has been said why */
  if (gst_align_scale_plan_run (&self->plan, self->slices, inbuf, outbuf, &message))
    return GST_FLOW_OK;
  GST_ELEMENT_ERROR (self, STREAM, FORMAT, ("%s", message), (NULL));
  g_free (message);
  return GST_FLOW_ERROR;
}

static gboolean
gst_align_scale_transform_meta (
    GstBaseTransform *trans, GstBuffer *outbuf, GstMeta *meta, GstBuffer *inbuf)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  return gst_align_scale_meta_transform (
      outbuf, &self->out_info, meta, inbuf, &self->in_info, &self->framing);
}

/* What of downstream's wishes is passed on to upstream: crop is done here, every other meta is kept,
 * moved or dropped. */
static gboolean
gst_align_scale_filter_meta (
    GstBaseTransform *trans, GstQuery *query, GType api, const GstStructure *params)
{
  return api != GST_VIDEO_CROP_META_API_TYPE;
}

/* Buffers of several pictures come out of a pool of ours, which keeps what else the query settled. */
static gboolean
gst_align_scale_decide_allocation (GstBaseTransform *trans, GstQuery *query)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  gst_align_scale_buffers_offer_pool (query, &self->out_info);
  gst_align_scale_buffers_ask_alignment (query);
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
    gst_query_add_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
    gst_align_scale_buffers_offer_pool (query, &self->in_info);
    return TRUE;
  }
  /* passthrough: the answer is downstream's */
  crops = gst_query_find_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
  if (crops != self->downstream_crops)
    self->stale = TRUE;
  self->downstream_crops = crops;
  return TRUE;
}

/* For its answer on memory the base class negotiates what is pending, and posts an error where that fails. */
static gboolean
gst_align_scale_query (GstBaseTransform *trans, GstPadDirection direction, GstQuery *query)
{
  if (direction == GST_PAD_SINK && GST_QUERY_TYPE (query) == GST_QUERY_ALLOCATION
      && !gst_align_scale_negotiate_pending (GST_ALIGN_SCALE (trans)))
    return FALSE;
  return parent_class->query (trans, direction, query);
}

static GstEvent *
map_navigation (GstAlignScale *self, GstEvent *event)
{
  GstAlignScaleFraming framing;

  GST_OBJECT_LOCK (self);
  framing = self->published;
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

/* ---- life ---- */

/* The first call fills the table and compiles ORC's programs: once, whichever element starts first,
 * and before a frame waits for it. */
static gpointer
fill_rows (gpointer unused)
{
  return (gpointer) rsz_init ();
}

static gboolean
gst_align_scale_start (GstBaseTransform *trans)
{
  static GOnce once = G_ONCE_INIT;
  const gchar *level = g_once (&once, fill_rows, NULL);
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  const gboolean first = self->rows_level == NULL;

  GST_INFO_OBJECT (self, "rows: %s", level);
  GST_OBJECT_LOCK (self);
  self->rows_level = level;
  GST_OBJECT_UNLOCK (self);
  if (first)
    g_object_notify (G_OBJECT (self), GST_ALIGN_SCALE_ROWS_LEVEL);
  return TRUE;
}

static gboolean
gst_align_scale_stop (GstBaseTransform *trans)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  gst_align_scale_update_stop (self);
  gst_align_scale_threads_finish (self);
  gst_caps_replace (&self->last_caps, NULL);
  self->complained = FALSE;
  return TRUE;
}

static GstStateChangeReturn
gst_align_scale_change_state (GstElement *element, GstStateChange transition)
{
  const GstStateChangeReturn result =
      GST_ELEMENT_CLASS (gst_align_scale_parent_class)->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_READY_TO_NULL)
    gst_align_scale_threads_forget_context (GST_ALIGN_SCALE (element));
  return result;
}

static void
gst_align_scale_set_context (GstElement *element, GstContext *context)
{
  /* in this order: the parent drops the context of before under the object lock, which must not be the
   * end of a pool */
  GST_ELEMENT_CLASS (gst_align_scale_parent_class)->set_context (element, context);
  gst_align_scale_threads_take_context (GST_ALIGN_SCALE (element), context);
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

  object_class->set_property = gst_align_scale_set_property;
  object_class->get_property = gst_align_scale_get_property;
  object_class->finalize = gst_align_scale_finalize;
  gst_align_scale_settings_install (object_class);
  gst_align_scale_rectangles_install (object_class);
  gst_align_scale_report_install (object_class);
  gst_type_mark_as_plugin_api (gst_align_scale_method_get_type (), (GstPluginAPIFlags) 0);
  gst_type_mark_as_plugin_api (gst_align_scale_arithmetic_get_type (), (GstPluginAPIFlags) 0);
  gst_type_mark_as_plugin_api (gst_align_scale_placement_get_type (), (GstPluginAPIFlags) 0);
  gst_type_mark_as_plugin_api (gst_align_scale_rounding_get_type (), (GstPluginAPIFlags) 0);

  gst_element_class_set_static_metadata (element_class, "Video scaler with torch's numbers",
      "Filter/Converter/Video/Scaler", "Resizes video exactly as PyTorch's interpolate does",
      "The alignscale authors");
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_caps_unref (caps);

  element_class->change_state = GST_DEBUG_FUNCPTR (gst_align_scale_change_state);
  element_class->post_message = GST_DEBUG_FUNCPTR (gst_align_scale_complain_post_message);
  element_class->set_context = GST_DEBUG_FUNCPTR (gst_align_scale_set_context);
  trans_class->start = GST_DEBUG_FUNCPTR (gst_align_scale_start);
  trans_class->stop = GST_DEBUG_FUNCPTR (gst_align_scale_stop);
  trans_class->transform_caps = GST_DEBUG_FUNCPTR (gst_align_scale_transform_caps);
  trans_class->fixate_caps = GST_DEBUG_FUNCPTR (gst_align_scale_fixate_caps);
  trans_class->before_transform = GST_DEBUG_FUNCPTR (gst_align_scale_before_transform);
  trans_class->submit_input_buffer = GST_DEBUG_FUNCPTR (gst_align_scale_submit_input_buffer);
  trans_class->prepare_output_buffer =
      GST_DEBUG_FUNCPTR (gst_align_scale_complain_prepare_output_buffer);
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
  gst_align_scale_complain_init (self);
}
