/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is attached to frames, and pointer positions, move with the picture through crop and
 * borders. All numbers follow from: 200 x 100 pixels from (10, 20) of the input are 100 x 50 pixels
 * from (0, 25) of the output. */
#include <gst/video/navigation.h>

#include "scene.h"

#define IN "video/x-raw,format=GRAY8,width=220,height=140,framerate=25/1"
#define OUT "video/x-raw,format=GRAY8,width=100,height=100,pixel-aspect-ratio=1/1,framerate=25/1"
#define FRAMED "crop-left=10 crop-right=10 crop-top=20 crop-bottom=20 add-borders=1"

static GstBuffer *
frame_of (const gchar *caps)
{
  const GstVideoInfo info = info_of (caps);

  return noise_frame (&info, 1);
}

static void
regions_move_with_the_picture (void)
{
  static const struct {
    const gchar *name;
    guint in[4], out[4]; /* no size: dropped */
  } rows[] = {
    { "whole", { 10, 20, 200, 100 }, { 0, 25, 100, 50 } },
    { "inside", { 30, 40, 20, 10 }, { 10, 35, 10, 5 } },
    { "over the top left", { 0, 0, 30, 40 }, { 0, 25, 10, 10 } },
    { "over the bottom right", { 200, 110, 20, 30 }, { 95, 70, 5, 5 } },
    { "all of the frame", { 0, 0, 220, 140 }, { 0, 25, 100, 50 } },
    { "left of it", { 0, 20, 10, 10 }, { 0 } },
    { "below it", { 20, 121, 10, 10 }, { 0 } },
    { "too large for an int", { 100, 70, G_MAXUINT, G_MAXUINT }, { 45, 50, 55, 25 } },
  };
  Scene scene = scene_new (FRAMED, IN, OUT);
  GstBuffer *frame = frame_of (IN), *result;
  gint n = 0;
  gpointer state = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gst_buffer_add_video_region_of_interest_meta (
        frame, rows[i].name, rows[i].in[0], rows[i].in[1], rows[i].in[2], rows[i].in[3])
        ->id = (gint) i;
  result = scene_scale (&scene, frame);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GstVideoRegionOfInterestMeta *region =
        gst_buffer_get_video_region_of_interest_meta_id (result, (gint) i);

    g_test_message ("%s", rows[i].name);
    g_assert_cmpint (region != NULL, ==, rows[i].out[2] > 0);
    if (region == NULL)
      continue;
    n++;
    g_assert_cmpstr (g_quark_to_string (region->roi_type), ==, rows[i].name);
    g_assert_cmpuint (region->x, ==, rows[i].out[0]);
    g_assert_cmpuint (region->y, ==, rows[i].out[1]);
    g_assert_cmpuint (region->w, ==, rows[i].out[2]);
    g_assert_cmpuint (region->h, ==, rows[i].out[3]);
  }
  while (
      gst_buffer_iterate_meta_filtered (result, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
    n--;
  g_assert_cmpint (n, ==, 0);
  gst_buffer_unref (result);
  scene_free (&scene);
}

static void
regions_keep_ids_and_parameters (void)
{
  Scene scene = scene_new (FRAMED, IN, OUT);
  GstBuffer *frame = frame_of (IN), *result;
  GstVideoRegionOfInterestMeta *region =
      gst_buffer_add_video_region_of_interest_meta (frame, "face", 30, 40, 20, 10);
  GstStructure *detection;
  gdouble confidence;
  gint label;

  region->id = 17;
  region->parent_id = 4;
  gst_video_region_of_interest_meta_add_param (
      region, gst_structure_new ("detection", "confidence", G_TYPE_DOUBLE, 0.75, NULL));
  gst_video_region_of_interest_meta_add_param (
      region, gst_structure_new ("label", "id", G_TYPE_INT, 3, NULL));
  result = scene_scale (&scene, frame);
  region = gst_buffer_get_video_region_of_interest_meta_id (result, 17);
  g_assert_nonnull (region);
  g_assert_cmpint (region->parent_id, ==, 4);
  g_assert_cmpuint (g_list_length (region->params), ==, 2);
  detection = gst_video_region_of_interest_meta_get_param (region, "detection");
  g_assert_true (gst_structure_get_double (detection, "confidence", &confidence));
  g_assert_cmpfloat (confidence, ==, 0.75);
  detection = gst_video_region_of_interest_meta_get_param (region, "label");
  g_assert_true (gst_structure_get_int (detection, "id", &label));
  g_assert_cmpint (label, ==, 3);
  gst_buffer_unref (result);
  scene_free (&scene);
}

#define OVERLAID "video/x-raw(memory:SystemMemory,meta:GstVideoOverlayComposition)"

/* Also where they stick out of the picture: what draws them clips them. */
static void
overlays_move_with_the_picture (void)
{
  static const gint rows[][8] = { { 30, 40, 20, 10, 10, 35, 10, 5 },
    { 0, 0, 20, 40, -5, 15, 10, 20 }, { 40, 40, 1, 200, 15, 35, 1, 100 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Scene scene = scene_new (FRAMED, OVERLAID ",format=GRAY8,width=220,height=140,framerate=25/1",
        OVERLAID ",width=100,height=100,pixel-aspect-ratio=1/1");
    GstBuffer *frame = frame_of (IN), *result;
    GstVideoOverlayComposition *overlay =
        overlay_at (rows[i][0], rows[i][1], (guint) rows[i][2], (guint) rows[i][3]);
    GstVideoOverlayCompositionMeta *meta;
    gint x, y;
    guint width, height;

    gst_buffer_add_video_overlay_composition_meta (frame, overlay);
    gst_video_overlay_composition_unref (overlay);
    result = scene_scale (&scene, frame);
    meta = gst_buffer_get_video_overlay_composition_meta (result);
    g_assert_nonnull (meta);
    g_assert_true (gst_video_overlay_rectangle_get_render_rectangle (
        gst_video_overlay_composition_get_rectangle (meta->overlay, 0), &x, &y, &width, &height));
    g_assert_cmpint (x, ==, rows[i][4]);
    g_assert_cmpint (y, ==, rows[i][5]);
    g_assert_cmpuint (width, ==, rows[i][6]);
    g_assert_cmpuint (height, ==, rows[i][7]);
    gst_buffer_unref (result);
    scene_free (&scene);
  }
}

/* ---- metas nobody here knows ---- */

static gint n_scaled;
static gboolean takes_matrices; /* as metas of GStreamer 1.28 do */
static GstVideoRectangle moved; /* where a region of 22x14 at 44,42 was moved to */

static gboolean
init_meta (GstMeta *meta, gpointer params, GstBuffer *buffer)
{
  (void) meta;
  (void) params;
  (void) buffer;
  return TRUE;
}

static gboolean
transform_meta (GstBuffer *to, GstMeta *meta, GstBuffer *from, GQuark type, gpointer data)
{
  (void) from;
  (void) data;
#if GST_CHECK_VERSION(1, 28, 0)
  if (GST_VIDEO_META_TRANSFORM_IS_MATRIX (type)) {
    moved = (GstVideoRectangle){ 44, 42, 22, 14 };
    if (!takes_matrices || !gst_video_meta_transform_matrix_rectangle (data, &moved))
      return FALSE;
  }
#endif
  if (type == gst_video_meta_transform_scale_get_quark ())
    n_scaled++;
  gst_buffer_add_meta (to, meta->info, NULL);
  return TRUE;
}

static const GstMetaInfo *
meta_with_tags (const gchar *name, const gchar **tags)
{
  gchar *api = g_strconcat (name, "API", NULL);
  const GstMetaInfo *info = gst_meta_register (gst_meta_api_type_register (api, tags), name,
      sizeof (GstMeta), init_meta, NULL, transform_meta);

  g_free (api);
  return info;
}

static void
metas_about_sizes_are_dropped_with_crop_or_borders (void)
{
  static const gchar *sized[] = { GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_SIZE_STR, NULL };
  static const gchar *coloured[] = { GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_COLORSPACE_STR,
    NULL };
  static const struct {
    const gchar *settings;
    gboolean kept;
  } rows[] = { { "", TRUE }, { "crop-left=10", FALSE }, { "add-borders=1", FALSE },
    { FRAMED, FALSE } };
  const GstMetaInfo *size = meta_with_tags ("TestFramedSize", sized);
  const GstMetaInfo *colour = meta_with_tags ("TestFramedColour", coloured);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Scene scene = scene_new (rows[i].settings, IN, OUT);
    GstBuffer *frame = frame_of (IN), *result;

    n_scaled = 0;
    gst_buffer_add_meta (frame, size, NULL);
    gst_buffer_add_meta (frame, colour, NULL);
    result = scene_scale (&scene, frame);
    g_test_message ("\"%s\"", rows[i].settings);
    g_assert_cmpint (gst_buffer_get_meta (result, size->api) != NULL, ==, rows[i].kept);
    g_assert_cmpint (n_scaled, ==, rows[i].kept);
    g_assert_nonnull (gst_buffer_get_meta (result, colour->api));
    gst_buffer_unref (result);
    scene_free (&scene);
  }
}

/* GStreamer has a transform for them from 1.28 on. */
static void
metas_about_sizes_move_where_they_can (void)
{
#if GST_CHECK_VERSION(1, 28, 0)
  static const gchar *sized[] = { GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_SIZE_STR, NULL };
  static const struct {
    const gchar *settings;
    GstVideoRectangle place;
  } rows[] = { { "", { 20, 30, 10, 10 } }, { FRAMED, { 17, 36, 11, 7 } } };
  const GstMetaInfo *size = meta_with_tags ("TestMovedSize", sized);

  takes_matrices = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Scene scene = scene_new (rows[i].settings, IN, OUT);
    GstBuffer *frame = frame_of (IN), *result;

    n_scaled = 0;
    gst_buffer_add_meta (frame, size, NULL);
    result = scene_scale (&scene, frame);
    g_test_message ("\"%s\"", rows[i].settings);
    g_assert_nonnull (gst_buffer_get_meta (result, size->api));
    g_assert_cmpint (n_scaled, ==, 0);
    g_assert_cmpint (moved.x, ==, rows[i].place.x);
    g_assert_cmpint (moved.y, ==, rows[i].place.y);
    g_assert_cmpint (moved.w, ==, rows[i].place.w);
    g_assert_cmpint (moved.h, ==, rows[i].place.h);
    gst_buffer_unref (result);
    scene_free (&scene);
  }
  takes_matrices = FALSE;
#else
  (void) takes_matrices;
  (void) moved;
  g_test_skip ("this GStreamer has no such transform");
#endif
}

