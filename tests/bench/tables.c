/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tables.h"

#include <stdio.h>
#include <string.h>

#include "ours.h"
#include "report.h"

/* What a person waits for: the wall clock. */
#define WALL 2

/* Fewer rounds give no minimum worth printing. */
#define MIN_REPEAT 5

static gint
repeat_of (const BenchOptions *options)
{
  return MAX (options->repeat, MIN_REPEAT);
}

/* Reading a plugin's file from disk is not the element's start. */
static void
load_plugin (const gchar *name)
{
  GstElementFactory *factory = gst_element_factory_find (name);

  gst_object_unref (gst_plugin_feature_load (GST_PLUGIN_FEATURE (factory)));
  gst_object_unref (factory);
}

static gdouble
time_start (const BenchPeer *peer, const BenchCell *cell)
{
  const gdouble start = bench_now (WALL);
  gpointer self = peer->prepare (peer, cell);
  const gdouble elapsed = bench_now (WALL) - start;

  if (self == NULL)
    g_error ("%s gives no first frame.", peer->name);
  peer->finish (self);
  return elapsed;
}

static void
report_start (const BenchPeer *peer, const BenchCell *cell, gint repeat)
{
  gchar texts[3][BENCH_NUMBER_SIZE];
  gdouble *samples = g_new (gdouble, repeat), min, median;
  const gdouble first = time_start (peer, cell);

  for (gint i = 0; i < repeat; i++)
    samples[i] = time_start (peer, cell);
  bench_statistics (samples, repeat, &min, &median);
  printf ("| %s | %s | %s | %s (%s) |\n", gst_video_format_to_string (cell->format), peer->name,
      bench_number (first, texts[0]), bench_number (min, texts[1]),
      bench_number (median, texts[2]));
  g_free (samples);
}

/* What the system takes for the output's memory, whoever writes it: pages it has not given
 * before. */
static gpointer
prepare_memory (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell)
{
  guint8 *memory = g_malloc (cell->out.size);

  memset (memory, 1, cell->out.size);
  return memory;
}

static const BenchPeer new_memory = {
  .name = "writing memory of that size", .prepare = prepare_memory, .finish = g_free
};

static const gchar startup_head[] =
    "### Start-up\n\n"
    "From making the element to its first frame, bilinear, 1920x1080:3840x2160, in ms. The first\n"
    "time in the process includes what is compiled or looked up once, and the system's making of\n"
    "pages for the output; rows are in the order of the run.\n\n"
    "| format | element | first time | again: least (median) |\n|---|---|---|---|\n";

void
bench_table_startup (const BenchOptions *options)
{
  static const GstVideoFormat formats[] = { GST_VIDEO_FORMAT_RGBA, GST_VIDEO_FORMAT_I420 };
  static const BenchSizes sizes = { 1920, 1080, 3840, 2160 };
  const BenchPeer *const peers[] = { &new_memory, &bench_peer_element, &bench_peer_videoscale };

  printf ("%s", startup_head);
  load_plugin ("alignscale");
  load_plugin ("videoscale");
  for (guint f = 0; f < G_N_ELEMENTS (formats); f++) {
    BenchCell cell;

    bench_cell_init (&cell, formats[f], &sizes, BENCH_BILINEAR, options->n_threads);
    for (guint p = 0; p < G_N_ELEMENTS (peers); p++)
      report_start (peers[p], &cell, repeat_of (options));
    bench_cell_finish (&cell);
  }
  printf ("\n");
}

/* Milliseconds of one rsz_resizer_new, or, with `moved`, of following the picture. */
static gdouble
time_plan (const RszSpec *spec, RszResizer *moved)
{
  gchar message[RSZ_MESSAGE_SIZE];
  const gdouble start = bench_now (1);
  RszResizer *resizer = moved != NULL ? NULL : rsz_resizer_new (spec, message);
  const gboolean follows = moved != NULL && rsz_resizer_move (moved, spec);
  const gdouble elapsed = bench_now (1) - start;

  if (moved != NULL ? !follows : resizer == NULL)
    g_error ("%s", moved != NULL ? "The resizer does not follow." : message);
  rsz_resizer_free (resizer);
  return elapsed;
}

/* What changes from one plan to the next. */
typedef enum { STAYS, MOVES, ZOOMS, N_CROPS } Crop;

static const gchar *const crop_names[N_CROPS] = { "", ", a crop that moves",
  ", a crop that zooms" };

/* What is taken away at either end meets no ratio. Small pictures keep a pixel. */
static void
crop_axis (RszAxis *axis, gint by, gint moved)
{
  const gint start = MIN (by, (axis->in - 1) / 2);

  axis->in -= 2 * start;
  axis->crop_start = MIN (start + moved, 2 * start);
}

static void
crop_spec (RszSpec *spec, Crop crop, gint i)
{
  const gint by = crop == MOVES ? 29 : 1 + i % 50, moved = crop == MOVES ? i % 29 : 0;

  if (crop == STAYS)
    return;
  crop_axis (&spec->planes[0].parts[0].x, by, moved);
  crop_axis (&spec->planes[0].y, by, moved);
}

