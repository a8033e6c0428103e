/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "framed.h"

GstBuffer *
scale_infos (
    const GstVideoInfo *in, const GstVideoInfo *out, const gchar *settings, GstBuffer *frame)
{
  Scene scene = scene_of_infos (in, out);
  GstBuffer *result;

  scene_set (&scene, settings);
  result = scene_scale (&scene, gst_buffer_ref (frame));
  scene_free (&scene);
  return result;
}

GstBuffer *
noise_of (const GstVideoInfo *info)
{
  Samples samples = samples_new (info);
  GstBuffer *frame;

  samples_noise (&samples, 5);
  frame = samples_write (&samples);
  samples_free (&samples);
  return frame;
}

GstBuffer *
cut_out (const GstVideoInfo *info, GstBuffer *frame, const GstVideoInfo *part, gint x0, gint y0)
{
  Samples from = samples_read (info, frame), to = samples_new (part);
  GstBuffer *result;

  for (gint c = 0; c < to.n; c++)
    for (gint y = 0; y < to.components[c].height; y++)
      for (gint x = 0; x < to.components[c].width; x++)
        *samples_at (&to, c, x, y) = *samples_at (
            &from, c, x + (x0 >> info->finfo->w_sub[c]), y + (y0 >> info->finfo->h_sub[c]));
  result = samples_write (&to);
  samples_free (&from);
  samples_free (&to);
  return result;
}

gboolean
same_samples (const GstVideoInfo *info, GstBuffer *a, GstBuffer *b)
{
  Samples samples_a = samples_read (info, a), samples_b = samples_read (info, b);
  const gint n = samples_differ (&samples_a, &samples_b);

  samples_free (&samples_a);
  samples_free (&samples_b);
  return n == 0;
}

GstBuffer *
with_crop (GstBuffer *frame, guint x, guint y, guint width, guint height)
{
  GstBuffer *copy = gst_buffer_copy (frame);
  GstVideoCropMeta *meta = gst_buffer_add_video_crop_meta (copy);

  meta->x = x;
  meta->y = y;
  meta->width = width;
  meta->height = height;
  return copy;
}

static gchar *
rectangle_text (Scene *scene, const gchar *property)
{
  GstStructure *rectangle;
  gint x, y, width, height;

  g_object_get (scene->element, property, &rectangle, NULL);
  if (rectangle == NULL)
    return g_strdup ("none");
  g_assert_true (gst_structure_get (rectangle, "x", G_TYPE_INT, &x, "y", G_TYPE_INT, &y, "width",
      G_TYPE_INT, &width, "height", G_TYPE_INT, &height, NULL));
  gst_structure_free (rectangle);
  return g_strdup_printf ("%d,%d %dx%d", x, y, width, height);
}

void
assert_rectangles (Scene *scene, const gchar *source, const gchar *picture)
{
  gchar *text = rectangle_text (scene, "source-rectangle");

  g_assert_cmpstr (text, ==, source);
  g_free (text);
  text = rectangle_text (scene, "picture-rectangle");
  g_assert_cmpstr (text, ==, picture);
  g_free (text);
}

void
framed_add_for_formats (const gchar *name, gchar **formats, GTestDataFunc function)
{
  for (gchar **format = formats; *format != NULL; format++) {
    gchar *path = g_strdup_printf ("%s, %s", name, *format);

    g_test_add_data_func (path, *format, function);
    g_free (path);
  }
}
