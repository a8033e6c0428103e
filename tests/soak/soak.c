/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A live stream in which something changes all the time. It must lose no frame and no memory.
 *
 * The seed gives the order of the changes; which frame meets which change is up to the threads. At
 * each rest the stream is taken to READY, where frames and pools are gone, so that what the process
 * holds can be compared. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../tap.h"
#include "changes.h"

#define RESTS 60 /* in a run, but not more than one in `SHORTEST` seconds */
#define SHORTEST 2
#define RESTS_TO_JUDGE 12 /* that memory is judged by: fewer are no sign of anything */
/* Bytes that are not growth: 3 for each change of half an hour; and with what the C library keeps,
 * and pages that are touched late. */
#define HEAP_GROWTH (256u << 10)
#define RESIDENT_GROWTH (8u << 20)
#define SECONDS_WITHOUT_FRAME 60

typedef struct {
  gdouble time;
  gsize heap, resident; /* bytes */
} Rest;

typedef struct {
  Stream stream;
  Changes changes;
  GTimer *timer;
  gdouble seconds;
  GArray *rests; /* of Rest */
  guint64 seen;  /* frames that had come out at the last change that followed new ones */
  gdouble seen_at;
  gboolean came_through;
} Soak;

static gint n_criticals;

static void
count_log (const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer data)
{
  (void) data;
  g_atomic_int_inc (&n_criticals);
  printf ("# %s-%s: %s\n", domain ? domain : "-",
      level & G_LOG_LEVEL_CRITICAL ? "CRITICAL" : "WARNING", message);
}

/* ---- memory ---- */

static gsize
resident (void)
{
  FILE *file = fopen ("/proc/self/statm", "r");
  unsigned long total, pages = 0;

  if (file == NULL)
    return 0;
  if (fscanf (file, "%lu %lu", &total, &pages) != 2)
    pages = 0;
  fclose (file);
  return pages * (gsize) sysconf (_SC_PAGESIZE);
}

