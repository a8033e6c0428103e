/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_WAYS_H
#define RSZ_WAYS_H

#include "plane.h"

/* Inside plane: the two tables that say how a plane is made, and what their rows' files share.
 *
 * choose.c picks a row of each, once, when the plan is made. Another arithmetic is a file with its
 * functions and a row of rsz_ariths; another way through the rows a file and a row of rsz_ways. */

/* One slice of one plane while it is being made. */
typedef struct {
  const RszPlane *plane;
  const uint8_t *src;
  uint8_t *dst;
  ptrdiff_t src_stride, dst_stride;
  uint8_t *scratch;
  int begin, end;             /* columns of part 0 being made ... */
  int frame_begin, frame_end; /* ... and those of the frame being written: borders included */
  bool has_borders;           /* beside the picture, in these columns */
  size_t frame_start;         /* bytes from the start of a memory row to frame_begin */
  int end_row;                /* the slice's last output row, and one */
  int next;  /* first source row that is not in the ring yet, or, DIRECT, not unpacked yet */
  int added; /* MEANS: output row whose source rows have been added up, or -1 */
} RszJob;

typedef struct {
  /* True where a plane of known taps and arithmetic can be made so. */
  bool (*fits) (const RszPlane *plane);
  /* Makes the tables of all parts, once per plan. False where memory is short. */
  bool (*plan) (RszPlane *plane);
  /* Makes rows of the picture, the first of them `row` of the frame, at most `left`, out of source
   * rows, each of which it reads once; returns how many. */
  int (*write) (RszJob *job, int row, int left);
  /* What the property `plan` says of columns and rows; NULL: what the arithmetic says. */
  const char *(*across) (const RszPart *part);
  const char *down;
} RszWayOps;

extern const RszWayOps rsz_halves, rsz_means, rsz_tally, rsz_direct, rsz_enlarge, rsz_ring;
extern const RszWayOps *const rsz_ways[RSZ_N_WAYS];

/* Makes a span of output row o of a part. */
typedef void (*RszDown) (const RszJob *job, const RszPart *part, int o, uint8_t *dst);

typedef struct {
  const char *name;
  int ring_sample; /* bytes of a sample in the ring; 0: as in memory */
  int batch;       /* source rows that are scaled together, 1 .. RSZ_MAX_LANES */
  bool down_first; /* the ring holds source rows: all that is done, `down` does */
  bool floats;     /* samples are widened and summed as RSZ_ARITH_FLOAT's, horizontally */
  double error;    /* how far a sample may be from the definition's before both are rounded */
  /* Gives a plane of FLOAT's taps its own, and makes it one of this arithmetic, where that keeps
   * the error. NULL: taps come quantised (taps.c). False where memory is short. */
  bool (*requantise) (RszPlane *plane);
  /* Makes the tables of a part. False where memory is short. */
  bool (*plan) (const RszPlane *plane, RszPart *part);
  /* Makes a span of rows of the ring out of source rows. */
  void (*across) (const RszJob *job, const RszPart *part, const RszBatch *batch);
  /* Makes a span of output row o out of the rows of the ring. */
  RszDown down;
  const char *(*across_name) (const RszPart *part);
  const char *(*down_name) (const RszPlane *plane);
} RszArithOps;

extern const RszArithOps rsz_u8, rsz_deep, rsz_float, rsz_corners;
extern const RszArithOps rsz_opencv, rsz_opencv_sums, rsz_opencv_float, rsz_opencv_means;
extern const RszArithOps rsz_opencv_words;
extern const RszArithOps rsz_pillow, rsz_pillow_tall;
extern const RszArithOps *const rsz_ariths[RSZ_N_ARITHS];

/* ---- choose.c ---- */

/* Chooses the arithmetic, the way, the passes and the caches of a plane. False where memory is
 * short. */
bool rsz_plane_choose (RszPlane *plane, bool may_fix, const RszTraffic *frame);

/* True where every output sample is some source sample: no arithmetic is asked for. */
bool rsz_plane_only_chooses (const RszPlane *plane);

/* True where sums are divided by the number of a window's rows and columns. */
bool rsz_plane_averages (const RszPlane *plane);

/* ---- rows of a part: plane.c ---- */

/* A part's columns over columns begin .. end - 1 of part 0. Asked for several times in each row, so
 * that no division is made for nothing. */
static inline RszSpan
rsz_part_span (const RszPart *part, int begin, int end)
{
  if (part->divisor == 1)
    return (RszSpan){ begin, end - begin };
  begin /= part->divisor;
  end = (end + part->divisor - 1) / part->divisor;
  return (RszSpan){ begin, end - begin };
}

