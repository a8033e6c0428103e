/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_MEMORY_H
#define ELEMENT_MEMORY_H

#include <gst/gst.h>

/* Memory that shows who touches what is not his: blocks of their own, not GStreamer's, whose
 * allocator puts its header in front of the data. Under AddressSanitizer the gaps around a block
 * are poisoned; elsewhere one end of it lies against a page that cannot be touched. Gaps are looked
 * at when a block is freed in either case. */

/* Bytes of a block, any. `align` is a mask as in GstAllocationParams. */
GstMemory *memory_new (gsize size, gsize align, GstMemoryFlags flags);

/* The same for a frame that is read: its bytes have to be what they were until it is freed. To be
 * called when it is filled. */
void memory_keep (GstMemory *memory);

/* Blocks that are there; to be 0 at the end of an input. */
guint memory_blocks (void);
/* Looks at the gaps and the kept bytes of all that are there. */
void memory_check (void);

/* What an allocator does. */
typedef enum {
  ALLOCATOR_SOUND,
  ALLOCATOR_FAILS,
  ALLOCATOR_HALF,      /* gives half of what it is asked for */
  ALLOCATOR_READ_ONLY, /* memory that cannot be mapped to be written */
  N_ALLOCATORS
} AllocatorKind;

/* An allocator of such memory. New reference. */
GstAllocator *allocator_new (AllocatorKind kind);

/* For the start of the process: everything GStreamer allocates is such memory, too. */
void memory_init (void);

#endif
