/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef BENCH_CELL_H
#define BENCH_CELL_H

#include <gst/video/video.h>

G_BEGIN_DECLS

/* A cell of the table: one format, one pair of sizes, one method, and the frames to do it with. */

/* Rows of bench_methods: torch's modes, with and without antialias. */
typedef enum {
  BENCH_NEAREST,
  BENCH_NEAREST_EXACT,
  BENCH_BILINEAR,
  BENCH_BICUBIC,
  BENCH_BILINEAR_AA,
  BENCH_BICUBIC_AA,
  BENCH_LANCZOS,
  BENCH_AREA,
  BENCH_N_METHODS
} BenchMethod;

typedef struct {
  const gchar *name; /* in tables and on the command line */
  const gchar *mode; /* torch's mode: the nick of the element's property */
  gboolean antialias;
} BenchMethodInfo;

extern const BenchMethodInfo bench_methods[BENCH_N_METHODS];

typedef struct {
  gint in_width, in_height, out_width, out_height;
  gboolean letterbox; /* the picture keeps its shape, black borders fill the rest */
} BenchSizes;

/* Reads "1920x1080:3840x2160" or "1920x1080:640x640/letterbox", which 8-bit formats without alpha
 * have. False where that is no pair of
 * sizes. */
gboolean bench_sizes_parse (BenchSizes *sizes, const gchar *text);

/* The reverse; free with g_free. */
gchar *bench_sizes_text (const BenchSizes *sizes);

#define BENCH_MAX_THREADS 64

typedef struct {
  GstVideoFormat format;
  BenchSizes sizes; /* of the pictures, without borders */
  BenchMethod method;
  gint n_threads;
  GstVideoInfo in, out;    /* chroma centred between luma samples, square pixels */
  GstBuffer *source;       /* a picture, see bench_picture_fill */
  GstVideoFrame src;       /* the same, mapped for reading */
  GstVideoFrame dst;       /* where peers without buffers of their own write, mapped for both */
  GstVideoInfo whole_info; /* of the output with its borders; as `out` where there are none */
  GstVideoFrame whole;     /* `dst` and the borders around it */
} BenchCell;

/* Allocates and maps the frames; rows lie as GStreamer's defaults have them, the first one on a
 * multiple of 64 bytes. Both frames' pages are there. */
void bench_cell_init (BenchCell *cell, GstVideoFormat format, const BenchSizes *sizes,
    BenchMethod method, gint n_threads);
void bench_cell_finish (BenchCell *cell);

/* Makes the borders of cell->whole black, for peers that know none. */
void bench_cell_fill_borders (const BenchCell *cell);

/* Output samples larger or as large as the source on both axes. */
gboolean bench_cell_enlarges (const BenchCell *cell);

/* Exactly twice the size on both axes. */
gboolean bench_cell_doubles (const BenchCell *cell);

/* Reduces both axes by whole numbers. */
gboolean bench_cell_is_whole (const BenchCell *cell);

/* A plane of interleaved components, one for each sample of it: what most libraries know. */
gboolean bench_cell_is_matrix (const BenchCell *cell);

/* Bytes of a sample. */
gint bench_sample_size (const GstVideoInfo *info);

/* Rows and bytes per row of a plane. */
gint bench_plane_rows (const GstVideoInfo *info, gint plane);
gsize bench_plane_row_size (const GstVideoInfo *info, gint plane);

G_END_DECLS

#endif
