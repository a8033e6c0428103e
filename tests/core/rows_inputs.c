/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rows_jobs.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "platform/memory.h"

#define ARENA_SIZE                                                                                 \
  ((size_t) MAX_LEN * 4 * 2 * RSZ_MAX_COMPONENTS                                                   \
      + 65536) /* of two rows of words, misaligned or watched */

static Arena sources[MAX_TAPS], firsts, taps, divisors;
static uint8_t *outputs[2][MAX_DST];

void
jobs_init (uint64_t seed)
{
  random_seed (seed);
  for (int i = 0; i < MAX_TAPS; i++)
    sources[i] = arena_new (ARENA_SIZE);
  for (int i = 0; i < 2; i++)
    for (int p = 0; p < MAX_DST; p++)
      outputs[i][p] = rsz_memory_new (64, ARENA_SIZE);
  firsts = arena_new (ARENA_SIZE);
  divisors = arena_new (ARENA_SIZE);
  taps = arena_new ((size_t) MAX_LEN * MAX_TAPS * sizeof (float));
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
fill_noise (uint8_t *dst, size_t size)
{
  for (size_t i = 0; i < size; i += 8) {
    const uint64_t bits = random_bits ();

    memcpy (dst + i, &bits, size - i < 8 ? size - i : 8);
  }
}

static void
fill_bytes (uint8_t *dst, size_t size, Pattern pattern, bool positive)
{
  if (pattern == PATTERN_NOISE)
    fill_noise (dst, size);
  else
    for (size_t i = 0; i < size; i++)
      dst[i] = is_high (pattern, i, positive) ? 255 : 0;
}

/* What passes leave to float rows: whole numbers, halfway, next to halfway, in lerp, small. */
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
      (row->which == RSZ_SUMF_LERP || row->which == RSZ_SUMF_BLEND)
      && (row->kind == KIND_VSCALEF || row->kind == KIND_VROUND || row->kind == KIND_HSCALEF);
  const bool average = row->kind == KIND_AVERAGE;
  const float least = n % 2 ? -0.0f : -0x1p20f; /* sums of nothing but -0 are +0 */
  const float low = lerp || average ? 0.0f : least;
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

/* The largest sample for which no sum of the n outputs passes 32 bits; what deep rows are
 * promised. */
static int
largest_sample (const Job *job, int n_outputs)
{
  int64_t most = 1;

  for (int i = 0; i < n_outputs; i++) {
    int64_t sum = 0;

    for (int k = 0; k < job->n_taps; k++)
      sum += abs (job->weights[i * job->n_taps + k]);
    most = sum > most ? sum : most;
  }
  most = ((INT64_C (1) << 31) - (1 << job->shift) - 1) / most;
  return most < INT16_MAX ? (int) most : INT16_MAX;
}

/* Samples from `least` on in the upper bits of words, noise in the lower ones. */
static void
fill_words (uint8_t *dst, size_t n, RszWord word, int least, Pattern pattern, bool positive)
{
  for (size_t i = 0; i < n; i++) {
    const int edge = is_high (pattern, i, positive) ? word.max : least;
    const int sample = pattern == PATTERN_NOISE ? random_int (least, word.max) : edge;
    const uint16_t bits =
        (uint16_t) ((unsigned) sample << word.low | (unsigned) random_below (1 << word.low));

    memcpy (dst + 2 * i, &bits, 2);
  }
}

/* Jobs. */

static void
add_source (Job *job, int i, size_t size, int unit, int misalignment)
{
  job->src[i] = arena_place (&sources[i], size, unit, misalignment);
  job->src_size[i] = size;
  job->n_src = i + 1;
}

void *
jobs_add_source (Job *job, int i, size_t size, int unit, int misalignment)
{
  add_source (
      job, i, size, unit, misalignment < 0 ? -1 : (misalignment + i * 12) % (MAX_MISALIGNMENT + 1));
  return (void *) job->src[i];
}

bool
jobs_is_high (Pattern pattern, size_t i)
{
  return is_high (pattern, i, i % 3);
}

void
jobs_fill_noise (uint8_t *dst, size_t size)
{
  fill_noise (dst, size);
}

int32_t *
jobs_numbers (int second, int n, int misalignment)
{
  return arena_place (second ? &taps : &firsts, (size_t) n * 4, 4, misalignment);
}

/* n indices of windows of n_taps pixels in n_pixels: never falling, from the first to the last. */
static void
make_first (int32_t *first, int n, int n_pixels, int n_taps)
{
  for (int i = 0; i < n; i++)
    first[i] = (int32_t) ((int64_t) i * (n_pixels - n_taps) / (n > 1 ? n - 1 : 1));
}

/* OpenCV's are alike. */
static void
make_equal_windows (Job *job)
{
  const int room = ARENA_SIZE / 4 / job->row->components / (job->len ? job->len : 1);

  job->n_taps = job->usual ? 3 : random_int (1, room < 24 ? room : 24);
  job->in = job->len * job->n_taps;
  for (int i = 0; i < job->len; i++) {
    job->first[i] = i * job->n_taps;
    job->n[i] = job->n_taps;
  }
}

/* Windows of about equal width that leave nothing out and may overlap. */
static void
make_windows (Job *job)
{
  const int64_t in = job->in, len = job->len;

  job->n_taps = 1;
  for (int64_t i = 0; i < len; i++) {
    job->first[i] = (int32_t) (i * in / len);
    job->n[i] = (int32_t) (((i + 1) * in + len - 1) / len) - job->first[i];
    job->n_taps = job->n[i] > job->n_taps ? job->n[i] : job->n_taps;
  }
}

static int
choose_n_taps (const Row *row, bool usual)
{
  const bool fixed = row->kind == KIND_HSCALE || row->kind == KIND_VSCALE;

  if (row->kind == KIND_VSUMS)
    return usual ? 4 : 1 << random_below (4);
  if (row->kind == KIND_HSUMS)
    return usual ? 4 : random_int (1, RSZ_MAX_SUMS);
  if (row->kind == KIND_HWORDS || row->kind == KIND_VWORDS)
    return usual || random_below (8) ? 2 : 1;
  if (row->kind == KIND_HLINEAR || row->kind == KIND_VLINEAR)
    return usual || row->kind == KIND_VLINEAR || random_below (8) ? 2 : 1;
  if (row->kind == KIND_HSCALE32 || row->kind == KIND_VSCALE32)
    return usual ? 12 : random_below (2) ? 2 * random_int (1, 2) : random_int (1, MAX_TAPS);
  if (row->kind == KIND_HDEEP || row->kind == KIND_VDEEP)
    return usual ? 2 : random_below (2) ? 2 * random_int (1, 2) : random_int (1, MAX_TAPS);
  if (usual && row->which >= (fixed ? (int) RSZ_SUM_MANY : (int) RSZ_SUMF_MANY))
    return fixed ? 12 : 4;
  if (fixed && row->which == RSZ_SUM_MANY)
    return random_int (1, random_below (4) ? 20 : MAX_TAPS);
  if (fixed)
    return row->which == RSZ_SUM_QUAD ? 4 : 2;
  if (row->which == RSZ_SUMF_QUAD)
    return 4;
  return row->which == RSZ_SUMF_LERP || row->which == RSZ_SUMF_BLEND ? 2 : random_int (1, 20);
}

/* Source pixels of an enlargement by up to 3 or a reduction by up to 24, as far as there is
 * room. */
static int
choose_in (const Job *job, int pixel_size)
{
  const int room = ARENA_SIZE / 2 / pixel_size, wanted = job->len * random_int (1, 24);

  if (job->usual || random_below (3))
    return job->len / (1 + random_below (3)) + job->n_taps;
  return (wanted < room ? wanted : room) + job->n_taps;
}

/* Rows of a batch, some with the source of the one before, and where in them the call begins. */
static void
make_batch (Job *job, int pixel_size, bool strips, int misalignment)
{
  const int n_rows = job->usual ? RSZ_MAX_BATCH : random_int (1, RSZ_MAX_BATCH);

  job->n_rows = n_rows;
  job->n_dst = n_rows;
  job->begin = strips && !job->usual && random_below (2) ? random_int (0, job->len) : 0;
  for (int r = 0; r < n_rows; r++) {
    job->dst_size[r] = (size_t) (job->len - job->begin) * pixel_size;
    if (r > 0 && !job->usual && random_below (3) == 0) {
      job->src[r] = job->src[r - 1];
      continue;
    }
    add_source (job, r, (size_t) job->in * pixel_size, 1,
        misalignment < 0 ? -1 : (misalignment + r * 5) % (MAX_MISALIGNMENT + 1));
  }
}

static void
make_doubling_taps (Job *job)
{
  job->shift = 14;
  for (int i = 0; i < job->len; i++) {
    const int left = (i - 1) >> 1;
    const bool first = left<0, last = left> job->in - 2;
    const int share = first ? 0 : last ? 4 : i % 2 ? 1 : 3;

    job->first[i] = first ? 0 : last ? job->in - 2 : left;
    job->weights[2 * i] = (int16_t) ((4 - share) << 12);
    job->weights[2 * i + 1] = (int16_t) (share << 12);
  }
}

/* Samples become such of more bytes. */
static void
make_linear_output (Job *job)
{
  for (int r = 0; r < job->n_dst; r++)
    job->dst_size[r] *= job->row->kind == KIND_HSUMS ? 4 : 2;
}

static void
limit_deep (Job *job)
{
  job->word.max = largest_sample (job, job->len);
  while (job->word.low < 6 && job->word.max << (job->word.low + 1) < 1 << 16 && random_below (4))
    job->word.low++;
  if (!job->usual && random_below (4) == 0) /* above the depth that was promised */
    job->word.max = UINT16_MAX >> job->word.low;
}

static void
make_horizontal (Job *job, int misalignment)
{
  const bool deep = job->row->kind == KIND_HDEEP, words = job->row->kind == KIND_HWORDS;
  const bool doubling = job->row->kind == KIND_HSCALE && job->row->which == RSZ_SUM_DOUBLING;
  const int pixel_size = job->row->components * (deep || words ? 2 : 1);

  if (doubling)
    job->len = job->len > 4 ? job->len & ~1 : 4;
  job->in = doubling ? job->len / 2 : choose_in (job, pixel_size);
  make_batch (job, pixel_size, !doubling, misalignment);
  job->first = arena_place (&firsts, job->len * 4, 4, misalignment);
  if (job->row->kind == KIND_HSCALE32 || words)
    job->weights32 = arena_place (&taps, (size_t) job->len * job->n_taps * 4, 4, misalignment);
  else
    job->weights = arena_place (&taps, (size_t) job->len * job->n_taps * 2, 2, misalignment);
  if (doubling) {
    make_doubling_taps (job);
    return;
  }
  make_first (job->first, job->len, job->in, job->n_taps);
  if (job->row->kind == KIND_HLINEAR || job->row->kind == KIND_HSUMS || words)
    make_linear_output (job);
  if (job->row->kind == KIND_HLINEAR)
    jobs_make_linear_weights (job, job->len);
  else if (words)
    jobs_make_word_weights (job, job->len);
  else if (job->row->kind == KIND_HSUMS)
    jobs_make_sum_weights (job, job->len);
  else if (job->row->kind == KIND_HSCALE32)
    jobs_make_weights32 (job, job->len);
  else
    jobs_make_weights (job, job->len);
  if (deep)
    limit_deep (job);
}

/* Rows of a batch that are not widened yet: padded ones, or lanes. */
static void
add_narrow (Job *job, int n_pixels, int misalignment)
{
  const int c = job->row->components, most = job->row->lanes ? RSZ_MAX_LANES : RSZ_MAX_BATCH;
  const int behind = random_below (4);

  job->n_rows = job->usual ? most : random_int (1, most);
  job->before = job->row->lanes && n_pixels > 6 ? random_below (4) : 0;
  job->in = n_pixels > 6 ? n_pixels - job->before - behind : n_pixels;
  for (int r = 0; r < job->n_rows; r++) {
    const size_t bytes = ((size_t) n_pixels * c + RSZ_SLACK) * job->row->bytes;
    const size_t lanes = (size_t) job->in * c * job->row->lanes;

    add_source (job, r, job->row->lanes ? lanes : bytes, 1,
        misalignment < 0 ? -1 : (misalignment + r * 5) % (MAX_MISALIGNMENT + 1));
  }
}

static void
make_horizontalf (Job *job, int misalignment)
{
  const int pixel_size = job->row->components * 4;
  int n_pixels = choose_in (job, pixel_size);

  job->begin = !job->usual && random_below (2) ? random_int (0, job->len) : 0;
  if (job->usual)
    n_pixels = job->len / 2 * 3 + job->n_taps;
  if (job->row->bytes || job->row->lanes)
    add_narrow (job, n_pixels, misalignment);
  job->n_dst = job->n_rows ? job->n_rows : 1;
  for (int r = 0; r < job->n_dst; r++) {
    job->dst_size[r] = (size_t) (job->len - job->begin) * pixel_size;
    add_source (
        job, r + job->n_rows, (size_t) n_pixels * pixel_size + RSZ_SLACK * 4, 4, misalignment);
  }
  job->first = arena_place (&firsts, job->len * 4, 4, misalignment);
  job->weightsf = arena_place (&taps, (size_t) job->len * job->n_taps * 4, 4, misalignment);
  make_first (job->first, job->len, n_pixels, job->n_taps);
  if (job->row->lanes && job->len > 1 && job->first[job->len - 2] > 3)
    job->first[job->len - 1] = job->first[job->len - 2] - random_below (4);
  jobs_make_weightsf (job, job->len);
}

/* Makes the first few pixels those that negative indices mean. */
static void
pad_before (Job *job)
{
  const int before = job->row->lanes ? job->before : random_below (4);

  if (job->len == 0)
    return;
  for (int r = 0; r < job->n_rows && job->row->bytes; r++)
    job->src[r] = (const uint8_t *) job->src[r] + before * job->row->components * job->row->bytes;
  for (int r = job->n_rows; r < job->n_src; r++)
    job->src[r] = (const float *) job->src[r] + before * job->row->components;
  for (int i = 0; i < job->len; i++)
    job->first[i] -= before;
}

static void
make_vertical (Job *job, int misalignment)
{
  const bool fixed = job->row->kind == KIND_VSCALE, rounded = job->row->kind == KIND_VROUND;
  const int bits = job->row->words ? random_below (2) ? 16 : random_int (9, 16) : 8;

  job->dst_size[0] = (size_t) job->len
                     * (rounded && job->row->words ? 2
                         : rounded || fixed        ? 1
                                                   : 4);
  job->finish = (RszFinish){ random_below (2) ? 1.0f : random_unit (), random_below (2),
    (float) ((1 << bits) - 1) };
  for (int k = 0; k < job->n_taps; k++)
    add_source (job, k, (size_t) job->len * (fixed ? 1 : 4), fixed ? 1 : 4,
        misalignment < 0 ? -1 : (misalignment + k * 5) % (MAX_MISALIGNMENT + 1));
  job->weights = arena_place (&taps, job->n_taps * 2, 2, misalignment);
  job->weightsf = arena_place (&taps, job->n_taps * 4, 4, misalignment);
  if (!fixed) {
    jobs_make_weightsf (job, 1);
  } else if (job->row->which == RSZ_SUM_DOUBLING) {
    job->shift = random_int (14, 15);
    job->weights[0] = (int16_t) ((random_below (2) ? 1 : 3) << (job->shift - 2));
    job->weights[1] = (int16_t) ((1 << job->shift) - job->weights[0]);
  } else {
    jobs_make_weights (job, 1);
  }
}

static void
make_vdeep (Job *job, int misalignment)
{
  job->dst_size[0] = (size_t) job->len * 2;
  for (int k = 0; k < job->n_taps; k++)
    add_source (job, k, job->dst_size[0], 2,
        misalignment < 0 ? -1 : (misalignment + k * 6) % (MAX_MISALIGNMENT + 1));
  job->weights = arena_place (&taps, job->n_taps * 2, 2, misalignment);
  jobs_make_weights (job, 1);
  job->word.low = random_below (7);
  job->word.max = (1 << random_int (9, 16 - job->word.low)) - 1;
}

static void
make_vertical32 (Job *job, int misalignment)
{
  job->dst_size[0] = (size_t) job->len;
  for (int k = 0; k < job->n_taps; k++)
    add_source (job, k, job->dst_size[0], 1,
        misalignment < 0 ? -1 : (misalignment + k * 5) % (MAX_MISALIGNMENT + 1));
  job->weights32 = arena_place (&taps, job->n_taps * 4, 4, misalignment);
  jobs_make_weights32 (job, 1);
}

static void
make_vlinear (Job *job, int misalignment)
{
  job->dst_size[0] = (size_t) job->len;
  for (int k = 0; k < 2; k++)
    add_source (job, k, (size_t) job->len * 2, 2,
        misalignment < 0 ? -1 : (misalignment + k * 6) % (MAX_MISALIGNMENT + 1));
  job->weights = arena_place (&taps, 2 * sizeof *job->weights, 2, misalignment);
  jobs_make_linear_weights (job, 1);
}

/* Rows between the passes, of samples of 4 bytes. */
static void
make_sums (Job *job, int sample_size, int misalignment)
{
  job->dst_size[0] = (size_t) job->len * sample_size;
  for (int k = 0; k < job->n_taps; k++)
    add_source (job, k, (size_t) job->len * 4, 4,
        misalignment < 0 ? -1 : (misalignment + k * 8) % (MAX_MISALIGNMENT + 1));
}

static void
make_vsums (Job *job, int misalignment)
{
  make_sums (job, 1, misalignment);
  job->weights = arena_place (&taps, (size_t) job->n_taps * 2, 2, misalignment);
  jobs_make_sum_weights (job, 1);
}

static void
make_vwords (Job *job, int misalignment)
{
  make_sums (job, 2, misalignment);
  job->weights32 = arena_place (&taps, (size_t) job->n_taps * 4, 4, misalignment);
  jobs_make_word_weights (job, 1);
  job->max = (float) ((1 << (random_below (2) ? 16 : random_int (9, 16))) - 1);
}

/* Mostly as planes have them: weights that add up to one, and a fraction that leaves no sign. */
static void
make_deep (Job *job)
{
  const int depth = job->usual ? 10 : random_int (9, 14);
  const int shift = job->usual ? 14 : random_int (8, 15);

  limit_deep (job);
  job->fraction = random_int (0, 6);
  if (!job->usual && random_below (4) == 0)
    return;
  job->fraction = 15 - depth < 6 ? 15 - depth : 6;
  job->shift = shift - job->fraction;
  job->word = (RszWord){ job->usual ? 0 : random_int (0, 16 - depth), (1 << depth) - 1 };
  if (!job->usual && random_below (4) == 0) /* above the depth that was promised */
    job->word.max = UINT16_MAX >> job->word.low;
  for (int i = 0; i < job->len; i++) {
    const int one = 1 << shift, most = one - (one > INT16_MAX), least = one - most;
    const int weight = job->usual         ? one / 3
                       : random_below (4) ? random_int (least, most)
                       : random_below (2) ? least
                                          : most;

    job->weights[2 * i] = (int16_t) (one - weight);
    job->weights[2 * i + 1] = (int16_t) weight;
  }
}

static void
make_enlarge (Job *job, int misalignment)
{
  const bool linear = job->row->which == 1, deep = job->row->which == 2;
  const int c = job->row->components, sample = linear || deep ? 2 : 1;
  const int shift = linear ? RSZ_OPENCV_SHIFT : job->usual ? 14 : random_int (1, 15);

  job->dst_unit = sample;
  job->n_taps = 2;
  job->in = choose_in (job, c * (deep ? 2 : 1));
  add_source (job, 0, (size_t) job->in * c * (deep ? 2 : 1), 1, misalignment);
  add_source (job, 1, ((size_t) job->len * c + deep) * sample, sample, misalignment);
  job->first = arena_place (&firsts, job->len * 4, 4, misalignment);
  make_first (job->first, job->len, job->in, 2);
  job->weights = arena_place (&taps, job->len * 4, 2, misalignment);
  if (linear)
    jobs_make_linear_weights (job, job->len);
  else
    jobs_make_weights (job, job->len);
  if (deep)
    make_deep (job);
  job->lerp = (RszLerpRows){
    .n = job->usual ? 2 : random_int (0, RSZ_MAX_LERP_ROWS),
    .shift = shift,
  };
  for (int r = 0; r < job->lerp.n; r++)
    job->lerp.weights[r] = (int16_t) (random_below (4)   ? random_int (0, (1 << shift) - 1)
                                      : random_below (2) ? 0
                                                         : (1 << shift) - !linear);
  if (job->lerp.n == 2 && shift > 1 && (job->usual || random_below (2))) {
    job->lerp.weights[0] = (int16_t) (1 << (shift - 2));
    job->lerp.weights[1] = (int16_t) (3 << (shift - 2));
  }
  job->n_rows = job->lerp.n;
  job->n_dst = 1 + job->lerp.n;
  for (int i = 0; i < job->n_dst; i++)
    job->dst_size[i] = (size_t) job->len * c * (i == 0 || deep ? sample : 1);
  job->dst_size[0] += deep ? sample : 0;
}

static void
make_gather (Job *job, int misalignment)
{
  const bool doubles = !job->usual && random_below (3) == 0;
  const int least = (job->len + 1) / 2 > 0 ? (job->len + 1) / 2 : 1;

  job->n_taps = 1;
  job->in = doubles ? least + random_below (3) : choose_in (job, job->row->which);
  make_batch (job, job->row->which, true, misalignment);
  job->first = arena_place (&firsts, job->len * 4, 4, misalignment);
  make_first (job->first, job->len, job->in, 1);
  for (int i = 0; doubles && i < job->len; i++)
    job->first[i] = job->in - least + i / 2;
}

static void
make_accumulate (Job *job, int misalignment)
{
  const int size = job->row->which ? 2 : 1;
  int most;

  job->max = size == 1 ? 255.0f : (float) ((1 << (job->usual ? 10 : random_int (9, 14))) - 1);
  /* what is there already is as large as what marks an output */
  most = (RSZ_MAX_COLUMN_SUM - 257 * CANARY) / (int) job->max;
  most = most < MAX_TAPS ? most : MAX_TAPS;
  job->n_taps = job->usual ? 3 : random_int (1, random_below (4) && most > 8 ? 8 : most);
  job->more = !job->usual && random_below (2);
  job->dst_size[0] = (size_t) job->len * 2;
  for (int k = 0; k < job->n_taps; k++)
    add_source (job, k, (size_t) job->len * size, 1,
        misalignment < 0 ? -1 : (misalignment + k * 5) % (MAX_MISALIGNMENT + 1));
}

static void
make_mean (Job *job, int misalignment)
{
  const int c = job->row->components;
  int limit;

  job->n_taps = 1;
  job->in = job->usual ? 3 * job->len : choose_in (job, 2 * c);
  job->begin = !job->usual && random_below (2) ? random_int (0, job->len) : 0;
  job->max =
      job->row->which == 2 ? (float) ((1 << (job->usual ? 10 : random_int (9, 14))) - 1) : 255.0f;
  job->dst_size[0] = (size_t) (job->len - job->begin) * c * (job->row->which == 2 ? 2 : 1);
  job->first = arena_place (&firsts, job->len * 4, 4, misalignment);
  job->n = arena_place (&divisors, job->len * 4, 4, misalignment);
  if (job->row->which % 2)
    make_equal_windows (job);
  else
    make_windows (job);
  add_source (job, 0, (size_t) job->in * c * 2, 2, misalignment);
  limit = (1 << 24) / (int) job->max / job->n_taps;
  if (limit > RSZ_MAX_COLUMN_SUM / (int) job->max)
    limit = RSZ_MAX_COLUMN_SUM / (int) job->max;
  job->n_summed = random_int (1, random_below (2) && limit > 8 ? 8 : limit);
  if (job->usual)
    job->n_summed = 3;
}

static void
make_tally (Job *job, int misalignment)
{
  const int c = job->row->components;

  job->n_taps = 1;
  job->in = job->usual ? 3 * job->len : choose_in (job, c);
  job->begin = !job->usual && random_below (2) ? random_int (0, job->len) : 0;
  job->more = random_below (2);
  job->dst_size[0] = (size_t) (job->len - job->begin) * c * 4;
  job->first = arena_place (&firsts, job->len * 4, 4, misalignment);
  job->n = arena_place (&divisors, job->len * 4, 4, misalignment);
  make_windows (job);
  add_source (job, 0, (size_t) job->in * c, 1, misalignment);
  add_source (job, 1, job->dst_size[0], 4, misalignment);
}

static void
make_corners (Job *job, int misalignment)
{
  job->n_taps = 4;
  job->dst_size[0] = (size_t) job->len * 4;
  for (int k = 0; k < 6; k++)
    add_source (job, k, job->dst_size[0], 4,
        misalignment < 0 ? -1 : (misalignment + k * 12) % (MAX_MISALIGNMENT + 1));
  job->weightsf = arena_place (&taps, 2 * 4, 4, misalignment);
}

static void
make_halve (Job *job, int misalignment)
{
  job->n_rows = random_int (1, job->len < 1000 ? 3 : 1); /* a source has room for so much */
  job->dst_size[0] = (size_t) job->n_rows * job->len * job->row->components
                     << (job->row->which >= HALVES_WORDS);
  job->word.low = job->usual ? 0 : random_int (0, 7);
  job->word.max = (1 << random_int (9, 16 - job->word.low)) - 1;
  add_source (job, 0, 4 * job->dst_size[0], 1, misalignment);
}

static void
make_meanf (Job *job, int misalignment)
{
  const int size = (int) rsz_sample_size (job->row->which), pixel = job->row->components * size;

  job->begin = !job->usual && random_below (2) ? random_int (0, job->len) : 0;
  job->dst_size[0] = (size_t) (job->len - job->begin) * pixel;
  job->first = arena_place (&firsts, job->len * 4, 4, misalignment);
  job->n = arena_place (&divisors, job->len * 4, 4, misalignment);
  make_equal_windows (job);
  job->n_summed = random_int (1, MAX_TAPS);
  job->max = (float) ((1 << (8 * size)) - 1);
  for (int r = 0; r < job->n_summed; r++)
    add_source (job, r, (size_t) job->in * pixel, 1,
        misalignment < 0 ? -1 : (misalignment + r * 5) % (MAX_MISALIGNMENT + 1));
}

int
jobs_part_len (const RszLayoutInfo *layout, int part, int len)
{
  const int divisor = part ? layout->divisor : 1;

  if (layout->n_parts == 1)
    return len;
  return (len + divisor - 1) / divisor * layout->samples[part] * divisor / layout->pixels;
}

/* Parts have room for whole groups, memory has what rsz_layout_row_size says. */
static void
make_layout (Job *job, int misalignment)
{
  const RszLayoutInfo *layout = &rsz_layouts[job->row->which];
  const int sample_size = (int) rsz_sample_size (layout->sample);
  const int n_groups = (job->len + layout->pixels - 1) / layout->pixels;
  const size_t memory_size = rsz_layout_row_size (job->row->which, job->len);
  const bool load = job->row->kind == KIND_LOAD;

  job->n_dst = load ? layout->n_parts : 1;
  job->dst_unit = load ? sample_size : 1;
  job->dst_size[0] = memory_size;
  if (load)
    add_source (job, 0, memory_size, 1, misalignment);
  for (int i = 0; i < layout->n_parts; i++) {
    const size_t room = (size_t) n_groups * layout->samples[i] * sample_size;

    if (load) {
      job->dst_size[i] = (size_t) jobs_part_len (layout, i, job->len) * sample_size;
      job->dst_room[i] = room;
    } else {
      add_source (job, i, room, sample_size, misalignment);
    }
  }
}

static void
make_fill (Job *job, int misalignment)
{
  const int pixel_size = random_int (1, RSZ_MAX_PIXEL_SIZE);

  add_source (job, 0, pixel_size, 1, misalignment);
  job->dst_size[0] = (size_t) job->len * pixel_size;
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
  job->columns = arena_place (&divisors, (size_t) job->len * 4, 4, misalignment);
  for (int i = 0; i < job->len; i++)
    job->columns[i] = (float) random_int (1, random_below (2) ? 8 : 32767);
}

/* Sums whose mean lies on a half or next to it, where a quotient rounded once instead of twice
 * shows. */
static void
fill_halfway (const Job *job)
{
  float *sums = (float *) job->src[0];

  for (int i = 0; i < job->len; i += 2) {
    const float mean = (float) random_int (0, (int) job->max) + 0.5f;

    sums[i] = mean * job->rows * job->columns[i] * (1.0f + (float) random_int (-1, 1) * 0x1p-23f);
  }
}

/* Sums that lie on a tie of float32 but for a part too small for a double: rounding them to a
 * double first goes wrong. `odd` makes the tie go to even. */
static void
fill_lerp_ties (const Job *job)
{
  static const struct {
    float weights[2], samples[2], odd[2];
  } ties[] = {
    { { 1 - 0x1p-23f, 1 }, { 1 + 0x1p-23f, 0x1p24f }, { 0, 2 } },            /* just below */
    { { 1 - 0x1p-12f + 0x1p-24f, 1 }, { 1 + 0x1p-12f, 0x1p24f }, { 0, 2 } }, /* just above */
    { { 0.75f, 0x1p-40f }, { 0x1p24f, 1 }, { 2, 0 } },                       /* just above */
  };
  const int tie = random_below (3);

  for (int k = 0; k < 2; k++) {
    float *row = (float *) job->src[k];

    job->weightsf[k] = ties[tie].weights[k];
    for (int i = 0; i < job->len; i++)
      row[i] = ties[tie].samples[k] + ties[tie].odd[k] * (float) (2 * random_below (1000) + 1);
  }
}

/* Sums of rows, and windows that lie on a half or next to it. */
static void
fill_sums (const Job *job, Pattern pattern)
{
  const int c = job->row->components, max = (int) job->max, most = max * job->n_summed;
  uint16_t *sums = (uint16_t *) job->src[0];

  for (int i = 0; i < job->in * c; i++)
    sums[i] = (uint16_t) (pattern == PATTERN_NOISE          ? random_int (0, most)
                          : is_high (pattern, i / c, i % 2) ? most
                                                            : 0);
  for (int i = 0; i < job->len * c && pattern == PATTERN_NOISE; i += 2 * c) {
    const int n = job->n[i / c], half = (job->n_summed * n + random_int (-1, 1)) / 2;
    const int mean = n < max ? random_int (0, max - 1 - n / 2) : 0;

    for (int k = 0; k < n; k++)
      sums[(job->first[i / c] + k) * c] = (uint16_t) (job->n_summed * mean);
    sums[job->first[i / c] * c] = (uint16_t) (job->n_summed * mean + (half < most ? half : most));
  }
}

/* Sums that are near enough to 2^24 to lose bits. */
static void
fill_tally (const Job *job, Pattern pattern)
{
  float *sums = (float *) job->src[1];

  fill_bytes ((uint8_t *) job->src[0], job->src_size[0], pattern, true);
  for (size_t i = 0; i < job->dst_size[0] / 4; i++)
    sums[i] = (float) random_int (0, 1 << (random_below (2) ? 24 : random_int (10, 28)));
}

/* 0 .. 1, both included. */
static float
random_share (void)
{
  return random_below (8) ? (float) random_int (0, 1 << 24) * 0x1p-24f : (float) random_below (2);
}

static void
fill_corners (const Job *job, Pattern pattern)
{
  for (int k = 0; k < 2; k++)
    job->weightsf[k] = random_share ();
  for (int k = 0; k < 6; k++)
    for (int i = 0; i < job->len; i++)
      ((float *) job->src[k])[i] = k >= 4                     ? random_share ()
                                   : pattern == PATTERN_NOISE ? (float) random_int (0, 255)
                                   : is_high (pattern, i, k)  ? 65535.0f
                                                              : 0.0f;
}

static void
fill_and_widen (const Job *job, Pattern pattern)
{
  for (int r = 0; r < job->n_rows; r++) {
    const uint8_t *bytes = job->src[r];
    float *floats = (float *) job->src[r + job->n_rows];
    uint16_t word;

    fill_bytes ((uint8_t *) bytes, job->src_size[r], pattern, r % 2);
    for (size_t i = 0; i < job->src_size[r] / job->row->bytes; i++) {
      memcpy (&word, bytes + 2 * i, job->row->bytes == 2 ? sizeof word : 0);
      floats[i] = job->row->bytes == 2 ? word : bytes[i];
    }
  }
}

/* Floats are those of samples, and the first and the last pixel's again beyond the ends. */
static void
fill_and_pad (const Job *job, Pattern pattern)
{
  const int c = job->row->components, size = job->row->lanes;

  for (int r = 0; r < job->n_rows; r++) {
    const uint8_t *samples = job->src[r];
    float *floats = (float *) job->src[r + job->n_rows];
    const int n = (int) (job->src_size[r + job->n_rows] / sizeof *floats) / c;

    fill_bytes ((uint8_t *) samples, job->src_size[r], pattern, r % 2);
    for (int i = 0; i < n * c; i++) {
      const int pixel = i / c - job->before, last = job->in - 1;
      const int at = pixel < 0 ? 0 : pixel < last ? pixel : last;
      const size_t sample = (size_t) at * c + i % c;
      uint16_t word;

      memcpy (&word, samples + 2 * sample, size == 2 ? sizeof word : 0);
      floats[i] = size == 2 ? word : samples[sample];
    }
  }
}

/* Sums of samples and weights. */
static void
fill_sums_of_opencv (const Job *job, int i, Pattern pattern, bool positive)
{
  const int most = (int) job->max << RSZ_OPENCV_SHIFT;

  for (int at = 0; at < job->len; at++) {
    const bool high = is_high (pattern, (size_t) at, positive);
    const int value = pattern == PATTERN_NOISE ? random_int (-most, most) : high ? most : -most;
    const uint32_t word = pattern == PATTERN_NOISE ? (uint32_t) random_bits () : high ? ~0u : 0;

    if (job->row->kind == KIND_VSUMS)
      ((int32_t *) job->src[i])[at] = value;
    else
      ((uint32_t *) job->src[i])[at] = word < 0xffff0000 ? word : 0xffff0000;
  }
}

/* What the word behind an old row of deep sums says. */
static void
note_signs (const Job *job)
{
  int16_t *row = (int16_t *) job->src[1];
  const int n = job->len * job->row->components;

  row[n] = 0;
  for (int i = 0; i < n; i++)
    row[n] |= row[i] < 0;
}

static void
fill_sources (const Job *job, Pattern pattern)
{
  const Kind kind = job->row->kind;
  const bool floats = kind == KIND_HSCALEF || kind == KIND_VSCALEF || kind == KIND_VROUND
                      || kind == KIND_NARROW || kind == KIND_AVERAGE;

  const int largest = kind == KIND_VDEEP ? largest_sample (job, 1) : 0;

  for (int i = 0; i < job->n_src; i++) {
    const bool vertical = kind == KIND_VSCALE || kind == KIND_VDEEP || kind == KIND_VSUMS;
    const bool positive = vertical                                      ? job->weights[i] > 0
                          : kind == KIND_VSCALE32                       ? job->weights32[i] > 0
                          : kind == KIND_VSCALEF || kind == KIND_VROUND ? job->weightsf[i] > 0
                                                                        : i % 2;

    const bool deep = kind == KIND_HDEEP || (kind == KIND_ENLARGE && job->row->which == 2);

    if (kind == KIND_VSUMS || kind == KIND_VWORDS)
      fill_sums_of_opencv (job, i, pattern, positive);
    else if (deep && i == 1 && kind == KIND_ENLARGE)
      fill_words ((uint8_t *) job->src[i], job->src_size[i] / 2, (RszWord){ 0, INT16_MAX },
          job->usual || random_below (4) ? 0 : INT16_MIN, pattern, positive);
    else if (deep)
      fill_words ((uint8_t *) job->src[i], job->src_size[i] / 2, job->word, 0, pattern, positive);
    else if (kind == KIND_VDEEP)
      fill_words ((uint8_t *) job->src[i], job->src_size[i] / 2, (RszWord){ 0, largest }, -largest,
          pattern, positive);
    else if (kind == KIND_VLINEAR || (kind == KIND_ENLARGE && job->row->which == 1 && i == 1))
      fill_words ((uint8_t *) job->src[i], job->src_size[i] / 2, (RszWord){ 0, RSZ_OPENCV_MOST }, 0,
          pattern, positive);
    else if (floats)
      fill_floats ((float *) job->src[i], job->src_size[i] / 4, job->row, pattern, positive);
    else
      fill_bytes ((uint8_t *) job->src[i], job->src_size[i], pattern, positive);
  }
}

static void
make (Job *job, Pattern pattern, int misalignment)
{
  const Kind kind = job->row->kind;

  const bool to_floats = kind == KIND_WIDEN || kind == KIND_HSCALEF || kind == KIND_VSCALEF
                         || kind == KIND_TALLY || kind == KIND_CORNERS;

  job->dst_unit = to_floats || kind == KIND_HWORDS || kind == KIND_HSUMS                  ? 4
                  : kind == KIND_HDEEP || kind == KIND_HLINEAR || kind == KIND_ACCUMULATE ? 2
                                                                                          : 1;
  job->n_dst = 1;
  if (colour_is (job->row)) {
    colour_make (job, pattern, misalignment);
    return;
  }
  if (kind < KIND_ENLARGE)
    job->n_taps = choose_n_taps (job->row, job->usual);
  if (kind == KIND_HSCALE || kind == KIND_HDEEP || kind == KIND_HSCALE32 || kind == KIND_HLINEAR
      || kind == KIND_HWORDS || kind == KIND_HSUMS)
    make_horizontal (job, misalignment);
  else if (kind == KIND_VSCALE32)
    make_vertical32 (job, misalignment);
  else if (kind == KIND_VLINEAR)
    make_vlinear (job, misalignment);
  else if (kind == KIND_VSUMS)
    make_vsums (job, misalignment);
  else if (kind == KIND_VWORDS)
    make_vwords (job, misalignment);
  else if (kind == KIND_HSCALEF)
    make_horizontalf (job, misalignment);
  else if (kind == KIND_VSCALE || kind == KIND_VSCALEF || kind == KIND_VROUND)
    make_vertical (job, misalignment);
  else if (kind == KIND_VDEEP)
    make_vdeep (job, misalignment);
  else if (kind == KIND_ENLARGE)
    make_enlarge (job, misalignment);
  else if (kind == KIND_GATHER)
    make_gather (job, misalignment);
  else if (kind == KIND_FILL)
    make_fill (job, misalignment);
  else if (kind == KIND_LOAD || kind == KIND_STORE)
    make_layout (job, misalignment);
  else if (kind == KIND_ACCUMULATE)
    make_accumulate (job, misalignment);
  else if (kind == KIND_MEAN)
    make_mean (job, misalignment);
  else if (kind == KIND_TALLY)
    make_tally (job, misalignment);
  else if (kind == KIND_CORNERS)
    make_corners (job, misalignment);
  else if (kind == KIND_HALVE)
    make_halve (job, misalignment);
  else if (kind == KIND_MEANF)
    make_meanf (job, misalignment);
  else
    make_convert (job, misalignment);
  if (kind == KIND_MEAN)
    fill_sums (job, pattern);
  else if (kind == KIND_TALLY)
    fill_tally (job, pattern);
  else if (kind == KIND_CORNERS)
    fill_corners (job, pattern);
  else if (job->row->bytes)
    fill_and_widen (job, pattern);
  else if (kind == KIND_HSCALEF && job->row->lanes)
    fill_and_pad (job, pattern);
  else
    fill_sources (job, pattern);
  if (kind == KIND_ENLARGE && job->row->which == 2)
    note_signs (job);
  if (kind == KIND_AVERAGE && pattern == PATTERN_NOISE)
    fill_halfway (job);
  if (kind == KIND_VSCALEF && job->row->which == RSZ_SUMF_LERP && random_below (4) == 0)
    fill_lerp_ties (job);
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

  for (int i = 0; i < job->n_dst; i++) {
    const size_t room = job->dst_room[i] > job->dst_size[i] ? job->dst_room[i] : job->dst_size[i];

    if (room + 4 * (MAX_MISALIGNMENT + 1) > output.size)
      output.size = room + 4 * (MAX_MISALIGNMENT + 1);
  }
  for (int i = 0; i < job->n_dst; i++) {
    output.memory[i] = outputs[number][i];
    output.dst[i] =
        output.memory[i] + MAX_MISALIGNMENT + 1 + misalignment / job->dst_unit * job->dst_unit;
    memset (output.memory[i], CANARY, output.size);
  }
  return output;
}
