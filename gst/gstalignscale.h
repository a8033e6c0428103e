/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_H
#define GST_ALIGN_SCALE_H

#include <gst/video/gstvideofilter.h>
#include <gst/video/video.h>

#include "gstalignscaleframing.h"
#include "gstalignscaleplan.h"
#include "gstalignscalesettings.h"

G_BEGIN_DECLS

#define GST_TYPE_ALIGN_SCALE (gst_align_scale_get_type ())
G_DECLARE_FINAL_TYPE (GstAlignScale, gst_align_scale, GST, ALIGN_SCALE, GstVideoFilter)

struct _GstAlignScale {
  GstVideoFilter parent;

  /* under the object lock */
  GstAlignScaleSettings settings; /* the properties */
  GstAlignScaleFraming shown;     /* of the current frame, for applications and for events from
                                     downstream; empty before there are caps */
  GstTaskPool *given_pool;        /* by the application, or NULL */
  gboolean keeps_given_pool;      /* in NULL, too */
  const gchar *rows_level;        /* NULL before the first start */

  /* the streaming thread's */
  GstPadChainFunction parent_chain;
  GstAlignScaleSettings seen;   /* the properties as of the last frame */
  GstAlignScaleSettings active; /* ... without scale factors that downstream refused */
  GstVideoInfo in_info, out_info;
  GstVideoRectangle crop;       /* the last buffer's own, in effect; empty where there is none */
  GstAlignScaleFraming framing; /* of the infos, active and crop */
  gboolean crop_left_something; /* the last time; it is said where it stops */
  gboolean downstream_crops;    /* it takes crop metas, as far as passthrough has asked it */
  gboolean leaves_crop;         /* ... and frames that have one pass */
  gboolean stale;               /* active has changed since the plan was built */
  gboolean configured;          /* the infos are set */
  gboolean scalable;            /* their memory can be read and written */
  GstAlignScalePlan plan;       /* empty where not configured, not scalable or impossible; changed
                                   under the object lock, because applications read it */
  GstTaskPool *pool;            /* NULL until a plan has more than one slice */
  guint pool_threads;           /* 0: it is the given one */
  GstCaps *last_caps;           /* that came, refused or not */
  gboolean complained;          /* what is wrong has been posted on the bus */
};

GST_ELEMENT_REGISTER_DECLARE (alignscale)

G_END_DECLS

#endif
