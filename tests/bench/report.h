/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "measure.h"
#include "options.h"

G_BEGIN_DECLS

/* What is printed, to standard output, in markdown. */

/* A cell when its frames are gone. */
typedef struct {
  GstVideoFormat format;
  BenchSizes sizes;
  BenchMethod method;
  BenchFigure figures[BENCH_MAX_PEERS]; /* of options->peers */
} BenchResult;

/* The machine, the versions, the level, the command. */
void bench_report_head (const BenchOptions *options);

/* How the tables are read. */
void bench_report_legend (void);

/* Begins the table of a format; one line per result follows. */
void bench_report_format (const BenchOptions *options, GstVideoFormat format);
void bench_report_result (const BenchOptions *options, const BenchResult *result);

/* Geometric means and what the element adds to the core, over results[n]. */
void bench_report_means (const BenchOptions *options, const BenchResult *results, gint n);

/* All cells and peers as CSV. False, with a message for a person printed, where that cannot be
 * written. */
gboolean bench_report_csv (
    const gchar *file, const BenchOptions *options, const BenchResult *results, gint n);

/* Milliseconds with three digits that count; to text[BENCH_NUMBER_SIZE], which is returned. */
#define BENCH_NUMBER_SIZE 24
const gchar *bench_number (gdouble value, gchar *text);

G_END_DECLS

#endif
