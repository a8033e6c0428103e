/* SPDX-License-Identifier: LGPL-2.1-or-later */
/**
 * SECTION:element-alignrestore
 * @title: alignrestore
 * @short_description: brings detections back to the frames that alignscale was given
 *
 * alignrestore replaces each frame by the one that alignscale (with keep-input) made it of, and
 * moves what was found on it, as GstVideoRegionOfInterestMeta, to where it is there: crop, borders
 * and what was cut off taken back.
 *
 * ## Example pipeline
 * |[
 * gst-launch-1.0 videotestsrc ! alignscale @preset=ultralytics-letterbox keep-input=true !
 *     video/x-raw,width=640,height=640 ! detector ! alignrestore ! videoconvert ! autovideosink
 * ]| Boxes of a detector on the camera's own picture.
 *
 * Since: 0.1
 */
#include "gstalignrestore.h"

#include <gst/video/video.h>
#include <math.h>

#include "analytics.h"
#include "debug.h"
#include "geometry_meta.h"

struct _GstAlignRestore {
  GstElement parent;

  GstPad *sinkpad, *srcpad;

  /* The streaming thread's. */
  GstCaps *in_caps; /* of the frames that come in */
  GList *held;      /* events that have to follow caps, which come with the first frame */

  /* Under the object lock: where a point of the last frame that went out was in the one that came
   * in, x * scale + x0. */
  gdouble x_scale, x0, y_scale, y0;
};

G_DEFINE_TYPE (GstAlignRestore, gst_align_restore, GST_TYPE_ELEMENT)
GST_ELEMENT_REGISTER_DEFINE (alignrestore, "alignrestore", GST_RANK_NONE, GST_TYPE_ALIGN_RESTORE)

