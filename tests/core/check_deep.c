/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Samples of more than 8 bits are within 1 of the double-precision sum of samples times float32
 * weights, whichever way they are summed: on noise, and on the pictures that take a fixed point sum
 * as far from it as its weights can. */

#include <math.h>
#include <string.h>

#include "../tap.h"
#include "picture.h"
#include "taps/taps.h"
#include "rows/rows.h"
#include "taps/filter.h"

#define MOST 48 /* pixels across and down */

static const int depths[] = { 9, 10, 12, 14, 16 };

#define N_DEPTHS ((int) (sizeof depths / sizeof *depths))

static uint32_t state = 1;

static int
draw (int n)
{
  state = state * 1664525u + 1013904223u;
  return (int) ((uint64_t) state * (uint64_t) n >> 32);
}

/* One resize, its float32 taps and, where there are such, its fixed ones. */
typedef struct {
  Options options;
  int depth;
  RszSpec spec;
  Picture src, dst;
  RszTaps x, y, fixed_x, fixed_y;
} Case;

static bool
init_taps (RszTaps *taps, RszTaps *fixed, const RszAxis *axis, const Options *o)
{
  RszTapsBounds bounds;

  return rsz_taps_init (taps, axis, o->method,
             o->antialias || rsz_filters[o->method].implies_antialias, RSZ_ARITHMETIC_FLOAT)
         && rsz_taps_fix (fixed, &bounds, taps, 0x1p31 / (1 << 15));
}

static Case
case_new (const Options *o, int depth, int in_w, int in_h, int out_w, int out_h, int components)
{
  Case c = { .options = *o, .depth = depth };

  c.src = picture_new (in_w, in_h, components, RSZ_SAMPLE_U16);
  c.dst = picture_new (out_w, out_h, components, RSZ_SAMPLE_U16);
  c.spec = picture_spec (&c.src, &c.dst, o);
  c.spec.planes[0].depth = depth;
  if (!init_taps (&c.x, &c.fixed_x, &c.spec.planes[0].parts[0].x, o)
      || !init_taps (&c.y, &c.fixed_y, &c.spec.planes[0].y, o))
    abort ();
  return c;
}

static Case
case_draw (const Options *o, int depth)
{
  const int in_w = 1 + draw (MOST), in_h = 1 + draw (MOST);
  const int out_w = 1 + draw (MOST), out_h = 1 + draw (MOST);

  return case_new (o, depth, in_w, in_h, out_w, out_h, 1 + draw (RSZ_MAX_COMPONENTS));
}

static void
case_free (Case *c)
{
  picture_free (&c->src);
  picture_free (&c->dst);
  rsz_taps_finish (&c->x);
  rsz_taps_finish (&c->y);
  rsz_taps_finish (&c->fixed_x);
  rsz_taps_finish (&c->fixed_y);
}

static void
case_run (Case *c, char *plan, size_t size)
{
  const ptrdiff_t dst_stride = (ptrdiff_t) c->dst.stride, src_stride = (ptrdiff_t) c->src.stride;
  void *const to = c->dst.data;
  const void *const from = c->src.data;
  RszResizer *resizer = picture_resizer (&c->spec);

  rsz_resizer_run (resizer, &to, &dst_stride, &from, &src_stride, 0);
  if (plan)
    rsz_resizer_describe (resizer, plan, size);
  rsz_resizer_free (resizer);
}

static int
clamp_index (int index, int in)
{
  return index < 0 ? 0 : index < in ? index : in - 1;
}

static int
expect (const Case *c, int x, int y, int component)
{
  const float *wx = c->x.weightsf + (size_t) x * c->x.n_max;
  const float *wy = c->y.weightsf + (size_t) y * c->y.n_max;
  double sum = 0;

  for (int j = 0; j < c->y.n[y]; j++)
    for (int k = 0; k < c->x.n[x]; k++)
      sum += (double) wy[j] * wx[k]
             * picture_get (&c->src, clamp_index (c->x.first[x] + k, c->src.width),
                 clamp_index (c->y.first[y] + j, c->src.height), component);
  return (int) fmax (0, fmin ((1 << c->depth) - 1, nearbyint (sum)));
}

/* How far the result is from what is expected, at most. */
static int
distance (const Case *c)
{
  int most = 0;

  for (int y = 0; y < c->dst.height; y++)
    for (int x = 0; x < c->dst.width; x++)
      for (int component = 0; component < c->dst.components; component++) {
        const int d =
            abs ((int) picture_get (&c->dst, x, y, component) - expect (c, x, y, component));

        most = d > most ? d : most;
      }
  if (most > 1)
    printf ("# off by %d: %d bits, %dx%d to %dx%d\n", most, c->depth, c->src.width, c->src.height,
        c->dst.width, c->dst.height);
  return most;
}

