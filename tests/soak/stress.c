/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Four threads do to a running stream what applications do, each without regard for the others: one
 * sets properties, one reads them and moves the pointer, one changes caps, crops and buffer pools,
 * one changes states and task pools. It is made to be run by ThreadSanitizer; by itself it says
 * whether frames are lost, and whether anything hangs. The elements around the scaler are not all
 * made for that; when one of them gives up the next restart helps. */
#include <stdio.h>
#include <stdlib.h>

#include "../tap.h"
#include "changes.h"
#include "settings.h"

/* A thread that has not come to its end so long after the others hangs. */
#define PATIENCE 120

typedef struct {
  const gchar *name;
  Changes changes;
  const ChangeKind *kinds;
  gint n_kinds;
  gint most_rest; /* us between two changes */
  GThread *thread;
  gint failed, done;
} Worker;

static gint stopped; /* atomic */

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  GRand *random = worker->changes.random;

  while (!g_atomic_int_get (&stopped)) {
    if (!changes_do (
            &worker->changes, worker->kinds[g_rand_int_range (random, 0, worker->n_kinds)]))
      g_atomic_int_set (&worker->failed, 1);
    if (worker->kinds[0] == CHANGE_NAVIGATION)
      settings_get_all (worker->changes.stream->scale);
    g_usleep ((gulong) g_rand_int_range (random, 0, worker->most_rest));
  }
  g_atomic_int_set (&worker->done, 1);
  return NULL;
}

static const ChangeKind property_kinds[] = { CHANGE_PROPERTY };
static const ChangeKind reader_kinds[] = { CHANGE_NAVIGATION };
static const ChangeKind caps_kinds[] = { CHANGE_CROP, CHANGE_CROP, CHANGE_DOWNSTREAM,
  CHANGE_DOWNSTREAM, CHANGE_UPSTREAM, CHANGE_ALLOCATION };
static const ChangeKind state_kinds[] = { CHANGE_PAUSE, CHANGE_TASK_POOL, CHANGE_TASK_POOL,
  CHANGE_FLUSH, CHANGE_RESTART };

static Worker workers[] = {
  { .name = "properties", .kinds = property_kinds, .n_kinds = 1, .most_rest = 4000 },
  { .name = "readers", .kinds = reader_kinds, .n_kinds = 1, .most_rest = 4000 },
  { .name = "caps", .kinds = caps_kinds, .n_kinds = 6, .most_rest = 20000 },
  { .name = "states", .kinds = state_kinds, .n_kinds = 5, .most_rest = 60000 },
};
#define N_WORKERS (gint) G_N_ELEMENTS (workers)

static void
start (Stream *stream, guint32 seed)
{
  for (gint i = 0; i < N_WORKERS; i++) {
    Changes *changes = &workers[i].changes;

    changes_init (changes, stream, seed * N_WORKERS + (guint32) i);
    changes->sized = TRUE;
    changes->fps = 200;
    changes->largest = 320;
  }
  changes_do (&workers[2].changes, CHANGE_UPSTREAM);
  changes_do (&workers[2].changes, CHANGE_DOWNSTREAM);
  stream_set_state (stream, GST_STATE_PLAYING);
  for (gint i = 0; i < N_WORKERS; i++)
    workers[i].thread = g_thread_new (workers[i].name, work, &workers[i]);
}

/* Ends the program where a thread does not end: its stack is then of more use than its end. */
static void
stop (void)
{
  GTimer *timer = g_timer_new ();

  g_atomic_int_set (&stopped, 1);
  for (gint i = 0; i < N_WORKERS; i++) {
    while (!g_atomic_int_get (&workers[i].done)) {
      if (g_timer_elapsed (timer, NULL) > PATIENCE) {
        tap_check (FALSE, "%s: a change comes back", workers[i].name);
        abort ();
      }
      g_usleep (10000);
    }
    g_thread_join (workers[i].thread);
  }
  g_timer_destroy (timer);
}

static void
judge (const Stream *stream)
{
  for (gint i = 0; i < N_WORKERS; i++)
    tap_check (!workers[i].failed, "%s: %d changes", workers[i].name,
        (gint) changes_count (&workers[i].changes));
  tap_check (stream->n_out > 0 && stream->n_lost == 0,
      "%d frames in, %d out, %d turned away by flushes and stops, %d by caps that changed "
      "meanwhile, %d lost",
      (gint) stream->n_in, stream->n_out, (gint) stream->n_turned_away, (gint) stream->n_refused,
      (gint) stream->n_lost);
  tap_check (stream->n_errors == 0,
      "%u errors and warnings that should not be; %u of other elements, and %u times the source "
      "gave up",
      stream->n_errors, stream->n_others, stream->n_dropped);
  tap_check (stream->n_denied == 0, "%d caps refused by the scaler", stream->n_denied);
}

int
main (int argc, char **argv)
{
  gdouble seconds = 5;
  gint seed = 1;
  const GOptionEntry entries[] = {
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "How long to run", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "What gives each thread's order of changes", "N" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  GOptionContext *context = g_option_context_new ("- four threads at one stream");
  GError *error = NULL;
  GTimer *timer;
  Stream stream;

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, gst_init_get_option_group ());
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return 2;
  }
  g_option_context_free (context);
  if (!stream_init (&stream))
    return 2;
  printf ("# seed %d, %.0f seconds\n", seed, seconds);
  start (&stream, (guint32) seed);
  timer = g_timer_new ();
  while (g_timer_elapsed (timer, NULL) < seconds) {
    g_usleep (20000);
    stream_read_bus (&stream);
  }
  g_timer_destroy (timer);
  stop ();
  stream_finish (&stream);
  judge (&stream);
  for (gint i = 0; i < N_WORKERS; i++)
    changes_finish (&workers[i].changes);
  return tap_finish ();
}
