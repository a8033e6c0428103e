/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_SETTINGS_H
#define GST_ALIGN_SCALE_SETTINGS_H

#include <gst/gst.h>

#include "resizer.h"

G_BEGIN_DECLS

/* Where in the frame the picture inside borders is. */
typedef enum {
  GST_ALIGN_SCALE_PLACEMENT_CENTER,
  GST_ALIGN_SCALE_PLACEMENT_TOP_LEFT
} GstAlignScalePlacement;

/* How the size of the picture inside borders becomes whole pixels. */
typedef enum {
  GST_ALIGN_SCALE_ROUNDING_NEAREST, /* halves to even */
  GST_ALIGN_SCALE_ROUNDING_DOWN
} GstAlignScaleRounding;

/* Property ids from here on are not the settings'. */
#define GST_ALIGN_SCALE_SETTINGS_MAX_ID 100

/* What the user asked for, one field per property and of the property's type; the element copies
 * it once per frame and reads nothing else. */
typedef struct {
  gdouble scale_factor;   /* 0: unset; else > 0 */
  gdouble scale_factor_x; /* overrides scale_factor on its axis; 0: unset */
  gdouble scale_factor_y;
  gint method;     /* RszMethod */
  gint arithmetic; /* RszArithmetic */
  gboolean align_corners;
  gboolean antialias;
  gboolean recompute_scale_factor;
  gboolean add_borders;
  guint border_color;                                 /* 0xAARRGGBB */
  gint border_placement;                              /* GstAlignScalePlacement */
  gint border_rounding;                               /* GstAlignScaleRounding */
  guint crop_left, crop_right, crop_top, crop_bottom; /* pixels */
  guint n_threads;                                    /* 0: one per processor */
} GstAlignScaleSettings;

/* Installs the properties on a class; their ids, below GST_ALIGN_SCALE_SETTINGS_MAX_ID, are private to
 * the four functions below. */
void gst_align_scale_settings_install (GObjectClass *klass);

/* Fills in the defaults of the settings among the properties of `klass`. */
void gst_align_scale_settings_init (GstAlignScaleSettings *settings, GObjectClass *klass);

/* GObjectClass::set_property and get_property, without locks. `value` is in range. */
void gst_align_scale_settings_set (
    GstAlignScaleSettings *settings, guint id, const GValue *value, GParamSpec *pspec);
void gst_align_scale_settings_get (
    const GstAlignScaleSettings *settings, guint id, GValue *value, GParamSpec *pspec);

gboolean gst_align_scale_settings_equal (
    const GstAlignScaleSettings *a, const GstAlignScaleSettings *b);

/* The factors in effect, 0 where none is set. */
gdouble gst_align_scale_settings_factor_x (const GstAlignScaleSettings *settings);
gdouble gst_align_scale_settings_factor_y (const GstAlignScaleSettings *settings);

/* True where one is set, so that the output's size is the input's times a factor on that axis. */
gboolean gst_align_scale_settings_has_factor (const GstAlignScaleSettings *settings);

/* True where the scale factors differ. */
gboolean gst_align_scale_settings_factors_differ (
    const GstAlignScaleSettings *a, const GstAlignScaleSettings *b);

/* True where properties that the output caps depend on differ: factors, borders or crop. */
gboolean gst_align_scale_settings_caps_differ (
    const GstAlignScaleSettings *a, const GstAlignScaleSettings *b);

/* True where something is cut off. */
gboolean gst_align_scale_settings_crop (const GstAlignScaleSettings *settings);

/* A sentence on the options torch refuses together with this method, which the element ignores;
 * NULL where there are none. Free with g_free. */
gchar *gst_align_scale_settings_ignored (const GstAlignScaleSettings *settings);

/* Threads to use, n_threads with its 0 resolved: 1 .. RSZ_MAX_SLICES. */
gint gst_align_scale_settings_threads (const GstAlignScaleSettings *settings);

GType gst_align_scale_method_get_type (void);
GType gst_align_scale_arithmetic_get_type (void);
GType gst_align_scale_placement_get_type (void);
GType gst_align_scale_rounding_get_type (void);

G_END_DECLS

#endif
