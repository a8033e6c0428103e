/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pictures of two interleaved fields, and such that come mixed with whole frames. */
#include <math.h>
#include <string.h>

#include "fields.h"

/* where a byte is a sample */
static const gchar *const formats[] = { "GRAY8", "I420", "NV12", "Y42B", "YUY2", "RGBA" };

/* ---- what is in the picture ---- */

typedef gint (*Value) (gint component, gint x, gint y, gint column_step, gint row_step);

/* A frame whose sample (x, y) of each component is a function of where it is; all rows of
 * memory. */
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
        plane_row (&frame, GST_VIDEO_INFO_COMP_PLANE (info, c),
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

    plane_measure (info, p, &bytes, &step);
    /* with the row that only memory has */
    for (gint y = field; y < GST_ROUND_UP_2 ((info->height + step - 1) / step); y += 2)
      same &= (step == 1 && y >= info->height)
              || memcmp (plane_row (&a, p, y), plane_row (&b, p, 0), bytes) == 0;
  }
  gst_video_frame_unmap (&b);
  gst_video_frame_unmap (&a);
  return same;
}

static void
check_moving_edge (
    const gchar *mode, const gchar *format, const gchar *settings, const gint *heights)
{
  gchar *in = caps_text (format, WIDTH, heights[0], INTERLEAVED);
  gchar *out = caps_text (format, OUT_WIDTH, heights[1], INTERLEAVED);
  GstVideoInfo in_info = info_of (in), out_info = info_of (out);
  GstBuffer *moving = draw (&in_info, moving_edge), *left = draw (&in_info, left_edge);
  GstBuffer *right = draw (&in_info, right_edge);
  GstBuffer *result =
      fields_scale_as (mode, settings, format, heights[0], heights[1], OUT_WIDTH, moving);
  GstBuffer *top = scale_once (settings, in, out, left);
  GstBuffer *bottom = scale_once (settings, in, out, right);

  g_test_message ("%s %s %s, %d to %d rows", mode, format, settings, heights[0], heights[1]);
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

/* Scaled together, the edges of both fields would mix. */
static void
moving_edges_stay_apart (gconstpointer format)
{
  for (gsize mode = 0; mode < N_FIELD_MODES; mode++) {
    for (gsize m = 0; m < N_FIELD_METHODS; m++) {
      for (gsize h = 0; h < N_FIELD_HEIGHTS; h++)
        check_moving_edge (field_modes[mode], format, field_methods[m], field_heights[h]);
    }
  }
}

/* ---- ramps ---- */

#define SLOPE 2.0 /* levels per row of the picture */
#define OFFSET 20.0

static gboolean v_cosited;

/* Where row y of a plane's interleaved fields lies, in rows of the picture. Each field has every
 * second row. Chroma between rows is, as MPEG-2 has it, in the top field half a row below the
 * picture's rows 0, 4, ... and in the bottom field below rows 2, 6, ...; co-sited chroma is on rows
 * of its field. */
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

/* How far a filter reaches in samples, and how far its weights' centre of mass may be from where it
 * is: see ramp.c. Nearest takes a sample half a sample off at most; what it is near to is the
 * picture's pixel. */
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
  { "method=bilinear arithmetic=float", 1, 0, FALSE, FALSE },
  { "method=bicubic arithmetic=float", 2, 0.0482, FALSE, FALSE },
  { "method=lanczos arithmetic=float", 3, 0.02, FALSE, TRUE },
  { "method=area", 1, 0.25, FALSE, TRUE },
  { "method=nearest-exact", 1, 0.5, FALSE, FALSE },
  { "method=nearest", 1, 0.5, FALSE, FALSE },
};

/* The row of the input, of any field, that is to be in row `at` of the output. Torch's nearest
 * takes the row at or before one that is half a row of the output above. */
static gdouble
row_under (gsize method, gdouble scale, gdouble at)
{
  const gdouble half = ramp_methods[method].corners ? 0.0 : 0.5;

  if (g_str_equal (ramp_methods[method].settings, "method=nearest"))
    return (floor (scale * floor (at)) + floor (scale * ceil (at))) / 2.0;
  return scale * (at + half) - half;
}

/* Row y of a component of the output, against the line the input is on. True where it was
 * checked. */
static gboolean
check_ramp_row (
    gsize method, gint in_height, gint out_height, gint step, gint y, gint rows, gint value)
{
  const gdouble scale = ramp_methods[method].corners ? (in_height - 1.0) / (out_height - 1.0)
                                                     : (gdouble) in_height / out_height;
  const gdouble under = row_under (method, scale, MIN (row_position (y, step), out_height - 1.0));
  const gdouble reach = 2.0 * step * ramp_methods[method].reach
                        * (ramp_methods[method].widens ? MAX (scale, 1.0) : 1.0);
  /* area's window drifts by an eighth of a sample if it is a sample wide, and less if it is
   * wider */
  const gdouble drift = g_str_equal (ramp_methods[method].settings, "method=area")
                            ? MIN (1.0 / (8.0 * scale), ramp_methods[method].drift)
                            : ramp_methods[method].drift;
  const gdouble off = 0.55 + SLOPE * 2.0 * step * drift;
  const gint last = (rows - 1) / 2 * 2;

  if (under - reach < row_position (1, step) || under + reach > row_position (last - 1, step))
    return FALSE;
  g_test_message ("%s, %d to %d, row %d in steps of %d: %d, not %.2f",
      ramp_methods[method].settings, in_height, out_height, y, step, value, SLOPE * under + OFFSET);
  g_assert_cmpfloat (fabs (value - (SLOPE * under + OFFSET)), <=, off);
  return TRUE;
}

