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

/* The library's name of a cell's method, or NULL: what its own column does. */
static const gchar *
name_of (const BenchCell *cell, RszLibrary library)
{
  const BenchMethodInfo *info = &bench_methods[cell->method];

  switch (library) {
  case RSZ_LIBRARY_OPENCV:
    return info->antialias || cell->method == BENCH_NEAREST_EXACT ? NULL : info->mode;
  case RSZ_LIBRARY_PILLOW:
    return cell->method == BENCH_AREA ? "box" : info->mode;
  case RSZ_LIBRARY_TENSORFLOW:
    return cell->method == BENCH_LANCZOS ? "lanczos3" : info->mode;
  default:
    return g_str_equal (info->mode, "bilinear")  ? "linear"
           : g_str_equal (info->mode, "bicubic") ? "cubic"
                                                 : info->mode;
  }
}

RszMethod
bench_ours_method (const BenchCell *cell, RszLibrary library)
{
  const gchar *name;

  if (library == RSZ_LIBRARY_TORCH)
    return method_of (cell->method);
  name = name_of (cell, library);
  return cell->in.finfo->bits == 8 && name != NULL ? rsz_method_find (library, name)
                                                   : RSZ_N_METHODS;
}

gboolean
bench_ours_spec (const BenchCell *cell, RszLibrary library, RszSpec *spec)
{
  const GstAlignScaleSettings settings = {
    .library = library,
    .method = bench_ours_method (cell, library),
    .antialias = bench_methods[cell->method].antialias,
    .fit = cell->sizes.letterbox ? GST_ALIGN_SCALE_FIT_LETTERBOX : GST_ALIGN_SCALE_FIT_STRETCH,
    .border_color = 0xff000000,
    .n_threads = (guint) cell->n_threads,
    .cubic_coefficient = bench_methods[cell->method].antialias ? -0.5 : -0.75, /* as torch's */
  };
  GstAlignScaleFormat format;
  GstAlignScaleFraming framing;

  if (!gst_align_scale_format_init (&format, cell->in.finfo))
    return FALSE;
  gst_align_scale_framing_init (&framing, &cell->in, &cell->whole_info, &settings, NULL);
  gst_align_scale_format_spec (
      &format, &cell->in, &cell->whole_info, &framing, &settings, GST_ALIGN_SCALE_FRAME, spec);
  return TRUE;
}
