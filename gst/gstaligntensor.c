/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * SECTION:element-aligntensor
 * @title: aligntensor
 * @short_description: resizes video into the float32 tensors that networks take
 *
 * aligntensor resizes as alignscale does, with its properties, and writes float32: planar or
 * interleaved, divided, less a mean and over a standard deviation, or not rounded at all between
 * the resize and that. Buffers hold the values alone, one after the other; the caps,
 * tensor/strided, have their dimensions. In system memory, with no padding.
 *
 * ## Example pipeline
 * |[
 * gst-launch-1.0 filesrc location=film.mkv ! decodebin ! alignconvert !
 *     aligntensor @preset=torchvision-eval !
 *     "tensor/strided,dims=(int)<1,3,224,224>" ! filesink location=frames.f32
 * ]| Images as torchvision prepares them for ResNet and its kin, 602112 bytes each.
 *
 * Since: 0.1
 */
#include "gstaligntensor.h"

#include "element.h"
#include "gstalignscale.h"
#include "pictures.h"
#include "tensor.h"

typedef struct {
  GstAlignScale parent;
} GstAlignTensor;

typedef struct {
  GstAlignScaleClass parent_class;
} GstAlignTensorClass;

G_DEFINE_TYPE (GstAlignTensor, gst_align_tensor, GST_TYPE_ALIGN_SCALE)
GST_ELEMENT_REGISTER_DEFINE (aligntensor, "aligntensor", GST_RANK_NONE, GST_TYPE_ALIGN_TENSOR)

/* ---- properties ---- */

static const GEnumValue layout_values[] = {
  { GST_ALIGN_SCALE_LAYOUT_PLANAR, "1, channels, height, width: torch, ONNX", "planar" },
  { GST_ALIGN_SCALE_LAYOUT_INTERLEAVED, "1, height, width, channels: TensorFlow, TFLite",
      "interleaved" },
  { 0, NULL, NULL },
};

static const GEnumValue order_values[] = {
  { GST_ALIGN_SCALE_ORDER_RGB, "Red, green, blue", "rgb" },
  { GST_ALIGN_SCALE_ORDER_BGR, "Blue, green, red, as OpenCV reads pictures", "bgr" },
  { 0, NULL, NULL },
};

static const GEnumValue division_values[] = {
  { GST_ALIGN_SCALE_DIVISION_EXACT, "Divides, as torchvision's ToTensor and tensor / 255 do",
      "exact" },
  { GST_ALIGN_SCALE_DIVISION_RECIPROCAL,
      "Multiplies by the reciprocal, as torchvision's v2.ToDtype and Keras' Rescaling do",
      "reciprocal" },
  { 0, NULL, NULL },
};

#define LIVE                                                                                       \
  ((GParamFlags) (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING))
#define AT_START                                                                                   \
  ((GParamFlags) (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY))

