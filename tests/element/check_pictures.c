/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Buffers of several pictures: two fields, the views of multiview video. */
#include <string.h>

#include "fields.h"

static const gchar *const formats[] = { "GRAY8", "I420", "NV12", "Y42B", "YUY2", "RGBA", "YUV9",
  "P010_10LE", "AV12" };

/* ---- two fields are those of interleaved frames ---- */

static void
check_equal (const gchar *format, const gchar *settings, const gint *heights)
{
  gchar *in = caps_text (format, WIDTH, heights[0], INTERLEAVED);
  gchar *out = caps_text (format, OUT_WIDTH, heights[1], INTERLEAVED);
  const GstVideoInfo in_info = info_of (in), out_info = info_of (out);
  GstBuffer *frame = noise_frame (&in_info, (guint32) heights[1]);
  GstBuffer *expected = scale_once (settings, in, out, frame);
  GstBuffer *result =
      fields_scale_as (FIELDS, settings, format, heights[0], heights[1], OUT_WIDTH, frame);

  g_test_message ("%s %s, %d to %d rows", format, settings, heights[0], heights[1]);
  g_assert_true (same_picture (&out_info, expected, result));
  gst_buffer_unref (result);
  gst_buffer_unref (expected);
  gst_buffer_unref (frame);
  g_free (out);
  g_free (in);
}

static void
fields_are_the_interleaved (gconstpointer format)
{
  for (gsize m = 0; m < N_FIELD_METHODS; m++) {
    for (gsize h = 0; h < N_FIELD_HEIGHTS; h++)
      check_equal (format, field_methods[m], field_heights[h]);
  }
}

/* Where crops and borders leave each field a row. */
static void
framed_fields_are_the_interleaved (gconstpointer format)
{
  static const gchar *const settings[] = { "add-borders=1",
    "add-borders=1 border-placement=top-left", "crop-top=5 crop-left=3",
    "crop-bottom=3 add-borders=1 border-color=0xff114477" };

  for (gsize m = 0; m < G_N_ELEMENTS (settings); m++) {
    for (gsize h = 0; h < N_FIELD_HEIGHTS; h++)
      if (MIN (field_heights[h][0], field_heights[h][1]) > 7)
        check_equal (format, settings[m], field_heights[h]);
  }
}

