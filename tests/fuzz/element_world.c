/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_world.h"

#include <string.h>

#include "element_caps.h"
#include "element_kind.h"
#include "element_memory.h"
#include "element_pools.h"

World *the_world;

/* ---- the pad behind the element ---- */

static GstFlowReturn
take_frame (GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  (void) pad;
  (void) parent;
  the_world->n_out++;
  gst_buffer_replace (&the_world->last, buffer);
  gst_buffer_unref (buffer);
  return the_world->down.flow;
}

static gboolean
take_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  gboolean taken = TRUE;

  (void) pad;
  (void) parent;
  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
    the_world->n_caps_out++;
    taken = !the_world->down.refuses_caps;
  }
  gst_event_unref (event);
  return taken;
}

/* What is taken at this moment; NULL: anything. */
static GstCaps *
taken_now (Downstream *down)
{
  down->asked++;
  return down->answer == ANSWER_TURNS && down->asked % 2 == 0 ? down->other : down->caps;
}

static gboolean
answer_caps (Downstream *down, GstQuery *query)
{
  GstCaps *filter, *taken, *result;

  if (down->answer == ANSWER_NONE)
    return FALSE;
  gst_query_parse_caps (query, &filter);
  taken = taken_now (down);
  if (taken == NULL)
    result = filter ? gst_caps_ref (filter) : gst_caps_new_any ();
  else
    result = filter ? gst_caps_intersect_full (filter, taken, GST_CAPS_INTERSECT_FIRST)
                    : gst_caps_ref (taken);
  gst_query_set_caps_result (query, result);
  gst_caps_unref (result);
  return TRUE;
}

static gboolean
answer_accept (Downstream *down, GstQuery *query)
{
  GstCaps *caps, *taken = taken_now (down);
  gboolean accepted = down->accept == 1;

  gst_query_parse_accept_caps (query, &caps);
  if (down->accept == 0)
    accepted = taken == NULL || gst_caps_is_subset (caps, taken);
  gst_query_set_accept_caps_result (query, accepted);
  return TRUE;
}

static gboolean
answer_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  (void) parent;
  switch (GST_QUERY_TYPE (query)) {
  case GST_QUERY_CAPS:
    return answer_caps (&the_world->down, query);
  case GST_QUERY_ACCEPT_CAPS:
    return answer_accept (&the_world->down, query);
  case GST_QUERY_ALLOCATION:
    return pools_answer (the_world, query);
  default:
    (void) pad;
    return FALSE;
  }
}

/* ---- the pad in front of it ---- */

static gboolean
take_upstream_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  (void) pad;
  (void) parent;
  gst_event_unref (event);
  return TRUE;
}

static gboolean
answer_upstream_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  GstCaps *filter;

  (void) pad;
  (void) parent;
  if (GST_QUERY_TYPE (query) != GST_QUERY_CAPS || the_world->caps == NULL)
    return FALSE;
  gst_query_parse_caps (query, &filter);
  if (filter != NULL) {
    GstCaps *result = gst_caps_intersect_full (filter, the_world->caps, GST_CAPS_INTERSECT_FIRST);

    gst_query_set_caps_result (query, result);
    gst_caps_unref (result);
  } else {
    gst_query_set_caps_result (query, the_world->caps);
  }
  return TRUE;
}

/* ---- messages ---- */

/* The base class' own errors, about pools that do not work at all. */
static const gchar *const short_texts[] = { "failed to activate bufferpool",
  "Failed to configure the buffer pool", NULL };

/* Words for a person: more than one, and they end. */
static gboolean
is_sentence (const gchar *text)
{
  const gsize length = strlen (text);

  return g_strv_contains (short_texts, text)
         || (length > 20 && g_ascii_isupper (text[0]) && strchr (text, ' ') != NULL
             && g_utf8_validate (text, -1, NULL) && strchr (".!?", text[length - 1]) != NULL);
}

static void
note_error (World *world, GstMessage *message)
{
  GError *error;
  gchar *debug;

  gst_message_parse_error (message, &error, &debug);
  say ("  error: %s", error->message);
  world->n_errors++;
  world->errors_since++;
  if (!is_sentence (error->message))
    fuzz_fail ("an error that is no sentence: %s", error->message);
  g_free (world->text);
  world->text = g_strdup (error->message);
  g_error_free (error);
  g_free (debug);
}

static void
note_warning (World *world, GstMessage *message)
{
  GError *error;
  gchar *debug;

  gst_message_parse_warning (message, &error, &debug);
  say ("  warning: %s", error->message);
  world->n_warnings++;
  if (strstr (error->message, "he size stays") != NULL)
    world->size_refused = TRUE;
  g_error_free (error);
  g_free (debug);
}