static void
install_order (GObjectClass *klass)
{
  /**
   * GstAlignTensor:layout:
   *
   * Which order the values of a tensor have. It takes effect when the element starts.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (layout),
      g_param_spec_enum ("layout", "Layout", "Order of the tensor's dimensions",
          gst_align_scale_register_enum ("GstAlignTensorLayout", layout_values),
          GST_ALIGN_SCALE_LAYOUT_PLANAR, AT_START));

  /**
   * GstAlignTensor:channel-order:
   *
   * Which colour is channel 0, whatever the order in the input's format.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (channel_order),
      g_param_spec_enum ("channel-order", "Channel order", "Which colour is channel 0",
          gst_align_scale_register_enum ("GstAlignTensorOrder", order_values),
          GST_ALIGN_SCALE_ORDER_RGB, LIVE));
}

static void
install_values (GObjectClass *klass)
{
  /**
   * GstAlignTensor:divisor:
   *
   * What samples, 0 to 255, are divided by: value = (sample / divisor - mean) / std, in float32,
   * every operation rounded.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (divisor),
      g_param_spec_double ("divisor", "Divisor",
          "What samples are divided by: value = (sample / divisor - mean) / std", 1e-6, 1e6, 255.0,
          LIVE));

  /**
   * GstAlignTensor:division:
   *
   * How samples are divided. Libraries differ, and with them the last bit.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (division),
      g_param_spec_enum ("division", "Division", "How samples are divided",
          gst_align_scale_register_enum ("GstAlignTensorDivision", division_values),
          GST_ALIGN_SCALE_DIVISION_EXACT, LIVE));

  /**
   * GstAlignTensor:mean:
   *
   * What is subtracted from each channel, channel 0 first; a single number is that of all.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (mean),
      gst_param_spec_array ("mean", "Mean",
          "Subtracted from each channel, after the division; one number or three",
          g_param_spec_double ("mean-of-channel", "Mean", "Of a channel", -1e6, 1e6, 0.0, LIVE),
          LIVE));

  /**
   * GstAlignTensor:std:
   *
   * What each channel is divided by at last, channel 0 first; a single number is that of all.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (std),
      gst_param_spec_array ("std", "Standard deviation",
          "What each channel is divided by, at last; one number or three",
          g_param_spec_double ("std-of-channel", "Std", "Of a channel", 1e-6, 1e6, 1.0, LIVE),
          LIVE));

  /**
   * GstAlignTensor:unrounded:
   *
   * With TRUE samples are the library's results on float32, neither rounded to whole numbers nor
   * clamped, as where a graph of TensorFlow or ONNX resizes floats. With FALSE they are rounded as
   * alignscale's, as where a picture is resized before it becomes a tensor. Pillow has no such
   * results here.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (unrounded),
      g_param_spec_boolean ("unrounded", "Unrounded",
          "Samples are not rounded to whole numbers between the resize and the tensor", FALSE,
          LIVE));
}

/* Before the object lock is taken: who reads warnings may ask for properties. */
static void
gst_align_tensor_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (GST_IS_PARAM_SPEC_ARRAY_LIST (pspec) && !gst_align_scale_settings_are_numbers (value))
    g_warning (
        "aligntensor: %s has %u numbers, or something that is none, so it stays what it was. "
        "Set one number, or one for each of three channels.",
        pspec->name, gst_value_array_get_size (value));
  else
    G_OBJECT_CLASS (gst_align_tensor_parent_class)->set_property (object, id, value, pspec);
}

/* ---- caps ---- */

/* Any thread. The layout of a stream is the one it began with. */
static GstAlignScaleSettings
settings_of (GstBaseTransform *trans)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  const gint stream_layout = g_atomic_int_get (&self->stream_layout);
  GstAlignScaleSettings settings;

  GST_OBJECT_LOCK (self);
  settings = self->settings;
  GST_OBJECT_UNLOCK (self);
  if (stream_layout > 0)
    settings.layout = stream_layout - 1;
  return settings;
}

static GstCaps *
gst_align_tensor_transform_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *filter)
{
  GstBaseTransformClass *parent_class = GST_BASE_TRANSFORM_CLASS (gst_align_tensor_parent_class);
  const GstAlignScaleSettings settings = settings_of (trans);
  g_autoptr (GstCaps) video = NULL, other = NULL;

  if (direction == GST_PAD_SINK) {
    video = parent_class->transform_caps (trans, direction, caps, NULL);
    other = gst_align_scale_tensor_caps_of_video (video, &settings);
  } else {
    video = gst_align_scale_tensor_caps_to_video (caps, NULL, &settings);
    other = parent_class->transform_caps (trans, direction, video, NULL);
  }
  return filter ? gst_caps_intersect_full (filter, other, GST_CAPS_INTERSECT_FIRST)
                : g_steal_pointer (&other);
}

/* The base class asks for the src pad's caps alone. */
static GstCaps *
gst_align_tensor_fixate_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *othercaps)
{
  GstBaseTransformClass *parent_class = GST_BASE_TRANSFORM_CLASS (gst_align_tensor_parent_class);
  const GstAlignScaleSettings settings = settings_of (trans);
  g_autoptr (GstCaps) possible = othercaps, video = NULL, fixed = NULL;

  if (direction != GST_PAD_SINK)
    return gst_caps_fixate (g_steal_pointer (&possible));
  video = gst_align_scale_tensor_caps_to_video (possible, caps, &settings);
  fixed = parent_class->fixate_caps (trans, direction, caps, g_steal_pointer (&video));
  return gst_align_scale_tensor_caps_of_video (fixed, &settings);
}

