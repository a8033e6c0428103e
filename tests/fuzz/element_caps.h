/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_CAPS_H
#define ELEMENT_CAPS_H

#include "element_world.h"

/* Caps of the input: new reference, fixed. Mostly small raw video. */
GstCaps *caps_of_input (FuzzInput *bytes);

/* Lets the sink pad take something else, related to what comes in or not. */
void caps_choose_downstream (World *world);
void caps_forget_downstream (Downstream *down);

/* A filter or anything else for queries; may be NULL. New reference. */
GstCaps *caps_any (World *world);

#endif
