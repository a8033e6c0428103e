/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* aligntensor. What comes out is alignscale's frame with the same settings, read by GStreamer's own
 * unpacking and normalised by the formula of its properties; the values of floats that are not
 * rounded are those of tests/core/check_tensor.c and, of torch's own, of tools/check-tensors.sh. */

#include <math.h>
#include <string.h>

#include "framed.h"

static const gchar *const formats[] = { "RGB", "BGR", "RGBx", "BGRx", "xRGB", "xBGR", "RGBA",
  "BGRA", "ARGB", "ABGR", "GBR", "GBRA", "RGBP", "BGRP", "GRAY8" };

/* ---- values ---- */

/* As the properties say it. */
typedef struct {
  const gchar *settings;
  gboolean interleaved, bgr, reciprocal;
  gfloat divisor, mean[3], std[3];
} Norm;

static const Norm norms[] = {
  { "", FALSE, FALSE, FALSE, 255.0f, { 0.0f, 0.0f, 0.0f }, { 1.0f, 1.0f, 1.0f } },
  { "mean=<0.485,0.456,0.406> std=<0.229,0.224,0.225>", FALSE, FALSE, FALSE, 255.0f,
      { 0.485f, 0.456f, 0.406f }, { 0.229f, 0.224f, 0.225f } },
  { "division=reciprocal mean=<0.5> std=<0.25>", FALSE, FALSE, TRUE, 255.0f, { 0.5f, 0.5f, 0.5f },
      { 0.25f, 0.25f, 0.25f } },
  { "layout=interleaved divisor=127.5 mean=<1>", TRUE, FALSE, FALSE, 127.5f, { 1.0f, 1.0f, 1.0f },
      { 1.0f, 1.0f, 1.0f } },
  { "channel-order=bgr divisor=1 mean=<103.53,116.28,123.675>", FALSE, TRUE, FALSE, 1.0f,
      { 103.53f, 116.28f, 123.675f }, { 1.0f, 1.0f, 1.0f } },
  { "layout=interleaved channel-order=bgr std=<2,3,4>", TRUE, TRUE, FALSE, 255.0f,
      { 0.0f, 0.0f, 0.0f }, { 2.0f, 3.0f, 4.0f } },
};

static gfloat
normal (guint sample, const Norm *norm, gint channel)
{
  volatile gfloat factor = norm->reciprocal ? (gfloat) (1.0 / norm->divisor) : norm->divisor;
  volatile gfloat scaled = norm->reciprocal ? (gfloat) sample * factor : (gfloat) sample / factor;
  volatile gfloat centred = scaled - norm->mean[channel];

  return centred / norm->std[channel];
}

/* True where the values are those of a frame of this info. */
static gboolean
holds (GstBuffer *tensor, const GstVideoInfo *info, GstBuffer *frame, const Norm *norm)
{
  const gint n = GST_VIDEO_INFO_IS_GRAY (info) ? 1 : 3, w = info->width, h = info->height;
  Samples samples = samples_read (info, frame);
  gboolean right = TRUE;
  GstMapInfo map;

  g_assert_true (gst_buffer_map (tensor, &map, GST_MAP_READ));
  g_assert_cmpuint (map.size, ==, (gsize) n * (gsize) w * (gsize) h * 4);
  for (gint channel = 0; channel < n; channel++) {
    const gint component = norm->bgr ? n - 1 - channel : channel;

    for (gint y = 0; y < h; y++)
      for (gint x = 0; x < w; x++) {
        const gint at = norm->interleaved ? (y * w + x) * n + channel : (channel * h + y) * w + x;
        gfloat value;

        memcpy (&value, map.data + 4 * at, 4);
        right = right && value == normal (*samples_at (&samples, component, x, y), norm, channel);
      }
  }
  gst_buffer_unmap (tensor, &map);
  samples_free (&samples);
  return right;
}

/* The tensor of a fresh element; out of caps that name its size. */
static GstBuffer *
tensor_once (
    const gchar *settings, const GstVideoInfo *in, gint width, gint height, GstBuffer *frame)
{
  g_autoptr (GstCaps) caps = gst_video_info_to_caps (in);
  g_autofree gchar *from = gst_caps_to_string (caps);
  g_autofree gchar *to = g_strdup_printf ("tensor/strided,width=%d,height=%d", width, height);
  Scene scene = scene_new_of ("aligntensor", settings, from, to);
  GstBuffer *tensor = scene_scale (&scene, gst_buffer_ref (frame));

  scene_free (&scene);
  return tensor;
}

