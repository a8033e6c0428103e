/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib/gstdio.h>
#include <stdlib.h>

#include "neighbours.h"

static gchar *films;

static void
remove_films (void)
{
  GDir *dir = g_dir_open (films, 0, NULL);
  const gchar *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    gchar *path = g_build_filename (films, name, NULL);

    g_unlink (path);
    g_free (path);
  }
  g_clear_pointer (&dir, g_dir_close);
  g_rmdir (films);
  g_free (films);
}

gchar *
film_path (const gchar *name)
{
  if (films == NULL) {
    films = g_dir_make_tmp ("alignscale-XXXXXX", NULL);
    if (films == NULL)
      g_error ("no folder can be made for films: set TMPDIR to one that can be written");
    atexit (remove_films);
  }
  return g_build_filename (films, name, NULL);
}

gboolean
film_make (const gchar *path, const gchar *format, ...)
{
  va_list args;
  gchar *text;
  Play play;
  gboolean plays;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  plays = play_new (&play, "%s ! filesink location=%s", text, path);
  if (plays) {
    play_out (&play);
    play_free (&play);
  }
  g_free (text);
  return plays;
}
