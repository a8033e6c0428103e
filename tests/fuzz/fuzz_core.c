/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The core on whole frames. An input is a spec, a way to lay out memory, a level, and pixels. What
 * has to hold:
 *
 *  - a spec that the headers allow becomes a resizer; any other is refused with a sentence
 *  - slices, made in any order, by any level, for memory laid out in any way, equal the frame that
 * plain C makes in one piece; with lowered thresholds, too
 *  - a second frame equals the first
 *  - no byte is read or written but those of the rows, and the source does not change
 *  - a resizer that claims to copy has copied
 *  - with torch's methods a flat field stays flat, and the border around it is the border */

#ifdef FUZZ_THRESHOLDS
#include "thresholds.h"
#endif

#include <stdio.h>
#include <string.h>

#include "frame.h"
#include "fuzz.h"
#include "memory.h"
#include "resizer_internal.h"
#include "spec.h"

#ifdef FUZZ_THRESHOLDS
size_t fuzz_ring_budget, fuzz_sums_budget, fuzz_streamed, fuzz_prefetched;
#endif

/* Multiplications that an input may ask for, and that few may. */
#define MOST_COST 1e4
#define MOST_COST_OF_FEW 1e6

#define MAX_LEVELS 8

/* How a frame is made. */
typedef struct {
  int level;
  bool again;      /* a second time */
  bool few;        /* may cost more */
  int first_slice; /* slices start here ... */
  bool backwards;  /* ... and go this way round */
  uint8_t thresholds;
} Making;

/* The rows up to each level that this machine has; [0] is plain C. */
static RszRows levels[MAX_LEVELS];
static int n_levels;

static void
fill_levels (void)
{
  for (int i = 0; i < rsz_n_levels && n_levels < MAX_LEVELS; i++)
    if (!rsz_levels[i].usable || rsz_levels[i].usable ())
      rsz_rows_fill (&levels[n_levels++], i);
}

/* `about` 0 leaves them as they are in the plugin. */
static void
set_thresholds (uint8_t about)
{
#ifdef FUZZ_THRESHOLDS
  fuzz_ring_budget = about ? (size_t) 1 << (about & 15) : 512 * 1024;
  fuzz_sums_budget = about ? (size_t) 2 << (about & 15) : 16 * 1024;
  fuzz_streamed = about & 16 || !about ? 10 * 1000 * 1000 : 0;
  fuzz_prefetched = about & 32 || !about ? 3 * 1000 * 1000 : 0;
#else
  (void) about;
#endif
}

static bool
is_sentence (const char *message)
{
  const size_t len = strlen (message);

  return len > 30 && message[0] >= 'A' && message[0] <= 'Z' && message[len - 1] == '.';
}

static void
check_refusal (const RszSpec *spec)
{
  char message[RSZ_MESSAGE_SIZE] = "";
  RszResizer *resizer = rsz_resizer_new_with_rows (spec, &levels[0], message);

  fuzz_check (!resizer, "a spec that the headers do not allow is not refused");
  fuzz_check (is_sentence (message), "refused without a sentence: \"%s\"", message);
}

static RszResizer *
resizer_of (const RszSpec *spec, int level)
{
  char message[RSZ_MESSAGE_SIZE] = "", text[200];
  RszResizer *resizer = rsz_resizer_new_with_rows (spec, &levels[level], message);

  fuzz_check (resizer, "a spec that the headers allow is refused: %s", message);
  rsz_resizer_describe (resizer, text, sizeof text);
  return resizer;
}

static void
run (const RszResizer *resizer, const FuzzFrame *dst, const FuzzFrame *src, int n_slices,
    const Making *making)
{
  void *to[RSZ_MAX_PLANES];
  const void *from[RSZ_MAX_PLANES];
  ptrdiff_t to_stride[RSZ_MAX_PLANES], from_stride[RSZ_MAX_PLANES];

  for (int p = 0; p < dst->n_planes; p++) {
    to[p] = dst->planes[p].row0;
    to_stride[p] = dst->planes[p].stride;
    from[p] = src->planes[p].row0;
    from_stride[p] = src->planes[p].stride;
  }
  for (int i = 0; i < n_slices; i++) {
    const int slice = (making->first_slice + i) % n_slices;

    rsz_resizer_run (resizer, to, to_stride, from, from_stride,
        making->backwards ? n_slices - 1 - slice : slice);
  }
}

