/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_LOCATE_H
#define GST_ALIGN_SCALE_LOCATE_H

#include <gst/video/video.h>

#include "gstalignscaleextent.h"
#include "resizer.h"

G_BEGIN_DECLS

/* Where the rows of a frame lie that is mapped. This is the one place where strides and offsets are taken for addresses,
 * and it is bounded by the mapping here, before anything is made of them. */

/* Rows of a spec's plane in memory. */
typedef struct {
  GstAlignScaleExtent rows; /* those of the picture, as addresses */
  gint n; /* rows the spec reads or writes: rows.n, or one more beyond the picture */
  gint
      n_there; /* rows that memory has: at least rows.n. Those from n on are a destination's and nobody's
                 * picture; where it is n - 1, the last row of a second field is missing. */
} GstAlignScalePlace;

typedef enum {
  GST_ALIGN_SCALE_FITS,
  GST_ALIGN_SCALE_OUTSIDE, /* rows of the picture lie outside of the mapped memory */
  GST_ALIGN_SCALE_OVERLAP /* a destination's rows lie on one another or on those of another picture */
} GstAlignScaleFit;

/* Fills places[] for all planes of `spec`, as its source or its destination. `info` is the one `frame` has been mapped with,
 * `id` that of its picture, or -1. Memory whose extent is not known, because a meta maps it its own way and leaves
 * GstMapInfo empty, is trusted to have the picture's rows where the meta says, and nothing else. */
GstAlignScaleFit gst_align_scale_locate (GstAlignScalePlace *places, const GstVideoFrame *frame,
    const RszSpec *spec, const GstVideoInfo *info, gint id, gboolean source);

/* Bytes, one row behind the other, of all planes whose last row memory may lack: the second fields' chroma where the rows of
 * two fields take turns. n_planes is the format's. No buffer can have G_MAXSIZE. */
gsize gst_align_scale_locate_lack (const RszSpec *spec, gint n_planes, gboolean source);

G_END_DECLS

#endif
