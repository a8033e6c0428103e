/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "peer.h"

BenchCpu
bench_cpu (void)
{
  static const gchar *const levels[] = { "c", "orc", "sse41", "avx2", NULL };
  static const BenchCpu cpus[] = { BENCH_CPU_PLAIN, BENCH_CPU_PLAIN, BENCH_CPU_SSE41,
    BENCH_CPU_AVX2 };
  const gchar *level = g_getenv ("ALIGNSCALE_ROWS");

  for (guint i = 0; level != NULL && levels[i] != NULL; i++)
    if (strcmp (levels[i], level) == 0)
      return cpus[i];
  return BENCH_CPU_ALL;
}

const BenchPeer *const bench_peers[] = {
  &bench_peer_element,
  &bench_peer_core,
  &bench_peer_videoscale,
#ifdef HAVE_LIBYUV
  &bench_peer_libyuv,
#endif
#ifdef HAVE_ZIMG
  &bench_peer_zimg,
#endif
#ifdef HAVE_SWSCALE
  &bench_peer_swscale,
#endif
#ifdef HAVE_OPENCV
  &bench_peer_opencv,
#endif
  &bench_peer_torch,
  &bench_peer_fast_image_resize,
  &bench_peer_as_pillow,
  &bench_peer_pillow,
  &bench_peer_pillow_simd,
  &bench_peer_as_opencv,
  &bench_peer_pyopencv,
  &bench_peer_as_tensorflow,
  &bench_peer_tensorflow,
  &bench_peer_as_onnx,
  &bench_peer_onnx,
  &bench_peer_memcpy,
  &bench_peer_fill,
  &bench_peer_read,
  NULL,
};

static const gchar letters[] = "cspyftd";

void
bench_marks_text (guint marks, gchar *text)
{
  for (guint i = 0; letters[i] != '\0'; i++) {
    if (marks & 1u << i)
      *text++ = letters[i];
  }
  *text = '\0';
}

guint
bench_marks_of_averager (const BenchCell *cell)
{
  switch (cell->method) {
  case BENCH_NEAREST:
    return bench_cell_doubles (cell) ? 0 : BENCH_MARK_COORDINATES;
  case BENCH_BILINEAR:
  case BENCH_BICUBIC:
    return bench_cell_enlarges (cell) ? 0 : BENCH_MARK_SUPPORT;
  default:
    return 0;
  }
}

guint
bench_marks_of_pillow (const BenchCell *cell)
{
  const gboolean whole = bench_cell_is_whole (cell) || bench_cell_doubles (cell);

  return bench_marks_of_averager (cell)
         | (cell->method == BENCH_AREA && !whole ? BENCH_MARK_SUPPORT : 0);
}

/* torch's windows have one sample then, or two as much of each. */
static gboolean
enlarges_by_halves (gint in, gint out)
{
  return out >= in && 2 * out % in == 0;
}

guint
bench_marks_of_opencv (const BenchCell *cell)
{
  const BenchSizes *sizes = &cell->sizes;
  const gboolean shares = !bench_cell_is_whole (cell)
                          && !(enlarges_by_halves (sizes->in_width, sizes->out_width)
                               && enlarges_by_halves (sizes->in_height, sizes->out_height));

  return cell->method == BENCH_AREA && shares ? BENCH_MARK_SUPPORT : 0;
}

guint
bench_marks_of_tensorflow (const BenchCell *cell)
{
  const gboolean moves = cell->method == BENCH_NEAREST && !bench_cell_doubles (cell);
  const gboolean sharper = cell->method == BENCH_BICUBIC && !bench_cell_is_whole (cell);

  return bench_marks_of_opencv (cell) | (moves ? BENCH_MARK_COORDINATES : 0)
         | (sharper ? BENCH_MARK_SUPPORT : 0);
}

/* True where an output sample's middle, halves rounded down, is another sample than its corner. */
static gboolean
rounds_apart (gint in, gint out)
{
  for (gint64 i = 0; i < out; i++) {
    if (i * in / out != MAX ((2 * i + 1) * in - 1, 0) / (2 * out))
      return TRUE;
  }
  return FALSE;
}

guint
bench_marks_of_onnx (const BenchCell *cell)
{
  const BenchSizes *sizes = &cell->sizes;
  const gboolean moves = cell->method == BENCH_NEAREST
                         && (rounds_apart (sizes->in_width, sizes->out_width)
                             || rounds_apart (sizes->in_height, sizes->out_height));

  return moves ? BENCH_MARK_COORDINATES : 0;
}

const gchar bench_marks_legend[] =
    "- `c` samples the picture at other coordinates\n"
    "- `s` another support: fewer or more source samples per output sample, or another filter\n"
    "- `p` weights or sums of fewer than 9 bits\n"
    "- `y` takes RGB to YUV and back\n"
    "- `f` float32 samples in and out, because it has no such method for bytes\n"
    "- `t` one thread, where more were asked for\n"
    "- `d` its picture differs from ours by more than rounding, for none of the reasons above\n";
