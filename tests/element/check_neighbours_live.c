/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Crops that begin, move and end while frames flow: by live properties of videocrop, by another
 * rectangle on each buffer, and by other sources with the same caps. */
#include "neighbours.h"

#define SOURCE(name) "appsrc name=" name " format=time caps=\"%s\" ! "
#define SINK " ! appsink name=out sync=false"
#define EXACT " arithmetic=float "

#define WIDTH 60
#define HEIGHT 44

/* Crops of frames in this order; some have the size of others, so caps stay while the rectangle
 * moves. */
static const GstVideoRectangle steps[] = { { 0, 0, WIDTH, HEIGHT }, { 8, 4, 40, 30 },
  { 8, 4, 40, 30 }, { 12, 10, 40, 30 }, { 0, 0, 40, 30 }, { 0, 0, WIDTH, HEIGHT },
  { 0, 0, WIDTH, HEIGHT }, { 20, 14, 40, 30 }, { 5, 3, 33, 17 }, { 1, 1, 33, 17 }, { 59, 43, 1, 1 },
  { 0, 0, WIDTH, HEIGHT } };

static const gchar *const formats[] = { "GRAY8", "RGB", "I420", "NV12", "YUY2", "Y444_10LE" };

static gboolean
is_whole (const GstVideoRectangle *crop)
{
  return crop->w == WIDTH && crop->h == HEIGHT;
}

static void
set_crop (Play *play, const GstVideoRectangle *crop)
{
  g_object_set (play_element (play, "crop"), "left", crop->x, "top", crop->y, "right",
      WIDTH - crop->x - crop->w, "bottom", HEIGHT - crop->y - crop->h, NULL);
}

/* videocrop's properties while frames flow. Setters of other things go in between. */
static void
properties_are_set_live (gconstpointer format)
{
  static const gchar *const methods[] = { "bilinear", "nearest-exact" };
  gchar *caps = caps_text (format, WIDTH, HEIGHT, "chroma-site=mpeg2,pixel-aspect-ratio=1/1");
  Play play;
  gint n_cropped = 0;

  if (play_new (&play,
          SOURCE ("in") "videocrop name=crop ! alignscale name=s" EXACT
                        "! video/x-raw,width=75,height=52" SINK,
          caps)) {
    const gint *n_crops = play_count_crops (&play, "s");

    for (guint i = 0; i < 2 * G_N_ELEMENTS (steps); i++) {
      const GstVideoRectangle *crop = &steps[i / 2];
      const Resize resize = { .nearest = i % 2 == 1, .source = *crop };
      Samples from = noise_new (caps, i);
      gchar *what = g_strdup_printf ("frame %u", i);

      set_crop (&play, crop);
      play_set (&play, "s", "method", methods[i % 2]);
      play_push (&play, "in", samples_write (&from));
      check_pulled (&play, "out", &from, &resize, what);
      n_cropped += !is_whole (crop);
      g_assert_cmpint (*n_crops, >=, n_cropped);
      g_free (what);
      samples_free (&from);
    }
    play_end (&play, "in", "out");
    play_free (&play);
  }
  g_free (caps);
}

/* The same where nothing is scaled: caps change behind the element, too. Here videocrop cuts by
 * itself: without sub-sampled planes, which it would move. */
static void
properties_are_set_live_without_scaling (void)
{
  static const gchar *const behind[] = { "", "! videocrop", "! videocrop left=1" };
  static const gchar *const caps = "video/x-raw,format=RGB,width=60,height=44,framerate=25/1";

  for (gsize b = 0; b < G_N_ELEMENTS (behind); b++) {
    Play play;

    if (!play_new (&play, SOURCE ("in") "videocrop name=crop ! alignscale name=s %s" SINK, caps,
            behind[b]))
      return;
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
      const gint less = b == 2 ? 1 : 0;
      Resize resize = { .source = steps[i] };
      Samples from = noise_new (caps, i);

      if (steps[i].w > 1) {
        resize.source.x += less;
        resize.source.w -= less;
        set_crop (&play, &steps[i]);
        play_push (&play, "in", samples_write (&from));
        check_pulled (&play, "out", &from, &resize, behind[b]);
      }
      samples_free (&from);
    }
    play_end (&play, "in", "out");
    play_free (&play);
  }
}

/* ---- a thread changes the crop ---- */

