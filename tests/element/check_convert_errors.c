/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What alignconvert cannot do is one sentence on the bus, and not final. */
#include <string.h>

#include "converter.h"

#define IN "video/x-raw,format=I420,width=24,height=16,framerate=25/1,colorimetry=bt601"
#define RGB "video/x-raw,format=RGB"

static void
assert_one_error (Scene *converter, const gchar *begin)
{
  g_autofree gchar *text = scene_one_error (converter, begin);

  g_assert_true (g_str_has_suffix (text, "."));
}

static void
assert_refused (Scene *converter, GstFlowReturn flow, const gchar *begin)
{
  const GstVideoInfo info = info_of (IN);

  for (gint i = 0; i < 2; i++)
    g_assert_cmpint (gst_harness_push (converter->harness, noise_frame (&info, 1)), ==, flow);
  assert_one_error (converter, begin);
}

/* Downstream changes its mind while frames flow, twice. */
static void
test_later_refusal (void)
{
  const GstVideoInfo info = info_of (IN);
  Scene converter = converter_new (NULL, IN, RGB);

  for (gint i = 0; i < 2; i++) {
    gst_buffer_unref (scene_scale (&converter, noise_frame (&info, 1)));
    gst_harness_set_sink_caps_str (converter.harness, "video/x-raw,format=RGB,width=9");
    assert_refused (&converter, GST_FLOW_NOT_NEGOTIATED, "Frames of video/x-raw");
    gst_harness_set_sink_caps_str (converter.harness, RGB);
  }
  gst_buffer_unref (scene_scale (&converter, noise_frame (&info, 1)));
  scene_free (&converter);
}

static void
test_caps_outside (void)
{
  static const struct {
    const gchar *caps, *begin;
  } cases[] = {
    { "video/x-raw,format=GRAY8,width=24,height=16,framerate=25/1", "Frames of video/x-raw" },
    { "video/x-raw,format=I420,width=40000,height=16,framerate=25/1", "Frames of video/x-raw" },
    { "video/x-raw,format=I420,width=24,framerate=25/1",
        "Frames of video/x-raw, format=(string)I420, width=(int)24, framerate=(fraction)25/1 "
        "cannot be converted: their caps lack a height. Let the element or the caps filter "
        "upstream name it." },
    { "video/x-bayer,format=bggr,width=24,height=16,framerate=25/1", "Frames of video/x-bayer" },
  };
  const GstVideoInfo info = info_of (IN);
  Scene converter = converter_new (NULL, NULL, RGB);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    gst_harness_set_src_caps_str (converter.harness, cases[i].caps);
    assert_one_error (&converter, cases[i].begin);
  }
  gst_harness_set_src_caps_str (converter.harness, IN);
  gst_buffer_unref (scene_scale (&converter, noise_frame (&info, 1)));
  scene_free (&converter);
}

static void
test_frame_without_caps (void)
{
  const GstVideoInfo info = info_of (IN);
  Scene converter = converter_new (NULL, NULL, RGB);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (converter.harness, gst_event_new_stream_start ("test"));
  gst_harness_push_event (converter.harness, gst_event_new_segment (&segment));
  g_assert_cmpint (
      gst_harness_push (converter.harness, noise_frame (&info, 1)), ==, GST_FLOW_NOT_NEGOTIATED);
  assert_one_error (&converter, "A frame came before any caps");
  scene_free (&converter);
}

static void
test_flushing (void)
{
  Scene converter = converter_new (NULL, NULL, "video/x-raw,format=I420");
  g_autoptr (GstCaps) caps = gst_caps_from_string (IN);

  scene_flush_at_caps_query (&converter);
  gst_harness_push_event (converter.harness, gst_event_new_stream_start ("test"));
  gst_harness_push_event (converter.harness, gst_event_new_caps (caps));
  g_assert_cmpint (scene_count (&converter, GST_MESSAGE_ERROR), ==, 0);
  scene_free (&converter);
}

static void
test_unlinked (void)
{
  const GstVideoInfo info = info_of (IN);
  Scene converter = converter_new (NULL, IN, RGB);
  GstPad *src = gst_element_get_static_pad (converter.element, "src");

  gst_buffer_unref (scene_scale (&converter, noise_frame (&info, 1)));
  gst_pad_unlink (src, converter.harness->sinkpad);
  assert_refused (&converter, GST_FLOW_NOT_LINKED, "Nothing is linked to the src pad");
  gst_object_unref (src);
  scene_free (&converter);
}

/* R'G'B' passes where its caps say less than those that go out: no frame rate, which an appsrc's
 * often lack. */
static void
test_passing_to_more (void)
{
  static const gchar *const caps = "video/x-raw,format=RGB,width=24,height=16";
  static const gchar *const out[] = { RGB, "video/x-raw,format=RGB,pixel-aspect-ratio=1/1" };
  const GstVideoInfo info = info_of (caps);

  for (gsize i = 0; i < G_N_ELEMENTS (out); i++) {
    Scene converter = converter_new (NULL, caps, out[i]);
    GstBuffer *frame = noise_frame (&info, 1);
    g_autoptr (GstBuffer) passed = scene_scale (&converter, gst_buffer_ref (frame));

    g_assert_true (passed == frame);
    gst_buffer_unref (frame);
    scene_free (&converter);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/convert/downstream that refuses later is an error", test_later_refusal);
  g_test_add_func ("/convert/caps outside of the template are an error", test_caps_outside);
  g_test_add_func ("/convert/a frame without caps is an error", test_frame_without_caps);
  g_test_add_func ("/convert/flushing pads are no error", test_flushing);
  g_test_add_func ("/convert/a missing downstream is an error", test_unlinked);
  g_test_add_func ("/convert/R'G'B' passes to caps that say more", test_passing_to_more);
  return g_test_run ();
}
