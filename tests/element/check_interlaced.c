/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pictures of two fields, interleaved, mixed with whole frames or one by one. */
#include <math.h>
#include <string.h>

#include "gstalignscaleplan.h"
#include "scene.h"

static const gchar *const formats[] = { "GRAY8", "I420", "NV12", "Y42B", "YUY2", "RGBA", "YUV9",
  "P010_10LE", "AV12" };
/* where a byte is a sample */
static const gchar *const byte_formats[] = { "GRAY8", "I420", "NV12", "Y42B", "YUY2", "RGBA" };

/* Heights of input and output: multiples of four, one to three above them, and as few rows as
 * there can be. */
static const gint heights[][2] = { { 24, 36 }, { 26, 22 }, { 25, 37 }, { 23, 41 }, { 47, 22 },
  { 22, 45 }, { 2, 2 }, { 2, 7 }, { 7, 2 }, { 3, 3 }, { 6, 14 }, { 5, 6 } };

#define WIDTH 48
#define OUT_WIDTH 70

#define INTERLEAVED "interlace-mode=interleaved"
#define MIXED "interlace-mode=mixed"

static gchar *
alternate_caps (const gchar *format, gint width, gint height)
{
  return g_strdup_printf ("video/x-raw(format:Interlaced),format=%s,width=%d,height=%d,"
                          "framerate=25/1,interlace-mode=alternate",
      format, width, height);
}

/* ---- planes ---- */

/* Bytes of a row that belong to the picture, and picture rows per row, of a plane. */
static void
measure (const GstVideoInfo *info, guint plane, gsize *bytes, gint *step)
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

/* Rows that a plane of a field, or of a frame where n_fields is 1, has inside the picture. */
static gint
rows_of (const GstVideoInfo *info, gint step, gint n_fields, gint field)
{
  const gint all = step * n_fields;

  return (info->height - field + all - 1) / all;
}

static guint8 *
row_at (const GstVideoFrame *frame, guint plane, gint y)
{
  return (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (frame, plane)
         + y * GST_VIDEO_FRAME_PLANE_STRIDE (frame, plane);
}

/* Rows of memory, by where the next plane begins. */
static gint
memory_rows (const GstVideoInfo *info, guint plane)
{
  gsize end = GST_VIDEO_INFO_SIZE (info);

  if (plane + 1 < GST_VIDEO_INFO_N_PLANES (info))
    end = GST_VIDEO_INFO_PLANE_OFFSET (info, plane + 1);
  return (gint) ((end - GST_VIDEO_INFO_PLANE_OFFSET (info, plane))
                 / (gsize) GST_VIDEO_INFO_PLANE_STRIDE (info, plane));
}

/* ---- one by one ---- */

/* One field of an interleaved frame as a buffer. Rows that the frame has no memory for are its last. */
static GstBuffer *
take_field (const GstVideoInfo *from, GstBuffer *frame, const GstVideoInfo *to, gint field)
{
  GstBuffer *result = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (to), NULL);
  GstVideoFrame in, out;

  g_assert_true (gst_video_frame_map (&in, from, frame, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&out, to, result, GST_MAP_WRITE));
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (from); p++) {
    gsize bytes;
    gint step = 1;

    measure (from, p, &bytes, &step);
    for (gint y = 0; y < rows_of (from, step, 2, field); y++)
      memcpy (row_at (&out, p, y), row_at (&in, p, MIN (2 * y + field, memory_rows (from, p) - 1)),
          bytes);
  }
  gst_video_frame_unmap (&out);
  gst_video_frame_unmap (&in);
  GST_BUFFER_FLAG_SET (result, GST_VIDEO_BUFFER_FLAG_INTERLACED);
  GST_BUFFER_FLAG_SET (
      result, field ? GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD : GST_VIDEO_BUFFER_FLAG_TOP_FIELD);
  return result;
}

/* True where buffer `one` holds field `field` of the interleaved `frame`. Rows beyond the picture that
 * its memory has, which the other field's buffer needs, are its last row again. */
