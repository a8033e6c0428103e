/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_pools.h"

#include "element_frames.h"
#include "element_memory.h"

/* How a buffer pool behaves. */
typedef enum {
  POOL_SOUND,
  POOL_SHORT,
  POOL_BROKEN_META,
  POOL_NO_META,
  POOL_READ_ONLY,
  POOL_EMPTY_BUFFER,
  POOL_REFUSES_CONFIG,
  POOL_CHANGES_CONFIG,
  POOL_FAILS,
  POOL_FLUSHES,
  POOL_ENDS,
  POOL_DOES_NOT_START,
  N_POOLS
} PoolKind;

/* What an allocation query is answered with, bits of Downstream.memory. */
enum {
  MEMORY_POOL = 1,      /* a pool of a kind */
  MEMORY_ALLOCATOR = 2, /* an allocator of a kind */
  MEMORY_PARAMS = 4,    /* odd parameters */
  MEMORY_METAS = 8,     /* GstVideoMeta and crop are taken */
  MEMORY_NONE = 16      /* the query fails */
};
#define POOL_KIND(memory) ((PoolKind) ((memory) >> 8 & 15))
#define ALLOCATOR_KIND(memory) ((AllocatorKind) ((memory) >> 12 & 3))

typedef struct {
  GstBufferPool parent;
  PoolKind kind;
  GstVideoInfo info;
  gboolean info_read, changed;
} FuzzPool;
typedef GstBufferPoolClass FuzzPoolClass;

GType fuzz_pool_get_type (void);
G_DEFINE_TYPE (FuzzPool, fuzz_pool, GST_TYPE_BUFFER_POOL)

static GstFlowReturn last_flow;

static const gchar **
get_options (GstBufferPool *pool)
{
  static const gchar *options[] = { GST_BUFFER_POOL_OPTION_VIDEO_META, NULL };

  (void) pool;
  return options;
}

static gboolean
set_config (GstBufferPool *pool, GstStructure *config)
{
  FuzzPool *self = (FuzzPool *) pool;
  GstCaps *caps;
  guint size, min, max;
  gboolean changes;

  if (self->kind == POOL_REFUSES_CONFIG
      || !gst_buffer_pool_config_get_params (config, &caps, &size, &min, &max))
    return FALSE;
  self->info_read = caps != NULL && gst_video_info_from_caps (&self->info, caps);
  /* as GStreamer's pools do: no to what is asked for, and yes to what they say instead */
  changes = self->kind == POOL_CHANGES_CONFIG && !self->changed;
  self->changed |= changes;
  if (changes)
    gst_buffer_pool_config_set_params (config, caps, size + 64, min + 1, max);
  return GST_BUFFER_POOL_CLASS (fuzz_pool_parent_class)->set_config (pool, config) && !changes;
}

static FrameLayout
layout_of (PoolKind kind)
{
  switch (kind) {
  case POOL_SHORT:
    return FRAME_SHORT;
  case POOL_BROKEN_META:
    return FRAME_BROKEN_META;
  case POOL_NO_META:
    return FRAME_PLAIN;
  case POOL_READ_ONLY:
    return FRAME_READ_ONLY;
  case POOL_EMPTY_BUFFER:
    return FRAME_EMPTY;
  default:
    return FRAME_ANYWHERE;
  }
}

static GstFlowReturn
alloc_buffer (GstBufferPool *pool, GstBuffer **buffer, GstBufferPoolAcquireParams *params)
{
  FuzzPool *self = (FuzzPool *) pool;

  (void) params;
  if (self->kind == POOL_FAILS || !self->info_read)
    return GST_FLOW_ERROR;
  *buffer = frame_to_write (&the_world->bytes, &self->info, layout_of (self->kind));
  return GST_FLOW_OK;
}

static GstFlowReturn
acquire_buffer (GstBufferPool *pool, GstBuffer **buffer, GstBufferPoolAcquireParams *params)
{
  const PoolKind kind = ((FuzzPool *) pool)->kind;
  GstFlowReturn flow;

  if (kind == POOL_FLUSHES || kind == POOL_ENDS)
    flow = kind == POOL_ENDS ? GST_FLOW_EOS : GST_FLOW_FLUSHING;
  else
    flow = GST_BUFFER_POOL_CLASS (fuzz_pool_parent_class)->acquire_buffer (pool, buffer, params);
  last_flow = flow;
  return flow;
}

/* Each buffer is another one: the base class would resize it to what was configured. */
static void
reset_buffer (GstBufferPool *pool, GstBuffer *buffer)
{
  (void) pool;
  GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_TAG_MEMORY);
}

