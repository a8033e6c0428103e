/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_FRAME_H
#define GST_ALIGN_SCALE_FRAME_H

#include <gst/video/video.h>

#include "gstalignscalelocate.h"
#include "resizer.h"

G_BEGIN_DECLS

/* A buffer as the planes of a spec: pointers and strides for rsz_resizer_run. */
typedef struct {
  GstVideoFrame frame;
  gpointer data[RSZ_MAX_PLANES];
  ptrdiff_t stride[RSZ_MAX_PLANES];
  GstAlignScalePlace places[RSZ_MAX_PLANES];
  /* Of the caller: gst_align_scale_locate_lack bytes, or NULL where those are none. */
  guint8 *spare;
  /* Where memory ends one row early, data and stride are those of a plane in there; else NULL. */
  guint8 *replaced[RSZ_MAX_PLANES];
} GstAlignScaleFrame;

/* Maps a picture of a buffer, the one of the GstVideoMeta with this id or, for -1, the only one: the
 * source of `spec` for GST_MAP_READ, its destination for GST_MAP_WRITE. `info` is that of
 * gst_align_scale_pictures_info, `frame` is zeroed but for its `spare`. Every byte the spec touches has been checked to be there, as
 * gst_align_scale_locate does. On failure
 * nothing is mapped and *message is a sentence for a person, to be freed with g_free. */
gboolean gst_align_scale_frame_map (GstAlignScaleFrame *frame, const RszSpec *spec,
    const GstVideoInfo *info, GstBuffer *buffer, gint id, GstMapFlags flags, gchar **message);

/* Of a destination: writes the rows that GStreamer has beyond the picture's. It gives the chroma of
 * interlaced 4:2:0 frames an even number of rows, and both fields that come one by one as many. They
 * hold the last row again. */
void gst_align_scale_frame_complete (GstAlignScaleFrame *frame, const RszSpec *spec);

/* Asks the pool that an allocation query settles for memory that starts on cache lines, as large frames want it that are
 * written past the caches. */
void gst_align_scale_frame_ask_alignment (GstQuery *query);

/* After a destination has been written and completed, or a source been read. */
void gst_align_scale_frame_unmap (GstAlignScaleFrame *frame);

G_END_DECLS

#endif