/* `more` is for both elements. */
static void
check_values (const gchar *format, const Norm *norm, const gchar *more, GstBuffer *frame,
    const GstVideoInfo *in, gint width, gint height)
{
  GstVideoInfo out = info_of_format (format, width, height, "");
  g_autofree gchar *settings = g_strdup_printf ("%s %s", more, norm->settings);
  g_autoptr (GstBuffer) tensor = tensor_once (settings, in, width, height, frame);
  g_autoptr (GstBuffer) scaled = NULL;

  GST_VIDEO_INFO_INTERLACE_MODE (&out) = GST_VIDEO_INFO_INTERLACE_MODE (in);
  scaled = scale_infos (in, &out, more, frame);
  if (!holds (tensor, &out, scaled, norm))
    fail_at (in, &out, settings);
}

static void
values_are_those_of_frames_in_every_format (void)
{
  static const gchar *const ways[] = { "",
    "method=bicubic antialias=true fit=letterbox border-color=0xff727272",
    "library=pillow fit=cover n-threads=2", "library=opencv method=area", "method=nearest",
    "library=tensorflow rounding=truncate crop-left=3 crop-top=2", "method=area" };

  for (gsize f = 0; f < G_N_ELEMENTS (formats); f++) {
    const GstVideoInfo in = info_of_format (formats[f], 37, 29, "");
    g_autoptr (GstBuffer) frame = noise_of (&in);

    for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
      check_values (
          formats[f], &norms[(i + f) % G_N_ELEMENTS (norms)], ways[i], frame, &in, 23, 31);
    for (gsize i = 0; i < G_N_ELEMENTS (norms); i++)
      check_values (formats[f], &norms[i], "", frame, &in, 37, 29);
  }
}

/* A frame that threads share: it is large enough to be split. */
static void
slices_make_the_same (void)
{
  const GstVideoInfo in = info_of_format ("RGB", 1280, 720, "");
  g_autoptr (GstBuffer) frame = noise_of (&in);

  check_values ("RGB", &norms[1], "n-threads=3", frame, &in, 640, 640);
  check_values ("RGB", &norms[3], "n-threads=3 method=bicubic", frame, &in, 900, 640);
}

static void
a_crop_meta_is_done (void)
{
  const GstVideoInfo in = info_of_format ("RGBx", 40, 30, "");
  g_autoptr (GstBuffer) frame = noise_of (&in);
  g_autoptr (GstBuffer) cropped = with_crop (frame, 5, 3, 21, 19);

  check_values ("RGBx", &norms[1], "", cropped, &in, 16, 16);
}

/* Rows of both fields stay rows of their fields. */
static void
fields_are_scaled_one_by_one (void)
{
  GstVideoInfo in = info_of_format ("RGB", 20, 24, "");
  g_autoptr (GstBuffer) frame = NULL;

  GST_VIDEO_INFO_INTERLACE_MODE (&in) = GST_VIDEO_INTERLACE_MODE_INTERLEAVED;
  frame = noise_of (&in);
  check_values ("RGB", &norms[0], "", frame, &in, 14, 16);
  check_values ("RGB", &norms[3], "", frame, &in, 14, 40);
  /* borders of 7 rows, were there no fields */
  check_values ("RGB", &norms[0], "fit=letterbox", frame, &in, 20, 38);
}

/* The mean of 0 and 255, which no byte is; and of three columns what overshoots. */
static void
unrounded_values_are_neither_rounded_nor_clamped (void)
{
  const GstVideoInfo in = info_of_format ("GRAY8", 4, 1, "");
  const guint8 row[] = { 0, 0, 255, 255 };
  g_autoptr (GstBuffer) frame = frame_of_rows (&in, row);
  g_autoptr (GstBuffer) halves = tensor_once ("divisor=1 unrounded=true", &in, 5, 1, frame);
  g_autoptr (GstBuffer) cubic =
      tensor_once ("divisor=1 unrounded=true method=bicubic", &in, 9, 1, frame);
  gfloat values[9];

  gst_buffer_extract (halves, 0, values, sizeof values);
  g_assert_cmpfloat (values[2], ==, 127.5f);
  gst_buffer_extract (cubic, 0, values, sizeof values);
  g_assert_cmpfloat (values[2], <, 0.0f);
  g_assert_cmpfloat (values[6], >, 255.0f);
}

