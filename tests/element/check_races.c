/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Downstream that changes its caps while they are negotiated: between the base class's query, its
 * question whether they are accepted, and its caps event. */
#include <string.h>

#include "scene.h"

#define IN "video/x-raw,format=GRAY8,width=64,height=48,framerate=25/1"

#define STORM_CHANGES 1000

static const gchar *const storm_wishes[] = { "video/x-raw,width=32,height=24",
  "video/x-raw,width=16,height=16", "video/x-raw,width=64,height=48",
  "video/x-raw,width=[10,20],height=[30,60]" };
#define LAST_WIDTH 48

static void
set_filter (GstElement *filter, const gchar *text)
{
  GstCaps *caps = gst_caps_from_string (text);

  g_object_set (filter, "caps", caps, NULL);
  gst_caps_unref (caps);
}

typedef struct {
  GstElement *filter;
  gint is_over; /* atomic */
} Storm;

static gpointer
storm (gpointer data)
{
  Storm *self = data;

  for (gint i = 0; i < STORM_CHANGES; i++) {
    set_filter (self->filter, storm_wishes[(gsize) i % G_N_ELEMENTS (storm_wishes)]);
    g_thread_yield ();
  }
  set_filter (self->filter, "video/x-raw,width=48,height=36");
  g_atomic_int_set (&self->is_over, TRUE);
  return NULL;
}

/* As a source does: what is not negotiated is an error unless other caps are announced. */
static void
push_as_a_source (GstHarness *harness, const GstVideoInfo *info)
{
  const GstFlowReturn flow = gst_harness_push (harness, noise_frame (info, 1));

  if (flow != GST_FLOW_NOT_NEGOTIATED)
    g_assert_cmpint (flow, ==, GST_FLOW_OK);
  else
    g_assert_true (gst_pad_check_reconfigure (harness->srcpad));
}

/* Every one of the filter's caps can be made: there is no moment at which the stream has to end. */
static void
a_storm_of_changes_ends_no_stream (void)
{
  GstHarness *harness = gst_harness_new_parse (
      "alignscale name=scale ! capsfilter name=filter caps=\"video/x-raw,width=32,height=24\"");
  Scene scene = { .harness = harness, .bus = gst_bus_new () };
  Storm self = { .filter = gst_bin_get_by_name (GST_BIN (harness->element), "filter") };
  const GstVideoInfo info = info_of (IN);
  GThread *thread;

  gst_element_set_bus (harness->element, scene.bus);
  gst_harness_set_src_caps_str (harness, IN);
  thread = g_thread_new ("storm", storm, &self);
  while (!g_atomic_int_get (&self.is_over)) {
    push_as_a_source (harness, &info);
    while (gst_harness_buffers_in_queue (harness) > 0)
      gst_buffer_unref (gst_harness_pull (harness));
  }
  g_thread_join (thread);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  g_assert_cmpint (scene_info (&scene).width, ==, LAST_WIDTH);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
  gst_element_set_bus (harness->element, NULL);
  gst_object_unref (self.filter);
  gst_object_unref (scene.bus);
  gst_harness_teardown (harness);
}

/* What happens when downstream is asked whether it accepts caps: that is after it was asked which
 * it takes, and again when it gets them. */
typedef struct {
  GstHarness *harness;
  const gchar *property; /* that is set to 0 before that, or NULL; between silent refusals to 0 and
                          * 1 in turn */
  const gchar *caps;     /* downstream takes from here on, and says so; NULL: it refuses silently */
  gint turn;             /* how many questions later; for silent refusals, how many there are */
} Mind;

static GstPadProbeReturn
change_its_mind (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  Mind *mind = data;

  (void) pad;
  if (GST_QUERY_TYPE (query) != GST_QUERY_ACCEPT_CAPS || mind->turn == 0)
    return GST_PAD_PROBE_OK;
  mind->turn--;
  if (mind->caps == NULL) {
    if (mind->property != NULL)
      gst_util_set_object_arg (
          G_OBJECT (mind->harness->element), mind->property, mind->turn / 2 % 2 ? "1" : "0");
    gst_query_set_accept_caps_result (query, FALSE);
    return GST_PAD_PROBE_HANDLED;
  }
  if (mind->turn == 0 && mind->property != NULL)
    g_object_set (mind->harness->element, mind->property, 0.0, NULL);
  if (mind->turn == 0)
    gst_harness_set_sink_caps_str (mind->harness, mind->caps);
  return GST_PAD_PROBE_OK;
}

