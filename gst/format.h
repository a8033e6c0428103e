/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_FORMAT_H
#define GST_ALIGN_SCALE_FORMAT_H

#include <gst/video/video.h>

#include "geometry.h"
#include "resizer.h"

G_BEGIN_DECLS

/* Video formats as the core sees them: planes of samples. No format has a name here. */

typedef struct {
  RszLayout layout;
  gint depth;      /* bits of the deepest sample: it decides how all are scaled */
  gint pixel_rows; /* picture rows per row of samples */
  struct {
    gint components;    /* samples side by side */
    gint pixel_columns; /* picture columns per group of samples */
  } parts[RSZ_MAX_PARTS];
  gboolean row_as_luma; /* memory rows are as long as those of the first plane, which may be
                           one sample too short */
} GstAlignScalePlane;

typedef struct {
  gint n_planes;
  GstAlignScalePlane planes[GST_VIDEO_MAX_PLANES];
} GstAlignScaleFormat;

/* What a buffer holds of a picture. */
typedef enum {
  GST_ALIGN_SCALE_FRAME,  /* all of it */
  GST_ALIGN_SCALE_FIELDS, /* both its fields, row by row: plane p is planes 2p, its even rows, and
                             2p + 1 of a spec */
  GST_ALIGN_SCALE_TOP,    /* one of its fields, row after row */
  GST_ALIGN_SCALE_BOTTOM,
  GST_ALIGN_SCALE_N_CONTENTS
} GstAlignScaleContent;

/* True where a buffer of caps with this mode may have that content; `has_fields`: pictures have
 * rows of both. */
gboolean gst_align_scale_content_is_possible (
    GstAlignScaleContent content, GstVideoInterlaceMode mode, gboolean has_fields);

/* What picture `picture` of a buffer is, among those contents that are possible. n_fields 2: every
 * second picture is a bottom field. */
GstAlignScaleContent gst_align_scale_content_of (
    const gboolean possible[GST_ALIGN_SCALE_N_CONTENTS], GstBuffer *buffer, gint picture,
    gint n_fields);

/* False where the samples lie in memory in a way the core has no layout for: such formats are not
 * offered. */
gboolean gst_align_scale_format_init (GstAlignScaleFormat *format, const GstVideoFormatInfo *info);

/* "bilinear, bicubic": the library's methods, or those of them that take what the caller asks for.
 * Free with g_free. */
gchar *gst_align_scale_format_methods (
    RszLibrary library, gboolean align_corners, gboolean antialias);

/* True where the settings' library has their method and arithmetic for this format. Else writes a
 * sentence that says what it has to message[RSZ_MESSAGE_SIZE]. */
gboolean gst_align_scale_format_check (
    const GstVideoFormatInfo *finfo, const GstAlignScaleSettings *settings, gchar *message);

/* What the core is to do. `in` and `out` have this format; a FRAME of caps whose fields come one
 * by one has a field's rows. Chroma sits where `in` says. A scale factor that did not make the
 * picture's size is left out. Borders have the settings' colour. */
void gst_align_scale_format_spec (const GstAlignScaleFormat *format, const GstVideoInfo *in,
    const GstVideoInfo *out, const GstAlignScaleFraming *framing,
    const GstAlignScaleSettings *settings, GstAlignScaleContent content, RszSpec *spec);

/* An ARGB colour (0xAARRGGBB, full range R'G'B') as the components of `info`, each in its own
 * depth and in the order of GstVideoFormatInfo. R'G'B' becomes Y'CbCr by the colorimetry's matrix
 * (BT.709 where it names none), both go to the range it names; grey is the luma. Alpha always has
 * full range. The exact value is rounded to nearest, halves up, and clamped to the depth. */
void gst_align_scale_border_color (
    const GstVideoInfo *info, guint32 argb, guint component[GST_VIDEO_MAX_COMPONENTS]);

G_END_DECLS

#endif