static gboolean
is_field (const GstVideoInfo *one_info, GstBuffer *one, const GstVideoInfo *info, GstBuffer *frame,
    gint field)
{
  GstVideoFrame a, b;
  gboolean same = TRUE;

  g_assert_true (gst_video_frame_map (&a, one_info, one, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&b, info, frame, GST_MAP_READ));
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gsize bytes;
    gint step = 1, inside, rows;

    measure (info, p, &bytes, &step);
    inside = rows_of (info, step, 2, field);
    rows = rows_of (info, step, 2, 0);
    for (gint y = 0; y < rows; y++) {
      const guint8 *row = row_at (&a, p, y);
      const gint there = 2 * y + field;

      if (y >= inside)
        same &= memcmp (row, row_at (&a, p, inside - 1), bytes) == 0;
      else if (there < memory_rows (info, p))
        same &= memcmp (row, row_at (&b, p, there), bytes) == 0;
      if (!same) {
        g_test_message ("plane %u, row %d of %d of field %d differs", p, y, rows, field);
        goto done;
      }
    }
  }
done:
  gst_video_frame_unmap (&b);
  gst_video_frame_unmap (&a);
  return same;
}

static const gchar *const methods[] = { "method=bilinear", "method=bicubic align-corners=1",
  "method=lanczos", "method=area", "method=nearest" };

static void
check_alternate (const gchar *format, const gchar *settings, gint in_height, gint out_height)
{
  gchar *in = caps_text (format, WIDTH, in_height, INTERLEAVED);
  gchar *out = caps_text (format, OUT_WIDTH, out_height, INTERLEAVED);
  gchar *one_in = alternate_caps (format, WIDTH, in_height);
  gchar *one_out = alternate_caps (format, OUT_WIDTH, out_height);
  GstVideoInfo in_info = info_of (in), out_info = info_of (out);
  GstVideoInfo one_in_info = info_of (one_in), one_out_info = info_of (one_out);
  GstBuffer *frame = noise_frame (&in_info, (guint32) in_height), *expected;
  Scene scene = scene_new (settings, one_in, one_out);

  expected = scale_once (settings, in, out, frame);
  for (gint i = 0; i < 4; i++) {
    GstBuffer *field = take_field (&in_info, frame, &one_in_info, i % 2), *result;

    result = scene_scale (&scene, field);
    g_test_message ("%s %s, %d to %d rows", format, settings, in_height, out_height);
    g_assert_cmpint (GST_VIDEO_BUFFER_IS_BOTTOM_FIELD (result), ==, i % 2);
    g_assert_true (is_field (&one_out_info, result, &out_info, expected, i % 2));
    gst_buffer_unref (result);
  }
  scene_free (&scene);
  gst_buffer_unref (expected);
  gst_buffer_unref (frame);
  g_free (one_out);
  g_free (one_in);
  g_free (out);
  g_free (in);
}

static void
fields_one_by_one_are_the_interleaved (gconstpointer format)
{
  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++) {
    for (gsize h = 0; h < G_N_ELEMENTS (heights); h++)
      check_alternate (format, methods[m], heights[h][0], heights[h][1]);
  }
}

