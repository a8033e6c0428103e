/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "element_bytes.h"

#include <stdarg.h>
#include <stdio.h>

gboolean script_is_printed;

gboolean
bytes_left (const FuzzInput *bytes)
{
  return bytes->at < bytes->end;
}

guint32
bytes_word (FuzzInput *bytes)
{
  guint32 word = 0;

  for (gint i = 0; i < 4; i++)
    word = word << 8 | fuzz_byte (bytes);
  return word;
}

guint
bytes_below (FuzzInput *bytes, guint n)
{
  return fuzz_byte (bytes) % n;
}

gboolean
bytes_chance (FuzzInput *bytes, guint n)
{
  return fuzz_byte (bytes) % n == n - 1;
}

gint
bytes_odd_int (FuzzInput *bytes)
{
  static const gint odd[] = { G_MININT, G_MAXINT, G_MININT + 1, G_MAXINT - 1, G_MININT / 2,
    G_MAXINT / 2, -65536, 65536, 0 };
  const guint choice = fuzz_byte (bytes);

  if (choice < 2 * G_N_ELEMENTS (odd))
    return odd[choice / 2];
  if (choice < 224)
    return (gint) choice - 120;
  return (gint) bytes_word (bytes);
}

gsize
bytes_odd_size (FuzzInput *bytes)
{
  static const gsize odd[] = { G_MAXSIZE, G_MAXSIZE - 1, G_MAXSIZE / 2, G_MAXSIZE / 2 + 1,
    G_MAXUINT, (gsize) G_MAXUINT + 1, G_MAXINT, (gsize) G_MAXINT + 1, 65536 };
  const guint choice = fuzz_byte (bytes);

  if (choice < 2 * G_N_ELEMENTS (odd))
    return odd[choice / 2];
  if (choice < 224)
    return choice - 2 * G_N_ELEMENTS (odd);
  return bytes_word (bytes) >> bytes_below (bytes, 32);
}

void
say_line (const gchar *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vfprintf (stderr, format, arguments);
  va_end (arguments);
  fputc ('\n', stderr);
}
