/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_WORLD_H
#define ELEMENT_WORLD_H

#include <gst/video/video.h>

#include "element_bytes.h"

/* One element between two pads of the test, and what is known about it. */

/* What the sink pad says to queries about caps. */
typedef enum {
  ANSWER_TRUE,  /* what it takes */
  ANSWER_NONE,  /* nothing: the query fails */
  ANSWER_TURNS, /* two answers in turn, as a caps filter that changes while others negotiate */
  N_ANSWERS
} Answer;

/* What the sink pad takes. */
typedef struct {
  GstCaps *caps, *other; /* NULL: anything; `other` is the second answer of ANSWER_TURNS */
  gboolean limited;      /* no size is open to the template's bounds */
  Answer answer;
  gint accept;           /* 0: honest, 1: takes all, 2: takes none */
  gboolean refuses_caps; /* the event */
  gboolean announced;    /* by a reconfigure event */
  GstFlowReturn flow;
  guint memory; /* how it answers allocation queries: element_pools.h */
  guint asked;
} Downstream;

typedef struct {
  FuzzInput bytes;
  GstElement *element;
  GstPad *src, *sink; /* the test's: src feeds the element */
  GstBus *bus;

  /* upstream */
  GstCaps *caps; /* the last sent, NULL: none since the start */
  GstVideoInfo info;
  gboolean info_read;  /* the caps are raw video to GStreamer */
  gboolean caps_taken; /* the event was */
  GstClockTime time;
  GstBufferPool *offered; /* by the element, for buffers of its input */

  Downstream down;
  GstBuffer *last; /* came out with the last frame */
  guint n_out;     /* ... so many */
  guint n_caps_out;

  /* what may refuse frames without a fault */
  gboolean flushing, eos, unlinked, stopped, late;
  gboolean size_refused; /* a warning said that a size stays */
  gboolean meddled;      /* a second thread sets properties */
  gboolean settled;      /* a frame went through, and nothing was changed since */

  /* messages; the second thread posts none */
  guint n_errors;     /* in this step */
  guint errors_since; /* since a frame went through or caps were taken */
  guint n_warnings;
  gchar *text; /* of the last error */
} World;

/* The one there is: functions GStreamer calls find it here. */
extern World *the_world;

void world_start (World *world, const guint8 *data, gsize size);
/* Checks that nothing is left of it. */
void world_stop (World *world);

/* Stream-start, caps where there are, and segment, as a source does at its start. */
void world_send_start (World *world);
void world_send_caps (World *world);

/* Whether all was set up so that a frame that can be scaled has to come out. */
gboolean world_is_friendly (const World *world);

#endif