/* A picture of one row has one field: both buffers are scaled as the frame they look like. */
static void
fields_without_rows_are_frames (void)
{
  static const gint sizes[][2] = { { 1, 8 }, { 9, 1 }, { 1, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    gchar *in = alternate_caps ("GRAY8", WIDTH, sizes[i][0]);
    gchar *out = alternate_caps ("GRAY8", OUT_WIDTH, sizes[i][1]);
    gchar *frame_in = caps_text ("GRAY8", WIDTH, (sizes[i][0] + 1) / 2, "");
    gchar *frame_out = caps_text ("GRAY8", OUT_WIDTH, (sizes[i][1] + 1) / 2, "");
    GstVideoInfo info = info_of (frame_in), out_info = info_of (frame_out);
    GstBuffer *field = noise_frame (&info, 1), *expected, *result;

    expected = scale_once (NULL, frame_in, frame_out, field);
    GST_BUFFER_FLAG_SET (field, GST_VIDEO_BUFFER_FLAG_BOTTOM_FIELD);
    result = scale_once (NULL, in, out, field);
    g_assert_cmpuint (gst_buffer_get_size (result), ==, gst_buffer_get_size (expected));
    g_assert_true (same_picture (&out_info, expected, result));
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
    gst_buffer_unref (field);
    g_free (frame_out);
    g_free (frame_in);
    g_free (out);
    g_free (in);
  }
}

/* ---- what is in the picture ---- */

typedef gint (*Value) (gint component, gint x, gint y, gint column_step, gint row_step);

/* A frame whose sample (x, y) of each component is a function of where it is; all rows of memory. */
static GstBuffer *
draw (const GstVideoInfo *info, Value value)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (info), NULL);
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++) {
    const gint column_step = 1 << info->finfo->w_sub[c], row_step = 1 << info->finfo->h_sub[c];
    const gint rows = row_step > 1 ? GST_ROUND_UP_2 (GST_VIDEO_INFO_COMP_HEIGHT (info, c))
                                   : GST_VIDEO_INFO_COMP_HEIGHT (info, c);

    for (gint y = 0; y < rows; y++)
      for (gint x = 0; x < GST_VIDEO_INFO_COMP_WIDTH (info, c); x++)
        row_at (&frame, GST_VIDEO_INFO_COMP_PLANE (info, c),
            y)[x * GST_VIDEO_INFO_COMP_PSTRIDE (info, c) + GST_VIDEO_INFO_COMP_POFFSET (info, c)] =
            (guint8) value ((gint) c, x, y, column_step, row_step);
  }
  gst_video_frame_unmap (&frame);
  return buffer;
}

static gint
edge (gint x, gint column_step, gint at)
{
  return x * column_step < at ? 16 : 200;
}

static gint
left_edge (gint component, gint x, gint y, gint column_step, gint row_step)
{
  (void) component;
  (void) y;
  (void) row_step;
  return edge (x, column_step, WIDTH / 4);
}

static gint
right_edge (gint component, gint x, gint y, gint column_step, gint row_step)
{
  (void) component;
  (void) y;
  (void) row_step;
  return edge (x, column_step, 3 * WIDTH / 4);
}

/* It has moved from the first field to the second. */
static gint
moving_edge (gint component, gint x, gint y, gint column_step, gint row_step)
{
  return (y % 2 ? right_edge : left_edge) (component, x, y, column_step, row_step);
}

/* True where every row of a field of `frame` is the first row of `expected`. */
static gboolean
field_has_rows (const GstVideoInfo *info, GstBuffer *frame, GstBuffer *expected, gint field)
{
  GstVideoFrame a, b;
  gboolean same = TRUE;

  g_assert_true (gst_video_frame_map (&a, info, frame, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&b, info, expected, GST_MAP_READ));
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gsize bytes;
    gint step = 1;

    measure (info, p, &bytes, &step);
    /* with the row that only memory has */
    for (gint y = field; y < GST_ROUND_UP_2 ((info->height + step - 1) / step); y += 2)
      same &= (step == 1 && y >= info->height)
              || memcmp (row_at (&a, p, y), row_at (&b, p, 0), bytes) == 0;
  }
  gst_video_frame_unmap (&b);
  gst_video_frame_unmap (&a);
  return same;
}

