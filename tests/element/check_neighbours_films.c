/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Films and pictures, made here and played by decodebin. Decoders hand out frames as suits them:
 * with a picture somewhere in the coded frame, with rows of their own length. What they give to a
 * sink that takes no metas is the input of the formula. */
#include <string.h>

#include "neighbours.h"

#define EXACT " arithmetic=float "
#define SOURCE                                                                                     \
  "videotestsrc num-buffers=5 pattern=smpte horizontal-speed=3 ! "                                 \
  "video/x-raw,framerate=25/1,pixel-aspect-ratio=1/1,"
#define PLAYED "filesrc location=%s ! decodebin ! "

typedef struct {
  const gchar *name;    /* of the file, too */
  const gchar *made_by; /* behind videotestsrc's caps */
  const gchar *caps;
  gint n_frames;
  gboolean has_crops;   /* arrive at the element, where the decoder has any */
  const gchar *decoder; /* where it is in another package than the encoder */
} Film;

static const Film films[] = {
  { "theora.ogg", "theoraenc ! oggmux", "format=I420,width=48,height=32", 5, FALSE },
  { "theora-odd.ogg", "theoraenc ! oggmux", "format=I420,width=45,height=31", 5, TRUE },
  { "theora-422.ogg", "theoraenc ! oggmux", "format=Y42B,width=46,height=29", 5, TRUE },
  { "theora-444.mkv", "theoraenc ! matroskamux", "format=Y444,width=35,height=50", 5, TRUE },
  { "vp8.webm", "vp8enc deadline=1 ! webmmux", "format=I420,width=45,height=31", 5, FALSE },
  { "vp9.webm", "vp9enc deadline=1 cpu-used=8 ! webmmux", "format=I420,width=45,height=31", 5,
      FALSE },
  { "mjpeg.avi", "jpegenc ! avimux", "format=I420,width=45,height=31", 5, FALSE },
  { "mjpeg-422.mkv", "jpegenc ! matroskamux", "format=Y42B,width=51,height=35", 5, FALSE },
  { "raw.avi", "avimux", "format=YUY2,width=46,height=31", 5, FALSE },
  { "raw.mkv", "matroskamux", "format=I420,width=45,height=31", 5, FALSE },
  { "picture.png", "pngenc snapshot=true", "format=RGB,width=45,height=31", 1, FALSE },
  { "picture-16.png", "pngenc snapshot=true", "format=GRAY16_BE,width=45,height=31", 1, FALSE },
  { "picture.jpg", "jpegenc snapshot=true", "format=I420,width=45,height=31", 1, FALSE },
  { "h264.mkv", "x264enc ! h264parse ! matroskamux", "format=I420,width=46,height=34", 5, FALSE,
      "avdec_h264" },
  { "h264-10.mkv", "x264enc ! h264parse ! matroskamux", "format=I422_10LE,width=46,height=35", 5,
      FALSE, "avdec_h264" },
  { "h265.mkv", "x265enc ! h265parse ! matroskamux", "format=I420,width=178,height=98", 5, FALSE,
      "avdec_h265" },
  { "mpeg2.mkv", "mpeg2enc ! mpegvideoparse ! matroskamux", "format=I420,width=48,height=34", 5,
      FALSE, "avdec_mpeg2video" },
  { "mpeg4.avi", "avenc_mpeg4 ! avimux", "format=I420,width=46,height=34", 5, FALSE },
  { "ffv1.mkv", "avenc_ffv1 ! matroskamux", "format=Y42B,width=45,height=31", 5, FALSE },
  { "prores.mov", "avenc_prores ! qtmux", "format=I422_10LE,width=46,height=34", 5, FALSE },
};

/* What a film is scaled to. */
static const struct {
  const gchar *scaler;
  Resize resize;
} ways[] = {
  { EXACT "! video/x-raw,width=99,height=77 ", { 0 } },
  { "method=nearest-exact ! video/x-raw,width=33,height=23 ", { .nearest = TRUE } },
  { "", { 0 } },
};

#define MAX_FRAMES 8

/* All frames of a film, as they come to a sink that takes no metas. */
static gint
read_film (const gchar *path, Samples *frames)
{
  gint n = 0;
  Play play;

  if (!play_new (&play, PLAYED "appsink name=out sync=false", path))
    return 0;
  for (; n < MAX_FRAMES; n++) {
    frames[n] = play_read_or_end (&play, "out");
    if (frames[n].n == 0)
      break;
  }
  play_free (&play);
  return n;
}

static void
check_frames (Play *play, const Samples *frames, gint n, const Resize *resize, const gchar *what)
{
  for (gint i = 0; i <= n; i++) {
    Samples got = play_read_or_end (play, "out");

    g_assert_true ((got.n > 0) == (i < n));
    if (i < n)
      check_resize (&frames[i], &got, resize, what);
    samples_free (&got);
  }
}

/* Whether the decoder gives whole coded frames with a crop to who takes that, as theoradec up to
 * GStreamer 1.26.2 does. Debian's updates of it, and later ones, cut the picture out themselves. */
