/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory as drivers hand it out: mapped their own way, for one direction only, from pools of
 * theirs. */
#include "plan.h"
#include "scene.h"

#define IN "video/x-raw,format=I420,width=38,height=22,framerate=25/1"
#define OUT "video/x-raw,format=I420,width=60,height=18,framerate=25/1"

/* ---- metas that map ---- */

static gint n_mapped, n_unmapped;

/* Planes lie in a block that the buffer knows nothing of: its rows from the last to the first. */
static gboolean
map_block (GstVideoMeta *meta, guint plane, GstMapInfo *info, gpointer *data, gint *stride,
    GstMapFlags flags)
{
  guint8 *block = gst_mini_object_get_qdata (
      GST_MINI_OBJECT (meta->buffer), g_quark_from_static_string ("block"));
  const gint rows = ((gint) meta->height + (plane > 0)) / (plane > 0 ? 2 : 1);

  *info = (GstMapInfo){ .flags = flags };
  *stride = -meta->stride[plane];
  *data = block + meta->offset[plane] + (rows - 1) * meta->stride[plane];
  n_mapped++;
  return TRUE;
}

static gboolean
unmap_block (GstVideoMeta *meta, guint plane, GstMapInfo *info)
{
  (void) meta;
  (void) plane;
  (void) info;
  n_unmapped++;
  return TRUE;
}

static GstBuffer *
block_frame (const GstVideoInfo *info)
{
  GstBuffer *buffer = gst_buffer_new ();
  GstVideoMeta *meta = gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE,
      GST_VIDEO_INFO_FORMAT (info), (guint) info->width, (guint) info->height,
      GST_VIDEO_INFO_N_PLANES (info), (gsize *) info->offset, (gint *) info->stride);

  meta->map = map_block;
  meta->unmap = unmap_block;
  gst_mini_object_set_qdata (GST_MINI_OBJECT (buffer), g_quark_from_static_string ("block"),
      g_malloc0 (GST_VIDEO_INFO_SIZE (info)), g_free);
  return buffer;
}

static void
metas_may_map_their_own_way (void)
{
  const GstVideoInfo in = info_of (IN), out = info_of (OUT);
  const GstAlignScaleSettings settings = { .method = RSZ_METHOD_BICUBIC, .n_threads = 2 };
  GstBuffer *frame = noise_frame (&in, 4),
            *expected = scale_once ("method=bicubic", IN, OUT, frame);
  GstBuffer *from = block_frame (&in), *to = block_frame (&out);
  gchar message[RSZ_MESSAGE_SIZE], *text = NULL;
  GstAlignScaleFraming framing;
  GstAlignScalePlan plan;

  copy_picture (&in, from, frame);
  gst_align_scale_framing_init (&framing, &in, &out, &settings, NULL);
  g_assert_true (gst_align_scale_plan_init (&plan, &in, &out, &framing, &settings, message));
  n_mapped = n_unmapped = 0;
  g_assert_true (gst_align_scale_plan_run (&plan, NULL, from, to, &text));
  g_assert_cmpint (n_mapped, ==, 6);
  g_assert_cmpint (n_unmapped, ==, 6);
  gst_align_scale_plan_finish (&plan);
  g_assert_true (same_picture (&out, expected, to));
  gst_buffer_unref (to);
  gst_buffer_unref (from);
  gst_buffer_unref (expected);
  gst_buffer_unref (frame);
}

/* ---- memory that maps in one direction ---- */

typedef struct {
  GstAllocator parent;
  GstMapFlags refused;
} OneWayAllocator;
typedef GstAllocatorClass OneWayAllocatorClass;

GType one_way_allocator_get_type (void);
G_DEFINE_TYPE (OneWayAllocator, one_way_allocator, GST_TYPE_ALLOCATOR)

typedef struct {
  GstMemory parent;
  guint8 *data;
} OneWayMemory;

static GstMemory *
one_way_alloc (GstAllocator *allocator, gsize size, GstAllocationParams *params)
{
  OneWayMemory *memory = g_new0 (OneWayMemory, 1);

  (void) params;
  memory->data = g_malloc0 (size);
  gst_memory_init (GST_MEMORY_CAST (memory), (GstMemoryFlags) 0, allocator, NULL, size, 0, 0, size);
  return GST_MEMORY_CAST (memory);
}

static void
one_way_free (GstAllocator *allocator, GstMemory *memory)
{
  (void) allocator;
  g_free (((OneWayMemory *) memory)->data);
  g_free (memory);
}

static gpointer
one_way_map (GstMemory *memory, gsize size, GstMapFlags flags)
{
  (void) size;
  return flags & ((OneWayAllocator *) memory->allocator)->refused ? NULL
                                                                  : ((OneWayMemory *) memory)->data;
}

static void
one_way_unmap (GstMemory *memory)
{
  (void) memory;
}

static void
one_way_allocator_class_init (OneWayAllocatorClass *klass)
{
  klass->alloc = one_way_alloc;
  klass->free = one_way_free;
}

