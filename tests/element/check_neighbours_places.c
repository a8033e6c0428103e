/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Places in the picture, told to and by neighbours: regions of interest, pointers, and what
 * source-rectangle says, behind elements that crop. Beside them in the frame there is a bright
 * square: where a place is said to be, there it is. */
#include <gst/video/navigation.h>

#include "neighbours.h"

#define CAPS "video/x-raw,format=GRAY8,width=64,height=40,framerate=25/1,pixel-aspect-ratio=1/1"
#define SOURCE "appsrc name=in format=time caps=\"" CAPS "\" ! video/x-raw ! "
#define SINK " ! appsink name=out sync=false"

typedef struct {
  const gchar *name;
  const gchar *chain;
  GstVideoRectangle source; /* pixels of the memory */
  GstVideoRectangle square; /* the one below, in the output */
} Place;

/* in memory's pixels */
static const GstVideoRectangle square = { 20, 12, 16, 10 };

static const Place places[] = {
  { "whole", "alignscale name=s ! video/x-raw,width=128,height=80", { 0, 0, 64, 40 },
      { 40, 24, 32, 20 } },
  { "crop",
      "videocrop left=10 right=20 top=6 bottom=4 ! alignscale name=s ! "
      "video/x-raw,width=68,height=60",
      { 10, 6, 34, 30 }, { 20, 12, 32, 20 } },
  { "crop and settings",
      "videocrop left=6 right=20 top=6 bottom=4 ! alignscale name=s crop-left=4 ! "
      "video/x-raw,width=102,height=90",
      { 10, 6, 34, 30 }, { 30, 18, 48, 30 } },
  { "crop of a crop",
      "videocrop left=4 top=2 ! videocrop left=8 top=4 ! alignscale name=s ! "
      "video/x-raw,width=104,height=68",
      { 12, 6, 52, 34 }, { 16, 12, 32, 20 } },
  { "crop to borders",
      "videocrop left=12 top=8 right=12 bottom=8 ! "
      "alignscale name=s add-borders=true ! "
      "video/x-raw,width=80,height=80,pixel-aspect-ratio=1/1",
      { 12, 8, 40, 24 }, { 16, 24, 32, 20 } },
  { "crop through the square",
      "videocrop left=24 top=8 right=12 bottom=8 ! alignscale name=s ! "
      "video/x-raw,width=56,height=48",
      { 24, 8, 28, 24 }, { 0, 8, 24, 20 } },
};

static Samples
draw_square (void)
{
  Samples samples = noise_new (CAPS, 0);

  for (gint y = 0; y < 40; y++)
    for (gint x = 0; x < 64; x++) {
      const gboolean inside =
          x >= square.x && x < square.x + square.w && y >= square.y && y < square.y + square.h;

      *samples_at (&samples, 0, x, y) = inside ? 255 : 0;
    }
  return samples;
}

/* The square's middle, edges left out, and what is well beside it. */
static void
check_square (const Samples *got, const GstVideoRectangle *at)
{
  for (gint y = 0; y < got->info.height; y++)
    for (gint x = 0; x < got->info.width; x++) {
      const gint value = *samples_at (got, 0, x, y);
      const gboolean inside =
          x > at->x && x < at->x + at->w - 2 && y > at->y + 1 && y < at->y + at->h - 2;
      const gboolean outside =
          x < at->x - 2 || x > at->x + at->w + 1 || y < at->y - 2 || y > at->y + at->h + 1;

      if ((inside && value < 250) || (outside && value > 16)) {
        g_test_message ("pixel %d, %d is %d", x, y, value);
        g_test_fail ();
        return;
      }
    }
}

static gboolean
property_is (Play *play, const gchar *property, const GstVideoRectangle *expected)
{
  GstStructure *structure = NULL;
  gint x = -1, y = -1, w = -1, h = -1;

  g_object_get (play_element (play, "s"), property, &structure, NULL);
  if (structure == NULL)
    return FALSE;
  gst_structure_get (structure, "x", G_TYPE_INT, &x, "y", G_TYPE_INT, &y, "width", G_TYPE_INT, &w,
      "height", G_TYPE_INT, &h, NULL);
  gst_structure_free (structure);
  g_test_message ("%s is %dx%d at %d, %d", property, w, h, x, y);
  return x == expected->x && y == expected->y && w == expected->w && h == expected->h;
}