static Scene
scene_with_mind (const gchar *out, Mind *mind)
{
  Scene scene = scene_new (NULL, NULL, out);

  mind->harness = scene.harness;
  gst_pad_add_probe (
      scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, change_its_mind, mind, NULL);
  return scene;
}

/* When the first caps come, and when they are there. */
static void
a_change_while_caps_are_negotiated_loses_no_frame (void)
{
  const GstVideoInfo info = info_of (IN);

  for (gint later = 0; later < 2; later++) {
    for (gint turn = 1; turn <= 4; turn++) {
      Mind mind = { .caps = "video/x-raw,width=16,height=12", .turn = later ? 0 : turn };
      Scene scene = scene_with_mind ("video/x-raw,width=32,height=24", &mind);

      g_test_message ("%s, turn %d", later ? "later" : "at first", turn);
      gst_harness_set_src_caps_str (scene.harness, IN);
      if (later) {
        gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
        mind.turn = turn;
        gst_harness_set_sink_caps_str (scene.harness, "video/x-raw,width=8,height=6");
      }
      for (gint i = 0; i < 3; i++)
        gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
      g_assert_cmpint (scene_info (&scene).width, ==, mind.turn > 0 ? (later ? 8 : 32) : 16);
      g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
      scene_free (&scene);
    }
  }
}

static GstPadProbeReturn
change_each_time (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Mind *mind = data;

  (void) pad;
  if (GST_QUERY_TYPE (GST_PAD_PROBE_INFO_QUERY (info)) != GST_QUERY_CAPS || mind->turn == 0)
    return GST_PAD_PROBE_OK;
  /* once for each time the base class asks: it asks what there is and whether that is accepted,
   * which the pad looks up, and so does the element afterwards */
  if (mind->turn-- % 4 == 0)
    gst_harness_set_sink_caps_str (mind->harness,
        mind->turn % 8 == 3 ? "video/x-raw,width=16,height=12" : "video/x-raw,width=8,height=6");
  return GST_PAD_PROBE_OK;
}

/* It may do so again and again, as long as it says so. */
static void
many_changes_in_one_negotiation_lose_no_frame (void)
{
  const GstVideoInfo info = info_of (IN);
  Mind mind = { 0 };
  Scene scene = scene_new (NULL, IN, "video/x-raw,width=32,height=24");

  mind.harness = scene.harness;
  /* after the answer */
  gst_pad_add_probe (scene.harness->sinkpad,
      (GstPadProbeType) (GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PULL),
      change_each_time, &mind, NULL);
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  mind.turn = 40;
  gst_harness_set_sink_caps_str (scene.harness, "video/x-raw,width=16,height=12");
  gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
  g_assert_cmpint (mind.turn, ==, 0);
  g_assert_cmpint (scene_info (&scene).width, ==, 16);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
  scene_free (&scene);
}

/* Downstream may have changed its caps and not said so yet. */
static void
a_refusal_that_does_not_last_is_none (void)
{
  const GstVideoInfo info = info_of (IN);

  for (gint turn = 1; turn <= 10; turn++) {
    Mind mind = { .turn = turn };
    Scene scene = scene_with_mind ("video/x-raw,width=32,height=24", &mind);

    gst_harness_set_src_caps_str (scene.harness, IN);
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    mind.turn = turn;
    gst_harness_set_sink_caps_str (scene.harness, "video/x-raw,width=8,height=6");
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    g_assert_cmpint (scene_info (&scene).width, ==, 8);
    g_assert_cmpint (mind.turn, ==, 0);
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
    scene_free (&scene);
  }
}

static void
assert_one_error (Scene *scene, const gchar *word)
{
  gchar *text = scene_text (scene, GST_MESSAGE_ERROR);

  g_assert_nonnull (text);
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, word));
  g_free (text);
  g_assert_cmpint (scene_count (scene, GST_MESSAGE_ERROR), ==, 0);
}

