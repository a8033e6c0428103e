/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stock elements that crop, in front of alignscale. They leave the memory whole: caps have the size
 * that is left, the GstVideoMeta the memory's, and the crop meta says where in that. */
#include <string.h>

#include "neighbours.h"

/* The formats that videocrop and alignscale both take. */
static gchar **
cropped_formats (void)
{
  GstElement *crop = gst_element_factory_make ("videocrop", NULL);
  gchar **offered = offered_formats ();
  GPtrArray *names = g_ptr_array_new ();
  GstCaps *takes;

  if (crop != NULL) {
    takes = gst_pad_template_get_caps (gst_element_get_pad_template (crop, "sink"));
    takes = gst_caps_truncate (takes); /* the rest is memory of other kinds */
    for (gchar **name = offered; *name != NULL; name++) {
      GstCaps *one = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, *name, NULL);

      if (gst_caps_can_intersect (takes, one))
        g_ptr_array_add (names, g_strdup (*name));
      gst_caps_unref (one);
    }
    gst_caps_unref (takes);
    gst_object_unref (crop);
  }
  g_strfreev (offered);
  g_ptr_array_add (names, NULL);
  return (gchar **) g_ptr_array_free (names, FALSE);
}

/* aspectratiocrop cannot be linked to an appsrc that knows no caps yet */
#define SOURCE "appsrc name=in format=time caps=\"%s\" ! video/x-raw ! "
#define SINK " ! appsink name=out sync=false"

/* One frame of noise through `chain`, in which alignscale is named s; crops are to come to it as
 * metas. */
static void
check_chain (const gchar *caps, const gchar *chain, gboolean is_scaled, const Resize *resize)
{
  Samples from = noise_new (caps, 5);
  Play play;

  if (play_new (&play, SOURCE "%s" SINK, caps, chain)) {
    const gint *n_crops = play_count_crops (&play, "s");

    play_push (&play, "in", samples_write (&from));
    check_pulled (&play, "out", &from, resize, chain);
    /* what is not scaled is negotiated by the two next to the element */
    g_assert_cmpint (*n_crops, ==, is_scaled);
    play_end (&play, "in", "out");
    play_free (&play);
  }
  samples_free (&from);
}

#define EXACT " arithmetic=float "

/* 34x30 pixels at (10, 6), each four times, by counting. */
static void
zone_plate_is_doubled (void)
{
  static const gchar *const source =
      "videotestsrc num-buffers=1 pattern=zone-plate kx2=80 ky2=80 ! "
      "video/x-raw,format=GRAY8,width=64,height=40";
  Play all, part;
  Samples from = { 0 }, got = { 0 };
  gint n_wrong = 0;

  if (!play_new (&all, "%s" SINK, source))
    return;
  from = play_read (&all, "out");
  play_free (&all);
  if (play_new (&part,
          "%s ! videocrop left=10 right=20 top=6 bottom=4 ! "
          "alignscale name=s method=nearest-exact ! video/x-raw,width=68,height=60" SINK,
          source)) {
    got = play_read (&part, "out");
    g_assert_cmpint (got.n, ==, 1);
    g_assert_cmpint (got.info.width, ==, 68);
    g_assert_cmpint (got.info.height, ==, 60);
    for (gint y = 0; got.n == 1 && y < 60; y++)
      for (gint x = 0; x < 68; x++)
        n_wrong += *samples_at (&got, 0, x, y) != *samples_at (&from, 0, 10 + x / 2, 6 + y / 2);
    g_assert_cmpint (n_wrong, ==, 0);
    play_free (&part);
  }
  samples_free (&got);
  samples_free (&from);
}

/* Crops that begin and end within samples of sub-sampled planes, by every method with an easy
 * formula. */
