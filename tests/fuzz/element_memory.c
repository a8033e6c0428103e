/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "element_memory.h"

#include <string.h>
#include <sys/mman.h>

#include "element_bytes.h"

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start, size) ((void) (start), (void) (size))
#define ASAN_UNPOISON_MEMORY_REGION(start, size) ((void) (start), (void) (size))
#endif

#define GAP 256
#define GAP_BYTE 0xa5
#define PAGE 4096
#define N_SLOTS 64
#define SLOT_SIZE (64 * PAGE) /* between two pages that cannot be touched */

typedef struct _Block Block;
struct _Block {
  Block *next, **at;
  guint8 *base; /* what was allocated, with the gaps */
  gsize room;
  guint8 *data;
  gsize size;
  gint slot; /* -1: on the heap */
  gboolean kept;
  guint64 sum; /* of the bytes that are kept */
};

static Block *blocks;
static guint n_blocks, n_made;
static GMutex mutex; /* the second thread reads properties, and with it messages */
static guint8 *slots;
static gint free_slots[N_SLOTS], n_free_slots;

static guint64
sum_of (const Block *block)
{
  guint64 sum = block->size;

  for (gsize i = 0; i < block->size; i++)
    sum = (sum ^ block->data[i]) * G_GUINT64_CONSTANT (0x100000001b3);
  return sum;
}

static void
look_at_gap (const guint8 *from, const guint8 *to, const gchar *where)
{
  ASAN_UNPOISON_MEMORY_REGION (from, (gsize) (to - from));
  for (const guint8 *byte = from; byte < to; byte++) {
    if (*byte != GAP_BYTE)
      fuzz_fail ("bytes %s a memory were written", where);
  }
  ASAN_POISON_MEMORY_REGION (from, (gsize) (to - from));
}

static void
look_at_block (const Block *block)
{
  look_at_gap (block->base, block->data, "before");
  look_at_gap (block->data + block->size, block->base + block->room, "behind");
  if (block->kept && block->sum != sum_of (block))
    fuzz_fail ("the bytes of a frame that is only read were written");
}

/* Either end in turn lies against a page. */
static void
take_slot (Block *block, gsize align)
{
  guint8 *start = slots + (gsize) free_slots[--n_free_slots] * (SLOT_SIZE + PAGE) + PAGE;
  gsize at = n_made % 4 == 0 ? 0 : SLOT_SIZE - block->size;

  at &= ~align;
  block->slot = free_slots[n_free_slots];
  block->base = start + (at > GAP ? at - GAP : 0);
  block->data = start + at;
  block->room = MIN (at + block->size + GAP, SLOT_SIZE) - (gsize) (block->base - start);
}

static void
take_heap (Block *block, gsize align)
{
  /* odd addresses where nobody asks for others */
  const gsize odd = align == 0 ? n_made % 16 : 0;

  block->slot = -1;
  block->room = block->size + align + 2 * GAP + 16;
  block->base = g_malloc (block->room);
  block->data = block->base + GAP + odd;
  block->data += (align + 1 - ((gsize) block->data & align)) & align;
}

static Block *
block_new (gsize size, gsize align)
{
  Block *block = g_new0 (Block, 1);

  g_mutex_lock (&mutex);
  n_made++;
  block->size = size;
  if (n_free_slots > 0 && size + align < SLOT_SIZE && align < PAGE)
    take_slot (block, align);
  else
    take_heap (block, align);
  memset (block->base, GAP_BYTE, (gsize) (block->data - block->base));
  memset (block->data, (gint) (n_made * 37), size);
  memset (block->data + size, GAP_BYTE, (gsize) (block->base + block->room - block->data) - size);
  look_at_gap (block->base, block->data, "before");
  look_at_gap (block->data + size, block->base + block->room, "behind");
  block->next = blocks;
  block->at = &blocks;
  if (blocks != NULL)
    blocks->at = &block->next;
  blocks = block;
  n_blocks++;
  g_mutex_unlock (&mutex);
  return block;
}

