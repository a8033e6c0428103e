/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rectangles and colours of crop and borders, without a pipeline. Sizes are from the definition
 * (the larger of the two sizes that fit, by hand), colours from the equations of BT.601 and
 * BT.709. */
#include <math.h>

#include "format.h"
#include "geometry.h"
#include "samples.h"

#define NEAREST GST_ALIGN_SCALE_ROUNDING_NEAREST
#define DOWN GST_ALIGN_SCALE_ROUNDING_DOWN
#define CENTER GST_ALIGN_SCALE_PLACEMENT_CENTER
#define TOP_LEFT GST_ALIGN_SCALE_PLACEMENT_TOP_LEFT

/* ---- the picture inside borders ---- */

typedef struct {
  const gchar *name, *format;
  gint in_w, in_h, in_par_n, in_par_d, out_w, out_h, out_par_n, out_par_d;
  gint rounding, placement;
  GstVideoRectangle picture;
} Letterbox;

/* clang-format off */
static const Letterbox letterboxes[] = {
  { "1080p in 640", "RGB", 1920, 1080, 1, 1, 640, 640, 1, 1, NEAREST, CENTER, { 0, 140, 640, 360 } },
  { "portrait in 640", "RGB", 1080, 1920, 1, 1, 640, 640, 1, 1, NEAREST, CENTER, { 140, 0, 360, 640 } },
  { "VGA in 640", "RGB", 640, 480, 1, 1, 640, 640, 1, 1, NEAREST, CENTER, { 0, 80, 640, 480 } },
  { "enlarged", "RGB", 500, 375, 1, 1, 640, 640, 1, 1, NEAREST, CENTER, { 0, 80, 640, 480 } },
  { "wide pixels, 851.6 columns", "RGB", 640, 481, 1, 1, 1280, 1280, 2, 1, NEAREST, CENTER, { 214, 0, 852, 1280 } },
  { "top left", "RGB", 1920, 1080, 1, 1, 640, 640, 1, 1, NEAREST, TOP_LEFT, { 0, 0, 640, 360 } },
  { "same shape", "RGB", 1920, 1080, 1, 1, 640, 360, 1, 1, NEAREST, CENTER, { 0, 0, 640, 360 } },
  /* 100 x 25: 12.5 rows of 50; 100 x 27: 13.5 */
  { "half to even, 12.5", "RGB", 100, 25, 1, 1, 50, 50, 1, 1, NEAREST, CENTER, { 0, 19, 50, 12 } },
  { "half to even, 13.5", "RGB", 100, 27, 1, 1, 50, 50, 1, 1, NEAREST, CENTER, { 0, 18, 50, 14 } },
  { "12.5 down", "RGB", 100, 25, 1, 1, 50, 50, 1, 1, DOWN, CENTER, { 0, 19, 50, 12 } },
  { "13.5 down", "RGB", 100, 27, 1, 1, 50, 50, 1, 1, DOWN, CENTER, { 0, 18, 50, 13 } },
  { "13.5 columns", "RGB", 27, 100, 1, 1, 50, 50, 1, 1, NEAREST, CENTER, { 18, 0, 14, 50 } },
  /* 427 x 240 of 640: 359.72 */
  { "359.7 nearest", "RGB", 427, 240, 1, 1, 640, 640, 1, 1, NEAREST, CENTER, { 0, 140, 640, 360 } },
  { "359.7 down", "RGB", 427, 240, 1, 1, 640, 640, 1, 1, DOWN, CENTER, { 0, 140, 640, 359 } },
  { "at least one row", "RGB", 1000, 1, 1, 1, 10, 10, 1, 1, NEAREST, CENTER, { 0, 4, 10, 1 } },
  { "at least one column", "RGB", 1, 1000, 1, 1, 10, 10, 1, 1, DOWN, TOP_LEFT, { 0, 0, 1, 10 } },
  /* 1919 x 1080: 639.67 columns of 640; 1000 x 991: 99.1 rows of 100; 100 x 99: 99 */
  { "a third of a column is no border", "RGB", 1919, 1080, 1, 1, 640, 360, 1, 1, DOWN, CENTER, { 0, 0, 640, 360 } },
  { "0.9 rows are no border", "RGB", 1000, 991, 1, 1, 100, 100, 1, 1, NEAREST, CENTER, { 0, 0, 100, 100 } },
  { "0.9 rows are no border, down", "RGB", 1000, 991, 1, 1, 100, 100, 1, 1, DOWN, CENTER, { 0, 0, 100, 100 } },
  { "a row is one", "RGB", 100, 99, 1, 1, 100, 100, 1, 1, NEAREST, CENTER, { 0, 0, 100, 99 } },
  /* 1280 x 720 of 416: 234 rows, 91 above */
  { "odd place", "RGB", 1280, 720, 1, 1, 416, 416, 1, 1, NEAREST, CENTER, { 0, 91, 416, 234 } },
  { "odd place, 4:2:0", "I420", 1280, 720, 1, 1, 416, 416, 1, 1, NEAREST, CENTER, { 0, 90, 416, 234 } },
  { "odd place, 4:2:2", "YUY2", 1280, 720, 1, 1, 416, 416, 1, 1, NEAREST, CENTER, { 0, 91, 416, 234 } },
  { "odd place, 4:1:0", "YUV9", 1280, 720, 1, 1, 416, 416, 1, 1, NEAREST, CENTER, { 0, 88, 416, 234 } },
  { "odd place, 4:2:0 portrait", "NV12", 720, 1280, 1, 1, 416, 416, 1, 1, NEAREST, CENTER, { 90, 0, 234, 416 } },
  { "odd place, 4:2:2 portrait", "YUY2", 720, 1280, 1, 1, 416, 416, 1, 1, NEAREST, CENTER, { 90, 0, 234, 416 } },
  { "odd place, 4:1:1 portrait", "IYU1", 720, 1280, 1, 1, 416, 416, 1, 1, NEAREST, CENTER, { 88, 0, 234, 416 } },
  { "odd place, 10 bit 4:2:2 portrait", "v210", 720, 1280, 1, 1, 416, 416, 1, 1, NEAREST, CENTER, { 90, 0, 234, 416 } },
  { "odd size stays odd, 4:2:0", "I420", 97, 53, 1, 1, 64, 64, 1, 1, NEAREST, CENTER, { 0, 14, 64, 35 } },
  /* PAL, 768 x 576 squares: 4:3; in 16:9, 540 of 720 columns */
  { "PAL in squares", "RGB", 720, 576, 16, 15, 640, 640, 1, 1, NEAREST, CENTER, { 0, 80, 640, 480 } },
  { "4:3 in wide PAL", "RGB", 640, 480, 1, 1, 720, 576, 64, 45, NEAREST, CENTER, { 90, 0, 540, 576 } },
  { "wide PAL in 4:3 PAL", "RGB", 720, 576, 64, 45, 720, 576, 16, 15, NEAREST, CENTER, { 0, 72, 720, 432 } },
  { "same odd pixels", "RGB", 720, 576, 64, 45, 360, 288, 64, 45, NEAREST, CENTER, { 0, 0, 360, 288 } },
  { "largest line", "RGB", 32767, 1, 1, 1, 32767, 32767, 1, 1, NEAREST, TOP_LEFT, { 0, 0, 32767, 1 } },
  { "largest pixels", "RGB", 32767, 1, G_MAXINT, 1, 1, 32767, 1, G_MAXINT, NEAREST, TOP_LEFT, { 0, 0, 1, 1 } },
  { "largest equal pixels", "RGB", 32767, 16384, G_MAXINT, G_MAXINT - 1, 200, 200, G_MAXINT, G_MAXINT - 1, NEAREST, TOP_LEFT, { 0, 0, 200, 100 } },
};
/* clang-format on */

