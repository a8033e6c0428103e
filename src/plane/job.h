/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RSZ_PLANE_JOB_H
#define RSZ_PLANE_JOB_H

#include "plane.h"

/* Inside plane: what the sides that choose and plan (plane/choose.c, plane/plan.c), the side that reads source rows (plane/source.c)
 * and the side that writes output rows (plane.c) share. */

/* One slice of one plane while it is being made. */
typedef struct {
  const RszPlane *plane;
  const uint8_t *src;
  uint8_t *dst;
  ptrdiff_t src_stride, dst_stride;
  uint8_t *scratch;
  int begin, end;             /* columns of part 0 being made ... */
  int frame_begin, frame_end; /* ... and those of the frame being written: borders included */
  int end_row;                /* the slice's last output row, and one */
  int next;   /* first source row that is not in the ring yet, or, straight, not loaded yet */
  int summed; /* output row whose source rows have been summed, or -1 */
} RszJob;

/* Columns of a part. */
typedef struct {
  int begin, len;
} RszSpan;

/* A part's columns over columns begin .. end - 1 of part 0. Asked for several times in each row, so that no
 * division is made for nothing. */
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
rsz_job_units (const RszPlane *plane, int len)
{
  return plane->n_parts > 1 ? len : len * plane->parts[0].components;
}

/* Last source row that output row o is made of. */
static inline int
rsz_job_last_row (const RszPlane *plane, int o)
{
  const RszTaps *y = plane->y;
  const int last = y->first[o] + y->n[o] - 1;

  return last < y->in ? last : y->in - 1;
}

/* As many of the units as memory has room for; room 0: all. */
static inline int
rsz_job_limit (int units, int room)
{
  return room && room < units ? room : units;
}

/* Chooses how a plane is scaled: all that its taps and its rows decide. Its parts know their taps and pixel sizes. */
void rsz_plane_choose (RszPlane *plane, const RszTraffic *frame);

/* Makes the plane one of fixed point sums of deep samples, if they are sure to be near enough. Leaves it as it
 * is if not. False where memory is short. */
bool rsz_plane_deepen (RszPlane *plane);

/* True where every output sample is some source sample: no arithmetic is asked for. */
bool rsz_plane_only_chooses (const RszPlane *plane);

/* The fixed point sum for an output row that is made of n rows. */
RszSum rsz_plane_choose_sum (const RszPlane *plane, int n);

/* Takes a source row apart, the `slot`th of a batch; for planes that are not in place. */
void rsz_job_load (const RszJob *job, int row, int slot);

/* Brings the ring up to the rows output row o reads. */
void rsz_job_fetch (RszJob *job, int o);

/* Pointers to the n[o] rows that output row o of a part is made of, valid until the next call. */
const void *const *rsz_job_rows (const RszJob *job, const RszPart *part, int o);

/* Sums the source rows of output row o; for planes of whole sums. */
void rsz_job_sum (RszJob *job, int o);

/* Makes output rows out of source row `from` and the one after it; for planes that go between. */
void rsz_job_enlarge (RszJob *job, int from, const RszBetween *between);

/* Makes the columns of n output rows from o on, each out of its one source row; for straight planes. n is at most the plane's
 * batch. */
void rsz_job_make (const RszJob *job, const RszPart *part, int o, uint8_t *const *dst, int n);

#endif
