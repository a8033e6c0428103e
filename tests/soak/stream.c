/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "stream.h"

#include <gst/video/video.h>
#include <stdio.h>
#include <string.h>

/* No frame and no change of state takes as long, and in the meantime the source is looked at so
 * often. */
#define PATIENCE (60 * GST_SECOND)
#define LOOK (GST_SECOND / 10)

/* ---- frames ---- */

static GstPadProbeReturn
count_out (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Stream *stream = data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);

  (void) pad;
  if (GST_BUFFER_PTS (buffer) == stream->time)
    stream->came_out++;
  return GST_PAD_PROBE_OK;
}

static void
judge (Stream *stream, GstPad *pad, GstFlowReturn flow)
{
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (GST_PAD_PARENT (pad));

  stream->n_in++;
  if (stream->came_out == 1)
    g_atomic_int_inc (&stream->n_out);
  else if (flow == GST_FLOW_FLUSHING && g_atomic_int_get (&stream->interrupts))
    stream->n_turned_away++;
  else if (flow == GST_FLOW_NOT_NEGOTIATED
           && (stream->not_taken || GST_PAD_NEEDS_RECONFIGURE (srcpad)))
    stream->n_refused++;
  else {
    printf ("# a frame came out %d times: %s\n", stream->came_out, gst_flow_get_name (flow));
    stream->n_lost++;
  }
}

static GstFlowReturn
count_in (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  Stream *stream = g_object_get_data (G_OBJECT (pad), "stream");
  GstFlowReturn flow;

  stream->came_out = 0;
  stream->not_taken = FALSE;
  stream->time = GST_BUFFER_PTS (buffer);
  flow = stream->scale_chain (pad, parent, buffer);
  g_atomic_int_set (&stream->flow, flow);
  judge (stream, pad, flow);
  return flow;
}

/* ---- caps ---- */

static void
deny (Stream *stream, const gchar *what, GstCaps *caps)
{
  gchar *text = gst_caps_to_string (caps);

  g_atomic_int_inc (&stream->n_denied);
  printf ("# %s %s\n", what, text);
  g_free (text);
}

static gboolean
take_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  Stream *stream = pad->eventdata;
  GstCaps *caps = NULL;
  gboolean taken;

  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
    gst_event_parse_caps (event, &caps);
    gst_caps_ref (caps);
  }
  taken = stream->scale_event (pad, parent, event);
  if (caps != NULL && !taken && !g_atomic_int_get (&stream->interrupts))
    deny (stream, "caps were refused:", caps);
  gst_clear_caps (&caps);
  return taken;
}

/* A capsfilter has its new caps before it asks for others upstream: it may refuse what it accepted
 * when it was asked. */
static gboolean
tell_downstream (GstPad *pad, GstObject *parent, GstEvent *event)
{
  Stream *stream = pad->eventdata;
  const gboolean is_caps = GST_EVENT_TYPE (event) == GST_EVENT_CAPS;
  const gboolean taken = stream->downstream_event (pad, parent, event);

  if (is_caps && !taken)
    stream->not_taken = TRUE;
  return taken;
}

static gboolean
is_nothing (GstQuery *query)
{
  GstCaps *caps;

  if (GST_QUERY_TYPE (query) != GST_QUERY_CAPS)
    return FALSE;
  gst_query_parse_caps_result (query, &caps);
  return caps != NULL && gst_caps_is_empty (caps);
}

/* A capsfilter that changes while it answers intersects its old caps with its new ones. */
static gboolean
ask_downstream (GstPad *pad, GstObject *parent, GstQuery *query)
{
  Stream *stream = pad->querydata;
  const gboolean done = stream->downstream_query (pad, parent, query);

  if (done && is_nothing (query))
    g_atomic_int_inc (&stream->n_nothing);
  return done;
}

/* Whatever downstream asks for in these streams, there is no size and no format that upstream could
 * not send. */
static gboolean
take_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  Stream *stream = pad->querydata;
  const gint n_nothing = g_atomic_int_get (&stream->n_nothing);
  const gboolean done = stream->scale_query (pad, parent, query);
  gboolean accepted = TRUE;
  GstCaps *caps = NULL;

  if (!done || g_atomic_int_get (&stream->interrupts))
    return done;
  if (is_nothing (query) && g_atomic_int_get (&stream->n_nothing) == n_nothing) {
    gst_query_parse_caps (query, &caps);
    deny (stream, "the scaler takes nothing of", caps);
  } else if (GST_QUERY_TYPE (query) == GST_QUERY_ACCEPT_CAPS) {
    gst_query_parse_accept_caps_result (query, &accepted);
    gst_query_parse_accept_caps (query, &caps);
    if (!accepted)
      deny (stream, "caps were not accepted:", caps);
  }
  return done;
}

/* ---- crops ---- */

/* In the streaming thread: caps that are queried for while videocrop changes can become none. */
static GstPadProbeReturn
set_crops (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  static const gchar *const sides[] = { "left", "right", "top", "bottom" };
  Stream *stream = data;

  (void) pad;
  (void) info;
  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++) {
    const gint wanted = g_atomic_int_get (&stream->crops[i]);
    gint now;

    g_object_get (stream->crop, sides[i], &now, NULL);
    if (wanted != now)
      g_object_set (stream->crop, sides[i], wanted, NULL);
  }
  return GST_PAD_PROBE_OK;
}

