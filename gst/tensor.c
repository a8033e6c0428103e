/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tensor.h"

#include <string.h>

#include "element.h"
#include "pictures.h"

#define MEDIA_TYPE "tensor/strided"
#define DATA_TYPE "float32"
#define DIMS_ORDER "row-major"
#define N_DIMS 4

static const gchar *const colour_formats[] = { "RGB", "BGR", "RGBx", "BGRx", "xRGB", "xBGR", "RGBA",
  "BGRA", "ARGB", "ABGR", "GBR", "GBRA", "RGBP", "BGRP" };
static const gchar grey_format[] = "GRAY8";

/* Where channels, height and width are among the dimensions. */
typedef struct {
  guint channels, height, width;
} Places;

static Places
places_of (gint layout)
{
  return layout == GST_ALIGN_SCALE_LAYOUT_PLANAR ? (Places){ 1, 2, 3 } : (Places){ 3, 1, 2 };
}

/* ---- caps ---- */

/* Of a format that tensors are made of; 0: of another. */
static gint
channels_of (const gchar *format)
{
  if (g_str_equal (format, grey_format))
    return 1;
  for (gsize i = 0; i < G_N_ELEMENTS (colour_formats); i++) {
    if (g_str_equal (format, colour_formats[i]))
      return 3;
  }
  return 0;
}

static void
take_colour_formats (GValue *formats)
{
  g_value_init (formats, GST_TYPE_LIST);
  for (gsize i = 0; i < G_N_ELEMENTS (colour_formats); i++)
    gst_align_scale_append_string (formats, colour_formats[i]);
}

GstCaps *
gst_align_scale_tensor_caps_of_input (void)
{
  GstCaps *caps = gst_caps_new_simple ("video/x-raw", "width", GST_TYPE_INT_RANGE, 1, RSZ_MAX_SIZE,
      "height", GST_TYPE_INT_RANGE, 1, RSZ_MAX_SIZE, "framerate", GST_TYPE_FRACTION_RANGE, 0, 1,
      G_MAXINT, 1, NULL);
  GValue formats = G_VALUE_INIT;

  take_colour_formats (&formats);
  gst_align_scale_append_string (&formats, grey_format);
  gst_caps_set_value (caps, "format", &formats);
  g_value_unset (&formats);
  return caps;
}

static void
take_int (GValue *dims, gint n)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, n);
  gst_value_array_append_and_take_value (dims, &value);
}

/* NULL: any. */
static void
set_size (GstStructure *structure, const gchar *name, const GValue *size)
{
  if (size != NULL)
    gst_structure_set_value (structure, name, size);
  else
    gst_structure_set (structure, name, GST_TYPE_INT_RANGE, 1, RSZ_MAX_SIZE, NULL);
}

/* GStreamer 1.22 does not compare ranges in arrays: dimensions are there where all are fixed, and
 * sizes once more beside them. */
static GstStructure *
tensor_of (gint layout, gint n_channels, const GValue *height, const GValue *width,
    const GValue *framerate)
{
  GstStructure *structure = gst_structure_new (MEDIA_TYPE, "type", G_TYPE_STRING, DATA_TYPE,
      "dims-order", G_TYPE_STRING, DIMS_ORDER, "channels", G_TYPE_INT, n_channels, NULL);
  const Places places = places_of (layout);
  GValue dims = G_VALUE_INIT;

  set_size (structure, "height", height);
  set_size (structure, "width", width);
  if (framerate != NULL)
    gst_structure_set_value (structure, "framerate", framerate);
  if (height == NULL || width == NULL || !G_VALUE_HOLDS_INT (height) || !G_VALUE_HOLDS_INT (width))
    return structure;
  gst_value_array_init (&dims, N_DIMS);
  take_int (&dims, 1);
  for (guint i = 1; i < N_DIMS; i++)
    take_int (&dims,
        i == places.channels ? n_channels : g_value_get_int (i == places.height ? height : width));
  gst_structure_take_value (structure, "dims", &dims);
  return structure;
}

GstCaps *
gst_align_scale_tensor_caps_template (void)
{
  GstCaps *caps = gst_caps_new_empty ();

  gst_caps_append_structure (caps, tensor_of (0, 3, NULL, NULL, NULL));
  gst_caps_append_structure (caps, tensor_of (0, 1, NULL, NULL, NULL));
  return caps;
}

/* True where the format, or one of a list, has so many channels; NULL: any format. */
static gboolean
has_channels (const GValue *format, gint n_channels)
{
  if (format == NULL)
    return TRUE;
  for (guint i = 0; GST_VALUE_HOLDS_LIST (format) && i < gst_value_list_get_size (format); i++) {
    if (has_channels (gst_value_list_get_value (format, i), n_channels))
      return TRUE;
  }
  return G_VALUE_HOLDS_STRING (format) && channels_of (g_value_get_string (format)) == n_channels;
}

