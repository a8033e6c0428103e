/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fields.h"

#include <string.h>

const gint field_heights[N_FIELD_HEIGHTS][2] = { { 24, 36 }, { 26, 22 }, { 25, 37 }, { 23, 41 },
  { 47, 22 }, { 22, 45 }, { 2, 2 }, { 2, 7 }, { 7, 2 }, { 3, 3 }, { 6, 14 }, { 5, 6 } };

const gchar *const field_methods[N_FIELD_METHODS] = { "method=bilinear",
  "method=bicubic align-corners=1", "method=lanczos", "method=area", "method=nearest" };

const gchar *const field_modes[N_FIELD_MODES] = { INTERLEAVED, ALTERNATE, FIELDS };

void
plane_measure (const GstVideoInfo *info, guint plane, gsize *bytes, gint *step)
{
  *bytes = 0;
  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++) {
    if (GST_VIDEO_INFO_COMP_PLANE (info, c) != plane)
      continue;
    *bytes = MAX (*bytes,
        (gsize) (GST_VIDEO_INFO_COMP_WIDTH (info, c) * GST_VIDEO_INFO_COMP_PSTRIDE (info, c)));
    *step = 1 << info->finfo->h_sub[c];
  }
}

gint
plane_rows (const GstVideoInfo *info, gint step, gint n_fields, gint field)
{
  const gint all = step * n_fields;

  return (info->height - field + all - 1) / all;
}

guint8 *
plane_row (const GstVideoFrame *frame, guint plane, gint y)
{
  return (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (frame, plane)
         + y * GST_VIDEO_FRAME_PLANE_STRIDE (frame, plane);
}

gint
plane_memory_rows (const GstVideoInfo *info, guint plane)
{
  gsize end = GST_VIDEO_INFO_SIZE (info);

  if (plane + 1 < GST_VIDEO_INFO_N_PLANES (info))
    end = GST_VIDEO_INFO_PLANE_OFFSET (info, plane + 1);
  return (gint) ((end - GST_VIDEO_INFO_PLANE_OFFSET (info, plane))
                 / (gsize) GST_VIDEO_INFO_PLANE_STRIDE (info, plane));
}

gchar *
fields_caps (const gchar *mode, const gchar *format, gint width, gint height)
{
  const gchar *feature = g_str_has_prefix (mode, ALTERNATE) ? "(format:Interlaced)" : "";

  return g_strdup_printf ("video/x-raw%s,format=%s,width=%d,height=%d,framerate=25/1,%s", feature,
      format, width, height, mode);
}

static void
copy_field (const GstVideoInfo *from, const GstVideoFrame *in, GstVideoFrame *out, gint field)
{
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (from); p++) {
    gsize bytes;
    gint step = 1;

    plane_measure (from, p, &bytes, &step);
    for (gint y = 0; y < plane_rows (from, step, 2, field); y++)
      memcpy (plane_row (out, p, y),
          plane_row (in, p, MIN (2 * y + field, plane_memory_rows (from, p) - 1)), bytes);
  }
}

static void
copy_crop (GstBuffer *to, GstBuffer *from)
{
  const GstVideoCropMeta *crop = gst_buffer_get_video_crop_meta (from);
  GstVideoCropMeta *copy;

  if (crop == NULL)
    return;
  copy = gst_buffer_add_video_crop_meta (to);
  copy->x = crop->x;
  copy->y = crop->y;
  copy->width = crop->width;
  copy->height = crop->height;
}

GstBuffer *
field_take (const GstVideoInfo *from, GstBuffer *frame, const GstVideoInfo *to, gint field)
{
  GstBuffer *result = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (to), NULL);
  GstVideoFrame in, out;

  g_assert_true (gst_video_frame_map (&in, from, frame, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&out, to, result, GST_MAP_WRITE));
  copy_field (from, &in, &out, field);
  gst_video_frame_unmap (&out);
  gst_video_frame_unmap (&in);
  GST_BUFFER_FLAG_SET (result, GST_VIDEO_BUFFER_FLAG_INTERLACED);
  GST_BUFFER_FLAG_SET (
      result, field ? GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD : GST_VIDEO_BUFFER_FLAG_TOP_FIELD);
  copy_crop (result, frame);
  return result;
}

/* Where a field lies in a buffer of two: planes one after the other, rows that are a bit longer. */
static gsize
add_field_meta (GstBuffer *buffer, const GstVideoInfo *info, gint field, gsize start, gint height)
{
  gsize offset[GST_VIDEO_MAX_PLANES] = { 0 };
  gint stride[GST_VIDEO_MAX_PLANES] = { 0 };
  GstVideoMeta *meta;

  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gsize bytes;
    gint step = 1;

    plane_measure (info, p, &bytes, &step);
    offset[p] = start;
    stride[p] = GST_VIDEO_INFO_PLANE_STRIDE (info, p) + 8;
    start += (gsize) (stride[p] * plane_rows (info, step, 2, field));
  }
  meta = gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE,
      GST_VIDEO_INFO_FORMAT (info), (guint) info->width, (guint) height,
      GST_VIDEO_INFO_N_PLANES (info), offset, stride);
  meta->id = field;
  return start;
}

