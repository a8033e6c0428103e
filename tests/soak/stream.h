/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef STREAM_H
#define STREAM_H

#include <gst/gst.h>

/* A live stream through an alignscale:
 * videotestsrc ! capsfilter ! videocrop ! alignscale ! capsfilter ! fakesink
 * Every frame that goes into the scaler is followed until its call has returned. */

/* What the sink answers to the allocation query. */
typedef enum {
  ALLOCATION_NONE,    /* nothing */
  ALLOCATION_META,    /* takes GstVideoMeta */
  ALLOCATION_CROP,    /* ... and GstVideoCropMeta */
  ALLOCATION_ALIGNED, /* wants memory that is aligned and padded */
  ALLOCATION_POOL,    /* a pool whose rows and planes are padded */
  ALLOCATION_FEW,     /* a pool of no more than four buffers */
  N_ALLOCATIONS
} Allocation;

typedef struct {
  GstElement *pipeline, *source, *upstream, *crop, *scale, *downstream, *sink;
  GstBus *bus;

  /* Of the streaming thread; to be read while it rests, but for n_out. How frames ended: */
  guint64 n_in;
  guint64 n_turned_away; /* FLUSHING, while the program stopped or flushed the stream */
  guint64 n_refused;     /* NOT_NEGOTIATED, while downstream had asked for new caps, or refused
                          * those it had accepted */
  guint64 n_lost;        /* all others that did not come out once, with their time */
  gint n_out;            /* atomic */
  gint flow;             /* atomic: what the scaler last returned */
  GstClockTime time;     /* of the frame that is under way */
  gint came_out;         /* ... how often */
  gboolean not_taken;    /* ... and downstream refused its caps */

  /* Atomic. What the scaler did not take, while nothing was stopped or flushed: */
  gint n_denied;  /* caps that it refused, or all there are */
  gint n_nothing; /* how often downstream said that it takes none */

  /* the program's */
  gint interrupts;  /* atomic: it stops or flushes the stream */
  gint allocation;  /* atomic: an Allocation */
  gint crops[4];    /* atomic: left, right, top, bottom; videocrop cuts them off the next frame */
  guint n_errors;   /* messages of the scaler's that should not be there */
  guint n_others;   /* ... of the elements around it */
  guint n_dropped;  /* streams that the source gave up without a message */
  guint n_warnings; /* messages that had to be expected */
  GstPadChainFunction scale_chain;
  GstPadEventFunction scale_event, downstream_event;
  GstPadQueryFunction scale_query, downstream_query, sink_query;
} Stream;

/* A stream in NULL; false and a sentence on stderr where an element is missing. */
gboolean stream_init (Stream *stream);

/* Changes the state and waits for it, and once more where the source has given up on its way to
 * PLAYING; false and a line on stdout where it fails. */
gboolean stream_set_state (Stream *stream, GstState state);

/* A seek that flushes; false where it fails. */
gboolean stream_flush (Stream *stream);

/* Reads what has been posted: errors and warnings are counted, and unexpected ones printed. True
 * where an element around the scaler has ended the stream. */
gboolean stream_read_bus (Stream *stream);

/* Ends in NULL, and lets go of everything. */
void stream_finish (Stream *stream);

#endif
