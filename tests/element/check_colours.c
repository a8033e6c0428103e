/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Colours whose description in the caps is missing or incomplete. Up to 576 lines GStreamer takes
 * what is missing for bt601 and jpeg, above for bt709 and mpeg2; scaling must not change what is
 * meant. */
#include <string.h>

#include "scene.h"

/* ---- caps ---- */

#define HD "width=1280,height=720"
#define FULL_HD "width=1920,height=1080"
#define SD "width=640,height=360"
#define YUV "video/x-raw,format=I420,framerate=25/1,"

typedef struct {
  const gchar *property, *in, *out; /* the caps of both sides */
  const gchar *colorimetry, *site;  /* that come out; NULL: the field is missing */
  gboolean is_refused;
} Row;

/* In "range:matrix:transfer:primaries" 0 is unknown, bt709 is 2:3:5:1 and bt601 2:4:16:4. */
static const Row rows[] = {
  { "unknown parts of a large frame are written when it becomes small",
      YUV HD ",colorimetry=(string)2:0:0:0", SD, "bt709", "mpeg2" },
  { "unknown parts of a small frame are written when it becomes large",
      YUV SD ",colorimetry=(string)2:0:0:0", HD, "bt601", "jpeg" },
  { "unknown parts stay where they mean the same", YUV HD ",colorimetry=(string)2:0:0:0", FULL_HD,
      "2:0:0:0", NULL },
  { "unknown parts stay where nothing is scaled", YUV HD ",colorimetry=(string)2:0:0:0", HD,
      "2:0:0:0", NULL },
  { "a known chroma-site stays", YUV HD ",colorimetry=(string)2:0:0:0,chroma-site=cosited", SD,
      "bt709", "cosited" },
  { "a known range stays", YUV HD ",colorimetry=(string)1:0:0:0", SD, "1:3:5:1", "mpeg2" },
  { "a known matrix stays", YUV HD ",colorimetry=(string)2:6:0:0", SD, "2:6:5:1", "mpeg2" },
  { "a known transfer function stays", YUV HD ",colorimetry=(string)2:0:16:0", SD, "2:3:16:1",
      "mpeg2" },
  { "known primaries stay", YUV SD ",colorimetry=(string)0:0:0:7", HD, "2:4:16:7", "jpeg" },
  { "a range alone may be unknown", YUV HD ",colorimetry=(string)0:3:5:1", SD, "0:3:5:1", "mpeg2" },
  { "all may be unknown", YUV HD ",colorimetry=(string)0:0:0:0", SD, "bt709", "mpeg2" },
  { "nothing may be said", YUV HD, SD, "bt709", "mpeg2" },
  { "what nobody can read is unknown", YUV HD ",colorimetry=nonsense", SD, "bt709", "mpeg2" },
  { "the matrix of RGB is none of YUV", YUV HD ",colorimetry=sRGB", SD, "bt709", "mpeg2" },
  { "what is known stays as it is spelled", YUV HD ",colorimetry=(string)2:3:5:1", SD, "2:3:5:1",
      "mpeg2" },
  { "4:4:4 has no chroma-site", "video/x-raw,format=Y444," HD ",colorimetry=(string)2:0:0:0", SD,
      "bt709", NULL },
  { "grey means the same at every height",
      "video/x-raw,format=GRAY8," HD ",colorimetry=(string)2:0:0:0", SD, "2:0:0:0", NULL },
  { "RGB means the same at every height",
      "video/x-raw,format=RGB," HD ",colorimetry=(string)1:0:0:0", SD, "1:0:0:0", NULL },
  { "downstream may ask for what is meant", YUV HD ",colorimetry=(string)2:0:0:0",
      SD ",colorimetry=bt709", "bt709", "mpeg2" },
  { "downstream may ask for what is meant at the same size", YUV HD ",colorimetry=(string)2:0:0:0",
      HD ",colorimetry=bt709", "bt709", NULL },
  { "downstream may ask for the same where it means the same",
      YUV HD ",colorimetry=(string)2:0:0:0", FULL_HD ",colorimetry=(string)2:0:0:0", "2:0:0:0",
      NULL },
  { "downstream may list what is meant", YUV HD ",colorimetry=(string)2:0:0:0",
      SD ",colorimetry={bt601,(string)2:0:0:0,bt709}", "bt709", "mpeg2" },
  { "downstream may insist on numbers that mean the same", YUV HD ",colorimetry=(string)1:4:0:0",
      SD ",colorimetry=(string)1:4:0:0", "1:4:0:0", "mpeg2" },
  { "downstream may not ask for the same where it means something else",
      YUV HD ",colorimetry=(string)2:0:0:0", SD ",colorimetry=(string)2:0:0:0",
      .is_refused = TRUE },
  { "downstream may not ask for what was not meant", YUV HD ",colorimetry=(string)2:0:0:0",
      SD ",colorimetry=bt601", .is_refused = TRUE },
};

