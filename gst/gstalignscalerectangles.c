/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "gstalignscalerectangles.h"

#include "gstalignscalesettings.h"

/* Settings have the ids below. */
enum { PROP_PICTURE_RECTANGLE = GST_ALIGN_SCALE_SETTINGS_MAX_ID, PROP_SOURCE_RECTANGLE };

static void
take_rectangle (GValue *value, const gchar *name, const GstVideoRectangle *rectangle)
{
  if (rectangle->w == 0)
    return; /* no caps yet: NULL */
  g_value_take_boxed (
      value, gst_structure_new (name, "x", G_TYPE_INT, rectangle->x, "y", G_TYPE_INT, rectangle->y,
                 "width", G_TYPE_INT, rectangle->w, "height", G_TYPE_INT, rectangle->h, NULL));
}

void
gst_align_scale_rectangles_install (GObjectClass *klass)
{
  const GParamFlags flags = (GParamFlags) (G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * GstAlignScale:picture-rectangle:
   *
   * Where the picture is in the output frame: a structure with the ints x, y, width and height.
   * Around it are borders. NULL before there are caps. Notified when it changes, before the frame
   * it is of leaves the element.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_PICTURE_RECTANGLE,
      g_param_spec_boxed (GST_ALIGN_SCALE_PICTURE_RECTANGLE, "Picture rectangle",
          "Where the picture is in the output frame: x, y, width, height", GST_TYPE_STRUCTURE,
          flags));

  /**
   * GstAlignScale:source-rectangle:
   *
   * What of the input frame has become the picture, as #GstAlignScale:picture-rectangle.
   *
   * Since: 0.1
   */
  g_object_class_install_property (klass, PROP_SOURCE_RECTANGLE,
      g_param_spec_boxed (GST_ALIGN_SCALE_SOURCE_RECTANGLE, "Source rectangle",
          "What of the input frame has become the picture: x, y, width, height", GST_TYPE_STRUCTURE,
          flags));
}

gboolean
gst_align_scale_rectangles_get (const GstAlignScaleFraming *framing, guint id, GValue *value)
{
  if (id == PROP_PICTURE_RECTANGLE)
    take_rectangle (value, GST_ALIGN_SCALE_PICTURE_RECTANGLE, &framing->picture);
  else if (id == PROP_SOURCE_RECTANGLE)
    take_rectangle (value, GST_ALIGN_SCALE_SOURCE_RECTANGLE, &framing->source);
  else
    return FALSE;
  return TRUE;
}
