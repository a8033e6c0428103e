/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef GST_ALIGN_SCALE_H
#define GST_ALIGN_SCALE_H

#include <gst/video/gstvideofilter.h>
#include <gst/video/video.h>

#include "errors.h"
#include "geometry.h"
#include "plan.h"
#include "settings.h"
#include "slices.h"

G_BEGIN_DECLS

#define GST_TYPE_ALIGN_SCALE (gst_align_scale_get_type ())
typedef struct _GstAlignScale GstAlignScale;
typedef struct _GstAlignScaleClass GstAlignScaleClass;
GType gst_align_scale_get_type (void);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstAlignScale, gst_object_unref)

static inline GstAlignScale *
GST_ALIGN_SCALE (gpointer object)
{
  return G_TYPE_CHECK_INSTANCE_CAST (object, gst_align_scale_get_type (), GstAlignScale);
}

/* From a change to the frame that shows it; the steps are in negotiation.c and scaler.c.
 *
 *   settings     the properties; any thread, under the object lock
 *      |         copied by the streaming thread before each frame and before caps are negotiated
 *   requested    what the application asks for
 *      |         without scale factors that downstream refuses
 *   effective    with in_info and out_info (caps) and buffer_crop (metas) all that a frame depends
 *      |         on: a change of any sets `stale`. Once for a frame, after the base class has
 *      |         negotiated for it, one build makes the next row of them, with no lock held
 *   framing, plan, passthrough    published: set by the streaming thread under the object lock
 *
 * What only the streaming thread writes it reads without the lock; others take the lock. */
struct _GstAlignScale {
  GstVideoFilter parent;

  /* Under the object lock. */
  GstAlignScaleSettings settings;
  GstTaskPool *given_pool;   /* by the application, or NULL */
  gboolean keeps_given_pool; /* in NULL, too */
  const gchar *rows_level;   /* NULL before the first start */

  /* Written by the streaming thread under the object lock. */
  GstAlignScaleFraming framing; /* of the current frame; empty before caps and after the stream */
  GstAlignScalePlan plan;       /* empty where frames pass or cannot be scaled */

  gint n_announced;   /* atomic: times downstream has asked for other caps */
  gint stream_layout; /* atomic: of tensors, 1 and what the stream began with; 0: no stream */

  /* The streaming thread's. */
  GstAlignScaleSettings requested, effective;
  GstVideoInfo in_info, out_info;
  GstAlignScaleCrop buffer_crop; /* what the metas of the current buffer say */
  gboolean downstream_crops;     /* it takes crop metas, as far as passthrough has asked it */
  gboolean configured;           /* the infos are set */
  gboolean size_stays;           /* effective makes a size that cannot be: it stays what it was */
  gboolean scalable;             /* the frames' memory can be read and written */
  gboolean stale;                /* framing and plan were made of something else */
  GstAlignScaleSlices *slices;   /* NULL until a plan has more than one */

  /* What has been posted and is not posted again; for the crop scaler.c. */
  GstAlignScaleErrors errors;
  gboolean crop_is_empty;  /* it is warned of where that begins */
  gboolean is_too_large;   /* the resized picture; likewise */
  gboolean warned_of_crop; /* that it reaches out of memory: once for a stream of caps */
};

/* aligntensor is a type of it that has more settings. */
struct _GstAlignScaleClass {
  GstVideoFilterClass parent_class;
};

GST_ELEMENT_REGISTER_DECLARE (alignscale)

G_END_DECLS

#endif
