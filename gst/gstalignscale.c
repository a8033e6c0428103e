/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * SECTION:element-alignscale
 * @title: alignscale
 * @short_description: scales video with the numbers of PyTorch's interpolate()
 *
 * alignscale resizes raw video with the methods, the choice of align-corners and the arithmetic
 * of torch.nn.functional.interpolate(): every plane of the output holds the numbers that
 * torch computes for the same plane of the input. It takes the place of videoscale.
 *
 * ## Example pipelines
 * |[
 * gst-launch-1.0 videotestsrc ! alignscale method=bicubic align-corners=true !
 *     video/x-raw,width=1280,height=720 ! videoconvert ! autovideosink
 * ]| Output size from downstream's caps.
 * |[
 * gst-launch-1.0 videotestsrc ! alignscale scale-factor=2 ! videoconvert ! autovideosink
 * ]| Output size from the input's.
 *
 * Since: 0.1
 */
#include "gstalignscale.h"

#include "caps.h"
#include "debug.h"
#include "element.h"
#include "errors.h"
#include "geometry_meta.h"
#include "level.h"
#include "negotiation.h"
#include "pictures.h"
#include "presets.h"
#include "scaler.h"

static void init_presets (gpointer iface, gpointer unused);

G_DEFINE_TYPE_WITH_CODE (GstAlignScale, gst_align_scale, GST_TYPE_VIDEO_FILTER,
    G_IMPLEMENT_INTERFACE (GST_TYPE_PRESET, init_presets))
GST_ELEMENT_REGISTER_DEFINE (alignscale, "alignscale", GST_RANK_NONE, GST_TYPE_ALIGN_SCALE)

#define parent_class GST_BASE_TRANSFORM_CLASS (gst_align_scale_parent_class)

/* ---- properties ---- */

/* As gst-inspect-1.0 shows them. */
static const GEnumValue arithmetic_values[] = {
  { RSZ_ARITHMETIC_NATIVE,
      "As the library on integers; torch on uint8 tensors: fixed point, 8 bits "
      "between the passes",
      "native" },
  { RSZ_ARITHMETIC_FLOAT, "As torch and OpenCV on float32, rounded once at the end", "float" },
  { 0, NULL, NULL },
};

static const GEnumValue fit_values[] = {
  { GST_ALIGN_SCALE_FIT_STRETCH, "Each axis is scaled on its own", "stretch" },
  { GST_ALIGN_SCALE_FIT_LETTERBOX, "Keeps the picture's shape inside the output, with borders",
      "letterbox" },
  { GST_ALIGN_SCALE_FIT_COVER,
      "Keeps the picture's shape over all of the output; the rest is cut off", "cover" },
  { 0, NULL, NULL },
};

static const GEnumValue rule_values[] = {
  { GST_ALIGN_SCALE_RULE_EXACT, "Exact, with the display aspect ratio, rounded by border-rounding",
      "exact" },
  { GST_ALIGN_SCALE_RULE_TORCHVISION,
      "torchvision's Resize and CenterCrop: int (edge * long / short)", "torchvision" },
  { GST_ALIGN_SCALE_RULE_TIMM, "timm's ResizeKeepRatio: round (edge / ratio)", "timm" },
  { GST_ALIGN_SCALE_RULE_TRANSFORMERS, "Hugging Face's shortest_edge and longest_edge",
      "transformers" },
  { GST_ALIGN_SCALE_RULE_DETECTRON2, "detectron2's ResizeShortestEdge: int (edge * scale + 0.5)",
      "detectron2" },
  { GST_ALIGN_SCALE_RULE_MMCV, "mmcv's rescale_size: int (edge * scale + 0.5)", "mmcv" },
  { GST_ALIGN_SCALE_RULE_ULTRALYTICS, "Ultralytics' LetterBox: round (edge * scale)",
      "ultralytics" },
  { GST_ALIGN_SCALE_RULE_YOLOX, "YOLOX: int (edge * scale)", "yolox" },
  { GST_ALIGN_SCALE_RULE_SMART_RESIZE,
      "Qwen's smart_resize: multiples of a patch between min-pixels and max-pixels",
      "smart-resize" },
  { 0, NULL, NULL },
};

static const GEnumValue placement_values[] = {
  { GST_ALIGN_SCALE_PLACEMENT_CENTER, "In the middle, a border on either side", "center" },
  { GST_ALIGN_SCALE_PLACEMENT_TOP_LEFT, "At the top left, borders on the right and below",
      "top-left" },
  { 0, NULL, NULL },
};

static const GEnumValue rounding_values[] = {
  { GST_ALIGN_SCALE_ROUNDING_NEAREST, "To the nearest whole pixel, halves to even", "nearest" },
  { GST_ALIGN_SCALE_ROUNDING_DOWN, "Down to whole pixels", "down" },
  { 0, NULL, NULL },
};

static const GEnumValue nearest_values[] = {
  { RSZ_NEAREST_ROUND_PREFER_FLOOR, "To the nearest sample, halves down", "round-prefer-floor" },
  { RSZ_NEAREST_ROUND_PREFER_CEIL, "To the nearest sample, halves up", "round-prefer-ceil" },
  { RSZ_NEAREST_FLOOR, "To the sample before", "floor" },
  { RSZ_NEAREST_CEIL, "To the sample behind", "ceil" },
  { 0, NULL, NULL },
};

static const GEnumValue sample_rounding_values[] = {
  { RSZ_ROUNDING_NEAREST, "To the nearest whole number, halves to even", "nearest" },
  { RSZ_ROUNDING_TRUNCATE, "Towards zero, as a cast to uint8 does", "truncate" },
  { 0, NULL, NULL },
};

/* Of a name that several libraries have, what torch says of it. */
static GType
register_methods (void)
{
  static GEnumValue values[RSZ_N_METHODS + 1]; /* the last one ends the list */
  gint n = 0;

  for (gint i = 0; i < RSZ_N_METHODS; i++) {
    const RszMethodInfo *info = rsz_method_info ((RszMethod) i);
    gboolean is_new = TRUE;

    for (gint k = 0; k < n; k++)
      is_new = is_new && g_strcmp0 (values[k].value_nick, info->name) != 0;
    if (is_new)
      values[n++] = (GEnumValue){ i, info->summary, info->name };
  }
  return gst_align_scale_register_enum ("GstAlignScaleMethod", values);
}

