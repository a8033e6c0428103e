/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "converter.h"

Scene
converter_new (const gchar *conversion, const gchar *in, const gchar *out)
{
  g_autofree gchar *settings =
      conversion != NULL ? g_strdup_printf ("conversion=%s", conversion) : NULL;

  return scene_new_of ("alignconvert", settings, in, out);
}

GstBuffer *
convert_once (const gchar *conversion, const gchar *in, const gchar *out, GstBuffer *frame)
{
  Scene converter = converter_new (conversion, in, out);
  GstBuffer *made = scene_scale (&converter, gst_buffer_ref (frame));

  scene_free (&converter);
  return made;
}

GstMessage *
next_message (Scene *converter, GstMessageType type)
{
  return gst_bus_pop_filtered (converter->bus, type);
}

gchar *
next_error (Scene *converter)
{
  gchar *text = scene_text (converter, GST_MESSAGE_ERROR);

  g_assert_nonnull (text);
  return text;
}
