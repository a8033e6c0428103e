/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where the picture lies travels with the buffer, and back: GstAlignScaleGeometry and alignrestore,
 * behind GStreamer's own elements. */

#include <gst/app/gstappsink.h>
#include <math.h>
#include <string.h>

#include "scene.h"

#define META "GstAlignScaleGeometry"

static gint
number_of (const GstStructure *geometry, const gchar *name)
{
  gint number;

  g_assert_nonnull (geometry);
  g_assert_true (gst_structure_get_int (geometry, name, &number));
  return number;
}

static const GstStructure *
geometry_of (GstBuffer *buffer)
{
  GstCustomMeta *meta = gst_buffer_get_custom_meta (buffer, META);

  return meta != NULL ? gst_custom_meta_get_structure (meta) : NULL;
}

/* As docs/boxes.md says. */
static gdouble
back (const GstStructure *geometry, gdouble value, gboolean x)
{
  const gint to = number_of (geometry, x ? "source-x" : "source-y");
  const gint size = number_of (geometry, x ? "source-width" : "source-height");
  const gint from = number_of (geometry, x ? "resized-x" : "resized-y");
  const gint from_size = number_of (geometry, x ? "resized-width" : "resized-height");

  return to + (value - from) * size / from_size;
}

/* ---- pipelines ---- */

typedef struct {
  GstElement *pipeline;
  GstElement *sink;
} Line;

static Line
line_new (const gchar *text)
{
  Line line = { .pipeline = gst_parse_launch (text, NULL) };

  g_assert_nonnull (line.pipeline);
  line.sink = gst_bin_get_by_name (GST_BIN (line.pipeline), "out");
  return line;
}

static void
line_play (Line *line)
{
  gst_element_set_state (line->pipeline, GST_STATE_PLAYING);
}

/* The next frame, or NULL at the end. */
static GstSample *
line_pull (Line *line)
{
  return gst_app_sink_try_pull_sample (GST_APP_SINK (line->sink), 10 * GST_SECOND);
}

static void
line_free (Line *line)
{
  GstBus *bus = gst_element_get_bus (line->pipeline);

  g_assert_null (gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING));
  gst_element_set_state (line->pipeline, GST_STATE_NULL);
  gst_object_unref (bus);
  gst_object_unref (line->sink);
  gst_object_unref (line->pipeline);
}

/* ---- the meta ---- */

static void
numbers_are_those_of_the_properties (void)
{
  const gchar *in = "video/x-raw,format=GRAY8,width=100,height=50,framerate=25/1";
  Scene scene = scene_new ("fit=cover geometry-meta=true crop-left=10 shortest-edge=25", in,
      "video/x-raw,width=20,height=20");
  const GstVideoInfo info = info_of (in);
  GstBuffer *made = scene_scale (&scene, noise_frame (&info, 1));
  const GstStructure *g = geometry_of (made);
  static const struct {
    const gchar *name;
    gint number;
  } expected[] = { { "input-width", 100 }, { "input-height", 50 }, { "source-x", 10 },
    { "source-y", 0 }, { "source-width", 90 }, { "source-height", 50 }, { "resized-x", -12 },
    { "resized-y", -2 }, { "resized-width", 45 }, { "resized-height", 25 }, { "picture-x", 0 },
    { "picture-y", 0 }, { "picture-width", 20 }, { "picture-height", 20 }, { "output-width", 20 },
    { "output-height", 20 } };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_test_message ("%s", expected[i].name);
    g_assert_cmpint (number_of (g, expected[i].name), ==, expected[i].number);
  }
  gst_buffer_unref (made);
  scene_set (&scene, "geometry-meta=false");
  made = scene_scale (&scene, noise_frame (&info, 1));
  g_assert_null (geometry_of (made));
  gst_buffer_unref (made);
  scene_free (&scene);
}

/* Another crop for each frame, by the time of the frame. */
static GstPadProbeReturn
change_crop (GstPad *pad, GstPadProbeInfo *info, gpointer element)
{
  const guint n = (guint) (GST_BUFFER_PTS (GST_PAD_PROBE_INFO_BUFFER (info)) / (40 * GST_MSECOND));

  (void) pad;
  g_object_set (element, "crop-left", n % 30, NULL);
  return GST_PAD_PROBE_OK;
}

