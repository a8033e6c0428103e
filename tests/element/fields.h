/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef FIELDS_H
#define FIELDS_H

#include <gst/video/video.h>

#include "scene.h"

/* What the tests of interlaced video share: sizes, ways to scale, and planes as rows of bytes. */

#define INTERLEAVED "interlace-mode=interleaved"
#define MIXED "interlace-mode=mixed"
#define ALTERNATE "interlace-mode=alternate"
#define FIELDS "interlace-mode=fields"

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

/* The modes of two fields, one like the other. */
#define N_FIELD_MODES 3
extern const gchar *const field_modes[N_FIELD_MODES];

/* Caps text of such a mode, with the caps feature it needs; to be freed. */
gchar *fields_caps (const gchar *mode, const gchar *format, gint width, gint height);

/* One field of an interleaved frame as a buffer of `to`, ALTERNATE. Rows that the frame has no
 * memory for are its last. A crop meta goes along as it is, here and below. */
GstBuffer *field_take (
    const GstVideoInfo *from, GstBuffer *frame, const GstVideoInfo *to, gint field);

/* Both fields of an interleaved frame as a buffer of FIELDS: the bottom field first in memory, at
 * strides that are nobody's default. The metas speak of the rows there are, or of the caps'. */
GstBuffer *fields_stack (const GstVideoInfo *from, GstBuffer *frame, gboolean rows_of_caps);

/* The interleaved frame of two fields: in two buffers of ALTERNATE, or (both the same) one of
 * FIELDS, which is mapped with the info of its caps. */
GstBuffer *fields_weave (
    const GstVideoInfo *from, GstBuffer *top, GstBuffer *bottom, const GstVideoInfo *to);

/* What the element makes of an interleaved frame that is given to it as INTERLEAVED, ALTERNATE or
 * FIELDS, each perhaps with more fields of caps behind it; interleaved again. The input's width is
 * WIDTH. The frame stays the caller's. */
GstBuffer *fields_scale_as (const gchar *mode, const gchar *settings, const gchar *format,
    gint in_height, gint out_height, gint out_width, GstBuffer *frame);

/* Adds "/GROUP/NAME/FORMAT" for each of n formats. */
void add_formats (const gchar *group, const gchar *name, const gchar *const *formats, gsize n,
    GTestDataFunc check);

#endif