static gboolean
decoder_crops_by_meta (const gchar *path)
{
  gboolean crops = FALSE;
  Play play;

  if (play_build (&play, PLAYED "appsink name=out sync=false", path)) {
    const gint *n_crops = play_count_crops (&play, "out");
    Samples first;

    play_take (&play, "out", GST_VIDEO_CROP_META_API_TYPE);
    play_start (&play);
    first = play_read_or_end (&play, "out");
    crops = *n_crops > 0;
    samples_free (&first);
    play_free (&play);
  }
  return crops;
}

/* Frames of one file are the reference for those of another, which shows a rectangle of them. Where
 * theoradec cuts that out itself, as it does where nothing is scaled, it has no right values for
 * the ends of what begins within a sample. */
static void
check_film (const gchar *reference, const gchar *path, const GstVideoRectangle *shown,
    gint n_expected, gboolean has_crops)
{
  Samples frames[MAX_FRAMES];
  const gint n = read_film (reference, frames);
  const gboolean crops = decoder_crops_by_meta (path);

  g_assert_cmpint (n, ==, n_expected);
  for (gsize k = 0; k < G_N_ELEMENTS (ways); k++) {
    const gboolean is_scaled = *ways[k].scaler != '\0';
    Resize resize = ways[k].resize;
    Play play;

    resize.source = *shown;
    if ((!is_scaled || !crops) && (shown->x % 2 || shown->y % 2))
      break;
    if (play_build (&play, PLAYED "alignscale name=s %s ! appsink name=out sync=false", path,
            ways[k].scaler)) {
      const gint *n_crops = play_count_crops (&play, "s");

      play_start (&play);
      check_frames (&play, frames, n, &resize, path);
      if (has_crops && is_scaled && crops)
        g_assert_cmpint (*n_crops, >, 0);
      play_free (&play);
    }
  }
  for (gint i = 0; i < n; i++)
    samples_free (&frames[i]);
}

static void
film_is_played (gconstpointer data)
{
  const Film *film = data;
  gchar *path = film_path (film->name);
  GstElementFactory *decoder =
      film->decoder != NULL ? gst_element_factory_find (film->decoder) : NULL;

  if (film->decoder != NULL && decoder == NULL)
    g_test_skip ("its decoder is not installed");
  else if (film_make (path, SOURCE "%s ! %s", film->caps, film->made_by))
    check_film (path, path, &(GstVideoRectangle){ 0 }, film->n_frames, film->has_crops);
  gst_clear_object (&decoder);
  g_free (path);
}

static void
put_number (gchar *bytes, gint n_bytes, gint number)
{
  for (gint i = 0; i < n_bytes; i++)
    bytes[i] = (gchar) (number >> 8 * (n_bytes - 1 - i));
}

/* Writes a copy of a Theora film whose header shows a part of its coded frames. Theora counts rows
 * from the bottom. Matroska keeps no check sum of the header. */
static gboolean
show_part (const gchar *from, const gchar *to, gint coded_height, const GstVideoRectangle *part)
{
  static const gchar start[] = "\200theora\003\002";
  gchar *film, *header = NULL;
  gsize size;
  gboolean done;

  if (!g_file_get_contents (from, &film, &size, NULL))
    return FALSE;
  for (gsize i = 0; header == NULL && i + 64 < size; i++)
    if (memcmp (film + i, start, sizeof start - 1) == 0)
      header = film + i;
  if (header != NULL) {
    put_number (header + 14, 3, part->w);
    put_number (header + 17, 3, part->h);
    put_number (header + 20, 1, part->x);
    put_number (header + 21, 1, coded_height - part->h - part->y);
  }
  done = header != NULL && g_file_set_contents (to, film, (gssize) size, NULL);
  g_free (film);
  return done;
}

/* The picture begins anywhere in the coded frame, also between samples of its chroma. */
static void
picture_is_anywhere_in_the_frame (gconstpointer format)
{
  static const GstVideoRectangle parts[] = { { 0, 0, 33, 21 }, { 6, 8, 32, 20 }, { 4, 2, 45, 31 },
    { 7, 5, 33, 21 }, { 15, 0, 49, 48 }, { 1, 27, 63, 21 } };
  gchar *whole = film_path ("whole.mkv"), *part = film_path ("part.mkv");

  if (film_make (whole, SOURCE "format=%s,width=64,height=48 ! theoraenc ! matroskamux",
          (const gchar *) format)) {
    for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
      g_test_message ("%dx%d at %d, %d", parts[i].w, parts[i].h, parts[i].x, parts[i].y);
      g_assert_true (show_part (whole, part, 48, &parts[i]));
      check_film (whole, part, &parts[i], 5, TRUE);
    }
  }
  g_free (part);
  g_free (whole);
}

int
main (int argc, char **argv)
{
  static const gchar *const formats[] = { "I420", "Y42B", "Y444" };

  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (films); i++) {
    gchar *path = g_strdup_printf ("/neighbours/films/%s", films[i].name);

    g_test_add_data_func (path, &films[i], film_is_played);
    g_free (path);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    add_format_test ("films/a picture anywhere", formats[i], picture_is_anywhere_in_the_frame);
  return g_test_run ();
}
