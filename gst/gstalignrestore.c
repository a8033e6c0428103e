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
#include "element.h"
#include "geometry_meta.h"

struct _GstAlignRestore {
  GstElement parent;

  GstPad *sinkpad, *srcpad;

  /* The streaming thread's. */
  GstCaps *in_caps;         /* of the frames that come in */
  GList *held;              /* events that have to follow caps, which come with the first frame */
  GstAlignScaleTaken taken; /* by downstream: alignscale has answered for others than itself */

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

/* A region of the kept frame likewise; returns how many pixels its edges may be off. */
static gint
map_region (const GstStructure *geometry, GstVideoRectangle *region)
{
  const GstStructure *before = gst_align_scale_geometry_meta_before (geometry);
  GstBuffer *buffer;
  GstCaps *caps;
  gint off = 0;

  if (before != NULL && !gst_align_scale_geometry_meta_input (geometry, &buffer, &caps))
    off = map_region (before, region);
  gst_align_scale_geometry_meta_map_region (geometry, region, &off);
  return off;
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

/* Back to the kept frame, how large that is, and where it begins in its memory, in whose pixels
 * regions are. */
typedef struct {
  const GstStructure *geometry;
  const GstVideoInfo *info;
  gint x, y;
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
  const gboolean is_there = move_edges (way->geometry, is_turned ? &anywhere : &frame, rectangle);

  rectangle->x += way->x;
  rectangle->y += way->y;
  return is_there;
}

static GstVideoRectangle
place_of (const GstVideoRegionOfInterestMeta *region)
{
  return (GstVideoRectangle){ (gint) MIN (region->x, FAR), (gint) MIN (region->y, FAR),
    (gint) MIN (region->w, FAR), (gint) MIN (region->h, FAR) };
}

static gboolean
are_near (gint a, gint b, gint off)
{
  return ABS (a - b) <= off;
}

/* True where `region` is what became of `before`, a region of the kept frame. Most have no id but
 * 0, so that their places have to tell. */
static gboolean
is_copy (const GstVideoRegionOfInterestMeta *region, const GstVideoRegionOfInterestMeta *before,
    const Way *way)
{
  const GstVideoRectangle place = place_of (region);
  GstVideoRectangle wanted = place_of (before);
  gint off;

  if (region->id != before->id || region->roi_type != before->roi_type)
    return FALSE;
  wanted.x -= way->x;
  wanted.y -= way->y;
  off = map_region (way->geometry, &wanted);
  return wanted.w > 0 && are_near (place.x, wanted.x, off) && are_near (place.y, wanted.y, off)
         && are_near (place.x + place.w, wanted.x + wanted.w, off)
         && are_near (place.y + place.h, wanted.y + wanted.h, off);
}

static GPtrArray *
regions_of (GstBuffer *buffer)
{
  GPtrArray *regions = g_ptr_array_new ();
  gpointer state = NULL;
  GstMeta *meta;

  while ((meta = gst_buffer_iterate_meta_filtered (
              buffer, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
         != NULL)
    g_ptr_array_add (regions, meta);
  return regions;
}

/* True where `region` is a copy of one of them, which then has had its copy. */
static gboolean
take_copy (GPtrArray *before, const GstVideoRegionOfInterestMeta *region, const Way *way)
{
  for (guint i = 0; i < before->len; i++) {
    if (!is_copy (region, g_ptr_array_index (before, i), way))
      continue;
    g_ptr_array_remove_index (before, i);
    return TRUE;
  }
  return FALSE;
}

/* Those that were on the frame before it was scaled are there as they were. */
static void
add_regions (GstBuffer *to, GstBuffer *from, const Way *way)
{
  g_autoptr (GPtrArray) before = regions_of (to), here = regions_of (from);

  for (guint i = 0; i < here->len; i++) {
    const GstVideoRegionOfInterestMeta *region = g_ptr_array_index (here, i);
    GstVideoRectangle place = place_of (region);

    if (!take_copy (before, region, way) && move_back (way, &place, FALSE))
      gst_align_scale_add_region (to, region, &place);
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

/* As flushing does to the events on a pad: a new segment comes, tags do not. */
static void
drop_held_segments (GstAlignRestore *self)
{
  for (GList *link = self->held, *next; link != NULL; link = next) {
    next = link->next;
    if (GST_EVENT_TYPE (link->data) != GST_EVENT_SEGMENT)
      continue;
    gst_event_unref (link->data);
    self->held = g_list_delete_link (self->held, link);
  }
}

/* Caps go out when they change. */
static gboolean
send_caps (GstAlignRestore *self, GstCaps *caps)
{
  g_autoptr (GstCaps) current = gst_pad_get_current_caps (self->srcpad);
  gboolean are_new;

  if (caps == NULL)
    return FALSE;
  are_new = current == NULL || !gst_caps_is_equal (current, caps);
  if (are_new && !gst_pad_push_event (self->srcpad, gst_event_new_caps (caps)))
    return FALSE;
  send_held (self);
  if (gst_pad_check_reconfigure (self->srcpad) || are_new)
    self->taken = gst_align_scale_ask_peer (self->srcpad, caps);
  return TRUE;
}

/* The frame (taken over) as downstream takes it. */
static GstBuffer *
as_taken (GstAlignRestore *self, GstCaps *caps, GstBuffer *frame)
{
  GstVideoInfo info;

  if (gst_buffer_get_video_meta (frame) == NULL || !gst_video_info_from_caps (&info, caps))
    return frame;
  return gst_align_scale_as_taken (frame, &info, self->taken);
}

/* The kept frame as it came in, of the time of the one that is here. */
static GstBuffer *
restore (GstAlignRestore *self, GstBuffer *input, GstCaps *caps, GstBuffer *frame,
    const GstStructure *geometry)
{
  GstBuffer *restored = gst_buffer_copy (input);
  const GstVideoCropMeta *crop = gst_buffer_get_video_crop_meta (input);
  GstVideoInfo info;
  const Way way = { geometry, &info, crop != NULL ? (gint) MIN (crop->x, FAR / 2) : 0,
    crop != NULL ? (gint) MIN (crop->y, FAR / 2) : 0 };

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

static void
post_refused (GstAlignRestore *self, GstCaps *caps)
{
  g_autoptr (GstCaps) downstream = gst_pad_peer_query_caps (self->srcpad, NULL);
  g_autofree gchar *text = gst_caps_to_string (caps), *taken = gst_caps_to_string (downstream);

  GST_ELEMENT_ERROR (self, CORE, NEGOTIATION,
      ("Frames come back as %s, which downstream does not take: %s. Put videoconvert, "
       "alignscale or another element that converts behind this one, or change the caps filter.",
          text, taken),
      (NULL));
}

/* Pushes a frame (taken over) of these caps. That downstream refuses them is not known before. */
static GstFlowReturn
push (GstAlignRestore *self, GstCaps *caps, GstBuffer *frame)
{
  GstFlowReturn flow = GST_FLOW_NOT_NEGOTIATED;

  if (send_caps (self, caps))
    flow = gst_pad_push (self->srcpad, as_taken (self, caps, frame));
  else
    gst_buffer_unref (frame);
  if (GST_PAD_IS_FLUSHING (self->srcpad))
    return GST_FLOW_FLUSHING;
  if (flow == GST_FLOW_NOT_NEGOTIATED && caps != NULL
      && !gst_pad_peer_query_accept_caps (self->srcpad, caps))
    post_refused (self, caps);
  return flow;
}

static GstFlowReturn
gst_align_restore_chain (GstPad *pad, GstObject *parent, GstBuffer *frame)
{
  GstAlignRestore *self = GST_ALIGN_RESTORE (parent);
  const GstStructure *geometry = gst_align_scale_geometry_meta_get (frame);
  GstBuffer *input, *restored;
  GstFlowReturn flow;
  GstCaps *caps;

  if (geometry == NULL && self->in_caps == NULL) {
    GST_ELEMENT_ERROR (self, CORE, NEGOTIATION,
        ("A frame came before any caps said what it is. Check the element upstream."), (NULL));
    gst_buffer_unref (frame);
    return GST_FLOW_NOT_NEGOTIATED;
  }
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
    drop_held_segments (self);
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
