/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_events.h"

#include <math.h>
#include <string.h>

#include "element_caps.h"
#include "element_kind.h"
#include "element_memory.h"

static GstEvent *
any_segment (FuzzInput *bytes)
{
  static const GstFormat formats[] = { GST_FORMAT_TIME, GST_FORMAT_BYTES, GST_FORMAT_DEFAULT };
  GstSegment segment;

  gst_segment_init (&segment, formats[bytes_below (bytes, G_N_ELEMENTS (formats))]);
  segment.start = bytes_below (bytes, 4) * GST_SECOND / 10;
  segment.rate = bytes_chance (bytes, 4) ? -1.0 : 1.0;
  segment.time = bytes_chance (bytes, 4) ? bytes_odd_size (bytes) : segment.start;
  if (segment.rate < 0.0)
    segment.stop = segment.start + GST_SECOND;
  return gst_event_new_segment (&segment);
}

static void
flush (World *world)
{
  const guint choice = bytes_below (&world->bytes, 4);

  say ("flush%s%s", choice != 1 ? ", start" : "", choice != 2 ? ", stop" : "");
  if (choice != 1) {
    gst_pad_push_event (world->src, gst_event_new_flush_start ());
    world->flushing = TRUE;
  }
  if (choice != 2) {
    gst_pad_push_event (world->src, gst_event_new_flush_stop (choice == 3));
    world->flushing = world->eos = FALSE;
  }
  if (choice == 0)
    gst_pad_push_event (world->src, any_segment (&world->bytes));
}

void
events_send_down (World *world)
{
  FuzzInput *bytes = &world->bytes;
  const guint choice = bytes_below (bytes, 8);

  say ("event %u", choice);
  switch (choice) {
  case 0:
    flush (world);
    break;
  case 1:
    gst_pad_push_event (world->src, any_segment (bytes));
    break;
  case 2:
    gst_pad_push_event (
        world->src, gst_event_new_gap (world->time, bytes_below (bytes, 2) * GST_SECOND));
    break;
  case 3:
    if (!bytes_chance (bytes, 4))
      break;
    gst_pad_push_event (world->src, gst_event_new_eos ());
    world->eos = TRUE;
    break;
  case 4:
    gst_pad_push_event (
        world->src, gst_event_new_stream_start (bytes_chance (bytes, 2) ? "a" : "b"));
    world->eos = FALSE;
    break;
  case 5:
    gst_pad_push_event (world->src,
        gst_event_new_custom (bytes_chance (bytes, 2) ? GST_EVENT_CUSTOM_DOWNSTREAM
                                                      : GST_EVENT_CUSTOM_DOWNSTREAM_STICKY,
            gst_structure_new_empty ("fuzz")));
    break;
  case 6:
    gst_pad_push_event (
        world->src, gst_event_new_tag (gst_tag_list_new (GST_TAG_TITLE, "fuzz", NULL)));
    break;
  default:
    /* the same caps again, or none of the last */
    world_send_caps (world);
  }
}

static gdouble
any_coordinate (FuzzInput *bytes)
{
  static const gdouble odd[] = { NAN, INFINITY, -INFINITY, 1e300, -1e300, 2147483648.0, -0.5 };

  return bytes_chance (bytes, 2) ? odd[bytes_below (bytes, G_N_ELEMENTS (odd))]
                                 : fuzz_byte (bytes) / 4.0;
}

static void
navigate (World *world)
{
  FuzzInput *bytes = &world->bytes;
  const gdouble x = any_coordinate (bytes), y = any_coordinate (bytes);
  GstEvent *event;

  say ("pointer at %g,%g", x, y);
  switch (bytes_below (bytes, 4)) {
  case 0:
    event = gst_event_new_navigation (
        gst_structure_new ("application/x-gst-navigation", "event", G_TYPE_STRING, "mouse-move",
            "pointer_x", G_TYPE_DOUBLE, x, "pointer_y", G_TYPE_DOUBLE, y, NULL));
    break;
  case 1:
    event = gst_event_new_navigation (gst_structure_new ("application/x-gst-navigation", "event",
        G_TYPE_STRING, "mouse-button-press", "button", G_TYPE_INT, 1, "pointer_x", G_TYPE_DOUBLE, x,
        "pointer_y", G_TYPE_DOUBLE, y, NULL));
    break;
  case 2:
    event = gst_event_new_navigation (gst_structure_new ("application/x-gst-navigation", "event",
        G_TYPE_STRING, "key-press", "key", G_TYPE_STRING, "a", NULL));
    break;
  default:
    event = gst_event_new_navigation (gst_structure_new ("application/x-gst-navigation", "event",
        G_TYPE_STRING, "mouse-scroll", "pointer_x", G_TYPE_INT, 3, NULL));
  }
  gst_pad_push_event (world->sink, event);
}