/* Scaled together, the edges of both fields would mix. */
static void
moving_edges_stay_apart (gconstpointer data)
{
  const gchar *format = data;

  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++) {
    for (gsize h = 0; h < G_N_ELEMENTS (heights); h++) {
      gchar *in = caps_text (format, WIDTH, heights[h][0], INTERLEAVED);
      gchar *out = caps_text (format, OUT_WIDTH, heights[h][1], INTERLEAVED);
      GstVideoInfo in_info = info_of (in), out_info = info_of (out);
      GstBuffer *moving = draw (&in_info, moving_edge), *left = draw (&in_info, left_edge);
      GstBuffer *right = draw (&in_info, right_edge);
      GstBuffer *result = scale_once (methods[m], in, out, moving);
      GstBuffer *top = scale_once (methods[m], in, out, left);
      GstBuffer *bottom = scale_once (methods[m], in, out, right);

      g_test_message ("%s %s, %d to %d rows", format, methods[m], heights[h][0], heights[h][1]);
      g_assert_true (field_has_rows (&out_info, result, top, 0));
      g_assert_true (field_has_rows (&out_info, result, bottom, 1));
      g_assert_false (field_has_rows (&out_info, result, top, 1));
      gst_buffer_unref (bottom);
      gst_buffer_unref (top);
      gst_buffer_unref (result);
      gst_buffer_unref (right);
      gst_buffer_unref (left);
      gst_buffer_unref (moving);
      g_free (out);
      g_free (in);
    }
  }
}

/* ---- ramps ---- */

#define SLOPE 2.0 /* levels per row of the picture */
#define OFFSET 20.0

static gboolean v_cosited;

/* Where row y of a plane's interleaved fields lies, in rows of the picture. Each field has every
 * second row. Chroma between rows is, as MPEG-2 has it, in the top field half a row below the picture's
 * rows 0, 4, ... and in the bottom field below rows 2, 6, ...; co-sited chroma is on rows of its field. */
static gdouble
row_position (gint y, gint step)
{
  const gint field = y % 2, n = y / 2;

  if (step == 1)
    return y;
  return 2.0 * step * n + (v_cosited ? field : step * field + (step - 1) * 0.5);
}

static gint
still_ramp (gint component, gint x, gint y, gint column_step, gint row_step)
{
  (void) component;
  (void) x;
  (void) column_step;
  return (gint) lrint (SLOPE * row_position (y, row_step) + OFFSET);
}

/* How far a filter reaches in samples, and how far its weights' centre of mass may be from where it is:
 * see ramp.c. */
static const struct {
  const gchar *settings;
  gdouble reach, drift;
  gboolean corners, widens;
} ramp_methods[] = {
  { "method=bilinear", 1, 0, FALSE, FALSE },
  { "method=bilinear align-corners=1", 1, 0, TRUE, FALSE },
  { "method=bicubic", 2, 0.0482, FALSE, FALSE },
  { "method=bilinear antialias=1", 1, 0.086, FALSE, TRUE },
  { "method=lanczos", 3, 0.02, FALSE, TRUE },
};

/* Row y of a component of the output, against the line the input is on. True where it was checked. */
static gboolean
check_ramp_row (
    gsize method, gint in_height, gint out_height, gint step, gint y, gint rows, gint value)
{
  const gboolean corners = ramp_methods[method].corners;
  const gdouble half = corners ? 0.0 : 0.5;
  const gdouble scale =
      corners ? (in_height - 1.0) / (out_height - 1.0) : (gdouble) in_height / out_height;
  const gdouble at = MIN (row_position (y, step), out_height - 1.0);
  const gdouble under = scale * (at + half) - half;
  const gdouble reach = 2.0 * step * ramp_methods[method].reach
                        * (ramp_methods[method].widens ? MAX (scale, 1.0) : 1.0);
  const gdouble off = 0.55 + SLOPE * 2.0 * step * ramp_methods[method].drift;
  const gint last = (rows - 1) / 2 * 2;

  if (under - reach < row_position (1, step) || under + reach > row_position (last - 1, step))
    return FALSE;
  g_test_message ("%s, %d to %d, row %d in steps of %d: %d, not %.2f",
      ramp_methods[method].settings, in_height, out_height, y, step, value, SLOPE * under + OFFSET);
  g_assert_cmpfloat (fabs (value - (SLOPE * under + OFFSET)), <=, off);
  return TRUE;
}

