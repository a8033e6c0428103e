/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_ELEMENT_H
#define GST_ALIGN_SCALE_ELEMENT_H

#include <gst/base/gstbasetransform.h>

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

G_END_DECLS

#endif
