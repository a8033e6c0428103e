/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_META_H
#define GST_ALIGN_SCALE_META_H

#include <gst/video/video.h>

#include "gstalignscaleframing.h"

G_BEGIN_DECLS

/* What becomes of an input buffer's metas. TRUE: copy it as it is, the size does not matter to it.
 * FALSE: it has been moved with the picture and added to `outbuf`, or is dropped: a region that is
 * not in the picture, the crop that has been done, a meta that nobody knows how to move. */
gboolean gst_align_scale_meta_transform (GstBuffer *outbuf, const GstVideoInfo *out, GstMeta *meta,
    GstBuffer *inbuf, const GstVideoInfo *in, const GstAlignScaleFraming *framing);

G_END_DECLS

#endif