/* A picture of one row has one field: both are scaled as the frames they look like. */
static void
fields_without_rows_are_frames (void)
{
  static const gint sizes[][2] = { { 1, 8 }, { 9, 1 }, { 1, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    const gint in_rows = (sizes[i][0] + 1) / 2, out_rows = (sizes[i][1] + 1) / 2;
    gchar *in = fields_caps (FIELDS, "GRAY8", WIDTH, sizes[i][0]);
    gchar *out = fields_caps (FIELDS, "GRAY8", OUT_WIDTH, sizes[i][1]);
    gchar *frame_in = caps_text ("GRAY8", WIDTH, in_rows, "");
    gchar *frame_out = caps_text ("GRAY8", OUT_WIDTH, out_rows, "");
    const GstVideoInfo info = info_of (frame_in), out_info = info_of (frame_out);
    GstBuffer *both = gst_buffer_new (), *result, *expected[2];

    for (gint field = 0; field < 2; field++) {
      GstBuffer *frame = noise_frame (&info, (guint32) field);
      gsize offset[GST_VIDEO_MAX_PLANES] = { gst_buffer_get_size (both) };

      expected[field] = scale_once (NULL, frame_in, frame_out, frame);
      gst_buffer_append_memory (both, gst_buffer_get_memory (frame, 0));
      gst_buffer_add_video_meta_full (both, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_GRAY8,
          WIDTH, (guint) in_rows, 1, offset, (gint *) info.stride)
          ->id = field;
      gst_buffer_unref (frame);
    }
    result = scale_once (NULL, in, out, both);
    for (gint field = 0; field < 2; field++) {
      GstVideoFrame a, b;

      g_assert_true (gst_video_frame_map_id (&a, &out_info, result, field, GST_MAP_READ));
      g_assert_true (gst_video_frame_map (&b, &out_info, expected[field], GST_MAP_READ));
      for (gint y = 0; y < out_rows; y++)
        g_assert_true (memcmp (plane_row (&a, 0, y), plane_row (&b, 0, y), OUT_WIDTH) == 0);
      gst_video_frame_unmap (&b);
      gst_video_frame_unmap (&a);
      gst_buffer_unref (expected[field]);
    }
    gst_buffer_unref (result);
    gst_buffer_unref (both);
    g_free (frame_out);
    g_free (frame_in);
    g_free (out);
    g_free (in);
  }
}

/* ---- what comes out ---- */

/* Each picture can be mapped with the info of the caps, all of its rows lie in memory that is its
 * own. */
static void
check_layout (GstBuffer *buffer, const GstVideoInfo *info, guint n_pictures, gint n_fields)
{
  g_assert_cmpuint (gst_buffer_get_n_meta (buffer, GST_VIDEO_META_API_TYPE), ==, n_pictures);
  g_assert_cmpuint (gst_buffer_n_memory (buffer), ==, n_pictures);
  for (guint id = 0; id < n_pictures; id++) {
    GstVideoFrame frame;

    g_assert_true (gst_video_frame_map_id (&frame, info, buffer, (gint) id, GST_MAP_READ));
    g_assert_cmpint (frame.id, ==, (gint) id);
    for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
      gsize bytes;
      gint step = 1;
      const guint8 *end;

      plane_measure (info, p, &bytes, &step);
      /* the top field's rows are the most */
      end = plane_row (&frame, p, plane_rows (info, step, n_fields, 0) - 1) + bytes;
      g_assert_true (frame.map[p].memory == gst_buffer_peek_memory (buffer, id));
      g_assert_true ((guint8 *) frame.data[p] >= frame.map[p].data);
      g_assert_true (end <= frame.map[p].data + frame.map[p].size);
    }
    gst_video_frame_unmap (&frame);
  }
}

static void
output_has_memory_and_metas_of_its_own (gconstpointer format)
{
  for (gsize h = 0; h < N_FIELD_HEIGHTS; h++) {
    gchar *in = fields_caps (FIELDS, format, WIDTH, field_heights[h][0]);
    gchar *out = fields_caps (FIELDS, format, OUT_WIDTH, field_heights[h][1]);
    gchar *pairs = fields_caps (INTERLEAVED, format, WIDTH, field_heights[h][0]);
    const GstVideoInfo from = info_of (pairs), out_info = info_of (out);
    Scene scene = scene_new (NULL, in, out);
    GstBuffer *frame = noise_frame (&from, 3);

    for (gint i = 0; i < 4; i++) { /* buffers come back from the pool */
      GstBuffer *result = scene_scale (&scene, fields_stack (&from, frame, i % 2));

      check_layout (result, &out_info, 2, 2);
      gst_buffer_unref (result);
    }
    gst_buffer_unref (frame);
    scene_free (&scene);
    g_free (pairs);
    g_free (out);
    g_free (in);
  }
}

/* The first picture's pool of an answer to an allocation query. */
static GstBufferPool *
ask_for_pool (Scene *scene, GstCaps *caps, guint *size)
{
  GstQuery *query = gst_query_new_allocation (caps, TRUE);
  GstBufferPool *pool = NULL;

  g_assert_true (gst_pad_peer_query (scene->harness->srcpad, query));
  g_assert_true (gst_query_find_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL));
  g_assert_cmpuint (gst_query_get_n_allocation_pools (query), ==, 1);
  gst_query_parse_nth_allocation_pool (query, 0, &pool, size, NULL, NULL);
  gst_query_unref (query);
  g_assert_nonnull (pool);
  return pool;
}

