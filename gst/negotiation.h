/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_NEGOTIATION_H
#define GST_ALIGN_SCALE_NEGOTIATION_H

#include <gst/base/gstbasetransform.h>

G_BEGIN_DECLS

typedef struct _GstAlignScale GstAlignScale; /* gstalignscale.h */

/* Settings and caps are settled with a downstream that may change its caps at any moment, also
 * between the base class's query and its caps event. On the streaming thread only. */

/* Downstream changes its caps at most a few times while they are negotiated; one that offers what
 * it never accepts does not change them at all. */
#define GST_ALIGN_SCALE_MAX_TRIES 32

/* ---- from the properties to the effective settings ---- */

/* The base class does not notice a property change: the properties are looked at before every
 * frame, and before caps are negotiated. Where they contradict each other, a warning on the bus
 * says once per change what is ignored. If downstream cannot take a new size the old one stays,
 * with a warning. */

/* Before fixed input `caps` are negotiated: takes up changed properties. True where there are
 * some. */
gboolean gst_align_scale_take_settings (GstAlignScale *self, GstCaps *caps);

/* Before a frame: takes up changed properties. Asks the base class to negotiate again where they
 * make for other caps. */
void gst_align_scale_take_settings_for_frame (GstAlignScale *self);

/* ---- caps ---- */

/* GstBaseTransformClass::fixate_caps; empty caps where there are none. Where the effective settings
 * make a size that was refused, and no other is possible, the size there is stays. */
GstCaps *gst_align_scale_fixate_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *othercaps);

/* Makes the base class configure the element for fixed input `caps` and downstream's current caps.
 * Tries again where downstream has changed its caps meanwhile. False where that fails; if
 * downstream has not announced other caps an error has then been posted, once for each state that
 * lasts. The src pad then needs to be reconfigured. */
gboolean gst_align_scale_negotiate (GstAlignScale *self, GstCaps *caps);

/* Does so for the current input caps while the src pad needs to be reconfigured. */
gboolean gst_align_scale_negotiate_pending (GstAlignScale *self);

G_END_DECLS

#endif
