/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

/* How a plane is made, decided once, when the plan is made; describe.c says it to people. */

bool
rsz_plane_only_chooses (const RszPlane *plane)
{
  bool chooses = plane->y->index;

  for (int p = 0; p < plane->n_parts; p++)
    chooses = chooses && plane->parts[p].x->index;
  return chooses;
}

bool
rsz_plane_averages (const RszPlane *plane)
{
  bool window = plane->y->window;

  for (int p = 0; p < plane->n_parts; p++)
    window = window || plane->parts[p].x->window;
  return window;
}

const RszWayOps *const rsz_ways[RSZ_N_WAYS] = {
  [RSZ_WAY_HALVES] = &rsz_halves,
  [RSZ_WAY_MEANS] = &rsz_means,
  [RSZ_WAY_TALLY] = &rsz_tally,
  [RSZ_WAY_DIRECT] = &rsz_direct,
  [RSZ_WAY_ENLARGE] = &rsz_enlarge,
  [RSZ_WAY_RING] = &rsz_ring,
};

const RszArithOps *const rsz_ariths[RSZ_N_ARITHS] = {
  [RSZ_ARITH_U8] = &rsz_u8,
  [RSZ_ARITH_DEEP] = &rsz_deep,
  [RSZ_ARITH_FLOAT] = &rsz_float,
  [RSZ_ARITH_CORNERS] = &rsz_corners,
  [RSZ_ARITH_OPENCV] = &rsz_opencv,
  [RSZ_ARITH_OPENCV_SUMS] = &rsz_opencv_sums,
  [RSZ_ARITH_OPENCV_FLOAT] = &rsz_opencv_float,
  [RSZ_ARITH_OPENCV_MEANS] = &rsz_opencv_means,
  [RSZ_ARITH_OPENCV_WORDS] = &rsz_opencv_words,
  [RSZ_ARITH_PILLOW] = &rsz_pillow,
  [RSZ_ARITH_PILLOW_TALL] = &rsz_pillow_tall,
};

/* Gives an axis narrow taps, unless samples are only chosen. False where it has none. */
static bool
narrow_axis (RszTaps *narrow, const RszTaps **taps, bool *fine)
{
  if ((*taps)->index)
    return true;
  *fine = rsz_taps_narrow (narrow, *taps);
  if (narrow->weights)
    *taps = narrow;
  return *taps == narrow;
}

static void
drop_fixed (RszPlane *plane)
{
  rsz_taps_finish (&plane->fixed);
  for (int p = 0; p < plane->n_parts; p++)
    rsz_taps_finish (&plane->parts[p].integers.fixed);
}

/* Where torch's sums do what the library's do, a plane is made as torch's are: for two taps of
 * Pillow's at usual ratios, and where OpenCV's bilinear only chooses. False where memory is
 * short. */
static bool
narrow (RszPlane *plane)
{
  const RszTaps *y = plane->y, *x[RSZ_MAX_PARTS];
  bool fine = true, alike = narrow_axis (&plane->fixed, &y, &fine);

  for (int p = 0; p < plane->n_parts; p++) {
    x[p] = plane->parts[p].x;
    alike = alike && narrow_axis (&plane->parts[p].integers.fixed, &x[p], &fine);
  }
  if (!alike) {
    drop_fixed (plane);
    return fine;
  }
  plane->arith = RSZ_ARITH_U8;
  plane->y = y;
  for (int p = 0; p < plane->n_parts; p++)
    plane->parts[p].x = x[p];
  return true;
}

static bool
pair_axis (RszTaps *pairs, const RszTaps **taps)
{
  const bool fine = rsz_taps_pair (pairs, *taps);

  if (pairs->weights)
    *taps = pairs;
  return fine;
}

/* An axis whose size stays is summed as the other is: there are no rows for it alone. */
static bool
pair (RszPlane *plane)
{
  bool fine = pair_axis (&plane->fixed, &plane->y);

  for (int p = 0; p < plane->n_parts; p++)
    fine = fine && pair_axis (&plane->parts[p].integers.fixed, &plane->parts[p].x);
  return fine;
}

