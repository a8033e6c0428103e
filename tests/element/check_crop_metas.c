/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Crop metas as GStreamer's elements send them: the caps have the size of the crop, the memory is
 * whole and its size in the GstVideoMeta. The reference is the part cut out of the frame, sample by
 * sample. */
#include <string.h>

#include "framed.h"

#define FRAME_WIDTH 60
#define FRAME_HEIGHT 50

typedef struct {
  gint x, y, w, h;
} Part;

/* A frame whose memory is larger than its caps. */
static GstBuffer *
crop_of_memory (const GstVideoInfo *memory, GstBuffer *frame, Part part)
{
  GstBuffer *buffer =
      with_crop (frame, (guint) part.x, (guint) part.y, (guint) part.w, (guint) part.h);

  gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (memory),
      (guint) memory->width, (guint) memory->height, GST_VIDEO_INFO_N_PLANES (memory),
      (gsize *) memory->offset, (gint *) memory->stride);
  return buffer;
}

/* A crop that starts on whole samples of every plane, by the meta and cut out. */
static void
check_part (const gchar *format, Part part, gint out_w, gint out_h, const gchar *settings)
{
  const GstVideoInfo memory = info_of_size (format, FRAME_WIDTH, FRAME_HEIGHT);
  const GstVideoInfo in = info_of_size (format, part.w, part.h);
  const GstVideoInfo out = info_of_size (format, out_w, out_h);
  GstBuffer *frame = noise_of (&memory), *cut = cut_out (&memory, frame, &in, part.x, part.y);
  GstBuffer *cropped = crop_of_memory (&memory, frame, part);
  GstBuffer *expected = scale_infos (&in, &out, settings, cut);
  GstBuffer *result = scale_infos (&in, &out, settings, cropped);

  if (!same_samples (&out, expected, result))
    fail_at (&in, &out, settings);
  g_assert_null (gst_buffer_get_video_crop_meta (result));
  gst_buffer_unref (result);
  gst_buffer_unref (expected);
  gst_buffer_unref (cropped);
  gst_buffer_unref (cut);
  gst_buffer_unref (frame);
}

static void
scaled_it_is_the_part (gconstpointer format)
{
  check_part (format, (Part){ 8, 12, 40, 30 }, 54, 31, "method=bilinear");
  check_part (format, (Part){ 4, 0, 56, 50 }, 30, 21, "method=area");
  check_part (format, (Part){ 0, 8, 60, 42 }, 60, 50, "method=bicubic antialias=1");
  check_part (format, (Part){ 16, 8, 40, 36 }, 44, 40, "method=nearest crop-left=8 crop-top=4");
}

/* The caps' sizes are equal, and nobody behind takes crop metas. */
static void
not_scaled_it_is_the_part (gconstpointer format)
{
  check_part (format, (Part){ 8, 12, 40, 30 }, 40, 30, "method=bilinear");
  check_part (format, (Part){ 0, 0, 40, 30 }, 40, 30, "method=lanczos");
}

/* A decoder's coded rows below the picture are of no frame. */
static void
coded_rows_are_cut_off (void)
{
  const GstVideoInfo memory = info_of_size ("I420", 64, 48), in = info_of_size ("I420", 64, 40);
  const GstVideoInfo out = info_of_size ("I420", 32, 20);
  GstBuffer *frame = gst_buffer_new_allocate (NULL, memory.size, NULL), *cropped, *result;
  GstVideoFrame mapped;

  g_assert_true (gst_video_frame_map (&mapped, &memory, frame, GST_MAP_WRITE));
  for (guint p = 0; p < 3; p++)
    for (gint y = 0; y < 48 >> (p > 0); y++)
      memset ((guint8 *) mapped.data[p] + y * memory.stride[p], y < 40 >> (p > 0) ? 77 : 255,
          64 >> (p > 0));
  gst_video_frame_unmap (&mapped);
  cropped = crop_of_memory (&memory, frame, (Part){ 0, 0, 64, 40 });
  result = scale_infos (&in, &out, "method=bilinear antialias=1", cropped);
  g_assert_true (gst_video_frame_map (&mapped, &out, result, GST_MAP_READ));
  for (guint p = 0; p < 3; p++)
    for (gint y = 0; y < 20 >> (p > 0); y++)
      for (gint x = 0; x < 32 >> (p > 0); x++)
        g_assert_cmpint (((guint8 *) mapped.data[p])[y * out.stride[p] + x], ==, 77);
  gst_video_frame_unmap (&mapped);
  gst_buffer_unref (result);
  gst_buffer_unref (cropped);
  gst_buffer_unref (frame);
}

