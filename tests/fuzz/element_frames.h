/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_FRAMES_H
#define ELEMENT_FRAMES_H

#include "element_world.h"

/* Buffers with frames, as they should be and as they should not. */

typedef enum {
  /* sound ones */
  FRAME_PLAIN,    /* as GStreamer's rules have it, without a meta where one picture is all */
  FRAME_ANYWHERE, /* strides of either sign, planes in any order, memories of their own */
  FRAME_SPLIT,    /* plain, in several memories cut anywhere */
  FRAME_CROPPED,  /* a rectangle of a larger frame */
  /* and others */
  FRAME_SHORT,
  FRAME_BROKEN_META,
  FRAME_BROKEN_CROP,
  FRAME_READ_ONLY, /* sound where it is read */
  FRAME_EMPTY,
  N_FRAMES
} FrameLayout;

/* A frame to be scaled. */
typedef struct {
  GstBuffer *buffer; /* taken by whoever gets it */
  GstBuffer *plain;  /* the same pictures as FRAME_PLAIN; NULL where the buffer is not sound */
} Frame;

/* Of the world's caps. */
void frame_to_read (World *world, Frame *frame);

/* Memory for a frame of this info. */
GstBuffer *frame_to_write (FuzzInput *bytes, const GstVideoInfo *info, FrameLayout layout);

/* Pictures in a buffer, and the info of one of them. */
gint frame_pictures (const GstVideoInfo *info);
void frame_picture_info (GstVideoInfo *one, const GstVideoInfo *info);
/* Whether its bytes can be told: formats that are not made of tiles. */
gboolean frame_is_known (const GstVideoInfo *info);

#endif