static inline RszSpan
rsz_job_span (const RszJob *job, const RszPart *part)
{
  return rsz_part_span (part, job->begin, job->end);
}

/* What a layout counts in a row of len pixels of part 0. */
static inline int
rsz_plane_units (const RszPlane *plane, int len)
{
  return plane->n_parts > 1 ? len : len * plane->parts[0].components;
}

/* As many of the units as memory has room for; room 0: all. */
static inline int
rsz_limit (int units, int room)
{
  return room && room < units ? room : units;
}

/* Last source row that output row o is made of: taps may all lie beyond an end. */
static inline int
rsz_plane_last_row (const RszPlane *plane, int o)
{
  const RszTaps *y = plane->y;
  const int last = y->first[o] + y->n[o] - 1;

  return last < 0 ? 0 : last < y->in ? last : y->in - 1;
}

/* Paints what is beside the picture in a frame row of a part; returns where the picture goes. */
uint8_t *rsz_job_begin_row (const RszJob *job, const RszPart *part, int row);

/* Makes row `row` of the frame, all parts of it, each by `down`. */
void rsz_job_write_row (const RszJob *job, int row, RszDown down);

/* Packs a frame row whose parts have been made; nothing where rows are made in place. */
void rsz_job_store_row (const RszJob *job, int row);

/* ---- tensors: tensor.c ---- */

/* Makes the tables of a plane that is written as float32. False where memory is short. */
bool rsz_tensor_plan (RszPlane *plane);

size_t rsz_tensor_tables_size (const RszPlane *plane);

/* rsz_job_store_row of such a plane. */
void rsz_tensor_store_row (const RszJob *job, int row);

/* ---- source rows: source.c ---- */

/* A part's first sample in a source row that lies in memory or, the `slot`th of a batch, has been
 * unpacked. */
const uint8_t *rsz_job_source_row (const RszJob *job, const RszPart *part, int row, int slot);

/* Unpacks a source row, the `slot`th of a batch; for planes that are not made in place. */
void rsz_job_load (const RszJob *job, int row, int slot);

/* Pointers to the n[o] rows that output row o of a part is made of, valid until the next call. */
const void *const *rsz_job_rows (const RszJob *job, const RszPart *part, int o);

/* ---- what ways and arithmetics have in common ---- */

/* Plans all parts by the plane's arithmetic. */
bool rsz_plan_parts (RszPlane *plane);

/* Fills what rows of integers want to know of a part's taps, and packs it where there is a function
 * for that. Rows that cannot be packed read the taps as they are. */
void rsz_integers_plan (
    const RszPlane *plane, RszPart *part, const RszTaps *x, int pixel, RszHpack pack);

/* Fills what rows of windows of samples of at most `max` want to know of a part's taps, and packs
 * it where there is a function for that. */
void rsz_windows_plan (RszPart *part, int max, RszWpack pack);

/* Widens what columns `span` read of a part's source row, the border pixels repeated beyond its
 * ends as far as floats.overhang. Returns pixel 0. */
const float *rsz_float_widen (
    const RszJob *job, const RszPart *part, RszSpan span, const uint8_t *row);

/* True where memory has words of one sample each, P010's among them; makes the plane one whose
 * words are read and written where they lie, if they do. */
bool rsz_words_lie_alone (const RszPlane *plane);
void rsz_words_stay (RszPlane *plane);

/* A copy of a source row of samples as they are, padded likewise. */
const uint8_t *rsz_float_pad (const RszJob *job, const RszPart *part, const uint8_t *row);

/* True where a part's rows are scaled side by side, RSZ_MAX_LANES at a time. */
bool rsz_float_has_lanes (const RszPlane *plane, const RszPart *part);

/* True where such vertical sums become samples where they are made: rows.h, RszVround. */
bool rsz_float_rounds (const RszPlane *plane, RszSumf sum);

/* True where float32 may not hold the sums of OpenCV's windows, and OpenCV adds them up in it. */
bool rsz_opencv_sums_are_long (const RszPlane *plane);

/* True where Pillow scales a plane vertically first. */
bool rsz_pillow_is_tall (const RszPlane *plane);

/* True where twice the size is asked for at half-pixel centres: all weights are quarters. */
bool rsz_u8_is_doubling (const RszTaps *taps);

/* The fixed point sum for an output row that is made of n rows. */
RszSum rsz_u8_choose_sum (RszSum down, int n);

#endif