GstCaps *
gst_align_scale_tensor_caps_of_video (GstCaps *video, const GstAlignScaleSettings *settings)
{
  GstCaps *caps;

  if (!settings->is_tensor || gst_caps_is_any (video))
    return gst_caps_ref (video);
  caps = gst_caps_new_empty ();
  for (guint i = 0; i < gst_caps_get_size (video); i++) {
    const GstStructure *structure = gst_caps_get_structure (video, i);

    for (gint n_channels = 3; n_channels > 0; n_channels -= 2) {
      if (has_channels (gst_structure_get_value (structure, "format"), n_channels))
        gst_caps_append_structure (caps,
            tensor_of (settings->layout, n_channels, gst_structure_get_value (structure, "height"),
                gst_structure_get_value (structure, "width"),
                gst_structure_get_value (structure, "framerate")));
    }
  }
  return gst_caps_simplify (caps);
}

/* True where both may hold; NULL may be anything. */
static gboolean
agree (const GValue *a, const GValue *b)
{
  return a == NULL || b == NULL || gst_value_intersect (NULL, a, b);
}

static gboolean
may_be_int (const GValue *value, gint n)
{
  GValue wanted = G_VALUE_INIT;
  gboolean may_be;

  g_value_init (&wanted, G_TYPE_INT);
  g_value_set_int (&wanted, n);
  may_be = agree (value, &wanted);
  g_value_unset (&wanted);
  return may_be;
}

/* What caps say of a size; NULL: nothing. */
typedef struct {
  const GValue *channels, *height, *width;
} Size;

/* False where dims and the fields beside them cannot both hold, or dims are of something else. */
static gboolean
read_size (const GstStructure *structure, gint layout, Size *size)
{
  const GValue *dims = gst_structure_get_value (structure, "dims");
  const Places places = places_of (layout);
  const Size beside = {
    gst_structure_get_value (structure, "channels"),
    gst_structure_get_value (structure, "height"),
    gst_structure_get_value (structure, "width"),
  };

  *size = beside;
  if (dims == NULL)
    return TRUE;
  if (!GST_VALUE_HOLDS_ARRAY (dims) || gst_value_array_get_size (dims) != N_DIMS
      || !may_be_int (gst_value_array_get_value (dims, 0), 1))
    return FALSE;
  *size = (Size){
    gst_value_array_get_value (dims, places.channels),
    gst_value_array_get_value (dims, places.height),
    gst_value_array_get_value (dims, places.width),
  };
  return agree (beside.channels, size->channels) && agree (beside.height, size->height)
         && agree (beside.width, size->width);
}

/* `format` NULL: all of so many channels. */
static GstStructure *
video_of (const GstStructure *tensor, const Size *size, gint n_channels, const gchar *format)
{
  GstStructure *video =
      gst_structure_new ("video/x-raw", "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
  const GValue *framerate = gst_structure_get_value (tensor, "framerate");
  GValue formats = G_VALUE_INIT;

  set_size (video, "width", size->width);
  set_size (video, "height", size->height);
  if (framerate != NULL)
    gst_structure_set_value (video, "framerate", framerate);
  if (format == NULL && n_channels == 3) {
    take_colour_formats (&formats);
    gst_structure_take_value (video, "format", &formats);
  } else
    gst_structure_set (video, "format", G_TYPE_STRING, format != NULL ? format : grey_format, NULL);
  return video;
}

GstCaps *
gst_align_scale_tensor_caps_to_video (
    GstCaps *caps, GstCaps *in, const GstAlignScaleSettings *settings)
{
  const gchar *format = NULL;
  GstCaps *video;

  if (!settings->is_tensor || gst_caps_is_any (caps))
    return gst_caps_ref (caps);
  if (in != NULL)
    format = gst_structure_get_string (gst_caps_get_structure (in, 0), "format");
  video = gst_caps_new_empty ();
  for (guint i = 0; i < gst_caps_get_size (caps); i++) {
    const GstStructure *structure = gst_caps_get_structure (caps, i);
    Size size;

    if (!gst_structure_has_name (structure, MEDIA_TYPE)
        || !read_size (structure, settings->layout, &size))
      continue;
    for (gint n_channels = 3; n_channels > 0; n_channels -= 2) {
      if ((format == NULL || channels_of (format) == n_channels)
          && may_be_int (size.channels, n_channels))
        gst_caps_append_structure (video, video_of (structure, &size, n_channels, format));
    }
  }
  return video;
}

gsize
gst_align_scale_tensor_size (GstCaps *caps)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  gint channels, height, width;

  if (!gst_structure_has_name (structure, MEDIA_TYPE)
      || !gst_structure_get_int (structure, "channels", &channels)
      || !gst_structure_get_int (structure, "height", &height)
      || !gst_structure_get_int (structure, "width", &width))
    return 0;
  return (gsize) channels * (gsize) height * (gsize) width * sizeof (gfloat);
}