static void
check_ramp (const gchar *mode, const gchar *format, gsize method, gint in_height, gint out_height)
{
  gchar *in = caps_text (format, WIDTH, in_height, INTERLEAVED);
  gchar *out = caps_text (format, WIDTH, out_height, INTERLEAVED);
  GstVideoInfo in_info = info_of (in), out_info = info_of (out);
  GstBuffer *ramp = draw (&in_info, still_ramp);
  GstBuffer *result = fields_scale_as (
      mode, ramp_methods[method].settings, format, in_height, out_height, WIDTH, ramp);
  gint n_checked = 0;
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, &out_info, result, GST_MAP_READ));
  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (&out_info); c++) {
    for (gint y = 0; y < GST_VIDEO_INFO_COMP_HEIGHT (&out_info, c); y++)
      n_checked += check_ramp_row (method, in_height, out_height, 1 << out_info.finfo->h_sub[c], y,
          GST_VIDEO_INFO_COMP_HEIGHT (&in_info, c),
          plane_row (&frame, GST_VIDEO_INFO_COMP_PLANE (&out_info, c),
              y)[GST_VIDEO_INFO_COMP_POFFSET (&out_info, c)]);
  }
  g_assert_cmpint (n_checked, >=, 2);
  gst_video_frame_unmap (&frame);
  gst_buffer_unref (result);
  gst_buffer_unref (ramp);
  g_free (out);
  g_free (in);
}

static void
check_ramp_in_all_modes (
    const gchar *format, const gchar *site, gsize method, gint in_height, gint out_height)
{
  for (gsize i = 0; i < N_FIELD_MODES; i++) {
    gchar *mode = g_strconcat (field_modes[i], site, NULL);

    g_test_message ("%s %s", mode, format);
    check_ramp (mode, format, method, in_height, out_height);
    g_free (mode);
  }
}

/* Fields scaled alike, without their offsets, would each be a ramp but together a comb. */
static void
still_ramps_stay_ramps (gconstpointer format)
{
  static const gint sizes[][2] = { { 48, 72 }, { 94, 62 }, { 93, 47 }, { 51, 101 }, { 90, 86 },
    { 96, 95 }, { 95, 96 } };
  const gboolean yuv = GST_VIDEO_FORMAT_INFO_IS_YUV (
      gst_video_format_get_info (gst_video_format_from_string (format)));

  for (gsize m = 0; m < G_N_ELEMENTS (ramp_methods); m++) {
    for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++) {
      v_cosited = FALSE;
      check_ramp_in_all_modes (
          format, yuv ? ",chroma-site=mpeg2" : "", m, sizes[s][0], sizes[s][1]);
      v_cosited = TRUE;
      if (yuv)
        check_ramp_in_all_modes (format, ",chroma-site=dv", m, sizes[s][0], sizes[s][1]);
    }
  }
}

/* The top field has four rows before and after, the bottom field four and three; on a line of 10 a
 * row. */
static void
a_row_less_is_no_copy (void)
{
  static const gdouble expected[] = { 10 / 14.0, 170 / 14.0, 330 / 14.0, 35, 650 / 14.0, 810 / 14.0,
    60 };
  static const gchar *const settings[] = { "arithmetic=native", "arithmetic=float" };
  gchar *in = caps_text ("GRAY8", 1, 8, INTERLEAVED), *out = caps_text ("GRAY8", 1, 7, INTERLEAVED);
  GstVideoInfo in_info = info_of (in), out_info = info_of (out);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    GstBuffer *frame = noise_frame (&in_info, 1), *result;
    GstVideoFrame mapped;

    g_assert_true (gst_video_frame_map (&mapped, &in_info, frame, GST_MAP_WRITE));
    for (gint y = 0; y < 8; y++)
      *plane_row (&mapped, 0, y) = (guint8) (10 * y);
    gst_video_frame_unmap (&mapped);
    result = scale_once (settings[i], in, out, frame);
    g_assert_true (gst_video_frame_map (&mapped, &out_info, result, GST_MAP_READ));
    for (gint y = 0; y < 7; y++) {
      g_test_message ("%s: row %d", settings[i], y);
      g_assert_cmpfloat (fabs (*plane_row (&mapped, 0, y) - expected[y]), <=, 0.55);
    }
    gst_video_frame_unmap (&mapped);
    gst_buffer_unref (result);
    gst_buffer_unref (frame);
  }
  g_free (out);
  g_free (in);
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
    const gint rows = MIN (plane_memory_rows (to, p), plane_memory_rows (from, p));

    for (gint y = 0; y < rows; y++)
      memcpy (plane_row (&out, p, y), plane_row (&in, p, y),
          (gsize) GST_VIDEO_INFO_PLANE_STRIDE (to, p));
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
  for (gsize h = 0; h < N_FIELD_HEIGHTS; h++)
    check_mixed (format, field_heights[h]);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/interlaced/a row less is no copy", a_row_less_is_no_copy);
  add_formats ("interlaced", "a moving edge's fields stay apart", formats, G_N_ELEMENTS (formats),
      moving_edges_stay_apart);
  add_formats ("interlaced", "a still ramp is a ramp across both fields", formats,
      G_N_ELEMENTS (formats), still_ramps_stay_ramps);
  add_formats ("interlaced", "frames of mixed streams say what they are", formats,
      G_N_ELEMENTS (formats), mixed_streams_say_for_each_frame);
  return g_test_run ();
}