/* Whatever becomes of them; the harness insists that they are taken. */
static void
send_caps (Scene *scene)
{
  GstCaps *caps = gst_caps_from_string (IN);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (scene->harness, gst_event_new_stream_start ("test"));
  gst_harness_push_event (scene->harness, gst_event_new_caps (caps));
  gst_harness_push_event (scene->harness, gst_event_new_segment (&segment));
  gst_caps_unref (caps);
}

/* ... and one that lasts is said once, however many frames come, also where a property changes all
 * the time. */
static void
a_refusal_that_lasts_is_one_error (void)
{
  static const gchar *const properties[] = { NULL, "antialias" };
  const GstVideoInfo info = info_of (IN);

  for (gsize p = 0; p < G_N_ELEMENTS (properties); p++) {
    Mind mind = { .turn = G_MAXINT, .property = properties[p] };
    Scene scene = scene_with_mind ("video/x-raw,width=32,height=24", &mind);

    send_caps (&scene);
    for (gint i = 0; i < 3; i++)
      g_assert_cmpint (
          gst_harness_push (scene.harness, noise_frame (&info, 1)), ==, GST_FLOW_NOT_NEGOTIATED);
    assert_one_error (&scene, "not accept");
    scene_free (&scene);
  }
}

/* Downstream changes to what cannot be made, in every moment. */
static void
a_change_to_what_cannot_be_is_one_error (void)
{
  const GstVideoInfo info = info_of (IN);

  for (gint turn = 1; turn <= 2; turn++) {
    Mind mind = { .caps = "video/x-raw,format=RGB" };
    Scene scene = scene_with_mind ("video/x-raw,width=32,height=24", &mind);

    gst_harness_set_src_caps_str (scene.harness, IN);
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    mind.turn = turn;
    gst_harness_set_sink_caps_str (scene.harness, "video/x-raw,width=8,height=6");
    for (gint i = 0; i < 3; i++)
      g_assert_cmpint (
          gst_harness_push (scene.harness, noise_frame (&info, 1)), ==, GST_FLOW_NOT_NEGOTIATED);
    assert_one_error (&scene, "RGB");

    /* nor is that the end: downstream may come back */
    gst_harness_set_sink_caps_str (scene.harness, "video/x-raw,width=8,height=6");
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
    scene_free (&scene);
  }
}

/* Upstream asks for memory while downstream's new caps have not been negotiated, as elements that
 * crop or convert do. */
static void
a_query_for_memory_ends_no_stream (void)
{
  const GstVideoInfo info = info_of (IN);

  for (gint turn = 1; turn <= 6; turn++) {
    Mind mind = { .turn = 0 };
    Scene scene = scene_with_mind ("video/x-raw,width=32,height=24", &mind);
    GstCaps *caps = gst_caps_from_string (IN);
    GstQuery *query = gst_query_new_allocation (caps, TRUE);

    gst_harness_set_src_caps_str (scene.harness, IN);
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    mind.turn = turn;
    gst_harness_set_sink_caps_str (scene.harness, "video/x-raw,width=8,height=6");
    g_assert_true (gst_pad_peer_query (scene.harness->srcpad, query));
    g_assert_cmpint (mind.turn, ==, 0);
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    g_assert_cmpint (scene_info (&scene).width, ==, 8);
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
    gst_query_unref (query);
    gst_caps_unref (caps);
    scene_free (&scene);
  }
}

/* An application gives up the factor that made the size before downstream asks for another: the two
 * belong together, whichever of the element's questions comes between them and the next frame. */