static GType
register_libraries (void)
{
  static GEnumValue values[RSZ_N_LIBRARIES + 1];

  for (gint i = 0; i < RSZ_N_LIBRARIES; i++) {
    const RszLibraryInfo *info = rsz_library_info ((RszLibrary) i);

    values[i] = (GEnumValue){ i, info->summary, info->name };
  }
  return gst_align_scale_register_enum ("GstAlignScaleLibrary", values);
}

static GType
register_coordinates (void)
{
  static GEnumValue values[RSZ_N_COORDINATES + 2] = {
    { 0, "What the library does unless told: half-pixel, and torch by align-corners", "auto" },
  };

  for (gint i = 0; i < RSZ_N_COORDINATES; i++) {
    const RszCoordinatesInfo *info = rsz_coordinates_info ((RszCoordinates) i);

    values[i + 1] = (GEnumValue){ i + 1, info->summary, info->name };
  }
  return gst_align_scale_register_enum ("GstAlignScaleCoordinates", values);
}

/* Live means: the next frame shows it. A controllable one may change on every frame. */
#define LIVE                                                                                       \
  ((GParamFlags) (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING))
#define CONTROLLABLE ((GParamFlags) (LIVE | GST_PARAM_CONTROLLABLE))

/* One pixel becomes the largest size. */
#define MAX_FACTOR ((gdouble) RSZ_MAX_SIZE)

/* The settings come first. */
enum {
  PROP_0,
  PROP_LIBRARY,
  PROP_METHOD,
  PROP_ALIGN_CORNERS,
  PROP_ANTIALIAS,
  PROP_ARITHMETIC,
  PROP_COORDINATES,
  PROP_NEAREST_ROUNDING,
  PROP_CUBIC_COEFFICIENT,
  PROP_EXCLUDE_OUTSIDE,
  PROP_ROUNDING,
  PROP_SCALE_FACTOR,
  PROP_SCALE_FACTOR_X,
  PROP_SCALE_FACTOR_Y,
  PROP_RECOMPUTE_SCALE_FACTOR,
  PROP_FIT,
  PROP_SIZE_RULE,
  PROP_SHORTEST_EDGE,
  PROP_LONGEST_EDGE,
  PROP_SIZE_MULTIPLE,
  PROP_MIN_PIXELS,
  PROP_MAX_PIXELS,
  PROP_ENLARGE,
  PROP_CROP_FRACTION,
  PROP_BORDER_COLOR,
  PROP_BORDER_PLACEMENT,
  PROP_BORDER_ROUNDING,
  PROP_CROP_LEFT,
  PROP_CROP_RIGHT,
  PROP_CROP_TOP,
  PROP_CROP_BOTTOM,
  PROP_N_THREADS,
  PROP_GEOMETRY_META,
  PROP_KEEP_INPUT,
  N_SETTINGS,
  PROP_ADD_BORDERS = N_SETTINGS, /* another name of what fit says */
  PROP_PICTURE_RECTANGLE,
  PROP_RESIZED_RECTANGLE,
  PROP_SOURCE_RECTANGLE,
  PROP_ROWS_LEVEL,
  PROP_PLAN
};

static const gsize offsets[N_SETTINGS] = {
  [PROP_LIBRARY] = G_STRUCT_OFFSET (GstAlignScaleSettings, library),
  [PROP_METHOD] = G_STRUCT_OFFSET (GstAlignScaleSettings, method),
  [PROP_ALIGN_CORNERS] = G_STRUCT_OFFSET (GstAlignScaleSettings, align_corners),
  [PROP_ANTIALIAS] = G_STRUCT_OFFSET (GstAlignScaleSettings, antialias),
  [PROP_ARITHMETIC] = G_STRUCT_OFFSET (GstAlignScaleSettings, arithmetic),
  [PROP_COORDINATES] = G_STRUCT_OFFSET (GstAlignScaleSettings, coordinates),
  [PROP_NEAREST_ROUNDING] = G_STRUCT_OFFSET (GstAlignScaleSettings, nearest_rounding),
  [PROP_CUBIC_COEFFICIENT] = G_STRUCT_OFFSET (GstAlignScaleSettings, cubic_coefficient),
  [PROP_EXCLUDE_OUTSIDE] = G_STRUCT_OFFSET (GstAlignScaleSettings, exclude_outside),
  [PROP_ROUNDING] = G_STRUCT_OFFSET (GstAlignScaleSettings, rounding),
  [PROP_SCALE_FACTOR] = G_STRUCT_OFFSET (GstAlignScaleSettings, scale_factor),
  [PROP_SCALE_FACTOR_X] = G_STRUCT_OFFSET (GstAlignScaleSettings, scale_factor_x),
  [PROP_SCALE_FACTOR_Y] = G_STRUCT_OFFSET (GstAlignScaleSettings, scale_factor_y),
  [PROP_RECOMPUTE_SCALE_FACTOR] = G_STRUCT_OFFSET (GstAlignScaleSettings, recompute_scale_factor),
  [PROP_FIT] = G_STRUCT_OFFSET (GstAlignScaleSettings, fit),
  [PROP_SIZE_RULE] = G_STRUCT_OFFSET (GstAlignScaleSettings, size_rule),
  [PROP_SHORTEST_EDGE] = G_STRUCT_OFFSET (GstAlignScaleSettings, shortest_edge),
  [PROP_LONGEST_EDGE] = G_STRUCT_OFFSET (GstAlignScaleSettings, longest_edge),
  [PROP_SIZE_MULTIPLE] = G_STRUCT_OFFSET (GstAlignScaleSettings, size_multiple),
  [PROP_MIN_PIXELS] = G_STRUCT_OFFSET (GstAlignScaleSettings, min_pixels),
  [PROP_MAX_PIXELS] = G_STRUCT_OFFSET (GstAlignScaleSettings, max_pixels),
  [PROP_ENLARGE] = G_STRUCT_OFFSET (GstAlignScaleSettings, enlarge),
  [PROP_CROP_FRACTION] = G_STRUCT_OFFSET (GstAlignScaleSettings, crop_fraction),
  [PROP_BORDER_COLOR] = G_STRUCT_OFFSET (GstAlignScaleSettings, border_color),
  [PROP_BORDER_PLACEMENT] = G_STRUCT_OFFSET (GstAlignScaleSettings, border_placement),
  [PROP_BORDER_ROUNDING] = G_STRUCT_OFFSET (GstAlignScaleSettings, border_rounding),
  [PROP_CROP_LEFT] = G_STRUCT_OFFSET (GstAlignScaleSettings, crop_left),
  [PROP_CROP_RIGHT] = G_STRUCT_OFFSET (GstAlignScaleSettings, crop_right),
  [PROP_CROP_TOP] = G_STRUCT_OFFSET (GstAlignScaleSettings, crop_top),
  [PROP_CROP_BOTTOM] = G_STRUCT_OFFSET (GstAlignScaleSettings, crop_bottom),
  [PROP_GEOMETRY_META] = G_STRUCT_OFFSET (GstAlignScaleSettings, geometry_meta),
  [PROP_KEEP_INPUT] = G_STRUCT_OFFSET (GstAlignScaleSettings, keep_input),
  [PROP_N_THREADS] = G_STRUCT_OFFSET (GstAlignScaleSettings, n_threads),
};

