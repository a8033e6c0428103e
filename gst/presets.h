/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_PRESETS_H
#define GST_ALIGN_SCALE_PRESETS_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* Presets that the element brings along: the preprocessing of well-known networks. They stand
 * beside those that users save; one that is saved by the same name comes first. */

/* Sets n properties of an element at once: no frame sees some of them alone. */
typedef void (*GstAlignScaleSetTogether) (
    GObject *element, guint n, GParamSpec *const *pspecs, const GValue *values);

/* Fills the interface of the type that has the presets. */
void gst_align_scale_presets_init (GstPresetInterface *iface, GstAlignScaleSetTogether set);

G_END_DECLS

#endif
