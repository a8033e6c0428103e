/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whole frames are the same bytes with every level of rows, whatever lies in memory: noise in all
 * bits of every layout, those above the samples' depth too. Each level runs in a process of its
 * own, for which the environment names it. */

#define _GNU_SOURCE
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#ifndef _WIN32
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

#include "../tap.h"
#include "picture.h"
#include "rows/rows.h"

#define MAX_WAYS 96
#define MAX_DEPTHS 4
#define N_SHAPES 5

/* How one plane is scaled; y is a second field's where there are two. */
typedef struct {
  int in_w, in_h, out_w, out_h, subsampling, n_fields;
  bool across, down; /* co-sited */
} Shape;

static const Shape shapes[N_SHAPES] = {
  { 67, 21, 40, 33, 1, 1, false, false },
  { 50, 9, 133, 5, 2, 1, true, false },
  { 96, 12, 192, 24, 1, 1, false, false },
  { 301, 64, 45, 11, 1, 2, false, false },
  { 120, 30, 121, 29, 2, 2, true, true },
};

/* What a level made of the cells, as hashes; shared by the processes. */
typedef uint64_t Results[RSZ_N_LAYOUTS][MAX_WAYS][MAX_DEPTHS][N_SHAPES];

/* Depths below 9 do not come in words. */
static const int deep[MAX_DEPTHS] = { 9, 10, 12, 16 };

static int
depth_of (const RszLayoutInfo *layout, int i)
{
  if (layout->sample == RSZ_SAMPLE_U8)
    return 8 - i;
  return deep[i];
}

static RszAxis
axis_of (int in, int out, int subsampling, int n_fields, bool cosited, const Options *way)
{
  return (RszAxis){
    .in = in,
    .out = out,
    .subsampling = subsampling,
    .n_fields = n_fields,
    .field = n_fields - 1,
    .cosited = cosited,
    .align_corners = way->align_corners,
    .antialias = way->antialias,
  };
}

static RszSpec
spec_of (int layout, int depth, const Shape *shape, const Options *way)
{
  const RszLayoutInfo *info = &rsz_layouts[layout];
  RszSpec spec = {
    .method = way->method, .arithmetic = way->arithmetic, .n_slices = 1, .n_planes = 1
  };
  RszPlaneSpec *plane = &spec.planes[0];

  plane->layout = (RszLayout) layout;
  plane->depth = depth;
  plane->y =
      axis_of (shape->in_h, shape->out_h, shape->subsampling, shape->n_fields, shape->down, way);
  for (int p = 0; p < info->n_parts; p++) {
    const int divisor = p ? info->divisor : 1;
    const int subsampling = info->n_parts > 1 ? divisor : shape->subsampling;

    plane->parts[p].components =
        info->n_parts > 1 ? info->samples[p] * divisor / info->pixels : 1 + depth % 3;
    plane->parts[p].x =
        axis_of (shape->in_w, shape->out_w, subsampling, 1, shape->across && subsampling > 1, way);
  }
  return spec;
}

static uint64_t
hash (const uint8_t *bytes, size_t size)
{
  uint64_t h = 14695981039346656037u;

  for (size_t i = 0; i < size; i++)
    h = (h ^ bytes[i]) * 1099511628211u;
  return h;
}

/* Widths and heights of all shapes, and four components of 16 bits. */
#define ROW 3072
#define ROWS 64

static uint8_t source[ROW * ROWS];

static void
make_noise (void)
{
  uint32_t seed = 1;

  for (size_t i = 0; i < sizeof source; i++) {
    seed = seed * 1664525u + 1013904223u;
    source[i] = (uint8_t) (seed >> 24);
  }
}

static uint64_t
run_cell (int layout, int depth, const Shape *shape, const Options *way)
{
  static uint8_t dst[ROW * ROWS];
  const size_t size = (size_t) ROW * shape->out_h;
  const RszSpec spec = spec_of (layout, depth, shape, way);
  const ptrdiff_t stride = ROW;
  const void *const from = source;
  void *const to = dst;
  char message[RSZ_MESSAGE_SIZE];
  RszResizer *resizer = rsz_resizer_new (&spec, message);

  if (!resizer)
    return (uint64_t) -1;
  memset (dst, 0, size);
  rsz_resizer_run (resizer, &to, &stride, &from, &stride, 0);
  rsz_resizer_free (resizer);
  return hash (dst, size);
}

static int
list_ways (Options *ways)
{
  Options way = { .n_slices = 1 };
  int n = 0;

  do {
    ways[n++] = way;
  } while (options_next (&way) && n < MAX_WAYS);
  return n;
}

static void
run_level (Results results, const Options *ways, int n_ways)
{
  for (int layout = 0; layout < RSZ_N_LAYOUTS; layout++)
    for (int w = 0; w < n_ways; w++)
      for (int d = 0; d < MAX_DEPTHS; d++)
        for (int s = 0; s < N_SHAPES; s++)
          results[layout][w][d][s] =
              run_cell (layout, depth_of (&rsz_layouts[layout], d), &shapes[s], &ways[w]);
}