static void
one_way_allocator_init (OneWayAllocator *self)
{
  GST_ALLOCATOR (self)->mem_type = "one-way";
  GST_ALLOCATOR (self)->mem_map = one_way_map;
  GST_ALLOCATOR (self)->mem_unmap = one_way_unmap;
  GST_OBJECT_FLAG_SET (self, GST_ALLOCATOR_FLAG_CUSTOM_ALLOC);
}

static GstAllocator *
one_way_new (GstMapFlags refused)
{
  OneWayAllocator *allocator = g_object_new (one_way_allocator_get_type (), NULL);

  gst_object_ref_sink (allocator);
  allocator->refused = refused;
  return GST_ALLOCATOR (allocator);
}

/* A frame in such memory; zeros where it cannot be written. */
static GstBuffer *
one_way_frame (GstAllocator *allocator, GstBuffer *frame)
{
  GstMemory *memory = gst_allocator_alloc (allocator, gst_buffer_get_size (frame), NULL);
  GstBuffer *result = gst_buffer_new ();

  gst_buffer_extract (frame, 0, ((OneWayMemory *) memory)->data, G_MAXSIZE);
  gst_buffer_append_memory (result, memory);
  return result;
}

static void
memory_that_refuses_writes_is_read (void)
{
  const GstVideoInfo in = info_of (IN), out = info_of (OUT);
  GstAllocator *allocator = one_way_new (GST_MAP_WRITE);
  GstBuffer *frame = noise_frame (&in, 4), *expected = scale_once (NULL, IN, OUT, frame);
  GstBuffer *locked = one_way_frame (allocator, frame),
            *result = scale_once (NULL, IN, OUT, locked);

  g_assert_true (same_picture (&out, expected, result));
  gst_buffer_unref (result);
  gst_buffer_unref (locked);
  gst_buffer_unref (expected);
  gst_buffer_unref (frame);
  gst_object_unref (allocator);
}

static void
assert_error (Scene *scene, const gchar *begin)
{
  gchar *text = scene_text (scene, GST_MESSAGE_ERROR);

  g_assert_nonnull (text);
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, begin));
  g_free (text);
  g_assert_cmpint (scene_count (scene, GST_MESSAGE_ERROR), ==, 0);
}

static void
memory_that_refuses_reads_is_an_error (void)
{
  const GstVideoInfo in = info_of (IN);
  GstAllocator *allocator = one_way_new (GST_MAP_READ);
  Scene scene = scene_new (NULL, IN, OUT);
  GstBuffer *frame = noise_frame (&in, 4), *locked = one_way_frame (allocator, frame);

  g_assert_cmpint (gst_harness_push (scene.harness, locked), ==, GST_FLOW_ERROR);
  g_assert_null (gst_harness_try_pull (scene.harness));
  assert_error (&scene, "The memory of a frame of 38x22 ");
  /* the next one is scaled */
  gst_buffer_unref (scene_scale (&scene, frame));
  scene_free (&scene);
  gst_object_unref (allocator);
}

/* ---- memory of downstream's ---- */

typedef struct {
  GstBufferPool *pool;
  guint size;
  GstAllocator *allocator;
} Offer;

static GstPadProbeReturn
answer (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  const Offer *offer = data;
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  (void) pad;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  if (offer->pool != NULL)
    gst_query_add_allocation_pool (query, offer->pool, offer->size, 2, 0);
  if (offer->allocator != NULL)
    gst_query_add_allocation_param (query, offer->allocator, NULL);
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  return GST_PAD_PROBE_HANDLED;
}

/* An element between IN and OUT whose downstream answers so. */
static Scene
scene_with_memory (const Offer *offer)
{
  Scene scene = scene_new (NULL, NULL, OUT);

  gst_pad_add_probe (
      scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, answer, (gpointer) offer, NULL);
  gst_harness_set_src_caps_str (scene.harness, IN);
  return scene;
}

/* GStreamer copies memory it cannot map for writing, if that can be read. */
static void
output_that_cannot_be_mapped_is_an_error (void)
{
  const GstVideoInfo in = info_of (IN), out = info_of (OUT);
  const Offer no_writes = { NULL, 0, one_way_new (GST_MAP_WRITE) };
  const Offer none = { NULL, 0, one_way_new ((GstMapFlags) (GST_MAP_WRITE | GST_MAP_READ)) };
  GstBuffer *frame = noise_frame (&in, 4), *expected = scale_once (NULL, IN, OUT, frame), *result;
  Scene scene = scene_with_memory (&no_writes);

  result = scene_scale (&scene, gst_buffer_ref (frame));
  g_assert_true (same_picture (&out, expected, result));
  gst_buffer_unref (result);
  gst_buffer_unref (expected);
  scene_free (&scene);

  scene = scene_with_memory (&none);
  g_assert_cmpint (gst_harness_push (scene.harness, frame), ==, GST_FLOW_ERROR);
  g_assert_null (gst_harness_try_pull (scene.harness));
  assert_error (&scene, "The memory downstream provides for frames of 60x18 I420");
  scene_free (&scene);
  gst_object_unref (no_writes.allocator);
  gst_object_unref (none.allocator);
}