static void
check_ramp (const gchar *format, const gchar *site, gsize method, gint in_height, gint out_height)
{
  gchar *more = g_strconcat (INTERLEAVED, site, NULL);
  gchar *in = caps_text (format, WIDTH, in_height, more);
  gchar *out = caps_text (format, WIDTH, out_height, more);
  GstVideoInfo in_info = info_of (in), out_info = info_of (out);
  GstBuffer *ramp = draw (&in_info, still_ramp);
  GstBuffer *result = scale_once (ramp_methods[method].settings, in, out, ramp);
  gint n_checked = 0;
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, &out_info, result, GST_MAP_READ));
  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (&out_info); c++) {
    for (gint y = 0; y < GST_VIDEO_INFO_COMP_HEIGHT (&out_info, c); y++)
      n_checked += check_ramp_row (method, in_height, out_height, 1 << out_info.finfo->h_sub[c], y,
          GST_VIDEO_INFO_COMP_HEIGHT (&in_info, c),
          row_at (&frame, GST_VIDEO_INFO_COMP_PLANE (&out_info, c),
              y)[GST_VIDEO_INFO_COMP_POFFSET (&out_info, c)]);
  }
  g_assert_cmpint (n_checked, >=, 2);
  gst_video_frame_unmap (&frame);
  gst_buffer_unref (result);
  gst_buffer_unref (ramp);
  g_free (out);
  g_free (in);
  g_free (more);
}

/* Fields scaled alike, without their offsets, would each be a ramp but together a comb. */
static void
still_ramps_stay_ramps (gconstpointer format)
{
  static const gint sizes[][2] = { { 48, 72 }, { 94, 62 }, { 93, 47 }, { 51, 101 }, { 90, 86 } };
  const gboolean yuv = GST_VIDEO_FORMAT_INFO_IS_YUV (
      gst_video_format_get_info (gst_video_format_from_string (format)));

  for (gsize m = 0; m < G_N_ELEMENTS (ramp_methods); m++) {
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++) {
      v_cosited = FALSE;
      check_ramp (format, yuv ? ",chroma-site=mpeg2" : "", m, sizes[s][0], sizes[s][1]);
      v_cosited = TRUE;
      if (yuv)
        check_ramp (format, ",chroma-site=dv", m, sizes[s][0], sizes[s][1]);
    }
  }
}

/* ---- mixed ---- */

/* The picture of a frame in the memory of another interlace mode. */
static GstBuffer *
copy_to (const GstVideoInfo *to, const GstVideoInfo *from, GstBuffer *frame)
{
  GstBuffer *result = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (to), NULL);
  GstVideoFrame in, out;

  g_assert_true (gst_video_frame_map (&in, from, frame, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&out, to, result, GST_MAP_WRITE));
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (to); p++) {
    const gint rows = MIN (memory_rows (to, p), memory_rows (from, p));

    for (gint y = 0; y < rows; y++)
      memcpy (row_at (&out, p, y), row_at (&in, p, y), (gsize) GST_VIDEO_INFO_PLANE_STRIDE (to, p));
  }
  gst_video_frame_unmap (&out);
  gst_video_frame_unmap (&in);
  return result;
}

/* What a stream of `mode` alone makes of a frame of a mixed one. */
static GstBuffer *
scale_in_mode (const gchar *mode, const gchar *format, const gint *sizes, const GstVideoInfo *mixed,
    GstBuffer *frame, const GstVideoInfo *mixed_out)
{
  gchar *in = caps_text (format, WIDTH, sizes[0], mode);
  gchar *out = caps_text (format, OUT_WIDTH, sizes[1], mode);
  GstVideoInfo in_info = info_of (in), out_info = info_of (out);
  GstBuffer *same = copy_to (&in_info, mixed, frame);
  GstBuffer *scaled = scale_once ("method=bicubic", in, out, same);
  GstBuffer *result = copy_to (mixed_out, &out_info, scaled);

  gst_buffer_unref (scaled);
  gst_buffer_unref (same);
  g_free (out);
  g_free (in);
  return result;
}

