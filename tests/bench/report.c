/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "report.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "resizer.h"
#include "rows/rows.h"

const gchar *
bench_number (gdouble value, gchar *text)
{
  gint decimals = 2;

  for (gdouble digit = 1; value < digit && decimals < 6; digit /= 10)
    decimals++;
  for (gdouble digit = 10; value >= digit && decimals > 0; digit *= 10)
    decimals--;

  g_snprintf (text, BENCH_NUMBER_SIZE, "%.*f", decimals, value);
  return text;
}

/* The processor's name as Linux has it. Free with g_free. */
static gchar *
cpu_name (void)
{
  gchar *text = NULL, *name = NULL;
  const gchar *line;

  if (g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL)
      && (line = strstr (text, "model name")) != NULL && (line = strchr (line, ':')) != NULL)
    name = g_strndup (line + 2, strcspn (line + 2, "\n"));
  g_free (text);
  return name != NULL ? name : g_strdup ("unknown");
}

/* Of the extensions scalers are written for, those the CPU says it has. */
static void
print_extensions (void)
{
  static const gchar *const flags[] = { "sse4_1", "avx2", "avx512bw", "avx512vbmi", "avx512_vnni",
    "asimd", NULL };
  gchar *text = NULL;

  if (!g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL))
    return;
  for (gint i = 0; flags[i] != NULL; i++) {
    gchar *word = g_strdup_printf (" %s ", flags[i]);

    if (strstr (text, word) != NULL)
      printf (", %s", flags[i]);
    g_free (word);
  }
  g_free (text);
}

/* Who else is running: figures of a busy machine are a rough guide. */
static void
print_load (void)
{
  gchar *text = NULL;

  if (g_file_get_contents ("/proc/loadavg", &text, NULL, NULL))
    printf ("- processes running when it started: %.1f (mean of a minute)\n",
        g_ascii_strtod (text, NULL));
  g_free (text);
}

void
bench_report_head (const BenchOptions *options)
{
  gchar *cpu = cpu_name (), *gstreamer = gst_version_string ();
  const gchar *mask = g_getenv ("ALIGNSCALE_ROWS");

  printf ("- CPU: %s, %u of them", cpu, g_get_num_processors ());
  print_extensions ();
  printf ("\n- command: `%s`\n", options->command);
  printf ("- alignscale: rows of level %s%s%s; %d thread%s; %d rounds\n", rsz_rows_get ()->level,
      mask != NULL ? ", ALIGNSCALE_ROWS=" : "", mask != NULL ? mask : "", options->n_threads,
      options->n_threads == 1 ? "" : "s", options->repeat);
  printf ("- peers: %s", gstreamer);
  for (gint i = 0; i < options->n_peers; i++) {
    const BenchPeer *peer = options->peers[i];
    gchar *version = peer->version != NULL ? peer->version (peer) : NULL;

    if (version != NULL)
      printf (", %s %s", peer->name, version);
    g_free (version);
  }
  printf ("\n");
  print_load ();
#ifndef __OPTIMIZE__
  printf ("- **not optimised: the figures say nothing.** Use `meson setup --buildtype=release`\n");
#endif
  printf ("\n");
  g_free (gstreamer);
  g_free (cpu);
}

static const gchar legend[] =
    "Milliseconds for a frame (with one thread of processor time, otherwise of the wall clock): "
    "the\n"
    "least of all rounds, the median in brackets. Behind a peer's figures, in bold, its time\n"
    "over the element's, least over least: above 1 the element is faster. Behind a limit, the "
    "element's time over the limit's: `memcpy` copies as many bytes\n"
    "as the output has, `fill` streams that many to memory, `read` reads the whole source once.\n"
    "Letters: the peer does other work; the geometric means of the same work leave the cell out.\n";

void
bench_report_legend (void)
{
  printf ("%s\n%s", legend, bench_marks_legend);
}

void
bench_report_format (const BenchOptions *options, GstVideoFormat format)
{
  printf ("\n### %s\n\n| sizes | method |", gst_video_format_to_string (format));
  for (gint i = 0; i < options->n_peers; i++)
    printf (" %s |", options->peers[i]->name);
  printf ("\n|---|---|");
  for (gint i = 0; i < options->n_peers; i++)
    printf ("---|");
  printf ("\n");
}

/* A peer's time over the element's; of a limit, the reverse. */
static gdouble
ratio_of (const BenchPeer *peer, const BenchFigure *figure, const BenchFigure *element)
{
  return peer->kind == BENCH_LIMIT ? element->min / figure->min : figure->min / element->min;
}

static void
print_figure (const BenchPeer *peer, const BenchFigure *figure, const BenchFigure *element)
{
  gchar min[BENCH_NUMBER_SIZE], median[BENCH_NUMBER_SIZE], marks[BENCH_MARKS_SIZE];

  if (!figure->done) {
    printf (" - |");
    return;
  }
  printf (" %s (%s)", bench_number (figure->min, min), bench_number (figure->median, median));
  if (peer->kind != BENCH_OURS && element->done)
    printf (" **%.2f**", ratio_of (peer, figure, element));
  bench_marks_text (figure->marks, marks);
  printf ("%s%s |", figure->marks ? " " : "", marks);
}

void
bench_report_result (const BenchOptions *options, const BenchResult *result)
{
  gchar *sizes = bench_sizes_text (&result->sizes);

  printf ("| %s | %s |", sizes, bench_methods[result->method].name);
  for (gint i = 0; i < options->n_peers; i++)
    print_figure (options->peers[i], &result->figures[i], &result->figures[0]);
  printf ("\n");
  fflush (stdout);
  g_free (sizes);
}

