/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_OURS_H
#define BENCH_OURS_H

#include "cell.h"
#include "resizer.h"

G_BEGIN_DECLS

/* The method of a library that comes nearest to the cell's; RSZ_N_METHODS: it has none. */
RszMethod bench_ours_method (const BenchCell *cell, RszLibrary library);

/* What the element would ask of the core for a cell, with the library's method. False where the
 * format is not ours. */
gboolean bench_ours_spec (const BenchCell *cell, RszLibrary library, RszSpec *spec);

/* Of what bench_peer_core has prepared: a frame, all of its slices in this thread; and the
 * milliseconds for which the last frame's owner waited for slices of other threads. */
void bench_core_run_alone (gpointer core);
gdouble bench_core_waited (gpointer core);

G_END_DECLS

#endif
