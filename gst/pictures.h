/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_PICTURES_H
#define GST_ALIGN_SCALE_PICTURES_H

#include <gst/video/video.h>

G_BEGIN_DECLS

/* ---- buffers of several pictures ---- */

/* The two fields of interlace-mode=fields, the views of multiview-mode=separated. A GstVideoMeta
 * with an id describes each, the fields of view n with ids 2n (top) and 2n + 1 (bottom). */

/* Caps may say any number. */
#define GST_ALIGN_SCALE_MAX_VIEWS 64

/* Pictures in a buffer of such caps; 1: the usual kind, whose GstVideoMeta may be missing. */
gint gst_align_scale_pictures_count (const GstVideoInfo *info);

/* Fields among the pictures of one view: 1 or 2. */
gint gst_align_scale_pictures_fields (const GstVideoInfo *info);

/* One of the pictures: strides, offsets and size of a buffer that held it alone. A field is like
 * one of interlace-mode=alternate: width and height are the frame's, the memory has half the rows,
 * rounded up. For one picture it is `info`. */
void gst_align_scale_pictures_info (GstVideoInfo *one, const GstVideoInfo *info);

/* Bytes of a buffer with all its pictures; 0: there are too many to be scaled. */
guint gst_align_scale_pictures_size (const GstVideoInfo *info);

/* NULL, or a sentence: why buffers of `in` cannot become such of `out`. */
const gchar *gst_align_scale_pictures_refuse (const GstVideoInfo *in, const GstVideoInfo *out);

/* ---- allocation queries ---- */

/* Where buffers of `info` hold several pictures: puts a pool of such buffers in the place of the
 * first one of an allocation query for these caps. In its buffers each picture has a memory and a
 * meta of its own. The metas' height is that of the caps, so that gst_video_frame_map_id maps
 * them with the caps' info; a field's rows are half as many. */
void gst_align_scale_pictures_offer_pool (GstQuery *query, const GstVideoInfo *info);

/* Asks the pool that an allocation query settles for memory that starts on cache lines, which makes
 * non-temporal stores of large frames faster; only where all rows of frames of `info` start on them
 * then. Pools of GStreamer 1.28 would pad other rows. That takes memory, and GStreamer 1.28's
 * onnxinference reads rows as if nothing were between them. */
void gst_align_scale_pictures_ask_alignment (GstQuery *query, const GstVideoInfo *info);

/* Asks it for memory that starts at a multiple of so many bytes, a power of two. */
void gst_align_scale_ask_alignment (GstQuery *query, gsize alignment);

G_END_DECLS

#endif
