/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "neighbours.h"

#include <string.h>

/* Far more than anything here takes, under a sanitizer on a busy machine too. */
#define PATIENCE (30 * GST_SECOND)

static gboolean
build (Play *play, const gchar *text)
{
  GstParseContext *context = gst_parse_context_new ();
  GError *error = NULL;
  gchar **missing;

  play->pipeline = gst_parse_launch_full (text, context, GST_PARSE_FLAG_FATAL_ERRORS, &error);
  missing = gst_parse_context_get_missing_elements (context);
  gst_parse_context_free (context);
  if (missing != NULL) {
    gchar *reason = g_strdup_printf ("%s is not installed", missing[0]);

    g_test_skip (reason);
    g_free (reason);
  } else if (error != NULL) {
    g_test_message ("%s: %s", text, error->message);
    g_test_fail ();
  }
  g_strfreev (missing);
  g_clear_error (&error);
  if (play->pipeline == NULL)
    return FALSE;
  play->bus = gst_element_get_bus (play->pipeline);
  return TRUE;
}

gboolean
play_build (Play *play, const gchar *format, ...)
{
  va_list args;
  gchar *text;
  gboolean is_built;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  is_built = build (play, text);
  g_free (text);
  return is_built;
}

void
play_start (Play *play)
{
  gst_element_set_state (play->pipeline, GST_STATE_PLAYING);
}

gboolean
play_new (Play *play, const gchar *format, ...)
{
  va_list args;
  gchar *text;
  gboolean is_built;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  is_built = build (play, text);
  g_free (text);
  if (is_built)
    play_start (play);
  return is_built;
}

void
play_free (Play *play)
{
  GstMessage *error = gst_bus_pop_filtered (play->bus, GST_MESSAGE_ERROR);

  if (error != NULL) {
    GError *what = NULL;

    gst_message_parse_error (error, &what, NULL);
    g_test_message ("%s: %s", GST_MESSAGE_SRC_NAME (error), what->message);
    g_test_fail ();
    g_error_free (what);
    gst_message_unref (error);
  }
  gst_element_set_state (play->pipeline, GST_STATE_NULL);
  gst_object_unref (play->bus);
  gst_object_unref (play->pipeline);
}

GstElement *
play_element (Play *play, const gchar *name)
{
  GstElement *element = gst_bin_get_by_name (GST_BIN (play->pipeline), name);

  if (element == NULL)
    g_error ("there is no element %s", name);
  gst_object_unref (element); /* the pipeline has it */
  return element;
}

void
play_set (Play *play, const gchar *name, const gchar *property, const gchar *value)
{
  gst_util_set_object_arg (G_OBJECT (play_element (play, name)), property, value);
}

void
play_push (Play *play, const gchar *name, GstBuffer *frame)
{
  GstElement *source = play_element (play, name);
  const guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (source), "frames"));
  GstFlowReturn flow = GST_FLOW_ERROR;

  GST_BUFFER_PTS (frame) = n * GST_SECOND / 25;
  GST_BUFFER_DURATION (frame) = GST_SECOND / 25;
  g_object_set_data (G_OBJECT (source), "frames", GUINT_TO_POINTER (n + 1));
  g_signal_emit_by_name (source, "push-buffer", frame, &flow);
  gst_buffer_unref (frame);
  g_assert_cmpint (flow, ==, GST_FLOW_OK);
}

GstSample *
play_pull (Play *play, const gchar *name)
{
  GstSample *sample = NULL;

  g_signal_emit_by_name (play_element (play, name), "try-pull-sample", (guint64) PATIENCE, &sample);
  if (sample == NULL) {
    g_test_message ("no frame came to %s", name);
    g_test_fail ();
  }
  return sample;
}

Samples
play_read (Play *play, const gchar *name)
{
  GstSample *sample = play_pull (play, name);
  Samples samples = { 0 };

  if (sample != NULL) {
    samples = sample_read (sample);
    gst_sample_unref (sample);
  }
  return samples;
}

void
play_end_source (Play *play, const gchar *name)
{
  GstFlowReturn flow = GST_FLOW_ERROR;

  g_signal_emit_by_name (play_element (play, name), "end-of-stream", &flow);
  g_assert_cmpint (flow, ==, GST_FLOW_OK);
}

