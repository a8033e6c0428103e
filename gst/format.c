/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "format.h"

#include <math.h>
#include <string.h>

#include "debug.h"
#include "tensor.h"

/* Pixels read and written for a slice that make it worth waking a thread for, which takes 20 to
 * 50 us. In a stream with pauses two threads draw level with one at 512x512 RGBA enlarged twice,
 * bilinear, the fastest there is. Fuzz targets lower it. */
#ifndef MIN_SLICE_PIXELS
#define MIN_SLICE_PIXELS (128 * 1024)
#endif

/* GST_VIDEO_FORMAT_FLAG_FLOAT, whose name is newer than its meaning has to be known. */
#define FLAG_FLOAT (1u << 10)

/* Formats whose GstVideoFormatInfo does not say where samples lie, and the layout of their
 * planes. */
static const struct {
  GstVideoFormat format;
  RszLayout layout;
} irregular[] = {
  { GST_VIDEO_FORMAT_r210, RSZ_LAYOUT_10_10_10_BE },
  { GST_VIDEO_FORMAT_Y410, RSZ_LAYOUT_10_10_10_2_LE },
  { GST_VIDEO_FORMAT_BGR10A2_LE, RSZ_LAYOUT_10_10_10_2_LE },
  { GST_VIDEO_FORMAT_RGB10A2_LE, RSZ_LAYOUT_10_10_10_2_LE },
  { GST_VIDEO_FORMAT_Y210, RSZ_LAYOUT_EVEN_ODD_HIGH10_LE },
  { GST_VIDEO_FORMAT_Y212_LE, RSZ_LAYOUT_EVEN_ODD_HIGH12_LE },
  { GST_VIDEO_FORMAT_Y212_BE, RSZ_LAYOUT_EVEN_ODD_HIGH12_BE },
  { GST_VIDEO_FORMAT_v216, RSZ_LAYOUT_ODD_EVEN_16_LE },
  { GST_VIDEO_FORMAT_v210, RSZ_LAYOUT_V210 },
  { GST_VIDEO_FORMAT_UYVP, RSZ_LAYOUT_UYVP },
  { GST_VIDEO_FORMAT_IYU1, RSZ_LAYOUT_IYU1 },
  { GST_VIDEO_FORMAT_GRAY10_LE32, RSZ_LAYOUT_3X10_LE },
  { GST_VIDEO_FORMAT_NV12_10LE32, RSZ_LAYOUT_3X10_LE },
  { GST_VIDEO_FORMAT_NV16_10LE32, RSZ_LAYOUT_3X10_LE },
  { GST_VIDEO_FORMAT_NV12_10LE40, RSZ_LAYOUT_4X10_LE },
#if GST_CHECK_VERSION(1, 26, 0)
  { GST_VIDEO_FORMAT_Y216_LE, RSZ_LAYOUT_EVEN_ODD_16_LE },
  { GST_VIDEO_FORMAT_Y216_BE, RSZ_LAYOUT_EVEN_ODD_16_BE },
#endif
#if GST_CHECK_VERSION(1, 28, 0)
  { GST_VIDEO_FORMAT_NV16_10LE40, RSZ_LAYOUT_4X10_LE },
  { GST_VIDEO_FORMAT_BGR10x2_LE, RSZ_LAYOUT_10_10_10_2_LE },
  { GST_VIDEO_FORMAT_RGB10x2_LE, RSZ_LAYOUT_10_10_10_2_LE },
#endif
};

/* The components of a format that lie in one plane. */
typedef struct {
  const GstVideoFormatInfo *info;
  gint n;
  gint index[GST_VIDEO_MAX_COMPONENTS];
} Components;

static Components
components_of_plane (const GstVideoFormatInfo *info, guint plane)
{
  Components components = { .info = info };

  for (guint i = 0; i < info->n_components; i++) {
    if (info->plane[i] == plane)
      components.index[components.n++] = (gint) i;
  }
  return components;
}

static gint
depth_of (const Components *components)
{
  guint depth = 0;

  for (gint k = 0; k < components->n; k++)
    depth = MAX (depth, components->info->depth[components->index[k]]);
  return (gint) depth;
}

