/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vertical.h"

/* The vertical float sums, rounded to samples where they are made: sums that go through memory take
 * twice the time. Rows that are shorter than a vector go to the rows below, each its own way. */

static RszRows fallback;

/* Rows whose addresses are copied: those in the caller's memory are read again after every store,
 * which may change whatever is in memory. */
#define MAX_COPIED 8

typedef struct {
  RszSample sample;
  RszVtapsf taps;
  Vector max; /* of words */
  bool plain; /* no share is taken, and nothing truncated */
  bool truncates;
  const float *rows[MAX_COPIED]; /* where there are no more than those */
  Floats share;
} Rounding;

/* As many floats as a vector has samples: four vectors become bytes, two words. */
typedef struct {
  int n;
  Floats x[4];
} Four;

STEP_INLINE Four
load_four (const Rounding *rounding, int k, ptrdiff_t at)
{
  const RszVtapsf *taps = &rounding->taps;
  const float *row = (taps->n_taps <= MAX_COPIED ? rounding->rows[k] : taps->src[k]) + at;
  Four four = { .n = rounding->sample == RSZ_SAMPLE_U8 ? 4 : 2 };

  for (int i = 0; i < four.n; i++)
    four.x[i] = f_load (row + i * (VECTOR / 4));
  return four;
}

STEP_INLINE Four
add_products (Four sum, Four v, Floats w)
{
  for (int i = 0; i < sum.n; i++)
    sum.x[i] = f_add (sum.x[i], f_mul (v.x[i], w));
  return sum;
}

STEP_INLINE Four
fuse_products (Four sum, Four v, Floats w)
{
  for (int i = 0; i < sum.n; i++)
    sum.x[i] = f_fuse (v.x[i], w, sum.x[i]);
  return sum;
}

STEP_INLINE Four
multiply (Four v, Floats w)
{
  for (int i = 0; i < v.n; i++)
    v.x[i] = f_mul (v.x[i], w);
  return v;
}

STEP_INLINE Four
blend (const Rounding *rounding, ptrdiff_t at)
{
  const Four a = load_four (rounding, 0, at);
  Four b = load_four (rounding, 1, at);

  for (int i = 0; i < b.n; i++)
    b.x[i] = f_sub (b.x[i], a.x[i]);
  return add_products (a, b, f_set (rounding->taps.weights[1]));
}

STEP_INLINE Floats
weight_of (const Rounding *rounding, int k)
{
  return f_set (rounding->taps.weights[k]);
}

/* The signs of zeros are lost anyway: a first product is as good as zero and it. */
STEP_INLINE Four
sum_many (const Rounding *rounding, ptrdiff_t at)
{
  Four sum = multiply (load_four (rounding, 0, at), weight_of (rounding, 0));
  int k = 1;

  for (; k < rounding->taps.n_taps - rounding->taps.n_fused; k++)
    sum = add_products (sum, load_four (rounding, k, at), weight_of (rounding, k));
  for (; k < rounding->taps.n_taps; k++)
    sum = fuse_products (sum, load_four (rounding, k, at), weight_of (rounding, k));
  return sum;
}

/* LERP and QUAD: the second product first. */
STEP_INLINE Four
sum_chain (const Rounding *rounding, ptrdiff_t at)
{
  Four sum = multiply (load_four (rounding, 1, at), weight_of (rounding, 1));

  sum = fuse_products (sum, load_four (rounding, 0, at), weight_of (rounding, 0));
  for (int k = 2; k < rounding->taps.n_taps; k++)
    sum = fuse_products (sum, load_four (rounding, k, at), weight_of (rounding, k));
  return sum;
}

STEP_INLINE Four
sum_rows (const Rounding *rounding, ptrdiff_t at)
{
  const RszSumf sum = rounding->taps.sum;

  if (sum == RSZ_SUMF_LERP || sum == RSZ_SUMF_QUAD)
    return sum_chain (rounding, at);
  return sum == RSZ_SUMF_BLEND ? blend (rounding, at) : sum_many (rounding, at);
}

STEP_INLINE Vector
make_rounded (const void *row, ptrdiff_t at)
{
  const Rounding *rounding = row;
  Four sum;
  Vector whole[4];

  at /= rounding->sample == RSZ_SAMPLE_U8 ? 1 : 2;
  sum = sum_rows (rounding, at);
  if (!rounding->plain)
    sum = multiply (sum, rounding->share);
  for (int i = 0; i < sum.n; i++)
    whole[i] =
        !rounding->plain && rounding->truncates ? f_cut_to_ints (sum.x[i]) : f_to_ints (sum.x[i]);
  return rounding->sample == RSZ_SAMPLE_U8
             ? v_join_sums (whole[0], whole[1], whole[2], whole[3])
             : v_minu16 (v_join_word_sums (whole[0], whole[1]), rounding->max);
}

