/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* zimg: planar formats; always averages when it reduces, and knows chroma siting and the cubic's
 * constant, so that it can be asked for exactly the same work. */

#include <math.h>
#include <string.h>
#include <zimg.h>

#include "peer.h"

/* zimg asks for pointers and strides that are multiples of this. */
#define ALIGNMENT 64

typedef struct {
  guint8 *data[3];
  gint stride[3];
} Planes;

typedef struct {
  zimg_filter_graph *graph;
  Planes src, dst; /* owned */
  gpointer scratch;
  const BenchCell *cell;
} Zimg;

static gchar *
version (const BenchPeer *peer G_GNUC_UNUSED)
{
  unsigned major, minor, micro;

  zimg_get_version_info (&major, &minor, &micro);
  return g_strdup_printf ("%u.%u.%u", major, minor, micro);
}

static gboolean
is_planar (const GstVideoInfo *info)
{
  for (guint i = 0; i < GST_VIDEO_INFO_N_COMPONENTS (info); i++) {
    if (GST_VIDEO_INFO_COMP_PSTRIDE (info, i)
        != (gint) (GST_VIDEO_INFO_COMP_DEPTH (info, i) + 7) / 8)
      return FALSE;
  }
  return TRUE;
}

static gboolean
supports (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell, guint *marks)
{
  *marks = bench_marks_of_averager (cell);
  return cell->method != BENCH_AREA && is_planar (&cell->in);
}

static void
init_format (zimg_image_format *format, const GstVideoInfo *info)
{
  const gboolean colour = GST_VIDEO_INFO_N_COMPONENTS (info) > 1;

  zimg_image_format_default (format, ZIMG_API_VERSION);
  format->width = (unsigned) GST_VIDEO_INFO_WIDTH (info);
  format->height = (unsigned) GST_VIDEO_INFO_HEIGHT (info);
  format->depth = GST_VIDEO_INFO_COMP_DEPTH (info, 0);
  format->pixel_type = format->depth > 8 ? ZIMG_PIXEL_WORD : ZIMG_PIXEL_BYTE;
  format->pixel_range = ZIMG_RANGE_LIMITED;
  format->color_family = colour ? ZIMG_COLOR_YUV : ZIMG_COLOR_GREY;
  format->subsample_w = colour ? GST_VIDEO_FORMAT_INFO_W_SUB (info->finfo, 1) : 0;
  format->subsample_h = colour ? GST_VIDEO_FORMAT_INFO_H_SUB (info->finfo, 1) : 0;
  format->chroma_location = ZIMG_CHROMA_CENTER;
}

/* A cubic (b, c) with b = 0 is torch's with a = -c. */
static void
init_params (zimg_graph_builder_params *params, BenchMethod method)
{
  /* left to itself it does without AVX-512 */
  static const zimg_cpu_type_e cpus[] = {
    [BENCH_CPU_PLAIN] = ZIMG_CPU_NONE,
    [BENCH_CPU_ALL] = ZIMG_CPU_AUTO_64B,
#if defined(__x86_64__)
    [BENCH_CPU_SSE41] = ZIMG_CPU_X86_SSE41,
    [BENCH_CPU_AVX2] = ZIMG_CPU_X86_AVX2,
#endif
  };

  zimg_graph_builder_params_default (params, ZIMG_API_VERSION);
  params->cpu_type = cpus[bench_cpu ()];
  switch (method) {
  case BENCH_BILINEAR:
  case BENCH_BILINEAR_AA:
    params->resample_filter = ZIMG_RESIZE_BILINEAR;
    break;
  case BENCH_BICUBIC:
  case BENCH_BICUBIC_AA:
    params->resample_filter = ZIMG_RESIZE_BICUBIC;
    params->filter_param_a = 0;
    params->filter_param_b = method == BENCH_BICUBIC ? 0.75 : 0.5;
    break;
  case BENCH_LANCZOS:
    params->resample_filter = ZIMG_RESIZE_LANCZOS;
    params->filter_param_a = 3;
    break;
  default:
    params->resample_filter = ZIMG_RESIZE_POINT;
  }
  params->resample_filter_uv = params->resample_filter;
  params->filter_param_a_uv = params->filter_param_a;
  params->filter_param_b_uv = params->filter_param_b;
}

