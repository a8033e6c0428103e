/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CONVERTER_H
#define CONVERTER_H

#include "scene.h"

/* A scene of alignconvert. `conversion` is its nick, or NULL for the default; `in` and `out` are
 * caps as text, or NULL. */
Scene converter_new (const gchar *conversion, const gchar *in, const gchar *out);

/* What a fresh element makes of a frame, which stays the caller's. */
GstBuffer *convert_once (
    const gchar *conversion, const gchar *in, const gchar *out, GstBuffer *frame);

/* The next message of a type, or NULL. */
GstMessage *next_message (Scene *converter, GstMessageType type);
/* The text of the next error, which there has to be. Free with g_free. */
gchar *next_error (Scene *converter);

#endif
