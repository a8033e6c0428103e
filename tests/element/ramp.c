/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ramp.h"
#include "taps/filter.h"

#include <math.h>

/* From the drawings in GstVideoChromaSite's documentation. */
const Site sites[] = {
  { "jpeg", FALSE, FALSE },
  { "mpeg2", TRUE, FALSE },
  { "v-cosited", FALSE, TRUE },
  { "cosited", TRUE, TRUE },
  { "dv", TRUE, TRUE },
};
const gint n_sites = G_N_ELEMENTS (sites);

/* How far a filter's weights have their centre of mass from the exact position, in samples: without
 * and with antialias. With a = -0.75 the cubic's is off by t (1 - t) (1 - 2t) / 2, at most sqrt (3)
 * / 36; widened filters and lanczos are sampled where they are not linear (largest of scales 0.3 to
 * 5). */
static const gdouble drifts[RSZ_N_TORCH_METHODS][2] = {
  [RSZ_METHOD_BILINEAR] = { 0.0, 0.086 },
  [RSZ_METHOD_BICUBIC] = { 0.0482, 0.030 },
  [RSZ_METHOD_LANCZOS] = { 0.0, 0.020 },
};
/* Levels: half for the result, and what fixed point weights are off; 1 is what deep samples may
 * be. */
static gdouble
rounding_of (guint max)
{
  return max > 255 ? 1.5 : 0.55;
}

/* One direction of one component. */
typedef struct {
  gint in, out;  /* pixels */
  gint n;        /* samples of the input */
  gint step;     /* pixels from sample to sample */
  gdouble first; /* pixel position of the first sample */
} Grid;

static Grid
grid_of (const GstVideoInfo *in, const GstVideoInfo *out, gint component, const Site *site,
    gboolean down)
{
  const GstVideoFormatInfo *format = in->finfo;
  const gint step = 1 << (down ? format->h_sub[component] : format->w_sub[component]);

  return (Grid){
    .in = down ? in->height : in->width,
    .out = down ? out->height : out->width,
    .n = down ? GST_VIDEO_INFO_COMP_HEIGHT (in, component)
              : GST_VIDEO_INFO_COMP_WIDTH (in, component),
    .step = step,
    .first = (down ? site->down : site->across) ? 0.0 : (step - 1) / 2.0,
  };
}

/* Levels per pixel: even where samples may sit between two. */
static gdouble
slope_of (guint max)
{
  const gdouble slope = (gdouble) max / (RAMP_SIZE + 2);

  return slope >= 2.0 ? floor (slope / 2.0) * 2.0 : slope >= 1.0 ? 1.0 : slope;
}

static gdouble
value_at (guint max, gdouble position)
{
  const gdouble slope = slope_of (max);

  return slope * position + (slope >= 1.0 ? 1.0 : 0.5);
}

Samples
ramp_new (const GstVideoInfo *info, const Site *site, gboolean down)
{
  Samples ramp = samples_new (info);

  for (gint c = 0; c < ramp.n; c++) {
    const Component *component = &ramp.components[c];
    const Grid grid = grid_of (info, info, c, site, down);

    for (gint y = 0; y < component->height; y++)
      for (gint x = 0; x < component->width; x++)
        *samples_at (&ramp, c, x, y) =
            (guint16) lrint (value_at (component->max, grid.step * (down ? y : x) + grid.first));
  }
  return ramp;
}

static gdouble
scale_of (const Grid *grid, const Way *way)
{
  if (!way->align_corners)
    return (gdouble) grid->in / grid->out;
  return grid->out > 1 ? (gdouble) (grid->in - 1) / (grid->out - 1) : 0.0;
}

static gboolean
is_antialiased (const Way *way)
{
  return way->antialias || rsz_filters[way->method].implies_antialias;
}

/* Pixel of the input under output sample i. Pixels are areas, unless corners are aligned; and those
 * are not with antialias. What sits beyond an odd picture's last pixel counts as on it. */
static gdouble
position_of (const Grid *grid, const Way *way, gint i)
{
  const gdouble half = way->align_corners && !is_antialiased (way) ? 0.0 : 0.5;
  const gdouble at = MIN (grid->step * i + grid->first, grid->out - 1.0);

  return scale_of (grid, way) * (at + half) - half;
}

/* Between which pixels' values output sample i is to be. */
typedef struct {
  gdouble low, high;
} Range;

/* The picture's pixel that torch's nearest or nearest-exact takes for pixel p. */
static gint
pixel_taken (const Grid *grid, RszMethod method, gint p)
{
  const gfloat scale = (gfloat) grid->in / (gfloat) grid->out;
  const gdouble middle = method == RSZ_METHOD_NEAREST ? 0.0 : 0.5;

  return MIN ((gint) floorf ((gfloat) ((p + middle) * scale)), grid->in - 1);
}

/* Half a sample around the pixel that the picture takes; around the middle of two where output
 * sample i sits between pixels. */
static Range
range_of_index (const Grid *grid, const Way *way, gint i)
{
  const gdouble at = MIN (grid->step * i + grid->first, grid->out - 1.0);
  const gdouble taken = (pixel_taken (grid, way->method, (gint) floor (at))
                            + pixel_taken (grid, way->method, (gint) ceil (at)))
                        / 2.0;

  return (Range){ taken - grid->step / 2.0, taken + grid->step / 2.0 };
}

/* The middle of the samples that output sample i overlaps: torch's windows, which count each sample
 * fully. Only where samples are in the middle of their pixels does that stay near the position. */
