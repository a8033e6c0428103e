/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options.h"

#include <stdio.h>
#include <string.h>

#define DEFAULT_REPEAT 9

/* What is done where the command line says nothing, and what --quick does. */
static const gchar all_formats[] = "GRAY8,RGB,RGBA,I420,NV12,Y444,GRAY16_LE,I420_10LE,P010_10LE";
static const gchar all_sizes[] = "1920x1080:3840x2160,1280x720:1920x1080,1920x1080:1280x720,"
                                 "3840x2160:1920x1080,3840x2160:1280x720,1920x1080:224x224";
static const gchar all_methods[] = "nearest,bilinear,bicubic,bilinear-aa,bicubic-aa,lanczos,area";

/* What networks are fed with; where neither formats nor sizes are asked for. */
static const BenchPair more_pairs[] = {
  { GST_VIDEO_FORMAT_RGB, { 640, 480, 640, 640, FALSE } },
  { GST_VIDEO_FORMAT_NV12, { 1920, 1080, 640, 640, TRUE } },
  { GST_VIDEO_FORMAT_RGBx, { 3840, 2160, 224, 224, FALSE } },
};

static const gchar quick_formats[] = "GRAY8,RGBA,I420";
static const gchar quick_sizes[] = "1920x1080:3840x2160,3840x2160:1280x720";
static const gchar quick_methods[] = "nearest,bilinear,bicubic,bilinear-aa,bicubic-aa,lanczos";
static const gchar quick_peers[] = "videoscale";

/* The command line's words. */
typedef struct {
  gboolean quick, check;
  gchar *formats, *sizes, *methods, *peers, *tables, *level, *python, *csv;
  gint repeat, threads;
} Words;

static gboolean
refuse (GError **error, const gchar *what, const gchar *word, const gchar *help)
{
  g_set_error (
      error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "\"%s\" is no %s. %s", word, what, help);
  return FALSE;
}

static gboolean
add_format (BenchOptions *options, const gchar *word, GError **error)
{
  const GstVideoFormat format = gst_video_format_from_string (word);

  if (format == GST_VIDEO_FORMAT_UNKNOWN)
    return refuse (error, "format", word, "Use GStreamer's names, for example RGBA.");
  g_array_append_val (options->formats, format);
  return TRUE;
}

static gboolean
add_sizes (BenchOptions *options, const gchar *word, GError **error)
{
  BenchSizes sizes;

  if (!bench_sizes_parse (&sizes, word))
    return refuse (error, "pair of sizes", word,
        "Write them like 1920x1080:3840x2160 or "
        "1920x1080:640x640/letterbox.");
  g_array_append_val (options->sizes, sizes);
  return TRUE;
}

static gboolean
add_method (BenchOptions *options, const gchar *word, GError **error)
{
  for (BenchMethod method = 0; method < BENCH_N_METHODS; method++) {
    if (g_str_equal (bench_methods[method].name, word)) {
      g_array_append_val (options->methods, method);
      return TRUE;
    }
  }
  return refuse (error, "method", word,
      "There are nearest, nearest-exact, bilinear, bicubic, bilinear-aa, bicubic-aa, lanczos and "
      "area.");
}

/* Naming a peer twice measures it once. */
static void
take_peer (BenchOptions *options, const BenchPeer *peer)
{
  for (gint i = 0; i < options->n_peers; i++) {
    if (options->peers[i] == peer)
      return;
  }
  options->peers[options->n_peers++] = peer;
}

static gboolean
add_peer (BenchOptions *options, const gchar *word, GError **error)
{
  for (gint i = 0; bench_peers[i] != NULL; i++) {
    if (g_ascii_strcasecmp (bench_peers[i]->name, word) == 0) {
      take_peer (options, bench_peers[i]);
      return TRUE;
    }
  }
  return refuse (
      error, "peer of this build", word, "The first lines of a run name those there are.");
}

static gboolean
add_table (BenchOptions *options, const gchar *word, GError **error)
{
  static const gchar *const names[] = { "cells", "linear", "startup", "plan", "threads" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (g_str_equal (names[i], word)) {
      options->tables |= 1u << i;
      return TRUE;
    }
  }
  return refuse (error, "table", word, "There are cells, linear, startup, plan and threads.");
}

