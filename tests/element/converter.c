/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "converter.h"

Converter
converter_new (const gchar *conversion, const gchar *in, const gchar *out)
{
  Converter converter = { .harness = gst_harness_new ("alignconvert") };

  converter.element = converter.harness->element;
  converter.bus = gst_bus_new ();
  gst_element_set_bus (converter.element, converter.bus);
  if (conversion != NULL)
    gst_util_set_object_arg (G_OBJECT (converter.element), "conversion", conversion);
  if (out != NULL)
    gst_harness_set_sink_caps_str (converter.harness, out);
  if (in != NULL)
    gst_harness_set_src_caps_str (converter.harness, in);
  return converter;
}

void
converter_free (Converter *converter)
{
  gst_element_set_bus (converter->element, NULL);
  gst_harness_teardown (converter->harness);
  gst_object_unref (converter->bus);
}

GstBuffer *
convert (Converter *converter, GstBuffer *frame)
{
  GstBuffer *out;

  g_assert_cmpint (gst_harness_push (converter->harness, frame), ==, GST_FLOW_OK);
  out = gst_harness_try_pull (converter->harness);
  g_assert_nonnull (out);
  return out;
}

GstBuffer *
convert_once (const gchar *conversion, const gchar *in, const gchar *out, GstBuffer *frame)
{
  Converter converter = converter_new (conversion, in, out);
  GstBuffer *made = convert (&converter, gst_buffer_ref (frame));

  converter_free (&converter);
  return made;
}

GstVideoInfo
output_info (Converter *converter)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (converter->harness->sinkpad);
  GstVideoInfo info;

  g_assert_nonnull (caps);
  g_assert_true (gst_video_info_from_caps (&info, caps));
  return info;
}

GstMessage *
next_message (Converter *converter, GstMessageType type)
{
  return gst_bus_pop_filtered (converter->bus, type);
}

gchar *
next_error (Converter *converter)
{
  g_autoptr (GstMessage) message = next_message (converter, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, NULL);
  return g_strdup (error->message);
}
