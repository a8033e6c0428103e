/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The property `fit`, and sizes that the element makes. */

#include <string.h>

#include "framed.h"

/* ---- cover: the middle of the resized picture ---- */

typedef struct {
  gint in_w, in_h, out_w, out_h;
  gint resized_w, resized_h, x, y; /* worked out by hand: size of all of it, and where the cut is */
} Cover;

static const Cover covers[] = {
  { 96, 54, 40, 40, 71, 40, 15, 0 }, /* 71.1; 31 too many */
  { 54, 96, 40, 40, 40, 71, 0, 15 }, /* 31 / 2, rounded down */
  { 97, 53, 60, 20, 60, 33, 0, 6 },  /* 32.8; 13 too many */
  { 40, 40, 120, 60, 120, 120, 0, 30 }, { 64, 36, 36, 36, 64, 36, 14, 0 }, /* no scaling */
};

/* Without parts of chroma samples before the cut the bytes are those of the whole picture. */
static gboolean
begins_with_samples (const GstVideoInfo *info, const Cover *cover)
{
  gboolean whole = TRUE;

  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++)
    whole = whole && cover->x % (1 << info->finfo->w_sub[c]) == 0
            && cover->y % (1 << info->finfo->h_sub[c]) == 0;
  return whole;
}

static void
check_cover (const gchar *format, const Cover *cover, const gchar *method)
{
  const GstVideoInfo in = info_of_format (format, cover->in_w, cover->in_h, "");
  const GstVideoInfo all = info_of_format (format, cover->resized_w, cover->resized_h, "");
  const GstVideoInfo out = info_of_format (format, cover->out_w, cover->out_h, "");
  gchar *settings = g_strdup_printf ("%s fit=cover", method);
  GstBuffer *frame, *covering, *plain, *middle;

  if (begins_with_samples (&in, cover)) {
    frame = noise_of (&in);
    covering = scale_infos (&in, &out, settings, frame);
    plain = scale_infos (&in, &all, method, frame);
    middle = cut_out (&all, plain, &out, cover->x, cover->y);
    if (!same_samples (&out, covering, middle))
      fail_at (&in, &out, settings);
    gst_buffer_unref (frame);
    gst_buffer_unref (covering);
    gst_buffer_unref (plain);
    gst_buffer_unref (middle);
  }
  g_free (settings);
}

static void
cover_is_cut_out_of_the_whole_in_every_format (void)
{
  gchar **formats = offered_formats ();

  for (guint f = 0; formats[f] != NULL; f++)
    for (gsize i = 0; i < G_N_ELEMENTS (covers); i++)
      check_cover (formats[f], &covers[i], "method=bicubic");
  g_strfreev (formats);
}

static void
cover_is_cut_out_of_the_whole_in_every_way (void)
{
  static const gchar *const formats[] = { "RGB", "GRAY8", "RGBA", "Y444_10LE", "GRAY16_LE" };
  static const gchar *const libraries[] = { "library=opencv", "library=opencv method=nearest",
    "library=opencv method=area", "library=pillow", "library=pillow method=bicubic",
    "library=pillow method=box", "library=pillow method=nearest", "library=pillow method=lanczos" };

  for (gsize i = 0; i < G_N_ELEMENTS (covers); i++) {
    for (gsize f = 0; f < G_N_ELEMENTS (formats); f++) {
      const GstVideoInfo info = info_of_format (formats[f], 8, 8, "");

      for (Way way = { 0 }; way.method < RSZ_N_TORCH_METHODS;) {
        gchar *settings = way_settings (&way);

        check_cover (formats[f], &covers[i], settings);
        g_free (settings);
        if (!way_next (&way, format_depth (info.finfo)))
          break;
      }
    }
    for (gsize l = 0; l < G_N_ELEMENTS (libraries); l++)
      check_cover ("RGB", &covers[i], libraries[l]);
  }
}

