/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_COLOURS_H
#define GST_ALIGN_SCALE_COLOURS_H

#include <gst/gst.h>
#include <gst/video/video.h>

G_BEGIN_DECLS

/* What the numbers of a frame mean: colorimetry and chroma-site, read from caps, kept when the
 * size changes. Pure functions.
 *
 * Caps may leave out either field, and colorimetry may be known in part: "2:0:0:0" has a range but
 * no matrix, transfer function and primaries. Whatever is unknown is GStreamer's default for the
 * format and the height. Colorimetry that nobody can read, or that names the matrix of RGB for a
 * format that is not RGB, is unknown as a whole. */

/* Sets the colorimetry and chroma_site of `info`, whose format and height are set, to what the
 * fixed fields of `structure` make them. */
void gst_align_scale_colours_read (GstVideoInfo *info, const GstStructure *structure);

/* Gives `structure`, whose height is fixed, the colours of `from`, which is what fixed `caps` say.
 * A spelling that `structure` allows stays as it is if it means the same at its height, the first
 * one of a list. A missing field stays missing if that means the same, else it is written.
 * False where `structure` allows other colours only; *message is then a sentence for a person, to
 * be freed with g_free. */
gboolean gst_align_scale_colours_keep (
    GstStructure *structure, GstCaps *caps, const GstVideoInfo *from, gchar **message);

/* Opens the colorimetry of `structure` to the other spellings that the other side may have for it
 * at another size: where parts of it are unknown, what the defaults make of them; and of the
 * spellings in `filter` (NULL: none) those whose unknown parts make them what `structure` says. */
void gst_align_scale_colours_open (GstStructure *structure, const GstCaps *filter);

G_END_DECLS

#endif