static void
install_filter (GObjectClass *klass)
{
  /**
   * GstAlignScale:library:
   *
   * Whose pixels are made, byte for byte: those of the library that a network was trained behind.
   * Each has methods of its own (docs/libraries.md); what a library does not have is an error
   * that lists what it has, or while PLAYING a warning, and the old setting stays.
   */
  g_object_class_install_property (klass, PROP_LIBRARY,
      g_param_spec_enum ("library", "Library", "Whose pixels are made, byte for byte",
          register_libraries (), RSZ_LIBRARY_TORCH, CONTROLLABLE));

  /**
   * GstAlignScale:method:
   *
   * How source samples are weighed, by the name torch's interpolate() or the library gives it.
   */
  g_object_class_install_property (klass, PROP_METHOD,
      g_param_spec_enum ("method", "Method", "How source samples are weighed, torch's mode",
          register_methods (), RSZ_METHOD_BILINEAR, CONTROLLABLE));

  /**
   * GstAlignScale:align-corners:
   *
   * With TRUE the centres of the corner pixels of input and output coincide; with FALSE the
   * outer edges of the corner pixels do. Methods that take no such choice (nearest,
   * nearest-exact, area, lanczos) ignore it with a warning.
   */
  g_object_class_install_property (klass, PROP_ALIGN_CORNERS,
      g_param_spec_boolean ("align-corners", "Align corners",
          "Map the corner pixels' centres, not the picture's edges, onto each other", FALSE,
          CONTROLLABLE));

  /**
   * GstAlignScale:antialias:
   *
   * Widens the filter with the reduction so that every source sample counts. lanczos always
   * does; nearest, nearest-exact and area ignore it with a warning.
   */
  g_object_class_install_property (klass, PROP_ANTIALIAS,
      g_param_spec_boolean ("antialias", "Antialias",
          "Widen the filter when shrinking, so that every source pixel counts", FALSE,
          CONTROLLABLE));

  /**
   * GstAlignScale:arithmetic:
   *
   * Which of torch's two results 8-bit samples get. Deeper samples and the area method always
   * get the one of float, but native allows deeper ones to be 1 off.
   */
  g_object_class_install_property (klass, PROP_ARITHMETIC,
      g_param_spec_enum ("arithmetic", "Arithmetic",
          "How weights and sums are rounded: torch's uint8 or float32 result",
          gst_align_scale_register_enum ("GstAlignScaleArithmetic", arithmetic_values),
          RSZ_ARITHMETIC_NATIVE, CONTROLLABLE));
}

static void
install_float_libraries (GObjectClass *klass)
{
  /**
   * GstAlignScale:coordinates:
   *
   * Where output pixels fall on source pixels, by the names of ONNX's coordinate transformation
   * modes; of #GstAlignScale:library tensorflow and onnx. TensorFlow has half-pixel and, without
   * antialias, TensorFlow 1's align-corners and asymmetric.
   */
  g_object_class_install_property (klass, PROP_COORDINATES,
      g_param_spec_enum ("coordinates", "Coordinates",
          "Where output pixels fall on source pixels, of libraries tensorflow and onnx",
          register_coordinates (), 0, CONTROLLABLE));

  /**
   * GstAlignScale:nearest-rounding:
   *
   * How ONNX's method nearest makes a position a sample: its nearest_mode.
   */
  g_object_class_install_property (klass, PROP_NEAREST_ROUNDING,
      g_param_spec_enum ("nearest-rounding", "Nearest rounding",
          "How ONNX's nearest makes a position a sample: its nearest_mode",
          gst_align_scale_register_enum ("GstAlignScaleNearest", nearest_values),
          RSZ_NEAREST_ROUND_PREFER_FLOOR, CONTROLLABLE));

  /**
   * GstAlignScale:cubic-coefficient:
   *
   * The coefficient of ONNX's method cubic: its cubic_coeff_a.
   */
  g_object_class_install_property (klass, PROP_CUBIC_COEFFICIENT,
      g_param_spec_double ("cubic-coefficient", "Cubic coefficient",
          "The coefficient of ONNX's cubic: its cubic_coeff_a", -RSZ_MAX_COEFFICIENT,
          RSZ_MAX_COEFFICIENT, GST_ALIGN_SCALE_CUBIC_COEFFICIENT, CONTROLLABLE));

  /**
   * GstAlignScale:exclude-outside:
   *
   * With TRUE ONNX's method cubic, and linear with antialias, leave out the weights of samples
   * outside of the source; with FALSE these count as the border's.
   */
  g_object_class_install_property (klass, PROP_EXCLUDE_OUTSIDE,
      g_param_spec_boolean ("exclude-outside", "Exclude outside",
          "Leave out weights outside of the source: ONNX's exclude_outside", FALSE, CONTROLLABLE));

  /**
   * GstAlignScale:rounding:
   *
   * How the float32 results of #GstAlignScale:library tensorflow and onnx become whole samples.
   * They are clamped to what samples can be before.
   */
  g_object_class_install_property (klass, PROP_ROUNDING,
      g_param_spec_enum ("rounding", "Rounding",
          "How the float32 results of libraries tensorflow and onnx become whole",
          gst_align_scale_register_enum ("GstAlignScaleSampleRounding", sample_rounding_values),
          RSZ_ROUNDING_NEAREST, CONTROLLABLE));
}

