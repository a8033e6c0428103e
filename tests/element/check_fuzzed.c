/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What fuzzing has found, as tests that say what is right. */
#include <string.h>

#include "scene.h"

#define IN "video/x-raw,format=I420,width=24,height=16,framerate=25/1"
#define OUT "video/x-raw,format=I420,width=40,height=10,framerate=25/1"

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
assert_needs_memory (const gchar *element, const gchar *out, const gchar *begin)
{
  const GstVideoInfo in = info_of (IN);
  GstAllocator *allocator = gst_object_ref_sink (g_object_new (no_allocator_get_type (), NULL));
  Scene scene = scene_new_of (element, NULL, NULL, out);

  gst_pad_add_probe (scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, offer_allocator,
      allocator, NULL);
  gst_harness_set_src_caps_str (scene.harness, IN);
  g_assert_cmpint (gst_harness_push (scene.harness, noise_frame (&in, 1)), ==, GST_FLOW_ERROR);
  g_free (scene_one_error (&scene, begin));
  scene_free (&scene);
  gst_object_unref (allocator);
}

static void
memory_that_is_not_given_is_an_error (void)
{
  assert_needs_memory ("alignscale", OUT, "Downstream provides no memory for frames of 40x10 I420");
  assert_needs_memory ("alignconvert", "video/x-raw,format=RGB",
      "Downstream provides no memory for frames of 24x16 RGB");
}

/* ---- pools that take no configuration ---- */

typedef GstBufferPool NoPool;
typedef GstBufferPoolClass NoPoolClass;

GType no_pool_get_type (void);
G_DEFINE_TYPE (NoPool, no_pool, GST_TYPE_BUFFER_POOL)

static gboolean
refuse_config (GstBufferPool *pool, GstStructure *config)
{
  (void) pool;
  (void) config;
  return FALSE;
}

static void
no_pool_class_init (NoPoolClass *klass)
{
  klass->set_config = refuse_config;
}

static void
no_pool_init (NoPool *self)
{
  (void) self;
}

static GstPadProbeReturn
offer_pool (GstPad *pad, GstPadProbeInfo *info, gpointer pool)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  (void) pad;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_query_add_allocation_pool (query, pool, 1000, 2, 0);
  return GST_PAD_PROBE_HANDLED;
}

/* The base class says so. It is not tried again, and caps are not blamed. That of GStreamer 1.28
 * may take a pool of its own instead. */
static void
a_pool_that_cannot_be_used_is_one_error (void)
{
  const GstVideoInfo in = info_of (IN);
  GstBufferPool *pool = gst_object_ref_sink (g_object_new (no_pool_get_type (), NULL));
  Scene scene = scene_new (NULL, NULL, OUT);
  GstFlowReturn flow;

  gst_pad_add_probe (
      scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, offer_pool, pool, NULL);
  gst_harness_set_src_caps_str (scene.harness, IN);
  flow = gst_harness_push (scene.harness, noise_frame (&in, 1));
  if (flow != GST_FLOW_OK)
    g_free (scene_one_error (&scene, "Failed to configure the buffer pool"));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
  scene_free (&scene);
  gst_object_unref (pool);
}

/* ---- caps that leave out what downstream asks for ---- */

#define FRAMES(format) "video/x-raw,format=" format ",width=12,height=8,framerate=25/1"
#define GRAY FRAMES ("GRAY8")
#define RGB FRAMES ("RGB")

static const struct {
  const gchar *element, *in;
} progressive[] = {
  { "alignscale", RGB },
  { "alignconvert", RGB },
  { "alignconvert", FRAMES ("I420") },
};

/* One picture in a buffer is not two, and its rows are of one moment. */
static void
pictures_that_are_not_there_are_an_error (void)
{
  static const gchar *const wanted[] = { RGB ",interlace-mode=fields",
    RGB ",interlace-mode=interleaved", RGB ",interlace-mode=mixed", RGB ",views=2",
    RGB ",views=3,multiview-mode=separated" };

  for (gsize k = 0; k < G_N_ELEMENTS (progressive); k++) {
    const GstVideoInfo in = info_of (progressive[k].in);

    for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++) {
      Scene scene = scene_new_of (progressive[k].element, NULL, NULL, wanted[i]);

      gst_harness_set_src_caps_str (scene.harness, progressive[k].in);
      g_assert_cmpint (
          gst_harness_push (scene.harness, noise_frame (&in, 1)), ==, GST_FLOW_NOT_NEGOTIATED);
      g_free (
          scene_one_error (&scene, "Downstream asks for an interlace-mode or a number of views"));
      scene_free (&scene);
    }
  }
}

