/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_PLANE_H
#define RSZ_PLANE_H

#include <stdbool.h>
#include <stddef.h>

#include "rows/rows.h"
#include "taps/taps.h"

/* One plane: source rows are scaled horizontally into a ring of rows, output rows are made vertically out
 * of the ring. Each source row is visited once, rows no tap touches are never read, and the ring holds only as many
 * rows as one output row needs. Where even those are too many (4K to a few rows), the plane is
 * cut into strips of columns, each with a ring within RSZ_RING_BUDGET. */

/* The three sizes below can be set when the core is built: tests/fuzz lowers them, so that small pictures take the
 * ways of large ones. */
#ifndef RSZ_RING_BUDGET
#define RSZ_RING_BUDGET ((size_t) 512 * 1024)
#endif

/* A frame's planes pass through the caches together, so it is the frame's bytes that say whether they stay there.
 * Outputs of so many are written past the caches: enlarging to 4K in I420 (12 MB) takes 0.7 of the time, RGBA (33 MB) 0.6, beside
 * a third-level cache of 32 MiB. GRAY8 (8 MB) gains as much where frames take turns, but a consumer that reads one at once
 * waits longer than that. */
#ifndef RSZ_STREAMED
#define RSZ_STREAMED ((size_t) 10 * 1000 * 1000)
#endif

/* Sources of so many are fetched a batch of rows ahead where they shrink: I420 from 4K to 720p with antialias takes half
 * the time where frames take turns, from 1080p (3 MB) 0.7. Frames that are in the second-level cache already lose up to a
 * twentieth. */
#ifndef RSZ_FETCHED
#define RSZ_FETCHED ((size_t) 3 * 1000 * 1000)
#endif

/* Strips of columns start where groups of samples do in every layout, and on cache lines. */
#define RSZ_STRIP_STEP (RSZ_GROUPS_MEET * 16)

/* What happens to a row on its way into the ring. */
typedef enum {
  RSZ_PASS_DIRECT, /* nothing: it is used where it lies, there is no ring */
  RSZ_PASS_COPY,
  RSZ_PASS_GATHER, /* samples are chosen */
  RSZ_PASS_SCALE,  /* fixed point, samples of 8 bits */
  RSZ_PASS_DEEPEN, /* fixed point, samples of more than 8 bits to int16 */
  RSZ_PASS_WIDEN,  /* to float32 */
  RSZ_PASS_SCALEF, /* to float32, then scaled */
  RSZ_PASS_SUM, /* added up, where it lies, with the others of its output row: there is no ring */
  RSZ_N_PASSES
} RszPass;

/* A part of a plane: samples that are scaled alike. Offsets are bytes into the scratch memory of a slice. */
typedef struct {
  const RszTaps *x; /* levelled; not owned, or `fixed` */
  RszTaps fixed;    /* DEEPEN: x in fixed point; owned */
  int components;
  int divisor; /* pixels of part 0 for one of this part */
  size_t pixel_size;
  uint8_t border[RSZ_MAX_PIXEL_SIZE]; /* a pixel of what surrounds the picture */
  int src_room, dst_room;             /* samples in a memory row, see RszPlaneSpec; 0: all */
  RszPass pass;
  RszSum sum;    /* SCALE */
  RszHtaps taps; /* GATHER, SCALE and DEEPEN: x as the rows want it; packed is owned */
  size_t packed_size;
  int fraction;       /* DEEPEN: bits of it in the ring */
  RszSumf sumf;       /* SCALEF */
  RszHscaleb hscaleb; /* SCALEF: out of bytes; or NULL: they are widened */
  RszHtapsf tapsf;    /* SCALEF: x as the rows want it; packed is owned */
  int overhang;       /* SCALEF: pixels the widened row goes on beyond its ends */
  float *columns;     /* divisors of an output row's samples where float sums are averaged; owned */
  bool weighed;       /* SUM: the sums of rows are weighed across, in float32, as for SCALEF */
  RszWindows windows; /* SUM: x as the rows want it where it is not weighed; packed is owned */
  size_t windows_size;
  size_t sums; /* SUM: of the rows of an output row's window */
  size_t ring_stride;
  size_t ring; /* ring_rows rows */
  size_t loaded_stride;
  size_t loaded; /* a batch of source rows of this part, where rows are not scaled in place */
  size_t made;   /* an output row of this part, borders included, where it is not made in place */
} RszPart;

