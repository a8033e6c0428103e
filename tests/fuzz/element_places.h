/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_PLACES_H
#define ELEMENT_PLACES_H

#include <gst/video/video.h>

#include "element_bytes.h"

/* Where pictures are in memory. */

/* Where the planes of one picture are. */
typedef struct {
  GstVideoInfo info; /* of the memory, which may be larger than the picture */
  gint x, y;         /* of the picture in it, in whole samples of every plane */
  gsize offset[GST_VIDEO_MAX_PLANES], size[GST_VIDEO_MAX_PLANES]; /* of a plane's memory */
  gint stride[GST_VIDEO_MAX_PLANES];
} Place;

gsize place_plane_rows (const GstVideoInfo *info, guint p);

/* One after the other, as GStreamer's rules have it. */
void place_plain (Place *place, const GstVideoInfo *one);
/* Rows further apart, from below, planes apart and in another order. */
void place_anywhere (Place *place, FuzzInput *bytes);
/* Memory that has more around the picture, to be placed anywhere. */
void place_cropped (Place *place, FuzzInput *bytes);
/* Rows of plane p before the picture's first, and bytes of a row before its first sample. */
gsize place_start (const Place *place, guint p, gsize *columns);

#endif
