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

gboolean
bench_sizes_parse (BenchSizes *sizes, const gchar *text)
{
  gchar rest;

  return sscanf (text, "%dx%d:%dx%d%c", &sizes->in_width, &sizes->in_height, &sizes->out_width,
             &sizes->out_height, &rest)
             == 4
         && MIN (sizes->in_width, sizes->in_height) > 0
         && MIN (sizes->out_width, sizes->out_height) > 0;
}

gchar *
bench_sizes_text (const BenchSizes *sizes)
{
  return g_strdup_printf (
      "%dx%d:%dx%d", sizes->in_width, sizes->in_height, sizes->out_width, sizes->out_height);
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

void
bench_cell_init (BenchCell *cell, GstVideoFormat format, const BenchSizes *sizes,
    BenchMethod method, gint n_threads)
{
  GstBuffer *destination;

  memset (cell, 0, sizeof *cell);
  cell->format = format;
  cell->sizes = *sizes;
  cell->method = method;
  cell->n_threads = n_threads;
  init_info (&cell->in, format, sizes->in_width, sizes->in_height);
  init_info (&cell->out, format, sizes->out_width, sizes->out_height);

  cell->source = new_buffer (&cell->in);
  gst_video_frame_map (&cell->src, &cell->in, cell->source, GST_MAP_READWRITE);
  bench_picture_fill (&cell->src);
  gst_video_frame_unmap (&cell->src);
  gst_video_frame_map (&cell->src, &cell->in, cell->source, GST_MAP_READ);

  destination = new_buffer (&cell->out);
  gst_video_frame_map (&cell->dst, &cell->out, destination, GST_MAP_READWRITE);
  gst_buffer_unref (destination); /* the mapped frame holds it */
}

void
bench_cell_finish (BenchCell *cell)
{
  gst_video_frame_unmap (&cell->src);
  gst_video_frame_unmap (&cell->dst);
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

static gint
first_component (const GstVideoInfo *info, gint plane)
{
  gint components[GST_VIDEO_MAX_COMPONENTS];

  gst_video_format_info_component (info->finfo, (guint) plane, components);
  return components[0];
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
