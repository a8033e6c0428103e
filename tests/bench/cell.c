/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cell.h"

#include <stdio.h>
#include <string.h>

#include "picture.h"

const BenchMethodInfo bench_methods[BENCH_N_METHODS] = {
  [BENCH_NEAREST] = { "nearest", "nearest", FALSE },
  [BENCH_NEAREST_EXACT] = { "nearest-exact", "nearest-exact", FALSE },
  [BENCH_BILINEAR] = { "bilinear", "bilinear", FALSE },
  [BENCH_BICUBIC] = { "bicubic", "bicubic", FALSE },
  [BENCH_BILINEAR_AA] = { "bilinear-aa", "bilinear", TRUE },
  [BENCH_BICUBIC_AA] = { "bicubic-aa", "bicubic", TRUE },
  [BENCH_LANCZOS] = { "lanczos", "lanczos", TRUE },
  [BENCH_AREA] = { "area", "area", FALSE },
};

static const gchar letterbox[] = "/letterbox";

gboolean
bench_sizes_parse (BenchSizes *sizes, const gchar *text)
{
  gint length = 0;

  if (sscanf (text, "%dx%d:%dx%d%n", &sizes->in_width, &sizes->in_height, &sizes->out_width,
          &sizes->out_height, &length)
      != 4)
    return FALSE;
  sizes->letterbox = g_str_equal (text + length, letterbox);
  return (sizes->letterbox || text[length] == '\0') && MIN (sizes->in_width, sizes->in_height) > 0
         && MIN (sizes->out_width, sizes->out_height) > 0;
}

gchar *
bench_sizes_text (const BenchSizes *sizes)
{
  return g_strdup_printf ("%dx%d:%dx%d%s", sizes->in_width, sizes->in_height, sizes->out_width,
      sizes->out_height, sizes->letterbox ? letterbox : "");
}

/* Most peers know no chroma siting and scale a chroma plane like any other plane. Centred chroma is
 * where that is right. */
static void
init_info (GstVideoInfo *info, GstVideoFormat format, gint width, gint height)
{
  gst_video_info_set_format (info, format, (guint) width, (guint) height);
  if (GST_VIDEO_INFO_IS_YUV (info)) {
    info->chroma_site = GST_VIDEO_CHROMA_SITE_JPEG;
    gst_video_colorimetry_from_string (&info->colorimetry, GST_VIDEO_COLORIMETRY_BT709);
  }
}

static GstBuffer *
new_buffer (const GstVideoInfo *info)
{
  GstAllocationParams params = { .align = 63 };
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, info->size, &params);

  gst_buffer_memset (buffer, 0, 0, info->size);
  return buffer;
}

static gint
first_component (const GstVideoInfo *info, gint plane)
{
  gint components[GST_VIDEO_MAX_COMPONENTS];

  gst_video_format_info_component (info->finfo, (guint) plane, components);
  return components[0];
}

/* Where fit=letterbox has it. */
static GstVideoRectangle
picture_of (const BenchSizes *sizes)
{
  GstVideoRectangle result;

  gst_video_sink_center_rect ((GstVideoRectangle){ 0, 0, sizes->in_width, sizes->in_height },
      (GstVideoRectangle){ 0, 0, sizes->out_width, sizes->out_height }, &result, TRUE);
  return result;
}

/* A frame of some of the pixels of another. */
static GstVideoFrame
part_of (const GstVideoFrame *whole, const GstVideoRectangle *part)
{
  GstVideoFrame frame = *whole;

  frame.info.width = part->w;
  frame.info.height = part->h;
  for (guint p = 0; p < GST_VIDEO_FRAME_N_PLANES (whole); p++) {
    const gint component = first_component (&whole->info, (gint) p);
    const GstVideoFormatInfo *format = whole->info.finfo;
    const gint x = part->x >> GST_VIDEO_FORMAT_INFO_W_SUB (format, component);
    const gint y = part->y >> GST_VIDEO_FORMAT_INFO_H_SUB (format, component);

    frame.data[p] = (guint8 *) whole->data[p] + y * whole->info.stride[p]
                    + x * GST_VIDEO_FRAME_COMP_PSTRIDE (whole, component);
  }
  return frame;
}