static void
format_is_cropped (gconstpointer format)
{
  static const struct {
    const gchar *settings;
    gint width, height;
    Resize resize;
  } ways[] = {
    { "method=nearest-exact", 74, 42, { .nearest = TRUE, .source = { 5, 3, 37, 21 } } },
    { EXACT, 53, 17, { .source = { 4, 8, 32, 16 } } },
    { EXACT, 53, 37, { .source = { 5, 3, 37, 21 } } },
    { "align-corners=true" EXACT, 74, 42, { .align_corners = TRUE, .source = { 5, 3, 37, 21 } } },
  };
  gchar *caps = caps_text (format, 48, 30, "chroma-site=mpeg2");

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++) {
    const GstVideoRectangle *crop = &ways[i].resize.source;
    gchar *chain =
        g_strdup_printf ("videocrop left=%d top=%d right=%d bottom=%d ! alignscale name=s %s ! "
                         "video/x-raw,width=%d,height=%d",
            crop->x, crop->y, 48 - crop->x - crop->w, 30 - crop->y - crop->h, ways[i].settings,
            ways[i].width, ways[i].height);

    check_chain (caps, chain, TRUE, &ways[i].resize);
    g_free (chain);
  }
  g_free (caps);
}

/* Some elements send crops to those who did not offer to take them. What is left has its own size:
 * nothing but chroma that was cut apart is to be computed, but the frame cannot pass. */
static void
part_is_cut_out (gconstpointer format)
{
  const Resize resize = { .source = { 7, 5, 31, 19 } };
  gchar *memory = caps_text (format, 48, 30, "chroma-site=mpeg2");
  gchar *caps = caps_text (format, 31, 19, "chroma-site=mpeg2");
  Samples from = noise_new (memory, 5);
  Play play;

  if (play_new (&play, SOURCE "alignscale" EXACT SINK, caps)) {
    play_push (&play, "in", samples_cropped (&from, &resize.source));
    check_pulled (&play, "out", &from, &resize, "what is left");
    play_end (&play, "in", "out");
    play_free (&play);
  }
  samples_free (&from);
  g_free (caps);
  g_free (memory);
}

