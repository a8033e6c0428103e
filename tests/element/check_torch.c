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
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  for (gint y = 0; y < v->in_height; y++)
    for (gint x = 0; x < v->in_width; x++)
      for (gint c = 0; c < v->channels; c++)
        *component_at (&frame, (guint) c, x, y) = *next++;
  gst_video_frame_unmap (&frame);
  return buffer;
}

static void
compare (const Vectors *v, const GstVideoInfo *info, GstBuffer *buffer, Tally *tally)
{
  const guint8 *next = v->expected;
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_READ));
  for (gint y = 0; y < v->out_height; y++)
    for (gint x = 0; x < v->out_width; x++)
      for (gint c = 0; c < v->channels; c++) {
        const gint difference = abs (*component_at (&frame, (guint) c, x, y) - *next++);

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
    return g_strdup_printf (
        "library=%.*s method=%s", (gint) (space - v->method), v->method, space + 1);
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

static void
check_file (gconstpointer path)
{
  Tally exact = { 0 }, near = { 0 };
  Vectors vectors;

  vectors_open (&vectors, path);
  while (vectors.error == NULL && vectors_next (&vectors)) {
    const gchar *const *format = formats[vectors.channels];

    for (; *format != NULL; format++)
      check_vector (&vectors, *format, may_be_near (&vectors) ? &near : &exact);
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
