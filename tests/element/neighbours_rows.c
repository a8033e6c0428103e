/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What every element is asked that stands beside alignscale. */
#include "neighbours.h"

#define N_FRAMES 3

/* Frame i of a stream of noise. Fields are where caps say so, and in every second frame of a mixed
 * stream. */
static Samples
nth_frame (const gchar *caps, guint32 i)
{
  Samples samples = noise_new (caps, i);

  if (samples.info.interlace_mode == GST_VIDEO_INTERLACE_MODE_MIXED)
    samples.info.interlace_mode =
        i % 2 ? GST_VIDEO_INTERLACE_MODE_INTERLEAVED : GST_VIDEO_INTERLACE_MODE_PROGRESSIVE;
  return samples;
}

static void
push_noise (Play *play, const gchar *caps)
{
  for (guint32 i = 0; i < N_FRAMES; i++) {
    Samples noise = nth_frame (caps, i);
    GstBuffer *buffer = samples_write (&noise);

    if (noise.info.interlace_mode == GST_VIDEO_INTERLACE_MODE_INTERLEAVED)
      GST_BUFFER_FLAG_SET (buffer, GST_VIDEO_BUFFER_FLAG_INTERLACED | GST_VIDEO_BUFFER_FLAG_TFF);
    play_push (play, "in", buffer);
    samples_free (&noise);
  }
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
  push_noise (&play, caps);
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

void
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
  if (sent == NULL)
    push_noise (&play, caps);
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

void
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
      Samples from = nth_frame (row->caps, i), pixels = sample_read (frames->pdata[i]);
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

void
add_rows (const gchar *group, const Row *rows, gsize n, GTestDataFunc check)
{
  for (gsize i = 0; i < n; i++) {
    gchar *path = g_strdup_printf ("/neighbours/%s/%s", group, rows[i].name);

    g_test_add_data_func (path, &rows[i], check);
    g_free (path);
  }
}
