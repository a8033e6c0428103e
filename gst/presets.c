/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "presets.h"

#include <string.h>

/* ---- the table ---- */

typedef struct {
  const gchar *name;
  const gchar *comment;  /* what GstPreset's meta of that name says */
  const gchar *settings; /* properties that are not at their default */
} Preset;

/* docs/fit.md has a pipeline for each. */
static const Preset presets[] = {
  { "torchvision-eval", "torchvision: Resize (256) and CenterCrop of a PIL image",
      "library=pillow fit=cover size-rule=torchvision shortest-edge=256" },
  { "torchvision-tensor", "torchvision: Resize (256) and CenterCrop of a uint8 tensor",
      "antialias=true fit=cover size-rule=torchvision shortest-edge=256" },
  { "clip-224", "CLIP: Resize (224, BICUBIC) and CenterCrop (224) of a PIL image",
      "library=pillow method=bicubic fit=cover size-rule=torchvision shortest-edge=224" },
  { "timm-bicubic-0.875", "timm: bicubic with crop_pct 0.875, of a PIL image",
      "library=pillow method=bicubic fit=cover size-rule=timm crop-fraction=0.875" },
  { "ultralytics-letterbox", "Ultralytics: LetterBox, grey of 114 around the picture",
      "library=opencv fit=letterbox size-rule=ultralytics border-color=0xff727272" },
  { "yolox", "YOLOX: preproc, the picture at the top left in grey of 114",
      "library=opencv fit=letterbox size-rule=yolox border-color=0xff727272 "
      "border-placement=top-left" },
  { "detectron2", "detectron2: ResizeShortestEdge (800, 1333), which makes the output's size",
      "library=pillow size-rule=detectron2 shortest-edge=800 longest-edge=1333" },
  { "keras", "Keras: Resizing and image_dataset_from_directory, rounded", "library=tensorflow" },
  { "opencv-linear", "OpenCV: cv2.resize without an argument", "library=opencv" },
};

/* What every preset sets, to the default where it says nothing: all that decides the numbers of a
 * frame but for cropping the source; and geometry-meta, which all turn on: what a network finds is
 * to be mapped back. */
static const gchar *const covered[] = { "library", "method", "align-corners", "antialias",
  "arithmetic", "scale-factor", "scale-factor-x", "scale-factor-y", "recompute-scale-factor", "fit",
  "size-rule", "shortest-edge", "longest-edge", "size-multiple", "min-pixels", "max-pixels",
  "enlarge", "crop-fraction", "border-color", "border-placement", "border-rounding", "coordinates",
  "nearest-rounding", "rounding", "cubic-coefficient", "exclude-outside", "geometry-meta", NULL };

static const Preset *
find (const gchar *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++) {
    if (g_str_equal (presets[i].name, name))
      return &presets[i];
  }
  return NULL;
}

#define N_COVERED (G_N_ELEMENTS (covered) - 1)

/* What the preset says of a property; NULL: nothing. To be freed. */
static gchar *
value_in (const Preset *preset, const gchar *name)
{
  g_auto (GStrv) settings = g_strsplit (preset->settings, " ", -1);

  for (gsize i = 0; settings[i] != NULL; i++) {
    if (g_str_has_prefix (settings[i], name) && settings[i][strlen (name)] == '=')
      return g_strdup (settings[i] + strlen (name) + 1);
  }
  return NULL;
}

static void
load (GObject *element, const Preset *preset, GstAlignScaleSetTogether set)
{
  GParamSpec *pspecs[N_COVERED];
  GValue values[N_COVERED] = { G_VALUE_INIT };

  for (gsize i = 0; i < N_COVERED; i++) {
    g_autofree gchar *text = value_in (preset, covered[i]);

    pspecs[i] = g_object_class_find_property (G_OBJECT_GET_CLASS (element), covered[i]);
    g_value_init (&values[i], pspecs[i]->value_type);
    g_param_value_set_default (pspecs[i], &values[i]);
    if (g_str_equal (covered[i], "geometry-meta"))
      g_value_set_boolean (&values[i], TRUE);
    if (text != NULL && !gst_value_deserialize (&values[i], text))
      g_assert_not_reached ();
  }
  set (element, N_COVERED, pspecs, values);
  for (gsize i = 0; i < N_COVERED; i++)
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

void
gst_align_scale_presets_init (GstPresetInterface *iface, GstAlignScaleSetTogether set)
{
  files = *iface;
  set_together = set;
  iface->get_preset_names = get_preset_names;
  iface->load_preset = load_preset;
  iface->get_meta = get_meta;
}