/* ---- caps ---- */

typedef struct {
  const gchar *settings, *in, *out; /* caps fields of tensors */
  const gchar *dims;                /* NULL: refused */
} Caps;

static const Caps caps_cases[] = {
  { "", "format=RGB,width=40,height=30", "", "<1,3,30,40>" },
  { "", "format=GRAY8,width=40,height=30", "", "<1,1,30,40>" },
  { "layout=interleaved", "format=BGRA,width=40,height=30", "", "<1,30,40,3>" },
  { "", "format=RGB,width=40,height=30", ",dims=(int)<1,3,10,20>", "<1,3,10,20>" },
  { "layout=interleaved", "format=RGB,width=40,height=30", ",dims=(int)<1,10,20,3>",
      "<1,10,20,3>" },
  { "", "format=RGB,width=40,height=30", ",width=20", "<1,3,15,20>" },
  { "", "format=RGB,width=40,height=30", ",height=[1,16]", "<1,3,16,21>" },
  { "shortest-edge=20 size-rule=torchvision", "format=RGB,width=47,height=30", "", "<1,3,20,31>" },
  { "scale-factor=2", "format=RGB,width=7,height=5", "", "<1,3,10,14>" },
  { "", "format=RGB,width=40,height=30", ",channels=1", NULL },
  { "", "format=RGB,width=40,height=30", ",dims=(int)<1,10,20,3>", NULL },
  { "", "format=RGB,width=40,height=30", ",dims=(int)<2,3,20,20>", NULL },
  { "", "format=RGB,width=40,height=30", ",dims=(int)<1,3,20,20>,width=21", NULL },
  { "", "format=RGB,width=40,height=30", ",type=float16", NULL },
  { "library=pillow unrounded=true", "format=RGB,width=40,height=30", "", NULL },
  { "", "format=RGB,width=40,height=30,interlace-mode=fields", "", NULL },
  { "", "format=RGB,width=40,height=30,multiview-mode=separated,views=2", "", NULL },
};

/* Subsets of caps take arrays for sets: these are compared in order. */
static void
assert_dims (GstCaps *caps, const gchar *dims)
{
  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  GValue expected = G_VALUE_INIT;

  g_value_init (&expected, GST_TYPE_ARRAY);
  g_assert_true (gst_value_deserialize (&expected, dims));
  g_assert_cmpint (gst_value_compare (gst_structure_get_value (structure, "dims"), &expected), ==,
      GST_VALUE_EQUAL);
  g_value_unset (&expected);
}

static void
sizes_are_negotiated (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (caps_cases); i++) {
    const Caps *c = &caps_cases[i];
    g_autofree gchar *in = g_strdup_printf ("video/x-raw,framerate=25/1,%s", c->in);
    g_autofree gchar *out = g_strdup_printf ("tensor/strided%s", c->out);
    Scene scene = scene_new_of ("aligntensor", c->settings, in, out);
    const GstVideoInfo info = info_of (in);

    gst_harness_push (scene.harness, gst_buffer_new_allocate (NULL, info.size, NULL));
    if (c->dims == NULL) {
      g_autofree gchar *text = scene_text (&scene, GST_MESSAGE_ERROR);

      g_assert_nonnull (text);
      g_test_message ("%s", text);
      g_assert_null (gst_harness_try_pull (scene.harness));
    } else {
      g_autoptr (GstCaps) caps = scene_caps (&scene);
      g_autofree gchar *expected = g_strdup_printf (
          "tensor/strided,type=float32,dims-order=row-major,framerate=25/1,dims=(int)%s", c->dims);
      g_autoptr (GstCaps) wanted = gst_caps_from_string (expected);

      g_assert_true (gst_caps_is_fixed (caps));
      g_assert_true (gst_caps_is_subset (caps, wanted));
      assert_dims (caps, c->dims);
    }
    scene_free (&scene);
  }
}

/* New caps come, of 5x6 pixels: caps and values go together. */
static void
check_other_size (Scene *scene, const gchar *dims, const Norm *norm)
{
  const gchar *text = "video/x-raw,format=RGB,width=5,height=6,framerate=1/1";
  const GstVideoInfo in = info_of (text);
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstBuffer) frame = noise_of (&in), tensor = NULL;

  gst_harness_set_src_caps_str (scene->harness, text);
  tensor = scene_scale (scene, gst_buffer_ref (frame));
  caps = scene_caps (scene);
  assert_dims (caps, dims);
  g_assert_true (holds (tensor, &in, frame, norm));
}

