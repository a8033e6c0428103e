/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */
#include "rows_jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Arenas: memory between two pages that trap. Unlike a sanitizer's red zones they catch code that was
 * made at run time, too. */

typedef struct {
  uint8_t *start, *end;
} Arena;

#define ARENA_SIZE (MAX_LEN * 4 * 4 + 4096) /* of the longest rows, misaligned or watched */

static Arena sources[MAX_TAPS], firsts, taps, divisors;
static uint8_t *outputs[2][RSZ_MAX_PARTS];
static uint64_t random_state;

static Arena
arena_new (size_t size)
{
  const size_t page = (size_t) sysconf (_SC_PAGESIZE);
  const size_t inner = (size + page - 1) / page * page;
  uint8_t *memory =
      mmap (NULL, inner + 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (memory == MAP_FAILED || mprotect (memory, page, PROT_NONE)
      || mprotect (memory + page + inner, page, PROT_NONE)) {
    fprintf (stderr, "cannot get %zu bytes of guarded memory\n", inner);
    exit (2);
  }
  return (Arena){ memory + page, memory + page + inner };
}

/* `size` bytes at `misalignment`, a multiple of `unit`; negative: up to the end. */
static void *
place (const Arena *arena, size_t size, int unit, int misalignment)
{
  return misalignment < 0 ? arena->end - size : arena->start + misalignment / unit * unit;
}

static uint64_t
random_bits (void)
{
  uint64_t z = random_state += 0x9e3779b97f4a7c15;

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

static int
random_int (int least, int largest)
{
  return least + (int) (random_bits () % (uint64_t) ((int64_t) largest - least + 1));
}

static float
random_unit (void)
{
  return (float) (random_bits () >> 40) * 0x1p-24f;
}

void
jobs_init (uint64_t seed)
{
  random_state = seed;
  for (int i = 0; i < MAX_TAPS; i++)
    sources[i] = arena_new (ARENA_SIZE);
  for (int i = 0; i < 2; i++)
    for (int p = 0; p < RSZ_MAX_PARTS; p++)
      outputs[i][p] = aligned_alloc (64, ARENA_SIZE);
  firsts = arena_new (ARENA_SIZE);
  divisors = arena_new (ARENA_SIZE);
  taps = arena_new ((size_t) MAX_LEN * MAX_TAPS * sizeof (float));
}

static int
random_below (int n)
{
  return random_int (0, n - 1);
}

/* Samples. */

static bool
is_high (Pattern pattern, size_t i, bool positive)
{
  switch (pattern) {
  case PATTERN_HIGH:
    return true;
  case PATTERN_ALTERNATE:
    return i % 2;
  case PATTERN_EXTREMES:
    return random_bits () % 2;
  case PATTERN_WORST:
    return positive;
  default:
    return false;
  }
}

static void
fill_bytes (uint8_t *dst, size_t size, Pattern pattern, bool positive)
{
  for (size_t i = 0; i < size; i++)
    dst[i] = pattern == PATTERN_NOISE ? random_bits () : is_high (pattern, i, positive) ? 255 : 0;
}

/* What passes leave to float rows: whole numbers, halfway, next to halfway, in between, small. */
static float
noise (void)
{
  const float whole = (float) random_int (0, random_below (2) ? 300 : 66000);

  switch (random_below (5)) {
  case 0:
    return whole;
  case 1:
    return whole + 0.5f;
  case 2:
    return (whole + 0.5f) * (1.0f + (float) random_int (-1, 1) * 0x1p-23f);
  case 3:
    return whole * random_unit () * random_unit ();
  default:
    return whole + random_unit ();
  }
}

static void
fill_floats (float *dst, size_t n, const Row *row, Pattern pattern, bool positive)
{
  const bool lerp =
      row->which == RSZ_SUMF_LERP && (row->kind == KIND_VSCALEF || row->kind == KIND_HSCALEF);
  const bool average = row->kind == KIND_AVERAGE;
  const float low = lerp || average ? 0.0f : -0x1p20f;
  const float high = average ? 0x1p45f : 0x1p20f;

  for (size_t i = 0; i < n; i++) {
    if (pattern != PATTERN_NOISE)
      dst[i] = is_high (pattern, i, positive) ? high : low;
    else if (average)
      dst[i] = noise () * (float) random_int (1, 1 << random_below (20));
    else
      dst[i] = lerp || random_below (4) ? noise () : -noise ();
  }
}

/* Weights. */

/* Weights of one output; all 1 << shift together as far as rounding lets them, a share of them negative. */
static void
make_usual_weights (int16_t *weights, int n, int shift, bool negative)
{
  const int one = shift > 14 ? 32767 : 1 << shift;
  const int mean = (1 << shift) / n < one ? (1 << shift) / n : one;
  int rest = 1 << shift;

  for (int k = 0; k < n; k++) {
    const int least = negative && k % 3 != 1 ? -mean / 4 : 0;

    weights[k] = (int16_t) random_int (least, mean);
    rest -= weights[k];
  }
  for (int k = 0; k < n; k++) {
    const int room = 32767 - weights[k], more = rest < room ? rest : room;

    weights[k] += (int16_t) more;
    rest -= more;
  }
}

/* The sum of |weight| on and next to the powers of two at which a level may change its ways. */
static void
make_border_weights (int16_t *weights, int n, int shift)
{
  int rest = (1 << (shift + random_int (-1, 1))) + random_int (-1, 1);

  for (int k = 0; k < n; k++) {
    const int size = rest < 32767 ? rest : 32767;

    weights[k] = (int16_t) (random_below (3) ? size : -size);
    rest -= size;
  }
}

static void
make_wild_weights (int16_t *weights, int n)
{
  for (int k = 0; k < n; k++)
    weights[k] = (int16_t) (random_below (2)   ? random_int (-32768, 32767)
                            : random_below (2) ? -32768
                                               : 32767);
}

/* Two weights that make one, more often than by chance at an end. */
static void
make_lerp_weights (int16_t *weights, int shift, bool usual)
{
  const int one = 1 << shift, end = random_below (2) ? 0 : one;
  const int weight = usual ? one / 3 : random_below (4) ? random_int (0, one) : end;

  weights[0] = (int16_t) (one - weight > 32767 ? 32767 : one - weight);
  weights[1] = (int16_t) (weight > 32767 ? 32767 : weight);
}

typedef enum { STYLE_POSITIVE, STYLE_SIGNED, STYLE_LERP, STYLE_BORDER, STYLE_WILD, N_STYLES } Style;

/* One style per call, as a call has the taps of one axis. */
static void
make_weights (Job *job, int n_outputs)
{
  const int n = job->n_taps;
  const Style usual = n == 2 ? STYLE_LERP : STYLE_SIGNED;
  const Style style = job->usual ? usual : (Style) random_below (N_STYLES);
  const bool lerp = style == STYLE_LERP && n == 2;

  if (job->usual)
    job->shift = n > 4 ? 16 : 14;
  else
    job->shift = style == STYLE_WILD ? random_int (1, 22) : random_int (13, lerp ? 15 : 22);
  for (int i = 0; i < n_outputs; i++) {
    int16_t *weights = job->weights + (ptrdiff_t) i * n;

    if (lerp)
      make_lerp_weights (weights, job->shift, job->usual);
    else if (style == STYLE_BORDER)
      make_border_weights (weights, n, job->shift);
    else if (style == STYLE_WILD)
      make_wild_weights (weights, n);
    else
      make_usual_weights (weights, n, job->shift, style == STYLE_SIGNED);
  }
}

/* MANY also sums windows, whose weights are all one. */
static void
make_weightsf (Job *job, int n_outputs)
{
  const int style = random_below (4);

  for (int i = 0; i < n_outputs * job->n_taps; i++)
    job->weightsf[i] = style == 0 ? 1.0f : style == 1 ? random_unit () : random_unit () * 2 - 0.7f;
  if (job->row->which != RSZ_SUMF_LERP)
    return;
  for (int i = 0; i < n_outputs; i++) {
    const float weight = random_below (8) ? random_unit () : (float) random_below (2);

    job->weightsf[2 * i] = 1.0f - weight;
    job->weightsf[2 * i + 1] = weight;
  }
}

/* Jobs. */

static void
add_source (Job *job, int i, size_t size, int unit, int misalignment)
{
  job->src[i] = place (&sources[i], size, unit, misalignment);
  job->src_size[i] = size;
  job->n_src = i + 1;
}

/* n indices of windows of n_taps pixels in n_pixels: never falling, from the first to the last. */
static void
make_first (int32_t *first, int n, int n_pixels, int n_taps)
{
  for (int i = 0; i < n; i++)
    first[i] = (int32_t) ((int64_t) i * (n_pixels - n_taps) / (n > 1 ? n - 1 : 1));
}

static int
choose_n_taps (const Row *row, bool usual)
{
  const bool fixed = row->kind == KIND_HSCALE || row->kind == KIND_VSCALE;

  if (usual && row->which == (fixed ? (int) RSZ_SUM_MANY : (int) RSZ_SUMF_MANY))
    return fixed ? 12 : 4;
  if (fixed && row->which == RSZ_SUM_MANY)
    return random_int (1, random_below (4) ? 20 : MAX_TAPS);
  if (fixed)
    return row->which == RSZ_SUM_QUAD ? 4 : 2;
  return row->which == RSZ_SUMF_LERP ? 2 : random_int (1, 20);
}

static void
make_horizontal (Job *job, int misalignment)
{
  const bool fixed = job->row->kind == KIND_HSCALE;
  const bool doubling = fixed && job->row->which == RSZ_SUM_DOUBLING;
  const int pixel_size = job->row->components * (fixed ? 1 : 4);
  int n_pixels = job->len / (1 + random_below (3)) + job->n_taps;

  if (doubling)
    n_pixels = (job->len &= ~1) / 2;
  add_source (job, 0, (size_t) n_pixels * pixel_size, fixed ? 1 : 4, misalignment);
  job->dst_size[0] = (size_t) job->len * pixel_size;
  job->first = place (&firsts, job->len * 4, 4, misalignment);
  job->weights = place (&taps, (size_t) job->len * job->n_taps * 2, 2, misalignment);
  job->weightsf = place (&taps, (size_t) job->len * job->n_taps * 4, 4, misalignment);
  make_first (job->first, job->len, n_pixels, job->n_taps);
  if (fixed && !doubling)
    make_weights (job, job->len);
  else if (!fixed)
    make_weightsf (job, job->len);
}

/* Makes the first few pixels those that negative indices mean. */
static void
pad_before (Job *job)
{
  const int before = random_below (4);

  if (job->len == 0)
    return;
  job->src[0] = (const float *) job->src[0] + before * job->row->components;
  for (int i = 0; i < job->len; i++)
    job->first[i] -= before;
}

static void
make_vertical (Job *job, int misalignment)
{
  const bool fixed = job->row->kind == KIND_VSCALE;

  job->dst_size[0] = (size_t) job->len * (fixed ? 1 : 4);
  for (int k = 0; k < job->n_taps; k++)
    add_source (job, k, job->dst_size[0], fixed ? 1 : 4,
        misalignment < 0 ? -1 : (misalignment + k * 5) % (MAX_MISALIGNMENT + 1));
  job->weights = place (&taps, job->n_taps * 2, 2, misalignment);
  job->weightsf = place (&taps, job->n_taps * 4, 4, misalignment);
  if (!fixed) {
    make_weightsf (job, 1);
  } else if (job->row->which == RSZ_SUM_DOUBLING) {
    job->shift = random_int (14, 15);
    job->weights[0] = (int16_t) ((random_below (2) ? 1 : 3) << (job->shift - 2));
    job->weights[1] = (int16_t) ((1 << job->shift) - job->weights[0]);
  } else {
    make_weights (job, 1);
  }
}

static void
make_gather (Job *job, int misalignment)
{
  const int pixel_size = job->row->which, n_pixels = 1 + job->len / (1 + random_below (3));

  add_source (job, 0, (size_t) n_pixels * pixel_size, 1, misalignment);
  job->dst_size[0] = (size_t) job->len * pixel_size;
  job->first = place (&firsts, job->len * 4, 4, misalignment);
  make_first (job->first, job->len, n_pixels, 1);
}

/* Parts and the memory row of a layout. */
static void
make_layout (Job *job, int misalignment)
{
  const RszLayoutInfo *layout = &rsz_layouts[job->row->which];
  const size_t sample_size = rsz_sample_size (layout->sample), len = job->len;
  const size_t part_sizes[] = { len * sample_size, 2 * ((len + 1) / 2) };
  const size_t memory_size = layout->n_parts == 1 ? part_sizes[0] : 4 * ((len + 1) / 2);
  const bool load = job->row->kind == KIND_LOAD;

  job->n_dst = load ? layout->n_parts : 1;
  job->dst_unit = load ? (int) sample_size : 1;
  job->dst_size[0] = memory_size;
  for (int i = 0; load && i < job->n_dst; i++)
    job->dst_size[i] = part_sizes[i];
  for (int i = 0; i < (load ? 1 : layout->n_parts); i++)
    add_source (
        job, i, load ? memory_size : part_sizes[i], load ? 1 : (int) sample_size, misalignment);
}

static void
make_convert (Job *job, int misalignment)
{
  const int sample_size = job->row->kind == KIND_COPY ? 1 : (int) rsz_sample_size (job->row->which);
  const bool widen = job->row->kind == KIND_WIDEN;
  const bool to_float = widen, from_float = !widen && job->row->kind != KIND_COPY;
  const int depth = random_int (1, sample_size * 8);

  job->max = (float) ((1 << (random_below (2) ? sample_size * 8 : depth)) - 1);
  job->rows = (float) random_int (1, random_below (2) ? 8 : 32767);
  job->dst_size[0] = (size_t) job->len * (to_float ? 4 : sample_size);
  add_source (
      job, 0, (size_t) job->len * (from_float ? 4 : sample_size), from_float ? 4 : 1, misalignment);
  job->columns = place (&divisors, (size_t) job->len * 4, 4, misalignment);
  for (int i = 0; i < job->len; i++)
    job->columns[i] = (float) random_int (1, random_below (2) ? 8 : 32767);
}

static void
fill_sources (const Job *job, Pattern pattern)
{
  const Kind kind = job->row->kind;
  const bool floats =
      kind == KIND_HSCALEF || kind == KIND_VSCALEF || kind == KIND_NARROW || kind == KIND_AVERAGE;

  for (int i = 0; i < job->n_src; i++) {
    const bool positive = kind == KIND_VSCALE    ? job->weights[i] > 0
                          : kind == KIND_VSCALEF ? job->weightsf[i] > 0
                                                 : i % 2;

    if (floats)
      fill_floats ((float *) job->src[i], job->src_size[i] / 4, job->row, pattern, positive);
    else
      fill_bytes ((uint8_t *) job->src[i], job->src_size[i], pattern, positive);
  }
}

static void
make (Job *job, Pattern pattern, int misalignment)
{
  const Kind kind = job->row->kind;

  job->dst_unit = kind == KIND_WIDEN || kind == KIND_HSCALEF || kind == KIND_VSCALEF ? 4 : 1;
  job->n_dst = 1;
  if (kind <= KIND_VSCALEF)
    job->n_taps = choose_n_taps (job->row, job->usual);
  if (kind == KIND_HSCALE || kind == KIND_HSCALEF)
    make_horizontal (job, misalignment);
  else if (kind == KIND_VSCALE || kind == KIND_VSCALEF)
    make_vertical (job, misalignment);
  else if (kind == KIND_GATHER)
    make_gather (job, misalignment);
  else if (kind == KIND_LOAD || kind == KIND_STORE)
    make_layout (job, misalignment);
  else
    make_convert (job, misalignment);
  fill_sources (job, pattern);
  if (kind == KIND_HSCALEF)
    pad_before (job);
}

void
jobs_make (Job *job, const Row *row, Pattern pattern, int len, int misalignment)
{
  *job = (Job){ .row = row, .len = len };
  make (job, pattern, misalignment);
}

void
jobs_make_usual (Job *job, const Row *row, int len)
{
  *job = (Job){ .row = row, .len = len, .usual = true };
  make (job, PATTERN_NOISE, 0);
}

Output
jobs_output (const Job *job, int number, int misalignment)
{
  Output output = { .size = 0 };

  for (int i = 0; i < job->n_dst; i++)
    if (job->dst_size[i] + 4 * (MAX_MISALIGNMENT + 1) > output.size)
      output.size = job->dst_size[i] + 4 * (MAX_MISALIGNMENT + 1);
  for (int i = 0; i < job->n_dst; i++) {
    output.memory[i] = outputs[number][i];
    output.dst[i] =
        output.memory[i] + MAX_MISALIGNMENT + 1 + misalignment / job->dst_unit * job->dst_unit;
    memset (output.memory[i], CANARY, output.size);
  }
  return output;
}
