/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where streams part and meet: a tee with several sizes, a compositor of several of ours, frames
 * with rows of any length from an application, sizes as encoders want them, overlays that travel
 * beside frames. */
#include "neighbours.h"

#define EXACT " arithmetic=float "
#define CAPS(fields) "video/x-raw,framerate=25/1,pixel-aspect-ratio=1/1,colorimetry=bt601," fields
#define RGB "video/x-raw,framerate=25/1,pixel-aspect-ratio=1/1,format=RGB,width=48,height=36"
#define SOURCE(name) "appsrc name=" name " format=time caps=\"%s\" ! "

/* Several sizes of one stream, made at the same time. */
static void
tee_of_sizes (void)
{
  static const gchar *const caps = CAPS ("format=NV12,width=45,height=31");
  Play play;

  if (!play_new (&play,
          SOURCE ("in") "tee name=t "
                        "t. ! queue ! alignscale n-threads=2" EXACT
                        "! video/x-raw,width=190,height=131 ! "
                        "appsink name=a sync=false "
                        "t. ! queue ! alignscale method=nearest-exact ! "
                        "video/x-raw,width=20,height=17 ! "
                        "appsink name=b sync=false "
                        "t. ! queue ! alignscale align-corners=true" EXACT
                        "! video/x-raw,width=45,height=60 ! appsink name=c sync=false "
                        "t. ! queue ! alignscale ! appsink name=d sync=false",
          caps))
    return;
  for (guint32 i = 0; i < 8; i++) {
    Samples from = noise_new (caps, i);

    play_push (&play, "in", samples_write (&from));
    check_pulled (&play, "a", &from, &(Resize){ 0 }, "enlarged");
    check_pulled (&play, "b", &from, &(Resize){ .nearest = TRUE }, "reduced");
    check_pulled (&play, "c", &from, &(Resize){ .align_corners = TRUE }, "in height only");
    check_pulled (&play, "d", &from, &(Resize){ 0 }, "as it is");
    samples_free (&from);
  }
  play_free (&play);
}

/* A part of a frame that begins on whole samples of all planes. */
static Samples
cut (const Samples *from, const GstVideoRectangle *part)
{
  const GstVideoFormatInfo *format = from->info.finfo;
  GstVideoInfo info;
  Samples samples;

  gst_video_info_set_format (
      &info, GST_VIDEO_INFO_FORMAT (&from->info), (guint) part->w, (guint) part->h);
  samples = samples_new (&info);
  for (gint c = 0; c < samples.n && c < from->n; c++)
    for (gint y = 0; y < samples.components[c].height; y++)
      for (gint x = 0; x < samples.components[c].width; x++)
        *samples_at (&samples, c, x, y) = *samples_at (
            from, c, x + (part->x >> format->w_sub[c]), y + (part->y >> format->h_sub[c]));
  return samples;
}

/* Two of ours in one picture, and one that scales the whole again. */
static void
compositor_of_two (void)
{
  static const gchar *const left = CAPS ("format=I420,width=48,height=36,chroma-site=jpeg");
  static const gchar *const right = CAPS ("format=I420,width=31,height=45,chroma-site=jpeg");
  static const GstVideoRectangle places[] = { { 0, 4, 60, 42 }, { 64, 10, 26, 34 } };
  Play play;

  if (!play_new (&play,
          SOURCE (
              "in0") "alignscale" EXACT "! video/x-raw,width=60,height=42,pixel-aspect-ratio=1/1 ! "
                     "mix.sink_0 " SOURCE (
                         "in1") "alignscale" EXACT
                                "! video/x-raw,width=26,height=34,pixel-aspect-ratio=1/1 ! "
                                "mix.sink_1 "
                                "compositor name=mix background=black sink_0::ypos=4 "
                                "sink_1::xpos=64 "
                                "sink_1::ypos=10 ! " CAPS ("format=I420,width=96,height=48,chroma-"
                                                           "site=jpeg") " ! tee name=t "
                                                                        "t. ! queue ! appsink "
                                                                        "name=mixed sync=false "
                                                                        "t. ! queue ! alignscale "
                                                                        "scale-factor=1.5" EXACT
                                                                        "! appsink name=again "
                                                                        "sync=false",
          left, right))
    return;
  for (guint32 i = 0; i < 4; i++) {
    Samples from[] = { noise_new (left, i), noise_new (right, i + 100) };

    play_push (&play, "in0", samples_write (&from[0]));
    play_push (&play, "in1", samples_write (&from[1]));
    samples_free (&from[0]);
    samples_free (&from[1]);
  }
  play_end_source (&play, "in0");
  play_end_source (&play, "in1");
  for (guint32 i = 0; i < 4; i++) {
    Samples from[] = { noise_new (left, i), noise_new (right, i + 100) };
    Samples mixed = play_read (&play, "mixed");

    for (gint p = 0; mixed.n > 0 && p < 2; p++) {
      Samples part = cut (&mixed, &places[p]);

      check_resize (&from[p], &part, &(Resize){ 0 }, p ? "on the right" : "on the left");
      samples_free (&part);
      samples_free (&from[p]);
    }
    check_pulled (&play, "again", &mixed, &(Resize){ 0 }, "the whole");
    samples_free (&mixed);
  }
  play_end (&play, NULL, "mixed");
  play_free (&play);
}