static void
progressive_frames_stay_so_where_they_may (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (progressive); k++) {
    const GstVideoInfo in = info_of (progressive[k].in);
    Scene scene = scene_new_of (progressive[k].element, NULL, progressive[k].in,
        RGB ",interlace-mode=(string){ interleaved, progressive }");

    gst_buffer_unref (scene_scale (&scene, noise_frame (&in, 1)));
    g_assert_cmpint (scene_info (&scene).interlace_mode, ==, GST_VIDEO_INTERLACE_MODE_PROGRESSIVE);
    scene_free (&scene);
  }
}

/* ---- a size that changes while passthrough does ---- */

static GstPadProbeReturn
drop_reconfigure (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  (void) pad;
  (void) unused;
  return GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_RECONFIGURE
             ? GST_PAD_PROBE_DROP
             : GST_PAD_PROBE_OK;
}

static GstBuffer *
cropped (const GstVideoInfo *info)
{
  GstBuffer *frame = noise_frame (info, 1);
  GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta (frame);

  crop->x = crop->y = 2;
  crop->width = crop->height = 4;
  return frame;
}

/* Frames would pass as soon as none is cropped; downstream has changed its caps until then, and has
 * not said so. */
static void
a_size_that_changes_with_passthrough_is_taken (void)
{
  const GstVideoInfo info = info_of (GRAY);
  Scene scene = scene_new (NULL, GRAY, NULL);
  GstCaps *wanted = gst_caps_from_string ("video/x-raw,width=13,height=28");

  gst_buffer_unref (scene_scale (&scene, cropped (&info)));
  gst_pad_add_probe (
      scene.harness->sinkpad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, drop_reconfigure, NULL, NULL);
  gst_harness_set_sink_caps (scene.harness, wanted);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 2)));
  g_assert_cmpint (scene_info (&scene).width, ==, 13);
  g_assert_cmpint (scene_info (&scene).height, ==, 28);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 3)));
  scene_free (&scene);
}

/* ---- a restart ---- */

/* What passed before passes no frame without caps. */
static void
caps_come_first_after_a_restart (void)
{
  const GstVideoInfo info = info_of (GRAY);
  Scene scene = scene_new (NULL, GRAY, GRAY);
  GstPad *sinkpad = scene.element->sinkpads->data;
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  gst_element_set_state (scene.element, GST_STATE_READY);
  gst_element_set_state (scene.element, GST_STATE_PLAYING);
  g_object_set (scene.element, "crop-left", 3, NULL);
  gst_pad_send_event (sinkpad, gst_event_new_stream_start ("again"));
  gst_pad_send_event (sinkpad, gst_event_new_segment (&segment));
  g_assert_cmpint (gst_pad_chain (sinkpad, noise_frame (&info, 2)), ==, GST_FLOW_NOT_NEGOTIATED);
  g_free (scene_one_error (&scene, "A frame came before any caps"));
  scene_free (&scene);
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

/* Downstream may want room of any size in front of a tensor, whose values are floats all the same.
 */
static void
a_prefix_does_not_shift_floats (void)
{
  const gchar *in = "video/x-raw,format=GRAY8,width=24,height=16,framerate=25/1";
  const GstVideoInfo info = info_of (in);
  Scene scene = scene_new_of ("aligntensor", NULL, NULL, NULL);
  GstBuffer *result;
  GstMapInfo map;

  gst_pad_add_probe (
      scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, ask_for_prefix, NULL, NULL);
  gst_harness_set_src_caps_str (scene.harness, in);
  result = scene_scale (&scene, noise_frame (&info, 1));
  g_assert_true (gst_buffer_map (result, &map, GST_MAP_READ));
  g_assert_cmpuint ((gsize) map.data % sizeof (gfloat), ==, 0);
  gst_buffer_unmap (result, &map);
  gst_buffer_unref (result);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func (
      "/fuzzed/memory that is not given is an error", memory_that_is_not_given_is_an_error);
  g_test_add_func (
      "/fuzzed/a pool that cannot be used is one error", a_pool_that_cannot_be_used_is_one_error);
  g_test_add_func (
      "/fuzzed/pictures that are not there are an error", pictures_that_are_not_there_are_an_error);
  g_test_add_func ("/fuzzed/progressive frames stay so where they may",
      progressive_frames_stay_so_where_they_may);
  g_test_add_func ("/fuzzed/a size that changes with passthrough is taken",
      a_size_that_changes_with_passthrough_is_taken);
  g_test_add_func ("/fuzzed/caps come first after a restart", caps_come_first_after_a_restart);
  g_test_add_func ("/fuzzed/a prefix stays in front", a_prefix_stays_in_front);
  g_test_add_func ("/fuzzed/a prefix does not shift floats", a_prefix_does_not_shift_floats);
  return g_test_run ();
}