static GstBusSyncReply
note_message (GstBus *bus, GstMessage *message, gpointer data)
{
  World *world = data;

  (void) bus;
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    note_error (world, message);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING)
    note_warning (world, message);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_NEED_CONTEXT)
    pools_answer_context (world);
  gst_message_unref (message);
  return GST_BUS_DROP;
}

/* ---- life ---- */

void
world_send_caps (World *world)
{
  GstCaps *current;

  if (world->caps == NULL)
    return;
  if (script_is_printed) {
    gchar *text = gst_caps_to_string (world->caps);

    say ("caps %s", text);
    g_free (text);
  }
  world->info_read = gst_video_info_from_caps (&world->info, world->caps);
  gst_pad_push_event (world->src, gst_event_new_caps (world->caps));
  /* a sticky event that is refused is not an error to who pushes it */
  current = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (world->element));
  world->caps_taken = current != NULL && gst_caps_is_equal (current, world->caps);
  gst_clear_caps (&current);
}

void
world_send_start (World *world)
{
  GstSegment segment;

  gst_pad_push_event (world->src, gst_event_new_stream_start ("fuzz"));
  world_send_caps (world);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (world->src, gst_event_new_segment (&segment));
}

static GstPad *
pad_new (const gchar *name, GstPadDirection direction)
{
  return gst_object_ref_sink (gst_pad_new (name, direction));
}

static void
link_pads (World *world)
{
  GstPad *sinkpad = GST_BASE_TRANSFORM_SINK_PAD (world->element);
  GstPad *srcpad = GST_BASE_TRANSFORM_SRC_PAD (world->element);

  world->src = pad_new ("src", GST_PAD_SRC);
  world->sink = pad_new ("sink", GST_PAD_SINK);
  gst_pad_set_event_function (world->src, take_upstream_event);
  gst_pad_set_query_function (world->src, answer_upstream_query);
  gst_pad_set_chain_function (world->sink, take_frame);
  gst_pad_set_event_function (world->sink, take_event);
  gst_pad_set_query_function (world->sink, answer_query);
  gst_pad_link_full (world->src, sinkpad, GST_PAD_LINK_CHECK_NOTHING);
  gst_pad_link_full (srcpad, world->sink, GST_PAD_LINK_CHECK_NOTHING);
  gst_pad_set_active (world->sink, TRUE);
  gst_pad_set_active (world->src, TRUE);
}

void
world_start (World *world, const guint8 *data, gsize size)
{
  memset (world, 0, sizeof *world);
  the_world = world;
  world->bytes = (FuzzInput){ data, data + size };
  world->down.flow = GST_FLOW_OK;
  world->down.announced = TRUE;
  world->element = gst_object_ref_sink (g_object_new (kind_type (), NULL));
  world->bus = gst_bus_new ();
  gst_bus_set_sync_handler (world->bus, note_message, world, NULL);
  gst_element_set_bus (world->element, world->bus);
  link_pads (world);
}

static void
note_end (gpointer data, GObject *object)
{
  (void) object;
  ++*(gint *) data;
}

void
world_stop (World *world)
{
  gint n_ended = 0;

  gst_element_set_state (world->element, GST_STATE_NULL);
  gst_pad_set_active (world->src, FALSE);
  gst_pad_set_active (world->sink, FALSE);
  gst_buffer_replace (&world->last, NULL);
  gst_element_set_bus (world->element, NULL);
  gst_bus_set_sync_handler (world->bus, NULL, NULL, NULL);
  g_object_weak_ref (G_OBJECT (world->element), note_end, &n_ended);
  g_object_weak_ref (G_OBJECT (GST_BASE_TRANSFORM_SINK_PAD (world->element)), note_end, &n_ended);
  g_object_weak_ref (G_OBJECT (GST_BASE_TRANSFORM_SRC_PAD (world->element)), note_end, &n_ended);
  g_object_weak_ref (G_OBJECT (world->src), note_end, &n_ended);
  g_object_weak_ref (G_OBJECT (world->sink), note_end, &n_ended);
  g_object_weak_ref (G_OBJECT (world->bus), note_end, &n_ended);
  pools_finish (world);
  gst_object_unref (world->element);
  gst_object_unref (world->src);
  gst_object_unref (world->sink);
  gst_object_unref (world->bus);
  caps_forget_downstream (&world->down);
  gst_clear_caps (&world->caps);
  g_free (world->text);
  if (n_ended != 6)
    fuzz_fail ("%d of the element, its pads and the test's outlived the input", 6 - n_ended);
  if (memory_blocks () != 0)
    fuzz_fail ("%u memories outlived the input", memory_blocks ());
}

gboolean
world_is_friendly (const World *world)
{
  const Downstream *down = &world->down;

  return !world->meddled && !world->flushing && !world->eos && !world->unlinked && !world->stopped
         && !world->late && !world->size_refused && down->announced && down->answer == ANSWER_TRUE
         && down->accept == 0 && !down->refuses_caps && down->flow == GST_FLOW_OK
         && pools_are_sound (world);
}
