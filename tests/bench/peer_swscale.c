/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* swscale: averages when it reduces, whatever the method but fast bilinear; RGB is scaled as
 * YUV. */

#include <libavutil/cpu.h>
#include <libavutil/opt.h>
#include <libavutil/pixfmt.h>
#include <libswscale/swscale.h>

#include "peer.h"

typedef struct {
  struct SwsContext *context;
  const GstVideoFrame *src, *dst;
} Swscale;

static gchar *
version (const BenchPeer *peer G_GNUC_UNUSED)
{
  const unsigned v = swscale_version ();

  return g_strdup_printf ("%u.%u.%u", v >> 16, v >> 8 & 0xff, v & 0xff);
}

static enum AVPixelFormat
format_of (GstVideoFormat format)
{
  switch (format) {
  case GST_VIDEO_FORMAT_GRAY8:
    return AV_PIX_FMT_GRAY8;
  case GST_VIDEO_FORMAT_RGB:
    return AV_PIX_FMT_RGB24;
  case GST_VIDEO_FORMAT_RGBA:
    return AV_PIX_FMT_RGBA;
  case GST_VIDEO_FORMAT_RGBx:
    return AV_PIX_FMT_RGB0;
  case GST_VIDEO_FORMAT_GRAY16_LE:
    return AV_PIX_FMT_GRAY16LE;
  case GST_VIDEO_FORMAT_I420:
    return AV_PIX_FMT_YUV420P;
  case GST_VIDEO_FORMAT_Y444:
    return AV_PIX_FMT_YUV444P;
  case GST_VIDEO_FORMAT_NV12:
    return AV_PIX_FMT_NV12;
  case GST_VIDEO_FORMAT_I420_10LE:
    return AV_PIX_FMT_YUV420P10LE;
  case GST_VIDEO_FORMAT_P010_10LE:
    return AV_PIX_FMT_P010LE;
  default:
    return AV_PIX_FMT_NONE;
  }
}

/* The flags of a method, and its parameters: of the cubic b and c, of lanczos the lobes. */
static const struct {
  gint flags;
  gdouble param[2];
} methods[BENCH_N_METHODS] = {
  [BENCH_NEAREST] = { SWS_POINT, { SWS_PARAM_DEFAULT, SWS_PARAM_DEFAULT } },
  [BENCH_NEAREST_EXACT] = { SWS_POINT, { SWS_PARAM_DEFAULT, SWS_PARAM_DEFAULT } },
  [BENCH_BILINEAR] = { SWS_BILINEAR, { SWS_PARAM_DEFAULT, SWS_PARAM_DEFAULT } },
  [BENCH_BICUBIC] = { SWS_BICUBIC, { 0, 0.75 } },
  [BENCH_BILINEAR_AA] = { SWS_BILINEAR, { SWS_PARAM_DEFAULT, SWS_PARAM_DEFAULT } },
  [BENCH_BICUBIC_AA] = { SWS_BICUBIC, { 0, 0.5 } },
  [BENCH_LANCZOS] = { SWS_LANCZOS, { 3, SWS_PARAM_DEFAULT } },
  [BENCH_AREA] = { SWS_AREA, { SWS_PARAM_DEFAULT, SWS_PARAM_DEFAULT } },
};

/* Its area is a bilinear where it enlarges, and shares border samples out where the ratio is
 * not whole. */
static gboolean
supports (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell, guint *marks)
{
  *marks = bench_marks_of_averager (cell);
  if (cell->method == BENCH_AREA && !bench_cell_is_whole (cell))
    *marks |= BENCH_MARK_SUPPORT;
  if (GST_VIDEO_INFO_IS_RGB (&cell->in))
    *marks |= BENCH_MARK_COLOUR;
  return format_of (cell->format) != AV_PIX_FMT_NONE;
}

static void
finish (gpointer self)
{
  Swscale *swscale = self;

  sws_freeContext (swscale->context);
  g_free (swscale);
}

/* Accurate rounding, or results are too low by half a step; full chroma, or RGB loses half of its
 * columns; 128 is the middle of two chroma samples. */
static void
set_options (struct SwsContext *context, const BenchCell *cell)
{
  const enum AVPixelFormat format = format_of (cell->format);

  av_opt_set_int (context, "sws_flags",
      methods[cell->method].flags | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_FULL_CHR_H_INP, 0);
  av_opt_set_int (context, "srcw", GST_VIDEO_INFO_WIDTH (&cell->in), 0);
  av_opt_set_int (context, "srch", GST_VIDEO_INFO_HEIGHT (&cell->in), 0);
  av_opt_set_int (context, "src_format", format, 0);
  av_opt_set_int (context, "dstw", GST_VIDEO_INFO_WIDTH (&cell->out), 0);
  av_opt_set_int (context, "dsth", GST_VIDEO_INFO_HEIGHT (&cell->out), 0);
  av_opt_set_int (context, "dst_format", format, 0);
  av_opt_set_int (context, "src_h_chr_pos", 128, 0);
  av_opt_set_int (context, "src_v_chr_pos", 128, 0);
  av_opt_set_int (context, "dst_h_chr_pos", 128, 0);
  av_opt_set_int (context, "dst_v_chr_pos", 128, 0);
  av_opt_set_double (context, "param0", methods[cell->method].param[0], 0);
  av_opt_set_double (context, "param1", methods[cell->method].param[1], 0);
  av_opt_set_int (context, "threads", cell->n_threads, 0);
}

static void
use_cpu (void)
{
  const int avx512 = AV_CPU_FLAG_AVX512 | AV_CPU_FLAG_AVX512ICL;
  const int avx = AV_CPU_FLAG_AVX | AV_CPU_FLAG_AVX2 | AV_CPU_FLAG_FMA3 | AV_CPU_FLAG_SSE42;
  const int masks[] = {
    [BENCH_CPU_PLAIN] = 0,
    [BENCH_CPU_SSE41] = ~(avx512 | avx),
    [BENCH_CPU_AVX2] = ~avx512,
    [BENCH_CPU_ALL] = -1,
  };

  av_force_cpu_flags (-1); /* all there are */
  av_force_cpu_flags (av_get_cpu_flags () & masks[bench_cpu ()]);
}

static gpointer
prepare (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell)
{
  Swscale *self = g_new0 (Swscale, 1);

  use_cpu ();
  self->src = &cell->src;
  self->dst = &cell->dst;
  self->context = sws_alloc_context ();
  set_options (self->context, cell);
  if (sws_init_context (self->context, NULL, NULL) < 0) {
    finish (self);
    return NULL;
  }
  return self;
}

static void
run (gpointer self)
{
  const Swscale *swscale = self;
  const guint8 *src[4] = { NULL };
  guint8 *dst[4] = { NULL };

  for (guint p = 0; p < GST_VIDEO_FRAME_N_PLANES (swscale->src); p++) {
    src[p] = GST_VIDEO_FRAME_PLANE_DATA (swscale->src, p);
    dst[p] = GST_VIDEO_FRAME_PLANE_DATA (swscale->dst, p);
  }
  sws_scale (swscale->context, src, swscale->src->info.stride, 0,
      GST_VIDEO_FRAME_HEIGHT (swscale->src), dst, swscale->dst->info.stride);
}

const BenchPeer bench_peer_swscale = {
  .name = "swscale",
  .tolerance = -1,
  .kind = BENCH_PEER,
  .has_threads = TRUE,
  .version = version,
  .supports = supports,
  .prepare = prepare,
  .run = run,
  .finish = finish,
};
