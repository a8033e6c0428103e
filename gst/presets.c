/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "presets.h"

#include <string.h>

/* ---- the table ---- */

typedef struct {
  const gchar *name;
  const gchar *comment;  /* what GstPreset's meta of that name says */
  const gchar *settings; /* properties that are not at their default */
  const gchar *tensor;   /* aligntensor's, likewise; NULL: none */
} Preset;

#define IMAGENET "mean=<0.485,0.456,0.406> std=<0.229,0.224,0.225>"

/* docs/fit.md has a pipeline for each. */
static const Preset presets[] = {
  { "torchvision-eval", "torchvision: Resize (256) and CenterCrop of a PIL image",
      "library=pillow fit=cover size-rule=torchvision shortest-edge=256", IMAGENET },
  { "torchvision-tensor", "torchvision: Resize (256) and CenterCrop of a uint8 tensor",
      "antialias=true fit=cover size-rule=torchvision shortest-edge=256",
      "division=reciprocal " IMAGENET },
  { "clip-224", "CLIP: Resize (224, BICUBIC) and CenterCrop (224) of a PIL image",
      "library=pillow method=bicubic fit=cover size-rule=torchvision shortest-edge=224",
      "mean=<0.48145466,0.4578275,0.40821073> std=<0.26862954,0.26130258,0.27577711>" },
  { "timm-bicubic-0.875", "timm: bicubic with crop_pct 0.875, of a PIL image",
      "library=pillow method=bicubic fit=cover size-rule=timm crop-fraction=0.875", IMAGENET },
  { "ultralytics-letterbox", "Ultralytics: LetterBox, grey of 114 around the picture",
      "library=opencv fit=letterbox size-rule=ultralytics border-color=0xff727272", NULL },
  { "yolox", "YOLOX: preproc, the picture at the top left in grey of 114",
      "library=opencv fit=letterbox size-rule=yolox border-color=0xff727272 "
      "border-placement=top-left",
      "divisor=1 channel-order=bgr" },
  { "detectron2", "detectron2: ResizeShortestEdge (800, 1333), which makes the output's size",
      "library=pillow size-rule=detectron2 shortest-edge=800 longest-edge=1333",
      "divisor=1 channel-order=bgr mean=<103.53,116.28,123.675>" },
  { "keras",
      "Keras: Resizing and image_dataset_from_directory; pixels are rounded, tensors are not",
      "library=tensorflow", "divisor=1 unrounded=true" },
  { "opencv-linear", "OpenCV: cv2.resize (picture, size), which is bilinear", "library=opencv",
      NULL },
};

/* What every preset sets, to the default where it says nothing: all that decides the numbers of a
 * frame but for cropping the source; and geometry-meta, which all turn on: what a network finds is
 * to be mapped back. */
static const gchar *const covered[] = { "library", "method", "align-corners", "antialias",
  "arithmetic", "scale-factor", "scale-factor-x", "scale-factor-y", "recompute-scale-factor", "fit",
  "size-rule", "shortest-edge", "longest-edge", "size-multiple", "min-pixels", "max-pixels",
  "enlarge", "crop-fraction", "border-color", "border-placement", "border-rounding", "coordinates",
  "nearest-rounding", "rounding", "cubic-coefficient", "exclude-outside", "geometry-meta",
  "channel-order", "divisor", "division", "mean", "std", "unrounded" };

static const Preset *
find (const gchar *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++) {
    if (g_str_equal (presets[i].name, name))
      return &presets[i];
  }
  return NULL;
}

#define N_COVERED G_N_ELEMENTS (covered)

/* What the text says of a property; NULL: nothing. To be freed. */
static gchar *
value_in (const gchar *text, const gchar *name)
{
  g_auto (GStrv) settings = g_strsplit (text ? text : "", " ", -1);

  for (gsize i = 0; settings[i] != NULL; i++) {
    if (g_str_has_prefix (settings[i], name) && settings[i][strlen (name)] == '=')
      return g_strdup (settings[i] + strlen (name) + 1);
  }
  return NULL;
}

/* Makes the value that the preset gives a property. */
static void
init_value (GValue *value, GParamSpec *pspec, const Preset *preset)
{
  g_autofree gchar *of_frames = value_in (preset->settings, pspec->name);
  g_autofree gchar *of_tensors = value_in (preset->tensor, pspec->name);
  const gchar *text = of_frames ? of_frames : of_tensors;

  g_value_init (value, pspec->value_type);
  g_param_value_set_default (pspec, value);
  if (g_str_equal (pspec->name, "geometry-meta"))
    g_value_set_boolean (value, TRUE);
  if (text != NULL && !gst_value_deserialize (value, text))
    g_assert_not_reached ();
}

/* aligntensor alone has those of tensors. */
static void
load (GObject *element, const Preset *preset, GstAlignScaleSetTogether set)
{
  GParamSpec *pspecs[N_COVERED];
  GValue values[N_COVERED] = { G_VALUE_INIT };
  guint n = 0;

  for (gsize i = 0; i < N_COVERED; i++) {
    pspecs[n] = g_object_class_find_property (G_OBJECT_GET_CLASS (element), covered[i]);
    if (pspecs[n] == NULL)
      continue;
    init_value (&values[n], pspecs[n], preset);
    n++;
  }
  set (element, n, pspecs, values);
  for (guint i = 0; i < n; i++)
    g_value_unset (&values[i]);
}

/* ---- the interface ---- */

/* GStreamer's own implementation: presets in files. */
static GstPresetInterface files;

static GstAlignScaleSetTogether set_together;

static gboolean
is_saved (GstPreset *element, const gchar *name)
{
  g_auto (GStrv) names = files.get_preset_names (element);

  return names != NULL && g_strv_contains ((const gchar *const *) names, name);
}

static gchar **
get_preset_names (GstPreset *element)
{
  g_auto (GStrv) saved = files.get_preset_names (element);
  GPtrArray *names = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    g_ptr_array_add (names, g_strdup (presets[i].name));
  for (gsize i = 0; saved != NULL && saved[i] != NULL; i++) {
    if (find (saved[i]) == NULL)
      g_ptr_array_add (names, g_strdup (saved[i]));
  }
  g_ptr_array_add (names, NULL);
  return (gchar **) g_ptr_array_free (names, FALSE);
}

static gboolean
load_preset (GstPreset *element, const gchar *name)
{
  const Preset *preset = find (name);

  if (preset == NULL || is_saved (element, name))
    return files.load_preset (element, name);
  load (G_OBJECT (element), preset, set_together);
  return TRUE;
}

static gboolean
get_meta (GstPreset *element, const gchar *name, const gchar *tag, gchar **value)
{
  const Preset *preset = find (name);

  if (preset == NULL || is_saved (element, name))
    return files.get_meta (element, name, tag, value);
  *value = g_str_equal (tag, "comment") ? g_strdup (preset->comment) : NULL;
  return *value != NULL;
}

/* In a file it would stand for the preset, with no property. */
static gboolean
set_meta (GstPreset *element, const gchar *name, const gchar *tag, const gchar *value)
{
  return (find (name) == NULL || is_saved (element, name))
         && files.set_meta (element, name, tag, value);
}

void
gst_align_scale_presets_init (GstPresetInterface *iface, GstAlignScaleSetTogether set)
{
  files = *iface;
  set_together = set;
  iface->get_preset_names = get_preset_names;
  iface->load_preset = load_preset;
  iface->get_meta = get_meta;
  iface->set_meta = set_meta;
}