/* Rows of every frame are of another length, as the frame's own GstVideoMeta says. */
static void
rows_have_any_length (gconstpointer format)
{
  static const guint pads[] = { 0, 1, 2, 5, 16, 63, 0, 64, 3 };
  static const gchar *const chains[] = { "! video/x-raw,width=99,height=77",
    "! video/x-raw,width=45,height=62", "" };
  gchar *caps = caps_text (format, 45, 31, "chroma-site=mpeg2");

  for (gsize k = 0; k < G_N_ELEMENTS (chains); k++) {
    Play play;

    if (!play_new (&play, SOURCE ("in") "alignscale" EXACT "%s ! appsink name=out sync=false", caps,
            chains[k]))
      break;
    for (guint i = 0; i < G_N_ELEMENTS (pads); i++) {
      Samples from = noise_new (caps, i), got;

      play_push (&play, "in", samples_padded (&from, pads[i]));
      got = play_read (&play, "out");
      check_resize (&from, &got, &(Resize){ 0 }, chains[k]);
      samples_free (&got);
      samples_free (&from);
    }
    play_end (&play, "in", "out");
    play_free (&play);
  }
  g_free (caps);
}

/* Encoders of sub-sampled planes take even sizes only. */
static void
sizes_are_even (void)
{
  static const gint sizes[][2] = { { 45, 31 }, { 46, 31 }, { 33, 64 } };
  static const gchar *const ends[] = { "video/x-raw,width=[16,65534,2],height=[16,65534,2]",
    "video/x-raw,width=[16,65534,2],height=[16,65534,2],pixel-aspect-ratio=1/1" };

  for (gsize i = 0; i < 6; i++) {
    gchar *caps =
        g_strdup_printf (CAPS ("format=I420,width=%d,height=%d"), sizes[i / 2][0], sizes[i / 2][1]);
    Samples from = noise_new (caps, 3), got;
    Play play;

    if (play_new (&play, SOURCE ("in") "alignscale" EXACT "! %s ! appsink name=out sync=false",
            caps, ends[i % 2])) {
      play_push (&play, "in", samples_write (&from));
      got = play_read (&play, "out");
      g_test_message ("%s becomes %dx%d", caps, got.info.width, got.info.height);
      g_assert_true (got.n > 0 && got.info.width % 2 == 0 && got.info.height % 2 == 0);
      /* the nearest below, as encoders themselves cut a picture */
      g_assert_true (got.info.width <= from.info.width && got.info.width > from.info.width - 3);
      g_assert_true (got.info.height <= from.info.height && got.info.height > from.info.height - 3);
      check_resize (&from, &got, &(Resize){ 0 }, "of even size");
      samples_free (&got);
      play_free (&play);
    }
    samples_free (&from);
    g_free (caps);
  }
}

/* An image drawn by GStreamer. */
static void
images_are_drawn (void)
{
  gchar *path = film_path ("image.png");

  if (film_make (path, "videotestsrc num-buffers=1 ! video/x-raw,format=RGB,width=9,height=7 ! "
                       "pngenc snapshot=true")) {
    gchar *overlay = g_strdup_printf ("gdkpixbufoverlay location=%s offset-x=5 offset-y=3", path);
    const Row row = { "gdkpixbufoverlay", RGB, overlay, EXACT "! video/x-raw,width=99,height=77",
      { 0 } };

    is_resized_behind (&row);
    g_free (overlay);
  }
  g_free (path);
}

/* One cropped frame, shown again and again: the same buffer each time, with its metas. */
static void
crops_are_frozen (void)
{
  static const gchar *const memory = CAPS ("format=NV12,width=60,height=44,chroma-site=mpeg2");
  static const gchar *const caps = CAPS ("format=NV12,width=40,height=30,chroma-site=mpeg2");
  static const gchar *const ends[] = { "! video/x-raw,width=75,height=52", "" };
  const Resize resize = { .source = { 11, 9, 40, 30 } };
  Samples from = noise_new (memory, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    Play play;

    if (!play_new (&play,
            SOURCE ("in") "imagefreeze num-buffers=4 ! alignscale" EXACT
                          "%s ! appsink name=out sync=false",
            caps, ends[i]))
      break;
    play_push (&play, "in", samples_cropped (&from, &resize.source));
    for (gint n = 0; n < 4; n++)
      check_pulled (&play, "out", &from, &resize, "a frozen frame");
    play_end (&play, NULL, "out");
    play_free (&play);
  }
  samples_free (&from);
}

