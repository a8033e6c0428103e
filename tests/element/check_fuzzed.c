/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What fuzzing has found, as tests that say what is right. */
#include <string.h>

#include "scene.h"

#define IN "video/x-raw,format=I420,width=24,height=16,framerate=25/1"
#define OUT "video/x-raw,format=I420,width=40,height=10,framerate=25/1"

static void
assert_one_error (Scene *scene, const gchar *begin)
{
  gchar *text = scene_text (scene, GST_MESSAGE_ERROR);

  g_assert_nonnull (text);
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, begin));
  g_free (text);
  g_assert_cmpint (scene_count (scene, GST_MESSAGE_ERROR), ==, 0);
}

/* ---- memory that downstream does not give ---- */

typedef GstAllocator NoAllocator;
typedef GstAllocatorClass NoAllocatorClass;

GType no_allocator_get_type (void);
G_DEFINE_TYPE (NoAllocator, no_allocator, GST_TYPE_ALLOCATOR)

static GstMemory *
allocate_nothing (GstAllocator *allocator, gsize size, GstAllocationParams *params)
{
  (void) allocator;
  (void) size;
  (void) params;
  return NULL;
}

static void
no_allocator_class_init (NoAllocatorClass *klass)
{
  klass->alloc = allocate_nothing;
}

static void
no_allocator_init (NoAllocator *self)
{
  GST_OBJECT_FLAG_SET (self, GST_ALLOCATOR_FLAG_CUSTOM_ALLOC);
}

static GstPadProbeReturn
offer_allocator (GstPad *pad, GstPadProbeInfo *info, gpointer allocator)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  (void) pad;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_query_add_allocation_param (query, allocator, NULL);
  return GST_PAD_PROBE_HANDLED;
}

static void
memory_that_is_not_given_is_an_error (void)
{
  const GstVideoInfo in = info_of (IN);
  GstAllocator *allocator = gst_object_ref_sink (g_object_new (no_allocator_get_type (), NULL));
  Scene scene = scene_new (NULL, NULL, OUT);

  gst_pad_add_probe (scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, offer_allocator,
      allocator, NULL);
  gst_harness_set_src_caps_str (scene.harness, IN);
  g_assert_cmpint (gst_harness_push (scene.harness, noise_frame (&in, 1)), ==, GST_FLOW_ERROR);
  assert_one_error (&scene, "Downstream provides no memory for frames of 40x10 I420");
  scene_free (&scene);
  gst_object_unref (allocator);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func (
      "/fuzzed/memory that is not given is an error", memory_that_is_not_given_is_an_error);
  return g_test_run ();
}