static void
assert_rectangle (const GstVideoRectangle *is, const GstVideoRectangle *wanted)
{
  g_assert_cmpint (is->x, ==, wanted->x);
  g_assert_cmpint (is->y, ==, wanted->y);
  g_assert_cmpint (is->w, ==, wanted->w);
  g_assert_cmpint (is->h, ==, wanted->h);
}

static GstVideoInfo
info_with_pixels (const gchar *format, gint width, gint height, gint par_n, gint par_d)
{
  GstVideoInfo info = info_of_format (format, width, height, "");

  info.par_n = par_n;
  info.par_d = par_d;
  return info;
}

static GstAlignScaleFraming
framing_of (const Letterbox *row, GstVideoInterlaceMode mode)
{
  const GstAlignScaleSettings settings = { .fit = GST_ALIGN_SCALE_FIT_LETTERBOX,
    .enlarge = TRUE,
    .border_rounding = row->rounding,
    .border_placement = row->placement };
  GstVideoInfo in =
      info_with_pixels (row->format, row->in_w, row->in_h, row->in_par_n, row->in_par_d);
  GstVideoInfo out =
      info_with_pixels (row->format, row->out_w, row->out_h, row->out_par_n, row->out_par_d);
  GstAlignScaleFraming framing;

  in.interlace_mode = out.interlace_mode = mode;
  g_assert_cmpint (gst_align_scale_framing_init (&framing, &in, &out, &settings, NULL), ==,
      GST_ALIGN_SCALE_CROP_FITS);
  return framing;
}