/* What GStreamer's own elements attach that is not about size. */
static void
captions_and_time_codes_go_along (void)
{
  static const guint8 words[] = { 0xfc, 0x94, 0x2c, 0xfd, 0x80, 0x80 };
  Scene scene = scene_new (FRAMED, IN, OUT);
  GstBuffer *frame = frame_of (IN), *result;
  GstVideoCaptionMeta *captions;
  GstVideoTimeCodeMeta *code;

  gst_buffer_add_video_caption_meta (frame, GST_VIDEO_CAPTION_TYPE_CEA708_RAW, words, sizeof words);
  gst_buffer_add_video_time_code_meta_full (
      frame, 25, 1, NULL, GST_VIDEO_TIME_CODE_FLAGS_NONE, 10, 59, 58, 24, 0);
  result = scene_scale (&scene, frame);
  captions = gst_buffer_get_video_caption_meta (result);
  g_assert_nonnull (captions);
  g_assert_cmpmem (captions->data, captions->size, words, sizeof words);
  code = gst_buffer_get_video_time_code_meta (result);
  g_assert_nonnull (code);
  g_assert_cmpuint (code->tc.hours, ==, 10);
  g_assert_cmpuint (code->tc.frames, ==, 24);
  gst_buffer_unref (result);
  scene_free (&scene);
}