/* A plane of `layout`. Layouts of two parts say themselves what a pixel of each has. */
static void
set_plane (GstAlignScalePlane *plane, const Components *components, RszLayout layout, gint samples)
{
  const RszLayoutInfo *info = &rsz_layouts[layout];
  const gint first = components->index[0];

  *plane = (GstAlignScalePlane){
    .layout = layout,
    .depth = depth_of (components),
    .pixel_rows = 1 << components->info->h_sub[first],
    .parts[0] = { samples, 1 << components->info->w_sub[first] },
  };
  for (gint p = 0, columns = 1; p < info->n_parts && info->n_parts > 1; p++) {
    plane->parts[p].components = info->samples[p] * columns / info->pixels;
    plane->parts[p].pixel_columns = columns;
    columns = info->divisor;
  }
}

static gboolean
init_irregular (GstAlignScalePlane *plane, const Components *components)
{
  for (gsize i = 0; i < G_N_ELEMENTS (irregular); i++) {
    if (irregular[i].format != components->info->format)
      continue;
    set_plane (plane, components, irregular[i].layout, components->n);
    /* whatever its samples need */
    plane->row_as_luma = plane->parts[0].pixel_columns > 1;
    return TRUE;
  }
  return FALSE;
}

/* The layout whose groups are one word with these components' bits in it, or RSZ_N_LAYOUTS. */
static RszLayout
layout_of_word (const GstVideoFormatInfo *info, gint word_size, const gint *components, gint n)
{
  const gboolean big_endian = word_size > 1 && !GST_VIDEO_FORMAT_INFO_IS_LE (info);

  for (gint layout = 0; layout < RSZ_N_LAYOUTS; layout++) {
    const RszLayoutInfo *candidate = &rsz_layouts[layout];
    gint equal = 0;

    if (candidate->plain || candidate->n_words != 1 || candidate->word_size != word_size
        || candidate->n_fields != n || candidate->big_endian != big_endian)
      continue;
    while (equal < n && candidate->fields[equal].shift == info->shift[components[equal]]
           && candidate->fields[equal].depth == info->depth[components[equal]])
      equal++;
    if (equal == n)
      return (RszLayout) layout;
  }
  return RSZ_N_LAYOUTS;
}

/* A word per pixel: RGB16. */
static gboolean
init_word (GstAlignScalePlane *plane, const Components *components)
{
  const gint first = components->index[0];
  const RszLayout layout = layout_of_word (
      components->info, components->info->pixel_stride[first], components->index, components->n);

  if (components->n < 2 || layout == RSZ_N_LAYOUTS)
    return FALSE;
  set_plane (plane, components, layout, components->n);
  return TRUE;
}

/* True where the components are of one kind and lie side by side, whatever their order. */
static gboolean
are_alike (const Components *components)
{
  const GstVideoFormatInfo *info = components->info;
  const gint first = components->index[0];

  for (gint k = 1; k < components->n; k++) {
    const gint i = components->index[k];

    if (info->depth[i] != info->depth[first] || info->shift[i] != info->shift[first]
        || info->pixel_stride[i] != info->pixel_stride[first]
        || info->w_sub[i] != info->w_sub[first] || info->h_sub[i] != info->h_sub[first])
      return FALSE;
  }
  return TRUE;
}

/* Samples of a byte or two bytes each, in their low or their high bits. Those that belong to
 * no component (xRGB) are scaled along with the others. Where in a pixel a component lies does not
 * matter, which is well because P010's offset says 1 where it is 2. */
static gboolean
init_side_by_side (GstAlignScalePlane *plane, const Components *components)
{
  const GstVideoFormatInfo *info = components->info;
  const gint first = components->index[0], pixel = info->pixel_stride[first];
  const gint size = info->depth[first] > 8 ? 2 : 1, samples = pixel / size;
  const gboolean swapped = GST_VIDEO_FORMAT_INFO_IS_LE (info) != (G_BYTE_ORDER == G_LITTLE_ENDIAN);
  RszLayout layout = size == 1 ? RSZ_LAYOUT_U8 : swapped ? RSZ_LAYOUT_U16_SWAPPED : RSZ_LAYOUT_U16;

  if (info->depth[first] < 8 || info->depth[first] > 16 || !are_alike (components)
      || pixel % size != 0 || samples < components->n || samples > RSZ_MAX_COMPONENTS)
    return FALSE;
  if (info->shift[first] != 0)
    layout = layout_of_word (info, size, components->index, 1);
  if (layout == RSZ_N_LAYOUTS)
    return FALSE;
  set_plane (plane, components, layout, samples);
  return TRUE;
}

