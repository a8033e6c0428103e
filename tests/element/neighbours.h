/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef NEIGHBOURS_H
#define NEIGHBOURS_H

#include "samples.h"

/* What the tests with stock elements share: pipelines whose every wait has an end, frames read by
 * what their own metas say, and resizing written as a formula that knows nothing of the element. */

/* A pipeline that plays. */
typedef struct {
  GstElement *pipeline;
  GstBus *bus;
} Play;

/* Starts a pipeline written as for gst-launch-1.0. False where one of its elements is not
 * installed: then the test is marked as skipped. */
gboolean play_new (Play *play, const gchar *format, ...) G_GNUC_PRINTF (2, 3);
/* The same in two steps, for what has to be watched from the first frame on. */
gboolean play_build (Play *play, const gchar *format, ...) G_GNUC_PRINTF (2, 3);
void play_start (Play *play);
void play_free (Play *play);

/* The element of this name, for as long as the pipeline lives. */
GstElement *play_element (Play *play, const gchar *name);
/* Sets a property of it from text. */
void play_set (Play *play, const gchar *name, const gchar *property, const gchar *value);

/* Sends a frame (taken over) of the caps that appsrc `name` has. Frames get times of 25 a
 * second. */
void play_push (Play *play, const gchar *name, GstBuffer *frame);
/* What appsink `name` gets next; NULL, and the test fails, where nothing comes in time. */
GstSample *play_pull (Play *play, const gchar *name);
/* The same as numbers; no components where nothing came. */
Samples play_read (Play *play, const gchar *name);
/* The same, but the end of the stream is no failure. */
Samples play_read_or_end (Play *play, const gchar *name);
void play_end_source (Play *play, const gchar *name);
/* Ends appsrc `source` unless NULL; fails the test unless `sink` gets EOS and no more frames. */
void play_end (Play *play, const gchar *source, const gchar *sink);
/* Plays to its end what has no appsink; fails the test where that is an error or does not come. */
void play_out (Play *play);

/* Returns when a pad has caps; fails the test where that takes too long. */
void play_wait_for_caps (Play *play, const gchar *name, const gchar *pad_name);

/* Counts the buffers with a GstVideoCropMeta that reach an element's sink pad, from now on. The
 * count stays valid until play_free. */
const gint *play_count_crops (Play *play, const gchar *name);
/* Offers upstream of this element to take such metas itself. */
void play_take (Play *play, const gchar *name, GType api);

/* The pixels of a sample, all that its memory holds: their info has the size in the GstVideoMeta. A
 * frame of a mixed stream is interleaved or progressive. */
Samples sample_read (GstSample *sample);
/* Noise, the same for the same seed. */
Samples noise_new (const gchar *text, guint32 seed);
/* The buffer of such numbers, with `pad` unused bytes in front of and behind each row, as its
 * GstVideoMeta says. */
GstBuffer *samples_padded (const Samples *samples, guint pad);
/* The buffer of such numbers with their size in a GstVideoMeta and a GstVideoCropMeta. */
GstBuffer *samples_cropped (const Samples *samples, const GstVideoRectangle *crop);

/* One resize; of fields, each from its own rows, where the input's info has an interlace mode. Zero
 * is bilinear interpolation of all of the frame to all of the frame. */
typedef struct {
  gboolean nearest; /* nearest-exact */
  gboolean align_corners;
  GstVideoRectangle source;  /* in pixels of the input's memory; of width 0: all */
  GstVideoRectangle picture; /* in the output; of width 0: all */
  gdouble off;               /* levels a sample may be off; 0: rounding in float */
} Resize;

/* Fails the test unless `got` is that resize of `from`, with black around the picture. `what` goes
 * into the message. */
void check_resize (
    const Samples *from, const Samples *got, const Resize *resize, const gchar *what);

/* The same for a frame that is pulled. */
void check_pulled (
    Play *play, const gchar *sink, const Samples *from, const Resize *resize, const gchar *what);

/* An element beside alignscale. */
typedef struct {
  const gchar *name, *caps; /* of the test, of the noise that is sent */
  const gchar *neighbour;   /* as for gst-launch-1.0 */
  const gchar *scaler;      /* behind "alignscale" */
  Resize resize;
} Row;

/* Tests whose data is a row. The neighbour is in front: what comes out is the resize of what it
 * gives to a sink of another branch. */
void is_resized_behind (gconstpointer row);
/* It is behind: it makes the same of our frames, which are the resize of the noise, and of plain
 * frames with the same pixels. */
void is_taken_behind (gconstpointer row);
/* Adds "/neighbours/GROUP/ROW'S NAME". */
void add_rows (const gchar *group, const Row *rows, gsize n, GTestDataFunc check);

/* Adds "/neighbours/NAME/FORMAT", whose data is the format. */
void add_format_test (const gchar *name, const gchar *format, GTestDataFunc check);

/* A folder that is removed with all that is in it at the program's end; and the path of a file in
 * it, to be freed. */
gchar *film_path (const gchar *name);
/* Writes that file by playing `format` ! filesink to its end; false as play_new is. */
gboolean film_make (const gchar *path, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

#endif
