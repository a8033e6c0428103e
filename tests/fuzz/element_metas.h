/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_METAS_H
#define ELEMENT_METAS_H

#include "element_world.h"

/* Metas and flags of buffers. */

void metas_add_crop (GstBuffer *buffer, gint x, gint y, gint width, gint height);
void metas_add_odd_crop (GstBuffer *buffer, FuzzInput *bytes);
/* Makes something of the GstVideoMetas impossible. */
void metas_break (GstBuffer *buffer, FuzzInput *bytes);
/* Regions, overlays, captions; those that do not change what the picture is. */
void metas_add_more (World *world, GstBuffer *buffer);
/* Times and flags. */
void metas_set_flags (World *world, GstBuffer *buffer);
/* Prints them to the script. */
void metas_say (GstBuffer *buffer);

#endif
