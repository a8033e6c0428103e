/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define _POSIX_C_SOURCE 200809L /* fork */
#include "scene.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

Scene
scene_new (const gchar *settings, const gchar *in, const gchar *out)
{
  return scene_new_of ("alignscale", settings, in, out);
}

Scene
scene_new_of (const gchar *element, const gchar *settings, const gchar *in, const gchar *out)
{
  Scene scene;

  scene.element = gst_element_factory_make (element, NULL);
  g_assert_nonnull (scene.element);
  scene.bus = gst_bus_new ();
  gst_element_set_bus (scene.element, scene.bus);
  scene_set (&scene, settings);
  scene.harness = gst_harness_new_with_element (scene.element, "sink", "src");
  gst_object_unref (scene.element); /* the harness has its own */
  if (out != NULL)
    gst_harness_set_sink_caps_str (scene.harness, out);
  if (in != NULL)
    gst_harness_set_src_caps_str (scene.harness, in);
  return scene;
}

void
scene_free (Scene *scene)
{
  gst_element_set_bus (scene->element, NULL);
  gst_harness_teardown (scene->harness);
  gst_object_unref (scene->bus);
}

void
scene_set (Scene *scene, const gchar *settings)
{
  gchar **pairs = g_strsplit (settings ? settings : "", " ", -1);

  for (gchar **pair = pairs; *pair != NULL; pair++) {
    gchar **words = g_strsplit (*pair, "=", 2);

    if (words[0] != NULL)
      gst_util_set_object_arg (G_OBJECT (scene->element), words[0], words[1]);
    g_strfreev (words);
  }
  g_strfreev (pairs);
}

GstBuffer *
scene_scale (Scene *scene, GstBuffer *frame)
{
  GstBuffer *result;

  g_assert_cmpint (gst_harness_push (scene->harness, frame), ==, GST_FLOW_OK);
  result = gst_harness_try_pull (scene->harness);
  g_assert_nonnull (result);
  return result;
}

GstCaps *
scene_caps (Scene *scene)
{
  return gst_pad_get_current_caps (scene->harness->sinkpad);
}

GstVideoInfo
scene_info (Scene *scene)
{
  GstVideoInfo info;
  GstCaps *caps = scene_caps (scene);

  g_assert_nonnull (caps);
  g_assert_true (gst_video_info_from_caps (&info, caps));
  gst_caps_unref (caps);
  return info;
}

gint
scene_slices (Scene *scene)
{
  gchar *plan;
  const gchar *place;
  gint n = 1;

  g_object_get (scene->element, "plan", &plan, NULL);
  g_assert_nonnull (plan);
  place = strstr (plan, " slices:");
  while (place != NULL && place > plan && g_ascii_isdigit (place[-1]))
    place--;
  if (place != NULL)
    n = (gint) g_ascii_strtoll (place, NULL, 10);
  g_free (plan);
  return n;
}

gint
scene_count (Scene *scene, GstMessageType type)
{
  gint n = 0;
  GstMessage *message;

  while ((message = gst_bus_pop (scene->bus)) != NULL) {
    n += (GST_MESSAGE_TYPE (message) & type) != 0;
    gst_message_unref (message);
  }
  return n;
}

gchar *
scene_text (Scene *scene, GstMessageType type)
{
  GstMessage *message = gst_bus_pop_filtered (scene->bus, type);
  GError *error = NULL;
  gchar *text;

  if (message == NULL)
    return NULL;
  if (type == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  else
    gst_message_parse_warning (message, &error, NULL);
  text = g_strdup (error->message);
  g_error_free (error);
  gst_message_unref (message);
  return text;
}

gchar *
scene_one_error (Scene *scene, const gchar *begin)
{
  gchar *text = scene_text (scene, GST_MESSAGE_ERROR);

  g_assert_nonnull (text);
  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (text, begin));
  g_assert_cmpint (scene_count (scene, GST_MESSAGE_ERROR), ==, 0);
  return text;
}