static void
install_factors (GObjectClass *klass)
{
  /**
   * GstAlignScale:scale-factor:
   *
   * Output size as a multiple of the input size, truncated to whole pixels. 0 leaves the size to
   * downstream. A change while PLAYING renegotiates; if downstream cannot take the new size, the
   * old one stays and a warning says so.
   */
  g_object_class_install_property (klass, PROP_SCALE_FACTOR,
      g_param_spec_double ("scale-factor", "Scale factor",
          "Output size as a multiple of the input size (0 = downstream chooses the size)", 0.0,
          MAX_FACTOR, 0.0, CONTROLLABLE));

  /**
   * GstAlignScale:scale-factor-x:
   *
   * As #GstAlignScale:scale-factor, for the width alone.
   */
  g_object_class_install_property (klass, PROP_SCALE_FACTOR_X,
      g_param_spec_double ("scale-factor-x", "Horizontal scale factor",
          "Output width as a multiple of the input width (0 = as scale-factor)", 0.0, MAX_FACTOR,
          0.0, CONTROLLABLE));

  /**
   * GstAlignScale:scale-factor-y:
   *
   * As #GstAlignScale:scale-factor, for the height alone.
   */
  g_object_class_install_property (klass, PROP_SCALE_FACTOR_Y,
      g_param_spec_double ("scale-factor-y", "Vertical scale factor",
          "Output height as a multiple of the input height (0 = as scale-factor)", 0.0, MAX_FACTOR,
          0.0, CONTROLLABLE));

  /**
   * GstAlignScale:recompute-scale-factor:
   *
   * With TRUE pixels are placed by the ratio of the two sizes, with FALSE by the scale factor as
   * given; they differ where the factor does not give a whole number of pixels. Without a factor
   * it has no effect; area always recomputes.
   */
  g_object_class_install_property (klass, PROP_RECOMPUTE_SCALE_FACTOR,
      g_param_spec_boolean ("recompute-scale-factor", "Recompute scale factor",
          "Place pixels by the ratio of the sizes instead of the scale factor as given", FALSE,
          CONTROLLABLE));
}

static void
install_fit (GObjectClass *klass)
{
  /**
   * GstAlignScale:fit:
   *
   * How the picture becomes as large as the output: stretched, inside borders (letterbox, what
   * add-borders says, too), or so large that it covers the output and is cut off in the middle of
   * what is resized, as a centre crop after a resize: filters reach beyond the cut. The output's
   * pixels then have the shape of the input's unless downstream demands another. Where a scale
   * factor makes the size the picture is stretched.
   */
  g_object_class_install_property (klass, PROP_FIT,
      g_param_spec_enum ("fit", "Fit", "How the picture becomes as large as the output",
          gst_align_scale_register_enum ("GstAlignScaleFit", fit_values),
          GST_ALIGN_SCALE_FIT_STRETCH, CONTROLLABLE));

  /**
   * GstAlignScale:size-rule:
   *
   * Whose arithmetic makes whole pixels of the size of a picture that keeps its shape: exact, or as
   * the transforms that networks were trained behind, rounding errors of their doubles included
   * (docs/fit.md). Those count pixels, whatever their shape; exact keeps the display aspect ratio.
   * smart-resize makes a size of its own, also for stretch.
   */
  g_object_class_install_property (klass, PROP_SIZE_RULE,
      g_param_spec_enum ("size-rule", "Size rule",
          "Whose arithmetic makes whole pixels of the picture's size",
          gst_align_scale_register_enum ("GstAlignScaleRule", rule_values),
          GST_ALIGN_SCALE_RULE_EXACT, CONTROLLABLE));

  /**
   * GstAlignScale:shortest-edge:
   *
   * Pixels of the resized picture's shorter edge, the other one keeping its shape: torchvision's
   * Resize (256). 0 leaves the size to the output. With fit=stretch it makes the output's size.
   */
  g_object_class_install_property (klass, PROP_SHORTEST_EDGE,
      g_param_spec_uint ("shortest-edge", "Shortest edge",
          "Pixels of the resized picture's shorter edge (0 = the output decides)", 0, RSZ_MAX_SIZE,
          0, CONTROLLABLE));

  /**
   * GstAlignScale:longest-edge:
   *
   * The most that the longer edge may have beside shortest-edge (max_size); alone what it has.
   */
  g_object_class_install_property (klass, PROP_LONGEST_EDGE,
      g_param_spec_uint ("longest-edge", "Longest edge",
          "Pixels of the resized picture's longer edge, the most beside shortest-edge (0 = any)", 0,
          RSZ_MAX_SIZE, 0, CONTROLLABLE));

  /**
   * GstAlignScale:size-multiple:
   *
   * Where downstream leaves the size open, width and height are multiples of this: the nearest with
   * fit=stretch, the next one above with letterbox, the next one below with cover. Of smart-resize
   * the patch, 28 where it is 1.
   */
  g_object_class_install_property (klass, PROP_SIZE_MULTIPLE,
      g_param_spec_uint ("size-multiple", "Size multiple",
          "Width and height of an open output size are multiples of this many pixels", 1,
          RSZ_MAX_SIZE, 1, CONTROLLABLE));
}

static void
install_sizes (GObjectClass *klass)
{
  /**
   * GstAlignScale:min-pixels:
   *
   * Least number of pixels of a picture with size-rule=smart-resize.
   */
  g_object_class_install_property (klass, PROP_MIN_PIXELS,
      g_param_spec_uint ("min-pixels", "Least pixels",
          "Pixels that a picture of size-rule=smart-resize has at least", 1, G_MAXINT, 56 * 56,
          CONTROLLABLE));

  /**
   * GstAlignScale:max-pixels:
   *
   * Largest number of pixels of a picture with size-rule=smart-resize.
   */
  g_object_class_install_property (klass, PROP_MAX_PIXELS,
      g_param_spec_uint ("max-pixels", "Most pixels",
          "Pixels that a picture of size-rule=smart-resize has at most", 1, G_MAXINT,
          14 * 14 * 4 * 1280, CONTROLLABLE));

  /**
   * GstAlignScale:enlarge:
   *
   * With FALSE a picture that keeps its shape and would grow keeps its size instead (Ultralytics'
   * scaleup).
   */
  g_object_class_install_property (klass, PROP_ENLARGE,
      g_param_spec_boolean ("enlarge", "Enlarge",
          "Enlarge pictures that are smaller than what they are fitted to", TRUE, CONTROLLABLE));

  /**
   * GstAlignScale:crop-fraction:
   *
   * How much of the resized picture's edges the output shows: the picture is fitted to a size of
   * floor (output / crop-fraction) and cut off around its middle. timm's crop_pct; its squash is
   * fit=stretch. Edges, where set, decide instead.
   */
  g_object_class_install_property (klass, PROP_CROP_FRACTION,
      g_param_spec_double ("crop-fraction", "Crop fraction",
          "Share of the resized picture's edges that the output shows", 0.01, 1.0, 1.0,
          CONTROLLABLE));
}

