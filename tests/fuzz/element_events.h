/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_EVENTS_H
#define ELEMENT_EVENTS_H

#include "element_world.h"

/* Events and queries from both sides. */
void events_send_down (World *world);
void events_send_up (World *world);
void events_query (World *world);
/* Down to a state and up again, with or without a new start of the stream. */
void events_change_state (World *world);

#endif