static void
check_mixed (const gchar *format, const gint *sizes)
{
  static const gchar *const modes[] = { "", INTERLEAVED };
  gchar *in = caps_text (format, WIDTH, sizes[0], MIXED);
  gchar *out = caps_text (format, OUT_WIDTH, sizes[1], MIXED);
  GstVideoInfo info = info_of (in), out_info = info_of (out);
  GstBuffer *frame = noise_frame (&info, 1);
  Scene scene = scene_new ("method=bicubic", in, out);

  for (gint i = 0; i < 5; i++) {
    const gint is_pair = i % 3 == 1;
    GstBuffer *expected = scale_in_mode (modes[is_pair], format, sizes, &info, frame, &out_info);
    GstBuffer *copy = gst_buffer_copy (frame), *result;

    if (is_pair)
      GST_BUFFER_FLAG_SET (copy, GST_VIDEO_BUFFER_FLAG_INTERLACED);
    result = scene_scale (&scene, copy);
    g_test_message ("%s, %d to %d rows, frame %d", format, sizes[0], sizes[1], i);
    g_assert_true (same_picture (&out_info, expected, result));
    gst_buffer_unref (result);
    gst_buffer_unref (expected);
  }
  scene_free (&scene);
  gst_buffer_unref (frame);
  g_free (out);
  g_free (in);
}

static void
mixed_streams_say_for_each_frame (gconstpointer format)
{
  for (gsize h = 0; h < G_N_ELEMENTS (heights); h++)
    check_mixed (format, heights[h]);
}

/* ---- rows that only memory has ---- */

/* A copy of a frame in memory whose planes have the rows of the picture and nothing more. */
static GstBuffer *
pack_tightly (const GstVideoInfo *info, GstBuffer *frame)
{
  GstBuffer *result = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (info), NULL);
  gsize offsets[GST_VIDEO_MAX_PLANES] = { 0 }, end = 0;
  GstVideoFrame in;
  GstMapInfo map;

  g_assert_true (gst_buffer_map (result, &map, GST_MAP_WRITE));
  g_assert_true (gst_video_frame_map (&in, info, frame, GST_MAP_READ));
  memset (map.data, 0x5a, map.size);
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    const gint stride = GST_VIDEO_INFO_PLANE_STRIDE (info, p);
    gsize bytes;
    gint step = 1;

    measure (info, p, &bytes, &step);
    offsets[p] = end;
    for (gint y = 0; y < rows_of (info, step, 1, 0); y++, end += (gsize) stride)
      memcpy (map.data + end, row_at (&in, p, y), (gsize) stride);
  }
  gst_video_frame_unmap (&in);
  gst_buffer_unmap (result, &map);
  gst_buffer_resize (result, 0, (gssize) end);
  gst_buffer_add_video_meta_full (result, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (info),
      (guint) info->width, (guint) info->height, GST_VIDEO_INFO_N_PLANES (info), offsets,
      (gint *) info->stride);
  return result;
}

/* Fills chroma rows beyond the picture's with those before. */
static void
repeat_last_rows (const GstVideoInfo *info, GstBuffer *buffer)
{
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_READWRITE));
  for (guint p = 1; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gsize bytes;
    gint step = 1, rows;

    measure (info, p, &bytes, &step);
    rows = rows_of (info, step, 1, 0);
    if (rows < memory_rows (info, p))
      memcpy (row_at (&frame, p, rows), row_at (&frame, p, rows - 1), bytes);
  }
  gst_video_frame_unmap (&frame);
}

/* Both fields' chroma has as many rows by GStreamer's rules. Not all who make buffers keep them: the
 * next plane is then where the last row would be. */