static const gint lefts[] = { 0, 2, 4, 10, 16 };

typedef struct {
  GstElement *crop;
  gint is_over; /* atomic */
} Mover;

static gpointer
move_crop (gpointer data)
{
  Mover *self = data;

  for (gsize i = 0; !g_atomic_int_get (&self->is_over); i++) {
    g_object_set (self->crop, "left", lefts[i * i % G_N_ELEMENTS (lefts)], NULL);
    g_thread_yield ();
  }
  return NULL;
}

static gboolean
is_part (const Samples *part, const Samples *whole, gint left)
{
  for (gint c = 0; c < part->n; c++)
    for (gint y = 0; y < part->info.height; y++)
      for (gint x = 0; x < part->info.width; x++)
        if (*samples_at (part, c, x, y) != *samples_at (whole, c, left + x, y))
          return FALSE;
  return TRUE;
}

/* videocrop cuts a frame by its properties of that moment and the caps of before, so that crops
 * reach out of frames. What comes out is of the size in the caps and as near to the crop as that
 * lets it be. */
static void
crop_moves_while_frames_are_converted (void)
{
  static const gchar *const caps = "video/x-raw,format=Y444,width=60,height=44,framerate=25/1";
  Samples from = noise_new (caps, 5), whole;
  GThread *thread;
  Mover mover = { NULL, FALSE };
  Play play;

  if (!play_new (&play,
          SOURCE ("in") "videocrop name=crop ! alignconvert ! video/x-raw,format=RGB" SINK, caps)) {
    samples_free (&from);
    return;
  }
  play_push (&play, "in", samples_write (&from));
  whole = play_read (&play, "out");
  mover.crop = play_element (&play, "crop");
  thread = g_thread_new ("mover", move_crop, &mover);
  for (gint i = 0; i < 10000 && !g_test_failed (); i++) {
    Samples got;
    gboolean is_found = FALSE;

    play_push (&play, "in", samples_write (&from));
    got = play_read (&play, "out");
    for (gsize k = 0; k < G_N_ELEMENTS (lefts) && got.n > 0; k++)
      is_found |= is_part (&got, &whole, MIN (lefts[k], WIDTH - got.info.width));
    g_assert_true (is_found);
    samples_free (&got);
  }
  g_atomic_int_set (&mover.is_over, TRUE);
  g_thread_join (thread);
  samples_free (&whole);
  samples_free (&from);
  play_free (&play);
}

/* Caps stay and rectangles come and go, as decoders and tracking elements do. A frame without one
 * is whole, and has the size of the caps. */
static void
rectangles_change_with_each_frame (gconstpointer format)
{
  static const gchar *const ends[] = { "video/x-raw,width=75,height=52", "video/x-raw" };
  gchar *memory = caps_text (format, WIDTH, HEIGHT, "chroma-site=jpeg");
  gchar *caps = caps_text (format, 40, 30, "chroma-site=jpeg");

  for (gsize e = 0; e < G_N_ELEMENTS (ends); e++) {
    Play play;

    if (!play_new (&play, SOURCE ("in") "alignscale name=s" EXACT "! %s" SINK, caps, ends[e]))
      break;
    for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
      const gboolean whole = is_whole (&steps[i]);
      const Resize resize = { .source = whole ? (GstVideoRectangle){ 0 } : steps[i] };
      Samples from = noise_new (whole ? caps : memory, i);
      gchar *what = g_strdup_printf ("frame %u to %s", i, ends[e]);

      play_push (&play, "in", whole ? samples_write (&from) : samples_cropped (&from, &steps[i]));
      check_pulled (&play, "out", &from, &resize, what);
      g_free (what);
      samples_free (&from);
    }
    play_end (&play, "in", "out");
    play_free (&play);
  }
  g_free (caps);
  g_free (memory);
}

static void
select_source (Play *play, const gchar *pad_name)
{
  GstElement *selector = play_element (play, "select");
  GstPad *pad = gst_element_get_static_pad (selector, pad_name);

  g_assert_nonnull (pad);
  g_object_set (selector, "active-pad", pad, NULL);
  gst_object_unref (pad);
}

