/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * SECTION:element-alignconvert
 * @title: alignconvert
 * @short_description: converts Y'CbCr to R'G'B' exactly
 *
 * alignconvert makes R'G'B' frames of Y'CbCr ones, in the same size: by the matrix, range and
 * chroma-site of the caps, with chroma interpolated linearly and one rounding; or, with the
 * property conversion, as another library does it, to the byte. R'G'B' passes.
 *
 * ## Example pipeline
 * |[
 * gst-launch-1.0 filesrc location=film.mkv ! decodebin ! alignconvert ! alignscale antialias=true !
 *     video/x-raw,format=RGB,width=224,height=224 ! filesink location=frames.rgb
 * ]| A network's input.
 *
 * Since: 0.1
 */
#include "gstalignconvert.h"

#include "caps.h"
#include "conversion.h"
#include "convert_caps.h"
#include "debug.h"
#include "element.h"
#include "errors.h"
#include "level.h"
#include "pictures.h"
#include "slices.h"

typedef struct {
  gint kind; /* RszConversion */
  guint n_threads;
} Requested;

struct _GstAlignConvert {
  GstVideoFilter parent;

  Requested requested; /* the properties; under the object lock */

  /* The streaming thread's. */
  GstVideoInfo in_info, out_info; /* negotiated; colours as GStreamer's defaults have them */
  GstAlignScaleCrop crop;         /* of the frame that the conversion is for */
  Requested taken;                /* ... and what it was made by */
  GstAlignScaleFraming framing;   /* by the crop */
  GstAlignConversion conversion;  /* n_pictures is 0: none yet */
  GstAlignScaleSlices *slices;    /* NULL until a conversion has more than one */
  GstCaps *assumed_for;           /* input caps whose assumption has been posted */
  GstAlignScaleErrors errors;
};

G_DEFINE_TYPE (GstAlignConvert, gst_align_convert, GST_TYPE_VIDEO_FILTER)
GST_ELEMENT_REGISTER_DEFINE (alignconvert, "alignconvert", GST_RANK_NONE, GST_TYPE_ALIGN_CONVERT)

#define parent_class gst_align_convert_parent_class

enum { PROP_0, PROP_CONVERSION, PROP_N_THREADS };

static Requested
requested (GstAlignConvert *self)
{
  Requested copy;

  GST_OBJECT_LOCK (self);
  copy = self->requested;
  GST_OBJECT_UNLOCK (self);
  return copy;
}

/* ---- messages ---- */

/* The input as the conversion takes it: libraries differ in what they assume. */
static GstVideoInfo
taken_info (GstAlignConvert *self, GstCaps *caps)
{
  GstVideoInfo info = self->in_info;

  if (self->taken.kind != RSZ_CONVERSION_EXACT && self->taken.kind != RSZ_CONVERSION_OPENCV)
    gst_align_convert_caps_assume_ffmpeg (&info, caps);
  return info;
}

/* Once for each caps. That they do not say what their numbers mean is no fault: GStreamer has rules
 * for them. */
static void
post_assumed (GstAlignConvert *self, GstCaps *caps)
{
  g_autofree gchar *assumed = gst_align_convert_caps_assumed (caps);
  const GstVideoInfo info = taken_info (self, caps);
  g_autofree gchar *colorimetry = gst_video_colorimetry_to_string (&info.colorimetry);
  g_autofree gchar *site = gst_video_chroma_site_to_string (info.chroma_site);
  g_autofree gchar *text = NULL;

  if (self->taken.kind == RSZ_CONVERSION_OPENCV || assumed == NULL
      || !gst_caps_replace (&self->assumed_for, caps))
    return;
  text = g_strdup_printf ("The caps do not say %s: colorimetry %s%s%s is "
                          "assumed. If that is wrong, put capssetter before "
                          "this element.",
      assumed, colorimetry, site != NULL ? " and chroma-site " : "", site != NULL ? site : "");
  GST_INFO_OBJECT (self, "%s", text);
  gst_element_post_message (GST_ELEMENT (self),
      gst_message_new_element (
          GST_OBJECT (self), gst_structure_new ("alignconvert-assumed", "text", G_TYPE_STRING, text,
                                 "what", G_TYPE_STRING, assumed, "colorimetry", G_TYPE_STRING,
                                 colorimetry, "chroma-site", G_TYPE_STRING, site, NULL)));
}