static gsize
heap (void)
{
#ifdef HAVE_MALLINFO2
  const struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

static gdouble
in_mib (gsize bytes)
{
  return (gdouble) bytes / (1 << 20);
}

static guint64
frames_out (const Soak *soak)
{
  return (guint64) g_atomic_int_get (&soak->stream.n_out);
}

static gboolean
take_rest (Soak *soak)
{
  Rest rest;

  if (!stream_set_state (&soak->stream, GST_STATE_READY))
    return FALSE;
  stream_read_bus (&soak->stream);
#ifdef HAVE_MALLINFO2
  malloc_trim (0);
#endif
  rest = (Rest){ g_timer_elapsed (soak->timer, NULL), heap (), resident () };
  g_array_append_val (soak->rests, rest);
  printf ("# %6.0f s  %7" G_GUINT64_FORMAT " changes  %8" G_GUINT64_FORMAT
          " frames in  %8" G_GUINT64_FORMAT " out  %6.2f MiB held  %6.1f MiB resident\n",
      rest.time, changes_count (&soak->changes), soak->stream.n_in, frames_out (soak),
      in_mib (rest.heap), in_mib (rest.resident));
  fflush (stdout);
  return stream_set_state (&soak->stream, GST_STATE_PLAYING);
}

static gint
compare_sizes (gconstpointer a, gconstpointer b)
{
  const gsize x = *(const gsize *) a, y = *(const gsize *) b;

  return x < y ? -1 : x > y;
}

/* The middle one of `n` rests' sizes from rest `first` on. */
static gsize
middle (const Soak *soak, guint first, guint n, gsize offset)
{
  gsize *sizes = g_new (gsize, n), result;

  for (guint i = 0; i < n; i++)
    sizes[i] = G_STRUCT_MEMBER (gsize, &g_array_index (soak->rests, Rest, first + i), offset);
  qsort (sizes, n, sizeof *sizes, compare_sizes);
  result = sizes[n / 2];
  g_free (sizes);
  return result;
}

/* A third of the rests against the last third, without the first rest: types and tables that live
 * as long as the process are made until then. */
static void
judge_memory (const Soak *soak, const gchar *what, gsize offset, gsize most)
{
  const guint n = soak->rests->len, third = n / 3;
  gsize before, after;

  if (n < RESTS_TO_JUDGE) {
    printf ("# %u rests are too few to judge memory that is %s by\n", n, what);
    return;
  }
  before = middle (soak, 1, third, offset);
  after = middle (soak, n - third, third, offset);
  tap_check (after < before + most, "memory that is %s does not grow: %.2f MiB, then %.2f MiB",
      what, in_mib (before), in_mib (after));
}

/* ---- objects ---- */

/* What GStreamer's leaks tracer sees alive; -1 where it does not run. */
static gint
count_alive (void)
{
  GList *tracers = gst_tracing_get_active_tracers ();
  gint n = -1;

  for (GList *tracer = tracers; tracer != NULL; tracer = tracer->next) {
    GstStructure *alive = NULL;
    const GValue *list;

    if (!g_str_equal (G_OBJECT_TYPE_NAME (tracer->data), "GstLeaksTracer"))
      continue;
    g_signal_emit_by_name (tracer->data, "get-live-objects", &alive);
    list = gst_structure_get_value (alive, "live-objects-list");
    n = (gint) gst_value_list_get_size (list);
    for (gint i = 0; i < n; i++) {
      gchar *text = g_strdup_value_contents (gst_value_list_get_value (list, (guint) i));

      printf ("# alive at the end: %s\n", text);
      g_free (text);
    }
    gst_structure_free (alive);
  }
  g_list_free_full (tracers, gst_object_unref);
  return n;
}

/* A streaming thread lets go of its task a moment after it has been joined. */
static void
judge_objects (void)
{
  gint n;

  g_usleep (G_USEC_PER_SEC);
  n = count_alive ();

  if (n < 0)
    printf ("# GStreamer's leaks tracer does not run: set GST_TRACERS=leaks\n");
  tap_check (n <= 0, "GStreamer's leaks tracer sees %d objects alive at the end", n);
}

/* ---- the run ---- */

/* Waits for the time of the next change. A stream that brings no frame for long hangs. */
static gboolean
wait_until (Soak *soak, gdouble time)
{
  gdouble now = g_timer_elapsed (soak->timer, NULL);

  if (now < time)
    g_usleep ((gulong) ((time - now) * G_USEC_PER_SEC));
  now = g_timer_elapsed (soak->timer, NULL);
  if (frames_out (soak) != soak->seen) {
    soak->seen = frames_out (soak);
    soak->seen_at = now;
  }
  if (now - soak->seen_at < SECONDS_WITHOUT_FRAME)
    return TRUE;
  printf ("# no frame for %d seconds\n", SECONDS_WITHOUT_FRAME);
  return FALSE;
}

/* videocrop and the source end the stream now and then, where GStreamer's base classes take caps
 * that have just changed, or a flush, for an error. An application would do the same. */
static gboolean
start_again (Stream *stream)
{
  return stream_set_state (stream, GST_STATE_READY) && stream_set_state (stream, GST_STATE_PLAYING);
}

static gboolean
run (Soak *soak, gint rate)
{
  const gdouble rest_every = MAX (soak->seconds / RESTS, SHORTEST);
  gdouble next = 0, next_rest = rest_every;

  changes_do (&soak->changes, CHANGE_UPSTREAM);
  changes_do (&soak->changes, CHANGE_DOWNSTREAM);
  if (!stream_set_state (&soak->stream, GST_STATE_PLAYING))
    return FALSE;
  while (g_timer_elapsed (soak->timer, NULL) < soak->seconds) {
    if (!changes_next (&soak->changes))
      return FALSE;
    if (stream_read_bus (&soak->stream) && !start_again (&soak->stream))
      return FALSE;
    if (soak->stream.n_errors > 0)
      return FALSE;
    next = MAX (next + 1.0 / rate, g_timer_elapsed (soak->timer, NULL) - 1.0);
    if (!wait_until (soak, next))
      return FALSE;
    if (g_timer_elapsed (soak->timer, NULL) < next_rest)
      continue;
    if (!take_rest (soak))
      return FALSE;
    next_rest = g_timer_elapsed (soak->timer, NULL) + rest_every;
  }
  return take_rest (soak);
}

static void
print_changes (const Changes *changes)
{
  printf ("# changes:");
  for (gint i = 0; i < N_CHANGES; i++)
    printf (
        "%s %" G_GUINT64_FORMAT " %s", i ? "," : "", changes->n[i], changes_name ((ChangeKind) i));
  printf ("\n");
}

static void
judge (Soak *soak, guint64 wanted)
{
  const Stream *stream = &soak->stream;
  const guint64 n_out = frames_out (soak), n_changes = changes_count (&soak->changes);
  const guint64 turned_away = stream->n_turned_away + stream->n_refused;

  print_changes (&soak->changes);
  printf ("# warnings that random settings deserve: %u\n", stream->n_warnings);
  tap_check (soak->came_through, "the stream runs to the end");
  tap_check (n_out > 0 && stream->n_lost == 0 && stream->n_in == n_out + turned_away,
      "%" G_GUINT64_FORMAT " frames in, %" G_GUINT64_FORMAT " out, %" G_GUINT64_FORMAT
      " turned away by flushes and stops, %" G_GUINT64_FORMAT
      " by caps that changed meanwhile, %" G_GUINT64_FORMAT " lost",
      stream->n_in, n_out, stream->n_turned_away, stream->n_refused, stream->n_lost);
  tap_check (stream->n_errors == 0, "%u errors and warnings that should not be", stream->n_errors);
  tap_check (stream->n_denied == 0, "%d caps refused by the scaler", stream->n_denied);
  printf ("# restarts after errors of the elements around it: %u, where the source gave up: %u\n",
      stream->n_others, stream->n_dropped);
  tap_check (n_changes >= wanted, "%" G_GUINT64_FORMAT " changes, of at least %" G_GUINT64_FORMAT,
      n_changes, wanted);
  judge_memory (soak, "held", G_STRUCT_OFFSET (Rest, heap), HEAP_GROWTH);
  judge_memory (soak, "resident", G_STRUCT_OFFSET (Rest, resident), RESIDENT_GROWTH);
}

int
main (int argc, char **argv)
{
  gdouble seconds = 5;
  gint rate = 75, wanted = 1;
  gint seed = 1;
  const GOptionEntry entries[] = {
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &seconds, "How long to run", "N" },
    { "rate", 0, 0, G_OPTION_ARG_INT, &rate, "Changes in a second", "N" },
    { "changes", 0, 0, G_OPTION_ARG_INT, &wanted, "Changes that have to be reached", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "What gives the order of the changes", "N" },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  GOptionContext *context = g_option_context_new ("- live changes of everything");
  GError *error = NULL;
  Soak soak = { .rests = g_array_new (FALSE, FALSE, sizeof (Rest)) };

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_group (context, gst_init_get_option_group ());
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    fprintf (stderr, "%s\n", error->message);
    return 2;
  }
  g_option_context_free (context);
  g_log_set_default_handler (count_log, NULL);
#ifdef HAVE_MALLINFO2
  mallopt (M_MMAP_THRESHOLD, 256 << 10); /* frames go back to the system */
#endif
  if (!stream_init (&soak.stream))
    return 2;
  soak.seconds = seconds;
  changes_init (&soak.changes, &soak.stream, (guint32) seed);
  printf ("# seed %d, %d changes a second for %.0f seconds\n", seed, rate, seconds);
  soak.timer = g_timer_new ();
  soak.came_through = run (&soak, rate);
  stream_finish (&soak.stream);
  judge (&soak, (guint64) wanted);
  changes_finish (&soak.changes);
  judge_objects ();
  tap_check (n_criticals == 0, "%d critical messages and warnings of libraries", n_criticals);
  g_timer_destroy (soak.timer);
  g_array_unref (soak.rests);
  return tap_finish ();
}
