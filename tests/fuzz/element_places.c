/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_places.h"

#include "element_frames.h"

#define MAX_VIEWS 64
#define MAX_SIZE (1 << 18) /* of a buffer; larger ones get memory that is too short */

/* ---- infos ---- */

static gsize
plane_size (const GstVideoInfo *info, guint p)
{
  const gsize end =
      p + 1 < GST_VIDEO_INFO_N_PLANES (info) ? info->offset[p + 1] : GST_VIDEO_INFO_SIZE (info);

  return end - info->offset[p];
}

gsize
place_plane_rows (const GstVideoInfo *info, guint p)
{
  return plane_size (info, p) / (gsize) info->stride[p];
}

static gint
count_views (const GstVideoInfo *info)
{
  const GstVideoMultiviewMode mode = GST_VIDEO_INFO_MULTIVIEW_MODE (info);

  if (mode != GST_VIDEO_MULTIVIEW_MODE_SEPARATED && mode != GST_VIDEO_MULTIVIEW_MODE_NONE)
    return 1;
  return CLAMP (info->views, 1, MAX_VIEWS + 1);
}

static gboolean
has_fields (const GstVideoInfo *info)
{
  return GST_VIDEO_INFO_INTERLACE_MODE (info) == GST_VIDEO_INTERLACE_MODE_FIELDS;
}

gint
frame_pictures (const GstVideoInfo *info)
{
  return count_views (info) * (has_fields (info) ? 2 : 1);
}

gboolean
frame_is_known (const GstVideoInfo *info)
{
  if (info->finfo == NULL || GST_VIDEO_INFO_N_PLANES (info) == 0 || count_views (info) > MAX_VIEWS
      || GST_VIDEO_FORMAT_INFO_IS_TILED (info->finfo)
      || GST_VIDEO_FORMAT_INFO_HAS_PALETTE (info->finfo) || GST_VIDEO_INFO_SIZE (info) > MAX_SIZE)
    return FALSE;
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    if (info->stride[p] <= 0 || plane_size (info, p) > GST_VIDEO_INFO_SIZE (info)
        || place_plane_rows (info, p) == 0)
      return FALSE;
  }
  return TRUE;
}

void
frame_picture_info (GstVideoInfo *one, const GstVideoInfo *info)
{
  *one = *info;
  if (has_fields (info))
    gst_video_info_set_interlaced_format (one, GST_VIDEO_INFO_FORMAT (info),
        GST_VIDEO_INTERLACE_MODE_ALTERNATE, (guint) info->width, (guint) info->height);
}

/* ---- places ---- */

/* The component whose samples say where a column is in plane p. */
static gint
component_of_plane (const GstVideoInfo *info, guint p)
{
  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++) {
    if (GST_VIDEO_INFO_COMP_PLANE (info, c) == p)
      return (gint) c;
  }
  return 0;
}

gsize
place_start (const Place *place, guint p, gsize *columns)
{
  const GstVideoFormatInfo *format = place->info.finfo;
  const gint c = component_of_plane (&place->info, p);
  const gint y =
      GST_VIDEO_INFO_FIELD_HEIGHT (&place->info) != place->info.height ? place->y / 2 : place->y;

  *columns = (gsize) (place->x >> format->w_sub[c]) * (gsize) format->pixel_stride[c];
  return (gsize) (y >> format->h_sub[c]);
}

void
place_plain (Place *place, const GstVideoInfo *one)
{
  place->info = *one;
  place->x = place->y = 0;
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (one); p++) {
    place->offset[p] = one->offset[p];
    place->size[p] = plane_size (one, p);
    place->stride[p] = one->stride[p];
  }
}

void
place_anywhere (Place *place, FuzzInput *bytes)
{
  const guint n = GST_VIDEO_INFO_N_PLANES (&place->info), first = bytes_below (bytes, n);
  gsize end = 0;

  for (guint i = 0; i < n; i++) {
    const guint p = (first + i) % n;
    const gsize row = (gsize) place->info.stride[p], rows = place_plane_rows (&place->info, p);
    const guint choice = fuzz_byte (bytes);
    const gsize stride = row + (choice & 1 ? bytes_below (bytes, 40) : 0);

    place->size[p] = (rows - 1) * stride + row;
    place->stride[p] = choice & 2 ? -(gint) stride : (gint) stride;
    place->offset[p] = end + (choice & 2 ? (rows - 1) * stride : 0);
    end += place->size[p] + (choice & 4 ? bytes_below (bytes, 16) : 0);
  }
}

/* Whether so many pixels are so many bytes in every plane. */
static gboolean
is_simple (const GstVideoFormatInfo *format)
{
  GstVideoInfo info;

  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_INFO_FORMAT (format), 48, 16);
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (&info); p++) {
    const gint c = component_of_plane (&info, p);

    if (info.stride[p] != (48 >> format->w_sub[c]) * format->pixel_stride[c])
      return FALSE;
  }
  return !GST_VIDEO_FORMAT_INFO_IS_COMPLEX (format);
}

void
place_cropped (Place *place, FuzzInput *bytes)
{
  const GstVideoInfo one = place->info;

  place->x = is_simple (one.finfo) ? 4 * (gint) bytes_below (bytes, 4) : 0;
  place->y = 8 * (gint) bytes_below (bytes, 3);
  gst_video_info_set_interlaced_format (&place->info, GST_VIDEO_INFO_FORMAT (&one),
      GST_VIDEO_INFO_INTERLACE_MODE (&one),
      (guint) (one.width + place->x) + bytes_below (bytes, 16),
      (guint) (one.height + place->y) + bytes_below (bytes, 16));
}