/* Rows of both fields stay rows of their fields. */
static void
fields_are_cut_between_pairs_of_rows (void)
{
  Scene scene = scene_new ("fit=cover",
      "video/x-raw,format=GRAY8,width=16,height=74,framerate=25/1,"
      "interlace-mode=interleaved",
      "video/x-raw,width=16,height=60");
  GstVideoInfo in = info_of ("video/x-raw,format=GRAY8,width=16,height=74,framerate=25/1,"
                             "interlace-mode=interleaved");
  GstBuffer *frame = noise_frame (&in, 3), *made = scene_scale (&scene, gst_buffer_ref (frame));
  GstMapInfo from, to;

  /* 14 rows too many, 7 before: 6 */
  g_assert_true (gst_buffer_map (frame, &from, GST_MAP_READ));
  g_assert_true (gst_buffer_map (made, &to, GST_MAP_READ));
  g_assert_cmpmem (to.data, 16 * 60, from.data + 16 * 6, 16 * 60);
  gst_buffer_unmap (frame, &from);
  gst_buffer_unmap (made, &to);
  gst_buffer_unref (frame);
  gst_buffer_unref (made);
  scene_free (&scene);
}

/* ---- sizes ---- */

typedef struct {
  const gchar *name, *settings;
  const gchar *in, *out; /* caps fields */
  gint width, height;    /* of the output */
  GstVideoRectangle resized;
} Size;

static const Size sizes[] = {
  { "torchvision's Resize", "size-rule=torchvision shortest-edge=256", "width=1998,height=1080", "",
      473, 256, { 0, 0, 473, 256 } },
  { "exact: 473.6", "shortest-edge=256", "width=1998,height=1080", "", 474, 256,
      { 0, 0, 474, 256 } },
  { "display aspect ratio", "shortest-edge=300", "width=720,height=576,pixel-aspect-ratio=16/15",
      "pixel-aspect-ratio=1/1", 400, 300, { 0, 0, 400, 300 } },
  { "longest edge", "longest-edge=640", "width=1280,height=720", "", 640, 360, { 0, 0, 640, 360 } },
  { "Ultralytics' auto", "fit=letterbox size-rule=ultralytics longest-edge=640 size-multiple=32",
      "width=1280,height=720", "", 640, 384, { 0, 12, 640, 360 } },
  { "multiples below", "fit=cover shortest-edge=100 size-multiple=32", "width=300,height=200", "",
      128, 96, { -11, -2, 150, 100 } },
  { "the nearest multiples", "size-multiple=32", "width=300,height=200", "", 288, 192,
      { 0, 0, 288, 192 } },
  { "smart_resize", "size-rule=smart-resize", "width=1920,height=1080", "", 1316, 728,
      { 0, 0, 1316, 728 } },
  { "Resize and CenterCrop", "fit=cover size-rule=torchvision shortest-edge=256",
      "width=640,height=480", "width=224,height=224", 224, 224, { -58, -16, 341, 256 } },
  /* 17 too many: 8.5, to even; where nothing is too much, a border */
  { "a crop that is larger", "fit=cover size-rule=torchvision shortest-edge=100",
      "width=241,height=100", "width=224,height=224", 224, 224, { -8, 62, 241, 100 } },
  { "crop fraction", "fit=cover crop-fraction=0.5", "width=100,height=50", "width=20,height=20", 20,
      20, { -30, -10, 80, 40 } },
  { "squash", "crop-fraction=0.875", "width=300,height=90", "width=224,height=224", 224, 224,
      { -16, -16, 256, 256 } },
  { "nothing is enlarged", "fit=letterbox enlarge=false", "width=100,height=50",
      "width=200,height=200", 200, 200, { 50, 75, 100, 50 } },
  { "a fixed height", "fit=cover shortest-edge=50", "width=200,height=100", "height=40", 100, 40,
      { 0, -5, 100, 50 } },
  { "a scale factor decides", "scale-factor=0.5 fit=cover shortest-edge=10", "width=40,height=20",
      "", 20, 10, { 0, 0, 20, 10 } },
};

/* The element's resized-rectangle. */
static GstVideoRectangle
resized_of (Scene *scene)
{
  GstVideoRectangle r = { 0 };
  GstStructure *structure;

  g_object_get (scene->element, "resized-rectangle", &structure, NULL);
  g_assert_true (gst_structure_get (structure, "x", G_TYPE_INT, &r.x, "y", G_TYPE_INT, &r.y,
      "width", G_TYPE_INT, &r.w, "height", G_TYPE_INT, &r.h, NULL));
  gst_structure_free (structure);
  return r;
}