/* The property is that of the last frame, the meta that of its own. */
static void
meta_is_of_its_frame_behind_queue_and_tee (void)
{
  Line line = line_new (
      "videotestsrc num-buffers=60 ! video/x-raw,format=GRAY8,width=200,height=100,framerate=25/1 "
      "! "
      "alignscale name=scale geometry-meta=true ! video/x-raw,width=64,height=64 ! queue ! "
      "tee name=t  t. ! queue max-size-buffers=0 max-size-bytes=0 max-size-time=0 ! appsink "
      "name=out "
      "sync=false  t. ! queue ! fakesink sync=false");
  GstElement *scale = gst_bin_get_by_name (GST_BIN (line.pipeline), "scale");
  GstPad *pad = gst_element_get_static_pad (scale, "sink");
  GstSample *sample;
  guint n = 0;

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, change_crop, scale, NULL);
  line_play (&line);
  while ((sample = line_pull (&line)) != NULL) {
    GstBuffer *buffer = gst_sample_get_buffer (sample);
    const gint frame = (gint) (GST_BUFFER_PTS (buffer) / (40 * GST_MSECOND));

    g_assert_cmpint (number_of (geometry_of (buffer), "source-x"), ==, frame % 30);
    n++;
    gst_sample_unref (sample);
  }
  g_assert_cmpuint (n, ==, 60);
  gst_object_unref (pad);
  gst_object_unref (scale);
  line_free (&line);
}

/* Elements that keep the meta, or move it; each with a point of its frame, and where that was in
 * 320x240, letterboxed into 200x200. */
static const struct {
  const gchar *name, *elements;
  gdouble x, y, was_x, was_y;
} passed[] = {
  { "nothing", "identity", 50, 100, 80, 120 },
  { "queue", "queue", 50, 100, 80, 120 },
  { "videoconvert", "videoconvert ! video/x-raw,format=I420", 50, 100, 80, 120 },
  { "videorate", "videorate ! video/x-raw,framerate=50/1", 50, 100, 80, 120 },
  { "videobalance", "videobalance brightness=0.2", 50, 100, 80, 120 },
  { "capssetter", "capssetter caps=video/x-raw,framerate=5/1", 50, 100, 80, 120 },
  { "videoscale", "videoscale ! video/x-raw,width=400,height=400", 100, 200, 80, 120 },
  { "another alignscale",
      "alignscale geometry-meta=true fit=cover ! video/x-raw,width=100,height=50", 25, 25, 80,
      120 },
  { "an alignscale that was not told", "alignscale ! video/x-raw,width=100,height=100", 25, 50, 80,
      120 },
  { "a crop that alignscale makes",
      "videocrop left=20 top=10 ! alignscale geometry-meta=true ! video/x-raw,width=90,height=95",
      15, 45, 80, 120 },
};

static void
meta_passes_stock_elements (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  gchar *text = g_strdup_printf (
      "videotestsrc num-buffers=3 ! video/x-raw,format=RGB,width=320,height=240 ! "
      "alignscale geometry-meta=true fit=letterbox ! "
      "video/x-raw,width=200,height=200,pixel-aspect-ratio=1/1 ! %s ! appsink name=out sync=false",
      passed[i].elements);
  Line line = line_new (text);
  const GstStructure *g;
  GstSample *sample;
  gdouble x = passed[i].x, y = passed[i].y;

  line_play (&line);
  sample = line_pull (&line);
  g = geometry_of (gst_sample_get_buffer (sample));
  for (; g != NULL; g = gst_structure_has_field (g, "before")
                            ? gst_value_get_structure (gst_structure_get_value (g, "before"))
                            : NULL) {
    x = back (g, x, TRUE);
    y = back (g, y, FALSE);
  }
  g_assert_cmpfloat_with_epsilon (x, passed[i].was_x, 1e-9);
  g_assert_cmpfloat_with_epsilon (y, passed[i].was_y, 1e-9);
  gst_sample_unref (sample);
  line_free (&line);
  g_free (text);
}

/* ---- alignrestore ---- */

