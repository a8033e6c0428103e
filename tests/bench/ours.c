/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ours.h"

#include "format.h"

static RszMethod
method_of (BenchMethod method)
{
  gint i = 0;

  while (g_strcmp0 (rsz_method_info (i)->name, bench_methods[method].mode) != 0)
    i++;
  return i;
}

RszMethod
bench_ours_method (const BenchCell *cell, RszLibrary library)
{
  const gchar *name = bench_methods[cell->method].mode;
  /* OpenCV's own columns have neither */
  const gboolean lacks =
      bench_methods[cell->method].antialias || cell->method == BENCH_NEAREST_EXACT;

  if (library == RSZ_LIBRARY_TORCH)
    return method_of (cell->method);
  if (library == RSZ_LIBRARY_PILLOW && cell->method == BENCH_AREA)
    name = "box";
  return cell->in.finfo->bits == 8 && !(library == RSZ_LIBRARY_OPENCV && lacks)
             ? rsz_method_find (library, name)
             : RSZ_N_METHODS;
}

gboolean
bench_ours_spec (const BenchCell *cell, RszLibrary library, RszSpec *spec)
{
  const GstAlignScaleSettings settings = {
    .library = library,
    .method = bench_ours_method (cell, library),
    .antialias = bench_methods[cell->method].antialias,
    .n_threads = (guint) cell->n_threads,
  };
  GstAlignScaleFormat format;
  GstAlignScaleFraming framing;

  if (!gst_align_scale_format_init (&format, cell->in.finfo))
    return FALSE;
  gst_align_scale_framing_init (&framing, &cell->in, &cell->out, &settings, NULL);
  gst_align_scale_format_spec (
      &format, &cell->in, &cell->out, &framing, &settings, GST_ALIGN_SCALE_FRAME, spec);
  return TRUE;
}
