/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_frames.h"

#include <string.h>

#include "element_memory.h"
#include "element_metas.h"
#include "element_places.h"

#define MAX_SIZE (1 << 18) /* of a buffer; larger ones get memory that is too short */

/* ---- memory ---- */

static void
fill_with_noise (guint8 *data, gsize size, guint32 seed)
{
  guint32 state = seed * 2654435761u + 12345;

  for (gsize i = 0; i < size; i++) {
    state = state * 1664525u + 1013904223u;
    data[i] = (guint8) (state >> 24);
  }
}

/* Samples within their depth and zeros between them, so that a frame that passes and one that is
 * copied are alike. */
static void
clean (const GstVideoInfo *one, guint8 *rows)
{
  const GstVideoFormatInfo *format = one->finfo;
  const gsize room = ((gsize) one->width + 64) * 8;
  gpointer data[GST_VIDEO_MAX_PLANES], row;

  if (format->unpack_func == NULL || format->pack_func == NULL)
    return;
  row = g_malloc0 (room);
  for (guint p = 0; p < GST_VIDEO_MAX_PLANES; p++)
    data[p] = rows + one->offset[p];
  for (gint y = 0; y < GST_VIDEO_INFO_FIELD_HEIGHT (one); y++) {
    format->unpack_func (
        format, GST_VIDEO_PACK_FLAG_TRUNCATE_RANGE, row, data, one->stride, 0, y, one->width);
    format->pack_func (format, GST_VIDEO_PACK_FLAG_NONE, row, 0, data, one->stride,
        one->chroma_site, y, one->width);
  }
  g_free (row);
}

/* Memory that begins where the lowest plane does, or one for each plane; offsets become the
 * buffer's. */
static void
add_memories (GstBuffer *buffer, Place *place, gboolean apart, GstMemoryFlags flags)
{
  const gsize before = gst_buffer_get_size (buffer);
  const guint n = GST_VIDEO_INFO_N_PLANES (&place->info);
  gsize size = 0;

  for (guint p = 0; p < n; p++) {
    const gsize in_front =
        place->stride[p] < 0 ? place->size[p] - (gsize) place->info.stride[p] : 0;

    if (apart) {
      place->offset[p] = before + size + in_front;
      size += place->size[p];
      gst_buffer_append_memory (buffer, memory_new (place->size[p], 0, flags));
    } else {
      size = MAX (size, place->offset[p] - in_front + place->size[p]);
      place->offset[p] += before;
    }
  }
  if (!apart)
    gst_buffer_append_memory (buffer, memory_new (size, 0, flags));
}

static void
fill_memories (GstBuffer *buffer, guint first, guint32 seed)
{
  for (guint i = first; i < gst_buffer_n_memory (buffer); i++) {
    GstMemory *memory = gst_buffer_peek_memory (buffer, i);
    GstMapInfo map;

    if (!gst_memory_map (memory, &map, GST_MAP_READ))
      continue;
    fill_with_noise (map.data, map.size, seed + i);
    gst_memory_unmap (memory, &map);
  }
}

static void
keep_memories (GstBuffer *buffer)
{
  for (guint i = 0; i < gst_buffer_n_memory (buffer); i++)
    memory_keep (gst_buffer_peek_memory (buffer, i));
}

/* The rows of a picture, which lie one after the other, to where the place is in the buffer.
 * Read-only memory is ours to write before anybody has it. */
static void
copy_picture (GstBuffer *buffer, const Place *place, const GstVideoInfo *one, const guint8 *rows)
{
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (one); p++) {
    gsize columns, first = place_start (place, p, &columns), skip;
    const gsize row = (gsize) MIN (one->stride[p], place->info.stride[p] - (gint) columns);
    const gsize n = MIN (place_plane_rows (one, p), place_plane_rows (&place->info, p) - first);
    guint index, length;
    GstMapInfo map;

    if (!gst_buffer_find_memory (buffer, place->offset[p], 1, &index, &length, &skip)
        || !gst_memory_map (gst_buffer_peek_memory (buffer, index), &map, GST_MAP_READ))
      fuzz_fail ("the test has no memory for its own frame");
    for (gsize y = 0; y < n; y++)
      memcpy (map.data + skip + (gssize) (first + y) * place->stride[p] + columns,
          rows + one->offset[p] + y * (gsize) one->stride[p], row);
    gst_memory_unmap (gst_buffer_peek_memory (buffer, index), &map);
  }
}

static GstVideoMeta *
add_meta (GstBuffer *buffer, Place *place, gint id)
{
  GstVideoMeta *meta = gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE,
      GST_VIDEO_INFO_FORMAT (&place->info), (guint) place->info.width, (guint) place->info.height,
      GST_VIDEO_INFO_N_PLANES (&place->info), place->offset, place->stride);

  meta->id = id;
  /* pools keep theirs */
  GST_META_FLAG_SET (meta, GST_META_FLAG_POOLED);
  return meta;
}

/* ---- frames ---- */

static gboolean
layout_has_meta (FrameLayout layout)
{
  return layout == FRAME_ANYWHERE || layout == FRAME_CROPPED || layout == FRAME_BROKEN_META;
}

