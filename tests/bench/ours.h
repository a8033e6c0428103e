/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_OURS_H
#define BENCH_OURS_H

#include "cell.h"
#include "resizer.h"

G_BEGIN_DECLS

/* What the element would ask of the core for a cell. False where the format is not ours. */
gboolean bench_ours_spec (const BenchCell *cell, RszSpec *spec);

G_END_DECLS

#endif