/* A network that finds the same box in every frame, and names it by the frame's time. */
static GstPadProbeReturn
detect (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstBuffer *frame = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));
  GstVideoRegionOfInterestMeta *region =
      gst_buffer_add_video_region_of_interest_meta (frame, "found", 50, 70, 20, 30);

  (void) pad;
  (void) unused;
  gst_video_region_of_interest_meta_add_param (
      region, gst_structure_new ("detection", "confidence", G_TYPE_DOUBLE, 0.75, NULL));
  GST_PAD_PROBE_INFO_DATA (info) = frame;
  return GST_PAD_PROBE_OK;
}

/* A box that was there before. */
static GstPadProbeReturn
mark (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstBuffer *frame = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));

  (void) pad;
  (void) unused;
  gst_buffer_add_video_region_of_interest_meta (frame, "before", 100, 100, 40, 20);
  GST_PAD_PROBE_INFO_DATA (info) = frame;
  return GST_PAD_PROBE_OK;
}

static void
probe (Line *line, const gchar *name, const gchar *pad_name, GstPadProbeCallback callback)
{
  GstElement *element = gst_bin_get_by_name (GST_BIN (line->pipeline), name);
  GstPad *pad = gst_element_get_static_pad (element, pad_name);

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, callback, NULL, NULL);
  gst_object_unref (pad);
  gst_object_unref (element);
}

static const struct {
  const gchar *name, *scalers;
  gint x, y, width, height; /* where 20x30 at (50, 70) was in 320x240 */
} restored[] = {
  /* 200x150 from row 25 on */
  { "letterbox",
      "alignscale name=scale keep-input=true fit=letterbox ! "
      "video/x-raw,width=200,height=200,pixel-aspect-ratio=1/1",
      80, 72, 32, 48 },
  /* 267x200 from column -33 on: (50 + 33) 320 / 267 = 99.5, (70 + 33) ... = 123.4; 84, 120 */
  { "cover",
      "alignscale name=scale keep-input=true fit=cover ! "
      "video/x-raw,width=200,height=200,pixel-aspect-ratio=1/1",
      99, 84, 24, 36 },
  /* 100x100 from (120, 40) on */
  { "crop",
      "alignscale name=scale keep-input=true crop-left=120 crop-right=100 crop-top=40 "
      "crop-bottom=100 ! video/x-raw,width=200,height=200",
      145, 75, 10, 15 },
  { "two scalers, other formats and threads",
      "alignscale name=scale keep-input=true fit=letterbox ! "
      "video/x-raw,width=100,height=100,pixel-aspect-ratio=1/1 ! queue ! videoconvert ! "
      "video/x-raw,format=RGBA ! videoscale ! "
      "video/x-raw,width=200,height=200,pixel-aspect-ratio=1/1 ! queue",
      80, 74, 32, 48 },
  { "two, of which the first keeps",
      "alignscale name=scale keep-input=true fit=letterbox ! "
      "video/x-raw,width=100,height=100,pixel-aspect-ratio=1/1 ! alignscale ! "
      "video/x-raw,width=200,height=200,pixel-aspect-ratio=1/1",
      80, 74, 32, 48 },
};

