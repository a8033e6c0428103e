/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_PICTURE_H
#define BENCH_PICTURE_H

#include <gst/video/video.h>

G_BEGIN_DECLS

/* Pictures that tell scalers apart: waves of several lengths, other ones in each component. A shift
 * by part of a pixel moves the long waves, a missing average leaves the short ones standing,
 * a swapped component shows at once. */

/* Fills a frame mapped for writing. */
void bench_picture_fill (GstVideoFrame *frame);

/* Mean absolute difference of the samples of two frames of one format and size, in steps of an
 * 8-bit sample whatever the format's depth. The border, where libraries differ by design, is
 * left out, and of tall frames some rows. */
gdouble bench_picture_difference (const GstVideoFrame *a, const GstVideoFrame *b);

G_END_DECLS

#endif