static void
size_is_as_computed_by_hand (gconstpointer data)
{
  const Size *row = data;
  gchar *in = g_strdup_printf ("video/x-raw,format=RGB,framerate=25/1,%s", row->in);
  gchar *out = g_strdup_printf ("video/x-raw%s%s", *row->out ? "," : "", row->out);
  Scene scene = scene_new (row->settings, in, out);
  GstVideoInfo info = info_of (in);
  GstBuffer *frame = noise_frame (&info, 1), *made = scene_scale (&scene, frame);
  const GstVideoRectangle resized = resized_of (&scene);

  info = scene_info (&scene);
  g_assert_cmpint (info.width, ==, row->width);
  g_assert_cmpint (info.height, ==, row->height);
  g_assert_cmpint (resized.x, ==, row->resized.x);
  g_assert_cmpint (resized.y, ==, row->resized.y);
  g_assert_cmpint (resized.w, ==, row->resized.w);
  g_assert_cmpint (resized.h, ==, row->resized.h);
  gst_buffer_unref (made);
  scene_free (&scene);
  g_free (in);
  g_free (out);
}

static void
what_downstream_refuses_is_an_error (void)
{
  Scene scene =
      scene_new ("shortest-edge=50 size-rule=torchvision", NULL, "video/x-raw,width=40,height=40");
  const GstVideoInfo in = info_of ("video/x-raw,format=RGB,width=200,height=100,framerate=25/1");
  gchar *text;

  gst_harness_set_src_caps_str (
      scene.harness, "video/x-raw,format=RGB,width=200,height=100,framerate=25/1");
  g_assert_cmpint (
      gst_harness_push (scene.harness, noise_frame (&in, 1)), ==, GST_FLOW_NOT_NEGOTIATED);
  text = scene_text (&scene, GST_MESSAGE_ERROR);
  g_assert_nonnull (
      strstr (text, "The edges and the size rule make 100x50 of the input's 200x100"));
  g_free (text);
  scene_free (&scene);
}

static void
while_playing_the_old_size_stays (void)
{
  const gchar *in = "video/x-raw,format=RGB,width=200,height=100,framerate=25/1";
  Scene scene = scene_new (NULL, in, "video/x-raw,width=40,height=40");
  const GstVideoInfo info = info_of (in);
  GstVideoInfo made;
  gchar *text;

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  scene_set (&scene, "shortest-edge=50");
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 2)));
  text = scene_text (&scene, GST_MESSAGE_WARNING);
  g_assert_nonnull (strstr (text, "The size stays 40x40"));
  g_free (text);
  /* which a fit that needs no size of its own makes good */
  scene_set (&scene, "fit=cover");
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 3)));
  g_assert_cmpint (resized_of (&scene).w, ==, 100);
  made = scene_info (&scene);
  g_assert_cmpint (made.width, ==, 40);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING | GST_MESSAGE_ERROR), ==, 0);
  scene_free (&scene);
}

static void
a_picture_that_cannot_be_is_a_warning (void)
{
  const gchar *in = "video/x-raw,format=GRAY8,width=2000,height=4,framerate=25/1";
  Scene scene = scene_new ("fit=cover", in, "video/x-raw,width=100,height=100");
  const GstVideoInfo info = info_of (in);
  gchar *text;

  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  text = scene_text (&scene, GST_MESSAGE_WARNING);
  g_assert_nonnull (strstr (text, "A picture of 2000x4 that covers frames of 100x100 would have"));
  g_free (text);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 2)));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING | GST_MESSAGE_ERROR), ==, 0);
  scene_free (&scene);
}

/* ---- regions, pointers, the other name ---- */

