/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_caps.h"

#include "element_kind.h"

static const gchar *const plain_formats[] = { "GRAY8", "I420", "NV12", "RGB", "RGBA", "YUY2",
  "v210", "I420_10LE", "P010_10LE", "GRAY16_LE", "YV12", "AYUV64" };
static const gchar *const rgb_formats[] = { "RGB", "BGR", "RGBx", "xBGR", "RGBA", "ABGR", "GBR",
  "RGBP", "BGRP", "GBRA", "GRAY8" };
static const gchar *const no_formats[] = { "NONSENSE", "ENCODED", "", "DMA_DRM", "A" };
static const gchar *const interlacings[] = { "progressive", "interleaved", "mixed", "fields",
  "alternate", "nonsense" };
static const gchar *const views[] = { "mono", "separated", "side-by-side", "frame-by-frame",
  "top-bottom", "left", "multiview-frame-by-frame", "nonsense" };
static const gchar *const colours[] = { "bt601", "bt709", "2:0:0:0", "1:4:0:0", "sRGB", "2:3:5:1",
  "nonsense", "1:4:16:7" };
static const gchar *const sites[] = { "mpeg2", "jpeg", "dv", "cosited", "none", "alt-line",
  "nonsense", "v-cosited" };
static const gchar *const features[] = { GST_CAPS_FEATURE_MEMORY_SYSTEM_MEMORY,
  GST_CAPS_FEATURE_META_GST_VIDEO_OVERLAY_COMPOSITION, GST_CAPS_FEATURE_FORMAT_INTERLACED,
  "memory:DMABuf" };
static const gint odd_sizes[] = { 0, -1, 32767, 32768, 65535, 255, 256, 4096 };
static const gint shapes[][2] = { { 1, 1 }, { 2, 1 }, { 16, 15 }, { 1, 2 }, { 32, 27 }, { 0, 1 },
  { G_MAXINT, 1 }, { 1, G_MAXINT }, { G_MAXINT, G_MAXINT - 1 }, { -1, 1 } };

#define ONE_OF(bytes, table) ((table)[bytes_below (bytes, G_N_ELEMENTS (table))])

static const gchar *
any_format (FuzzInput *bytes)
{
  const guint choice = fuzz_byte (bytes);
  guint n;
  const GstVideoFormat *formats = gst_video_formats_raw (&n);

  if (fuzz_kind == KIND_TENSOR && choice < 224)
    return rgb_formats[choice % G_N_ELEMENTS (rgb_formats)];
  if (choice < 96)
    return plain_formats[choice % G_N_ELEMENTS (plain_formats)];
  if (choice < 248)
    return gst_video_format_to_string (formats[bytes_below (bytes, n)]);
  return no_formats[choice % G_N_ELEMENTS (no_formats)];
}

/* Large ones are narrow, so that frames stay small. */
static void
any_size (FuzzInput *bytes, gint *width, gint *height)
{
  const guint choice = fuzz_byte (bytes);

  *width = 1 + (gint) bytes_below (bytes, 64);
  *height = 1 + (gint) bytes_below (bytes, 64);
  if (choice < 248)
    return;
  *height = (*height + 7) / 8;
  *width = ONE_OF (bytes, odd_sizes);
  if (choice % 2 == 1) {
    const gint w = *width;

    *width = *height;
    *height = w;
  }
}

static void
set_shape (GstCaps *caps, FuzzInput *bytes)
{
  const gint *shape = ONE_OF (bytes, shapes);

  gst_caps_set_simple (caps, "pixel-aspect-ratio", GST_TYPE_FRACTION, shape[0], shape[1], NULL);
}

static void
set_interlacing (GstCaps *caps, FuzzInput *bytes)
{
  const gchar *mode = ONE_OF (bytes, interlacings);

  gst_caps_set_simple (caps, "interlace-mode", G_TYPE_STRING, mode, NULL);
  if (g_str_equal (mode, "alternate") && !bytes_chance (bytes, 16))
    gst_caps_set_features_simple (
        caps, gst_caps_features_new (GST_CAPS_FEATURE_FORMAT_INTERLACED, NULL));
  if (bytes_chance (bytes, 4))
    gst_caps_set_simple (caps, "field-order", G_TYPE_STRING,
        bytes_chance (bytes, 2) ? "top-field-first" : "bottom-field-first", NULL);
}

static void
set_views (GstCaps *caps, FuzzInput *bytes)
{
  static const gint numbers[] = { 2, 1, 3, 0, 4, 64, 65, 1000, -1, G_MAXINT };
  const guint choice = fuzz_byte (bytes);

  if (choice % 4 != 1)
    gst_caps_set_simple (
        caps, "multiview-mode", G_TYPE_STRING, views[choice / 4 % G_N_ELEMENTS (views)], NULL);
  if (choice % 4 != 2)
    gst_caps_set_simple (caps, "views", G_TYPE_INT, ONE_OF (bytes, numbers), NULL);
}

