/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef COLOURSHIM_H
#define COLOURSHIM_H

#include <gst/video/video.h>
#include <stddef.h>
#include <stdint.h>

/* One flat call into the element, for Python. */

typedef struct {
  const uint8_t *in; /* as GStreamer lays frames out */
  size_t in_size;
  uint8_t *out;
  size_t out_size;
  int interlaced; /* the buffer says so */
} ColourshimFrame;

/* Converts one frame by an element as gst-launch-1.0 writes it. 0, or -1 with a sentence in
 * message[size]. */
__attribute__ ((visibility ("default"))) int colourshim_convert (const char *element,
    const char *in_caps, const char *out_caps, const ColourshimFrame *frame, char *message,
    size_t size);

/* How GStreamer lays out frames of such caps: offset and stride of 4 planes. Returns their size, 0
 * where the caps are none. */
__attribute__ ((visibility ("default"))) size_t colourshim_layout (
    const char *caps, int64_t *offset, int64_t *stride);

#endif
