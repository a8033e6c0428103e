/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "colour/exact.h"
#include "rows_jobs.h"

/* Jobs for the rows of colours, and what rows.h says they write: one pixel at a time, in 64 bits
 * and with doubles, whose sums and products of two floats are those of float32 when they are cut to
 * it. */

/* ---- calls ---- */

RowFunction
colour_function (const RszRows *rows, const Row *row)
{
  switch (row->kind) {
  case KIND_PICK:
    return (RowFunction) rows->pick[row->which];
  case KIND_BLEND:
    return row->which ? (RowFunction) rows->blend_four : (RowFunction) rows->blend;
  case KIND_SPREAD:
    return row->which ? (RowFunction) rows->spread_four : (RowFunction) rows->spread;
  case KIND_OPACITY:
    return (RowFunction) rows->opacity;
  case KIND_TO_ROWS:
    return (RowFunction) rows->to_rows;
  case KIND_TO_PIXELS:
    return (RowFunction) rows->to_pixels;
  case KIND_FIND_NEAR:
    return (RowFunction) rows->find_near;
  case KIND_WEAVE:
    return row->which == 3 ? (RowFunction) rows->weave : (RowFunction) rows->weave_fours;
  case KIND_SLIDE:
    return (RowFunction) rows->slide;
  case KIND_STRETCH:
    return row->which ? (RowFunction) rows->stretch_four : (RowFunction) rows->stretch;
  case KIND_TINT:
    return (RowFunction) rows->tint;
  case KIND_SHADE:
    return (RowFunction) rows->shade;
  default:
    return (RowFunction) rows->shade_words;
  }
}

static void
call_four (const RszRows *rows, const Job *job, void *dst)
{
  const int16_t *const of[4] = { job->src[0], job->src[1], job->src[2], job->src[3] };

  if (job->row->kind == KIND_BLEND)
    rows->blend_four (dst, of, job->colour.weights, job->colour.offset, job->len);
  else if (job->row->kind == KIND_SPREAD)
    rows->spread_four (dst, (const int32_t *) job->src[0] + 1, job->weights32, job->weights32 + 4,
        job->weights32 + 8, job->len);
  else
    rows->stretch_four (dst, job->src[0], job->first, job->weights32, job->colour.shift, job->len);
}

static void
call_exact (const RszRows *rows, const Job *job, const Output *output)
{
  void *const *dst = output->dst;
  uint8_t *const rgb[3] = { dst[0], dst[1], dst[2] };

  if (job->row->kind == KIND_TO_ROWS)
    rows->to_rows (rgb, dst[3], job->src[0], job->src[1], job->src[2], &job->colour.rgb, job->len);
  else if (job->row->kind == KIND_TO_PIXELS)
    rows->to_pixels (dst[0], dst[1], job->src[0], job->src[1], job->src[2], job->src[3],
        &job->colour.rgb, job->colour.places, job->row->which, job->len);
  else
    rows->find_near (dst[0], job->src[0], job->src[1], job->src[2], &job->colour.rgb, job->len);
}

static void
call_whole (const RszRows *rows, const Job *job, const Output *output)
{
  void *const *dst = output->dst;
  uint8_t *const rgb[3] = { dst[0], dst[1], dst[2] };
  int32_t *const tint[3] = { dst[0], dst[1], dst[2] };
  const int32_t *const of[3] = { job->src[1], job->src[2], job->src[3] };

  if (job->row->kind == KIND_TINT)
    rows->tint (tint, job->src[0], job->src[1], &job->colour.tint, job->row->which, job->len);
  else if (job->row->kind == KIND_SHADE)
    rows->shade (rgb, job->src[0], of, &job->colour.shade, job->len);
  else
    rows->shade_words (rgb, job->src[0], job->src[1], job->src[2], &job->colour.words, job->len);
}