#define MEMORY "video/x-raw,format=GRAY8,width=60,height=50,framerate=25/1"
#define CROPPED "video/x-raw,format=GRAY8,width=40,height=30,framerate=25/1"
#define DOUBLED "video/x-raw,format=GRAY8,width=80,height=60,framerate=25/1"

/* Every sample is its place in memory. */
static GstBuffer *
numbered_frame (void)
{
  const GstVideoInfo memory = info_of (MEMORY);
  guint8 rows[50 * 60];

  for (gint i = 0; i < 50 * 60; i++)
    rows[i] = (guint8) (i / 60 * 5 + i % 60);
  return frame_of_rows (&memory, rows);
}

static void
assert_doubled (GstBuffer *result, gint x0, gint y0)
{
  const GstVideoInfo out = info_of (DOUBLED);
  GstVideoFrame mapped;

  g_assert_true (gst_video_frame_map (&mapped, &out, result, GST_MAP_READ));
  for (gint y = 0; y < 60; y++)
    for (gint x = 0; x < 80; x++)
      g_assert_cmpint (((guint8 *) mapped.data[0])[y * out.stride[0] + x], ==,
          (guint8) ((y0 + y / 2) * 5 + x0 + x / 2));
  gst_video_frame_unmap (&mapped);
  gst_buffer_unref (result);
}

/* Another rectangle on each frame, odd ones among them; and a frame of the caps' own size
 * between. */
static void
it_changes_with_each_frame (void)
{
  static const gint places[][2] = { { 10, 6 }, { 11, 6 }, { 0, 0 }, { 20, 20 }, { 7, 13 } };
  const GstVideoInfo memory = info_of (MEMORY), in = info_of (CROPPED);
  Scene scene = scene_new ("method=nearest-exact", CROPPED, DOUBLED);
  GstBuffer *frame = numbered_frame ();
  GstBuffer *whole = cut_out (&memory, frame, &in, 3, 4);

  for (gsize i = 0; i < 3 * G_N_ELEMENTS (places); i++) {
    const gint *place = places[i / 3];

    if (i % 3 == 2)
      assert_doubled (scene_scale (&scene, gst_buffer_ref (whole)), 3, 4);
    else
      assert_doubled (scene_scale (&scene,
                          crop_of_memory (&memory, frame, (Part){ place[0], place[1], 40, 30 })),
          place[0], place[1]);
  }
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING), ==, 0);
  gst_buffer_unref (whole);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

/* From frame to frame, by odd steps, too, the place changes and the size does not: what a fresh
 * element makes. */
static void
it_moves (gconstpointer format)
{
  static const guint places[][2] = { { 10, 6 }, { 14, 12 }, { 15, 12 }, { 15, 19 }, { 0, 0 },
    { 2, 0 }, { 20, 20 }, { 4, 3 }, { 4, 5 } };
  const GstVideoInfo in = info_of_size (format, FRAME_WIDTH, FRAME_HEIGHT);
  const GstVideoInfo out = info_of_size (format, 72, 44);
  Scene scene = scene_of_infos (&in, &out);
  GstBuffer *frame = noise_of (&in);

  scene_set (&scene, "method=bicubic");
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    GstBuffer *cropped = with_crop (frame, places[i][0], places[i][1], 40, 30);
    GstBuffer *fresh = scale_infos (&in, &out, "method=bicubic", cropped);
    GstBuffer *moved = scene_scale (&scene, cropped);

    if (!same_samples (&out, moved, fresh))
      fail_at (&in, &out, "method=bicubic");
    gst_buffer_unref (moved);
    gst_buffer_unref (fresh);
  }
  gst_buffer_unref (frame);
  scene_free (&scene);
}