static void
push_one (Scene *scene)
{
  GstCaps *caps = gst_pad_get_current_caps (scene->harness->srcpad);
  GstVideoInfo info;

  g_assert_true (gst_video_info_from_caps (&info, caps));
  gst_buffer_unref (scene_scale (scene, noise_frame (&info, 1)));
  gst_caps_unref (caps);
}

static void
check_row (gconstpointer data)
{
  const Row *row = data;
  gchar *out = g_strdup_printf ("video/x-raw,%s", row->out), *text;
  Scene scene = scene_new (row->is_refused ? NULL : "method=nearest", row->in, out);
  GstCaps *caps;
  const GstStructure *structure;

  if (row->is_refused) {
    text = scene_text (&scene, GST_MESSAGE_ERROR);
    if (text == NULL) { /* it comes with the frame */
      gst_harness_push (scene.harness, gst_buffer_new ());
      text = scene_text (&scene, GST_MESSAGE_ERROR);
    }
    g_assert_nonnull (text);
    g_test_message ("%s", text);
    g_assert_nonnull (strstr (text, "2:0:0:0"));
    g_assert_nonnull (strstr (text, "videoconvert"));
    g_free (text);
  } else {
    push_one (&scene);
    caps = scene_caps (&scene);
    text = gst_caps_to_string (caps);
    g_test_message ("%s", text);
    g_free (text);
    structure = gst_caps_get_structure (caps, 0);
    g_assert_cmpstr (gst_structure_get_string (structure, "colorimetry"), ==, row->colorimetry);
    g_assert_cmpstr (gst_structure_get_string (structure, "chroma-site"), ==, row->site);
    gst_caps_unref (caps);
    g_assert_cmpint (scene_count (&scene, GST_MESSAGE_ERROR | GST_MESSAGE_WARNING), ==, 0);
  }
  scene_free (&scene);
  g_free (out);
}

