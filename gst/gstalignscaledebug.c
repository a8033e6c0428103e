/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaledebug.h"

GstDebugCategory *
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
