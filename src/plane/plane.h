/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_PLANE_H
#define RSZ_PLANE_H

#include <stdbool.h>
#include <stddef.h>

#include "rows/rows.h"
#include "taps/taps.h"

/* One plane. Most are made through a ring: source rows are scaled horizontally into a ring of rows,
 * output rows are made vertically out of the ring. Each source row is read once, rows that no tap
 * names are never read, and the ring holds only as many rows as one output row needs. Where even
 * those are too many (4K to a few rows), the plane is cut into strips of columns, each with a ring
 * within RSZ_RING_BUDGET. */

/* The four sizes below can be set when the core is built: tests/fuzz lowers them, so that small
 * pictures are made in the ways of large ones. */
#ifndef RSZ_RING_BUDGET
#define RSZ_RING_BUDGET ((size_t) 512 * 1024)
#endif

/* Longer rows of MEANS' sums are made in strips of half as much, which stay in the first-level
 * cache beside the rows that are added: RGBA from 4K to 720p takes 0.64 of the time. */
#ifndef RSZ_SUMS_BUDGET
#define RSZ_SUMS_BUDGET ((size_t) 16 * 1024)
#endif

/* A frame's planes pass through the caches together, so it is the frame's bytes that say whether
 * they stay there. Outputs of this size are written with non-temporal stores: enlarging to 4K in
 * I420 (12 MB) takes 0.7 of the time, RGBA (33 MB) 0.6, beside a third-level cache of 32 MiB. GRAY8
 * (8 MB) gains as much where frames take turns, but a consumer that reads one at once waits longer
 * than that. */
#ifndef RSZ_STREAMED
#define RSZ_STREAMED ((size_t) 10 * 1000 * 1000)
#endif

/* Sources of this size are prefetched a batch of rows ahead where they shrink: I420 from 4K to 720p
 * with antialias takes half the time where frames take turns, from 1080p (3 MB) 0.7. Frames that
 * are in the second-level cache already lose up to a twentieth. */
#ifndef RSZ_PREFETCHED
#define RSZ_PREFETCHED ((size_t) 3 * 1000 * 1000)
#endif

/* Strips of columns start where groups of samples do in every layout, and on cache lines. */
#define RSZ_STRIP_STEP (RSZ_GROUPS_MEET * 16)

#define RSZ_ALIGNMENT 64

/* A pixel of float32. */
#define RSZ_MAX_MADE_SIZE (RSZ_MAX_COMPONENTS * (int) sizeof (float))

/* The ways to make a plane: rows of rsz_ways (ways.h). The first that fits is taken. */
typedef enum {
  RSZ_WAY_HALVES,  /* half the size: each output row at once out of two source rows; no ring */
  RSZ_WAY_MEANS,   /* means of windows: rows are added up where they lie; no ring */
  RSZ_WAY_TALLY,   /* the same where float32 loses bits of the sums: sample by sample */
  RSZ_WAY_DIRECT,  /* each output row out of one source row: no ring */
  RSZ_WAY_ENLARGE, /* the rows between two source rows at once, both directions in registers */
  RSZ_WAY_RING,    /* everything else */
  RSZ_N_WAYS
} RszWay;

/* The arithmetics that a plane can be summed in: rows of rsz_ariths (ways.h). */
typedef enum {
  RSZ_ARITH_U8,      /* torch on uint8 tensors: 8 bits between the passes, int16 weights */
  RSZ_ARITH_DEEP,    /* samples of more than 8 bits in fixed point: int16, within 1 of FLOAT's */
  RSZ_ARITH_FLOAT,   /* torch on float32 tensors */
  RSZ_ARITH_CORNERS, /* the same, bilinear to small outputs: one sum of four pixels */
  RSZ_ARITH_OPENCV,  /* OpenCV's two taps on 8 bits: int16 between the passes, int16 weights */
  RSZ_ARITH_OPENCV_SUMS,  /* its other sums on 8 bits: int32 between the passes, int16 weights */
  RSZ_ARITH_OPENCV_FLOAT, /* OpenCV on float32, its sums of words and its means */
  RSZ_ARITH_OPENCV_MEANS, /* OpenCV's means of windows whose sums float32 may not hold */
  RSZ_ARITH_OPENCV_WORDS, /* OpenCV's exact two taps on 16 bits: uint32 between the passes */
  RSZ_ARITH_PILLOW,       /* Pillow on 8 bits: 8 bits between the passes, weights of 22 bits */
  RSZ_ARITH_PILLOW_TALL,  /* the same, vertically first */
  RSZ_N_ARITHS
} RszArith;

/* What happens to a source row of a part. */
typedef enum {
  RSZ_PASS_NONE,   /* nothing: it is used where it lies */
  RSZ_PASS_COPY,   /* it is copied; to float32 where the ring is */
  RSZ_PASS_GATHER, /* samples are chosen */
  RSZ_PASS_SCALE,  /* samples are weighed and added */
  RSZ_PASS_MEAN,   /* MEANS: its windows are averaged once rows have been added */
  RSZ_N_PASSES
} RszPass;

/* What rows of integers need: U8, DEEP, and gathers. Packed tables are owned. */
typedef struct {
  RszHtaps taps;
  size_t packed_size;
  RszTaps fixed; /* DEEP: x in fixed point; U8: of a library's x, see rsz_taps_narrow; owned */
  int fraction;  /* DEEP: bits below a whole sample in the ring */
} RszIntegers;

/* Columns of a part. */
typedef struct {
  int begin, len;
} RszSpan;