/* ---- caps ---- */

static GstCaps *
gst_align_convert_transform_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *filter)
{
  return gst_align_convert_caps_transform (direction, caps, filter);
}

/* Where caps are fixed without downstream the base class does not ask it whether it wants them to
 * say more. Takes over `caps`. */
static GstCaps *
ask_downstream (GstPad *srcpad, GstCaps *caps)
{
  g_autoptr (GstCaps) taken =
      gst_caps_is_fixed (caps) ? gst_pad_peer_query_caps (srcpad, caps) : NULL;
  g_autoptr (GstCaps) common = taken != NULL ? gst_caps_intersect (caps, taken) : NULL;

  if (common != NULL && !gst_caps_is_empty (common))
    gst_caps_take (&caps, g_steal_pointer (&common));
  return caps;
}

static GstCaps *
gst_align_convert_fixate_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *othercaps)
{
  g_autofree gchar *message = NULL;
  GstCaps *fixed;

  if (direction == GST_PAD_SRC)
    return gst_caps_fixate (othercaps);
  othercaps = ask_downstream (GST_BASE_TRANSFORM_SRC_PAD (trans), othercaps);
  fixed = gst_align_convert_caps_fixate (caps, othercaps, &message);
  if (message != NULL)
    gst_align_scale_post_error (&GST_ALIGN_CONVERT (trans)->errors, message);
  return fixed != NULL ? fixed : gst_caps_new_empty ();
}

/* No thread is started before a conversion has more than one slice. */
static void
prepare_slices (GstAlignConvert *self)
{
  const gint n_slices = gst_align_conversion_slices (&self->conversion);

  if (n_slices == 1)
    return;
  if (self->slices == NULL)
    self->slices = gst_align_scale_slices_new (NULL);
  gst_align_scale_slices_set_threads (self->slices, (guint) n_slices - 1);
}

/* The pixels of an axis that caps speak of, where `start` and `size` are of another number. */
static void
take_size_of_caps (gint *start, gint *size, gint caps, gint memory)
{
  *start = MIN (*start, memory - caps);
  *size = caps;
}

/* videocrop changes the crop of a frame that may still have the caps of before, so that it reaches
 * out of the memory: what they say of it is converted. False where memory of just their size is
 * cropped, which they do not know. */
static gboolean
follow_caps (GstAlignScaleFraming *framing, const GstVideoRectangle *crop, const GstVideoInfo *info)
{
  const gboolean is_cut = crop->w != info->width || crop->h != info->height;
  GstVideoRectangle *source = &framing->source;

  if (source->w == info->width && source->h == info->height)
    return TRUE;
  if (framing->in_width < info->width || framing->in_height < info->height
      || (framing->in_width == info->width && framing->in_height == info->height && is_cut))
    return FALSE;
  take_size_of_caps (&source->x, &source->w, info->width, framing->in_width);
  take_size_of_caps (&source->y, &source->h, info->height, framing->in_height);
  return TRUE;
}

/* A frame of `crop`, width 0: of none. False, with an error on the bus, where there is no way. */
static gboolean
convert_for (GstAlignConvert *self, const GstAlignScaleCrop *crop, GstCaps *caps)
{
  const GstAlignScaleSettings settings = { 0 };
  gchar message[RSZ_MESSAGE_SIZE];
  GstVideoInfo info;

  gst_align_conversion_finish (&self->conversion);
  self->taken = requested (self);
  info = taken_info (self, caps);
  self->crop = *crop;
  gst_align_scale_framing_init (
      &self->framing, &self->in_info, &self->out_info, &settings, crop->width > 0 ? crop : NULL);
  if (!follow_caps (&self->framing, &crop->rectangle, &self->out_info)) {
    g_autofree gchar *sentence = g_strdup_printf (
        "A buffer's crop leaves %dx%d pixels, but its caps say %dx%d. Check the element that "
        "made it.",
        self->framing.source.w, self->framing.source.h, self->out_info.width,
        self->out_info.height);

    gst_align_scale_post_error (&self->errors, sentence);
    return FALSE;
  }
  if (gst_align_conversion_init (&self->conversion, (RszConversion) self->taken.kind, &info,
          &self->out_info, &self->framing, self->taken.n_threads, message)) {
    prepare_slices (self);
    return TRUE;
  }
  gst_align_scale_post_error (&self->errors, message);
  return FALSE;
}

