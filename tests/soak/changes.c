/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "changes.h"

#include <gst/video/navigation.h>
#include <string.h>

#include "settings.h"

/* In how many of a thousand changes, and what they are called. */
static const struct {
  const gchar *name;
  gint weight;
} kinds[N_CHANGES] = {
  [CHANGE_PROPERTY] = { "properties", 640 },
  [CHANGE_CROP] = { "crops", 100 },
  [CHANGE_DOWNSTREAM] = { "downstream sizes", 90 },
  [CHANGE_UPSTREAM] = { "upstream sizes and formats", 60 },
  [CHANGE_ALLOCATION] = { "buffer pools", 30 },
  [CHANGE_TASK_POOL] = { "task pools", 25 },
  [CHANGE_NAVIGATION] = { "pointer events", 30 },
  [CHANGE_PAUSE] = { "pauses", 15 },
  [CHANGE_FLUSH] = { "flushing seeks", 7 },
  [CHANGE_RESTART] = { "restarts", 3 },
};

/* Mostly cheap ones: a change is worth as much on a small frame. */
static const gint sizes[][2] = { { 1920, 1080 }, { 96, 64 }, { 160, 120 }, { 320, 180 },
  { 355, 289 }, { 640, 360 }, { 101, 333 } };
static const gchar *const formats[] = { "I420", "NV12", "RGBA", "RGB", "GRAY8", "YUY2", "UYVY",
  "I420_10LE", "AYUV", "Y42B", "Y444", "RGB16", "v210", "GRAY16_LE", "GBR", "Y41B" };

const gchar *
changes_name (ChangeKind kind)
{
  return kinds[kind].name;
}

static gint
below (Changes *changes, gint n)
{
  return g_rand_int_range (changes->random, 0, n);
}

static void
set_caps (GstElement *filter, gchar *text)
{
  gst_util_set_object_arg (G_OBJECT (filter), "caps", text);
  g_free (text);
}

static gint
draw_size (Changes *changes)
{
  gint size;

  do {
    size = below (changes, G_N_ELEMENTS (sizes));
  } while (sizes[size][0] > changes->largest);
  return size;
}

static void
change_upstream (Changes *changes)
{
  const gint size = draw_size (changes);
  const gint format = below (changes, G_N_ELEMENTS (formats));

  set_caps (changes->stream->upstream,
      g_strdup_printf ("video/x-raw,format=%s,width=%d,height=%d,framerate=%d/1", formats[format],
          sizes[size][0], sizes[size][1], changes->fps));
}

static void
change_downstream (Changes *changes)
{
  const gint kind = below (changes, 8), size = draw_size (changes);
  const gint width = 1 + below (changes, MIN (changes->largest, 700));
  const gint height = 1 + below (changes, MIN (changes->largest, 500));
  const gchar *pixels = below (changes, 2) ? ",pixel-aspect-ratio=1/1" : "";
  GstElement *filter = changes->stream->downstream;

  changes->sized = kind > 1;
  if (changes->sized)
    settings_clear_factors (changes->stream->scale);
  if (kind < 2)
    set_caps (filter, g_strdup ("video/x-raw"));
  else if (kind == 2)
    set_caps (filter, g_strdup_printf ("video/x-raw,width=%d%s", width, pixels));
  else if (kind == 3)
    set_caps (filter, g_strdup_printf ("video/x-raw,height=%d%s", height, pixels));
  else if (kind < 6)
    set_caps (filter, g_strdup_printf ("video/x-raw,width=%d,height=%d%s", width, height, pixels));
  else
    set_caps (
        filter, g_strdup_printf ("video/x-raw,width=%d,height=%d", sizes[size][0], sizes[size][1]));
}

static void
change_crop (Changes *changes)
{
  const gint side = below (changes, G_N_ELEMENTS (changes->stream->crops));
  const gint size = below (changes, 20);

  g_atomic_int_set (&changes->stream->crops[side], size < 16 ? size : 0);
}

/* Not from the sink: the filter in between would then complain of frames whose caps were right
 * before its own changed. */
static void
change_allocation (Changes *changes)
{
  GstPad *pad = gst_element_get_static_pad (changes->stream->scale, "src");

  g_atomic_int_set (&changes->stream->allocation, below (changes, N_ALLOCATIONS));
  gst_pad_send_event (pad, gst_event_new_reconfigure ());
  gst_object_unref (pad);
}

static void
move_pointer (Changes *changes)
{
  GstPad *pad = gst_element_get_static_pad (changes->stream->sink, "sink");
  const gdouble x = below (changes, 2000), y = below (changes, 1200);

  gst_pad_push_event (pad,
      gst_event_new_navigation (
          gst_structure_new ("application/x-gst-navigation", "event", G_TYPE_STRING, "mouse-move",
              "pointer_x", G_TYPE_DOUBLE, x, "pointer_y", G_TYPE_DOUBLE, y, NULL)));
  gst_object_unref (pad);
}

static gboolean
go_by (Changes *changes, GstState state)
{
  return stream_set_state (changes->stream, state)
         && stream_set_state (changes->stream, GST_STATE_PLAYING);
}

static ChangeKind
draw_kind (Changes *changes)
{
  gint turn = below (changes, 1000), kind = 0;

  while (turn >= kinds[kind].weight)
    turn -= kinds[kind++].weight;
  return (ChangeKind) kind;
}

gboolean
changes_do (Changes *changes, ChangeKind kind)
{
  changes->n[kind]++;
  switch (kind) {
  case CHANGE_PROPERTY:
    settings_set_one (changes->stream->scale, changes->random, changes->sized);
    break;
  case CHANGE_CROP:
    change_crop (changes);
    break;
  case CHANGE_DOWNSTREAM:
    change_downstream (changes);
    break;
  case CHANGE_UPSTREAM:
    change_upstream (changes);
    break;
  case CHANGE_ALLOCATION:
    change_allocation (changes);
    break;
  case CHANGE_TASK_POOL:
    settings_give_pool (changes->stream->scale, changes->random, &changes->pool);
    break;
  case CHANGE_NAVIGATION:
    move_pointer (changes);
    break;
  case CHANGE_PAUSE:
    return go_by (changes, GST_STATE_PAUSED);
  case CHANGE_FLUSH:
    return stream_flush (changes->stream);
  default:
    return go_by (changes, below (changes, 4) ? GST_STATE_READY : GST_STATE_NULL);
  }
  return TRUE;
}

void
changes_init (Changes *changes, Stream *stream, guint32 seed)
{
  memset (changes, 0, sizeof *changes);
  changes->stream = stream;
  changes->random = g_rand_new_with_seed (seed);
  changes->fps = 60;
  changes->largest = 1920;
}

gboolean
changes_next (Changes *changes)
{
  const ChangeKind kind = draw_kind (changes);

  if (below (changes, 4) == 0)
    settings_get_all (changes->stream->scale);
  return changes_do (changes, kind);
}

guint64
changes_count (const Changes *changes)
{
  guint64 n = 0;

  for (gint i = 0; i < N_CHANGES; i++)
    n += changes->n[i];
  return n;
}

void
changes_finish (Changes *changes)
{
  settings_drop_pool (&changes->pool);
  g_rand_free (changes->random);
}
