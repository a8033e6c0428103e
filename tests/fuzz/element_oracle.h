/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_ORACLE_H
#define ELEMENT_ORACLE_H

#include "element_world.h"

/* Compares what came out with what a fresh element makes of the same pictures in plain memory. The
 * frame went through; `plain` is the frame as FRAME_PLAIN. */
void oracle_compare (World *world, GstBuffer *plain);

#endif