/* For a scaler the matrix of R'G'B' in caps of Y'CbCr is as good as none. Here it is one that is
 * not known. */
static void
read_matrix (GstVideoInfo *info, GstCaps *caps)
{
  const gchar *spelling =
      gst_structure_get_string (gst_caps_get_structure (caps, 0), "colorimetry");
  GstVideoColorimetry said;

  if (spelling != NULL && gst_video_colorimetry_from_string (&said, spelling)
      && said.matrix == GST_VIDEO_COLOR_MATRIX_RGB)
    info->colorimetry = said;
}

/* False where there is no conversion between the infos that are set. */
static gboolean
take_caps (GstAlignConvert *self, GstCaps *in, GstCaps *out)
{
  const GstAlignScaleCrop none = { 0 };
  const gchar *refusal;

  if (!gst_align_scale_caps_read (&self->in_info, in)
      || !gst_align_scale_caps_read (&self->out_info, out))
    return FALSE;
  refusal = gst_align_scale_pictures_refuse (&self->in_info, &self->out_info);
  if (refusal != NULL) {
    gst_align_scale_post_error (&self->errors, refusal);
    return FALSE;
  }
  if (!GST_VIDEO_INFO_IS_YUV (&self->in_info)) {
    /* it passes, also to caps that say more of it */
    gst_base_transform_set_passthrough (GST_BASE_TRANSFORM (self), TRUE);
    return TRUE;
  }
  /* caps of an input can come out of the base class again where no pad is linked */
  if (!GST_VIDEO_INFO_IS_RGB (&self->out_info)
      || GST_VIDEO_INFO_COMP_DEPTH (&self->out_info, 0) != 8)
    return FALSE;
  read_matrix (&self->in_info, in);
  if (!convert_for (self, &none, in))
    return FALSE;
  post_assumed (self, in);
  return TRUE;
}

/* The base class does not set the caps again that it had before it was refused others: what is of
 * them stays, and the next frame makes their conversion anew. */
static gboolean
gst_align_convert_set_info (GstVideoFilter *filter, GstCaps *in, GstVideoInfo *in_info,
    GstCaps *out, GstVideoInfo *out_info)
{
  GstAlignConvert *self = GST_ALIGN_CONVERT (filter);
  const GstVideoInfo old_in = self->in_info, old_out = self->out_info;

  gst_align_conversion_finish (&self->conversion);
  if (take_caps (self, in, out))
    return TRUE;
  self->in_info = old_in;
  self->out_info = old_out;
  return FALSE;
}

/* Why the base class has found no caps, of which it says nothing. */
static void
explain (GstAlignConvert *self, GstCaps *caps)
{
  g_autoptr (GstCaps) ours = gst_align_convert_caps_transform (GST_PAD_SINK, caps, NULL);
  g_autoptr (GstCaps) downstream =
      gst_pad_peer_query_caps (GST_BASE_TRANSFORM_SRC_PAD (self), NULL);
  g_autofree gchar *in = gst_caps_to_string (caps), *out = NULL, *sentence = NULL;
  g_autofree gchar *refusal = gst_align_scale_caps_refuse (caps, "converted");

  if (refusal != NULL) {
    gst_align_scale_post_error (&self->errors, refusal);
    return;
  }
  if (gst_caps_can_intersect (ours, downstream)) {
    gst_align_scale_post_not_accepted (&self->errors, caps);
    return;
  }
  out = gst_caps_to_string (downstream);
  sentence = g_strdup_printf ("Frames of %s cannot be converted to what downstream takes, %s. This "
                              "element makes R'G'B' of 8 bits in the same size: put alignscale or "
                              "videoconvert behind it, or change the caps filter.",
      in, out);
  gst_align_scale_post_error (&self->errors, sentence);
}

static gboolean
gst_align_convert_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstAlignConvert *self = GST_ALIGN_CONVERT (trans);
  g_autoptr (GstCaps) caps = NULL;
  gboolean taken;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return GST_BASE_TRANSFORM_CLASS (parent_class)->sink_event (trans, event);
  gst_event_parse_caps (event, &caps);
  gst_caps_ref (caps);
  gst_align_scale_take_caps (&self->errors, caps);
  self->errors.negotiating = TRUE;
  taken = GST_BASE_TRANSFORM_CLASS (parent_class)->sink_event (trans, event);
  self->errors.negotiating = FALSE;
  if (!taken)
    explain (self, caps);
  return taken;
}

