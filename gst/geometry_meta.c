/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "geometry_meta.h"

#define BEFORE "before"
#define BUFFER "buffer"
#define CAPS "caps"

/* ---- structures ---- */

static const gchar *const names[] = { "input-width", "input-height", "source-x", "source-y",
  "source-width", "source-height", "resized-x", "resized-y", "resized-width", "resized-height",
  "picture-x", "picture-y", "picture-width", "picture-height", "output-width", "output-height" };

/* Of the names: looked up once, as every frame needs them. */
static GQuark quarks[G_N_ELEMENTS (names)];

static void
set_geometry (GstStructure *geometry, const GstVideoInfo *in, const GstVideoInfo *out,
    const GstAlignScaleFraming *framing)
{
  const GstVideoRectangle *source = &framing->source, *resized = &framing->resized;
  const GstVideoRectangle *picture = &framing->picture;
  const gint numbers[G_N_ELEMENTS (names)] = { in->width, in->height, source->x - framing->caps_x,
    source->y - framing->caps_y, source->w, source->h, resized->x, resized->y, resized->w,
    resized->h, picture->x, picture->y, picture->w, picture->h, out->width, out->height };
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_value_set_int (&value, numbers[i]);
    gst_structure_id_set_value (geometry, quarks[i], &value);
  }
}

/* `before` may be NULL. */
static void
set_before (GstStructure *geometry, const GstStructure *before)
{
  if (before != NULL)
    gst_structure_set (geometry, BEFORE, GST_TYPE_STRUCTURE, before, NULL);
}

const GstStructure *
gst_align_scale_geometry_meta_before (const GstStructure *geometry)
{
  const GValue *value = gst_structure_get_value (geometry, BEFORE);

  return value != NULL && GST_VALUE_HOLDS_STRUCTURE (value) ? gst_value_get_structure (value)
                                                            : NULL;
}

gboolean
gst_align_scale_geometry_meta_input (
    const GstStructure *geometry, GstBuffer **buffer, GstCaps **caps)
{
  const GValue *kept = gst_structure_get_value (geometry, BUFFER);
  const GValue *its_caps = gst_structure_get_value (geometry, CAPS);

  if (kept == NULL || its_caps == NULL || !GST_VALUE_HOLDS_BUFFER (kept)
      || !GST_VALUE_HOLDS_CAPS (its_caps))
    return FALSE;
  *buffer = gst_value_get_buffer (kept);
  *caps = (GstCaps *) gst_value_get_caps (its_caps);
  return *buffer != NULL && *caps != NULL;
}

/* ---- points ---- */

static gboolean
get_rectangle (const GstStructure *geometry, GstVideoRectangle *source, GstVideoRectangle *resized)
{
  return gst_structure_get (geometry, "source-x", G_TYPE_INT, &source->x, "source-y", G_TYPE_INT,
             &source->y, "source-width", G_TYPE_INT, &source->w, "source-height", G_TYPE_INT,
             &source->h, "resized-x", G_TYPE_INT, &resized->x, "resized-y", G_TYPE_INT, &resized->y,
             "resized-width", G_TYPE_INT, &resized->w, "resized-height", G_TYPE_INT, &resized->h,
             NULL)
         && source->w > 0 && source->h > 0 && resized->w > 0 && resized->h > 0;
}

static gdouble
move (gdouble value, gint from, gint from_size, gint to, gint to_size)
{
  return to + (value - from) * to_size / from_size;
}

gboolean
gst_align_scale_geometry_meta_map_back (const GstStructure *geometry, gdouble *x, gdouble *y)
{
  GstVideoRectangle source, resized;

  if (!get_rectangle (geometry, &source, &resized))
    return FALSE;
  *x = move (*x, resized.x, resized.w, source.x, source.w);
  *y = move (*y, resized.y, resized.h, source.y, source.h);
  return TRUE;
}

gboolean
gst_align_scale_geometry_meta_map (const GstStructure *geometry, gdouble *x, gdouble *y)
{
  GstVideoRectangle source, resized;

  if (!get_rectangle (geometry, &source, &resized))
    return FALSE;
  *x = move (*x, source.x, source.w, resized.x, resized.w);
  *y = move (*y, source.y, source.h, resized.y, resized.h);
  return TRUE;
}

gboolean
gst_align_scale_geometry_meta_map_region (
    const GstStructure *geometry, GstVideoRectangle *region, gint *off)
{
  GstAlignScaleFraming framing = { 0 };
  GstVideoRectangle *picture = &framing.picture;
  gint scale;

  if (!get_rectangle (geometry, &framing.source, &framing.resized)
      || !gst_structure_get (geometry, "picture-x", G_TYPE_INT, &picture->x, "picture-y",
          G_TYPE_INT, &picture->y, "picture-width", G_TYPE_INT, &picture->w, "picture-height",
          G_TYPE_INT, &picture->h, NULL))
    return FALSE;
  *region = gst_align_scale_framing_map (&framing, region);
  *region = gst_align_scale_framing_clip (&framing, region);
  scale = 1 + MAX (framing.resized.w / framing.source.w, framing.resized.h / framing.source.h);
  *off = MIN (*off, RSZ_MAX_SIZE) * scale + 1;
  return TRUE;
}

