/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_META_H
#define GST_ALIGN_SCALE_META_H

#include <gst/video/video.h>

G_BEGIN_DECLS

/* What becomes of an input buffer's metas. TRUE: copy it as it is, the size does not matter to it.
 * FALSE: it has been scaled to `outbuf`, or is dropped because nobody knows how. */
gboolean gst_align_scale_meta_transform (GstBuffer *outbuf, const GstVideoInfo *out, GstMeta *meta,
    GstBuffer *inbuf, const GstVideoInfo *in);

G_END_DECLS

#endif
