/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_PRESETS_H
#define GST_ALIGN_SCALE_PRESETS_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* Presets that the element brings along: the preprocessing of well-known networks. They stand
 * beside those that users save; one that is saved by the same name comes first. */

/* GInterfaceInitFunc of GST_TYPE_PRESET. */
void gst_align_scale_presets_init (gpointer iface, gpointer unused);

G_END_DECLS

#endif
