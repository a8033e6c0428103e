/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "properties.h"

#include "element.h"
#include "settings.h"

/* Live means: the next frame shows it. A controllable one may change on every frame. */
#define LIVE                                                                                       \
  ((GParamFlags) (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING))
#define CONTROLLABLE ((GParamFlags) (LIVE | GST_PARAM_CONTROLLABLE))
#define READ_ONLY ((GParamFlags) (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS))

/* As gst-inspect-1.0 shows them. */
static const GEnumValue arithmetic_values[] = {
  { RSZ_ARITHMETIC_NATIVE,
      "As the library does on whole numbers (torch: on uint8 tensors, in fixed point)", "native" },
  { RSZ_ARITHMETIC_FLOAT, "As torch and OpenCV do on float32 numbers, rounded once at the end",
      "float" },
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

/* One pixel becomes the largest size. */
#define MAX_FACTOR ((gdouble) RSZ_MAX_SIZE)

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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (library),
      g_param_spec_enum ("library", "Library",
          "Whose pixels are made, byte for byte: choose what the network was trained behind",
          register_libraries (), RSZ_LIBRARY_TORCH, CONTROLLABLE));

  /**
   * GstAlignScale:method:
   *
   * How source samples are weighed, by the name torch's interpolate() or the library gives it.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (method),
      g_param_spec_enum ("method", "Method",
          "How source samples are weighed: torch's mode, and other libraries' filters",
          register_methods (), RSZ_METHOD_BILINEAR, CONTROLLABLE));

  /**
   * GstAlignScale:align-corners:
   *
   * With TRUE the centres of the corner pixels of input and output coincide; with FALSE the
   * outer edges of the corner pixels do. Methods that take no such choice (nearest,
   * nearest-exact, area, lanczos) ignore it with a warning.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (align_corners),
      g_param_spec_boolean ("align-corners", "Align corners",
          "Map corner pixels' centres onto each other (false = the picture's edges, which shifts "
          "nothing)",
          FALSE, CONTROLLABLE));

  /**
   * GstAlignScale:antialias:
   *
   * Widens the filter with the reduction so that every source sample counts. lanczos always
   * does; nearest, nearest-exact and area ignore it with a warning.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (antialias),
      g_param_spec_boolean ("antialias", "Antialias",
          "Widen the filter when shrinking, so that every source pixel counts", FALSE,
          CONTROLLABLE));

  /**
   * GstAlignScale:arithmetic:
   *
   * Which of torch's two results 8-bit samples get. Deeper samples and the area method always
   * get the one of float, but native allows deeper ones to be 1 off.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (arithmetic),
      g_param_spec_enum ("arithmetic", "Arithmetic",
          "What the library is asked to scale, which decides how sums are rounded",
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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (coordinates),
      g_param_spec_enum ("coordinates", "Coordinates",
          "Where output pixels fall on source pixels, of libraries tensorflow and onnx",
          register_coordinates (), 0, CONTROLLABLE));

  /**
   * GstAlignScale:nearest-rounding:
   *
   * How ONNX's method nearest makes a position a sample: its nearest_mode.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (nearest_rounding),
      g_param_spec_enum ("nearest-rounding", "Nearest rounding",
          "How ONNX's nearest makes a position a sample: its nearest_mode",
          gst_align_scale_register_enum ("GstAlignScaleNearest", nearest_values),
          RSZ_NEAREST_ROUND_PREFER_FLOOR, CONTROLLABLE));

  /**
   * GstAlignScale:cubic-coefficient:
   *
   * The coefficient of ONNX's method cubic: its cubic_coeff_a.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (cubic_coefficient),
      g_param_spec_double ("cubic-coefficient", "Cubic coefficient",
          "The coefficient of ONNX's cubic: its cubic_coeff_a", -RSZ_MAX_COEFFICIENT,
          RSZ_MAX_COEFFICIENT, GST_ALIGN_SCALE_CUBIC_COEFFICIENT, CONTROLLABLE));

  /**
   * GstAlignScale:exclude-outside:
   *
   * With TRUE ONNX's method cubic, and linear with antialias, leave out the weights of samples
   * outside of the source; with FALSE these count as the border's.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (exclude_outside),
      g_param_spec_boolean ("exclude-outside", "Exclude outside",
          "Leave out weights outside of the source: ONNX's exclude_outside", FALSE, CONTROLLABLE));

  /**
   * GstAlignScale:rounding:
   *
   * How the float32 results of #GstAlignScale:library tensorflow and onnx become whole samples.
   * They are clamped to what samples can be before.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (rounding),
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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (scale_factor),
      g_param_spec_double ("scale-factor", "Scale factor",
          "Output size as a multiple of the input size (0 = downstream chooses the size)", 0.0,
          MAX_FACTOR, 0.0, CONTROLLABLE));

  /**
   * GstAlignScale:scale-factor-x:
   *
   * As #GstAlignScale:scale-factor, for the width alone.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (scale_factor_x),
      g_param_spec_double ("scale-factor-x", "Horizontal scale factor",
          "Output width as a multiple of the input width (0 = as scale-factor)", 0.0, MAX_FACTOR,
          0.0, CONTROLLABLE));

  /**
   * GstAlignScale:scale-factor-y:
   *
   * As #GstAlignScale:scale-factor, for the height alone.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (scale_factor_y),
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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (recompute_scale_factor),
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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (fit),
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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (size_rule),
      g_param_spec_enum ("size-rule", "Size rule",
          "Whose arithmetic makes whole pixels of the picture's size",
          gst_align_scale_register_enum ("GstAlignScaleRule", rule_values),
          GST_ALIGN_SCALE_RULE_EXACT, CONTROLLABLE));
}

static void
install_edges (GObjectClass *klass)
{
  /**
   * GstAlignScale:shortest-edge:
   *
   * Pixels of the resized picture's shorter edge, the other one keeping its shape: torchvision's
   * Resize (256). 0 leaves the size to the output. With fit=stretch it makes the output's size.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (shortest_edge),
      g_param_spec_uint ("shortest-edge", "Shortest edge",
          "Pixels of the resized picture's shorter edge (0 = the output decides)", 0, RSZ_MAX_SIZE,
          0, CONTROLLABLE));

  /**
   * GstAlignScale:longest-edge:
   *
   * The most that the longer edge may have beside shortest-edge (max_size); alone what it has.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (longest_edge),
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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (size_multiple),
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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (min_pixels),
      g_param_spec_uint ("min-pixels", "Least pixels",
          "Pixels that a picture of size-rule=smart-resize has at least", 1, G_MAXINT, 56 * 56,
          CONTROLLABLE));

  /**
   * GstAlignScale:max-pixels:
   *
   * Largest number of pixels of a picture with size-rule=smart-resize.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (max_pixels),
      g_param_spec_uint ("max-pixels", "Most pixels",
          "Pixels that a picture of size-rule=smart-resize has at most", 1, G_MAXINT,
          14 * 14 * 4 * 1280, CONTROLLABLE));

  /**
   * GstAlignScale:enlarge:
   *
   * With FALSE a picture that keeps its shape and would grow keeps its size instead (Ultralytics'
   * scaleup).
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (enlarge),
      g_param_spec_boolean ("enlarge", "Enlarge",
          "Enlarge pictures that are smaller than what they are fitted to", TRUE, CONTROLLABLE));

  /**
   * GstAlignScale:crop-fraction:
   *
   * How much of the resized picture's edges the output shows: the picture is fitted to a size of
   * floor (output / crop-fraction) and cut off around its middle. timm's crop_pct; its squash is
   * fit=stretch. Edges, where set, decide instead.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (crop_fraction),
      g_param_spec_double ("crop-fraction", "Crop fraction",
          "Share of the resized picture's width and height that the output shows, around the "
          "middle",
          0.01, 1.0, 1.0, CONTROLLABLE));
}

static void
install_borders (GObjectClass *klass)
{
  /**
   * GstAlignScale:add-borders:
   *
   * fit=letterbox by the name that videoscale gives it. FALSE makes letterbox stretch.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_PROP_ADD_BORDERS,
      g_param_spec_boolean ("add-borders", "Add borders",
          "Keep the display aspect ratio by borders around the picture: fit=letterbox", FALSE,
          CONTROLLABLE));

  /**
   * GstAlignScale:border-color:
   *
   * Colour of the borders as 0xAARRGGBB, in R'G'B' of full range whatever the format.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (border_color),
      g_param_spec_uint ("border-color", "Border colour",
          "Colour of the borders, big-endian ARGB (0xff727272 is the grey of detection networks)",
          0, G_MAXUINT, 0xff000000, CONTROLLABLE));

  /**
   * GstAlignScale:border-placement:
   *
   * Where the picture is inside the borders; always at whole samples of every plane.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (border_placement),
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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (border_rounding),
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
  install_edge (klass, GST_ALIGN_SCALE_SETTING (crop_left), "crop-left", "Crop left",
      "Pixels of the input that are cut off on the left before scaling");

  /**
   * GstAlignScale:crop-right:
   *
   * Pixels cut off the input on the right, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   */
  install_edge (klass, GST_ALIGN_SCALE_SETTING (crop_right), "crop-right", "Crop right",
      "Pixels of the input that are cut off on the right before scaling");

  /**
   * GstAlignScale:crop-top:
   *
   * Pixels cut off the input at the top, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   */
  install_edge (klass, GST_ALIGN_SCALE_SETTING (crop_top), "crop-top", "Crop top",
      "Pixels of the input that are cut off at the top before scaling");

  /**
   * GstAlignScale:crop-bottom:
   *
   * Pixels cut off the input at the bottom, inside the rectangle of a GstVideoCropMeta if the
   * buffer has one. At least one pixel is kept.
   */
  install_edge (klass, GST_ALIGN_SCALE_SETTING (crop_bottom), "crop-bottom", "Crop bottom",
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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (n_threads),
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
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (geometry_meta),
      g_param_spec_boolean ("geometry-meta", "Geometry meta",
          "Attach to each scaled frame where its picture lies, which takes boxes back to the input",
          FALSE, LIVE));

  /**
   * GstAlignScale:keep-input:
   *
   * The meta holds the frame that came in, too, until alignrestore or the last owner of the
   * buffer lets go of it. Sources and decoders with few buffers then wait for it.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_SETTING (keep_input),
      g_param_spec_boolean ("keep-input", "Keep the input",
          "Let the geometry meta hold the frame that came in, so that alignrestore can return it",
          FALSE, LIVE));
}

static void
install_rectangle (
    GObjectClass *klass, guint id, const gchar *name, const gchar *nick, const gchar *blurb)
{
  g_object_class_install_property (
      klass, id, g_param_spec_boxed (name, nick, blurb, GST_TYPE_STRUCTURE, READ_ONLY));
}

static void
install_rectangles (GObjectClass *klass)
{
  /**
   * GstAlignScale:picture-rectangle:
   *
   * Where the picture is in the output frame: a structure with the ints x, y, width and height.
   * Around it are borders. NULL before there are caps. Notified when it changes, before the frame
   * it is of leaves the element.
   */
  install_rectangle (klass, GST_ALIGN_SCALE_PROP_PICTURE_RECTANGLE, "picture-rectangle",
      "Picture rectangle", "Where the picture is in the output frame: x, y, width, height");

  /**
   * GstAlignScale:resized-rectangle:
   *
   * Where all of the resized picture would be in the output frame, as
   * #GstAlignScale:picture-rectangle: with fit=cover it reaches beyond the frame, so that x and y
   * are negative.
   */
  install_rectangle (klass, GST_ALIGN_SCALE_PROP_RESIZED_RECTANGLE, "resized-rectangle",
      "Resized rectangle",
      "Where all of the resized picture would be in the output frame: x, y, width, height");

  /**
   * GstAlignScale:source-rectangle:
   *
   * What of the input frame has become the picture, as #GstAlignScale:picture-rectangle.
   */
  install_rectangle (klass, GST_ALIGN_SCALE_PROP_SOURCE_RECTANGLE, "source-rectangle",
      "Source rectangle", "What of the input frame has become the picture: x, y, width, height");
}

