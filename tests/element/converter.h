/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CONVERTER_H
#define CONVERTER_H

#include "scene.h"

/* An alignconvert between two pads that the test holds. */
typedef struct {
  GstHarness *harness;
  GstElement *element; /* the harness' */
  GstBus *bus;         /* what the element posts */
} Converter;

/* `conversion` is its nick, or NULL for the default; `in` and `out` are caps as text, or NULL. */
Converter converter_new (const gchar *conversion, const gchar *in, const gchar *out);
void converter_free (Converter *converter);

/* The frame (taken over), converted; fails the test if nothing comes out. */
GstBuffer *convert (Converter *converter, GstBuffer *frame);
/* The same with a fresh element, of a frame that stays the caller's. */
GstBuffer *convert_once (
    const gchar *conversion, const gchar *in, const gchar *out, GstBuffer *frame);

/* Info of the caps that came out last. */
GstVideoInfo output_info (Converter *converter);

/* The next message of a type, or NULL. */
GstMessage *next_message (Converter *converter, GstMessageType type);
/* The text of the next error, which there has to be. Free with g_free. */
gchar *next_error (Converter *converter);

#endif
