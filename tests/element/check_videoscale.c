/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The README's table "How it differs from videoscale", measured again: both columns. */
#include "samples.h"

typedef struct {
  const gchar *factory, *settings;
} Scaler;

static const Scaler theirs = { "videoscale", NULL }, ours = { "alignscale", NULL };

/* The table is about one version; another may have been mended. */
static gboolean
is_measured (void)
{
  GstElementFactory *factory = gst_element_factory_find ("videoscale");
  guint major, minor, micro, nano;
  const gchar *reason = NULL;

  gst_version (&major, &minor, &micro, &nano);
  if (factory == NULL)
    reason = "videoscale is not installed";
  else if (major != 1 || minor != 22)
    reason = "the README's table is about GStreamer 1.22";
  if (reason != NULL)
    g_test_skip (reason);
  g_clear_pointer (&factory, gst_object_unref);
  return reason == NULL;
}

static GstHarness *
harness_new (const Scaler *scaler, const gchar *in, const gchar *out)
{
  gchar *text =
      g_strdup_printf ("%s %s", scaler->factory, scaler->settings ? scaler->settings : "");
  GstHarness *harness = gst_harness_new_parse (text);

  gst_harness_set_sink_caps_str (harness, out);
  gst_harness_set_src_caps_str (harness, in);
  g_free (text);
  return harness;
}

static GstBuffer *
push (GstHarness *harness, GstBuffer *frame)
{
  GstBuffer *result = gst_harness_push_and_pull (harness, gst_buffer_ref (frame));

  g_assert_nonnull (result);
  return result;
}

/* What becomes of a frame. The caps' info is that of all numbers. */
static Samples
scale (const Scaler *scaler, const gchar *in, const gchar *out, const Samples *frame)
{
  GstHarness *harness = harness_new (scaler, in, out);
  GstBuffer *buffer = samples_write (frame), *result = push (harness, buffer);
  GstVideoInfo info = info_of (out);
  Samples samples = samples_read (&info, result);

  gst_buffer_unref (result);
  gst_buffer_unref (buffer);
  gst_harness_teardown (harness);
  return samples;
}

static Samples
solid (const gchar *caps, const guint *values)
{
  GstVideoInfo info = info_of (caps);
  Samples samples = samples_new (&info);

  for (gint c = 0; c < samples.n; c++) {
    const Component *component = &samples.components[c];

    for (gint i = 0; i < component->width * component->height; i++)
      component->data[i] = (guint16) values[c];
  }
  return samples;
}

/* ---- positions ---- */

#define RAMP_FROM 16
#define RAMP_STEP 28

/* 8 pixels become 128. By how many pixels of the output the content of its pixel 119, in which the
 * centre of the input's last pixel should be, lies beyond where stretching the area puts it. */
static gdouble
shift_of (const Scaler *scaler, const gchar *format, gboolean down)
{
  gchar *in = caps_text (format, 8, 8, "colorimetry=bt709");
  gchar *out = caps_text (format, 128, 128, "colorimetry=bt709");
  GstVideoInfo info = info_of (in);
  Samples frame = samples_new (&info), result;
  const guint unit = frame.components[0].max == 65535 ? 256 : 1;
  gdouble position;

  for (gint c = 0; c < frame.n; c++) {
    for (gint i = 0; i < 64; i++)
      *samples_at (&frame, c, i % 8, i / 8) =
          (guint16) ((RAMP_FROM + RAMP_STEP * (guint) (down ? i / 8 : i % 8)) * unit);
  }
  result = scale (scaler, in, out, &frame);
  position =
      (*samples_at (&result, 0, down ? 64 : 119, down ? 119 : 64) / (gdouble) unit - RAMP_FROM)
      / RAMP_STEP;
  samples_free (&result);
  samples_free (&frame);
  g_free (out);
  g_free (in);
  return 119 - ((position + 0.5) * 16 - 0.5);
}

static void
the_right_end_moves (void)
{
  static const struct {
    const gchar *format;
    gdouble across;
  } formats[] = { { "GRAY8", 7 }, { "RGBx", 7 }, { "Y444", 7 }, { "RGB", 0 }, { "GRAY16_LE", 0 } };
  static const Scaler aligned = { "alignscale", "align-corners=true" };

  if (!is_measured ())
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    const gchar *format = formats[i].format;

    g_test_message ("%s: %.2f, %.2f; false %.2f, %.2f; true %.2f, %.2f", format,
        shift_of (&theirs, format, FALSE), shift_of (&theirs, format, TRUE),
        shift_of (&ours, format, FALSE), shift_of (&ours, format, TRUE),
        shift_of (&aligned, format, FALSE), shift_of (&aligned, format, TRUE));
    /* a level is 16 / 28 of a pixel */
    g_assert_cmpfloat_with_epsilon (
        shift_of (&theirs, format, FALSE), formats[i].across, 0.5 * 16 / RAMP_STEP);
    g_assert_cmpfloat_with_epsilon (shift_of (&theirs, format, TRUE), 0, 0.5 * 16 / RAMP_STEP);
    for (gint down = 0; down < 2; down++) {
      g_assert_cmpfloat_with_epsilon (shift_of (&ours, format, down), 0, 0.5 * 16 / RAMP_STEP);
      g_assert_cmpfloat_with_epsilon (shift_of (&aligned, format, down),
          119 - (119 * 7.0 / 127 * 16 + 7.5), 0.5 * 16 / RAMP_STEP);
    }
  }
}

