/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef POOLS_H
#define POOLS_H

#include "scene.h"

/* What tests of task pools share: frames that four threads have something of, and an end to tests
 * that hang. */

#define FILM_IN "video/x-raw,format=I420,width=640,height=480,framerate=25/1"
#define FILM_OUT "video/x-raw,format=I420,width=900,height=300,framerate=25/1"

/* Two unlike pictures that take turns, so that memory that is used again holds the other one; and
 * what one thread makes of them. */
typedef struct {
  GstBuffer *frames[2], *expected[2];
  GstVideoInfo info; /* of the results */
} Film;

Film film_new (void);
void film_free (Film *film);

/* An element that shares frames among four threads, those of `pool` where it is not NULL, and has
 * its caps. */
Scene film_scene (GstTaskPool *pool);
/* Sends frames through an element; their bytes are those of one thread. */
void film_play (const Film *film, Scene *scene, gint n_frames);

/* The context that gst_context_set_task_pool of GStreamer 1.28 makes. */
void give_pool (GstElement *element, GstTaskPool *pool, gboolean persistent);

/* Adds a test. One that hangs ends the program. */
void add_pool_test (const gchar *path, void (*function) (void));

#endif