typedef struct {
  const RszRows *rows;
  const RszTaps *y; /* not owned, or `fixed` */
  RszTaps fixed;    /* owned */
  RszLayout layout;
  bool in_place; /* memory rows are scaled where they lie, not taken apart first */
  bool deep;     /* fixed point, samples of more than 8 bits: see plane/deep.c */
  RszWord word;  /* ... how they lie in memory, or in the parts' rows */
  bool is_float;
  bool straight; /* output rows are made where they belong, each out of one source row: no ring */
  bool between; /* both directions at once: the rows between two source rows; the ring is one row */
  bool stream;  /* output rows are written past the caches */
  bool fetch;   /* source rows are fetched ahead */
  bool doubling; /* y doubles the size, see RSZ_SUM_DOUBLING */
  bool
      average; /* sums are divided by the window's rows and columns, where its samples count fully */
  bool whole;  /* ... and are whole numbers, never floats */
  float max;   /* largest sample value */
  int n_parts;
  RszPart parts[RSZ_MAX_PARTS];
  int batch;      /* source rows that are scaled together */
  int ring_rows;  /* what an output row needs and a batch */
  int32_t *from;  /* first source row that output row o or any later one needs; owned */
  int strip;      /* columns of part 0 that are done together, even */
  size_t widened; /* a source row in float32 */
  size_t sums;    /* an output row in float32 */
  size_t
      taps; /* pointers to the rows of an output row's taps; of whole sums, then as many to the next one's */
  size_t scratch_size;
} RszPlane;

/* What a plane is told about a part. */
typedef struct {
  const RszTaps *x;       /* levelled */
  int components;         /* 1 .. RSZ_MAX_COMPONENTS */
  int divisor;            /* pixels of part 0 for one of this part; 1 for part 0 */
  const uint16_t *border; /* samples of a border pixel */
  int src_room, dst_room; /* samples in a memory row, see RszPlaneSpec; 0: all */
} RszPartTaps;

/* Bytes that pass through the caches with every frame: all planes' source and output. */
typedef struct {
  size_t in, out;
} RszTraffic;

/* Plans a plane of samples of `depth` bits from y taps and the parts its layout has. The taps must
 * outlive it. With may_fix samples of more than 8 bits may be summed in fixed point where that is sure to
 * be near enough. False where memory is short; the plane is then empty. */
bool rsz_plane_init (RszPlane *plane, const RszRows *rows, RszLayout layout, int depth,
    bool may_fix, const RszTaps *y, const RszPartTaps *parts, const RszTraffic *frame);

/* The float sum for the n taps of output o. Levelled taps: n is n_max, and any o will do. */
RszSumf rsz_plane_choose_sumf (const RszTaps *taps, RszSample sample, int o, int n);

/* Makes rows from_row .. to_row - 1 of the output frame, borders included. dst and src point to the first byte of the plane's row
 * 0; scratch has scratch_size bytes at a multiple of RSZ_ALIGNMENT. */
void rsz_plane_run (const RszPlane *plane, void *dst, ptrdiff_t dst_stride, const void *src,
    ptrdiff_t src_stride, int from_row, int to_row, void *scratch);

/* True where the output is the input, if that has no more rows and columns than the taps know. */
bool rsz_plane_is_copy (const RszPlane *plane);

/* Bytes it owns, scratch and taps not counted. */
size_t rsz_plane_size (const RszPlane *plane);

/* The plan as a table for people, a line for each part: the plane's number, its layout and components, and for columns and rows
 * how many there are, how many taps they have and how they are summed; bytes of tables the horizontal row made of
 * its taps; rows kept in the ring; columns done together; and what is done about the caches. The headings are as wide. */
extern const char rsz_plane_headings[];

/* Writes the lines of plane `number` to dst[size]; returns what snprintf does. */
int rsz_plane_describe (const RszPlane *plane, int number, char *dst, size_t size);

/* Accepts empty and zeroed planes. */
void rsz_plane_finish (RszPlane *plane);

#define RSZ_ALIGNMENT 64

#endif