/* ---- memory of the sink's ---- */

static void
offer_pool (GstQuery *query, guint max)
{
  GstBufferPool *pool;
  GstStructure *config;
  GstVideoAlignment padding;
  GstVideoInfo info;
  GstCaps *caps;

  gst_query_parse_allocation (query, &caps, NULL);
  if (caps == NULL || !gst_video_info_from_caps (&info, caps))
    return;
  pool = gst_video_buffer_pool_new ();
  config = gst_buffer_pool_get_config (pool);
  gst_buffer_pool_config_set_params (config, caps, (guint) info.size, 2, max);
  gst_buffer_pool_config_add_option (config, GST_BUFFER_POOL_OPTION_VIDEO_META);
  gst_buffer_pool_config_add_option (config, GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT);
  gst_video_alignment_reset (&padding);
  padding.padding_left = padding.padding_right = 32;
  padding.padding_top = padding.padding_bottom = 6;
  gst_buffer_pool_config_set_video_alignment (config, &padding);
  if (gst_buffer_pool_set_config (pool, config)) {
    config = gst_buffer_pool_get_config (pool);
    gst_buffer_pool_config_get_params (config, NULL, (guint *) &info.size, NULL, NULL);
    gst_structure_free (config);
    gst_query_add_allocation_pool (query, pool, (guint) info.size, 2, max);
  }
  gst_object_unref (pool);
}

static gboolean
answer_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  Stream *stream = pad->querydata;
  const Allocation allocation = (Allocation) g_atomic_int_get (&stream->allocation);
  const GstAllocationParams params = { 0, 63, 16, 48, { NULL } };

  if (GST_QUERY_TYPE (query) != GST_QUERY_ALLOCATION)
    return stream->sink_query (pad, parent, query);
  if (allocation == ALLOCATION_NONE)
    return FALSE;
  gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
  if (allocation == ALLOCATION_CROP)
    gst_query_add_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
  if (allocation == ALLOCATION_ALIGNED)
    gst_query_add_allocation_param (query, NULL, &params);
  if (allocation == ALLOCATION_POOL)
    offer_pool (query, 0);
  if (allocation == ALLOCATION_FEW)
    offer_pool (query, 4);
  return TRUE;
}

/* ---- life ---- */

static GstElement *
add (Stream *stream, const gchar *factory)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  if (element == NULL)
    fprintf (stderr, "GStreamer has no element %s. Install the plugin it is in.\n", factory);
  else
    gst_bin_add (GST_BIN (stream->pipeline), element);
  return element;
}

static void
follow_frames (Stream *stream)
{
  GstPad *in = gst_element_get_static_pad (stream->scale, "sink");
  GstPad *out = gst_element_get_static_pad (stream->scale, "src");
  GstPad *filter = gst_element_get_static_pad (stream->downstream, "sink");
  GstPad *end = gst_element_get_static_pad (stream->sink, "sink");
  GstPad *before = gst_element_get_static_pad (stream->crop, "sink");

  gst_pad_add_probe (before, GST_PAD_PROBE_TYPE_BUFFER, set_crops, stream, NULL);
  stream->scale_chain = GST_PAD_CHAINFUNC (in);
  /* the element's function keeps its data */
  g_object_set_data (G_OBJECT (in), "stream", stream);
  gst_pad_set_chain_function_full (in, count_in, in->chaindata, NULL);
  stream->scale_event = GST_PAD_EVENTFUNC (in);
  gst_pad_set_event_function_full (in, take_event, stream, NULL);
  stream->scale_query = GST_PAD_QUERYFUNC (in);
  gst_pad_set_query_function_full (in, take_query, stream, NULL);
  gst_pad_add_probe (out, GST_PAD_PROBE_TYPE_BUFFER, count_out, stream, NULL);
  stream->downstream_event = GST_PAD_EVENTFUNC (filter);
  gst_pad_set_event_function_full (filter, tell_downstream, stream, NULL);
  stream->downstream_query = GST_PAD_QUERYFUNC (filter);
  gst_pad_set_query_function_full (filter, ask_downstream, stream, NULL);
  stream->sink_query = GST_PAD_QUERYFUNC (end);
  gst_pad_set_query_function_full (end, answer_query, stream, NULL);
  gst_object_unref (before);
  gst_object_unref (filter);
  gst_object_unref (end);
  gst_object_unref (out);
  gst_object_unref (in);
}

