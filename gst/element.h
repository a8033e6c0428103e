/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_ELEMENT_H
#define GST_ALIGN_SCALE_ELEMENT_H

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

G_BEGIN_DECLS

/* What the types of the plugin's elements have in common. */

/* An enumeration of a property. `values` end with zeros and stay. */
GType gst_align_scale_register_enum (const gchar *name, const GEnumValue *values);

/* Appends a string to a list. */
void gst_align_scale_append_string (GValue *list, const gchar *string);

/* Before a frame: lets controllers set the properties of its time. */
void gst_align_scale_sync_controllers (GstBaseTransform *trans, GstBuffer *buffer);

/* GstBaseTransformClass::filter_meta. What of downstream's wishes is passed on to upstream: crop is
 * done here, every other meta is kept, moved or dropped. */
gboolean gst_align_scale_filter_meta (
    GstBaseTransform *trans, GstQuery *query, GType api, const GstStructure *params);

/* What downstream says that it takes of frames of caps. */
typedef struct {
  gboolean metas; /* rows where a GstVideoMeta says they are */
  gboolean crops; /* frames of which a GstVideoCropMeta says what is meant */
} GstAlignScaleTaken;

GstAlignScaleTaken gst_align_scale_ask_peer (GstPad *srcpad, GstCaps *caps);

/* The frame (taken over) as who takes only so much can read it: itself, or a copy, cropped, with
 * rows where caps alone say. Itself, too, where there is no memory or none that can be read, and of
 * several pictures. Crops begin at whole samples of chroma, as those of videocrop. */
GstBuffer *gst_align_scale_as_taken (
    GstBuffer *frame, const GstVideoInfo *info, GstAlignScaleTaken taken);

G_END_DECLS

#endif