static void
letterbox_is_as_computed_by_hand (gconstpointer data)
{
  const Letterbox *row = data;
  const GstAlignScaleFraming framing = framing_of (row, GST_VIDEO_INTERLACE_MODE_PROGRESSIVE);
  const GstVideoRectangle source = { 0, 0, row->in_w, row->in_h };

  assert_rectangle (&framing.picture, &row->picture);
  assert_rectangle (&framing.source, &source);
}

static void
fields_double_the_step (void)
{
  const Letterbox row = { "", "I420", 1280, 720, 1, 1, 416, 416, 1, 1, NEAREST, CENTER, { 0 } };
  const GstVideoRectangle wanted = { 0, 88, 416, 234 };
  GstAlignScaleFraming framing = framing_of (&row, GST_VIDEO_INTERLACE_MODE_INTERLEAVED);

  assert_rectangle (&framing.picture, &wanted);
  framing = framing_of (&row, GST_VIDEO_INTERLACE_MODE_MIXED);
  assert_rectangle (&framing.picture, &wanted);
}

/* The size along the axis that is not full: other * by / full, in whole numbers. */
static gint
naive_size (gint64 other, gint64 by, gint64 full, gint room, gint rounding)
{
  const gint64 n = other * by;
  gint64 size = n / full;

  if (n > full * (room - 1))
    return room;
  if (rounding == NEAREST && (2 * (n % full) > full || (2 * (n % full) == full && size % 2 == 1)))
    size++;
  return (gint) MAX (size, 1);
}

static void
sizes_are_the_formula_for_all_shapes (void)
{
  GRand *rand = g_rand_new_with_seed (7);

  for (gint i = 0; i < 20000; i++) {
    const Letterbox row = { "", "RGB", g_rand_int_range (rand, 1, 200),
      g_rand_int_range (rand, 1, 200), 1, 1, g_rand_int_range (rand, 1, 100),
      g_rand_int_range (rand, 1, 100), 1, 1, i % 2 ? NEAREST : DOWN, CENTER, { 0 } };
    const GstAlignScaleFraming framing = framing_of (&row, GST_VIDEO_INTERLACE_MODE_PROGRESSIVE);
    const gboolean wide = row.in_w * row.out_h >= row.out_w * row.in_h;
    GstVideoRectangle wanted = { 0, 0, row.out_w, row.out_h };

    if (wide)
      wanted.h = naive_size (row.in_h, row.out_w, row.in_w, row.out_h, row.rounding);
    else
      wanted.w = naive_size (row.in_w, row.out_h, row.in_h, row.out_w, row.rounding);
    wanted.x = (row.out_w - wanted.w) / 2;
    wanted.y = (row.out_h - wanted.h) / 2;
    if (!gst_align_scale_framing_same (&framing.picture, &wanted))
      g_test_message ("%dx%d in %dx%d", row.in_w, row.in_h, row.out_w, row.out_h);
    assert_rectangle (&framing.picture, &wanted);
  }
  g_rand_free (rand);
}

static void
scale_factors_make_no_borders (void)
{
  const GstAlignScaleSettings settings = { .fit = GST_ALIGN_SCALE_FIT_LETTERBOX,
    .scale_factor_x = 2 };
  const GstVideoInfo in = info_of_format ("RGB", 64, 48, ""),
                     out = info_of_format ("RGB", 128, 48, "");
  GstAlignScaleFraming framing;

  gst_align_scale_framing_init (&framing, &in, &out, &settings, NULL);
  g_assert_true (gst_align_scale_framing_is_whole (&framing, &out));
}

