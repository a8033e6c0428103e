/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stock elements in front of alignscale and behind it that cut nothing out by metas. In front: what comes
 * out is a resize of what they give to a neighbour that is not ours. Behind: they make of our frames what they
 * make of plain frames with the same pixels. */
#include <string.h>

#include "neighbours.h"

#define EXACT " arithmetic=float "
#define N_FRAMES 3

static void
push_noise (Play *play, const gchar *name, const gchar *caps, guint32 seed)
{
  Samples noise = noise_new (caps, seed);

  play_push (play, name, samples_write (&noise));
  samples_free (&noise);
}

/* `front` in front; it may make more frames or fewer, but some. */
static void
check_behind_neighbour (
    const gchar *caps, const gchar *front, const gchar *scaler, const Resize *resize)
{
  Play play;
  gint n = 0;

  if (!play_new (&play,
          "appsrc name=in format=time caps=\"%s\" ! video/x-raw ! %s ! tee name=t ! queue ! "
          "appsink name=plain sync=false t. ! queue ! alignscale %s ! appsink name=out sync=false",
          caps, front, scaler))
    return;
  for (guint32 i = 0; i < N_FRAMES; i++)
    push_noise (&play, "in", caps, i);
  play_end_source (&play, "in");
  for (;; n++) {
    Samples plain = play_read_or_end (&play, "plain"), got = play_read_or_end (&play, "out");

    if (plain.n > 0)
      check_resize (&plain, &got, resize, front);
    g_assert_cmpint (plain.n, ==, got.n);
    samples_free (&got);
    samples_free (&plain);
    if (plain.n == 0)
      break;
  }
  g_test_message ("%d frames behind %s", n, front);
  g_assert_cmpint (n, >, 0);
  play_free (&play);
}

typedef struct {
  const gchar *name, *caps, *neighbour, *scaler;
  Resize resize;
} Row;

#define CAPS(fields) "video/x-raw,framerate=25/1,pixel-aspect-ratio=1/1," fields
#define ENLARGED EXACT "! video/x-raw,width=99,height=77"

static const Row fronts[] = {
  { "videobox", CAPS ("format=I420,width=48,height=36"),
      "videobox left=-11 right=-6 top=-5 bottom=3", ENLARGED, { 0 } },
  { "videobox with alpha", CAPS ("format=AYUV,width=45,height=31"),
      "videobox left=7 right=-6 top=-5 bottom=3 border-alpha=0.5 fill=blue", ENLARGED, { 0 } },
  { "videobox in grey", CAPS ("format=GRAY8,width=45,height=31"), "videobox left=-1 top=-1",
      "method=nearest-exact ! video/x-raw,width=92,height=64", { .nearest = TRUE } },
  { "videoflip", CAPS ("format=I420,width=45,height=31"), "videoflip video-direction=90r", ENLARGED,
      { 0 } },
  { "videoflip of packed pixels", CAPS ("format=RGB,width=45,height=31"),
      "videoflip video-direction=180", ENLARGED, { 0 } },
  { "videoflip to borders", CAPS ("format=NV12,width=48,height=36"),
      "videoflip video-direction=90r",
      "add-borders=true" EXACT "! video/x-raw,width=96,height=96,pixel-aspect-ratio=1/1",
      { .picture = { 12, 0, 72, 96 } } },
  { "videorate", CAPS ("format=I420,width=45,height=31"), "videorate ! video/x-raw,framerate=50/1",
      ENLARGED, { 0 } },
  { "videorate that drops", CAPS ("format=I420,width=45,height=31"),
      "videorate ! video/x-raw,framerate=10/1", ENLARGED, { 0 } },
  { "imagefreeze", CAPS ("format=I420,width=45,height=31"), "imagefreeze num-buffers=4", ENLARGED,
      { 0 } },
  { "imagefreeze of what is not scaled", CAPS ("format=RGB,width=45,height=31"),
      "imagefreeze num-buffers=4", "", { 0 } },
  { "compositor", CAPS ("format=I420,width=48,height=36"),
      "compositor background=black ! video/x-raw,width=80,height=60", ENLARGED, { 0 } },
  { "videoconvert", CAPS ("format=I420,width=45,height=31"),
      "videoconvert ! video/x-raw,format=BGRx", ENLARGED, { .off = 0.51 } },
  { "videoscale", CAPS ("format=NV12,width=45,height=31"),
      "videoscale ! video/x-raw,width=33,height=50,pixel-aspect-ratio=1/1", ENLARGED, { 0 } },
  { "videobalance", CAPS ("format=Y42B,width=45,height=31"), "videobalance hue=0.3 contrast=0.5",
      ENLARGED, { 0 } },
  { "gamma", CAPS ("format=NV12,width=45,height=31"), "gamma gamma=0.5", ENLARGED, { 0 } },
  { "alpha", CAPS ("format=AYUV,width=45,height=31"), "alpha alpha=0.5", ENLARGED, { 0 } },
  { "queue2", CAPS ("format=YUY2,width=45,height=31"), "queue2", ENLARGED, { 0 } },
  { "textoverlay", CAPS ("format=I420,width=90,height=62"), "textoverlay text=A font-desc=Sans,20",
      ENLARGED, { 0 } },
  { "timeoverlay", CAPS ("format=NV12,width=90,height=62"), "timeoverlay", ENLARGED, { 0 } },
};

