/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_SIZE_H
#define GST_ALIGN_SCALE_SIZE_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* Size and pixel aspect ratio of one side of the element. Pure functions on structures. */

/* A picture as it is shown: pixels and the shape of one. */
typedef struct {
  gint width, height; /* pixels, >= 1 */
  gint par_n, par_d;  /* width : height of one pixel, >= 1 each */
} GstAlignScaleShape;

/* Reads the fixed fields of a structure; a missing pixel-aspect-ratio is 1/1. False where width
 * or height is missing, open or below 1. */
gboolean gst_align_scale_shape_read (GstAlignScaleShape *shape, const GstStructure *structure);

/* Fixes width, height and pixel-aspect-ratio of `structure` so that it is shown with the display
 * aspect ratio of `from`. What is fixed stays. Of what is open, as much of `from` as possible is
 * kept: both sizes, changing the pixels' shape, if that gives the ratio; else the height; else the
 * width; and where none does, whichever of these two comes closer. A missing field is open; a
 * missing pixel-aspect-ratio is only written if it is not 1/1. */
void gst_align_scale_size_keep_aspect (GstStructure *structure, const GstAlignScaleShape *from);

/* Fixes pixel-aspect-ratio, also where it is missing, to from's or what comes closest. */
void gst_align_scale_size_keep_pixels (GstStructure *structure, const GstAlignScaleShape *from);

/* Fixes width and height to `(int) (from * factor)`; an axis whose factor is 0 keeps from's size
 * where it can. The pixels keep their shape where they can. False, and structure unchanged, where
 * `structure` does not allow the size; `wanted` is it in any case (0 and sizes beyond G_MAXINT,
 * which become G_MAXINT, included). */
gboolean gst_align_scale_size_apply_factors (GstStructure *structure,
    const GstAlignScaleShape *from, gdouble factor_x, gdouble factor_y, GstAlignScaleShape *wanted);

G_END_DECLS

#endif