static void
regions_are_where_the_picture_is (gconstpointer data)
{
  const Place *place = data;
  Samples from = draw_square ();
  Play play;

  if (play_new (&play, SOURCE "%s" SINK, place->chain)) {
    GstBuffer *buffer = samples_write (&from);
    GstVideoRegionOfInterestMeta *region;
    GstSample *sample;

    gst_buffer_add_video_region_of_interest_meta (
        buffer, "square", (guint) square.x, (guint) square.y, (guint) square.w, (guint) square.h);
    play_push (&play, "in", buffer);
    sample = play_pull (&play, "out");
    if (sample != NULL) {
      Samples got = sample_read (sample);

      check_square (&got, &place->square);
      region = (GstVideoRegionOfInterestMeta *) gst_buffer_get_meta (
          gst_sample_get_buffer (sample), GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
      g_assert_nonnull (region);
      if (region != NULL) {
        g_assert_cmpint (region->x, ==, place->square.x);
        g_assert_cmpint (region->y, ==, place->square.y);
        g_assert_cmpint (region->w, ==, place->square.w);
        g_assert_cmpint (region->h, ==, place->square.h);
      }
      g_assert_true (property_is (&play, "source-rectangle", &place->source));
      samples_free (&got);
      gst_sample_unref (sample);
    }
    play_free (&play);
  }
  samples_free (&from);
}

typedef struct {
  gint n;
  gdouble x, y;
} Pointer;

static GstPadProbeReturn
note_pointer (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Pointer *pointer = data;

  (void) pad;
  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_NAVIGATION
      && gst_navigation_event_parse_mouse_move_event (
          GST_PAD_PROBE_INFO_EVENT (info), &pointer->x, &pointer->y))
    pointer->n++;
  return GST_PAD_PROBE_OK;
}

/* A pointer over a pixel of the output reaches the source as the pixel that is shown there, through
 * all that crop. */
static void
pointers_reach_the_source (gconstpointer data)
{
  const Place *place = data;
  /* the square's lower right corner is in all of the crops */
  const gdouble x = place->square.x + place->square.w - 4.0;
  const gdouble y = place->square.y + place->square.h - 4.0;
  const gdouble zoom = (gdouble) place->square.h / square.h;
  Samples from = draw_square ();
  Pointer pointer = { 0 };
  Play play;

  if (play_new (&play, SOURCE "%s" SINK, place->chain)) {
    GstPad *pad = gst_element_get_static_pad (play_element (&play, "in"), "src");
    GstSample *sample;

    gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, note_pointer, &pointer, NULL);
    play_push (&play, "in", samples_write (&from));
    sample = play_pull (&play, "out");
    gst_element_send_event (play_element (&play, "out"),
        gst_navigation_event_new_mouse_move (x, y, GST_NAVIGATION_MODIFIER_NONE));
    g_assert_cmpint (pointer.n, ==, 1);
    g_assert_cmpfloat_with_epsilon (pointer.x, square.x + square.w - 4.0 / zoom, 0.01);
    g_assert_cmpfloat_with_epsilon (pointer.y, square.y + square.h - 4.0 / zoom, 0.01);
    g_clear_pointer (&sample, gst_sample_unref);
    gst_object_unref (pad);
    play_free (&play);
  }
  samples_free (&from);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    gchar *regions = g_strdup_printf ("/neighbours/places/regions/%s", places[i].name);
    gchar *pointers = g_strdup_printf ("/neighbours/places/pointers/%s", places[i].name);

    g_test_add_data_func (regions, &places[i], regions_are_where_the_picture_is);
    g_test_add_data_func (pointers, &places[i], pointers_reach_the_source);
    g_free (pointers);
    g_free (regions);
  }
  return g_test_run ();
}
