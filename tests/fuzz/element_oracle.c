/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_oracle.h"

#include <string.h>

#include "element_frames.h"
#include "element_kind.h"
#include "element_properties.h"

/* ---- a fresh element ---- */

static GstBuffer *came_out;
static GstCaps *taken;

static GstFlowReturn
take_frame (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  (void) pad;
  (void) parent;
  gst_buffer_replace (&came_out, buffer);
  gst_buffer_unref (buffer);
  return GST_FLOW_OK;
}

static gboolean
answer_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  GstCaps *caps, *filter;

  (void) pad;
  (void) parent;
  if (GST_QUERY_TYPE (query) == GST_QUERY_CAPS) {
    gst_query_parse_caps (query, &filter);
    caps = filter ? gst_caps_intersect_full (filter, taken, GST_CAPS_INTERSECT_FIRST)
                  : gst_caps_ref (taken);
    gst_query_set_caps_result (query, caps);
    gst_caps_unref (caps);
    return TRUE;
  }
  if (GST_QUERY_TYPE (query) != GST_QUERY_ACCEPT_CAPS)
    return FALSE;
  gst_query_parse_accept_caps (query, &caps);
  gst_query_set_accept_caps_result (query, gst_caps_is_subset (caps, taken));
  return TRUE;
}

static gboolean
take_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  (void) pad;
  (void) parent;
  gst_event_unref (event);
  return TRUE;
}

static GstPad *
activate (const gchar *name, GstPadDirection direction)
{
  GstPad *pad = gst_object_ref_sink (gst_pad_new (name, direction));

  gst_pad_set_event_function (pad, take_event);
  if (direction == GST_PAD_SINK) {
    gst_pad_set_chain_function (pad, take_frame);
    gst_pad_set_query_function (pad, answer_query);
  }
  return pad;
}

/* What a new element makes of the frame, or NULL. */
static GstBuffer *
scale_afresh (World *world, GstBuffer *plain, GstCaps *out)
{
  GstElement *element = gst_object_ref_sink (g_object_new (kind_type (), NULL));
  GstPad *src = activate ("src", GST_PAD_SRC), *sink = activate ("sink", GST_PAD_SINK);
  GstSegment segment;
  GstBuffer *result;

  came_out = NULL;
  taken = out;
  properties_copy (element, world->element);
  if (fuzz_kind == KIND_TENSOR) /* a stream keeps the one it began with */
    g_object_set (element, "layout", GST_ALIGN_SCALE (world->element)->effective.layout, NULL);
  gst_pad_link_full (src, GST_BASE_TRANSFORM_SINK_PAD (element), GST_PAD_LINK_CHECK_NOTHING);
  gst_pad_link_full (GST_BASE_TRANSFORM_SRC_PAD (element), sink, GST_PAD_LINK_CHECK_NOTHING);
  gst_pad_set_active (sink, TRUE);
  gst_element_set_state (element, GST_STATE_PLAYING);
  gst_pad_set_active (src, TRUE);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (src, gst_event_new_stream_start ("oracle"));
  gst_pad_push_event (src, gst_event_new_caps (world->caps));
  gst_pad_push_event (src, gst_event_new_segment (&segment));
  gst_pad_push (src, gst_buffer_ref (plain));
  gst_element_set_state (element, GST_STATE_NULL);
  gst_pad_set_active (src, FALSE);
  gst_pad_set_active (sink, FALSE);
  gst_object_unref (element);
  gst_object_unref (src);
  gst_object_unref (sink);
  result = came_out;
  came_out = NULL;
  return result;
}

/* ---- comparison ---- */

/* Where a picture is in a buffer. */
typedef struct {
  GstVideoFrame frame;
  gint x, y; /* of its first pixel in what is mapped */
} Picture;

static gboolean
map_picture (Picture *picture, const GstVideoInfo *one, GstBuffer *buffer, gint id)
{
  GstVideoInfo described = *one;
  const GstVideoMeta *meta = gst_buffer_get_video_meta_id (buffer, MAX (id, 0));
  const GstVideoCropMeta *crop = gst_buffer_get_video_crop_meta (buffer);

  if (meta != NULL && meta->height < (guint) one->height)
    described.height = (gint) meta->height;
  picture->x = crop != NULL && meta != NULL ? (gint) crop->x : 0;
  picture->y = crop != NULL && meta != NULL ? (gint) crop->y : 0;
  return gst_video_frame_map_id (&picture->frame, &described, buffer, id, GST_MAP_READ);
}

/* A row as GStreamer reads it. */
static void
unpack_row (const Picture *picture, gint y, gint width, gpointer row)
{
  const GstVideoFrame *frame = &picture->frame;
  const GstVideoFormatInfo *format = frame->info.finfo;
  gpointer data[GST_VIDEO_MAX_PLANES];
  gint stride[GST_VIDEO_MAX_PLANES];

  for (guint p = 0; p < GST_VIDEO_MAX_PLANES; p++) {
    data[p] = frame->data[p];
    stride[p] = frame->info.stride[p];
  }
  format->unpack_func (
      format, GST_VIDEO_PACK_FLAG_NONE, row, data, stride, picture->x, picture->y + y, width);
}

static gsize
size_of_row (const GstVideoFormatInfo *format, gint width)
{
  const GstVideoFormatInfo *unpacked = gst_video_format_get_info (format->unpack_format);

  return (gsize) width * (gsize) unpacked->pixel_stride[0];
}

/* Pixels of a row that are compared: memory of these formats may lack a part of the last one
 * (docs/formats.md). */
static gint
pixels_of_row (const GstVideoInfo *info)
{
  switch (GST_VIDEO_INFO_FORMAT (info)) {
  case GST_VIDEO_FORMAT_UYVP:
  case GST_VIDEO_FORMAT_NV12_10LE32:
  case GST_VIDEO_FORMAT_NV16_10LE32:
    return info->width - info->width % 2;
  default:
    return info->width;
  }
}

