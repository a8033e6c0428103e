/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "conversion.h"

#include <math.h>

#include "buffers.h"
#include "pictures.h"

/* A colour whose components differ in every depth, matrix and range: they are found by it. */
#define PROBE 0x10e08020u

/* ---- formats and colours as numbers ---- */

/* Where the components of `info` are, in planes whose borders have the colour PROBE. */
static void
find_places (RszPlace places[RSZ_N_CHANNELS], const GstVideoInfo *info, const RszSpec *spec)
{
  const gint n_fields = spec->n_planes / (gint) GST_VIDEO_INFO_N_PLANES (info);
  guint component[GST_VIDEO_MAX_COMPONENTS] = { 0 };

  gst_align_scale_border_color (info, PROBE, component);
  for (guint c = 0; c < RSZ_N_CHANNELS; c++) {
    const RszPlaneSpec *plane;

    places[c] = (RszPlace){ .plane = -1 };
    if (c >= GST_VIDEO_INFO_N_COMPONENTS (info))
      continue;
    plane = &spec->planes[(gint) info->finfo->plane[c] * n_fields];
    for (gint part = 0; part < rsz_layouts[plane->layout].n_parts; part++)
      for (gint i = 0; i < plane->parts[part].components; i++)
        if (plane->parts[part].border[i] == component[c])
          places[c] = (RszPlace){ (gint) info->finfo->plane[c], part, i };
  }
}

static gboolean
read_colours (RszColours *colours, const GstVideoInfo *in, gchar *message)
{
  gint offset[GST_VIDEO_MAX_COMPONENTS], range[GST_VIDEO_MAX_COMPONENTS];
  gdouble kr, kb;

  if (!gst_video_color_matrix_get_Kr_Kb (in->colorimetry.matrix, &kr, &kb)) {
    g_autofree gchar *name = gst_video_colorimetry_to_string (&in->colorimetry);

    g_snprintf (message, RSZ_MESSAGE_SIZE,
        "The matrix of colorimetry %s is not one of weights for red and blue. Put a videoconvert "
        "element before this one, or correct the caps.",
        name);
    return FALSE;
  }
  gst_video_color_range_offsets (in->colorimetry.range, in->finfo, offset, range);
  *colours = (RszColours){
    .kr = (gint) lround (kr * RSZ_COLOUR_UNIT),
    .kb = (gint) lround (kb * RSZ_COLOUR_UNIT),
    .luma_offset = offset[0],
    .luma_range = range[0],
    .chroma_offset = offset[1],
    .chroma_range = range[1],
    .alpha_max = 255,
  };
  if (GST_VIDEO_INFO_N_COMPONENTS (in) > GST_VIDEO_COMP_A)
    colours->alpha_max = (1 << GST_VIDEO_INFO_COMP_DEPTH (in, GST_VIDEO_COMP_A)) - 1;
  return TRUE;
}

/* What named conversions are of. */
static const GstVideoFormat opencv_formats[] = { GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_YV12,
  GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_NV21, GST_VIDEO_FORMAT_YUY2, GST_VIDEO_FORMAT_UYVY,
  GST_VIDEO_FORMAT_YVYU };
static const GstVideoFormat swscale_formats[] = { GST_VIDEO_FORMAT_I420, GST_VIDEO_FORMAT_YV12,
  GST_VIDEO_FORMAT_NV12, GST_VIDEO_FORMAT_NV21, GST_VIDEO_FORMAT_Y42B, GST_VIDEO_FORMAT_NV16,
  GST_VIDEO_FORMAT_YUY2, GST_VIDEO_FORMAT_UYVY, GST_VIDEO_FORMAT_YVYU, GST_VIDEO_FORMAT_Y444,
  GST_VIDEO_FORMAT_NV24, GST_VIDEO_FORMAT_Y41B, GST_VIDEO_FORMAT_YUV9, GST_VIDEO_FORMAT_I420_10LE,
  GST_VIDEO_FORMAT_I422_10LE, GST_VIDEO_FORMAT_Y444_10LE, GST_VIDEO_FORMAT_P010_10LE,
  GST_VIDEO_FORMAT_I420_12LE, GST_VIDEO_FORMAT_I422_12LE, GST_VIDEO_FORMAT_Y444_12LE };

static const struct {
  const GstVideoFormat *formats; /* NULL: all */
  gsize n;
} taken[RSZ_N_CONVERSIONS] = {
  [RSZ_CONVERSION_OPENCV] = { opencv_formats, G_N_ELEMENTS (opencv_formats) },
  [RSZ_CONVERSION_SWSCALE] = { swscale_formats, G_N_ELEMENTS (swscale_formats) },
  [RSZ_CONVERSION_SWSCALE_BICUBIC] = { swscale_formats, G_N_ELEMENTS (swscale_formats) },
  [RSZ_CONVERSION_TORCHCODEC] = { swscale_formats, G_N_ELEMENTS (swscale_formats) },
};

