/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef SCENE_H
#define SCENE_H

#include <gst/check/gstharness.h>
#include <gst/video/video.h>

/* What the tests of the element share: an alignscale between two pads that the test holds, and
 * frames to send through it. */

typedef struct {
  GstHarness *harness;
  GstElement *element; /* the harness' */
  GstBus *bus;         /* what the element posts */
} Scene;

/* `settings` is "name=value ..." or NULL. `in` and `out` are caps as text: what is sent, what the
 * other side takes; NULL: anything. Caps of `in` are pushed at once. */
Scene scene_new (const gchar *settings, const gchar *in, const gchar *out);
/* The same with another of the plugin's elements. */
Scene scene_new_of (const gchar *element, const gchar *settings, const gchar *in, const gchar *out);
void scene_free (Scene *scene);

/* Sets properties of a running element: "name=value ...". */
void scene_set (Scene *scene, const gchar *settings);

/* Pushes a frame (taken over) and returns what comes out; fails the test if nothing does. */
GstBuffer *scene_scale (Scene *scene, GstBuffer *frame);

/* Caps that came out last, to be unreffed; NULL before there were any. */
GstCaps *scene_caps (Scene *scene);
/* Their info; fails the test if there are none. */
GstVideoInfo scene_info (Scene *scene);

/* Slices that frames are scaled in now, of which the plan speaks where there are several. */
gint scene_slices (Scene *scene);

/* Messages of this type since the last call. */
gint scene_count (Scene *scene, GstMessageType type);
/* The text of the next error or warning, or NULL. Free with g_free. */
gchar *scene_text (Scene *scene, GstMessageType type);

/* Fails the test unless the element has posted one error, whose text begins so. Free with g_free.
 */
gchar *scene_one_error (Scene *scene, const gchar *begin);

/* Somebody seeks or shuts down just when downstream is asked for its caps. */
void scene_flush_at_caps_query (Scene *scene);

/* The info of caps as text; a format, a size and more fields. */
GstVideoInfo info_of (const gchar *caps);
/* video/x-raw caps text of a format and size, with `more` (may be ""), to be freed. */
gchar *caps_text (const gchar *format, gint width, gint height, const gchar *more);

/* A frame of noise, the same for the same seed, all samples within the format's depth. */
GstBuffer *noise_frame (const GstVideoInfo *info, guint32 seed);
/* A frame that holds `size` bytes of `data`; of GRAY8 and the like, rows without padding. */
GstBuffer *frame_of_rows (const GstVideoInfo *info, gconstpointer rows);

/* The result of a fresh element for one frame, which stays the caller's. */
GstBuffer *scale_once (const gchar *settings, const gchar *in, const gchar *out, GstBuffer *frame);

/* Copies the picture from one frame of this info to another, whatever their strides; unlike
 * gst_video_frame_copy with the last chroma sample of odd widths. */
void copy_picture (const GstVideoInfo *info, GstBuffer *to, GstBuffer *from);
/* True where two frames of this info hold the same picture: padding of rows does not count. */
gboolean same_picture (const GstVideoInfo *info, GstBuffer *a, GstBuffer *b);

/* Calls `check` with every line of a file of expectations that is no comment, without its end;
 * returns how many there were. Fails the test where there is no such file. */
guint for_lines (const gchar *path, void (*check) (const gchar *line));

/* An overlay of one rectangle there, of any pixels. Free with
 * gst_video_overlay_composition_unref. */
GstVideoOverlayComposition *overlay_at (gint x, gint y, guint width, guint height);

/* For main: initialises GStreamer and g_test. */
void test_init (gint *argc, gchar ***argv);

#endif