/* A filter in front asks what may come before it sends caps. */
static void
upstream_may_ask_for_the_same (void)
{
  static const struct {
    const gchar *demanded, *offered;
    gboolean accepted;
  } asked[] = {
    { "video/x-raw,colorimetry=bt709", YUV HD ",colorimetry=(string)2:0:0:0", TRUE },
    { "video/x-raw,colorimetry=bt709", YUV SD ",colorimetry=(string)2:0:0:0", FALSE },
    { "video/x-raw,colorimetry=bt601", YUV SD ",colorimetry=(string)2:0:0:0", TRUE },
    { "video/x-raw,colorimetry=bt709", YUV HD ",colorimetry=bt709", TRUE },
    { "video/x-raw,colorimetry=bt709", YUV HD ",colorimetry=bt601", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++) {
    Scene scene = scene_new (NULL, NULL, asked[i].demanded);
    GstCaps *filter = gst_caps_from_string (asked[i].offered);
    GstCaps *answer = gst_pad_peer_query_caps (scene.harness->srcpad, filter);

    g_test_message ("%s behind, %s before", asked[i].demanded, asked[i].offered);
    g_assert_cmpint (!gst_caps_is_empty (answer), ==, asked[i].accepted);
    gst_caps_unref (answer);
    gst_caps_unref (filter);
    scene_free (&scene);
  }
}

/* ---- pixels, as GStreamer's own converter shows them ---- */

typedef struct {
  guint8 rgb[3];
} Colour;

/* The last pixel of what a pipeline without a sink makes; false where it cannot run. */
static gboolean
last_pixel (const gchar *pipeline, Colour *colour)
{
  gchar *text = g_strdup_printf ("%s ! videoconvert ! video/x-raw,format=RGB ! appsink name=sink "
                                 "sync=false",
      pipeline);
  GError *error = NULL;
  GstElement *bin = gst_parse_launch (text, &error);
  GstSample *sample = NULL;
  GstElement *sink;
  GstBuffer *buffer;

  g_test_message ("%s", text);
  g_assert_no_error (error);
  sink = gst_bin_get_by_name (GST_BIN (bin), "sink");
  gst_element_set_state (bin, GST_STATE_PLAYING);
  g_signal_emit_by_name (sink, "pull-sample", &sample);
  if (sample != NULL) {
    buffer = gst_sample_get_buffer (sample);
    gst_buffer_extract (buffer, gst_buffer_get_size (buffer) - 3, colour->rgb, 3);
    g_test_message ("%u %u %u", colour->rgb[0], colour->rgb[1], colour->rgb[2]);
    gst_sample_unref (sample);
  }
  gst_element_set_state (bin, GST_STATE_NULL);
  gst_object_unref (sink);
  gst_object_unref (bin);
  g_free (text);
  return sample != NULL;
}

static void
assert_near (Colour a, Colour b, gint distance)
{
  for (gint i = 0; i < 3; i++) {
    g_assert_cmpint (a.rgb[i], <=, b.rgb[i] + distance);
    g_assert_cmpint (a.rgb[i], >=, b.rgb[i] - distance);
  }
}

#define SOLID "videotestsrc num-buffers=1 pattern=solid-color foreground-color=0xff00c000 ! "

/* Frames as a decoder sends them that found no description. */
static gchar *
undescribed (const gchar *format, const gchar *size, const gchar *colorimetry, const gchar *then)
{
  return g_strdup_printf (SOLID "video/x-raw,format=%s,%s,colorimetry=%s ! capssetter "
                                "caps=\"video/x-raw,colorimetry=(string)2:0:0:0\" ! %s",
      format, size, colorimetry, then);
}

static void
the_picture_keeps_its_colours (void)
{
  static const gchar *const formats[] = { "I420", "NV12", "Y444", "YUY2" };
  static const struct {
    const gchar *size, *colorimetry, *other;
  } steps[] = { { HD, "bt709", SD }, { SD, "bt601", HD }, { HD, "bt709", FULL_HD } };

  for (gsize i = 0; i < G_N_ELEMENTS (formats) * G_N_ELEMENTS (steps); i++) {
    const gchar *format = formats[i / G_N_ELEMENTS (steps)];
    const gsize step = i % G_N_ELEMENTS (steps);
    gchar *scale = g_strdup_printf ("alignscale ! video/x-raw,%s", steps[step].other);
    gchar *plain = undescribed (format, steps[step].size, steps[step].colorimetry, "identity");
    gchar *scaled = undescribed (format, steps[step].size, steps[step].colorimetry, scale);
    Colour before, after;

    g_assert_true (last_pixel (plain, &before));
    g_assert_true (last_pixel (scaled, &after));
    assert_near (before, after, 1);
    /* nor has the converter in the test changed them */
    assert_near (after, (Colour){ { 0, 0xc0, 0 } }, 6);
    g_free (scaled);
    g_free (plain);
    g_free (scale);
  }
}

/* Green in limited range: 16 + 219 kg, 128 - 112 kg / (1 - kb), 128 - 112 kg / (1 - kr) with
 * kr, kg, kb = .2126, .7152, .0722 in bt709 and .299, .587, .114 in bt601. */
static void
borders_have_their_colour (void)
{
  static const struct {
    const gchar *in, *out;
    guint8 green[3];
  } borders[] = {
    { YUV HD ",colorimetry=(string)2:0:0:0", "width=360,height=360", { 173, 42, 26 } },
    { YUV SD ",colorimetry=(string)2:0:0:0", "width=720,height=720", { 145, 54, 34 } },
    { YUV HD ",colorimetry=(string)2:0:0:0", "width=720,height=720", { 173, 42, 26 } },
    { YUV HD ",colorimetry=(string)2:4:0:0", "width=360,height=360", { 145, 54, 34 } },
    { YUV HD ",colorimetry=(string)0:4:5:1", "width=360,height=360", { 145, 54, 34 } },
    { YUV SD ",colorimetry=(string)2:0:5:1", "width=360,height=360", { 145, 54, 34 } },
    { "video/x-raw,format=GRAY8," HD ",colorimetry=(string)2:0:0:0", "width=360,height=360",
        { 145 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (borders); i++) {
    gchar *out = g_strdup_printf ("video/x-raw,%s,pixel-aspect-ratio=1/1", borders[i].out);
    Scene scene = scene_new ("add-borders=1 border-color=0xff00ff00", borders[i].in, out);
    GstVideoInfo in_info = info_of (borders[i].in), info;
    GstBuffer *result = scene_scale (&scene, noise_frame (&in_info, 1));
    GstVideoFrame frame;

    info = scene_info (&scene);
    g_test_message ("%s in %s", borders[i].in, out);
    g_assert_true (gst_video_frame_map (&frame, &info, result, GST_MAP_READ));
    for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (&info); p++)
      g_assert_cmpuint (*(const guint8 *) frame.data[p], ==, borders[i].green[p]);
    gst_video_frame_unmap (&frame);
    gst_buffer_unref (result);
    scene_free (&scene);
    g_free (out);
  }
}

/* ---- a muxer that refuses other caps ---- */

/* The input's size changes while frames flow, the output's does not. `colours` are set in front. */
static GstMessage *
mux_two_sizes (const gchar *colours)
{
  gchar *text = g_strdup_printf (
      "concat name=both ! %s alignscale method=nearest ! video/x-raw," SD
      " ! vp8enc deadline=1 ! webmmux ! fakesink "
      "videotestsrc num-buffers=3 ! video/x-raw,format=I420,framerate=25/1," SD " ! both. "
      "videotestsrc num-buffers=3 ! video/x-raw,format=I420,framerate=25/1," HD " ! both.",
      colours);
  GstElement *pipeline = gst_parse_launch (text, NULL);
  GstBus *bus = gst_element_get_bus (pipeline);
  GstMessage *message;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (
      bus, 60 * GST_SECOND, (GstMessageType) (GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
  g_assert_nonnull (message);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (bus);
  gst_object_unref (pipeline);
  g_free (text);
  return message;
}

/* As docs/negotiation.md advises; without it GStreamer 1.22's muxer refuses the second size. */
static void
colours_set_in_front_keep_the_caps (void)
{
  GstMessage *message =
      mux_two_sizes ("videoconvert ! video/x-raw,colorimetry=bt709,chroma-site=mpeg2 !");

  g_assert_cmpstr (GST_MESSAGE_TYPE_NAME (message), ==, "eos");
  gst_message_unref (message);
}

/* ---- real decoders ---- */

/* The caps between encoder and decoder are those of a file whose container says nothing of
 * colours. */
typedef struct {
  const gchar *name, *format, *encoder, *caps, *decoder;
} Codec;

static const Codec codecs[] = {
  { "H.265", "I420", "x265enc option-string=colormatrix=unknown:colorprim=unknown:transfer=unknown",
      "video/x-h265,stream-format=byte-stream,alignment=au", "h265parse ! avdec_h265" },
  { "MPEG-2", "I420", "avenc_mpeg2video",
      "video/mpeg,mpegversion=2,systemstream=false,width=1280,height=720,framerate=25/1",
      "avdec_mpeg2video" },
  { "ProRes", "I422_10LE", "avenc_prores",
      "video/x-prores,variant=standard,width=1280,height=720,framerate=25/1", "avdec_prores" },
  { "VP8", "I420", "vp8enc", "video/x-vp8,width=1280,height=720,framerate=25/1", "avdec_vp8" },
};

/* The first element of a chain that is not installed, or NULL. Free with g_free. */
static gchar *
missing_element (const Codec *codec)
{
  gchar *chain = g_strdup_printf ("%s ! %s", codec->encoder, codec->decoder), *missing = NULL;
  gchar **elements = g_strsplit (chain, " ! ", -1);

  for (gchar **element = elements; *element != NULL && missing == NULL; element++) {
    GstElementFactory *factory;

    g_strdelimit (*element, " ", '\0');
    factory = gst_element_factory_find (*element);
    if (factory == NULL)
      missing = g_strdup (*element);
    g_clear_pointer (&factory, gst_object_unref);
  }
  g_strfreev (elements);
  g_free (chain);
  return missing;
}

static void
a_decoded_picture_keeps_its_colours (gconstpointer data)
{
  const Codec *codec = data;
  gchar *missing = missing_element (codec), *film, *scaled;
  Colour before, after;

  if (missing != NULL) {
    gchar *reason = g_strdup_printf ("%s is not installed", missing);

    g_test_skip (reason);
    g_free (reason);
    g_free (missing);
    return;
  }
  film = g_strdup_printf (SOLID "video/x-raw,format=%s," HD
                                ",framerate=25/1 ! %s ! capssetter replace=true caps=\"%s\" ! %s",
      codec->format, codec->encoder, codec->caps, codec->decoder);
  scaled = g_strdup_printf ("%s ! alignscale ! video/x-raw," SD, film);
  if (!last_pixel (film, &before)) {
    g_test_skip ("this codec does not run here");
  } else {
    g_assert_true (last_pixel (scaled, &after));
    assert_near (before, after, 2);
  }
  g_free (scaled);
  g_free (film);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gchar *path = g_strdup_printf ("/colours/%s", rows[i].property);

    g_test_add_data_func (path, &rows[i], check_row);
    g_free (path);
  }
  g_test_add_func ("/colours/upstream may ask for the same", upstream_may_ask_for_the_same);
  g_test_add_func ("/colours/the picture keeps its colours", the_picture_keeps_its_colours);
  g_test_add_func ("/colours/borders have their colour", borders_have_their_colour);
  g_test_add_func (
      "/colours/colours set in front keep the caps", colours_set_in_front_keep_the_caps);
  for (gsize i = 0; i < G_N_ELEMENTS (codecs); i++) {
    gchar *path =
        g_strdup_printf ("/colours/a decoded picture keeps its colours/%s", codecs[i].name);

    g_test_add_data_func (path, &codecs[i], a_decoded_picture_keeps_its_colours);
    g_free (path);
  }
  return g_test_run ();
}
