/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_RECTANGLES_H
#define GST_ALIGN_SCALE_RECTANGLES_H

#include "geometry.h"

G_BEGIN_DECLS

/* The read-only properties that show applications a framing: what maps points of the output back
 * to the input. Structures with the ints x, y, width and height. */
#define GST_ALIGN_SCALE_PICTURE_RECTANGLE "picture-rectangle"
#define GST_ALIGN_SCALE_SOURCE_RECTANGLE "source-rectangle"

void gst_align_scale_rectangles_install (GObjectClass *klass);

/* GObjectClass::get_property, without locks; NULL where the rectangle is empty. False where the id
 * is another property's. */
gboolean gst_align_scale_rectangles_get (
    const GstAlignScaleFraming *framing, guint id, GValue *value);

G_END_DECLS

#endif
