/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleformat.h"

#include <string.h>

/* Rows of a slice that make it worth waking a thread for. */
#define MIN_SLICE_ROWS 16

/* The components of a format that lie in one plane. */
typedef struct {
  const GstVideoFormatInfo *info;
  gint n;
  gint index[GST_VIDEO_MAX_COMPONENTS];
} Components;

static Components
components_of_plane (const GstVideoFormatInfo *info, guint plane)
{
  Components components = { .info = info };

  for (guint i = 0; i < info->n_components; i++) {
    if (info->plane[i] == plane)
      components.index[components.n++] = (gint) i;
  }
  return components;
}

/* Samples of whole bytes or byte pairs, nothing but samples in a pixel, all of one kind. Bytes of
 * a pixel that belong to no component (xRGB) are scaled along with the others. */
static gboolean
init_plain (GstAlignScalePlane *plane, const Components *components)
{
  const GstVideoFormatInfo *info = components->info;
  const gint first = components->index[0];
  const guint depth = info->depth[first];
  const gint size = depth > 8 ? 2 : 1, pixel = info->pixel_stride[first];
  const gboolean swapped = GST_VIDEO_FORMAT_INFO_IS_LE (info) != (G_BYTE_ORDER == G_LITTLE_ENDIAN);
  guint taken = 0;

  if (depth < 8 || depth > 16 || pixel < size || pixel % size != 0
      || pixel / size > RSZ_MAX_COMPONENTS)
    return FALSE;
  for (gint k = 0; k < components->n; k++) {
    const gint i = components->index[k];
    const guint bit = 1u << info->poffset[i] / (guint) size;

    if (info->depth[i] != depth || info->shift[i] != 0 || info->pixel_stride[i] != pixel
        || info->w_sub[i] != info->w_sub[first] || info->h_sub[i] != info->h_sub[first]
        || (gint) info->poffset[i] % size != 0 || (gint) info->poffset[i] >= pixel || taken & bit)
      return FALSE;
    taken |= bit;
  }
  *plane = (GstAlignScalePlane){
    .layout = size == 1 ? RSZ_LAYOUT_U8
              : swapped ? RSZ_LAYOUT_U16_SWAPPED
                        : RSZ_LAYOUT_U16,
    .depth = (gint) depth,
    .pixel_rows = 1 << info->h_sub[first],
    .parts[0] = { pixel / size, 1 << info->w_sub[first] },
  };
  return TRUE;
}

/* Luma in every second byte, two chroma components taking turns in the others. */
static gboolean
init_alternating (GstAlignScalePlane *plane, const Components *components)
{
  const GstVideoFormatInfo *info = components->info;
  const guint luma = info->poffset[0];
  guint taken = 0;

  if (components->n != 3 || luma > 1 || info->pixel_stride[0] != 2 || info->w_sub[0] != 0)
    return FALSE;
  for (gint i = 0; i < 3; i++) {
    if (info->depth[i] != 8 || info->shift[i] != 0 || info->h_sub[i] != 0
        || (i > 0 && (info->pixel_stride[i] != 4 || info->w_sub[i] != 1)))
      return FALSE;
    taken |= 1u << info->poffset[i];
  }
  if (taken != (1u << luma | 1u << (1 - luma) | 1u << (3 - luma)))
    return FALSE;
  *plane = (GstAlignScalePlane){
    .layout = luma == 0 ? RSZ_LAYOUT_U8_EVEN_ODD : RSZ_LAYOUT_U8_ODD_EVEN,
    .depth = 8,
    .pixel_rows = 1,
    .parts = { { 1, 1 }, { 2, 2 } },
  };
  return TRUE;
}

gboolean
gst_align_scale_format_init (GstAlignScaleFormat *format, const GstVideoFormatInfo *info)
{
  *format = (GstAlignScaleFormat){ .n_planes = (gint) info->n_planes };

  if (GST_VIDEO_FORMAT_INFO_IS_TILED (info) || GST_VIDEO_FORMAT_INFO_HAS_PALETTE (info)
      || GST_VIDEO_FORMAT_INFO_IS_COMPLEX (info))
    return FALSE;
  for (guint p = 0; p < info->n_planes; p++) {
    const Components components = components_of_plane (info, p);
    GstAlignScalePlane *plane = &format->planes[p];

    if (components.n == 0
        || (!init_plain (plane, &components) && !init_alternating (plane, &components)))
      return FALSE;
  }
  return format->n_planes > 0;
}

gboolean
gst_align_scale_format_has_fields (const GstVideoInfo *in, const GstVideoInfo *out)
{
  return in->height > 1 && out->height > 1;
}

/* torch looks at the factor itself only where it made the size. */
static gdouble
deciding_factor (const GstAlignScaleSettings *settings, gdouble factor, gint in, gint out)
{
  return !settings->recompute_scale_factor && (gint) (in * factor) == out ? factor : 0.0;
}

static gint
count_slices (const GstAlignScaleSettings *settings, const GstVideoInfo *out)
{
  return CLAMP (out->height / MIN_SLICE_ROWS, 1, gst_align_scale_settings_threads (settings));
}

static void
init_plane_spec (RszPlaneSpec *spec, const GstAlignScalePlane *plane, const RszAxis *x,
    const RszAxis *y, GstVideoChromaSite site)
{
  spec->layout = plane->layout;
  spec->depth = plane->depth;
  spec->y = *y;
  spec->y.subsampling = plane->pixel_rows;
  /* chroma that alternates lines counts as vertically co-sited */
  spec->y.cosited =
      (site & (GST_VIDEO_CHROMA_SITE_V_COSITED | GST_VIDEO_CHROMA_SITE_ALT_LINE)) != 0;
  for (gint i = 0; i < rsz_layouts[plane->layout].n_parts; i++) {
    spec->parts[i].components = plane->parts[i].components;
    spec->parts[i].x = *x;
    spec->parts[i].x.subsampling = plane->parts[i].pixel_columns;
    spec->parts[i].x.cosited = (site & GST_VIDEO_CHROMA_SITE_H_COSITED) != 0;
  }
}

void
gst_align_scale_format_spec (const GstAlignScaleFormat *format, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstAlignScaleSettings *settings, gint n_fields, RszSpec *spec)
{
  RszAxis x = { .in = in->width,
    .out = out->width,
    .n_fields = 1,
    .align_corners = settings->align_corners,
    .antialias = settings->antialias };
  RszAxis y = x;

  x.factor = deciding_factor (settings, gst_align_scale_settings_factor_x (settings), x.in, x.out);
  y.in = in->height;
  y.out = out->height;
  y.factor = deciding_factor (settings, gst_align_scale_settings_factor_y (settings), y.in, y.out);
  y.n_fields = n_fields;

  memset (spec, 0, sizeof *spec);
  spec->method = (RszMethod) settings->method;
  spec->arithmetic = (RszArithmetic) settings->arithmetic;
  spec->n_slices = count_slices (settings, out);
  for (gint p = 0; p < format->n_planes; p++) {
    for (y.field = 0; y.field < n_fields; y.field++)
      init_plane_spec (
          &spec->planes[spec->n_planes++], &format->planes[p], &x, &y, in->chroma_site);
  }
}