/* Words at odd addresses never reach the start of a cache line. */
STEP_INLINE void
round_rows (void *dst, RszVtapsf taps, RszFinish finish, int len, bool stream, RszSample sample)
{
  const int size = sample == RSZ_SAMPLE_U8 ? 1 : 2;
  const bool past = stream && (uintptr_t) dst % size == 0;
  Rounding rounding = { .sample = sample,
    .taps = taps,
    .max = v_set16 ((int) finish.max),
    .truncates = finish.truncates,
    .share = f_set (finish.share) };

  for (int k = 0; taps.n_taps <= MAX_COPIED && k < taps.n_taps; k++)
    rounding.rows[k] = taps.src[k];
  if (finish.share == 1.0f && !finish.truncates) {
    rounding.plain = true;
    write_row (dst, size * len, past, make_rounded, &rounding);
  } else {
    rounding.plain = false;
    write_row (dst, size * len, past, make_rounded, &rounding);
  }
}

/* Rows shorter than a vector. */
static void
round_short (void *dst, const RszVtapsf *taps, RszFinish finish, int len, RszSample sample)
{
  float sums[VECTOR], shares[VECTOR];

  fallback.vscalef (sums, taps, len);
  rsz_rows_share (&fallback, shares, sums, finish.share, len);
  if (finish.truncates)
    fallback.truncate (shares, shares, len);
  fallback.narrow[sample](dst, shares, finish.max, len);
}

/* Taps of which these are constants. */
STEP_INLINE RszVtapsf
known (const RszVtapsf *taps, RszSumf sum, int n_taps, int n_fused)
{
  return (RszVtapsf){ sum, n_taps, n_fused, taps->src, taps->weights };
}

STEP_INLINE void
vround (void *dst, const RszVtapsf *taps, RszFinish finish, int len, bool stream, RszSample sample,
    RszSumf sum)
{
  const int few = sum == RSZ_SUMF_QUAD ? 4 : 2;
  /* of two taps or more one is not fused */
  const int n = sum != RSZ_SUMF_MANY ? few : taps->n_fused ? 0 : taps->n_taps;

  if (n == 1)
    round_rows (dst, known (taps, sum, 1, 0), finish, len, stream, sample);
  else if (n == 2)
    round_rows (dst, known (taps, sum, 2, 0), finish, len, stream, sample);
  else if (n == 3)
    round_rows (dst, known (taps, sum, 3, 0), finish, len, stream, sample);
  else if (n == 4)
    round_rows (dst, known (taps, sum, 4, 0), finish, len, stream, sample);
  else
    round_rows (dst, known (taps, sum, taps->n_taps, taps->n_fused), finish, len, stream, sample);
}

/* Functions of their own: one for all takes 2 ns longer to begin. */
#define VROUND(name, sample, sum)                                                                  \
  static void name (void *dst, const RszVtapsf *taps, RszFinish finish, int len, bool stream)      \
  {                                                                                                \
    vround (dst, taps, finish, len, stream, sample, sum);                                          \
  }

VROUND (vlerp_u8, RSZ_SAMPLE_U8, RSZ_SUMF_LERP)
VROUND (vquad_u8, RSZ_SAMPLE_U8, RSZ_SUMF_QUAD)
VROUND (vblend_u8, RSZ_SAMPLE_U8, RSZ_SUMF_BLEND)
VROUND (vmany_u8, RSZ_SAMPLE_U8, RSZ_SUMF_MANY)
VROUND (vlerp_u16, RSZ_SAMPLE_U16, RSZ_SUMF_LERP)
VROUND (vquad_u16, RSZ_SAMPLE_U16, RSZ_SUMF_QUAD)
VROUND (vblend_u16, RSZ_SAMPLE_U16, RSZ_SUMF_BLEND)
VROUND (vmany_u16, RSZ_SAMPLE_U16, RSZ_SUMF_MANY)

static void
vround_u8 (void *dst, const RszVtapsf *taps, RszFinish finish, int len, bool stream)
{
  static const RszVround by_sum[] = { vlerp_u8, vquad_u8, vblend_u8, vmany_u8 };

  if (len < VECTOR)
    round_short (dst, taps, finish, len, RSZ_SAMPLE_U8);
  else
    by_sum[taps->sum](dst, taps, finish, len, stream);
}

static void
vround_u16 (void *dst, const RszVtapsf *taps, RszFinish finish, int len, bool stream)
{
  static const RszVround by_sum[] = { vlerp_u16, vquad_u16, vblend_u16, vmany_u16 };

  if (2 * len < VECTOR)
    round_short (dst, taps, finish, len, RSZ_SAMPLE_U16);
  else
    by_sum[taps->sum](dst, taps, finish, len, stream);
}

void
LEVEL (rsz_rows_fill_round) (RszRows *rows)
{
  fallback = *rows;
  rows->vround[RSZ_SAMPLE_U8] = vround_u8;
  rows->vround[RSZ_SAMPLE_U16] = vround_u16;
}
