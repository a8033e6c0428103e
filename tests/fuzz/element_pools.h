/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_POOLS_H
#define ELEMENT_POOLS_H

#include "element_world.h"

/* Memory and threads that others provide: buffer pools and allocators of downstream, task pools of
 * the application. */

/* The next answers to allocation queries. */
void pools_choose_memory (World *world);
gboolean pools_answer (World *world, GstQuery *query);
/* Whether frames get memory that holds them. */
gboolean pools_are_sound (const World *world);
/* Flows a pool has given since the last call, where nobody else is to blame. */
GstFlowReturn pools_last_flow (void);

/* Gives the element a task pool, or takes it back. */
void pools_choose_tasks (World *world);
/* The element has asked for one. */
void pools_answer_context (World *world);
/* Runs what pools have been slow to run. */
void pools_run_late (void);
void pools_finish (World *world);

#endif