static void
set_feature (GstCaps *caps, FuzzInput *bytes)
{
  GstCapsFeatures *all = gst_caps_features_new_empty ();
  const guint choice = fuzz_byte (bytes);

  for (guint i = 0; i < G_N_ELEMENTS (features); i++) {
    if (choice & 1u << i)
      gst_caps_features_add (all, features[i]);
  }
  gst_caps_set_features_simple (caps, all);
}

static void
set_more (GstCaps *caps, FuzzInput *bytes)
{
  const guint choice = fuzz_byte (bytes);

  if (choice & 1)
    set_shape (caps, bytes);
  if (choice & 2)
    set_interlacing (caps, bytes);
  if ((choice & 12) == 12)
    set_views (caps, bytes);
  if (choice & 16)
    gst_caps_set_simple (caps, "colorimetry", G_TYPE_STRING, ONE_OF (bytes, colours), NULL);
  if (choice & 32)
    gst_caps_set_simple (caps, "chroma-site", G_TYPE_STRING, ONE_OF (bytes, sites), NULL);
  if ((choice & 192) == 64)
    gst_caps_set_simple (caps, "framerate", GST_TYPE_FRACTION, 25, 1, NULL);
  if ((choice & 192) == 192 && bytes_chance (bytes, 2))
    set_feature (caps, bytes);
}

/* Fields that are missing or of another type. */
static void
break_caps (GstCaps *caps, FuzzInput *bytes)
{
  static const gchar *const fields[] = { "format", "width", "height", "pixel-aspect-ratio",
    "interlace-mode", "views", "colorimetry", "chroma-site", "framerate" };
  const gchar *field = ONE_OF (bytes, fields);

  switch (bytes_below (bytes, 4)) {
  case 0:
    gst_structure_remove_field (gst_caps_get_structure (caps, 0), field);
    break;
  case 1:
    gst_caps_set_simple (caps, field, G_TYPE_STRING, "16", NULL);
    break;
  case 2:
    gst_caps_set_simple (caps, field, G_TYPE_INT64, (gint64) 16, NULL);
    break;
  default:
    gst_structure_set_name (gst_caps_get_structure (caps, 0), "video/x-bayer");
  }
}

GstCaps *
caps_of_input (FuzzInput *bytes)
{
  const gchar *format = any_format (bytes);
  gint width, height;
  GstCaps *caps;

  any_size (bytes, &width, &height);
  caps = gst_caps_new_simple ("video/x-raw", "format", G_TYPE_STRING, format, "width", G_TYPE_INT,
      width, "height", G_TYPE_INT, height, NULL);
  if (bytes_chance (bytes, 2))
    set_more (caps, bytes);
  if (bytes_chance (bytes, 32))
    break_caps (caps, bytes);
  return caps;
}

/* ---- downstream ---- */

static void
set_fixed_size (GstCaps *caps, FuzzInput *bytes)
{
  gint width, height;

  any_size (bytes, &width, &height);
  gst_caps_set_simple (caps, "width", G_TYPE_INT, width, "height", G_TYPE_INT, height, NULL);
}

static void
set_range (GstCaps *caps, FuzzInput *bytes, const gchar *field)
{
  const gint from = 1 + (gint) bytes_below (bytes, 64);

  gst_caps_set_simple (
      caps, field, GST_TYPE_INT_RANGE, from, from + 1 + (gint) bytes_below (bytes, 128), NULL);
}

static void
set_steps (GstCaps *caps, FuzzInput *bytes, const gchar *field)
{
  const gint step = 1 + (gint) bytes_below (bytes, 8);
  const gint from = step * (gint) (1 + bytes_below (bytes, 4));
  GValue value = G_VALUE_INIT;

  g_value_init (&value, GST_TYPE_INT_RANGE);
  gst_value_set_int_range_step (
      &value, from, from + step * (gint) (1 + bytes_below (bytes, 16)), step);
  gst_caps_set_value (caps, field, &value);
  g_value_unset (&value);
}

static void
set_list (GstCaps *caps, FuzzInput *bytes, const gchar *field)
{
  GValue list = G_VALUE_INIT, value = G_VALUE_INIT;

  g_value_init (&list, GST_TYPE_LIST);
  g_value_init (&value, G_TYPE_INT);
  for (guint i = 0; i < 3; i++) {
    g_value_set_int (&value, 1 + (gint) bytes_below (bytes, 100));
    gst_value_list_append_value (&list, &value);
  }
  gst_caps_set_value (caps, field, &list);
  g_value_unset (&value);
  g_value_unset (&list);
}

static void
set_dimension (GstCaps *caps, FuzzInput *bytes, const gchar *field)
{
  switch (bytes_below (bytes, 4)) {
  case 0:
    gst_caps_set_simple (caps, field, G_TYPE_INT, 1 + (gint) bytes_below (bytes, 64), NULL);
    break;
  case 1:
    set_range (caps, bytes, field);
    break;
  case 2:
    set_steps (caps, bytes, field);
    break;
  default:
    set_list (caps, bytes, field);
  }
}