static gboolean
takes (RszConversion kind, const GstVideoInfo *in, gchar *message)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; i < taken[kind].n; i++) {
    if (taken[kind].formats[i] == GST_VIDEO_INFO_FORMAT (in))
      return TRUE;
    g_string_append_printf (
        names, "%s%s", i > 0 ? ", " : "", gst_video_format_to_string (taken[kind].formats[i]));
  }
  if (taken[kind].formats == NULL)
    return TRUE;
  g_snprintf (message, RSZ_MESSAGE_SIZE, "The conversion %s is not of %s, but of %s.",
      rsz_conversion_info (kind)->name, GST_VIDEO_INFO_NAME (in), names->str);
  return FALSE;
}

/* ---- plans ---- */

/* `content` of frames of `info`, nothing of it scaled. */
static gboolean
describe (RszSpec *spec, const GstVideoInfo *info, const GstAlignScaleFraming *framing,
    GstAlignScaleContent content, guint n_threads)
{
  const GstAlignScaleSettings settings = { .border_color = PROBE, .n_threads = n_threads };
  GstAlignScaleFormat format;

  if (!gst_align_scale_format_init (&format, info->finfo))
    return FALSE;
  gst_align_scale_format_spec (&format, info, info, framing, &settings, content, spec);
  return TRUE;
}

/* One for each slice. False, with a sentence, where there is none or no memory. */
static gboolean
make_colours (GstAlignConversionWork *work, const RszColours *colours, gchar *message)
{
  gboolean made = TRUE;

  work->colours = g_new0 (RszColour *, work->src.n_slices);
  for (gint i = 0; i < work->src.n_slices && made; i++) {
    work->colours[i] = rsz_colour_new (&work->src, &work->dst, colours, message);
    made = work->colours[i] != NULL;
  }
  return made;
}

/* Rows of R'G'B' belong to no field: those of both are made in the order they have in the frame. */
static gboolean
init_work (GstAlignConversionWork *work, const GstAlignConversion *conversion,
    const GstAlignScaleFraming *framing, GstAlignScaleContent content, guint n_threads,
    gchar *message)
{
  const GstVideoInfo *in = &conversion->in, *out = &conversion->out;
  /* these know no fields */
  const gboolean whole =
      conversion->kind == RSZ_CONVERSION_OPENCV || conversion->kind == RSZ_CONVERSION_TORCHCODEC;
  const gboolean fields = content == GST_ALIGN_SCALE_FIELDS && !whole;
  const GstAlignScaleContent read =
      content == GST_ALIGN_SCALE_FIELDS && whole ? GST_ALIGN_SCALE_FRAME : content;
  const GstAlignScaleFraming made = {
    .in_width = out->width,
    .in_height = out->height,
    .source = framing->picture,
    .resized = framing->picture,
    .picture = framing->picture,
  };
  RszColours colours;

  if (!read_colours (&colours, in, message))
    return FALSE;
  if (!describe (&work->src, in, framing, read, n_threads)
      || !describe (&work->dst, out, &made, fields ? GST_ALIGN_SCALE_FRAME : read, 1)) {
    g_snprintf (message, RSZ_MESSAGE_SIZE, "Format %s cannot be converted to %s.",
        GST_VIDEO_INFO_NAME (in), GST_VIDEO_INFO_NAME (out));
    return FALSE;
  }
  colours.conversion = conversion->kind;
  colours.n_fields = fields ? 2 : 1;
  find_places (colours.from, in, &work->src);
  find_places (colours.to, out, &work->dst);
  if (!make_colours (work, &colours, message))
    return FALSE;
  work->frames = gst_align_scale_frames_new (&work->src, (gint) GST_VIDEO_INFO_N_PLANES (in),
      &work->dst, (gint) GST_VIDEO_INFO_N_PLANES (out));
  if (work->frames != NULL)
    return TRUE;
  g_snprintf (message, RSZ_MESSAGE_SIZE,
      "There is not enough memory to convert frames of %d columns: free some.", in->width);
  return FALSE;
}

