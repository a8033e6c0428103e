/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "arena.h"
#include "rows_jobs.h"
#include "../tap.h"

/* Every level of row functions against plain C, plain C against exact arithmetic; with --bench also
 * how fast each is. */

static uint64_t
now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (uint64_t) now.tv_sec * 1000000000u + (uint64_t) now.tv_nsec;
}

/* Rows are guests on somebody's thread. */
static bool
keeps_denormals (void)
{
  volatile float tiny = 0x1p-140f;

  return tiny * 0.5f > 0.0f;
}

/* NULL for `reference` means the specification. */
static bool
agree (const RszRows *rows, const RszRows *reference, const Row *row, Pattern pattern, int len,
    int misalignment)
{
  const bool at_end = (len + misalignment) % 2;
  Job job;
  Output got, want;

  jobs_make (&job, row, pattern, len, at_end ? -1 : (misalignment * 7) % (MAX_MISALIGNMENT + 1));
  got = jobs_output (&job, 0, misalignment);
  want = jobs_output (&job, 1, misalignment);
  jobs_pack (rows, &job);
  jobs_call (rows, &job, &got);
  jobs_unpack (&job);
  if (!keeps_denormals ()) {
    printf ("# the row left the thread flushing denormals\n");
    return false;
  }
  if (reference) {
    jobs_pack (reference, &job);
    jobs_call (reference, &job, &want);
    jobs_unpack (&job);
  } else {
    spec_call (&job, &want);
  }
  if (jobs_same_output (&job, &got, &want) && jobs_nothing_beside (&job, &got))
    return true;
  printf ("# len %d, pattern %d, %d taps, shift %d, dst misaligned by %d, src %s\n", job.len,
      pattern, job.n_taps, job.shift, misalignment, at_end ? "up to the end" : "inside");
  return false;
}

/* Lengths around the blocks that levels work in. */
static bool
agree_on_long_rows (const RszRows *rows, const RszRows *reference, const Row *row)
{
  static const int lens[] = { 255, 511, 512, 1023, 1024, 1025, 2050, 3840, MAX_LEN };

  for (size_t i = 0; i < sizeof lens / sizeof lens[0]; i++)
    for (int pattern = 0; pattern < N_PATTERNS; pattern++)
      if (!agree (rows, reference, row, pattern, lens[i], (int) (i * 5) % 64))
        return false;
  return true;
}

/* Of the pairs of misalignment and length one in so many is tried. */
static int pairs = 3;

/* Every misalignment and every length below n_lens. */
static bool
agree_on_short_rows (const RszRows *rows, const RszRows *reference, const Row *row, int n_lens)
{
  for (int misalignment = 0; misalignment <= MAX_MISALIGNMENT; misalignment++)
    for (int len = misalignment % pairs; len < n_lens; len += pairs) {
      const Pattern pattern =
          misalignment % 4 ? PATTERN_NOISE : (misalignment / 4 + len) % N_PATTERNS;

      if (!agree (rows, reference, row, pattern, len, misalignment))
        return false;
    }
  return true;
}

static void
check_specification (const RszRows *plain, const Row *row)
{
  tap_check (agree_on_short_rows (plain, NULL, row, 24), "c: %s is what exact arithmetic gives",
      row->name);
}

static void
check_level (const char *name, const RszRows *rows, const RszRows *plain, const Row *row)
{
  tap_check (agree_on_short_rows (rows, plain, row, 131) && agree_on_long_rows (rows, plain, row),
      "%s: %s writes what plain C writes", name, row->name);
}

/* Best of many: ns of one call. */
static double
time_call (const RszRows *rows, Job *job, const Output *output)
{
  double best = 1e12;

  jobs_pack (rows, job);

  for (int repetition = 0; repetition < 40; repetition++) {
    const uint64_t start = now_ns ();
    double ns;

    for (int i = 0; i < 10; i++)
      jobs_call (rows, job, output);
    ns = (double) (now_ns () - start) / 10;
    best = ns < best ? ns : best;
  }
  jobs_unpack (job);
  return best;
}

/* The same job for a row in every run, whatever other rows there are. */
static void
seed_by_name (const char *name)
{
  uint64_t seed = 1;

  for (; *name; name++)
    seed = seed * 31 + (uint8_t) *name;
  random_seed (seed);
}

static void
bench (const char *name, const RszRows *rows, const RszRows *plain, const Row *row)
{
  const int len = 3840 / row->components;
  double ns, plain_ns, n_samples, bytes = 0;
  Output output;
  Job job;

  seed_by_name (row->name);
  jobs_make_usual (&job, row, len);
  n_samples = (double) len * row->components * (job.n_rows ? job.n_rows : 1);
  output = jobs_output (&job, 0, 0);
  ns = time_call (rows, &job, &output);
  plain_ns = time_call (plain, &job, &output);
  for (int i = 0; i < job.n_src; i++)
    bytes += (double) job.src_size[i];
  for (int i = 0; i < job.n_dst; i++)
    bytes += (double) job.dst_size[i];
  printf ("# %-6s %-26s %2d taps %8.4f ns/sample %6.1f GB/s %6.2f times C\n", name, row->name,
      job.n_taps, ns / n_samples, bytes / ns, plain_ns / ns);
}

static void
visit_level (int level, bool with_bench, const Row *list, int n_rows)
{
  const char *name = rsz_levels[level].name;
  RszRows plain, rows, lower;

  rsz_rows_fill (&plain, 0);
  rsz_rows_fill (&lower, level - 1);
  rsz_rows_fill (&rows, level);
  for (int i = 0; i < n_rows; i++) {
    if (!rows_function (&rows, &list[i])
        || (level > 0 && rows_function (&rows, &list[i]) == rows_function (&lower, &list[i])))
      continue;
    if (with_bench)
      bench (name, &rows, &plain, &list[i]);
    else if (level == 0)
      check_specification (&plain, &list[i]);
    else
      check_level (name, &rows, &plain, &list[i]);
  }
}

int
main (int argc, char **argv)
{
  uint64_t seed = now_ns ();
  bool with_bench = false;
  const char *only = NULL; /* a level's name */
  Row list[MAX_ROWS];
  const int n_rows = rows_list (list);

  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--seed") == 0 && i + 1 < argc) {
      seed = strtoull (argv[++i], NULL, 10);
    } else if (strcmp (argv[i], "--bench") == 0) {
      with_bench = true;
    } else if (strcmp (argv[i], "--few") == 0) {
      pairs = 13;
    } else if (strcmp (argv[i], "--only") == 0 && i + 1 < argc) {
      only = argv[++i];
    } else {
      fprintf (stderr, "usage: check_rows [--seed NUMBER] [--bench] [--few] [--only LEVEL]\n");
      return 2;
    }
  printf ("# seed %llu: check_rows --seed %llu repeats this run\n", (unsigned long long) seed,
      (unsigned long long) seed);
  jobs_init (seed);
  for (int level = 0; level < rsz_n_levels; level++)
    if ((!only || strcmp (only, rsz_levels[level].name) == 0)
        && (!rsz_levels[level].usable || rsz_levels[level].usable ()))
      visit_level (level, with_bench, list, n_rows);
  return tap_finish ();
}