static gboolean
gst_align_convert_query (GstBaseTransform *trans, GstPadDirection direction, GstQuery *query)
{
  const gboolean answered =
      GST_BASE_TRANSFORM_CLASS (parent_class)->query (trans, direction, query);

  if (answered && direction == GST_PAD_SINK && GST_QUERY_TYPE (query) == GST_QUERY_ACCEPT_CAPS)
    gst_align_scale_look_at_answer (&GST_ALIGN_CONVERT (trans)->errors, query);
  return answered;
}

/* ---- frames ---- */

/* Crops and the property may change with every buffer. */
static gboolean
follow_changes (GstAlignConvert *self, GstBuffer *buffer)
{
  const Requested now = requested (self);
  const gboolean same_kind = now.kind == self->taken.kind;
  const GstAlignScaleCrop crop = gst_align_scale_framing_crop_of (buffer, &self->in_info);
  g_autoptr (GstCaps) caps = NULL;

  if (self->conversion.n_pictures > 0 && same_kind && now.n_threads == self->taken.n_threads
      && gst_align_scale_framing_same_crop (&crop, &self->crop))
    return TRUE;
  caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
  if (same_kind)
    return convert_for (self, &crop, caps);
  /* which may have errors and assumptions of its own */
  self->errors.posted = FALSE;
  gst_caps_replace (&self->assumed_for, NULL);
  if (!convert_for (self, &crop, caps))
    return FALSE;
  post_assumed (self, caps);
  return TRUE;
}

/* The base class negotiates again where downstream has asked for it. */
static GstFlowReturn
gst_align_convert_submit_input_buffer (
    GstBaseTransform *trans, gboolean is_discont, GstBuffer *input)
{
  GstAlignConvert *self = GST_ALIGN_CONVERT (trans);
  GstPad *sinkpad = GST_BASE_TRANSFORM_SINK_PAD (trans);
  g_autoptr (GstCaps) caps = NULL;
  GstFlowReturn flow;

  if (!gst_pad_has_current_caps (
          sinkpad)) { /* what passed before a restart would pass for the base class */
    gst_buffer_unref (input);
    return gst_align_scale_errors_refused (&self->errors);
  }
  self->errors.negotiating = TRUE;
  flow = GST_BASE_TRANSFORM_CLASS (parent_class)->submit_input_buffer (trans, is_discont, input);
  self->errors.negotiating = FALSE;
  if (flow != GST_FLOW_NOT_NEGOTIATED)
    return flow;
  caps = gst_pad_get_current_caps (sinkpad);
  if (caps != NULL)
    explain (self, caps);
  return gst_align_scale_errors_refused (&self->errors);
}

/* videocrop goes on to leave the crop to us when caps of what passes follow those of what was
 * converted, whatever downstream takes. */
static GstBuffer *
pass_cropped (GstAlignConvert *self, GstBuffer *input)
{
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (self);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (srcpad);
  GstBuffer *output = gst_align_scale_as_taken (
      gst_buffer_ref (input), &self->in_info, gst_align_scale_ask_peer (srcpad, caps));

  if (output == input)
    gst_buffer_unref (output); /* the base class keeps one reference of it */
  return output;
}

/* The base class moves metas in here, for which the crop has to be known. */
static GstFlowReturn
gst_align_convert_prepare_output_buffer (
    GstBaseTransform *trans, GstBuffer *input, GstBuffer **output)
{
  GstAlignConvert *self = GST_ALIGN_CONVERT (trans);

  if (gst_base_transform_is_passthrough (trans) && gst_buffer_get_video_crop_meta (input) != NULL) {
    *output = pass_cropped (self, input);
    return GST_FLOW_OK;
  }
  if (!gst_base_transform_is_passthrough (trans) && !follow_changes (self, input))
    return GST_FLOW_ERROR;
  return gst_align_scale_errors_prepare_output_buffer (
      &self->errors, &self->out_info, input, output);
}