/* ---- crop ---- */

typedef struct {
  const gchar *name;
  GstAlignScaleCrop own; /* the buffer's */
  guint left, right, top, bottom;
  GstAlignScaleCropResult result;
  GstVideoRectangle source; /* in caps of 100 x 80 */
} Crop;

#define FITS GST_ALIGN_SCALE_CROP_FITS
#define OUTSIDE GST_ALIGN_SCALE_CROP_OUTSIDE
#define EMPTY GST_ALIGN_SCALE_CROP_EMPTY
#define SAME_FRAME 100, 80

static const Crop crops[] = {
  { "nothing", { 0 }, 0, 0, 0, 0, FITS, { 0, 0, 100, 80 } },
  { "settings", { 0 }, 1, 2, 3, 4, FITS, { 1, 3, 97, 73 } },
  { "a buffer's", { SAME_FRAME, { 10, 20, 30, 40 } }, 0, 0, 0, 0, FITS, { 10, 20, 30, 40 } },
  { "a buffer's in larger memory", { 300, 200, { 150, 110, 100, 80 } }, 0, 0, 0, 0, FITS,
      { 150, 110, 100, 80 } },
  { "settings inside a buffer's in larger memory", { 300, 200, { 150, 110, 100, 80 } }, 1, 2, 3, 4,
      FITS, { 151, 113, 97, 73 } },
  { "settings inside a buffer's", { SAME_FRAME, { 10, 20, 30, 40 } }, 1, 2, 3, 4, FITS,
      { 11, 23, 27, 33 } },
  { "a buffer's beyond the frame", { SAME_FRAME, { 90, 70, 30, 40 } }, 0, 0, 0, 0, OUTSIDE,
      { 90, 70, 10, 10 } },
  { "a buffer's larger than the frame", { 40, 30, { 0, 0, 100, 80 } }, 0, 0, 0, 0, OUTSIDE,
      { 0, 0, 40, 30 } },
  { "a buffer's behind the frame", { SAME_FRAME, { 200, 0, 30, 80 } }, 0, 0, 0, 0, EMPTY,
      { 99, 0, 1, 80 } },
  { "a buffer's of nothing", { SAME_FRAME, { 7, 9, 0, 0 } }, 0, 0, 0, 0, EMPTY, { 7, 9, 1, 1 } },
  { "one column", { 0 }, 99, 0, 0, 0, FITS, { 99, 0, 1, 80 } },
  { "no column, left", { 0 }, 100, 0, 0, 0, EMPTY, { 99, 0, 1, 80 } },
  { "no column, right", { 0 }, 0, 100, 0, 0, EMPTY, { 0, 0, 1, 80 } },
  { "no column, both", { 0 }, 60, 60, 0, 0, EMPTY, { 60, 0, 1, 80 } },
  { "no row", { 0 }, 0, 0, G_MAXINT, G_MAXINT, EMPTY, { 0, 79, 100, 1 } },
  { "nothing inside a buffer's", { SAME_FRAME, { 10, 20, 30, 40 } }, 30, 0, 0, 50, EMPTY,
      { 39, 20, 1, 1 } },
};

static void
crop_is_as_computed_by_hand (gconstpointer data)
{
  const Crop *row = data;
  const GstAlignScaleSettings settings = { .crop_left = row->left,
    .crop_right = row->right,
    .crop_top = row->top,
    .crop_bottom = row->bottom };
  GstVideoInfo in = info_of_format ("I420", 100, 80, "");
  GstAlignScaleFraming framing;

  /* the rows of fields are found by the map: a crop may begin with either */
  for (gint i = 0; i < 2; i++) {
    in.interlace_mode =
        i ? GST_VIDEO_INTERLACE_MODE_INTERLEAVED : GST_VIDEO_INTERLACE_MODE_PROGRESSIVE;
    g_assert_cmpint (
        gst_align_scale_framing_source (&framing, &in, &settings, &row->own), ==, row->result);
    assert_rectangle (&framing.source, &row->source);
  }
}

