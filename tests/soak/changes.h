/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CHANGES_H
#define CHANGES_H

#include "stream.h"

/* What is changed while a stream runs, in an order that a seed gives. */

typedef enum {
  CHANGE_PROPERTY,
  CHANGE_CROP,       /* videocrop's, so that other crop metas or frames come */
  CHANGE_DOWNSTREAM, /* size and shape of pixels that downstream asks for */
  CHANGE_UPSTREAM,   /* size and format of the source */
  CHANGE_ALLOCATION, /* what the sink says of memory */
  CHANGE_TASK_POOL,
  CHANGE_NAVIGATION, /* a pointer moves */
  CHANGE_PAUSE,      /* PAUSED and PLAYING */
  CHANGE_FLUSH,      /* a seek that flushes */
  CHANGE_RESTART,    /* READY or NULL, and PLAYING */
  N_CHANGES
} ChangeKind;

typedef struct {
  Stream *stream;
  GRand *random;
  gboolean sized;    /* downstream gives a size, so scale factors stay as they are */
  gint fps;          /* of the source */
  gint largest;      /* width of its frames, and of those downstream asks for */
  GstTaskPool *pool; /* the element's, or NULL */
  guint64 n[N_CHANGES];
} Changes;

/* Word for a kind of change. */
const gchar *changes_name (ChangeKind kind);

/* Of a live 1920x1080. */
void changes_init (Changes *changes, Stream *stream, guint32 seed);

/* Does one, or the next one. False where the stream has not come to where it should. Caps have to
 * be changed, upstream and downstream, before the stream starts. */
gboolean changes_do (Changes *changes, ChangeKind kind);
gboolean changes_next (Changes *changes);

/* How many there have been. */
guint64 changes_count (const Changes *changes);

void changes_finish (Changes *changes);

#endif