void
events_send_up (World *world)
{
  FuzzInput *bytes = &world->bytes;

  switch (bytes_below (bytes, 4)) {
  case 0:
    say ("reconfigure");
    gst_pad_push_event (world->sink, gst_event_new_reconfigure ());
    break;
  case 1:
    navigate (world);
    break;
  case 2:
    say ("quality of service");
    world->late = TRUE;
    gst_pad_push_event (
        world->sink, gst_event_new_qos (GST_QOS_TYPE_UNDERFLOW, 1.0 + bytes_below (bytes, 3),
                         (GstClockTimeDiff) bytes_below (bytes, 4) * GST_SECOND / 10, world->time));
    break;
  default:
    say ("seek");
    gst_pad_push_event (world->sink, gst_event_new_seek (1.0, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
                                         GST_SEEK_TYPE_SET, 0, GST_SEEK_TYPE_NONE, -1));
  }
}

/* ---- queries ---- */

static void
check_caps_result (GstQuery *query, GstCaps *filter)
{
  GstCaps *result;

  gst_query_parse_caps_result (query, &result);
  if (filter != NULL && !gst_caps_is_subset (result, filter))
    fuzz_fail ("the answer to a caps query is outside the filter");
}

static void
query_caps (World *world, GstPad *pad)
{
  GstCaps *filter = caps_any (world);
  GstQuery *query = gst_query_new_caps (filter);

  say ("caps query");
  if (gst_pad_peer_query (pad, query))
    check_caps_result (query, filter);
  gst_query_unref (query);
  gst_clear_caps (&filter);
}

static void
query_accept (World *world, GstPad *pad)
{
  GstCaps *caps = caps_of_input (&world->bytes);
  GstQuery *query = gst_query_new_accept_caps (caps);

  say ("accept-caps query");
  gst_pad_peer_query (pad, query);
  gst_query_unref (query);
  gst_caps_unref (caps);
}

/* As a source does: it may then take its buffers from the pool that is offered. */
static void
query_allocation (World *world)
{
  GstCaps *caps = NULL;
  GstQuery *query;

  if (!bytes_chance (&world->bytes, 4) && world->caps != NULL)
    caps = gst_caps_ref (world->caps);
  else if (bytes_chance (&world->bytes, 2))
    caps = caps_of_input (&world->bytes);
  query = gst_query_new_allocation (caps, bytes_chance (&world->bytes, 2));
  say ("allocation query");
  if (gst_pad_peer_query (world->src, query) && gst_query_get_n_allocation_pools (query) > 0
      && caps != NULL) {
    GstBufferPool *pool;

    gst_query_parse_nth_allocation_pool (query, 0, &pool, NULL, NULL, NULL);
    if (pool != NULL) {
      GstBuffer *buffer = NULL;

      if (gst_buffer_pool_set_active (pool, TRUE)
          && gst_buffer_pool_acquire_buffer (pool, &buffer, NULL) == GST_FLOW_OK)
        gst_buffer_unref (buffer);
      gst_buffer_pool_set_active (pool, FALSE);
      gst_object_unref (pool);
    }
  }
  gst_query_unref (query);
  gst_clear_caps (&caps);
}

void
events_query (World *world)
{
  FuzzInput *bytes = &world->bytes;
  GstPad *pad = bytes_chance (bytes, 4) ? world->sink : world->src;
  GstQuery *query = NULL;

  switch (bytes_below (bytes, 8)) {
  case 0:
    query_caps (world, pad);
    return;
  case 1:
    query_accept (world, pad);
    return;
  case 2:
  case 3:
    query_allocation (world);
    return;
  case 4:
    query = gst_query_new_position (GST_FORMAT_TIME);
    break;
  case 5:
    query = gst_query_new_latency ();
    break;
  case 6:
    query = gst_query_new_drain ();
    pad = world->src;
    break;
  default:
    query = gst_query_new_context ("gst.task.pool");
  }
  say ("query of type %s", GST_QUERY_TYPE_NAME (query));
  gst_pad_peer_query (pad, query);
  gst_query_unref (query);
}

/* ---- states ---- */

void
events_change_state (World *world)
{
  static const GstState states[] = { GST_STATE_PAUSED, GST_STATE_READY, GST_STATE_NULL };
  FuzzInput *bytes = &world->bytes;
  const GstState state = states[bytes_below (bytes, G_N_ELEMENTS (states))];
  const guint choice = bytes_below (bytes, 4);

  say ("state %s%s", gst_element_state_get_name (state), choice == 3 ? "" : " and back");
  gst_element_set_state (world->element, state);
  if (state != GST_STATE_PAUSED)
    world->stopped = TRUE;
  if (choice == 3)
    return;
  gst_element_set_state (world->element, GST_STATE_PLAYING);
  if (world->stopped) {
    world->flushing = world->eos = FALSE;
    gst_pad_push_event (world->src, gst_event_new_flush_stop (TRUE));
  }
  world->stopped = FALSE;
  if (choice != 2)
    world_send_start (world);
}