/* Luma in every second byte, two chroma components taking turns in the others: YUY2. */
static gboolean
init_alternating (GstAlignScalePlane *plane, const Components *components)
{
  const GstVideoFormatInfo *info = components->info;
  const guint luma = info->poffset[0];
  guint taken = 0;

  if (components->n != 3 || luma > 1 || info->pixel_stride[0] != 2 || info->w_sub[0] != 0)
    return FALSE;
  for (gint i = 0; i < 3; i++) {
    if (info->depth[i] != 8 || info->shift[i] != 0 || info->h_sub[i] != 0
        || (i > 0 && (info->pixel_stride[i] != 4 || info->w_sub[i] != 1)))
      return FALSE;
    taken |= 1u << info->poffset[i];
  }
  if (taken != (1u << luma | 1u << (1 - luma) | 1u << (3 - luma)))
    return FALSE;
  set_plane (plane, components, luma == 0 ? RSZ_LAYOUT_U8_EVEN_ODD : RSZ_LAYOUT_U8_ODD_EVEN, 1);
  return TRUE;
}

static gboolean
init_plane (GstAlignScalePlane *plane, const Components *components)
{
  if (components->n == 0)
    return FALSE;
  if (init_irregular (plane, components))
    return TRUE;
  return !GST_VIDEO_FORMAT_INFO_IS_COMPLEX (components->info)
         && (init_side_by_side (plane, components) || init_word (plane, components)
             || init_alternating (plane, components));
}

static gboolean
init_planes (GstAlignScaleFormat *format, const GstVideoFormatInfo *info)
{
  if (GST_VIDEO_FORMAT_INFO_IS_TILED (info) || GST_VIDEO_FORMAT_INFO_HAS_PALETTE (info)
      || (info->flags & FLAG_FLOAT) != 0)
    return FALSE;
  for (guint p = 0; p < info->n_planes; p++) {
    const Components components = components_of_plane (info, p);

    if (!init_plane (&format->planes[p], &components))
      return FALSE;
  }
  return info->n_planes > 0;
}

gboolean
gst_align_scale_format_init (GstAlignScaleFormat *format, const GstVideoFormatInfo *info)
{
  *format = (GstAlignScaleFormat){ .n_planes = (gint) info->n_planes };

  if (init_planes (format, info))
    return TRUE;
  GST_DEBUG ("%s cannot be scaled: there is no layout for its samples", info->name);
  return FALSE;
}

/* ---- contents of buffers ---- */

gboolean
gst_align_scale_content_is_possible (
    GstAlignScaleContent content, GstVideoInterlaceMode mode, gboolean has_fields)
{
  const gboolean alternate = has_fields && mode == GST_VIDEO_INTERLACE_MODE_ALTERNATE;
  const gboolean pairs = has_fields && mode == GST_VIDEO_INTERLACE_MODE_INTERLEAVED;

  if (content == GST_ALIGN_SCALE_FRAME)
    return !pairs && !alternate;
  if (content == GST_ALIGN_SCALE_FIELDS)
    return pairs || (has_fields && mode == GST_VIDEO_INTERLACE_MODE_MIXED);
  return alternate;
}

GstAlignScaleContent
gst_align_scale_content_of (const gboolean possible[GST_ALIGN_SCALE_N_CONTENTS], GstBuffer *buffer,
    gint picture, gint n_fields)
{
  const gboolean frames = possible[GST_ALIGN_SCALE_FRAME];
  const gboolean is_bottom =
      n_fields == 2 ? picture % 2 == 1 : GST_VIDEO_BUFFER_IS_BOTTOM_FIELD (buffer);

  if (possible[GST_ALIGN_SCALE_FIELDS]
      && (!frames || GST_BUFFER_FLAG_IS_SET (buffer, GST_VIDEO_BUFFER_FLAG_INTERLACED)))
    return GST_ALIGN_SCALE_FIELDS;
  if (frames)
    return GST_ALIGN_SCALE_FRAME;
  return is_bottom ? GST_ALIGN_SCALE_BOTTOM : GST_ALIGN_SCALE_TOP;
}

