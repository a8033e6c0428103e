/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalesize.h"

#include <math.h>

#include "geometry.h"

/* What the caps leave open; NULL is everything. */
typedef struct {
  const GValue *width, *height, *par;
} Choice;

/* size * ratio in whole pixels, at least one. */
static gint
scale_round (gint size, GstAlignScaleRatio ratio)
{
  const guint64 scaled = gst_util_uint64_scale_round ((guint64) size, ratio.n, ratio.d);

  return (gint) CLAMP (scaled, 1, G_MAXINT);
}

/* The ratio as a fraction of a caps field, whose terms have 31 bits. Halving both loses less
 * than the 2^-30 that such a fraction resolves. */
static GstAlignScaleRatio
ratio_for_caps (GstAlignScaleRatio ratio)
{
  gst_align_scale_ratio_cancel (&ratio.n, &ratio.d);
  while (ratio.n > G_MAXINT || ratio.d > G_MAXINT) {
    ratio.n = MAX (ratio.n >> 1, 1);
    ratio.d = MAX (ratio.d >> 1, 1);
  }
  gst_align_scale_ratio_cancel (&ratio.n, &ratio.d);
  return ratio;
}

/* Of two that are as near the lower one: encoders want 852 of 853 pixels, not 854. */
static gint
nearest_in_range (const GValue *range, gint target)
{
  const gint min = gst_value_get_int_range_min (range);
  const gint max = gst_value_get_int_range_max (range);
  const gint step = gst_value_get_int_range_step (range);
  const gint64 above = (gint64) CLAMP (target, min, max) - min;

  return (gint) (min + (above + (step - 1) / 2) / step * step);
}

static gint
nearest_int (const GValue *choice, gint target)
{
  gint best = -1;

  if (choice == NULL)
    return target;
  if (G_VALUE_HOLDS_INT (choice))
    return g_value_get_int (choice);
  if (GST_VALUE_HOLDS_INT_RANGE (choice))
    return nearest_in_range (choice, target);
  for (guint i = 0; GST_VALUE_HOLDS_LIST (choice) && i < gst_value_list_get_size (choice); i++) {
    const gint next = nearest_int (gst_value_list_get_value (choice, i), target);

    if (best < 0 || ABS ((gint64) next - target) < ABS ((gint64) best - target))
      best = next;
  }
  return best < 0 ? target : best;
}

static GstAlignScaleRatio
fraction_value (const GValue *value)
{
  return (GstAlignScaleRatio){ (guint64) MAX (gst_value_get_fraction_numerator (value), 1),
    (guint64) MAX (gst_value_get_fraction_denominator (value), 1) };
}

static gdouble
ratio_value (GstAlignScaleRatio ratio)
{
  return (gdouble) ratio.n / (gdouble) ratio.d;
}

static gint
ratio_compare (GstAlignScaleRatio a, GstAlignScaleRatio b)
{
  return gst_util_fraction_compare ((gint) a.n, (gint) a.d, (gint) b.n, (gint) b.d);
}

static gdouble
ratio_distance (GstAlignScaleRatio a, GstAlignScaleRatio b)
{
  return fabs (ratio_value (a) - ratio_value (b));
}

/* `target` and what is returned fit a caps field. */
static GstAlignScaleRatio
nearest_ratio (const GValue *choice, GstAlignScaleRatio target)
{
  GstAlignScaleRatio best = { 0, 1 };

  if (choice == NULL)
    return target;
  if (GST_VALUE_HOLDS_FRACTION (choice))
    return fraction_value (choice);
  if (GST_VALUE_HOLDS_FRACTION_RANGE (choice)) {
    const GstAlignScaleRatio min = fraction_value (gst_value_get_fraction_range_min (choice));
    const GstAlignScaleRatio max = fraction_value (gst_value_get_fraction_range_max (choice));

    return ratio_compare (target, min) < 0 ? min : ratio_compare (target, max) > 0 ? max : target;
  }
  for (guint i = 0; GST_VALUE_HOLDS_LIST (choice) && i < gst_value_list_get_size (choice); i++) {
    const GstAlignScaleRatio next = nearest_ratio (gst_value_list_get_value (choice, i), target);

    if (best.n == 0 || ratio_distance (next, target) < ratio_distance (best, target))
      best = next;
  }
  return best.n == 0 ? target : best;
}

static Choice
read_choice (const GstStructure *structure)
{
  return (Choice){ gst_structure_get_value (structure, "width"),
    gst_structure_get_value (structure, "height"),
    gst_structure_get_value (structure, "pixel-aspect-ratio") };
}

static GstAlignScaleRatio
shape_par (const GstAlignScaleShape *shape)
{
  return (GstAlignScaleRatio){ (guint64) shape->par_n, (guint64) shape->par_d };
}

