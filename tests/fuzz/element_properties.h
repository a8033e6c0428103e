/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_PROPERTIES_H
#define ELEMENT_PROPERTIES_H

#include "element_world.h"

/* Properties, set between frames so that an input is a script, and from a second thread, which is
 * not. */

/* Sets one. `bounded` keeps it to values that make no large frames. */
void properties_set_any (GstElement *element, FuzzInput *bytes, gboolean bounded);
/* Reads all. */
void properties_read (GstElement *element);
/* Gives `to` what `from` has, but for the number of threads, which is 1. */
void properties_copy (GstElement *to, GstElement *from);
/* Where the output's size has no bounds, factors and edges have. */
void properties_bound_size (World *world);
gboolean properties_make_size (GstElement *element);

/* A thread that sets and reads properties until it is stopped. */
typedef struct _Meddler Meddler;
Meddler *meddler_start (World *world);
void meddler_stop (Meddler *meddler);

#endif
