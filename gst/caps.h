/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_CAPS_H
#define GST_ALIGN_SCALE_CAPS_H

#include <gst/video/video.h>

#include "settings.h"

G_BEGIN_DECLS

/* Which caps meet, and at which size. Pure functions. */

/* Every format that can be scaled, at every size, in system memory; then the same formats with any
 * caps features, which pass untouched. New reference. */
GstCaps *gst_align_scale_caps_template (void);

/* True where frames of caps with these features can be read and written: system memory, alone or
 * with overlay compositions, in frames or in fields. */
gboolean gst_align_scale_caps_scalable (GstCapsFeatures *features);

/* What the other side may be: any size and pixel aspect ratio where scalable, all else equal;
 * colorimetry whose parts are not all known may be spelled in other ways (colours.h). The same in
 * both directions. `filter` may be NULL. New reference. */
GstCaps *gst_align_scale_caps_transform (GstCaps *caps, GstCaps *filter);

/* Picks the caps of the other side out of `othercaps` (taken over, may be EMPTY or ANY) for fixed
 * `caps` of the `direction` side. Scale factors and crop count from the sink pad only, the crop
 * first.
 *
 * With factors the size is `(int) (input * factor)`; an axis without a factor keeps the input's
 * size where it can. Without factors what is fixed stays, and the rest is chosen so that the
 * picture is shown with the display aspect ratio of `caps`. Of what is open, as much as possible
 * is kept: both sizes, changing the pixels' shape, if that gives the ratio; else the height; else
 * the width; and where none does, whichever of these two comes closer. With a fit other than
 * stretch and without factors pixels keep their shape, and borders or what is cut off make up for
 * the rest. Where edges or the size rule make a size (sizes.h) that is it with stretch, and what is
 * open comes as near to it as it can with the others. A missing pixel-aspect-ratio is only written
 * if it is not 1/1.
 *
 * Colorimetry and chroma-site mean what they do in `caps`, and are written where missing or
 * unknown parts of them would mean something else at the new size.
 *
 * NULL where `othercaps` has no such caps, or where GStreamer cannot describe frames of the sink
 * pad's or the src pad's; *message is then a sentence for a person, to be freed with g_free. */
GstCaps *gst_align_scale_caps_fixate (GstPadDirection direction, GstCaps *caps, GstCaps *othercaps,
    const GstAlignScaleSettings *settings, gchar **message);

/* gst_caps_fixate (takes over `caps`) for the other side of fixed caps: those that do not name an
 * interlace-mode mean progressive. */
GstCaps *gst_align_scale_caps_fixate_rest (GstCaps *caps);

/* Reads fixed caps. Colorimetry and chroma_site are what the caps say, each part that they leave
 * unknown what GStreamer's rules make it for this format and size (colours.h);
 * gst_video_info_from_caps of GStreamer 1.22 drops known parts, and leaves a chroma-site unknown if
 * there is a colorimetry. False where the caps are no raw video. */
gboolean gst_align_scale_caps_read (GstVideoInfo *info, GstCaps *caps);

/* Why GStreamer cannot describe frames of fixed raw caps, as a sentence for a person who wanted
 * them `done`, "scaled" or "converted"; NULL where it can. Free with g_free. */
gchar *gst_align_scale_caps_refuse (GstCaps *caps, const gchar *done);

/* Why no caps were found between fixed input caps and what downstream takes, as a sentence for a
 * person that names both. Free with g_free. */
gchar *gst_align_scale_caps_explain (GstCaps *caps, GstCaps *downstream);

G_END_DECLS

#endif
