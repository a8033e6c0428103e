/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <gst/gst.h>

#include "gstalignconvert.h"
#include "gstalignrestore.h"
#include "gstalignscale.h"
#include "gstaligntensor.h"

/* ORC programs are compiled by the element's start, not here: registry scans run this. */
static gboolean
plugin_init (GstPlugin *plugin)
{
  return GST_ELEMENT_REGISTER (alignscale, plugin) && GST_ELEMENT_REGISTER (alignrestore, plugin)
         && GST_ELEMENT_REGISTER (alignconvert, plugin)
         && GST_ELEMENT_REGISTER (aligntensor, plugin);
}

#define PACKAGE "alignscale"
GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, alignscale,
    "Resizes video as PyTorch, OpenCV, Pillow, TensorFlow and ONNX do", plugin_init,
    PACKAGE_VERSION, "LGPL", PACKAGE, "Unknown package origin")