#define CHROMA "chroma-site=mpeg2,colorimetry=bt709"
#define CHROMA_STEP 4 /* levels per pixel: what is exact is a whole number */

/* How far the colours of 48 pixels, made 12, lie from their luma, in pixels of the input. Chroma
 * sample c is on pixel 2 c; its value says so. */
static gdouble
chroma_shift_of (const Scaler *scaler)
{
  gchar *in = caps_text ("I420", 48, 48, CHROMA), *out = caps_text ("I420", 12, 12, CHROMA);
  GstVideoInfo info = info_of (in);
  Samples frame = samples_new (&info), result;
  gdouble shift;

  for (gint c = 0; c < 3; c++) {
    for (gint i = 0; i < frame.components[c].width * frame.components[c].height; i++)
      frame.components[c].data[i] =
          (guint16) (RAMP_FROM + CHROMA_STEP * (i % frame.components[c].width) * (c > 0 ? 2 : 1));
  }
  result = scale (scaler, in, out, &frame);
  /* samples 2 and 3, on both sides of the middle, are on pixels 4 and 6 of the output */
  shift = (*samples_at (&result, 1, 2, 3) + *samples_at (&result, 1, 3, 3)) / 2.0 - RAMP_FROM;
  shift = shift / CHROMA_STEP - ((4.5 + 6.5) / 2 * 4 - 0.5);
  samples_free (&result);
  samples_free (&frame);
  g_free (out);
  g_free (in);
  return shift;
}

static void
chroma_moves (void)
{
  if (!is_measured ())
    return;
  g_test_message ("%.2f, %.2f", chroma_shift_of (&theirs), chroma_shift_of (&ours));
  g_assert_cmpfloat_with_epsilon (chroma_shift_of (&theirs), 1.5, 0.25);
  g_assert_cmpfloat_with_epsilon (chroma_shift_of (&ours), 0, 0.01);
}

/* ---- levels ---- */

/* The part of a scaled solid frame's samples that has this level. */
static gdouble
part_of (const Scaler *scaler, const gchar *in, const gchar *out, guint before, guint after)
{
  const guint values[GST_VIDEO_MAX_COMPONENTS] = { before, before, before, before };
  Samples frame = solid (in, values), result = scale (scaler, in, out, &frame);
  gint n = 0, all = 0;

  for (gint c = 0; c < result.n; c++) {
    const gint samples = result.components[c].width * result.components[c].height;

    for (gint i = 0; i < samples; i++)
      n += result.components[c].data[i] == after;
    all += samples;
  }
  samples_free (&result);
  samples_free (&frame);
  return (gdouble) n / all;
}

static void
white_changes (void)
{
  static const gchar *const formats[] = { "GRAY8", "RGB" };
  static const Scaler their_lanczos = { "videoscale", "method=lanczos" };
  static const Scaler our_lanczos = { "alignscale", "method=lanczos" };

  if (!is_measured ())
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    gchar *in = caps_text (formats[i], 1920, 1080, ""), *out = caps_text (formats[i], 640, 360, "");

    g_assert_cmpfloat (part_of (&their_lanczos, in, out, 235, 227), >, 0.9);
    g_assert_cmpfloat (part_of (&their_lanczos, in, out, 235, 231), >, 0.05);
    g_assert_cmpfloat (part_of (&our_lanczos, in, out, 235, 235), ==, 1);
    g_free (out);
    g_free (in);
  }
}

static void
deep_grey_changes (void)
{
  const gchar *in = "video/x-raw,format=GRAY16_LE,width=640,height=360,framerate=25/1";
  const gchar *out = "video/x-raw,format=GRAY16_LE,width=1280,height=720,framerate=25/1";

  if (!is_measured ())
    return;
  g_assert_cmpfloat (part_of (&theirs, in, out, 40000, 40002), ==, 1);
  g_assert_cmpfloat (part_of (&ours, in, out, 40000, 40000), ==, 1);
}