/* ---- specs and buffers ---- */

static gint
count_channels (const GstVideoFormatInfo *finfo)
{
  return GST_VIDEO_FORMAT_INFO_IS_GRAY (finfo) ? 1 : 3;
}

/* Of the tensor of a frame. */
static guint64
bytes_of (const GstVideoInfo *out)
{
  return (guint64) count_channels (out->finfo) * (guint64) out->width * (guint64) out->height
         * sizeof (gfloat);
}

const gchar *
gst_align_scale_tensor_refuse (const GstVideoInfo *in, const GstVideoInfo *out)
{
  if (gst_align_scale_pictures_count (in) > 1
      || GST_VIDEO_INFO_INTERLACE_MODE (in) == GST_VIDEO_INTERLACE_MODE_ALTERNATE)
    return "Buffers of single fields or of several views cannot become tensors. Deinterlace the "
           "film, or take its views apart, before this element.";
  /* buffer pools count bytes in 32 bits */
  if (bytes_of (out) > G_MAXUINT32)
    return "Tensors of 4 GiB or more cannot be made. Choose a smaller size or smaller scale "
           "factors.";
  return NULL;
}

void
gst_align_scale_tensor_spec (
    RszSpec *spec, const GstVideoInfo *out, const GstAlignScaleSettings *settings)
{
  const GstVideoFormatInfo *finfo = out->finfo;
  const gint n = count_channels (finfo), n_fields = spec->planes[0].y.n_fields;
  const gboolean planar = settings->layout == GST_ALIGN_SCALE_LAYOUT_PLANAR;
  const gboolean swaps = settings->channel_order == GST_ALIGN_SCALE_ORDER_BGR && n == 3;
  const ptrdiff_t row = (ptrdiff_t) out->width * (ptrdiff_t) sizeof (gfloat);

  for (gint p = 0; p < spec->n_planes; p++)
    spec->planes[p].tensor = (RszTensor){
      .step = planar ? 1 : n,
      .multiplies = settings->division == GST_ALIGN_SCALE_DIVISION_RECIPROCAL,
      .divisor = settings->divisor,
    };
  for (gint c = 0; c < n; c++) {
    const gint channel = swaps ? n - 1 - c : c;

    for (gint field = 0; field < n_fields; field++) {
      RszTensor *tensor = &spec->planes[(gint) finfo->plane[c] * n_fields + field].tensor;
      const gint k = tensor->n_channels++;

      tensor->from[k] = (gint) finfo->poffset[c];
      tensor->offset[k] =
          planar ? channel * row * out->height : channel * (ptrdiff_t) sizeof (gfloat);
      tensor->mean[k] = settings->mean[channel];
      tensor->std[k] = settings->std[channel];
    }
  }
  for (gint p = 0; p < spec->n_planes; p++) {
    RszTensor *tensor = &spec->planes[p].tensor;

    if (tensor->n_channels == 0) /* of alpha */
      tensor->n_channels = RSZ_LEFT_OUT;
  }
  spec->unrounded = settings->unrounded;
}

gboolean
gst_align_scale_tensor_map (GstAlignScaleFrame *frame, const RszSpec *spec, const GstVideoInfo *out,
    GstBuffer *buffer, GstMapInfo *map, gchar **message)
{
  const ptrdiff_t row =
      (ptrdiff_t) out->width * spec->planes[0].tensor.step * (ptrdiff_t) sizeof (gfloat);
  const gsize size = (gsize) bytes_of (out);

  if (!gst_buffer_map (buffer, map, GST_MAP_WRITE)) {
    *message = g_strdup ("The memory for a tensor cannot be written. Check the element behind this "
                         "one, which has provided it.");
    return FALSE;
  }
  *message = NULL;
  if (map->size < size)
    *message = g_strdup_printf ("The memory for a tensor has %" G_GSIZE_FORMAT
                                " bytes, but %" G_GSIZE_FORMAT
                                " are needed. Check the element behind this one, which has "
                                "provided it.",
        map->size, size);
  else if ((gsize) map->data % sizeof (gfloat) != 0)
    *message =
        g_strdup ("The memory for a tensor does not start at a multiple of four bytes. Check "
                  "the element behind this one, which has provided it.");
  if (*message != NULL) {
    gst_buffer_unmap (buffer, map);
    return FALSE;
  }
  for (gint p = 0; p < spec->n_planes; p++) {
    const RszAxis *y = &spec->planes[p].y;

    frame->data[p] = map->data + y->field * row;
    frame->stride[p] = y->n_fields * row;
  }
  return TRUE;
}
