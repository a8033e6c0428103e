/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_H
#define GST_ALIGN_SCALE_H

#include <gst/video/gstvideofilter.h>
#include <gst/video/video.h>

#include "gstalignscaleplan.h"
#include "gstalignscalesettings.h"

G_BEGIN_DECLS

#define GST_TYPE_ALIGN_SCALE (gst_align_scale_get_type ())
G_DECLARE_FINAL_TYPE (GstAlignScale, gst_align_scale, GST, ALIGN_SCALE, GstVideoFilter)

struct _GstAlignScale {
  GstVideoFilter parent;

  /* under the object lock */
  GstAlignScaleSettings settings;      /* the properties */
  GstVideoRectangle in_size, out_size; /* of the current caps, for events from downstream; empty
                                          before there are any */

  /* the streaming thread's */
  GstPadChainFunction parent_chain;
  GstAlignScaleSettings seen;   /* the properties as of the last frame */
  GstAlignScaleSettings active; /* ... without scale factors that downstream refused */
  GstVideoInfo in_info, out_info;
  gboolean stale;         /* active has changed since the plan was built */
  gboolean configured;    /* the infos are set */
  gboolean scalable;      /* their memory can be read and written */
  GstAlignScalePlan plan; /* empty where not configured, not scalable or impossible */
  GstTaskPool *pool;      /* NULL until a plan has more than one slice */
  guint pool_threads;
  GstCaps *last_caps;  /* that came, refused or not */
  gboolean complained; /* what is wrong has been posted on the bus */
};

GST_ELEMENT_REGISTER_DECLARE (alignscale)

G_END_DECLS

#endif