static void
fill_noise (Case *c)
{
  const int n = 1 << c->depth;
  const bool only_extremes = draw (3) == 0;

  for (int y = 0; y < c->src.height; y++)
    for (int x = 0; x < c->src.width; x++)
      for (int i = 0; i < c->src.components; i++)
        picture_set (&c->src, x, y, i, (unsigned) (only_extremes ? draw (2) * (n - 1) : draw (n)));
}

/* What a source sample weighs in an output sample along one axis: as defined, and in fixed
 * point. */

static double
weight_of (const RszTaps *taps, int o, int sample)
{
  double sum = 0;

  for (int k = 0; k < taps->n[o]; k++)
    if (clamp_index (taps->first[o] + k, taps->in) == sample)
      sum += taps->weightsf[(size_t) o * taps->n_max + k];
  return sum;
}

static double
fixed_weight_of (const RszTaps *taps, int o, int sample)
{
  const int k = sample - taps->first[o];

  return k < 0 || k >= taps->n[o]
             ? 0
             : ldexp (taps->weights[(size_t) o * taps->n_max + k], -taps->shift);
}

/* Largest where fixed point gives a sample too much, else 0: or the other way round. */
static void
fill_worst (Case *c, int o_x, int o_y, bool too_much)
{
  for (int y = 0; y < c->src.height; y++)
    for (int x = 0; x < c->src.width; x++) {
      const double defined = weight_of (&c->x, o_x, x) * weight_of (&c->y, o_y, y);
      const double fixed =
          fixed_weight_of (&c->fixed_x, o_x, x) * fixed_weight_of (&c->fixed_y, o_y, y);
      const bool high = too_much ? fixed > defined : fixed < defined;

      for (int i = 0; i < c->src.components; i++)
        picture_set (&c->src, x, y, i, high ? (1u << c->depth) - 1 : 0);
    }
}

static void
check_noise (const Options *o)
{
  int most = 0;

  for (int i = 0; i < 8 * N_DEPTHS; i++) {
    Case c = case_draw (o, depths[i % N_DEPTHS]);
    int d;

    fill_noise (&c);
    case_run (&c, NULL, 0);
    d = distance (&c);
    most = d > most ? d : most;
    case_free (&c);
  }
  tap_check (most <= 1, "noise is within 1 of the sums: %s", options_name (o));
}

static void
check_worst (const Options *o)
{
  int most = 0;

  for (int i = 0; i < 12 * N_DEPTHS; i++) {
    Case c = case_draw (o, depths[i % N_DEPTHS]);
    const bool has_fixed = c.fixed_x.weights && c.fixed_y.weights;

    for (int side = 0; side < 2 && has_fixed; side++) {
      int d;

      fill_worst (&c, draw (c.dst.width), draw (c.dst.height), side);
      case_run (&c, NULL, 0);
      d = distance (&c);
      most = d > most ? d : most;
    }
    case_free (&c);
  }
  tap_check (most <= 1, "the worst pictures for fixed weights are within 1: %s", options_name (o));
}

static bool
is_flat (const Picture *picture, unsigned value)
{
  for (int y = 0; y < picture->height; y++)
    for (int x = 0; x < picture->width; x++)
      for (int c = 0; c < picture->components; c++)
        if (picture_get (picture, x, y, c) != value)
          return false;
  return true;
}

static void
check_flat (const Options *o)
{
  bool flat = true;

  for (int i = 0; i < 20 * N_DEPTHS; i++) {
    const int depth = depths[i % N_DEPTHS], max = (1 << depth) - 1;
    const unsigned values[] = { 0, 1, (unsigned) draw (max), (unsigned) max / 2, (unsigned) max };
    Case c = case_draw (o, depth);

    for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
      picture_fill (&c.src, values[v]);
      case_run (&c, NULL, 0);
      flat = flat && is_flat (&c.dst, values[v]);
    }
    case_free (&c);
  }
  tap_check (flat, "a flat field stays flat: %s", options_name (o));
}

/* The plan that a picture of 10 bits gets at sizes of video. */
static bool
is_fixed (const Options *o, int depth)
{
  Case c = case_new (o, depth, 192, 108, 128, 72, 1);
  char plan[1024] = "";

  case_run (&c, plan, sizeof plan);
  case_free (&c);
  return strstr (plan, "  deep  ") != NULL;
}

int
main (void)
{
  printf ("# rows: %s\n", rsz_rows_get ()->level);
  for (Options o = { .n_slices = 1 }; o.method < RSZ_N_TORCH_METHODS; options_next (&o)) {
    const RszFilter *filter = &rsz_filters[o.method];
    const bool native = o.arithmetic == RSZ_ARITHMETIC_NATIVE;

    if (filter->kind != RSZ_TAPS_WEIGHTS || (filter->implies_antialias && !o.antialias))
      continue;
    tap_check (is_fixed (&o, 10) == native && is_fixed (&o, 12) == native && !is_fixed (&o, 16),
        "fixed point is for samples of 10 and 12 bits in native arithmetic: %s", options_name (&o));
    check_noise (&o);
    check_worst (&o);
    check_flat (&o);
  }
  return tap_finish ();
}