/* True where an output sample has two samples on each axis: antialias is an axis' own. */
static bool
has_corners (const RszPlane *plane)
{
  bool corners = plane->y->corners;

  for (int p = 0; p < plane->n_parts; p++)
    corners = corners && (plane->parts[p].x->corners || plane->parts[p].x->n_max == 1);
  return corners;
}

/* Taps are quantised as they come; where samples are only chosen that is all the same. */
static bool
choose_arith (RszPlane *plane, bool may_fix)
{
  static const RszArith ariths[RSZ_N_LIBRARIES][RSZ_ARITHMETIC_WORDS + 1] = {
    [RSZ_LIBRARY_TORCH] = { RSZ_ARITH_U8, RSZ_ARITH_FLOAT },
    [RSZ_LIBRARY_OPENCV] = { RSZ_ARITH_OPENCV, RSZ_ARITH_OPENCV_FLOAT, RSZ_ARITH_OPENCV_WORDS },
    [RSZ_LIBRARY_PILLOW] = { RSZ_ARITH_PILLOW },
    [RSZ_LIBRARY_TENSORFLOW] = { RSZ_ARITH_FLOAT, RSZ_ARITH_FLOAT },
    [RSZ_LIBRARY_ONNX] = { RSZ_ARITH_FLOAT, RSZ_ARITH_FLOAT },
  };

  plane->arith = rsz_plane_only_chooses (plane) ? RSZ_ARITH_U8
                                                : ariths[plane->y->library][plane->y->arithmetic];
  if (plane->arith == RSZ_ARITH_OPENCV && plane->y->exact)
    plane->arith = RSZ_ARITH_OPENCV_SUMS;
  if (plane->arith == RSZ_ARITH_OPENCV_FLOAT && rsz_opencv_sums_are_long (plane))
    plane->arith = RSZ_ARITH_OPENCV_MEANS;
  if (plane->arith == RSZ_ARITH_PILLOW && rsz_pillow_is_tall (plane))
    plane->arith = RSZ_ARITH_PILLOW_TALL;
  if (plane->arith == RSZ_ARITH_FLOAT && may_fix && !rsz_deep.requantise (plane))
    return false;
  if ((plane->arith == RSZ_ARITH_PILLOW || plane->arith == RSZ_ARITH_OPENCV) && !narrow (plane))
    return false;
  if (plane->arith == RSZ_ARITH_OPENCV && !pair (plane))
    return false;
  if (plane->arith == RSZ_ARITH_FLOAT && has_corners (plane))
    plane->arith = RSZ_ARITH_CORNERS;
  return true;
}

static RszWay
choose_way (const RszPlane *plane)
{
  int way = 0;

  while (!rsz_ways[way]->fits (plane))
    way++;
  return (RszWay) way;
}

static RszPass
choose_pass (const RszPlane *plane, const RszTaps *x)
{
  if (plane->way == RSZ_WAY_MEANS)
    return x->window || x->tiled || x->index ? RSZ_PASS_MEAN : RSZ_PASS_SCALE;
  if (plane->way == RSZ_WAY_TALLY)
    return RSZ_PASS_MEAN;
  if (rsz_ariths[plane->arith]->floats)
    return x->copy ? RSZ_PASS_COPY : RSZ_PASS_SCALE;
  if (plane->arith == RSZ_ARITH_DEEP || plane->arith == RSZ_ARITH_OPENCV
      || plane->arith == RSZ_ARITH_OPENCV_SUMS || plane->arith == RSZ_ARITH_OPENCV_WORDS
      || plane->arith == RSZ_ARITH_CORNERS)
    return RSZ_PASS_SCALE;
  if (x->copy || rsz_ariths[plane->arith]->down_first)
    return rsz_layouts[plane->layout].plain ? RSZ_PASS_NONE : RSZ_PASS_COPY;
  return x->index ? RSZ_PASS_GATHER : RSZ_PASS_SCALE;
}

