/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include "measure.h"

G_BEGIN_DECLS

/* The tables, as --tables names them. */
typedef enum {
  BENCH_TABLE_CELLS = 1 << 0,
  BENCH_TABLE_LINEAR = 1 << 1,
  BENCH_TABLE_STARTUP = 1 << 2,
  BENCH_TABLE_PLAN = 1 << 3,
  BENCH_TABLE_THREADS = 1 << 4,
  BENCH_TABLE_ALL = 31
} BenchTables;

/* Scaled with each method. */
typedef struct {
  GstVideoFormat format;
  BenchSizes sizes;
} BenchPair;

/* What the command line asks for. */
typedef struct {
  gchar *command; /* as it was typed, for the report */
  gboolean check; /* compare outputs instead of clocking them */
  guint tables;
  gint repeat, n_threads;
  gchar *csv;      /* a file's name or NULL */
  GArray *formats; /* of GstVideoFormat */
  GArray *sizes;   /* of BenchSizes */
  GArray *pairs;   /* of BenchPair: every size of every format and some more, by format */
  GArray *methods; /* of BenchMethod */
  gint n_peers;
  const BenchPeer *peers[BENCH_MAX_PEERS]; /* the element, the core, the others */
} BenchOptions;

/* Reads the command line; initialises GStreamer, and sets ALIGNSCALE_ROWS where a level is asked
 * for. False, with a sentence in *error, where it cannot be understood. */
gboolean bench_options_init (BenchOptions *options, int argc, char **argv, GError **error);

void bench_options_finish (BenchOptions *options);

G_END_DECLS

#endif