static void
detections_come_back (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  gchar *text =
      g_strdup_printf ("videotestsrc num-buffers=4 pattern=ball ! "
                       "video/x-raw,format=RGB,width=320,height=240,framerate=25/1 ! %s ! "
                       "identity name=network ! queue ! alignrestore ! appsink name=out sync=false",
          restored[i].scalers);
  Line line = line_new (text),
       plain = line_new ("videotestsrc num-buffers=4 pattern=ball ! "
                         "video/x-raw,format=RGB,width=320,height=240,framerate=25/1 ! appsink "
                         "name=out sync=false");
  const GstVideoInfo info = info_of ("video/x-raw,format=RGB,width=320,height=240,framerate=25/1");
  GstSample *sample, *original;
  guint n = 0;

  probe (&line, "network", "src", detect);
  probe (&line, "scale", "sink", mark);
  line_play (&line);
  line_play (&plain);
  while ((sample = line_pull (&line)) != NULL) {
    GstBuffer *buffer = gst_sample_get_buffer (sample);
    GstVideoRegionOfInterestMeta *region;
    gpointer state = NULL;
    guint n_before = 0, n_found = 0;
    gint width;

    original = line_pull (&plain);
    g_assert_true (same_picture (&info, buffer, gst_sample_get_buffer (original)));
    g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, n * 40 * GST_MSECOND);
    gst_structure_get_int (
        gst_caps_get_structure (gst_sample_get_caps (sample), 0), "width", &width);
    g_assert_cmpint (width, ==, 320);
    while ((region = (GstVideoRegionOfInterestMeta *) gst_buffer_iterate_meta_filtered (
                buffer, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
           != NULL) {
      const gboolean is_found = region->roi_type == g_quark_from_string ("found");

      n_found += is_found;
      n_before += !is_found;
      g_assert_cmpint (region->x, ==, is_found ? restored[i].x : 100);
      g_assert_cmpint (region->y, ==, is_found ? restored[i].y : 100);
      g_assert_cmpint (region->w, ==, is_found ? restored[i].width : 40);
      g_assert_cmpint (region->h, ==, is_found ? restored[i].height : 20);
      g_assert_cmpint (region->params != NULL, ==, is_found);
    }
    g_assert_cmpuint (n_found, ==, 1);
    g_assert_cmpuint (n_before, ==, 1);
    n++;
    gst_sample_unref (sample);
    gst_sample_unref (original);
  }
  g_assert_cmpuint (n, ==, 4);
  line_free (&line);
  line_free (&plain);
  g_free (text);
}

/* Regions as most elements attach them, without an id. */
typedef struct {
  guint x, y, w, h;
} Region;

static GstPadProbeReturn
add_faces (GstPadProbeInfo *info, const Region *regions, gsize n)
{
  GstBuffer *frame = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));

  for (gsize i = 0; i < n; i++)
    gst_buffer_add_video_region_of_interest_meta (
        frame, "face", regions[i].x, regions[i].y, regions[i].w, regions[i].h);
  GST_PAD_PROBE_INFO_DATA (info) = frame;
  return GST_PAD_PROBE_OK;
}