static void
a_factor_that_is_given_up_is_no_error (void)
{
  const GstVideoInfo info = info_of (IN);

  for (gint turn = 0; turn <= 6; turn++) {
    Mind mind = { .property = "scale-factor", .caps = "video/x-raw,width=32,height=24" };
    Scene scene = scene_with_mind ("video/x-raw", &mind);
    GstCaps *caps = gst_caps_from_string (IN);
    GstQuery *query = gst_query_new_allocation (caps, TRUE);

    scene_set (&scene, "scale-factor=2");
    gst_harness_set_src_caps_str (scene.harness, IN);
    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    g_assert_cmpint (scene_info (&scene).width, ==, 128);
    mind.turn = turn;
    if (turn > 0) {
      gst_harness_set_sink_caps_str (scene.harness, "video/x-raw,width=[1,200]");
    } else {
      scene_set (&scene, "scale-factor=0");
      gst_harness_set_sink_caps_str (scene.harness, mind.caps);
      g_assert_true (gst_pad_peer_query (scene.harness->srcpad, query));
    }
    for (gint i = 0; i < 3; i++)
      gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    g_assert_cmpint (scene_info (&scene).width, ==, mind.turn > 0 ? 128 : 32);
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
    gst_query_unref (query);
    gst_caps_unref (caps);
    scene_free (&scene);
  }
}

/* Noise of which one column is cut off, or nothing. */
static GstBuffer *
frame_with_crop (const GstVideoInfo *info, gboolean is_cropped)
{
  GstBuffer *frame = noise_frame (info, 1);
  GstVideoCropMeta *crop;

  if (!is_cropped)
    return frame;
  crop = gst_buffer_add_video_crop_meta (frame);
  crop->x = 1;
  crop->width = (guint) info->width - 1;
  crop->height = (guint) info->height;
  return frame;
}

/* Frames that passed are scaled because of their crop, or the other way round, and the base class
 * asks for caps again. Downstream takes others then, or refuses what it takes. */
static void
change_while_passing_changes (gboolean is_cropped, const gchar *caps, gint turn)
{
  const GstVideoInfo info = info_of (IN);
  Mind mind = { .caps = caps };
  Scene scene = scene_with_mind ("video/x-raw,width=64,height=48", &mind);
  GstBuffer *frame = frame_with_crop (&info, is_cropped);

  g_test_message (
      "passing %s, %s, turn %d", is_cropped ? "ends" : "begins", caps ? caps : "refusals", turn);
  gst_harness_set_src_caps_str (scene.harness, IN);
  gst_buffer_unref (scene_scale (&scene, frame_with_crop (&info, !is_cropped)));
  mind.turn = turn;
  for (gint i = 0; i < 3; i++)
    gst_buffer_unref (scene_scale (&scene, gst_buffer_ref (frame)));
  g_assert_cmpint (scene_info (&scene).width, ==, caps == NULL || mind.turn > 0 ? 64 : 16);
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
  scene_free (&scene);
  g_assert_cmpint (GST_MINI_OBJECT_REFCOUNT_VALUE (frame), ==, 1);
  gst_buffer_unref (frame);
}

static void
a_change_while_passing_begins_or_ends_loses_no_frame (void)
{
  static const gchar *const caps[] = { "video/x-raw,width=16,height=12", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (caps); i++) {
    for (gint turn = 1; turn <= 6; turn++) {
      change_while_passing_changes (FALSE, caps[i], turn);
      change_while_passing_changes (TRUE, caps[i], turn);
    }
  }
}

static GstPadProbeReturn
answer_in_turn (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  static const gchar *const answers[] = { "video/x-raw,width=64,height=48",
    "video/x-raw,width=41,height=48; video/x-raw,width=64,height=48" };
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);
  guint *n_asked = data;
  g_autoptr (GstCaps) taken = NULL, common = NULL;
  GstCaps *asked;

  (void) pad;
  if (GST_QUERY_TYPE (query) != GST_QUERY_CAPS && GST_QUERY_TYPE (query) != GST_QUERY_ACCEPT_CAPS)
    return GST_PAD_PROBE_OK;
  taken = gst_caps_from_string (answers[(*n_asked)++ % 2]);
  if (GST_QUERY_TYPE (query) == GST_QUERY_ACCEPT_CAPS) {
    gst_query_parse_accept_caps (query, &asked);
    gst_query_set_accept_caps_result (query, gst_caps_is_subset (asked, taken));
    return GST_PAD_PROBE_HANDLED;
  }
  gst_query_parse_caps (query, &asked);
  common = asked != NULL ? gst_caps_intersect (asked, taken) : gst_caps_ref (taken);
  gst_query_set_caps_result (query, common);
  return GST_PAD_PROBE_HANDLED;
}

/* Downstream says one thing and another in turn. That may be an error, but then no frame goes
 * through. */