gboolean
gst_align_conversion_init (GstAlignConversion *conversion, RszConversion kind,
    const GstVideoInfo *in, const GstVideoInfo *out, const GstAlignScaleFraming *framing,
    guint n_threads, gchar *message)
{
  *conversion = (GstAlignConversion){ .kind = kind };
  if (!takes (kind, in, message))
    return FALSE;
  if (gst_align_scale_pictures_size (in) == 0 || gst_align_scale_pictures_size (out) == 0) {
    g_snprintf (message, RSZ_MESSAGE_SIZE,
        "Buffers of so many pictures cannot be converted: there may be up to %d views and 4 GB in "
        "one. Convert the views before they are joined.",
        GST_ALIGN_SCALE_MAX_VIEWS);
    return FALSE;
  }
  gst_align_scale_pictures_info (&conversion->in, in);
  conversion->in.width = framing->in_width;
  conversion->in.height = framing->in_height;
  gst_align_scale_pictures_info (&conversion->out, out);
  for (gint i = 0; i < GST_ALIGN_SCALE_N_CONTENTS; i++) {
    const GstAlignScaleContent content = (GstAlignScaleContent) i;

    if (!gst_align_scale_content_is_possible (
            content, GST_VIDEO_INFO_INTERLACE_MODE (&conversion->in), framing->source.h > 1)
        || init_work (&conversion->by_content[i], conversion, framing, content, n_threads, message))
      continue;
    gst_align_conversion_finish (conversion);
    return FALSE;
  }
  conversion->n_pictures = gst_align_scale_pictures_count (in);
  conversion->n_fields = gst_align_scale_pictures_fields (in);
  return TRUE;
}

gint
gst_align_conversion_slices (const GstAlignConversion *conversion)
{
  gint n = 1;

  for (guint i = 0; i < G_N_ELEMENTS (conversion->by_content); i++) {
    if (conversion->by_content[i].colours != NULL)
      n = MAX (n, conversion->by_content[i].src.n_slices);
  }
  return n;
}

void
gst_align_conversion_finish (GstAlignConversion *conversion)
{
  for (guint i = 0; i < G_N_ELEMENTS (conversion->by_content); i++) {
    const GstAlignConversionWork *work = &conversion->by_content[i];

    for (gint slice = 0; work->colours != NULL && slice < work->src.n_slices; slice++)
      rsz_colour_free (work->colours[slice]);
    g_free (work->colours);
    g_free (work->frames);
  }
  *conversion = (GstAlignConversion){ 0 };
}

/* ---- frames ---- */

static const GstAlignConversionWork *
work_for (const GstAlignConversion *conversion, GstBuffer *buffer, gint picture)
{
  gboolean possible[GST_ALIGN_SCALE_N_CONTENTS];

  for (gint i = 0; i < GST_ALIGN_SCALE_N_CONTENTS; i++)
    possible[i] = conversion->by_content[i].colours != NULL;
  return &conversion->by_content[gst_align_scale_content_of (
      possible, buffer, picture, conversion->n_fields)];
}

/* GstAlignScaleSliceFunc. */
static void
convert_slice (
    gconstpointer work, const GstAlignScaleFrame *in, const GstAlignScaleFrame *out, gint slice)
{
  const GstAlignConversionWork *self = work;

  rsz_colour_run (self->colours[slice], out->data, out->stride, (const void *const *) in->data,
      in->stride, slice, self->src.n_slices);
}

static gboolean
run_picture (const GstAlignConversion *conversion, GstAlignScaleSlices *slices, GstBuffer *in,
    GstBuffer *out, gint picture, gchar **message)
{
  const GstAlignConversionWork *work = work_for (conversion, in, picture);
  const gint id = conversion->n_pictures > 1 ? picture : -1;
  GstAlignScaleFrame *from = &work->frames->in, *to = &work->frames->out;

  if (!gst_align_scale_frame_map (from, &work->src, &conversion->in, in, id, GST_MAP_READ, message))
    return FALSE;
  if (!gst_align_scale_frame_map (
          to, &work->dst, &conversion->out, out, id, GST_MAP_WRITE, message)) {
    gst_align_scale_frame_unmap (from);
    return FALSE;
  }
  gst_align_scale_slices_run (slices, convert_slice, work, work->src.n_slices, from, to);
  gst_align_scale_frame_complete (to, &work->dst);
  gst_align_scale_frame_unmap (to);
  gst_align_scale_frame_unmap (from);
  return TRUE;
}

gboolean
gst_align_conversion_run (const GstAlignConversion *conversion, GstAlignScaleSlices *slices,
    GstBuffer *in, GstBuffer *out, gchar **message)
{
  for (gint picture = 0; picture < conversion->n_pictures; picture++) {
    if (!run_picture (conversion, slices, in, out, picture, message))
      return FALSE;
  }
  return TRUE;
}
