/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* torch, Pillow, pillow-simd, OpenCV, fast_image_resize, TensorFlow and onnxruntime from PyPI. Each
 * is a process of peers.py that lives as long as the run, holds its own copy of the frame, and
 * clocks itself: no pipe and no copy is in its figures. */

#define _GNU_SOURCE
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "peer.h"

/* Shared memory as the child sees it. */
#define SOURCE_FD 3
#define DESTINATION_FD 4

typedef struct {
  const gchar *name; /* as peers.py knows it */
  gboolean started;
  GSubprocess *process; /* NULL: did not start */
  GDataInputStream *answers;
  gint source, destination; /* file descriptors */
} Child;

typedef struct {
  Child *child;
  const BenchCell *cell;
} Python;

static gchar *interpreter;

void
bench_python_set (const gchar *path)
{
  g_free (interpreter);
  interpreter = g_strdup (path);
}

/* The child's answer to a command; NULL where it is gone. Free with g_free. */
static gchar *ask (Child *child, const gchar *command, ...) G_GNUC_PRINTF (2, 3);

static gchar *
ask (Child *child, const gchar *command, ...)
{
  GOutputStream *commands = g_subprocess_get_stdin_pipe (child->process);
  va_list arguments;
  gchar *line;
  gboolean sent;

  va_start (arguments, command);
  line = g_strdup_vprintf (command, arguments);
  va_end (arguments);
  sent = g_output_stream_write_all (commands, line, strlen (line), NULL, NULL, NULL)
         && g_output_stream_write_all (commands, "\n", 1, NULL, NULL, NULL);
  g_free (line);
  return sent ? g_data_input_stream_read_line (child->answers, NULL, NULL, NULL) : NULL;
}

/* A child without the peer's module ends before its first answer. */
static gboolean
answers (Child *child)
{
  gchar *version = ask (child, "version");
  const gboolean does = version != NULL;

  g_free (version);
  return does;
}

static gboolean
start (Child *child)
{
  GSubprocessLauncher *launcher;
  GError *error = NULL;

  if (child->started || interpreter == NULL)
    return child->process != NULL;
  child->started = TRUE;
  signal (SIGPIPE, SIG_IGN); /* a child that ended is a missing answer, not our end */
  child->source = memfd_create ("source", MFD_CLOEXEC);
  child->destination = memfd_create ("destination", MFD_CLOEXEC);
  launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_take_fd (launcher, dup (child->source), SOURCE_FD);
  g_subprocess_launcher_take_fd (launcher, dup (child->destination), DESTINATION_FD);
  child->process = g_subprocess_launcher_spawn (launcher, &error, interpreter, PEERS_SCRIPT,
      child->name, G_STRINGIFY (SOURCE_FD), G_STRINGIFY (DESTINATION_FD), NULL);
  g_object_unref (launcher);
  if (child->process == NULL) {
    g_printerr ("%s: %s\n", child->name, error->message);
    g_clear_error (&error);
    return FALSE;
  }
  child->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child->process));
  if (!answers (child)) {
    g_printerr (
        "%s cannot be used from the Python given by --python: no figures of it.\n", child->name);
    g_clear_object (&child->process);
  }
  return child->process != NULL;
}

static gboolean
torch_supports (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell, guint *marks)
{
  if (cell->method == BENCH_AREA)
    *marks |= BENCH_MARK_FLOAT;
  return TRUE;
}

static gboolean
pillow_supports (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell, guint *marks)
{
  *marks = bench_marks_of_pillow (cell);
  return cell->method != BENCH_NEAREST_EXACT; /* ties go their own way */
}

static gboolean
opencv_supports (const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell, guint *marks)
{
  *marks = bench_marks_of_opencv (cell);
  return !bench_methods[cell->method].antialias && cell->method != BENCH_NEAREST_EXACT;
}

/* What the core has of it; float32 samples, as neither has such a method that gives bytes. */
static gboolean
float_supports (const BenchPeer *peer, const BenchCell *cell, guint *marks)
{
  *marks = BENCH_MARK_FLOAT;
  return peer->twin->supports (peer->twin, cell, marks);
}

/* Its nearest samples in the middle of output pixels, ours at their corner; its cubic has the
 * coefficient -1/2 with and without antialias. Its box is none that torch has. */
static gboolean
fast_image_resize_supports (
    const BenchPeer *peer G_GNUC_UNUSED, const BenchCell *cell, guint *marks)
{
  const gboolean moves = cell->method == BENCH_NEAREST && !bench_cell_doubles (cell);
  const gboolean sharper = cell->method == BENCH_BICUBIC && !bench_cell_is_whole (cell);

  *marks = (moves ? BENCH_MARK_COORDINATES : 0) | (sharper ? BENCH_MARK_SUPPORT : 0);
  return cell->method != BENCH_NEAREST_EXACT
         && (cell->method != BENCH_AREA || bench_cell_is_whole (cell));
}

typedef struct {
  Child child;
  gboolean (*supports) (const BenchPeer *peer, const BenchCell *cell, guint *marks);
  gboolean is_deep; /* has 16-bit samples, too */
} Library;

static Library torch = { { .name = "torch" }, torch_supports, FALSE };
static Library pillow = { { .name = "pillow" }, pillow_supports, FALSE };
static Library pillow_simd = { { .name = "pillow-simd" }, pillow_supports, FALSE };
static Library pyopencv = { { .name = "opencv" }, opencv_supports, TRUE };
static Library fast_image_resize = { { .name = "fast_image_resize" }, fast_image_resize_supports,
  TRUE };
