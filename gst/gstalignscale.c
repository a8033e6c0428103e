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
#include "gstalignscalemeta.h"

GST_DEBUG_CATEGORY_STATIC (align_scale_debug);
#define GST_CAT_DEFAULT align_scale_debug

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
  gst_align_scale_settings_get (&self->settings, id, value, pspec);
  GST_OBJECT_UNLOCK (self);
}

/* ---- the plan ---- */

/* Threads are only started where a plan has slices to share. */
static void
prepare_pool (GstAlignScale *self)
{
  const guint helpers = (guint) gst_align_scale_plan_slices (&self->plan) - 1;

  if (helpers == 0)
    return;
  if (self->pool == NULL) {
    self->pool = gst_shared_task_pool_new ();
    gst_task_pool_prepare (self->pool, NULL);
  }
  if (helpers != self->pool_threads)
    gst_shared_task_pool_set_max_threads (GST_SHARED_TASK_POOL (self->pool), helpers);
  self->pool_threads = helpers;
}

/* Builds the plan of the current caps and settings. False with an error on the bus. */
static gboolean
build_plan (GstAlignScale *self)
{
  gchar message[RSZ_MESSAGE_SIZE];
  gchar *text;

  gst_align_scale_plan_finish (&self->plan);
  if (!self->scalable)
    return TRUE;
  if (!gst_align_scale_plan_init (
          &self->plan, &self->in_info, &self->out_info, &self->active, message)) {
    self->complained = TRUE;
    GST_ELEMENT_ERROR (self, STREAM, FAILED, ("%s", message),
        ("%dx%d to %dx%d", self->in_info.width, self->in_info.height, self->out_info.width,
            self->out_info.height));
    return FALSE;
  }
  prepare_pool (self);
  text = gst_align_scale_plan_describe (&self->plan);
  GST_DEBUG_OBJECT (self, "plan for %s", text);
  g_free (text);
  return TRUE;
}

static gboolean
can_pass_through (GstAlignScale *self)
{
  return !self->scalable || gst_align_scale_plan_is_copy (&self->plan);
}

/* ---- taking up properties, before a frame or caps ---- */

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

/* Takes a copy of the properties. True where one has changed since the last time. */
static gboolean
look_at_properties (GstAlignScale *self)
{
  const GstAlignScaleSettings before = self->seen;

  GST_OBJECT_LOCK (self);
  self->seen = self->settings;
  GST_OBJECT_UNLOCK (self);
  if (gst_align_scale_settings_equal (&before, &self->seen))
    return FALSE;
  warn_of_ignored (self, &before);
  return TRUE;
}

static GstCaps *
fixate (GstPadDirection direction, GstCaps *caps, GstCaps *othercaps,
    const GstAlignScaleSettings *settings, gchar **message)
{
  return gst_align_scale_caps_fixate (direction, caps, othercaps,
      gst_align_scale_settings_factor_x (settings), gst_align_scale_settings_factor_y (settings),
      message);
}

/* The output caps a renegotiation with `settings` would come to; NULL where it would fail. The base
 * class ends the stream then, so that this has to be known beforehand. */
static GstCaps *
foresee_caps (GstAlignScale *self, const GstAlignScaleSettings *settings, gchar **message)
{
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (self);
  GstCaps *caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
  GstCaps *template = gst_pad_get_pad_template_caps (srcpad), *possible, *result;

  possible = gst_align_scale_caps_transform (caps, template);
  result = gst_pad_peer_query_caps (srcpad, possible);
  gst_caps_take (&possible, gst_caps_intersect_full (result, possible, GST_CAPS_INTERSECT_FIRST));
  gst_caps_unref (result);
  result = fixate (GST_PAD_SINK, caps, possible, settings, message);
  if (result != NULL && gst_pad_is_linked (srcpad)
      && !gst_pad_peer_query_accept_caps (srcpad, result))
    gst_clear_caps (&result);
  gst_caps_unref (template);
  gst_caps_unref (caps);
  return result;
}

/* New scale factors mean new caps; where downstream cannot take them, the old factors stay. */
static void
take_factors (GstAlignScale *self, GstAlignScaleSettings *settings)
{
  gchar *message = NULL;
  GstCaps *caps = foresee_caps (self, settings, &message);

  if (caps != NULL) {
    gst_caps_unref (caps);
    gst_base_transform_reconfigure_src (GST_BASE_TRANSFORM (self));
    gst_base_transform_reconfigure_sink (GST_BASE_TRANSFORM (self));
    return;
  }
  settings->scale_factor = self->active.scale_factor;
  settings->scale_factor_x = self->active.scale_factor_x;
  settings->scale_factor_y = self->active.scale_factor_y;
  GST_ELEMENT_WARNING (self, CORE, NEGOTIATION,
      ("The size stays %dx%d. %s", self->out_info.width, self->out_info.height,
          message ? message : "Downstream refuses the size of the new scale factors."),
      (NULL));
  g_free (message);
}