static void
is_resized_behind (gconstpointer data)
{
  const Row *row = data;

  check_behind_neighbour (row->caps, row->neighbour, row->scaler, &row->resize);
}

/* All frames a pipeline gives for the noise, or for the samples that are sent. */
static GPtrArray *
frames_of (const gchar *caps, GPtrArray *sent, const gchar *chain)
{
  GPtrArray *frames = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_sample_unref);
  GstSample *sample = NULL;
  GstFlowReturn flow;
  Play play;

  if (!play_new (&play, "appsrc name=in format=time ! %s ! appsink name=out sync=false", chain))
    return frames;
  if (sent == NULL)
    gst_util_set_object_arg (G_OBJECT (play_element (&play, "in")), "caps", caps);
  for (guint i = 0; sent == NULL && i < N_FRAMES; i++)
    push_noise (&play, "in", caps, i);
  for (guint i = 0; sent != NULL && i < sent->len; i++)
    g_signal_emit_by_name (
        play_element (&play, "in"), "push-sample", g_ptr_array_index (sent, i), &flow);
  play_end_source (&play, "in");
  for (;;) {
    g_signal_emit_by_name (
        play_element (&play, "out"), "try-pull-sample", (guint64) (30 * GST_SECOND), &sample);
    if (sample == NULL)
      break;
    g_ptr_array_add (frames, sample);
  }
  play_free (&play);
  return frames;
}

/* The same pixels as GStreamer would lay them out by default. */
static GstSample *
plain_copy (GstSample *sample)
{
  Samples samples = sample_read (sample);
  GstBuffer *buffer = samples_write (&samples), *from = gst_sample_get_buffer (sample);
  GstSample *copy;

  gst_buffer_copy_into (
      buffer, from, GST_BUFFER_COPY_TIMESTAMPS | GST_BUFFER_COPY_FLAGS, 0, (gsize) -1);
  copy = gst_sample_new (buffer, gst_sample_get_caps (sample), NULL, NULL);
  gst_buffer_unref (buffer);
  samples_free (&samples);
  return copy;
}

/* Pixels where they are that, else bytes. */
static gboolean
same_sample (GstSample *a, GstSample *b)
{
  GstCaps *caps = gst_sample_get_caps (a);
  GstBuffer *buffer_a = gst_sample_get_buffer (a), *buffer_b = gst_sample_get_buffer (b);
  gboolean same;

  if (!gst_caps_is_equal (caps, gst_sample_get_caps (b))
      || GST_BUFFER_PTS (buffer_a) != GST_BUFFER_PTS (buffer_b))
    return FALSE;
  if (gst_structure_has_name (gst_caps_get_structure (caps, 0), "video/x-raw")) {
    Samples of_a = sample_read (a), of_b = sample_read (b);

    same = samples_differ (&of_a, &of_b) == 0;
    samples_free (&of_a);
    samples_free (&of_b);
  } else {
    GstMapInfo map;

    g_assert_true (gst_buffer_map (buffer_b, &map, GST_MAP_READ));
    same = gst_buffer_get_size (buffer_a) == map.size
           && gst_buffer_memcmp (buffer_a, 0, map.data, map.size) == 0;
    gst_buffer_unmap (buffer_b, &map);
  }
  return same;
}

