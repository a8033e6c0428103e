/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GUARDED_H
#define GUARDED_H

#include <gst/video/video.h>

/* Memory between pages that cannot be touched, and frames in it that lie as a test wants. */

/* Bytes a block can have. */
#define GUARDED_SIZE (4 * 4096)

typedef struct {
  guint8 *
      pages; /* a page that cannot be touched, GUARDED_SIZE bytes that can, and another such page */
} Guarded;

Guarded guarded_new (void);
void guarded_free (Guarded *guarded);

/* A block that ends where the second page starts or, `first`, starts where the first one ends; the
 * rest is poisoned for a sanitizer. Old blocks are gone. */
guint8 *guarded_block (Guarded *guarded, gsize size, gboolean first);

/* Rows of a plane. */
typedef struct {
  gint bytes; /* of a row that belong to samples */
  gint rows;  /* of the picture */
  gint rule;  /* rows by GStreamer's rules: at least as many */
  gsize offset;
  gint stride;
} LaidPlane;

/* How a buffer lies, whatever numbers these are. */
typedef struct {
  GstVideoInfo info; /* of the caps */
  gint n_pictures;   /* 2: the fields of interlace-mode=fields */
  gint n_planes;
  gsize size;
  LaidPlane planes[2][GST_VIDEO_MAX_PLANES];
} Laid;

/* Frames of this mode. Those of ALTERNATE have the rows of the top field (0) or the bottom one (1),
 * the second picture of FIELDS has those of `field`. Offsets and strides are still 0. */
Laid laid_new (
    const gchar *format, GstVideoInterlaceMode mode, gint field, gint width, gint height);

/* Planes one behind the other: rows `longer` bytes apart, in the order `signs` has for each plane
 * (bit set: the last one first), with all rows of GStreamer's rules or, `tight`, those of the
 * picture. Nothing is behind the last. */
void laid_stack (Laid *laid, gint longer, guint signs, gboolean tight);

/* As buffers lie without a meta; FIELDS: as those of our pool. */
void laid_by_default (Laid *laid);

/* True where every row of every picture lies in the memory and, `apart`, no byte belongs to two. */
gboolean laid_fits (const Laid *laid, gboolean apart);

/* Where row y of a plane starts, or -1 where it is not in the memory. A row beyond the picture's is
 * there where it is in the memory and no byte of it belongs to a picture. */
gssize laid_row (const Laid *laid, gint picture, gint plane, gint y);

/* Adds the metas that say so to a buffer. */
void laid_describe (const Laid *laid, GstBuffer *buffer);

/* A buffer of `memory`, which stays the caller's, with metas that say so. */
GstBuffer *laid_wrap (const Laid *laid, guint8 *memory, GstMemoryFlags flags);

/* The same picture as it lies in `from`, where it fits, in another layout's memory. Rows that
 * `from` lacks are those before them. */
void laid_copy (const Laid *to, guint8 *to_memory, const Laid *from, const guint8 *from_memory);

#endif
