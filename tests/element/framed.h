/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef FRAMED_H
#define FRAMED_H

#include "samples.h"

/* What the tests of crop and borders share. */

/* The result of a fresh element with these settings between these infos. */
GstBuffer *scale_infos (
    const GstVideoInfo *in, const GstVideoInfo *out, const gchar *settings, GstBuffer *frame);

/* A frame of noise in any format. */
GstBuffer *noise_of (const GstVideoInfo *info);

/* The samples of a part of a frame that starts on whole samples of every plane, as a frame of
 * `part`. */
GstBuffer *cut_out (
    const GstVideoInfo *info, GstBuffer *frame, const GstVideoInfo *part, gint x0, gint y0);

/* True where two frames of this info hold the same samples. */
gboolean same_samples (const GstVideoInfo *info, GstBuffer *a, GstBuffer *b);

/* A copy with a crop meta. */
GstBuffer *with_crop (GstBuffer *frame, guint x, guint y, guint width, guint height);

/* The element's rectangles are "x,y WIDTHxHEIGHT", or "none". */
void assert_rectangles (Scene *scene, const gchar *source, const gchar *picture);

/* One test per format, whose name is its data. */
void framed_add_for_formats (const gchar *name, gchar **formats, GTestDataFunc function);

#endif
