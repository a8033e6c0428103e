/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_CONVERT_CAPS_H
#define GST_ALIGN_CONVERT_CAPS_H

#include <gst/video/video.h>

G_BEGIN_DECLS

/* Which caps meet in alignconvert. Pure functions. */

/* System memory: on the sink pad every format of Y'CbCr that the core has a layout for, then those
 * of the src pad, which are R'G'B' in bytes. New reference. */
GstCaps *gst_align_convert_caps_template (GstPadDirection direction);

/* What the other side may be: the same where it is R'G'B', and for Y'CbCr every format of R'G'B',
 * those with alpha first if the input has some; or the other way round. Colorimetry and chroma-site
 * are open where the format changes. `filter` may be NULL. New reference. */
GstCaps *gst_align_convert_caps_transform (
    GstPadDirection direction, GstCaps *caps, GstCaps *filter);

/* Picks the src pad's caps out of `othercaps` (taken over) for fixed caps of the sink pad: the
 * first format, with full range and the input's transfer function and primaries. NULL where
 * downstream asks for other colours; *message is then a sentence for a person, to be freed with
 * g_free. */
GstCaps *gst_align_convert_caps_fixate (GstCaps *caps, GstCaps *othercaps, gchar **message);

/* What FFmpeg takes where fixed caps of Y'CbCr leave something out: writes it to `info`, which has
 * GStreamer's defaults. */
void gst_align_convert_caps_assume_ffmpeg (GstVideoInfo *info, GstCaps *caps);

/* What GStreamer's defaults have said of the colours of fixed caps that do not say so themselves:
 * "matrix, range, chroma-site". NULL where nothing. Free with g_free. */
gchar *gst_align_convert_caps_assumed (GstCaps *caps);

G_END_DECLS

#endif