void
play_end (Play *play, const gchar *source, const gchar *sink)
{
  GstElement *end = play_element (play, sink);
  GstSample *sample = NULL;
  gboolean is_over = FALSE;

  if (source != NULL)
    play_end_source (play, source);
  g_signal_emit_by_name (end, "try-pull-sample", (guint64) PATIENCE, &sample);
  g_assert_null (sample);
  g_clear_pointer (&sample, gst_sample_unref);
  g_object_get (end, "eos", &is_over, NULL);
  g_assert_true (is_over);
}

Samples
play_read_or_end (Play *play, const gchar *name)
{
  GstElement *sink = play_element (play, name);
  GstSample *sample = NULL;
  Samples samples = { 0 };
  gboolean is_over = FALSE;

  g_signal_emit_by_name (sink, "try-pull-sample", (guint64) PATIENCE, &sample);
  if (sample != NULL) {
    samples = sample_read (sample);
    gst_sample_unref (sample);
  } else {
    g_object_get (sink, "eos", &is_over, NULL);
    g_assert_true (is_over);
  }
  return samples;
}

void
play_out (Play *play)
{
  GstMessage *message = gst_bus_timed_pop_filtered (
      play->bus, PATIENCE, (GstMessageType) (GST_MESSAGE_EOS | GST_MESSAGE_ERROR));

  if (message == NULL) {
    g_test_message ("the pipeline hangs");
    g_test_fail ();
  } else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    gst_bus_post (play->bus, gst_message_ref (message)); /* play_free says it */
  g_clear_pointer (&message, gst_message_unref);
}

void
play_wait_for_caps (Play *play, const gchar *name, const gchar *pad_name)
{
  GstPad *pad = gst_element_get_static_pad (play_element (play, name), pad_name);
  const gint64 end = g_get_monotonic_time () + PATIENCE / 1000;

  while (!gst_pad_has_current_caps (pad) && g_get_monotonic_time () < end)
    g_usleep (1000);
  g_assert_true (gst_pad_has_current_caps (pad));
  gst_object_unref (pad);
}

static GstPadProbeReturn
count_crop (GstPad *pad, GstPadProbeInfo *info, gpointer count)
{
  (void) pad;
  if (gst_buffer_get_video_crop_meta (GST_PAD_PROBE_INFO_BUFFER (info)) != NULL)
    g_atomic_int_inc ((gint *) count);
  return GST_PAD_PROBE_OK;
}

const gint *
play_count_crops (Play *play, const gchar *name)
{
  GstElement *element = play_element (play, name);
  GstPad *pad = gst_element_get_static_pad (element, "sink");
  gint *count = g_new0 (gint, 1);

  g_object_set_data_full (G_OBJECT (play->pipeline), name, count, g_free);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, count_crop, count, NULL);
  gst_object_unref (pad);
  return count;
}

static GstPadProbeReturn
offer_meta (GstPad *pad, GstPadProbeInfo *info, gpointer api)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  (void) pad;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return GST_PAD_PROBE_OK;
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  gst_query_add_allocation_meta (query, GPOINTER_TO_SIZE (api), NULL);
  return GST_PAD_PROBE_HANDLED;
}

void
play_take (Play *play, const gchar *name, GType api)
{
  GstPad *pad = gst_element_get_static_pad (play_element (play, name), "sink");

  gst_pad_add_probe (
      pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, offer_meta, GSIZE_TO_POINTER (api), NULL);
  gst_pad_push_event (pad, gst_event_new_reconfigure ()); /* appsrc may have asked already */
  gst_object_unref (pad);
}

/* GStreamer 1.22 reads the chroma site of no caps without colorimetry. */
static GstVideoInfo
read_caps (const GstCaps *caps)
{
  const gchar *site = gst_structure_get_string (gst_caps_get_structure (caps, 0), "chroma-site");
  GstVideoInfo info;

  g_assert_true (gst_video_info_from_caps (&info, caps));
  if (site != NULL)
    info.chroma_site = gst_video_chroma_site_from_string (site);
  return info;
}