static gboolean
start (GstBufferPool *pool)
{
  return ((FuzzPool *) pool)->kind != POOL_DOES_NOT_START
         && GST_BUFFER_POOL_CLASS (fuzz_pool_parent_class)->start (pool);
}

static void
fuzz_pool_class_init (FuzzPoolClass *klass)
{
  klass->get_options = get_options;
  klass->set_config = set_config;
  klass->alloc_buffer = alloc_buffer;
  klass->acquire_buffer = acquire_buffer;
  klass->reset_buffer = reset_buffer;
  klass->start = start;
}

static void
fuzz_pool_init (FuzzPool *self)
{
  self->kind = POOL_SOUND;
}

/* ---- allocation queries ---- */

void
pools_choose_memory (World *world)
{
  FuzzInput *bytes = &world->bytes;
  guint memory = fuzz_byte (bytes) & 31;

  if (memory & MEMORY_NONE && bytes_below (bytes, 4) != 0)
    memory &= ~(guint) MEMORY_NONE;
  if (memory & MEMORY_POOL && bytes_chance (bytes, 2))
    memory |= bytes_below (bytes, N_POOLS) << 8;
  if (memory & MEMORY_ALLOCATOR && bytes_chance (bytes, 4))
    memory |= bytes_below (bytes, N_ALLOCATORS) << 12;
  world->down.memory = memory;
  say ("downstream's memory: %s%s%s%s%s, pool %u, allocator %u",
      memory & MEMORY_NONE ? "none " : "", memory & MEMORY_POOL ? "pool " : "",
      memory & MEMORY_ALLOCATOR ? "allocator " : "", memory & MEMORY_PARAMS ? "parameters " : "",
      memory & MEMORY_METAS ? "metas" : "", POOL_KIND (memory), ALLOCATOR_KIND (memory));
}

/* Where a pool refuses what it is asked for, GstBaseTransform keeps the allocator for ever. */
static void
add_allocator (World *world, GstQuery *query, guint memory)
{
  const gboolean leaks = memory & MEMORY_POOL && POOL_KIND (memory) == POOL_REFUSES_CONFIG;
  GstAllocator *allocator =
      memory & MEMORY_ALLOCATOR && !leaks ? allocator_new (ALLOCATOR_KIND (memory)) : NULL;
  GstAllocationParams params;

  gst_allocation_params_init (&params);
  if (memory & MEMORY_PARAMS) {
    static const gsize aligns[] = { 0, 1, 15, 63, 127, 4095, 5, 1000 };

    params.align = aligns[bytes_below (&world->bytes, G_N_ELEMENTS (aligns))];
    params.prefix = bytes_below (&world->bytes, 100);
    params.padding = bytes_below (&world->bytes, 100);
  }
  gst_query_add_allocation_param (query, allocator, &params);
  if (allocator != NULL)
    gst_object_unref (allocator);
}

static void
add_pool (World *world, GstQuery *query, guint memory)
{
  FuzzPool *pool = g_object_new (fuzz_pool_get_type (), NULL);
  GstVideoInfo info;
  GstCaps *caps;
  guint size = 64;

  gst_object_ref_sink (pool);
  pool->kind = POOL_KIND (memory);
  gst_query_parse_allocation (query, &caps, NULL);
  if (caps != NULL && gst_video_info_from_caps (&info, caps))
    size = (guint) info.size;
  if (bytes_chance (&world->bytes, 16))
    size = fuzz_byte (&world->bytes);
  gst_query_add_allocation_pool (
      query, GST_BUFFER_POOL (pool), MAX (size, 1), bytes_below (&world->bytes, 3), 0);
  gst_object_unref (pool);
}

gboolean
pools_answer (World *world, GstQuery *query)
{
  const guint memory = world->down.memory;

  if (memory & MEMORY_NONE)
    return FALSE;
  if (memory & (MEMORY_ALLOCATOR | MEMORY_PARAMS))
    add_allocator (world, query, memory);
  if (memory & MEMORY_POOL)
    add_pool (world, query, memory);
  if (memory & MEMORY_METAS) {
    gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
    if (bytes_chance (&world->bytes, 2))
      gst_query_add_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
  }
  return TRUE;
}

gboolean
pools_are_sound (const World *world)
{
  const guint memory = world->down.memory;

  /* a pool of several pictures is the element's own, but takes the allocator */
  return (POOL_KIND (memory) == POOL_SOUND || POOL_KIND (memory) == POOL_CHANGES_CONFIG)
         && ALLOCATOR_KIND (memory) == ALLOCATOR_SOUND;
}

GstFlowReturn
pools_last_flow (void)
{
  const GstFlowReturn flow = last_flow;

  last_flow = GST_FLOW_OK;
  return flow;
}