void
colour_call (const RszRows *rows, const Job *job, const Output *output)
{
  const uint8_t *const bytes[4] = { job->src[0], job->src[1], job->src[2], job->src[3] };
  void *dst = output->dst[0];

  switch (job->row->kind) {
  case KIND_PICK:
    rows->pick[job->row->which](
        dst, job->src[0], job->row->components, job->colour.index, job->len);
    break;
  case KIND_BLEND:
    if (job->row->which)
      call_four (rows, job, dst);
    else
      rows->blend (
          dst, job->src[0], job->src[1], job->colour.weights, job->colour.offset, job->len);
    break;
  case KIND_SPREAD:
    if (job->row->which)
      call_four (rows, job, dst);
    else
      rows->spread (dst, (const int32_t *) job->src[0] + 1, job->colour.weights,
          job->colour.more_weights, job->len);
    break;
  case KIND_OPACITY:
    rows->opacity (dst, job->src[0], job->colour.offset, job->len);
    break;
  case KIND_WEAVE:
    if (job->row->which == 3)
      rows->weave (dst, bytes, job->len);
    else
      rows->weave_fours (dst, bytes, job->colour.places, job->len);
    break;
  case KIND_SLIDE:
    rows->slide (dst, job->src[0], job->colour.weights, job->colour.shift, job->len);
    break;
  case KIND_STRETCH:
    if (job->row->which)
      call_four (rows, job, dst);
    else
      rows->stretch (dst, job->src[0], job->first, job->weights32, job->colour.shift, job->len);
    break;
  case KIND_TO_ROWS:
  case KIND_TO_PIXELS:
  case KIND_FIND_NEAR:
    call_exact (rows, job, output);
    break;
  default:
    call_whole (rows, job, output);
  }
}

/* ---- inputs ---- */

/* n numbers of `size` bytes, from least to most. */
static void
add_numbers (Job *job, int i, int n, int size, int64_t least, int64_t most, Pattern pattern,
    int misalignment)
{
  uint8_t *numbers = jobs_add_source (job, i, (size_t) n * size, size, misalignment);

  for (int k = 0; k < n; k++) {
    const uint64_t room = (uint64_t) (most - least) + 1;
    const int64_t value = pattern == PATTERN_NOISE    ? least + (int64_t) (random_bits () % room)
                          : jobs_is_high (pattern, k) ? most
                                                      : least;

    memcpy (numbers + (size_t) k * size, &(int32_t){ (int32_t) value }, size);
  }
}

static void
set_output (Job *job, int n, size_t size, int unit)
{
  job->n_dst = n;
  job->dst_unit = unit;
  for (int i = 0; i < n; i++)
    job->dst_size[i] = size;
}

/* Terms of a matrix, 8 to 16 bits. */
static void
make_exact (Job *job, Pattern pattern, int misalignment)
{
  const int depth = random_int (8, 16), half = 1 << (depth - 1), scale = 1 << random_below (6);
  const int size = job->row->kind == KIND_TO_PIXELS ? job->row->which : 4;
  const RszColours colours = { .kr = random_below (2) ? 2126 : 2990,
    .kb = 722,
    .luma_offset = random_below (2) << (depth - 4),
    .luma_range = 219 << (depth - 8),
    .chroma_range = 224 << (depth - 8) };
  RszExact exact;

  rsz_exact_init (&exact, &colours, scale);
  job->colour.rgb = (RszRgbTerms){ exact.luma_offset, (float) exact.luma, { 0 }, { 0 } };
  for (int c = 0; c < 3; c++) {
    job->colour.rgb.cb[c] = (float) exact.cb[c];
    job->colour.rgb.cr[c] = (float) exact.cr[c];
  }
  for (int k = 0, left = random_below (24); k < size; k++) { /* any order */
    const int n = size - k, pick = left % n;
    int place = -1;

    left /= n;
    for (int free = 0; free <= pick; free++)
      for (bool taken = true; taken;) {
        taken = false;
        place++;
        for (int i = 0; i < k; i++)
          taken = taken || job->colour.places[i] == place;
      }
    job->colour.places[k] = place;
  }
  add_numbers (job, 0, job->len, 2, 0, (1 << depth) - 1, pattern, misalignment);
  for (int i = 1; i < 3; i++)
    add_numbers (job, i, job->len, 4, -(int64_t) half * scale, (int64_t) (half - 1) * scale,
        pattern, misalignment);
  add_numbers (job, 3, job->len, 1, 0, 255, pattern, misalignment);
  set_output (job, job->row->kind == KIND_TO_ROWS ? 4 : 2, job->len, 1);
  job->dst_size[job->n_dst - 1] = (job->len + RSZ_RGB_BLOCK - 1) / RSZ_RGB_BLOCK;
  if (job->row->kind == KIND_TO_PIXELS)
    job->dst_size[0] = (size_t) job->len * size;
  if (job->row->kind == KIND_FIND_NEAR)
    set_output (job, 1, job->len, 1);
}