static void
missing_rows_are_not_touched (void)
{
  static const gchar *const subsampled[] = { "I420", "NV12", "P010_10LE" };

  for (gsize f = 0; f < G_N_ELEMENTS (subsampled); f++) {
    for (gsize h = 0; h < G_N_ELEMENTS (heights); h++) {
      gchar *in = caps_text (subsampled[f], WIDTH, heights[h][0], INTERLEAVED);
      gchar *out = caps_text (subsampled[f], OUT_WIDTH, heights[h][1], INTERLEAVED);
      GstVideoInfo in_info = info_of (in), out_info = info_of (out);
      GstAlignScaleSettings settings = { .method = RSZ_METHOD_BILINEAR, .n_threads = 1 };
      GstBuffer *frame = noise_frame (&in_info, 5), *tight, *expected, *result, *around;
      gchar message[RSZ_MESSAGE_SIZE], *text = NULL;
      GstAlignScaleFraming framing;
      GstAlignScalePlan plan;

      repeat_last_rows (&in_info, frame);
      tight = pack_tightly (&in_info, frame);
      expected = scale_once (NULL, in, out, frame);
      result = pack_tightly (&out_info, expected);
      around = pack_tightly (&out_info, expected);
      gst_buffer_memset (result, 0, 0xaa, G_MAXSIZE);

      g_test_message ("%s, %d to %d rows", subsampled[f], heights[h][0], heights[h][1]);
      gst_align_scale_framing_init (&framing, &in_info, &out_info, &settings, NULL);
      g_assert_true (
          gst_align_scale_plan_init (&plan, &in_info, &out_info, &framing, &settings, message));
      g_assert_true (gst_align_scale_plan_run (&plan, NULL, tight, result, &text));
      gst_align_scale_plan_finish (&plan);
      g_assert_true (same_picture (&out_info, around, result));
      gst_buffer_unref (around);
      gst_buffer_unref (result);
      gst_buffer_unref (expected);
      gst_buffer_unref (tight);
      gst_buffer_unref (frame);
      g_free (out);
      g_free (in);
    }
  }
}

/* Whoever reads a frame by GStreamer's rules finds a row of chroma there, not old memory. */
static void
rows_beyond_the_picture_are_written (void)
{
  static const gchar *const modes[] = { INTERLEAVED, MIXED };

  for (gsize m = 0; m < G_N_ELEMENTS (modes); m++) {
    for (gint height = 2; height < 20; height++) {
      gchar *in = caps_text ("I420", WIDTH, 16, modes[m]);
      gchar *out = caps_text ("I420", OUT_WIDTH, height, modes[m]);
      GstVideoInfo in_info = info_of (in), out_info = info_of (out);
      GstAlignScaleSettings settings = { .method = RSZ_METHOD_BILINEAR, .n_threads = 1 };
      GstBuffer *frame = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&in_info), NULL);
      GstBuffer *result = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (&out_info), NULL);
      gchar message[RSZ_MESSAGE_SIZE], *text = NULL;
      GstAlignScaleFraming framing;
      GstAlignScalePlan plan;
      GstVideoFrame mapped;

      gst_buffer_memset (frame, 0, 7, G_MAXSIZE);
      gst_buffer_memset (result, 0, 0xaa, G_MAXSIZE);
      gst_align_scale_framing_init (&framing, &in_info, &out_info, &settings, NULL);
      g_assert_true (
          gst_align_scale_plan_init (&plan, &in_info, &out_info, &framing, &settings, message));
      g_assert_true (gst_align_scale_plan_run (&plan, NULL, frame, result, &text));
      gst_align_scale_plan_finish (&plan);
      g_assert_true (gst_video_frame_map (&mapped, &out_info, result, GST_MAP_READ));
      for (guint p = 1; p < 3; p++) {
        for (gint y = 0; y < memory_rows (&out_info, p); y++)
          g_assert_cmpuint (*row_at (&mapped, p, y), ==, 7);
      }
      gst_video_frame_unmap (&mapped);
      gst_buffer_unref (result);
      gst_buffer_unref (frame);
      g_free (out);
      g_free (in);
    }
  }
}