static GstFlowReturn
gst_align_convert_transform (GstBaseTransform *trans, GstBuffer *inbuf, GstBuffer *outbuf)
{
  GstAlignConvert *self = GST_ALIGN_CONVERT (trans);
  g_autofree gchar *message = NULL;

  if (gst_align_conversion_run (&self->conversion, self->slices, inbuf, outbuf, &message))
    return GST_FLOW_OK;
  GST_ELEMENT_ERROR (self, STREAM, FORMAT, ("%s", message), (NULL));
  return GST_FLOW_ERROR;
}

/* Metas that speak of colours speak of the input's. */
static gboolean
gst_align_convert_transform_meta (
    GstBaseTransform *trans, GstBuffer *outbuf, GstMeta *meta, GstBuffer *inbuf)
{
  GstAlignConvert *self = GST_ALIGN_CONVERT (trans);
  static GQuark colours;

  if (colours == 0)
    colours = g_quark_from_static_string (GST_META_TAG_VIDEO_COLORSPACE_STR);
  if (gst_meta_api_type_has_tag (meta->info->api, colours))
    return FALSE;
  return gst_align_scale_meta_transform (
      outbuf, &self->out_info, meta, inbuf, &self->in_info, &self->framing);
}

static gboolean
gst_align_convert_decide_allocation (GstBaseTransform *trans, GstQuery *query)
{
  const GstVideoInfo *info = &GST_ALIGN_CONVERT (trans)->out_info;

  gst_align_scale_pictures_offer_pool (query, info);
  gst_align_scale_pictures_ask_alignment (query, info);
  return GST_BASE_TRANSFORM_CLASS (parent_class)->decide_allocation (trans, query);
}

static gboolean
gst_align_convert_propose_allocation (
    GstBaseTransform *trans, GstQuery *decide_query, GstQuery *query)
{
  if (!GST_BASE_TRANSFORM_CLASS (parent_class)->propose_allocation (trans, decide_query, query))
    return FALSE;
  if (decide_query != NULL) { /* else it is downstream's answer */
    gst_query_add_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
    gst_align_scale_pictures_offer_pool (query, &GST_ALIGN_CONVERT (trans)->in_info);
  }
  return TRUE;
}

/* ---- life ---- */

static gboolean
gst_align_convert_start (GstBaseTransform *trans)
{
  GST_INFO_OBJECT (trans, "rows: %s", gst_align_scale_level ());
  return TRUE;
}

static gboolean
gst_align_convert_stop (GstBaseTransform *trans)
{
  GstAlignConvert *self = GST_ALIGN_CONVERT (trans);

  gst_align_conversion_finish (&self->conversion);
  g_clear_pointer (&self->slices, gst_align_scale_slices_free);
  gst_caps_replace (&self->assumed_for, NULL);
  gst_align_scale_errors_forget (&self->errors);
  return TRUE;
}

static gboolean
gst_align_convert_post_message (GstElement *element, GstMessage *message)
{
  if (!gst_align_scale_errors_drop (&GST_ALIGN_CONVERT (element)->errors, message))
    return GST_ELEMENT_CLASS (parent_class)->post_message (element, message);
  gst_message_unref (message);
  return TRUE;
}

static void
gst_align_convert_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstAlignConvert *self = GST_ALIGN_CONVERT (object);

  GST_OBJECT_LOCK (self);
  if (id == PROP_CONVERSION)
    self->requested.kind = g_value_get_enum (value);
  else
    self->requested.n_threads = g_value_get_uint (value);
  GST_OBJECT_UNLOCK (self);
}

static void
gst_align_convert_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const Requested now = requested (GST_ALIGN_CONVERT (object));

  if (id == PROP_CONVERSION)
    g_value_set_enum (value, now.kind);
  else
    g_value_set_uint (value, now.n_threads);
}

static GType
register_conversions (void)
{
  static GEnumValue values[RSZ_N_CONVERSIONS + 1]; /* the last one ends the list */

  for (gint i = 0; i < RSZ_N_CONVERSIONS; i++) {
    const RszConversionInfo *info = rsz_conversion_info ((RszConversion) i);

    values[i] = (GEnumValue){ i, info->summary, info->name };
  }
  return gst_align_scale_register_enum ("GstAlignConvertConversion", values);
}

