/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element.h"

#include <gst/video/video.h>

GType
gst_align_scale_register_enum (const gchar *name, const GEnumValue *values)
{
  const GType type = g_enum_register_static (name, values);

  gst_type_mark_as_plugin_api (type, (GstPluginAPIFlags) 0);
  return type;
}

void
gst_align_scale_append_string (GValue *list, const gchar *string)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, string);
  gst_value_list_append_and_take_value (list, &value);
}

/* Controllers count in stream time; segments in other formats have none. */
void
gst_align_scale_sync_controllers (GstBaseTransform *trans, GstBuffer *buffer)
{
  GstClockTime time;

  if (trans->segment.format != GST_FORMAT_TIME || !GST_BUFFER_PTS_IS_VALID (buffer))
    return;
  time = gst_segment_to_stream_time (&trans->segment, GST_FORMAT_TIME, GST_BUFFER_PTS (buffer));
  if (GST_CLOCK_TIME_IS_VALID (time))
    gst_object_sync_values (GST_OBJECT (trans), time);
}

gboolean
gst_align_scale_filter_meta (
    GstBaseTransform *trans, GstQuery *query, GType api, const GstStructure *params)
{
  return api != GST_VIDEO_CROP_META_API_TYPE;
}
