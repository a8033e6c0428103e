/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalesettings.h"

static gboolean
crop_differs (const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return a->crop_left != b->crop_left || a->crop_right != b->crop_right
         || a->crop_top != b->crop_top || a->crop_bottom != b->crop_bottom;
}

gboolean
gst_align_scale_settings_equal (const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return a->method == b->method && a->arithmetic == b->arithmetic
         && a->align_corners == b->align_corners && a->antialias == b->antialias
         && !gst_align_scale_settings_caps_differ (a, b) && a->border_color == b->border_color
         && a->border_placement == b->border_placement && a->border_rounding == b->border_rounding
         && a->recompute_scale_factor == b->recompute_scale_factor && a->n_threads == b->n_threads;
}

gdouble
gst_align_scale_settings_factor_x (const GstAlignScaleSettings *settings)
{
  return settings->scale_factor_x > 0.0 ? settings->scale_factor_x : settings->scale_factor;
}

gdouble
gst_align_scale_settings_factor_y (const GstAlignScaleSettings *settings)
{
  return settings->scale_factor_y > 0.0 ? settings->scale_factor_y : settings->scale_factor;
}

gboolean
gst_align_scale_settings_has_factor (const GstAlignScaleSettings *settings)
{
  return gst_align_scale_settings_factor_x (settings) > 0.0
         || gst_align_scale_settings_factor_y (settings) > 0.0;
}

gboolean
gst_align_scale_settings_factors_differ (
    const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return a->scale_factor != b->scale_factor || a->scale_factor_x != b->scale_factor_x
         || a->scale_factor_y != b->scale_factor_y;
}

gboolean
gst_align_scale_settings_caps_differ (
    const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return gst_align_scale_settings_factors_differ (a, b) || a->add_borders != b->add_borders
         || crop_differs (a, b);
}

gboolean
gst_align_scale_settings_crop (const GstAlignScaleSettings *settings)
{
  return settings->crop_left > 0 || settings->crop_right > 0 || settings->crop_top > 0
         || settings->crop_bottom > 0;
}

/* "bilinear, bicubic": the methods that take what the caller asks for. */
static gchar *
methods_that_take (gboolean align_corners, gboolean antialias)
{
  GString *names = g_string_new (NULL);

  for (gint i = 0; i < RSZ_N_METHODS; i++) {
    if ((align_corners && !rsz_method_info (i)->takes_align_corners)
        || (antialias && !rsz_method_info (i)->takes_antialias))
      continue;
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", rsz_method_info (i)->name);
  }
  return g_string_free (names, FALSE);
}

gchar *
gst_align_scale_settings_ignored (const GstAlignScaleSettings *settings)
{
  const RszMethodInfo *info = rsz_method_info (settings->method);
  const gboolean align_corners = settings->align_corners && !info->takes_align_corners;
  const gboolean antialias = settings->antialias && !info->takes_antialias;
  gchar *names, *sentence;

  if (!align_corners && !antialias)
    return NULL;

  names = methods_that_take (align_corners, antialias);
  sentence = g_strdup_printf ("Method %s takes no %s%s%s, so it is ignored. Methods that do: %s.",
      info->name, align_corners ? "align-corners" : "",
      align_corners && antialias ? " and no " : "", antialias ? "antialias" : "", names);
  g_free (names);
  return sentence;
}

gint
gst_align_scale_settings_threads (const GstAlignScaleSettings *settings)
{
  const guint n = settings->n_threads > 0 ? settings->n_threads : g_get_num_processors ();

  return CLAMP (n, 1, RSZ_MAX_SLICES);
}
