/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* libyuv: 2-tap bilinear with 7-bit fractions, box averages and point sampling. No antialias beside
 * the box, no cubic, no lanczos. */

#include <libyuv.h>
#include <libyuv/scale_rgb.h> /* not in libyuv.h */

#include "peer.h"

typedef struct {
  const GstVideoFrame *src, *dst;
  enum FilterMode filter;
} Libyuv;

#define DATA(frame, plane) GST_VIDEO_FRAME_PLANE_DATA (frame, plane)
#define STRIDE(frame, plane) GST_VIDEO_FRAME_PLANE_STRIDE (frame, plane)
#define SIZE(frame) GST_VIDEO_FRAME_WIDTH (frame), GST_VIDEO_FRAME_HEIGHT (frame)

static gchar *
version (const BenchPeer *peer G_GNUC_UNUSED)
{
  return g_strdup_printf ("%d", LIBYUV_VERSION);
}

static gboolean
has_format (GstVideoFormat format)
{
  switch (format) {
  case GST_VIDEO_FORMAT_GRAY8:
  case GST_VIDEO_FORMAT_RGB:
  case GST_VIDEO_FORMAT_RGBA:
  case GST_VIDEO_FORMAT_RGBx:
  case GST_VIDEO_FORMAT_I420:
  case GST_VIDEO_FORMAT_Y444:
  case GST_VIDEO_FORMAT_NV12:
  case GST_VIDEO_FORMAT_I420_10LE:
  case GST_VIDEO_FORMAT_GRAY16_LE:
    return TRUE;
  default:
    return FALSE;
  }
}

/* Planes that are doubled have a path with exact quarters. Otherwise enlarging puts the corners
 * on the corners, or nearly so, and fractions have 7 bits. */
static guint
bilinear_marks (const BenchCell *cell)
{
  const gboolean is_planar =
      GST_VIDEO_INFO_COMP_PSTRIDE (&cell->in, 0) <= 2 && cell->format != GST_VIDEO_FORMAT_NV12;

  if (bench_cell_doubles (cell) && is_planar)
    return 0;
  return bench_cell_enlarges (cell) ? BENCH_MARK_COORDINATES | BENCH_MARK_PRECISION
                                    : BENCH_MARK_PRECISION;
}

/* Point samples start at the corner when they enlarge, in the middle of the first step
 * otherwise, and where packed pixels keep their width. The box is one of whole samples, for planes;
 * packed pixels are not averaged over more than two. */
static gboolean
supports (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell, guint *marks)
{
  const gboolean keeps_width = cell->sizes.in_width == cell->sizes.out_width;
  const gboolean enlarges =
      bench_cell_enlarges (cell) && !(keeps_width && GST_VIDEO_INFO_IS_RGB (&cell->in));

  switch (cell->method) {
  case BENCH_NEAREST:
    *marks = enlarges ? 0 : BENCH_MARK_COORDINATES;
    break;
  case BENCH_NEAREST_EXACT:
    *marks = enlarges && !bench_cell_doubles (cell) ? BENCH_MARK_COORDINATES : 0;
    break;
  case BENCH_BILINEAR:
    *marks = bilinear_marks (cell);
    break;
  case BENCH_AREA:
    *marks =
        bench_cell_is_whole (cell) && !GST_VIDEO_INFO_IS_RGB (&cell->in) ? 0 : BENCH_MARK_SUPPORT;
    break;
  default:
    return FALSE;
  }
  return has_format (cell->format);
}

/* It asks the CPU on its first call. */
static void
use_cpu (void)
{
  switch (bench_cpu ()) {
  case BENCH_CPU_ALL:
    MaskCpuFlags (-1);
    break;
  case BENCH_CPU_PLAIN:
    MaskCpuFlags (1);
    break;
  default: {
#if defined(__x86_64__)
    const int sse41 = kCpuHasX86 | kCpuHasSSE2 | kCpuHasSSSE3 | kCpuHasSSE41;
    const int avx2 = kCpuHasSSE42 | kCpuHasAVX | kCpuHasAVX2 | kCpuHasERMS | kCpuHasFMA3;

    MaskCpuFlags (bench_cpu () == BENCH_CPU_AVX2 ? sse41 | avx2 : sse41);
#endif
  }
  }
}