/* Makes a frame and compares it with the one that plain C made. */
static void
check_making (const RszSpec *spec, const FuzzFrame *expected, const FuzzFrame *src,
    const FuzzPlacing *placing, const Making *making)
{
  const char *level = levels[making->level].level;
  FuzzFrame dst;
  RszResizer *resizer;
  int plane, row;

  if (!fuzz_frame_place (&dst, spec, FUZZ_MADE, placing, 0x5a))
    return;
  set_thresholds (making->thresholds);
  resizer = resizer_of (spec, making->level);
  run (resizer, &dst, src, spec->n_slices, making);
  if (making->again)
    run (resizer, &dst, src, spec->n_slices, making);
  fuzz_check (fuzz_frame_is_whole (&dst), "level %s writes beside the rows", level);
  fuzz_check (fuzz_frame_equals (&dst, expected, &plane, &row),
      "level %s in %d slices differs from plain C in row %d of plane %d", level, spec->n_slices,
      row, plane);
  rsz_resizer_free (resizer);
  fuzz_frame_leave (&dst);
}

static bool
has_tensors (const RszSpec *spec)
{
  bool has = false;

  for (int p = 0; p < spec->n_planes; p++)
    has = has || spec->planes[p].tensor.n_channels;
  return has;
}

/* The frame in one piece, by plain C; what can be said of it without another one. */
static bool
make_expected (const RszSpec *spec, FuzzFrame *dst, const FuzzFrame *src, const FuzzPixels *pixels)
{
  static const FuzzPlacing tight = { .at_start = true };
  static const Making whole = { 0 };
  RszSpec one = *spec;
  RszResizer *resizer;

  one.n_slices = 1;
  if (!fuzz_frame_place (dst, spec, FUZZ_EXPECTED, &tight, 0xa5))
    return false;
  set_thresholds (0);
  resizer = resizer_of (&one, 0);
  run (resizer, dst, src, 1, &whole);
  fuzz_check (fuzz_frame_is_whole (dst), "plain C writes beside the rows");
  if (rsz_spec_is_copy (&one))
    fuzz_check (fuzz_frame_is_copy (dst, src, spec, &levels[0]), "a claimed copy is none");
  if (pixels->kind == FUZZ_FLAT && !has_tensors (spec) && spec->method < RSZ_N_TORCH_METHODS)
    fuzz_check (fuzz_frame_is_flat (dst, spec, pixels, &levels[0]), "a flat field became another");
  rsz_resizer_free (resizer);
  return true;
}

static void
show (const RszSpec *spec, const Making *making, const FuzzPixels *pixels)
{
  fuzz_spec_show (spec);
  fprintf (stderr, " pixels of kind %d, level %s, slices from %d%s, thresholds %d\n",
      (int) pixels->kind, making->level < n_levels ? levels[making->level].level : "all",
      making->first_slice, making->backwards ? " backwards" : "", making->thresholds);
}

static void
read_placing (FuzzPlacing *placing, FuzzInput *input)
{
  const int about = fuzz_byte (input);

  placing->upwards = about & 1;
  placing->at_start = about & 2;
  placing->gap = about & 4 ? fuzz_byte (input) % 80u : 0;
  placing->offset = about >> 3 & 15;
}

static void
read_making (Making *making, FuzzInput *input)
{
  const int about = fuzz_byte (input);

  making->level = (about & 15) == 15 ? n_levels : about % n_levels;
  making->again = about >= 224;
  making->few = about >= 252;
  making->first_slice = fuzz_byte (input) % RSZ_MAX_SLICES;
  making->backwards = fuzz_byte (input) & 1;
  making->thresholds = fuzz_byte (input);
}

/* Level n_levels stands for all of them. */
static void
check_levels (const RszSpec *spec, const FuzzFrame *expected, const FuzzFrame *src,
    const FuzzPlacing *placing, Making *making)
{
  const int from = making->level == n_levels ? 0 : making->level;
  const int to = making->level == n_levels ? n_levels - 1 : making->level;

  for (making->level = from; making->level <= to; making->level++)
    check_making (spec, expected, src, placing, making);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static RszSpec spec;
  FuzzInput input = { data, data + size };
  FuzzPlacing placing[2];
  FuzzPixels pixels;
  FuzzFrame src, expected;
  Making making;

  if (!n_levels)
    fill_levels ();
  read_making (&making, &input);
  read_placing (&placing[0], &input);
  read_placing (&placing[1], &input);
  fuzz_pixels_read (&pixels, &input);
  fuzz_spec_read (&spec, &input);
  if (fuzz_shows ())
    show (&spec, &making, &pixels);
  if (!fuzz_spec_is_valid (&spec)) {
    check_refusal (&spec);
    return 0;
  }
  if (fuzz_spec_cost (&spec) > (making.few ? MOST_COST_OF_FEW : MOST_COST)
      || !fuzz_frame_place (&src, &spec, FUZZ_SOURCE, &placing[0], 0xc3))
    return 0;
  fuzz_frame_draw (&src, &spec, &pixels, &levels[0], &input);
  if (make_expected (&spec, &expected, &src, &pixels)) {
    check_levels (&spec, &expected, &src, &placing[1], &making);
    fuzz_check (fuzz_frame_is_drawn (&src), "the source has changed");
    fuzz_frame_leave (&expected);
  }
  fuzz_frame_leave (&src);
  return 0;
}
