/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_CONVERSION_H
#define GST_ALIGN_CONVERSION_H

#include <gst/video/video.h>

#include "colour/colour.h"
#include "format.h"
#include "geometry.h"
#include "slices.h"

G_BEGIN_DECLS

/* Buffers of Y'CbCr as buffers of R'G'B'. */

/* One content that buffers can have. */
typedef struct {
  RszSpec src, dst;
  RszColour **colours; /* one for each slice of src; NULL: no such buffers */
  GstAlignScaleFrames *frames;
} GstAlignConversionWork;

typedef struct {
  RszConversion kind;
  GstVideoInfo in, out; /* of one picture, if a buffer holds several; `in` is the frame in memory */
  gint n_pictures;      /* in a buffer; 0: nothing can be converted */
  gint n_fields;        /* 2: every second picture is a bottom field */
  GstAlignConversionWork by_content[GST_ALIGN_SCALE_N_CONTENTS];
} GstAlignConversion;

/* For frames between caps of `in` and `out`, whose colorimetry and siting are known, as `framing`
 * says, which does not change the size; in slices for so many threads, 0: one per processor. What
 * `conversion` held is overwritten. False, with n_pictures 0 and a sentence in
 * message[RSZ_MESSAGE_SIZE], where that is impossible. */
gboolean gst_align_conversion_init (GstAlignConversion *conversion, RszConversion kind,
    const GstVideoInfo *in, const GstVideoInfo *out, const GstAlignScaleFraming *framing,
    guint n_threads, gchar *message);

/* Slices of a frame that can be converted at the same time, >= 1. */
gint gst_align_conversion_slices (const GstAlignConversion *conversion);

/* Converts one buffer. Threads share its slices as `slices` says; NULL: this thread does all of
 * them. False and *message set (free with g_free) where one cannot be mapped. */
gboolean gst_align_conversion_run (const GstAlignConversion *conversion,
    GstAlignScaleSlices *slices, GstBuffer *in, GstBuffer *out, gchar **message);

/* Accepts zeroed ones, and leaves such a one. */
void gst_align_conversion_finish (GstAlignConversion *conversion);

G_END_DECLS

#endif
