/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "measure.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "picture.h"

/* A turn's length, far above the clock's grain and a context switch, and its most frames. */
#define TURN_MS 4.0
#define MAX_FRAMES 200

/* A peer that takes part. */
typedef struct {
  const BenchPeer *peer;
  gpointer self;
  const BenchCell *cell;
  gint n_frames; /* of a turn */
  gdouble *samples;
  BenchFigure *figure;
} Entrant;

gdouble
bench_now (gint n_threads)
{
  struct timespec now;

  clock_gettime (n_threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &now);
  return (gdouble) now.tv_sec * 1e3 + (gdouble) now.tv_nsec / 1e6;
}

static int
compare (const void *a, const void *b)
{
  const gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

void
bench_statistics (gdouble *samples, gint n, gdouble *min, gdouble *median)
{
  qsort (samples, (gsize) n, sizeof *samples, compare);
  *min = samples[0];
  *median = (samples[(n - 1) / 2] + samples[n / 2]) / 2;
}

static void
run_once (const Entrant *entrant)
{
  entrant->peer->run (entrant->self);
  if (entrant->peer->kind == BENCH_PEER && !entrant->peer->has_borders)
    bench_cell_fill_borders (entrant->cell);
}

/* Milliseconds for a frame, the mean of n. */
static gdouble
clock_frames (const Entrant *entrant, gint n)
{
  gdouble start;

  if (entrant->peer->clock != NULL)
    return entrant->peer->clock (entrant->self, n);
  start = bench_now (entrant->cell->n_threads);
  for (gint i = 0; i < n; i++)
    run_once (entrant);
  return (bench_now (entrant->cell->n_threads) - start) / n;
}

static gboolean
enter (Entrant *entrant, const BenchPeer *peer, const BenchCell *cell, BenchFigure *figure)
{
  *figure = (BenchFigure){ 0 };
  if (!peer->supports (peer, cell, &figure->marks))
    return FALSE;
  if (cell->n_threads > 1 && !peer->has_threads && peer->kind == BENCH_PEER)
    figure->marks |= BENCH_MARK_THREADS;
  *entrant = (Entrant){ .peer = peer, .figure = figure, .cell = cell };
  entrant->self = peer->prepare (peer, cell);
  figure->done = entrant->self != NULL;
  return figure->done;
}

/* Caches, branch predictors and page tables get to know the peer, and we get to know its speed. */
static void
warm_up (Entrant *entrant, gint repeat)
{
  const gdouble first = clock_frames (entrant, 1), second = clock_frames (entrant, 1);
  const gdouble frames = TURN_MS / MAX (MIN (first, second), 1e-6);

  entrant->n_frames = (gint) CLAMP (frames, 1, MAX_FRAMES);
  entrant->samples = g_new (gdouble, repeat);
}

/* The core's output, as a frame of its own. */
static gboolean
init_reference (GstVideoFrame *reference, const BenchCell *cell)
{
  const BenchPeer *core = &bench_peer_core;
  GstBuffer *buffer;
  gpointer self;
  guint marks = 0;

  if (!core->supports (core, cell, &marks))
    return FALSE;
  self = core->prepare (core, cell);
  if (self == NULL)
    return FALSE;
  core->run (self);
  core->finish (self);
  buffer = gst_buffer_new_allocate (NULL, cell->whole_info.size, NULL);
  gst_video_frame_map (reference, &cell->whole_info, buffer, GST_MAP_READWRITE);
  gst_buffer_unref (buffer);
  return gst_video_frame_copy (reference, &cell->whole);
}

/* One frame of the entrant, next to the core's. */
static void
compare_picture (const Entrant *entrant, const BenchCell *cell, const GstVideoFrame *reference)
{
  BenchFigure *figure = entrant->figure;

  memset (
      cell->whole.map[0].data, 0, cell->whole_info.size); /* or a peer that does nothing passes */
  clock_frames (entrant, 1);
  if (entrant->peer->fetch != NULL)
    entrant->peer->fetch (entrant->self);
  figure->compared = TRUE;
  figure->difference = bench_picture_difference (reference, &cell->whole);
  if (figure->difference > BENCH_OTHER_PICTURE && !(figure->marks & BENCH_MARKS_OF_PICTURE))
    figure->marks |= BENCH_MARK_DIFFERS;
}

static void
compare_pictures (const Entrant *entrants, gint n, const BenchCell *cell)
{
  GstVideoFrame reference;

  if (!init_reference (&reference, cell))
    return;
  for (gint i = 0; i < n; i++) {
    if (entrants[i].peer->kind != BENCH_LIMIT)
      compare_picture (&entrants[i], cell, &reference);
  }
  gst_video_frame_unmap (&reference);
}

/* Whoever follows a peer with the same source finds it in the cache: nobody always follows the
 * same one. */
static void
shuffle (gint *order, gint n, GRand *rand)
{
  for (gint i = n - 1; i > 0; i--) {
    const gint k = g_rand_int_range (rand, 0, i + 1), other = order[k];

    order[k] = order[i];
    order[i] = other;
  }
}

/* The first frames, half as many as count, bring the peer's own memory back into the caches. */
static gdouble
take_turn (const Entrant *entrant)
{
  clock_frames (entrant, (entrant->n_frames + 1) / 2);
  return clock_frames (entrant, entrant->n_frames);
}

static void
clock_entrants (Entrant *entrants, gint n, gint repeat)
{
  GRand *rand = g_rand_new_with_seed (1);
  gint order[BENCH_MAX_PEERS];

  for (gint i = 0; i < n; i++) {
    order[i] = i;
    warm_up (&entrants[i], repeat);
  }
  for (gint round = 0; round < repeat; round++) {
    shuffle (order, n, rand);
    for (gint i = 0; i < n; i++)
      entrants[order[i]].samples[round] = take_turn (&entrants[order[i]]);
  }
  for (gint i = 0; i < n; i++) {
    BenchFigure *figure = entrants[i].figure;

    bench_statistics (entrants[i].samples, repeat, &figure->min, &figure->median);
    g_free (entrants[i].samples);
  }
  g_rand_free (rand);
}

void
bench_measure (const BenchCell *cell, const BenchPeer *const *peers, gint n_peers, gint repeat,
    BenchFigure *figures)
{
  Entrant entrants[BENCH_MAX_PEERS];
  gint n = 0;

  for (gint i = 0; i < n_peers; i++)
    n += enter (&entrants[n], peers[i], cell, &figures[i]);
  compare_pictures (entrants, n, cell);
  if (repeat > 0)
    clock_entrants (entrants, n, repeat);
  for (gint i = 0; i < n; i++)
    entrants[i].peer->finish (entrants[i].self);
}