static void
install_borders (GObjectClass *klass)
{
  /**
   * GstAlignScale:add-borders:
   *
   * fit=letterbox by the name that videoscale gives it. FALSE makes letterbox stretch.
   */
  g_object_class_install_property (klass, PROP_ADD_BORDERS,
      g_param_spec_boolean ("add-borders", "Add borders",
          "Keep the display aspect ratio by borders around the picture: fit=letterbox", FALSE,
          CONTROLLABLE));

  /**
   * GstAlignScale:border-color:
   *
   * Colour of the borders as 0xAARRGGBB, in R'G'B' of full range whatever the format.
   */
  g_object_class_install_property (klass, PROP_BORDER_COLOR,
      g_param_spec_uint ("border-color", "Border colour",
          "Colour of the borders, big-endian ARGB (0xff727272 is the grey of detection networks)",
          0, G_MAXUINT, 0xff000000, CONTROLLABLE));

  /**
   * GstAlignScale:border-placement:
   *
   * Where the picture is inside the borders; always at whole samples of every plane.
   */
  g_object_class_install_property (klass, PROP_BORDER_PLACEMENT,
      g_param_spec_enum ("border-placement", "Border placement",
          "Where the picture is placed inside the borders",
          gst_align_scale_register_enum ("GstAlignScalePlacement", placement_values),
          GST_ALIGN_SCALE_PLACEMENT_CENTER, CONTROLLABLE));

  /**
   * GstAlignScale:border-rounding:
   *
   * How the exact size of a picture that keeps its shape becomes whole pixels, with
   * size-rule=exact.
   */
  g_object_class_install_property (klass, PROP_BORDER_ROUNDING,
      g_param_spec_enum ("border-rounding", "Border rounding",
          "How the exact size of a picture that keeps its shape is made whole",
          gst_align_scale_register_enum ("GstAlignScaleRounding", rounding_values),
          GST_ALIGN_SCALE_ROUNDING_NEAREST, CONTROLLABLE));
}

static void
install_edge (
    GObjectClass *klass, guint id, const gchar *name, const gchar *nick, const gchar *blurb)
{
  g_object_class_install_property (
      klass, id, g_param_spec_uint (name, nick, blurb, 0, G_MAXINT, 0, CONTROLLABLE));
}

static void
install_crop (GObjectClass *klass)
{
  /**
   * GstAlignScale:crop-left:
   *
   * Pixels cut off the input on the left, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   */
  install_edge (klass, PROP_CROP_LEFT, "crop-left", "Crop left",
      "Pixels of the input that are cut off on the left before scaling");

  /**
   * GstAlignScale:crop-right:
   *
   * Pixels cut off the input on the right, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   */
  install_edge (klass, PROP_CROP_RIGHT, "crop-right", "Crop right",
      "Pixels of the input that are cut off on the right before scaling");

  /**
   * GstAlignScale:crop-top:
   *
   * Pixels cut off the input at the top, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   */
  install_edge (klass, PROP_CROP_TOP, "crop-top", "Crop top",
      "Pixels of the input that are cut off at the top before scaling");

  /**
   * GstAlignScale:crop-bottom:
   *
   * Pixels cut off the input at the bottom, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   */
  install_edge (klass, PROP_CROP_BOTTOM, "crop-bottom", "Crop bottom",
      "Pixels of the input that are cut off at the bottom before scaling");
}

static void
install_threads (GObjectClass *klass)
{
  /**
   * GstAlignScale:n-threads:
   *
   * Number of slices of a frame that are scaled at the same time. The output does not depend on
   * it. With 1 no thread is started.
   */
  g_object_class_install_property (klass, PROP_N_THREADS,
      g_param_spec_uint ("n-threads", "Threads",
          "Threads that share a frame; the output is the same for any (0 = one per processor)", 0,
          RSZ_MAX_SLICES, 1, LIVE));
}

static void
install_geometry (GObjectClass *klass)
{
  /**
   * GstAlignScale:geometry-meta:
   *
   * Puts on every frame that is scaled where its picture lies: a GstCustomMeta of the name
   * GstAlignScaleGeometry, whose ints are listed in docs/boxes.md. Frames that pass untouched get
   * none. It takes a microsecond and some memory for each frame, so it has to be asked for; presets
   * ask for it.
   */
  g_object_class_install_property (klass, PROP_GEOMETRY_META,
      g_param_spec_boolean ("geometry-meta", "Geometry meta",
          "Put where the picture lies on every frame that is scaled", FALSE, LIVE));

  /**
   * GstAlignScale:keep-input:
   *
   * The meta holds the frame that came in, too, until alignrestore or the last owner of the
   * buffer lets go of it. Sources and decoders with few buffers then wait for it.
   */
  g_object_class_install_property (klass, PROP_KEEP_INPUT,
      g_param_spec_boolean ("keep-input", "Keep the input",
          "Let the geometry meta hold the frame that came in, for alignrestore", FALSE, LIVE));
}