/* A layout takes effect with the next start: the values of a stream stay in order. */
static void
a_layout_waits_for_the_next_start (void)
{
  Scene scene = scene_new_of (
      "aligntensor", NULL, "video/x-raw,format=RGB,width=4,height=2,framerate=1/1", NULL);
  const GstVideoInfo in = info_of ("video/x-raw,format=RGB,width=4,height=2,framerate=1/1");
  g_autoptr (GstBuffer) frame = noise_of (&in);
  g_autoptr (GstBuffer) before = scene_scale (&scene, gst_buffer_ref (frame));
  g_autoptr (GstBuffer) after = NULL;
  Norm interleaved = norms[0];

  interleaved.interleaved = TRUE;
  scene_set (&scene, "layout=interleaved");
  after = scene_scale (&scene, gst_buffer_ref (frame));
  g_assert_true (holds (before, &in, frame, &norms[0]));
  g_assert_true (holds (after, &in, frame, &norms[0]));
  check_other_size (&scene, "<1,3,6,5>", &norms[0]);
  gst_element_set_state (scene.element, GST_STATE_READY);
  gst_harness_play (scene.harness);
  gst_harness_push_event (scene.harness, gst_event_new_stream_start ("again"));
  check_other_size (&scene, "<1,6,5,3>", &interleaved);
  scene_free (&scene);
}

