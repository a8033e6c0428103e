/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_metas.h"

#include "element_memory.h"

void
metas_add_crop (GstBuffer *buffer, gint x, gint y, gint width, gint height)
{
  GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta (buffer);

  crop->x = (guint) x;
  crop->y = (guint) y;
  crop->width = (guint) width;
  crop->height = (guint) height;
}

void
metas_add_odd_crop (GstBuffer *buffer, FuzzInput *bytes)
{
  gint part[4];

  for (guint i = 0; i < 4; i++)
    part[i] = bytes_chance (bytes, 2) ? bytes_odd_int (bytes) : (gint) bytes_below (bytes, 64);
  metas_add_crop (buffer, part[0], part[1], part[2], part[3]);
}

static void
break_one (GstVideoMeta *meta, FuzzInput *bytes)
{
  const guint plane = bytes_below (bytes, GST_VIDEO_MAX_PLANES);
  guint n;
  const GstVideoFormat *formats = gst_video_formats_raw (&n);

  switch (bytes_below (bytes, 8)) {
  case 0:
    meta->width = (guint) bytes_odd_int (bytes);
    break;
  case 1:
    meta->height = (guint) bytes_odd_int (bytes);
    break;
  case 2:
    meta->format = bytes_chance (bytes, 4) ? (GstVideoFormat) bytes_odd_int (bytes)
                                           : formats[bytes_below (bytes, n)];
    break;
  case 3:
    meta->n_planes = bytes_below (bytes, GST_VIDEO_MAX_PLANES + 1);
    break;
  case 4:
  case 5:
    meta->offset[plane] = bytes_odd_size (bytes);
    break;
  default:
    meta->stride[plane] = bytes_odd_int (bytes);
  }
}

void
metas_break (GstBuffer *buffer, FuzzInput *bytes)
{
  GstVideoMeta *meta = gst_buffer_get_video_meta_id (buffer, (gint) bytes_below (bytes, 2));
  const guint n = 1 + bytes_below (bytes, 3);

  if (meta == NULL)
    meta = gst_buffer_get_video_meta (buffer);
  for (guint i = 0; meta != NULL && i < n; i++)
    break_one (meta, bytes);
  if (bytes_chance (bytes, 8) && meta != NULL)
    meta->id = bytes_odd_int (bytes);
}

static void
add_region (GstBuffer *buffer, FuzzInput *bytes)
{
  guint part[4];
  GstVideoRegionOfInterestMeta *region;

  for (guint i = 0; i < 4; i++)
    part[i] = bytes_chance (bytes, 4) ? (guint) bytes_odd_int (bytes) : bytes_below (bytes, 64);
  say ("  region %u,%u %ux%u", part[0], part[1], part[2], part[3]);
  region = gst_buffer_add_video_region_of_interest_meta (
      buffer, "face", part[0], part[1], part[2], part[3]);
  if (bytes_chance (bytes, 2))
    gst_video_region_of_interest_meta_add_param (
        region, gst_structure_new ("detection", "confidence", G_TYPE_DOUBLE, 0.5, NULL));
}

static void
add_overlay (GstBuffer *buffer, FuzzInput *bytes)
{
  GstBuffer *pixels = gst_buffer_new ();
  GstVideoOverlayRectangle *rectangle;
  GstVideoOverlayComposition *composition;
  gint part[4];

  for (guint i = 0; i < 4; i++)
    part[i] = bytes_chance (bytes, 4) ? bytes_odd_int (bytes) : (gint) bytes_below (bytes, 64);
  say ("  overlay %d,%d %ux%u", part[0], part[1], (guint) part[2], (guint) part[3]);
  gst_buffer_append_memory (pixels, memory_new (2 * 2 * 4, 0, 0));
  gst_buffer_add_video_meta (
      pixels, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, 2, 2);
  /* GStreamer refuses those without a size itself */
  rectangle = gst_video_overlay_rectangle_new_raw (pixels, part[0], part[1],
      (guint) MAX (part[2], 1), (guint) MAX (part[3], 1), GST_VIDEO_OVERLAY_FORMAT_FLAG_NONE);
  composition = gst_video_overlay_composition_new (rectangle);
  gst_buffer_add_video_overlay_composition_meta (buffer, composition);
  gst_video_overlay_composition_unref (composition);
  gst_video_overlay_rectangle_unref (rectangle);
  gst_buffer_unref (pixels);
}