/* docs/videoscale.md: where caps name no colours samples are converted to what the new height means
 * by default. 173 42 26 is green in bt709, 145 54 34 in bt601. */
static void
colours_are_converted (void)
{
  const gchar *in = "video/x-raw,format=I420,width=1920,height=1080,framerate=25/1";
  const gchar *out = "video/x-raw,format=I420,width=640,height=360,framerate=25/1";
  static const guint green[] = { 173, 42, 26 }, converted[] = { 145, 54, 34 };
  Samples frame, result;

  if (!is_measured ())
    return;
  frame = solid (in, green);
  result = scale (&theirs, in, out, &frame);
  for (gint c = 0; c < 3; c++)
    g_assert_cmpint (ABS (*samples_at (&result, c, 9, 9) - (gint) converted[c]), <=, 2);
  samples_free (&result);
  result = scale (&ours, in,
      "video/x-raw,format=I420,width=640,height=360,framerate=25/1,"
      "colorimetry=bt709,chroma-site=mpeg2",
      &frame);
  for (gint c = 0; c < 3; c++)
    g_assert_cmpuint (*samples_at (&result, c, 9, 9), ==, green[c]);
  samples_free (&result);
  samples_free (&frame);
}

/* ---- properties ---- */

static void
a_method_set_while_playing (void)
{
  const gchar *in = "video/x-raw,format=GRAY8,width=32,height=24,framerate=25/1";
  const gchar *out = "video/x-raw,format=GRAY8,width=80,height=60,framerate=25/1";
  GstVideoInfo in_info = info_of (in), info = info_of (out);
  GstBuffer *frame = noise_frame (&in_info, 1);

  if (!is_measured ())
    return;
  for (gint i = 0; i < 2; i++) {
    const Scaler *scaler = i == 0 ? &theirs : &ours;
    GstHarness *harness = harness_new (scaler, in, out);
    GstElement *element = gst_harness_find_element (harness, scaler->factory);
    GstBuffer *before = push (harness, frame), *after;

    gst_util_set_object_arg (G_OBJECT (element), "method", "lanczos");
    after = push (harness, frame);
    g_assert_cmpint (same_picture (&info, before, after), ==, scaler == &theirs);
    gst_buffer_unref (after);
    gst_buffer_unref (before);
    gst_object_unref (element);
    gst_harness_teardown (harness);
  }
  gst_buffer_unref (frame);
}

static guint
n_methods (const gchar *factory)
{
  GstElement *element = gst_element_factory_make (factory, NULL);
  GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (element), "method");
  const guint n = G_PARAM_SPEC_ENUM (spec)->enum_class->n_values;

  gst_object_unref (element);
  return n;
}

static void
methods_are_so_many (void)
{
  if (!is_measured ())
    return;
  g_assert_cmpuint (n_methods ("videoscale"), ==, 10);
  g_assert_cmpuint (n_methods ("alignscale"), ==, 15);
}

/* A white frame of 16:9 in a square: what is above it. */
static void
borders_are_black_and_on (void)
{
  const gchar *in = "video/x-raw,format=RGB,width=96,height=54,framerate=25/1";
  const gchar *out =
      "video/x-raw,format=RGB,width=64,height=64,pixel-aspect-ratio=1/1,framerate=25/1";
  static const guint white[] = { 255, 255, 255 };
  static const Scaler green = { "alignscale", "add-borders=true border-color=0xff00ff00" };
  static const struct {
    const Scaler *scaler;
    guint border[3];
  } rows[] = { { &theirs, { 0, 0, 0 } }, { &ours, { 255, 255, 255 } }, { &green, { 0, 255, 0 } } };

  if (!is_measured ())
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    Samples frame = solid (in, white), result = scale (rows[i].scaler, in, out, &frame);

    for (gint c = 0; c < 3; c++) {
      g_assert_cmpuint (*samples_at (&result, c, 32, 1), ==, rows[i].border[c]);
      g_assert_cmpuint (*samples_at (&result, c, 32, 32), ==, 255);
    }
    samples_free (&result);
    samples_free (&frame);
  }
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  g_test_add_func ("/videoscale/the picture's right end moves", the_right_end_moves);
  g_test_add_func ("/videoscale/chroma moves", chroma_moves);
  g_test_add_func ("/videoscale/white changes", white_changes);
  g_test_add_func ("/videoscale/deep grey changes", deep_grey_changes);
  g_test_add_func ("/videoscale/colours are converted", colours_are_converted);
  g_test_add_func ("/videoscale/a method set while playing", a_method_set_while_playing);
  g_test_add_func ("/videoscale/methods are so many", methods_are_so_many);
  g_test_add_func ("/videoscale/borders are black and on", borders_are_black_and_on);
  return g_test_run ();
}