/* ---- navigation ---- */

static void
pointers_are_mapped_back (void)
{
  static const gdouble rows[][4] = { { 0, 25, 10, 20 }, { 50, 50, 110, 70 }, { 100, 75, 210, 120 },
    { 33.5, 30.25, 77, 30.5 }, { -3, 10, 10, 20 }, { 99, 99, 208, 120 }, { 150, 0, 210, 20 } };
  Scene scene = scene_new (FRAMED, IN, OUT);

  gst_buffer_unref (scene_scale (&scene, frame_of (IN)));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GstEvent *event = gst_event_new_navigation (
        gst_structure_new ("application/x-gst-navigation", "event", G_TYPE_STRING, "mouse-move",
            "pointer_x", G_TYPE_DOUBLE, rows[i][0], "pointer_y", G_TYPE_DOUBLE, rows[i][1], NULL));
    gdouble x, y;

    gst_harness_push_upstream_event (scene.harness, event);
    event = gst_harness_pull_upstream_event (scene.harness);
    while (GST_EVENT_TYPE (event) != GST_EVENT_NAVIGATION) {
      gst_event_unref (event);
      event = gst_harness_pull_upstream_event (scene.harness);
    }
    g_assert_true (gst_navigation_event_get_coordinates (event, &x, &y));
    g_test_message ("%g, %g", rows[i][0], rows[i][1]);
    g_assert_cmpfloat_with_epsilon (x, rows[i][2], 1e-9);
    g_assert_cmpfloat_with_epsilon (y, rows[i][3], 1e-9);
    gst_event_unref (event);
  }
  scene_free (&scene);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/metas/regions move with the picture", regions_move_with_the_picture);
  g_test_add_func ("/metas/regions keep ids and parameters", regions_keep_ids_and_parameters);
  g_test_add_func ("/metas/overlays move with the picture", overlays_move_with_the_picture);
  g_test_add_func ("/metas/those about sizes are dropped with crop or borders",
      metas_about_sizes_are_dropped_with_crop_or_borders);
  g_test_add_func (
      "/metas/those about sizes move where they can", metas_about_sizes_move_where_they_can);
  g_test_add_func ("/metas/captions and time codes go along", captions_and_time_codes_go_along);
  g_test_add_func ("/metas/pointers are mapped back", pointers_are_mapped_back);
  return g_test_run ();
}
