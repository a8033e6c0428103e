/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_BORDER_H
#define GST_ALIGN_SCALE_BORDER_H

#include <gst/video/video.h>

#include "resizer.h"

G_BEGIN_DECLS

/* The colour of borders. Pure functions. */

/* An ARGB colour (0xAARRGGBB, full range R'G'B') as the components of `info`, each in its own depth and
 * in the order of GstVideoFormatInfo. R'G'B' becomes Y'CbCr by the colorimetry's matrix (BT.709 where
 * it names none), both go to the range it names; grey is the luma. Alpha always has full range.
 * The exact value is rounded to nearest, halves up, and clamped to the depth. */
void gst_align_scale_border_color (
    const GstVideoInfo *info, guint32 argb, guint component[GST_VIDEO_MAX_COMPONENTS]);

/* Gives every plane of `spec`, which is for frames of `info`, the border of that colour. */
void gst_align_scale_border_paint (RszSpec *spec, const GstVideoInfo *info, guint32 argb);

G_END_DECLS

#endif
