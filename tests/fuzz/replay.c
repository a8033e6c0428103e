/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A fuzz target as a plain program: runs every file it is given, those of folders in the order of
 * their names, or what standard input holds. Says in TAP how many inputs of each argument have
 * passed; one that does not ends the program, and its name is the last line of the error output. */

#define _DEFAULT_SOURCE /* strdup */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../tap.h"
#include "fuzz.h"

/* Larger inputs say nothing that smaller ones cannot. */
#define LARGEST_INPUT ((size_t) 1 << 20)

static bool
run_stream (FILE *stream)
{
  /* as large as the input, so that a sanitizer sees what is read beyond it */
  uint8_t *buffer = malloc (LARGEST_INPUT), *input;
  const size_t size = buffer ? fread (buffer, 1, LARGEST_INPUT, stream) : 0;

  input = malloc (size ? size : 1);
  if (!buffer || !input) {
    free (buffer);
    free (input);
    return false;
  }
  for (size_t i = 0; i < size; i++)
    input[i] = buffer[i];
  free (buffer);
  LLVMFuzzerTestOneInput (input, size);
  free (input);
  return true;
}

static int
run_file (const char *path)
{
  FILE *file = fopen (path, "rb");
  bool ran;

  if (!file)
    return 0;
  fprintf (stderr, "%s\n", path);
  ran = run_stream (file);
  fclose (file);
  return ran;
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The names of a folder's files, sorted, in a list to be freed; Windows has no scandir. */
static char **
list_folder (const char *path, int *n)
{
  DIR *folder = opendir (path);
  const struct dirent *entry;
  char **names = NULL;

  *n = 0;
  while (folder && (entry = readdir (folder)) != NULL) {
    if (entry->d_name[0] == '.')
      continue;
    if (*n % 64 == 0)
      names = realloc (names, (size_t) (*n + 64) * sizeof *names);
    if (!names || !(names[*n] = strdup (entry->d_name)))
      abort ();
    ++*n;
  }
  if (folder)
    closedir (folder);
  if (names)
    qsort (names, (size_t) *n, sizeof *names, compare_names);
  return names;
}

static int
run_folder (const char *path)
{
  int n, ran = 0;
  char **names = list_folder (path, &n);

  for (int i = 0; i < n; i++) {
    char name[4096];

    if (snprintf (name, sizeof name, "%s/%s", path, names[i]) < (int) sizeof name)
      ran += run_file (name);
    free (names[i]);
  }
  free (names);
  return ran == n ? ran : 0;
}

int
main (int argc, char **argv)
{
  struct stat about;

  if (argc < 2)
    tap_check (run_stream (stdin), "standard input passes");
  for (int i = 1; i < argc; i++) {
    const bool folder = !stat (argv[i], &about) && S_ISDIR (about.st_mode);
    const int ran = folder ? run_folder (argv[i]) : run_file (argv[i]);

    tap_check (ran > 0, "%s passes: %d inputs", argv[i], ran);
  }
  return tap_finish ();
}