static void
set_dimensions (GstCaps *caps, FuzzInput *bytes, gboolean open)
{
  if (open) {
    set_dimension (caps, bytes, "width");
    set_dimension (caps, bytes, "height");
  } else {
    set_fixed_size (caps, bytes);
  }
}

static GstCaps *
limited_tensors (FuzzInput *bytes)
{
  GstCaps *caps = gst_caps_new_empty_simple ("tensor/strided");
  const guint choice = fuzz_byte (bytes);

  set_dimensions (caps, bytes, choice & 1);
  if ((choice & 6) == 6)
    gst_caps_set_simple (caps, "channels", G_TYPE_INT, choice & 8 ? 3 : 1, NULL);
  if ((choice & 240) == 240)
    gst_caps_set_simple (
        caps, "type", G_TYPE_STRING, bytes_chance (bytes, 2) ? "float32" : "uint8", NULL);
  return caps;
}

/* R'G'B', as a rule; of another size now and then. */
static GstCaps *
limited_conversions (FuzzInput *bytes)
{
  GstCaps *caps = gst_caps_new_empty_simple ("video/x-raw");
  const guint choice = fuzz_byte (bytes);

  if ((choice & 3) == 3)
    gst_caps_set_simple (caps, "format", G_TYPE_STRING, any_format (bytes), NULL);
  else
    gst_caps_set_simple (caps, "format", G_TYPE_STRING, ONE_OF (bytes, rgb_formats), NULL);
  if ((choice & 60) == 60)
    set_dimensions (caps, bytes, choice & 64);
  return caps;
}

static GstCaps *
limited_caps (World *world, FuzzInput *bytes)
{
  GstCaps *caps;
  guint choice;

  if (fuzz_kind == KIND_TENSOR && !bytes_chance (bytes, 32))
    return limited_tensors (bytes);
  if (fuzz_kind == KIND_CONVERT)
    caps = limited_conversions (bytes);
  else
    caps = gst_caps_new_empty_simple ("video/x-raw");
  choice = fuzz_byte (bytes);
  if (fuzz_kind != KIND_CONVERT)
    set_dimensions (caps, bytes, choice & 1);
  if ((choice & 6) == 6)
    set_shape (caps, bytes);
  if ((choice & 24) == 24 && fuzz_kind != KIND_CONVERT)
    gst_caps_set_simple (caps, "format", G_TYPE_STRING, any_format (bytes), NULL);
  if ((choice & 224) == 224)
    set_more (caps, bytes);
  else if (world->caps != NULL)
    gst_caps_set_features_simple (
        caps, gst_caps_features_copy (gst_caps_get_features (world->caps, 0)));
  return caps;
}

/* NULL: anything. */
static GstCaps *
taken_caps (World *world, gboolean *limited)
{
  FuzzInput *bytes = &world->bytes;
  const guint choice = fuzz_byte (bytes);

  *limited = choice >= 16 || fuzz_kind == KIND_CONVERT;
  if (choice < 16)
    return NULL;
  if (choice < 24)
    return gst_caps_new_empty ();
  if (choice < 48 && world->caps != NULL)
    return gst_caps_ref (world->caps);
  if (choice < 64)
    return caps_of_input (bytes);
  if (choice < 96) {
    GstCaps *caps = limited_caps (world, bytes);

    gst_caps_append (caps, limited_caps (world, bytes));
    return caps;
  }
  return limited_caps (world, bytes);
}

void
caps_forget_downstream (Downstream *down)
{
  gst_clear_caps (&down->caps);
  gst_clear_caps (&down->other);
}

void
caps_choose_downstream (World *world)
{
  Downstream *down = &world->down;
  FuzzInput *bytes = &world->bytes;
  gboolean limited = TRUE;

  caps_forget_downstream (down);
  down->caps = taken_caps (world, &down->limited);
  down->answer = ANSWER_TRUE;
  down->accept = 0;
  down->refuses_caps = FALSE;
  if (bytes_chance (bytes, 16)) {
    down->answer = (Answer) bytes_below (bytes, N_ANSWERS);
    if (down->answer == ANSWER_TURNS)
      down->other = taken_caps (world, &limited);
    down->accept = (gint) bytes_below (bytes, 3);
    down->refuses_caps = bytes_chance (bytes, 8);
  }
  down->limited &= limited && down->answer != ANSWER_NONE;
  if (script_is_printed) {
    gchar *text = down->caps ? gst_caps_to_string (down->caps) : NULL;

    say ("downstream takes %s; answer %d, accept %d%s", text ? text : "anything", down->answer,
        down->accept, down->refuses_caps ? ", refuses the event" : "");
    g_free (text);
  }
}

GstCaps *
caps_any (World *world)
{
  gboolean unused;

  return bytes_chance (&world->bytes, 2) ? caps_of_input (&world->bytes)
                                         : taken_caps (world, &unused);
}