static void
contradictions_lose_no_frame_in_silence (void)
{
  const GstVideoInfo info = info_of (IN);
  gint n_passed = 0;

  for (gint i = 0; i < 16; i++) {
    guint n_asked = 0;
    Scene scene = scene_new (NULL, NULL, NULL);
    GstFlowReturn flow;

    gst_pad_add_probe (scene.harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, answer_in_turn,
        &n_asked, NULL);
    send_caps (&scene);
    g_test_message ("case %d", i);
    for (gint k = 0; k < 4; k++) {
      flow = gst_harness_push (scene.harness, frame_with_crop (&info, i >> k & 1));
      n_passed += flow == GST_FLOW_OK;
      g_assert_cmpint (
          scene_count (&scene, GST_MESSAGE_ERROR), ==, flow == GST_FLOW_NOT_NEGOTIATED);
      if (flow != GST_FLOW_OK)
        break;
    }
    scene_free (&scene);
  }
  g_assert_cmpint (n_passed, >, 0);
}

/* The base class looks at the pad's flag once more, right behind the element: whatever it says then
 * is not the last word. */
static void
the_base_class_does_not_judge (void)
{
  Scene scene = scene_new (NULL, IN, "video/x-raw,width=32,height=24");

  GST_ELEMENT_ERROR (scene.element, STREAM, FORMAT, ("not negotiated"), ("not negotiated"));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 0);
  GST_ELEMENT_ERROR (scene.element, STREAM, FORMAT, ("Another."), (NULL));
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR), ==, 1);
  scene_free (&scene);
}

/* The property is looked at first; no function of GStreamer may get caps of nothing. */
static void
a_property_may_change_while_nothing_fits (void)
{
  static const gchar *const settings[] = { "crop-left=1", "scale-factor=0.5", "add-borders=1" };
  const GstVideoInfo info = info_of (IN);
  GstMessage *message;

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    Scene scene = scene_new (NULL, IN, "video/x-raw,width=32,height=24");

    gst_buffer_unref (scene_scale (&scene, noise_frame (&info, 1)));
    gst_harness_set_sink_caps_str (scene.harness, "video/x-raw,format=RGB");
    scene_set (&scene, settings[i]);
    g_assert_cmpint (
        gst_harness_push (scene.harness, noise_frame (&info, 1)), ==, GST_FLOW_NOT_NEGOTIATED);
    /* no size stays, so that there is no warning */
    message = gst_bus_pop_filtered (
        scene.bus, (GstMessageType) (GST_MESSAGE_WARNING | GST_MESSAGE_ERROR));
    g_assert_nonnull (message);
    g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_ERROR);
    gst_bus_post (scene.bus, message);
    assert_one_error (&scene, "RGB");
    scene_free (&scene);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/races/a storm of changes ends no stream", a_storm_of_changes_ends_no_stream);
  g_test_add_func ("/races/a change while caps are negotiated loses no frame",
      a_change_while_caps_are_negotiated_loses_no_frame);
  g_test_add_func ("/races/many changes in one negotiation lose no frame",
      many_changes_in_one_negotiation_lose_no_frame);
  g_test_add_func (
      "/races/a refusal that does not last is none", a_refusal_that_does_not_last_is_none);
  g_test_add_func ("/races/a refusal that lasts is one error", a_refusal_that_lasts_is_one_error);
  g_test_add_func (
      "/races/a change to what cannot be is one error", a_change_to_what_cannot_be_is_one_error);
  g_test_add_func ("/races/a query for memory ends no stream", a_query_for_memory_ends_no_stream);
  g_test_add_func (
      "/races/a factor that is given up is no error", a_factor_that_is_given_up_is_no_error);
  g_test_add_func ("/races/a change while passing begins or ends loses no frame",
      a_change_while_passing_begins_or_ends_loses_no_frame);
  g_test_add_func (
      "/races/contradictions lose no frame in silence", contradictions_lose_no_frame_in_silence);
  g_test_add_func ("/races/the base class does not judge", the_base_class_does_not_judge);
  g_test_add_func (
      "/races/a property may change while nothing fits", a_property_may_change_while_nothing_fits);
  return g_test_run ();
}
