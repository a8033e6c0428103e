/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What GStreamer's analytics library finds on frames moves with the picture, and comes back to the
 * frames before. Numbers follow from the rectangles that each test names. */
#include <gst/analytics/analytics.h>

#include "scene.h"

/* 200 x 100 pixels from (10, 20) of the input are 100 x 50 pixels from (0, 25) of the output. */
#define IN "video/x-raw,format=GRAY8,width=220,height=140,framerate=25/1"
#define OUT "video/x-raw,format=GRAY8,width=100,height=100,pixel-aspect-ratio=1/1,framerate=25/1"
#define FRAMED "crop-left=10 crop-right=10 crop-top=20 crop-bottom=20 add-borders=1"

typedef struct {
  const gchar *type;
  gint x, y, w, h;
  gfloat angle, confidence;
} Box;

static guint
add_box (GstBuffer *buffer, Box box)
{
  GstAnalyticsODMtd mtd;

  g_assert_true (gst_analytics_relation_meta_add_oriented_od_mtd (
      gst_buffer_add_analytics_relation_meta (buffer), g_quark_from_string (box.type), box.x, box.y,
      box.w, box.h, box.angle, box.confidence, &mtd));
  return mtd.id;
}

static void
assert_box (GstBuffer *buffer, guint id, Box want)
{
  GstAnalyticsODMtd mtd;
  Box got;

  g_test_message ("%u: %s", id, want.type);
  g_assert_true (gst_analytics_relation_meta_get_od_mtd (
      gst_buffer_get_analytics_relation_meta (buffer), id, &mtd));
  gst_analytics_od_mtd_get_oriented_location (
      &mtd, &got.x, &got.y, &got.w, &got.h, &got.angle, &got.confidence);
  g_assert_cmpstr (g_quark_to_string (gst_analytics_od_mtd_get_obj_type (&mtd)), ==, want.type);
  g_assert_cmpint (got.x, ==, want.x);
  g_assert_cmpint (got.y, ==, want.y);
  g_assert_cmpint (got.w, ==, want.w);
  g_assert_cmpint (got.h, ==, want.h);
  g_assert_cmpfloat (got.angle, ==, want.angle);
  g_assert_cmpfloat (got.confidence, ==, want.confidence);
}

static gsize
length_of (GstBuffer *buffer)
{
  return gst_analytics_relation_get_length (gst_buffer_get_analytics_relation_meta (buffer));
}

static guint
add_class (GstBuffer *buffer, const gchar *name, gfloat confidence)
{
  GstAnalyticsClsMtd mtd;

  g_assert_true (
      gst_analytics_relation_meta_add_one_cls_mtd (gst_buffer_add_analytics_relation_meta (buffer),
          confidence, g_quark_from_string (name), &mtd));
  return mtd.id;
}

static void
assert_class (GstBuffer *buffer, guint id, const gchar *name, gfloat confidence)
{
  GstAnalyticsClsMtd mtd;

  g_assert_true (gst_analytics_relation_meta_get_cls_mtd (
      gst_buffer_get_analytics_relation_meta (buffer), id, &mtd));
  g_assert_cmpuint (gst_analytics_cls_mtd_get_length (&mtd), ==, 1);
  g_assert_cmpstr (g_quark_to_string (gst_analytics_cls_mtd_get_quark (&mtd, 0)), ==, name);
  g_assert_cmpfloat (gst_analytics_cls_mtd_get_level (&mtd, 0), ==, confidence);
}

static void
relate (GstBuffer *buffer, guint first, guint second)
{
  g_assert_true (
      gst_analytics_relation_meta_set_relation (gst_buffer_get_analytics_relation_meta (buffer),
          GST_ANALYTICS_REL_TYPE_CONTAIN, first, second));
}

static gboolean
are_related (GstBuffer *buffer, guint first, guint second)
{
  return gst_analytics_relation_meta_get_relation (
             gst_buffer_get_analytics_relation_meta (buffer), first, second)
         == GST_ANALYTICS_REL_TYPE_CONTAIN;
}

static GstBuffer *
frame_of (const gchar *caps)
{
  const GstVideoInfo info = info_of (caps);

  return noise_frame (&info, 1);
}

/* ---- alignscale ---- */