static void
assert_faces (GstSample *sample, const Region *expected, gsize n)
{
  GstVideoRegionOfInterestMeta *region;
  gpointer state = NULL;
  gsize i = 0;

  while ((region = (GstVideoRegionOfInterestMeta *) gst_buffer_iterate_meta_filtered (
              gst_sample_get_buffer (sample), &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
         != NULL) {
    g_assert_cmpuint (i, <, n);
    g_assert_cmpuint (region->x, ==, expected[i].x);
    g_assert_cmpuint (region->y, ==, expected[i].y);
    g_assert_cmpuint (region->w, ==, expected[i].w);
    g_assert_cmpuint (region->h, ==, expected[i].h);
    i++;
  }
  g_assert_cmpuint (i, ==, n);
}

static GstPadProbeReturn
mark_faces (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  static const Region regions[] = { { 100, 100, 40, 20 }, { 10, 20, 64, 32 } };

  (void) pad, (void) unused;
  return add_faces (info, regions, G_N_ELEMENTS (regions));
}

/* The second one is where alignscale has moved the first one that was there. */
static GstPadProbeReturn
detect_faces (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  static const Region regions[] = { { 50, 70, 20, 30 }, { 63, 88, 25, 12 }, { 100, 50, 10, 10 } };

  (void) pad, (void) unused;
  return add_faces (info, regions, G_N_ELEMENTS (regions));
}

/* In 320x240, which is 200x150 from row 25 on: times 1.6. */
static void
many_of_a_kind_come_back (void)
{
  static const Region expected[] = { { 100, 100, 40, 20 }, { 10, 20, 64, 32 }, { 80, 72, 32, 48 },
    { 101, 101, 40, 19 }, { 160, 40, 16, 16 } };
  gchar *text = g_strdup_printf ("videotestsrc num-buffers=1 ! "
                                 "video/x-raw,format=RGB,width=320,height=240 ! %s ! "
                                 "identity name=network ! alignrestore ! appsink name=out",
      restored[0].scalers);
  Line line = line_new (text);
  GstSample *sample;

  probe (&line, "scale", "sink", mark_faces);
  probe (&line, "network", "src", detect_faces);
  line_play (&line);
  sample = line_pull (&line);
  assert_faces (sample, expected, G_N_ELEMENTS (expected));
  gst_sample_unref (sample);
  line_free (&line);
  g_free (text);
}

/* A line, and one that makes what has to come out of it. */
typedef struct {
  Line line, plain;
  GstSample *samples[2];
  GstBuffer *made, *wanted; /* the samples' */
} Twins;

/* Takes the texts over. */
static Twins
twins_new (gchar *text, gchar *plain)
{
  const Twins twins = { .line = line_new (text), .plain = line_new (plain) };

  g_free (text);
  g_free (plain);
  return twins;
}

static void
twins_pull (Twins *twins)
{
  line_play (&twins->line);
  line_play (&twins->plain);
  twins->samples[0] = line_pull (&twins->line);
  twins->samples[1] = line_pull (&twins->plain);
  twins->made = gst_sample_get_buffer (twins->samples[0]);
  twins->wanted = gst_sample_get_buffer (twins->samples[1]);
}

static void
twins_free (Twins *twins)
{
  gst_sample_unref (twins->samples[0]);
  gst_sample_unref (twins->samples[1]);
  line_free (&twins->line);
  line_free (&twins->plain);
}

/* videocrop leaves the cropping to who says that he takes crops. */
static void
cropped_frames_come_back_cropped (void)
{
  const gchar *text = "videotestsrc num-buffers=1 pattern=ball ! "
                      "video/x-raw,format=RGB,width=320,height=240 ! videocrop left=60 top=20 ! "
                      "%s videoconvert ! video/x-raw,format=RGBA ! appsink name=out";
  const GstVideoInfo info = info_of ("video/x-raw,format=RGBA,width=260,height=220");
  Twins twins = twins_new (
      g_strdup_printf (
          text, "alignscale keep-input=true ! video/x-raw,width=100,height=100 ! alignrestore ! "),
      g_strdup_printf (text, ""));

  twins_pull (&twins);
  g_assert_true (same_picture (&info, twins.made, twins.wanted));
  twins_free (&twins);
}

static GstPadProbeReturn
crop (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstBuffer *frame = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));
  GstVideoCropMeta *meta = gst_buffer_add_video_crop_meta (frame);

  (void) pad, (void) unused;
  meta->x = 20;
  meta->y = 10;
  meta->width = 300;
  meta->height = 200;
  if (gst_buffer_get_video_meta (frame) == NULL)
    gst_buffer_add_video_meta (frame, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_GRAY8, 320, 240);
  GST_PAD_PROBE_INFO_DATA (info) = frame;
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
take_crops (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  (void) pad, (void) unused;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  gst_query_add_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
  return GST_PAD_PROBE_HANDLED;
}

/* Of frames whose crop is left to others, regions are in the frame in memory; of those that
 * alignrestore crops for who does not, in what is left. Seen in 150x100 of 300x200 from (20, 10)
 * on. */
static void
regions_lie_in_the_frame_there_is (gconstpointer crops_downstream)
{
  static const Region in_memory[] = { { 100, 100, 40, 20 }, { 10, 20, 64, 32 },
    { 120, 150, 40, 60 }, { 146, 186, 50, 24 }, { 220, 110, 20, 20 } };
  static const Region cropped[] = { { 80, 90, 40, 20 }, { 0, 10, 54, 32 }, { 100, 140, 40, 60 },
    { 126, 176, 50, 24 }, { 200, 100, 20, 20 } };
  Line line =
      line_new ("videotestsrc num-buffers=1 ! "
                "video/x-raw,format=GRAY8,width=320,height=240 ! identity name=crop ! "
                "capssetter caps=video/x-raw,width=300,height=200 ! "
                "alignscale name=scale keep-input=true ! video/x-raw,width=150,height=100 ! "
                "identity name=network ! alignrestore ! appsink name=out");
  GstPad *pad = gst_element_get_static_pad (line.sink, "sink");
  GstSample *sample;

  if (crops_downstream != NULL)
    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, take_crops, NULL, NULL);
  gst_object_unref (pad);
  probe (&line, "crop", "src", crop);
  probe (&line, "scale", "sink", mark_faces);
  probe (&line, "network", "src", detect_faces);
  line_play (&line);
  sample = line_pull (&line);
  assert_faces (sample, crops_downstream != NULL ? in_memory : cropped, G_N_ELEMENTS (in_memory));
  gst_sample_unref (sample);
  line_free (&line);
}