static Library tensorflow = { { .name = "tensorflow" }, float_supports, FALSE };
static Library onnx = { { .name = "onnx" }, float_supports, FALSE };

static Library *
library_of (const BenchPeer *peer)
{
  return (Library *) peer->data;
}

static gchar *
version (const BenchPeer *peer)
{
  Child *child = &library_of (peer)->child;

  return start (child) ? ask (child, "version") : NULL;
}

static gboolean
supports (const BenchPeer *peer, const BenchCell *cell, guint *marks)
{
  Library *library = library_of (peer);

  return bench_cell_is_matrix (cell) && !cell->sizes.letterbox
         && (library->is_deep || bench_sample_size (&cell->in) == 1) && start (&library->child)
         && library->supports (peer, cell, marks);
}

/* Rows between a frame and shared memory, where none has padding. */
static void
exchange (gint fd, const GstVideoFrame *frame, gboolean to_memory)
{
  const gsize row = bench_plane_row_size (&frame->info, 0);
  const gsize size = row * (gsize) GST_VIDEO_FRAME_HEIGHT (frame);
  guint8 *memory;

  if (ftruncate (fd, (off_t) size) != 0)
    g_error ("There is no shared memory for a frame of %" G_GSIZE_FORMAT " bytes.", size);
  memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  for (gint y = 0; y < GST_VIDEO_FRAME_HEIGHT (frame); y++) {
    guint8 *line = (guint8 *) GST_VIDEO_FRAME_PLANE_DATA (frame, 0)
                   + (gssize) y * GST_VIDEO_FRAME_PLANE_STRIDE (frame, 0);

    if (to_memory)
      memcpy (memory + (gsize) y * row, line, row);
    else
      memcpy (line, memory + (gsize) y * row, row);
  }
  munmap (memory, size);
}

static gpointer
prepare (const BenchPeer *peer, const BenchCell *cell)
{
  Child *child = &library_of (peer)->child;
  const BenchSizes *sizes = &cell->sizes;
  gchar *answer;
  Python *self = NULL;

  exchange (child->source, &cell->src, TRUE);
  answer = ask (child, "prepare %d %d %d %d %d %d %s %d",
      GST_VIDEO_INFO_COMP_PSTRIDE (&cell->in, 0) / bench_sample_size (&cell->in),
      bench_sample_size (&cell->in), sizes->in_width, sizes->in_height, sizes->out_width,
      sizes->out_height, bench_methods[cell->method].name, cell->n_threads);
  if (g_strcmp0 (answer, "ok") == 0) {
    self = g_new0 (Python, 1);
    *self = (Python){ child, cell };
  } else {
    g_printerr ("%s: %s\n", peer->name, answer != NULL ? answer : "ended");
  }
  g_free (answer);
  return self;
}

static gdouble
clock_frames (gpointer self, gint n)
{
  gchar *answer = ask (((Python *) self)->child, "run %d", n);
  const gdouble milliseconds = answer != NULL ? g_ascii_strtod (answer, NULL) : 0;

  if (milliseconds <= 0)
    g_error ("A Python peer ended in the middle of a measurement; its message is above.");
  g_free (answer);
  return milliseconds;
}

static void
fetch (gpointer self)
{
  const Python *python = self;
  const GstVideoFrame *dst = &python->cell->dst;

  if (ftruncate (python->child->destination,
          (off_t) bench_plane_row_size (&dst->info, 0) * GST_VIDEO_FRAME_HEIGHT (dst))
      == 0)
    g_free (ask (python->child, "fetch"));
  exchange (python->child->destination, dst, FALSE);
}

/* What all of them have. */
#define OF_LIBRARY(library)                                                                        \
  .kind = BENCH_PEER, .version = version, .supports = supports, .prepare = prepare,                \
  .clock = clock_frames, .fetch = fetch, .finish = g_free, .data = &library

const BenchPeer bench_peer_torch = {
  .name = "torch",
  .has_threads = TRUE,
  OF_LIBRARY (torch),
};

const BenchPeer bench_peer_pillow = {
  .name = "Pillow",
  .tolerance = 1.1,
  OF_LIBRARY (pillow),
  .twin = &bench_peer_as_pillow,
};

/* A vectorised Pillow, with its bytes; in a folder of its own, as it has the same name. */
const BenchPeer bench_peer_pillow_simd = {
  .name = "pillow-simd",
  .tolerance = 1.1,
  OF_LIBRARY (pillow_simd),
  .twin = &bench_peer_as_pillow,
};

/* Scales vertically first, with integer weights: other bytes, as much work. */
const BenchPeer bench_peer_fast_image_resize = {
  .name = "fast_image_resize",
  .tolerance = 1.1,
  OF_LIBRARY (fast_image_resize),
};

const BenchPeer bench_peer_pyopencv = {
  .name = "opencv-python",
  .tolerance = 0.5,
  .has_threads = TRUE,
  OF_LIBRARY (pyopencv),
  .twin = &bench_peer_as_opencv,
};

const BenchPeer bench_peer_tensorflow = {
  .name = "TensorFlow",
  .tolerance = 0.5,
  .has_threads = TRUE,
  OF_LIBRARY (tensorflow),
  .twin = &bench_peer_as_tensorflow,
};

const BenchPeer bench_peer_onnx = {
  .name = "onnxruntime",
  .tolerance = 0.5,
  .has_threads = TRUE,
  OF_LIBRARY (onnx),
  .twin = &bench_peer_as_onnx,
};
