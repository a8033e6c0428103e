/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "colourshim.h"

#include <gst/check/gstharness.h>
#include <string.h>

/* Frames through the element alone, for Python: see colourshim.h. */

static void
fail (char *message, size_t size, GstBus *bus, const char *otherwise)
{
  GstMessage *error = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  GError *reason = NULL;

  if (error)
    gst_message_parse_error (error, &reason, NULL);
  g_strlcpy (message, reason ? reason->message : otherwise, size);
  g_clear_error (&reason);
  g_clear_pointer (&error, gst_message_unref);
}

static int
run (GstHarness *harness, GstBus *bus, const ColourshimFrame *frame, char *message, size_t size)
{
  GstBuffer *in = gst_buffer_new_memdup (frame->in, frame->in_size), *out;

  if (frame->interlaced)
    GST_BUFFER_FLAG_SET (in, GST_VIDEO_BUFFER_FLAG_INTERLACED | GST_VIDEO_BUFFER_FLAG_TFF);
  if (gst_harness_push (harness, in) != GST_FLOW_OK) {
    fail (message, size, bus, "the frame was refused");
    return -1;
  }
  out = gst_harness_pull (harness);
  if (gst_buffer_get_size (out) != frame->out_size) {
    g_strlcpy (message, "the output has another size", size);
    gst_buffer_unref (out);
    return -1;
  }
  gst_buffer_extract (out, 0, frame->out, frame->out_size);
  gst_buffer_unref (out);
  return 0;
}

int
colourshim_convert (const char *element, const char *in_caps, const char *out_caps,
    const ColourshimFrame *frame, char *message, size_t size)
{
  GstHarness *harness;
  GstBus *bus;
  int result;

  gst_init (NULL, NULL);
  harness = gst_harness_new_parse (element);
  bus = gst_bus_new ();
  gst_element_set_bus (harness->element, bus);
  gst_harness_set_sink_caps_str (harness, out_caps);
  gst_harness_set_src_caps_str (harness, in_caps);
  result = run (harness, bus, frame, message, size);
  gst_element_set_bus (harness->element, NULL);
  gst_harness_teardown (harness);
  gst_object_unref (bus);
  return result;
}

size_t
colourshim_layout (const char *text, int64_t *offset, int64_t *stride)
{
  GstCaps *caps;
  GstVideoInfo info;
  gboolean known;

  gst_init (NULL, NULL);
  caps = gst_caps_from_string (text);
  known = caps && gst_video_info_from_caps (&info, caps);
  g_clear_pointer (&caps, gst_caps_unref);
  if (!known)
    return 0;
  for (int p = 0; p < 4; p++) {
    offset[p] = (int64_t) GST_VIDEO_INFO_PLANE_OFFSET (&info, p);
    stride[p] = GST_VIDEO_INFO_PLANE_STRIDE (&info, p);
  }
  return GST_VIDEO_INFO_SIZE (&info);
}