/* videocrop goes on to leave its crop to others where keep-input is set while it plays. */
static GstPadProbeReturn
keep_input (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstElement *element = gst_pad_get_parent_element (pad);

  (void) info, (void) unused;
  g_object_set (element, "keep-input", TRUE, NULL);
  gst_object_unref (element);
  return GST_PAD_PROBE_OK;
}

static void
crops_are_made_for_who_makes_none (void)
{
  const gchar *text = "videotestsrc num-buffers=1 pattern=ball ! "
                      "video/x-raw,format=NV12,width=320,height=240 ! videocrop left=60 top=20 ! "
                      "%s appsink name=out";
  const GstVideoInfo info = info_of ("video/x-raw,format=NV12,width=260,height=220");
  Twins twins =
      twins_new (g_strdup_printf (text,
                     "alignscale name=scale ! video/x-raw,width=100,height=100 ! alignrestore ! "),
          g_strdup_printf (text, ""));

  probe (&twins.line, "scale", "sink", keep_input);
  twins_pull (&twins);
  g_assert_null (gst_buffer_get_video_crop_meta (twins.made));
  g_assert_true (same_picture (&info, twins.made, twins.wanted));
  twins_free (&twins);
}

/* Rows of 60 bytes, four apart. */
static GstPadProbeReturn
spread_rows (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstBuffer *frame = GST_PAD_PROBE_INFO_BUFFER (info);
  GstBuffer *spread = gst_buffer_new_allocate (NULL, 64 * 40, NULL);
  gsize offset[GST_VIDEO_MAX_PLANES] = { 0 };
  gint stride[GST_VIDEO_MAX_PLANES] = { 64 };
  GstVideoInfo packed;
  GstVideoFrame from;

  (void) pad, (void) unused;
  gst_video_info_set_format (&packed, GST_VIDEO_FORMAT_GRAY8, 60, 40);
  g_assert_true (gst_video_frame_map (&from, &packed, frame, GST_MAP_READ));
  gst_buffer_memset (spread, 0, 99, G_MAXSIZE);
  for (gint y = 0; y < 40; y++)
    gst_buffer_fill (spread, (gsize) y * 64, (guint8 *) from.data[0] + y * from.info.stride[0], 60);
  gst_video_frame_unmap (&from);
  gst_buffer_copy_into (spread, frame, GST_BUFFER_COPY_METADATA, 0, G_MAXSIZE);
  if (gst_buffer_get_video_meta (spread) != NULL)
    gst_buffer_remove_meta (spread, (GstMeta *) gst_buffer_get_video_meta (spread));
  gst_buffer_add_video_meta_full (
      spread, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_FORMAT_GRAY8, 60, 40, 1, offset, stride);
  gst_buffer_unref (frame);
  GST_PAD_PROBE_INFO_DATA (info) = spread;
  return GST_PAD_PROBE_OK;
}

/* alignscale reads rows wherever they are, but an appsink has not said that it does. */
static void
who_knows_no_metas_gets_plain_rows (gconstpointer scaler)
{
  const gchar *source = "videotestsrc num-buffers=1 pattern=ball ! "
                        "video/x-raw,format=GRAY8,width=60,height=40 ! ";
  Twins twins =
      twins_new (g_strdup_printf ("%s identity name=spread ! %s ! alignrestore ! appsink name=out",
                     source, (const gchar *) scaler),
          g_strdup_printf ("%s appsink name=out", source));
  GstMapInfo map;

  probe (&twins.line, "spread", "src", spread_rows);
  probe (&twins.line, "spread", "src", mark_faces);
  twins_pull (&twins);
  gst_buffer_map (twins.wanted, &map, GST_MAP_READ);
  g_assert_cmpuint (gst_buffer_get_size (twins.made), ==, map.size);
  g_assert_cmpint (gst_buffer_memcmp (twins.made, 0, map.data, map.size), ==, 0);
  g_assert_cmpuint (
      gst_buffer_get_n_meta (twins.made, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE), ==, 2);
  gst_buffer_unmap (twins.wanted, &map);
  twins_free (&twins);
}