static GstBuffer *
buffer_with_crop (guint width, guint height, const GstVideoRectangle *rectangle)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, width * height + 1, NULL);
  GstVideoCropMeta *crop = gst_buffer_add_video_crop_meta (buffer);

  if (width > 0)
    gst_buffer_add_video_meta (
        buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_GRAY8, width, height);
  crop->x = (guint) rectangle->x;
  crop->y = (guint) rectangle->y;
  crop->width = (guint) rectangle->w;
  crop->height = (guint) rectangle->h;
  return buffer;
}

static void
crop_is_in_the_frame_of_the_video_meta (void)
{
  static const struct {
    GstVideoInterlaceMode mode;
    guint width, height; /* of the video meta; 0: none */
    GstVideoRectangle rectangle;
    gint in_width, in_height;
  } rows[] = {
    { GST_VIDEO_INTERLACE_MODE_PROGRESSIVE, 0, 0, { 1, 2, 30, 20 }, 100, 80 },
    { GST_VIDEO_INTERLACE_MODE_PROGRESSIVE, 300, 90, { 10, 5, 100, 80 }, 300, 90 },
    { GST_VIDEO_INTERLACE_MODE_INTERLEAVED, 300, 90, { 10, 50, 100, 80 }, 300, 90 },
    { GST_VIDEO_INTERLACE_MODE_ALTERNATE, 300, 90, { 10, 5, 100, 80 }, 300, 90 },
    /* a meta that states the rows of the field */
    { GST_VIDEO_INTERLACE_MODE_ALTERNATE, 300, 45, { 10, 5, 100, 80 }, 300, 90 },
    { GST_VIDEO_INTERLACE_MODE_ALTERNATE, 300, 42, { 10, 5, 100, 80 }, 300, 42 },
  };
  GstBuffer *plain = gst_buffer_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GstVideoInfo in = info_of_format ("GRAY8", 100, 80, "");
    GstBuffer *buffer = buffer_with_crop (rows[i].width, rows[i].height, &rows[i].rectangle);
    GstAlignScaleCrop crop;

    in.interlace_mode = rows[i].mode;
    crop = gst_align_scale_framing_crop_of (buffer, &in);
    g_test_message ("row %d", (gint) i);
    g_assert_cmpint (crop.width, ==, rows[i].in_width);
    g_assert_cmpint (crop.height, ==, rows[i].in_height);
    assert_rectangle (&crop.rectangle, &rows[i].rectangle);
    g_assert_cmpint (gst_align_scale_framing_crop_of (plain, &in).width, ==, 0);
    gst_buffer_unref (buffer);
  }
  gst_buffer_unref (plain);
}

/* ---- there and back ---- */

