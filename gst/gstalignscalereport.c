/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalereport.h"

/* Settings and rectangles have the ids below. */
enum { PROP_ROWS_LEVEL = 2 * GST_ALIGN_SCALE_SETTINGS_MAX_ID, PROP_PLAN };

void
gst_align_scale_report_install (GObjectClass *klass)
{
  const GParamFlags flags = (GParamFlags) (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * GstAlignScale:rows-level:
   *
   * The level of row functions that this processor runs, or the one the environment variable
   * ALIGNSCALE_ROWS stops at: c, orc, ... The output does not depend on it. NULL before the element has
   * been started once.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_ROWS_LEVEL,
      g_param_spec_string (GST_ALIGN_SCALE_ROWS_LEVEL, "Level of rows",
          "Level of row functions that this processor runs (NULL = not started yet)", NULL, flags));

  /**
   * GstAlignScale:plan:
   *
   * How frames are scaled now, as text: for each plane its sizes and the ways that were chosen for
   * its columns and rows. For people to read; its form may change. NULL where there are no caps or
   * the memory of frames cannot be read. Not notified, because it can change with every frame.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_PLAN,
      g_param_spec_string (GST_ALIGN_SCALE_PLAN, "Plan",
          "How each plane of a frame is scaled, as text for people (NULL = no caps yet)", NULL,
          flags));
}

gboolean
gst_align_scale_report_get (
    const gchar *level, const GstAlignScalePlan *plan, guint id, GValue *value)
{
  if (id == PROP_ROWS_LEVEL)
    g_value_set_static_string (value, level);
  else if (id == PROP_PLAN)
    g_value_take_string (value, gst_align_scale_plan_describe (plan));
  else
    return FALSE;
  return TRUE;
}