static void
send_caps_again (Scene *scene)
{
  GstCaps *caps = gst_caps_from_string (CROPPED);

  g_assert_true (gst_pad_push_event (scene->harness->srcpad, gst_event_new_caps (caps)));
  gst_caps_unref (caps);
}

/* Caps that come again are the same caps, and a frame without a crop is whole. */
static void
it_ends_with_its_buffer (void)
{
  const GstVideoInfo in = info_of (CROPPED);
  Scene scene = scene_new ("method=nearest-exact", CROPPED, DOUBLED);
  GstBuffer *frame = numbered_frame ();
  const GstVideoInfo memory = info_of (MEMORY);
  GstBuffer *whole = cut_out (&memory, frame, &in, 0, 0);

  for (gint again = 0; again < 2; again++) {
    assert_doubled (
        scene_scale (&scene, crop_of_memory (&memory, frame, (Part){ 9, 5, 40, 30 })), 9, 5);
    if (again)
      send_caps_again (&scene);
    assert_doubled (scene_scale (&scene, gst_buffer_ref (whole)), 0, 0);
    assert_rectangles (&scene, "0,0 40x30", "0,0 80x60");
  }
  gst_buffer_unref (whole);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

static void
outside_of_memory_it_is_clamped_and_said_once (void)
{
  const GstVideoInfo memory = info_of (MEMORY);
  Scene scene = scene_new (NULL, CROPPED, DOUBLED);
  GstBuffer *frame = numbered_frame ();
  gchar *text;

  for (gint i = 0; i < 4; i++)
    gst_buffer_unref (
        scene_scale (&scene, crop_of_memory (&memory, frame,
                                 i % 2 ? (Part){ 1, 2, 40, 30 } : (Part){ 40, 30, 40, 30 })));
  gst_buffer_unref (
      scene_scale (&scene, crop_of_memory (&memory, frame, (Part){ 30, 40, 40, 30 })));
  assert_rectangles (&scene, "30,40 30x10", "0,0 80x60");
  text = scene_text (&scene, GST_MESSAGE_WARNING);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "reaches out of its frame of 60x50"));
  g_free (text);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING), ==, 0);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

/* ---- what applications are told ---- */

static void
note_rectangle (GObject *object, GParamSpec *pspec, gpointer data)
{
  GPtrArray *seen = data;
  GstStructure *rectangle;

  g_object_get (object, pspec->name, &rectangle, NULL);
  g_ptr_array_add (seen, rectangle ? gst_structure_to_string (rectangle) : g_strdup ("none"));
  if (rectangle != NULL)
    gst_structure_free (rectangle);
}

