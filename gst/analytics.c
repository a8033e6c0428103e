/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "analytics.h"

#include "debug.h"

#ifdef HAVE_ANALYTICS

#include <gst/analytics/analytics.h>
#include <string.h>

/* The id of what has not been added. */
#define NONE G_MAXUINT

gboolean
gst_align_scale_analytics_is (const GstMeta *meta)
{
  return meta->info->api == GST_ANALYTICS_RELATION_META_API_TYPE;
}

static gboolean
is_box (const GstAnalyticsMtd *mtd)
{
  return gst_analytics_mtd_get_mtd_type (mtd) == gst_analytics_od_mtd_get_mtd_type ();
}

static gboolean
add_box (GstAnalyticsRelationMeta *to, const GstAnalyticsMtd *box,
    const GstAlignScaleMotion *motion, GstAnalyticsMtd *added)
{
  GstVideoRectangle place;
  gfloat angle, confidence;

  return gst_analytics_od_mtd_get_oriented_location (
             box, &place.x, &place.y, &place.w, &place.h, &angle, &confidence)
         && motion->move (motion->how, &place, angle != 0.0f)
         && gst_analytics_relation_meta_add_oriented_od_mtd (to,
             gst_analytics_od_mtd_get_obj_type (box), place.x, place.y, place.w, place.h, angle,
             confidence, added);
}

/* ---- what is no box ---- */

/* What its type does for itself when its bytes have been copied: references, and its place. */
static void
transform (GstBuffer *outbuf, GstAnalyticsMtd *added, GstBuffer *inbuf,
    const GstAnalyticsMtdImpl *impl, const GstAlignScaleMotion *motion)
{
#if GST_CHECK_VERSION(1, 28, 0)
  GstVideoMetaTransformMatrix matrix = {
    .in_info = motion->from,
    .in_rectangle = { 0, 0, motion->from->width, motion->from->height },
    .out_info = motion->to,
    .out_rectangle = { 0, 0, motion->to->width, motion->to->height },
    .matrix = { { (gfloat) motion->x_scale, 0.0f, (gfloat) motion->x0 },
        { 0.0f, (gfloat) motion->y_scale, (gfloat) motion->y0 }, { 0.0f, 0.0f, 1.0f } },
  };
  const GQuark type = gst_video_meta_transform_matrix_get_quark ();
#else
  GstMetaTransformCopy matrix = { FALSE, 0, (gsize) -1 };
  const GQuark type = g_quark_from_static_string ("gst-copy");

  (void) motion;
#endif

  if (impl->mtd_meta_transform != NULL)
    impl->mtd_meta_transform (outbuf, added, inbuf, type, &matrix);
}

/* True of all that such a function moves to its place, if it has one. */
static gboolean
can_be_moved (const GstAnalyticsMtd *mtd)
{
#if GST_CHECK_VERSION(1, 28, 0)
  (void) mtd;
  return TRUE;
#else
  const GstAnalyticsMtdType type = gst_analytics_mtd_get_mtd_type (mtd);

  return type == gst_analytics_cls_mtd_get_mtd_type ()
         || type == gst_analytics_tracking_mtd_get_mtd_type ();
#endif
}

/* As the library copies metas: a type is the structure that implements it. */
static gboolean
add_other (GstBuffer *outbuf, GstAnalyticsRelationMeta *to, GstBuffer *inbuf,
    const GstAnalyticsMtd *mtd, const GstAlignScaleMotion *motion, GstAnalyticsMtd *added)
{
  const GstAnalyticsMtdImpl *impl =
      (const GstAnalyticsMtdImpl *) gst_analytics_mtd_get_mtd_type (mtd);
  const gsize size = gst_analytics_mtd_get_size (mtd);
  gpointer data;

  if (!can_be_moved (mtd)) {
    GST_DEBUG ("dropped what was found, of type %s", impl->name);
    return FALSE;
  }
  data = gst_analytics_relation_meta_add_mtd (to, impl, size, added);
  if (data == NULL)
    return FALSE;
  memcpy (data, gst_analytics_relation_meta_get_mtd_data (mtd->meta, mtd->id), size);
  transform (outbuf, added, inbuf, impl, motion);
  return TRUE;
}

/* ---- the meta ---- */

static gboolean
are_same (const GstAnalyticsMtd *a, const GstAnalyticsMtd *b)
{
  gfloat confidence_a = 0.0f, confidence_b = 0.0f;

  if (gst_analytics_mtd_get_mtd_type (a) != gst_analytics_mtd_get_mtd_type (b))
    return FALSE;
  if (!is_box (a))
    return TRUE;
  gst_analytics_od_mtd_get_confidence_lvl (a, &confidence_a);
  gst_analytics_od_mtd_get_confidence_lvl (b, &confidence_b);
  return confidence_a == confidence_b
         && gst_analytics_od_mtd_get_obj_type (a) == gst_analytics_od_mtd_get_obj_type (b);
}

/* How much of `from` is all of `to`: places aside, where one was moved to. */
static guint
n_in_both (GstAnalyticsRelationMeta *to, GstAnalyticsRelationMeta *from)
{
  const guint n = (guint) gst_analytics_relation_get_length (to);

  if (gst_analytics_relation_get_length (from) < n)
    return 0;
  for (guint i = 0; i < n; i++) {
    const GstAnalyticsMtd a = { i, to }, b = { i, from };

    if (!are_same (&a, &b))
      return 0;
  }
  return n;
}

/* `ids` are those in `to` of what is in `from`; relations among the first `n_related` are there. */
static void
relate (GstAnalyticsRelationMeta *to, GstAnalyticsRelationMeta *from, const guint *ids, guint n,
    guint n_related)
{
  for (guint i = 0; i < n; i++) {
    for (guint j = i < n_related ? n_related : 0; j < n && ids[i] != NONE; j++) {
      const GstAnalyticsRelTypes relation = gst_analytics_relation_meta_get_relation (from, i, j);

      if (relation != GST_ANALYTICS_REL_TYPE_NONE && ids[j] != NONE)
        gst_analytics_relation_meta_set_relation (to, relation, ids[i], ids[j]);
    }
  }
}

void
gst_align_scale_analytics_add (
    GstBuffer *outbuf, GstBuffer *inbuf, GstMeta *meta, const GstAlignScaleMotion *motion)
{
  GstAnalyticsRelationMeta *from = (GstAnalyticsRelationMeta *) meta;
  GstAnalyticsRelationMeta *to =
      gst_buffer_add_analytics_relation_meta (outbuf); /* or it has one */
  const guint n = (guint) gst_analytics_relation_get_length (from), n_old = n_in_both (to, from);
  g_autofree guint *ids = g_new (guint, n);

  for (guint i = 0; i < n; i++) {
    const GstAnalyticsMtd mtd = { i, from };
    GstAnalyticsMtd added = { i, to };

    if (i < n_old
        || (is_box (&mtd) ? add_box (to, &mtd, motion, &added)
                          : add_other (outbuf, to, inbuf, &mtd, motion, &added)))
      ids[i] = added.id;
    else
      ids[i] = NONE;
  }
  relate (to, from, ids, n, n_old);
}

#else

gboolean
gst_align_scale_analytics_is (const GstMeta *meta)
{
  (void) meta;
  return FALSE;
}

void
gst_align_scale_analytics_add (
    GstBuffer *outbuf, GstBuffer *inbuf, GstMeta *meta, const GstAlignScaleMotion *motion)
{
  (void) outbuf, (void) inbuf, (void) meta, (void) motion;
}

#endif