/* The sentence says what downstream takes. */
static void
what_cannot_be_is_explained (void)
{
  static const struct {
    const gchar *in, *out, *text;
  } cases[] = {
    { "format=GRAY8,width=4,height=2", "tensor/strided,dims=(int)<1,3,2,4>", "1, 3, 2, 4" },
    { "format=RGB,width=4,height=2", "tensor/strided,dims=(int)<3,4>", "3, 4" },
    { "format=RGB,width=4,height=2", "tensor/strided,width=20000,height=20000", "4 GiB" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *in = g_strdup_printf ("video/x-raw,framerate=1/1,%s", cases[i].in);
    Scene scene = scene_new_of ("aligntensor", NULL, in, cases[i].out);
    const GstVideoInfo info = info_of (in);
    g_autofree gchar *text = NULL;

    gst_harness_push (scene.harness, gst_buffer_new_allocate (NULL, info.size, NULL));
    text = scene_text (&scene, GST_MESSAGE_ERROR);
    g_assert_nonnull (text);
    g_assert_nonnull (strstr (text, cases[i].text));
    scene_free (&scene);
  }
}

/* ---- live changes ---- */

static void
a_change_shows_in_the_next_frame (void)
{
  Scene scene = scene_new_of (
      "aligntensor", NULL, "video/x-raw,format=RGB,width=8,height=6,framerate=1/1", NULL);
  const GstVideoInfo in = info_of ("video/x-raw,format=RGB,width=8,height=6,framerate=1/1");
  g_autoptr (GstBuffer) frame = noise_of (&in);

  for (gsize i = 0; i < G_N_ELEMENTS (norms); i++) {
    g_autoptr (GstBuffer) tensor = NULL;

    if (norms[i].interleaved)
      continue;
    scene_set (&scene, "channel-order=rgb divisor=255 division=exact mean=<> std=<>");
    scene_set (&scene, norms[i].settings);
    tensor = scene_scale (&scene, gst_buffer_ref (frame));
    g_assert_true (holds (tensor, &in, frame, &norms[i]));
  }
  g_assert_cmpint (scene_count (&scene, GST_MESSAGE_WARNING), ==, 0);
  scene_free (&scene);
}

static void
what_a_library_lacks_is_not_taken (void)
{
  Scene scene = scene_new_of ("aligntensor", "unrounded=true",
      "video/x-raw,format=RGB,width=8,height=6,framerate=1/1", "tensor/strided,width=5");
  const GstVideoInfo in = info_of ("video/x-raw,format=RGB,width=8,height=6,framerate=1/1");
  g_autoptr (GstBuffer) frame = noise_of (&in);
  g_autoptr (GstBuffer) before = scene_scale (&scene, gst_buffer_ref (frame));
  g_autoptr (GstBuffer) after = NULL;
  g_autofree gchar *text = NULL;
  GstMapInfo a, b;

  scene_set (&scene, "library=pillow");
  after = scene_scale (&scene, gst_buffer_ref (frame));
  text = scene_text (&scene, GST_MESSAGE_WARNING);
  g_assert_nonnull (strstr (text, "unrounded=false"));
  g_assert_true (gst_buffer_map (before, &a, GST_MAP_READ));
  g_assert_true (gst_buffer_map (after, &b, GST_MAP_READ));
  g_assert_cmpmem (a.data, a.size, b.data, b.size);
  gst_buffer_unmap (before, &a);
  gst_buffer_unmap (after, &b);
  scene_free (&scene);
}

/* ---- properties ---- */

static void
assert_numbers (GstElement *element, const gchar *name, const gdouble expected[3])
{
  GValue array = G_VALUE_INIT;

  g_value_init (&array, GST_TYPE_ARRAY);
  g_object_get_property (G_OBJECT (element), name, &array);
  g_assert_cmpuint (gst_value_array_get_size (&array), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (g_value_get_double (gst_value_array_get_value (&array, i)), ==, expected[i]);
  g_value_unset (&array);
}

static void
a_list_of_two_numbers_is_refused (void)
{
  GstElement *element = gst_object_ref_sink (gst_element_factory_make ("aligntensor", NULL));

  gst_util_set_object_arg (G_OBJECT (element), "mean", "<1,2,3>");
  g_test_expect_message (NULL, G_LOG_LEVEL_WARNING, "*mean has 2 numbers*");
  gst_util_set_object_arg (G_OBJECT (element), "mean", "<4,5>");
  g_test_assert_expected_messages ();
  assert_numbers (element, "mean", (const gdouble[]){ 1.0, 2.0, 3.0 });
  gst_util_set_object_arg (G_OBJECT (element), "mean", "<>");
  assert_numbers (element, "mean", (const gdouble[]){ 0.0, 0.0, 0.0 });
  gst_object_unref (element);
}

/* What torchvision's, Keras' and detectron2's documentation says, and alignscale has none of it. */
static void
presets_normalise (void)
{
  GstElement *element = gst_object_ref_sink (gst_element_factory_make ("aligntensor", NULL));
  gdouble divisor;
  gboolean unrounded;
  gint order, division;

  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "torchvision-eval"));
  assert_numbers (element, "mean", (const gdouble[]){ 0.485, 0.456, 0.406 });
  assert_numbers (element, "std", (const gdouble[]){ 0.229, 0.224, 0.225 });
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "torchvision-tensor"));
  g_object_get (element, "division", &division, NULL);
  g_assert_cmpint (division, ==, 1);
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "keras"));
  g_object_get (element, "unrounded", &unrounded, "divisor", &divisor, "division", &division, NULL);
  g_assert_true (unrounded);
  g_assert_cmpfloat (divisor, ==, 1.0);
  g_assert_cmpint (division, ==, 0);
  assert_numbers (element, "std", (const gdouble[]){ 1.0, 1.0, 1.0 });
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "detectron2"));
  g_object_get (element, "channel-order", &order, "unrounded", &unrounded, NULL);
  g_assert_cmpint (order, ==, 1);
  g_assert_false (unrounded);
  assert_numbers (element, "mean", (const gdouble[]){ 103.53, 116.28, 123.675 });
  gst_object_unref (element);
}

/* ---- memory and metas ---- */

/* Of a downstream whose pool gives too little: the virtual function itself, since no pool of
 * GStreamer's does. */
static void
memory_that_is_too_small_is_an_error (void)
{
  Scene scene = scene_new_of ("aligntensor", NULL,
      "video/x-raw,format=GRAY8,width=4,height=4,framerate=1/1", "tensor/strided");
  GstBaseTransform *trans = GST_BASE_TRANSFORM (scene.element);
  g_autoptr (GstBuffer) in = gst_buffer_new_allocate (NULL, 16, NULL);
  g_autoptr (GstBuffer) out = gst_buffer_new_allocate (NULL, 63, NULL);
  g_autofree gchar *text = NULL;

  g_assert_cmpint (gst_harness_push (scene.harness, gst_buffer_ref (in)), ==, GST_FLOW_OK);
  g_assert_cmpint (
      GST_BASE_TRANSFORM_GET_CLASS (trans)->transform (trans, in, out), ==, GST_FLOW_ERROR);
  text = scene_text (&scene, GST_MESSAGE_ERROR);
  g_assert_nonnull (strstr (text, "64 are needed"));
  scene_free (&scene);
}