static void
init_planes (Planes *planes, const GstVideoInfo *info)
{
  for (gint p = 0; p < (gint) GST_VIDEO_INFO_N_PLANES (info); p++) {
    planes->stride[p] = (gint) GST_ROUND_UP_64 (bench_plane_row_size (info, p));
    planes->data[p] =
        g_aligned_alloc0 ((gsize) planes->stride[p], (gsize) bench_plane_rows (info, p), ALIGNMENT);
  }
}

static void
copy_plane (guint8 *dst, gint dst_stride, const guint8 *src, gint src_stride,
    const GstVideoInfo *info, gint plane)
{
  for (gint y = 0; y < bench_plane_rows (info, plane); y++)
    memcpy (dst + (gssize) y * dst_stride, src + (gssize) y * src_stride,
        bench_plane_row_size (info, plane));
}

static void
finish (gpointer self)
{
  Zimg *zimg = self;

  for (gint p = 0; p < 3; p++) {
    g_aligned_free (zimg->src.data[p]);
    g_aligned_free (zimg->dst.data[p]);
  }
  g_aligned_free (zimg->scratch);
  zimg_filter_graph_free (zimg->graph);
  g_free (zimg);
}

static zimg_filter_graph *
new_graph (const BenchCell *cell)
{
  zimg_image_format in, out;
  zimg_graph_builder_params params;
  zimg_filter_graph *graph;
  char message[256];

  init_format (&in, &cell->in);
  init_format (&out, &cell->out);
  init_params (&params, cell->method);
  graph = zimg_filter_graph_build (&in, &out, &params);
  if (graph == NULL) {
    zimg_get_last_error (message, sizeof message);
    g_printerr ("zimg: %s\n", message);
  }
  return graph;
}

static gpointer
prepare (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell)
{
  Zimg *self = g_new0 (Zimg, 1);
  size_t scratch_size = 0;

  self->cell = cell;
  self->graph = new_graph (cell);
  if (self->graph == NULL) {
    finish (self);
    return NULL;
  }
  init_planes (&self->src, &cell->in);
  init_planes (&self->dst, &cell->out);
  for (gint p = 0; p < (gint) GST_VIDEO_INFO_N_PLANES (&cell->in); p++)
    copy_plane (self->src.data[p], self->src.stride[p], GST_VIDEO_FRAME_PLANE_DATA (&cell->src, p),
        GST_VIDEO_FRAME_PLANE_STRIDE (&cell->src, p), &cell->in, p);
  zimg_filter_graph_get_tmp_size (self->graph, &scratch_size);
  self->scratch = g_aligned_alloc (1, GST_ROUND_UP_64 (scratch_size), ALIGNMENT);
  return self;
}

static void
run (gpointer self)
{
  const Zimg *zimg = self;
  zimg_image_buffer_const src = { .version = ZIMG_API_VERSION };
  zimg_image_buffer dst = { .version = ZIMG_API_VERSION };

  for (gint p = 0; p < 3; p++) {
    src.plane[p].data = zimg->src.data[p];
    src.plane[p].stride = zimg->src.stride[p];
    src.plane[p].mask = ZIMG_BUFFER_MAX;
    dst.plane[p].data = zimg->dst.data[p];
    dst.plane[p].stride = zimg->dst.stride[p];
    dst.plane[p].mask = ZIMG_BUFFER_MAX;
  }
  zimg_filter_graph_process (zimg->graph, &src, &dst, zimg->scratch, NULL, NULL, NULL, NULL);
}

static void
fetch (gpointer self)
{
  const Zimg *zimg = self;
  const BenchCell *cell = zimg->cell;

  for (gint p = 0; p < (gint) GST_VIDEO_INFO_N_PLANES (&cell->out); p++)
    copy_plane (GST_VIDEO_FRAME_PLANE_DATA (&cell->dst, p),
        GST_VIDEO_FRAME_PLANE_STRIDE (&cell->dst, p), zimg->dst.data[p], zimg->dst.stride[p],
        &cell->out, p);
}

const BenchPeer bench_peer_zimg = {
  .name = "zimg",
  .tolerance = 0.5,
  .kind = BENCH_PEER,
  .version = version,
  .supports = supports,
  .prepare = prepare,
  .run = run,
  .fetch = fetch,
  .finish = finish,
};