static const Row backs[] = {
  { "videoflip", CAPS ("format=I420,width=48,height=36"), "videoflip video-direction=90r",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "videobox", CAPS ("format=I420,width=48,height=36"), "videobox left=-4 top=6",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "videocrop", CAPS ("format=NV12,width=48,height=36"), "videocrop left=5 top=6",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "videorate", CAPS ("format=RGB,width=48,height=36"), "videorate ! video/x-raw,framerate=50/1",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "imagefreeze", CAPS ("format=RGB,width=48,height=36"), "imagefreeze num-buffers=3",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "compositor", CAPS ("format=I420,width=48,height=36"),
      "compositor background=white ! video/x-raw,width=90,height=70",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "videoscale", CAPS ("format=NV12,width=48,height=36"),
      "videoscale ! video/x-raw,width=64,height=64,pixel-aspect-ratio=1/1",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "videoconvert", CAPS ("format=Y42B,width=48,height=36"),
      "videoconvert ! video/x-raw,format=RGBA", EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "textoverlay", CAPS ("format=I420,width=48,height=36"), "textoverlay text=A font-desc=Sans,20",
      EXACT "! video/x-raw,width=135,height=77", { 0 } },
  { "pngenc", CAPS ("format=RGB,width=48,height=36"), "pngenc",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  /* these three also encode what is in memory behind a row */
  { "jpegenc", CAPS ("format=I420,width=48,height=36"), "jpegenc",
      EXACT "! video/x-raw,width=64,height=32", { 0 } },
  { "jpegenc of packed pixels", CAPS ("format=RGB,width=48,height=36"), "jpegenc",
      EXACT "! video/x-raw,width=64,height=32", { 0 } },
  { "y4menc", CAPS ("format=I420,width=48,height=36"), "y4menc",
      EXACT "! video/x-raw,width=40,height=26", { 0 } },
  { "theoraenc", CAPS ("format=I420,width=48,height=36"), "theoraenc quality=63",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "vp8enc", CAPS ("format=I420,width=48,height=36"), "vp8enc deadline=1 threads=1",
      EXACT "! video/x-raw,width=35,height=27", { 0 } },
  { "x264enc", CAPS ("format=I420,width=48,height=36"), "x264enc threads=1",
      EXACT "! video/x-raw,width=36,height=28,pixel-aspect-ratio=1/1", { 0 } },
};

static void
is_taken_behind (gconstpointer data)
{
  const Row *row = data;
  gchar *scaled = g_strdup_printf ("alignscale %s", row->scaler);
  gchar *both = g_strdup_printf ("%s ! %s", scaled, row->neighbour);
  GPtrArray *got = frames_of (row->caps, NULL, both);

  if (!g_test_failed () && got->len > 0) {
    GPtrArray *frames = frames_of (row->caps, NULL, scaled), *expected;

    g_assert_cmpint (frames->len, ==, N_FRAMES);
    for (guint i = 0; i < frames->len; i++) {
      Samples from = noise_new (row->caps, i), pixels = sample_read (frames->pdata[i]);
      GstSample *copy = plain_copy (frames->pdata[i]);

      check_resize (&from, &pixels, &row->resize, row->name);
      gst_sample_unref (frames->pdata[i]);
      frames->pdata[i] = copy;
      samples_free (&pixels);
      samples_free (&from);
    }
    expected = frames_of (NULL, frames, row->neighbour);
    g_assert_cmpint (got->len, ==, expected->len);
    for (guint i = 0; i < MIN (got->len, expected->len); i++)
      g_assert_true (same_sample (got->pdata[i], expected->pdata[i]));
    g_ptr_array_unref (expected);
    g_ptr_array_unref (frames);
  }
  g_ptr_array_unref (got);
  g_free (both);
  g_free (scaled);
}

static void
add_rows (const gchar *group, const Row *rows, gsize n, GTestDataFunc check)
{
  for (gsize i = 0; i < n; i++) {
    gchar *path = g_strdup_printf ("/neighbours/flow/%s/%s", group, rows[i].name);

    g_test_add_data_func (path, &rows[i], check);
    g_free (path);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  add_rows ("in front", fronts, G_N_ELEMENTS (fronts), is_resized_behind);
  add_rows ("behind", backs, G_N_ELEMENTS (backs), is_taken_behind);
  return g_test_run ();
}