/* A network that finds 4x2 at (10, 6) of every tensor. */
static GstPadProbeReturn
detect (GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstBuffer *tensor = gst_buffer_make_writable (GST_PAD_PROBE_INFO_BUFFER (info));

  (void) pad;
  (void) unused;
  g_assert_cmpuint (gst_buffer_get_size (tensor), ==, 20 * 10 * 3 * sizeof (gfloat));
  gst_buffer_add_video_region_of_interest_meta (tensor, "found", 10, 6, 4, 2);
  GST_PAD_PROBE_INFO_DATA (info) = tensor;
  return GST_PAD_PROBE_OK;
}

static void
assert_region (GstBuffer *frame, const gchar *type, guint x, guint y, guint w, guint h)
{
  const GQuark quark = g_quark_from_string (type);
  const GstVideoRegionOfInterestMeta *region = NULL;
  gpointer state = NULL;

  do
    region = (const GstVideoRegionOfInterestMeta *) gst_buffer_iterate_meta_filtered (
        frame, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE);
  while (region != NULL && region->roi_type != quark);
  g_assert_nonnull (region);
  g_assert_cmpuint (region->x, ==, x);
  g_assert_cmpuint (region->y, ==, y);
  g_assert_cmpuint (region->w, ==, w);
  g_assert_cmpuint (region->h, ==, h);
}

/* A box that a network finds on its tensor, on the film's frame again; and one that was there. */
static void
boxes_come_back (void)
{
  g_autoptr (GstElement) bin = gst_parse_bin_from_description (
      "aligntensor name=network keep-input=true scale-factor=0.25 ! alignrestore", TRUE, NULL);
  g_autoptr (GstElement) network = gst_bin_get_by_name (GST_BIN (bin), "network");
  g_autoptr (GstPad) found = gst_element_get_static_pad (network, "src");
  GstHarness *harness = gst_harness_new_with_element (gst_object_ref_sink (bin), "sink", "src");
  const GstVideoInfo in = info_of ("video/x-raw,format=RGB,width=80,height=40,framerate=1/1");
  g_autoptr (GstBuffer) restored = NULL;
  GstBuffer *frame = noise_of (&in);

  /* 80x40 becomes 20x10 */
  gst_pad_add_probe (found, GST_PAD_PROBE_TYPE_BUFFER, detect, NULL, NULL);
  gst_buffer_add_video_region_of_interest_meta (frame, "cat", 9, 5, 15, 7);
  gst_harness_set_src_caps_str (harness, "video/x-raw,format=RGB,width=80,height=40,framerate=1/1");
  gst_harness_push (harness, frame);
  restored = gst_harness_pull (harness);
  g_assert_cmpuint (gst_buffer_get_size (restored), ==, in.size);
  assert_region (restored, "cat", 9, 5, 15, 7);
  assert_region (restored, "found", 40, 24, 16, 8);
  gst_harness_teardown (harness);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/tensor/values are those of frames, in every format",
      values_are_those_of_frames_in_every_format);
  g_test_add_func ("/tensor/slices make the same", slices_make_the_same);
  g_test_add_func ("/tensor/a crop meta is done", a_crop_meta_is_done);
  g_test_add_func ("/tensor/fields are scaled one by one", fields_are_scaled_one_by_one);
  g_test_add_func ("/tensor/unrounded values are neither rounded nor clamped",
      unrounded_values_are_neither_rounded_nor_clamped);
  g_test_add_func ("/tensor/sizes are negotiated", sizes_are_negotiated);
  g_test_add_func ("/tensor/a layout waits for the next start", a_layout_waits_for_the_next_start);
  g_test_add_func ("/tensor/what cannot be is explained", what_cannot_be_is_explained);
  g_test_add_func ("/tensor/a change shows in the next frame", a_change_shows_in_the_next_frame);
  g_test_add_func ("/tensor/what a library lacks is not taken", what_a_library_lacks_is_not_taken);
  g_test_add_func ("/tensor/a list of two numbers is refused", a_list_of_two_numbers_is_refused);
  g_test_add_func ("/tensor/presets normalise", presets_normalise);
  g_test_add_func (
      "/tensor/memory that is too small is an error", memory_that_is_too_small_is_an_error);
  g_test_add_func ("/tensor/boxes come back", boxes_come_back);
  return g_test_run ();
}