static void
install_read_only (GObjectClass *klass)
{
  const GParamFlags flags = (GParamFlags) (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * GstAlignScale:picture-rectangle:
   *
   * Where the picture is in the output frame: a structure with the ints x, y, width and height.
   * Around it are borders. NULL before there are caps. Notified when it changes, before the frame
   * it is of leaves the element.
   */
  g_object_class_install_property (klass, PROP_PICTURE_RECTANGLE,
      g_param_spec_boxed ("picture-rectangle", "Picture rectangle",
          "Where the picture is in the output frame: x, y, width, height", GST_TYPE_STRUCTURE,
          flags));

  /**
   * GstAlignScale:resized-rectangle:
   *
   * Where all of the resized picture would be in the output frame, as
   * #GstAlignScale:picture-rectangle: with fit=cover it reaches beyond the frame, so that x and y
   * are negative.
   */
  g_object_class_install_property (klass, PROP_RESIZED_RECTANGLE,
      g_param_spec_boxed ("resized-rectangle", "Resized rectangle",
          "Where all of the resized picture would be in the output frame: x, y, width, height",
          GST_TYPE_STRUCTURE, flags));

  /**
   * GstAlignScale:source-rectangle:
   *
   * What of the input frame has become the picture, as #GstAlignScale:picture-rectangle.
   */
  g_object_class_install_property (klass, PROP_SOURCE_RECTANGLE,
      g_param_spec_boxed ("source-rectangle", "Source rectangle",
          "What of the input frame has become the picture: x, y, width, height", GST_TYPE_STRUCTURE,
          flags));

  /**
   * GstAlignScale:rows-level:
   *
   * The level of row functions that this processor runs, or the one the environment variable
   * ALIGNSCALE_ROWS stops at: c, orc, ... The output does not depend on it. NULL before the element
   * has been started once.
   */
  g_object_class_install_property (klass, PROP_ROWS_LEVEL,
      g_param_spec_string ("rows-level", "Level of rows",
          "Level of row functions that this processor runs (NULL = not started yet)", NULL, flags));

  /**
   * GstAlignScale:plan:
   *
   * How frames are scaled now, as text: for each plane its sizes and the ways that were chosen for
   * its columns and rows. For people to read; its form may change. NULL where there are no caps or
   * the memory of frames cannot be read. Not notified, because it can change with every frame.
   */
  g_object_class_install_property (klass, PROP_PLAN,
      g_param_spec_string ("plan", "Plan",
          "How each plane of a frame is scaled, as text for people (NULL = no caps yet)", NULL,
          flags));
}

static void
set_setting (GstAlignScaleSettings *settings, guint id, const GValue *value, GParamSpec *pspec)
{
  gpointer field = G_STRUCT_MEMBER_P (settings, offsets[id]);

  switch (G_TYPE_FUNDAMENTAL (pspec->value_type)) {
  case G_TYPE_ENUM:
    *(gint *) field = g_value_get_enum (value);
    break;
  case G_TYPE_BOOLEAN:
    *(gboolean *) field = g_value_get_boolean (value);
    break;
  case G_TYPE_DOUBLE:
    *(gdouble *) field = g_value_get_double (value);
    break;
  default:
    *(guint *) field = g_value_get_uint (value);
    break;
  }
}

static void
get_setting (const GstAlignScaleSettings *settings, guint id, GValue *value, GParamSpec *pspec)
{
  gconstpointer field = G_STRUCT_MEMBER_P (settings, offsets[id]);

  switch (G_TYPE_FUNDAMENTAL (pspec->value_type)) {
  case G_TYPE_ENUM:
    g_value_set_enum (value, *(const gint *) field);
    break;
  case G_TYPE_BOOLEAN:
    g_value_set_boolean (value, *(const gboolean *) field);
    break;
  case G_TYPE_DOUBLE:
    g_value_set_double (value, *(const gdouble *) field);
    break;
  default:
    g_value_set_uint (value, *(const guint *) field);
    break;
  }
}

/* The defaults of the properties. */
static void
init_settings (GstAlignScaleSettings *settings, GObjectClass *klass)
{
  guint n;
  GParamSpec **pspecs = g_object_class_list_properties (klass, &n);

  for (guint i = 0; i < n; i++) {
    if (pspecs[i]->owner_type == G_OBJECT_CLASS_TYPE (klass) && pspecs[i]->param_id < N_SETTINGS)
      set_setting (
          settings, pspecs[i]->param_id, g_param_spec_get_default_value (pspecs[i]), pspecs[i]);
  }
  g_free (pspecs);
}

/* NULL where there are no caps yet. */
static void
take_rectangle (GValue *value, const gchar *name, const GstVideoRectangle *rectangle)
{
  if (rectangle->w == 0)
    return;
  g_value_take_boxed (
      value, gst_structure_new (name, "x", G_TYPE_INT, rectangle->x, "y", G_TYPE_INT, rectangle->y,
                 "width", G_TYPE_INT, rectangle->w, "height", G_TYPE_INT, rectangle->h, NULL));
}

static void
set_borders (GstAlignScaleSettings *settings, gboolean borders)
{
  if (borders)
    settings->fit = GST_ALIGN_SCALE_FIT_LETTERBOX;
  else if (settings->fit == GST_ALIGN_SCALE_FIT_LETTERBOX)
    settings->fit = GST_ALIGN_SCALE_FIT_STRETCH;
}

static void
gst_align_scale_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);
  gboolean was_inside, is_inside;

  GST_OBJECT_LOCK (self);
  was_inside = self->settings.fit == GST_ALIGN_SCALE_FIT_LETTERBOX;
  if (id == PROP_ADD_BORDERS)
    set_borders (&self->settings, g_value_get_boolean (value));
  else
    GST_ALIGN_SCALE_GET_CLASS (self)->set_setting (&self->settings, id, value, pspec);
  is_inside = self->settings.fit == GST_ALIGN_SCALE_FIT_LETTERBOX;
  GST_OBJECT_UNLOCK (self);
  if (is_inside != was_inside) /* the other name of it changes, too */
    g_object_notify (object, id == PROP_FIT ? "add-borders" : "fit");
}

/* GstAlignScaleSetTogether; settings alone. */
static void
set_together (GObject *object, guint n, GParamSpec *const *pspecs, const GValue *values)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);

  g_object_freeze_notify (object);
  GST_OBJECT_LOCK (self);
  for (guint i = 0; i < n; i++)
    GST_ALIGN_SCALE_GET_CLASS (self)->set_setting (
        &self->settings, pspecs[i]->param_id, &values[i], pspecs[i]);
  GST_OBJECT_UNLOCK (self);
  for (guint i = 0; i < n; i++)
    g_object_notify_by_pspec (object, pspecs[i]);
  g_object_notify (object, "add-borders");
  g_object_thaw_notify (object);
}

