/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fields.h"

const gint field_heights[N_FIELD_HEIGHTS][2] = { { 24, 36 }, { 26, 22 }, { 25, 37 }, { 23, 41 },
  { 47, 22 }, { 22, 45 }, { 2, 2 }, { 2, 7 }, { 7, 2 }, { 3, 3 }, { 6, 14 }, { 5, 6 } };

const gchar *const field_methods[N_FIELD_METHODS] = { "method=bilinear",
  "method=bicubic align-corners=1", "method=lanczos", "method=area", "method=nearest" };

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
