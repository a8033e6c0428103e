/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ours.h"

#include "format.h"

static gint
method_of (BenchMethod method)
{
  gint i = 0;

  while (g_strcmp0 (rsz_method_info (i)->name, bench_methods[method].mode) != 0)
    i++;
  return i;
}

gboolean
bench_ours_spec (const BenchCell *cell, RszSpec *spec)
{
  const GstAlignScaleSettings settings = {
    .method = method_of (cell->method),
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