gboolean
oracle_sees_less (const GstVideoInfo *info)
{
  return pixels_of_row (info) != info->width
         || (GST_VIDEO_INFO_IS_INTERLACED (info) && info->finfo->h_sub[1] > 0
             && info->height % (2 << info->finfo->h_sub[1]) != 0);
}

static void
compare_rows (const Picture *a, const Picture *b, const GstVideoInfo *one, gint n, gint id)
{
  const gint width = pixels_of_row (one);
  const gsize size = size_of_row (one->finfo, width);
  /* unpack functions work on whole groups of pixels */
  guint8 *row_a = g_malloc (size + 512), *row_b = g_malloc (size + 512);

  for (gint y = 0; y < n; y++) {
    unpack_row (a, y, width, row_a);
    unpack_row (b, y, width, row_b);
    for (gsize i = 0; i < size; i++) {
      if (row_a[i] != row_b[i])
        fuzz_fail (
            "byte %u of %u of row %d of picture %d, %dx%d %s, is %u; a fresh element makes it "
            "%u",
            (guint) i, (guint) size, y, id, one->width, one->height, GST_VIDEO_INFO_NAME (one),
            row_a[i], row_b[i]);
    }
  }
  g_free (row_a);
  g_free (row_b);
}

/* Rows of a picture that are its own: a bottom field may have one less than the memory. */
static gint
rows_of (const GstVideoInfo *one, GstBuffer *buffer, const GstVideoInfo *info, gint id)
{
  const gboolean is_field = GST_VIDEO_INFO_FIELD_HEIGHT (one) != one->height;
  const gboolean is_bottom =
      frame_pictures (info) > 1 ? id % 2 == 1 : GST_VIDEO_BUFFER_IS_BOTTOM_FIELD (buffer);

  if (!is_field)
    return one->height;
  return (one->height + (is_bottom ? 0 : 1)) / 2;
}

static void
compare_pictures (World *world, GstBuffer *expected, const GstVideoInfo *out)
{
  const gint n = frame_pictures (out);
  GstVideoInfo one;

  frame_picture_info (&one, out);
  for (gint i = 0; i < n; i++) {
    const gint id = n > 1 ? i : -1;
    Picture a, b;

    if (!map_picture (&a, &one, world->last, id))
      fuzz_fail ("what came out cannot be read");
    if (!map_picture (&b, &one, expected, id))
      fuzz_fail ("what a fresh element made cannot be read");
    compare_rows (&a, &b, &one, rows_of (&one, expected, out, id), id);
    gst_video_frame_unmap (&a.frame);
    gst_video_frame_unmap (&b.frame);
  }
}

static void
compare_tensors (World *world, GstBuffer *expected)
{
  GstMapInfo a, b;

  if (!gst_buffer_map (world->last, &a, GST_MAP_READ)
      || !gst_buffer_map (expected, &b, GST_MAP_READ))
    fuzz_fail ("a tensor cannot be read");
  if (a.size != b.size)
    fuzz_fail ("a tensor has %u bytes; a fresh element makes %u", (guint) a.size, (guint) b.size);
  for (gsize i = 0; i + sizeof (gfloat) <= a.size; i += sizeof (gfloat)) {
    gfloat made, wanted;

    memcpy (&made, a.data + i, sizeof made);
    memcpy (&wanted, b.data + i, sizeof wanted);
    if (memcmp (&made, &wanted, sizeof made) != 0)
      fuzz_fail ("value %u of a tensor is %.9g; a fresh element makes it %.9g",
          (guint) (i / sizeof (gfloat)), (gdouble) made, (gdouble) wanted);
  }
  gst_buffer_unmap (world->last, &a);
  gst_buffer_unmap (expected, &b);
}

/* Whether buffers of such caps can be compared; then `info` is read of all but tensors. */
static gboolean
can_be_compared (GstCaps *out, GstVideoInfo *info)
{
  if (gst_structure_has_name (gst_caps_get_structure (out, 0), "tensor/strided"))
    return TRUE;
  return gst_video_info_from_caps (info, out) && frame_is_known (info)
         && info->finfo->unpack_func != NULL;
}

/* Other memory passes untouched. */
static gboolean
is_scaled_at_all (GstCaps *caps)
{
  return !gst_caps_features_contains (gst_caps_get_features (caps, 0), "memory:DMABuf");
}

/* False where an old setting stayed, which a fresh element would refuse. */
static gboolean
has_what_is_asked (GstElement *element)
{
  const GstAlignScale *self;

  if (fuzz_kind == KIND_CONVERT)
    return TRUE;
  self = GST_ALIGN_SCALE (element);
  return gst_align_scale_settings_equal (&self->requested, &self->effective);
}

void
oracle_compare (World *world, GstBuffer *plain)
{
  GstCaps *out = gst_pad_get_current_caps (world->sink);
  GstVideoInfo info;
  GstBuffer *expected;

  if (out == NULL || !has_what_is_asked (world->element) || !is_scaled_at_all (out)
      || !can_be_compared (out, &info)) {
    gst_clear_caps (&out);
    return;
  }
  say ("  compared");
  expected = scale_afresh (world, plain, out);
  /* with factors the size may be another crop's */
  if (expected != NULL && fuzz_kind == KIND_TENSOR)
    compare_tensors (world, expected);
  else if (expected != NULL)
    compare_pictures (world, expected, &info);
  else if (!properties_make_size (world->element))
    fuzz_fail ("a fresh element does not scale what this one did");
  gst_clear_buffer (&expected);
  gst_caps_unref (out);
}
