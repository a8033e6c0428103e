/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "check.h"

#include <stdio.h>

/* What was seen of one peer. */
typedef struct {
  gint n_same, n_other;  /* cells that promise our picture, and another one */
  gint n_broken, n_idle; /* ... of them those that do not hold it, and that hold ours after all */
} Tally;

static gboolean
is_other (const BenchFigure *figure)
{
  return (figure->marks & (BENCH_MARKS_OF_PICTURE | BENCH_MARK_DIFFERS)) != 0;
}

/* A mark of the picture is idle where the picture is that of a peer that only rounds. */
#define ROUNDING 0.5

static void
tell (const BenchPeer *peer, const BenchCell *cell, const BenchFigure *figure)
{
  gchar *sizes = bench_sizes_text (&cell->sizes), marks[BENCH_MARKS_SIZE];

  bench_marks_text (figure->marks, marks);
  printf ("# %s %s %s %s (marks \"%s\"): %.2f steps from ours\n", peer->name,
      gst_video_format_to_string (cell->format), sizes, bench_methods[cell->method].name, marks,
      figure->difference);
  g_free (sizes);
}

static void
look_at (Tally *tally, const BenchPeer *peer, const BenchCell *cell, const BenchFigure *figure)
{
  const gboolean known = peer->tolerance >= 0;
  gboolean wrong;

  if (!figure->compared)
    return;
  if (is_other (figure) && !(known && figure->marks & BENCH_MARK_DIFFERS)) {
    wrong = figure->difference < ROUNDING;
    tally->n_other++;
    tally->n_idle += wrong;
  } else {
    wrong = known && figure->difference > peer->tolerance;
    tally->n_same++;
    tally->n_broken += wrong;
  }
  if (wrong)
    tell (peer, cell, figure);
}

static void
check_cell (const BenchOptions *options, const BenchCell *cell, Tally *tallies)
{
  BenchFigure figures[BENCH_MAX_PEERS];

  bench_measure (cell, options->peers, options->n_peers, 0, figures);
  for (gint i = 0; i < options->n_peers; i++)
    look_at (&tallies[i], options->peers[i], cell, &figures[i]);
}

static void
check_pair (const BenchOptions *options, const BenchPair *pair, Tally *tallies)
{
  for (guint m = 0; m < options->methods->len; m++) {
    BenchCell cell;

    bench_cell_init (&cell, pair->format, &pair->sizes,
        g_array_index (options->methods, BenchMethod, m), options->n_threads);
    check_cell (options, &cell, tallies);
    bench_cell_finish (&cell);
  }
}

static gint
report (gboolean good, gint *number, const gchar *name, const gchar *sentence, gint n)
{
  printf ("%sok %d - %s %s (%d cells)\n", good ? "" : "not ", ++*number, name, sentence, n);
  return !good;
}

static gint
report_peer (const BenchPeer *peer, const Tally *tally, gint *number)
{
  gint failed = 0;

  if (tally->n_same > 0 && peer->tolerance >= 0)
    failed += report (tally->n_broken == 0, number, peer->name,
        "makes our picture wherever its cell says so", tally->n_same);
  if (tally->n_other > 0)
    failed += report (tally->n_idle == 0, number, peer->name,
        "makes another picture wherever a mark says so", tally->n_other);
  return failed;
}

gint
bench_check (const BenchOptions *options)
{
  Tally tallies[BENCH_MAX_PEERS] = { 0 };
  gint number = 0, failed = 0;

  for (guint i = 0; i < options->pairs->len; i++)
    check_pair (options, &g_array_index (options->pairs, BenchPair, i), tallies);
  for (gint i = 0; i < options->n_peers; i++)
    failed += report_peer (options->peers[i], &tallies[i], &number);
  printf ("1..%d\n", number);
  return failed;
}