/* Over the cells of one peer. */
typedef struct {
  gint n;
  gdouble logarithms;
  gdouble extreme; /* a peer's least ratio, a limit's largest: where we are nearest or farthest */
  const BenchResult *where;
} Mean;

static void
add_ratio (Mean *mean, gdouble ratio, const BenchResult *result, gboolean largest)
{
  if (mean->n == 0 || (largest ? ratio > mean->extreme : ratio < mean->extreme)) {
    mean->extreme = ratio;
    mean->where = result;
  }
  mean->logarithms += log (ratio);
  mean->n++;
}

static void
print_mean (const Mean *mean)
{
  gchar *sizes;

  if (mean->n == 0) {
    printf (" 0 | - | - |");
    return;
  }
  sizes = bench_sizes_text (&mean->where->sizes);
  printf (" %d | **%.2f** | %.2f (%s %s %s) |", mean->n, exp (mean->logarithms / mean->n),
      mean->extreme, gst_video_format_to_string (mean->where->format), sizes,
      bench_methods[mean->where->method].name);
  g_free (sizes);
}

/* Of a peer's ratios to what is in column `base`, of which all are the same work unless that is the
 * element. */
static void
report_mean (const BenchOptions *options, gint peer, gint base, const BenchResult *results, gint n)
{
  const gboolean is_limit = options->peers[peer]->kind == BENCH_LIMIT;
  Mean same = { 0 }, all = { 0 };

  for (gint i = 0; i < n; i++) {
    const BenchFigure *figure = &results[i].figures[peer], *element = &results[i].figures[base];
    const gdouble ratio = ratio_of (options->peers[peer], figure, element);

    if (!figure->done || !element->done)
      continue;
    add_ratio (&all, ratio, &results[i], is_limit);
    if (figure->marks == 0 || base > 0)
      add_ratio (&same, ratio, &results[i], is_limit);
  }
  if (all.n == 0)
    return;
  printf ("| %s%s%s |", options->peers[peer]->name, base > 0 ? ", against " : "",
      base > 0 ? options->peers[base]->name : "");
  print_mean (&same);
  print_mean (&all);
  printf ("\n");
}

static void
report_overhead (const BenchResult *results, gint n)
{
  gdouble *overhead = g_new (gdouble, n), least, median;
  gint count = 0;

  for (gint i = 0; i < n; i++) {
    if (results[i].figures[0].done && results[i].figures[1].done)
      overhead[count++] = results[i].figures[0].min - results[i].figures[1].min;
  }
  if (count > 0) {
    bench_statistics (overhead, count, &least, &median);
    printf ("The element adds to the core (pads, pool, mapping), least minus least, over %d cells: "
            "middle %.1f us, largest %.1f us.\n\n",
        count, median * 1e3, overhead[count - 1] * 1e3);
  }
  g_free (overhead);
}

void
bench_report_means (const BenchOptions *options, const BenchResult *results, gint n)
{
  printf ("\n### Geometric means of the ratios\n\n"
          "| peer | cells, same work | mean | nearest cell | cells, all | mean | nearest cell |\n"
          "|---|---|---|---|---|---|---|\n");
  for (gint i = 2; i < options->n_peers; i++) {
    report_mean (options, i, 0, results, n);
    for (gint twin = 2; twin < options->n_peers; twin++)
      if (options->peers[twin] == options->peers[i]->twin)
        report_mean (options, i, twin, results, n);
  }
  printf ("\n");
  report_overhead (results, n);
}

static void
write_result (FILE *file, const BenchOptions *options, const BenchResult *result)
{
  gchar marks[BENCH_MARKS_SIZE];

  for (gint i = 0; i < options->n_peers; i++) {
    const BenchFigure *figure = &result->figures[i], *element = &result->figures[0];

    if (!figure->done)
      continue;
    bench_marks_text (figure->marks, marks);
    fprintf (file, "%s,%d,%d,%d,%d,%s,%s,%s,%.6f,%.6f,",
        gst_video_format_to_string (result->format), result->sizes.in_width,
        result->sizes.in_height, result->sizes.out_width, result->sizes.out_height,
        result->sizes.letterbox ? "letterbox" : "stretch", bench_methods[result->method].name,
        options->peers[i]->name, figure->min, figure->median);
    if (element->done)
      fprintf (file, "%.4f", figure->min / element->min);
    fprintf (file, ",%s,", marks);
    if (figure->compared)
      fprintf (file, "%.3f", figure->difference);
    fprintf (file, "\n");
  }
}

gboolean
bench_report_csv (
    const gchar *name, const BenchOptions *options, const BenchResult *results, gint n)
{
  FILE *file = fopen (name, "w");
  gboolean good;

  if (file == NULL) {
    g_printerr ("The file %s cannot be written: %s.\n", name, g_strerror (errno));
    return FALSE;
  }
  fprintf (file, "format,in_width,in_height,out_width,out_height,fit,method,peer,min_ms,median_ms,"
                 "over_element,marks,difference\n");
  for (gint i = 0; i < n; i++)
    write_result (file, options, &results[i]);
  good = ferror (file) == 0;
  if (fclose (file) != 0 || !good) {
    g_printerr ("The file %s could not be written to its end; is the disk full?\n", name);
    return FALSE;
  }
  return TRUE;
}