static void
make_pick (Job *job, Pattern pattern, int misalignment)
{
  const int size = 1 + job->row->which, n = job->len * job->row->components;

  job->colour.index = random_below (job->row->components);
  add_numbers (job, 0, n * size, 1, 0, 255, pattern, misalignment);
  set_output (job, 1, (size_t) job->len * 2, 2);
}

static void
make_blend (Job *job, Pattern pattern, int misalignment)
{
  const bool four = job->row->which;

  for (int k = 0; k < 4; k++)
    job->colour.weights[k] =
        four ? random_int (-5000, 5000) : random_int (0, 1 << (random_below (2) ? 3 : 12));
  job->colour.offset = random_int (-(1 << 27), 1 << 27);
  for (int i = 0; i < (four ? 4 : 2); i++)
    add_numbers (
        job, i, job->len, 2, four ? INT16_MIN : 0, four ? INT16_MAX : 65535, pattern, misalignment);
  set_output (job, 1, (size_t) job->len * 4, 4);
}

static void
make_spread (Job *job, Pattern pattern, int misalignment)
{
  for (int k = 0; k < 2; k++) {
    job->colour.weights[k] = random_int (0, 4);
    job->colour.more_weights[k] = random_int (0, 4);
  }
  job->weights32 = jobs_numbers (1, 12, misalignment);
  for (int k = 0; k < 12; k++)
    job->weights32[k] = random_int (0, 8);
  add_numbers (job, 0, job->len + 2, 4, -(1 << 24), 1 << 24, pattern, misalignment);
  set_output (job, 1, (size_t) job->len * (job->row->which ? 16 : 8), 4);
}

/* Samples may be above the maximum. */
static void
make_opacity (Job *job, Pattern pattern, int misalignment)
{
  const int bits = random_below (3) ? random_int (1, 16) : 8;

  job->colour.offset = (1 << bits) - 1;
  add_numbers (
      job, 0, job->len, 2, 0, random_below (2) ? job->colour.offset : 65535, pattern, misalignment);
  set_output (job, 1, (size_t) job->len, 1);
}

/* Sums of four are above -2^15 and may be above 2^15. */
static void
make_stretched (Job *job, Pattern pattern, int misalignment)
{
  const int depth = random_int (8, 12), in = random_int (1, job->len > 1 ? job->len : 1);

  job->colour.shift = depth - 1;
  add_numbers (job, 0, in + 3, 2, 0, (1 << depth) - 1, pattern, misalignment);
  job->first = jobs_numbers (0, job->len, misalignment);
  job->weights32 = jobs_numbers (1, 4 * job->len, misalignment);
  for (int i = 0; i < job->len; i++) {
    job->first[i] = (int32_t) ((int64_t) i * in / job->len);
    for (int k = 0; k < 4; k++)
      job->weights32[4 * i + k] = random_int (-(1 << 12) + 1, 1 << 14);
  }
  set_output (job, 1, (size_t) job->len * 2, 2);
}

static void
make_moved (Job *job, Pattern pattern, int misalignment)
{
  const int depth = random_int (8, 12), in = random_int (1, job->len > 1 ? job->len : 1);
  const bool slide = job->row->kind == KIND_SLIDE;

  if (!slide && job->row->which) {
    make_stretched (job, pattern, misalignment);
    return;
  }
  job->colour.shift = depth - 1;
  job->colour.weights[0] = random_int (0, 1 << 14);
  job->colour.weights[1] = (1 << 14) - job->colour.weights[0];
  add_numbers (job, 0, (slide ? job->len : in) + 1, 2, 0, (1 << depth) - 1, pattern, misalignment);
  job->first = jobs_numbers (0, job->len, misalignment);
  job->weights32 = jobs_numbers (1, 2 * job->len, misalignment);
  for (int i = 0; i < job->len; i++) {
    job->first[i] = (int32_t) ((int64_t) i * in / job->len);
    job->weights32[2 * i] = random_int (0, 1 << 14);
    job->weights32[2 * i + 1] = (1 << 14) - job->weights32[2 * i];
  }
  set_output (job, 1, (size_t) job->len * 2, 2);
}