/* Nobody else has a pool of such buffers. */
static void
upstream_is_offered_such_buffers (gconstpointer format)
{
  gchar *in = fields_caps (FIELDS, format, WIDTH, 25);
  gchar *out = fields_caps (FIELDS, format, OUT_WIDTH, 37);
  const GstVideoInfo info = info_of (in);
  Scene scene = scene_new (NULL, in, out);
  GstCaps *caps = gst_caps_from_string (in);
  guint size;
  GstBufferPool *pool = ask_for_pool (&scene, caps, &size);
  GstBuffer *buffer = NULL;

  g_assert_true (gst_buffer_pool_set_active (pool, TRUE));
  g_assert_cmpint (gst_buffer_pool_acquire_buffer (pool, &buffer, NULL), ==, GST_FLOW_OK);
  g_assert_cmpuint (gst_buffer_get_size (buffer), ==, size);
  check_layout (buffer, &info, 2, 2);
  gst_buffer_memset (buffer, 0, 0, G_MAXSIZE);
  gst_buffer_unref (scene_scale (&scene, buffer));
  gst_buffer_pool_set_active (pool, FALSE);
  gst_object_unref (pool);
  gst_caps_unref (caps);
  scene_free (&scene);
  g_free (out);
  g_free (in);
}

/* ---- what does not work ---- */

static void
check_refusal (GstBuffer *buffer, const gchar *begin)
{
  Scene scene = scene_new (NULL, "video/x-raw,format=GRAY8,width=32,height=24," FIELDS,
      "video/x-raw,width=16,height=12," FIELDS);
  gchar *text;

  g_assert_cmpint (gst_harness_push (scene.harness, buffer), ==, GST_FLOW_ERROR);
  text = scene_text (&scene, GST_MESSAGE_ERROR);
  g_assert_nonnull (text);
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, begin));
  g_free (text);
  scene_free (&scene);
}

/* A buffer of two fields, and what is changed in the meta of the second. */
static GstBuffer *
two_fields (GstVideoMeta **second)
{
  const GstVideoInfo info = info_of ("video/x-raw,format=GRAY8,width=32,height=24," INTERLEAVED);
  GstBuffer *frame = noise_frame (&info, 1), *result = fields_stack (&info, frame, FALSE);

  gst_buffer_unref (frame);
  *second = gst_buffer_get_video_meta_id (result, 1);
  return result;
}

static void
buffers_without_metas_are_refused (void)
{
  static const gchar none[] = "A buffer of several pictures (interlace-mode=fields, or views) has "
                              "no GstVideoMeta with id ";
  GstVideoMeta *second;
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, 32 * 24, NULL);

  gst_buffer_memset (buffer, 0, 0, G_MAXSIZE);
  check_refusal (buffer, none);
  buffer = two_fields (&second);
  second->id = 2;
  check_refusal (buffer, none);
  buffer = two_fields (&second);
  second->height = 11;
  check_refusal (buffer, "A frame of ");
  buffer = two_fields (&second);
  second->width = 31;
  check_refusal (buffer, "A frame of ");
  buffer = two_fields (&second);
  second->format = GST_VIDEO_FORMAT_RGB;
  check_refusal (buffer, "A frame of ");
  buffer = two_fields (&second);
  second->offset[0] = gst_buffer_get_size (buffer) - 32;
  check_refusal (buffer, "A frame of ");
}

static void
fields_pass_untouched (void)
{
  GstVideoMeta *second;
  GstBuffer *buffer = two_fields (&second), *result;
  Scene scene = scene_new (NULL, "video/x-raw,format=GRAY8,width=32,height=24," FIELDS, NULL);

  result = scene_scale (&scene, gst_buffer_ref (buffer));
  g_assert_true (result == buffer);
  gst_buffer_unref (result);
  gst_buffer_unref (buffer);
  scene_free (&scene);
}

/* ---- views ---- */

#define N_VIEWS 3