static Range
range_of_whole_window (const Grid *grid, gint i)
{
  const gint end = MIN (grid->step * (i + 1), grid->out);
  const gint first = i * grid->in / grid->out;
  const gint last =
      MIN (grid->n, (gint) ceil ((gdouble) end * grid->in / (grid->step * grid->out)));
  const gdouble middle = grid->step * (first + last - 1) / 2.0 + grid->first;

  return (Range){ middle, middle };
}

/* A window of w samples, of which parts count, over a ramp that is a stair of samples: its mean is
 * off by what lies between the stair and the line, at most an eighth of a sample, divided by w; or,
 * where it is inside one sample, by how far it is from that one's middle. */
static gdouble
stair_drift (gdouble w)
{
  return w < 0.5 ? (1.0 - w) / 2.0 : 1.0 / (8.0 * w);
}

/* The window is as wide as the scale, or as the picture is around the position, which is its
 * middle. */
static Range
range_of_cover (const Grid *grid, const Way *way, gint i)
{
  const gdouble under = position_of (grid, way, i);
  const gdouble center =
      CLAMP ((under - grid->first) / grid->step + 0.5, 0.5, (gdouble) grid->n - 0.5);
  const gdouble room = 2.0 * MIN (center, (gdouble) grid->n - center);
  const gdouble off = grid->step * stair_drift (MIN (scale_of (grid, way), room));

  return (Range){ under - off, under + off };
}

static Range
range_of (const Grid *grid, const Way *way, gint i)
{
  const gdouble drift = drifts[way->method][is_antialiased (way)] * grid->step;
  const gdouble under = position_of (grid, way, i);

  if (rsz_filters[way->method].kind == RSZ_TAPS_INDEX)
    return range_of_index (grid, way, i);
  if (rsz_filters[way->method].kind == RSZ_TAPS_WINDOW)
    return grid->step > 1 && grid->first == 0.0 ? range_of_cover (grid, way, i)
                                                : range_of_whole_window (grid, i);
  return (Range){ under - drift, under + drift };
}

/* True where no tap of output sample i is beyond the picture's first or last sample. */
static gboolean
is_inside (const Grid *grid, const Way *way, gint i)
{
  const gdouble scale = is_antialiased (way) ? MAX (scale_of (grid, way), 1.0) : 1.0;
  const gdouble reach = rsz_filters[way->method].width / 2.0 * scale * grid->step;
  const gdouble under = position_of (grid, way, i);

  if (rsz_filters[way->method].kind != RSZ_TAPS_WEIGHTS)
    return TRUE;
  return under - reach >= grid->first && under + reach <= grid->step * (grid->n - 1) + grid->first;
}

static gboolean
check_sample (
    const Samples *scaled, const Grid *grid, const Way *way, gint component, gint i, guint value)
{
  const guint max = scaled->components[component].max;
  const Range range = range_of (grid, way, i);
  const gdouble last = grid->step * (grid->n - 1) + grid->first;
  /* a ramp too flat for whole levels has been rounded before */
  const gdouble off = rounding_of (max) + (slope_of (max) >= 1.0 ? 0.0 : 0.75);
  const gdouble low = value_at (max, CLAMP (range.low, grid->first, last)) - off;
  const gdouble high = value_at (max, CLAMP (range.high, grid->first, last)) + off;

  if (value >= low && value <= high)
    return TRUE;
  g_test_message ("component %d, sample %d of %d to %d: %u is not between %.2f and %.2f", component,
      i, grid->in, grid->out, value, low, high);
  return FALSE;
}

gboolean
ramp_check (const Samples *scaled, const GstVideoInfo *in, const Site *site, gboolean down,
    const Way *way, gint *n_checked)
{
  for (gint c = 0; c < scaled->n; c++) {
    const Component *component = &scaled->components[c];
    const Grid grid = grid_of (in, &scaled->info, c, site, down);
    const gint width = component->width - samples_lack_last (&scaled->info, c);

    for (gint y = 0; y < component->height; y++)
      for (gint x = 0; x < width; x++) {
        const gint i = down ? y : x;

        if (!is_inside (&grid, way, i))
          continue;
        ++*n_checked;
        if (!check_sample (scaled, &grid, way, c, i, *samples_at (scaled, c, x, y)))
          return FALSE;
      }
  }
  return TRUE;
}

/* Every way, for one pair of sizes. */
static void
check_size (const gchar *format, const Site *site, gint width, gint height)
{
  GstVideoInfo in = info_of_format (format, RAMP_SIZE, RAMP_SIZE, site->name);
  GstVideoInfo out = info_of_format (format, width, height, site->name);
  Scene scene = scene_of_infos (&in, &out);
  Way way = { 0 };

  do {
    gchar *settings = way_settings (&way);

    scene_set (&scene, settings);
    for (gint down = 0; down < 2; down++) {
      Samples ramp = ramp_new (&in, site, down);
      GstBuffer *result = scene_scale (&scene, samples_write (&ramp));
      Samples scaled = samples_read (&out, result);
      gint n_checked = 0;

      if (!ramp_check (&scaled, &in, site, down, &way, &n_checked) || n_checked == 0) {
        g_test_message ("%s, %s, %s, to %dx%d, %s: %d samples", format, site->name, settings, width,
            height, down ? "down" : "across", n_checked);
        g_test_fail ();
      }
      samples_free (&scaled);
      samples_free (&ramp);
      gst_buffer_unref (result);
    }
    g_free (settings);
  } while (way_next (&way, format_depth (in.finfo)));
  scene_free (&scene);
}

void
ramp_check_format (const gchar *format, const Site *site)
{
  /* enlarged, reduced, by ratios that are whole and that are not, to odd sizes */
  check_size (format, site, 96, 36);
  check_size (format, site, 35, 113);
  check_size (format, site, 24, 12);
  /* as many samples of chroma as before, and fewer */
  check_size (format, site, 47, 46);
}