/* As regions do, but nothing is cut off or dropped: who keeps an id finds what it named. */
static void
boxes_move_with_the_picture (void)
{
  static const struct {
    Box in, out;
  } rows[] = {
    { { "whole", 10, 20, 200, 100, 0, 1 }, { "whole", 0, 25, 100, 50, 0, 1 } },
    { { "inside", 30, 40, 20, 10, 0, 0.5 }, { "inside", 10, 35, 10, 5, 0, 0.5 } },
    { { "edges are rounded", 31, 40, 21, 10, 0, 0.5 },
        { "edges are rounded", 11, 35, 10, 5, 0, 0.5 } },
    { { "over the top left", 0, 0, 30, 40, 0, 0.5 },
        { "over the top left", -5, 15, 15, 20, 0, 0.5 } },
    { { "far outside", -90, 20, 10, 10, 0, 0.5 }, { "far outside", -50, 25, 5, 5, 0, 0.5 } },
    { { "turned", 30, 40, 20, 10, 0.25, 0.5 }, { "turned", 10, 35, 10, 5, 0.25, 0.5 } },
  };
  Scene scene = scene_new (FRAMED, IN, OUT);
  GstBuffer *frame = frame_of (IN), *result;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (add_box (frame, rows[i].in), ==, i);
  result = scene_scale (&scene, frame);
  g_assert_cmpuint (length_of (result), ==, G_N_ELEMENTS (rows));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_box (result, (guint) i, rows[i].out);
  gst_buffer_unref (result);
  scene_free (&scene);
}

/* Every second is a class of the box before; relations have a direction. */
static void
many_keep_ids_and_relations (void)
{
  Scene scene = scene_new (FRAMED, IN, OUT);
  GstBuffer *frame = frame_of (IN), *result;
  const guint n = 300;

  for (guint i = 0; i < n; i += 2) {
    const guint box = add_box (frame, (Box){ "box", 10 + 2 * (gint) i, 20, 20, 10, 0, 1 });

    relate (frame, box, add_class (frame, "class", (gfloat) i));
  }
  result = scene_scale (&scene, frame);
  g_assert_cmpuint (length_of (result), ==, n);
  for (guint i = 0; i < n; i += 2) {
    assert_box (result, i, (Box){ "box", (gint) i, 25, 10, 5, 0, 1 });
    assert_class (result, i + 1, "class", (gfloat) i);
    g_assert_true (are_related (result, i, i + 1));
    g_assert_false (are_related (result, i + 1, i));
    g_assert_false (i > 0 && are_related (result, i, i - 1));
  }
  gst_buffer_unref (result);
  scene_free (&scene);
}

static void
tracks_are_kept (void)
{
  Scene scene = scene_new (FRAMED, IN, OUT);
  GstBuffer *frame = frame_of (IN), *result;
  GstAnalyticsTrackingMtd track;
  GstClockTime first, last;
  gboolean is_lost;
  guint64 id;

  gst_analytics_relation_meta_add_tracking_mtd (
      gst_buffer_add_analytics_relation_meta (frame), 17, 5 * GST_SECOND, &track);
  gst_analytics_tracking_mtd_update_last_seen (&track, 7 * GST_SECOND);
  result = scene_scale (&scene, frame);
  g_assert_true (gst_analytics_relation_meta_get_tracking_mtd (
      gst_buffer_get_analytics_relation_meta (result), 0, &track));
  gst_analytics_tracking_mtd_get_info (&track, &id, &first, &last, &is_lost);
  g_assert_cmpuint (id, ==, 17);
  g_assert_cmpuint (first, ==, 5 * GST_SECOND);
  g_assert_cmpuint (last, ==, 7 * GST_SECOND);
  gst_buffer_unref (result);
  scene_free (&scene);
}

static void
count_down (gpointer n, GstMiniObject *mask)
{
  (void) mask;
  --*(gint *) n;
}

