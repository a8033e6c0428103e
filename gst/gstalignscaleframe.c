/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscaleframe.h"

#include <string.h>

#include "gstalignscalepictures.h"

/* A picture that is being mapped. */
typedef struct {
  GstAlignScaleFrame *frame;
  const RszSpec *spec;
  const GstVideoInfo *info;
  GstBuffer *buffer;
  gint id;
  gboolean source;
} Mapping;

/* Why it cannot be. */
typedef enum {
  FINE,
  UNDESCRIBED, /* no meta with this id */
  UNLIKE,      /* a meta of another picture */
  UNMAPPED,
  OUTSIDE,
  OVERLAP
} Verdict;

/* Chroma of two interleaved fields has as many rows in each, but not every format and not every
 * maker of buffers gives the second field its last one. Plane i gets the memory at `spare`. A source's missing row is the
 * one before it, the other field's. */
static void
replace_plane (GstAlignScaleFrame *frame, gint i, guint8 *spare, gboolean source)
{
  const GstAlignScalePlace *place = &frame->places[i];
  const GstAlignScaleExtent *rows = &place->rows;
  const gsize size = (gsize) rows->size;

  for (gint y = 0; source && y < place->n; y++) {
    const gint64 row = rows->start + y * rows->stride - (y < rows->n ? 0 : rows->stride / 2);

    memcpy (spare + (gsize) y * size, (gconstpointer) (guintptr) row, size);
  }
  frame->replaced[i] = spare;
  frame->data[i] = spare;
  frame->stride[i] = (ptrdiff_t) size;
}

/* What has been written to a plane of our own, but for the row that memory lacks. */
static void
copy_back (const GstAlignScaleFrame *frame, gint i)
{
  const GstAlignScaleExtent *rows = &frame->places[i].rows;

  for (gint y = 0; y < rows->n; y++)
    memcpy ((gpointer) (guintptr) (rows->start + y * rows->stride),
        frame->replaced[i] + (gsize) y * (gsize) rows->size, (gsize) rows->size);
}

static void
repeat_last_row (const GstAlignScaleFrame *frame, gint i)
{
  const GstAlignScalePlace *place = &frame->places[i];
  guint8 *plane = frame->data[i];

  for (gint y = place->n; y < place->n_there; y++)
    memcpy (plane + y * frame->stride[i], plane + (place->n - 1) * frame->stride[i],
        (gsize) place->rows.size);
}

static void
set_planes (GstAlignScaleFrame *frame, gint n_planes, gboolean source)
{
  guint8 *spare = frame->spare;

  for (gint i = 0; i < n_planes; i++) {
    const GstAlignScalePlace *place = &frame->places[i];

    if (place->n_there < place->n) {
      replace_plane (frame, i, spare, source);
      spare += (gsize) place->n * (gsize) place->rows.size;
      continue;
    }
    frame->data[i] = (gpointer) (guintptr) place->rows.start;
    /* the way to a second row leads nowhere where there is none */
    frame->stride[i] = place->n_there > 1 ? (ptrdiff_t) place->rows.stride : 0;
  }
}

/* Rows a meta has to speak of at least. Some give a field that comes by itself the frame's height, as
 * gst_video_frame_map_id asks of those who map it with the caps' info, others its own. */
static guint
rows_described (const Mapping *mapping)
{
  const GstVideoInfo *info = mapping->info;

  if (GST_VIDEO_INFO_FIELD_HEIGHT (info) == info->height)
    return (guint) info->height;
  return (guint) MAX ((info->height + 1 - mapping->spec->planes[0].y.field) / 2, 1);
}

/* What gst_video_frame_map_id would complain of as of a programmer's mistake, and what it takes as it is. */
static Verdict
check_meta (const Mapping *mapping, const GstVideoMeta *meta)
{
  const GstVideoInfo *info = mapping->info;

  if (meta == NULL)
    return mapping->id < 0 ? FINE : UNDESCRIBED;
  if (meta->format != GST_VIDEO_INFO_FORMAT (info) || meta->width < (guint) info->width
      || meta->height < rows_described (mapping)
      || meta->n_planes != GST_VIDEO_INFO_N_PLANES (info))
    return UNLIKE;
  return meta->buffer == mapping->buffer && meta->map != NULL && meta->unmap != NULL ? FINE
                                                                                     : UNMAPPED;
}

/* True where a plane starts behind the memory, for which gst_video_frame_map_id has no other word than failure. */
static gboolean
is_beyond (const GstVideoMeta *meta, gsize size)
{
  for (guint p = 0; p < meta->n_planes; p++) {
    if (meta->offset[p] >= size)
      return TRUE;
  }
  return FALSE;
}

