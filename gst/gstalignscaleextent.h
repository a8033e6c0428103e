/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_EXTENT_H
#define GST_ALIGN_SCALE_EXTENT_H

#include <glib.h>

G_BEGIN_DECLS

/* The rows of a plane as places in memory. They are numbers, so that no address is formed before it is known to be
 * a good one. Pure functions. Nothing overflows: |start| is below 2^62, |stride| at most 2^33, n at most
 * 2^17 and size at most 2^32. */
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

G_END_DECLS

#endif