static void
regions_and_pointers_move_with_the_resized_picture (void)
{
  const gchar *in = "video/x-raw,format=GRAY8,width=200,height=100,framerate=25/1";
  /* 200x100 becomes 100x50 in 40x40: from (-30, -5) on */
  Scene scene = scene_new ("fit=cover shortest-edge=50", in, "video/x-raw,width=40,height=40");
  const GstVideoInfo info = info_of (in);
  GstBuffer *frame = noise_frame (&info, 1), *made;
  GstVideoRegionOfInterestMeta *region;
  gpointer state = NULL;
  GstEvent *event;
  gdouble x, y;

  gst_buffer_add_video_region_of_interest_meta (frame, "inside", 80, 30, 20, 40);
  gst_buffer_add_video_region_of_interest_meta (frame, "beyond", 0, 0, 30, 30);
  made = scene_scale (&scene, frame);
  region = (GstVideoRegionOfInterestMeta *) gst_buffer_iterate_meta_filtered (
      made, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
  g_assert_cmpuint (region->x, ==, 10);
  g_assert_cmpuint (region->y, ==, 10);
  g_assert_cmpuint (region->w, ==, 10);
  g_assert_cmpuint (region->h, ==, 20);
  g_assert_null (
      gst_buffer_iterate_meta_filtered (made, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE));
  gst_harness_push_upstream_event (scene.harness,
      gst_event_new_navigation (
          gst_structure_new ("application/x-gst-navigation", "event", G_TYPE_STRING, "mouse-move",
              "pointer_x", G_TYPE_DOUBLE, 10.0, "pointer_y", G_TYPE_DOUBLE, 20.0, NULL)));
  while ((event = gst_harness_pull_upstream_event (scene.harness)) != NULL
         && GST_EVENT_TYPE (event) != GST_EVENT_NAVIGATION)
    gst_event_unref (event);
  g_assert_true (gst_navigation_event_get_coordinates (event, &x, &y));
  g_assert_cmpfloat_with_epsilon (x, 80.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, 50.0, 1e-9);
  gst_event_unref (event);
  gst_buffer_unref (made);
  scene_free (&scene);
}

static void
count (GObject *object, GParamSpec *pspec, guint *n)
{
  (void) object;
  (void) pspec;
  (*n)++;
}

/* Values of the enum. */
enum { STRETCH, LETTERBOX, COVER };

static void
add_borders_is_another_name_of_letterbox (void)
{
  GstElement *element = gst_element_factory_make ("alignscale", NULL);
  guint n_fit = 0, n_borders = 0;
  gboolean borders;
  gint fit;

  g_signal_connect (element, "notify::fit", G_CALLBACK (count), &n_fit);
  g_signal_connect (element, "notify::add-borders", G_CALLBACK (count), &n_borders);
  g_object_set (element, "add-borders", TRUE, NULL);
  g_object_get (element, "fit", &fit, NULL);
  g_assert_cmpint (fit, ==, LETTERBOX);
  g_object_set (element, "fit", COVER, NULL);
  g_object_get (element, "add-borders", &borders, NULL);
  g_assert_false (borders);
  g_assert_cmpuint (n_fit, ==, 2);
  g_assert_cmpuint (n_borders, ==, 2);
  g_object_set (element, "add-borders", FALSE, NULL); /* there are none */
  g_object_get (element, "fit", &fit, NULL);
  g_assert_cmpint (fit, ==, COVER);
  gst_object_unref (element);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/fit/cover/formats", cover_is_cut_out_of_the_whole_in_every_format);
  g_test_add_func ("/fit/cover/ways", cover_is_cut_out_of_the_whole_in_every_way);
  g_test_add_func ("/fit/cover/fields", fields_are_cut_between_pairs_of_rows);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
    gchar *path = g_strdup_printf ("/fit/sizes/%s", sizes[i].name);

    g_test_add_data_func (path, &sizes[i], size_is_as_computed_by_hand);
    g_free (path);
  }
  g_test_add_func ("/fit/sizes/refused", what_downstream_refuses_is_an_error);
  g_test_add_func ("/fit/sizes/refused while playing", while_playing_the_old_size_stays);
  g_test_add_func ("/fit/sizes/too large", a_picture_that_cannot_be_is_a_warning);
  g_test_add_func ("/fit/regions", regions_and_pointers_move_with_the_resized_picture);
  g_test_add_func ("/fit/add-borders", add_borders_is_another_name_of_letterbox);
  return g_test_run ();
}
