/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef FIELDS_H
#define FIELDS_H

#include <gst/video/video.h>

#include "scene.h"

/* What the tests of interlaced video share: sizes, ways to scale, and planes as rows of bytes. */

#define INTERLEAVED "interlace-mode=interleaved"
#define MIXED "interlace-mode=mixed"

/* Widths of input and output. */
#define WIDTH 48
#define OUT_WIDTH 70

/* Heights of input and output: multiples of four, one to three above them, and as few rows as
 * there can be. */
#define N_FIELD_HEIGHTS 12
extern const gint field_heights[N_FIELD_HEIGHTS][2];

/* Settings. */
#define N_FIELD_METHODS 5
extern const gchar *const field_methods[N_FIELD_METHODS];

/* Bytes of a plane's row that belong to the picture, and picture rows for a row. */
void plane_measure (const GstVideoInfo *info, guint plane, gsize *bytes, gint *step);

/* Rows inside the picture of a plane with a row for `step` of the picture's: of a field, or of a
 * frame where n_fields is 1 and field 0. */
gint plane_rows (const GstVideoInfo *info, gint step, gint n_fields, gint field);

/* Rows of memory, by where the next plane begins. */
gint plane_memory_rows (const GstVideoInfo *info, guint plane);

guint8 *plane_row (const GstVideoFrame *frame, guint plane, gint y);

/* Adds "/GROUP/NAME/FORMAT" for each of n formats. */
void add_formats (const gchar *group, const gchar *name, const gchar *const *formats, gsize n,
    GTestDataFunc check);

#endif
