/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_ORACLE_H
#define ELEMENT_ORACLE_H

#include "element_world.h"

/* True where memory of a picture's own size may lack a chroma sample that memory with more around
 * it has: at the end of a row of some formats, and in the bottom field where its rows are odd in
 * number. A crop reads it, a fresh element cannot. */
gboolean oracle_sees_less (const GstVideoInfo *info);

/* Compares what came out with what a fresh element makes of the same pictures in plain memory. The
 * frame went through; `plain` is the frame as FRAME_PLAIN. */
void oracle_compare (World *world, GstBuffer *plain);

#endif