static void
add_parent (GstBuffer *buffer)
{
  GstBuffer *parent = gst_buffer_new ();

  gst_buffer_add_parent_buffer_meta (buffer, parent);
  gst_buffer_unref (parent);
}

static void
add_others (GstBuffer *buffer, FuzzInput *bytes)
{
  static const guint8 caption[] = { 0xfc, 0x80, 0x80 };

  switch (bytes_below (bytes, 4)) {
  case 0:
    gst_buffer_add_video_caption_meta (
        buffer, GST_VIDEO_CAPTION_TYPE_CEA708_RAW, caption, sizeof caption);
    break;
  case 1:
    gst_buffer_add_video_time_code_meta_full (
        buffer, 25, 1, NULL, GST_VIDEO_TIME_CODE_FLAGS_NONE, 1, 2, 3, 4, 0);
    break;
  case 2:
    add_parent (buffer);
    break;
  default:
    gst_buffer_add_video_affine_transformation_meta (buffer);
  }
}

void
metas_add_more (World *world, GstBuffer *buffer)
{
  FuzzInput *bytes = &world->bytes;
  const guint choice = fuzz_byte (bytes);

  if (choice < 192)
    return;
  if (choice & 1)
    add_region (buffer, bytes);
  if (choice & 2)
    add_overlay (buffer, bytes);
  if (choice & 4)
    add_others (buffer, bytes);
  if (choice & 8)
    add_region (buffer, bytes);
}

void
metas_set_flags (World *world, GstBuffer *buffer)
{
  static const guint flags[] = { GST_BUFFER_FLAG_GAP, GST_BUFFER_FLAG_DISCONT,
    GST_VIDEO_BUFFER_FLAG_INTERLACED, GST_VIDEO_BUFFER_FLAG_TFF, GST_VIDEO_BUFFER_FLAG_RFF,
    GST_VIDEO_BUFFER_FLAG_ONEFIELD, GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD,
    GST_VIDEO_BUFFER_FLAG_MULTIPLE_VIEW, GST_BUFFER_FLAG_CORRUPTED, GST_BUFFER_FLAG_DROPPABLE };
  FuzzInput *bytes = &world->bytes;
  const guint choice = fuzz_byte (bytes), more = fuzz_byte (bytes);

  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    if ((choice | (more & 3) << 8) & 1u << i)
      GST_BUFFER_FLAG_SET (buffer, flags[i]);
  }
  if ((more & 12) == 12)
    world->time = bytes_odd_size (bytes);
  if ((more & 48) != 48)
    GST_BUFFER_PTS (buffer) = world->time;
  if ((more & 64) == 0)
    GST_BUFFER_DURATION (buffer) = 40 * GST_MSECOND;
  world->time += 40 * GST_MSECOND;
}

void
metas_say (GstBuffer *buffer)
{
  GstVideoMeta *meta;
  GstMeta *any;
  gpointer state = NULL;

  if (!script_is_printed)
    return;
  say ("  flags %x, %u memories", GST_BUFFER_FLAGS (buffer), gst_buffer_n_memory (buffer));
  while ((any = gst_buffer_iterate_meta (buffer, &state)) != NULL) {
    if (any->info->api == GST_VIDEO_META_API_TYPE) {
      meta = (GstVideoMeta *) any;
      if (meta->id > 3)
        continue;
      say ("  meta %d of format %d, %ux%u, %u planes, offsets %" G_GSIZE_FORMAT " %" G_GSIZE_FORMAT
           " %" G_GSIZE_FORMAT ", strides %d %d %d",
          meta->id, meta->format, meta->width, meta->height, meta->n_planes, meta->offset[0],
          meta->offset[1], meta->offset[2], meta->stride[0], meta->stride[1], meta->stride[2]);
    }
    if (any->info->api == GST_VIDEO_CROP_META_API_TYPE) {
      GstVideoCropMeta *crop = (GstVideoCropMeta *) any;

      say ("  crop %u,%u %ux%u", crop->x, crop->y, crop->width, crop->height);
    }
  }
}
