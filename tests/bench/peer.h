/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_PEER_H
#define BENCH_PEER_H

#include "cell.h"

G_BEGIN_DECLS

/* Peers: whoever can fill a cell of the table. One row of bench_peers, one file each. */

/* Why a peer's figure is shown but not counted as the same work; one letter each in the tables. */
typedef enum {
  BENCH_MARK_COORDINATES = 1 << 0, /* c: samples the picture elsewhere */
  BENCH_MARK_SUPPORT = 1 << 1,     /* s: averages over fewer or more samples, or another filter */
  BENCH_MARK_PRECISION = 1 << 2,   /* p: weights or sums of fewer than 9 bits */
  BENCH_MARK_COLOUR = 1 << 3,      /* y: takes RGB to YUV and back */
  BENCH_MARK_FLOAT = 1 << 4,       /* f: samples are float32 before and after */
  BENCH_MARK_THREADS = 1 << 5,     /* t: has one thread where more were asked for */
  BENCH_MARK_DIFFERS = 1 << 6      /* d: none of these says why, but its picture is another one */
} BenchMarks;

/* The marks that say that a peer's picture is another one. */
#define BENCH_MARKS_OF_PICTURE (BENCH_MARK_COORDINATES | BENCH_MARK_SUPPORT)

/* Mean steps of an 8-bit sample between two outputs (bench_picture_difference) from which on
 * they are taken for other work. Rounding, the 8-bit weights of the best peers and another
 * cubic constant stay below; a shift of a quarter of a pixel or a missing average is beyond. */
#define BENCH_OTHER_PICTURE 1.1

typedef enum {
  BENCH_OURS,
  BENCH_PEER,
  BENCH_LIMIT /* does not scale: moves bytes and no more */
} BenchKind;

typedef struct _BenchPeer BenchPeer;

/* The instructions that peers may use, where they can be told: all there are, or, where a level is
 * asked for, those of that level. */
typedef enum { BENCH_CPU_PLAIN, BENCH_CPU_SSE41, BENCH_CPU_AVX2, BENCH_CPU_ALL } BenchCpu;

BenchCpu bench_cpu (void);

struct _BenchPeer {
  const gchar *name;
  BenchKind kind;
  gboolean has_threads; /* does cell->n_threads; FALSE: one */
  gboolean has_borders; /* makes those of cell->whole; FALSE: they are made for it */

  /* How far its output may be from our core's where it has no marks of the picture, in the same
   * steps: known beforehand and tested (bench_check). Negative: unknown, and what is
   * measured decides. */
  gdouble tolerance;

  /* Version, free with g_free; NULL: it comes with GStreamer or with this project. */
  gchar *(*version) (const BenchPeer *peer);

  /* True where the peer can do the cell, or something near it; *marks, 0 before, says what
   * differs. */
  gboolean (*supports) (const BenchPeer *peer, const BenchCell *cell, guint *marks);

  /* Everything that is done once per size. NULL where the peer refuses after all. */
  gpointer (*prepare) (const BenchPeer *peer, const BenchCell *cell);

  /* One frame: cell->src (or cell->source) to cell->dst or to memory of its own. */
  void (*run) (gpointer self);

  /* Instead of run, for peers in another process: n frames, returns milliseconds for one. */
  gdouble (*clock) (gpointer self, gint n);

  /* Brings the last frame to cell->dst; NULL: it is there. */
  void (*fetch) (gpointer self);

  void (*finish) (gpointer self);

  gconstpointer data; /* the peer's own */

  /* What of ours makes the same bytes; NULL: nothing does, the element is what comes nearest. */
  const BenchPeer *twin;
};

extern const BenchPeer bench_peer_element;
extern const BenchPeer bench_peer_core;
extern const BenchPeer bench_peer_videoscale;
extern const BenchPeer bench_peer_libyuv;
extern const BenchPeer bench_peer_zimg;
extern const BenchPeer bench_peer_swscale;
extern const BenchPeer bench_peer_opencv;
extern const BenchPeer bench_peer_torch;
extern const BenchPeer bench_peer_pillow;
extern const BenchPeer bench_peer_pyopencv;
extern const BenchPeer bench_peer_pillow_simd;
extern const BenchPeer bench_peer_fast_image_resize;
extern const BenchPeer bench_peer_as_pillow; /* our core with the libraries' methods */
extern const BenchPeer bench_peer_as_opencv;
extern const BenchPeer bench_peer_as_tensorflow;
extern const BenchPeer bench_peer_as_onnx;
extern const BenchPeer bench_peer_tensorflow;
extern const BenchPeer bench_peer_onnx;
extern const BenchPeer bench_peer_memcpy;
extern const BenchPeer bench_peer_fill;
extern const BenchPeer bench_peer_read;

/* Those of this build, in the tables' order; NULL ends them. The first is the element, the
 * second the core. */
extern const BenchPeer *const bench_peers[];

/* Marks of a peer whose nearest is torch's nearest-exact and which averages whenever it reduces. */
guint bench_marks_of_averager (const BenchCell *cell);

/* Marks of Pillow, its own and ours: its box is torch's area where that is a whole number of
 * samples. */
guint bench_marks_of_pillow (const BenchCell *cell);

/* Marks of OpenCV, in C++ and in Python: its area shares border samples out where torch takes them
 * fully, but for ratios that are whole, or enlarge by halves. */
guint bench_marks_of_opencv (const BenchCell *cell);

/* Marks of TensorFlow, its own and ours: its nearest is torch's nearest-exact, its area shares
 * border samples out as OpenCV's does, and its bicubic without antialias has the coefficient -1/2
 * where torch has -3/4. */
guint bench_marks_of_tensorflow (const BenchCell *cell);

/* Marks of ONNX, its own and ours: its nearest samples at the middle of output pixels. */
guint bench_marks_of_onnx (const BenchCell *cell);

/* The Python of an environment with torch, Pillow, OpenCV, TensorFlow or onnxruntime; NULL: the
 * peers in it support nothing. */
void bench_python_set (const gchar *path);

/* The marks as letters, to text[BENCH_MARKS_SIZE]. */
#define BENCH_MARKS_SIZE 8
void bench_marks_text (guint marks, gchar *text);

/* One line per mark, markdown. */
extern const gchar bench_marks_legend[];

G_END_DECLS

#endif
