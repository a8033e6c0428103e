/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_REPORT_H
#define GST_ALIGN_SCALE_REPORT_H

#include "gstalignscaleplan.h"

G_BEGIN_DECLS

/* The read-only properties that say how frames are scaled, for people and for bug reports. The text is made
 * when it is asked for: plans may be built for every frame. */
#define GST_ALIGN_SCALE_ROWS_LEVEL "rows-level"
#define GST_ALIGN_SCALE_PLAN "plan"

void gst_align_scale_report_install (GObjectClass *klass);

/* GObjectClass::get_property, without locks. NULL where `level` is, and where `plan` is empty. False where the
 * id is another property's. */
gboolean gst_align_scale_report_get (
    const gchar *level, const GstAlignScalePlan *plan, guint id, GValue *value);

G_END_DECLS

#endif