gboolean
stream_init (Stream *stream)
{
  memset (stream, 0, sizeof *stream);
  stream->pipeline = gst_pipeline_new (NULL);
  stream->bus = gst_element_get_bus (stream->pipeline);
  stream->source = add (stream, "videotestsrc");
  stream->upstream = add (stream, "capsfilter");
  stream->crop = add (stream, "videocrop");
  stream->scale = add (stream, "alignscale");
  stream->downstream = add (stream, "capsfilter");
  stream->sink = add (stream, "fakesink");
  if (!gst_element_link_many (stream->source, stream->upstream, stream->crop, stream->scale,
          stream->downstream, stream->sink, NULL))
    return FALSE;
  /* without a clock at the end nothing is late: frames that quality of service drops are no loss */
  g_object_set (stream->sink, "sync", FALSE, "enable-last-sample", TRUE, NULL);
  g_object_set (stream->source, "is-live", TRUE, NULL);
  gst_util_set_object_arg (G_OBJECT (stream->source), "pattern", "ball");
  /* else frames that are on their way would be refused by the filter, before they come to the
   * scaler */
  gst_util_set_object_arg (G_OBJECT (stream->upstream), "caps-change-mode", "delayed");
  follow_frames (stream);
  return TRUE;
}

/* Where PLAYING follows PAUSED before the thread of a live source has seen that,
 * gst_base_src_get_range () of GStreamer 1.22 takes the wait on the clock that was broken off for a
 * flush, and the source's task pauses for ever without a message. Elements before the scaler may
 * end the stream, too. Neither is so where the scaler itself returned an error. */
static gboolean
source_gave_up (Stream *stream)
{
  GstPad *pad = gst_element_get_static_pad (stream->source, "src");
  const gboolean rests = gst_pad_get_task_state (pad) == GST_TASK_PAUSED;

  gst_object_unref (pad);
  return rests && g_atomic_int_get (&stream->flow) == GST_FLOW_OK;
}

static GstState
wait_for (Stream *stream, GstState state)
{
  GstState reached = GST_STATE_VOID_PENDING;

  for (GstClockTime waited = 0; waited < PATIENCE && reached != state; waited += LOOK) {
    gst_element_get_state (stream->pipeline, &reached, NULL, LOOK);
    if (reached != state && state == GST_STATE_PLAYING && source_gave_up (stream))
      break;
  }
  return reached;
}

static GstState
go_to (Stream *stream, GstState state)
{
  gst_element_set_state (stream->pipeline, state);
  if (state <= GST_STATE_READY)
    g_atomic_int_set (&stream->flow, GST_FLOW_OK);
  return wait_for (stream, state);
}

gboolean
stream_set_state (Stream *stream, GstState state)
{
  GstState reached;

  g_atomic_int_inc (&stream->interrupts);
  reached = go_to (stream, state);
  while (reached != state && state == GST_STATE_PLAYING && source_gave_up (stream)) {
    stream->n_dropped++;
    go_to (stream, GST_STATE_READY);
    reached = go_to (stream, state);
  }
  g_atomic_int_add (&stream->interrupts, -1);
  if (reached == state)
    return TRUE;
  printf ("# the stream does not come from %s to %s\n", gst_element_state_get_name (reached),
      gst_element_state_get_name (state));
  return FALSE;
}

gboolean
stream_flush (Stream *stream)
{
  gboolean done;

  g_atomic_int_inc (&stream->interrupts);
  done = gst_element_seek_simple (stream->pipeline, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH, 0);
  g_atomic_int_add (&stream->interrupts, -1);
  if (!done)
    printf ("# a seek that flushes was refused\n");
  return done;
}

/* What random settings are rightly warned of. */
static gboolean
is_expected (const gchar *text)
{
  static const gchar *const beginnings[] = { "Method ", "The new scale factors are not taken",
    "The size stays", "Cropping leaves nothing", "A picture of " };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++) {
    if (g_str_has_prefix (text, beginnings[i]))
      return TRUE;
  }
  return FALSE;
}

static void
read_message (Stream *stream, GstMessage *message)
{
  const gboolean is_ours = GST_MESSAGE_SRC (message) == GST_OBJECT (stream->scale);
  const gboolean is_error = GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR;
  GError *error = NULL;
  gchar *more = NULL;

  if (is_error)
    gst_message_parse_error (message, &error, &more);
  else
    gst_message_parse_warning (message, &error, &more);
  if (!is_error && is_expected (error->message)) {
    stream->n_warnings++;
  } else {
    stream->n_errors += is_ours;
    stream->n_others += !is_ours;
    printf ("# %s: %s, %s\n", GST_OBJECT_NAME (GST_MESSAGE_SRC (message)),
        g_strdelimit (error->message, "\n", ' '), more ? g_strdelimit (more, "\n", ' ') : "-");
  }
  g_error_free (error);
  g_free (more);
}

gboolean
stream_read_bus (Stream *stream)
{
  const guint before = stream->n_others;
  GstMessage *message;

  while ((message = gst_bus_pop (stream->bus)) != NULL) {
    if (GST_MESSAGE_TYPE (message) & (GST_MESSAGE_ERROR | GST_MESSAGE_WARNING))
      read_message (stream, message);
    gst_message_unref (message);
  }
  return stream->n_others != before;
}

void
stream_finish (Stream *stream)
{
  stream_set_state (stream, GST_STATE_NULL);
  stream_read_bus (stream);
  gst_object_unref (stream->bus);
  gst_object_unref (stream->pipeline);
}