/* Pillow is followed on 8 bits, OpenCV on these and more. */
static bool
is_made (const Options *way, int layout, int depth)
{
  const RszLibrary library = rsz_method_info (way->method)->library;
  const bool integers = library == RSZ_LIBRARY_PILLOW || library == RSZ_LIBRARY_OPENCV;

  return options_take (way, rsz_layouts[layout].sample) && (!integers || depth >= 8)
         && (library != RSZ_LIBRARY_PILLOW || depth == 8);
}

/* Levels' results, zeros. */
static Results *
make_results (void)
{
#ifdef _WIN32
  return calloc ((size_t) rsz_n_levels, sizeof (Results));
#else
  void *results = mmap (NULL, sizeof (Results) * (size_t) rsz_n_levels, PROT_READ | PROT_WRITE,
      MAP_SHARED | MAP_ANONYMOUS, -1, 0);

  return results == MAP_FAILED ? NULL : results;
#endif
}

/* Runs a level in a process of its own; false where that ended otherwise than by itself. Windows
 * cannot fork: it starts the program once more, which prints its results. */
#ifdef _WIN32
static bool
run_apart (const char *program, const char *level, Results results, const Options *ways, int n_ways)
{
  uint64_t *values = (uint64_t *) results;
  char command[1024];
  FILE *output;
  bool whole = true;

  (void) ways;
  (void) n_ways;
  snprintf (command, sizeof command, "%s %s", program, level);
  output = popen (command, "r");
  for (size_t i = 0; output && i < sizeof (Results) / sizeof *values; i++)
    whole = fscanf (output, "%" SCNx64, &values[i]) == 1 && whole;
  return output && pclose (output) == 0 && whole;
}

static int
print_level (const char *level, Results results, const Options *ways, int n_ways)
{
  const uint64_t *values = (const uint64_t *) results;

  if (_putenv_s ("ALIGNSCALE_ROWS", level))
    return 1;
  run_level (results, ways, n_ways);
  for (size_t i = 0; i < sizeof (Results) / sizeof *values; i++)
    printf ("%" PRIx64 "\n", values[i]);
  return 0;
}
#else
static bool
run_apart (const char *program, const char *level, Results results, const Options *ways, int n_ways)
{
  const pid_t child = fork ();
  int status = 0;

  (void) program;
  if (child == 0) {
    setenv ("ALIGNSCALE_ROWS", level, 1);
    run_level (results, ways, n_ways);
    fflush (stdout);
    _exit (0);
  }
  return child > 0 && waitpid (child, &status, 0) == child && status == 0;
}
#endif

static bool
same_layout (int layout, Results got, Results want, const Options *ways, int n_ways)
{
  int n_differ = 0;

  for (int w = 0; w < n_ways; w++)
    for (int d = 0; d < MAX_DEPTHS; d++)
      for (int s = 0; s < N_SHAPES; s++) {
        const bool made = is_made (&ways[w], layout, depth_of (&rsz_layouts[layout], d));

        if (got[layout][w][d][s] == want[layout][w][d][s]
            && made == (want[layout][w][d][s] != (uint64_t) -1))
          continue;
        if (n_differ++ == 0)
          printf ("# %s, %d bits, %dx%d to %dx%d\n", options_name (&ways[w]),
              depth_of (&rsz_layouts[layout], d), shapes[s].in_w, shapes[s].in_h, shapes[s].out_w,
              shapes[s].out_h);
      }
  if (n_differ)
    printf ("# %d of %d cells differ\n", n_differ, n_ways * MAX_DEPTHS * N_SHAPES);
  return n_differ == 0;
}

int
main (int argc, char **argv)
{
  Options ways[MAX_WAYS];
  const int n_ways = list_ways (ways);
  Results *results = make_results ();

  if (!results) {
    printf ("Bail out! no memory\n");
    return 1;
  }
  make_noise ();
#ifdef _WIN32
  if (argc > 1)
    return print_level (argv[1], results[0], ways, n_ways);
#else
  (void) argc;
#endif
  for (int level = 0; level < rsz_n_levels; level++) {
    const char *name = rsz_levels[level].name;

    if (rsz_levels[level].usable && !rsz_levels[level].usable ())
      continue;
    tap_check (
        run_apart (argv[0], name, results[level], ways, n_ways), "%s: every frame is made", name);
    for (int layout = 0; level > 0 && layout < RSZ_N_LAYOUTS; layout++)
      tap_check (same_layout (layout, results[level], results[0], ways, n_ways),
          "%s: noise in all bits of %s becomes what plain C makes of it", name,
          rsz_layouts[layout].name);
  }
  return tap_finish ();
}
