/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compares the element with pictures torch resized (tests/golden), in packed and planar formats.
 * usage: check_torch [g_test options] FILE... */
#include <stdlib.h>
#include <string.h>

#include "scene.h"
#include "vectors.h"

/* Channel c of a picture is component c of these. */
static const gchar *const formats[][7] = {
  [1] = { "GRAY8", NULL },
  [3] = { "RGB", "BGR", "xBGR", "v308", "Y444", "GBR", NULL },
  [4] = { "RGBA", "ABGR", "AYUV", "GBRA", NULL },
};

typedef struct {
  glong n_pictures, n_samples, n_off;
  gint most;
} Tally;

/* The same of 16 bits, in the machine's order. */
static const gchar *const deep_formats[][3] = {
  [1] = { GST_VIDEO_NE (GRAY16), NULL },
  [3] = { NULL },
  [4] = { "ARGB64", "AYUV64", NULL },
};

static const gchar *const *
formats_of (const Vectors *v)
{
  return v->sample_size == 2 ? deep_formats[v->channels] : formats[v->channels];
}

static guint8 *
component_at (const GstVideoFrame *frame, guint component, gint x, gint y)
{
  return (guint8 *) GST_VIDEO_FRAME_COMP_DATA (frame, component)
         + y * GST_VIDEO_FRAME_COMP_STRIDE (frame, component)
         + x * GST_VIDEO_FRAME_COMP_PSTRIDE (frame, component);
}

static GstBuffer *
frame_of_vector (const Vectors *v, const GstVideoInfo *info)
{
  GstBuffer *buffer = noise_frame (info, 1);
  const guint8 *next = v->input;
  const gsize size = (gsize) v->sample_size;
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  for (gint y = 0; y < v->in_height; y++)
    for (gint x = 0; x < v->in_width; x++)
      for (gint c = 0; c < v->channels; c++, next += size)
        memcpy (component_at (&frame, (guint) c, x, y), next, size);
  gst_video_frame_unmap (&frame);
  return buffer;
}

static gint
sample_at (const guint8 *at, gint size)
{
  guint16 word;

  memcpy (&word, at, (gsize) size);
  return size == 2 ? word : *at;
}

static void
compare (const Vectors *v, const GstVideoInfo *info, GstBuffer *buffer, Tally *tally)
{
  const guint8 *next = v->expected;
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_READ));
  for (gint y = 0; y < v->out_height; y++)
    for (gint x = 0; x < v->out_width; x++)
      for (gint c = 0; c < v->channels; c++, next += v->sample_size) {
        const gint difference =
            abs (sample_at (component_at (&frame, (guint) c, x, y), v->sample_size)
                 - sample_at (next, v->sample_size));

        tally->n_off += difference > 0;
        tally->most = MAX (tally->most, difference);
        tally->n_samples++;
      }
  gst_video_frame_unmap (&frame);
  tally->n_pictures++;
}

/* "pillow bicubic" is another library's method. */
static gchar *
settings_of_vector (const Vectors *v)
{
  const gchar *space = strchr (v->method, ' ');

  if (space != NULL)
    return g_strdup_printf ("library=%.*s method=%s arithmetic=%s", (gint) (space - v->method),
        v->method, space + 1, v->is_float ? "float" : "native");
  return g_strdup_printf ("method=%s align-corners=%d antialias=%d arithmetic=%s "
                          "scale-factor-x=%.17g scale-factor-y=%.17g recompute-scale-factor=%d",
      v->method, v->align_corners, v->antialias, v->is_float ? "float" : "native", v->factor_x,
      v->factor_y, v->recompute);
}

static void
check_vector (const Vectors *v, const gchar *format, Tally *tally)
{
  gchar *settings = settings_of_vector (v);
  gchar *in = caps_text (format, v->in_width, v->in_height, "");
  gchar *out = caps_text (format, v->out_width, v->out_height, "");
  /* where torch was given factors, the size is the element's to find */
  Scene scene = scene_new (settings, in, v->factor_x > 0 ? NULL : out);
  GstVideoInfo in_info = info_of (in), out_info;
  GstBuffer *result = scene_scale (&scene, frame_of_vector (v, &in_info));

  out_info = scene_info (&scene);
  g_assert_cmpint (out_info.width, ==, v->out_width);
  g_assert_cmpint (out_info.height, ==, v->out_height);
  compare (v, &out_info, result, tally);
  gst_buffer_unref (result);
  scene_free (&scene);
  g_free (settings);
  g_free (in);
  g_free (out);
}

/* torch's own float results differ in the last bit from build to build for these. */
static gboolean
may_be_near (const Vectors *v)
{
  return v->is_float
         && (v->antialias || strcmp (v->method, "bicubic") == 0
             || strcmp (v->method, "lanczos") == 0);
}

/* OpenCV's bicubic and lanczos sum the last samples of a row otherwise: which those are depends on
 * how many a pixel of the row has. */
static gboolean
has_other_ends (const Vectors *v, const gchar *format)
{
  const GstVideoFormatInfo *info =
      gst_video_format_get_info (gst_video_format_from_string (format));

  return (strcmp (v->method, "opencv bicubic") == 0 || strcmp (v->method, "opencv lanczos") == 0)
         && GST_VIDEO_FORMAT_INFO_PSTRIDE (info, 0) != v->channels * v->sample_size;
}

static void
check_file (gconstpointer path)
{
  Tally exact = { 0 }, near = { 0 };
  Vectors vectors;

  vectors_open (&vectors, path);
  while (vectors.error == NULL && vectors_next (&vectors)) {
    const gchar *const *format = formats_of (&vectors);

    for (; *format != NULL; format++)
      check_vector (&vectors, *format,
          may_be_near (&vectors) || has_other_ends (&vectors, *format) ? &near : &exact);
  }
  g_test_message ("%s: %ld pictures are to be equal, %ld samples are not; %ld within 1, %ld of %ld "
                  "samples are",
      vectors.method, exact.n_pictures, exact.n_off, near.n_pictures, near.n_off, near.n_samples);
  g_assert_null (vectors.error);
  g_assert_cmpint (exact.n_pictures, >, 0);
  g_assert_cmpint (exact.n_off, ==, 0);
  g_assert_cmpint (near.most, <=, 1);
  g_assert_cmpint (near.n_off * 10000, <=, near.n_samples);
  vectors_close (&vectors);
}

int
main (int argc, char **argv)
{
  test_init (&argc, &argv);
  for (gint i = 1; i < argc; i++) {
    gchar *name = g_path_get_basename (argv[i]);
    gchar *path = g_strdup_printf ("/torch/%s", name);

    g_test_add_data_func (path, argv[i], check_file);
    g_free (path);
    g_free (name);
  }
  return g_test_run ();
}
