/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <gst/gst.h>

/* Random values for an element's properties, whichever it has. */

/* Sets one property that the element's own class can write, to a value of its range that leaves
 * frames of a reasonable cost: scale factors are 0 or between 0.2 and 1.5, up to 12 pixels are cut
 * off each side, but once in a while much more. Scale factors stay as they are where `sized` is
 * true: downstream has given the size. */
void settings_set_one (GstElement *element, GRand *random, gboolean sized);

/* Reads every property there is. */
void settings_get_all (GstElement *element);

/* No scale factors. */
void settings_clear_factors (GstElement *element);

/* A task pool for the element: none, one that is ready, one that nobody has prepared, one that
 * takes no tasks. The element's pool before is *pool, which is cleaned up while frames may still
 * use it, and replaced. */
void settings_give_pool (GstElement *element, GRand *random, GstTaskPool **pool);

/* Cleans *pool up and lets go of it, if there is one. */
void settings_drop_pool (GstTaskPool **pool);

#endif
