/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "peer.h"

G_BEGIN_DECLS

#define BENCH_MAX_PEERS 24

/* What one peer did in one cell. */
typedef struct {
  gboolean done;       /* FALSE: nothing else here means anything */
  guint marks;         /* BenchMarks */
  gboolean compared;   /* FALSE: `difference` is not known */
  gdouble min, median; /* milliseconds for a frame */
  gdouble difference;  /* of its output from our core's, see bench_picture_difference */
} BenchFigure;

/* Has every peer scale the cell's frame and compares what came out, then clocks them: `repeat`
 * rounds, in each of which every peer has a turn, so that whatever else the machine does falls
 * on all of them. A turn is some frames that are not counted, then as many as fill some
 * milliseconds, whose mean is one sample of that peer's minimum and median. With `repeat` 0
 * nothing is clocked. */
void bench_measure (const BenchCell *cell, const BenchPeer *const *peers, gint n_peers, gint repeat,
    BenchFigure *figures);

/* Smallest and middle value; sorts samples[n], n >= 1. */
void bench_statistics (gdouble *samples, gint n, gdouble *min, gdouble *median);

/* Milliseconds. For work of one thread, the processor time of the whole process: a machine that
 * others use as well stops the clock while they run, and a peer that has threads nobody asked for
 * pays for them. For several threads, a wall clock. */
gdouble bench_now (gint n_threads);

G_END_DECLS

#endif