/* What rows of float32 need. */
typedef struct {
  RszHscaleb scale_samples; /* ... as they are in memory; NULL: they are widened first */
  RszSpan inside;           /* ... that need not be padded */
  RszHlanes scale_lanes;    /* ... of rows side by side; NULL: one by one */
  RszHtapsf taps;           /* packed is owned */
  size_t packed_size;
  int overhang;   /* pixels that a row is padded by beyond each end */
  int fall;       /* pixels that taps may begin before those of an output before */
  float *columns; /* divisors of an output row's samples, where sums are averaged; owned */
  float *corners; /* CORNERS: ones, then weights of the left and of the right pixel of each of an
                   * output row's samples; owned */
} RszFloats;

/* A part of a plane: samples that are scaled alike. Offsets are bytes into the scratch memory of a
 * slice. */
typedef struct {
  const RszTaps *x; /* levelled; not owned, or integers.fixed */
  int components;
  int divisor; /* pixels of part 0 for one of this part */
  size_t pixel_size;
  size_t made_size;                  /* bytes of a pixel as it is made, before it is stored */
  uint8_t border[RSZ_MAX_MADE_SIZE]; /* a pixel of what surrounds the picture, as it is made */
  int src_room, dst_room;            /* samples in a memory row, see RszPlaneSpec; 0: all */
  RszPass pass;
  RszIntegers integers; /* U8, DEEP, gathers */
  RszFloats floats;     /* FLOAT, and MEANS whose columns have weights */
  RszWindows windows;   /* MEANS, TALLY: x as the rows want it; packed is owned */
  size_t windows_size;
  size_t added; /* MEANS: offset of the sum of an output row's source rows, uint16; TALLY: of the
                 * sums of an output row's windows, float32 */
  size_t ring_stride;
  size_t ring; /* offset of ring_rows rows */
  size_t loaded_stride;
  size_t loaded; /* offset of a batch of unpacked source rows, where they are not used in place */
  size_t made;   /* offset of an unpacked output row, borders included; likewise */
} RszPart;

typedef struct {
  const RszRows *rows;
  const RszTaps *y; /* not owned, or `fixed` */
  RszTaps fixed;    /* as a part's; owned */
  RszLayout layout;
  RszWay way;
  RszArith arith;
  RszSum down;          /* U8: DOUBLING, or else chosen by the number of rows */
  RszHalves halves;     /* HALVES */
  RszWord word;         /* DEEP: how samples lie in memory, or in the parts' rows */
  bool in_place;        /* source rows are used where they lie, not unpacked first */
  bool made_in_place;   /* output rows are made where they lie, not put together first */
  RszSample result;     /* what is made of sums */
  RszTensor tensor;     /* how that is written, where it is not in samples */
  float *tensor_tables; /* what channels have for samples of 8 bits; owned; NULL: nothing is looked
                           up */
  struct {
    bool stream;   /* output rows are written with non-temporal stores */
    bool prefetch; /* source rows are prefetched */
  } caches;
  float max;      /* largest sample value */
  bool truncates; /* FLOAT: towards zero instead of half to even */
  int n_parts;
  RszPart parts[RSZ_MAX_PARTS];
  int batch;     /* source rows that are scaled together */
  int ring_rows; /* what an output row needs, and a batch */
  int32_t *from; /* first source row that output row o or any later one needs; owned */
  int strip;     /* columns of part 0 that are made together, even */
  size_t wide;   /* offset of a source row in float32 */
  size_t total;  /* offset of an output row in float32; PILLOW_TALL: of a row before it is scaled
                  * horizontally */
  size_t taps;   /* offset of pointers to the rows of an output row's taps; of MEANS, and the next
                  * one's */
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

/* What a plane is told about its samples. */
typedef struct {
  RszLayout layout;
  int depth;        /* bits */
  bool may_fix;     /* samples of more than 8 bits may be summed in fixed point where that is sure
                     * to be within 1 */
  bool truncates;   /* float32 results are not rounded to nearest */
  bool unrounded;   /* they are not rounded at all: only with a tensor */
  RszTensor tensor; /* n_channels 0: samples are written */
} RszPlaneSamples;

/* Plans a plane from y taps and the parts its layout has. The taps must outlive it. False where
 * memory is short; the plane is then empty. */
bool rsz_plane_init (RszPlane *plane, const RszRows *rows, const RszPlaneSamples *samples,
    const RszTaps *y, const RszPartTaps *parts, const RszTraffic *frame);

/* The float sum for an output of n taps. Levelled taps: n is n_max. */
RszSumf rsz_plane_choose_sumf (const RszTaps *taps, RszSample sample, int n);

/* Makes rows from_row .. to_row - 1 of the output frame, borders included. dst and src point to the
 * first byte of the plane's row 0; scratch has scratch_size bytes at a multiple of
 * RSZ_ALIGNMENT. */
void rsz_plane_run (const RszPlane *plane, void *dst, ptrdiff_t dst_stride, const void *src,
    ptrdiff_t src_stride, int from_row, int to_row, void *scratch);

/* Bytes it owns, scratch and shared taps not counted. */
size_t rsz_plane_size (const RszPlane *plane);

/* The plan as a table for people, a line for each part: the plane's number, its layout and
 * components, and for columns and rows how many there are, how many taps they have and how they are
 * summed; bytes of tables the horizontal row made of its taps; rows kept in the ring; columns made
 * together; and what is done about the caches. */
extern const char rsz_plane_headings[];

/* Writes the lines of plane `number` to dst[size]; returns what snprintf does. */
int rsz_plane_describe (const RszPlane *plane, int number, char *dst, size_t size);

/* Accepts empty and zeroed planes. */
void rsz_plane_finish (RszPlane *plane);

#endif