/* ---- borders ---- */

/* Pixels that are packed: whole groups in every layout, of chroma of every sub-sampling. */
#define ROW_PIXELS (RSZ_GROUPS_MEET * 2)
#define ROW_SIZE (ROW_PIXELS * RSZ_MAX_COMPONENTS * 2)

/* The coefficients of a matrix have four decimals: in these units all sums are exact. */
#define UNIT 10000

enum { ALPHA, RED, GREEN, BLUE };

/* round (n / d), halves up; d > 0. */
static gint64
divide (gint64 n, gint64 d)
{
  const gint64 twice = 2 * n + d;

  return (twice >= 0 ? twice : twice - 2 * d + 1) / (2 * d);
}

static gint64
channel (guint32 argb, gint which)
{
  return argb >> (24 - 8 * which) & 0xff;
}

static void
get_weights (const GstVideoInfo *info, gint64 *red, gint64 *blue)
{
  gdouble kr, kb;

  if (!gst_video_color_matrix_get_Kr_Kb (info->colorimetry.matrix, &kr, &kb))
    gst_video_color_matrix_get_Kr_Kb (GST_VIDEO_COLOR_MATRIX_BT709, &kr, &kb);
  *red = lround (kr * UNIT);
  *blue = lround (kb * UNIT);
}

/* Y', Cb or Cr of full range times `range`, without offset. */
static gint64
luma_or_chroma (const GstVideoInfo *info, guint32 argb, guint c, gint64 range)
{
  const gint64 r = channel (argb, RED), g = channel (argb, GREEN), b = channel (argb, BLUE);
  gint64 red, blue, luma;

  get_weights (info, &red, &blue);
  luma = red * r + (UNIT - red - blue) * g + blue * b;
  if (c == GST_VIDEO_COMP_Y)
    return divide (luma * range, (gint64) UNIT * 255);
  if (c == GST_VIDEO_COMP_U)
    return divide ((b * UNIT - luma) * range, 2 * (UNIT - blue) * 255);
  return divide ((r * UNIT - luma) * range, 2 * (UNIT - red) * 255);
}

/* The library's ranges are of 8 bits and more: RGB16 has the full one. */
static GstVideoColorRange
range_of (const GstVideoInfo *info)
{
  if (GST_VIDEO_INFO_COMP_DEPTH (info, 0) < 8)
    return GST_VIDEO_COLOR_RANGE_0_255;
  if (info->colorimetry.range != GST_VIDEO_COLOR_RANGE_UNKNOWN)
    return info->colorimetry.range;
  return GST_VIDEO_INFO_IS_YUV (info) ? GST_VIDEO_COLOR_RANGE_16_235 : GST_VIDEO_COLOR_RANGE_0_255;
}

void
gst_align_scale_border_color (
    const GstVideoInfo *info, guint32 argb, guint component[GST_VIDEO_MAX_COMPONENTS])
{
  gint offset[GST_VIDEO_MAX_COMPONENTS], range[GST_VIDEO_MAX_COMPONENTS];

  gst_video_color_range_offsets (range_of (info), info->finfo, offset, range);
  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++) {
    const gint64 max = (1 << GST_VIDEO_INFO_COMP_DEPTH (info, c)) - 1;
    gint64 value;

    if (c == GST_VIDEO_COMP_A)
      value = divide (channel (argb, ALPHA) * max, 255);
    else if (GST_VIDEO_INFO_IS_RGB (info))
      value = offset[c] + divide (channel (argb, RED + (gint) c) * range[c], 255);
    else
      value = offset[c] + luma_or_chroma (info, argb, c, range[c]);
    component[c] = (guint) CLAMP (value, 0, max);
  }
}