GstBuffer *
fields_stack (const GstVideoInfo *from, GstBuffer *frame, gboolean rows_of_caps)
{
  GstBuffer *result = gst_buffer_new_allocate (NULL, 4 * GST_VIDEO_INFO_SIZE (from), NULL);
  gsize end = 16;
  GstVideoFrame in, out;

  gst_buffer_memset (result, 0, 0x5a, G_MAXSIZE);
  g_assert_true (gst_video_frame_map (&in, from, frame, GST_MAP_READ));
  for (gint field = 1; field >= 0; field--) {
    const gint rows = (from->height + 1 - field) / 2;
    GstVideoInfo one = *from;

    one.height = rows_of_caps ? from->height : rows;
    end = add_field_meta (result, from, field, end, one.height);
    g_assert_true (gst_video_frame_map_id (&out, &one, result, field, GST_MAP_WRITE));
    copy_field (from, &in, &out, field);
    gst_video_frame_unmap (&out);
  }
  gst_video_frame_unmap (&in);
  gst_buffer_resize (result, 0, (gssize) end);
  copy_crop (result, frame);
  return result;
}

GstBuffer *
fields_weave (const GstVideoInfo *from, GstBuffer *top, GstBuffer *bottom, const GstVideoInfo *to)
{
  GstBuffer *result = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (to), NULL);
  GstBuffer *buffers[] = { top, bottom };
  GstVideoFrame in, out;

  gst_buffer_memset (result, 0, 0, G_MAXSIZE);
  for (gint field = 0; field < 2; field++) {
    g_assert_true (gst_video_frame_map_id (
        &in, from, buffers[field], top == bottom ? field : -1, GST_MAP_READ));
    g_assert_true (gst_video_frame_map (&out, to, result, GST_MAP_READWRITE));
    for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (to); p++) {
      gsize bytes;
      gint step = 1;

      plane_measure (to, p, &bytes, &step);
      for (gint y = field; y < plane_memory_rows (to, p); y += 2)
        memcpy (plane_row (&out, p, y), plane_row (&in, p, y / 2), bytes);
    }
    gst_video_frame_unmap (&out);
    gst_video_frame_unmap (&in);
  }
  return result;
}

static GstBuffer *
scale_one_by_one (Scene *scene, const GstVideoInfo *from, GstBuffer *frame, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstVideoInfo *to)
{
  GstBuffer *top = scene_scale (scene, field_take (from, frame, in, 0));
  GstBuffer *bottom = scene_scale (scene, field_take (from, frame, in, 1));
  GstBuffer *result = fields_weave (out, top, bottom, to);

  gst_buffer_unref (bottom);
  gst_buffer_unref (top);
  return result;
}

static GstBuffer *
scale_stacked (Scene *scene, const GstVideoInfo *from, GstBuffer *frame, const GstVideoInfo *out,
    const GstVideoInfo *to)
{
  GstBuffer *scaled = scene_scale (scene, fields_stack (from, frame, from->height % 4 == 0));
  GstBuffer *result = fields_weave (out, scaled, scaled, to);

  gst_buffer_unref (scaled);
  return result;
}

GstBuffer *
fields_scale_as (const gchar *mode, const gchar *settings, const gchar *format, gint in_height,
    gint out_height, gint out_width, GstBuffer *frame)
{
  gchar *in = fields_caps (mode, format, WIDTH, in_height);
  gchar *out = fields_caps (mode, format, out_width, out_height);
  gchar *pairs_in = fields_caps (INTERLEAVED, format, WIDTH, in_height);
  gchar *pairs_out = fields_caps (INTERLEAVED, format, out_width, out_height);
  const GstVideoInfo from = info_of (pairs_in), to = info_of (pairs_out);
  const GstVideoInfo in_info = info_of (in), out_info = info_of (out);
  Scene scene = scene_new (settings, in, out);
  GstBuffer *result;

  if (g_str_has_prefix (mode, ALTERNATE))
    result = scale_one_by_one (&scene, &from, frame, &in_info, &out_info, &to);
  else if (g_str_has_prefix (mode, FIELDS))
    result = scale_stacked (&scene, &from, frame, &out_info, &to);
  else
    result = scene_scale (&scene, gst_buffer_ref (frame));
  scene_free (&scene);
  g_free (pairs_out);
  g_free (pairs_in);
  g_free (out);
  g_free (in);
  return result;
}

void
add_formats (const gchar *group, const gchar *name, const gchar *const *formats, gsize n,
    GTestDataFunc check)
{
  for (gsize i = 0; i < n; i++) {
    gchar *path = g_strdup_printf ("/%s/%s/%s", group, name, formats[i]);

    g_test_add_data_func (path, formats[i], check);
    g_free (path);
  }
}