/* One picture, `rows` being NULL where it is to be written. */
static void
add_picture (GstBuffer *buffer, FuzzInput *bytes, const GstVideoInfo *one, FrameLayout layout,
    gint id, gboolean alone, const guint8 *rows)
{
  const GstMemoryFlags flags = layout == FRAME_READ_ONLY ? GST_MEMORY_FLAG_READONLY : 0;
  const guint first = gst_buffer_n_memory (buffer);
  gboolean apart = FALSE;
  Place place;

  place_plain (&place, one);
  if (layout == FRAME_CROPPED)
    place_cropped (&place, bytes);
  if (layout_has_meta (layout)) {
    place_anywhere (&place, bytes);
    apart = bytes_chance (bytes, 4);
  }
  add_memories (buffer, &place, apart, flags);
  fill_memories (buffer, first, (guint32) one->size);
  if (rows != NULL)
    copy_picture (buffer, &place, one, rows);
  if (layout_has_meta (layout) || !alone)
    add_meta (buffer, &place, id);
  if (layout == FRAME_CROPPED && id == 0)
    metas_add_crop (buffer, place.x, place.y, one->width, one->height);
}

/* Cuts the memory of a plain frame anywhere. */
static GstBuffer *
split (GstBuffer *buffer, FuzzInput *bytes)
{
  const gsize size = gst_buffer_get_size (buffer);
  const gsize at = size > 1 ? 1 + bytes_word (bytes) % (size - 1) : 0;
  GstBuffer *result = gst_buffer_new ();

  for (gint i = 0; i < 2; i++) {
    const gsize from = i == 0 ? 0 : at, n = i == 0 ? at : size - at;
    GstMemory *memory = memory_new (n, 0, 0);
    GstMapInfo map;

    gst_memory_map (memory, &map, GST_MAP_WRITE);
    gst_buffer_extract (buffer, from, map.data, n);
    gst_memory_unmap (memory, &map);
    gst_buffer_append_memory (result, memory);
  }
  gst_buffer_unref (buffer);
  return result;
}

static void
shorten (GstBuffer *buffer, FuzzInput *bytes)
{
  const gsize size = gst_buffer_get_size (buffer);
  const gboolean is_slight = bytes_chance (bytes, 2);
  const guint part = fuzz_byte (bytes);
  const gsize left = is_slight ? size - MIN (size, 1 + part % 16) : size * part / 256;

  gst_buffer_remove_all_memory (buffer);
  if (left > 0)
    gst_buffer_append_memory (buffer, memory_new (left, 0, 0));
}

/* `pictures` are the rows of each, one picture after the other; NULL for memory to be written. */
static GstBuffer *
make_frame (FuzzInput *bytes, const GstVideoInfo *info, FrameLayout layout, const guint8 *pictures)
{
  const gint n = frame_pictures (info);
  GstBuffer *buffer = gst_buffer_new ();
  GstVideoInfo one;

  if (layout == FRAME_EMPTY)
    return buffer;
  if (!frame_is_known (info)) {
    gst_buffer_append_memory (buffer, memory_new (CLAMP (info->size, 1, MAX_SIZE), 0, 0));
    return buffer;
  }
  frame_picture_info (&one, info);
  if (layout == FRAME_CROPPED && n > 1)
    layout = FRAME_ANYWHERE; /* one rectangle would have to do for all */
  for (gint id = 0; id < n; id++)
    add_picture (buffer, bytes, &one, layout, id, n == 1,
        pictures ? pictures + (gsize) id * one.size : NULL);
  if (layout == FRAME_SPLIT && n == 1)
    buffer = split (buffer, bytes);
  if (layout == FRAME_SHORT)
    shorten (buffer, bytes);
  if (layout == FRAME_BROKEN_META)
    metas_break (buffer, bytes);
  if (layout == FRAME_BROKEN_CROP)
    metas_add_odd_crop (buffer, bytes);
  return buffer;
}

GstBuffer *
frame_to_write (FuzzInput *bytes, const GstVideoInfo *info, FrameLayout layout)
{
  return make_frame (bytes, info, layout, NULL);
}

static gboolean
is_sound (FrameLayout layout)
{
  return layout <= FRAME_CROPPED || layout == FRAME_READ_ONLY;
}

/* The rows of all pictures. */
static guint8 *
noise_pictures (const GstVideoInfo *info, guint32 seed)
{
  const gint n = frame_pictures (info);
  GstVideoInfo one;
  guint8 *pictures;

  frame_picture_info (&one, info);
  /* GStreamer's functions work on whole groups of pixels */
  pictures = g_malloc (one.size * (gsize) n + 512);
  fill_with_noise (pictures, one.size * (gsize) n, seed);
  for (gint i = 0; i < n; i++)
    clean (&one, pictures + one.size * (gsize) i);
  return pictures;
}

void
frame_to_read (World *world, Frame *frame)
{
  FuzzInput *bytes = &world->bytes;
  const guint choice = fuzz_byte (bytes);
  const FrameLayout layout =
      (FrameLayout) (choice < 192 ? choice % FRAME_SHORT : choice % N_FRAMES);
  const gsize size = world->info_read ? world->info.size : 64;
  guint8 *pictures = NULL;

  frame->plain = NULL;
  if (!world->info_read) {
    frame->buffer = gst_buffer_new ();
    gst_buffer_append_memory (frame->buffer, memory_new (size, 0, 0));
  } else {
    if (frame_is_known (&world->info))
      pictures = noise_pictures (&world->info, (guint32) choice);
    frame->buffer = make_frame (bytes, &world->info, layout, pictures);
    if (pictures != NULL && is_sound (layout))
      frame->plain = make_frame (bytes, &world->info, FRAME_PLAIN, pictures);
    g_free (pictures);
  }
  say (
      "frame of layout %d, %" G_GSIZE_FORMAT " bytes", layout, gst_buffer_get_size (frame->buffer));
  keep_memories (frame->buffer);
  metas_add_more (world, frame->buffer);
  metas_set_flags (world, frame->buffer);
  if (frame->plain != NULL)
    gst_buffer_copy_into (frame->plain, frame->buffer,
        GST_BUFFER_COPY_FLAGS | GST_BUFFER_COPY_TIMESTAMPS, 0, G_MAXSIZE);
}