/* Frames that alignscale has passed untouched are what they were. */
static void
what_passed_passes (void)
{
  Line line = line_new ("videotestsrc num-buffers=3 ! video/x-raw,format=RGB,width=64,height=48 ! "
                        "alignscale keep-input=true ! alignrestore ! appsink name=out sync=false");
  GstSample *sample;
  guint n = 0;

  line_play (&line);
  while ((sample = line_pull (&line)) != NULL) {
    gint width;

    gst_structure_get_int (
        gst_caps_get_structure (gst_sample_get_caps (sample), 0), "width", &width);
    g_assert_cmpint (width, ==, 64);
    n++;
    gst_sample_unref (sample);
  }
  g_assert_cmpuint (n, ==, 3);
  line_free (&line);
}

static void
assert_error (const gchar *text, const gchar *sentence)
{
  GstElement *pipeline = gst_parse_launch (text, NULL);
  GstBus *bus = gst_element_get_bus (pipeline);
  GstMessage *message;
  GError *error;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 10 * GST_SECOND, GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  gst_message_parse_error (message, &error, NULL);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, sentence));
  g_error_free (error);
  gst_message_unref (message);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (bus);
  gst_object_unref (pipeline);
}

static void
errors_say_what_is_wrong (void)
{
  assert_error ("videotestsrc num-buffers=3 ! video/x-raw,width=64,height=48 ! alignscale "
                "geometry-meta=true ! video/x-raw,width=32 ! alignrestore ! fakesink",
      "Set keep-input=true on alignscale");
  assert_error ("videotestsrc num-buffers=3 ! video/x-raw,width=64,height=48 ! alignscale "
                "keep-input=true ! video/x-raw,width=32 ! alignrestore ! video/x-raw,width=50 ! "
                "fakesink",
      "which downstream does not take: video/x-raw, width=(int)50");
}

static void
frames_without_caps_are_an_error (void)
{
  GstHarness *harness = gst_harness_new ("alignrestore");
  GstBus *bus = gst_bus_new ();
  GstMessage *message;
  GstSegment segment;

  gst_element_set_bus (harness->element, bus);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (harness, gst_event_new_stream_start ("test"));
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  g_assert_cmpint (gst_harness_push (harness, gst_buffer_new ()), ==, GST_FLOW_NOT_NEGOTIATED);
  message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  gst_message_unref (message);
  gst_element_set_bus (harness->element, NULL);
  gst_object_unref (bus);
  gst_harness_teardown (harness);
}

/* A seek while the first frame is awaited, say: the title of the film stays. */
static void
tags_stay_when_it_is_flushed (void)
{
  GstHarness *harness = gst_harness_new ("alignrestore");
  const gchar *caps = "video/x-raw,format=GRAY8,width=16,height=16,framerate=25/1";
  const GstVideoInfo info = info_of (caps);
  guint n_tags = 0, n_segments = 0;
  GstSegment segment;
  GstEvent *event;

  gst_harness_set_src_caps_str (harness, caps);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (
      harness, gst_event_new_tag (gst_tag_list_new (GST_TAG_TITLE, "A film", NULL)));
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  gst_harness_push_event (harness, gst_event_new_flush_stop (TRUE));
  segment.start = segment.time = GST_SECOND;
  gst_harness_push_event (harness, gst_event_new_segment (&segment));
  gst_buffer_unref (gst_harness_push_and_pull (harness, noise_frame (&info, 1)));
  while ((event = gst_harness_try_pull_event (harness)) != NULL) {
    n_tags += GST_EVENT_TYPE (event) == GST_EVENT_TAG;
    n_segments += GST_EVENT_TYPE (event) == GST_EVENT_SEGMENT;
    gst_event_unref (event);
  }
  g_assert_cmpuint (n_tags, ==, 1);
  g_assert_cmpuint (n_segments, ==, 1);
  gst_harness_teardown (harness);
}

