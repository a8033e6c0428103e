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

static bool
repeats_no_row (const RszTaps *y)
{
  for (int o = 1; o < y->len; o++)
    if (y->first[o] <= y->first[o - 1])
      return false;
  return y->index;
}

static bool
is_direct (const RszPlane *plane)
{
  return plane->arith == RSZ_ARITH_U8
         && (rsz_plane_only_chooses (plane) || repeats_no_row (plane->y));
}

static bool
always (const RszPlane *plane)
{
  (void) plane;
  return true;
}

/* The first way that fits is taken. */
static RszWay
choose_way (const RszPlane *plane)
{
  static const struct {
    RszWay way;
    bool (*fits) (const RszPlane *plane);
  } choices[] = {
    { RSZ_WAY_MEANS, rsz_means_fits },
    { RSZ_WAY_DIRECT, is_direct },
    { RSZ_WAY_ENLARGE, rsz_enlarge_fits },
    { RSZ_WAY_RING, always },
  };
  int i = 0;

  while (!choices[i].fits (plane))
    i++;
  return choices[i].way;
}

static RszPass
choose_pass (const RszPlane *plane, const RszTaps *x)
{
  if (plane->way == RSZ_WAY_MEANS)
    return x->window || x->index ? RSZ_PASS_MEAN : RSZ_PASS_SCALE;
  if (plane->arith == RSZ_ARITH_FLOAT)
    return x->copy ? RSZ_PASS_COPY : RSZ_PASS_SCALE;
  if (plane->arith == RSZ_ARITH_DEEP)
    return RSZ_PASS_SCALE;
  if (x->copy)
    return rsz_layouts[plane->layout].plain ? RSZ_PASS_NONE : RSZ_PASS_COPY;
  return x->index ? RSZ_PASS_GATHER : RSZ_PASS_SCALE;
}

static void
choose_caches (RszPlane *plane, const RszTraffic *frame)
{
  const RszTaps *y = plane->y;
  const bool means = plane->way == RSZ_WAY_MEANS;
  const bool batches = plane->in_place && plane->batch > 1;
  const bool can_stream =
      !means && !(plane->way == RSZ_WAY_DIRECT && plane->parts[0].pass == RSZ_PASS_SCALE);

  plane->caches.stream = plane->rows->drain && batches && can_stream && frame->out >= RSZ_STREAMED;
  plane->caches.fetch =
      batches && y->n_max > (means ? 1 : 2) && y->len < y->in && frame->in >= RSZ_FETCHED;
}

void
rsz_plane_choose (RszPlane *plane, const RszTraffic *frame)
{
  plane->way = choose_way (plane);
  plane->batch = plane->way == RSZ_WAY_MEANS ? RSZ_MAX_BATCH : rsz_ariths[plane->arith].batch;
  plane->down = rsz_u8_is_doubling (plane->y) ? RSZ_SUM_DOUBLING : RSZ_SUM_MANY;
  for (int p = 0; p < plane->n_parts; p++)
    plane->parts[p].pass = choose_pass (plane, plane->parts[p].x);
  choose_caches (plane, frame);
}

const RszWayOps rsz_ways[RSZ_N_WAYS] = {
  [RSZ_WAY_DIRECT] = {
    .plan = rsz_ring_plan,
    .read = rsz_direct_read,
    .write = rsz_direct_write,
    .across = rsz_ring_across,
    .down = rsz_direct_down,
  },
  [RSZ_WAY_ENLARGE] = {
    .plan = rsz_ring_plan,
    .read = rsz_enlarge_read,
    .write = rsz_enlarge_write,
    .across = rsz_ring_across,
    .down = rsz_enlarge_down,
  },
  [RSZ_WAY_MEANS] = {
    .plan = rsz_means_plan,
    .read = rsz_means_read,
    .write = rsz_means_write,
    .across = rsz_means_across,
    .down = rsz_means_down,
  },
  [RSZ_WAY_RING] = {
    .plan = rsz_ring_plan,
    .read = rsz_ring_read,
    .write = rsz_ring_write,
    .across = rsz_ring_across,
    .down = rsz_ring_down,
  },
};

const RszArithOps rsz_ariths[RSZ_N_ARITHS] = {
  [RSZ_ARITH_U8] = {
    .name = "native",
    .batch = RSZ_MAX_BATCH,
    .plan = rsz_u8_plan,
    .across = rsz_u8_across,
    .down = rsz_u8_down,
    .across_name = rsz_u8_across_name,
    .down_name = rsz_u8_down_name,
  },
  [RSZ_ARITH_DEEP] = {
    .name = "deep",
    .requantise = rsz_deep_requantise,
    .batch = RSZ_MAX_BATCH,
    .error = 0.999, /* less than 1, by what doubles may be off */
    .plan = rsz_deep_plan,
    .across = rsz_deep_across,
    .down = rsz_deep_down,
    .across_name = rsz_deep_across_name,
    .down_name = rsz_deep_down_name,
  },
  [RSZ_ARITH_FLOAT] = {
    .name = "float",
    .ring_sample = sizeof (float),
    .batch = 1,
    .plan = rsz_float_plan,
    .across = rsz_float_across,
    .down = rsz_float_down,
    .across_name = rsz_float_across_name,
    .down_name = rsz_float_down_name,
  },
};