static void
shape_set_par (GstAlignScaleShape *shape, GstAlignScaleRatio par)
{
  shape->par_n = (gint) par.n;
  shape->par_d = (gint) par.d;
}

static GstAlignScaleRatio
display_ratio (const GstAlignScaleShape *shape)
{
  const GstAlignScaleRatio size = { (guint64) shape->width, (guint64) shape->height };

  return gst_align_scale_ratio_multiply (size, shape_par (shape));
}

/* How far a shape is from a display aspect ratio: 0 is on it; twice as wide is as far as half. */
static gdouble
deviation (const GstAlignScaleShape *shape, GstAlignScaleRatio display)
{
  return fabs (log (ratio_value (display_ratio (shape)) / ratio_value (display)));
}

static void
write_shape (GstStructure *structure, const GstAlignScaleShape *shape)
{
  gst_structure_set (
      structure, "width", G_TYPE_INT, shape->width, "height", G_TYPE_INT, shape->height, NULL);
  if (gst_structure_has_field (structure, "pixel-aspect-ratio") || shape->par_n != shape->par_d)
    gst_structure_set (
        structure, "pixel-aspect-ratio", GST_TYPE_FRACTION, shape->par_n, shape->par_d, NULL);
}

gboolean
gst_align_scale_shape_read (GstAlignScaleShape *shape, const GstStructure *structure)
{
  *shape = (GstAlignScaleShape){ .par_n = 1, .par_d = 1 };
  gst_structure_get_fraction (structure, "pixel-aspect-ratio", &shape->par_n, &shape->par_d);
  shape->par_n = MAX (shape->par_n, 1);
  shape->par_d = MAX (shape->par_d, 1);
  return gst_structure_get_int (structure, "width", &shape->width)
         && gst_structure_get_int (structure, "height", &shape->height) && shape->width >= 1
         && shape->height >= 1;
}

void
gst_align_scale_size_keep_aspect (GstStructure *structure, const GstAlignScaleShape *from)
{
  const Choice choice = read_choice (structure);
  const GstAlignScaleRatio display = display_ratio (from);
  GstAlignScaleShape kept, wider, taller;
  GstAlignScaleRatio par, per_height;
  gint width, height;

  kept.width = nearest_int (choice.width, from->width);
  kept.height = nearest_int (choice.height, from->height);
  par = ratio_for_caps (gst_align_scale_ratio_multiply (
      display, (GstAlignScaleRatio){ (guint64) kept.height, (guint64) kept.width }));
  shape_set_par (&kept, nearest_ratio (choice.par, par));

  /* these pixels give the ratio with this width (the kept one if they were chosen freely), or with
   * this height */
  per_height =
      gst_align_scale_ratio_multiply (display, gst_align_scale_ratio_inverse (shape_par (&kept)));
  wider = taller = kept;
  width = scale_round (kept.height, per_height);
  wider.width = nearest_int (choice.width, width);
  height = scale_round (kept.width, gst_align_scale_ratio_inverse (per_height));
  taller.height = nearest_int (choice.height, height);

  if (wider.width == width)
    kept = wider;
  else if (taller.height == height)
    kept = taller;
  else if (deviation (&wider, display) <= deviation (&taller, display))
    kept = wider;
  else
    kept = taller;
  write_shape (structure, &kept);
}

void
gst_align_scale_size_keep_pixels (GstStructure *structure, const GstAlignScaleShape *from)
{
  const GstAlignScaleRatio par = nearest_ratio (read_choice (structure).par, shape_par (from));

  gst_structure_set (
      structure, "pixel-aspect-ratio", GST_TYPE_FRACTION, (gint) par.n, (gint) par.d, NULL);
}

/* torch's output size: truncated, in double. */
static gint
factor_size (gint size, gdouble factor, const GValue *choice)
{
  if (factor <= 0.0)
    return nearest_int (choice, size);
  return (gint) MIN (size * factor, (gdouble) G_MAXINT);
}

gboolean
gst_align_scale_size_apply_factors (GstStructure *structure, const GstAlignScaleShape *from,
    gdouble factor_x, gdouble factor_y, GstAlignScaleShape *wanted)
{
  const Choice choice = read_choice (structure);

  wanted->width = factor_size (from->width, factor_x, choice.width);
  wanted->height = factor_size (from->height, factor_y, choice.height);
  shape_set_par (wanted, nearest_ratio (choice.par, shape_par (from)));
  if (wanted->width < 1 || nearest_int (choice.width, wanted->width) != wanted->width
      || wanted->height < 1 || nearest_int (choice.height, wanted->height) != wanted->height)
    return FALSE;
  write_shape (structure, wanted);
  return TRUE;
}
