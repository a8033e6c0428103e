/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_CHECK_H
#define BENCH_CHECK_H

#include "options.h"

G_BEGIN_DECLS

/* A test of the bench, not of the peers; nothing is clocked. Up to two lines (TAP) per peer:
 * where it is taken to do our work its picture is ours, within its tolerance; where a mark says
 * that its picture is another one, it is. The cells that speak against it precede the lines.
 * Returns the number of lines that fail. */
gint bench_check (const BenchOptions *options);

G_END_DECLS

#endif