static GstVideoOverlayComposition *
draw_overlay (GstElement *element, GstSample *sample, gpointer data)
{
  (void) element;
  (void) sample;
  (void) data;
  return overlay_at (10, 5, 12, 8);
}

/* Overlays that are not drawn before the sink move with the picture. */
static void
overlays_travel (gconstpointer borders)
{
  static const gchar *const caps = RGB;
  const gboolean framed = borders != NULL;
  const Resize resize = { .picture = framed ? (GstVideoRectangle){ 0, 12, 96, 72 }
                                            : (GstVideoRectangle){ 0 } };
  Samples from = noise_new (caps, 4);
  Play play;

  if (play_new (&play,
          SOURCE ("in") "overlaycomposition name=over ! alignscale %s" EXACT
                        "! video/x-raw(ANY),width=96,height=%d,pixel-aspect-ratio=1/1 ! "
                        "appsink name=out sync=false",
          caps, framed ? "add-borders=true" : "", framed ? 96 : 72)) {
    GstSample *sample;

    g_signal_connect (play_element (&play, "over"), "draw", G_CALLBACK (draw_overlay), NULL);
    play_take (&play, "out", GST_VIDEO_OVERLAY_COMPOSITION_META_API_TYPE);
    play_push (&play, "in", samples_write (&from));
    sample = play_pull (&play, "out");
    if (sample != NULL) {
      Samples got = sample_read (sample);
      GstVideoOverlayCompositionMeta *meta =
          gst_buffer_get_video_overlay_composition_meta (gst_sample_get_buffer (sample));
      gint x, y;
      guint w, h;

      check_resize (&from, &got, &resize, "the frame below");
      g_assert_nonnull (meta);
      if (meta != NULL
          && gst_video_overlay_rectangle_get_render_rectangle (
              gst_video_overlay_composition_get_rectangle (meta->overlay, 0), &x, &y, &w, &h)) {
        g_assert_cmpint (x, ==, 20);
        g_assert_cmpint (y, ==, framed ? 22 : 10);
        g_assert_cmpint (w, ==, 24);
        g_assert_cmpint (h, ==, 16);
      }
      samples_free (&got);
      gst_sample_unref (sample);
    }
    play_free (&play);
  }
  samples_free (&from);
}

/* Where the sink takes no overlays, they are in the picture before it is scaled. */
static void
overlays_are_drawn (void)
{
  static const gchar *const caps = RGB;
  Samples from = noise_new (caps, 4), plain, got;
  Play play;

  if (play_new (&play,
          SOURCE ("in") "overlaycomposition name=over ! tee name=t "
                        "t. ! queue ! appsink name=plain sync=false t. ! queue ! "
                        "alignscale" EXACT "! video/x-raw,width=99,height=77 ! "
                        "appsink name=out sync=false",
          caps)) {
    g_signal_connect (play_element (&play, "over"), "draw", G_CALLBACK (draw_overlay), NULL);
    play_push (&play, "in", samples_write (&from));
    plain = play_read (&play, "plain");
    got = play_read (&play, "out");
    if (plain.n > 0) {
      g_assert_cmpint (samples_differ (&plain, &from), >, 0);
      check_resize (&plain, &got, &(Resize){ 0 }, "a frame with its overlay");
    }
    samples_free (&plain);
    samples_free (&got);
    play_free (&play);
  }
  samples_free (&from);
}

int
main (int argc, char **argv)
{
  static const gchar *const formats[] = { "GRAY8", "RGB", "I420", "NV12", "YUY2", "Y444_16LE",
    "P010_10LE", "RGB16" };

  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    add_format_test ("joins/rows have any length", formats[i], rows_have_any_length);
  g_test_add_func ("/neighbours/joins/a tee of sizes", tee_of_sizes);
  g_test_add_func ("/neighbours/joins/a compositor of two", compositor_of_two);
  g_test_add_func ("/neighbours/joins/sizes are even", sizes_are_even);
  g_test_add_data_func ("/neighbours/joins/overlays travel", NULL, overlays_travel);
  g_test_add_data_func ("/neighbours/joins/overlays travel into borders", "", overlays_travel);
  g_test_add_func ("/neighbours/joins/overlays are drawn", overlays_are_drawn);
  g_test_add_func ("/neighbours/joins/images are drawn", images_are_drawn);
  g_test_add_func ("/neighbours/joins/crops are frozen", crops_are_frozen);
  return g_test_run ();
}
