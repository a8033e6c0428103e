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

/* ---- memory with a prefix ---- */

#define FIELDS_IN "video/x-raw,format=GRAY8,width=24,height=16,framerate=25/1,interlace-mode=fields"
#define FIELDS_OUT                                                                                 \
  "video/x-raw,format=GRAY8,width=40,height=10,framerate=25/1,interlace-mode=fields"

static GstPadProbeReturn
ask_for_prefix (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  GstAllocationParams params;

  (void) pad;
  (void) unused;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_allocation_params_init (&params);
  params.prefix = 42;
  params.padding = 5;
  gst_query_add_allocation_param (query, NULL, &params);
  return GST_PAD_PROBE_HANDLED;
}

/* A flat frame whose fields are two memories. */
static GstBuffer *
two_fields (guint8 level)
{
  const gsize size = 24 * 8;
  GstBuffer *frame = gst_buffer_new ();

  for (gint id = 0; id < 2; id++) {
    gsize offset[GST_VIDEO_MAX_PLANES] = { (gsize) id * size };
    gint stride[GST_VIDEO_MAX_PLANES] = { 24 };

    gst_buffer_append_memory (frame, gst_allocator_alloc (NULL, size, NULL));
    gst_buffer_add_video_meta_full (
        frame, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_GRAY8, 24, 16, 1, offset, stride)
        ->id = id;
  }
  gst_buffer_memset (frame, 0, level, G_MAXSIZE);
  return frame;
}

/* Memory that is used again still has its pictures where its metas say. */
static void
a_prefix_stays_in_front (void)
{
  Scene scene = scene_new (NULL, NULL, FIELDS_OUT);

  gst_pad_add_probe (
      scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, ask_for_prefix, NULL, NULL);
  gst_harness_set_src_caps_str (scene.harness, FIELDS_IN);
  for (guint8 level = 10; level < 14; level++) {
    GstBuffer *result = scene_scale (&scene, two_fields (level));

    g_assert_cmpuint (gst_buffer_n_memory (result), ==, 2);
    for (guint id = 0; id < 2; id++) {
      GstMapInfo map;

      g_assert_true (gst_memory_map (gst_buffer_peek_memory (result, id), &map, GST_MAP_READ));
      g_assert_cmpuint (map.size, >=, 40 * 5);
      for (gsize i = 0; i < 40 * 5; i++)
        g_assert_cmpuint (map.data[i], ==, level);
      gst_memory_unmap (gst_buffer_peek_memory (result, id), &map);
    }
    gst_buffer_unref (result);
  }
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func (
      "/fuzzed/memory that is not given is an error", memory_that_is_not_given_is_an_error);
  g_test_add_func ("/fuzzed/a prefix stays in front", a_prefix_stays_in_front);
  return g_test_run ();
}
