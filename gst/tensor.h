/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_TENSOR_H
#define GST_ALIGN_SCALE_TENSOR_H

#include <gst/video/video.h>

#include "buffers.h"
#include "resizer.h"
#include "settings.h"

G_BEGIN_DECLS

/* Frames that leave as tensors of float32: in caps, as the core writes them, and in memory. Inside
 * the element they are video frames of the input's format, with the size of the output. Pure
 * functions. */

/* ---- caps ---- */

/* The video formats that tensors are made of: grey, one channel; R'G'B', three. In system memory,
 * pictures one by one. New reference. */
GstCaps *gst_align_scale_tensor_caps_of_input (void);

/* tensor/strided of float32, in row-major order, with `channels`, `height` and `width`, and where
 * these are known `dims`: 1, channels, height, width, or 1, height, width, channels. New
 * reference. */
GstCaps *gst_align_scale_tensor_caps_template (void);

/* Without settings->is_tensor both return what they are given, a new reference. */

/* What leaves for such video caps, which need not be fixed: with the settings' layout. Structures
 * that no tensor is made of are left out. */
GstCaps *gst_align_scale_tensor_caps_of_video (
    GstCaps *video, const GstAlignScaleSettings *settings);

/* The video caps inside that leave as such caps, which need not be fixed: pixels are square. Of
 * fixed `in`, the sink pad's, the format; NULL: all formats. Other media types are left out; ANY
 * stays ANY. */
GstCaps *gst_align_scale_tensor_caps_to_video (
    GstCaps *caps, GstCaps *in, const GstAlignScaleSettings *settings);

/* Bytes of a buffer of fixed caps that this element made; 0: these are others. */
gsize gst_align_scale_tensor_size (GstCaps *caps);

/* ---- specs and buffers ---- */

/* NULL, or why buffers of such caps cannot become tensors of out's size: a sentence. */
const gchar *gst_align_scale_tensor_refuse (const GstVideoInfo *in, const GstVideoInfo *out);

/* Makes the planes of a spec write their channels of a tensor of out's size. Planes that are not
 * among the channels are left out. */
void gst_align_scale_tensor_spec (
    RszSpec *spec, const GstVideoInfo *out, const GstAlignScaleSettings *settings);

/* Maps a buffer as the destination of such a spec. On failure nothing is mapped and *message is a
 * sentence for a person, to be freed with g_free. Unmap with gst_buffer_unmap. */
gboolean gst_align_scale_tensor_map (GstAlignScaleFrame *frame, const RszSpec *spec,
    const GstVideoInfo *out, GstBuffer *buffer, GstMapInfo *map, gchar **message);

G_END_DECLS

#endif