/* ---- caps ---- */

static void
stacked_fields_pass_or_are_refused (void)
{
  const gchar *in = "video/x-raw,format=GRAY8,width=32,height=24,framerate=25/1,"
                    "interlace-mode=fields";
  Scene scene = scene_new (NULL, in, NULL);
  GstVideoInfo info = info_of ("video/x-raw,format=GRAY8,width=32,height=24");
  GstBuffer *frame = noise_frame (&info, 1), *result = scene_scale (&scene, gst_buffer_ref (frame));
  gchar *text;

  g_assert_true (result == frame);
  gst_buffer_unref (result);
  scene_free (&scene);

  scene = scene_new (NULL, in, "video/x-raw,width=16,height=12,interlace-mode=fields");
  g_assert_cmpint (gst_harness_push (scene.harness, frame), ==, GST_FLOW_NOT_NEGOTIATED);
  text = scene_text (&scene, GST_MESSAGE_ERROR);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "interlace-mode=fields can pass but not be scaled"));
  g_free (text);
  scene_free (&scene);
}

/* Field order and mode are not ours to change; the flags of a buffer neither. */
static void
modes_and_orders_pass (void)
{
  const gchar *in = "video/x-raw,format=GRAY8,width=32,height=24,framerate=25/1,"
                    "interlace-mode=interleaved,field-order=top-field-first";
  Scene scene = scene_new (NULL, in, "video/x-raw,width=16,height=12");
  GstVideoInfo info = info_of (in);
  GstBuffer *frame = noise_frame (&info, 1), *result;
  const guint flags =
      GST_VIDEO_BUFFER_FLAG_INTERLACED | GST_VIDEO_BUFFER_FLAG_TFF | GST_VIDEO_BUFFER_FLAG_RFF;

  GST_BUFFER_FLAG_SET (frame, flags);
  result = scene_scale (&scene, frame);
  g_assert_cmpuint (GST_BUFFER_FLAGS (result) & flags, ==, flags);
  info = scene_info (&scene);
  g_assert_cmpint (GST_VIDEO_INFO_INTERLACE_MODE (&info), ==, GST_VIDEO_INTERLACE_MODE_INTERLEAVED);
  g_assert_cmpint (GST_VIDEO_INFO_FIELD_ORDER (&info), ==, GST_VIDEO_FIELD_ORDER_TOP_FIELD_FIRST);
  gst_buffer_unref (result);
  scene_free (&scene);
}

static void
add_formats (const gchar *name, const gchar *const *list, gsize n, GTestDataFunc check)
{
  for (gsize i = 0; i < n; i++) {
    gchar *path = g_strdup_printf ("/interlaced/%s/%s", name, list[i]);

    g_test_add_data_func (path, list[i], check);
    g_free (path);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  add_formats ("a moving edge's fields stay apart", byte_formats, G_N_ELEMENTS (byte_formats),
      moving_edges_stay_apart);
  add_formats ("a still ramp is a ramp across both fields", byte_formats,
      G_N_ELEMENTS (byte_formats), still_ramps_stay_ramps);
  add_formats ("fields one by one are those of interleaved frames", formats, G_N_ELEMENTS (formats),
      fields_one_by_one_are_the_interleaved);
  add_formats ("frames of mixed streams say what they are", byte_formats,
      G_N_ELEMENTS (byte_formats), mixed_streams_say_for_each_frame);
  g_test_add_func ("/interlaced/fields without rows are frames", fields_without_rows_are_frames);
  g_test_add_func (
      "/interlaced/rows that memory lacks are not touched", missing_rows_are_not_touched);
  g_test_add_func (
      "/interlaced/rows beyond the picture are written", rows_beyond_the_picture_are_written);
  g_test_add_func ("/interlaced/two frames of fields in a buffer pass or are refused",
      stacked_fields_pass_or_are_refused);
  g_test_add_func ("/interlaced/modes, orders and flags pass", modes_and_orders_pass);
  return g_test_run ();
}