static GstPadProbeReturn
flush_at_caps_query (GstPad *pad, GstPadProbeInfo *info, gpointer harness)
{
  (void) pad;
  if (GST_QUERY_TYPE (GST_PAD_PROBE_INFO_QUERY (info)) != GST_QUERY_CAPS)
    return GST_PAD_PROBE_OK;
  gst_harness_push_event (harness, gst_event_new_flush_start ());
  return GST_PAD_PROBE_REMOVE;
}

void
scene_flush_at_caps_query (Scene *scene)
{
  gst_pad_add_probe (scene->harness->sinkpad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM,
      flush_at_caps_query, scene->harness, NULL);
}

GstVideoInfo
info_of (const gchar *text)
{
  GstVideoInfo info;
  GstCaps *caps = gst_caps_from_string (text);

  g_assert_nonnull (caps);
  g_assert_true (gst_video_info_from_caps (&info, caps));
  gst_caps_unref (caps);
  return info;
}

gchar *
caps_text (const gchar *format, gint width, gint height, const gchar *more)
{
  return g_strdup_printf ("video/x-raw,format=%s,width=%d,height=%d,framerate=25/1%s%s", format,
      width, height, *more ? "," : "", more);
}

/* Bits of a 16 bit sample in memory that this format does not use. */
static void
clear_unused_bits (const GstVideoInfo *info, guint8 *data, gsize size)
{
  const guint depth = GST_VIDEO_INFO_COMP_DEPTH (info, 0);
  const gsize high = GST_VIDEO_FORMAT_INFO_IS_LE (info->finfo) ? 1 : 0;

  for (gsize i = high; depth > 8 && i < size; i += 2)
    data[i] &= (guint8) (0xff >> (16 - depth));
}

GstBuffer *
noise_frame (const GstVideoInfo *info, guint32 seed)
{
  GstBuffer *frame = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (info), NULL);
  GRand *rand = g_rand_new_with_seed (seed);
  GstMapInfo map;

  g_assert_true (gst_buffer_map (frame, &map, GST_MAP_WRITE));
  for (gsize i = 0; i < map.size; i++)
    map.data[i] = (guint8) g_rand_int (rand);
  clear_unused_bits (info, map.data, map.size);
  gst_buffer_unmap (frame, &map);
  g_rand_free (rand);
  return frame;
}

GstBuffer *
frame_of_rows (const GstVideoInfo *info, gconstpointer rows)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, GST_VIDEO_INFO_SIZE (info), NULL);
  const gsize row = (gsize) (info->width * GST_VIDEO_INFO_COMP_PSTRIDE (info, 0));
  GstVideoFrame frame;

  g_assert_true (gst_video_frame_map (&frame, info, buffer, GST_MAP_WRITE));
  for (gint y = 0; y < info->height; y++)
    memcpy ((guint8 *) GST_VIDEO_FRAME_PLANE_DATA (&frame, 0)
                + y * GST_VIDEO_FRAME_PLANE_STRIDE (&frame, 0),
        (const guint8 *) rows + (gsize) y * row, row);
  gst_video_frame_unmap (&frame);
  return buffer;
}

GstBuffer *
scale_once (const gchar *settings, const gchar *in, const gchar *out, GstBuffer *frame)
{
  Scene scene = scene_new (settings, in, out);
  GstBuffer *result = scene_scale (&scene, gst_buffer_ref (frame));

  scene_free (&scene);
  return result;
}

/* Bytes of a plane's row that belong to the picture. */
static gsize
row_bytes (const GstVideoInfo *info, guint plane)
{
  gsize bytes = 0;

  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++) {
    if (GST_VIDEO_INFO_COMP_PLANE (info, c) == plane)
      bytes = MAX (bytes,
          (gsize) (GST_VIDEO_INFO_COMP_WIDTH (info, c) * GST_VIDEO_INFO_COMP_PSTRIDE (info, c)));
  }
  return bytes;
}

