/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_SETTINGS_H
#define GST_ALIGN_SCALE_SETTINGS_H

#include <gst/gst.h>
#include <string.h>

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

/* What ONNX has unless told. */
#define GST_ALIGN_SCALE_CUBIC_COEFFICIENT (-0.75)

/* What the user asks for: one field for each writable property, of the property's type. The element
 * copies it once per frame and reads nothing else. */
typedef struct {
  gdouble scale_factor;   /* 0: unset; else > 0 */
  gdouble scale_factor_x; /* overrides scale_factor on its axis; 0: unset */
  gdouble scale_factor_y;
  gdouble cubic_coefficient;
  gint library;          /* RszLibrary */
  gint method;           /* the first RszMethod of that name: libraries share names */
  gint arithmetic;       /* RszArithmetic */
  gint coordinates;      /* 0: the library's own; else an RszCoordinates and one */
  gint nearest_rounding; /* RszNearest */
  gint rounding;         /* RszRounding */
  gboolean exclude_outside;
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

/* Bytes tell whether settings differ, up to the end of the last field: there are none between the
 * fields. */
#define GST_ALIGN_SCALE_SETTINGS_SIZE                                                              \
  (G_STRUCT_OFFSET (GstAlignScaleSettings, n_threads) + sizeof (guint))
G_STATIC_ASSERT (GST_ALIGN_SCALE_SETTINGS_SIZE == 4 * sizeof (gdouble) + 19 * sizeof (gint));

static inline gboolean
gst_align_scale_settings_equal (const GstAlignScaleSettings *a, const GstAlignScaleSettings *b)
{
  return memcmp (a, b, GST_ALIGN_SCALE_SETTINGS_SIZE) == 0;
}

/* The library's method; RSZ_N_METHODS: it has none of that name. */
static inline RszMethod
gst_align_scale_settings_method (const GstAlignScaleSettings *settings)
{
  return rsz_method_find (
      (RszLibrary) settings->library, rsz_method_info ((RszMethod) settings->method)->name);
}

/* Those in effect. */
static inline RszCoordinates
gst_align_scale_settings_coordinates (const GstAlignScaleSettings *settings)
{
  return settings->coordinates > 0 ? (RszCoordinates) (settings->coordinates - 1)
                                   : RSZ_COORDINATES_HALF_PIXEL;
}

/* What libraries may lack, all of it together. */
static inline void
gst_align_scale_settings_copy_library (GstAlignScaleSettings *to, const GstAlignScaleSettings *from)
{
  to->library = from->library;
  to->method = from->method;
  to->arithmetic = from->arithmetic;
  to->antialias = from->antialias;
  to->coordinates = from->coordinates;
  to->nearest_rounding = from->nearest_rounding;
  to->rounding = from->rounding;
  to->exclude_outside = from->exclude_outside;
  to->cubic_coefficient = from->cubic_coefficient;
}

/* The factors in effect, 0 where none is set. */
static inline gdouble
gst_align_scale_settings_factor_x (const GstAlignScaleSettings *settings)
{
  return settings->scale_factor_x > 0.0 ? settings->scale_factor_x : settings->scale_factor;
}

static inline gdouble
gst_align_scale_settings_factor_y (const GstAlignScaleSettings *settings)
{
  return settings->scale_factor_y > 0.0 ? settings->scale_factor_y : settings->scale_factor;
}

/* True where the output's size is the input's times a factor, on one axis at least. */
static inline gboolean
gst_align_scale_settings_has_factor (const GstAlignScaleSettings *settings)
{
  return gst_align_scale_settings_factor_x (settings) > 0.0
         || gst_align_scale_settings_factor_y (settings) > 0.0;
}

G_END_DECLS

#endif