/* Everything is modulo 2^32. */
static void
make_tint (Job *job, Pattern pattern, int misalignment)
{
  RszTintTerms *terms = &job->colour.tint;

  *terms = (RszTintTerms){ .down = random_below (32),
    .inner = random_below (32),
    .min = random_below (2) ? 0 : INT32_MIN,
    .max = random_below (2) ? 255 : INT32_MAX,
    .scale = random_below (2) ? 1 : (int32_t) random_bits () };
  for (int c = 0; c < 3; c++) {
    terms->cb[c] = random_below (4) ? (int32_t) random_bits () : 0;
    terms->cr[c] = random_below (4) ? (int32_t) random_bits () : 0;
    terms->offset[c] = (int32_t) random_bits ();
  }
  for (int i = 0; i < 2; i++)
    add_numbers (job, i, job->len, 4, INT32_MIN, INT32_MAX, pattern, misalignment);
  set_output (job, 3, (size_t) job->len * (job->row->which ? 8 : 4), 4);
}

static void
make_shade (Job *job, Pattern pattern, int misalignment)
{
  const int shift = random_below (32);

  job->colour.shade = (RszShadeTerms){ .half = random_below (9),
    .floor = random_below (17),
    .scale = random_below (2) ? 1220542 : (int32_t) random_bits (),
    .down = random_below (9),
    .shift = random_below (2) ? 20 : shift };
  add_numbers (job, 0, job->len, 2, 0, random_below (2) ? 255 : 65535, pattern, misalignment);
  for (int i = 1; i < 4; i++)
    add_numbers (job, i, job->len, 4, INT32_MIN, INT32_MAX, pattern, misalignment);
  set_output (job, 3, job->len, 1);
}

static void
make_words (Job *job, Pattern pattern, int misalignment)
{
  RszWordTerms *terms = &job->colour.words;

  terms->offset = (int16_t) (random_below (2) ? 128 : 0);
  terms->luma = (int16_t) random_int (8192, 9600);
  for (int c = 0; c < 3; c++) {
    terms->cb[c] = (int16_t) (random_below (4) ? random_int (-20000, 20000) : 0);
    terms->cr[c] = (int16_t) (random_below (4) ? random_int (-20000, 20000) : 0);
  }
  add_numbers (job, 0, job->len, 1, 0, 255, pattern, misalignment);
  for (int i = 1; i < 3; i++)
    add_numbers (job, i, (job->len + 1) / 2, 1, 0, 255, pattern, misalignment);
  set_output (job, 3, job->len, 1);
}

static void
make_weave (Job *job, Pattern pattern, int misalignment)
{
  const int n = job->row->which, turn = random_below (n);

  for (int i = 0; i < n; i++) {
    job->colour.places[i] = (i + turn) % n;
    add_numbers (job, i, job->len, 1, 0, 255, pattern, misalignment);
  }
  set_output (job, 1, (size_t) job->len * n, 1);
}

void
colour_make (Job *job, Pattern pattern, int misalignment)
{
  static void (*const makers[]) (Job *, Pattern, int) = {
    [KIND_PICK - KIND_PICK] = make_pick,
    [KIND_BLEND - KIND_PICK] = make_blend,
    [KIND_SPREAD - KIND_PICK] = make_spread,
    [KIND_OPACITY - KIND_PICK] = make_opacity,
    [KIND_TO_ROWS - KIND_PICK] = make_exact,
    [KIND_TO_PIXELS - KIND_PICK] = make_exact,
    [KIND_FIND_NEAR - KIND_PICK] = make_exact,
    [KIND_WEAVE - KIND_PICK] = make_weave,
    [KIND_SLIDE - KIND_PICK] = make_moved,
    [KIND_STRETCH - KIND_PICK] = make_moved,
    [KIND_TINT - KIND_PICK] = make_tint,
    [KIND_SHADE - KIND_PICK] = make_shade,
    [KIND_SHADE_WORDS - KIND_PICK] = make_words,
  };

  makers[job->row->kind - KIND_PICK](job, pattern, misalignment);
}

/* ---- the specification ---- */

/* 2^n; a value modulo 2^32 as an int32; a quotient rounded down. */
static int64_t
power (int n)
{
  return INT64_C (1) << n;
}

static int64_t
wrapped (int64_t value)
{
  const int64_t rest = (value % power (32) + power (32)) % power (32);

  return rest < power (31) ? rest : rest - power (32);
}

/* Products of wrapped numbers wrap, too, and do not fit 64 bits before. */
static int64_t
wrapped_product (int64_t a, int64_t b)
{
  return wrapped ((int64_t) ((uint64_t) a * (uint64_t) b));
}

static int64_t
floor_div (int64_t a, int64_t b)
{
  return a / b - (a % b < 0);
}

static uint8_t
clamped (int64_t value)
{
  return (uint8_t) (value < 0 ? 0 : value > 255 ? 255 : value);
}