static gint
plane_rows (const GstVideoInfo *info, guint plane)
{
  gint rows = 0;

  for (guint c = 0; c < GST_VIDEO_INFO_N_COMPONENTS (info); c++) {
    if (GST_VIDEO_INFO_COMP_PLANE (info, c) == plane)
      rows = GST_VIDEO_INFO_COMP_HEIGHT (info, c);
  }
  return rows;
}

static guint8 *
row_at (const GstVideoFrame *frame, guint plane, gint y)
{
  return (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (frame, plane)
         + y * GST_VIDEO_FRAME_PLANE_STRIDE (frame, plane);
}

void
copy_picture (const GstVideoInfo *info, GstBuffer *to, GstBuffer *from)
{
  GstVideoFrame source, destination;

  g_assert_true (gst_video_frame_map (&source, info, from, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&destination, info, to, GST_MAP_WRITE));
  for (guint p = 0; p < GST_VIDEO_INFO_N_PLANES (info); p++) {
    for (gint y = 0; y < plane_rows (info, p); y++)
      memcpy (row_at (&destination, p, y), row_at (&source, p, y), row_bytes (info, p));
  }
  gst_video_frame_unmap (&destination);
  gst_video_frame_unmap (&source);
}

static gboolean
same_plane (const GstVideoFrame *a, const GstVideoFrame *b, guint plane)
{
  const gsize bytes = row_bytes (&a->info, plane);

  for (gint y = 0; y < plane_rows (&a->info, plane); y++) {
    if (memcmp (row_at (a, plane, y), row_at (b, plane, y), bytes) != 0) {
      g_test_message ("plane %u differs in row %d", plane, y);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
same_picture (const GstVideoInfo *info, GstBuffer *a, GstBuffer *b)
{
  GstVideoFrame frame_a, frame_b;
  gboolean same = TRUE;

  g_assert_true (gst_video_frame_map (&frame_a, info, a, GST_MAP_READ));
  g_assert_true (gst_video_frame_map (&frame_b, info, b, GST_MAP_READ));
  for (guint p = 0; same && p < GST_VIDEO_INFO_N_PLANES (info); p++)
    same = same_plane (&frame_a, &frame_b, p);
  gst_video_frame_unmap (&frame_b);
  gst_video_frame_unmap (&frame_a);
  return same;
}

/* A first scan of the system's plugins leaks what a leak checker would count against the test: it
 * is done by another process. */
static void
scan_plugins (void)
{
  const pid_t child = fork ();

  if (child == 0) {
    gst_init (NULL, NULL);
    _exit (0);
  }
  waitpid (child, NULL, 0);
}

guint
for_lines (const gchar *path, void (*check) (const gchar *line))
{
  FILE *file = fopen (path, "r");
  gchar line[512];
  guint n = 0;

  g_assert_nonnull (file);
  while (fgets (line, sizeof line, file) != NULL) {
    line[strcspn (line, "\n")] = '\0';
    if (line[0] == '#')
      continue;
    check (line);
    n++;
  }
  fclose (file);
  return n;
}

GstVideoOverlayComposition *
overlay_at (gint x, gint y, guint width, guint height)
{
  GstBuffer *pixels = gst_buffer_new_allocate (NULL, 4 * 4 * 4, NULL);
  GstVideoOverlayRectangle *rectangle;
  GstVideoOverlayComposition *overlay;

  gst_buffer_memset (pixels, 0, 0x80, G_MAXSIZE);
  gst_buffer_add_video_meta (
      pixels, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_OVERLAY_COMPOSITION_FORMAT_RGB, 4, 4);
  rectangle = gst_video_overlay_rectangle_new_raw (
      pixels, x, y, width, height, GST_VIDEO_OVERLAY_FORMAT_FLAG_NONE);
  overlay = gst_video_overlay_composition_new (rectangle);
  gst_video_overlay_rectangle_unref (rectangle);
  gst_buffer_unref (pixels);
  return overlay;
}

void
test_init (gint *argc, gchar ***argv)
{
  scan_plugins ();
  gst_init (NULL, NULL);
  g_test_init (argc, argv, NULL);
  g_test_set_nonfatal_assertions ();
}