/* ---- the meta ---- */

static GstStructure *
add (GstBuffer *buffer)
{
  return gst_custom_meta_get_structure (
      gst_buffer_add_custom_meta (buffer, GST_ALIGN_SCALE_GEOMETRY_META));
}

const GstStructure *
gst_align_scale_geometry_meta_get (GstBuffer *buffer)
{
  GstCustomMeta *meta = gst_buffer_get_custom_meta (buffer, GST_ALIGN_SCALE_GEOMETRY_META);

  return meta != NULL ? gst_custom_meta_get_structure (meta) : NULL;
}

static gboolean
copy_fields (GQuark field, const GValue *value, gpointer to)
{
  gst_structure_id_set_value (to, field, value);
  return TRUE;
}

/* Scaled by another element: one more step, of whole frames, before which this one was. */
static void
add_scaled (GstBuffer *buffer, const GstStructure *before, const GstVideoMetaTransform *sizes)
{
  const GstVideoInfo *in = sizes->in_info, *out = sizes->out_info;
  const GstAlignScaleFraming whole = {
    .source = { 0, 0, in->width, in->height },
    .resized = { 0, 0, out->width, out->height },
    .picture = { 0, 0, out->width, out->height },
  };
  GstStructure *geometry = add (buffer);

  set_geometry (geometry, in, out, &whole);
  set_before (geometry, before);
}

/* GstCustomMetaTransformFunction: it is copied with its buffer, and moves with a frame that is
 * scaled as a whole. Other elements know no more of what they do to frames. */
static gboolean
transform (GstBuffer *to, GstCustomMeta *meta, GstBuffer *from, GQuark type, gpointer data,
    gpointer unused)
{
  const GstStructure *geometry = gst_custom_meta_get_structure (meta);

  if (GST_META_TRANSFORM_IS_COPY (type))
    gst_structure_foreach (geometry, copy_fields, add (to));
  else if (GST_VIDEO_META_TRANSFORM_IS_SCALE (type))
    add_scaled (to, geometry, data);
  else
    return FALSE;
  return TRUE;
}

static const GstMetaInfo *info;

void
gst_align_scale_geometry_meta_register (void)
{
  static const gchar *tags[] = { GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_SIZE_STR,
    GST_META_TAG_VIDEO_ORIENTATION_STR, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    quarks[i] = g_quark_from_static_string (names[i]);
  if (info == NULL)
    info = gst_meta_register_custom (GST_ALIGN_SCALE_GEOMETRY_META, tags, transform, NULL, NULL);
}

gboolean
gst_align_scale_geometry_meta_is (const GstMeta *meta)
{
  return meta->info == info;
}

/* `before`, in pixels of the memory, cut to the frame of `in`, the caps, that lies in it. */
static void
set_cropped (GstStructure *geometry, const GstStructure *before, const GstVideoInfo *in,
    const GstAlignScaleFraming *framing)
{
  GstStructure *crop = gst_structure_new_empty (GST_ALIGN_SCALE_GEOMETRY_META);
  const GstAlignScaleFraming cut = {
    .source = { framing->caps_x, framing->caps_y, in->width, in->height },
    .resized = { 0, 0, in->width, in->height },
    .picture = { 0, 0, in->width, in->height },
  };
  GstVideoInfo memory = *in;

  memory.width = framing->in_width;
  memory.height = framing->in_height;
  set_geometry (crop, &memory, in, &cut);
  set_before (crop, before);
  set_before (geometry, crop);
  gst_structure_free (crop);
}

void
gst_align_scale_geometry_meta_add (GstBuffer *outbuf, const GstVideoInfo *out, GstBuffer *inbuf,
    const GstVideoInfo *in, const GstAlignScaleFraming *framing, GstCaps *caps)
{
  const GstStructure *before = gst_align_scale_geometry_meta_get (inbuf);
  GstStructure *geometry = add (outbuf);

  set_geometry (geometry, in, out, framing);
  if (before != NULL && (framing->caps_x != 0 || framing->caps_y != 0))
    set_cropped (geometry, before, in, framing);
  else
    set_before (geometry, before);
  if (caps != NULL)
    gst_structure_set (geometry, BUFFER, GST_TYPE_BUFFER, inbuf, CAPS, GST_TYPE_CAPS, caps, NULL);
}