/* While caps stay the base class neither asks for passthrough again nor for an output pool. */
static void
update_passthrough (GstAlignScale *self)
{
  GstBaseTransform *trans = GST_BASE_TRANSFORM (self);
  const gboolean passthrough = can_pass_through (self);

  if (passthrough == gst_base_transform_is_passthrough (trans))
    return;
  gst_base_transform_set_passthrough (trans, passthrough);
  gst_base_transform_reconfigure_src (trans);
  gst_base_transform_reconfigure_sink (trans);
}

static void
take_properties (GstAlignScale *self)
{
  GstAlignScaleSettings settings = self->seen;

  if (self->configured && gst_align_scale_settings_factors_differ (&settings, &self->active))
    take_factors (self, &settings);
  self->active = settings;
  if (self->configured && build_plan (self))
    update_passthrough (self);
}

static void
gst_align_scale_before_transform (GstBaseTransform *trans, GstBuffer *buffer)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  const GstClockTime time = gst_segment_to_stream_time (&trans->segment, GST_FORMAT_TIME,
      trans->segment.format == GST_FORMAT_TIME ? GST_BUFFER_PTS (buffer) : GST_CLOCK_TIME_NONE);

  if (GST_CLOCK_TIME_IS_VALID (time))
    gst_object_sync_values (GST_OBJECT (self), time);
  if (look_at_properties (self))
    take_properties (self);
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
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  GstCaps *result;
  gchar *message = NULL;

  /* without a peer the base class offers the input's caps alone */
  if (direction == GST_PAD_SINK && !gst_pad_is_linked (trans->srcpad))
    gst_caps_take (&othercaps, gst_align_scale_caps_transform (caps, NULL));
  result = fixate (direction, caps, othercaps, &self->active, &message);
  if (result == NULL) {
    self->complained = TRUE;
    GST_ELEMENT_ERROR (self, CORE, NEGOTIATION, ("%s", message), (NULL));
    g_free (message);
    return gst_caps_new_empty ();
  }
  GST_DEBUG_OBJECT (self, "%" GST_PTR_FORMAT " becomes %" GST_PTR_FORMAT, caps, result);
  return result;
}

static GstVideoRectangle
size_of (const GstVideoInfo *info)
{
  return (GstVideoRectangle){ 0, 0, info->width, info->height };
}

static gboolean
gst_align_scale_set_info (GstVideoFilter *filter, GstCaps *in, GstVideoInfo *in_info, GstCaps *out,
    GstVideoInfo *out_info)
{
  GstAlignScale *self = GST_ALIGN_SCALE (filter);

  self->in_info = *in_info;
  self->out_info = *out_info;
  self->scalable =
      gst_align_scale_caps_scalable (gst_caps_get_structure (in, 0), gst_caps_get_features (in, 0));
  self->configured = build_plan (self);
  if (!self->configured)
    return FALSE;
  gst_base_transform_set_passthrough (GST_BASE_TRANSFORM (self), can_pass_through (self));

  GST_OBJECT_LOCK (self);
  self->in_size = size_of (in_info);
  self->out_size = size_of (out_info);
  GST_OBJECT_UNLOCK (self);
  return TRUE;
}

/* ---- refusals: the base class says no more than "not negotiated" ---- */

/* Pads that are being shut down refuse without a fault of anybody's. */
static gboolean
is_flushing (GstAlignScale *self)
{
  return GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SRC_PAD (self))
         || GST_PAD_IS_FLUSHING (GST_BASE_TRANSFORM_SINK_PAD (self));
}

static void
complain (GstAlignScale *self, GstCaps *caps)
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

static gboolean
gst_align_scale_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  GstCaps *caps;
  gboolean taken;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return parent_class->sink_event (trans, event);

  look_at_properties (self);
  self->active = self->seen;
  gst_event_parse_caps (event, &caps);
  gst_caps_ref (caps); /* the event is the parent's */
  taken = parent_class->sink_event (trans, event);
  if (!taken)
    complain (self, caps);
  gst_caps_unref (caps);
  return taken;
}

static GstFlowReturn
gst_align_scale_submit_input_buffer (GstBaseTransform *trans, gboolean is_discont, GstBuffer *input)
{
  GstFlowReturn flow = parent_class->submit_input_buffer (trans, is_discont, input);

  if (flow == GST_FLOW_NOT_NEGOTIATED) {
    GstCaps *caps = gst_pad_get_current_caps (trans->sinkpad);

    complain (GST_ALIGN_SCALE (trans), caps);
    gst_clear_caps (&caps);
  }
  return flow;
}

/* The source says that streaming stopped, not where. An application may link later: only a frame
 * that could not be pushed is an error. */
static GstFlowReturn
gst_align_scale_chain (GstPad *pad, GstObject *parent, GstBuffer *buffer)
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

/* ---- frames ---- */

