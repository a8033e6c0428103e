/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_TABLES_H
#define BENCH_TABLES_H

#include "options.h"

G_BEGIN_DECLS

/* The tables beside that of the cells, markdown to standard output. */

/* From NULL to the first frame: the element is made, started, negotiates, and a frame comes
 * out. To be called before anything else in the process used the elements: the first time is
 * part of the table. */
void bench_table_startup (const BenchOptions *options);

/* What a plan, taps and tables, costs for each pair of sizes and method: of whole frames, and of a
 * crop that is another one each time. */
void bench_table_plan (const BenchOptions *options);

/* Frames of growing size: time per output pixel, and what the element adds to the core. */
void bench_table_linear (const BenchOptions *options);

/* The element with one thread and with several: two, or as many as the options say. */
void bench_table_threads (const BenchOptions *options);

G_END_DECLS

#endif