static void
report_plan (const BenchCell *cell, gint repeat, Crop crop)
{
  gdouble *samples = g_new (gdouble, repeat), min, median;
  gchar message[RSZ_MESSAGE_SIZE];
  RszSpec spec;

  if (bench_ours_spec (cell, RSZ_LIBRARY_TORCH, &spec)) {
    RszResizer *moved = NULL;

    for (gint i = 0; i < repeat; i++) {
      RszSpec other = spec;

      crop_spec (&other, crop, i);
      if (crop == MOVES && moved == NULL)
        moved = rsz_resizer_new (&other, message);
      samples[i] = time_plan (&other, moved);
    }
    rsz_resizer_free (moved);
    bench_statistics (samples, repeat, &min, &median);
    if (crop == MOVES)
      printf (" %.1f (%.1f) |", min * 1e3, median * 1e3);
    else
      printf (" %.0f (%.0f) |", min * 1e3, median * 1e3);
  } else {
    printf (" - |");
  }
  g_free (samples);
}

static const gchar plan_head[] =
    "### Plans\n\n"
    "One `rsz_resizer_new`, RGBA: positions, weights, tables and memory of a pair of sizes, and "
    "of\n"
    "a part of the source whose size changes with every frame, so that no weight is the same. A\n"
    "part that only moves takes one `rsz_resizer_move`. Microseconds, least (median).\n\n";

static void
report_plans (const BenchOptions *options, const BenchSizes *sizes, Crop crop)
{
  gchar *text = bench_sizes_text (sizes);

  printf ("\n| %s%s |", text, crop_names[crop]);
  for (guint m = 0; m < options->methods->len; m++) {
    BenchCell cell;

    bench_cell_init (&cell, GST_VIDEO_FORMAT_RGBA, sizes,
        g_array_index (options->methods, BenchMethod, m), options->n_threads);
    report_plan (&cell, 4 * repeat_of (options), crop);
    bench_cell_finish (&cell);
  }
  g_free (text);
}

void
bench_table_plan (const BenchOptions *options)
{
  printf ("%s| sizes |", plan_head);
  for (guint m = 0; m < options->methods->len; m++)
    printf (" %s |", bench_methods[g_array_index (options->methods, BenchMethod, m)].name);
  printf ("\n|---|");
  for (guint m = 0; m < options->methods->len; m++)
    printf ("---|");
  for (guint s = 0; s < options->sizes->len; s++) {
    for (gint crop = STAYS; crop < N_CROPS; crop++)
      report_plans (options, &g_array_index (options->sizes, BenchSizes, s), (Crop) crop);
  }
  printf ("\n\n");
}

/* The peers of the linear table. */
enum { ELEMENT, CORE, VIDEOSCALE, MEMCPY, N_LINEAR };

static void
report_size (const BenchOptions *options, gint width, gint height)
{
  const BenchPeer *const peers[N_LINEAR] = { &bench_peer_element, &bench_peer_core,
    &bench_peer_videoscale, &bench_peer_memcpy };
  const BenchSizes sizes = { width / 2, height / 2, width, height };
  const gdouble pixels = (gdouble) width * height;
  BenchFigure figures[N_LINEAR];
  BenchCell cell;

  bench_cell_init (&cell, GST_VIDEO_FORMAT_RGBA, &sizes, BENCH_BILINEAR, options->n_threads);
  bench_measure (&cell, peers, N_LINEAR, repeat_of (options), figures);
  bench_cell_finish (&cell);
  printf ("| %dx%d |", width, height);
  for (gint i = 0; i < N_LINEAR; i++)
    printf (" %.3f |", figures[i].min * 1e6 / pixels);
  printf (" %.1f | %.2f |\n", (figures[ELEMENT].min - figures[CORE].min) * 1e3,
      figures[VIDEOSCALE].min / figures[ELEMENT].min);
  fflush (stdout);
}

static const gchar linear_head[] =
    "### Linear in pixels\n\n"
    "RGBA, bilinear, twice the size. Nanoseconds per output pixel, least of all rounds; what the\n"
    "element adds to the core, in microseconds for a frame; videoscale's time over the\n"
    "element's.\n\n"
    "| output | alignscale | core | videoscale | memcpy | element minus core, us | videoscale, "
    "ratio |\n|---|---|---|---|---|---|---|\n";

void
bench_table_linear (const BenchOptions *options)
{
  static const gint sizes[][2] = { { 32, 32 }, { 64, 64 }, { 128, 128 }, { 256, 256 }, { 512, 512 },
    { 1024, 1024 }, { 1920, 1080 }, { 2048, 2048 }, { 3840, 2160 }, { 4096, 4096 },
    { 7680, 4320 } };

  printf ("%s", linear_head);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    report_size (options, sizes[i][0], sizes[i][1]);
  printf ("\n");
}

/* The element's time, and the least that memory allows: to write a larger frame, to read one that
 * shrinks. */
typedef struct {
  gdouble element, memory;
} Times;

/* A wall clock counts what else the machine does: more rounds find one without it. */
#define WALL_ROUNDS 4