/* Pictures as memories of a buffer, as multiview's separated mode has them. */
static GstBuffer *
join_views (const GstVideoInfo *info, GstBuffer *const *frames)
{
  GstBuffer *result = gst_buffer_new ();

  for (gint id = 0; id < N_VIEWS; id++) {
    gsize offset[GST_VIDEO_MAX_PLANES];

    for (guint p = 0; p < GST_VIDEO_MAX_PLANES; p++)
      offset[p] = gst_buffer_get_size (result) + info->offset[p];
    gst_buffer_append_memory (result, gst_buffer_get_memory (frames[id], 0));
    gst_buffer_add_video_meta_full (result, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (info),
        (guint) info->width, (guint) info->height, GST_VIDEO_INFO_N_PLANES (info), offset,
        (gint *) info->stride)
        ->id = id;
  }
  return result;
}

/* True where a picture of a buffer is the whole other frame. */
static gboolean
is_view (const GstVideoInfo *info, GstBuffer *buffer, gint id, GstBuffer *frame)
{
  GstBuffer *one = gst_buffer_new ();
  gboolean same;

  gst_buffer_append_memory (one, gst_buffer_get_memory (buffer, (guint) id));
  same = same_picture (info, frame, one);
  gst_buffer_unref (one);
  return same;
}

static void
views_are_scaled_each (gconstpointer format)
{
  static const gchar *const more[] = { "views=3,multiview-mode=separated", "views=3" };

  for (gsize i = 0; i < G_N_ELEMENTS (more); i++) {
    gchar *in = caps_text (format, WIDTH, 25, ""), *out = caps_text (format, OUT_WIDTH, 37, "");
    gchar *all_in = caps_text (format, WIDTH, 25, more[i]);
    gchar *all_out = caps_text (format, OUT_WIDTH, 37, more[i]);
    const GstVideoInfo info = info_of (in), out_info = info_of (out);
    GstBuffer *views[N_VIEWS], *joined, *result;

    for (guint id = 0; id < N_VIEWS; id++)
      views[id] = noise_frame (&info, id);
    joined = join_views (&info, views);
    result = scale_once ("method=bicubic", all_in, all_out, joined);
    check_layout (result, &out_info, N_VIEWS, 1);
    for (gint id = 0; id < N_VIEWS; id++) {
      GstBuffer *expected = scale_once ("method=bicubic", in, out, views[id]);

      g_assert_true (is_view (&out_info, result, id, expected));
      gst_buffer_unref (expected);
      gst_buffer_unref (views[id]);
    }
    gst_buffer_unref (result);
    gst_buffer_unref (joined);
    g_free (all_out);
    g_free (all_in);
    g_free (out);
    g_free (in);
  }
}

static void
too_many_views_are_refused (void)
{
  static const gchar *const counts[] = { "views=65", "views=2147483647" };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    gchar *in = caps_text ("GRAY8", WIDTH, 25, counts[i]);
    Scene scene = scene_new (NULL, in, "video/x-raw,width=16");
    gchar *text = scene_text (&scene, GST_MESSAGE_ERROR);

    g_assert_nonnull (text);
    g_assert_true (g_str_has_prefix (text, "Buffers of so many pictures cannot be scaled"));
    g_free (text);
    scene_free (&scene);
    g_free (in);
  }
}

int
main (int argc, char **argv)
{
  const gsize n = G_N_ELEMENTS (formats);

  test_init (&argc, &argv);
  add_formats ("pictures", "two fields are those of interleaved frames", formats, n,
      fields_are_the_interleaved);
  add_formats (
      "pictures", "cropped or bordered fields, too", formats, n, framed_fields_are_the_interleaved);
  g_test_add_func ("/pictures/fields without rows are frames", fields_without_rows_are_frames);
  add_formats ("pictures", "output has memory and metas of its own", formats, n,
      output_has_memory_and_metas_of_its_own);
  add_formats (
      "pictures", "upstream is offered such buffers", formats, n, upstream_is_offered_such_buffers);
  g_test_add_func (
      "/pictures/buffers without metas are refused", buffers_without_metas_are_refused);
  g_test_add_func ("/pictures/fields pass untouched", fields_pass_untouched);
  g_test_add_func ("/pictures/too many views are refused", too_many_views_are_refused);
  add_formats ("pictures", "views are scaled each", formats, n, views_are_scaled_each);
  return g_test_run ();
}