/* Two sources whose caps are the same where they meet; frames of one are cropped. */
static void
sources_are_switched (const gchar *chain, const gchar *end)
{
  static const gchar *const plain = "video/x-raw,format=NV12,width=40,height=30,framerate=25/1,"
                                    "chroma-site=jpeg,colorimetry=bt601,pixel-aspect-ratio=1/1";
  static const gchar *const large = "video/x-raw,format=NV12,width=60,height=44,framerate=25/1,"
                                    "chroma-site=jpeg,colorimetry=bt601,pixel-aspect-ratio=1/1";
  /* 1: the source that is cropped */
  static const gint order[] = { 1, 0, 0, 1, 1, 0, 1 };
  const gboolean is_pushed = *chain == '\0';
  Play play;

  if (!play_new (&play,
          SOURCE ("in0") "select. " SOURCE (
              "in1") "%sselect. input-selector name=select sync-streams=false ! "
                     "alignscale name=s" EXACT "! %s" SINK,
          plain, is_pushed ? plain : large, chain, end))
    return;
  /* input-selector 1.22 mixes up what it has not sent yet with what another source sends */
  play_wait_for_caps (&play, "select", "sink_0");
  play_wait_for_caps (&play, "select", "sink_1");
  play_wait_for_caps (&play, "s", "sink");
  for (guint i = 0; i < G_N_ELEMENTS (order); i++) {
    const gboolean cropped = order[i] == 1;
    const Resize resize = { .source = cropped ? (GstVideoRectangle){ 12, 10, 40, 30 }
                                              : (GstVideoRectangle){ 0 } };
    Samples from = noise_new (cropped ? large : plain, i);
    gchar *what = g_strdup_printf ("frame %u through '%s' to %s", i, chain, end);

    select_source (&play, cropped ? "sink_1" : "sink_0");
    play_push (&play, cropped ? "in1" : "in0",
        cropped && is_pushed ? samples_cropped (&from, &resize.source) : samples_write (&from));
    check_pulled (&play, "out", &from, &resize, what);
    g_free (what);
    samples_free (&from);
  }
  play_free (&play);
}

static void
sources_are_switched_each_way (void)
{
  static const gchar *const crop = "videocrop left=12 right=8 top=10 bottom=4 ! ";

  sources_are_switched (crop, "video/x-raw,width=75,height=52");
  sources_are_switched (crop, "video/x-raw");
  sources_are_switched ("", "video/x-raw,width=75,height=52");
  sources_are_switched ("", "video/x-raw");
}

/* One element's crop in two branches of other sizes, one of them not scaled: frames are shared and
 * must not be written to. */
static void
branches_share_cropped_frames (void)
{
  static const gchar *const memory = "video/x-raw,format=I420,width=60,height=44,framerate=25/1";
  static const gchar *const caps = "video/x-raw,format=I420,width=40,height=30,framerate=25/1";
  Play play;

  if (!play_new (&play,
          SOURCE ("in") "tee name=t ! queue ! alignscale" EXACT
                        "! video/x-raw,width=75,height=52 ! appsink name=large sync=false "
                        "t. ! queue ! alignscale" EXACT "! appsink name=same sync=false "
                        "t. ! queue ! alignscale add-borders=true" EXACT
                        "! video/x-raw,width=40,height=40,pixel-aspect-ratio=1/1 ! "
                        "appsink name=framed sync=false",
          caps))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    const Resize resize = { .source = steps[i] };
    const Resize framed = { .source = steps[i], .picture = { 0, 4, 40, 30 } };
    Samples from = noise_new (memory, i);

    if (steps[i].w * 3 == steps[i].h * 4) {
      play_push (&play, "in", samples_cropped (&from, &steps[i]));
      check_pulled (&play, "large", &from, &resize, "larger");
      check_pulled (&play, "same", &from, &resize, "the same size");
      check_pulled (&play, "framed", &from, &framed, "in borders");
    }
    samples_free (&from);
  }
  play_free (&play);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    add_format_test ("live/properties", formats[i], properties_are_set_live);
    add_format_test ("live/rectangles", formats[i], rectangles_change_with_each_frame);
  }
  g_test_add_func ("/neighbours/live/without scaling", properties_are_set_live_without_scaling);
  g_test_add_func (
      "/neighbours/live/while frames are converted", crop_moves_while_frames_are_converted);
  g_test_add_func ("/neighbours/live/sources are switched", sources_are_switched_each_way);
  g_test_add_func ("/neighbours/live/branches share frames", branches_share_cropped_frames);
  return g_test_run ();
}
