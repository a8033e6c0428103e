/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_SETTINGS_H
#define GST_ALIGN_SCALE_SETTINGS_H

#include <gst/gst.h>
#include <string.h>

#include "resizer.h"

G_BEGIN_DECLS

/* How the picture becomes as large as the output. */
typedef enum {
  GST_ALIGN_SCALE_FIT_STRETCH,   /* each axis on its own */
  GST_ALIGN_SCALE_FIT_LETTERBOX, /* it keeps its shape inside, with borders */
  GST_ALIGN_SCALE_FIT_COVER      /* it keeps its shape and reaches beyond, cut off */
} GstAlignScaleFit;

/* Whose arithmetic the size of a picture that keeps its shape is computed in. */
typedef enum {
  GST_ALIGN_SCALE_RULE_EXACT,
  GST_ALIGN_SCALE_RULE_TORCHVISION,
  GST_ALIGN_SCALE_RULE_TIMM,
  GST_ALIGN_SCALE_RULE_TRANSFORMERS,
  GST_ALIGN_SCALE_RULE_DETECTRON2,
  GST_ALIGN_SCALE_RULE_MMCV,
  GST_ALIGN_SCALE_RULE_ULTRALYTICS,
  GST_ALIGN_SCALE_RULE_YOLOX,
  GST_ALIGN_SCALE_RULE_SMART_RESIZE
} GstAlignScaleRule;

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

/* Of tensors, see tensor.h. */
typedef enum {
  GST_ALIGN_SCALE_LAYOUT_PLANAR,      /* 1, channels, height, width */
  GST_ALIGN_SCALE_LAYOUT_INTERLEAVED, /* 1, height, width, channels */
  GST_ALIGN_SCALE_N_LAYOUTS
} GstAlignScaleLayout;

typedef enum { GST_ALIGN_SCALE_ORDER_RGB, GST_ALIGN_SCALE_ORDER_BGR } GstAlignScaleOrder;

/* How samples are divided. */
typedef enum {
  GST_ALIGN_SCALE_DIVISION_EXACT,
  GST_ALIGN_SCALE_DIVISION_RECIPROCAL /* times the reciprocal */
} GstAlignScaleDivision;

#define GST_ALIGN_SCALE_MAX_CHANNELS 3

/* What ONNX has unless told. */
#define GST_ALIGN_SCALE_CUBIC_COEFFICIENT (-0.75)

/* What the user asks for: one field for each writable property, of the property's type and in the
 * order in which gst-inspect-1.0 lists them. The element copies it once per frame and reads nothing
 * else. */
typedef struct {
  gint library; /* RszLibrary */
  gint method;  /* the first RszMethod of that name: libraries share names */
  gboolean align_corners;
  gboolean antialias;
  gint arithmetic;       /* RszArithmetic */
  gint coordinates;      /* 0: the library's own; else an RszCoordinates and one */
  gint nearest_rounding; /* RszNearest */
  gboolean exclude_outside;
  gdouble cubic_coefficient;
  gint rounding; /* RszRounding */
  gboolean recompute_scale_factor;
  gdouble scale_factor;   /* 0: unset; else > 0 */
  gdouble scale_factor_x; /* overrides scale_factor on its axis; 0: unset */
  gdouble scale_factor_y;
  gint fit;                          /* GstAlignScaleFit */
  gint size_rule;                    /* GstAlignScaleRule */
  guint shortest_edge, longest_edge; /* pixels of the picture; 0: the output decides */
  guint size_multiple;               /* pixels, >= 1 */
  guint min_pixels, max_pixels;      /* of smart-resize */
  gboolean enlarge;                  /* FALSE: a picture that fits is not resized */
  gdouble crop_fraction;             /* of the picture's edges that the output shows, <= 1; 0: 1 */
  guint border_color;                /* 0xAARRGGBB */
  gint border_placement;             /* GstAlignScalePlacement */
  gint border_rounding;              /* GstAlignScaleRounding */
  guint crop_left, crop_right, crop_top, crop_bottom; /* pixels */
  guint n_threads;                                    /* 0: one per processor */
  gboolean geometry_meta;                             /* on every frame that is scaled */
  gboolean keep_input;                                /* ... with the frame that came in */

  /* aligntensor's; where is_tensor is FALSE they say nothing */
  gint layout;        /* GstAlignScaleLayout; what a stream began with stays */
  gint channel_order; /* GstAlignScaleOrder */
  gdouble divisor;    /* of samples */
  gdouble mean[GST_ALIGN_SCALE_MAX_CHANNELS], std[GST_ALIGN_SCALE_MAX_CHANNELS];
  gint division;      /* GstAlignScaleDivision */
  gboolean unrounded; /* samples are not rounded */
  gboolean is_tensor;
} GstAlignScaleSettings;

/* A setting's property has the place of its field for an id. Other properties have ids from N_IDS
 * on. */
#define GST_ALIGN_SCALE_SETTING(field) (1 + G_STRUCT_OFFSET (GstAlignScaleSettings, field))
#define GST_ALIGN_SCALE_N_IDS (1 + sizeof (GstAlignScaleSettings))

/* Sets and reads the field of a property. Arrays are of one number, that of all channels, or as
 * many as there are channels. An array of none means the default of its numbers. */
void gst_align_scale_settings_set (
    GstAlignScaleSettings *settings, const GValue *value, GParamSpec *pspec);
void gst_align_scale_settings_get (
    const GstAlignScaleSettings *settings, GValue *value, GParamSpec *pspec);

/* True for what the former takes as such an array. */
gboolean gst_align_scale_settings_are_numbers (const GValue *array);

/* The defaults of the class' properties. */
void gst_align_scale_settings_init (GstAlignScaleSettings *settings, GObjectClass *klass);

/* Bytes tell whether settings differ, up to the end of the last field: there are none between the
 * fields. */
#define GST_ALIGN_SCALE_SETTINGS_SIZE                                                              \
  (G_STRUCT_OFFSET (GstAlignScaleSettings, is_tensor) + sizeof (gboolean))
G_STATIC_ASSERT (GST_ALIGN_SCALE_SETTINGS_SIZE == 12 * sizeof (gdouble) + 33 * sizeof (gint));

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
  to->unrounded = from->unrounded;
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

/* Takes over what can make a size that downstream refuses. */
static inline void
gst_align_scale_settings_copy_size (GstAlignScaleSettings *to, const GstAlignScaleSettings *from)
{
  to->scale_factor = from->scale_factor;
  to->scale_factor_x = from->scale_factor_x;
  to->scale_factor_y = from->scale_factor_y;
  to->size_rule = from->size_rule;
  to->shortest_edge = from->shortest_edge;
  to->longest_edge = from->longest_edge;
  to->size_multiple = from->size_multiple;
  to->min_pixels = from->min_pixels;
  to->max_pixels = from->max_pixels;
  to->enlarge = from->enlarge;
}

/* Leaves nothing that makes a size. */
static inline void
gst_align_scale_settings_clear_size (GstAlignScaleSettings *settings)
{
  settings->scale_factor = settings->scale_factor_x = settings->scale_factor_y = 0.0;
  settings->shortest_edge = settings->longest_edge = 0;
  settings->size_multiple = 1;
  if (settings->size_rule == GST_ALIGN_SCALE_RULE_SMART_RESIZE)
    settings->size_rule = GST_ALIGN_SCALE_RULE_EXACT;
}

G_END_DECLS

#endif