static void
init_presets (gpointer iface, gpointer unused)
{
  gst_align_scale_presets_init (iface, set_together);
}

static void
gst_align_scale_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GstAlignScale *self = GST_ALIGN_SCALE (object);

  GST_OBJECT_LOCK (self);
  switch (id) {
  case PROP_PICTURE_RECTANGLE:
    take_rectangle (value, pspec->name, &self->framing.picture);
    break;
  case PROP_RESIZED_RECTANGLE:
    take_rectangle (value, pspec->name, &self->framing.resized);
    break;
  case PROP_SOURCE_RECTANGLE:
    take_rectangle (value, pspec->name, &self->framing.source);
    break;
  case PROP_ROWS_LEVEL:
    g_value_set_static_string (value, self->rows_level);
    break;
  case PROP_PLAN: /* made when it is asked for: plans may be built for every frame */
    g_value_take_string (value, gst_align_scale_plan_describe (&self->plan));
    break;
  case PROP_ADD_BORDERS:
    g_value_set_boolean (value, self->settings.fit == GST_ALIGN_SCALE_FIT_LETTERBOX);
    break;
  default:
    GST_ALIGN_SCALE_GET_CLASS (self)->get_setting (&self->settings, id, value, pspec);
    break;
  }
  GST_OBJECT_UNLOCK (self);
}

/* ---- caps ---- */

static GstCaps *
gst_align_scale_transform_caps (
    GstBaseTransform *trans, GstPadDirection direction, GstCaps *caps, GstCaps *filter)
{
  return gst_align_scale_caps_transform (caps, filter);
}

static gboolean
gst_align_scale_set_info (GstVideoFilter *filter, GstCaps *in, GstVideoInfo *in_info, GstCaps *out,
    GstVideoInfo *out_info)
{
  GstAlignScale *self = GST_ALIGN_SCALE (filter);

  if (!gst_align_scale_caps_read (&self->in_info, in)
      || !gst_align_scale_caps_read (&self->out_info, out))
    return FALSE;
  self->scalable = gst_align_scale_caps_scalable (gst_caps_get_features (in, 0));
  self->configured = gst_align_scale_update_set_info (self);
  return self->configured;
}

static gboolean
gst_align_scale_sink_event (GstBaseTransform *trans, GstEvent *event)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  GstCaps *caps;
  gboolean taken;

  if (GST_EVENT_TYPE (event) != GST_EVENT_CAPS)
    return parent_class->sink_event (trans, event);

  gst_event_parse_caps (event, &caps);
  taken = gst_align_scale_update_for_caps (self, caps);
  gst_event_unref (event);
  return taken;
}

/* ---- frames ---- */

static void
gst_align_scale_before_transform (GstBaseTransform *trans, GstBuffer *buffer)
{
  gst_align_scale_sync_controllers (trans, buffer);
  gst_align_scale_update_for_frame (GST_ALIGN_SCALE (trans), buffer);
}

/* The base class has copied the other metas. */
static void
add_geometry (GstAlignScale *self, GstBuffer *outbuf, GstBuffer *inbuf)
{
  const GstAlignScaleSettings *settings = &self->effective;
  g_autoptr (GstCaps) caps = NULL;

  if (settings->keep_input)
    caps = gst_pad_get_current_caps (GST_BASE_TRANSFORM_SINK_PAD (self));
  if (settings->geometry_meta || settings->keep_input)
    gst_align_scale_geometry_meta_add (
        outbuf, &self->out_info, inbuf, &self->in_info, &self->framing, caps);
}

static GstFlowReturn
gst_align_scale_transform (GstBaseTransform *trans, GstBuffer *inbuf, GstBuffer *outbuf)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  g_autofree gchar *message = NULL;

  if (self->plan.n_pictures == 0)
    return GST_FLOW_ERROR; /* it has been said why */
  add_geometry (self, outbuf, inbuf);
  if (gst_align_scale_plan_run (&self->plan, self->slices, inbuf, outbuf, &message))
    return GST_FLOW_OK;
  GST_ELEMENT_ERROR (self, STREAM, FORMAT, ("%s", message), (NULL));
  return GST_FLOW_ERROR;
}

static gboolean
gst_align_scale_transform_meta (
    GstBaseTransform *trans, GstBuffer *outbuf, GstMeta *meta, GstBuffer *inbuf)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  if (gst_align_scale_geometry_meta_is (meta))
    return FALSE; /* a new one takes it over */
  return gst_align_scale_meta_transform (
      outbuf, &self->out_info, meta, inbuf, &self->in_info, &self->framing);
}

/* Buffers of several pictures come out of a pool of ours, which keeps what else the query
 * settled. */
static gboolean
gst_align_scale_decide_allocation (GstBaseTransform *trans, GstQuery *query)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  gst_align_scale_pictures_offer_pool (query, &self->out_info);
  gst_align_scale_pictures_ask_alignment (query, &self->out_info);
  return parent_class->decide_allocation (trans, query);
}

static gboolean
gst_align_scale_propose_allocation (
    GstBaseTransform *trans, GstQuery *decide_query, GstQuery *query)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  gboolean crops;

  if (!parent_class->propose_allocation (trans, decide_query, query))
    return FALSE;
  if (decide_query != NULL) {
    gst_query_add_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
    gst_align_scale_pictures_offer_pool (query, &self->in_info);
    return TRUE;
  }
  /* passthrough: the answer is downstream's */
  crops = gst_query_find_allocation_meta (query, GST_VIDEO_CROP_META_API_TYPE, NULL);
  if (crops != self->downstream_crops)
    self->stale = TRUE;
  self->downstream_crops = crops;
  return TRUE;
}

/* For its answer on memory the base class negotiates what is pending, and posts an error where
 * that fails. */
static gboolean
gst_align_scale_query (GstBaseTransform *trans, GstPadDirection direction, GstQuery *query)
{
  if (direction == GST_PAD_SINK && GST_QUERY_TYPE (query) == GST_QUERY_ALLOCATION
      && !gst_align_scale_negotiate_pending (GST_ALIGN_SCALE (trans)))
    return FALSE;
  return parent_class->query (trans, direction, query);
}

