/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ELEMENT_BYTES_H
#define ELEMENT_BYTES_H

#include <glib.h>

#include "fuzz.h"

/* An input is a script: whoever has to decide something reads it from its next bytes. Behind its
 * end there are zeros, and zero is the plain choice everywhere. */

gboolean bytes_left (const FuzzInput *bytes);
guint32 bytes_word (FuzzInput *bytes);
/* 0 .. n - 1; n is 1 .. 256. */
guint bytes_below (FuzzInput *bytes, guint n);
/* True for one byte in n, never for zero. */
gboolean bytes_chance (FuzzInput *bytes, guint n);
/* Numbers that break things: extremes, small ones of either sign, any. */
gint bytes_odd_int (FuzzInput *bytes);
/* The same for sizes and offsets. */
gsize bytes_odd_size (FuzzInput *bytes);

/* A line of the script, printed where the environment has FUZZ_SHOW. Nothing is formatted
 * otherwise. */
#define say(...)                                                                                   \
  G_STMT_START                                                                                     \
  {                                                                                                \
    if (script_is_printed)                                                                         \
      say_line (__VA_ARGS__);                                                                      \
  }                                                                                                \
  G_STMT_END
extern gboolean script_is_printed;
void say_line (const gchar *format, ...) G_GNUC_PRINTF (1, 2);

#endif