static gpointer
prepare (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell)
{
  Libyuv *self = g_new0 (Libyuv, 1);

  use_cpu ();
  self->src = &cell->src;
  self->dst = &cell->dst;
  self->filter = cell->method == BENCH_AREA       ? kFilterBox
                 : cell->method == BENCH_BILINEAR ? kFilterBilinear
                                                  : kFilterNone;
  return self;
}

/* GstVideoFrame's planes of 16-bit samples: libyuv counts their strides in samples, and has a
 * faster function for those of at most 12 bits. */
static void
scale_deep_plane (const Libyuv *self, gint plane)
{
  const gboolean is_full = GST_VIDEO_INFO_COMP_DEPTH (&self->src->info, 0) > 12;

  (is_full ? ScalePlane_16 : ScalePlane_12) (DATA (self->src, plane), STRIDE (self->src, plane) / 2,
      GST_VIDEO_FRAME_COMP_WIDTH (self->src, plane), GST_VIDEO_FRAME_COMP_HEIGHT (self->src, plane),
      DATA (self->dst, plane), STRIDE (self->dst, plane) / 2,
      GST_VIDEO_FRAME_COMP_WIDTH (self->dst, plane), GST_VIDEO_FRAME_COMP_HEIGHT (self->dst, plane),
      self->filter);
}

static void
scale_plane (const Libyuv *self, gint plane)
{
  ScalePlane (DATA (self->src, plane), STRIDE (self->src, plane),
      GST_VIDEO_FRAME_COMP_WIDTH (self->src, plane), GST_VIDEO_FRAME_COMP_HEIGHT (self->src, plane),
      DATA (self->dst, plane), STRIDE (self->dst, plane),
      GST_VIDEO_FRAME_COMP_WIDTH (self->dst, plane), GST_VIDEO_FRAME_COMP_HEIGHT (self->dst, plane),
      self->filter);
}

static void
scale_nv12 (const Libyuv *self)
{
  const GstVideoFrame *src = self->src, *dst = self->dst;

  NV12Scale (DATA (src, 0), STRIDE (src, 0), DATA (src, 1), STRIDE (src, 1), SIZE (src),
      DATA (dst, 0), STRIDE (dst, 0), DATA (dst, 1), STRIDE (dst, 1), SIZE (dst), self->filter);
}

static void
run (gpointer data)
{
  const Libyuv *self = data;
  const GstVideoFrame *src = self->src, *dst = self->dst;

  switch (GST_VIDEO_FRAME_FORMAT (src)) {
  case GST_VIDEO_FORMAT_RGB:
    RGBScale (DATA (src, 0), STRIDE (src, 0), SIZE (src), DATA (dst, 0), STRIDE (dst, 0),
        SIZE (dst), self->filter);
    break;
  case GST_VIDEO_FORMAT_RGBA:
  case GST_VIDEO_FORMAT_RGBx:
    ARGBScale (DATA (src, 0), STRIDE (src, 0), SIZE (src), DATA (dst, 0), STRIDE (dst, 0),
        SIZE (dst), self->filter);
    break;
  case GST_VIDEO_FORMAT_NV12:
    scale_nv12 (self);
    break;
  default:
    for (gint p = 0; p < (gint) GST_VIDEO_FRAME_N_PLANES (src); p++) {
      if (GST_VIDEO_INFO_COMP_DEPTH (&src->info, 0) > 8)
        scale_deep_plane (self, p);
      else
        scale_plane (self, p);
    }
  }
}

const BenchPeer bench_peer_libyuv = {
  .name = "libyuv",
  .tolerance = -1,
  .kind = BENCH_PEER,
  .version = version,
  .supports = supports,
  .prepare = prepare,
  .run = run,
  .finish = g_free,
};
