/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef ROWS_JOBS_H
#define ROWS_JOBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rows/rows.h"

/* What check_rows asks of row functions: any entry of RszRows, its input within the contract and
 * its output, in memory whose neighbours trap or are watched. */

#define MAX_TAPS 40
#define MAX_LEN 5200
#define MAX_MISALIGNMENT 63
#define MAX_DST RSZ_MAX_LANES /* parts, rows of a batch, or a row and those between */

/* What watched memory holds before a call. */
#define CANARY 0xa5

typedef enum {
  KIND_HSCALE,
  KIND_VSCALE,
  KIND_HSCALEF,
  KIND_VSCALEF,
  KIND_VROUND,
  KIND_HDEEP,
  KIND_VDEEP,
  KIND_HSCALE32,
  KIND_VSCALE32,
  KIND_HLINEAR,
  KIND_VLINEAR,
  KIND_HSUMS,
  KIND_VSUMS,
  KIND_HWORDS,
  KIND_VWORDS,
  KIND_ENLARGE,
  KIND_GATHER,
  KIND_COPY,
  KIND_FILL,
  KIND_WIDEN,
  KIND_NARROW,
  KIND_AVERAGE,
  KIND_ACCUMULATE,
  KIND_MEAN,
  KIND_TALLY,
  KIND_CORNERS,
  KIND_HALVE,
  KIND_MEANF,
  KIND_PICK, /* the first of those of colours: rows_colour.c */
  KIND_BLEND,
  KIND_SPREAD,
  KIND_OPACITY,
  KIND_TO_ROWS,
  KIND_TO_PIXELS,
  KIND_FIND_NEAR,
  KIND_WEAVE,
  KIND_SLIDE,
  KIND_STRETCH,
  KIND_TINT,
  KIND_SHADE,
  KIND_SHADE_WORDS,
  KIND_LOAD,
  KIND_STORE,
  N_KINDS
} Kind;

/* What is added to the RszHalves of those of words. */
#define HALVES_WORDS 4

/* One entry of RszRows. */
typedef struct {
  Kind kind;
  int which; /* its RszSum, RszSumf, RszSample, RszLayout, RszHalves (see HALVES_WORDS) or bytes per
              * pixel; MEAN and ENLARGE: 1 OpenCV's; ENLARGE: 2 deep; CORNERS: QUAD, which it is one
              * of; WEAVE and TO_PIXELS: bytes of a pixel; TINT: 1 with pairs; SPREAD: 1 of four
              * columns */
  int n_fused;    /* HSCALEF, VSCALEF and VROUND: of MANY */
  int components; /* 1 where the kind has none */
  bool stream;    /* vertical sums of integers, VROUND, ENLARGE, GATHER and COPY past the caches */
  int bytes;  /* HSCALEF of samples of so many bytes that are not widened; the job has them widened
                 behind its rows, too; else 0 */
  int lanes;  /* the same of rows side by side, which are not padded either; else 0 */
  bool words; /* VROUND: to samples of 16 bits */
  char name[40];
} Row;

#define MAX_ROWS 520

/* Every entry there can be; returns how many. */
int rows_list (Row *list);

/* The function, to be compared only; NULL where the table has none. */
typedef void (*RowFunction) (void);
RowFunction rows_function (const RszRows *rows, const Row *row);

/* What samples look like. */
typedef enum {
  PATTERN_NOISE,
  PATTERN_LOW,       /* all least */
  PATTERN_HIGH,      /* all largest */
  PATTERN_ALTERNATE, /* least and largest in turns */
  PATTERN_EXTREMES,  /* least and largest at random */
  PATTERN_WORST,     /* rows are largest where they weigh something positive, else least */
  N_PATTERNS
} Pattern;