static Times
time_threads (const BenchOptions *options, GstVideoFormat format, const BenchSizes *sizes,
    BenchMethod method, gint n_threads)
{
  const BenchPeer *const peers[] = { &bench_peer_element,
    sizes->out_width > sizes->in_width ? &bench_peer_fill : &bench_peer_read };
  const gint rounds = repeat_of (options) * (n_threads > 1 ? WALL_ROUNDS : 1);
  BenchFigure figures[2];
  BenchCell cell;

  bench_cell_init (&cell, format, sizes, method, n_threads);
  bench_measure (&cell, peers, 2, rounds, figures);
  bench_cell_finish (&cell);
  return (Times){ figures[0].min, figures[1].min };
}

/* Microseconds: what slices cost more than a frame in one piece, done by one thread, least of all
 * rounds; and for how long the thread that was done first waited for the others, the middle of
 * all frames. */
typedef struct {
  gdouble cost, waited;
} Sharing;

#define SHARED_FRAMES 20

static gdouble
time_alone (gpointer core)
{
  const gdouble start = bench_now (1);

  bench_core_run_alone (core);
  return bench_now (1) - start;
}

static Sharing
measure_sharing (const BenchOptions *options, GstVideoFormat format, const BenchSizes *sizes,
    BenchMethod method, gint n_threads)
{
  const gint n = repeat_of (options) * SHARED_FRAMES;
  gdouble *waited = g_new (gdouble, n), least[2] = { G_MAXDOUBLE, G_MAXDOUBLE }, unused, middle;
  const gint threads[2] = { 1, n_threads };
  BenchCell cells[2];
  gpointer cores[2];

  for (gint k = 0; k < 2; k++) {
    bench_cell_init (&cells[k], format, sizes, method, threads[k]);
    cores[k] = bench_peer_core.prepare (&bench_peer_core, &cells[k]);
  }
  for (gint i = 0; i < n; i++) {
    for (gint k = 0; k < 2; k++)
      least[k] = MIN (least[k], time_alone (cores[k]));
  }
  for (gint i = 0; i < n; i++) {
    bench_peer_core.run (cores[1]);
    waited[i] = bench_core_waited (cores[1]);
  }
  bench_statistics (waited, n, &unused, &middle);
  for (gint k = 0; k < 2; k++) {
    bench_peer_core.finish (cores[k]);
    bench_cell_finish (&cells[k]);
  }
  g_free (waited);
  return (Sharing){ (least[1] - least[0]) * 1e3, middle * 1e3 };
}

static void
report_threads (
    const BenchOptions *options, GstVideoFormat format, const BenchSizes *sizes, BenchMethod method)
{
  const gint n = MAX (options->n_threads, 2);
  const Times one = time_threads (options, format, sizes, method, 1);
  const Times several = time_threads (options, format, sizes, method, n);
  const Sharing sharing = measure_sharing (options, format, sizes, method, n);
  gchar texts[4][BENCH_NUMBER_SIZE], *text = bench_sizes_text (sizes);

  printf ("| %s %s | %s | %s | %s | %.2f | %.1f | %.1f | %s | %s | %.2f |\n",
      gst_video_format_to_string (format), text, bench_methods[method].name,
      bench_number (one.element, texts[0]), bench_number (several.element, texts[1]),
      one.element / several.element, sharing.cost, sharing.waited,
      bench_number (one.memory, texts[2]), bench_number (several.memory, texts[3]),
      one.memory / several.memory);
  fflush (stdout);
  g_free (text);
}

void
bench_table_threads (const BenchOptions *options)
{
  static const GstVideoFormat formats[] = { GST_VIDEO_FORMAT_RGBA, GST_VIDEO_FORMAT_I420 };
  static const BenchSizes sizes[] = { { 256, 256, 512, 512 }, { 960, 540, 1920, 1080 },
    { 1920, 1080, 3840, 2160 }, { 3840, 2160, 1280, 720 } };
  static const BenchMethod methods[] = { BENCH_BILINEAR, BENCH_BICUBIC_AA, BENCH_LANCZOS };

  printf (
      "### Threads\n\n"
      "The element with one thread and with %d, milliseconds for a frame, the least of all "
      "rounds:\n"
      "processor time of one, the wall clock's of several, which has four times as many. What "
      "slices cost: microseconds that a\n"
      "frame takes more in as many slices than in one piece, by one thread. Waited: microseconds\n"
      "until the last slice was done for the thread that had nothing left to do, the middle of "
      "all\n"
      "frames. Beside them what memory allows: the\n"
      "same with nothing but writing the output past the caches, or, where frames shrink,\n"
      "reading the source.\n\n"
      "| frames | method | one thread | %d threads | ratio | slices cost, us | waited, us | "
      "memory, "
      "one | memory, %d | memory's ratio |\n"
      "|---|---|---|---|---|---|---|---|---|---|\n",
      MAX (options->n_threads, 2), MAX (options->n_threads, 2), MAX (options->n_threads, 2));
  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
        report_threads (options, formats[f], &sizes[s], methods[m]);
  printf ("\n");
}