static void
install_descriptions (GObjectClass *klass)
{
  /**
   * GstAlignScale:rows-level:
   *
   * The level of row functions that this processor runs, or the one the environment variable
   * ALIGNSCALE_ROWS stops at: c, orc, ... The output does not depend on it. NULL before the element
   * has been started once.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_PROP_ROWS_LEVEL,
      g_param_spec_string ("rows-level", "Level of rows",
          "Instructions that are used: c, orc, sse41, avx2, avx512 or neon (NULL = not started "
          "yet)",
          NULL, READ_ONLY));

  /**
   * GstAlignScale:plan:
   *
   * How frames are scaled now, as text: for each plane its sizes and the ways that were chosen for
   * its columns and rows. For people to read; its form may change. NULL where there are no caps or
   * the memory of frames cannot be read. Not notified, because it can change with every frame.
   */
  g_object_class_install_property (klass, GST_ALIGN_SCALE_PROP_PLAN,
      g_param_spec_string ("plan", "Plan",
          "How each plane of a frame is scaled, as text for people (NULL = no caps yet)", NULL,
          READ_ONLY));
}

void
gst_align_scale_properties_install (GObjectClass *klass)
{
  install_filter (klass);
  install_float_libraries (klass);
  install_factors (klass);
  install_fit (klass);
  install_edges (klass);
  install_sizes (klass);
  install_borders (klass);
  install_crop (klass);
  install_threads (klass);
  install_geometry (klass);
  install_rectangles (klass);
  install_descriptions (klass);
}