/* What lies in memory, as a frame of its own with GStreamer's default rows. */
static GstBuffer *
copy_memory (const GstVideoInfo *info, const GstVideoFrame *frame)
{
  guint8 *memory = g_malloc0 (GST_VIDEO_INFO_SIZE (info));

  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    const gint stride = GST_VIDEO_INFO_PLANE_STRIDE (info, p);
    const gint from = GST_VIDEO_FRAME_PLANE_STRIDE (frame, p);
    gint components[GST_VIDEO_MAX_COMPONENTS], rows;

    gst_video_format_info_component (info->finfo, p, components);
    rows = GST_VIDEO_INFO_COMP_HEIGHT (info, components[0]);
    for (gint y = 0; y < rows; y++)
      memcpy (memory + GST_VIDEO_INFO_PLANE_OFFSET (info, p) + y * stride,
          (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (frame, p) + y * from, (gsize) MIN (stride, from));
  }
  return gst_buffer_new_wrapped (memory, GST_VIDEO_INFO_SIZE (info));
}

Samples
sample_read (GstSample *sample)
{
  GstBuffer *buffer = gst_sample_get_buffer (sample), *copy;
  GstVideoInfo caps = read_caps (gst_sample_get_caps (sample)), info;
  GstVideoFrame frame;
  Samples samples;

  if (!gst_video_frame_map (&frame, &caps, buffer, GST_MAP_READ))
    g_error ("a frame that came cannot be mapped");
  gst_video_info_set_format (
      &info, GST_VIDEO_INFO_FORMAT (&caps), frame.info.width, frame.info.height);
  copy = copy_memory (&info, &frame);
  gst_video_frame_unmap (&frame);
  samples = samples_read (&info, copy);
  samples.info.chroma_site = caps.chroma_site;
  samples.info.interlace_mode = caps.interlace_mode;
  if (caps.interlace_mode == GST_VIDEO_INTERLACE_MODE_MIXED)
    samples.info.interlace_mode = GST_BUFFER_FLAG_IS_SET (buffer, GST_VIDEO_BUFFER_FLAG_INTERLACED)
                                      ? GST_VIDEO_INTERLACE_MODE_INTERLEAVED
                                      : GST_VIDEO_INTERLACE_MODE_PROGRESSIVE;
  gst_buffer_unref (copy);
  return samples;
}

Samples
noise_new (const gchar *text, guint32 seed)
{
  GstCaps *caps = gst_caps_from_string (text);
  const GstVideoInfo info = read_caps (caps);
  Samples samples = samples_new (&info);

  gst_caps_unref (caps);
  samples_noise (&samples, seed);
  return samples;
}

GstBuffer *
samples_padded (const Samples *samples, guint pad)
{
  const GstVideoInfo *info = &samples->info;
  GstBuffer *plain = samples_write (samples), *padded;
  GstVideoInfo room = *info;
  gsize size = 0;

  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    gint components[GST_VIDEO_MAX_COMPONENTS];

    gst_video_format_info_component (info->finfo, p, components);
    room.stride[p] += 2 * (gint) pad;
    room.offset[p] = size + pad;
    size += (gsize) room.stride[p] * (gsize) GST_VIDEO_INFO_COMP_HEIGHT (info, components[0]);
  }
  padded = gst_buffer_new_allocate (NULL, size, NULL);
  gst_buffer_memset (padded, 0, 0xa5, size);
  gst_buffer_add_video_meta_full (padded, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (info),
      (guint) info->width, (guint) info->height, GST_VIDEO_INFO_N_PLANES (info), room.offset,
      room.stride);
  copy_picture (info, padded, plain);
  gst_buffer_unref (plain);
  return padded;
}

GstBuffer *
samples_cropped (const Samples *samples, const GstVideoRectangle *crop)
{
  GstVideoInfo info = samples->info;
  GstBuffer *buffer = samples_write (samples);
  GstVideoCropMeta *meta = gst_buffer_add_video_crop_meta (buffer);

  meta->x = (guint) crop->x;
  meta->y = (guint) crop->y;
  meta->width = (guint) crop->w;
  meta->height = (guint) crop->h;
  gst_buffer_add_video_meta_full (buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT (&info),
      (guint) info.width, (guint) info.height, GST_VIDEO_INFO_N_PLANES (&info), info.offset,
      info.stride);
  return buffer;
}

void
add_format_test (const gchar *name, const gchar *format, GTestDataFunc check)
{
  gchar *path = g_strdup_printf ("/neighbours/%s/%s", name, format);

  g_test_add_data_func (path, format, check);
  g_free (path);
}
