/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "pictures.h"

#include <string.h>

#include "resizer.h"

/* ---- buffers of several pictures ---- */

gint
gst_align_scale_pictures_fields (const GstVideoInfo *info)
{
  return GST_VIDEO_INFO_INTERLACE_MODE (info) == GST_VIDEO_INTERLACE_MODE_FIELDS ? 2 : 1;
}

/* Views that are packed into one frame, or come in buffers of their own, are one picture. */
static gint
count_views (const GstVideoInfo *info)
{
  const GstVideoMultiviewMode mode = GST_VIDEO_INFO_MULTIVIEW_MODE (info);

  if (mode != GST_VIDEO_MULTIVIEW_MODE_SEPARATED && mode != GST_VIDEO_MULTIVIEW_MODE_NONE)
    return 1;
  return CLAMP (info->views, 1, GST_ALIGN_SCALE_MAX_VIEWS + 1);
}

gint
gst_align_scale_pictures_count (const GstVideoInfo *info)
{
  return count_views (info) * gst_align_scale_pictures_fields (info);
}

void
gst_align_scale_pictures_info (GstVideoInfo *one, const GstVideoInfo *info)
{
  GstVideoInfo field;

  *one = *info;
  if (gst_align_scale_pictures_fields (info) == 1)
    return;
  gst_video_info_set_interlaced_format (&field, GST_VIDEO_INFO_FORMAT (info),
      GST_VIDEO_INTERLACE_MODE_ALTERNATE, (guint) info->width, (guint) info->height);
  one->interlace_mode = GST_VIDEO_INTERLACE_MODE_ALTERNATE;
  one->size = field.size;
  memcpy (one->stride, field.stride, sizeof one->stride);
  memcpy (one->offset, field.offset, sizeof one->offset);
}

guint
gst_align_scale_pictures_size (const GstVideoInfo *info)
{
  GstVideoInfo one;
  guint64 size;

  gst_align_scale_pictures_info (&one, info);
  size = (guint64) one.size * (guint64) gst_align_scale_pictures_count (info);
  return count_views (info) > GST_ALIGN_SCALE_MAX_VIEWS || size > G_MAXUINT ? 0 : (guint) size;
}

/* Caps without these fields meet caps with any, but mean one progressive picture. */
const gchar *
gst_align_scale_pictures_refuse (const GstVideoInfo *in, const GstVideoInfo *out)
{
  if (count_views (in) == count_views (out)
      && GST_VIDEO_INFO_INTERLACE_MODE (in) == GST_VIDEO_INFO_INTERLACE_MODE (out))
    return NULL;
  return "Downstream asks for an interlace-mode or a number of views that the input's caps do not "
         "name. This element changes neither: put one that does behind it, or correct the caps.";
}

/* ---- pools ---- */

typedef struct {
  GstBufferPool parent;
  GstVideoInfo info;
  GstAllocator *allocator; /* NULL: the default one */
  GstAllocationParams params;
} GstAlignScalePicturesPool;

typedef GstBufferPoolClass GstAlignScalePicturesPoolClass;

GType gst_align_scale_pictures_pool_get_type (void);

G_DEFINE_TYPE (GstAlignScalePicturesPool, gst_align_scale_pictures_pool, GST_TYPE_BUFFER_POOL)

static const gchar **
get_options (GstBufferPool *pool)
{
  static const gchar *options[] = { GST_BUFFER_POOL_OPTION_VIDEO_META, NULL };
  return options;
}

static gboolean
set_config (GstBufferPool *pool, GstStructure *config)
{
  GstAlignScalePicturesPool *self = (GstAlignScalePicturesPool *) pool;
  GstAllocator *allocator = NULL;
  GstCaps *caps = NULL;
  guint min, max, size;

  if (!gst_buffer_pool_config_get_params (config, &caps, NULL, &min, &max) || caps == NULL
      || !gst_video_info_from_caps (&self->info, caps)
      || !gst_buffer_pool_config_get_allocator (config, &allocator, &self->params))
    return FALSE;
  size = gst_align_scale_pictures_size (&self->info);
  if (size == 0)
    return FALSE;
  gst_object_replace ((GstObject **) &self->allocator, (GstObject *) allocator);
  gst_buffer_pool_config_set_params (config, caps, size, min, max);
  return GST_BUFFER_POOL_CLASS (gst_align_scale_pictures_pool_parent_class)
      ->set_config (pool, config);
}

static void
add_picture (GstBuffer *buffer, GstMemory *memory, const GstVideoInfo *one, gint id)
{
  const gsize start = gst_buffer_get_size (buffer);
  gsize offset[GST_VIDEO_MAX_PLANES];
  GstVideoMeta *meta;

  for (guint p = 0; p < GST_VIDEO_MAX_PLANES; p++)
    offset[p] = start + one->offset[p];
  gst_buffer_append_memory (buffer, memory);
  meta = gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE,
      GST_VIDEO_INFO_FORMAT (one), (guint) one->width, (guint) one->height,
      GST_VIDEO_INFO_N_PLANES (one), offset, (gint *) one->stride);
  meta->id = id;
}

