/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The element between two pads of the test, under a byte string: caps, frames, events, queries,
 * properties, states, and memory and threads of others, in any order and as broken as they come.
 * What has to hold:
 *
 * - no byte outside of memory is touched, and none of a frame that is read is changed
 *   (element_memory.c);
 * - a frame that is refused without anybody's having said so is one error on the bus, a sentence,
 *   and no other (below, element_world.c);
 * - frames go in as they come out; where all is sound, each comes out (below);
 * - what comes out is what a fresh element makes of the same pictures in plain memory
 *   (element_oracle.c);
 * - GLib and GStreamer say nothing but what is listed below;
 * - nothing is left of it (element_world.c).
 *
 * Properties change between frames, so that an input is a script; with FUZZ_MEDDLER a second thread
 * does it, too. */
#include <stdlib.h>
#include <string.h>

#include "element_caps.h"
#include "element_events.h"
#include "element_frames.h"
#include "element_kind.h"
#include "element_memory.h"
#include "element_metas.h"
#include "element_oracle.h"
#include "element_pools.h"
#include "element_properties.h"

#define MAX_STEPS 48

#ifndef FUZZ_KIND
#define FUZZ_KIND KIND_SCALE
#endif
const Kind fuzz_kind = FUZZ_KIND;

/* ---- warnings of the libraries ---- */

/* What GStreamer itself says of what the test gives it on purpose. */
static const struct {
  const gchar *text, *reason;
} expected_words[] = {
  { "Invalid multiview info", "gst_video_info_from_caps about caps of a mode it does not know" },
  { "Got data flow before",
      "gst_pad_push about frames without a segment or a start of the stream" },
  { "numbers, or something that is none", "aligntensor about lists of two numbers" },
  { "Sticky event misordering", "gst_pad_push_event about caps and segments in another order" },
};

static void
take_words (const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer data)
{
  (void) data;
  for (guint i = 0; i < G_N_ELEMENTS (expected_words); i++) {
    if (strstr (text, expected_words[i].text) != NULL)
      return;
  }
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING))
    fuzz_fail ("%s says: %s", domain ? domain : "somebody", text);
}

/* ---- flows ---- */

/* A frame that was refused by nobody's fault but the element's or the input's has an error. */
static void
check_failure (World *world, GstFlowReturn flow, GstFlowReturn from_pool)
{
  if (world->n_errors > 1)
    fuzz_fail ("%u errors for one frame, the last: %s", world->n_errors, world->text);
  if (flow == GST_FLOW_FLUSHING || flow == GST_FLOW_EOS) {
    if (flow != from_pool && flow != world->down.flow && !world->flushing && !world->eos
        && !world->stopped)
      fuzz_fail ("a frame returned %s for no reason", gst_flow_get_name (flow));
    return;
  }
  if (world->n_out > 0 && flow == world->down.flow)
    return;
  /* the caps were taken in the query: who refuses the event then says so himself */
  if (flow == GST_FLOW_NOT_NEGOTIATED && (world->down.refuses_caps || !world->down.announced))
    return;
  if (flow == GST_FLOW_NOT_LINKED && world->unlinked)
    return;
  if (world->errors_since == 0)
    fuzz_fail ("a frame returned %s, and no error says why", gst_flow_get_name (flow));
}

static void
check_flow (World *world, GstFlowReturn flow, gboolean has_to_pass)
{
  const GstFlowReturn from_pool = pools_last_flow ();

  say ("  %s, %u out", gst_flow_get_name (flow), world->n_out);
  if (world->n_out > 1)
    fuzz_fail ("%u frames came out of one", world->n_out);
  if (flow != GST_FLOW_OK) {
    if (has_to_pass)
      fuzz_fail ("a sound frame was refused: %s, %s", gst_flow_get_name (flow),
          world->text ? world->text : "no error");
    check_failure (world, flow, from_pool);
    return;
  }
  if (world->n_errors > 0)
    fuzz_fail ("an error for a frame that went through: %s", world->text);
  if (world->n_out == 0 && !world->late)
    fuzz_fail ("a frame was lost");
  world->errors_since = 0;
}

