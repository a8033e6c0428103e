/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_DEBUG_H
#define GST_ALIGN_SCALE_DEBUG_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* The debug category "alignscale", made by the first call: also programs that use parts of the
 * element without its class may log. */
static inline GstDebugCategory *
gst_align_scale_debug_get (void)
{
  static GstDebugCategory *category;
  static gsize made;

  if (g_once_init_enter (&made)) {
    GST_DEBUG_CATEGORY_INIT (category, "alignscale", 0, "scaler with torch's numbers");
    g_once_init_leave (&made, 1);
  }
  return category;
}

#define GST_CAT_DEFAULT gst_align_scale_debug_get ()

G_END_DECLS

#endif