static gboolean
gst_align_tensor_set_caps (GstBaseTransform *trans, GstCaps *in, GstCaps *out)
{
  GstBaseTransformClass *parent_class = GST_BASE_TRANSFORM_CLASS (gst_align_tensor_parent_class);
  const GstAlignScaleSettings settings = settings_of (trans);
  g_autoptr (GstCaps) video = gst_align_scale_tensor_caps_to_video (out, in, &settings);

  return gst_caps_is_fixed (video) && parent_class->set_caps (trans, in, video);
}

/* ---- memory ---- */

static gboolean
gst_align_tensor_get_unit_size (GstBaseTransform *trans, GstCaps *caps, gsize *size)
{
  GstBaseTransformClass *parent_class = GST_BASE_TRANSFORM_CLASS (gst_align_tensor_parent_class);

  *size = gst_align_scale_tensor_size (caps);
  return *size > 0 || parent_class->get_unit_size (trans, caps, size);
}

static gboolean
gst_align_tensor_transform_size (GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps,
    gsize size, GstCaps *othercaps, gsize *othersize)
{
  return gst_align_tensor_get_unit_size (trans, othercaps, othersize);
}

/* Buffers come out of a pool, downstream's or one of the base class. Not GstVideoFilter's, which
 * looks for a video format in the src pad's caps. */
static gboolean
gst_align_tensor_decide_allocation (GstBaseTransform *trans, GstQuery *query)
{
  GstBaseTransformClass *base_class = g_type_class_peek (GST_TYPE_BASE_TRANSFORM);
  GstBufferPool *pool = NULL;
  guint size, min = 0, max = 0;
  GstCaps *caps;

  gst_query_parse_allocation (query, &caps, NULL);
  if (gst_query_get_n_allocation_pools (query) == 0)
    gst_query_add_allocation_pool (query, NULL, (guint) gst_align_scale_tensor_size (caps), 0, 0);
  gst_query_parse_nth_allocation_pool (query, 0, &pool, &size, &min, &max);
  size = MAX (size, (guint) gst_align_scale_tensor_size (caps));
  gst_query_set_nth_allocation_pool (query, 0, pool, size, min, max);
  gst_clear_object (&pool);
  gst_align_scale_ask_alignment (query, sizeof (gfloat)); /* allocators need not give it */
  return base_class->decide_allocation (trans, query);
}

/* ---- life ---- */

static void
gst_align_tensor_class_init (GstAlignTensorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  g_autoptr (GstCaps) sink = gst_align_scale_tensor_caps_of_input ();
  g_autoptr (GstCaps) src = gst_align_scale_tensor_caps_template ();

  /* GObject does not pass these on; the parent's call what follows */
  object_class->set_property = gst_align_tensor_set_property;
  object_class->get_property = G_OBJECT_CLASS (gst_align_tensor_parent_class)->get_property;
  install_order (object_class);
  install_values (object_class);

  gst_element_class_set_static_metadata (element_class, "Video to tensors",
      "Filter/Converter/Video/Scaler",
      "Resizes video as PyTorch and other libraries do, into float32 tensors for networks",
      "The alignscale authors");
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, sink));
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, src));

  trans_class->transform_caps = GST_DEBUG_FUNCPTR (gst_align_tensor_transform_caps);
  trans_class->fixate_caps = GST_DEBUG_FUNCPTR (gst_align_tensor_fixate_caps);
  trans_class->set_caps = GST_DEBUG_FUNCPTR (gst_align_tensor_set_caps);
  trans_class->get_unit_size = GST_DEBUG_FUNCPTR (gst_align_tensor_get_unit_size);
  trans_class->transform_size = GST_DEBUG_FUNCPTR (gst_align_tensor_transform_size);
  trans_class->decide_allocation = GST_DEBUG_FUNCPTR (gst_align_tensor_decide_allocation);
}

static void
gst_align_tensor_init (GstAlignTensor *self)
{
  GstAlignScale *scale = &self->parent;

  scale->settings.is_tensor = TRUE;
  gst_align_scale_settings_init (&scale->settings, G_OBJECT_GET_CLASS (self));
  scale->requested = scale->effective = scale->settings;
}