/* A mask is somebody's buffer: it moves, and is there until the last frame with it is gone. */
static void
masks_move_and_are_freed (void)
{
#if GST_CHECK_VERSION(1, 28, 0)
  Scene scene = scene_new (FRAMED, IN, OUT);
  const GstVideoInfo info = info_of ("video/x-raw,format=GRAY8,width=16,height=16");
  GstBuffer *frame = frame_of (IN), *mask = noise_frame (&info, 2), *result, *found;
  GstAnalyticsSegmentationMtd mtd;
  guint region = 3, width, height;
  gint n = 1, x, y;

  gst_buffer_add_video_meta (mask, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_GRAY8, 16, 16);
  gst_mini_object_weak_ref (GST_MINI_OBJECT (mask), count_down, &n);
  g_assert_true (gst_analytics_relation_meta_add_segmentation_mtd (
      gst_buffer_add_analytics_relation_meta (frame), mask, GST_SEGMENTATION_TYPE_SEMANTIC, 1,
      &region, 30, 40, 20, 10, &mtd));
  result = scene_scale (&scene, frame);
  g_assert_true (gst_analytics_relation_meta_get_segmentation_mtd (
      gst_buffer_get_analytics_relation_meta (result), 0, &mtd));
  found = gst_analytics_segmentation_mtd_get_mask (&mtd, &x, &y, &width, &height);
  g_assert_true (found == mask);
  gst_buffer_unref (found);
  g_assert_cmpint (x, ==, 10);
  g_assert_cmpint (y, ==, 35);
  g_assert_cmpuint (width, ==, 10);
  g_assert_cmpuint (height, ==, 5);
  g_assert_cmpint (n, ==, 1);
  gst_buffer_unref (result);
  scene_free (&scene);
  g_assert_cmpint (n, ==, 0);
#else
  (void) count_down;
  g_test_skip ("masks are moved with GStreamer 1.28");
#endif
}

/* ---- alignrestore ---- */

/* What is in front of the network, and where 20x30 at (50, 70) of its frame was in 320x240. */
static const struct {
  const gchar *name, *scalers;
  Box found;
} ways[] = {
  /* 200x150 from row 25 on */
  { "letterbox",
      "alignscale keep-input=true fit=letterbox ! "
      "video/x-raw,width=200,height=200,pixel-aspect-ratio=1/1",
      { "found", 80, 72, 32, 48, 0, 0.75 } },
  /* 267x200 from column -33 on: (50 + 33) 320 / 267 = 99.5, (70 + 33) ... = 123.4; 84, 120 */
  { "cover",
      "alignscale keep-input=true fit=cover ! "
      "video/x-raw,width=200,height=200,pixel-aspect-ratio=1/1",
      { "found", 99, 84, 24, 36, 0, 0.75 } },
  /* 100x100 from (120, 40) on */
  { "crop",
      "alignscale keep-input=true crop-left=120 crop-right=100 crop-top=40 crop-bottom=100 ! "
      "video/x-raw,width=200,height=200",
      { "found", 145, 75, 10, 15, 0, 0.75 } },
  { "tensor", "aligntensor keep-input=true fit=letterbox ! tensor/strided,width=200,height=200",
      { "found", 80, 72, 32, 48, 0, 0.75 } },
  { "two scalers",
      "alignscale keep-input=true fit=letterbox ! "
      "video/x-raw,width=100,height=100,pixel-aspect-ratio=1/1 ! alignscale geometry-meta=true ! "
      "video/x-raw,width=200,height=200,pixel-aspect-ratio=1/1",
      { "found", 80, 74, 32, 48, 0, 0.75 } },
};

/* A network that finds the same in every frame: a box that is outside of the film's frame, one that
 * is in it, with a class, and a mate of the first box that it was given. */
static GstPadProbeReturn
detect (GstPad *pad, GstPadProbeInfo *info, gpointer given)
{
  GstBuffer *frame = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));
  const guint outside = add_box (frame, (Box){ "outside", -900, -900, 10, 10, 0, 0.5 });
  const guint box = add_box (frame, (Box){ "found", 50, 70, 20, 30, 0, 0.75 });
  const guint class = add_class (frame, "cat", 0.5);

  (void) pad;
  relate (frame, outside, class);
  relate (frame, box, class);
  if (GPOINTER_TO_INT (given))
    relate (frame, box, 0);
  GST_PAD_PROBE_INFO_DATA (info) = frame;
  return GST_PAD_PROBE_OK;
}

/* `frame` through these scalers, the network and back. */
static GstBuffer *
there_and_back (const gchar *scalers, GstBuffer *frame, gboolean given)
{
  gchar *text = g_strdup_printf ("%s ! identity name=network ! alignrestore", scalers);
  GstHarness *harness = gst_harness_new_parse (text);
  GstElement *network = gst_harness_find_element (harness, "identity");
  GstPad *pad = gst_element_get_static_pad (network, "src");
  GstBuffer *restored;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, detect, GINT_TO_POINTER (given), NULL);
  gst_harness_set_src_caps_str (
      harness, "video/x-raw,format=GRAY8,width=320,height=240,framerate=25/1");
  restored = gst_harness_push_and_pull (harness, frame);
  gst_object_unref (pad);
  gst_object_unref (network);
  gst_harness_teardown (harness);
  g_free (text);
  return restored;
}

