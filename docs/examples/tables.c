/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What align-corners does, in numbers the element computes.
 *
 *   tables           small pictures, enlarged with both settings
 *   tables --shift   how far a 16 times enlarged ramp is moved, beside videoscale
 *
 * Each picture goes through a pipeline of its own: appsrc ! scaler ! appsink. */
#include <gst/app/app.h>
#include <gst/video/video.h>

/* Stands for 1 in the small pictures, so that four digits of a result can be read. */
#define GAIN 10000.0

/* A picture of one component, its samples without gaps. */
typedef struct {
  int width, height;
  double *samples;
} Picture;

static Picture
picture_new (int width, int height, const double *samples)
{
  Picture picture = { width, height, g_new0 (double, width *height) };

  for (int i = 0; samples && i < width * height; i++)
    picture.samples[i] = samples[i];
  return picture;
}

static double *
row_of (const Picture *picture, int y)
{
  return picture->samples + y * picture->width;
}

static void
load_row (gpointer row, int depth, const double *samples, int len)
{
  for (int x = 0; x < len; x++) {
    if (depth > 8)
      ((guint16 *) row)[x] = (guint16) samples[x];
    else
      ((guint8 *) row)[x] = (guint8) samples[x];
  }
}

static void
store_row (double *samples, gconstpointer row, int depth, int len)
{
  for (int x = 0; x < len; x++)
    samples[x] = depth > 8 ? ((const guint16 *) row)[x] : ((const guint8 *) row)[x];
}

/* The picture as a sample with caps, ready for appsrc. */
static GstSample *
sample_from_picture (const Picture *picture, GstVideoFormat format)
{
  GstVideoInfo info;
  GstVideoFrame frame;
  GstBuffer *buffer;
  GstCaps *caps;
  GstSample *sample;

  gst_video_info_set_format (&info, format, picture->width, picture->height);
  GST_VIDEO_INFO_FPS_N (&info) = 25;
  buffer = gst_buffer_new_allocate (NULL, info.size, NULL);
  gst_video_frame_map (&frame, &info, buffer, GST_MAP_WRITE);
  for (int y = 0; y < picture->height; y++)
    load_row ((guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame, 0)
                  + y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0),
        GST_VIDEO_FRAME_COMP_DEPTH (&frame, 0), row_of (picture, y), picture->width);
  gst_video_frame_unmap (&frame);

  caps = gst_video_info_to_caps (&info);
  sample = gst_sample_new (buffer, caps, NULL, NULL);
  gst_caps_unref (caps);
  gst_buffer_unref (buffer);
  return sample;
}

static Picture
picture_from_sample (GstSample *sample)
{
  GstVideoInfo info;
  GstVideoFrame frame;
  Picture picture;

  gst_video_info_from_caps (&info, gst_sample_get_caps (sample));
  gst_video_frame_map (&frame, &info, gst_sample_get_buffer (sample), GST_MAP_READ);
  picture = picture_new (info.width, info.height, NULL);
  for (int y = 0; y < picture.height; y++)
    store_row (row_of (&picture, y),
        (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame, 0)
            + y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0),
        GST_VIDEO_FRAME_COMP_DEPTH (&frame, 0), picture.width);
  gst_video_frame_unmap (&frame);
  return picture;
}

/* Ends the program with the pipeline's own sentence. */
static void
fail_with_message (GstElement *pipeline)
{
  GstBus *bus = gst_element_get_bus (pipeline);
  GstMessage *message = gst_bus_pop_filtered (bus, GST_MESSAGE_ERROR);
  GError *error = NULL;

  if (message)
    gst_message_parse_error (message, &error, NULL);
  g_printerr ("%s\n", error ? error->message : "the pipeline gave no picture within ten seconds");
  exit (1);
}

/* Sends a picture through a scaler as gst-launch-1.0 would spell it. */
static Picture
scale (const char *scaler, const Picture *in, GstVideoFormat format, int width, int height)
{
  char *text = g_strdup_printf ("appsrc name=in format=time ! %s ! video/x-raw,width=%d,height=%d"
                                " ! appsink name=out sync=false",
      scaler, width, height);
  GError *error = NULL;
  GstElement *pipeline = gst_parse_launch (text, &error);
  GstElement *source, *sink;
  GstSample *sample;
  Picture out;

  if (error) {
    g_printerr ("%s\n", error->message);
    exit (1);
  }
  source = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  sink = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  gst_element_set_state (pipeline, GST_STATE_PLAYING);

  sample = sample_from_picture (in, format);
  gst_app_src_push_sample (GST_APP_SRC (source), sample);
  gst_app_src_end_of_stream (GST_APP_SRC (source));
  gst_sample_unref (sample);
  sample = gst_app_sink_try_pull_sample (GST_APP_SINK (sink), 10 * GST_SECOND);
  if (!sample)
    fail_with_message (pipeline);
  out = picture_from_sample (sample);

  gst_sample_unref (sample);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (source);
  gst_object_unref (sink);
  gst_object_unref (pipeline);
  g_free (text);
  return out;
}