static GstFlowReturn
gst_align_scale_transform (GstBaseTransform *trans, GstBuffer *inbuf, GstBuffer *outbuf)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  gchar *message = NULL;

  if (self->plan.out.finfo == NULL)
    return GST_FLOW_ERROR; /* build_plan has said why */
  if (gst_align_scale_plan_run (&self->plan, self->pool, inbuf, outbuf, &message))
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

  return gst_align_scale_meta_transform (outbuf, &self->out_info, meta, inbuf, &self->in_info);
}

/* Crop metas are not read yet; every other meta upstream may attach is kept, scaled or dropped. */
static gboolean
gst_align_scale_filter_meta (
    GstBaseTransform *trans, GstQuery *query, GType api, const GstStructure *params)
{
  return api != GST_VIDEO_CROP_META_API_TYPE;
}

/* Pointer positions come in pixels of the output. */
static GstEvent *
map_navigation (GstAlignScale *self, GstEvent *event)
{
  gdouble x, y;
  GstVideoRectangle in, out;

  GST_OBJECT_LOCK (self);
  in = self->in_size;
  out = self->out_size;
  GST_OBJECT_UNLOCK (self);
  if (out.w == 0 || out.h == 0 || !gst_navigation_event_get_coordinates (event, &x, &y))
    return event;
  event = gst_event_make_writable (event);
  gst_navigation_event_set_coordinates (
      event, CLAMP (x * in.w / out.w, 0.0, in.w), CLAMP (y * in.h / out.h, 0.0, in.h));
  return event;
}

static gboolean
gst_align_scale_src_event (GstBaseTransform *trans, GstEvent *event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_NAVIGATION)
    event = map_navigation (GST_ALIGN_SCALE (trans), event);
  return parent_class->src_event (trans, event);
}

/* ---- life ---- */

static gboolean
gst_align_scale_start (GstBaseTransform *trans)
{
  GST_DEBUG_OBJECT (trans, "rows: %s", rsz_rows_get ()->level);
  return TRUE;
}

static gboolean
gst_align_scale_stop (GstBaseTransform *trans)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  gst_align_scale_plan_finish (&self->plan);
  if (self->pool != NULL) {
    gst_task_pool_cleanup (self->pool);
    gst_clear_object (&self->pool);
  }
  self->pool_threads = 0;
  self->configured = FALSE;
  self->complained = FALSE;
  return TRUE;
}

static void
gst_align_scale_finalize (GObject *object)
{
  gst_align_scale_stop (GST_BASE_TRANSFORM (object));
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

  GST_DEBUG_CATEGORY_INIT (align_scale_debug, "alignscale", 0, "scaler with torch's numbers");

  object_class->set_property = gst_align_scale_set_property;
  object_class->get_property = gst_align_scale_get_property;
  object_class->finalize = gst_align_scale_finalize;
  gst_align_scale_settings_install (object_class);
  gst_type_mark_as_plugin_api (gst_align_scale_method_get_type (), (GstPluginAPIFlags) 0);
  gst_type_mark_as_plugin_api (gst_align_scale_arithmetic_get_type (), (GstPluginAPIFlags) 0);

  gst_element_class_set_static_metadata (element_class, "Video scaler with torch's numbers",
      "Filter/Converter/Video/Scaler", "Resizes video exactly as PyTorch's interpolate does",
      "The alignscale authors");
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_caps_unref (caps);

  trans_class->start = GST_DEBUG_FUNCPTR (gst_align_scale_start);
  trans_class->stop = GST_DEBUG_FUNCPTR (gst_align_scale_stop);
  trans_class->transform_caps = GST_DEBUG_FUNCPTR (gst_align_scale_transform_caps);
  trans_class->fixate_caps = GST_DEBUG_FUNCPTR (gst_align_scale_fixate_caps);
  trans_class->before_transform = GST_DEBUG_FUNCPTR (gst_align_scale_before_transform);
  trans_class->submit_input_buffer = GST_DEBUG_FUNCPTR (gst_align_scale_submit_input_buffer);
  trans_class->transform = GST_DEBUG_FUNCPTR (gst_align_scale_transform);
  trans_class->transform_meta = GST_DEBUG_FUNCPTR (gst_align_scale_transform_meta);
  trans_class->filter_meta = GST_DEBUG_FUNCPTR (gst_align_scale_filter_meta);
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
  GstPad *sinkpad = GST_BASE_TRANSFORM_SINK_PAD (self);

  gst_align_scale_settings_init (&self->settings, G_OBJECT_GET_CLASS (self));
  self->seen = self->active = self->settings;
  gst_base_transform_set_gap_aware (GST_BASE_TRANSFORM (self), TRUE);

  self->parent_chain = GST_PAD_CHAINFUNC (sinkpad);
  gst_pad_set_chain_function (sinkpad, GST_DEBUG_FUNCPTR (gst_align_scale_chain));
  gst_pad_add_probe (sinkpad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, look_at_caps, self, NULL);
}