/* Rows of its own length, and rows around the picture. */
static GstBufferPool *
padded_pool (const GstVideoInfo *info)
{
  GstBufferPool *pool = gst_video_buffer_pool_new ();
  GstStructure *config = gst_buffer_pool_get_config (pool);
  GstCaps *caps = gst_video_info_to_caps (info);
  GstVideoAlignment alignment;

  gst_video_alignment_reset (&alignment);
  alignment.padding_left = 16;
  alignment.padding_top = 4;
  alignment.padding_right = 10;
  alignment.padding_bottom = 6;
  gst_buffer_pool_config_set_params (config, caps, (guint) info->size, 2, 0);
  gst_buffer_pool_config_add_option (config, GST_BUFFER_POOL_OPTION_VIDEO_META);
  gst_buffer_pool_config_add_option (config, GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT);
  gst_buffer_pool_config_set_video_alignment (config, &alignment);
  g_assert_true (gst_buffer_pool_set_config (pool, config));
  gst_caps_unref (caps);
  return pool;
}

static void
downstreams_pool_is_written (void)
{
  const GstVideoInfo in = info_of (IN), out = info_of (OUT);
  const Offer offer = { padded_pool (&out), 8000, NULL };
  Scene scene = scene_with_memory (&offer);
  GstBuffer *frame = noise_frame (&in, 4), *expected = scale_once (NULL, IN, OUT, frame);

  for (gint i = 0; i < 5; i++) {
    GstBuffer *result = scene_scale (&scene, gst_buffer_ref (frame));
    GstVideoMeta *meta = gst_buffer_get_video_meta (result);

    g_assert_true (result->pool == offer.pool);
    g_assert_nonnull (meta);
    g_assert_cmpint (meta->stride[0], >=, 60 + 16 + 10);
    g_assert_cmpuint (meta->offset[0], >, 0);
    g_assert_true (same_picture (&out, expected, result));
    gst_buffer_unref (result);
  }
  gst_buffer_unref (expected);
  gst_buffer_unref (frame);
  scene_free (&scene);
  gst_object_unref (offer.pool);
}

/* Where nothing is to be done upstream writes into downstream's memory. */
static void
downstreams_pool_is_passed_on (void)
{
  const GstVideoInfo info = info_of (OUT);
  const Offer offer = { padded_pool (&info), 8000, NULL };
  Scene scene = scene_new (NULL, NULL, OUT);
  GstCaps *caps = gst_caps_from_string (OUT);
  GstQuery *query = gst_query_new_allocation (caps, TRUE);
  GstBufferPool *pool = NULL;
  guint size;

  gst_pad_add_probe (
      scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, answer, (gpointer) &offer, NULL);
  gst_harness_set_src_caps_str (scene.harness, OUT);
  g_assert_true (gst_pad_peer_query (scene.harness->srcpad, query));
  g_assert_cmpuint (gst_query_get_n_allocation_pools (query), ==, 1);
  gst_query_parse_nth_allocation_pool (query, 0, &pool, &size, NULL, NULL);
  g_assert_true (pool == offer.pool);
  g_assert_cmpuint (size, ==, 8000);
  gst_object_unref (pool);
  gst_query_unref (query);
  gst_caps_unref (caps);
  scene_free (&scene);
  gst_object_unref (offer.pool);
}

static void
a_pool_of_small_buffers_is_an_error (void)
{
  const GstVideoInfo in = info_of (IN);
  const Offer offer = { gst_buffer_pool_new (), 100, NULL };
  Scene scene = scene_with_memory (&offer);

  g_assert_cmpint (gst_harness_push (scene.harness, noise_frame (&in, 4)), ==, GST_FLOW_ERROR);
  g_assert_null (gst_harness_try_pull (scene.harness));
  assert_error (&scene, "The memory downstream provides for frames of 60x18 I420, 100 bytes");
  scene_free (&scene);
  gst_object_unref (offer.pool);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/hardware/metas may map their own way", metas_may_map_their_own_way);
  g_test_add_func (
      "/hardware/memory that refuses writes is read", memory_that_refuses_writes_is_read);
  g_test_add_func (
      "/hardware/memory that refuses reads is an error", memory_that_refuses_reads_is_an_error);
  g_test_add_func ("/hardware/output that cannot be mapped is an error",
      output_that_cannot_be_mapped_is_an_error);
  g_test_add_func ("/hardware/downstream's pool is written", downstreams_pool_is_written);
  g_test_add_func ("/hardware/downstream's pool is passed on", downstreams_pool_is_passed_on);
  g_test_add_func (
      "/hardware/a pool of small buffers is an error", a_pool_of_small_buffers_is_an_error);
  return g_test_run ();
}
