/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleborder.h"

#include <math.h>
#include <string.h>

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

void
gst_align_scale_border_paint (RszSpec *spec, const GstVideoInfo *info, guint32 argb)
{
  guint8 rows[GST_VIDEO_MAX_PLANES][ROW_SIZE] = { { 0 } };
  const gint in_plane = spec->n_planes / (gint) GST_VIDEO_INFO_N_PLANES (info); /* fields */

  pack_row (info, argb, rows);
  for (gint i = 0; i < spec->n_planes; i++)
    rsz_plane_spec_set_border (&spec->planes[i], rows[i / in_plane]);
}
