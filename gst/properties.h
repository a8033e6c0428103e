/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_PROPERTIES_H
#define GST_ALIGN_SCALE_PROPERTIES_H

#include <gst/gst.h>

#include "settings.h"

G_BEGIN_DECLS

/* Those that are no settings. */
enum {
  GST_ALIGN_SCALE_PROP_ADD_BORDERS = GST_ALIGN_SCALE_N_IDS, /* another name of what fit says */
  GST_ALIGN_SCALE_PROP_PICTURE_RECTANGLE,
  GST_ALIGN_SCALE_PROP_RESIZED_RECTANGLE,
  GST_ALIGN_SCALE_PROP_SOURCE_RECTANGLE,
  GST_ALIGN_SCALE_PROP_ROWS_LEVEL,
  GST_ALIGN_SCALE_PROP_PLAN
};

/* All properties of alignscale, with their names, ranges, defaults and documentation. */
void gst_align_scale_properties_install (GObjectClass *klass);

G_END_DECLS

#endif