static GstEvent *
map_navigation (GstAlignScale *self, GstEvent *event)
{
  GstAlignScaleFraming framing;

  GST_OBJECT_LOCK (self);
  framing = self->framing;
  GST_OBJECT_UNLOCK (self);
  return gst_align_scale_framing_map_navigation (&framing, event);
}

static gboolean
gst_align_scale_src_event (GstBaseTransform *trans, GstEvent *event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_RECONFIGURE)
    g_atomic_int_inc (&GST_ALIGN_SCALE (trans)->n_announced);
  if (GST_EVENT_TYPE (event) == GST_EVENT_NAVIGATION)
    event = map_navigation (GST_ALIGN_SCALE (trans), event);
  return parent_class->src_event (trans, event);
}

/* ---- life ---- */

static gboolean
gst_align_scale_start (GstBaseTransform *trans)
{
  const gchar *level = gst_align_scale_level ();
  GstAlignScale *self = GST_ALIGN_SCALE (trans);
  const gboolean first = self->rows_level == NULL;

  GST_INFO_OBJECT (self, "rows: %s", level);
  GST_OBJECT_LOCK (self);
  self->rows_level = level;
  GST_OBJECT_UNLOCK (self);
  if (first)
    g_object_notify (G_OBJECT (self), "rows-level");
  return TRUE;
}

static gboolean
gst_align_scale_stop (GstBaseTransform *trans)
{
  GstAlignScale *self = GST_ALIGN_SCALE (trans);

  gst_align_scale_update_stop (self);
  g_clear_pointer (&self->slices, gst_align_scale_slices_free);
  gst_caps_replace (&self->last_caps, NULL);
  self->error_posted = FALSE;
  return TRUE;
}

static GstStateChangeReturn
gst_align_scale_change_state (GstElement *element, GstStateChange transition)
{
  const GstStateChangeReturn result =
      GST_ELEMENT_CLASS (gst_align_scale_parent_class)->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_READY_TO_NULL)
    gst_align_scale_forget_context (GST_ALIGN_SCALE (element));
  return result;
}

static void
gst_align_scale_set_context (GstElement *element, GstContext *context)
{
  /* in this order: the parent drops the context of before under the object lock, which must not
   * be the end of a pool */
  GST_ELEMENT_CLASS (gst_align_scale_parent_class)->set_context (element, context);
  gst_align_scale_take_context (GST_ALIGN_SCALE (element), context);
}

static void
gst_align_scale_finalize (GObject *object)
{
  /* the base class has stopped by now, if it ever started */
  gst_clear_object (&GST_ALIGN_SCALE (object)->given_pool);
  G_OBJECT_CLASS (gst_align_scale_parent_class)->finalize (object);
}

static void
gst_align_scale_class_init (GstAlignScaleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseTransformClass *trans_class = GST_BASE_TRANSFORM_CLASS (klass);
  GstVideoFilterClass *filter_class = GST_VIDEO_FILTER_CLASS (klass);
  GstCaps *caps = gst_align_scale_caps_template ();

  klass->set_setting = set_setting;
  klass->get_setting = get_setting;
  gst_align_scale_geometry_meta_register ();
  object_class->set_property = gst_align_scale_set_property;
  object_class->get_property = gst_align_scale_get_property;
  object_class->finalize = gst_align_scale_finalize;
  install_filter (object_class);
  install_float_libraries (object_class);
  install_factors (object_class);
  install_fit (object_class);
  install_sizes (object_class);
  install_borders (object_class);
  install_crop (object_class);
  install_threads (object_class);
  install_geometry (object_class);
  install_read_only (object_class);

  gst_element_class_set_static_metadata (element_class, "Video scaler with torch's numbers",
      "Filter/Converter/Video/Scaler", "Resizes video exactly as PyTorch's interpolate does",
      "The alignscale authors");
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template (
      element_class, gst_pad_template_new ("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_caps_unref (caps);

  element_class->change_state = GST_DEBUG_FUNCPTR (gst_align_scale_change_state);
  element_class->post_message = GST_DEBUG_FUNCPTR (gst_align_scale_post_message);
  element_class->set_context = GST_DEBUG_FUNCPTR (gst_align_scale_set_context);
  trans_class->start = GST_DEBUG_FUNCPTR (gst_align_scale_start);
  trans_class->stop = GST_DEBUG_FUNCPTR (gst_align_scale_stop);
  trans_class->transform_caps = GST_DEBUG_FUNCPTR (gst_align_scale_transform_caps);
  trans_class->fixate_caps = GST_DEBUG_FUNCPTR (gst_align_scale_fixate_caps);
  trans_class->before_transform = GST_DEBUG_FUNCPTR (gst_align_scale_before_transform);
  trans_class->submit_input_buffer = GST_DEBUG_FUNCPTR (gst_align_scale_submit_input_buffer);
  trans_class->prepare_output_buffer = GST_DEBUG_FUNCPTR (gst_align_scale_prepare_output_buffer);
  trans_class->transform = GST_DEBUG_FUNCPTR (gst_align_scale_transform);
  trans_class->transform_meta = GST_DEBUG_FUNCPTR (gst_align_scale_transform_meta);
  trans_class->filter_meta = GST_DEBUG_FUNCPTR (gst_align_scale_filter_meta);
  trans_class->decide_allocation = GST_DEBUG_FUNCPTR (gst_align_scale_decide_allocation);
  trans_class->propose_allocation = GST_DEBUG_FUNCPTR (gst_align_scale_propose_allocation);
  trans_class->query = GST_DEBUG_FUNCPTR (gst_align_scale_query);
  trans_class->sink_event = GST_DEBUG_FUNCPTR (gst_align_scale_sink_event);
  trans_class->src_event = GST_DEBUG_FUNCPTR (gst_align_scale_src_event);
  /* GstVideoFilter would switch to working in place for want of a transform_frame */
  trans_class->transform_ip = NULL;
  trans_class->passthrough_on_same_caps = FALSE;
  filter_class->set_info = GST_DEBUG_FUNCPTR (gst_align_scale_set_info);
}

static void
gst_align_scale_init (GstAlignScale *self)
{
  init_settings (&self->settings, G_OBJECT_GET_CLASS (self));
  self->requested = self->effective = self->settings;
  gst_base_transform_set_gap_aware (GST_BASE_TRANSFORM (self), TRUE);
  gst_align_scale_errors_init (self);
}