static int64_t
number_at (const void *src, int i, int size)
{
  if (size == 1)
    return ((const uint8_t *) src)[i];
  if (size == 2)
    return ((const uint16_t *) src)[i];
  return ((const int32_t *) src)[i];
}

/* The sum of a channel. */
static float
expect_sum (const Job *job, int c, int i)
{
  const RszRgbTerms *terms = &job->colour.rgb;
  const float luma =
      (float) ((double) (number_at (job->src[0], i, 2) - terms->offset) * terms->luma);
  const float of_cb = (float) ((double) number_at (job->src[1], i, 4) * terms->cb[c]);
  const float of_cr = (float) ((double) number_at (job->src[2], i, 4) * terms->cr[c]);
  const float sum = c > 0 ? (float) ((double) luma + of_cb) : luma;

  return c < 2 ? (float) ((double) sum + of_cr) : sum;
}

static uint8_t
expect_level (float sum)
{
  const double below = floor (sum), rest = sum - below;
  const bool up = rest > 0.5 || (rest == 0.5 && fmod (below, 2) != 0);

  return sum < -1 ? 0 : sum > 256 ? 255 : clamped ((int64_t) below + up);
}

static bool
expect_near (float sum)
{
  const double rest = sum - floor (sum);

  return fabs (rest - 0.5) < (double) RSZ_RGB_NEAR;
}

static void
spec_exact (const Job *job, const Output *output)
{
  const bool rows = job->row->kind == KIND_TO_ROWS, pixels = job->row->kind == KIND_TO_PIXELS;
  const int size = job->row->which;
  uint8_t *const *dst = (uint8_t *const *) output->dst;
  uint8_t *marks = dst[job->n_dst - 1];

  memset (marks, 0, job->dst_size[job->n_dst - 1]);
  for (int i = 0; i < job->len; i++) {
    for (int c = 0; c < 3; c++) {
      const float sum = expect_sum (job, c, i);

      if (rows)
        dst[c][i] = expect_level (sum);
      if (pixels)
        dst[0][size * i + job->colour.places[c]] = expect_level (sum);
      marks[rows || pixels ? i / RSZ_RGB_BLOCK : i] |= expect_near (sum);
    }
    if (pixels && size == 4)
      dst[0][4 * i + job->colour.places[3]] = ((const uint8_t *) job->src[3])[i];
  }
}

static int64_t
expect_tint (const Job *job, int c, int i)
{
  const RszTintTerms *terms = &job->colour.tint;
  int64_t sum = 0;

  for (int k = 0; k < 2; k++) {
    const int64_t chroma = floor_div (number_at (job->src[k], i, 4), power (terms->down));
    const int64_t clamped = chroma < terms->min   ? terms->min
                            : chroma > terms->max ? terms->max
                                                  : chroma;

    sum += floor_div (
        wrapped_product (clamped, k ? terms->cr[c] : terms->cb[c]), power (terms->inner));
  }
  return wrapped (wrapped_product (wrapped (sum), terms->scale) + terms->offset[c]);
}

static uint8_t
expect_shade (const Job *job, int c, int i)
{
  const RszShadeTerms *terms = &job->colour.shade;
  const int64_t above =
      floor_div (number_at (job->src[0], i, 2) + terms->half, power (terms->down)) - terms->floor;
  const int64_t y = wrapped_product (above > 0 ? above : 0, terms->scale);

  return clamped (
      floor_div (wrapped (y + number_at (job->src[1 + c], i, 4)), power (terms->shift)));
}

static uint8_t
expect_words (const Job *job, int c, int i)
{
  const RszWordTerms *terms = &job->colour.words;
  const int64_t y = (8 * number_at (job->src[0], i, 1) - terms->offset) * terms->luma;
  const int64_t u = (8 * number_at (job->src[1], i / 2, 1) - 1024) * terms->cb[c];
  const int64_t v = (8 * number_at (job->src[2], i / 2, 1) - 1024) * terms->cr[c];

  return clamped (
      floor_div (y, power (16)) + floor_div (u, power (16)) + floor_div (v, power (16)));
}

static void
spec_whole (const Job *job, const Output *output)
{
  for (int c = 0; c < 3; c++)
    for (int i = 0; i < job->len; i++) {
      uint8_t *bytes = output->dst[c];
      int32_t *numbers = output->dst[c];

      if (job->row->kind == KIND_SHADE)
        bytes[i] = expect_shade (job, c, i);
      else if (job->row->kind == KIND_SHADE_WORDS)
        bytes[i] = expect_words (job, c, i);
      else if (job->row->which)
        numbers[2 * i] = numbers[2 * i + 1] = (int32_t) expect_tint (job, c, i);
      else
        numbers[i] = (int32_t) expect_tint (job, c, i);
    }
}