/* A row of one colour, as GStreamer packs it: it knows where the samples of a format lie. */
static void
pack_row (const GstVideoInfo *info, guint32 argb, guint8 planes[GST_VIDEO_MAX_PLANES][ROW_SIZE])
{
  const GstVideoFormatInfo *unpacked = gst_video_format_get_info (info->finfo->unpack_format);
  const guint bits = GST_VIDEO_FORMAT_INFO_DEPTH (unpacked, 0);
  guint component[GST_VIDEO_MAX_COMPONENTS] = { 0 };
  guint pixel[4] = { (guint) channel (argb, ALPHA) << (bits - 8) };
  guint8 row8[ROW_PIXELS * 4];
  guint16 row16[ROW_PIXELS * 4];
  gpointer data[GST_VIDEO_MAX_PLANES];
  const gint stride[GST_VIDEO_MAX_PLANES] = { ROW_SIZE, ROW_SIZE, ROW_SIZE, ROW_SIZE };

  gst_align_scale_border_color (info, argb, component);
  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++)
    pixel[(c + 1) % 4] = component[c] << (bits - GST_VIDEO_INFO_COMP_DEPTH (info, c));
  for (gint i = 0; i < ROW_PIXELS * 4; i++) {
    row8[i] = (guint8) pixel[i % 4];
    row16[i] = (guint16) pixel[i % 4];
  }
  for (gint p = 0; p < GST_VIDEO_MAX_PLANES; p++)
    data[p] = planes[p];
  info->finfo->pack_func (info->finfo, GST_VIDEO_PACK_FLAG_NONE, bits > 8 ? (gpointer) row16 : row8,
      ROW_SIZE, data, stride, GST_VIDEO_CHROMA_SITE_UNKNOWN, 0, ROW_PIXELS);
}

/* Gives every plane of `spec`, which is for frames of `info`, the border of that colour. */
static void
paint_borders (RszSpec *spec, const GstVideoInfo *info, guint32 argb)
{
  guint8 rows[GST_VIDEO_MAX_PLANES][ROW_SIZE] = { { 0 } };
  const gint in_plane = spec->n_planes / (gint) GST_VIDEO_INFO_N_PLANES (info); /* fields */

  pack_row (info, argb, rows);
  for (gint i = 0; i < spec->n_planes; i++)
    rsz_plane_spec_set_border (&spec->planes[i], rows[i / in_plane]);
}

/* ---- what the core is to do ---- */

/* torch looks at the factor itself only where it made the size. */
static gdouble
deciding_factor (const GstAlignScaleSettings *settings, gdouble factor, gint in, gint out)
{
  return !settings->recompute_scale_factor && (gint) (in * factor) == out ? factor : 0.0;
}

/* `out` pixels of which the first lies at `start` of the frame, or before it. A frame that is all
 * picture is written as far as the picture goes. */
static void
place_axis (RszAxis *axis, gint crop, gint in, gint start, gint out, gint frame)
{
  const gint before = MAX (-start, 0), visible = MIN (out - before, frame - MAX (start, 0));

  axis->crop_start = crop;
  axis->in = in;
  axis->place_start = MAX (start, 0);
  axis->out = out;
  axis->visible_start = visible < out ? before : 0;
  axis->visible = visible < out ? visible : 0;
  axis->frame = visible < frame ? frame : 0;
}

static gint
count_slices (const GstAlignScaleSettings *settings, const GstAlignScaleFraming *framing)
{
  const GstVideoRectangle *from = &framing->source, *to = &framing->picture;
  const gint pixels = from->w * from->h + to->w * to->h; /* below 2^31 */
  const guint threads = settings->n_threads > 0 ? settings->n_threads : g_get_num_processors ();
  const gint n_threads = (gint) CLAMP (threads, 1, RSZ_MAX_SLICES);

  return CLAMP (pixels / MIN_SLICE_PIXELS, 1, n_threads);
}

/* Samples in a memory row as long as that of `width` samples of luma; 0: no limit. */
static gint
room_of (const GstAlignScalePlane *plane, gint width)
{
  const gint group = rsz_layouts[plane->layout].pixels;

  return plane->row_as_luma ? (width + group - 1) / group * group : 0;
}