/* Borders for the shape of the crop, and another size because of it. */
static void
only_rectangles_that_frames_have_are_notified (void)
{
  const GstVideoInfo memory = info_of (MEMORY);
  Scene scene = scene_new (NULL, CROPPED, NULL);
  GstBuffer *frame = numbered_frame ();
  GPtrArray *seen = g_ptr_array_new_with_free_func (g_free);

  gst_buffer_unref (scene_scale (&scene, crop_of_memory (&memory, frame, (Part){ 9, 5, 40, 30 })));
  g_signal_connect (scene.element, "notify::picture-rectangle", G_CALLBACK (note_rectangle), seen);
  scene_set (&scene, "scale-factor=3");
  gst_buffer_unref (scene_scale (&scene, crop_of_memory (&memory, frame, (Part){ 9, 5, 40, 30 })));
  g_assert_cmpint (seen->len, ==, 1);
  assert_rectangles (&scene, "9,5 40x30", "0,0 120x90");
  scene_set (&scene, "crop-left=10");
  gst_buffer_unref (scene_scale (&scene, crop_of_memory (&memory, frame, (Part){ 9, 5, 40, 30 })));
  g_assert_cmpint (seen->len, ==, 2);
  assert_rectangles (&scene, "19,5 30x30", "0,0 90x90");
  gst_element_set_state (scene.element, GST_STATE_READY);
  g_assert_cmpint (seen->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (seen, 2), ==, "none");
  assert_rectangles (&scene, "none", "none");
  g_ptr_array_unref (seen);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

/* Regions count in memory as crops do; the pointer upstream counts in the caps' frame. */
static void
regions_and_pointers_are_moved (void)
{
  const GstVideoInfo memory = info_of (MEMORY);
  Scene scene = scene_new (NULL, CROPPED, DOUBLED);
  GstBuffer *frame = numbered_frame (), *result;
  GstBuffer *sent = crop_of_memory (&memory, frame, (Part){ 9, 5, 40, 30 });
  const GstVideoRegionOfInterestMeta *region;
  GstEvent *event;
  gdouble x, y;

  gst_buffer_add_video_region_of_interest_meta (sent, "face", 19, 10, 6, 8);
  result = scene_scale (&scene, sent);
  region = (GstVideoRegionOfInterestMeta *) gst_buffer_get_meta (
      result, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
  g_assert_nonnull (region);
  g_assert_cmpuint (region->x, ==, 20);
  g_assert_cmpuint (region->y, ==, 10);
  g_assert_cmpuint (region->w, ==, 12);
  g_assert_cmpuint (region->h, ==, 16);

  gst_harness_push_upstream_event (scene.harness,
      gst_event_new_navigation (
          gst_structure_new ("application/x-gst-navigation", "event", G_TYPE_STRING, "mouse-move",
              "pointer_x", G_TYPE_DOUBLE, 20.0, "pointer_y", G_TYPE_DOUBLE, 10.0, NULL)));
  while ((event = gst_harness_try_pull_upstream_event (scene.harness)) != NULL
         && GST_EVENT_TYPE (event) != GST_EVENT_NAVIGATION)
    gst_event_unref (event);
  g_assert_nonnull (event);
  g_assert_true (gst_navigation_event_get_coordinates (event, &x, &y));
  g_assert_cmpfloat_with_epsilon (x, 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, 5, 1e-9);
  gst_event_unref (event);
  gst_buffer_unref (result);
  gst_buffer_unref (frame);
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  gchar **formats;
  gint result;

  test_init (&argc, &argv);
  formats = offered_formats ();
  framed_add_for_formats ("/crop metas/scaled it is the part", formats, scaled_it_is_the_part);
  framed_add_for_formats (
      "/crop metas/not scaled it is the part", formats, not_scaled_it_is_the_part);
  framed_add_for_formats ("/crop metas/it moves", formats, it_moves);
  g_test_add_func ("/crop metas/coded rows are cut off", coded_rows_are_cut_off);
  g_test_add_func ("/crop metas/it changes with each frame", it_changes_with_each_frame);
  g_test_add_func ("/crop metas/it ends with its buffer", it_ends_with_its_buffer);
  g_test_add_func ("/crop metas/outside of memory it is clamped and said once",
      outside_of_memory_it_is_clamped_and_said_once);
  g_test_add_func ("/crop metas/only rectangles that frames have are notified",
      only_rectangles_that_frames_have_are_notified);
  g_test_add_func ("/crop metas/regions and pointers are moved", regions_and_pointers_are_moved);
  result = g_test_run ();
  g_strfreev (formats);
  return result;
}
