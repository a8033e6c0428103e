/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_RATIO_H
#define GST_ALIGN_SCALE_RATIO_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* A positive ratio; its terms are below 2^63. Sizes have up to 31 bits and so have the terms of a
 * pixel aspect ratio: products are cancelled down as they are made. */
typedef struct {
  guint64 n, d;
} GstAlignScaleRatio;

static inline GstAlignScaleRatio
gst_align_scale_ratio (gint n, gint d)
{
  return (GstAlignScaleRatio){ (guint64) n, (guint64) d };
}

/* Divides both by what divides both. */
void gst_align_scale_ratio_cancel (guint64 *a, guint64 *b);

/* Exact where the cancelled product's terms have 63 bits, else to far less than a pixel. */
GstAlignScaleRatio gst_align_scale_ratio_multiply (GstAlignScaleRatio a, GstAlignScaleRatio b);

GstAlignScaleRatio gst_align_scale_ratio_inverse (GstAlignScaleRatio ratio);

G_END_DECLS

#endif