/* Samples first and first + 1 of source 0, weighed and shifted. */
static uint16_t
expect_moved (const Job *job, int first, const int32_t *weights)
{
  const int64_t sum = number_at (job->src[0], first, 2) * weights[0]
                      + number_at (job->src[0], first + 1, 2) * weights[1];

  return (uint16_t) floor_div (sum, power (job->colour.shift));
}

static int64_t
expect_four (const Job *job, int i)
{
  const bool blend = job->row->kind == KIND_BLEND;
  int64_t sum = 0;

  for (int k = 0; k < 4; k++)
    sum += blend ? ((const int16_t *) job->src[k])[i] * job->colour.weights[k]
                 : number_at (job->src[0], job->first[i] + k, 2) * job->weights32[4 * i + k];
  if (blend)
    return sum - job->colour.offset;
  sum = floor_div (sum, power (job->colour.shift));
  return sum < INT16_MAX ? sum : INT16_MAX;
}

static void
spec_chroma (const Job *job, void *dst, int i)
{
  uint16_t *words = dst;
  int32_t *numbers = dst;

  if (job->row->kind == KIND_PICK) {
    const int size = 1 + job->row->which, at = i * job->row->components + job->colour.index;
    const uint8_t *bytes = job->src[0];

    if (size == 1)
      words[i] = bytes[at];
    else
      memcpy (&words[i], bytes + (ptrdiff_t) at * size, 2);
  } else if (job->row->kind == KIND_BLEND && job->row->which) {
    numbers[i] = (int32_t) expect_four (job, i);
  } else if (job->row->kind == KIND_BLEND) {
    numbers[i] =
        (int32_t) (number_at (job->src[0], i, 2) * job->colour.weights[0]
                   + number_at (job->src[1], i, 2) * job->colour.weights[1] - job->colour.offset);
  } else if (job->row->kind == KIND_OPACITY) {
    const int64_t max = job->colour.offset, sample = number_at (job->src[0], i, 2);

    ((uint8_t *) dst)[i] = (uint8_t) floor (255.0 * (sample < max ? sample : max) / max + 0.5);
  } else if (job->row->kind == KIND_SPREAD && job->row->which) {
    const int32_t *three = (const int32_t *) job->src[0] + i;

    for (int k = 0; k < 4; k++) {
      numbers[4 * i + k] = 0;
      for (int t = 0; t < 3; t++)
        numbers[4 * i + k] += three[t] * job->weights32[4 * t + k];
    }
  } else if (job->row->kind == KIND_SPREAD) {
    const int32_t *three = (const int32_t *) job->src[0] + i;

    numbers[2 * i] = three[0] * job->colour.weights[0] + three[1] * job->colour.weights[1];
    numbers[2 * i + 1] =
        three[1] * job->colour.more_weights[0] + three[2] * job->colour.more_weights[1];
  } else if (job->row->kind == KIND_STRETCH && job->row->which) {
    words[i] = (uint16_t) expect_four (job, i);
  } else if (job->row->kind == KIND_SLIDE) {
    words[i] = expect_moved (job, i, job->colour.weights);
  } else {
    words[i] = expect_moved (job, job->first[i], &job->weights32[2 * i]);
  }
}

static void
spec_weave (const Job *job, uint8_t *dst)
{
  const int n = job->row->which;

  for (int i = 0; i < job->len * n; i++) {
    const int k = i % n, place = n == 3 ? k : job->colour.places[k];

    dst[i / n * n + place] = ((const uint8_t *) job->src[k])[i / n];
  }
}

void
colour_spec (const Job *job, const Output *output)
{
  const Kind kind = job->row->kind;

  if (kind == KIND_TO_ROWS || kind == KIND_TO_PIXELS || kind == KIND_FIND_NEAR)
    spec_exact (job, output);
  else if (kind == KIND_TINT || kind == KIND_SHADE || kind == KIND_SHADE_WORDS)
    spec_whole (job, output);
  else if (kind == KIND_WEAVE)
    spec_weave (job, output->dst[0]);
  else
    for (int i = 0; i < job->len; i++)
      spec_chroma (job, output->dst[0], i);
}