typedef gboolean (*Add) (BenchOptions *options, const gchar *word, GError **error);

static gboolean
add_list (BenchOptions *options, Add add, const gchar *list, GError **error)
{
  gchar **words = g_strsplit (list, ",", -1);
  gboolean good = TRUE;

  for (gchar **word = words; good && *word != NULL; word++)
    good = add (options, g_strstrip (*word), error);
  g_strfreev (words);
  return good;
}

static const gchar *
choose (const gchar *word, gboolean quick, const gchar *quick_word, const gchar *otherwise)
{
  return word != NULL ? word : quick ? quick_word : otherwise;
}

/* Ours come first and the limits last, whichever peers were asked for. Those that clock
 * themselves are Python's. */
static gboolean
add_peers (BenchOptions *options, const gchar *list, gboolean has_python, GError **error)
{
  take_peer (options, &bench_peer_element);
  take_peer (options, &bench_peer_core);
  if (list != NULL) {
    if (!add_list (options, add_peer, list, error))
      return FALSE;
  } else {
    for (gint i = 0; bench_peers[i] != NULL; i++) {
      if (bench_peers[i]->kind == BENCH_PEER && (has_python || bench_peers[i]->clock == NULL))
        take_peer (options, bench_peers[i]);
    }
  }
  take_peer (options, &bench_peer_memcpy);
  take_peer (options, &bench_peer_fill);
  take_peer (options, &bench_peer_read);
  return TRUE;
}

static void
add_pair (BenchOptions *options, GstVideoFormat format, const BenchSizes *sizes)
{
  const BenchPair pair = { format, *sizes };
  const GstVideoFormatInfo *info = gst_video_format_get_info (format);

  /* black bytes are one value for each plane there */
  if (sizes->letterbox && (info->bits > 8 || GST_VIDEO_FORMAT_INFO_HAS_ALPHA (info)))
    return;
  g_array_append_val (options->pairs, pair);
}

/* Formats that are asked for come first, each with what else it has. */
static void
add_pairs (BenchOptions *options, gboolean more)
{
  const gint n_more = more ? (gint) G_N_ELEMENTS (more_pairs) : 0;
  gboolean is_done[G_N_ELEMENTS (more_pairs)] = { FALSE };

  for (guint f = 0; f < options->formats->len; f++) {
    const GstVideoFormat format = g_array_index (options->formats, GstVideoFormat, f);

    for (guint s = 0; s < options->sizes->len; s++)
      add_pair (options, format, &g_array_index (options->sizes, BenchSizes, s));
    for (gint i = 0; i < n_more; i++) {
      if (more_pairs[i].format != format)
        continue;
      add_pair (options, format, &more_pairs[i].sizes);
      is_done[i] = TRUE;
    }
  }
  for (gint i = 0; i < n_more; i++) {
    if (!is_done[i])
      add_pair (options, more_pairs[i].format, &more_pairs[i].sizes);
  }
}

/* Better now than after the measurements. */
static gboolean
can_write (const gchar *name)
{
  FILE *file = fopen (name, "a");

  return file != NULL && fclose (file) == 0;
}

static gboolean
apply (BenchOptions *options, const Words *words, GError **error)
{
  const gboolean quick = words->quick;

  options->check = words->check;
  options->repeat = MAX (words->repeat, 1);
  options->n_threads = CLAMP (words->threads, 1, BENCH_MAX_THREADS);
  options->csv = g_strdup (words->csv);
  if (words->csv != NULL && !can_write (words->csv))
    return refuse (error, "file to write to", words->csv, "Does its folder exist?");
  if (words->level != NULL)
    g_setenv ("ALIGNSCALE_ROWS", words->level, TRUE);
  bench_python_set (words->python);
  if (!add_list (
          options, add_format, choose (words->formats, quick, quick_formats, all_formats), error)
      || !add_list (
          options, add_sizes, choose (words->sizes, quick, quick_sizes, all_sizes), error))
    return FALSE;
  add_pairs (options, !quick && words->formats == NULL && words->sizes == NULL);
  return add_list (
             options, add_method, choose (words->methods, quick, quick_methods, all_methods), error)
         && add_list (options, add_table,
             words->tables != NULL ? words->tables : "cells,linear,startup,plan,threads", error)
         && add_peers (options, choose (words->peers, quick, quick_peers, NULL),
             words->python != NULL, error);
}