/* A pointer on the restored picture arrives at the source where it was. */
static void
pointers_go_all_the_way (void)
{
  GstElement *scale = gst_element_factory_make ("alignscale", NULL);
  GstElement *restore = gst_element_factory_make ("alignrestore", NULL);
  GstElement *filter = gst_element_factory_make ("capsfilter", NULL), *bin = gst_bin_new (NULL);
  const gchar *in = "video/x-raw,format=GRAY8,width=200,height=100,framerate=25/1";
  const GstVideoInfo info = info_of (in);
  GstCaps *caps = gst_caps_from_string ("video/x-raw,width=40,height=40");
  GstHarness *harness;
  GstPad *pad;
  GstEvent *event;
  gdouble x, y;

  g_object_set (filter, "caps", caps, NULL);
  gst_caps_unref (caps);
  g_object_set (scale, "fit", 2, "keep-input", TRUE, "crop-top", 10, NULL);
  gst_bin_add_many (GST_BIN (bin), scale, filter, restore, NULL);
  g_assert_true (gst_element_link_many (scale, filter, restore, NULL));
  pad = gst_element_get_static_pad (scale, "sink");
  gst_element_add_pad (bin, gst_ghost_pad_new ("sink", pad));
  gst_object_unref (pad);
  pad = gst_element_get_static_pad (restore, "src");
  gst_element_add_pad (bin, gst_ghost_pad_new ("src", pad));
  gst_object_unref (pad);
  harness = gst_harness_new_with_element (bin, "sink", "src");
  gst_harness_set_src_caps_str (harness, in);
  gst_buffer_unref (gst_harness_push_and_pull (harness, noise_frame (&info, 1)));
  gst_harness_push_upstream_event (harness,
      gst_event_new_navigation (
          gst_structure_new ("application/x-gst-navigation", "event", G_TYPE_STRING, "mouse-move",
              "pointer_x", G_TYPE_DOUBLE, 117.0, "pointer_y", G_TYPE_DOUBLE, 63.0, NULL)));
  while ((event = gst_harness_pull_upstream_event (harness)) != NULL
         && GST_EVENT_TYPE (event) != GST_EVENT_NAVIGATION)
    gst_event_unref (event);
  g_assert_true (gst_navigation_event_get_coordinates (event, &x, &y));
  g_assert_cmpfloat_with_epsilon (x, 117.0, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, 63.0, 1e-6);
  gst_event_unref (event);
  gst_harness_teardown (harness);
  gst_object_unref (bin);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/boxes/numbers", numbers_are_those_of_the_properties);
  g_test_add_func ("/boxes/queue and tee", meta_is_of_its_frame_behind_queue_and_tee);
  for (gsize i = 0; i < G_N_ELEMENTS (passed); i++) {
    gchar *path = g_strdup_printf ("/boxes/passes/%s", passed[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), meta_passes_stock_elements);
    g_free (path);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (restored); i++) {
    gchar *path = g_strdup_printf ("/boxes/restored/%s", restored[i].name);

    g_test_add_data_func (path, GSIZE_TO_POINTER (i), detections_come_back);
    g_free (path);
  }
  g_test_add_func ("/boxes/what passed", what_passed_passes);
  g_test_add_func ("/boxes/many of a kind", many_of_a_kind_come_back);
  g_test_add_func ("/boxes/cropped frames", cropped_frames_come_back_cropped);
  g_test_add_func ("/boxes/crops for who makes none", crops_are_made_for_who_makes_none);
  g_test_add_data_func (
      "/boxes/regions of crops", GINT_TO_POINTER (TRUE), regions_lie_in_the_frame_there_is);
  g_test_add_data_func (
      "/boxes/regions of crops that are made", NULL, regions_lie_in_the_frame_there_is);
  g_test_add_data_func ("/boxes/plain rows of scaled frames",
      "alignscale keep-input=true ! video/x-raw,width=30", who_knows_no_metas_gets_plain_rows);
  g_test_add_data_func ("/boxes/plain rows of frames that passed", "alignscale keep-input=true",
      who_knows_no_metas_gets_plain_rows);
  g_test_add_func ("/boxes/errors", errors_say_what_is_wrong);
  g_test_add_func ("/boxes/without caps", frames_without_caps_are_an_error);
  g_test_add_func ("/boxes/tags", tags_stay_when_it_is_flushed);
  g_test_add_func ("/boxes/pointers", pointers_go_all_the_way);
  return g_test_run ();
}
