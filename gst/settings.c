/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "settings.h"

/* A number of the array that a value is; false where it has none that counts for the channel. */
static gboolean
read_number (const GValue *array, guint channel, GValue *number)
{
  const guint n = gst_value_array_get_size (array);

  return n > 0
         && g_value_transform (gst_value_array_get_value (array, n == 1 ? 0 : channel), number);
}

gboolean
gst_align_scale_settings_are_numbers (const GValue *array)
{
  const guint n = gst_value_array_get_size (array);
  gboolean are = n <= 1 || n == GST_ALIGN_SCALE_MAX_CHANNELS;

  for (guint i = 0; i < n && are; i++) {
    GValue number = G_VALUE_INIT;

    g_value_init (&number, G_TYPE_DOUBLE);
    are = read_number (array, i, &number);
  }
  return are;
}

static void
set_numbers (gdouble *numbers, const GValue *array, GParamSpec *pspec)
{
  GParamSpec *element = GST_PARAM_SPEC_ARRAY_LIST (pspec)->element_spec;

  for (guint i = 0; i < GST_ALIGN_SCALE_MAX_CHANNELS; i++) {
    GValue number = G_VALUE_INIT;

    g_value_init (&number, G_TYPE_DOUBLE);
    g_param_value_set_default (element, &number);
    read_number (array, i, &number);
    numbers[i] = g_value_get_double (&number);
  }
}

static void
get_numbers (const gdouble *numbers, GValue *array)
{
  for (guint i = 0; i < GST_ALIGN_SCALE_MAX_CHANNELS; i++) {
    GValue number = G_VALUE_INIT;

    g_value_init (&number, G_TYPE_DOUBLE);
    g_value_set_double (&number, numbers[i]);
    gst_value_array_append_and_take_value (array, &number);
  }
}

void
gst_align_scale_settings_set (
    GstAlignScaleSettings *settings, const GValue *value, GParamSpec *pspec)
{
  gpointer field = G_STRUCT_MEMBER_P (settings, pspec->param_id - 1);

  if (G_IS_PARAM_SPEC_ENUM (pspec))
    *(gint *) field = g_value_get_enum (value);
  else if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    *(gboolean *) field = g_value_get_boolean (value);
  else if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    *(gdouble *) field = g_value_get_double (value);
  else if (GST_IS_PARAM_SPEC_ARRAY_LIST (pspec))
    set_numbers (field, value, pspec);
  else
    *(guint *) field = g_value_get_uint (value);
}

void
gst_align_scale_settings_get (
    const GstAlignScaleSettings *settings, GValue *value, GParamSpec *pspec)
{
  gconstpointer field = G_STRUCT_MEMBER_P (settings, pspec->param_id - 1);

  if (G_IS_PARAM_SPEC_ENUM (pspec))
    g_value_set_enum (value, *(const gint *) field);
  else if (G_IS_PARAM_SPEC_BOOLEAN (pspec))
    g_value_set_boolean (value, *(const gboolean *) field);
  else if (G_IS_PARAM_SPEC_DOUBLE (pspec))
    g_value_set_double (value, *(const gdouble *) field);
  else if (GST_IS_PARAM_SPEC_ARRAY_LIST (pspec))
    get_numbers (field, value);
  else
    g_value_set_uint (value, *(const guint *) field);
}

void
gst_align_scale_settings_init (GstAlignScaleSettings *settings, GObjectClass *klass)
{
  guint n;
  GParamSpec **pspecs = g_object_class_list_properties (klass, &n);
  const GType type = G_OBJECT_CLASS_TYPE (klass);

  for (guint i = 0; i < n; i++) {
    if (pspecs[i]->owner_type == type && pspecs[i]->param_id < GST_ALIGN_SCALE_N_IDS)
      gst_align_scale_settings_set (
          settings, g_param_spec_get_default_value (pspecs[i]), pspecs[i]);
  }
  g_free (pspecs);
}
