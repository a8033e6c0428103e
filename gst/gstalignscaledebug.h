/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_DEBUG_H
#define GST_ALIGN_SCALE_DEBUG_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* The debug category "alignscale", made by the first call. */
GstDebugCategory *gst_align_scale_debug_get (void);

#define GST_CAT_DEFAULT gst_align_scale_debug_get ()

G_END_DECLS

#endif
