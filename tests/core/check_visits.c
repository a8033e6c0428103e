/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

/* Which rows of memory a frame touches, and how often (the level is ALIGNSCALE_ROWS', Meson runs
 * this once for each). Every row has a page of its own that traps until it is touched, and again
 * once it has been left behind. */

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "../pages.h"
#include "../tap.h"
#include "picture.h"
#include "rows/rows.h"
#include "taps/filter.h"

#define MAX_ROWS 1024

typedef struct {
  uint8_t *memory;
  int n;      /* rows */
  int window; /* so many rows behind the furthest one may be touched */
  int furthest, closed;
  bool seen[MAX_ROWS];
  bool came_back; /* to a row that had been left behind */
} Watch;

static Watch source, frame;
static size_t page;

static void
open_rows (const Watch *watch, int row, int n, bool open)
{
  if (n > 0 && !pages_open (watch->memory + row * page, n * page, open))
    abort ();
}

static void
watch_new (Watch *watch)
{
  watch->memory = pages_new (MAX_ROWS * page);
  if (!watch->memory)
    abort ();
  for (size_t i = 0; i < MAX_ROWS * page; i++)
    watch->memory[i] = (uint8_t) (i * 2654435761u >> 24);
}

static void
watch_start (Watch *watch, int n, int window)
{
  *watch = (Watch){ .memory = watch->memory, .n = n, .window = window, .furthest = -1 };
  open_rows (watch, 0, MAX_ROWS, false);
}

static bool
visit (Watch *watch, const uint8_t *at)
{
  const int row = at < watch->memory ? MAX_ROWS : (int) ((at - watch->memory) / (ptrdiff_t) page);

  if (row >= MAX_ROWS)
    return false;
  watch->came_back = watch->came_back || watch->seen[row];
  watch->seen[row] = true;
  open_rows (watch, row, 1, true);
  watch->furthest = row > watch->furthest ? row : watch->furthest;
  if (watch->furthest - watch->window > watch->closed) {
    open_rows (watch, watch->closed, watch->furthest - watch->window - watch->closed, false);
    watch->closed = watch->furthest - watch->window;
  }
  return true;
}

/* Handles faults: what touched a row that trapped goes on, other faults end the program. */
#ifdef _WIN32
static LONG CALLBACK
on_fault (EXCEPTION_POINTERS *pointers)
{
  const EXCEPTION_RECORD *record = pointers->ExceptionRecord;
  const uint8_t *at = (const uint8_t *) record->ExceptionInformation[1];

  return record->ExceptionCode == EXCEPTION_ACCESS_VIOLATION
                 && (visit (&source, at) || visit (&frame, at))
             ? EXCEPTION_CONTINUE_EXECUTION
             : EXCEPTION_CONTINUE_SEARCH;
}

static void
handle_faults (void)
{
  AddVectoredExceptionHandler (1, on_fault);
}
#else
static void
on_fault (int number, siginfo_t *info, void *context)
{
  (void) context;
  if (!visit (&source, info->si_addr) && !visit (&frame, info->si_addr))
    signal (number, SIG_DFL);
}

static void
handle_faults (void)
{
  const struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO };

  sigaction (SIGSEGV, &action, NULL);
}
#endif

/* One reduction by a whole ratio: positions are whole or halves, so that no weight is nearly
 * nothing. */
typedef struct {
  const Options *options;
  int ratio, out;
  int in_w, out_w;
  int crop;   /* rows above the picture, and below it */
  int border; /* rows around it */
} Reduction;

static int
rows_in (const Reduction *r)
{
  return r->options->align_corners ? r->ratio * (r->out - 1) + 1 : r->ratio * r->out;
}

