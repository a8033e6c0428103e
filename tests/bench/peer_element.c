/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* alignscale and videoscale as elements, each in the same harness: a buffer is pushed into the
 * element's sink pad and pulled out behind its source pad, nothing in between. The output comes
 * from the pool the element's base class makes. */

#include <gst/check/gstharness.h>

#include "peer.h"

typedef struct {
  GstHarness *harness;
  GstBuffer *source;
  GstBuffer *last; /* what came out; goes back to the pool before the next frame */
  const GstVideoInfo *info;
  GstVideoFrame *dst;
} Harness;

/* What differs between the two elements. */
typedef struct {
  const gchar *factory;
  void (*configure) (GstElement *element, const BenchCell *cell);
} Subject;

static void
configure_alignscale (GstElement *element, const BenchCell *cell)
{
  const BenchMethodInfo *method = &bench_methods[cell->method];

  gst_util_set_object_arg (G_OBJECT (element), "method", method->mode);
  g_object_set (
      element, "antialias", method->antialias, "add-borders", cell->sizes.letterbox, NULL);
}

/* The nearest of its methods, with weights of 6 bits. catrom is torch's cubic with antialias,
 * to the constant; 4-tap, what people choose for cubic, is a sinc. */
static const struct {
  const gchar *nick;
  guint marks;
} videoscale_methods[BENCH_N_METHODS] = {
  [BENCH_NEAREST] = { "nearest-neighbour", BENCH_MARK_COORDINATES },
  [BENCH_NEAREST_EXACT] = { "nearest-neighbour", 0 },
  [BENCH_BILINEAR] = { "bilinear", BENCH_MARK_PRECISION },
  [BENCH_BICUBIC] = { "4-tap", BENCH_MARK_SUPPORT | BENCH_MARK_PRECISION },
  [BENCH_BILINEAR_AA] = { "bilinear2", BENCH_MARK_PRECISION },
  [BENCH_BICUBIC_AA] = { "catrom", BENCH_MARK_PRECISION },
  [BENCH_LANCZOS] = { "lanczos", BENCH_MARK_PRECISION },
};

/* Its lanczos spans two lobes unless told otherwise. */
static void
configure_videoscale (GstElement *element, const BenchCell *cell)
{
  gst_util_set_object_arg (G_OBJECT (element), "method", videoscale_methods[cell->method].nick);
  g_object_set (element, "add-borders", cell->sizes.letterbox, "envelope", 3.0, NULL);
}

static const Subject alignscale = { "alignscale", configure_alignscale };
static const Subject videoscale = { "videoscale", configure_videoscale };

static gboolean
takes_caps (const gchar *factory_name, const GstVideoInfo *info)
{
  GstElementFactory *factory = gst_element_factory_find (factory_name);
  GstCaps *caps = gst_video_info_to_caps (info);
  const gboolean takes = factory != NULL && gst_element_factory_can_sink_all_caps (factory, caps);

  gst_caps_unref (caps);
  g_clear_object (&factory);
  return takes;
}

static gboolean
alignscale_supports (
    const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell, guint *marks G_GNUC_UNUSED)
{
  return takes_caps ("alignscale", &cell->in);
}

static gboolean
videoscale_supports (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell, guint *marks)
{
  *marks = videoscale_methods[cell->method].marks;
  if (bench_cell_doubles (cell)) /* where both rules of the nearest sample agree */
    *marks &= ~(guint) BENCH_MARK_COORDINATES;
  return videoscale_methods[cell->method].nick != NULL && takes_caps ("videoscale", &cell->in);
}

static void
run (gpointer self)
{
  Harness *harness = self;

  gst_clear_buffer (&harness->last);
  harness->last = gst_harness_push_and_pull (harness->harness, gst_buffer_ref (harness->source));
}

static void
fetch (gpointer self)
{
  Harness *harness = self;
  GstVideoFrame frame;

  gst_video_frame_map (&frame, harness->info, harness->last, GST_MAP_READ);
  gst_video_frame_copy (harness->dst, &frame);
  gst_video_frame_unmap (&frame);
}

static void
finish (gpointer self)
{
  Harness *harness = self;

  gst_clear_buffer (&harness->last);
  gst_harness_teardown (harness->harness);
  g_free (harness);
}

static gpointer
prepare (const BenchPeer *peer, const BenchCell *cell)
{
  const Subject *subject = peer->data;
  GstElement *element = gst_element_factory_make (subject->factory, NULL);
  Harness *self = g_new0 (Harness, 1);

  subject->configure (element, cell);
  g_object_set (element, "n-threads", (guint) cell->n_threads, NULL);
  self->harness = gst_harness_new_with_element (element, "sink", "src");
  gst_object_unref (element);
  self->source = cell->source;
  self->info = &cell->whole_info;
  self->dst = (GstVideoFrame *) &cell->whole;
  gst_harness_set_caps (self->harness, gst_video_info_to_caps (&cell->in),
      gst_video_info_to_caps (&cell->whole_info));

  /* without a frame nothing was negotiated */
  if (gst_harness_push (self->harness, gst_buffer_ref (self->source)) != GST_FLOW_OK) {
    finish (self);
    return NULL;
  }
  self->last = gst_harness_pull (self->harness);
  return self;
}

const BenchPeer bench_peer_element = {
  .name = "alignscale",
  .kind = BENCH_OURS,
  .has_threads = TRUE,
  .supports = alignscale_supports,
  .prepare = prepare,
  .run = run,
  .fetch = fetch,
  .finish = finish,
  .data = &alignscale,
};

const BenchPeer bench_peer_videoscale = {
  .name = "videoscale",
  .tolerance = -1,
  .kind = BENCH_PEER,
  .has_threads = TRUE,
  .has_borders = TRUE,
  .supports = videoscale_supports,
  .prepare = prepare,
  .run = run,
  .fetch = fetch,
  .finish = finish,
  .data = &videoscale,
};
