/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_BUFFERS_H
#define GST_ALIGN_SCALE_BUFFERS_H

#include <gst/video/video.h>

#include "resizer.h"

G_BEGIN_DECLS

/* Buffers as the core sees them: pointers and strides, bounded by the mapped memory. */

/* ---- rows in memory ---- */

/* The rows of a plane as places in memory. They are numbers, so that no address is formed before
 * it is known to be a good one. Pure functions. Nothing overflows: |start| is below 2^62,
 * |stride| at most 2^33, n at most 2^17 and size at most 2^32. */
typedef struct {
  gint64 start;  /* of row 0, in bytes from wherever all counts that are compared begin */
  gint64 stride; /* bytes from a row to the next; of either sign, or 0 */
  gint64 size;   /* bytes of a row, at least 1 */
  gint n;        /* rows; may be 0 */
} GstAlignScaleExtent;

/* Row y, which may be beyond the last one. */
GstAlignScaleExtent gst_align_scale_extent_row (const GstAlignScaleExtent *extent, gint y);

/* True where every byte is one of from .. to - 1. */
gboolean gst_align_scale_extent_within (const GstAlignScaleExtent *extent, gint64 from, gint64 to);

/* True where some byte belongs to two rows. */
gboolean gst_align_scale_extent_folds (const GstAlignScaleExtent *extent);

/* True where some byte belongs to both. */
gboolean gst_align_scale_extent_meets (const GstAlignScaleExtent *a, const GstAlignScaleExtent *b);

/* Rows of a spec's plane in memory. */
typedef struct {
  GstAlignScaleExtent rows; /* those of the picture, as addresses */
  gint n;                   /* rows the spec reads or writes: rows.n, or one more */
  /* Rows that memory has, at least rows.n. Those from n on belong to a destination and to no
   * picture. Where it is n - 1, the last row of a second field is missing. */
  gint n_there;
} GstAlignScalePlace;

/* ---- mapped buffers ---- */

/* A buffer as the planes of a spec: pointers and strides for rsz_resizer_run. It is kept from
 * buffer to buffer: where rows lie in the next one as they did, they need not be looked at again.
 */
typedef struct {
  GstVideoFrame frame;
  gsize offset[GST_VIDEO_MAX_PLANES]; /* of plain buffers: where planes start in memory */
  const guint8 *start;                /* ... which starts here; GStreamer clears its own notes */
  gsize size;                         /* ... and has so many bytes */
  gboolean is_plain;                  /* one block of memory, mapped as GStreamer maps it */
  gboolean is_known;                  /* places are good for plain buffers of this size, these
                                         offsets and strides */
  gpointer data[RSZ_MAX_PLANES];
  ptrdiff_t stride[RSZ_MAX_PLANES];
  GstAlignScalePlace places[RSZ_MAX_PLANES];
  guint8 *spare; /* for the last rows of second fields of chroma, which memory may lack */
  /* Where memory ends one row early, data and stride are those of a plane in there; else NULL. */
  guint8 *replaced[RSZ_MAX_PLANES];
} GstAlignScaleFrame;

/* Frames of the source of one spec and of the destination of another, or the same, with their spare
 * memory; n_in and n_out are the formats' numbers of planes. NULL where memory is short. Free with
 * g_free. */
typedef struct {
  GstAlignScaleFrame in, out;
} GstAlignScaleFrames;

GstAlignScaleFrames *gst_align_scale_frames_new (
    const RszSpec *src, gint n_in, const RszSpec *dst, gint n_out);

/* Maps a picture of a buffer, the one of the GstVideoMeta with this id or, for -1, the only one:
 * the source of `spec` for GST_MAP_READ, its destination for GST_MAP_WRITE. `info` is that of
 * gst_align_scale_pictures_info. `frame` is of gst_align_scale_frames_new and maps the same spec
 * and side each time.
 *
 * Every byte the spec touches has been checked to be in the mapped memory, and no byte of a
 * destination to belong to two rows. Where a meta maps memory its own way and leaves GstMapInfo
 * empty, how far memory goes is not known: the picture's rows are trusted to be where the meta
 * says, and nothing else. On failure nothing is mapped and *message is a sentence for a person,
 * to be freed with g_free. */
gboolean gst_align_scale_frame_map (GstAlignScaleFrame *frame, const RszSpec *spec,
    const GstVideoInfo *info, GstBuffer *buffer, gint id, GstMapFlags flags, gchar **message);

/* Of a destination: writes the rows that GStreamer has beyond the picture's. It gives the chroma
 * of interlaced 4:2:0 frames an even number of rows, and both fields that come one by one as
 * many. They hold the last row again. */
void gst_align_scale_frame_complete (GstAlignScaleFrame *frame, const RszSpec *spec);

/* After a destination has been written and completed, or a source been read. */
void gst_align_scale_frame_unmap (GstAlignScaleFrame *frame);

G_END_DECLS

#endif
