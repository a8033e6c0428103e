/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_SIZES_H
#define GST_ALIGN_SCALE_SIZES_H

#include "ratio.h"
#include "settings.h"

G_BEGIN_DECLS

/* How large pictures are made: exactly, or as the transforms that networks were trained behind
 * compute it, each with its own rounding. Pure functions; docs/fit.md has the formulas. */

typedef struct {
  gint width, height; /* pixels */
} GstAlignScaleSize;

/* True where the settings alone make a size: the output's need not be known. */
gboolean gst_align_scale_sizes_are_made (const GstAlignScaleSettings *settings);

/* The size of the resized picture, which `cover` may make larger than the output and `letterbox`
 * smaller; 1 .. 2^24 on each axis. `source` is what is resized, and `shape` width : height of one
 * of its pixels in pixels of the output, which size-rule=exact alone looks at. `output` is the
 * output's size, or NULL where that is open: then edges decide, or the source's size stays. */
GstAlignScaleSize gst_align_scale_sizes_of_picture (const GstAlignScaleSettings *settings,
    GstAlignScaleSize source, GstAlignScaleRatio shape, const GstAlignScaleSize *output);

/* The output's size where it is open: that of the resized picture, made a multiple of
 * size-multiple. */
GstAlignScaleSize gst_align_scale_sizes_of_output (
    const GstAlignScaleSettings *settings, GstAlignScaleSize picture);

/* How many of the `beyond` > 0 pixels that do not fit are cut off before a centred picture. */
gint gst_align_scale_sizes_cut (const GstAlignScaleSettings *settings, gint beyond);

G_END_DECLS

#endif