static Verdict
map_picture (const Mapping *mapping, GstMapFlags flags)
{
  GstAlignScaleFrame *frame = mapping->frame;
  const GstVideoMeta *meta = gst_align_scale_pictures_meta (mapping->buffer, mapping->id);
  const Verdict verdict = check_meta (mapping, meta);
  GstVideoInfo described = *mapping->info;
  GstAlignScaleFit fit;

  if (verdict != FINE)
    return verdict;
  if (meta != NULL)
    described.height = MIN (described.height, (gint) MIN (meta->height, G_MAXINT));
  /* Not NO_REF: gst_video_frame_unmap looks for it in a GstMapInfo that a meta's own function may leave as
   * it was. */
  if (!gst_video_frame_map_id (&frame->frame, &described, mapping->buffer, mapping->id, flags))
    return meta != NULL && is_beyond (meta, gst_buffer_get_size (mapping->buffer)) ? OUTSIDE
                                                                                   : UNMAPPED;
  fit = gst_align_scale_locate (
      frame->places, &frame->frame, mapping->spec, mapping->info, mapping->id, mapping->source);
  if (fit == GST_ALIGN_SCALE_FITS)
    return FINE;
  gst_video_frame_unmap (&frame->frame);
  return fit == GST_ALIGN_SCALE_OUTSIDE ? OUTSIDE : OVERLAP;
}

static gchar *
describe_source (const Mapping *mapping, Verdict verdict)
{
  const GstVideoInfo *info = mapping->info;
  const gsize size = gst_buffer_get_size (mapping->buffer);
  const gboolean has_meta = gst_align_scale_pictures_meta (mapping->buffer, mapping->id) != NULL;

  if (verdict == UNMAPPED && !has_meta && size < GST_VIDEO_INFO_SIZE (info))
    return g_strdup_printf (
        "A frame of %" G_GSIZE_FORMAT " bytes does not hold the %dx%d pixels of %s that its caps "
        "say: without a GstVideoMeta these are %" G_GSIZE_FORMAT " bytes, in rows that start every "
        "%d bytes. Usually the rows of such frames are padded otherwise. Let the element or "
        "application that made it pad them so, or add a GstVideoMeta with their strides.",
        size, info->width, info->height, GST_VIDEO_INFO_NAME (info), GST_VIDEO_INFO_SIZE (info),
        GST_VIDEO_INFO_PLANE_STRIDE (info, 0));
  if (verdict == UNMAPPED)
    return g_strdup_printf ("The memory of a frame of %dx%d pixels of %s, %" G_GSIZE_FORMAT
                            " bytes, cannot be read. Check the element that made it.",
        info->width, info->height, GST_VIDEO_INFO_NAME (info), size);
  return g_strdup_printf ("A frame of %" G_GSIZE_FORMAT " bytes does not hold the %dx%d pixels of "
                          "%s that its caps say: its GstVideoMeta %s. Check the element that made "
                          "it.",
      size, info->width, info->height, GST_VIDEO_INFO_NAME (info),
      verdict == UNLIKE ? "has another format, fewer pixels or another number of planes"
                        : "lets rows begin before the memory block they are in or end behind it");
}

static gchar *
describe (const Mapping *mapping, Verdict verdict)
{
  const GstVideoInfo *info = mapping->info;

  if (verdict == UNDESCRIBED)
    return g_strdup_printf ("A buffer of several pictures (interlace-mode=fields, or views) has no "
                            "GstVideoMeta with id %d to say where that picture is. Check the "
                            "element that made it, or let it put both fields into one frame "
                            "(interlace-mode=interleaved).",
        mapping->id);
  if (mapping->source)
    return describe_source (mapping, verdict);
  if (verdict == OVERLAP)
    return g_strdup_printf ("The memory downstream provides for frames of %dx%d %s has rows that "
                            "lie on one another: its GstVideoMeta is wrong. Check the element that "
                            "provides it, or put a videoconvert element between the two.",
        info->width, info->height, GST_VIDEO_INFO_NAME (info));
  return g_strdup_printf ("The memory downstream provides for frames of %dx%d %s, "
                          "%" G_GSIZE_FORMAT " bytes, cannot be written or is too small. "
                          "Check the element that provides it, or put a "
                          "videoconvert element between the two.",
      info->width, info->height, GST_VIDEO_INFO_NAME (info), gst_buffer_get_size (mapping->buffer));
}

gboolean
gst_align_scale_frame_map (GstAlignScaleFrame *frame, const RszSpec *spec, const GstVideoInfo *info,
    GstBuffer *buffer, gint id, GstMapFlags flags, gchar **message)
{
  const Mapping mapping = { frame, spec, info, buffer, id, flags == GST_MAP_READ };
  const Verdict verdict = map_picture (&mapping, flags);

  if (verdict != FINE) {
    *message = describe (&mapping, verdict);
    return FALSE;
  }
  set_planes (frame, spec->n_planes, mapping.source);
  return TRUE;
}

void
gst_align_scale_frame_complete (GstAlignScaleFrame *frame, const RszSpec *spec)
{
  for (gint i = 0; i < spec->n_planes; i++) {
    if (frame->replaced[i] != NULL)
      copy_back (frame, i);
    else
      repeat_last_row (frame, i);
  }
}

void
gst_align_scale_frame_ask_alignment (GstQuery *query)
{
  GstAllocator *allocator = NULL;
  GstAllocationParams params;

  gst_allocation_params_init (&params);
  if (gst_query_get_n_allocation_params (query) > 0)
    gst_query_parse_nth_allocation_param (query, 0, &allocator, &params);
  else
    gst_query_add_allocation_param (query, NULL, &params);
  params.align |= RSZ_ROW_ALIGNMENT - 1;
  gst_query_set_nth_allocation_param (query, 0, allocator, &params);
  gst_clear_object (&allocator);
}

void
gst_align_scale_frame_unmap (GstAlignScaleFrame *frame)
{
  gst_video_frame_unmap (&frame->frame);
}