/* First and last source row of output row i, by the methods' definitions. */
static void
find_rows (const Reduction *r, int i, int *first, int *last)
{
  const RszFilter *filter = &rsz_filters[r->options->method];
  /* in halves of a row */
  const int at = r->options->align_corners ? 2 * i * r->ratio : (2 * i + 1) * r->ratio - 1;

  if (r->options->method == RSZ_METHOD_NEAREST) {
    *first = *last = i * r->ratio;
  } else if (r->options->method == RSZ_METHOD_NEAREST_EXACT) {
    *first = *last = (2 * i + 1) * r->ratio / 2;
  } else if (r->options->antialias || filter->kind == RSZ_TAPS_WINDOW) {
    *first = i * r->ratio; /* at least these, and the next row's begin where they end */
    *last = i * r->ratio + r->ratio - 1;
  } else {
    *first = at % 2 ? at / 2 - filter->width / 2 + 1 : at / 2;
    *last = at % 2 ? at / 2 + filter->width / 2 : at / 2;
  }
}

static RszSpec
spec_of (const Reduction *r)
{
  const Picture src = { .width = r->in_w, .height = rows_in (r), .components = 3 };
  const Picture dst = { .width = r->out_w, .height = r->out, .components = 3 };
  RszSpec spec = picture_spec (&src, &dst, r->options);
  RszAxis *x = &spec.planes[0].parts[0].x, *y = &spec.planes[0].y;

  y->crop_start = r->crop;
  y->place_start = r->border;
  x->place_start = r->border;
  y->frame = r->border ? r->out + 2 * r->border : 0;
  x->frame = r->border ? r->out_w + 2 * r->border : 0;
  return spec;
}

/* Rows one output row is made of and its neighbours' share, and the few that are done together. */
static int
rows_kept (const Reduction *r)
{
  return 8 * r->ratio + 4;
}

static void
run (const Reduction *r)
{
  const RszSpec spec = spec_of (r);
  const ptrdiff_t stride = (ptrdiff_t) page;
  void *const to = frame.memory;
  const void *const from = source.memory;
  RszResizer *resizer = picture_resizer (&spec);

  watch_start (&source, rows_in (r) + 2 * r->crop, rows_kept (r));
  watch_start (&frame, r->out + 2 * r->border, 4);
  rsz_resizer_run (resizer, &to, &stride, &from, &stride, 0);
  rsz_resizer_free (resizer);
}

/* True where the rows with taps have been read and no others. */
static bool
read_what_has_taps (const Reduction *r)
{
  bool wanted[MAX_ROWS] = { false };

  for (int i = 0; i < r->out; i++) {
    int first, last;

    find_rows (r, i, &first, &last);
    for (int row = first < 0 ? 0 : first; row <= last && row < rows_in (r); row++)
      wanted[r->crop + row] = true;
  }
  return !memcmp (wanted, source.seen, sizeof wanted);
}

static bool
wrote_the_frame (void)
{
  for (int row = 0; row < MAX_ROWS; row++)
    if (frame.seen[row] != (row < frame.n))
      return false;
  return true;
}

static void
check (const Options *o)
{
  static const int ratios[] = { 3, 4, 5, 10 };
  bool sparing = true, whole = true, source_once = true, frame_once = true;

  for (int i = 0; i < 4 * 2 * 2; i++) {
    const Reduction r = { o, ratios[i / 4], 60, i % 2 ? 50 : 40, 40, i % 4 < 2 ? 0 : 7,
      i % 4 < 2 ? 0 : 5 };

    run (&r);
    sparing = sparing && read_what_has_taps (&r);
    whole = whole && wrote_the_frame ();
    source_once = source_once && !source.came_back;
    frame_once = frame_once && !frame.came_back;
  }
  /* which rows those are is written down for torch's methods */
  if (o->method < RSZ_N_TORCH_METHODS)
    tap_check (sparing, "source rows with taps are read and no others: %s", options_name (o));
  tap_check (source_once, "source rows are read in one go: %s", options_name (o));
  tap_check (whole && frame_once, "a frame is written in one go: %s", options_name (o));
}

int
main (void)
{
  page = pages_unit ();
  watch_new (&source);
  watch_new (&frame);
  handle_faults ();
  rsz_rows_get ();
  for (Options o = { .n_slices = 1 }; o.method < RSZ_N_METHODS; options_next (&o))
    check (&o);
  return tap_finish ();
}