static void
install_properties (GObjectClass *gobject_class)
{
  gobject_class->set_property = gst_align_convert_set_property;
  gobject_class->get_property = gst_align_convert_get_property;

  /**
   * GstAlignConvert:conversion:
   *
   * Whose numbers: the exact ones, or those of the library that made a network's training data.
   *
   * Since: 0.1
   */
  g_object_class_install_property (gobject_class, PROP_CONVERSION,
      g_param_spec_enum ("conversion", "Conversion", "Whose numbers the result has",
          register_conversions (), RSZ_CONVERSION_EXACT,
          (GParamFlags) (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING
                         | GST_PARAM_CONTROLLABLE)));

  /**
   * GstAlignConvert:n-threads:
   *
   * Threads that convert a frame together; 0 means one per processor. The output is the same for
   * any number. With 1 no thread is started. Small frames use fewer.
   *
   * Since: 0.1
   */
  g_object_class_install_property (gobject_class, PROP_N_THREADS,
      g_param_spec_uint ("n-threads", "Threads",
          "Number of threads that convert a frame together (0 = one per processor)", 0,
          RSZ_MAX_SLICES, 1,
          (GParamFlags) (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING)));
}

static void
add_template (GstElementClass *klass, const gchar *name, GstPadDirection direction)
{
  GstCaps *caps = gst_align_convert_caps_template (direction);

  gst_element_class_add_pad_template (
      klass, gst_pad_template_new (name, direction, GST_PAD_ALWAYS, caps));
  gst_caps_unref (caps);
}

static void
gst_align_convert_class_init (GstAlignConvertClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  GstVideoFilterClass *filter_class = GST_VIDEO_FILTER_CLASS (klass);

  install_properties (G_OBJECT_CLASS (klass));
  gst_element_class_set_static_metadata (element_class, "Exact colour converter",
      "Filter/Converter/Video", "Converts YUV to RGB, by the formula or as OpenCV and FFmpeg do",
      "The alignscale authors");
  add_template (element_class, "sink", GST_PAD_SINK);
  add_template (element_class, "src", GST_PAD_SRC);

  trans_class->start = GST_DEBUG_FUNCPTR (gst_align_convert_start);
  trans_class->stop = GST_DEBUG_FUNCPTR (gst_align_convert_stop);
  trans_class->transform_caps = GST_DEBUG_FUNCPTR (gst_align_convert_transform_caps);
  trans_class->fixate_caps = GST_DEBUG_FUNCPTR (gst_align_convert_fixate_caps);
  trans_class->sink_event = GST_DEBUG_FUNCPTR (gst_align_convert_sink_event);
  trans_class->query = GST_DEBUG_FUNCPTR (gst_align_convert_query);
  trans_class->before_transform = GST_DEBUG_FUNCPTR (gst_align_scale_sync_controllers);
  element_class->post_message = GST_DEBUG_FUNCPTR (gst_align_convert_post_message);
  trans_class->submit_input_buffer = GST_DEBUG_FUNCPTR (gst_align_convert_submit_input_buffer);
  trans_class->prepare_output_buffer = GST_DEBUG_FUNCPTR (gst_align_convert_prepare_output_buffer);
  trans_class->transform = GST_DEBUG_FUNCPTR (gst_align_convert_transform);
  trans_class->transform_meta = GST_DEBUG_FUNCPTR (gst_align_convert_transform_meta);
  trans_class->filter_meta = GST_DEBUG_FUNCPTR (gst_align_scale_filter_meta);
  trans_class->decide_allocation = GST_DEBUG_FUNCPTR (gst_align_convert_decide_allocation);
  trans_class->propose_allocation = GST_DEBUG_FUNCPTR (gst_align_convert_propose_allocation);
  /* GstVideoFilter would switch to working in place for want of a transform_frame */
  trans_class->transform_ip = NULL;
  trans_class->passthrough_on_same_caps = TRUE;
  filter_class->set_info = GST_DEBUG_FUNCPTR (gst_align_convert_set_info);
}

static void
gst_align_convert_init (GstAlignConvert *self)
{
  self->requested.n_threads = 1;
  gst_base_transform_set_gap_aware (GST_BASE_TRANSFORM (self), TRUE);
  gst_align_scale_errors_init (&self->errors, GST_BASE_TRANSFORM (self), "converted");
}
