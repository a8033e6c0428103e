/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalesettings.h"

GType
gst_align_scale_method_get_type (void)
{
  static GEnumValue values[RSZ_N_METHODS + 1]; /* the last one ends the list */
  static gsize type;

  if (g_once_init_enter (&type)) {
    for (gint i = 0; i < RSZ_N_METHODS; i++)
      values[i] = (GEnumValue){ i, rsz_method_info (i)->summary, rsz_method_info (i)->name };
    g_once_init_leave (&type, g_enum_register_static ("GstAlignScaleMethod", values));
  }
  return type;
}

GType
gst_align_scale_arithmetic_get_type (void)
{
  static const GEnumValue values[] = {
    { RSZ_ARITHMETIC_NATIVE, "As torch on uint8 tensors: fixed point, 8 bits between the passes",
        "native" },
    { RSZ_ARITHMETIC_FLOAT, "As torch on float32 tensors, rounded once at the end", "float" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GstAlignScaleArithmetic", values));
  return type;
}

GType
gst_align_scale_placement_get_type (void)
{
  static const GEnumValue values[] = {
    { GST_ALIGN_SCALE_PLACEMENT_CENTER, "In the middle, a border on either side", "center" },
    { GST_ALIGN_SCALE_PLACEMENT_TOP_LEFT, "At the top left, borders on the right and below",
        "top-left" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GstAlignScalePlacement", values));
  return type;
}

GType
gst_align_scale_rounding_get_type (void)
{
  static const GEnumValue values[] = {
    { GST_ALIGN_SCALE_ROUNDING_NEAREST, "To the nearest whole pixel, halves to even", "nearest" },
    { GST_ALIGN_SCALE_ROUNDING_DOWN, "Down to whole pixels", "down" },
    { 0, NULL, NULL },
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("GstAlignScaleRounding", values));
  return type;
}