void
bench_cell_init (BenchCell *cell, GstVideoFormat format, const BenchSizes *sizes,
    BenchMethod method, gint n_threads)
{
  GstVideoRectangle picture = { 0, 0, sizes->out_width, sizes->out_height };
  GstBuffer *destination;

  if (sizes->letterbox)
    picture = picture_of (sizes);
  memset (cell, 0, sizeof *cell);
  cell->format = format;
  cell->sizes = *sizes;
  cell->sizes.out_width = picture.w;
  cell->sizes.out_height = picture.h;
  cell->method = method;
  cell->n_threads = n_threads;
  init_info (&cell->in, format, sizes->in_width, sizes->in_height);
  init_info (&cell->out, format, picture.w, picture.h);
  init_info (&cell->whole_info, format, sizes->out_width, sizes->out_height);

  cell->source = new_buffer (&cell->in);
  gst_video_frame_map (&cell->src, &cell->in, cell->source, GST_MAP_READWRITE);
  bench_picture_fill (&cell->src);
  gst_video_frame_unmap (&cell->src);
  gst_video_frame_map (&cell->src, &cell->in, cell->source, GST_MAP_READ);

  destination = new_buffer (&cell->whole_info);
  gst_video_frame_map (&cell->whole, &cell->whole_info, destination, GST_MAP_READWRITE);
  gst_buffer_unref (destination); /* the mapped frame holds it */
  cell->dst = part_of (&cell->whole, &picture);
}

/* Rows above and below the picture, and columns beside it. */
static void
fill_plane (const BenchCell *cell, guint plane)
{
  const GstVideoFrame *whole = &cell->whole, *dst = &cell->dst;
  const gint value = plane > 0 ? 128 : GST_VIDEO_INFO_IS_YUV (&cell->in) ? 16 : 0;
  const gsize row = bench_plane_row_size (&cell->whole_info, (gint) plane);
  const gsize inner = bench_plane_row_size (&cell->out, (gint) plane);
  const gssize stride = GST_VIDEO_FRAME_PLANE_STRIDE (whole, plane);
  guint8 *data = GST_VIDEO_FRAME_PLANE_DATA (whole, plane);
  const gssize offset = (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (dst, plane) - data;
  const gint top = (gint) (offset / stride);
  const gsize left = (gsize) (offset % stride);

  for (gint y = 0; y < bench_plane_rows (&cell->whole_info, (gint) plane); y++) {
    guint8 *line = data + y * stride;
    const gboolean beside = y >= top && y < top + bench_plane_rows (&cell->out, (gint) plane);

    memset (line, value, beside ? left : row);
    if (beside)
      memset (line + left + inner, value, row - left - inner);
  }
}

void
bench_cell_fill_borders (const BenchCell *cell)
{
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (&cell->in) && cell->sizes.letterbox; p++)
    fill_plane (cell, p);
}

void
bench_cell_finish (BenchCell *cell)
{
  gst_video_frame_unmap (&cell->src);
  gst_video_frame_unmap (&cell->whole);
  gst_buffer_unref (cell->source);
}

gboolean
bench_cell_enlarges (const BenchCell *cell)
{
  return cell->sizes.out_width >= cell->sizes.in_width
         && cell->sizes.out_height >= cell->sizes.in_height;
}

gboolean
bench_cell_doubles (const BenchCell *cell)
{
  return cell->sizes.out_width == 2 * cell->sizes.in_width
         && cell->sizes.out_height == 2 * cell->sizes.in_height;
}

gint
bench_plane_rows (const GstVideoInfo *info, gint plane)
{
  return GST_VIDEO_INFO_COMP_HEIGHT (info, first_component (info, plane));
}

gsize
bench_plane_row_size (const GstVideoInfo *info, gint plane)
{
  const gint component = first_component (info, plane);

  return (gsize) GST_VIDEO_INFO_COMP_WIDTH (info, component)
         * (gsize) GST_VIDEO_INFO_COMP_PSTRIDE (info, component);
}

gboolean
bench_cell_is_whole (const BenchCell *cell)
{
  const BenchSizes *sizes = &cell->sizes;

  return sizes->in_width % sizes->out_width == 0 && sizes->in_height % sizes->out_height == 0;
}

gboolean
bench_cell_is_matrix (const BenchCell *cell)
{
  return GST_VIDEO_INFO_N_PLANES (&cell->in) == 1
         && (GST_VIDEO_INFO_IS_RGB (&cell->in) || GST_VIDEO_INFO_IS_GRAY (&cell->in));
}

gint
bench_sample_size (const GstVideoInfo *info)
{
  return GST_VIDEO_INFO_COMP_DEPTH (info, 0) > 8 ? 2 : 1;
}
