/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_H
#define GST_ALIGN_SCALE_H

#include <gst/video/gstvideofilter.h>
#include <gst/video/video.h>

#include "geometry.h"
#include "gstalignscaleplan.h"
#include "gstalignscalesettings.h"
#include "gstalignscaleslices.h"

G_BEGIN_DECLS

#define GST_TYPE_ALIGN_SCALE (gst_align_scale_get_type ())
G_DECLARE_FINAL_TYPE (GstAlignScale, gst_align_scale, GST, ALIGN_SCALE, GstVideoFilter)

struct _GstAlignScale {
  GstVideoFilter parent;

  /* under the object lock */
  GstAlignScaleSettings settings; /* the properties */
  GstAlignScaleFraming published; /* of the current frame, for applications and for events from
                                     downstream; empty before there are caps and after the stream */
  GstTaskPool *given_pool;        /* by the application, or NULL */
  gboolean keeps_given_pool;      /* in NULL, too */
  const gchar *rows_level;        /* NULL before the first start */

  gint n_announced; /* atomic: times downstream has asked for other caps */

  /* the streaming thread's */
  GstPadChainFunction parent_chain;
  GstAlignScaleSettings requested; /* the properties as of the last frame */
  GstAlignScaleSettings effective; /* ... without scale factors that downstream refused */
  GstVideoInfo in_info, out_info;
  GstAlignScaleCrop buffer_crop; /* what the metas of the current buffer say */
  gboolean downstream_crops;     /* it takes crop metas, as far as passthrough has asked it */
  gboolean configured;           /* the infos are set */
  gboolean size_stays;           /* effective makes a size that cannot be: it stays what it was */
  gboolean scalable;             /* their memory can be read and written */
  gboolean stale;                /* one of the above is not what framing and plan were made of */
  GstAlignScaleFraming framing;
  GstAlignScalePlan plan;  /* empty where frames pass or cannot be scaled; changed under the object
                               lock, because applications read it */
  gboolean crop_is_empty;  /* it is warned of where that begins */
  gboolean warned_of_crop; /* that it reaches out of memory: once for a stream of caps */
  GstAlignScaleSlices *slices; /* NULL until a plan has more than one */
  GstCaps *last_caps;          /* that came, refused or not */
  gboolean complained;         /* what is wrong has been posted on the bus */
  gboolean negotiating;        /* the base class does, and what it posts is about that */
};

GST_ELEMENT_REGISTER_DECLARE (alignscale)

G_END_DECLS

#endif