static void
push_frame (World *world)
{
  /* negotiated by now, and nothing has changed since */
  const gboolean is_compared = bytes_chance (&world->bytes, 4);
  gboolean friendly, cropped;
  GstFlowReturn flow;
  Frame frame;

  frame_to_read (world, &frame);
  metas_say (frame.buffer);
  world->n_out = world->n_errors = 0;
  gst_buffer_replace (&world->last, NULL);
  cropped = gst_buffer_get_video_crop_meta (frame.buffer) != NULL;
  friendly = world_is_friendly (world) && frame.plain != NULL && world->caps_taken;
  flow = gst_pad_push (world->src, frame.buffer);
  memory_check ();
  check_flow (world, flow, friendly && world->settled);
  if (flow == GST_FLOW_OK && is_compared && frame.plain != NULL && world->last != NULL && friendly
      && !world->size_refused && !(cropped && oracle_sees_less (&world->info)))
    oracle_compare (world, frame.plain);
  world->settled = flow == GST_FLOW_OK;
  gst_buffer_replace (&world->last, NULL);
  gst_clear_buffer (&frame.plain);
}

/* ---- steps ---- */

static void
change_caps (World *world)
{
  gst_clear_caps (&world->caps);
  world->caps = caps_of_input (&world->bytes);
  world->settled = FALSE;
  world->n_errors = 0;
  world_send_caps (world);
  if (world->caps_taken && world->n_errors == 0)
    world->errors_since = 0;
}

static void
change_downstream (World *world)
{
  caps_choose_downstream (world);
  world->settled = FALSE;
  if (!world->down.limited)
    properties_bound_size (world);
  world->down.announced = !bytes_chance (&world->bytes, 4);
  if (world->down.announced)
    gst_pad_push_event (world->sink, gst_event_new_reconfigure ());
}

static void
change_flow (World *world)
{
  static const GstFlowReturn flows[] = { GST_FLOW_OK, GST_FLOW_EOS, GST_FLOW_FLUSHING,
    GST_FLOW_ERROR, GST_FLOW_NOT_NEGOTIATED, GST_FLOW_NOT_LINKED };

  world->down.flow = flows[bytes_below (&world->bytes, G_N_ELEMENTS (flows))];
  say ("downstream returns %s", gst_flow_get_name (world->down.flow));
}

static void
change_link (World *world)
{
  GstPad *srcpad = gst_element_get_static_pad (world->element, "src");

  world->settled = FALSE;
  if (world->unlinked)
    gst_pad_link_full (srcpad, world->sink, GST_PAD_LINK_CHECK_NOTHING);
  else
    gst_pad_unlink (srcpad, world->sink);
  world->unlinked = !world->unlinked;
  say ("%s", world->unlinked ? "unlinked" : "linked");
  gst_object_unref (srcpad);
}

static void
set_property (World *world)
{
  properties_set_any (world->element, &world->bytes, !world->down.limited);
  world->settled = FALSE;
}

static void
change_memory (World *world)
{
  pools_choose_memory (world);
  world->settled = FALSE;
  gst_pad_push_event (world->sink, gst_event_new_reconfigure ());
}

static void
take_step (World *world)
{
  const guint choice = fuzz_byte (&world->bytes);

  world->n_errors = 0;
  if (choice < 104)
    push_frame (world);
  else if (choice < 144)
    set_property (world);
  else if (choice < 160)
    change_caps (world);
  else if (choice < 176)
    change_downstream (world);
  else if (choice < 192)
    events_send_down (world);
  else if (choice < 208)
    events_send_up (world);
  else if (choice < 224)
    events_query (world);
  else if (choice < 234)
    change_memory (world);
  else if (choice < 240)
    pools_choose_tasks (world);
  else if (choice < 246)
    events_change_state (world);
  else if (choice < 250)
    change_flow (world);
  else if (choice < 253)
    change_link (world);
  else
    properties_read (world->element);
}

/* Without a registry nothing is scanned: the element is linked, and no other is needed. */
static void
init_once (void)
{
  static gboolean done;

  if (done)
    return;
  done = TRUE;
  script_is_printed = g_getenv ("FUZZ_SHOW") != NULL;
  g_setenv ("GST_REGISTRY_DISABLE", "yes", TRUE);
  gst_init (NULL, NULL);
  g_log_set_default_handler (take_words, NULL);
  memory_init ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  World world;
#ifdef FUZZ_MEDDLER
  Meddler *meddler;
#endif

  init_once ();
  world_start (&world, data, size);
  caps_choose_downstream (&world);
  pools_choose_memory (&world);
  gst_element_set_state (world.element, GST_STATE_PLAYING);
  world.caps = caps_of_input (&world.bytes);
  world_send_start (&world);
#ifdef FUZZ_MEDDLER
  world.meddled = TRUE;
  meddler = meddler_start (&world);
#endif
  for (guint i = 0; i < MAX_STEPS && bytes_left (&world.bytes); i++) {
    take_step (&world);
    if (bytes_chance (&world.bytes, 8))
      pools_run_late ();
  }
#ifdef FUZZ_MEDDLER
  meddler_stop (meddler);
#endif
  world_stop (&world);
  return 0;
}