/* One call. Pointers lead into the arenas and hold until the next job is made. */
typedef struct {
  const Row *row;
  int before; /* HSCALEF of words: pixels that rows of floats are padded by */
  bool usual; /* taps as common resizes have them */
  int len, n_taps, shift;
  int n_rows, begin, in; /* horizontal integer rows and gathers: RszHtaps; means: RszWindows */
  RszWord word;          /* deep rows; max is that of the samples where they are the source */
  int32_t *n;            /* ... of a window */
  int n_summed;          /* rows that a mean's sums are of */
  bool more;             /* ACCUMULATE; TALLY: to sums that are source 1 */
  int fraction;          /* ENLARGE: of deep sums */
  RszLerpRows lerp;      /* ENLARGE; the outputs follow the row, whose old samples are source 1 */
  void *packed;          /* by jobs_pack */
  bool packed_bytes;     /* ... for the row that reads bytes */
  int32_t *first;
  int16_t *weights;
  int32_t *weights32;
  float *weightsf;
  RszFinish finish;          /* VROUND */
  float max, rows, *columns; /* VSUMS: max is that of |src| in samples */
  struct {
    int index, shift, places[4];
    int32_t weights[4], more_weights[2], offset;
    RszRgbTerms rgb;
    RszTintTerms tint;
    RszShadeTerms shade;
    RszWordTerms words;
  } colour; /* what the call of a row of colours takes, by its argument's name */
  const void *src[MAX_TAPS];
  size_t src_size[MAX_TAPS]; /* bytes */
  int n_src, n_dst;
  size_t dst_size[MAX_DST]; /* bytes that the contract names */
  size_t dst_room[MAX_DST]; /* bytes that may be written where more than those; else 0 */
  int dst_unit;             /* alignment the contract asks of dst */
} Job;

/* Output of a call. */
typedef struct {
  uint8_t *memory[MAX_DST]; /* watched all over */
  size_t size;              /* of each memory */
  void *dst[MAX_DST];
} Output;

void jobs_init (uint64_t seed);

/* A job of `len` samples or pixels; sources lie `misalignment` bytes (rounded to what the contract
 * allows) past a boundary, or, where that is negative, end where memory ends. */
void jobs_make (Job *job, const Row *row, Pattern pattern, int len, int misalignment);

/* A job as resizes of video have them, to be timed. */
void jobs_make_usual (Job *job, const Row *row, int len);

/* Makes ready output number 0 or 1, dst `misalignment` past a boundary. */
Output jobs_output (const Job *job, int number, int misalignment);

/* What the level wants made of the taps; to be made again for another level. */
void jobs_pack (const RszRows *rows, Job *job);
void jobs_unpack (Job *job);

void jobs_call (const RszRows *rows, const Job *job, const Output *output);

bool jobs_same_output (const Job *job, const Output *a, const Output *b);
bool jobs_nothing_beside (const Job *job, const Output *output);

/* rows_weights.c: fills the weights of a job that has n_taps, and its shift. */
void jobs_make_weights (Job *job, int n_outputs);
void jobs_make_weightsf (Job *job, int n_outputs);
void jobs_make_weights32 (Job *job, int n_outputs);
void jobs_make_linear_weights (Job *job, int n_outputs);
void jobs_make_sum_weights (Job *job, int n_outputs);
void jobs_make_word_weights (Job *job, int n_outputs);

/* rows_inputs.c, for rows_colour.c: makes source i of a job, of so many bytes; what samples of a
 * pattern are; noise; room for numbers. */
void *jobs_add_source (Job *job, int i, size_t size, int unit, int misalignment);
bool jobs_is_high (Pattern pattern, size_t i);
void jobs_fill_noise (uint8_t *dst, size_t size);
int32_t *jobs_numbers (int second, int n, int misalignment);

/* rows_colour.c: the same as their namesakes for the rows of colours. */
static inline bool
colour_is (const Row *row)
{
  return row->kind >= KIND_PICK && row->kind < KIND_LOAD;
}
RowFunction colour_function (const RszRows *rows, const Row *row);
void colour_make (Job *job, Pattern pattern, int misalignment);
void colour_call (const RszRows *rows, const Job *job, const Output *output);
void colour_spec (const Job *job, const Output *output);

/* Samples of a part in a memory row of len pixels. */
int jobs_part_len (const RszLayoutInfo *layout, int part, int len);

/* rows_spec.c: writes what the contract says, computed in another way than rows/c/level.c does. */
void spec_call (const Job *job, const Output *output);

#endif