static void
init_plane_spec (RszPlaneSpec *spec, const GstAlignScalePlane *plane, const RszAxis *x,
    const RszAxis *y, const GstVideoInfo *in, const GstVideoInfo *out)
{
  const GstVideoChromaSite site = in->chroma_site;

  spec->layout = plane->layout;
  spec->depth = plane->depth;
  spec->y = *y;
  spec->y.subsampling = plane->pixel_rows;
  /* chroma that alternates lines counts as vertically co-sited */
  spec->y.cosited =
      (site & (GST_VIDEO_CHROMA_SITE_V_COSITED | GST_VIDEO_CHROMA_SITE_ALT_LINE)) != 0;
  for (gint i = 0; i < rsz_layouts[plane->layout].n_parts; i++) {
    spec->parts[i].components = plane->parts[i].components;
    spec->parts[i].x = *x;
    spec->parts[i].x.subsampling = plane->parts[i].pixel_columns;
    spec->parts[i].x.cosited = (site & GST_VIDEO_CHROMA_SITE_H_COSITED) != 0;
    spec->parts[i].src_room = room_of (plane, in->width);
    spec->parts[i].dst_room = room_of (plane, out->width);
  }
}

gchar *
gst_align_scale_format_methods (RszLibrary library, gboolean align_corners, gboolean antialias)
{
  GString *names = g_string_new (NULL);

  for (gint i = 0; i < RSZ_N_METHODS; i++) {
    const RszMethodInfo *info = rsz_method_info ((RszMethod) i);

    if (info->library == library && (!align_corners || info->takes_align_corners)
        && (!antialias || info->takes_antialias))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", info->name);
  }
  return g_string_free (names, FALSE);
}

/* Of a method that the library has. */
static gboolean
check_coordinates (const GstAlignScaleSettings *settings, gchar *message)
{
  const RszMethod method = gst_align_scale_settings_method (settings);
  const RszMethodInfo *info = rsz_method_info (method);
  const RszCoordinates asked = gst_align_scale_settings_coordinates (settings);
  g_autoptr (GString) names = g_string_new ("auto");

  if (settings->coordinates == 0
      || (info->coordinates[0] != 0
          && rsz_method_takes_coordinates (method, settings->antialias, asked)))
    return TRUE;
  for (gint i = 0; i < RSZ_N_COORDINATES && info->coordinates[0] != 0; i++)
    if (rsz_method_takes_coordinates (method, settings->antialias, (RszCoordinates) i))
      g_string_append_printf (names, ", %s", rsz_coordinates_info ((RszCoordinates) i)->name);
  g_snprintf (message, RSZ_MESSAGE_SIZE,
      "Library %s has no coordinates %s for method %s%s. It has: %s.",
      rsz_library_info (info->library)->title, rsz_coordinates_info (asked)->name, info->name,
      settings->antialias && info->takes_antialias ? " with antialias" : "", names->str);
  return FALSE;
}

/* The options of ONNX, and how float32 results are rounded. */
static gboolean
check_options (const GstAlignScaleSettings *settings, gchar *message)
{
  const RszMethodInfo *info = rsz_method_info (gst_align_scale_settings_method (settings));
  const RszLibraryInfo *library = rsz_library_info (info->library);
  const gboolean antialias = settings->antialias && info->takes_antialias;
  const gboolean onnx = info->library == RSZ_LIBRARY_ONNX;
  const gchar *lacks = NULL;

  if (settings->exclude_outside && !info->takes_exclude_outside[antialias])
    lacks = "exclude-outside for this method. ONNX has it for cubic, and for linear with antialias";
  else if (!onnx && settings->nearest_rounding != RSZ_NEAREST_ROUND_PREFER_FLOOR)
    lacks =
        "choice of nearest-rounding. ONNX has it: round-prefer-floor, round-prefer-ceil, floor, "
        "ceil";
  else if (!library->is_float && settings->rounding != RSZ_ROUNDING_NEAREST)
    lacks = "choice of rounding. TensorFlow and ONNX have it: nearest, truncate";
  if (lacks != NULL)
    g_snprintf (message, RSZ_MESSAGE_SIZE, "Library %s has no %s.", library->title, lacks);
  return lacks == NULL;
}