static void
print_table (
    const char *method, gboolean align_corners, const Picture *units, int width, int height)
{
  char *scaler = g_strdup_printf (
      "alignscale method=%s align-corners=%s", method, align_corners ? "true" : "false");
  Picture in = picture_new (units->width, units->height, units->samples), out;

  for (int i = 0; i < in.width * in.height; i++)
    in.samples[i] *= GAIN;
  out = scale (scaler, &in, gst_video_format_from_string (GST_VIDEO_NE (GRAY16)), width, height);

  g_print ("%s, %dx%d to %dx%d, align-corners=%s\n", method, in.width, in.height, width, height,
      align_corners ? "true" : "false");
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++)
      g_print (" %7.4f", row_of (&out, y)[x] / GAIN);
    g_print ("\n");
  }
  g_print ("\n");
  g_free (in.samples);
  g_free (out.samples);
  g_free (scaler);
}

static void
print_tables (void)
{
  Picture three = picture_new (3, 3, (const double[]){ 1, 2, 0, 3, 4, 0, 0, 0, 0 });
  Picture two = picture_new (2, 2, (const double[]){ 1, 2, 3, 4 });
  Picture pair = picture_new (2, 1, (const double[]){ 0, 1 });

  for (int align_corners = 0; align_corners < 2; align_corners++) {
    print_table ("bilinear", align_corners, &three, 6, 6);
    print_table ("bicubic", align_corners, &two, 4, 4);
    print_table ("bilinear", align_corners, &pair, 4, 1);
  }
  g_free (three.samples);
  g_free (two.samples);
  g_free (pair.samples);
}

#define RAMP_LEN 8
#define RAMP_ZOOM 16

typedef struct {
  const char *head, *scaler;
  const char *format;
  double step; /* from a pixel of the ramp to the next; results come in whole numbers */
  gboolean down;
} Measurement;

/* The middle row or column of an enlarged ramp across or down. */
static void
measure (const Measurement *measurement, double *line)
{
  const int len = RAMP_LEN * RAMP_ZOOM;
  Picture in = picture_new (RAMP_LEN, RAMP_LEN, NULL), out;

  for (int y = 0; y < RAMP_LEN; y++)
    for (int x = 0; x < RAMP_LEN; x++)
      row_of (&in, y)[x] = measurement->step * (measurement->down ? y : x);
  out = scale (
      measurement->scaler, &in, gst_video_format_from_string (measurement->format), len, len);
  for (int i = 0; i < len; i++)
    line[i] = measurement->down ? row_of (&out, i)[len / 2] : row_of (&out, len / 2)[i];
  g_free (in.samples);
  g_free (out.samples);
}

/* How far the enlarged ramp is moved, in output pixels, at output pixel i, whose centre is at
 * (i + 1/2) / RAMP_ZOOM of the picture: what stands there against what should. */
static double
moved (double sample, double step, int i)
{
  const double expected = (i + 0.5) / RAMP_ZOOM - 0.5;
  const double tenths = (expected - sample / step) * RAMP_ZOOM * 10.0;

  return (tenths < 0.0 ? -(int) (0.5 - tenths) : (int) (0.5 + tenths)) / 10.0;
}

static void
print_shift (void)
{
  static const Measurement columns[] = {
    { "false", "alignscale align-corners=false", GST_VIDEO_NE (GRAY16), 8000.0, FALSE },
    { "true", "alignscale align-corners=true", GST_VIDEO_NE (GRAY16), 8000.0, FALSE },
    { "videoscale across", "videoscale method=bilinear", "GRAY8", 32.0, FALSE },
    { "videoscale down", "videoscale method=bilinear", "GRAY8", 32.0, TRUE },
  };
  static const int places[] = { 8, 24, 40, 56, 71, 87, 103, 119 };
  double lines[G_N_ELEMENTS (columns)][RAMP_LEN * RAMP_ZOOM];

  g_print ("pixel");
  for (gsize c = 0; c < G_N_ELEMENTS (columns); c++) {
    g_print ("  %17s", columns[c].head);
    measure (&columns[c], lines[c]);
  }
  g_print ("\n");
  for (gsize p = 0; p < G_N_ELEMENTS (places); p++) {
    g_print ("%5d", places[p]);
    for (gsize c = 0; c < G_N_ELEMENTS (columns); c++)
      g_print ("  %+17.1f", moved (lines[c][places[p]], columns[c].step, places[p]));
    g_print ("\n");
  }
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  if (argc == 1)
    print_tables ();
  else if (argc == 2 && g_str_equal (argv[1], "--shift"))
    print_shift ();
  else {
    g_printerr ("tables [--shift]\n");
    return 2;
  }
  return 0;
}