static void
block_free (gpointer data)
{
  Block *block = data;

  g_mutex_lock (&mutex);
  look_at_block (block);
  ASAN_UNPOISON_MEMORY_REGION (block->base, block->room);
  *block->at = block->next;
  if (block->next != NULL)
    block->next->at = block->at;
  n_blocks--;
  if (block->slot < 0)
    g_free (block->base);
  else
    free_slots[n_free_slots++] = block->slot;
  g_mutex_unlock (&mutex);
  g_free (block);
}

static GQuark
block_quark (void)
{
  static GQuark quark;

  if (quark == 0)
    quark = g_quark_from_static_string ("alignscale-fuzz-block");
  return quark;
}

static GstMemory *
wrap (Block *block, gsize start, gsize size, GstMemoryFlags flags)
{
  GstMemory *memory =
      gst_memory_new_wrapped (flags, block->data, block->size, start, size, block, block_free);

  gst_mini_object_set_qdata (GST_MINI_OBJECT (memory), block_quark (), block, NULL);
  return memory;
}

GstMemory *
memory_new (gsize size, gsize align, GstMemoryFlags flags)
{
  return wrap (block_new (size, align), 0, size, flags);
}

void
memory_keep (GstMemory *memory)
{
  Block *block = gst_mini_object_get_qdata (GST_MINI_OBJECT (memory), block_quark ());

  block->kept = TRUE;
  block->sum = sum_of (block);
}

guint
memory_blocks (void)
{
  return n_blocks;
}

void
memory_check (void)
{
  g_mutex_lock (&mutex);
  for (const Block *block = blocks; block != NULL; block = block->next)
    look_at_block (block);
  g_mutex_unlock (&mutex);
}

/* ---- allocator ---- */

typedef struct {
  GstAllocator parent;
  AllocatorKind kind;
} FuzzAllocator;
typedef GstAllocatorClass FuzzAllocatorClass;

GType fuzz_allocator_get_type (void);
G_DEFINE_TYPE (FuzzAllocator, fuzz_allocator, GST_TYPE_ALLOCATOR)

static GstMemory *
allocate (GstAllocator *allocator, gsize size, GstAllocationParams *params)
{
  const AllocatorKind kind = ((FuzzAllocator *) allocator)->kind;
  gsize align = params->align;

  if (kind == ALLOCATOR_FAILS)
    return NULL;
  if (kind == ALLOCATOR_HALF)
    size /= 2;
  while ((align & (align + 1)) != 0)
    align |= align >> 1;
  return wrap (block_new (params->prefix + size + params->padding, align), params->prefix, size,
      kind == ALLOCATOR_READ_ONLY ? GST_MEMORY_FLAG_READONLY : params->flags);
}

static void
fuzz_allocator_class_init (FuzzAllocatorClass *klass)
{
  klass->alloc = allocate;
}

static void
fuzz_allocator_init (FuzzAllocator *self)
{
  GST_OBJECT_FLAG_SET (self, GST_ALLOCATOR_FLAG_CUSTOM_ALLOC);
}

GstAllocator *
allocator_new (AllocatorKind kind)
{
  FuzzAllocator *self = g_object_new (fuzz_allocator_get_type (), NULL);

  self->kind = kind;
  return gst_object_ref_sink (self);
}

static void
map_slots (void)
{
  const gsize size = N_SLOTS * (SLOT_SIZE + PAGE) + PAGE;

  slots = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (slots == MAP_FAILED)
    g_error ("no memory for the slots");
  for (gsize i = 0; i <= N_SLOTS; i++)
    mprotect (slots + i * (SLOT_SIZE + PAGE), PAGE, PROT_NONE);
  while (n_free_slots < N_SLOTS) {
    free_slots[n_free_slots] = n_free_slots;
    n_free_slots++;
  }
}

void
memory_init (void)
{
#ifndef WITH_ASAN
  map_slots ();
#else
  (void) map_slots;
#endif
  gst_allocator_set_default (allocator_new (ALLOCATOR_SOUND));
}