/* What is taken and given: the two sides have nothing to do with each other. */
static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE (
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS ("video/x-raw(ANY); tensor/strided"));
static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE (
    "src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS ("video/x-raw(ANY)"));

/* ---- points ---- */

/* A point of a frame in the frame before the scalings that its meta knows of, as far as the one
 * that kept its input. */
static void
map_back (const GstStructure *geometry, gdouble *x, gdouble *y)
{
  GstBuffer *buffer;
  GstCaps *caps;

  for (; geometry != NULL; geometry = gst_align_scale_geometry_meta_before (geometry)) {
    gst_align_scale_geometry_meta_map_back (geometry, x, y);
    if (gst_align_scale_geometry_meta_input (geometry, &buffer, &caps))
      return;
  }
}

/* The other way, from the kept frame. */
static void
map (const GstStructure *geometry, gdouble *x, gdouble *y)
{
  const GstStructure *before = gst_align_scale_geometry_meta_before (geometry);
  GstBuffer *buffer;
  GstCaps *caps;

  if (before != NULL && !gst_align_scale_geometry_meta_input (geometry, &buffer, &caps))
    map (before, x, y);
  gst_align_scale_geometry_meta_map (geometry, x, y);
}

/* The kept frame, of the scaling nearest to the frame that is here. */
static gboolean
find_input (const GstStructure *geometry, GstBuffer **buffer, GstCaps **caps)
{
  for (; geometry != NULL; geometry = gst_align_scale_geometry_meta_before (geometry)) {
    if (gst_align_scale_geometry_meta_input (geometry, buffer, caps))
      return TRUE;
  }
  return FALSE;
}

/* ---- what was found ---- */

static gboolean
has_region (GstBuffer *buffer, const GstVideoRegionOfInterestMeta *region)
{
  const GstVideoRegionOfInterestMeta *other;
  gpointer state = NULL;

  while ((other = (const GstVideoRegionOfInterestMeta *) gst_buffer_iterate_meta_filtered (
              buffer, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
         != NULL) {
    if (other->id == region->id && other->roi_type == region->roi_type)
      return TRUE;
  }
  return FALSE;
}

/* Back to the kept frame, and how large that is. */
typedef struct {
  const GstStructure *geometry;
  const GstVideoInfo *info;
} Way;

/* Further out than any frame reaches. */
#define FAR (G_MAXINT / 2)

/* Moves edges to the nearest pixel, cut off outside of `limit`; false where nothing is left. */
static gboolean
move_edges (
    const GstStructure *geometry, const GstVideoRectangle *limit, GstVideoRectangle *rectangle)
{
  gdouble left = rectangle->x, top = rectangle->y;
  gdouble right = left + rectangle->w, bottom = top + rectangle->h;

  map_back (geometry, &left, &top);
  map_back (geometry, &right, &bottom);
  rectangle->x = (gint) CLAMP (rint (left), limit->x, limit->x + limit->w);
  rectangle->y = (gint) CLAMP (rint (top), limit->y, limit->y + limit->h);
  rectangle->w = (gint) CLAMP (rint (right), limit->x, limit->x + limit->w) - rectangle->x;
  rectangle->h = (gint) CLAMP (rint (bottom), limit->y, limit->y + limit->h) - rectangle->y;
  return rectangle->w > 0 && rectangle->h > 0;
}

/* GstAlignScaleMotion: what it finds nothing of in the frame is dropped. */
static gboolean
move_back (gconstpointer data, GstVideoRectangle *rectangle, gboolean is_turned)
{
  static const GstVideoRectangle anywhere = { -FAR / 2, -FAR / 2, FAR, FAR };
  const Way *way = data;
  const GstVideoRectangle frame = { 0, 0, way->info->width, way->info->height };

  return move_edges (way->geometry, is_turned ? &anywhere : &frame, rectangle);
}

/* A region, moved; nothing where none of it is in the frame. */
static void
add_region (GstBuffer *to, const GstVideoRegionOfInterestMeta *region, const Way *way)
{
  GstVideoRectangle place = { (gint) MIN (region->x, FAR), (gint) MIN (region->y, FAR),
    (gint) MIN (region->w, FAR), (gint) MIN (region->h, FAR) };

  if (move_back (way, &place, FALSE))
    gst_align_scale_add_region (to, region, &place);
}

/* Those that were on the frame before it was scaled are there as they were. */
static void
add_regions (GstBuffer *to, GstBuffer *from, const Way *way)
{
  const GstVideoRegionOfInterestMeta *region;
  gpointer state = NULL;

  while ((region = (const GstVideoRegionOfInterestMeta *) gst_buffer_iterate_meta_filtered (
              from, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
         != NULL) {
    if (!has_region (to, region))
      add_region (to, region, way);
  }
}

/* `in` is the frame that the meta is on. */
static void
add_analytics (
    GstBuffer *to, GstBuffer *from, GstMeta *meta, const GstVideoInfo *in, const Way *way)
{
  GstAlignScaleMotion motion = { in, way->info, .move = move_back, .how = way };
  gdouble x = 1.0, y = 1.0;

  map_back (way->geometry, &motion.x0, &motion.y0);
  map_back (way->geometry, &x, &y);
  motion.x_scale = x - motion.x0;
  motion.y_scale = y - motion.y0;
  gst_align_scale_analytics_add (to, from, meta, &motion);
}

/* The frame that is here: of video caps, or a tensor, which is as large as the frame that became
 * it. */
static gboolean
read_frame (GstVideoInfo *info, GstCaps *caps, const GstStructure *geometry)
{
  const GstStructure *said = caps != NULL ? gst_caps_get_structure (caps, 0) : NULL;
  gint width, height;

  if (said != NULL && gst_structure_has_name (said, "video/x-raw"))
    return gst_video_info_from_caps (info, caps);
  return gst_structure_get (geometry, "output-width", G_TYPE_INT, &width, "output-height",
             G_TYPE_INT, &height, NULL)
         && gst_video_info_set_format (info, GST_VIDEO_FORMAT_RGB, (guint) width, (guint) height);
}

/* All that was found on a frame of `caps`. */
static void
add_found (GstBuffer *to, GstBuffer *from, GstCaps *caps, const Way *way)
{
  GstVideoInfo in;
  gpointer state = NULL;
  GstMeta *meta;

  add_regions (to, from, way);
  while ((meta = gst_buffer_iterate_meta (from, &state)) != NULL) {
    if (gst_align_scale_analytics_is (meta) && read_frame (&in, caps, way->geometry))
      add_analytics (to, from, meta, &in, way);
  }
}

/* ---- frames ---- */

static void
send_held (GstAlignRestore *self)
{
  GList *held = g_steal_pointer (&self->held);

  for (GList *event = held; event != NULL; event = event->next)
    gst_pad_push_event (self->srcpad, event->data);
  g_list_free (held);
}

static void
drop_held (GstAlignRestore *self)
{
  g_list_free_full (g_steal_pointer (&self->held), (GDestroyNotify) gst_event_unref);
}

/* Caps go out when they change. */
static gboolean
send_caps (GstAlignRestore *self, GstCaps *caps)
{
  g_autoptr (GstCaps) current = gst_pad_get_current_caps (self->srcpad);

  if (caps == NULL)
    return FALSE;
  if ((current == NULL || !gst_caps_is_equal (current, caps))
      && !gst_pad_push_event (self->srcpad, gst_event_new_caps (caps)))
    return FALSE;
  send_held (self);
  return TRUE;
}

/* The kept frame as it came in, of the time of the one that is here. */
static GstBuffer *
restore (GstAlignRestore *self, GstBuffer *input, GstCaps *caps, GstBuffer *frame,
    const GstStructure *geometry)
{
  GstBuffer *restored = gst_buffer_copy (input);
  GstVideoInfo info;
  const Way way = { geometry, &info };

  GST_BUFFER_PTS (restored) = GST_BUFFER_PTS (frame);
  GST_BUFFER_DTS (restored) = GST_BUFFER_DTS (frame);
  GST_BUFFER_DURATION (restored) = GST_BUFFER_DURATION (frame);
  if (gst_video_info_from_caps (&info, caps))
    add_found (restored, frame, self->in_caps, &way);
  return restored;
}

/* `geometry` may be NULL: points stay where they are. */
static void
keep_geometry (GstAlignRestore *self, const GstStructure *geometry)
{
  gdouble x0 = 0.0, y0 = 0.0, x1 = 1.0, y1 = 1.0;

  if (geometry != NULL) {
    map (geometry, &x0, &y0);
    map (geometry, &x1, &y1);
  }
  GST_OBJECT_LOCK (self);
  self->x0 = x0;
  self->y0 = y0;
  self->x_scale = x1 - x0;
  self->y_scale = y1 - y0;
  GST_OBJECT_UNLOCK (self);
}

/* Pushes a frame (taken over) of these caps. */
static GstFlowReturn
push (GstAlignRestore *self, GstCaps *caps, GstBuffer *frame)
{
  if (send_caps (self, caps))
    return gst_pad_push (self->srcpad, frame);
  gst_buffer_unref (frame);
  return GST_PAD_IS_FLUSHING (self->srcpad) ? GST_FLOW_FLUSHING : GST_FLOW_NOT_NEGOTIATED;
}

static GstFlowReturn
gst_align_restore_chain (GstPad *pad, GstObject *parent, GstBuffer *frame)
{
  GstAlignRestore *self = GST_ALIGN_RESTORE (parent);
  const GstStructure *geometry = gst_align_scale_geometry_meta_get (frame);
  GstBuffer *input, *restored;
  GstFlowReturn flow;
  GstCaps *caps;

  if (geometry == NULL) { /* it has not been scaled */
    keep_geometry (self, NULL);
    return push (self, self->in_caps, frame);
  }
  if (!find_input (geometry, &input, &caps)) {
    GST_ELEMENT_ERROR (self, STREAM, FAILED,
        ("A frame does not hold the one that it was made of. Set keep-input=true on alignscale."),
        (NULL));
    gst_buffer_unref (frame);
    return GST_FLOW_ERROR;
  }
  restored = restore (self, input, caps, frame, geometry);
  keep_geometry (self, geometry);
  flow = push (self, caps, restored);
  gst_buffer_unref (frame); /* which holds the caps */
  return flow;
}

/* ---- events and queries ---- */

/* Segments, tags and the like come behind caps, which go out with the first frame. */
static gboolean
is_held (GstAlignRestore *self, GstEvent *event)
{
  return GST_EVENT_IS_STICKY (event) && GST_EVENT_TYPE (event) > GST_EVENT_CAPS
         && GST_EVENT_TYPE (event) != GST_EVENT_EOS && !gst_pad_has_current_caps (self->srcpad);
}

static gboolean
gst_align_restore_sink_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  GstAlignRestore *self = GST_ALIGN_RESTORE (parent);
  GstCaps *caps;

  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
    gst_event_parse_caps (event, &caps);
    gst_caps_replace (&self->in_caps, caps);
    gst_event_unref (event);
    return TRUE; /* the frames' own go out */
  }
  if (is_held (self, event)) {
    self->held = g_list_append (self->held, event);
    return TRUE;
  }
  if (GST_EVENT_TYPE (event) == GST_EVENT_FLUSH_STOP)
    drop_held (self);
  else if (GST_EVENT_IS_SERIALIZED (event) && GST_EVENT_TYPE (event) > GST_EVENT_CAPS)
    send_held (self);
  return gst_pad_event_default (pad, parent, event);
}

/* Pointers come in pixels of the restored frame, and alignscale maps them back to it. */
static gboolean
gst_align_restore_src_event (GstPad *pad, GstObject *parent, GstEvent *event)
{
  GstAlignRestore *self = GST_ALIGN_RESTORE (parent);
  gdouble x, y;

  if (GST_EVENT_TYPE (event) == GST_EVENT_NAVIGATION
      && gst_navigation_event_get_coordinates (event, &x, &y)) {
    GST_OBJECT_LOCK (self);
    x = x * self->x_scale + self->x0;
    y = y * self->y_scale + self->y0;
    GST_OBJECT_UNLOCK (self);
    event = gst_event_make_writable (event);
    gst_navigation_event_set_coordinates (event, x, y);
  }
  return gst_pad_event_default (pad, parent, event);
}

/* Caps and memory of one side say nothing about the other's. */
static gboolean
gst_align_restore_query (GstPad *pad, GstObject *parent, GstQuery *query)
{
  GstCaps *filter, *caps;

  switch (GST_QUERY_TYPE (query)) {
  case GST_QUERY_CAPS:
    gst_query_parse_caps (query, &filter);
    caps = gst_pad_get_pad_template_caps (pad);
    if (filter != NULL)
      gst_caps_take (&caps, gst_caps_intersect_full (filter, caps, GST_CAPS_INTERSECT_FIRST));
    gst_query_set_caps_result (query, caps);
    gst_caps_unref (caps);
    return TRUE;
  case GST_QUERY_ACCEPT_CAPS:
    gst_query_set_accept_caps_result (query, TRUE);
    return TRUE;
  case GST_QUERY_ALLOCATION:
    gst_query_add_allocation_meta (query, GST_VIDEO_META_API_TYPE, NULL);
    return TRUE;
  default:
    return gst_pad_query_default (pad, parent, query);
  }
}

/* ---- life ---- */

static GstStateChangeReturn
gst_align_restore_change_state (GstElement *element, GstStateChange transition)
{
  GstAlignRestore *self = GST_ALIGN_RESTORE (element);
  const GstStateChangeReturn result =
      GST_ELEMENT_CLASS (gst_align_restore_parent_class)->change_state (element, transition);

  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY) {
    keep_geometry (self, NULL);
    drop_held (self);
    gst_caps_replace (&self->in_caps, NULL);
  }
  return result;
}

static void
gst_align_restore_finalize (GObject *object)
{
  GstAlignRestore *self = GST_ALIGN_RESTORE (object);

  drop_held (self);
  gst_caps_replace (&self->in_caps, NULL);
  G_OBJECT_CLASS (gst_align_restore_parent_class)->finalize (object);
}

static void
gst_align_restore_class_init (GstAlignRestoreClass *klass)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  gst_align_scale_geometry_meta_register ();
  G_OBJECT_CLASS (klass)->finalize = gst_align_restore_finalize;
  element_class->change_state = GST_DEBUG_FUNCPTR (gst_align_restore_change_state);
  gst_element_class_set_static_metadata (element_class, "Restorer of scaled video", "Filter/Video",
      "Brings what was found on scaled frames back to the frames before", "The alignscale authors");
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
}

static GstPad *
add_pad (GstAlignRestore *self, GstStaticPadTemplate *template)
{
  GstPad *pad = gst_pad_new_from_static_template (template, template->name_template);

  gst_pad_set_query_function (pad, gst_align_restore_query);
  gst_element_add_pad (GST_ELEMENT (self), pad);
  return pad;
}

static void
gst_align_restore_init (GstAlignRestore *self)
{
  self->sinkpad = add_pad (self, &sink_template);
  gst_pad_set_chain_function (self->sinkpad, gst_align_restore_chain);
  gst_pad_set_event_function (self->sinkpad, gst_align_restore_sink_event);
  self->srcpad = add_pad (self, &src_template);
  gst_pad_set_event_function (self->srcpad, gst_align_restore_src_event);
  keep_geometry (self, NULL);
}
