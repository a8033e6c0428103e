/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef SAMPLES_H
#define SAMPLES_H

#include <gst/video/video.h>

#include "resizer.h"
#include "scene.h"

/* Frames as numbers. They are read and written with GStreamer's own unpack and pack functions, one
 * component at a time at its own sub-sampling: nothing here knows how a format lies in memory. */

typedef struct {
  gint width, height; /* samples */
  guint max;          /* 2^depth - 1 */
  guint16 *data;      /* rows without padding */
} Component;

typedef struct {
  GstVideoInfo info;
  gint n;
  Component components[GST_VIDEO_MAX_COMPONENTS];
} Samples;

Samples samples_new (const GstVideoInfo *info); /* all zero */
void samples_free (Samples *samples);
void samples_noise (Samples *samples, guint32 seed);

guint16 *samples_at (const Samples *samples, gint component, gint x, gint y);

/* A frame of exactly the info's size, in memory of its own; bits of no component are zero. */
GstBuffer *samples_write (const Samples *samples);
/* What a frame with the info's strides and offsets holds. */
Samples samples_read (const GstVideoInfo *info, GstBuffer *frame);

/* True where GStreamer's rows are too short for the last sample of a component. */
gboolean samples_lack_last (const GstVideoInfo *info, gint component);

/* Samples of `a` and `b`, of the same info, that differ, those that are lacking not counted; the
 * first of them as a message of the test. */
gint samples_differ (const Samples *a, const Samples *b);

/* One way to scale that torch accepts; loops over rsz_filters times its switches times the
 * arithmetics that can be told apart at this depth. Start with zero; false after the last. */
typedef struct {
  RszMethod method;
  gboolean align_corners, antialias;
  RszArithmetic arithmetic;
} Way;

gboolean way_next (Way *way, guint depth);
/* The element's properties for it. Free with g_free. */
gchar *way_settings (const Way *way);

/* The formats of the element's pad template, to be freed with g_strfreev. */
gchar **offered_formats (void);
/* Bits of a format's deepest component. */
guint format_depth (const GstVideoFormatInfo *info);

/* Info of a format, a size and a chroma site ("" for the default). */
GstVideoInfo info_of_format (const gchar *format, gint width, gint height, const gchar *site);

/* The same with the site of all frames that are not about sites. */
#define DEFAULT_SITE "mpeg2"
GstVideoInfo info_of_size (const gchar *format, gint width, gint height);

/* Fails the test, but lets it go on; the message says where. */
void fail_at (const GstVideoInfo *in, const GstVideoInfo *out, const gchar *settings);

/* An element between caps of these infos. */
Scene scene_of_infos (const GstVideoInfo *in, const GstVideoInfo *out);

#endif