static GstFlowReturn
alloc_buffer (GstBufferPool *pool, GstBuffer **buffer, GstBufferPoolAcquireParams *params)
{
  GstAlignScalePicturesPool *self = (GstAlignScalePicturesPool *) pool;
  g_autoptr (GstBuffer) made = gst_buffer_new ();
  GstVideoInfo one;

  gst_align_scale_pictures_info (&one, &self->info);
  for (gint id = 0; id < gst_align_scale_pictures_count (&self->info); id++) {
    GstMemory *memory = gst_allocator_alloc (self->allocator, one.size, &self->params);

    if (memory == NULL)
      return GST_FLOW_ERROR;
    add_picture (made, memory, &one, id);
  }
  *buffer = g_steal_pointer (&made);
  return GST_FLOW_OK;
}

/* The base class would give the first memory its prefix, too, and take as many bytes from the
 * last. A buffer whose size somebody has changed is not used again. */
static void
reset_buffer (GstBufferPool *pool, GstBuffer *buffer)
{
  const GstVideoInfo *info = &((GstAlignScalePicturesPool *) pool)->info;
  const gboolean is_intact =
      !GST_BUFFER_FLAG_IS_SET (buffer, GST_BUFFER_FLAG_TAG_MEMORY)
      && gst_buffer_get_size (buffer) == gst_align_scale_pictures_size (info);

  GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_TAG_MEMORY);
  GST_BUFFER_POOL_CLASS (gst_align_scale_pictures_pool_parent_class)->reset_buffer (pool, buffer);
  if (is_intact)
    GST_BUFFER_FLAG_UNSET (buffer, GST_BUFFER_FLAG_TAG_MEMORY);
}

static void
finalize (GObject *object)
{
  gst_clear_object (&((GstAlignScalePicturesPool *) object)->allocator);
  G_OBJECT_CLASS (gst_align_scale_pictures_pool_parent_class)->finalize (object);
}

static void
gst_align_scale_pictures_pool_class_init (GstAlignScalePicturesPoolClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  klass->get_options = get_options;
  klass->set_config = set_config;
  klass->alloc_buffer = alloc_buffer;
  klass->reset_buffer = reset_buffer;
}

static void
gst_align_scale_pictures_pool_init (GstAlignScalePicturesPool *self)
{
  gst_allocation_params_init (&self->params);
}

/* How memory is to be allocated, as far as the query says. A new reference of the allocator, or
 * NULL. */
static GstAllocator *
parse_allocator (GstQuery *query, GstAllocationParams *params)
{
  GstAllocator *allocator = NULL;

  gst_allocation_params_init (params);
  if (gst_query_get_n_allocation_params (query) > 0)
    gst_query_parse_nth_allocation_param (query, 0, &allocator, params);
  return allocator;
}

static void
configure (GstBufferPool *pool, GstQuery *query, guint size, guint min, guint max)
{
  GstStructure *config = gst_buffer_pool_get_config (pool);
  GstAllocationParams params;
  g_autoptr (GstAllocator) allocator = parse_allocator (query, &params);
  GstCaps *caps;

  gst_query_parse_allocation (query, &caps, NULL);
  gst_buffer_pool_config_set_params (config, caps, size, min, max);
  gst_buffer_pool_config_set_allocator (config, allocator, &params);
  gst_buffer_pool_set_config (pool, config);
}

void
gst_align_scale_pictures_offer_pool (GstQuery *query, const GstVideoInfo *info)
{
  const guint size = gst_align_scale_pictures_size (info);
  const gboolean has_pool = gst_query_get_n_allocation_pools (query) > 0;
  g_autoptr (GstBufferPool) pool = NULL;
  guint min = 0, max = 0;

  if (gst_align_scale_pictures_count (info) == 1)
    return;
  pool = gst_object_ref_sink (g_object_new (gst_align_scale_pictures_pool_get_type (), NULL));
  if (has_pool)
    gst_query_parse_nth_allocation_pool (query, 0, NULL, NULL, &min, &max);
  configure (pool, query, size, min, max);
  if (has_pool)
    gst_query_set_nth_allocation_pool (query, 0, pool, size, min, max);
  else
    gst_query_add_allocation_pool (query, pool, size, min, max);
}

static gboolean
rows_start_alike (const GstVideoInfo *info)
{
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    if (info->stride[p] % RSZ_ROW_ALIGNMENT != 0 || info->offset[p] % RSZ_ROW_ALIGNMENT != 0)
      return FALSE;
  }
  return TRUE;
}

void
gst_align_scale_pictures_ask_alignment (GstQuery *query, const GstVideoInfo *info)
{
  gst_align_scale_ask_alignment (query, rows_start_alike (info) ? RSZ_ROW_ALIGNMENT : 1);
}

void
gst_align_scale_ask_alignment (GstQuery *query, gsize alignment)
{
  GstAllocationParams params;
  g_autoptr (GstAllocator) allocator = parse_allocator (query, &params);

  params.align |= alignment - 1;
  /* downstream's may be no power of two, less one, which allocators refuse */
  for (guint bits = 1; bits < 8 * sizeof params.align; bits *= 2)
    params.align |= params.align >> bits;
  /* allocators align what comes before it */
  params.prefix = (params.prefix + alignment - 1) / alignment * alignment;
  if (gst_query_get_n_allocation_params (query) > 0)
    gst_query_set_nth_allocation_param (query, 0, allocator, &params);
  else
    gst_query_add_allocation_param (query, allocator, &params);
}
