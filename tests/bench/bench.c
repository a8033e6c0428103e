/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Times the element against its peers; docs/performance.md says how to run and read it. */

#include <gst/gst.h>
#include <stdio.h>

#include "check.h"
#include "measure.h"
#include "options.h"
#include "report.h"
#include "tables.h"

/* The element of this build, whatever else is installed. */
static gboolean
load_element (void)
{
  GError *error = NULL;
  GstPlugin *plugin = gst_plugin_load_file (PLUGIN_FILE, &error);

  if (plugin == NULL) {
    g_printerr ("The element of this build cannot be loaded: %s\n", error->message);
    g_clear_error (&error);
    return FALSE;
  }
  gst_object_unref (plugin);
  return TRUE;
}

static BenchResult
measure_cell (
    const BenchOptions *options, GstVideoFormat format, const BenchSizes *sizes, BenchMethod method)
{
  BenchResult result = { .format = format, .sizes = *sizes, .method = method };
  BenchCell cell;

  bench_cell_init (&cell, format, sizes, method, options->n_threads);
  bench_measure (&cell, options->peers, options->n_peers, options->repeat, result.figures);
  bench_cell_finish (&cell);
  return result;
}

/* One table for each format. */
static void
measure_pair (const BenchOptions *options, guint i, GArray *results)
{
  const BenchPair *pair = &g_array_index (options->pairs, BenchPair, i);

  if (i == 0 || pair[-1].format != pair->format)
    bench_report_format (options, pair->format);
  for (guint m = 0; m < options->methods->len; m++) {
    const BenchResult result = measure_cell (
        options, pair->format, &pair->sizes, g_array_index (options->methods, BenchMethod, m));

    bench_report_result (options, &result);
    g_array_append_val (results, result);
  }
}

static gboolean
table_of_cells (const BenchOptions *options)
{
  GArray *results = g_array_new (FALSE, FALSE, sizeof (BenchResult));
  gboolean good;

  bench_report_legend ();
  for (guint i = 0; i < options->pairs->len; i++)
    measure_pair (options, i, results);
  bench_report_means (options, (const BenchResult *) results->data, (gint) results->len);
  good = options->csv == NULL
         || bench_report_csv (
             options->csv, options, (const BenchResult *) results->data, (gint) results->len);
  g_array_unref (results);
  return good;
}

static gboolean
run (const BenchOptions *options)
{
  if (options->check)
    return bench_check (options) == 0;
  bench_report_head (options);
  if (options->tables & BENCH_TABLE_STARTUP)
    bench_table_startup (options);
  if (options->tables & BENCH_TABLE_PLAN)
    bench_table_plan (options);
  if (options->tables & BENCH_TABLE_LINEAR)
    bench_table_linear (options);
  if (options->tables & BENCH_TABLE_THREADS)
    bench_table_threads (options);
  return !(options->tables & BENCH_TABLE_CELLS) || table_of_cells (options);
}

int
main (int argc, char **argv)
{
  BenchOptions options;
  GError *error = NULL;
  gboolean good = FALSE;

  if (!bench_options_init (&options, argc, argv, &error)) {
    g_printerr ("%s\n", error->message);
    g_clear_error (&error);
  } else {
    gst_init (NULL, NULL);
    good = load_element () && run (&options);
  }
  bench_options_finish (&options);
  return good ? 0 : 1;
}