#define FILM "video/x-raw,format=GRAY8,width=320,height=240,framerate=25/1"

static void
detections_come_back (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  GstBuffer *frame = there_and_back (ways[i].scalers, frame_of (FILM), FALSE);

  g_assert_nonnull (frame);
  g_assert_cmpuint (length_of (frame), ==, 2);
  assert_box (frame, 0, ways[i].found);
  assert_class (frame, 1, "cat", 0.5);
  g_assert_true (are_related (frame, 0, 1));
  g_assert_false (are_related (frame, 1, 0));
  gst_buffer_unref (frame);
}

/* Not rounded by going there and back, not cut off, not doubled. */
static void
what_was_there_stays_as_it_was (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  const Box boxes[] = { { "before", 101, 103, 41, 21, 0, 0.5 }, { "before", 1, 1, 3, 3, 0, 0.25 } };
  GstBuffer *frame = frame_of (FILM);

  for (gsize k = 0; k < G_N_ELEMENTS (boxes); k++)
    add_box (frame, boxes[k]);
  relate (frame, 1, 0);
  frame = there_and_back (ways[i].scalers, frame, TRUE);
  g_assert_nonnull (frame);
  g_assert_cmpuint (length_of (frame), ==, 4);
  for (gsize k = 0; k < G_N_ELEMENTS (boxes); k++)
    assert_box (frame, (guint) k, boxes[k]);
  assert_box (frame, 2, ways[i].found);
  assert_class (frame, 3, "cat", 0.5);
  g_assert_true (are_related (frame, 1, 0));
  g_assert_true (are_related (frame, 2, 3));
  g_assert_true (are_related (frame, 2, 0));
  g_assert_false (are_related (frame, 0, 1));
  g_assert_false (are_related (frame, 0, 3)); /* what was outside has no id */
  gst_buffer_unref (frame);
}

/* A box over the end of the film's frame is cut off there, a turned one is not. */
static GstPadProbeReturn
detect_at_the_end (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstBuffer *frame = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));

  (void) pad;
  (void) unused;
  add_box (frame, (Box){ "cut", 150, 0, 100, 50, 0, 0.5 });
  add_box (frame, (Box){ "turned", 150, 0, 100, 50, 0.5, 0.5 });
  GST_PAD_PROBE_INFO_DATA (info) = frame;
  return GST_PAD_PROBE_OK;
}

/* The film's 320x240 are 200x150 from row 25 on. */
static void
boxes_end_where_the_frame_does (void)
{
  GstHarness *harness =
      gst_harness_new_parse ("alignscale keep-input=true fit=letterbox ! video/x-raw,width=200,"
                             "height=200,pixel-aspect-ratio=1/1 ! identity ! alignrestore");
  GstElement *network = gst_harness_find_element (harness, "identity");
  GstPad *pad = gst_element_get_static_pad (network, "src");
  GstBuffer *frame;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, detect_at_the_end, NULL, NULL);
  gst_harness_set_src_caps_str (harness, FILM);
  frame = gst_harness_push_and_pull (harness, frame_of (FILM));
  assert_box (frame, 0, (Box){ "cut", 240, 0, 80, 40, 0, 0.5 });
  assert_box (frame, 1, (Box){ "turned", 240, -40, 160, 80, 0.5, 0.5 });
  gst_buffer_unref (frame);
  gst_object_unref (pad);
  gst_object_unref (network);
  gst_harness_teardown (harness);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/analytics/boxes", boxes_move_with_the_picture);
  g_test_add_func ("/analytics/many", many_keep_ids_and_relations);
  g_test_add_func ("/analytics/tracks", tracks_are_kept);
  g_test_add_func ("/analytics/masks", masks_move_and_are_freed);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    gchar *path = g_strdup_printf ("/analytics/restored/%s", ways[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), detections_come_back);
    g_free (path);
    path = g_strdup_printf ("/analytics/stays/%s", ways[i].name);
    g_test_add_data_func (path, GSIZE_TO_POINTER (i), what_was_there_stays_as_it_was);
    g_free (path);
  }
  g_test_add_func ("/analytics/end of the frame", boxes_end_where_the_frame_does);
  return g_test_run ();
}