static void
finish_words (Words *words)
{
  gchar **all[] = { &words->formats, &words->sizes, &words->methods, &words->peers, &words->tables,
    &words->level, &words->python, &words->csv };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_clear_pointer (all[i], g_free);
}

static gboolean
parse (Words *words, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = { { "quick", 'q', 0, G_OPTION_ARG_NONE, &words->quick,
                                       "Three formats, two pairs of sizes, against videoscale",
                                       NULL },
    { "formats", 'f', 0, G_OPTION_ARG_STRING, &words->formats, all_formats, "LIST" },
    { "sizes", 's', 0, G_OPTION_ARG_STRING, &words->sizes, "1920x1080:3840x2160,...", "LIST" },
    { "methods", 'm', 0, G_OPTION_ARG_STRING, &words->methods,
        "nearest, nearest-exact, bilinear, bicubic, bilinear-aa, bicubic-aa, lanczos, area",
        "LIST" },
    { "peers", 'p', 0, G_OPTION_ARG_STRING, &words->peers,
        "All this build has; library=pillow, library=opencv, library=tensorflow and library=onnx "
        "are our core with the methods of those",
        "LIST" },
    { "tables", 't', 0, G_OPTION_ARG_STRING, &words->tables,
        "cells, linear, startup, plan, threads", "LIST" },
    { "repeat", 'r', 0, G_OPTION_ARG_INT, &words->repeat, "Rounds of a cell (9)", "N" },
    { "threads", 'n', 0, G_OPTION_ARG_INT, &words->threads, "Threads of those that have them (1)",
        "N" },
    { "level", 'l', 0, G_OPTION_ARG_STRING, &words->level,
        "Our highest level of row functions, and what zimg, libyuv and swscale may use: sets "
        "ALIGNSCALE_ROWS",
        "NAME" },
    { "python", 0, 0, G_OPTION_ARG_FILENAME, &words->python,
        "A Python with torch, Pillow, OpenCV, cykooz-resizer, TensorFlow or onnxruntime", "PATH" },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &words->csv, "Write the cells there as well", "FILE" },
    { "check", 0, 0, G_OPTION_ARG_NONE, &words->check,
        "Clock nothing; compare the peers' output with ours, as a test (TAP)", NULL },
    { NULL } };
  GOptionContext *context = g_option_context_new ("- time alignscale and its peers");
  gboolean good;

  g_option_context_add_main_entries (context, entries, NULL);
  good = g_option_context_parse (context, &argc, &argv, error);
  g_option_context_free (context);
  return good;
}

/* Without the folders of this machine in the program's name. */
static gchar *
command_of (char **argv)
{
  gchar *program = g_path_get_basename (argv[0]), *words = g_strjoinv (" ", argv + 1);
  gchar *command = g_strjoin (" ", program, words, NULL);

  g_free (program);
  g_free (words);
  return command;
}

gboolean
bench_options_init (BenchOptions *options, int argc, char **argv, GError **error)
{
  Words words = { .repeat = DEFAULT_REPEAT, .threads = 1 };
  gboolean good;

  memset (options, 0, sizeof *options);
  options->command = command_of (argv);
  options->formats = g_array_new (FALSE, FALSE, sizeof (GstVideoFormat));
  options->sizes = g_array_new (FALSE, FALSE, sizeof (BenchSizes));
  options->pairs = g_array_new (FALSE, FALSE, sizeof (BenchPair));
  options->methods = g_array_new (FALSE, FALSE, sizeof (BenchMethod));
  good = parse (&words, argc, argv, error) && apply (options, &words, error);
  finish_words (&words);
  return good;
}

void
bench_options_finish (BenchOptions *options)
{
  g_free (options->command);
  g_free (options->csv);
  g_array_unref (options->formats);
  g_array_unref (options->sizes);
  g_array_unref (options->pairs);
  g_array_unref (options->methods);
}