/* What a neighbour, settings and borders leave of the source, and where it goes. */
static void
chains_are_cropped (void)
{
  static const struct {
    const gchar *caps, *chain;
    Resize resize;
    gboolean is_whole;
  } rows[] = {
    { "format=NV12,width=640,height=360",
        "aspectratiocrop aspect-ratio=1/1 ! alignscale name=s" EXACT
        "! video/x-raw,width=224,height=224",
        { .source = { 140, 0, 360, 360 } } },
    { "format=RGB,width=640,height=360",
        "aspectratiocrop aspect-ratio=1/1 ! alignscale name=s method=nearest-exact ! "
        "video/x-raw,width=720,height=720",
        { .nearest = TRUE, .source = { 140, 0, 360, 360 } } },
    { "format=I420,width=640,height=48", "aspectratiocrop aspect-ratio=1/1 ! alignscale name=s",
        { .source = { 296, 0, 48, 48 } }, TRUE },
    { "format=RGB,width=640,height=48",
        "videocrop left=400 ! alignscale name=s" EXACT "! video/x-raw,width=333,height=50",
        { .source = { 400, 0, 240, 48 } } },
    { "format=I420,width=640,height=48",
        "videocrop left=400 ! alignscale name=s scale-factor=2 method=nearest-exact ! "
        "video/x-raw,width=480,height=96",
        { .nearest = TRUE, .source = { 400, 0, 240, 48 } } },
    { "format=Y42B,width=48,height=480",
        "videocrop top=441 ! alignscale name=s" EXACT "! video/x-raw,width=64",
        { .source = { 0, 441, 48, 39 } } },
    /* crops that the element makes itself count inside */
    { "format=RGBA,width=64,height=40",
        "videocrop left=9 top=5 right=6 ! alignscale name=s crop-left=3 crop-bottom=7" EXACT
        "! video/x-raw,width=71,height=33",
        { .source = { 12, 5, 46, 28 } } },
    { "format=I420,width=64,height=40",
        "videocrop left=9 top=5 right=6 ! alignscale name=s crop-left=2 crop-bottom=7 "
        "crop-top=2" EXACT "! video/x-raw,width=71,height=33",
        { .source = { 11, 7, 47, 26 } } },
    /* crops inside crops */
    { "format=AYUV,width=64,height=40",
        "videocrop left=9 bottom=3 ! videocrop top=5 left=2 right=4 ! alignscale name=s" EXACT
        "! video/x-raw,width=31,height=45",
        { .source = { 11, 5, 49, 32 } } },
    /* borders, in black */
    { "format=I420,width=64,height=40",
        "videocrop left=7 right=13 top=3 bottom=15 ! alignscale name=s add-borders=true" EXACT
        "! video/x-raw,width=96,height=96,pixel-aspect-ratio=1/1",
        { .source = { 7, 3, 44, 22 }, .picture = { 0, 24, 96, 48 } } },
    { "format=GBR,width=64,height=40",
        "videocrop left=20 right=24 ! alignscale name=s add-borders=true" EXACT
        "! video/x-raw,width=96,height=60,pixel-aspect-ratio=1/1",
        { .source = { 20, 0, 20, 40 }, .picture = { 33, 0, 30, 60 } } },
    /* the same by native arithmetic, which rounds twice */
    { "format=Y444,width=64,height=40",
        "videocrop left=20 right=24 ! alignscale name=s ! video/x-raw,width=96,height=60",
        { .source = { 20, 0, 20, 40 }, .off = 1.05 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gchar *caps =
        g_strdup_printf ("video/x-raw,framerate=25/1,pixel-aspect-ratio=1/1,%s", rows[i].caps);

    check_chain (caps, rows[i].chain, !rows[i].is_whole, &rows[i].resize);
    g_free (caps);
  }
}

/* Where a sample sits in the picture, four levels a pixel. */
static void
draw_ramp (Samples *samples, gboolean is_cosited, gboolean down)
{
  for (gint c = 0; c < samples->n; c++) {
    const GstVideoFormatInfo *format = samples->info.finfo;
    const gint step = 1 << (down ? format->h_sub[c] : format->w_sub[c]);
    const gint start = is_cosited ? 0 : 2 * (step - 1);

    for (gint y = 0; y < samples->components[c].height; y++)
      for (gint x = 0; x < samples->components[c].width; x++)
        *samples_at (samples, c, x, y) = (guint16) (4 * step * (down ? y : x) + start);
  }
}

#define RAMP_WIDTH 60
#define RAMP_HEIGHT 44

/* All samples that have neighbours on both sides show the place of the source they are at. */
static void
check_ramp (const Samples *got, const GstVideoRectangle *crop, gboolean is_cosited, gboolean down,
    const gchar *what)
{
  const gint out = down ? got->info.height : got->info.width;
  const gint start = down ? crop->y : crop->x, size = down ? crop->h : crop->w;

  for (gint c = 0; c < got->n; c++) {
    const GstVideoFormatInfo *format = got->info.finfo;
    const gint step = 1 << (down ? format->h_sub[c] : format->w_sub[c]);

    for (gint y = 0; y < got->components[c].height; y++)
      for (gint x = 0; x < got->components[c].width; x++) {
        const gdouble pixel = step * (down ? y : x) + (is_cosited ? 0.0 : (step - 1) / 2.0);
        const gdouble at = (pixel + 0.5) * size / out - 0.5 + start;
        const gint value = *samples_at (got, c, x, y);

        if (at < start + step || at > start + size - 1 - step || ABS (value - 4.0 * at) <= 0.51)
          continue;
        g_test_message ("%s: component %d, sample %d of row %d is %d and not %.2f", what, c, x, y,
            value, 4.0 * at);
        g_test_fail ();
        return;
      }
  }
}

/* Luma and chroma of odd crops stay where they are to each other, however chroma is sited. */
static void
ramps_stay_ramps (gconstpointer format)
{
  static const gchar *const sites[] = { "jpeg", "mpeg2", "v-cosited", "cosited" };
  static const GstVideoRectangle crops[] = { { 5, 7, 44, 30 }, { 8, 3, 51, 41 }, { 1, 1, 33, 29 } };
  static const gint sizes[][2] = { { 99, 83 }, { 31, 23 }, { 45, 29 } };

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (sites) * G_N_ELEMENTS (crops); i++) {
    const gboolean down = i % 2;
    const gint site = i / 2 % 4;
    const GstVideoRectangle *crop = &crops[i / 8];
    const gint *size = sizes[i / 8];
    const gboolean is_cosited = down ? site >= 2 : site % 2 == 1;
    gchar *more = g_strdup_printf ("chroma-site=%s", sites[site]);
    gchar *caps = caps_text (format, RAMP_WIDTH, RAMP_HEIGHT, more);
    Samples from = noise_new (caps, 1), got;
    Play play;

    draw_ramp (&from, is_cosited, down);
    if (play_new (&play,
            SOURCE "videocrop left=%d top=%d right=%d bottom=%d ! alignscale" EXACT
                   "! video/x-raw,width=%d,height=%d" SINK,
            caps, crop->x, crop->y, RAMP_WIDTH - crop->x - crop->w, RAMP_HEIGHT - crop->y - crop->h,
            size[0], size[1])) {
      play_push (&play, "in", samples_write (&from));
      got = play_read (&play, "out");
      g_assert_cmpint (got.n, ==, from.n);
      check_ramp (&got, crop, is_cosited, down, caps);
      samples_free (&got);
      play_free (&play);
    }
    samples_free (&from);
    g_free (caps);
    g_free (more);
  }
}

/* Behind is one that takes crops, too. What is not scaled passes with its crop; what is scaled has
 * lost it. */
static void
neighbours_behind_may_take_crops (void)
{
  static const gchar *const caps = "video/x-raw,format=RGB,width=64,height=40,framerate=25/1";

  check_chain (caps, "videocrop left=7 ! alignscale name=s ! videocrop top=3 right=4", TRUE,
      &(Resize){ .source = { 7, 3, 53, 37 } });
  check_chain (caps,
      "videocrop left=4 bottom=8 ! alignscale name=s method=nearest-exact scale-factor=2 ! "
      "videocrop top=4 right=2",
      TRUE, &(Resize){ .nearest = TRUE, .source = { 4, 2, 59, 30 } });
}

static void
crops_pass_to_who_takes_them (void)
{
  static const gchar *const caps = "video/x-raw,format=I420,width=64,height=40,framerate=25/1";
  Samples from = noise_new (caps, 5);

  for (gint is_scaled = 0; is_scaled < 2; is_scaled++) {
    GstSample *sample;
    GstVideoCropMeta *crop;
    Samples got;
    Play play;

    if (!play_new (&play, SOURCE "videocrop left=7 top=3 ! alignscale scale-factor=%d" EXACT SINK,
            caps, is_scaled * 2))
      break;
    play_take (&play, "out", GST_VIDEO_CROP_META_API_TYPE);
    play_push (&play, "in", samples_write (&from));
    if ((sample = play_pull (&play, "out")) != NULL) {
      got = sample_read (sample);
      crop = gst_buffer_get_video_crop_meta (gst_sample_get_buffer (sample));
      g_assert_true ((crop != NULL) == !is_scaled);
      if (crop != NULL)
        g_assert_true (crop->x == 7 && crop->y == 3 && crop->width == 57 && crop->height == 37);
      check_resize (&from, &got,
          is_scaled ? &(Resize){ .source = { 7, 3, 57, 37 } } : &(Resize){ 0 }, "passed on");
      samples_free (&got);
      gst_sample_unref (sample);
    }
    play_free (&play);
  }
  samples_free (&from);
}

int
main (int argc, char **argv)
{
  static const gchar *const sub_sampled[] = { "I420", "NV12", "Y42B", "YUY2", "Y41B", "A420" };
  gchar **formats;
  gint result;

  test_init (&argc, &argv);
  formats = cropped_formats ();
  g_test_add_func ("/neighbours/crop/a zone plate is doubled", zone_plate_is_doubled);
  g_test_add_func ("/neighbours/crop/chains", chains_are_cropped);
  g_test_add_func ("/neighbours/crop/two neighbours", neighbours_behind_may_take_crops);
  g_test_add_func ("/neighbours/crop/passes", crops_pass_to_who_takes_them);
  for (gchar **name = formats; *name != NULL; name++) {
    add_format_test ("crop/is followed", *name, format_is_cropped);
    add_format_test ("crop/is cut out", *name, part_is_cut_out);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (sub_sampled); i++)
    add_format_test ("crop/ramps stay", sub_sampled[i], ramps_stay_ramps);
  result = g_test_run ();
  g_strfreev (formats);
  return result;
}
