/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_CONVERT_H
#define GST_ALIGN_CONVERT_H

#include <gst/video/gstvideofilter.h>

G_BEGIN_DECLS

#define GST_TYPE_ALIGN_CONVERT (gst_align_convert_get_type ())
G_DECLARE_FINAL_TYPE (GstAlignConvert, gst_align_convert, GST, ALIGN_CONVERT, GstVideoFilter)

/* The step before the resize: frames of Y'CbCr become R'G'B' of the same size, exactly. */

GST_ELEMENT_REGISTER_DECLARE (alignconvert)

G_END_DECLS

#endif