/* Where rows of floats are made one at a time anyway, none is made sooner than it is needed. */
static int
choose_batch (const RszPlane *plane)
{
  const RszArithOps *arith = rsz_ariths[plane->arith];
  const RszSample sample = rsz_layouts[plane->layout].sample;
  bool lanes = plane->arith == RSZ_ARITH_FLOAT || plane->arith == RSZ_ARITH_OPENCV_FLOAT;

  if (plane->way == RSZ_WAY_MEANS)
    return RSZ_MAX_BATCH;
  for (int p = 0; p < plane->n_parts; p++)
    lanes = lanes && rsz_float_has_lanes (plane, &plane->parts[p]);
  if (lanes)
    return RSZ_MAX_LANES; /* other rows take fewer at a time */
  return arith->floats && !plane->rows->hscaleb[sample] ? 1 : arith->batch;
}

/* Copies wait for nothing but memory: where the last cache has room for it, I420 from 1080p to 4K
 * (12 MB) takes 0.7 of the time without non-temporal stores. Sums take 1.2 times as long. */
static bool
outgrows_caches (const RszPlane *plane, const RszTraffic *frame)
{
  const bool has_room =
      plane->way == RSZ_WAY_DIRECT && plane->rows->last_cache >= 2 * (size_t) RSZ_STREAMED;

  return frame->out >= (has_room ? RSZ_STREAMED / 5 * 8 : RSZ_STREAMED);
}

/* True where rows are written where they stay by functions that can stream. */
static bool
can_stream (const RszPlane *plane)
{
  if (!plane->rows->drain || !plane->made_in_place || plane->way == RSZ_WAY_MEANS)
    return false;
  if (plane->way == RSZ_WAY_HALVES)
    return true;
  if (rsz_ariths[plane->arith]->floats)
    return rsz_float_rounds (plane, RSZ_SUMF_MANY);
  return plane->batch > 1
         && !(plane->way == RSZ_WAY_DIRECT && plane->parts[0].pass == RSZ_PASS_SCALE);
}

/* Rows of floats take longer than reading does: what is in the third-level cache need not be
 * fetched, which takes 1.03 to 1.06 of the time. From memory it takes 0.65 to 0.8. Rows side by
 * side fetch nothing. */
static void
choose_caches (RszPlane *plane, const RszTraffic *frame)
{
  const RszTaps *y = plane->y;
  const int most = plane->way == RSZ_WAY_MEANS ? 1 : 2; /* rows that need no prefetching */
  const bool floats = plane->way == RSZ_WAY_RING && rsz_ariths[plane->arith]->floats;

  plane->caches.stream = can_stream (plane) && outgrows_caches (plane, frame);
  plane->caches.prefetch = plane->in_place && plane->batch > 1 && plane->batch <= RSZ_MAX_BATCH
                           && y->n_max > most && y->len < y->in
                           && frame->in >= (floats ? RSZ_STREAMED : RSZ_PREFETCHED);
}

bool
rsz_plane_choose (RszPlane *plane, bool may_fix, const RszTraffic *frame)
{
  const bool fine = choose_arith (plane, may_fix);

  if (rsz_plane_only_chooses (plane))
    plane->result = rsz_layouts[plane->layout].sample; /* nothing is there to be rounded */
  plane->way = choose_way (plane);
  if (plane->way == RSZ_WAY_HALVES && plane->result == RSZ_SAMPLE_U16)
    rsz_words_stay (plane);
  plane->batch = choose_batch (plane);
  plane->down = rsz_u8_is_doubling (plane->y) ? RSZ_SUM_DOUBLING : RSZ_SUM_MANY;
  for (int p = 0; p < plane->n_parts; p++)
    plane->parts[p].pass = choose_pass (plane, plane->parts[p].x);
  choose_caches (plane, frame);
  return fine;
}
