/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The limits: what it costs to copy or write the output's bytes, or to read the source's, and
 * nothing else. Threads have a share each. */

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "peer.h"

typedef struct {
  guint8 *dst; /* what is written, or read */
  guint8 *src; /* owned */
  gsize size;
  guint64 sum; /* so that nothing is read for nothing */
  gint n_threads;
} Memory;

typedef void (*Work) (Memory *memory);

typedef struct {
  Memory memory;
  Work work;
  GThread *thread; /* NULL: the caller's */
} Share;

static gpointer
do_share (gpointer data)
{
  Share *share = data;

  share->work (&share->memory);
  return NULL;
}

/* Starting a thread costs some tens of microseconds, which large frames do not notice. */
static void
do_shares (Memory *memory, Work work)
{
  Share shares[BENCH_MAX_THREADS] = { 0 };
  const gsize size = memory->size / (gsize) memory->n_threads & ~(gsize) 63;

  for (gint t = memory->n_threads - 1; t >= 0; t--) {
    Share *share = &shares[t];
    const gsize start = (gsize) t * size;

    share->work = work;
    share->memory = *memory;
    share->memory.dst += start;
    share->memory.src = memory->src ? memory->src + start : NULL;
    share->memory.size = t == memory->n_threads - 1 ? memory->size - start : size;
    if (t > 0)
      share->thread = g_thread_new ("share", do_share, share);
  }
  do_share (&shares[0]);
  for (gint t = 1; t < memory->n_threads; t++)
    g_thread_join (shares[t].thread);
  memory->sum ^= shares[0].memory.sum;
}

static gboolean
supports (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell G_GNUC_UNUSED,
    guint *marks G_GNUC_UNUSED)
{
  return TRUE;
}

static gpointer
prepare_fill (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell)
{
  Memory *self = g_new0 (Memory, 1);

  self->dst = cell->whole.map[0].data;
  self->size = cell->whole_info.size;
  self->n_threads = cell->n_threads;
  return self;
}

static gpointer
prepare_copy (const BenchPeer *peer, const BenchCell *cell)
{
  Memory *self = prepare_fill (peer, cell);

  self->src = g_malloc (self->size);
  memset (self->src, 1, self->size);
  return self;
}

static void
copy (Memory *memory)
{
  memcpy (memory->dst, memory->src, memory->size);
}

static void
run_copy (gpointer self)
{
  do_shares (self, copy);
}

#ifdef __SSE2__
/* Stores that do not read the line first, as a scaler's best output row would be written. */
static void
fill (Memory *memory)
{
  const __m128i value = _mm_set1_epi8 (3);
  const gsize whole = memory->size & ~(gsize) 63;

  for (gsize i = 0; i < whole; i += 64) {
    __m128i *line = (__m128i *) (memory->dst + i);

    _mm_stream_si128 (line, value);
    _mm_stream_si128 (line + 1, value);
    _mm_stream_si128 (line + 2, value);
    _mm_stream_si128 (line + 3, value);
  }
  memset (memory->dst + whole, 3, memory->size - whole);
  _mm_sfence ();
}
#else
static void
fill (Memory *memory)
{
  memset (memory->dst, 3, memory->size);
}
#endif

static void
run_fill (gpointer self)
{
  do_shares (self, fill);
}

static gpointer
prepare_read (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell)
{
  Memory *self = g_new0 (Memory, 1);

  self->dst = cell->src.map[0].data;
  self->size = cell->in.size;
  self->n_threads = cell->n_threads;
  return self;
}

/* Bytes too few for a vector are left out. */
static void
read_words (Memory *memory)
{
  const guint64 *words = (const guint64 *) memory->dst;
  guint64 sums[16] = { 0 };

  for (gsize i = 0; i + 16 <= memory->size / 8; i += 16)
    for (gint k = 0; k < 16; k++)
      sums[k] ^= words[i + k];
  for (gint k = 0; k < 16; k++)
    memory->sum ^= sums[k];
}

static void
run_read (gpointer self)
{
  do_shares (self, read_words);
}

static void
finish (gpointer self)
{
  Memory *memory = self;

  g_free (memory->src);
  g_free (memory);
}

const BenchPeer bench_peer_memcpy = {
  .name = "memcpy",
  .kind = BENCH_LIMIT,
  .supports = supports,
  .prepare = prepare_copy,
  .run = run_copy,
  .finish = finish,
};

const BenchPeer bench_peer_fill = {
  .name = "fill",
  .kind = BENCH_LIMIT,
  .supports = supports,
  .prepare = prepare_fill,
  .run = run_fill,
  .finish = finish,
};

const BenchPeer bench_peer_read = {
  .name = "read",
  .kind = BENCH_LIMIT,
  .supports = supports,
  .prepare = prepare_read,
  .run = run_read,
  .finish = finish,
};