static void
rectangles_move_with_the_picture (void)
{
  /* 200 x 100 from (10, 20) become 100 x 50 at (0, 25) */
  const GstAlignScaleFraming framing = { 300, 200, 0, 0, { 10, 20, 200, 100 }, { 0, 25, 100, 50 },
    { 0, 25, 100, 50 } };
  static const GstVideoRectangle rows[][3] = {
    { { 10, 20, 200, 100 }, { 0, 25, 100, 50 }, { 0, 25, 100, 50 } },
    { { 30, 40, 20, 10 }, { 10, 35, 10, 5 }, { 10, 35, 10, 5 } },
    { { 0, 0, 30, 40 }, { -5, 15, 15, 20 }, { 0, 25, 10, 10 } },
    { { 200, 110, 100, 100 }, { 95, 70, 50, 50 }, { 95, 70, 5, 5 } },
    { { 0, 0, 10, 10 }, { -5, 15, 5, 5 }, { 0 } },
    { { 211, 20, 10, 10 }, { 101, 25, 5, 5 }, { 0 } },
    /* edges at 0.5, 2 and 1.5, 3 go to the nearest, halves up */
    { { 11, 23, 3, 3 }, { 1, 27, 1, 1 }, { 1, 27, 1, 1 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const GstVideoRectangle moved = gst_align_scale_framing_map (&framing, &rows[i][0]);
    const GstVideoRectangle clipped = gst_align_scale_framing_clip (&framing, &moved);

    g_test_message ("row %d", (gint) i);
    assert_rectangle (&moved, &rows[i][1]);
    assert_rectangle (&clipped, &rows[i][2]);
  }
}

static void
points_go_back (void)
{
  const GstAlignScaleFraming framing = { 300, 200, 0, 0, { 10, 20, 200, 100 }, { 0, 25, 100, 50 },
    { 0, 25, 100, 50 } };
  static const gdouble rows[][4] = { { 0, 25, 10, 20 }, { 50, 50, 110, 70 }, { 100, 75, 210, 120 },
    { 33.5, 30.25, 77, 30.5 }, { -5, 0, 10, 20 }, { 500, 90, 210, 120 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gdouble x = rows[i][0], y = rows[i][1];

    gst_align_scale_framing_map_back (&framing, &x, &y);
    g_assert_cmpfloat_with_epsilon (x, rows[i][2], 1e-9);
    g_assert_cmpfloat_with_epsilon (y, rows[i][3], 1e-9);
  }
}

/* Elements before the one that cropped count in the caps' frame, which begins where the crop
 * does. */
static void
points_go_back_to_the_frame_of_the_caps (void)
{
  const GstAlignScaleSettings settings = { .crop_left = 5 };
  const GstVideoInfo in = info_of_format ("GRAY8", 100, 80, ""),
                     out = info_of_format ("GRAY8", 190, 160, "");
  const GstAlignScaleCrop crop = { 300, 200, { 150, 110, 100, 80 } };
  GstAlignScaleFraming framing;
  gdouble x = 20, y = 16;

  gst_align_scale_framing_init (&framing, &in, &out, &settings, &crop);
  gst_align_scale_framing_map_back (&framing, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 15, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, 8, 1e-9);
}

/* ---- colours ---- */

/* Widely published values. */
static const struct {
  const gchar *name, *format, *colorimetry;
  guint32 argb;
  guint component[4];
} colours[] = {
  { "grey of detection networks, RGB", "RGB", "sRGB", 0xff727272, { 114, 114, 114 } },
  { "order of RGBA's components", "ABGR", "sRGB", 0x01020304, { 2, 3, 4, 1 } },
  { "black, BT.601", "I420", "bt601", 0xff000000, { 16, 128, 128 } },
  { "white, BT.601", "I420", "bt601", 0xffffffff, { 235, 128, 128 } },
  { "red, BT.601", "I420", "bt601", 0xffff0000, { 81, 90, 240 } },
  { "green, BT.601", "I420", "bt601", 0xff00ff00, { 145, 54, 34 } },
  { "blue, BT.601", "I420", "bt601", 0xff0000ff, { 41, 240, 110 } },
  { "red, BT.709", "I420", "bt709", 0xffff0000, { 63, 102, 240 } },
  { "green, BT.709", "I420", "bt709", 0xff00ff00, { 173, 42, 26 } },
  { "blue, BT.709", "I420", "bt709", 0xff0000ff, { 32, 240, 118 } },
  { "red, JPEG", "I420", "1:4:0:0", 0xffff0000, { 76, 85, 255 } },
  { "white, BT.709, 10 bits", "I420_10LE", "bt709", 0xffffffff, { 940, 512, 512 } },
  { "red, BT.601, 10 bits", "I420_10LE", "bt601", 0xffff0000, { 326, 361, 960 } },
  { "black, full range, 10 bits", "I420_10LE", "1:3:0:0", 0xff000000, { 0, 512, 512 } },
  { "white, grey", "GRAY8", "1:4:0:0", 0xffffffff, { 255 } },
  { "red, grey", "GRAY8", "1:4:0:0", 0xffff0000, { 76 } },
  { "red, grey, limited", "GRAY8", "bt601", 0xffff0000, { 81 } },
  { "grey, 16 bits", "GRAY16_LE", "1:4:0:0", 0xff727272, { 114 * 257 } },
  { "alpha", "AYUV", "bt601", 0x40000000, { 16, 128, 128, 64 } },
  { "alpha of 10 bits", "A420_10LE", "bt601", 0x80000000, { 64, 512, 512, 514 } },
  { "alpha of 2 bits", "Y410", "bt709", 0x80000000, { 64, 512, 512, 2 } },
  { "5 and 6 bits", "RGB16", "sRGB", 0xffff8000, { 31, 32, 0 } },
};

static void
colour_is_as_published (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  GstVideoInfo info = info_of_format (colours[i].format, 64, 64, "");
  guint component[GST_VIDEO_MAX_COMPONENTS];

  g_assert_true (gst_video_colorimetry_from_string (&info.colorimetry, colours[i].colorimetry));
  gst_align_scale_border_color (&info, colours[i].argb, component);
  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (&info); c++)
    g_assert_cmpuint (component[c], ==, colours[i].component[c]);
}

/* ITU-R BT.601 and BT.709, with their ranges as they define them for n bits. */
static gdouble
equation (const GstVideoInfo *info, gboolean bt709, gboolean limited, guint32 argb, guint c)
{
  const gdouble r = (argb >> 16 & 255) / 255.0, g = (argb >> 8 & 255) / 255.0;
  const gdouble b = (argb & 255) / 255.0;
  const gdouble luma =
      bt709 ? 0.2126 * r + 0.7152 * g + 0.0722 * b : 0.299 * r + 0.587 * g + 0.114 * b;
  const gdouble chroma =
      c == 1 ? (b - luma) / (bt709 ? 1.8556 : 1.772) : (r - luma) / (bt709 ? 1.5748 : 1.402);
  const gdouble max = (1 << GST_VIDEO_INFO_COMP_DEPTH (info, c)) - 1, gain = (max + 1) / 256;

  if (c == 0)
    return limited ? gain * (16 + 219 * luma) : max * luma;
  return limited ? gain * (128 + 224 * chroma) : MIN ((max + 1) / 2 + max * chroma, max);
}

static void
colours_follow_the_equations (void)
{
  static const gchar *const formats[] = { "Y444", "I422_10LE", "Y444_12BE", "Y444_16LE", "v210",
    "P010_10LE" };
  static const gchar *const colorimetries[] = { "2:4:0:0", "1:4:0:0", "2:3:0:0", "1:3:0:0" };
  GRand *rand = g_rand_new_with_seed (3);

  for (gint i = 0; i < 20000; i++) {
    GstVideoInfo info = info_of_format (formats[i % G_N_ELEMENTS (formats)], 8, 8, "");
    const guint32 argb = g_rand_int (rand);
    guint component[GST_VIDEO_MAX_COMPONENTS];

    gst_video_colorimetry_from_string (&info.colorimetry, colorimetries[i / 7 % 4]);
    gst_align_scale_border_color (&info, argb, component);
    for (guint c = 0; c < 3; c++) {
      const gdouble exact = equation (&info, i / 7 % 4 >= 2, i / 7 % 2 == 0, argb, c);

      /* 1e-7: what doubles make of a half */
      g_assert_cmpfloat (component[c] - exact, <=, 0.5 + 1e-7);
      g_assert_cmpfloat (exact - component[c], <=, 0.5 + 1e-7);
    }
  }
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (letterboxes); i++) {
    gchar *name = g_strdup_printf ("/framing/letterbox, %s", letterboxes[i].name);

    g_test_add_data_func (name, &letterboxes[i], letterbox_is_as_computed_by_hand);
    g_free (name);
  }
  g_test_add_func ("/framing/fields double the step", fields_double_the_step);
  g_test_add_func (
      "/framing/sizes are the formula for all shapes", sizes_are_the_formula_for_all_shapes);
  g_test_add_func ("/framing/scale factors make no borders", scale_factors_make_no_borders);
  for (gsize i = 0; i < G_N_ELEMENTS (crops); i++) {
    gchar *name = g_strdup_printf ("/framing/crop, %s", crops[i].name);

    g_test_add_data_func (name, &crops[i], crop_is_as_computed_by_hand);
    g_free (name);
  }
  g_test_add_func (
      "/framing/crop is in the frame of the video meta", crop_is_in_the_frame_of_the_video_meta);
  g_test_add_func ("/framing/rectangles move with the picture", rectangles_move_with_the_picture);
  g_test_add_func ("/framing/points go back", points_go_back);
  g_test_add_func (
      "/framing/points go back to the frame of the caps", points_go_back_to_the_frame_of_the_caps);
  for (gsize i = 0; i < G_N_ELEMENTS (colours); i++) {
    gchar *name = g_strdup_printf ("/framing/colour, %s", colours[i].name);

    g_test_add_data_func (name, GSIZE_TO_POINTER (i), colour_is_as_published);
    g_free (name);
  }
  g_test_add_func ("/framing/colours follow the equations", colours_follow_the_equations);
  return g_test_run ();
}