gboolean
gst_align_scale_format_check (
    const GstVideoFormatInfo *finfo, const GstAlignScaleSettings *settings, gchar *message)
{
  const RszLibrary library = (RszLibrary) settings->library;
  const gchar *title = rsz_library_info (library)->title;
  const gboolean words = library == RSZ_LIBRARY_OPENCV;

  if (gst_align_scale_settings_method (settings) == RSZ_N_METHODS) {
    g_autofree gchar *methods = gst_align_scale_format_methods (library, FALSE, FALSE);

    g_snprintf (message, RSZ_MESSAGE_SIZE, "Library %s has no method %s. It has: %s.", title,
        rsz_method_info ((RszMethod) settings->method)->name, methods);
    return FALSE;
  }
  if (!check_coordinates (settings, message) || !check_options (settings, message))
    return FALSE;
  if (library == RSZ_LIBRARY_TORCH || rsz_library_info (library)->is_float)
    return TRUE;
  if (!words && settings->unrounded) {
    g_snprintf (message, RSZ_MESSAGE_SIZE,
        "Results of %s are rounded: choose unrounded=false, or another library.", title);
    return FALSE;
  }
  if (!words && settings->arithmetic != RSZ_ARITHMETIC_NATIVE) {
    g_snprintf (message, RSZ_MESSAGE_SIZE,
        "The results of %s are there for arithmetic native alone: choose that, or library torch.",
        title);
    return FALSE;
  }
  for (guint c = 0; c < GST_VIDEO_FORMAT_INFO_N_COMPONENTS (finfo); c++) {
    const guint depth = GST_VIDEO_FORMAT_INFO_DEPTH (finfo, c);

    if (depth < 8 || (depth > 8 && !words)) {
      g_snprintf (message, RSZ_MESSAGE_SIZE,
          "The results of %s are there for samples of 8 bits%s, which %s has not: put videoconvert "
          "and video/x-raw,format=RGB before, or choose library torch.",
          title, words ? " and more" : "", GST_VIDEO_FORMAT_INFO_NAME (finfo));
      return FALSE;
    }
  }
  return TRUE;
}

void
gst_align_scale_format_spec (const GstAlignScaleFormat *format, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstAlignScaleFraming *framing,
    const GstAlignScaleSettings *settings, GstAlignScaleContent content, RszSpec *spec)
{
  const gint first = content == GST_ALIGN_SCALE_BOTTOM;
  const gint last = first || content == GST_ALIGN_SCALE_FIELDS;
  const GstVideoRectangle *from = &framing->source, *to = &framing->resized;
  RszAxis x = {
    .n_fields = 1,
    .align_corners = settings->align_corners,
    .antialias = settings->antialias,
    .coordinates = gst_align_scale_settings_coordinates (settings),
    .nearest = (RszNearest) settings->nearest_rounding,
    .cubic_coefficient = settings->cubic_coefficient,
    .exclude_outside = settings->exclude_outside,
  };
  RszAxis y = x;

  place_axis (&x, from->x, from->w, to->x, to->w, out->width);
  place_axis (&y, from->y, from->h, to->y, to->h, out->height);
  if (content == GST_ALIGN_SCALE_FRAME
      && GST_VIDEO_INFO_INTERLACE_MODE (in) == GST_VIDEO_INTERLACE_MODE_ALTERNATE)
    place_axis (&y, from->y / 2, (from->h + 1) / 2, to->y / 2, (to->h + 1) / 2,
        GST_VIDEO_INFO_FIELD_HEIGHT (out));
  x.factor = deciding_factor (settings, gst_align_scale_settings_factor_x (settings), x.in, x.out);
  y.factor = deciding_factor (settings, gst_align_scale_settings_factor_y (settings), y.in, y.out);
  y.n_fields = content == GST_ALIGN_SCALE_FRAME ? 1 : 2;

  memset (spec, 0, sizeof *spec);
  spec->method = gst_align_scale_settings_method (settings);
  spec->arithmetic = (RszArithmetic) settings->arithmetic;
  spec->rounding = (RszRounding) settings->rounding;
  spec->n_slices = count_slices (settings, framing);
  for (gint p = 0; p < format->n_planes; p++) {
    for (y.field = first; y.field <= last; y.field++)
      init_plane_spec (&spec->planes[spec->n_planes++], &format->planes[p], &x, &y, in, out);
  }
  paint_borders (spec, out, settings->border_color);
  if (settings->is_tensor)
    gst_align_scale_tensor_spec (spec, out, settings);
}
